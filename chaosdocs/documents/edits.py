"""What all stages share: edits, how they are applied, and the verbs that any statement obeys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, Literal, Protocol, Self, TypeVar

from chaosdocs.truth.codec import wired
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.statements import GONE, Channel, Claim, Lure, Ref, Residue, Statement

StageName = Literal[
    "matter",
    "packet",
    "facts",
    "values",
    "table",
    "tree",
    "segments",
    "flow",
    "pages",
    "file",
    "scan",
]
STAGES: tuple[StageName, ...] = (
    "matter",
    "packet",
    "facts",
    "values",
    "table",
    "tree",
    "segments",
    "flow",
    "pages",
    "file",
    "scan",
)
"""The stages in the order that a document goes through them."""


class Document(Protocol):
    """What every stage offers: its statements by id, in a stable order."""

    @property
    def statements(self) -> Mapping[str, Statement]:
        """Every place that states a fact."""
        ...

    def with_statements(self, statements: Mapping[str, Statement]) -> Self:
        """Return this document with `statements` in place of its own."""
        ...

    def draft(self) -> Draft[Self]:
        """Return a draft of this document, in which a batch of edits is made."""
        ...


D = TypeVar("D", bound=Document)


class MisquoteError(ValueError):
    """An edit quotes what is not there: the document is not the one it was planned for."""


class Draft(Generic[D]):
    """A document while a batch of edits is made: it is copied once, not once for each edit.

    Args:
        document: The document; it stays as it is.
    """

    def __init__(self, document: D) -> None:
        self.document = document
        self.statements: dict[str, Statement] = dict(document.statements)

    def statement(self, name: str) -> Statement:
        """Return the statement with this id.

        Raises:
            MisquoteError: There is none.
        """
        try:
            return self.statements[name]
        except KeyError:
            raise MisquoteError(f"the document has no statement {name}") from None

    def put(self, statement: Statement) -> None:
        """Put `statement` in place of the one with its id."""
        self.statements[statement.id] = statement

    def drop(self, name: str) -> None:
        """Take a statement away, and what shows it."""
        del self.statements[name]

    def finished(self) -> D:
        """Return the document with all changes made."""
        return self.document.with_statements(self.statements)


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change, decided. Subclasses are the verbs.

    Attributes:
        key: Names the decision; edits that only make sense together share one.
        touches: Facts that it touches beyond those of the statements that it changes.
    """

    key: str = ""
    touches: tuple[Ref, ...] = ()

    def apply(self, document: Any) -> Any:  # noqa: ANN401 - each verb knows its documents
        """Return `document` with this change made; misquotes are refused."""
        raise NotImplementedError

    @property
    def decision(self) -> str:
        """Name of the decision: its key, or what it changes."""
        if self.key:
            return self.key
        for name in ("statement", "node", "row", "column", "segment", "block", "option", "entry"):
            target = getattr(self, name, None)
            if isinstance(target, str):
                return target
        return type(self).__name__

    def words(self) -> str:
        """Return the change in words for people."""
        return f"{type(self).__name__} {self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Edit):
    """An edit of single statements, rows, nodes or runs, of which a batch shares one draft."""

    def change(self, draft: Any) -> None:  # noqa: ANN401 - each verb knows its drafts
        """Make this change in `draft`; misquotes are refused."""
        raise NotImplementedError

    def apply(self, document: Any) -> Any:  # noqa: ANN401 - each verb knows its documents
        """Return `document` with this change made; misquotes are refused."""
        draft = document.draft()
        self.change(draft)
        return draft.finished()


