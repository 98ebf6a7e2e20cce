"""Lies about packets, maps and norms, and about the private files of a corpus; `seeded_lies`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "proof"))

from all_lies import OF_CORPORA, OF_MAPS, OF_NORMS, OF_PACKETS
from by_hand import MadeCase as Lied

import chaosdocs as cd
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.foundation.rng import Rng, SeededRng
from chaosdocs.making.verify import verify
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve

LOCALES = ["en_US", "de_DE", "fr_FR", "ja_JP"]
OPERATORS = (
    "packet.two_claims", "packet.near_documents", "packet.replaced", "packet.page_gap",
    "packet.other_year_rule", "packet.several_in_one",
)  # fmt: skip
RECIPES = {
    "packet": {
        "source": {"world": "trade", "books": 4, "locales": LOCALES},
        "render": [
            {
                "as": "packet", "templates": ["letterhead"], "form": ["pdf", "folder", "zip"],
                "policy": ["page", "instructions", "nowhere"],
            }
        ],
        "design": {"each": list(OPERATORS), "severities": [1]},
    },
    "map": {
        "source": {"domain": "invoice", "count": 4, "locales": LOCALES},
        "render": [
            *({"as": "json", "system": name} for name in ("payline@4", "ledgerly@3", "ledgerly@4")),
            *({"as": "xml", "system": name} for name in ("tradenet@2", "freightbook@2")),
            *({"as": "edi", "system": name} for name in ("x12", "edifact")),
            {"as": "csv", "system": "netsuite"}, {"as": "xlsx", "system": "sap"},
        ],
        "ask": {"task": "map", "documents": 3},
    },
    "norm": {
        "source": {
            "norms": "all", "count": 105, "policy": ["instructions", "page"],
            "locales": ["en_US", "de_DE", "fr_FR"],
        },
        "render": [
            {"as": "json", "system": "sap"}, {"as": "xlsx", "system": "netsuite"},
            {"as": "pdf", "templates": ["letterhead"]},
        ],
        "design": {"each": ["gaps.left_out"], "severities": [1]},
    },
}  # fmt: skip
FAMILIES: dict[str, dict[str, Callable]] = {
    "packet": OF_PACKETS, "map": OF_MAPS, "norm": OF_NORMS,
}  # fmt: skip
TRIES = 60
"""Cases that are tried until one has what a lie is about."""


def family_of(kind: str) -> str | None:
    """Return what a kind of lie is about; None where another module tells it."""
    if kind in OF_CORPORA:
        return "corpus"
    return next((name for name, kinds in FAMILIES.items() if kind in kinds), None)


@lru_cache(maxsize=6)
def maker_of(family: str, seed: int) -> Maker:
    """Return the maker of the cases of a family."""
    data = {"name": f"{family}-lies", "seed": seed, **RECIPES[family]}
    return Maker(resolve(Recipe.model_validate(data)), Witnesses())


def about_another(
    kind: str, seed: int, found_in: Callable[..., list[str]]
) -> tuple[str, list[str]] | None:
    """Tell a lie about a packet, a map, a norm or a corpus.

    Args:
        kind: The lie.
        seed: Seed of the draws.
        found_in: What `verify` finds of a case with a lie.

    Returns:
        Which case it was about, and what was found; None where there was nothing to lie about.
    """
    family = family_of(kind)
    rng = SeededRng(seed).at(kind)
    if family == "corpus":
        return _about_a_corpus(kind, rng)
    assert family is not None
    for turn, (making, made, twin, honest) in enumerate(drawn(family, seed, rng)):
        lied = FAMILIES[family][kind](honest, rng.at(turn))
        if lied is not None:
            return made.truth.label, found_in(making, made, twin, lied)
    return None


def drawn(
    family: str, seed: int, rng: Rng
) -> Iterator[tuple[Maker, MadeCase, MadeCase | None, Lied]]:
    """Yield proved cases of a family, each with its maker, its twin, and the same to lie about."""
    making = maker_of(family, seed % 3)
    for turn in range(TRIES):
        made = making.make(rng.at("slot", turn).below(len(making.slots)))
        if not isinstance(made, MadeCase):
            continue
        twin = making.make(making.slots.twin(made.slot)) if made.slot.steps else None
        if twin is None or isinstance(twin, MadeCase):
            domain = made.built.record.domain
            yield making, made, twin, Lied(
                made.case, made.truth, list(made.evidence), dict(made.files), domain
            )  # fmt: skip


@lru_cache(maxsize=1)
def corpora() -> tuple[tempfile.TemporaryDirectory, dict[str, Path]]:
    """Return honest corpora on disk, by name, and the folder that is removed with them."""
    from tests.proof.corpus_lies import CORPORA

    home = tempfile.TemporaryDirectory()
    found = {}
    for name, recipe in CORPORA.items():
        path = Path(home.name) / f"{name}.yaml"
        path.write_text(recipe)
        cd.generate(path, Path(home.name) / name)
        found[name] = Path(home.name) / name
    return home, found


def _about_a_corpus(kind: str, rng: Rng) -> tuple[str, list[str]] | None:
    _, honest = corpora()
    names = sorted(honest)
    first = rng.at("corpus").below(len(names))
    for name in names[first:] + names[:first]:
        with tempfile.TemporaryDirectory() as folder:
            lied = Path(folder) / "corpus"
            shutil.copytree(honest[name], lied)
            if OF_CORPORA[kind](lied, rng.at(name)):
                failures = verify(lied, deep_share=0, trust=True).failures
                return name, [failure.code for failure in failures]
    return None
