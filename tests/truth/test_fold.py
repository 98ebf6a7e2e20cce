"""The fold, state by state, and that order has no say."""

import datetime as dt
import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.sources.registry import SOURCES
from chaosdocs.sources.relations import DueDate
from chaosdocs.truth.closure import closure
from chaosdocs.truth.fold import fold
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import GONE, Claim, Lure, Statement, says
from chaosdocs.truth.values import Money, Month


def field(path, kind="money", group="totals"):
    return Field(path=path, kind=kind, description=path, labels={"en": path}, group=group)


def eur(amount):
    return Money(Decimal(amount), "EUR")


class Add:
    """total = net + tax, one way."""

    name = "total = net + tax"

    def bonds(self, rows):
        yield "/net", "/tax", "/total"

    def derive(self, facts, rows):
        net, tax = facts.get("/net"), facts.get("/tax")
        if net is None or tax is None:
            return {}
        return {"/total": Money(net.amount + tax.amount, net.currency)}

    def check(self, facts, rows):
        derived = self.derive(facts, rows).get("/total")
        if derived is None or "/total" not in facts:
            return None
        return derived == facts["/total"]


DOMAIN = Domain(
    name="d",
    fields=(field("/net"), field("/tax"), field("/total"), field("/iban", "id", "payment")),
    rules=(Add(),),
)
RECORD = Record(
    id="r",
    domain=DOMAIN,
    locale="en_US",
    facts={"/net": eur("100"), "/tax": eur("19"), "/total": eur("119"), "/iban": "DE12345"},
)


def statement(ref, claim, n=1, **more):
    kind = DOMAIN.field(ref).kind
    return Statement(id=f"{ref}#{n}", ref=ref, kind=kind, text="x", claim=claim, **more)


def clean(*but):
    changed = {s.ref for s in but}
    return [
        statement(ref, says(value)) for ref, value in RECORD.facts.items() if ref not in changed
    ] + [s for s in but if s.claim.living or s.trace]


def state_of(ref, statements, **options):
    return fold(RECORD, statements, channel="eye", **options)[ref]


def test_a_clean_document_is_answerable_everywhere():
    truths = fold(RECORD, clean(), channel="eye")

    assert {t.state for t in truths.values()} == {"answerable"}
    assert truths["/total"].accept == (eur("119"),)
    assert {t.why for t in truths.values()} == {"printed"}
    assert {t.was for t in truths.values()} == {None}


def test_a_blank_under_its_label_expects_abstention():
    truth = state_of("/iban", clean(statement("/iban", GONE, trace="label")))

    assert (truth.state, truth.reason, truth.was) == ("unanswerable", "label", "DE12345")


def test_a_value_gone_without_a_trace_is_absent():
    assert state_of("/iban", clean(statement("/iban", GONE))).state == "absent"


def test_a_gone_sum_is_derived_where_that_is_allowed():
    statements = clean(statement("/total", GONE, trace="label"))
    allowed = state_of("/total", statements)
    forbidden = state_of("/total", statements, derive="forbid")

    assert (allowed.state, allowed.why, allowed.accept) == ("answerable", "derived", (eur("119"),))
    assert (forbidden.state, forbidden.reason) == ("unanswerable", "derivable")


def test_a_printed_sum_that_is_wrong_stays_as_printed_and_the_record_is_a_lure():
    truth = state_of("/total", clean(statement("/total", says(eur("120")))))

    assert truth.accept == (eur("120"),)
    assert truth.was == eur("119")
    assert Lure(eur("119"), "source-value") in truth.lures


def test_a_mask_is_partial():
    truth = state_of("/iban", clean(statement("/iban", Claim(mask="****345"), trace="mask")))

    assert (truth.state, truth.partial) == ("unanswerable", "****345")


def test_two_readings_are_ambiguous():
    truth = state_of("/iban", clean(statement("/iban", says("A", "B"))))

    assert (truth.state, truth.readings) == ("ambiguous", ("A", "B"))


