"""The truth side of a score: every asked field of a corpus, fixed before any answer is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, Literal

from chaosdocs.formats.cases import Case, CaseTruth, Evidence, GoldTable, Leaf, ListExpectation
from chaosdocs.formats.folder import CASES, EVIDENCE, TRUTH, CorpusFolder
from chaosdocs.formats.links import SetExpectation
from chaosdocs.foundation.errors import UserError
from chaosdocs.score.judging.comparison import Json
from chaosdocs.score.judging.own_form import Beside, beside
from chaosdocs.truth.field_truth import BLANK, FieldTruth
from chaosdocs.truth.norms import NormPlace
from chaosdocs.truth.statements import CHANNELS, Channel

CLEAN: Final = "clean"
NULL: Final = "null"
"""The family of operators that change nothing that matters: the floor."""
Side = Literal["clean", "null", "dirty"]
"""Operator of the cell that holds the clean twins."""
CHAIN: Final = "chain"
"""Operator of the cells that hold cases with several steps."""
_IN_COLUMNS: Final = frozenset({"pdf", "scan", "xlsx", "csv"})
"""Media whose lists have columns; elsewhere a row without a value has no key for it either."""
_UNSEEN: Final = frozenset({"page", "reference", "derivable"})
"""Reasons of a cell whose row and column may not be in the document."""
_SAMPLE: Final = 5
_KNOWN: Final[dict[bytes, tuple[Beside, ...]]] = {}
_MOST_KNOWN: Final = 256

Printed = Mapping[tuple[str, str], tuple[str, ...]]
"""Case and path to the texts that state the field in the document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected(FieldTruth[Json]):
    """The truth of one asked field, without what only reports need.

    Attributes:
        schema_path: Its schema path, ``/lines/*/amount``.
        touched: Whether a step touched it.
        lures: Name and value of every wrong answer that has a name.
        others: Channel and value of what other channels say.
        hidden: Channel and value of what other channels also can be read as: a hidden text
            beside a visible one leaves a channel with two readings.
        hops: In a packet: how many documents have to be read together; 0 where nothing is said.
        pages: In a packet: how many pages lie between the question's number and the value.
        stands: Where the case says which norm holds, if the answer depends on one.
        blank: Whether its place is blank or shows a placeholder such as N/A: then it is right to
            say that the field is absent, and right to leave it open.
    """

    schema_path: str
    touched: bool = False
    lures: tuple[tuple[str, Json], ...] = ()
    others: tuple[tuple[str, Json], ...] = ()
    hidden: tuple[tuple[str, Json], ...] = ()
    hops: int = 0
    pages: int = 0
    stands: NormPlace | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedList:
    """The truth of a list: rows by key, each with its leaves.

    Attributes:
        leaves: What a row of an answer can say.
        whole: Name of a unit to the leaves that make it up; see `ListExpectation`, as for the rest.
    """

    path: str
    ordered: bool
    leaves: tuple[str, ...]
    rows: Mapping[str, Mapping[str, Expected]]
    whole: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weights: Mapping[str, float] = field(default_factory=dict)
    exclusive: bool = False
    against: str = ""
    ignored: tuple[Json, ...] = ()

    @property
    def shown(self) -> tuple[Mapping[str, Expected], ...]:
        """The rows that are to be answered: those that are only held have nothing but lures."""
        rows = self.rows.values()
        return tuple(row for row in rows if any(t.state != "absent" for t in row.values()))


@dataclass(slots=True)
class ScoredCase:
    """One case as the judge sees it.

    Attributes:
        record: Cluster of the bootstrap: the source record, or several joined by ``+``.
        operator: Id without version, ``clean`` without steps, ``chain`` with several.
        steps: Operator ids of its steps.
        versions: Their versions.
        units: Where answers in the user's own schema have the currency of an amount.
        tables: The tables that a perfect reader returns, where the task is ``tables``.
        links: The rows of a set, where the task is ``reconcile``.
    """

    case: str
    label: str
    task: str
    record: str
    twin: str | None
    medium: str
    rendering: str
    locale: str
    operator: str
    severity: int
    steps: tuple[str, ...]
    issues: tuple[tuple[str, str], ...]
    scalars: tuple[Expected, ...]
    lists: tuple[ExpectedList, ...]
    versions: tuple[str, ...] = ()
    units: tuple[Beside, ...] = ()
    tables: tuple[GoldTable, ...] = ()
    links: SetExpectation | None = None

    @property
    def family(self) -> str:
        """The part of the operator before the dot."""
        return self.operator.partition(".")[0]

    @property
    def side(self) -> Side:
        """``clean`` without steps, ``null`` where its step changes nothing that matters."""
        if not self.steps:
            return "clean"
        return "null" if self.family == NULL else "dirty"

    def fields(self) -> Iterator[Expected]:
        """Yield every asked field, rows included."""
        yield from self.scalars
        for each in self.lists:
            for row in each.rows.values():
                yield from row.values()


