"""Write the lists of what documents show and state nothing by, and of the labels of each field.

    python tests/bench/freeze_furniture.py [RECORDS] [MOST] [SEED]
    python tests/bench/freeze_furniture.py packets   # the words of packets alone
    python tests/bench/freeze_furniture.py json.xero csv.mojibake   # new systems, new operators
    python tests/bench/freeze_furniture.py beside                   # all operators beside twins

Clean documents are made of all domains, locales, templates, systems and versions of clients. Every
word, every shape of a number and every drawing that no line of their evidence is about is listed in
`furniture.json`. Where each value stands, its label is taken: words beside it or above it, a key, a
tag; `labels.json` has the labels of each field. Words that only a damaged document has are listed
under its operator, which is drawn MOST times a domain if it adds words; without MOST the words of
operators stay as they are. Look the lists over before they are kept (`git diff`): a word that
states something, such as a value or a rule, has no place there, and neither has a label of another
field.

Documents of every operator are held beside their clean twins (`beside_twin.py`): what words they
have more, and whether a value may stand under another label than its own, or under none.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import Path

from chaosdocs.authoring import OPERATORS, SEVERITIES
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.documents.table import InsertRow
from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof.binding.grid import UNNAMED
from chaosdocs.proof.binding.label import plain
from chaosdocs.proof.furniture import ROWS, WIDE, listed, little_of, numbers_of, shape, words_of
from chaosdocs.proof.label_check import (
    group_of,
    labels_at,
    listed_labels,
    schema_path,
)
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render.clients.registry import CLIENTS
from chaosdocs.render.systems.registry import SYSTEMS
from chaosdocs.render.templates.words import SUBJECTS, WORDS
from chaosdocs.sources.world.packets.fields import MATTER
from chaosdocs.sources.world.packets.papers import PAPERS
from chaosdocs.truth.values import Money

sys.path.insert(0, str(Path(__file__).parent))

from beside_twin import beside_twins
from draws import DOMAINS, LOCALES

PROOF = Path(__file__).parents[2] / "chaosdocs" / "proof"
TEMPLATES = ("letterhead", "erp")
"""Templates of packets."""
FEW = 12
"""Draws of an operator after which it is known whether it adds words."""
CAPTIONS = frozenset(
    words[name].casefold()
    for words in (*WORDS.values(), *SUBJECTS.values())
    for name in ("sender", "recipient")
)
"""What stands above an address, and is the label of what happens to stand right below it."""
OFTEN = 2
"""Records in which a text has to be the label of a field; a key or a tag is one at once."""
VERSIONS = 4
SHARE, CLIENTS_SHARE = 4, 16
"""Of so many records one is made as an export of every system and version of a client."""


def renders(domain: str) -> list[dict]:
    """Return the renderings of a domain: all templates, systems and versions of clients."""
    out: list[dict] = [{"as": "pdf", "templates": "all"}]
    for name, system in sorted(SYSTEMS.items()):
        if not system.domains or domain in system.domains:
            out += [{"as": medium, "system": name} for medium in system.media if medium in MEDIA]
    for name in sorted(CLIENTS):
        for version in range(1, VERSIONS + 1):
            out += [{"as": medium, "system": f"{name}@{version}"} for medium in ("json", "xml")]
    return out


def words(made: MadeCase) -> set[str]:
    """Return the words of a case that its evidence does not account for."""
    bench = OpenedFiles(made.case, made.truth, made.evidence, made.files.__getitem__)
    facts = made.built.record.facts.values()
    money = {value.currency.casefold() for value in facts if isinstance(value, Money)}
    try:
        return {word for text in bench.unsaid for word in words_of(text)} - money
    finally:
        bench.close()


def maker(
    domain: str,
    seed: int,
    records: int,
    operators: Sequence[str] = ("*",),
    locales: Sequence[str] = LOCALES,
) -> Maker:
    """Return the maker of one case for every operator, rendering and severity."""
    data = {
        "name": "furniture",
        "seed": seed,
        "source": {"domain": domain, "count": records, "locales": locales},
        "render": renders(domain),
        "design": {"each": operators, "severities": [1, 2, 3, 4, 5]},
    }
    return Maker(resolve(Recipe.model_validate(data)), None)


def records_of() -> dict[str, set[str]]:
    """Return a label to the records in which it was seen; empty."""
    return defaultdict(set)


def paths() -> dict[str, dict[str, set[str]]]:
    """Return the path of a field to its labels; empty."""
    return defaultdict(records_of)


class Seen:
    """What was seen: words and shapes of numbers by rendering, labels by group and field."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.shown: dict[str, set[str]] = defaultdict(set)
        self.little: dict[str, set[str]] = defaultdict(set)
        self.numbers: dict[str, set[str]] = defaultdict(set)
        self.things: dict[str, set[str]] = defaultdict(set)
        self.labels: dict[str, dict[str, dict[str, set[str]]]] = defaultdict(paths)

    def look(self, made: MadeCase) -> None:
        """Look at one document."""
        truth = made.truth
        bench = OpenedFiles(made.case, truth, made.evidence, made.files.__getitem__)
        facts = made.built.record.facts.values()
        money = {value.currency.casefold() for value in facts if isinstance(value, Money)}
        texts = {plain(line.text) for line in made.evidence}
        texts |= {piece for text in texts for piece in text.split("\n")}
        texts |= {
            plain(piece) for line in made.evidence if line.parts for piece in line.text.split()
        }
        lists = [path for path, entry in truth.fields.items() if hasattr(entry, "rows")]
        group = group_of(truth.rendering, made.built.record.domain.name)
        rendering = truth.rendering.partition(":")[0]

        def stated(text: str) -> bool:
            return text not in texts and (
                structural(group) or any(words_of(text)) or not re.search(r"\d", text)
            )

        try:
            said = heads(made).union(*map(words_of, bench.unsaid)) - money
            self.words |= said
            keys = (piece for file in made.case.files for piece in bench.sequence(file.path))
            tree = truth.medium in {"json", "xml"}
            said |= {word for text, at in keys if tree and not at for word in words_of(text)}
            self.shown[f"{rendering} {made.built.record.domain.name}"] |= said
            rows = {str(len(truth.fields[path].rows)) for path in lists}
            for text in bench.unsaid if truth.medium not in {"pdf", "edi"} else ():
                found = {*little_of(text)}
                counts = truth.medium == "xml" and found <= rows
                self.little[rendering] |= {ROWS} if found and counts else found
                self.numbers[rendering] |= {shape(number) for number in numbers_of(text)}
            self.things[rendering] |= bench.things
            for line in bench.asked:
                path = schema_path(line.path, lists)
                for label in labels_at(line, bench, None, stated):
                    if label or "*" not in path:  # a list may go on without its heads
                        self.labels[group][path][label].add(truth.records[0])
        finally:
            bench.close()

    def all_things(self) -> set[str]:
        """Return the things of all renderings."""
        return {thing for things in self.things.values() for thing in things}

    def known(self, words: set[str]) -> dict[str, dict[str, set[str]]]:
        """Return the labels that several records have, and that are of known words."""
        return {
            group: {
                path: {
                    label
                    for label, records in labels.items()
                    if structural(group) or (len(records) >= OFTEN and of_words(label, words))
                }
                for path, labels in paths.items()
            }
            for group, paths in self.labels.items()
        }