@dataclass(frozen=True, slots=True)
class Stage(Generic[D]):
    """A kind of document and its closed set of verbs."""

    name: StageName
    document: Callable[[], type]
    verbs: tuple[type[Edit], ...]

    @property
    def order(self) -> int:
        """Place in the way of a fact."""
        return STAGES.index(self.name)

    def apply(self, document: D, edits: Iterable[Edit]) -> D:
        """Return `document` with `edits` made in order.

        Raises:
            TypeError: An edit is not one of this stage's verbs.
            MisquoteError: An edit quotes what is not there.
        """
        draft: Draft[D] | None = None
        for edit in edits:
            if not isinstance(edit, self.verbs):
                raise TypeError(f"{type(edit).__name__} is not a verb of {self.name}")
            if isinstance(edit, Change):
                draft = document.draft() if draft is None else draft
                edit.change(draft)
                continue
            if draft is not None:
                document, draft = draft.finished(), None
            document = edit.apply(document)
        return document if draft is None else draft.finished()


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Retext(Change):
    """Show something else at a statement.

    Attributes:
        statement: Id of the statement.
        before: What it shows now.
        after: What it will show; empty for a blank.
        claim: What a careful reader makes of it; None keeps what the statement says.
        lures: Wrong answers that this tempts into, added to the statement's own.
        trace: What is seen in the value's stead, where the claim is gone.
        convention: The convention that `after` is written in; None keeps the statement's.
    """

    statement: str
    before: str
    after: str
    claim: Claim | None = None
    lures: tuple[Lure, ...] = ()
    trace: Residue | None = None
    convention: Convention | None = None

    def change(self, draft: Draft[Any]) -> None:
        """Show the new text."""
        statement = draft.statement(self.statement)
        if statement.text != self.before:
            raise MisquoteError(
                f"{self.statement} shows {statement.text!r}, the edit quotes {self.before!r}"
            )
        changed = replace(
            statement,
            text=self.after,
            claim=statement.claim if self.claim is None else self.claim,
            lures=(*statement.lures, *self.lures),
            trace=self.trace if self.trace is not None else statement.trace,
            convention=self.convention or statement.convention,
        )
        draft.put(changed)

    def words(self) -> str:
        """Return the change in words."""
        if not self.after:
            return f"{self.statement}: {self.before!r} is blank"
        return f"{self.statement}: {self.before!r} is written {self.after!r}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Change):
    """Take a statement away with its label, so that nothing is left of it."""

    statement: str
    before: str

    def change(self, draft: Draft[Any]) -> None:
        """Take the statement away."""
        statement = draft.statement(self.statement)
        if statement.text != self.before:
            raise MisquoteError(
                f"{self.statement} shows {statement.text!r}, the edit quotes {self.before!r}"
            )
        draft.drop(self.statement)

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.statement}: {self.before!r} is left out"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Bait(Change):
    """Name the wrong answers that the way a document is laid out tempts into."""

    statement: str
    lures: tuple[Lure, ...]

    def change(self, draft: Draft[Any]) -> None:
        """Name the lures at the statement."""
        statement = draft.statement(self.statement)
        draft.put(replace(statement, lures=(*statement.lures, *self.lures)))

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.statement}: tempts into {', '.join(lure.name for lure in self.lures)}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Change):
    """Let one channel of a statement say something else than the rest."""

    statement: str
    channel: Channel
    claim: Claim = GONE
    lures: tuple[Lure, ...] = ()

    def change(self, draft: Draft[Any]) -> None:
        """Make the claim on the channel."""
        statement = draft.statement(self.statement).saying(self.channel, self.claim)
        draft.put(replace(statement, lures=(*statement.lures, *self.lures)))

    def words(self) -> str:
        """Return the change in words."""
        said = ", ".join(map(str, self.claim.readings)) or "nothing"
        return f"{self.statement}: says {said} on {self.channel}"


@wired
@dataclass(frozen=True, slots=True, kw_only=True)
class SetOption(Edit):
    """Set a choice that was made in lowering."""

    option: str
    before: str
    after: str

    def apply(self, document: Any) -> Any:  # noqa: ANN401 - any stage that has options
        """Return the document with the option set."""
        now = document.options.get(self.option, "")
        if now != self.before:
            raise MisquoteError(f"{self.option} is {now!r}, the edit quotes {self.before!r}")
        return replace(document, options={**document.options, self.option: self.after})

    def words(self) -> str:
        """Return the change in words."""
        return f"{self.option}: {self.before!r} becomes {self.after!r}"
