"""A small document of every stage, and for every verb an edit of it and edits that misquote it."""

from dataclasses import dataclass, replace
from decimal import Decimal

from chaosdocs.documents.edits import Bait, Drop, Retext, Say, SetOption
from chaosdocs.documents.flow import (
    FLOW,
    Entry,
    Fields,
    Flow,
    Heading,
    InsertBlock,
    MoveBlock,
    Paragraph,
    Relabel,
    TableBlock,
)
from chaosdocs.documents.page_verbs import (
    FILE,
    PAGES,
    AddRun,
    AddShape,
    Annotate,
    Attach,
    KeepRevision,
    MakeWidget,
    OrderRuns,
    SetCrop,
    SetFontLayer,
    SetInfo,
    SetRun,
)
from chaosdocs.documents.pages import Annotation, FontLayer, PdfDocument, Run, Shape, Widget
from chaosdocs.documents.scan import (
    SCAN,
    Blur,
    Cut,
    DropPage,
    Fade,
    Fax,
    Jpeg,
    LayText,
    Noise,
    Occlude,
    Resample,
    Scan,
    Shadow,
    Skew,
    Speckle,
    Trim,
)
from chaosdocs.documents.segments import (
    SEGMENTS,
    BreakSegment,
    DropSegment,
    InsertSegment,
    Piece,
    Segment,
    Segments,
)
from chaosdocs.documents.statement_set import (
    FACTS,
    VALUES,
    Add,
    Empty,
    Handle,
    Note,
    Remark,
    Restate,
    spell,
    state,
)
from chaosdocs.documents.table import (
    TABLE,
    Cell,
    Column,
    DropRow,
    HideRow,
    InsertRow,
    MoveColumn,
    Row,
    SetCell,
    SetColumn,
    SplitColumn,
    Table,
)
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode, Nest, RenameKey
from chaosdocs.documents.tree_verbs import (
    TREE,
    Flatten,
    Merge,
    Move,
    Order,
    SetNull,
    SetPlace,
    SetText,
    SetType,
    Split,
    Unwrap,
    Wrap,
)
from chaosdocs.truth.conventions import LOCALES
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import GONE, Lure, Statement, says
from chaosdocs.truth.values import Money


@dataclass(frozen=True)
class Example:
    """A verb at work: an edit that fits its document, and others that do not."""

    edit: object
    misquotes: tuple = ()

    @property
    def name(self):
        return type(self.edit).__name__


def euros(amount):
    return Money(Decimal(amount), "EUR")


def statement(ref, value, text, kind="money", row=None):
    return Statement(
        id=f"{ref}#1", ref=ref, kind=kind, text=text, claim=says(value), label=ref[1:],
        row=row,
    )  # fmt: skip


TOTAL = statement("/total", euros("12.50"), "12.50 EUR")
NUMBER = statement("/number", "A17", "A17", "id")
FIRST = statement("/lines/k1/amount", euros("10.00"), "10.00", row="k1")
SECOND = statement("/lines/k2/amount", euros("2.50"), "2.50", row="k2")
MORE = replace(TOTAL, id="/total#2", text="99.00 EUR", claim=says(euros("99.00")))
ALL = {each.id: each for each in (TOTAL, NUMBER, FIRST, SECOND)}
LURE = Lure(euros("1250.00"), "lost-mark")

DOMAIN = Domain(
    name="tiny",
    list_path="/lines",
    fields=(
        Field(path="/number", kind="id", description="Number.", labels={"en": "Number"},
              group="header"),
        Field(path="/total", kind="money", description="Total.", labels={"en": "Total"},
              group="totals"),
        Field(path="/lines/*/amount", kind="money", description="Amount.",
              labels={"en": "Amount"}, group="lines"),
    ),
)  # fmt: skip
RECORD = Record(
    id="tiny-1",
    domain=DOMAIN,
    locale="en_US",
    facts={
        "/number": "A17",
        "/total": euros("12.50"),
        "/lines/k1/amount": euros("10.00"),
        "/lines/k2/amount": euros("2.50"),
    },
    rows=("k1", "k2"),
)
RULE = Note(id="note#rule", text="The last one counts.", about=("/total",), rule=True)