def test_a_rule_settles_what_is_ambiguous():
    both = says(eur("119"), eur("911"))

    truth = state_of("/total", clean(statement("/total", both)))

    assert (truth.state, truth.accept) == ("answerable", (eur("119"),))


def test_a_second_plain_statement_settles_what_is_ambiguous():
    statements = [*clean(statement("/iban", says("A", "B"))), statement("/iban", says("B"), n=2)]

    assert state_of("/iban", statements).accept == ("B",)


def test_statements_that_disagree_are_disputed_unless_a_rule_is_stated():
    statements = [*clean(statement("/iban", says("A"))), statement("/iban", says("B"), n=2, rank=1)]

    without, with_rule = (
        state_of("/iban", statements),
        state_of("/iban", statements, precedence_stated=True),
    )

    assert (without.state, without.readings) == ("disputed", ("A", "B"))
    assert (with_rule.state, with_rule.why, with_rule.accept) == ("answerable", "rule", ("B",))


def test_a_statement_without_a_fact_only_lures():
    decoy = Statement(
        id="/total~decoy#1",
        ref=None,
        imitates="/total",
        kind="money",
        text="500",
        claim=says(eur("500")),
        lures=(Lure(eur("500"), "previous-balance"),),
    )

    truth = state_of("/total", [*clean(), decoy])

    assert truth.state == "answerable"
    assert Lure(eur("500"), "previous-balance") in truth.lures


def test_a_lure_that_is_right_is_no_lure():
    lured = statement("/iban", says("A"), lures=(Lure("A", "itself"), Lure("B", "other")))

    assert [x.name for x in state_of("/iban", clean(lured)).lures if x.name != "source-value"] == [
        "other"
    ]


def test_channels_are_folded_apart():
    lying = statement("/iban", says("A")).saying("text", says("B"))

    assert fold(RECORD, clean(lying), channel="eye")["/iban"].accept == ("A",)
    assert fold(RECORD, clean(lying), channel="text")["/iban"].accept == ("B",)


@pytest.mark.parametrize(
    ("sight", "state"),
    [("legible", "answerable"), ("illegible", "unanswerable"), ("borderline", "unscored")],
)
def test_what_the_meter_saw_decides(sight, state):
    assert state_of("/iban", clean(), sight={"/iban#1": sight}).state == state


def test_a_borderline_place_does_not_matter_where_another_says_the_same():
    statements = [*clean(), statement("/iban", says("DE12345"), n=2)]

    assert state_of("/iban", statements, sight={"/iban#1": "borderline"}).state == "answerable"


CLAIMS = st.one_of(
    st.lists(st.sampled_from("ABC"), min_size=0, max_size=3).map(lambda v: says(*v)),
    st.just(Claim(mask="****")),
)


@given(st.lists(st.tuples(CLAIMS, st.integers(0, 2)), min_size=1, max_size=4))
def test_the_order_of_statements_has_no_say(claims):
    statements = [
        statement("/iban", c, n=i, rank=r, trace="label") for i, (c, r) in enumerate(claims)
    ]
    outcomes = {
        repr(fold(RECORD, order, channel="eye", precedence_stated=True)["/iban"])
        for order in itertools.permutations(statements)
    }

    assert len(outcomes) == 1


def test_what_is_known_is_never_overwritten_by_a_rule():
    known = {"/net": eur("1"), "/tax": eur("1"), "/total": eur("3")}

    assert closure([Add()], known, ()) == known


class Copy:
    """total = gross."""

    name = "total = gross"

    def bonds(self, rows):
        yield "/gross", "/total"

    def derive(self, facts, rows):
        return {"/total": facts["/gross"]} if "/gross" in facts else {}

    def check(self, facts, rows):
        both = "/gross" in facts and "/total" in facts
        return facts["/gross"] == facts["/total"] if both else None


