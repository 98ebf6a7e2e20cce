"""Sets: which links, differences and orphans the printed rows and a policy leave."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.truth.links import Entry, Link, Orphan, Share
from chaosdocs.truth.policy import Discount, Fee, MatchingKey, Policy, Tolerance, policy_of
from chaosdocs.truth.sets import fold
from chaosdocs.truth.values import Money

BOTH = ("books", "bank")


def euros(text):
    return Money(Decimal(text), "EUR")


def row(member, key, amount, *, day=3, party="Acme", refs=(), texts=(), of=(), **more):
    return Entry(
        member=member, key=key, amount=euros(amount), date=dt.date(2025, 1, day), party=party,
        references=tuple(refs), texts=tuple(texts),
        of=tuple(Share(event, Decimal(amount)) for event in of), **more,
    )  # fmt: skip


def books(key, amount, **more):
    return row("books", key, amount, **more)


def bank(key, amount, **more):
    return row("bank", key, amount, **{"day": 9, **more})


def links_of(truth):
    return [
        tuple((member, *keys) for member, keys in each.link.sides)
        for each in truth.links
        if each.link is not None
    ]


def folded(*rows, members=BOTH, **policy):
    return fold(rows, Policy(**policy), members)


def test_a_reference_counts_as_a_whole_word_and_whatever_the_amounts_are():
    truth = folded(
        books("1", "10.00", refs=["14"]),
        books("2", "20.00", refs=["1814"]),
        bank("B1", "99.00", texts=["invoice 1814"], party="Other"),
    )

    assert links_of(truth) == [(("books", "2"), ("bank", "B1"))]
    assert truth.orphans == (Orphan("books", "1"),)
    assert [(d.by, d.reason) for d in truth.differences] == [(euros("79.00"), "unknown")]


def test_one_payment_for_three_invoices_is_one_link():
    truth = folded(
        books("1", "10.00"), books("2", "20.50"), books("3", "30.25"), books("4", "9.00"),
        bank("B1", "60.75"),
    )  # fmt: skip

    assert links_of(truth) == [(("books", "1", "2", "3"), ("bank", "B1"))]
    assert truth.orphans == (Orphan("books", "4"),)


def test_two_open_items_of_one_amount_leave_a_payment_ambiguous():
    truth = folded(books("1", "10.00"), books("2", "10.00", refs=["x"]), bank("B1", "10.00"))

    [one] = truth.links
    assert one.state == "ambiguous"
    assert [each.keys("books") for each in one.readings] == [("1",), ("2",)]
    assert truth.open == {("books", "1"), ("books", "2"), ("bank", "B1")}
    assert truth.orphans == ()


def test_the_oldest_item_is_taken_where_the_policy_says_so():
    rows = [
        books("1", "10.00", day=5, refs=["x"]), books("2", "10.00", day=2, refs=["y"]),
        bank("B1", "10.00"),
    ]  # fmt: skip

    assert links_of(folded(*rows, oldest_first=True)) == [(("books", "2"), ("bank", "B1"))]


def test_an_exact_sum_comes_before_a_discount():
    terms = (Discount(percent=Decimal(2), days=14),)
    truth = folded(
        books("1", "100.00"), books("2", "58.00"), books("3", "40.00"), bank("B1", "98.00"),
        discounts=terms,
    )  # fmt: skip

    assert links_of(truth) == [(("books", "2", "3"), ("bank", "B1"))]


@pytest.mark.parametrize(
    ("paid", "policy", "reason"),
    [
        ("98.00", {"discounts": (Discount(percent=Decimal(2), days=14),)}, "cash_discount"),
        ("98.00", {"discounts": (Discount(percent=Decimal(2), days=3),)}, "cash_discount"),
        ("99.96", {"tolerance": Tolerance(absolute=Decimal("0.05"))}, "rounding"),
        ("85.00", {"fees": (Fee(name="charge", fixed=Decimal(5), most=Decimal(40)),)}, "fee"),
        ("-100.00", {}, "sign"),
        ("137.00", {}, "unknown"),
        ("200.00", {}, "typo"),
    ],
)
def test_the_reason_of_a_difference_follows_from_the_policy(paid, policy, reason):
    truth = folded(books("1", "100.00", refs=["RE-1"]), bank("B1", paid, texts=["RE-1"]), **policy)

    assert [d.reason for d in truth.differences] == [reason]
    assert truth.differences[0].by == euros(str(Decimal(paid) - 100))


def test_a_late_discount_ties_nothing_without_a_reference():
    late = (Discount(percent=Decimal(2), days=3),)

    assert links_of(folded(books("1", "100.00"), bank("B1", "98.00"), discounts=late)) == []


def test_a_rate_of_another_day_is_fx_and_a_posting_of_another_month_is_cut_off():
    dollars = Money(Decimal("110.00"), "USD")
    truth = folded(
        books("1", "100.00", refs=["a"], foreign=dollars),
        Entry(
            member="bank", key="9", date=dt.date(2025, 2, 1), amount=euros("101.30"),
            party="Acme", texts=("a",), foreign=dollars,
        ),
        compare=("amount", "date"),
    )  # fmt: skip

    assert [d.reason for d in truth.differences] == ["fx", "cut_off"]
    assert truth.differences[1].by == 29


def test_three_members_are_one_link_with_differences_from_the_first():
    truth = folded(
        row("orders", "PO1", "100.00", quantity=Decimal(10), price=Decimal(10)),
        row("receipts", "GR1", "90.00", refs=["PO1"], quantity=Decimal(9), price=Decimal(10)),
        row("invoices", "RE1", "100.00", refs=["PO1"], quantity=Decimal(10), price=Decimal(10)),
        members=("orders", "receipts", "invoices"), compare=("amount", "quantity"),
    )  # fmt: skip

    assert links_of(truth) == [(("orders", "PO1"), ("receipts", "GR1"), ("invoices", "RE1"))]
    assert [(d.field, d.reason) for d in truth.differences] == [
        ("amount", "quantity"), ("quantity", "quantity"),
    ]  # fmt: skip


def test_of_a_row_that_is_booked_twice_the_first_counts():
    truth = folded(
        books("1", "10.00", refs=["RE-1"]), books("2", "10.00", refs=["RE-1"]),
        bank("B1", "10.00", texts=["RE-1"]),
    )  # fmt: skip

    assert links_of(truth) == [(("books", "1"), ("bank", "B1"))]
    assert truth.orphans == (Orphan("books", "2", "duplicate"),)


def test_a_cut_reference_ties_where_the_amounts_agree():
    keys = (MatchingKey(by="reference"), MatchingKey(by="cut_reference", least=4))
    rows = [
        books("1", "10.00", party="", refs=["RE-20250017"]),
        bank("B1", "10.00", party="", texts=["RE-20250"]),
    ]

    assert links_of(folded(*rows, keys=keys)) == [(("books", "1"), ("bank", "B1"))]
    assert links_of(folded(*rows)) == []


def test_a_link_that_events_contradict_is_a_misfit_and_one_that_nobody_sees_is_lost():
    truth = folded(
        books("1", "10.00", of=["a"]), books("2", "20.00", of=["b"]),
        bank("B1", "10.00", of=["b"]), bank("B2", "33.00", of=["a"]),
    )  # fmt: skip

    assert truth.misfits == (Link((("books", ("1",)), ("bank", ("B1",)))),)
    assert len(truth.lost) == 2


def test_two_rows_with_one_key_are_refused():
    with pytest.raises(ValueError, match="two rows of books have the key '1'"):
        folded(books("1", "10.00"), books("1", "20.00"))


def test_a_search_without_end_is_refused():
    rows = [books(f"K{n}", "10.00", refs=[f"x{n}"]) for n in range(8)]
    with pytest.raises(ValueError, match="more than 120 ways"):
        folded(*rows, *(bank(f"B{n}", "10.00", texts=[f"part {n}"]) for n in range(8)))


amounts = st.decimals(0, 1000, places=2)
policies = st.builds(
    Policy,
    keys=st.lists(
        st.builds(
            MatchingKey, by=st.sampled_from(["reference", "cut_reference", "amount", "sum"]),
            least=st.integers(1, 9), most=st.integers(2, 6), both=st.booleans(),
        )
    ).map(tuple),
    before=st.integers(0, 9), after=st.integers(0, 90),
    days=st.sampled_from(["calendar", "weekdays"]),
    tolerance=st.builds(
        Tolerance, absolute=st.none() | amounts, percent=st.none() | amounts,
        which=st.sampled_from(["smaller", "greater"]),
    ),
    discounts=st.lists(st.builds(Discount, percent=amounts, days=st.integers(0, 60))).map(tuple),
    fees=st.lists(
        st.builds(
            Fee, name=st.text(min_size=1), percent=amounts, fixed=amounts, most=st.none() | amounts,
            per=st.sampled_from(["entry", "payment"]),
        )
    ).map(tuple),
    leading=st.none() | st.just("books"), turned=st.just(()) | st.just(("bank",)),
    oldest_first=st.booleans(), duplicates=st.booleans(), cut_off=st.none() | st.integers(0, 9),
    names=st.just(()) | st.just((("A", "B"),)),
)  # fmt: skip


@given(policies)
def test_a_policy_is_read_back_from_its_data(policy):
    assert policy_of(policy.data()) == policy
    assert policy.words().count("\n") >= 6


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kees": []}, "policy has no 'kees'; allowed: keys, before"),
        ({"keys": [{"by": "name"}]}, "policy/keys/0/by is 'name'; allowed: reference"),
        ({"keys": [{"least": 3}]}, "policy/keys/0 lacks"),
        ({"after": -1}, "policy/after is -1, not a whole number from 0"),
        ({"tolerance": {"absolute": 0.05}}, "policy/tolerance/absolute is 0.05, not a number"),
        ({"turned": "bank"}, "policy/turned is 'bank', not a list"),
        ([], "policy is \\[\\], not an object"),
    ],
)
def test_a_policy_that_is_none_says_where_and_what(data, message):
    with pytest.raises(ValueError, match=message):
        policy_of(data)