def heads(made: MadeCase) -> set[str]:
    """Return the words that complete the values of several rows: the head ``Haben``."""
    pieces = [
        (place, piece)
        for line in made.evidence
        for place, piece in zip(line.parts or (), line.text.split(), strict=False)
    ]
    often = Counter(place for place, _ in pieces)
    texts = {piece for place, piece in pieces if often[place] > 1}
    return {word for text in texts for word in words_of(text)}


def structural(group: str) -> bool:
    """Whether the labels of a group are keys and tags, which nobody takes for values."""
    return group.partition(".")[0] in {"json", "xml", "edi"} or group.startswith(
        ("text.bai2", "text.mt940", "text.ofx", "text.fixed_width")
    )


def of_words(label: str, words: set[str]) -> bool:
    """Whether a label has only words that documents show and that state nothing."""
    wide = {char for word in words for char in WIDE.findall(word)}
    if label.startswith("column "):
        return True
    if any(numbers_of(label)):
        return False
    said = list(words_of(label))
    if not said:
        return not re.search(r"\d", label)
    return all(
        word in words or (WIDE.search(word) and {*WIDE.findall(word)} <= wide) for word in said
    )


def share_of(rendering: str) -> int:
    """Return of how many records of a locale one is made in a rendering."""
    if rendering.startswith("pdf."):
        return 1
    return CLIENTS_SHARE if "@" in rendering else SHARE


