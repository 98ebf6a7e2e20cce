"""What follows from the rules, by sums and by leaving out readings."""

from decimal import Decimal

import pytest

from chaosdocs.formats.cases import CaseTruth, FieldExpectation
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.logic import Logic
from chaosdocs.sources.domains.invoice_fields import INVOICE
from chaosdocs.sources.domains.statement_fields import STATEMENT
from chaosdocs.truth.values import Money


def _field(state, **more):
    return FieldExpectation(ref="r#x", state=state, kind=more.pop("kind", "money"), **more)


def _yen(amount):
    return {"amount": amount, "currency": "JPY"}


def _complaints(small, tax):
    """What is said of a net amount printed 547.960 beside a tax amount and a rate of 10 %."""
    fields = {
        "/tax": _field("answerable", why="printed", accept=[_yen(tax)]),
        "/tax_rate": _field("answerable", kind="percent", why="printed", accept=["10"]),
        "/net": _field(
            "answerable",
            why="derived",
            accept=[_yen("547960")],
            lures=[{"value": _yen(small), "name": "decimal"}] if small else [],
        ),
    }
    truth = CaseTruth(
        case="c", label="l", records=("r",), twin=None, medium="json", rendering="json.sap",
        locale="ja_JP", severity=1, steps=(), issues=(), fields=fields,
    )  # fmt: skip
    want = Expected(
        path="/net",
        kind="money",
        channel="value",
        asked=True,
        state="answerable",
        why="derived",
        accept=(Money(Decimal(547960), "JPY"),),
    )
    readings = tuple(Money(Decimal(x), "JPY") for x in ("547960", *filter(None, [small])))
    said = {"/net": readings} if small else {}
    return list(Logic(INVOICE, truth, fields, said).complaints(want))


def test_a_reading_that_is_left_when_the_others_break_a_rule_follows():
    assert _complaints("547.96", "54796") == []


@pytest.mark.parametrize(
    ("small", "tax", "found"),
    [
        pytest.param("547.96", "54", "the rules give money:547.96 JPY", id="the other fits"),
        pytest.param(None, "54796", "no rule gives it", id="a reader has nothing to choose from"),
        pytest.param("547963", "54796", "no rule gives it", id="the other fits as well"),
    ],
)
def test_a_reading_that_no_rule_singles_out_does_not(small, tax, found):
    assert _complaints(small, tax) == [("not_derived", found)]


def test_the_amount_of_a_row_that_is_gone_does_not_follow_from_the_balances_around_it():
    lines = {"k1": ("30", "130"), "k2": ("20", "150"), "k3": ("-5", "145"), "k4": ("8", "153")}
    fields = {"/opening_balance": _field("answerable", why="printed", accept=[_yen("100")])}
    rows = {
        key: {
            leaf: _field("answerable", why="printed", accept=[_yen(value)])
            for leaf, value in zip(("amount", "balance"), values, strict=True)
        }
        for key, values in lines.items()
    }
    flat = {f"/lines/{key}/{leaf}": cell for key, row in rows.items() for leaf, cell in row.items()}
    gone = _field("unanswerable", reason="page", was=_yen("5"))
    truth = CaseTruth(
        case="c", label="l", records=("r",), twin=None, medium="scan", rendering="scan.letterhead",
        locale="ja_JP", severity=1, steps=(),
        issues=({"path": "/lines", "code": "rows_missing"},),
        fields={**fields, "/total_debits": gone, "/lines": {"rows": rows, "order": "sequence"}},
    )  # fmt: skip
    want = Expected(
        path="/total_debits",
        kind="money",
        channel="eye",
        asked=True,
        state="unanswerable",
        reason="page",
        was=Money(Decimal(5), "JPY"),
    )
    said = {**fields, **flat, "/total_debits": gone}
    assert not list(Logic(STATEMENT, truth, said, {}).complaints(want))
    whole = truth.model_copy(update={"issues": ()})
    assert not list(Logic(STATEMENT, whole, said, {}).complaints(want)), "it may go on"
    closed = {**said, "/closing_balance": _field("answerable", why="printed", accept=[_yen("153")])}
    assert list(Logic(STATEMENT, whole, closed, {}).complaints(want))


def statement(lines, **gone):
    """A statement whose rows miss others; `gone` says what became of an amount."""
    fields = {"/opening_balance": _field("answerable", why="printed", accept=[_yen("100")])}
    rows = {
        key: {
            leaf: _field("answerable", why="printed", accept=[_yen(value)])
            for leaf, value in zip(("amount", "balance"), values, strict=True)
        }
        for key, values in lines.items()
    }
    for key, field in gone.items():
        rows[key]["amount"] = field
    truth = CaseTruth(
        case="c", label="l", records=("r",), twin=None, medium="xlsx", rendering="xlsx.sap",
        locale="ja_JP", severity=1, steps=(),
        issues=({"path": "/lines", "code": "rows_missing"},),
        fields={**fields, "/lines": {"rows": rows, "order": "sequence"}},
    )  # fmt: skip
    flat = {f"/lines/{key}/{leaf}": cell for key, row in rows.items() for leaf, cell in row.items()}
    return Logic(STATEMENT, truth, {**fields, **flat}, {})


@pytest.mark.parametrize("lost", ["k2", "k4"])
def test_rows_are_missing_where_the_balances_do_not_go_on(lost):
    lines = {
        "k1": ("30", "130"), "k2": ("20", "150"), "k3": ("-5", "145"), "k4": ("8", "153"),
        "k5": ("1", "154"), "k6": ("2", "156"),
    }  # fmt: skip
    derived = _field("answerable", why="derived", accept=[_yen("2")])
    want = Expected(
        path="/lines/k6/amount", kind="money", channel="shown", asked=True, state="answerable",
        why="derived", accept=(Money(Decimal(2), "JPY"),),
    )  # fmt: skip
    left = {key: values for key, values in lines.items() if key != lost}

    assert not list(statement(left, k6=derived).complaints(want))
    assert not list(statement(dict(list(left.items())[-2:]), k6=derived).complaints(want))


def test_an_amount_beside_the_missing_rows_does_not_follow_from_balances():
    lines = {"k1": ("30", "130"), "k3": ("-5", "145"), "k4": ("8", "153")}
    derived = _field("answerable", why="derived", accept=[_yen("15")])
    want = Expected(
        path="/lines/k3/amount", kind="money", channel="shown", asked=True, state="answerable",
        why="derived", accept=(Money(Decimal(15), "JPY"),),
    )  # fmt: skip

    assert list(statement(lines, k3=derived).complaints(want)) == [
        ("not_derived", "no rule gives it")
    ]
