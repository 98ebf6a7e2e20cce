"""All that the author of an operator imports.

An operator is one decorated function in a file of its own. It reads a document of its stage, asks a
named random stream, and yields edits::

    @operator(VALUES, origin="...", ladder=rates([0.1, 0.25, 0.5, 0.75, 1]))
    def trailing_minus(values, level, rng):
        ...
        for spot in take_spots(negative, level.rate, rng):
            yield retext(spot, f"{unsigned}-")
"""

from chaosdocs.documents.edits import Bait, Drop, Edit, Retext, Say, SetOption, Stage
from chaosdocs.documents.flow import FLOW, Flow
from chaosdocs.documents.page_verbs import FILE, PAGES
from chaosdocs.documents.pages import PdfDocument
from chaosdocs.documents.scan import SCAN, Scan
from chaosdocs.documents.statements import (
    FACTS,
    VALUES,
    Add,
    Empty,
    Handle,
    Note,
    Remark,
    Restate,
    Statements,
)
from chaosdocs.documents.table import TABLE, Table
from chaosdocs.documents.tree import TREE, Tree
from chaosdocs.kernel.choosing import (
    choose_spot,
    first_in_head,
    retext,
    spots_of,
    take,
    take_few,
    take_spots,
)
from chaosdocs.kernel.declaring import operator
from chaosdocs.kernel.operator import MEDIA, SEVERITIES, Medium, Operator, Severity, Skip
from chaosdocs.kernel.plan import Plan, plan, replay, touched
from chaosdocs.kernel.registry import REGISTRY, AnyOperator
from chaosdocs.kernel.showing import show, statements_of
from chaosdocs.kernel.units import Number, Rate, numbers, rates
from chaosdocs.kernel.wording import currency_of, in_language
from chaosdocs.truth.rng import AlwaysRng, Rng, SeededRng
from chaosdocs.truth.spots import GONE, Claim, Lure, Ref, Spot, says

__all__ = [
    "FACTS",
    "FILE",
    "FLOW",
    "GONE",
    "MEDIA",
    "PAGES",
    "REGISTRY",
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
    "Spot",
    "Stage",
    "Statements",
    "Table",
    "Tree",
    "choose_spot",
    "currency_of",
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
    "spots_of",
    "statements_of",
    "take",
    "take_few",
    "take_spots",
    "touched",
]