def test_what_follows_from_one_field_or_else_from_another_is_not_scored():
    domain = Domain(
        name="d",
        fields=(field("/net"), field("/tax"), field("/gross"), field("/total")),
        rules=(Add(), Copy()),
    )
    facts = {"/net": eur("100"), "/tax": eur("19"), "/gross": eur("119"), "/total": eur("119")}
    record = Record(id="r", domain=domain, locale="en_US", facts=facts)

    def place(ref, amount, n=1):
        return Statement(id=f"{ref}#{n}", ref=ref, kind="money", text="x", claim=says(eur(amount)))

    statements = [
        place("/net", "100"),
        place("/tax", "19"),
        place("/gross", "119"),
        place("/gross", "120", n=2),
        place("/total", "119"),
    ]
    seen = {"/total#1": "illegible", "/gross#2": "borderline"}
    sure = fold(record, statements, channel="eye", sight=seen)
    either = fold(record, statements, channel="eye", sight={**seen, "/net#1": "borderline"})

    assert (sure["/total"].why, sure["/total"].accept) == ("derived", (eur("119"),))
    assert either["/total"].state == "unscored"


class Sum:
    """total = sum of amounts, and the one amount that is not known from the rest."""

    name = "total = sum of amounts"

    def bonds(self, rows):
        yield "/total", *(f"/lines/{row}/amount" for row in rows)

    def derive(self, facts, rows):
        amounts = {row: facts.get(f"/lines/{row}/amount") for row in rows}
        known = [amount.amount for amount in amounts.values() if amount is not None]
        unknown = [row for row, amount in amounts.items() if amount is None]
        if not unknown:
            return {"/total": eur(sum(known))}
        if len(unknown) == 1 and "/total" in facts:
            left = facts["/total"].amount - sum(known)
            return {f"/lines/{unknown[0]}/amount": eur(left)}
        return {}

    def check(self, facts, rows):
        total = self.derive({k: v for k, v in facts.items() if k != "/total"}, rows).get("/total")
        return None if total is None or "/total" not in facts else total == facts["/total"]


LISTED = Record(
    id="r",
    domain=Domain(
        name="d",
        fields=(field("/total"), field("/lines/*/amount"), field("/lines/*/sku", "id")),
        rules=(Sum(),),
        list_path="/lines",
    ),
    locale="en_US",
    rows=("k1", "k2"),
    facts={
        "/total": eur("30"),
        "/lines/k1/amount": eur("10"),
        "/lines/k1/sku": "A",
        "/lines/k2/amount": eur("20"),
        "/lines/k2/sku": "B",
    },
)


@pytest.mark.parametrize(
    ("gone", "state"),
    [
        pytest.param({"/lines/k2/amount"}, "answerable", id="its row is there"),
        pytest.param({"/lines/k2/amount", "/lines/k2/sku"}, "absent", id="its row is lost"),
    ],
)
def test_nothing_follows_across_rows_that_are_lost(gone, state):
    statements = [
        Statement(
            id=f"{ref}#1", ref=ref, kind=LISTED.domain.field(ref).kind, text="x", claim=says(v)
        )
        for ref, v in LISTED.facts.items()
        if ref not in gone
    ]

    assert fold(LISTED, statements, channel="shown")["/lines/k2/amount"].state == state


DATED = Domain(
    name="d",
    fields=(field("/start", "date"), field("/end", "date"), field("/days", "number")),
    rules=(DueDate("/end", "/start", "/days"),),
)


def dated(**claims):
    facts = {"/start": dt.date(2024, 3, 4), "/end": dt.date(2024, 4, 3), "/days": Decimal(30)}
    statements = [
        Statement(
            id=f"/{ref}#{n}", ref=f"/{ref}", kind=DATED.field(f"/{ref}").kind, text="x", claim=claim
        )
        for ref, told in claims.items()
        for n, claim in enumerate(told, 1)
    ]
    record = Record(id="r", domain=DATED, locale="en_US", facts=facts)
    return fold(record, statements, channel="eye")


def test_a_month_is_the_answer_where_no_day_is_told():
    truth = dated(start=[says(Month(2024, 3))])["/start"]

    assert (truth.state, truth.why, truth.accept) == ("answerable", "printed", (Month(2024, 3),))
    assert [(lure.value, lure.name) for lure in truth.lures] == [
        (dt.date(2024, 3, 4), "source-value")
    ]