def beside(words: set[str], common: set[str]) -> set[str]:
    """Return the words that are not common; of Japanese ones the characters."""
    known = {char for word in common for char in WIDE.findall(word)}
    narrow = {word for word in words - common if not WIDE.search(word)}
    return narrow | {char for word in words for char in WIDE.findall(word)} - known


def main(records: int = 64, most: int = 0, seed: int = 41) -> None:
    """Draw, list, write."""
    common = Seen()
    renderings: set[str] = set()
    added: dict[str, set[str]] = {
        name: set()
        for name, each in OPERATORS.items()
        if each.stage.name not in {"matter", "packet"}
    }
    for domain in DOMAINS:
        each = maker(domain, seed, records)
        renderings |= {name.partition(":")[0] for name in each.slots.renderings}
        clean = records * len(each.slots.renderings)
        for number in range(clean):
            slot = each.slots[number]
            if slot.record // len(LOCALES) % share_of(slot.rendering):
                continue
            if isinstance(made := each.make(number), MadeCase):
                common.look(made)
        print(domain, flush=True)
        slots: dict[str, list[int]] = defaultdict(list)
        for number in range(clean, len(each.slots)) if most else ():
            slots[each.slots[number].steps[0].operator.id].append(number)
        for name, numbers in slots.items():
            rng = SeededRng(seed).at(domain, name)
            for turn in range(most):
                if turn == FEW and not added[name] - common.words:
                    break
                made = each.make(numbers[rng.at(turn).below(len(numbers))])
                if isinstance(made, MadeCase):
                    seen = Seen()
                    seen.look(made)
                    added[name] |= seen.words
    if not most:
        added |= {name: set(its) for name, its in listed()["operators"].items() if name in added}
    write(common, added, renderings)


def add(names: list[str], records: int = 64, seed: int = 41) -> None:
    """Add what clean documents of new systems show; all other entries stay as they are."""
    seen = Seen()
    for domain in DOMAINS:
        each = maker(domain, seed, records)
        for number in range(records * len(each.slots.renderings)):
            wanted = each.slots[number].rendering.partition(":")[0] in names
            if wanted and isinstance(made := each.make(number), MadeCase):
                seen.look(made)
    lists = dict(listed())
    lists["renderings"] = sorted({*lists["renderings"], *names})
    lists["words"] = sorted({*lists["words"], *seen.words})
    numbers = {name: sorted(its) for name, its in seen.numbers.items() if its}
    lists["numbers"] = dict(sorted({**lists["numbers"], **numbers}.items()))
    lists |= {name: {**lists[name], **its} for name, its in by_rendering(seen).items()}
    dump(PROOF / "furniture.json", lists)
    path = PROOF / "labels.json"
    labels = json.loads(path.read_text("utf-8"))
    for group, its in seen.known({*lists["words"]}).items():
        labels[group] = {name: sorted(known) for name, known in its.items()}
    dump(path, dict(sorted(labels.items())))


