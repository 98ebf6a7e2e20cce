"""Abstention and detection as others count them: precision, recall, F1, average precision, J.

F1 of abstention gives 0.30 to a reader that always abstains where 18 % should be left open; J gives
it 0.
"""

from __future__ import annotations

from collections.abc import Sequence


def abstention(should: Sequence[bool], did: Sequence[bool]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of abstaining (AbstentionBench); 0 where undefined.

    Args:
        should: Whether each question has no answer.
        did: Whether the reader left it open.

    Example:
        >>> abstention([True, True, False, False], [True, False, True, False])
        (0.5, 0.5, 0.5)
    """
    both = sum(a and b for a, b in zip(should, did, strict=True))
    wanted, given = sum(map(bool, should)), sum(map(bool, did))
    return (
        both / given if given else 0.0,
        both / wanted if wanted else 0.0,
        2 * both / (wanted + given) if wanted + given else 0.0,
    )


def youden_j(should: Sequence[bool], did: Sequence[bool]) -> float:
    """Return the share of gaps where there should be one, minus the share where there should not.

    Args:
        should: Whether each question has no answer; there are both kinds.
        did: Whether the reader left it open.

    Example:
        >>> youden_j([True, False], [True, True]), youden_j([True, False], [True, False])
        (0.0, 1.0)
    """
    there = [b for a, b in zip(should, did, strict=True) if a]
    elsewhere = [b for a, b in zip(should, did, strict=True) if not a]
    return sum(there) / len(there) - sum(elsewhere) / len(elsewhere)


def average_precision(matched: Sequence[bool], total: int) -> float:
    """Return the area under the envelope of precision over recall (COCO, DocILE).

    Args:
        matched: For every prediction, surest first, whether it is right.
        total: How many there were to find.

    Returns:
        0 where there was nothing to find.

    Example:
        >>> average_precision([True, False, True, True], 4)
        0.625
    """
    hits = 0
    precisions = []
    for n, hit in enumerate(matched, 1):
        hits += bool(hit)
        precisions.append((hits / n, bool(hit)))
    best = area = 0.0
    for precision, hit in reversed(precisions):
        best = max(best, precision)
        area += best * hit
    return area / total if total else 0.0
