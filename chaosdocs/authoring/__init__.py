"""All that the author of an operator imports.

An operator is one decorated function in a file of its own. It reads a document of its stage, asks a
named random stream, and yields edits::

    from chaosdocs.authoring import VALUES, operator, rates, retext, statements_of, take_statements

    @operator(VALUES, evidence="owner/repo#12", ladder=rates([0.1, 0.25, 0.5, 0.75, 1]))
    def trailing_minus(values, level, rng):
        '''A document with negative amounts with the sign behind the number. ...'''
        for statement in take_statements(statements_of(values, "money"), level.rate, rng):
            yield retext(statement, statement.text.removeprefix("-") + "-")

Here are the decorator and what chooses (`statements_of`, `take`), the stages in capitals with their
documents and verbs (`TREE`, `Tree`, `RenameKey`), the value types (`Money`, `write`, `key`),
geometry, units of ladders, and streams of chance.
"""

from chaosdocs.authoring.choosing import (
    choose_statement,
    first_in_head,
    retext,
    statements_of,
    take,
    take_few,
    take_statements,
)
from chaosdocs.authoring.declaring import operator
from chaosdocs.authoring.operator import SEVERITIES, AnyOperator, Operator, Severity, Skip
from chaosdocs.authoring.otherwise import other_text
from chaosdocs.authoring.plan import Plan, plan, replay, touched
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.authoring.showing import document_saying, show
from chaosdocs.authoring.units import (
    Count,
    Degrees,
    Dpi,
    GreyLevels,
    Number,
    Once,
    Points,
    Quality,
    Rate,
    Share,
    Strength,
    numbers,
    rates,
)
from chaosdocs.authoring.wording import currency_of, in_language
from chaosdocs.documents.edits import Bait, Drop, Edit, Retext, Say, SetOption, Stage
from chaosdocs.documents.flow import FLOW, Flow
from chaosdocs.documents.geometry import Box, around
from chaosdocs.documents.page_verbs import (
    FILE,
    PAGES,
    AddRun,
    Annotate,
    Attach,
    KeepRevision,
    MakeWidget,
    OrderRuns,
    SetCrop,
    SetFontLayer,
    SetInfo,
)
from chaosdocs.documents.pages import Annotation, FontLayer, PdfDocument, Run, Widget
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
    StatementSet,
)
from chaosdocs.documents.table import TABLE, Cell, Column, HideRow, InsertRow, Row, SetCell, Table
from chaosdocs.documents.tree import (
    TREE,
    DropNode,
    InsertNode,
    Nest,
    Node,
    RenameKey,
    SetType,
    Tree,
)
from chaosdocs.formats.media import Medium
from chaosdocs.foundation.rng import AlwaysRng, Rng, SeededRng
from chaosdocs.render.cells import typed
from chaosdocs.render.pdf.fittings import room_for
from chaosdocs.render.pdf.layout import paginate
from chaosdocs.render.pdf.metrics import advances, inks
from chaosdocs.truth.closure import closure
from chaosdocs.truth.conventions import (
    Convention,
    convention_of,
    parts_of,
    write,
    write_date,
)
from chaosdocs.truth.records import in_row
from chaosdocs.truth.statements import GONE, Claim, Lure, Ref, Statement, says
from chaosdocs.truth.values import Kind, Money, Month, Quantity, Value, decimal, key, to_json

__all__ = [
    "FACTS",
    "FILE",
    "FLOW",
    "GONE",
    "OPERATORS",
    "PAGES",
    "SCAN",
    "SEGMENTS",
    "SEVERITIES",
    "TABLE",
    "TREE",
    "VALUES",
    "Add",
    "AddRun",
    "AlwaysRng",
    "Annotate",
    "Annotation",
    "AnyOperator",
    "Attach",
    "Bait",
    "Blur",
    "Box",
    "Cell",
    "Claim",
    "Column",
    "Convention",
    "Count",
    "Cut",
    "Degrees",
    "Dpi",
    "Drop",
    "DropNode",
    "DropPage",
    "DropSegment",
    "Edit",
    "Empty",
    "Fade",
    "Fax",
    "Flow",
    "FontLayer",
    "GreyLevels",
    "Handle",
    "HideRow",
    "InsertNode",
    "InsertRow",
    "InsertSegment",
    "Jpeg",
    "KeepRevision",
    "Kind",
    "LayText",
    "Lure",
    "MakeWidget",
    "Medium",
    "Money",
    "Month",
    "Nest",
    "Node",
    "Noise",
    "Note",
    "Number",
    "Occlude",
    "Once",
    "Operator",
    "OrderRuns",
    "PdfDocument",
    "Piece",
    "Plan",
    "Points",
    "Quality",
    "Quantity",
    "Rate",
    "Ref",
    "Remark",
    "RenameKey",
    "Resample",
    "Restate",
    "Retext",
    "Rng",
    "Row",
    "Run",
    "Say",
    "Scan",
    "SeededRng",
    "Segment",
    "Segments",
    "SetCell",
    "SetCrop",
    "SetFontLayer",
    "SetInfo",
    "SetOption",
    "SetType",
    "Severity",
    "Shadow",
    "Share",
    "Skew",
    "Skip",
    "Speckle",
    "Stage",
    "Statement",
    "StatementSet",
    "Strength",
    "Table",
    "Tree",
    "Trim",
    "Value",
    "Widget",
    "advances",
    "around",
    "choose_statement",
    "closure",
    "convention_of",
    "currency_of",
    "decimal",
    "document_saying",
    "first_in_head",
    "in_language",
    "in_row",
    "inks",
    "key",
    "numbers",
    "operator",
    "other_text",
    "paginate",
    "parts_of",
    "plan",
    "rates",
    "replay",
    "retext",
    "room_for",
    "says",
    "show",
    "statements_of",
    "take",
    "take_few",
    "take_statements",
    "to_json",
    "touched",
    "typed",
    "write",
    "write_date",
]