@dataclass(slots=True)
class ScoredCorpus:
    """A corpus, ready to judge by.

    Attributes:
        printed: For the tasks ``text`` and ``tables``: case and path to what the document prints.
    """

    name: str
    digest: str
    cases: dict[str, ScoredCase]
    channel: Channel | None = None
    printed: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def load(folder: Path, *, channel: Channel | None = None, check: bool = False) -> ScoredCorpus:
    """Read the public cases and the private truth of a corpus.

    Args:
        folder: Folder of the corpus.
        channel: Judge by what this channel says instead of the one that was asked for.
        check: Compute the digest of every file again and compare.

    Raises:
        UserError: A file is missing or broken, truth and cases do not match, the digest is off, or
            there is nothing to score.
    """
    if channel is not None and channel not in CHANNELS:
        raise UserError("no such channel", given=channel, allowed=CHANNELS, where="--channel")
    stored = CorpusFolder(folder)
    public = {case.case: case for case in stored.cases()}
    if not public:
        raise UserError("the corpus has no cases", where=str(folder / CASES))
    cases: dict[str, ScoredCase] = {}
    for truth in stored.truths():
        if truth.case not in public:
            raise UserError(
                f"case {truth.case} has a truth but is not in {CASES}",
                where=str(folder / TRUTH),
                hint="the two halves belong to different corpora",
            )
        if truth.case in cases:
            raise UserError(f"case {truth.case} stands twice", where=str(folder / TRUTH))
        cases[truth.case] = scored_case(public[truth.case], truth, channel)
    lacking = sorted(public.keys() - cases.keys())
    if lacking:
        raise UserError(
            f"{len(lacking)} of {len(public)} cases have no truth: {', '.join(lacking[:_SAMPLE])}",
            where=str(folder / TRUTH),
        )
    if not any(True for case in cases.values() for _ in case.fields()):
        raise UserError("no field of any case is asked for", where=str(folder))
    corpus = ScoredCorpus(stored.about.name, stored.about.digest, cases, channel)
    if any(case.task in {"text", "tables"} for case in cases.values()):
        lines = stored.evidence() if stored.holds(EVIDENCE) else ()
        corpus.printed = printed_by(lines, public)
    if check:
        from chaosdocs.formats.unchanged import check_unchanged

        check_unchanged(folder, stored.about, public.values())
    return corpus