def add_operators(names: list[str], most: int = 16, seed: int = 41) -> None:
    """List the words that operators add in every locale; what is listed already stays."""
    lists = dict(listed())
    words: dict[str, set[str]] = {name: set() for name in names}
    things: dict[str, set[str]] = defaultdict(set)
    for domain, locale in product(DOMAINS, LOCALES):
        each = maker(domain, seed, 64, names, [locale])
        places: dict[str, list[int]] = defaultdict(list)
        for number in range(64 * len(each.slots.renderings), len(each.slots)):
            for step in each.slots[number].steps[:1]:
                places[step.operator.id].append(number)
        for name, numbers in places.items():
            rng = SeededRng(seed).at(domain, locale, name)
            for turn in range(most):
                made = each.make(numbers[rng.at(turn).below(len(numbers))])
                if isinstance(made, MadeCase):
                    seen, twin = Seen(), Seen()
                    seen.look(made)
                    words[name] |= seen.words
                    clean = each.make(each.slots.twin(made.slot))
                    if isinstance(clean, MadeCase):
                        twin.look(clean)
                        things[name] |= seen.all_things() - twin.all_things()
    added = {
        name: sorted({*lists["operators"].get(name, ()), *beside(its, {*lists["words"]})})
        for name, its in words.items()
    }
    lists["operators"] = dict(sorted({**lists["operators"], **added}.items()))
    new = {name: sorted(its) for name, its in things.items() if its}
    lists["operator things"] = dict(sorted({**lists["operator things"], **new}.items()))
    dump(PROOF / "furniture.json", lists)


def given_labels(made: MadeCase, twin: MadeCase, given: dict[str, set[str]]) -> None:
    """Add the heads and keys of a damaged document that take the place of others on its twin."""
    lists = [path for path, entry in made.truth.fields.items() if hasattr(entry, "rows")]
    own = listed_labels().get(group_of(made.truth.rendering, made.built.record.domain.name), {})
    known = {label for labels in own.values() for label in labels}
    raw: list[dict[str, list[str]]] = []
    for each in (made, twin):
        bench = OpenedFiles(each.case, each.truth, each.evidence, each.files.__getitem__)
        texts = {plain(line.text) for line in each.evidence}
        raw.append({
            line.path: [*labels_at(line, bench, None, lambda text, own=texts: text not in own)]
            for line in bench.asked
            if schema_path(line.path, lists) in own
        })  # fmt: skip
        bench.close()
    for path in raw[0].keys() & raw[1].keys():
        for new, old in zip(raw[0][path], raw[1][path], strict=False):
            if new and new not in known and old in known and not UNNAMED.fullmatch(old):
                steps = zip(new.split("/"), old.split("/"), strict=False)
                for mine, theirs in steps if new.count("/") == old.count("/") else ():
                    if mine != theirs:
                        given[mine.partition("[")[0]].add(theirs.partition("[")[0])


def add_labels(names: list[str], most: int = 16, seed: int = 43) -> None:
    """List the heads and keys that operators give, at their highest level, in all renderings."""
    lists = dict(listed())
    for name in names:
        given: dict[str, set[str]] = defaultdict(set)
        for old, its in lists["operator labels"].get(name, {}).items():
            given[old] |= {*its}
        for domain in DOMAINS:
            each = maker(domain, seed, most, [name])
            for number in range(most * len(each.slots.renderings), len(each.slots)):
                slot = each.slots[number]
                if slot.severity < max(SEVERITIES) or slot.rendering.startswith("scan"):
                    continue
                made, twin = each.make(number), each.make(each.slots.twin(slot))
                if isinstance(made, MadeCase) and isinstance(twin, MadeCase) and renames(made):
                    given_labels(made, twin, given)
        if given:
            its = {new: sorted(old) for new, old in sorted(given.items())}
            lists["operator labels"] = dict(sorted({**lists["operator labels"], name: its}.items()))
    dump(PROOF / "furniture.json", lists)


def renames(made: MadeCase) -> bool:
    """Whether the operator of a case adds no rows, whose words would stand above those below."""
    return not any(
        isinstance(edit, InsertRow) for step in made.built.steps for edit in step.plan.edits
    )


