"""A set by hand: five links, one difference, two orphans, one ambiguous payment."""

import datetime as dt
from decimal import Decimal

from chaosdocs.corpus.links import link_fields, link_instructions, link_schema
from chaosdocs.formats.cases import Case, CaseTruth
from chaosdocs.formats.links import SetEntry, SetExpectation, SetMember
from chaosdocs.truth.links import Entry
from chaosdocs.truth.policy import Discount, Fee, MatchingKey, Policy
from chaosdocs.truth.sets import data_of, fold
from chaosdocs.truth.values import Money

MEMBERS = ("books", "bank")
POLICY = Policy(
    keys=(MatchingKey(by="reference"), MatchingKey(by="amount"), MatchingKey(by="sum")),
    discounts=(Discount(percent=Decimal(2), days=14),),
    fees=(Fee(name="account fee", fixed=Decimal(5)),),
)


def entry(member, key, amount, day, party="Acme", *, refs=(), texts=()):
    return Entry(
        member=member, key=key, amount=Money(Decimal(amount), "EUR"), date=dt.date(2025, 1, day),
        party=party, references=tuple(refs), texts=tuple(texts),
    )  # fmt: skip


ENTRIES = (
    entry("books", "51", "100.00", 1, refs=["RE-1"]),
    entry("books", "52", "200.00", 2, refs=["RE-2"]),
    entry("books", "53", "119.00", 3, refs=["RE-3"]),
    entry("books", "54", "77.00", 3, "Beta", refs=["RE-4"]),
    entry("books", "55", "77.00", 4, "Beta", refs=["RE-5"]),
    entry("books", "56", "10.00", 4, "Gamma", refs=["RE-6"]),
    entry("books", "57", "20.00", 4, "Gamma", refs=["RE-7"]),
    entry("books", "58", "31.00", 5, "Delta", refs=["RE-8"]),
    entry("books", "59", "44.40", 6, "Delta", refs=["RE-9"]),
    entry("bank", "B1", "300.00", 10, texts=["RE-1, RE-2"]),
    entry("bank", "B2", "116.62", 10),
    entry("bank", "B3", "77.00", 10, "Beta"),
    entry("bank", "B4", "30.00", 10, "Gamma"),
    entry("bank", "B5", "5.00", 10, "", texts=["account fee"]),
    entry("bank", "B6", "44.40", 11, "Delta"),
)


def set_case(entries=ENTRIES, policy=POLICY, members=MEMBERS, name="c", touched=None):
    """Return the public case and the truth of a set."""
    truth = fold(entries, policy, members)
    rows = {each.at: f"m{n}" for n, each in enumerate(entries)}
    listed = tuple(
        SetEntry(
            member=each.member, row=rows[each.at], key=each.key,
            amount=None if each.amount is None else f"{each.amount.amount}",
            currency="" if each.amount is None else each.amount.currency,
        )
        for each in entries
    )  # fmt: skip
    public = Case(
        case=name, task="reconcile", channel="value",
        instructions=link_instructions(members, policy.words()), files=(),
        schema=link_schema(members, policy),
    )  # fmt: skip
    private = CaseTruth(
        case=name, label=f"{name}~set~clean", records=("book-1",), medium="csv",
        rendering="csv.sap", twin=None, locale="en_US", steps=(),
        fields=link_fields(truth, listed, touched=touched),
        links=SetExpectation(
            members=tuple(
                SetMember(name=each, file=f"{each}.csv", leaves={"key": ("key",)})
                for each in members
            ),
            policy=policy.data(), entries=listed,
        ),
    )  # fmt: skip
    return public, private, data_of(truth)