_HEAD = Row(id="head", role="header", cells=(Cell(text="No"), Cell(text="Amount")))
_K1 = Row(id="k1", role="line", cells=(Cell(text="1"), Cell(statement=FIRST.id)))
_K2 = Row(id="k2", role="line", cells=(Cell(text="2"), Cell(statement=SECOND.id)))
_AMOUNT = Column(id="amount", header="Amount", kind="money", path="/lines/*/amount")
_LINES = {FIRST.id: FIRST, SECOND.id: SECOND}
_TABLE = Table(
    columns=(Column(id="no", header="No"), _AMOUNT),
    rows=(_HEAD, _K1, _K2),
    statements=_LINES,
    system="sap",
    options={"delimiter": ";"},
)
_SUM = Row(id="sum", role="subtotal", cells=(Cell(text="Sum"), Cell(text="12.50")))

_SEGMENTS = Segments(
    segments=(
        Segment(id="no", pieces=(Piece(text="NO:"), Piece(text="A17", statement=NUMBER.id))),
        Segment(id="sum", pieces=(Piece(text="SUM:"), Piece(text="12.50 EUR", statement=TOTAL.id))),
    ),
    statements={NUMBER.id: NUMBER, TOTAL.id: TOTAL},
    system="mt940",
    options={"newline": "\n"},
)
_MORE_SEGMENT = Segment(
    id="more", pieces=(Piece(text="SUM:"), Piece(text="99.00 EUR", statement=MORE.id))
)

_TREE = Tree(
    root=Node(
        id="",
        members=(
            Node(id="/total", key="total", statement=TOTAL.id, type="number"),
            Node(id="meta", key="meta", text="7", type="number"),
            Node(
                id="lines",
                key="lines",
                items=(
                    Node(id="k1", row="k1", members=(
                        Node(id=FIRST.ref, key="amount", statement=FIRST.id, type="number"),)),
                    Node(id="k2", row="k2", members=(
                        Node(id=SECOND.ref, key="amount", statement=SECOND.id, type="number"),
                        Node(id="tags", key="tags", items=(Node(id="only", text="red"),)),
                        Node(id="box", key="box", members=(
                            Node(id="name", key="name", text="Ann Lee"),
                            Node(id="void", key="void", type="null"))),
                    )),
                ),
            ),
        ),
    ),
    statements={k: s for k, s in ALL.items() if k != NUMBER.id},
    system="sap",
    options={"indent": "2"},
)  # fmt: skip
_FLOW = Flow(
    blocks=(
        Heading(id="heading", text="Invoice"),
        Fields(id="header", entries=(Entry(statement=NUMBER.id, label="Number"),)),
        TableBlock(id="lines", table=_TABLE),
        Fields(id="totals", entries=(Entry(statement=TOTAL.id, label="Total"),), role="totals"),
    ),
    statements=ALL,
    template="letterhead",
    locale="en_US",
    options={"paper": "a4"},
)


def run(name, page, text, statement_=None, x=50.0):
    return Run(
        id=name,
        page=page,
        text=text,
        x=x,
        y=100.0,
        size=10.0,
        font="sans",
        width=40.0,
        statement=statement_,
    )


_RUNS = (
    run("label", 0, "Total"),
    run("total", 0, "12.50 EUR", TOTAL.id, x=120.0),
    run("number", 1, "A17", NUMBER.id),
)
_PDF = PdfDocument(
    sizes=((595.0, 842.0), (595.0, 842.0)),
    runs=_RUNS,
    shapes=(Shape(id="rule", page=0, kind="line", box=(50, 110, 500, 110)),),
    statements={TOTAL.id: TOTAL, NUMBER.id: NUMBER},
    locale="en_US",
    info={"title": "Invoice"},
)
_SCAN = Scan(source=_PDF, statements=_PDF.statements, pages=(0, 1))
_BOX = (100.0, 90.0, 200.0, 110.0)
_WIDGET = Widget(
    id="w", page=0, box=_BOX, value="12.50 EUR", shown="12.50 EUR", size=10.0, statement=TOTAL.id
)
_NOTE = Annotation(
    id="n", page=0, kind="freetext", box=_BOX, contents="99.00 EUR", statement=MORE.id
)