def test_both_the_month_and_the_day_that_a_rule_tells_are_right():
    end, days = [says(dt.date(2024, 4, 3))], [says(Decimal(30))]
    truth = dated(start=[says(Month(2024, 3))], end=end, days=days)["/start"]

    assert truth.accept == (Month(2024, 3), dt.date(2024, 3, 4))
    assert truth.lures == ()


@pytest.mark.parametrize("turn", [1, -1])
def test_a_month_and_a_day_of_it_do_not_contradict_each_other(turn):
    told = [says(Month(2024, 3)), says(dt.date(2024, 3, 4))][::turn]

    assert dated(start=told)["/start"].accept == (dt.date(2024, 3, 4),)
    other = [says(Month(2024, 5)), says(dt.date(2024, 3, 4))][::turn]
    assert dated(start=other)["/start"].state == "disputed"


def test_readings_that_no_rule_forbids_stay_and_one_that_follows_settles():
    both = says(eur("100"), eur("100.5"))
    statements = clean(statement("/net", both), statement("/tax", says(eur("19"), eur("18.5"))))

    assert {state_of(ref, statements).state for ref in ("/net", "/tax")} == {"ambiguous"}
    statements = clean(statement("/net", both), statement("/tax", says(eur("19"), eur("91"))))
    assert {state_of(ref, statements).accept for ref in ("/net", "/tax")} == {
        (eur("100"),),
        (eur("19"),),
    }
    settled = state_of("/net", clean(statement("/net", both)))
    assert (settled.state, settled.accept, settled.why) == ("answerable", (eur("100"),), "derived")


def test_an_ambiguity_that_every_rule_forbids_stays_as_it_is_said():
    both = says(eur("7"), eur("8"))

    truth = state_of("/total", clean(statement("/total", both)))
    assert (truth.state, truth.readings) == ("ambiguous", (eur("7"), eur("8")))


def test_the_highest_rank_may_be_ambiguous_itself_or_claimed_twice():
    low = statement("/iban", says("C"))
    high = statement("/iban", says("A", "B"), n=2, rank=1)
    truth = state_of("/iban", [*clean(low), high], precedence_stated=True)
    assert (truth.state, truth.readings) == ("ambiguous", ("A", "B"))

    twice = [
        *clean(low),
        statement("/iban", says("A"), n=2, rank=1),
        statement("/iban", says("B"), n=3, rank=1),
    ]
    truth = state_of("/iban", twice, precedence_stated=True)
    assert (truth.state, truth.readings) == ("disputed", ("A", "B", "C"))


def test_a_statement_of_nothing_has_no_say_and_one_beyond_the_record_is_a_field():
    nobody = Statement(id="x#1", ref=None, kind="text", text="x", claim=says("x"))
    assert fold(RECORD, [*clean(), nobody], channel="eye") == fold(RECORD, clean(), channel="eye")

    rows = Domain(name="d", fields=(field("/lines/*/amount"),), list_path="/lines")
    record = Record(id="r", domain=rows, locale="en_US", facts={}, rows=())
    more = Statement(id="m#1", ref="/lines/k9/amount", kind="money", text="1", claim=says(eur("1")))
    assert fold(record, [more], channel="eye")["/lines/k9/amount"].accept == (eur("1"),)


def test_a_mask_rules_out_the_readings_that_it_does_not_fit():
    masked = statement("/iban", Claim(mask="***45"), n=2)

    fits = state_of("/iban", [*clean(statement("/iban", says("DE345", "DE346"))), masked])
    assert fits.accept == ("DE345",)
    other = state_of("/iban", [*clean(statement("/iban", says("DE346"))), masked])
    assert (other.state, other.readings) == ("disputed", ("DE346",))
    digits = state_of("/net", [*clean(), statement("/net", Claim(mask="1**"), n=2)])
    assert digits.accept == (eur("100"),)


