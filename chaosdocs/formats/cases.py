"""The lines of ``cases.jsonl`` and of truth, evidence and plans; ``corpus.json``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, NamedTuple, Self, TypeAlias

from pydantic import (
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from chaosdocs.formats.links import SetExpectation
from chaosdocs.formats.media import Form
from chaosdocs.formats.packets import FieldContext, PacketTruth
from chaosdocs.formats.wire import FORMAT, Json, Wire
from chaosdocs.truth.field_truth import State, Why
from chaosdocs.truth.norms import NormPlace
from chaosdocs.truth.stated import Derive
from chaosdocs.truth.statements import Channel
from chaosdocs.truth.values import Kind

Task = Literal["extract", "text", "tables", "reconcile", "map"]
Outcome = Literal["applied", "skipped", "defect"]


PolicyPlace = Literal["instructions", "page", "nowhere"]
"""Where the policy of a set stands: in the instructions, in a file of its own, or nowhere."""


class CaseFile(Wire):
    """One artefact of a case; `path` is relative to the corpus.

    `role` says what it is among several: ``books``, ``bank``. It is empty for a single file.
    """

    path: str
    media_type: str
    sha256: str
    bytes: int
    role: str = ""

    @model_serializer(mode="wrap")
    def _without_no_role(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A file that is alone has no role, and none is written."""
        data: dict[str, Any] = handler(self)
        if not self.role:
            data.pop("role", None)
        return data


