"""What sheets show under their formats, what texts can mean, what is looked for when gone."""

import datetime as dt
from decimal import Decimal

import pytest

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.field_check import Tellers, claims_of, complaints
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.forms import hits, searchable, shown_words
from chaosdocs.proof.places import Layer
from chaosdocs.proof.reading.spelling import mark, readings, spelling
from chaosdocs.proof.witnesses.haystack import Haystack
from chaosdocs.proof.witnesses.number_formats import currency_of, shown
from chaosdocs.truth.values import Money, Month, Quantity

D = Decimal


@pytest.mark.parametrize(
    ("value", "pattern", "text"),
    [
        (None, "0.00", ""),
        (True, "General", "TRUE"),
        ("007", "@", "007"),
        (D("1234.50"), "General", "1234.5"),
        (7, "General", "7"),
        (D("-1234.5"), "#,##0.00", "-1,234.50"),
        (D("-1234.5"), "#,##0.00;(#,##0.00)", "(1,234.50)"),
        (D("-1234.5"), "#,##0.00;", "-1,234.50"),
        (D(5), ";;", ""),
        (D("0.195"), "0%", "20%"),
        (D("0.195"), "0.0%", "19.5%"),
        (D(42), "00000", "00042"),
        (D("2.5"), "0", "3"),
        (D("3.5"), '0.00 "EUR"', "3.50 EUR"),
        (D("3.5"), "[$€-407] 0.00", "€ 3.50"),
        (D("3.5"), "[Red]0.0", "3.5"),
        (D("3.5"), "\\x0.0", "x3.5"),
        (D(1), '"paid"', "paid"),
        (D("3.5"), "0.00 foo", None),
        (D("1.5"), "# ?/?", None),
        (dt.date(2024, 3, 4), "yyyy-mm-dd", "2024-03-04"),
        (dt.date(2024, 3, 4), "d.m.yy", "4.3.24"),
        (dt.date(2024, 3, 4), "[$-409]mmm d, yyyy;@", "Mar 4, 2024"),
        (dt.date(2024, 3, 4), "mmmm d", "March 4"),
        (dt.datetime(2024, 3, 4), "dd/mm/yyyy hh", "04/03/2024 00"),  # noqa: DTZ001 - a cell
        (dt.date(2024, 3, 4), "ddd", None),
        (dt.date(2024, 3, 4), "General", None),
        (object(), "0", None),
    ],
)
def test_a_cell_shows_what_its_format_says_or_is_not_understood(value, pattern, text):
    assert shown(value, pattern) == text


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ('0.00 "USD"', "USD"),
        ("[$¥-411]0", "JPY"),
        ("0.00", ""),
        ("[$-409]0", ""),
        ("[$$-409]0", "USD"),
        ("0.00 [$£-809]", "GBP"),
    ],
)
def test_the_currency_of_a_format(pattern, code):
    assert currency_of(pattern) == code


def euros(amount):
    return Money(D(amount), "EUR")


@pytest.mark.parametrize(
    ("text", "kind", "how", "values"),
    [
        ("x", "text", "sap;true=x;false=-", ("x",)),
        ("-", "text", "sap;words=true:X|false:-", ("-",)),
        ("X", "bool", "sap;words=true:X|false:-", (True,)),
        ("Ja", "bool", "de_DE", (True,)),
        ("maybe", "bool", "en_US", ()),
        ("pieces", "enum", "en_US;words=EA:pieces", ("EA",)),
        ("3.4.2024", "date", "de_DE;date=d.M.yyyy", (dt.date(2024, 4, 3),)),
        (
            "03/04/2024", "date", "en_US;date=MM/dd/yyyy|dd/MM/yyyy",
            (dt.date(2024, 3, 4), dt.date(2024, 4, 3)),
        ),
        ("19 %", "percent", "en_US", (D(19),)),
        ("1.234", "number", "x;decimal=.|,;group=,|.", (D("1.234"), D(1234))),
        ("12,34,567", "number", "en_IN;group=,", (D(1234567),)),
        ("12,34,567", "number", "en_US;group=,", ()),
        ("1.5.", "number", "en_US", ()),
        ("5-", "number", "x;minus=trailing", (D(-5),)),
        ("(5)", "number", "x;minus=paren", (D(-5),)),
        ("5", "number", "x;minus=lead|none", (D(-5), D(5))),
        ("+5", "number", "x", (D(5),)),
        ("(5.00) EUR", "money", "x;minus=paren", (euros("-5"),)),
        ("USD 7.00", "money", "x;currency=before", (Money(D(7), "USD"),)),
        ("¥7", "money", "x", (Money(D(7), "JPY"),)),
        ("7.00", "money", "x;currency=column:EUR", (euros("7"),)),
        ("1.5", "money", "x;currency=column:EUR;scale=3", (euros("1500"),)),
        ("2.5 KGM", "quantity", "x", (Quantity(D("2.5"), "KGM"),)),
        ("KGM", "quantity", "x", ()),
        ("1 234", "number", "x;group=space", (D(1234),)),
    ],
)  # fmt: skip
def test_a_text_means_what_its_convention_allows(text, kind, how, values):
    marks = sorted(mark(value, kind) for value in values)

    assert sorted(mark(v, kind) for v in readings(text, kind, spelling(how))) == marks