def test_rows_lost_side_by_side_are_one_gap_that_nobody_knows_the_size_of():
    seen = []

    class Look:
        name = "looks at the rows"

        def bonds(self, rows):
            return ()

        def derive(self, facts, rows):
            seen.append(tuple(rows))
            return {}

        def check(self, facts, rows):
            return None

    lines = Domain(name="d", fields=(field("/lines/*/a"),), rules=(Look(),), list_path="/lines")
    facts = {f"/lines/k{n}/a": eur(n) for n in range(1, 6)}
    record = Record(
        id="r", domain=lines, locale="en_US", facts=facts, rows=tuple(f"k{n}" for n in range(1, 6))
    )
    here = [
        Statement(id=f"{ref}#1", ref=ref, kind="money", text="1", claim=says(facts[ref]))
        for ref in ("/lines/k1/a", "/lines/k4/a")
    ]
    left_blank = Statement(id="/lines/k5/a#1", ref="/lines/k5/a", kind="money", text="", claim=GONE)

    truths = fold(record, [*here, left_blank], channel="eye")
    assert truths["/lines/k5/a"].state == "absent"
    (rows,) = set(seen)
    assert [row in {"k1", "k4"} for row in rows] == [True, False, False, True, False, False]


def test_an_ambiguous_field_is_not_settled_by_what_none_of_its_readings_says():
    class Seven:
        name = "the id is 7"

        def bonds(self, rows):
            return ()

        def derive(self, facts, rows):
            return {"/iban": "7"}

        def check(self, facts, rows):
            return None

    domain = Domain(name="d", fields=DOMAIN.fields, rules=(Seven(),))
    record = Record(id="r", domain=domain, locale="en_US", facts=RECORD.facts)
    some = fold(record, clean(statement("/iban", says("6", "8"))), channel="eye")["/iban"]
    one = fold(record, clean(statement("/iban", says("7", "8"))), channel="eye")["/iban"]

    assert (some.state, some.readings) == ("ambiguous", ("6", "8"))
    assert (one.state, one.accept, one.why) == ("answerable", ("7",), "derived")


def test_two_gaps_in_a_list_do_not_lend_each_other_their_balances():
    record = SOURCES["statement"].make(5, 2, "de_DE")
    kept = {*record.rows[:2], *record.rows[4:6], *record.rows[8:]}
    said = [
        Statement(
            id=f"{ref}#1",
            ref=ref,
            kind=record.domain.field(ref).kind,
            text="x",
            claim=says(value),
        )
        for ref, value in record.facts.items()
        if not ref.startswith("/lines/")
        or (ref.split("/")[2] in kept and not ref.endswith(f"{record.rows[8]}/amount"))
    ]

    truths = fold(record, said, channel="eye")

    assert truths[f"/lines/{record.rows[8]}/amount"].state == "absent"
    assert not [ref for ref, truth in truths.items() if truth.why == "derived"]


def test_arithmetic_settles_which_of_two_claims_is_right():
    second = statement("/total", says(eur("125")), n=2, lures=(Lure(eur("125"), "second-claim"),))
    total = [statement("/total", says(eur("119"))), second]
    net = [statement("/net", says(eur("100"))), statement("/net", says(eur("90")), n=2)]

    settled = state_of("/total", [*clean(), second])
    assert (settled.state, settled.why, settled.accept) == ("answerable", "derived", (eur("119"),))
    assert [lure.name for lure in settled.lures] == ["second-claim"]
    rest = [s for s in clean() if s.ref not in {"/total", "/net"}]
    both = [*rest, *total, *net]  # of the four pairs, only 100 and 119 fit the tax
    assert [state_of(ref, both).accept for ref in ("/net", "/total")] == [
        (eur("100"),),
        (eur("119"),),
    ]
    less = [s for s in both if s.ref != "/tax"]
    assert state_of("/total", less).state == "disputed"
    wrong = [s for s in clean() if s.ref not in {"/total", "/tax"}]
    tax = statement("/tax", says(eur("50")))
    assert state_of("/total", [*wrong, tax, *total]).state == "disputed"
