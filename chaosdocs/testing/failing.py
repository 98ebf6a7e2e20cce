"""What fails, in words: the misses of one answer, the edits, the message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

from chaosdocs.formats.cases import Case, CaseTruth
from chaosdocs.formats.units import in_words as unit_in_words

if TYPE_CHECKING:
    from chaosdocs.score.judging.expectations import Expected
    from chaosdocs.score.judging.table import Table

FAILING: Final = frozenset({"wrong", "hallucinated", "overcommit", "invalid"})
GAPS: Final = frozenset({"over_abstain"})
MOST_LINES: Final = 12
"""Misses and edits that a message shows; the rest is counted."""
LONGEST: Final = 90


class Sentence(Protocol):
    """Something that says in a sentence what went wrong: a `Miss`."""

    def sentence(self) -> str:
        """Return the sentence."""
        ...


@dataclass(frozen=True, slots=True)
class Miss:
    """One field that a reader got wrong.

    Attributes:
        path: ``/total``, ``/lines/k1/amount``; ``/lines/+/amount`` for rows too many.
        outcome: The outcome of the score: ``wrong``, ``hallucinated``, ``overcommit``, ``invalid``,
            ``over_abstain``.
        error_type: Its error type: ``dm_swap``, ``duplicate_row`` ...; may be empty.
        truth: What is true, in words.
        answer: What was answered, in words.
        lure: Name of the known wrong answer that was given, or empty.
        flagged: Whether the reader marked it as doubtful.
    """

    path: str
    outcome: str
    error_type: str
    truth: str
    answer: str
    lure: str
    flagged: bool

    def sentence(self) -> str:
        """Return field, truth, answer and lure in one line.

        Example:
            >>> Miss("/net", "wrong", "sign", "-5.00 EUR", "5.00 EUR", "", False).sentence()
            '/net: truth -5.00 EUR, answered 5.00 EUR: wrong (sign)'
        """
        kind = f" ({self.error_type})" if self.error_type else ""
        lure = f', the named wrong answer "{self.lure}"' if self.lure else ""
        flag = ", flagged" if self.flagged else ""
        said = f"{self.outcome.replace('_', ' ')}{kind}{lure}{flag}"
        return f"{self.path}: truth {self.truth}, answered {self.answer}: {said}"


def misses(
    case: Case,
    truth: CaseTruth,
    answer: object,
    *,
    allow_flagged: bool = False,
    gaps_fail: bool = False,
) -> tuple[Miss, ...]:
    """Return the fields of a case that `answer` fails on, as the score judges it.

    Args:
        case: The public case.
        truth: Its truth.
        answer: Fields, a whole answer line, a model, text or junk; see
            `chaosdocs.score.judging.single.line_of`. Junk fails every field as invalid.
        allow_flagged: Whether an error that the reader flagged is let pass.
        gaps_fail: Whether a needless gap fails too.
    """
    from chaosdocs.score.judging.single import judge_case

    table = judge_case(case, truth, answer)
    wanted = FAILING | GAPS if gaps_fail else FAILING
    found = tuple(_misses(table, wanted, allow_flagged=allow_flagged))
    return (*_ill_said(case, table), *found)


def _ill_said(case: Case, table: Table) -> Iterator[Miss]:
    """What is wrong with an answer as a whole: keys that are not asked for, or nothing said."""
    from chaosdocs.foundation.errors import nearest
    from chaosdocs.score.judging.asked import unknown_keys
    from chaosdocs.score.judging.single import says_nothing

    line = table.answers.lines[case.case, 0]
    if line.invalid or case.task in {"text", "tables"}:
        return
    scored = table.cases[0]
    asked = [truth.path for truth in table.expected]
    for path in unknown_keys(line, scored):
        near = nearest(path, asked)
        truth = f"no such field is asked for{f', but {near} is' if near else ''}"
        yield Miss(path, "invalid", "unknown_key", truth, "a value", "", flagged=False)
    if says_nothing(line) and any(t.state == "answerable" for t in table.expected):
        known = "values that can be known"
        yield Miss("/", "over_abstain", "empty_answer", known, "nothing", "", flagged=False)


def _misses(table: Table, wanted: frozenset[str], *, allow_flagged: bool) -> Iterator[Miss]:
    for n in range(len(table)):
        row = table.row(n)
        if row["outcome"] not in wanted or (allow_flagged and row["flagged"]):
            continue
        rows = row["rows"]
        extra = row["error_type"] in {"extra_row", "duplicate_row"}
        yield Miss(
            path=row["path"],
            outcome=row["outcome"],
            error_type=row["error_type"],
            truth="no such row" if extra else truth_in_words(table.expected[n]),
            answer=f"{rows} too many" if extra else in_words(table.got[n]),
            lure=row["lure"],
            flagged=row["flagged"],
        )


def truth_in_words(field: Expected) -> str:
    """Return what is true of a field, in words."""
    match field.state:
        case "answerable":
            known = " or ".join(in_words(value) for value in field.accept)
            how = {"derived": " (derived)", "norm": " (by the norm that holds)"}
            return f"{known}{how.get(field.why or '', '')}"
        case "ambiguous":
            return f"ambiguous: {' or '.join(in_words(value) for value in field.readings)}"
        case "disputed" if field.reason == "norm":
            answers = [in_words(value) for value in field.readings]
            answers += ["no answer permitted"] if len(answers) < 2 else []  # noqa: PLR2004
            return f"no norm is named, and norms differ: {' against '.join(answers)}"
        case "disputed":
            return f"disputed: {' against '.join(in_words(value) for value in field.readings)}"
        case "absent" if field.accept:
            return f"{in_words(field.accept[0])} has no counterpart"
        case "absent":
            return "not in the document"
        case _ if field.reason == "facts":
            return "a fact that the answer needs is not in the document"
        case _ if field.reason == "not_permitted":
            return "the norm that holds permits no answer"
        case _ if field.partial is not None:
            return f"only {field.partial} is left"
        case _:
            return f"cannot be known ({field.reason or field.state})"


def in_words(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return an answer for people.

    Example:
        >>> in_words({"amount": "12.50", "currency": "EUR"}), in_words("00123"), in_words(None)
        ('12.50 EUR', "'00123'", 'nothing')
    """
    match value:
        case None:
            return "nothing"
        case {"amount": str(number), "currency": str(unit), **rest} if not rest:
            return f"{number} {unit}"
        case {"value": str(number), "unit": str(unit), **rest} if not rest:
            return f"{number} {unit}".strip()
        case _:
            text = unit_in_words(value) or repr(value)
            return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


