"""All laws on one operator: what an author runs, and what our own tests run."""

from __future__ import annotations

from chaosdocs.kernel.operator import SEVERITIES, Skip
from chaosdocs.kernel.plan import plan
from chaosdocs.kernel.registry import AnyOperator
from chaosdocs.testing.documents import samples
from chaosdocs.testing.laws import LAWS
from chaosdocs.truth.rng import SeededRng


def check_operator(operator: AnyOperator, *, documents: int = 24, seed: int = 5) -> None:
    """Hold an operator to all laws, on documents of all domains, locales and media.

    Args:
        operator: The operator.
        documents: How many documents it is tried on.
        seed: Names the chance that it is given.

    Raises:
        AssertionError: It breaks a law; the message says which and how.
    """
    for number, document in enumerate(samples(operator, documents)):
        for law in LAWS:
            try:
                law(operator, document, seed + number)
            except AssertionError as error:
                raise AssertionError(
                    f"{operator.id} breaks the law {law.__name__!r} on document {number}: {error}"
                ) from error
    if skipped_share(operator, documents=documents, seed=seed) == 1:
        raise AssertionError(f"{operator.id} finds nothing to act on in {documents} documents")


def skipped_share(operator: AnyOperator, *, documents: int = 24, seed: int = 5) -> float:
    """Return the share of documents and severities on which `operator` finds nothing to do."""
    skips = [
        isinstance(plan(operator, document, severity, SeededRng(seed + number)), Skip)
        for number, document in enumerate(samples(operator, documents))
        for severity in SEVERITIES
    ]
    return sum(skips) / len(skips)