def write(common: Seen, added: dict[str, set[str]], renderings: set[str]) -> None:
    """Write both lists."""
    lists = {
        "domains": list(DOMAINS),
        "renderings": sorted(renderings),
        "words": sorted(common.words),
        "numbers": {name: sorted(its) for name, its in sorted(common.numbers.items()) if its},
        "things": {name: sorted(its) for name, its in sorted(common.things.items()) if its},
        **by_rendering(common),
        "operators": {
            name: sorted(beside(its, common.words)) for name, its in sorted(added.items())
        },
    }
    kept = (
        "operator things",
        "operator labels",
        "sums",
        "parts",
        "name",
        "repeat",
        "cut",
        "count",
        "moved",
    )
    lists |= {name: listed()[name] for name in kept}
    lists |= of_packets(41)
    dump(PROOF / "furniture.json", lists)
    groups = common.known(common.words)
    for group, paths in groups.items():
        if group.startswith("pages "):
            captions(paths)
    labels = {
        group: {path: sorted(its) for path, its in paths.items()}
        for group, paths in sorted(groups.items())
    }
    dump(PROOF / "labels.json", labels)
    print(f"{len(common.words)} words, {sum(map(len, lists['operators'].values()))} of operators")
    print(f"{sum(map(len, labels.values()))} fields with labels")


def by_rendering(seen: Seen) -> dict[str, dict[str, list[str]]]:
    """Return what is listed for one rendering: the words and keys, and the little numbers."""
    lists = {"shown": seen.shown, "little": seen.little}
    return {
        name: {rendering: sorted(words) for rendering, words in sorted(its.items()) if words}
        for name, its in lists.items()
    }


def captions(paths: dict[str, set[str]]) -> None:
    """Give the caption of an address, which is above one of its parts, to all its parts."""
    for path, labels in paths.items():
        above = path.rpartition("/")[0]
        if above and "*" not in path:
            own = labels & CAPTIONS
            for other, its in paths.items():
                if other.rpartition("/")[0] == above:
                    its.update(own)


def dump(path: Path, lists: dict) -> None:
    """Write a list, one entry a line; what was read of it before is forgotten."""
    path.write_text(json.dumps(lists, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    listed.cache_clear()
    listed_labels.cache_clear()


def of_packets(seed: int) -> dict[str, object]:
    """Return the words of packets: those of clean ones, and of each operator on packets."""
    data = {
        "name": "furniture",
        "seed": seed,
        "source": {"world": "trade", "books": 4, "locales": LOCALES},
        "render": [{"as": "packet", "templates": list(TEMPLATES), "policy": ["page"]}],
        "design": {"each": ["packet.*"], "severities": [5]},
    }
    each = Maker(resolve(Recipe.model_validate(data)), None)
    domains = [MATTER, *(paper.domain for paper in PAPERS.values())]
    shown = [
        *(label for field in MATTER.fields for label in field.labels.values()),
        *(title for domain in domains for title in domain.titles.values()),
    ]
    clean = {word for text in shown for word in words_of(text)}
    added: dict[str, set[str]] = defaultdict(set)
    for number in each.slots.numbers():
        slot = each.slots[number]
        if slot.steps and TEMPLATES[0] not in slot.rendering:
            continue
        made = each.make(number)
        if isinstance(made, MadeCase) and not slot.steps:
            clean |= words(made)
        elif isinstance(made, MadeCase):
            added[slot.steps[0].operator.id] |= words(made)
    names = [name for name, op in OPERATORS.items() if op.stage.name == "packet"]
    return {
        "packets": sorted(clean),
        "packet operators": {name: sorted(beside(added[name], clean)) for name in sorted(names)},
    }


if __name__ == "__main__":
    if sys.argv[1:2] == ["packets"]:
        dump(PROOF / "furniture.json", {**listed(), **of_packets(41)})
    elif sys.argv[1:2] == ["beside"]:
        dump(PROOF / "furniture.json", beside_twins(sorted(listed()["operators"])))
    elif sys.argv[1:] and "." in sys.argv[1]:
        if renderings := [name for name in sys.argv[1:] if name not in OPERATORS]:
            add(renderings)
        operators = [name for name in sys.argv[1:] if name in OPERATORS]
        add_operators(operators)
        add_labels(operators)
        dump(PROOF / "furniture.json", beside_twins(operators))
    else:
        main(*map(int, sys.argv[1:]))
