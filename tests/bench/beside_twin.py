"""What the documents of each operator have more than their clean twins, and where labels stay.

Documents of every operator are drawn in all domains, locales, renderings and severities, and held
beside their twins. `freeze_furniture.py` keeps what is found:

- `operators`: the words that a document has more often than its twin.
- `parts`: what is put before, behind or between the parts of keys, such as Info in nameInfo.
- `name`: the operators that call a field by its label once more, as in Net amount (corrected).
- `repeat`: the operators that repeat what the twin says once, such as the heads of a table.
- `cut`: the operators that cut words, or wrap them inside.
- `count`: the operators that add numbers of one or two digits, such as how many rows there are.
- `moved`: the operators after which a value that is touched may stand under another field's label
  (`label pages`, or `label csv.datev` in files of one system) or under none (`none`), or one that
  is not touched under none (`other`).
"""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

from draws import DOMAINS, LOCALES, MORE

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof.furniture import WIDE, listed
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.label_check import group_of, words_of_labels, wrong_labels
from chaosdocs.proof.more_words import Apart, Residue, more_words
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.twin import UNREAD, Twin, more_little, words_apart
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

RECORDS = 12
"""Records of each domain and locale."""
FEW = 3
"""An operator that repeats so many words repeats any."""
EXTENSION = "extensioncontent"
"""The element of UBL that holds what its other elements do not: an operator that adds it adds what
has no place of its own in any format."""
LONG, SHORT = 3, 2
"""Letters of a part of a word that is no chance, and of a word to which something is put."""
NOTHING = Residue(frozenset(), (), names=False, repeats=False, cuts=False)


class Seen(NamedTuple):
    """A document beside its twin.

    Attributes:
        name: The operator.
        fresh: The words that the twin does not have.
        again: The words that the twin has less often.
        apart: The words of both, in one.
        little: The numbers of one or two digits that the twin has less often.
        labels: What is listed in `moved`, where values stand under other labels or none.
    """

    name: str
    fresh: tuple[str, ...]
    again: tuple[str, ...]
    apart: Apart
    little: tuple[str, ...]
    labels: frozenset[str]


def renders(domain: str) -> list[dict]:
    """Return the renderings: all that there are, of the clients the first and the last version."""
    more = (name.split(".", 1) for name in MORE[domain])
    return [
        {"as": "pdf", "templates": "all"},
        {"as": "scan", "templates": "all"},
        *(
            {"as": medium, "system": system}
            for medium in ("xlsx", "csv", "json", "xml")
            for system in ("sap", "netsuite")
        ),
        *({"as": medium, "system": system} for medium, system in more),
        *(
            {"as": medium, "system": f"{client}@{version}"}
            for client, version in (("kontor", 1), ("payline", 4), ("ledgerly", 2), ("tradenet", 3))
            for medium in ("json", "xml")
        ),
    ]  # fmt: skip


def seen(
    names: Sequence[str], most: int, seed: int, locales: Sequence[str] = LOCALES
) -> Iterator[Seen]:
    """Draw documents of operators and hold each beside its twin."""
    for domain, locale in product(DOMAINS, locales):
        recipe = {
            "name": "beside",
            "seed": seed,
            "source": {"domain": domain, "count": RECORDS, "locales": [locale]},
            "render": renders(domain),
            "design": {"each": list(names), "severities": [1, 3, 5]},
        }
        each = Maker(resolve(Recipe.model_validate(recipe)), None)
        slots: dict[str, list[int]] = defaultdict(list)
        for number in range(RECORDS * len(each.slots.renderings), len(each.slots)):
            for step in each.slots[number].steps:
                slots[step.operator.id].append(number)
        for name in names:
            numbers = slots[name]
            rng = SeededRng(seed).at(domain, locale, name)
            for turn in range(most if numbers else 0):
                found = beside(each, numbers[rng.at(turn).below(len(numbers))], name)
                if found is not None:
                    yield found


def beside(making: Maker, number: int, name: str) -> Seen | None:
    """Return what is seen of a slot, or None where it makes nothing."""
    slot = making.slots[number]
    made, clean = making.make(number), making.make(making.slots.twin(slot))
    if not isinstance(made, MadeCase) or not isinstance(clean, MadeCase):
        return None
    bench = OpenedFiles(made.case, made.truth, made.evidence, made.files.__getitem__)
    twin = Twin(clean.case, clean.truth, clean.evidence, clean.files.__getitem__)
    glass = None
    try:
        domain = made.built.record.domain
        fresh: list[str] = []
        again: list[str] = []
        apart: list[Apart] = []
        little: tuple[str, ...] = ()
        if made.truth.medium == "scan":
            glass = ScanSource(made.built.glass, made.built.files[0].scan)
        elif name not in UNREAD:
            little = tuple(more_little(bench, twin.bench))
            apart += words_apart(bench, twin.bench, words_of_labels(bench, domain))
            for each in apart:
                for word in more_words(each, NOTHING):
                    (again if word in each.there else fresh).append(word)
        touched = {leaf.path for leaf in made.truth.leaves() if leaf.truth.touched}
        place = group_of(made.truth.rendering, "").strip()
        labels = {
            ("none" if "under no label" in detail else f"label {place}")
            if path in touched
            else "other"
            for path, _, detail in wrong_labels(bench, domain, glass, moved={})
        }
        both = apart[0] if apart else Apart((), ())
        return Seen(name, tuple(fresh), tuple(again), both, little, frozenset(labels))
    finally:
        bench.close()
        twin.close()
        if glass is not None:
            glass.close()


