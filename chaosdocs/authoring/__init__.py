"""All that the author of an operator imports.

An operator is one decorated function in a file of its own. It reads a document of its stage, asks a
named random stream, and yields edits::

    @operator(VALUES, evidence="...", ladder=rates([0.1, 0.25, 0.5, 0.75, 1]))
    def trailing_minus(values, level, rng):
        ...
        for statement in take_statements(negative, level.rate, rng):
            yield retext(statement, f"{unsigned}-")
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
from chaosdocs.authoring.operator import MEDIA, SEVERITIES, Medium, Operator, Severity, Skip
from chaosdocs.authoring.plan import Plan, plan, replay, touched
from chaosdocs.authoring.registry import OPERATORS, AnyOperator
from chaosdocs.authoring.showing import document_saying, show
from chaosdocs.authoring.units import Number, Rate, numbers, rates
from chaosdocs.authoring.wording import currency_of, in_language
from chaosdocs.documents.edits import Bait, Drop, Edit, Retext, Say, SetOption, Stage
from chaosdocs.documents.flow import FLOW, Flow
from chaosdocs.documents.page_verbs import FILE, PAGES
from chaosdocs.documents.pages import PdfDocument
from chaosdocs.documents.scan import SCAN, Scan
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
from chaosdocs.documents.table import TABLE, Table
from chaosdocs.documents.tree import TREE, Tree
from chaosdocs.foundation.rng import AlwaysRng, Rng, SeededRng
from chaosdocs.truth.statements import GONE, Claim, Lure, Ref, Statement, says

__all__ = [
    "FACTS",
    "FILE",
    "FLOW",
    "GONE",
    "MEDIA",
    "OPERATORS",
    "PAGES",
    "SCAN",
    "SEVERITIES",
    "TABLE",
    "TREE",
    "VALUES",
    "Add",
    "AlwaysRng",
    "AnyOperator",
    "Bait",
    "Claim",
    "Drop",
    "Edit",
    "Empty",
    "Flow",
    "Handle",
    "Lure",
    "Medium",
    "Note",
    "Number",
    "Operator",
    "PdfDocument",
    "Plan",
    "Rate",
    "Ref",
    "Remark",
    "Restate",
    "Retext",
    "Rng",
    "Say",
    "Scan",
    "SeededRng",
    "SetOption",
    "Severity",
    "Skip",
    "Stage",
    "Statement",
    "StatementSet",
    "Table",
    "Tree",
    "choose_statement",
    "currency_of",
    "document_saying",
    "first_in_head",
    "in_language",
    "numbers",
    "operator",
    "plan",
    "rates",
    "replay",
    "retext",
    "says",
    "show",
    "statements_of",
    "take",
    "take_few",
    "take_statements",
    "touched",
]