def test_what_a_text_leaves_out_is_lent_by_a_like_value():
    like = spelling("x;currency=none")

    assert readings("7", "money", like, euros("1")) == (euros("7"),)
    assert readings("7", "quantity", spelling("x"), Quantity(D(1), "EA")) == (Quantity(D(7), "EA"),)
    assert readings("03/2024", "date", spelling("x;date=MM/yyyy"), Month(2024, 1)) in {
        (Month(2024, 3),), (),
    }  # fmt: skip


@pytest.mark.parametrize(
    "spec", ["x;decimal", "x;colour=red", "x;decimal=.;decimal=,", "x;minus=up", "x;currency=EUR"]
)
def test_a_convention_that_says_what_none_can_is_refused(spec):
    with pytest.raises(ValueError, match="in the convention"):
        spelling(spec)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        ("Kobelt KG", "text", "by KOBELT-KG."),
        ("A17-4", "id", "no a174!"),
        (D("1234.5"), "number", "1.234,50"),
        (Quantity(D("1250"), "KGM"), "quantity", "of 1,250 kg"),
        (euros("-1234.5"), "money", "(1 234,50)"),
        (euros("1234.5"), "money", "cents: 123450"),
        (Money(D("1234"), "JPY"), "money", "1234"),
        (dt.date(2024, 3, 4), "date", "on 4. März 2024"),
        (dt.date(2024, 3, 4), "date", "20240304"),
        (Month(2024, 3), "date", "03/2024"),
    ],
)
def test_a_value_is_found_in_another_form(value, kind, text):
    assert searchable(value, kind)
    assert hits(Haystack(Layer("text", text, "text")), value)
    assert not hits(Haystack(Layer("text", "nothing of the kind 77", "text")), value)


@pytest.mark.parametrize(
    ("value", "kind"),
    [(True, "bool"), ("ab", "text"), ("LOW", "enum"), (D("3.00"), "number"), (euros("12"), "money"),
     (Quantity(D("0.50"), "EA"), "quantity")],
)  # fmt: skip
def test_what_is_too_short_cannot_be_looked_for(value, kind):
    assert not searchable(value, kind)


def test_a_yes_or_no_is_nowhere_and_a_code_is_found_by_its_words():
    assert hits(Haystack(Layer("text", "True yes", "text")), value=True) == []
    how = [spelling("en_US;words=EA:pieces|KG:kg")]

    assert set(shown_words("EA", how)) == {"EA", "pieces"}
    assert set(shown_words("KG", how)) == {"KG"}  # kg is everywhere
    assert shown_words(D(1), how) == ()


def line(text, statement="s#1", convention="en_US;date=yyyy-MM-dd", path="/x", **more):
    return Evidence(
        case="c", path=path, statement=statement, file="f", channel="text", text=text,
        convention=convention, **more,
    )  # fmt: skip


def want(state, **more):
    return Expected(path="/x", kind="id", channel="text", asked=True, state=state, **more)


def codes(expected, *lines, ruled=False):
    found = claims_of(lines, expected.kind, None)
    return [code for code, _ in complaints(expected, found, ruled=ruled)]


A, B, C = line("A1"), line("B2", "s#2"), line("C3", "s#4")
MASK = line("**17", "s#3")


