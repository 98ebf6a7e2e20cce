"""The stages Facts and Values: the statements that the documents of a record will make.

Facts are values without a spelling; Values are the same statements as they will be written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, Self

from chaosdocs.documents.edits import Change, Draft, Drop, Edit, MisquoteError, Retext, Stage
from chaosdocs.truth.codec import wired
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.records import Record, in_row, schema_path
from chaosdocs.truth.statements import Lure, Ref, Statement, says
from chaosdocs.truth.values import Kind, Value, key

Handled = Literal["", "asked", "saved"]


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence that states no field: a rule of precedence, a reference to an annex, a caution.

    Attributes:
        id: ``note#rule``, ``note#annex``.
        text: The words, in the document's language.
        about: Fields that it speaks of.
        rule: Whether it states the rule that decides between claims.
    """

    id: str
    text: str
    about: tuple[Ref, ...] = ()
    rule: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementSet:
    """Everything that the documents of one record will say.

    Attributes:
        record: The facts behind them.
        statements: The statements; at Facts their text is the canonical one, at Values as written.
        notes: Sentences without a field.
        convention: How values are written; None at Facts.
        focus: The field that a targeted operator is aimed at, or None.
        handled: What was done with the finished document that changes nothing it says: ``asked``
            about again, or ``saved`` again.
    """

    record: Record
    statements: Mapping[str, Statement]
    notes: tuple[Note, ...] = ()
    convention: Convention | None = None
    handled: Handled = ""
    focus: Ref | None = field(default=None)

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return these statements with other statements."""
        return replace(self, statements=statements)

    def draft(self) -> StatementDraft:
        """Return a draft of these statements, in which a batch of edits is made."""
        return StatementDraft(self)

    @property
    def precedence_stated(self) -> bool:
        """Whether a rule of precedence is stated."""
        return any(note.rule for note in self.notes)


class StatementDraft(Draft[StatementSet]):
    """Statements while a batch of edits is made.

    Attributes:
        notes: The sentences without a field, by id.
        about: Id of a sentence that speaks of more fields than before, to those fields.
    """

    def __init__(self, document: StatementSet) -> None:
        super().__init__(document)
        self.notes = {note.id: note for note in document.notes}
        self.about: dict[str, dict[Ref, None]] = {}

    def finished(self) -> StatementSet:
        """Return the statements with all changes made."""
        for name, about in self.about.items():
            self.notes[name] = replace(self.notes[name], about=tuple(about))
        notes = tuple(self.notes.values())
        return replace(self.document, statements=self.statements, notes=notes)


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Restate(Change):
    """Say another value at a statement: the document is plainly different from the record."""

    statement: str
    before: Value
    after: Value
    lures: tuple[Lure, ...] = ()

    def change(self, draft: StatementDraft) -> None:
        """State the other value."""
        statement = draft.statement(self.statement)
        if statement.value is None or key(statement.value) != key(self.before):
            raise MisquoteError(
                f"{self.statement} says {statement.value}, the edit quotes {self.before}"
            )
        changed = replace(
            statement,
            claim=says(self.after),
            text=key(self.after),
            lures=(*statement.lures, *self.lures),
        )
        draft.put(changed)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.statement}: says {self.after} instead of {self.before}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Add(Change):
    """Make one more statement: a second claim, a look-alike, a superseding value."""

    statement: Statement

    def change(self, draft: StatementDraft) -> None:
        """Make the statement."""
        if self.statement.id in draft.statements:
            raise MisquoteError(f"{self.statement.id} is there already")
        draft.put(self.statement)

    def words(self) -> str:
        """Return the change in words."""
        added = self.statement
        written = added.convention is not None or added.value is None
        said = added.text if written else str(added.value)
        return f"{added.id}: {added.label or 'a statement'} says {said!r} as well"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Remark(Change):
    """Add a sentence. A rule that is stated already stands once, and then speaks of more fields."""

    note: Note

    def change(self, draft: StatementDraft) -> None:
        """Add the sentence, or let the one that is there speak of more fields."""
        said = draft.notes.get(self.note.id)
        if said is None:
            draft.notes[self.note.id] = self.note
            return
        about = draft.about.setdefault(self.note.id, dict.fromkeys(said.about))
        told = len(about)
        about.update(dict.fromkeys(self.note.about))
        same = replace(said, about=()) == replace(self.note, about=())
        if not said.rule or not same or len(about) == told:
            raise MisquoteError(f"{self.note.id} is there already")

    def words(self) -> str:
        """Return the change in words."""
        return f"a sentence: {self.note.text!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Empty(Change):
    """Leave the value out and keep its label: a blank that can be seen."""

    statement: str
    before: Value

    def change(self, draft: StatementDraft) -> None:
        """Leave the value out."""
        statement = draft.statement(self.statement)
        if statement.value is None or key(statement.value) != key(self.before):
            raise MisquoteError(
                f"{self.statement} says {statement.value}, the edit quotes {self.before}"
            )
        draft.put(replace(statement, text="", claim=says(), trace="label"))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.statement}: the label stands, the value is blank"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Handle(Edit):
    """Leave what the document says as it is, and ask about it or save it once more."""

    how: Handled

    def apply(self, document: StatementSet) -> StatementSet:
        """Return the statements, marked."""
        if document.handled:
            raise MisquoteError(f"the document is {document.handled} again already")
        return replace(document, handled=self.how)

    def words(self) -> str:
        """Return the change in words."""
        done = "asked about" if self.how == "asked" else "saved"
        return f"the same document is {done} again"


FACTS: Stage[StatementSet] = Stage(
    "facts", lambda: StatementSet, (Drop, Restate, Add, Remark, Empty, Handle)
)
VALUES: Stage[StatementSet] = Stage("values", lambda: StatementSet, (Retext, Remark))


def state(record: Record) -> StatementSet:
    """Return the statements that a clean document of `record` makes: one for every fact."""
    statements = {}
    domain = record.domain
    known: dict[str, tuple[Kind, str]] = {}
    for ref, value in record.facts.items():
        path = schema_path(ref, domain.list_path)
        if path not in known:
            its = domain.field(ref)
            known[path] = its.kind, its.label(record.locale)
        kind, label = known[path]
        name = f"{ref}#1"
        statements[name] = Statement(
            id=name,
            ref=ref,
            kind=kind,
            text=key(value),
            claim=says(value),
            label=label,
            row=_row(record, ref),
        )
    return StatementSet(record=record, statements=statements)


def spell(facts: StatementSet, convention: Convention) -> StatementSet:
    """Return `facts` as they will be written under `convention`."""
    statements = {
        name: _spelled(statement, convention) for name, statement in facts.statements.items()
    }
    return replace(facts, statements=statements, convention=convention)


def _spelled(statement: Statement, convention: Convention) -> Statement:
    value = statement.value
    return statement if value is None else statement.written(write(value, convention), convention)


class Start:
    """What all documents of a record begin with: its statements, stated and spelled once.

    Args:
        record: The facts.
        facts: What they say, where that is not just every fact once.
    """

    def __init__(self, record: Record, facts: StatementSet | None = None) -> None:
        self.facts = state(record) if facts is None else facts
        self._known: dict[Convention, Mapping[str, Statement]] = {}

    def spell(self, facts: StatementSet, convention: Convention) -> StatementSet:
        """Return what `spell` does; statements that no edit has changed are not spelled again."""
        if convention not in self._known:
            self._known[convention] = spell(self.facts, convention).statements
        stated, known = self.facts.statements, self._known[convention]
        statements = {
            name: known[name] if stated.get(name) is statement else _spelled(statement, convention)
            for name, statement in facts.statements.items()
        }
        return replace(facts, statements=statements, convention=convention)


def _row(record: Record, ref: Ref) -> str | None:
    there = in_row(ref, record.domain.list_path)
    return None if there is None else there[0]