class Case(Wire):
    """A line of ``cases.jsonl``: everything that a reader may know.

    `policy` says where the policy of a set stands; a case that is no set has none.
    """

    case: str
    task: Task = "extract"
    channel: Channel
    instructions: str
    derive: Derive = "allow"
    answer_form: Literal["canonical"] = "canonical"
    files: tuple[CaseFile, ...]
    policy: PolicyPlace | None = None
    ask: dict[str, Json] = Field(alias="schema")

    @model_serializer(mode="wrap")
    def _without_no_policy(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """A case that is no set has no policy, and none is written."""
        data: dict[str, Any] = handler(self)
        if self.policy is None:
            data.pop("policy", None)
        return data


class NamedLure(Wire):
    """A wrong answer with its name."""

    value: Json
    name: str


class ChannelTruth(Wire):
    """What a channel other than the one asked for says."""

    state: State
    accept: tuple[Json, ...] = ()
    readings: tuple[Json, ...] = ()
    why: Why | None = None
    partial: str | None = None


MOST_VALUES = 10_000
"""Accepted values, or readings, of a field."""
LONGEST_PATH = 2_000
"""Characters of the path of a field."""
Values: TypeAlias = Annotated[tuple[Json, ...], Field(max_length=MOST_VALUES)]
Path: TypeAlias = Annotated[str, Field(pattern="^/[^/]", max_length=LONGEST_PATH)]


class FieldExpectation(Wire):
    """The truth of one field.

    Attributes:
        norms: Where the answer depends on a norm, such as an accounting framework or a law: name of
            each norm to the right answer under it, null where it forbids an answer.
        stands: Where the case says which of these norms holds.
        context: In packets: how far a reader has to go for the field.
    """

    ref: str
    state: State
    kind: Kind
    accept: Values = ()
    readings: Values = ()
    why: Why | None = None
    reason: str | None = None
    partial: str | None = None
    was: Json = None
    touched: tuple[str, ...] = ()
    lures: tuple[NamedLure, ...] = ()
    proof: tuple[str, ...] = ()
    channels: dict[Channel, ChannelTruth] = Field(default_factory=dict)
    norms: dict[str, Json] = Field(default_factory=dict)
    stands: NormPlace | None = None
    context: FieldContext | None = None

    @model_validator(mode="after")
    def _has_an_answer(self) -> Self:
        if self.state == "answerable" and not self.accept:
            raise ValueError("a field that can be answered has no accepted value")
        return self


class ListExpectation(Wire):
    """The truth of a list: rows by key, each a leaf name to its field.

    Rows that the file holds and does not show stand at the end, every leaf absent, with the values
    that are held as lures: hidden rows of a sheet, rows outside of a page's CropBox.

    In lists of links and pairs several leaves of an answer's row are one *unit*, which is right
    only whole: of kind ``ids``, it has an object of these leaves as its value.

    Attributes:
        whole: Name of the unit's field to the leaves of an answer's row that make it up.
        weights: Name of a field to its weight, where that is not 1.
        exclusive: Whether an identifier belongs to one row only: a row that shares one with
            another row of the answer is not right.
        against: Path of the list that contradicts this one: an identifier that stands in a unit
            there has no place here.
        ignored: Units of which nothing is asked: what rows say of their identifiers does not count.
    """

    order: Literal["set", "sequence"] = "set"
    rows: dict[str, dict[str, FieldExpectation]]
    whole: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    weights: dict[str, float] = Field(default_factory=dict)
    exclusive: bool = False
    against: str = ""
    ignored: tuple[Json, ...] = ()

    @property
    def shown(self) -> dict[str, dict[str, FieldExpectation]]:
        """The rows that are to be answered: those that are only held have nothing but lures."""
        return {
            row: leaves
            for row, leaves in self.rows.items()
            if any(leaf.state != "absent" for leaf in leaves.values())
        }


Fields = dict[str, FieldExpectation | ListExpectation]
"""Path to field or list."""


class StepTruth(Wire):
    """One step of a case and what came of it."""

    step: str
    operator: str
    severity: int
    keys: tuple[str, ...] = ()
    outcome: Outcome = "applied"
    reason: str | None = None

    @model_serializer(mode="wrap")
    def _with_outcome(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """What came of a step is always said, though it is mostly the same."""
        data: dict[str, Any] = handler(self)
        return {**data, "outcome": self.outcome}


class Issue(Wire):
    """Something that a careful reader should report.

    Codes: ``inconsistent``, ``rows_missing``, and ``schema_stale`` where the sums of a document
    contradict the sender's schema that comes along.
    """

    path: str
    code: str


class Leaf(NamedTuple):
    """One field of a case, and where it is.

    Attributes:
        path: The field, rows by key: ``/lines/k1/amount``.
        schema_path: The same without the row: ``/lines/*/amount``.
        list_path: Path of the list that it is in (``/lines``); None outside of lists.
        row: Key of its row (``k1``); None outside of lists.
        name: Its path within the row (``amount``), or within the document (``total``).
        truth: Its truth.
    """

    path: str
    schema_path: str
    list_path: str | None
    row: str | None
    name: str
    truth: FieldExpectation


class GoldTable(Wire):
    """A table of a document as a perfect reader returns it, for the task ``tables``.

    Attributes:
        rows: What each cell shows, from top to bottom and from left to right.
        paths: The field that each cell states, in the shape of `rows`; empty for other cells.
        head: The number of the row with the heads of the columns; None where there is none.
    """

    rows: tuple[tuple[str, ...], ...]
    paths: tuple[tuple[str, ...], ...]
    head: int | None = None


class CaseTruth(Wire):
    """A line of ``truth.jsonl.gz``.

    Attributes:
        tables: The tables of the document, where the task is ``tables``.
        links: What is known of the rows of a set, where the task is ``reconcile``.
        packet: What is known of the documents of a packet.
    """

    case: str
    label: str
    records: tuple[str, ...]
    twin: str | None
    medium: Form
    rendering: str
    locale: str
    steps: tuple[StepTruth, ...]
    severity: int = 0
    issues: tuple[Issue, ...] = ()
    fields: dict[Path, FieldExpectation | ListExpectation]
    tables: tuple[GoldTable, ...] = ()
    links: SetExpectation | None = None
    packet: PacketTruth | None = None

    def leaves(self) -> Iterator[Leaf]:
        """Yield every field of the case, rows of lists included."""
        return leaves(self.fields)

    def with_leaves(self, change: Callable[[Leaf], FieldExpectation | None]) -> CaseTruth:
        """Return this truth with other fields.

        Args:
            change: A field to what it becomes; None leaves it out. Lists and rows stay.
        """
        return self.model_copy(update={"fields": with_leaves(self.fields, change)})


def leaves(fields: Fields) -> Iterator[Leaf]:
    """Yield every field, rows of lists included, in the order of the document.

    Args:
        fields: Path to field or list.
    """
    for path, entry in fields.items():
        if isinstance(entry, FieldExpectation):
            yield Leaf(path, path, None, None, path[1:], entry)
            continue
        for row, cells in entry.rows.items():
            for name, cell in cells.items():
                yield Leaf(f"{path}/{row}/{name}", f"{path}/*/{name}", path, row, name, cell)


def with_leaves(fields: Fields, change: Callable[[Leaf], FieldExpectation | None]) -> Fields:
    """Return fields with other truths; see `CaseTruth.with_leaves`."""
    changed: Fields = {}
    for path, entry in fields.items():
        if isinstance(entry, FieldExpectation):
            field = change(Leaf(path, path, None, None, path[1:], entry))
            if field is not None:
                changed[path] = field
            continue
        rows = {
            row: {
                name: field
                for name, cell in cells.items()
                if (
                    field := change(
                        Leaf(f"{path}/{row}/{name}", f"{path}/*/{name}", path, row, name, cell)
                    )
                )
                is not None
            }
            for row, cells in entry.rows.items()
        }
        changed[path] = entry.model_copy(update={"rows": rows})
    return changed


class Evidence(Wire):
    """A line of ``evidence.jsonl.gz``: where in a finished file one statement stands.

    `role` is ``says`` for a statement of the field at `path`, ``trace`` for what is left where it
    was, ``lure`` for a statement that only imitates it. `box` is x0, y0, x1, y1 in points from the
    top left of the page as shown (in pixels of the page image for a scan). `pointer` is a JSON
    Pointer; where an object has a key twice, that of the second member ends in ``~2``. `parts` is
    from and to of every piece of a text whose pieces stand apart in the file: a number, its
    currency, the mark of its sign; the text is the pieces in this order, parted by spaces, and
    `bytes` is one of them.
    """

    case: str
    path: str
    statement: str
    role: Literal["says", "trace", "lure"] = "says"
    channel: Channel
    file: str
    text: str
    convention: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    sheet: str | None = None
    cell: str | None = None
    bytes: tuple[int, int] | None = None
    pointer: str | None = None
    parts: tuple[tuple[int, int], ...] | None = None

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """From and to of everything in a text file that the line is about."""
        return self.parts or (() if self.bytes is None else (self.bytes,))

    def row(self) -> dict[str, Any]:
        """Return what is written: the fields that are not None, at a third of a dump's cost.

        No field holds a model, so there is nothing to convert.
        """
        return {name: value for name, value in self.__dict__.items() if value is not None}


class PlannedStep(Wire):
    """The stored decisions of one step, enough to make it again."""

    step: str
    operator: str
    severity: int
    edits: tuple[dict[str, Any], ...]


class CasePlan(Wire):
    """A line of ``plans.jsonl.gz``."""

    case: str
    slot: int
    record: int
    steps: tuple[PlannedStep, ...]


class Corpus(Wire):
    """``corpus.json``."""

    format: int = FORMAT
    name: str
    versions: dict[str, str]
    counts: dict[str, int]
    digest: str
    canary: str
