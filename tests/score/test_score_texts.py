"""Parsers: fields kept, altered, lost and phantom; tables aligned and compared."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import Expected, ExpectedList, ScoredCase, ScoredCorpus
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.score.judging.parsed import judge_parsed
from chaosdocs.score.judging.returned import grids_of, markdown_grids
from chaosdocs.score.judging.spelling import spelled
from chaosdocs.score.metrics.grids import compare_grid, content, grits, grits_con, grits_top
from chaosdocs.score.run import result_of

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
)
TOTAL = {"amount": "1234.50", "currency": "EUR"}


def field(path="/total", kind="money", state="answerable", **more):
    more.setdefault("accept", (TOTAL,) if state == "answerable" else ())
    return Expected(path=path, schema_path=path, kind=kind, state=state, **more)


def case_of(*scalars, lists=(), steps=(), name="c", twin=None):
    return ScoredCase(
        case=name, label=name, task="text", record="r", twin=twin, medium="pdf",
        rendering="pdf.plain", locale="de_DE", operator=steps[0] if steps else "clean",
        severity=1 if steps else 0, steps=steps, issues=(), scalars=scalars, lists=lists,
    )  # fmt: skip


def outcome(truth, text, printed=()):
    line = parse_line({"case": "c", "text": text})
    judged, _, _ = judge_parsed({("c", truth.path): printed})(case_of(truth), line, truth)
    return judged.outcome, judged.error_type, judged.lure


def test_a_value_is_kept_as_printed_or_as_the_locale_writes_it():
    assert outcome(field(), "Summe: 1.234,50 EUR")[:2] == ("correct", "kept")
    assert outcome(field(), "Summe 1234,50")[:2] == ("correct", "kept")
    assert outcome(field(), "Summe € 1 234,5", printed=("€ 1 234,5",))[:2] == ("correct", "kept")


def test_a_part_of_a_longer_number_is_not_the_value():
    assert outcome(field(), "Summe 21.234,50 EUR")[0] != "correct"
    assert outcome(field(), "Summe 1.234,501")[0] != "correct"


def test_an_altered_value_carries_its_lure():
    truth = field(lures=(("decimal-comma", {"amount": "1.23", "currency": "EUR"}),))

    assert outcome(truth, "Summe 1,23 EUR") == ("wrong", "altered", "decimal-comma")
    assert outcome(field(kind="text", accept=("Müller und Söhne",)), "Muller und Sohne")[:2] == (
        "wrong",
        "altered",
    )


def test_what_is_not_there_is_lost_and_what_should_not_be_there_is_phantom():
    hidden = field(others=(("channel:text", {"amount": "9999.00", "currency": "EUR"}),))
    gone = field(state="unanswerable", was=TOTAL)

    assert outcome(field(), "nothing")[:2] == ("over_abstain", "lost")
    assert outcome(hidden, "Summe 9.999,00") == ("wrong", "phantom", "channel:text")
    assert outcome(gone, "Summe 1.234,50")[:2] == ("hallucinated", "phantom")
    assert outcome(gone, "Summe")[:2] == ("right_abstain", "none")


def outcomes(text, *truths, printed=None):
    case, line = case_of(*truths), parse_line({"case": "c", "text": text})
    judge = judge_parsed({("c", path): texts for path, texts in (printed or {}).items()})
    return {t.path: judge(case, line, t)[0] for t in truths}


def test_a_short_value_never_takes_a_piece_of_a_longer_one():
    days = field("/days", "number", accept=("30",))
    rate = field("/rate", "percent", accept=("19",))
    item = field("/item", "text", accept=("Bürostuhl S 30",))
    sku = field("/sku", "id", accept=("T468-19",))
    text = "Bürostuhl S 30\nT468-19\nnetto 30 Tage, 19 % USt."

    found = outcomes(text, days, rate, item, sku)

    assert {each.error_type for each in found.values()} == {"kept"}
    lost = outcomes(text.partition("\nnetto")[0], days, item)
    assert (lost["/item"].error_type, lost["/days"].error_type) == ("kept", "lost")


def test_a_lie_beside_the_truth_is_wrong():
    lie = {"amount": "9999.00", "currency": "EUR"}
    truth = field(others=(("channel:text", lie),))

    assert outcome(truth, "Summe 1.234,50 EUR") == ("correct", "kept", "")
    assert outcome(truth, "Summe 1.234,50 EUR 9.999,00 EUR") == (
        "wrong",
        "kept_and_phantom",
        "channel:text",
    )
    rival = field("/other", accept=(lie,))
    both = outcomes("Summe 1.234,50 EUR, Anzahlung 9.999,00 EUR", truth, rival)
    assert {each.error_type for each in both.values()} == {"kept"}


def test_spaces_are_a_class_of_their_own():
    order = field("/order", "id", accept=("SD 57315",), lures=(("prefix", "57315"),))
    count = field("/count", "quantity", accept=({"value": "1", "unit": "EA"},))
    seven = field("/seven", "number", accept=("12",))

    assert outcome(order, "Order SD57315") == ("correct", "spacing", "")
    assert outcome(order, "Order S D 5 7315") == ("correct", "spacing", "")
    assert outcome(order, "Order 57315") == ("wrong", "altered", "prefix")
    assert outcome(count, "1EA Bolt")[:2] == ("correct", "spacing")
    length = field("/length", "quantity", accept=({"value": "4", "unit": "MTR"},))
    for text, kind in (("Cable 4m 3.90", "spacing"), ("Cable 14m M4m 4mm", "lost")):
        found = outcomes(text, length, printed={"/length": ("4 m",)})
        assert found["/length"].error_type == kind
    assert outcome(seven, "1 2 3")[1] == "lost"


def test_a_text_that_two_fields_print_must_stand_twice():
    one, other = field("/a"), field("/b")
    case = case_of(one, other)
    line = parse_line({"case": "c", "text": "only once 1.234,50 EUR"})
    judged = judge_parsed({})

    assert [judged(case, line, t)[0].error_type for t in (one, other)] == ["kept", "lost"]


def test_dates_are_looked_for_in_one_order_only():
    assert "04.03.2024" in spelled("date", "2024-03-04", "de_DE")
    assert "03.04.2024" not in spelled("date", "2024-03-04", "de_DE")
    assert "4. märz 2024" not in spelled("date", "not a date", "de_DE")


@given(JSON)
def test_tables_of_any_shape_are_read(tables):
    for grid in grids_of(tables):
        assert all(isinstance(cell, str) for row in grid for cell in row)


def test_tables_come_in_the_usual_shapes():
    want = [[["a", "b"], ["1", "2"]]]

    assert grids_of([["a", "b"], ["1", "2"]]) == want
    assert grids_of([[["a", "b"], ["1", "2"]]]) == want
    assert grids_of({"header": ["a", "b"], "rows": [["1", 2]]}) == want
    assert grids_of([{"rows": [{"a": "1", "b": "2"}]}]) == want
    assert markdown_grids("x\n| a | b |\n|:--|--:|\n| 1 | 2 |\ny") == want


def test_grits_golden_numbers():
    gold = [["a", "b"], ["c", "d"]]

    assert grits_con(gold, gold) == 1
    assert grits_con(gold, gold[::-1]) == 0.5
    assert grits_top(gold, gold[::-1]) == 1
    assert grits_con(gold, [["a", "b"]]) == pytest.approx(2 * 2 / 6)
    assert grits_con([], []) == 1
    assert grits_con(gold, []) == 0
    assert content("", "") == 1
    assert grits([["ab"]], [["ac"]], content) == 0.5


GRIDS = st.lists(st.lists(st.sampled_from(["", "a", "ab", "b"]), max_size=4), max_size=4)


@given(GRIDS, GRIDS)
def test_short_ways_to_grits_give_what_the_definition_gives(gold, found):
    assert grits_top(gold, found) == grits(gold, found, lambda _one, _other: 1.0)
    for other in (gold, found):
        assert grits_con(gold, other) == grits(gold, other, content)


def lines(rows):
    return ExpectedList(
        "/lines", ordered=False, leaves=("sku", "amount"),
        rows={
            f"k{n}": {
                "sku": Expected(
                    path=f"/lines/k{n}/sku",
                    schema_path="/lines/*/sku",
                    kind="id",
                    state="answerable",
                    accept=(f"S-{n}",),
                ),
                "amount": field(
                    f"/lines/k{n}/amount", accept=({"amount": f"{n + 1}0.25", "currency": "EUR"},)
                ),
            }
            for n in range(rows)
        },
    )  # fmt: skip


def table(rows):
    return [["SKU", "Amount"], *([f"S-{n}", f"{n + 1}0,25 EUR"] for n in range(rows))]


def grid(found, rows=4):
    each = lines(rows)
    return compare_grid(
        case_of(lists=(each,)), each, parse_line({"case": "c", "tables": found}), {}
    )


def test_a_whole_table_scores_one_whatever_its_header_and_the_order_of_columns():
    assert grid(table(4)).cell_f1 == 1
    assert grid([row[::-1] for row in table(4)]).cell_f1 == 1
    assert dataclasses.astuple(grid(table(4)))[1:] == (1, 1, 1, 1, 0, 0, 0)


def test_rows_missing_extra_and_shifted_are_counted():
    full = table(4)

    assert grid(full[:-1]).missing == 1
    assert grid(full[:-1]).teds == pytest.approx(10 / 13)
    assert grid([*full, ["S-9", "99,99 EUR"]]).extra == 1
    moved = grid([full[0], full[4], *full[1:4]])
    assert (moved.shifted, moved.missing, moved.cell_f1) == (1, 0, 1)
    assert grid([]).missing == 4
    assert grid([]).cell_f1 == 0


@pytest.mark.parametrize("task", ["text", "tables"])
def test_a_run_of_a_parser_is_scored_from_end_to_end(task):
    clean = case_of(field(), lists=(lines(2),))
    dirty = case_of(
        field(touched=True), lists=(lines(2),), steps=("scan.blur",), name="d", twin="c"
    )
    corpus = ScoredCorpus("parsed", "", {"c": clean, "d": dirty})
    for case in corpus.cases.values():
        case.task = task
    text = "Summe 1.234,50 EUR\n| SKU | Amount |\n|--|--|\n| S-0 | 10,25 |\n| S-1 | 20,25 |"
    rows = [{"case": "c", "text": text}, {"case": "d", "text": "nothing"}]
    made = judge(corpus, answers_of("p", rows, corpus.cases), Config(), judge_parsed({}))

    reader = result_of(
        corpus, [made], Config(), resamples=20, reference_readers=False
    ).summary.readers[0]

    assert reader.card["accuracy"].value == 0
    assert reader.clean["accuracy"].value == pytest.approx(1 - 1 / 6, abs=0.2)
    if task == "text":
        assert not reader.tables
        assert len(reader.verdict) == 3
        assert not any("table" in sentence for sentence in reader.verdict)
    else:
        assert reader.tables["clean_missing"].value == 0
        assert reader.tables["missing"].value == 2


def test_a_run_without_text_is_invalid():
    case = case_of(field())
    corpus = ScoredCorpus("parsed", "", {"c": case})
    answers = answers_of("p", [{"case": "c", "answer": {"total": TOTAL}}], corpus.cases)

    (row,) = judge(corpus, answers, Config(), judge_parsed({}))

    assert (row.outcome, row.error_type) == ("invalid", "no_text")