@pytest.mark.parametrize(
    ("expected", "lines", "ruled", "said"),
    [
        (want("answerable", accept=("A1",)), (A,), False, []),
        (want("answerable", accept=("A1",)), (B,), False, ["reading_impossible"]),
        (want("answerable", accept=("A1",)), (), False, ["no_evidence"]),
        (want("answerable", accept=("A1",), why="derived"), (), False, []),
        (want("answerable", accept=("A1",), why="derived"), (A,), False, ["stated"]),
        (want("answerable", accept=("A1",), why="derived"), (A, B), True, ["stated"]),
        (want("answerable", accept=("A1",), why="derived"), (A, B, C), True, []),
        (want("answerable", accept=("A1",), why="rule"), (A, B), True, []),
        (want("answerable", accept=("A1",), why="rule"), (A, B), False, ["rule_missing"]),
        (want("answerable", accept=("A1",), why="rule"), (A,), True, ["undisputed"]),
        (want("answerable", accept=("C3",), why="rule"), (A, B), True, ["reading_impossible"]),
        (want("answerable", accept=("A1",), why="booked"), (A, B), False, []),
        (want("unanswerable"), (), False, []),
        (want("unanswerable"), (A,), False, ["stated"]),
        (want("absent"), (MASK,), False, ["stated"]),
        (want("unscored"), (A, B), False, []),
        (want("disputed", readings=("A1", "B2")), (A, B), False, []),
        (want("disputed", readings=("A1", "B2")), (A, B), True, ["settled"]),
        (want("disputed", readings=("A1", "B2")), (A,), False, ["undisputed", "undisputed"]),
        (want("disputed", readings=("A1", "C3")), (A, B), False, ["undisputed"]),
        (want("ambiguous", readings=("A1", "B2")), (A,), False, ["reading_impossible"]),
        (want("ambiguous", readings=("A1", "B2")), (), False, ["no_evidence"]),
        (want("ambiguous", readings=("A1", "B2")), (A, B), True, ["reading_other"]),
        (want("ambiguous", readings=("A1",)), (A,), False, ["settled"]),
        (want("ambiguous", readings=("A1", "B2")), (A, B), False, ["reading_other"]),
        (want("unanswerable", partial="**17"), (MASK,), False, []),
        (want("unanswerable", partial="**18"), (MASK,), False, ["mask_missing"]),
        (want("answerable", partial="**17"), (MASK,), False, ["mask_missing"]),
        (want("unanswerable", partial="**17"), (MASK, A), False, ["stated"]),
    ],
)
def test_the_judge_complains_of_what_is_not_as_expected(expected, lines, ruled, said):
    assert codes(expected, *lines, ruled=ruled) == said


def test_a_statement_in_pieces_and_one_that_cannot_be_read():
    pieces = [line("A1"), line("B2")]
    assert claims_of(pieces, "id", None).union == {"text:A1B2"}
    split = claims_of([line("1.2"), line("34")], "number", None)
    assert split.values == {"number:1.234": D("1.234")}
    bad = claims_of([line("x", convention="x;minus=up"), line("y", "s#2")], "number", None)
    assert [code for code, _ in bad.broken] == ["convention", "reading_impossible"]
    assert claims_of((), "id", None).common == frozenset()


def test_another_date_or_number_gives_the_order_away():
    both = "en_US;date=MM/dd/yyyy|dd/MM/yyyy"
    doubtful = Expected(
        path="/x", kind="date", channel="text", asked=True, state="ambiguous",
        readings=(dt.date(2024, 3, 4), dt.date(2024, 4, 3)),
    )  # fmt: skip
    own = [line("03/04/2024", convention=both)]

    assert (
        Tellers([line("25/12/2024", "t#1", path="/y")]).decided_elsewhere(doubtful, own)
        == "25/12/2024"
    )
    assert Tellers([line("05/06/2024", "t#1", path="/y")]).decided_elsewhere(doubtful, own) == ""
    assert Tellers(own).decided_elsewhere(doubtful, [line("x", convention="x;up=1")]) == ""
    number = Expected(path="/x", kind="number", channel="text", asked=True, state="ambiguous")
    marks = [line("1.234", convention="x;decimal=.|,;group=,|.")]
    assert Tellers([line("7,5", "t#1", path="/y")]).decided_elsewhere(number, marks) == "7,5"
