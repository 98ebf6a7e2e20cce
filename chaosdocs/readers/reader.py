"""What a reader is, and what may come out of one."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from chaosdocs.formats.answers import Answer
from chaosdocs.foundation.errors import UserError, nearest

KEYS = tuple(
    key for key in Answer.model_fields if key not in {"then", "corpus", "reader", "settings"}
)
"""What a reader may say; the rest is written by the runner."""
ANSWERS = ("answer", "text", "tables")


class Reader(Protocol):
    """Anything that turns the files of a case into an answer.

    One whose attribute ``needs_truth`` is True gets the truth as well, by keyword: the simulated
    ones, whose score is known beforehand.
    """

    def __call__(self, case: dict[str, Any], files: Mapping[str, Path]) -> dict[str, Any]:
        """Return a line of answers without its case.

        Args:
            case: The public case, as it stands in ``cases.jsonl``.
            files: Path in the corpus to a copy on disk that lies beside nothing else.
        """
        ...


class BrokenAnswerError(Exception):
    """What a reader returned is no answer."""


class HopelessError(UserError):
    """No question can be asked, this one or the next: the run ends."""


def checked(said: object, case: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a reader said, where it is an answer to `case` that JSON can hold.

    The fields alone are an answer too.

    Args:
        said: What the reader returned.
        case: The public case, as it stands in ``cases.jsonl``.

    Raises:
        BrokenAnswerError: It is not.

    Example:
        >>> case = {"case": "k1", "schema": {"properties": {"total": {}}}}
        >>> checked({"answer": {"total": None}}, case), checked({"total": "9.00"}, case)
        ({'answer': {'total': None}}, {'answer': {'total': '9.00'}})
    """
    if not isinstance(said, Mapping):
        raise BrokenAnswerError(f"the reader returned {type(said).__name__}, not a mapping")
    line = dict(said)
    fields = case.get("schema", {}).get("properties", {})
    if line.keys() & set(fields) and not line.keys() & {*ANSWERS, "error"} - set(fields):
        line = {"answer": line}
    if line.pop("case", case["case"]) != case["case"]:
        raise BrokenAnswerError(f"the answer is for case {said['case']!r}")
    unknown = sorted(str(key) for key in line if key not in KEYS)
    if unknown:
        allowed = ", ".join(key for key in KEYS if key not in {"case", "trial"})
        near = nearest(unknown[0], KEYS)
        meant = f" (did you mean {near!r}?)" if near else ""
        raise BrokenAnswerError(
            f"the answer has an unknown key: {', '.join(map(repr, unknown))}{meant}; "
            f"allowed: {allowed}"
        )
    if not line.get("error") and not any(key in line for key in ANSWERS):
        raise BrokenAnswerError(f"the answer has none of {', '.join(ANSWERS)}")
    try:
        plain: dict[str, Any] = json.loads(json.dumps(line, allow_nan=False))
    except (TypeError, ValueError, RecursionError) as error:
        raise BrokenAnswerError(f"the answer is not plain JSON: {error}") from error
    return plain
