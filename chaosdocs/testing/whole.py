"""Laws on an operator as a whole: counted over many documents, and seen in finished files.

The laws of `chaosdocs.testing.laws` hold an operator to one document of its stage. These hold it to
what it is for: to find something to do where it is offered, and to be found in the file.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeAlias

from chaosdocs.authoring.curves import curve_of
from chaosdocs.authoring.operator import SEVERITIES, AnyOperator, Severity, Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.testing.documents import AnyWay, SetWay, ways, width
from chaosdocs.testing.packets import PacketWay, finished_packet
from chaosdocs.testing.sample import full
from chaosdocs.testing.sets import SetCase

if TYPE_CHECKING:
    from chaosdocs.corpus.build import RenderedDocument
    from chaosdocs.corpus.packets import RenderedPacket
    from chaosdocs.corpus.sets import RenderedSet

    Finished: TypeAlias = RenderedDocument | RenderedSet | RenderedPacket

WholeLaw: TypeAlias = Callable[[AnyOperator, int], None]
MOST_SKIPPED: Final = 0.2
"""Share of eligible draws that an operator may skip."""
_DOCUMENTS: Final = 24
_TRIES: Final = 12
"""Documents of a rendering that are tried until the operator finds something to do in one."""
_TURNS: Final = 3
"""Pairs of neighbouring levels take turns over the renderings: each seed compares a third."""
_STEP: Final = 0.4
"""Most that recall may fall between neighbouring levels."""
_FALL: Final = 0.2
"""Least that it falls over a whole ladder."""
_WOBBLE: Final = 0.04
"""How much it may rise by chance."""
_DPI: Final = 150
"""Resolution of the scans that are compared, dots per inch."""


def applicable(operator: AnyOperator, seed: int = 5) -> None:
    """It skips at most a fifth of the draws on documents of all domains and of its media."""
    skips = _skips(operator, _DOCUMENTS, seed)
    share = len(skips) / (_DOCUMENTS * len(SEVERITIES))
    assert share < 1, f"{operator.id} finds nothing to act on in any document"
    if "applicable" in operator.exempt:
        assert share > MOST_SKIPPED, (
            f"{operator.id} skips {share:.0%} of its tries and needs no exemption: "
            "remove exempt={'applicable': ...}"
        )
        return
    assert share <= MOST_SKIPPED, "\n  ".join(
        [
            f"{operator.id} breaks the law 'applicable'",
            f"found: it skips {share:.0%} of its tries, {MOST_SKIPPED:.0%} are allowed",
            f"domains: {_counted(way.domain for way, _ in skips)}",
            f"media: {_counted(way.rendering for way, _ in skips)}",
            f"reasons: {_counted(reason for _, reason in skips)}",
            "if these documents hold nothing eligible, declare the reason, as in",
            "exempt={'applicable': 'a bank statement has no tax rate'}",
        ]
    )


def felt(operator: AnyOperator, seed: int = 5) -> None:
    """Where it applies, the finished file has other bytes than its clean twin."""
    _hold(operator, "felt", _same_bytes, seed)


def touching(operator: AnyOperator, seed: int = 5) -> None:
    """Where it applies, the truth names a field that it touches, or an issue that it makes."""
    _hold(operator, "touching", _touches_nothing, seed)


def distinct(operator: AnyOperator, seed: int = 5) -> None:
    """Neighbouring levels make different files in every rendering, where there is enough to do.

    Levels that a ladder declares as equal are left out: their slots are skipped.
    """
    pairs = len(operator.ladder) - 1
    broken = [
        f"{next(ways(operator, 1, place)).rendering}, severities {low} and {low + 1}"
        for place in range(width(operator) if pairs else 0)
        for low in range(1, pairs + 1)
        if (place + low + seed) % _TURNS == 0
        and operator.ladder[low - 1] != operator.ladder[low]
        and not _differ(operator, place, low, seed)
    ]
    if "distinct" in operator.exempt:
        assert broken, f"{operator.id} obeys the law 'distinct' and needs no exemption"
        return
    assert not broken, (
        f"{operator.id} breaks the law 'distinct': no document of {_TRIES} differs in "
        f"{'; '.join(broken)}; give the ladder as many levels as differ"
    )


def _differ(operator: AnyOperator, place: int, low: int, seed: int) -> bool:
    """Whether one of several documents of a rendering differs between two severities."""
    wide = width(operator)
    for nth in range(_TRIES):
        way = next(ways(operator, 1, place + nth * wide))
        document = way.document(operator.stage.name)
        plans = [
            plan(operator, document, SEVERITIES[s - 1], SeededRng(seed)) for s in (low, low + 1)
        ]
        if any(isinstance(each, Skip) for each in plans) or plans[0] == plans[1]:
            continue
        made = [_built(operator, way, SEVERITIES[s - 1], seed) for s in (low, low + 1)]
        files = [[file.data for file in each.files] for each in made if each is not None]
        if len(files) == len(made) and files[0] != files[1]:
            return True
    return False


def falling(operator: AnyOperator, seed: int = 5) -> None:
    """What an OCR engine recalls of scans falls from level to level, by no more than `_STEP`.

    It holds for the scan operators of this package, whose curves are measured and frozen.
    """
    del seed
    ours = operator.module.startswith("chaosdocs.") and operator.family != "null"
    curve = curve_of(operator)
    shares = () if curve is None else (curve.clean, *curve.recall)
    falls = [before - after for before, after in pairwise(shares)]
    steady = all(-_WOBBLE <= fall <= _STEP for fall in falls) and sum(falls) >= _FALL
    if operator.stage.name != "scan" or not ours or steady:
        assert "falling" not in operator.exempt, (
            f"{operator.id} obeys the law 'falling' and needs no exemption"
        )
        return
    if "falling" in operator.exempt:
        return
    found = (
        f"no curve was measured of version {operator.version} and its {len(operator.ladder)} "
        f"levels; run `python tests/bench/ladders.py {operator.id}`"
        if curve is None
        else f"tesseract recalls {', '.join(f'{share:.2f}' for share in shares)} from clean to the "
        "last level"
    )
    raise AssertionError(f"{operator.id} breaks the law 'falling': {found}")


def _hold(
    operator: AnyOperator,
    law: str,
    broken: Callable[[AnyWay, Finished], str],
    seed: int,
) -> None:
    """Hold every finished file to a law, or every one against it where the operator is exempt."""
    from chaosdocs.corpus.words import edits_in_words

    for way, dirty in finished(operator, seed):
        said = broken(way, dirty)
        if law in operator.exempt:
            assert said, (
                f"{operator.id} obeys the law {law!r} on {way.words()} and needs no exemption: "
                f"remove exempt={{{law!r}: ...}}"
            )
        else:
            edits = "".join(f"\n  edit: {edit}" for edit in edits_in_words(dirty.steps)[:5])
            assert not said, (
                f"{operator.id} breaks the law {law!r}: {said}\n  document: {way.words()}{edits}"
            )


WHOLE_LAWS: Final[tuple[WholeLaw, ...]] = (applicable, felt, touching, distinct, falling)


def skipped_share(operator: AnyOperator, *, documents: int = _DOCUMENTS, seed: int = 5) -> float:
    """Return the share of documents and severities on which `operator` finds nothing to do."""
    return len(_skips(operator, documents, seed)) / (documents * len(SEVERITIES))


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{word} ({count} times)" for word, count in Counter(words).most_common(5))


def _skips(operator: AnyOperator, documents: int, seed: int) -> list[tuple[AnyWay, str]]:
    """Return document and reason of each skip, on `documents` documents at every severity."""
    found: list[tuple[AnyWay, str]] = []
    for number, way in enumerate(ways(operator, documents)):
        document = way.document(operator.stage.name)
        for severity in SEVERITIES:
            made = plan(operator, document, severity, SeededRng(seed + number))
            if isinstance(made, Skip):
                found.append((way, made.reason))
    return found


@lru_cache(maxsize=16)
def finished(operator: AnyOperator, seed: int = 5) -> tuple[tuple[AnyWay, Finished], ...]:
    """Return a finished damaged document for every rendering that the operator declares.

    Severities take turns. Where it skips every document that is tried in a rendering, there is
    none: how often that may be is for `applicable` to say.
    """
    wide = width(operator)
    found = []
    for place in range(wide):
        for nth in range(_TRIES):
            way = next(ways(operator, 1, place + nth * wide))
            dirty = _built(operator, way, SEVERITIES[place % len(SEVERITIES)], seed)
            if dirty is not None:
                found.append((way, dirty))
                break
    return tuple(found)


def _built(operator: AnyOperator, way: AnyWay, severity: Severity, seed: int) -> Finished | None:
    from chaosdocs.corpus.build import Step, build

    step = Step(id="s1", operator=operator, severity=severity, name=operator.id)
    if isinstance(way, PacketWay):
        packet = finished_packet(way, (step,), seed)
        return None if isinstance(packet, Skip) else packet
    if isinstance(way, SetWay):
        from chaosdocs.corpus.sets import build_set

        both = build_set(way.sample.book, way.rendering, (step,), SeededRng(seed))
        return None if isinstance(both, Skip) else both
    facts = full(way.domain, way.index, way.locale)
    made = build(facts, way.rendering, (step,), SeededRng(seed), dpi=_DPI)
    return None if isinstance(made, Skip) else made


@lru_cache(maxsize=256)
def _clean(way: AnyWay) -> tuple[bytes, ...]:
    from chaosdocs.corpus.build import build

    if isinstance(way, PacketWay):
        packet = finished_packet(way, (), 0)
        return () if isinstance(packet, Skip) else tuple(file.data for file in packet.files)
    if isinstance(way, SetWay):
        return tuple(SetCase(way.sample, way.rendering).files.values())
    facts = full(way.domain, way.index, way.locale)
    made = build(facts, way.rendering, (), SeededRng(0), dpi=_DPI)
    return () if isinstance(made, Skip) else tuple(file.data for file in made.files)


def _same_bytes(way: AnyWay, dirty: Finished) -> str:
    same = tuple(file.data for file in dirty.files) == _clean(way)
    if not same:
        return ""
    return (
        "it yields edits, and the file still has the bytes of its clean twin; "
        "choose only what the edit changes"
    )


def _touches_nothing(way: AnyWay, dirty: Finished) -> str:
    from chaosdocs.corpus.build import RenderedDocument
    from chaosdocs.corpus.expect import expectations
    from chaosdocs.formats.cases import leaves

    if not isinstance(dirty, RenderedDocument) or isinstance(way, SetWay | PacketWay):
        return "" if any(done.touched for done in dirty.steps) else "it touches no row, no field"
    fields, issues = expectations(dirty, MEDIA[way.medium].asked, "allow", {})
    touched = any(leaf.truth.touched for leaf in leaves(fields))
    if touched or issues:
        return ""
    return (
        "it yields edits, and the truth names no field as touched; name the fields in the edit's "
        "argument `touches`, if it has one"
    )
