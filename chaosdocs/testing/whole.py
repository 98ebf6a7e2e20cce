"""Laws on an operator as a whole: counted over many documents, and seen in finished files.

The laws of `chaosdocs.testing.laws` hold an operator to one document of its stage. These hold it to
what it is for: to find something to do where it is offered, and to be found in the file.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING, Final, TypeAlias

from chaosdocs.authoring.operator import SEVERITIES, Severity, Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.authoring.registry import AnyOperator
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.testing.documents import Way, record, renderings, samples, ways

if TYPE_CHECKING:
    from chaosdocs.corpus.build import RenderedDocument

WholeLaw: TypeAlias = Callable[[AnyOperator, int], None]
MOST_SKIPPED: Final = 0.2
"""Share of eligible draws that an operator may skip."""
_DOCUMENTS: Final = 24
_TRIES: Final = 12
"""Documents of a rendering that are tried until the operator finds something to do in one."""
_DPI: Final = 150
"""Resolution of the scans that are compared, dots per inch."""


def applicable(operator: AnyOperator, seed: int = 5) -> None:
    """It skips at most a fifth of the draws on documents of all domains and of its media."""
    share = skipped_share(operator, seed=seed)
    assert share < 1, f"{operator.id} finds nothing to act on in any document"
    if "applicable" in operator.exempt:
        assert share > MOST_SKIPPED, f"{operator.id} skips {share:.0%}: it needs no exemption"
        return
    assert share <= MOST_SKIPPED, (
        f"{operator.id} skips {share:.0%} of eligible draws; at most {MOST_SKIPPED:.0%} may be "
        f"skipped without a reason in its declaration (exempt={{'applicable': ...}})"
    )


def felt(operator: AnyOperator, seed: int = 5) -> None:
    """Where it applies, the finished file has other bytes than its clean twin."""
    _hold(operator, "felt", _same_bytes, seed)


def touching(operator: AnyOperator, seed: int = 5) -> None:
    """Where it applies, the truth names a field that it touches, or says that rows are missing."""
    _hold(operator, "touching", _touches_nothing, seed)


def _hold(
    operator: AnyOperator, law: str, broken: Callable[[Way, RenderedDocument], str], seed: int
) -> None:
    """Hold every finished file to a law, or every one against it where the operator is exempt."""
    for way, dirty in finished(operator, seed):
        said = broken(way, dirty)
        if law in operator.exempt:
            assert said, f"{operator.id} needs no exemption from {law}: {way.words()}"
        else:
            assert not said, f"{operator.id} applies and {said}: {way.words()}"


WHOLE_LAWS: Final[tuple[WholeLaw, ...]] = (applicable, felt, touching)


def skipped_share(operator: AnyOperator, *, documents: int = _DOCUMENTS, seed: int = 5) -> float:
    """Return the share of documents and severities on which `operator` finds nothing to do."""
    skips = [
        isinstance(plan(operator, document, severity, SeededRng(seed + number)), Skip)
        for number, document in enumerate(samples(operator, documents))
        for severity in SEVERITIES
    ]
    return sum(skips) / len(skips)


@lru_cache(maxsize=16)
def finished(operator: AnyOperator, seed: int = 5) -> tuple[tuple[Way, RenderedDocument], ...]:
    """Return a finished dirty document for every rendering that the operator declares.

    Severities take turns. Where it skips every document that is tried in a rendering, there is
    none: how often that may be is for `applicable` to say.
    """
    wide = len(renderings(operator))
    found = []
    for place in range(wide):
        for nth in range(_TRIES):
            way = next(ways(operator, 1, place + nth * wide))
            dirty = _built(operator, way, SEVERITIES[place % len(SEVERITIES)], seed)
            if dirty is not None:
                found.append((way, dirty))
                break
    return tuple(found)


def _built(
    operator: AnyOperator, way: Way, severity: Severity, seed: int
) -> RenderedDocument | None:
    from chaosdocs.corpus.build import Step, build

    step = Step(id="s1", operator=operator, severity=severity, name=operator.id)
    facts = record(way.domain, way.index, way.locale)
    made = build(facts, way.rendering, (step,), SeededRng(seed), dpi=_DPI)
    return None if isinstance(made, Skip) else made


@lru_cache(maxsize=256)
def _clean(way: Way) -> tuple[bytes, ...]:
    from chaosdocs.corpus.build import build

    facts = record(way.domain, way.index, way.locale)
    made = build(facts, way.rendering, (), SeededRng(0), dpi=_DPI)
    return () if isinstance(made, Skip) else tuple(file.data for file in made.files)


def _same_bytes(way: Way, dirty: RenderedDocument) -> str:
    same = tuple(file.data for file in dirty.files) == _clean(way)
    return "the file has the bytes of its clean twin" if same else ""


def _touches_nothing(way: Way, dirty: RenderedDocument) -> str:
    from chaosdocs.corpus.asking import CHANNEL_OF_MEDIUM
    from chaosdocs.corpus.expect import expectations
    from chaosdocs.formats.cases import leaves

    fields, issues = expectations(dirty, CHANNEL_OF_MEDIUM[way.medium], "allow", {})
    touched = any(leaf.truth.touched for leaf in leaves(fields))
    missed = any(issue.code == "rows_missing" for issue in issues)
    return "" if touched or missed else "the truth names no field as touched"
