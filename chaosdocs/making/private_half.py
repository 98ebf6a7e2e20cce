"""The private half of a corpus, and what `corpus.json` says, compared with the recipe.

Nothing of it is a question or a truth, but reports, `reproduce` and exports go by it: the seed and
the salt, which slots hold no case and why, the counts and the name.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from chaosdocs.corpus.generate import canary_of, chunks_of
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.folder import PLANS, SECRET, SKIPPED, TRUTH, CorpusFolder
from chaosdocs.foundation.digest import opaque
from chaosdocs.foundation.files import read

_OUTCOMES: Final = ("skipped", "defect")
_MOST: Final = 3
"""Slots that are named."""


def corpus_restated(maker: Maker, folder: CorpusFolder) -> Iterator[str]:
    """Compare what a corpus says of itself as a whole with its recipe; yield each difference.

    Args:
        maker: The maker of the recipe.
        folder: The corpus. Lines that cannot be read are passed over; the proof tells them.
    """
    secret = _secret(folder)
    if secret is None:
        return
    salt = maker.salt.decode()
    if secret.get("seed") != maker.recipe.seed:
        yield f"{SECRET}: the seed is {secret.get('seed')!r}, the recipe's is {maker.recipe.seed}"
    if secret.get("salt") != salt:
        yield f"{SECRET}: the salt is not the one that follows from the recipe"
    if secret.get("records", maker.records.digest) != maker.records.digest:
        yield "the file of records, its schema or its model has changed since the corpus was made"
    skipped = _rows(folder, SKIPPED)
    yield from _slots(maker, folder, secret.get("shard"), skipped)
    yield from _counts(folder, skipped)
    about = folder.about
    if about.name != maker.recipe.name:
        yield f"corpus.json: the name is {about.name!r}, the recipe's is {maker.recipe.name!r}"
    if about.canary != canary_of(about.digest):
        yield "corpus.json: the canary does not follow from the digest"


def skipped_restated(
    maker: Maker, folder: CorpusFolder, part: tuple[int, int] = (0, 1)
) -> Iterator[tuple[str, str]]:
    """Compare why slots hold no case with the recipe; yield case and words of each difference.

    What the plan of a slot does not explain is made again: a case that was taken out of a corpus
    and listed as skipped is found.

    Args:
        maker: The maker of the recipe, with its witnesses.
        folder: The corpus.
        part: k and n: look at the k-th of n parts of the slots alone, from 0.
    """
    for row in _rows(folder, SKIPPED)[part[0] :: part[1]]:
        number, said = _slot(row), row.get("reason")
        if not 0 <= number < len(maker.slots) or said == maker.outlook(number):
            continue
        made = maker.make(number)
        name = opaque(maker.label(maker.slots[number]), maker.salt)
        if isinstance(made, MadeCase):
            yield name, f"{SKIPPED}: slot {number} is listed as skipped, the recipe makes a case"
        elif (said, row.get("outcome")) != (made.reason, made.outcome):
            yield name, f"{SKIPPED}: slot {number} is {made.outcome} for {made.reason!r}"


def _secret(folder: CorpusFolder) -> dict[str, Any] | None:
    try:
        found = json.loads(read(folder.folder / SECRET))
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _rows(folder: CorpusFolder, name: str) -> list[Mapping[str, Any]]:
    return [row for row in folder.rows(name) if isinstance(row, dict)]


def _slot(row: Mapping[str, Any]) -> int:
    """The number of a slot; of a line without one a number that no slot has."""
    number = row.get("slot")
    return number if isinstance(number, int) else -1


def _slots(
    maker: Maker, folder: CorpusFolder, shard: object, skipped: list[Mapping[str, Any]]
) -> Iterator[str]:
    """Yield slots that are neither a case nor skipped, both at once, or skipped by another name."""
    match shard:
        case None:
            part = None
        case [int(k), int(n)] if 1 <= k <= n:
            part = (k, n)
        case _:
            yield f"{SECRET}: {shard!r} is no part of a corpus"
            return
    every = {number for chunk in chunks_of(maker, part) for number in chunk}
    made = {_slot(row) for row in _rows(folder, PLANS)}
    left = {_slot(row) for row in skipped}
    for words, wrong in (
        ("neither hold a case nor are listed as skipped", every - made - left),
        ("hold a case and are listed as skipped", made & left),
        ("are not of the recipe, or not of this part of it", (made | left) - every),
    ):
        if wrong:
            named = ", ".join(map(str, sorted(wrong, key=str)[:_MOST]))
            yield f"{len(wrong)} slots {words}: {named}"
    for row in skipped:
        number = _slot(row)
        if number not in every:
            continue
        label = maker.label(maker.slots[number])
        said = (row.get("label"), row.get("case"))
        if said != (label, opaque(label, maker.salt)) or row.get("outcome") not in _OUTCOMES:
            yield f"{SKIPPED}: slot {number} is {label}, not {row.get('label')!r}"


def _counts(folder: CorpusFolder, skipped: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield the counts that are not those of the lines; that of all cases is reported elsewhere."""
    counts: Counter[str] = Counter()
    for row in _rows(folder, TRUTH):
        counts[str(row.get("medium"))] += 1
        counts["clean"] += not row.get("severity")
    counts.update(str(row.get("outcome")) for row in skipped)
    said = folder.about.counts
    for name in sorted((counts.keys() | said.keys()) - {"cases"}):
        if counts[name] != said.get(name, 0):
            yield f"corpus.json: {said.get(name, 0)} {name}, {counts[name]} are there"
