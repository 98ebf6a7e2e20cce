"""Two documents of one record, and what must hold between the answers to them."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.formats.cases import ListExpectation
from chaosdocs.formats.media import MEDIA
from chaosdocs.testing.case import Case
from chaosdocs.testing.failing import in_words, message
from chaosdocs.testing.staged import document_at
from chaosdocs.truth.fold import FoldedField, as_compared, fold
from chaosdocs.truth.records import in_row, schema_path
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Kind


@dataclass(frozen=True, slots=True)
class Differs:
    """A field that is answered in two ways where it must not be, or in one where it must."""

    path: str
    clean: str
    dirty: str
    why: str

    def sentence(self) -> str:
        """Return field, both answers and what is wrong with them."""
        return f"{self.path}: {self.clean} on the clean twin, {self.dirty} here: {self.why}"


class PairFailure(AssertionError):  # noqa: N818 - it is what a failing assertion is
    """The answers to the documents of a pair break the relation between them."""


@dataclass(frozen=True, slots=True)
class InvariantPair:
    """A clean document and a damaged one that says the same: answers must be the same.

    Attributes:
        case: The damaged one; its `twin` is the clean one.
    """

    case: Case

    @property
    def clean(self) -> Case:
        """The clean document."""
        return self.case.twin

    @property
    def dirty(self) -> Case:
        """The damaged document."""
        return self.case

    def check(self, clean: object, dirty: object) -> None:
        """Compare the answers to both; right or wrong, they must be the same.

        Raises:
            PairFailure: They differ.
        """
        __tracebackhide__ = True
        kinds = _kinds(self.case)
        one = _answered(self.clean, clean, kinds)
        other = _answered(self.dirty, dirty, kinds)
        nothing = (None, None)
        failed = []
        for path in {**one, **other}:
            (said, shown), (said_now, now) = one.get(path, nothing), other.get(path, nothing)
            if said != said_now:
                why = "both documents say the same"
                failed.append(Differs(path, in_words(shown), in_words(now), why))
        _complain(self.case, failed, repr(self))


@dataclass(frozen=True, slots=True)
class SensitivityPair:
    """A clean document and a damaged one that says something else: answers must not be the same.

    Attributes:
        case: The damaged one; its `twin` is the clean one.
    """

    case: Case

    @property
    def clean(self) -> Case:
        """The clean document."""
        return self.case.twin

    @property
    def dirty(self) -> Case:
        """The damaged document."""
        return self.case

    @property
    def changed(self) -> tuple[Ref, ...]:
        """The fields of which the documents say different things."""
        return changed(self.case)

    def check(self, clean: object, dirty: object) -> None:
        """Compare the answers to both: no field whose value is another one may be answered alike.

        A field that is a gap now, in both answers or in the second, is none of its business: that
        is what `Case.check` judges.

        Raises:
            PairFailure: A value that is printed differently is answered alike.
        """
        __tracebackhide__ = True
        kinds = _kinds(self.case)
        one = _answered(self.clean, clean, kinds)
        other = _answered(self.dirty, dirty, kinds)
        failed = [
            Differs(path, in_words(one[path][1]), in_words(other[path][1]), "it says another thing")
            for path in self.changed
            if path in one and path in other and one[path][0] == other[path][0]
        ]
        _complain(self.case, failed, repr(self))


def changed(case: Case) -> tuple[Ref, ...]:
    """Return the fields whose truth the steps of a case change. No byte is made."""
    if not case.steps:
        return ()
    last = OPERATORS[case.steps[-1].operator].stage.name
    dirty = document_at(case.record, case.rendering, case.steps, last)
    clean = document_at(case.record, case.rendering, (), last)
    return _moved(case, clean, dirty)


def says_the_same(case: Case) -> bool:
    """Return whether the steps of a case leave the truth of every field as it was."""
    return not changed(case)


def _moved(case: Case, clean: Any, dirty: Any) -> tuple[Ref, ...]:  # noqa: ANN401
    one, other = _folded(case, clean), _folded(case, dirty)
    return tuple(ref for ref in {**one, **other} if _told(one.get(ref)) != _told(other.get(ref)))


def _folded(case: Case, document: Any) -> dict[Ref, FoldedField]:  # noqa: ANN401
    channel = MEDIA[case.medium].asked
    notes = getattr(document, "notes", ())
    return fold(
        case.record.record,
        document.statements.values(),
        channel=channel,
        derive="allow",
        precedence_stated=any(note.rule for note in notes),
    )


def _told(truth: FoldedField | None) -> Hashable:
    if truth is None:
        return None
    words = [as_compared(value, truth.kind) for value in (*truth.accept, *truth.readings)]
    return truth.state, tuple(sorted(words)), truth.partial


def _kinds(case: Case) -> dict[str, Kind]:
    return {field.path: field.kind for field in case.record.record.domain.fields}


def _answered(
    case: Case, answer: object, kinds: dict[str, Kind]
) -> dict[str, tuple[Hashable, Any]]:
    """What an answer says, by ref: what it says in a form that can be compared, and as it is."""
    from chaosdocs.score.judging.comparison import said
    from chaosdocs.score.judging.single import line_of

    list_path = case.record.record.domain.list_path
    listed = case.truth.fields.get(list_path) if list_path is not None else None
    rows = tuple(listed.rows) if isinstance(listed, ListExpectation) else ()
    line = line_of(case.public, answer).get("answer")
    found: dict[str, tuple[Hashable, Any]] = {}
    for path, value in _leaves(line, "", frozenset(kinds), list_path):
        ref = _with_row(path, rows, list_path)
        kind = kinds.get(schema_path(ref, list_path), "text")
        if value is not None:
            found[ref] = (said(kind, value).key, value)
    return found


def _leaves(
    node: Any,  # noqa: ANN401
    at: str,
    paths: frozenset[str],
    list_path: str | None,
) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict) and schema_path(at, list_path) not in paths:
        for name, below in node.items():
            yield from _leaves(below, f"{at}/{name}", paths, list_path)
    elif isinstance(node, list) and at == list_path:
        for number, below in enumerate(node):
            yield from _leaves(below, f"{at}/{number}", paths, list_path)
    else:
        yield at, node


def _with_row(path: str, rows: tuple[str, ...], list_path: str | None) -> Ref:
    """The ref of a pointer into an answer, whose rows are taken for the rows that are left."""
    there = in_row(path, list_path)
    if there is None:
        return path
    number, leaf = there
    row = rows[int(number)] if number.isdigit() and int(number) < len(rows) else f"+{number}"
    return f"{list_path}/{row}/{leaf}"


def _complain(case: Case, failed: list[Differs], shown: str) -> None:
    __tracebackhide__ = True
    if not failed or case.defects:
        return
    replay = f"from chaosdocs.testing.strategies import *; pair = {shown}"
    raise PairFailure(message(case.label, failed, edits=case.edits, replay=replay))
