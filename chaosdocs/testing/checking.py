"""All laws on one operator: what an author runs, and what our own tests run."""

from __future__ import annotations

from typing import Any

from chaosdocs.authoring.operator import SEVERITIES, Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.authoring.registry import AnyOperator
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.testing.documents import Way, ways
from chaosdocs.testing.laws import LAWS, Law
from chaosdocs.testing.whole import WHOLE_LAWS


def check_operator(
    operator: AnyOperator, *, documents: int = 24, proofs: int = 10, seed: int = 5, first: int = 0
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
            f"{operator.id} finds nothing to act on: {documents} documents of all domains, "
            f"locales and media, severities 1 to 5, e.g. {way.words()}"
        )
    if documents > 1:
        for whole in WHOLE_LAWS:
            whole(operator, seed)
    for number, way in enumerate(ways(operator, proofs, first), start=first):
        _prove(operator, way, number, seed)


def _finds_nothing(operator: AnyOperator, document: Any, seed: int) -> bool:  # noqa: ANN401
    try:
        return isinstance(plan(operator, document, 5, SeededRng(seed)), Skip)
    except Exception:  # noqa: BLE001 - the law of totality tells it better
        return False


def _prove(operator: AnyOperator, way: Way, number: int, seed: int) -> None:
    """Make a file with the operator and prove the truth of it."""
    from chaosdocs.testing.case import Case
    from chaosdocs.testing.sample import Sample
    from chaosdocs.testing.staged import Dirt, document_at, taken

    severity = SEVERITIES[number % len(SEVERITIES)]
    sample = Sample(way.domain, way.index, way.locale)
    document = document_at(sample, way.rendering, (), operator.stage.name)
    made = plan(operator, document, severity, SeededRng(seed + number))
    if isinstance(made, Skip) or not taken(operator, document, severity, made.keys):
        return
    case = Case(sample, way.rendering, (Dirt(operator.id, severity, made.keys),))
    defects = case.defects
    if defects:
        told = [f"{each.path or 'the file'}: {each.code}: {each.detail}" for each in defects[:5]]
        raise AssertionError(
            "\n  ".join(
                [
                    f"{operator.id}@{severity}: what it says is true is not what the file says",
                    f"document: {way.words()}",
                    *(f"found: {line}" for line in told),
                    *(f"edit: {edit}" for edit in case.edits[:5]),
                    f"again: from chaosdocs.testing.strategies import *; {case!r}.defects",
                ]
            )
        )


def _broken(operator: AnyOperator, law: Law, way: Way, error: Exception, again: str) -> str:
    said = str(error).strip() or "it is not so"
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
