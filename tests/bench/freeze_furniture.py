"""Write the list of words that documents show and that state nothing.

    python tests/bench/freeze_furniture.py [MOST] [SEED]
    python tests/bench/freeze_furniture.py packets   # those of packets alone

Documents are made of all domains, locales, templates, systems and operators, and every word that no
line of their evidence is about is listed: those of clean documents as such, those that only a
damaged one has under its operator. An operator that adds words is drawn MOST times a domain. Look
the list over before it is kept (`git diff`): a word that states something, such as a value or a
rule, has no place on it.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from draws import DOMAINS, LOCALES

from chaosdocs.authoring import OPERATORS
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof.furniture import WIDE, words_of
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.sources.world.packets.fields import MATTER
from chaosdocs.sources.world.packets.papers import PAPERS
from chaosdocs.truth.values import Money

FILE = Path(__file__).parents[2] / "chaosdocs" / "proof" / "furniture.json"
RECORDS = 40
TEMPLATES = ("letterhead", "erp")
FEW = 12
"""Draws of an operator after which it is known whether it adds words."""


def words(made: MadeCase) -> set[str]:
    """Return the words of a case that its evidence does not account for."""
    bench = OpenedFiles(made.case, made.truth, made.evidence, made.files.__getitem__)
    facts = made.built.record.facts.values()
    money = {value.currency.casefold() for value in facts if isinstance(value, Money)}
    try:
        return {word for text in bench.unsaid for word in words_of(text)} - money
    finally:
        bench.close()


def maker(domain: str, seed: int) -> Maker:
    """Return the maker of one case for every operator, rendering and severity."""
    data = {
        "name": "furniture",
        "seed": seed,
        "source": {"domain": domain, "count": RECORDS, "locales": LOCALES},
        "render": [
            {"as": name, "templates": "all"} if name == "pdf" else {"as": name}
            for name in MEDIA
            if name != "scan"
        ],
        "design": {"each": ["*"], "severities": [1, 2, 3, 4, 5]},
    }
    return Maker(resolve(Recipe.model_validate(data)), None)


def beside(words: set[str], common: set[str]) -> set[str]:
    """Return the words that are not common; of Japanese ones the characters."""
    known = {char for word in common for char in WIDE.findall(word)}
    narrow = {word for word in words - common if not WIDE.search(word)}
    return narrow | {char for word in words for char in WIDE.findall(word)} - known


def main(most: int = 150, seed: int = 41) -> None:
    """Draw, list, write."""
    common: set[str] = set()
    renderings: set[str] = set()
    added: dict[str, set[str]] = {
        name: set()
        for name, each in OPERATORS.items()
        if each.stage.name not in {"matter", "packet"}
    }
    for domain in DOMAINS:
        each = maker(domain, seed)
        renderings.update(each.slots.renderings)
        slots: dict[str, list[int]] = defaultdict(list)
        for number in each.slots.numbers():
            slot = each.slots[number]
            if slot.steps:
                slots[slot.steps[0].operator.id].append(number)
            elif isinstance(made := each.make(number), MadeCase):
                common |= words(made)
        for name, numbers in slots.items():
            rng = SeededRng(seed).at(domain, name)
            for turn in range(most):
                if turn == FEW and not added[name] - common:
                    break
                made = each.make(numbers[rng.at(turn).below(len(numbers))])
                if isinstance(made, MadeCase):
                    added[name] |= words(made)
    lists = {
        "domains": list(DOMAINS),
        "renderings": sorted(renderings),
        "words": sorted(common),
        "operators": {name: sorted(beside(added[name], common)) for name in sorted(added)},
    }
    lists |= of_packets(seed)
    FILE.write_text(json.dumps(lists, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{len(common)} words, {sum(map(len, lists['operators'].values()))} of operators")


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
        kept = json.loads(FILE.read_text(encoding="utf-8")) | of_packets(41)
        FILE.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    else:
        main(*map(int, sys.argv[1:]))
