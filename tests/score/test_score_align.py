"""Rows find their rows, and what is missing, extra, repeated or shifted has its name."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.score.judging.align import GoldRow, align, assign
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import ScoredCorpus
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.summary.reference_readers import oracle


def gold(*rows):
    return [GoldRow({leaf: [value] for leaf, value in row.items()}, {}) for row in rows]


@given(st.integers(1, 5), st.integers(1, 5), st.data())
def test_no_assignment_is_better(rows, columns, data):
    flat = data.draw(st.lists(st.integers(0, 9), min_size=rows * columns, max_size=rows * columns))
    matrix = np.array(flat).reshape(rows, columns)

    pairs = assign(matrix)

    best = max(
        sum(matrix[i, j] for i, j in zip(left, right, strict=False))
        for left in [range(rows)]
        for right in itertools.permutations(range(columns), min(rows, columns))
    ) if rows <= columns else max(
        sum(matrix[i, j] for j, i in enumerate(left))
        for left in itertools.permutations(range(rows), columns)
    )  # fmt: skip
    assert sum(matrix[i, j] for i, j in pairs) == best
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == min(rows, columns)


def test_ties_keep_the_order_of_the_source():
    same = [{"a": "x", "b": str(n)} for n in range(6)]
    found = [{"a": "x", "b": "?"} for _ in range(6)]

    assert align(gold(*same), found).rows == (0, 1, 2, 3, 4, 5)


def test_a_row_in_another_place_is_found():
    rows = [{"a": str(n), "b": str(n * n)} for n in range(5)]

    assert align(gold(*rows), rows[::-1]).rows == (4, 3, 2, 1, 0)


def test_missing_extra_and_duplicated_rows():
    rows = [{"a": str(n), "b": str(n + 100)} for n in range(4)]
    found = [rows[0], rows[1], rows[1], {"a": "new", "b": "new"}, rows[3]]

    aligned = align(gold(*rows), found)

    assert aligned.rows == (0, 1, None, 4)
    assert aligned.extra == (2, 3)
    assert aligned.duplicated == {2}


def test_a_row_known_by_its_lure_is_matched():
    row = GoldRow({"a": ["1"], "b": ["2"]}, {"a": ["9"]})

    assert align([row], [{"a": "9"}]).rows == (0,)


def long_list(rows):
    rng = SeededRng(3)
    return [
        {
            "sku": f"S{n}",
            "tax": "19",
            "unit": str(rng.at(n).below(50)),
            "amount": str(rng.at(n, "a").below(10**6)),
        }
        for n in range(rows)
    ]


def test_a_list_of_3200_rows_each_with_a_wrong_cell_takes_seconds():
    rows = long_list(3200)
    found = [{**row, "amount": "wrong"} for row in rows[::-1]]

    assert align(gold(*rows), found).rows == tuple(range(3199, -1, -1))


def one_case(corpus):
    case = next(case for case in corpus.cases.values() if not case.steps)
    return case, ScoredCorpus("one", "", {case.case: case})


def judged(corpus, change):
    case, small = one_case(corpus)
    answer = oracle(case, SeededRng(0))
    change(answer["answer"]["lines"])
    rows = [{"case": case.case, **answer}]
    table = judge(small, answers_of("r", rows, small.cases), Config())
    return [row for row in table if row.schema_path.startswith("/lines")]


def test_a_row_left_out_is_a_silent_error(corpus):
    rows = judged(corpus, lambda lines: lines.pop(1))

    missing = [row for row in rows if row.error_type == "missing_row"]
    assert len(missing) == 4
    assert {row.outcome for row in missing} == {"wrong"}
    assert not any(row.flagged for row in missing)


def test_surplus_rows_share_the_weight_of_their_path(corpus):
    rows = judged(corpus, lambda lines: lines.extend([{"sku": "new"}, dict(lines[0])]))

    extra = {row.schema_path: row for row in rows if row.error_type == "extra_row"}
    assert extra["/lines/*/sku"].rows == 2
    assert extra["/lines/*/sku"].weight == pytest.approx(2 / 5)
    assert extra["/lines/*/amount"].rows == 1
    for unit in {row.schema_path for row in rows}:
        assert sum(row.weight for row in rows if row.schema_path == unit) == pytest.approx(1)


def test_a_repeated_row_is_named(corpus):
    rows = judged(corpus, lambda lines: lines.append(dict(lines[0])))

    assert {row.error_type for row in rows if row.outcome == "hallucinated"} == {"duplicate_row"}


def test_a_column_shifted_by_a_row_is_named(corpus):
    def shift(lines):
        amounts = [line["amount"] for line in lines]
        for line, amount in zip(lines, amounts[1:] + amounts[:1], strict=True):
            line["amount"] = amount

    rows = judged(corpus, shift)

    assert "shifted_row" in {row.error_type for row in rows if row.schema_path == "/lines/*/amount"}
    assert {row.outcome for row in rows if row.schema_path != "/lines/*/amount"} == {"correct"}


def test_two_columns_exchanged_are_named(corpus):
    def exchange(lines):
        for line in lines:
            line["sku"], line["description"] = line["description"], line["sku"]

    rows = judged(corpus, exchange)

    assert {row.outcome for row in rows if row.schema_path == "/lines/*/sku"} == {"wrong"}
