"""The task `tables`: a value under a wrong head or in a wrong row is altered, and named."""

import pytest

from chaosdocs.formats.cases import GoldTable
from chaosdocs.score.judging.cells import found_cell, head_key
from chaosdocs.score.judging.expectations import Expected, ExpectedList, ScoredCase
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.score.judging.parsed import judge_parsed
from chaosdocs.score.metrics.grids import compare_grid

HEADS = ["Buyer", "SKU", "Item", "Price", "Amount"]
ROWS = [
    ["ACME", "S-1", "Bolt", "1.250,50", "2.501,00"],
    ["ACME", "S-2", "Nut", "7,00", "21,00"],
    ["ACME", "S-3", "Washer", "3,10", "12,40"],
    ["ACME", "S-4", "Screw", "9,90", "19,80"],
]
VALUES = [("1250.50", "2501.00"), ("7.00", "21.00"), ("3.10", "12.40"), ("9.90", "19.80")]


def money(path, amount):
    unit = f"/lines/*/{path.rpartition('/')[2]}"
    return Expected(
        path=path,
        schema_path=unit,
        kind="money",
        state="answerable",
        accept=({"amount": amount, "currency": "EUR"},),
    )


def text(path, value):
    unit = path if path == "/buyer" else f"/lines/*/{path.rpartition('/')[2]}"
    return Expected(path=path, schema_path=unit, kind="text", state="answerable", accept=(value,))


def case():
    leaves = ("sku", "item", "price", "amount")
    rows = {
        f"k{n}": {
            "sku": text(f"/lines/k{n}/sku", row[1]),
            "item": text(f"/lines/k{n}/item", row[2]),
            "price": money(f"/lines/k{n}/price", VALUES[n][0]),
            "amount": money(f"/lines/k{n}/amount", VALUES[n][1]),
        }
        for n, row in enumerate(ROWS)
    }
    paths = [("/buyer", *(f"/lines/k{n}/{leaf}" for leaf in leaves)) for n in range(len(ROWS))]
    table = GoldTable(rows=[tuple(HEADS), *map(tuple, ROWS)], paths=[("",) * 5, *paths], head=0)
    return ScoredCase(
        case="c", label="c", task="tables", record="r", twin=None, medium="csv",
        rendering="csv.sap", locale="de_DE", operator="clean", severity=0, steps=(), issues=(),
        scalars=(text("/buyer", "ACME"),),
        lists=(ExpectedList("/lines", ordered=True, leaves=leaves, rows=rows),),
        tables=(table,),
    )  # fmt: skip


def judged(grid):
    made = case()
    line = parse_line({"case": "c", "tables": grid})
    judge = judge_parsed({})
    return {t.path: judge(made, line, t)[0] for t in made.fields()}


def names(grid):
    return {path: each.lure for path, each in judged(grid).items() if each.outcome == "wrong"}


def score(grid):
    made = case()
    return compare_grid(made, made.lists[0], parse_line({"case": "c", "tables": grid}), {})


def test_a_perfect_reader_scores_one_with_heads_and_repeated_values():
    found = judged([HEADS, *ROWS])
    assert {(each.outcome, each.error_type) for each in found.values()} == {("correct", "kept")}
    whole = score([HEADS, *ROWS])
    assert (whole.cell_f1, whole.grits_con, whole.teds) == (1, 1, 1)
    assert (whole.missing, whole.extra, whole.shifted) == (0, 0, 0)


def test_rows_of_objects_are_a_table_with_their_keys_as_heads():
    rows = [dict(zip(HEADS, row, strict=True)) for row in ROWS]
    assert score([rows]).cell_f1 == 1
    assert not names([rows])


def test_columns_in_another_order_with_their_heads_are_no_fault():
    turned = [row[::-1] for row in [HEADS, *ROWS]]
    assert not names(turned)
    assert score(turned).cell_f1 == 1


