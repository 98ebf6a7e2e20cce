"""A document chooses the order of its dates and its decimal mark once."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from chaosdocs.sources.order import NotBefore
from chaosdocs.sources.relations import DueDate
from chaosdocs.truth.choices import open_text
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.fold import fold
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Money

DAYS = Convention(name="en_US", date="dd/MM/yyyy|MM/dd/yyyy")
MARKS = Convention(name="en_US", decimal=".|,", group=",|.")


def field(path, kind="date"):
    return Field(path=path, kind=kind, description=path, labels={"en": path}, group="header")


DOMAIN = Domain(
    name="d",
    fields=(field("/issued"), field("/due"), field("/delivered"), field("/days", "number")),
    rules=(DueDate("/due", "/issued", "/days"), NotBefore("/due", "/issued")),
)
RECORD = Record(
    id="r",
    domain=DOMAIN,
    locale="en_US",
    facts={
        "/issued": dt.date(2024, 3, 4),
        "/due": dt.date(2024, 4, 3),
        "/delivered": dt.date(2024, 3, 2),
        "/days": Decimal(30),
    },
)


def plain(ref, n=1):
    value = RECORD.facts[ref]
    kind = DOMAIN.field(ref).kind
    return Statement(id=f"{ref}#{n}", ref=ref, kind=kind, text=str(value), claim=says(value))


def slashed(ref, order="%d/%m/%Y"):
    day = RECORD.facts[ref]
    both = says(day, day.replace(day=day.month, month=day.day))
    text = day.strftime(order)
    return replace(plain(ref), text=text, claim=both, convention=DAYS)


def states(*statements):
    truths = fold(RECORD, statements, channel="eye")
    return {ref: truth.state for ref, truth in truths.items()}, truths


def test_the_terms_of_payment_settle_the_other_dates_as_well():
    for order in ("%d/%m/%Y", "%m/%d/%Y"):
        dates = [slashed(ref, order) for ref in ("/issued", "/due", "/delivered")]
        found, truths = states(*dates, plain("/days"))

        assert set(found.values()) == {"answerable"}
        assert truths["/delivered"].accept == (RECORD.facts["/delivered"],)


def test_a_date_that_is_stated_plainly_as_well_settles_the_others():
    dates = [slashed("/issued"), slashed("/delivered")]

    assert states(*dates)[0]["/delivered"] == "ambiguous"
    assert states(*dates, plain("/issued", 2))[0]["/delivered"] == "answerable"


def test_a_reading_before_the_invoice_is_none():
    truths = states(plain("/issued"), slashed("/delivered"), slashed("/due", "%m/%d/%Y"))[1]

    assert truths["/due"].state == "ambiguous"
    early = {**RECORD.facts, "/due": dt.date(2024, 5, 2)}
    record = replace(RECORD, facts=early)
    swapped = replace(
        slashed("/due"),
        text="02/05/2024",
        claim=says(dt.date(2024, 5, 2), dt.date(2024, 2, 5)),
    )
    found = fold(record, [plain("/issued"), swapped, slashed("/delivered")], channel="eye")

    assert found["/due"].accept == (dt.date(2024, 5, 2),)
    assert found["/delivered"].accept == (RECORD.facts["/delivered"],)


def test_where_no_order_fits_the_document_contradicts_itself_and_nothing_is_settled():
    late = replace(plain("/days"), claim=says(Decimal(14)))

    found, _ = states(*[slashed(ref) for ref in ("/issued", "/due", "/delivered")], late)

    assert found["/delivered"] == "ambiguous"


def test_a_mark_is_a_choice_too():
    small, big = Money(Decimal("1.234"), "KWD"), Money(Decimal(1234), "KWD")

    point = open_text("/a", "1.234 KWD", MARKS, (small, big))
    comma = open_text("/b", "KWD 1,234", MARKS, (small, big))

    assert (point.first, point.second) == (small, big)
    assert (comma.first, comma.second) == (big, small)
    assert point.family == comma.family
    assert open_text("/a", "1.234 KWD", Convention(name="x"), (small, big)) is None
    assert open_text("/a", "1234 KWD", MARKS, (small, big)) is None
    assert open_text("/a", "??", DAYS, (dt.date(2024, 3, 4), dt.date(2024, 4, 3))) is None
    assert open_text("/a", "1.234", MARKS, ("1.234", "1234")) is None