def beside_twins(names: Sequence[str], most: int = 6, seed: int = 59) -> dict:
    """Return the lists with what is seen of some operators added; all else stays as it is."""
    return listed_with(names, seen(names, most, seed))


def listed_with(names: Iterable[str], drawn: Iterable[Seen]) -> dict:
    """Return the lists with what was seen."""
    lists = dict(listed())
    its: dict[str, list[Seen]] = defaultdict(list)
    for one in drawn:
        its[one.name].append(one)
    common = {*lists["words"]}
    words = dict(lists["operators"])
    parts = dict(lists.get("parts", {}))
    moved = dict(lists.get("moved", {}))
    repeat, cut = {*lists.get("repeat", ())}, {*lists.get("cut", ())}
    calling, count = {*lists.get("name", ())}, {*lists.get("count", ())}
    count |= {name for name in names if any(one.little for one in its[name])}
    for name in names:
        renamed = {new.casefold() for new in lists["operator labels"].get(name, {})}
        fresh = {word: one for one in its[name] for word in one.fresh if word not in renamed}
        again = {word: one for one in its[name] for word in one.again}
        more = [(word, one) for one in its[name] for word in (*one.fresh, *one.again)]
        called = {word for word, one in more if word in one.apart.labels}
        called -= {word for word, one in more if word not in one.apart.labels}
        plain = {word for word in fresh if word in common} | {*again}
        if len(called) >= FEW and len(called & plain) > len(plain) / 2:
            calling.add(name)
            fresh = {word: one for word, one in fresh.items() if word not in called}
            again = {word: one for word, one in again.items() if word not in called}
        if len(again) >= FEW:
            repeat.add(name)
        if len(again) < FEW or fresh:
            words[name] = sorted({*words[name], *again})
        if sum(word not in common and _is_cut(word, one) for word, one in fresh.items()) > 1:
            cut.add(name)
        whole, put = _parted(fresh, {*words[name]}, cuts=name in cut, calls=name in calling)
        words[name] = sorted({*words[name], *whole})
        if put or name in parts:
            parts[name] = sorted({*put, *parts.get(name, ())})
        labels = {label for one in its[name] for label in one.labels} | {*moved.get(name, ())}
        if labels:
            moved[name] = sorted(labels)
    share_extensions(words)
    lists |= {
        "operators": dict(sorted(words.items())), "parts": dict(sorted(parts.items())),
        "name": sorted(calling), "repeat": sorted(repeat), "cut": sorted(cut),
        "count": sorted(count), "moved": dict(sorted(moved.items())),
    }  # fmt: skip
    return lists


def share_extensions(words: dict[str, list[str]]) -> None:
    """Give the words that several operators add to a format's own to all that add any.

    They are the keys, elements and segments of each format that hold remarks and the like.
    """
    adding = [name for name, its in words.items() if EXTENSION in its]
    often = Counter(word for name in adding for word in words[name])
    shared = {word for word, times in often.items() if times > 1}
    for name in adding:
        words[name] = sorted({*words[name], *shared})


def _is_cut(word: str, one: Seen) -> bool:
    """Whether a word is the beginning of what the twin states, or of its Japanese labels."""
    wide = bool(WIDE.search(word))
    others = {*one.apart.stated, *(one.apart.there if wide else ())}
    return (wide or len(word) >= LONG) and any(
        other.startswith(word) and other != word for other in others
    )


def _parted(
    fresh: dict[str, Seen], known: set[str], *, cuts: bool, calls: bool
) -> tuple[set[str], set[str]]:
    """Return the whole words, and what is put to words of the twin."""
    left: dict[str, set[str]] = defaultdict(set)
    for word, one in fresh.items():
        rest = _put(word, {*one.apart.there})
        if rest and rest != word:
            left[rest].add(word)
    put = {rest for rest, whole in left.items() if len(whole) > 1 and len(rest) >= SHORT}
    whole = set()
    for word, one in fresh.items():
        labels = one.apart.labels if calls else frozenset()
        around = {*one.apart.there, *one.apart.stated, *labels}
        if any(part in word for part in put) or (cuts and any(word in each for each in around)):
            continue
        if WIDE.search(word):
            wide = {char for other in labels for char in WIDE.findall(other)}
            whole |= {*WIDE.findall(word)} - wide
        else:
            whole.add(word)
    inside = {
        part
        for part in whole | known
        if len(part) > LONG and sum(part in word and part != word for word in whole) > 1
    }
    whole = {word for word in whole if not any(p in word and p != word for p in inside)}
    return whole, put | inside


def _put(word: str, before: set[str]) -> str:
    """Return what is left of a word without the words of the twin at its beginning and its end."""
    for end in (False, True):
        fits = [
            other
            for other in before
            if len(other) >= SHORT and (word.endswith(other) if end else word.startswith(other))
        ]
        longest = max(map(len, fits), default=0)
        word = word[: len(word) - longest] if end else word[longest:]
    return word