def test_a_table_shifted_by_one_column_is_altered_in_every_cell():
    shifted = [HEADS, *(["", *row[:-1]] for row in ROWS)]
    found = judged(shifted)
    assert not any(each.outcome == "correct" for each in found.values())
    moved = {path for path, name in names(shifted).items() if name == "column-shifted"}
    assert moved == {p for p in found if not p.endswith("/amount")}  # the last fell off
    assert score(shifted).cell_f1 == pytest.approx(2 * 5 / (25 + 21))  # the heads alone


def test_one_row_shifted_by_one_column_is_altered_alone():
    grid = [HEADS, *ROWS[:2], ["", *ROWS[2][:-1]], ROWS[3]]
    wrong = names(grid)
    assert set(wrong) == {f"/lines/k2/{leaf}" for leaf in ("sku", "item", "price", "amount")}
    assert wrong["/lines/k2/price"] == "column-shifted"


def test_two_columns_exchanged_under_their_heads_are_swapped():
    grid = [HEADS, *([*row[:3], row[4], row[3]] for row in ROWS)]
    assert names(grid) == {
        f"/lines/k{n}/{leaf}": "columns-swapped" for n in range(4) for leaf in ("price", "amount")
    }


def test_a_column_that_slipped_by_one_row_is_row_shifted():
    amounts = ["", *(row[4] for row in ROWS[:3])]
    grid = [HEADS, *([*row[:4], amount] for row, amount in zip(ROWS, amounts, strict=True))]
    wrong = names(grid)
    fell_off = {"/lines/k3/amount": ""}  # the amount of the row above stands there
    assert wrong == {f"/lines/k{n}/amount": "row-shifted" for n in range(3)} | fell_off
    assert score(grid).missing == 0


def test_a_turned_table_is_transposed():
    grid = [list(column) for column in zip(HEADS, *ROWS, strict=True)]
    assert set(names(grid).values()) == {"transposed"}
    assert len(names(grid)) == 17
    assert score(grid).cell_f1 == 0


def test_a_lost_cell_is_lost_and_another_text_is_altered_without_a_name():
    grid = [HEADS, *(list(row) for row in ROWS)]
    grid[1][2], grid[2][2] = "", "Mut"
    found = judged(grid)
    assert found["/lines/k0/item"].error_type == "lost"
    assert (found["/lines/k1/item"].error_type, found["/lines/k1/item"].lure) == ("altered", "")


@pytest.mark.parametrize(
    "cell", [1250.5, "1250.5", "1250.50", "1.250,50", "1.250,50 EUR"], ids=repr
)
def test_typed_cells_compare_as_values(cell):
    grid = [HEADS, [*ROWS[0][:3], cell, 2501], *ROWS[1:]]
    assert not names(grid)
    assert score(grid).cell_f1 == 1


def test_a_number_that_was_read_in_another_locale_is_altered():
    grid = [HEADS, [*ROWS[0][:3], 1.2505, ROWS[0][4]], *ROWS[1:]]
    assert set(names(grid)) == {"/lines/k0/price"}


def test_a_table_over_two_pages_is_one():
    pages = [[HEADS, *ROWS[:2]], [HEADS, *ROWS[2:]]]
    assert not names(pages)
    assert (score(pages).cell_f1, score(pages).missing) == (1, 0)


def test_a_table_without_heads_is_judged_by_its_columns():
    assert not names(ROWS)
    assert score(ROWS).cell_f1 == pytest.approx(2 * 20 / 45)


def test_ids_keep_their_zeros_and_dates_lose_their_midnight():
    assert found_cell("0017").keys == ("0017",)
    assert found_cell("2024-03-04 00:00:00").text == "2024-03-04"
    assert [found_cell(cell).keys for cell in (True, None)] == [("true",), ()]
    assert found_cell(10**400).keys == ("?",)
    assert head_key("Item : Unit_Price") == head_key("itemUnitPrice")
