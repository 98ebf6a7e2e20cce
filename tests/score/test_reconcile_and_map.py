"""The tasks reconcile and map: several lists of pairs, judged like all other lists."""

from collections import Counter

import pytest

from chaosdocs.formats.cases import Case, CaseTruth, FieldExpectation, ListExpectation
from chaosdocs.score.judging.single import judge_case


def field(kind, value, state="answerable", **more):
    accept = (value,) if state == "answerable" else ()
    return FieldExpectation(ref="x", state=state, kind=kind, accept=accept, **more)


def pairs(*rows):
    return ListExpectation(
        rows={
            f"k{number}": {
                name: field("money" if isinstance(value, dict) else "id", value)
                for name, value in row.items()
            }
            for number, row in enumerate(rows)
        }
    )


def case(task, fields, schema):
    public = Case(case="c", task=task, channel="value", instructions="", files=(), schema=schema)
    truth = CaseTruth(
        case="c", label="pkt-1~mixed~clean", records=("pkt-1",), medium="csv", rendering="csv.sap",
        twin=None, locale="en_US", steps=(), fields=fields,
    )  # fmt: skip
    return public, truth


def row_schema(*names):
    leaf = {"type": ["string", "null"], "x-kind": "id"}
    return {
        "type": "array",
        "items": {"type": "object", "properties": dict.fromkeys(names, leaf)},
    }


def euros(amount):
    return {"amount": amount, "currency": "EUR"}


RECONCILE = case(
    "reconcile",
    {
        "/matches": pairs(
            {"invoice": "RE-1", "payment": "P-7"}, {"invoice": "RE-2", "payment": "P-9"}
        ),
        "/differences": pairs({"invoice": "RE-2", "by": euros("0.10")}),
        "/orphans": pairs({"document": "P-8"}),
    },
    {
        "type": "object",
        "properties": {
            "matches": row_schema("invoice", "payment"),
            "differences": row_schema("invoice", "by"),
            "orphans": row_schema("document"),
        },
    },
)
MAP = case(
    "map",
    {
        "/pairs": ListExpectation(
            rows={
                "k1": {"from": field("id", "NETWR"), "to": field("id", "net")},
                "k2": {
                    "from": field("id", "ZFELD1"),
                    "to": field("id", None, state="ambiguous", readings=("tax", "total")),
                },
            }
        )
    },
    {"type": "object", "properties": {"pairs": row_schema("from", "to")}},
)
RIGHT = {
    "matches": [{"invoice": "RE-2", "payment": "P-9"}, {"invoice": "RE-1", "payment": "P-7"}],
    "differences": [{"invoice": "RE-2", "by": euros("0.10")}],
    "orphans": [{"document": "P-8"}],
}


def outcomes(asked, answer):
    table = judge_case(*asked, answer)
    rows = [table.row(n) for n in range(len(table))]
    return Counter((row["path"].rpartition("/")[0] or "/", row["outcome"]) for row in rows), rows


def test_pairs_in_any_order_are_right():
    counted, _ = outcomes(RECONCILE, RIGHT)

    assert {outcome for _, outcome in counted} == {"correct"}
    assert counted.total() == 7


def test_a_payment_matched_to_another_invoice_is_wrong_in_one_field_each():
    crossed = RIGHT | {
        "matches": [{"invoice": "RE-1", "payment": "P-9"}, {"invoice": "RE-2", "payment": "P-7"}]
    }
    _, rows = outcomes(RECONCILE, crossed)

    wrong = [row["path"] for row in rows if row["outcome"] == "wrong"]
    assert len(wrong) == 2
    assert all(path.startswith("/matches/") for path in wrong)


@pytest.mark.parametrize(
    ("change", "lost"),
    [
        pytest.param({"orphans": []}, {"missing_row"}, id="an orphan is overlooked"),
        pytest.param(
            {"orphans": [{"document": "P-8"}, {"document": "P-8"}]}, {"duplicate_row"},
            id="an orphan is told twice",
        ),
        pytest.param(
            {"differences": [*RIGHT["differences"], {"invoice": "RE-9", "by": euros("5.00")}]},
            {"extra_row"}, id="a difference is made up",
        ),
    ],
)  # fmt: skip
def test_rows_missing_extra_and_repeated_are_named(change, lost):
    _, rows = outcomes(RECONCILE, RIGHT | change)

    assert {row["error_type"] for row in rows if row["outcome"] != "correct"} == lost


def test_a_column_that_may_mean_two_things_is_left_open_or_named_with_both():
    asked = MAP
    gap = {
        "answer": {"pairs": [{"from": "NETWR", "to": "net"}, {"from": "ZFELD1", "to": None}]},
        "abstain": {"/pairs/1/to": "ambiguous"},
    }
    guess = {"pairs": [{"from": "NETWR", "to": "net"}, {"from": "ZFELD1", "to": "tax"}]}

    assert outcomes(asked, gap)[0].keys() <= {
        ("/pairs/k1", "correct"), ("/pairs/k2", "correct"), ("/pairs/k2", "right_abstain"),
    }  # fmt: skip
    assert ("/pairs/k2", "overcommit") in outcomes(asked, guess)[0]