def printed_by(
    evidence: Iterable[Evidence], public: Mapping[str, Case]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return case and path to what the documents print on the channel that is asked for.

    Args:
        evidence: Where statements stand.
        public: The cases by id.
    """
    out: dict[tuple[str, str], tuple[str, ...]] = {}
    for line in evidence:
        case = public.get(line.case)
        if case is not None and line.role == "says" and line.channel == case.channel:
            at = line.case, line.path
            out[at] = (*out.get(at, ()), line.text)
    return out


def scored_case(public: Case, truth: CaseTruth, channel: Channel | None = None) -> ScoredCase:
    """Return one case as the judge sees it."""
    applied = [step.operator.partition("@") for step in truth.steps if step.outcome == "applied"]
    steps = tuple(operator for operator, _, _ in applied)
    scalars: list[Expected] = []
    rows: dict[str, dict[str, dict[str, Expected]]] = {
        path: {row: {} for row in said.rows}
        for path, said in truth.fields.items()
        if isinstance(said, ListExpectation)
    }
    for leaf in truth.leaves():
        field = _expected(leaf, channel)
        if leaf.list_path is None or leaf.row is None:
            scalars.append(field)
        else:
            rows[leaf.list_path][leaf.row][leaf.name] = field
    if truth.medium in _IN_COLUMNS:
        rows = {path: with_blank_cells(of_list) for path, of_list in rows.items()}
    lists = [_list(path, of_list, truth, public) for path, of_list in rows.items()]
    if public.task == "tables" and truth.tables:
        scalars = _in_tables(scalars, truth.tables)
    severity = truth.severity or max((s.severity for s in truth.steps), default=0)
    return ScoredCase(
        case=truth.case,
        label=truth.label,
        task=public.task,
        record="+".join(truth.records),
        twin=truth.twin,
        medium=truth.medium,
        rendering=truth.rendering,
        locale=truth.locale,
        operator=CLEAN if not steps else steps[0] if len(steps) == 1 else CHAIN,
        severity=severity if steps else 0,
        steps=steps,
        issues=tuple((issue.path, issue.code) for issue in truth.issues),
        scalars=tuple(scalars),
        lists=tuple(lists),
        versions=tuple(version for _, _, version in applied),
        units=_units(public.ask),
        tables=truth.tables,
        links=truth.links,
    )


def with_blank_cells(rows: dict[str, dict[str, Expected]]) -> dict[str, dict[str, Expected]]:
    """Return the rows of a printed list, each absent cell marked as blank that is one.

    A cell is blank if its row and its column both show another value. In a packet, a value of
    another document makes no column.
    """
    if all(cell.state != "absent" for row in rows.values() for cell in row.values()):
        return rows
    shown = {
        leaf
        for row in rows.values()
        for leaf, cell in row.items()
        if _shows(cell) and not cell.hops
    }
    return {
        key: {
            leaf: replace(cell, blank=True) if cell.state == "absent" and leaf in shown else cell
            for leaf, cell in row.items()
        }
        if any(map(_shows, row.values()))
        else row
        for key, row in rows.items()
    }


def _shows(cell: Expected) -> bool:
    """Whether a cell shows a value, or what is left of one."""
    return cell.state != "absent" and cell.why != "derived" and cell.reason not in _UNSEEN


def _in_tables(scalars: list[Expected], tables: Sequence[GoldTable]) -> list[Expected]:
    """Single fields, unscored where the tables have none: a parser of tables is not asked for them.

    A field that is gone stands in no table, yet counts where others of its kind stand in one.
    """
    there = {path for table in tables for row in table.paths for path in row}
    if any(field.path in there for field in scalars):
        return scalars
    return [replace(field, state="unscored") for field in scalars]


def _units(asked: dict[str, Any]) -> tuple[Beside, ...]:
    """The cases of a corpus mostly ask for the same; what is asked is looked through once."""
    from chaosdocs.foundation.digest import canonical

    name = canonical(asked)
    if name not in _KNOWN:
        if len(_KNOWN) > _MOST_KNOWN:
            _KNOWN.clear()
        _KNOWN[name] = beside(asked)
    return _KNOWN[name]


def _list(
    path: str, rows: dict[str, dict[str, Expected]], truth: CaseTruth, public: Case
) -> ExpectedList:
    said = truth.fields[path]
    assert isinstance(said, ListExpectation)  # noqa: S101 - it has rows
    units = {leaf for names in said.whole.values() for leaf in names}
    leaves = dict.fromkeys(
        (*units, *(leaf for row in rows.values() for leaf in row if leaf not in said.whole))
    )
    leaves.update(dict.fromkeys(_leaves_asked(public.ask, path)))
    return ExpectedList(
        path,
        said.order == "sequence",
        tuple(leaves),
        rows,
        said.whole,
        said.weights,
        said.exclusive,
        said.against,
        said.ignored,
    )


def _leaves_asked(schema: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    node = schema
    for part in path.strip("/").split("/"):
        node = node.get("properties", {}).get(part) if isinstance(node, dict) else None
    items = node.get("items") if isinstance(node, dict) else None
    yield from _leaves_below(items, "")


def _leaves_below(node: Any, prefix: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    properties = node.get("properties") if isinstance(node, dict) else None
    if not isinstance(properties, dict):
        return
    for name, below in properties.items():
        if isinstance(below, dict) and "x-kind" not in below and "properties" in below:
            yield from _leaves_below(below, f"{prefix}{name}/")
        else:
            yield f"{prefix}{name}"


def _expected(leaf: Leaf, channel: Channel | None) -> Expected:
    said = leaf.truth
    told = said.channels.get(channel) if channel is not None else None
    right = said if told is None else told
    blank = told is None and said.state == "unanswerable" and said.reason in BLANK
    others: list[tuple[str, Json]] = [
        (f"channel:{name}", value)
        for name, other in said.channels.items()
        if name != channel
        for value in other.accept
        if value not in right.accept
    ]
    if told is not None:
        others += [("channel:asked", v) for v in said.accept if v not in told.accept]
    return Expected(
        path=leaf.path,
        schema_path=leaf.schema_path,
        kind=said.kind,
        state=right.state,
        accept=right.accept,
        readings=right.readings,
        why=said.why if told is None else None,
        reason=said.reason if told is None else None,
        partial=right.partial,
        was=said.was,
        touched=bool(said.touched),
        lures=tuple((lure.name, lure.value) for lure in said.lures),
        others=tuple(others),
        hops=0 if said.context is None else said.context.hops,
        pages=0 if said.context is None else said.context.pages,
        stands=said.stands if told is None else None,
        blank=blank,
        hidden=tuple(
            (f"channel:{name}", value)
            for name, other in said.channels.items()
            if name != channel
            for value in other.readings
            if value not in right.accept and value not in right.readings
        ),
    )