RETEXT = Example(
    Retext(statement=FIRST.id, before="10.00", after="10,00", lures=(LURE,)),
    (
        Retext(statement=FIRST.id, before="11.00", after="x"),
        Retext(statement="/no#1", before="", after="x"),
    ),
)
DROP = Example(
    Drop(statement=FIRST.id, before="10.00"),
    (Drop(statement=FIRST.id, before="11.00"), Drop(statement="/no#1", before="")),
)
BAIT = Example(Bait(statement=FIRST.id, lures=(LURE,)), (Bait(statement="/no#1", lures=(LURE,)),))
SAY = Example(
    Say(statement=FIRST.id, channel="value", claim=says(euros("7")), lures=(LURE,)),
    (Say(statement="/no#1", channel="text"),),
)


def about(example, statement_):
    """The same example on another statement of the document."""
    swap = lambda e: replace(e, statement=statement_.id) if e.statement == FIRST.id else e  # noqa: E731
    return Example(swap(example.edit), tuple(swap(each) for each in example.misquotes))


def option(name, before):
    return Example(
        SetOption(option=name, before=before, after="|"),
        (
            SetOption(option=name, before="?", after="|"),
            SetOption(option="?", before="1", after=""),
        ),
    )


_OTHER = euros("21.50")
_SIDES = (replace(_AMOUNT, id="out", header="Debit"), replace(_AMOUNT, id="in", header="Credit"))
STAGES = {
    "facts": (FACTS, state(RECORD), (
        Example(Drop(statement=TOTAL.id, before=state(RECORD).statements[TOTAL.id].text),
                (Drop(statement=TOTAL.id, before="?"),)),
        Example(Restate(statement=TOTAL.id, before=euros("12.50"), after=_OTHER, lures=(LURE,)),
                (Restate(statement=TOTAL.id, before=_OTHER, after=_OTHER),
                 Restate(statement="/no#1", before=_OTHER, after=_OTHER))),
        Example(Add(statement=MORE), (Add(statement=TOTAL),)),
        Example(Remark(note=RULE)),
        Example(Empty(statement=TOTAL.id, before=euros("12.50")),
                (Empty(statement=TOTAL.id, before=_OTHER),)),
        Example(Handle(how="asked")),
    )),
    "values": (VALUES, spell(state(RECORD), LOCALES["en_US"]), (
        Example(Retext(statement=TOTAL.id, before="12.50 EUR", after="12,50 EUR"),
                (Retext(statement=TOTAL.id, before="12,50 EUR", after=""),)),
        Example(Remark(note=RULE)),
    )),
    "table": (TABLE, _TABLE, (
        RETEXT, DROP, BAIT, SAY,
        Example(InsertRow(row=_SUM, before_row="k2"),
                (InsertRow(row=_K1), InsertRow(row=_SUM, before_row="k9"))),
        Example(DropRow(row="k1"), (DropRow(row="k9"),)),
        Example(SetCell(row="k1", column="amount", before=Cell(statement=FIRST.id),
                        after=Cell(formula="=B3*2")),
                (SetCell(row="k1", column="amount", before=Cell(), after=Cell()),
                 SetCell(row="k1", column="no9", before=Cell(), after=Cell()))),
        Example(HideRow(row="k1"), (HideRow(row="k9"),)),
        Example(SetColumn(column="amount", before=_AMOUNT, after=replace(_AMOUNT, header="Sum")),
                (SetColumn(column="amount", before=replace(_AMOUNT, hidden=True), after=_AMOUNT),)),
        Example(MoveColumn(column="amount", place=0), (MoveColumn(column="x", place=0),)),
        Example(SplitColumn(column="amount", before=_AMOUNT, after=_SIDES, first=("k1",)),
                (SplitColumn(column="x", before=_AMOUNT, after=_SIDES, first=()),
                 SplitColumn(column="amount", before=_SIDES[0], after=_SIDES, first=()))),
        option("delimiter", ";"),
    )),
    "segments": (SEGMENTS, _SEGMENTS, (
        Example(replace(BAIT.edit, statement=TOTAL.id), (replace(BAIT.edit, statement="/x#1"),)),
        Example(replace(SAY.edit, statement=TOTAL.id), (replace(SAY.edit, statement="/x#1"),)),
        Example(InsertSegment(segment=_MORE_SEGMENT, before_segment="sum", statements=(MORE,)),
                (InsertSegment(segment=_SEGMENTS.segments[0]),
                 InsertSegment(segment=_MORE_SEGMENT, before_segment="x"))),
        Example(DropSegment(segment="sum", before="SUM:12.50 EUR"),
                (DropSegment(segment="sum", before="?"), DropSegment(segment="x", before=""))),
        Example(BreakSegment(segment="sum", before="SUM:12.50 EUR", at=(2, 4)),
                (BreakSegment(segment="sum", before="?", at=(2,)),
                 BreakSegment(segment="sum", before="SUM:12.50 EUR", at=(6,)),
                 BreakSegment(segment="sum", before="SUM:12.50 EUR", at=(13,)))),
        Example(SetOption(option="newline", before="\n", after="\r\n"),
                (SetOption(option="newline", before="", after="\n"),)),
    )),
    "tree": (TREE, _TREE, (
        RETEXT, DROP, BAIT, SAY,
        Example(RenameKey(node="/total", before="total", after="sum"),
                (RenameKey(node="/total", before="sum", after="x"),
                 RenameKey(node="/total", before="total", after="meta"),
                 RenameKey(node="x", before="total", after="y"))),
        Example(Nest(node="/total", key_outside="total", key_inside="value"),
                (Nest(node="/total", key_outside="meta", key_inside="value"),
                 Nest(node="", key_outside="x", key_inside="y"))),
        Example(DropNode(node="k1"), (DropNode(node="k9"),)),
        Example(InsertNode(parent="", node=Node(id="sum", key="sum", statement=MORE.id),
                           statements=(MORE,)),
                (InsertNode(parent="", node=Node(id="meta", key="other")),
                 InsertNode(parent="", node=Node(id="other", key="meta")),
                 InsertNode(parent="meta", node=Node(id="other", key="other")))),
        Example(SetType(node="meta", before="number", after="string"),
                (SetType(node="meta", before="string", after="number"),)),
        option("indent", "2"),
        Example(Move(node="meta", before="", after="k1", name="info", place=0),
                (Move(node="meta", before="k1", after="k2"),
                 Move(node="meta", before="", after="/total"),
                 Move(node="meta", before="", after="k1", name="amount"),
                 Move(node="lines", before="", after="k1"),
                 Move(node="meta", before="", after="k9"))),
        Example(Order(node="lines", before=("k1", "k2"), after=("k2", "k1")),
                (Order(node="lines", before=("k2", "k1"), after=("k1", "k2")),
                 Order(node="lines", before=("k1", "k2"), after=("k1", "k1")))),
        Example(Wrap(node="meta"), (Wrap(node="k9"),)),
        Example(Unwrap(node="tags"), (Unwrap(node="lines"), Unwrap(node="meta"))),
        Example(Flatten(node="box", keys=("boxName", "boxVoid")),
                (Flatten(node="box", keys=("one",)), Flatten(node="tags", keys=("x",)),
                 Flatten(node="box", keys=("amount", "void")))),
        Example(Split(node="name", before="Ann Lee", keys=("first", "last"),
                      parts=("Ann", "Lee")),
                (Split(node="name", before="Ann", keys=("a",), parts=("Ann",)),
                 Split(node="name", before="Ann Lee", keys=("a", "b"), parts=("A", "Lee")),
                 Split(node="box", before="", keys=("a",), parts=("",)))),
        Example(Merge(nodes=("meta", "name"), before=("7", "Ann Lee"), name="both", joint=" / "),
                (Merge(nodes=("name", "meta"), before=("Ann", "7"), name="both", joint=", "),
                 Merge(nodes=("name", "tags"), before=("Ann Lee", ""), name="both", joint=", "))),
        Example(SetNull(node="void", before="null", after="empty"),
                (SetNull(node="void", before="empty", after="null"),
                 SetNull(node="meta", before="null", after="empty"))),
        Example(SetText(node="meta", before="7", after="seven"),
                (SetText(node="meta", before="8", after="9"),
                 SetText(node="/total", before="", after="9"))),
        Example(SetPlace(node="meta", before="element", after="attribute"),
                (SetPlace(node="meta", before="text", after="element"),
                 SetPlace(node="lines", before="element", after="attribute"))),
    )),
    "flow": (FLOW, _FLOW, (
        RETEXT, DROP, BAIT, SAY, option("paper", "a4"),
        Example(MoveBlock(block="totals", place=0), (MoveBlock(block="x", place=0),)),
        Example(InsertBlock(block=Paragraph(id="thanks", text="Thank you"), place=1),
                (InsertBlock(block=Paragraph(id="header", text="x"), place=1),)),
        Example(Relabel(statement=TOTAL.id, before="Total", after="Sum"),
                (Relabel(statement=TOTAL.id, before="Sum", after="x"),
                 Relabel(statement=FIRST.id, before="", after="x"))),
    )),
    "pages": (PAGES, _PDF, (
        about(BAIT, TOTAL), about(SAY, TOTAL),
        Example(SetRun(before=_RUNS[1], after=replace(_RUNS[1], encoded="72.50 EUR")),
                (SetRun(before=replace(_RUNS[1], x=1.0), after=_RUNS[1]),)),
        Example(AddRun(run=run("more", 0, "99.00 EUR", MORE.id), statement=MORE),
                (AddRun(run=run("total", 0, "x")),)),
        Example(OrderRuns(page=0, order=("total", "label")),
                (OrderRuns(page=0, order=("total",)), OrderRuns(page=1, order=("total", "label")),
                 OrderRuns(page=0, order=("total", "label", "label")))),
        Example(AddShape(shape=Shape(id="bar", page=0, kind="fill", box=_BOX)),
                (AddShape(shape=Shape(id="rule", page=0, kind="fill", box=_BOX)),)),
    )),
    "file": (FILE, _PDF, (
        about(BAIT, TOTAL), about(SAY, TOTAL),
        Example(AddRun(run=replace(run("more", 0, "hidden"), visible=False)),
                (AddRun(run=run("total", 0, "x")),)),
        Example(SetFontLayer(layer=FontLayer(font="sans", mode="lying", swaps=(("1", "7"),)))),
        Example(SetCrop(page=0, box=_BOX)),
        Example(MakeWidget(widget=_WIDGET, runs=("total",)),
                (MakeWidget(widget=_WIDGET, runs=("total", "x")),)),
        Example(Annotate(annotation=_NOTE, statement=MORE)),
        Example(SetInfo(entry="title", before="Invoice", after="A17", statement=MORE),
                (SetInfo(entry="title", before="?", after="A17"),
                 SetInfo(entry="author", before="Invoice", after="A17"))),
        Example(Attach(name="x.xml", contents="<a/>", statements=(MORE,))),
        Example(KeepRevision(texts=((TOTAL.id, "99.00 EUR"),), statement=MORE),
                (KeepRevision(texts=(("/no#1", "9"),), statement=MORE),)),
    )),
    "scan": (SCAN, _SCAN, (
        about(BAIT, TOTAL), about(SAY, TOTAL),
        Example(Skew(angle=1.5), (Skew(angle=1.5, page=7),)),
        Example(Blur(sigma=0.5)), Example(Noise(sigma=9, seed="n")),
        Example(Speckle(share=0.01, seed="s")), Example(Jpeg(quality=30, times=2)),
        Example(Resample(dpi=72)),
        Example(Fax(across=204, down=98, threshold=128, dropout=0.1, seed="f")),
        Example(Fade(strength=0.5)), Example(Shadow(depth=0.4, side="left")),
        Example(Occlude(page=0, box=_BOX, style="redaction"),
                (Occlude(page=7, box=_BOX, style="redaction"),)),
        Example(Cut(page=1, side="left", points=30), (Cut(page=7, side="left", points=30),)),
        Example(DropPage(page=1), (DropPage(page=7),)),
        Example(Trim(statement=TOTAL.id, before="12.50 EUR", after=replace(TOTAL, text="50 EUR",
                                                                     claim=GONE, trace="cut")),
                (Trim(statement=TOTAL.id, before="?", after=TOTAL),
                 Trim(statement="/no#1", before="", after=TOTAL))),
        Example(LayText()),
    )),
}  # fmt: skip
"""Stage to its verbs, a document, and the examples."""

ONCE = {"Remark", "Handle", "HideRow", "SetFontLayer", "SetCrop", "Annotate", "Attach", "LayText"}
"""Verbs that a document obeys once: the same edit again misquotes it."""
