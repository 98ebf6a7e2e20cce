"""How numbers are written, and what a reader that goes by digits alone makes of them."""

from decimal import Decimal

import pytest

from chaosdocs.authoring import SeededRng, Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.build import Step, build
from chaosdocs.corpus.expect import expectations
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.proof.reading.spelling import readings, spelling
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.conventions import LOCALES

MARKS = "numbers.debit_credit_marks"


def made(operator, rendering="pdf.erp", *, name="invoice", index=3, locale="en_US", severity=5):
    record = SOURCES[name].record(1, index, locale)
    steps = (Step(id="s1", operator=OPERATORS[operator], severity=severity, name=operator),)
    return build(record, rendering, steps, SeededRng(1))


def leaves(built):
    for field in expectations(built, "eye", "allow", {})[0].values():
        rows = getattr(field, "rows", None)
        yield from [field] if rows is None else (f for row in rows.values() for f in row.values())


def shown(built, kinds):
    return [s.text for s in built.statements.values() if s.kind in kinds and s.text]


@pytest.mark.parametrize("locale", ["en_US", "de_DE", "fr_FR", "ja_JP"])
@pytest.mark.parametrize("index", [2, 3, 4])
def test_a_footnote_mark_is_no_digit_of_its_number(locale, index):
    built = made("numbers.footnote_mark", locale=locale, index=index)
    texts = shown(built, {"money", "percent"})
    marked = [text for text in texts if "\u00b9" in text or " 1)" in text]
    (note,) = [note.text for note in built.notes if note.id == "note#footnote"]

    assert marked == texts
    assert note.startswith(("\u00b9 ", "1) "))
    record = built.record.facts
    for field in leaves(built):
        lure = next((x.value for x in field.lures if x.name == "mark-joined"), None)
        if lure is None:
            continue
        right = field.accept[0]
        amounts = [Decimal(v["amount"] if isinstance(v, dict) else v) for v in (right, lure)]
        assert abs(amounts[1]) > abs(amounts[0])
        assert str(amounts[1]).endswith("1")
    total = next(f for f in leaves(built) if f.ref.endswith("#/total"))
    assert Decimal(total.accept[0]["amount"]) == record["/total"].amount


def test_the_proof_reads_a_number_under_the_mark_that_the_convention_names_and_no_other():
    how = spelling("en_US;decimal=.;group=,;note=1)")
    bare = spelling("en_US;decimal=.;group=,")
    (value,) = readings("1,200.00 1) EUR", "money", how)

    assert value.amount == 1200
    assert not readings("1,200.00 1) EUR", "money", bare)
    raised = readings("1,200.00\u00b9 EUR", "money", bare)
    assert [each.amount for each in raised] == [Decimal("1200.001")]


@pytest.mark.parametrize("severity", [1, 3, 5])
def test_a_dollar_sign_stands_for_the_code_that_the_document_names_once(severity):
    built = made("numbers.plain_dollar", severity=severity)
    texts = shown(built, {"money"})
    signed = [text for text in texts if text.startswith("$")]
    coded = [text for text in texts if text.endswith(" USD")]

    assert len(signed) + len(coded) == 3
    assert len(signed) == {1: 1, 3: 3, 5: 3}[severity]
    assert [s.text for s in built.statements.values() if s.ref == "/currency"] == ["USD"]
    wrong = [x.value for f in leaves(built) for x in f.lures if x.name == "other-dollar"]
    assert len(wrong) == len(signed)
    assert {value["currency"] for value in wrong} < {"CAD", "AUD", "SGD"}
    total = next(f for f in leaves(built) if f.ref.endswith("#/total"))
    assert total.accept[0]["currency"] == "USD"


@pytest.mark.parametrize("locale", ["de_DE", "ja_JP"])
def test_no_dollar_sign_is_written_where_another_currency_is_meant(locale):
    assert isinstance(made("numbers.plain_dollar", locale=locale), Skip)


@pytest.mark.parametrize(("domain", "marked"), [("statement", True), ("invoice", False)])
def test_marks_of_debit_and_credit_are_for_money_that_comes_in_and_goes_out(domain, marked):
    """On an invoice "49.50 CR" is a credit of 49.50, and a credit is negative."""
    document = spell(state(SOURCES[domain].make(29, 1, "en_US")), LOCALES["en_US"])

    assert isinstance(plan(OPERATORS[MARKS], document, 5, SeededRng(1)), Skip) != marked