class Failed(Protocol):
    """What a failure tells of its case: a `Case` or a `SetCase`."""

    @property
    def label(self) -> str:
        """Operator and severity, for people."""
        ...

    @property
    def edits(self) -> Sequence[str]:
        """What was done to the clean document, in words."""
        ...

    def save(self, *, answer: object) -> Path:
        """Keep the files and the answer; return the folder."""
        ...


class CaseFailure(AssertionError):  # noqa: N818 - it is what a failing assertion is
    """A reader or matcher fails a case. Its files are saved when the message is first shown.

    Attributes:
        case: The case.
        misses: What is wrong.
    """

    def __init__(self, case: Failed, failed: tuple[Miss, ...], answer: object) -> None:
        super().__init__(case, failed)
        self.case = case
        self.misses = failed
        self._answer = answer
        self._text: str | None = None

    def __str__(self) -> str:
        if self._text is None:
            saved = self.case.save(answer=self._answer)
            self._text = message(
                self.case.label,
                self.misses,
                edits=self.case.edits,
                saved=saved.as_posix(),
                replay=f"from chaosdocs.testing.strategies import *; case = {self.case!r}",
            )
        return self._text


def message(
    label: str,
    failed: Sequence[Sentence],
    *,
    edits: Sequence[str] = (),
    saved: str | Path | None = None,
    replay: str = "",
) -> str:
    """Return the text of the AssertionError for a case that a reader fails.

    Args:
        label: Readable name of the case.
        failed: What it got wrong.
        edits: What was done to the document, in words.
        saved: Where its files are.
        replay: One line that makes the failure again.
    """
    fields = "1 field" if len(failed) == 1 else f"{len(failed)} fields"
    lines = [f"{fields} of {label}"]
    lines += _some([miss.sentence() for miss in failed])
    if edits:
        lines += ["the document differs from its clean twin in", *_some(edits)]
    else:
        lines.append("the document is clean")
    if saved is not None:
        lines.append(f"saved: {saved}")
    if replay:
        lines.append(f"replay: {replay}")
    return "\n".join(lines)


def _some(lines: Sequence[str]) -> list[str]:
    shown = [f"  {line}" for line in lines[:MOST_LINES]]
    left = len(lines) - len(shown)
    return [*shown, f"  and {left} more"] if left else shown
