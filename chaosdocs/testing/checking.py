"""All laws on one operator: what an author runs, and what our own tests run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from chaosdocs.authoring.operator import AnyOperator, Severity, Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.testing.documents import AnyWay, SetWay, acts_on_packets, ways, width
from chaosdocs.testing.laws import LAWS, Law
from chaosdocs.testing.packets import PacketWay
from chaosdocs.testing.whole import WHOLE_LAWS

if TYPE_CHECKING:
    from chaosdocs.corpus.proving import Finding
    from chaosdocs.testing.case import Case
    from chaosdocs.testing.sets import SetCase

_SEVERITIES: Final[tuple[Severity, ...]] = (5, 1, 3, 4, 2)
"""The severities of proved files: the worst is the one where most is claimed."""
_TRIES: Final = 12
"""Records of a rendering that are tried until the operator finds something to do in one."""


def check_operator(
    operator: AnyOperator, *, documents: int = 24, proofs: int = 12, seed: int = 5, first: int = 0
) -> None:
    """Hold an operator to all laws, on documents of all domains, locales and media.

    Then finished files are made with it, and its truth is proved on them as in a corpus.

    Args:
        operator: The operator.
        documents: How many documents it is tried on.
        proofs: How many finished files are proved.
        seed: Names the chance that it is given.
        first: Number of the first document; with ``documents=1`` one that failed is tried again.

    Raises:
        AssertionError: It breaks a law; the message says which, on what document, how, and what
            tries it again.
    """
    skipped = 0
    for number, way in enumerate(ways(operator, documents, first), start=first):
        document = way.document(operator.stage.name)
        skipped += _finds_nothing(operator, document, seed + number)
        for law in LAWS:
            try:
                law(operator, document, seed + number)
            except Exception as error:
                again = (
                    f"check_operator({operator.choose.__name__}, documents=1, "
                    f"first={number}, seed={seed})"
                )
                raise AssertionError(_broken(operator, law, way, error, again)) from error
    if skipped == documents:
        raise AssertionError(
            f"{operator.id} finds nothing to act on: it skips all {documents} documents, "
            f"at every severity; the last one is {way.words()}"
        )
    if documents > 1:
        for whole in WHOLE_LAWS:
            whole(operator, seed)
    _prove(operator, proofs if documents > 1 else 1, first, seed)


def prove_operator(
    operator: AnyOperator, *, proofs: int = 12, seed: int = 5, first: int = 0
) -> int:
    """Make finished files with an operator and prove what it says of them.

    Args:
        operator: The operator.
        proofs: How many files are proved: the renderings in turn, severity 5 first.
        seed: Names the chance that it is given.
        first: Number of the first rendering.

    Returns:
        How many files were proved; a rendering in which it finds nothing to do gives none.

    Raises:
        AssertionError: What the operator says is true is not what a file says, or no file can be
            made with it.
    """
    return _prove(operator, proofs, first, seed)


def _finds_nothing(operator: AnyOperator, document: Any, seed: int) -> bool:  # noqa: ANN401
    try:
        return isinstance(plan(operator, document, 5, SeededRng(seed)), Skip)
    except Exception:  # noqa: BLE001 - the law of totality tells it better
        return False


def _prove(operator: AnyOperator, proofs: int, first: int, seed: int) -> int:
    from chaosdocs.testing.making import making

    if OPERATORS.get(operator.id) is not operator:
        raise AssertionError(
            f"the registry holds another operator named {operator.id}: "
            "declare each operator in a module of its own, and check the operator of that module"
        )
    making.cache_clear()  # it knows operators by name alone, and one may have been declared again
    wide = width(operator)
    proved = 0
    proofs = min(proofs, wide) if acts_on_packets(operator) else proofs  # they take long to prove
    for number in range(first, first + proofs):
        severity = _SEVERITIES[(number - first) // wide % len(_SEVERITIES)]
        tried = (
            next(ways(operator, 1, number + nth * wide, long=long))
            for long in (False, True)  # a long document takes long to prove
            for nth in range(_TRIES)
        )
        proved += any(_proves(operator, way, severity, seed + number) for way in tried)
    if not proved and proofs > 1:
        raise AssertionError(f"{operator.id}: no finished file can be made, so nothing is proved")
    return proved


def _proves(operator: AnyOperator, way: AnyWay, severity: Severity, seed: int) -> bool:
    """Make one file and prove it; return whether there was one to make."""
    if isinstance(way, PacketWay):
        return _proves_packet(operator, way, severity, seed)
    if isinstance(way, SetWay):
        return _proves_set(operator, way, severity, seed)
    from chaosdocs.testing.case import Case
    from chaosdocs.testing.making import found_without_deriving, making
    from chaosdocs.testing.sample import Sample
    from chaosdocs.testing.staged import DrawnStep, document_at, taken

    sample = Sample(way.domain, way.index, way.locale)
    document = document_at(sample, way.rendering, (), operator.stage.name)
    made = plan(operator, document, severity, SeededRng(seed))
    if isinstance(made, Skip) or not taken(operator, document, severity, made.keys):
        return False
    steps = (DrawnStep(operator.id, severity, made.keys),)
    case = Case(sample, way.rendering, steps)
    defects = case.defects or found_without_deriving(making(sample, way.rendering, steps))
    _sound(operator, way, severity, _again(case), case.edits, defects)
    return True


def _proves_set(operator: AnyOperator, way: SetWay, severity: Severity, seed: int) -> bool:
    """Make one set and prove it; return whether there was one to make."""
    from chaosdocs.testing.sets import SetCase, makeable
    from chaosdocs.testing.staged import DrawnStep, taken

    document = way.document(operator.stage.name)
    made = plan(operator, document, severity, SeededRng(seed))
    if isinstance(made, Skip) or not taken(operator, document, severity, made.keys):
        return False
    case = SetCase(way.sample, way.rendering, (DrawnStep(operator.id, severity, made.keys),))
    if not makeable(case):
        return False
    _sound(operator, way, severity, _again(case), case.edits, case.defects)
    return True


def _proves_packet(operator: AnyOperator, way: PacketWay, severity: Severity, seed: int) -> bool:
    """Make one packet and prove it; return whether there was one to make."""
    from chaosdocs.corpus.build import Step
    from chaosdocs.corpus.words import edits_in_words
    from chaosdocs.testing.packets import finished_packet, found_in

    step = Step(id="s1", operator=operator, severity=severity, name="s1")
    built = finished_packet(way, (step,), seed)
    if isinstance(built, Skip):
        return False
    again = f"check_operator({operator.choose.__name__}, seed={seed})"
    edits = edits_in_words(built.steps)
    _sound(operator, way, severity, again, edits, found_in(way, built))
    return True


def _sound(  # noqa: PLR0917 - what a failure tells
    operator: AnyOperator,
    way: AnyWay,
    severity: Severity,
    again: str,
    all_edits: tuple[str, ...],
    defects: tuple[Finding, ...],
) -> None:
    """Raise an error that tells what a proof found wrong with a case, where it found anything."""
    from chaosdocs.proof.result import CODES

    if defects:
        shown = defects[:5]
        told = [
            f"{each.path or 'the file'}: {each.code} ({CODES.get(each.code, 'no words')}): "
            f"{each.detail}"
            for each in shown
        ]
        paths = tuple(f": {each.path}#" for each in shown if each.path)
        edits = sorted(all_edits, key=lambda edit: not any(path in edit for path in paths))
        raise AssertionError(
            "\n  ".join(
                [
                    f"{operator.id}@{severity}: what it says is true is not what the file says",
                    f"document: {way.words()}",
                    *(f"found: {line}" for line in told),
                    *(f"edit: {edit}" for edit in edits[:5]),
                    f"again: {again}",
                ]
            )
        )


def _again(case: Case | SetCase) -> str:
    return f"from chaosdocs.testing.strategies import *; {case!r}.defects"


def _broken(operator: AnyOperator, law: Law, way: AnyWay, error: Exception, again: str) -> str:
    said = str(error).strip() or "the law does not hold for this document"
    if not isinstance(error, AssertionError):
        said = f"raised {type(error).__name__}: {error}"
    about = (law.__doc__ or "").strip().partition("\n")[0]
    return "\n  ".join(
        [
            f"{operator.id} breaks the law {law.__name__!r}: {about}",
            f"document: {way.words()}",
            f"found: {said}",
            f"again: {again}",
        ]
    )
