"""Links are right only whole: what becomes of answers about a set, and known strategies."""

import copy
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.formats.cases import Case, CaseTruth, FieldExpectation, ListExpectation
from chaosdocs.score.judging.single import judge_case
from tests.score.sets_by_hand import POLICY, entry, set_case

PUBLIC, TRUTH, RIGHT = set_case()
OPEN = {**RIGHT, "matches": [*RIGHT["matches"], {"books": None, "bank": ["B3"]}]}
LEFT_OPEN = {"abstain": {"/matches/4": "ambiguous"}}
"""The right answer, and what it says of the link that nobody can know."""


def judged(answer, **line):
    said = {"answer": answer, **line} if line else answer
    table = judge_case(PUBLIC, TRUTH, said)
    return [table.row(n) for n in range(len(table))]


def of(rows, path):
    [found] = [row for row in rows if row["path"] == path]
    return found["outcome"], found["error_type"], found["lure"]


def changed(**lists):
    return {**copy.deepcopy(RIGHT), **lists}


def matches(*rows):
    return [dict(zip(("books", "bank"), row, strict=True)) for row in rows]


def test_the_right_answer_is_right_everywhere_and_leaves_open_what_is_open():
    counted = Counter(row["outcome"] for row in judged(OPEN, **LEFT_OPEN))

    assert counted == {"correct": 11, "right_abstain": 1}


def test_every_side_is_a_set_and_rows_stand_in_any_order():
    turned = changed(
        matches=[
            {"books": None, "bank": ["B3"]},
            *({k: [*reversed(v)] for k, v in row.items()} for row in reversed(RIGHT["matches"])),
        ]
    )
    rows = judged(turned, abstain={"/matches/0": "ambiguous"})

    assert {row["outcome"] for row in rows} == {"correct", "right_abstain"}


def test_an_answer_of_empty_lists_has_nothing_right():
    rows = judged({"matches": [], "differences": [], "orphans": []})

    assert Counter(row["outcome"] for row in rows) == {"wrong": 12}
    assert {row["error_type"] for row in rows} == {"missing_row"}


def test_crossed_links_are_all_wrong():
    crossed = changed(
        matches=matches((["51", "52"], ["B2"]), (["53"], ["B4"]), (["56", "57"], ["B6"]),
                        (["59"], ["B1"])),
    )  # fmt: skip
    rows = [row for row in judged(crossed) if row["path"].startswith("/matches/")]

    assert Counter(row["outcome"] for row in rows) == {"wrong": 5}
    assert Counter(row["error_type"] for row in rows) == {"crossed": 4, "missing_row": 1}


def test_a_group_with_an_entry_missing_or_too_many_is_a_partial_group():
    for side in (["51"], ["51", "52", "58"]):
        rows = judged(changed(matches=[{"books": side, "bank": ["B1"]}, *RIGHT["matches"][1:]]))

        assert of(rows, "/matches/m0/link")[:2] == ("wrong", "partial_group")


def test_all_pairs_are_right_nowhere():
    books, bank = [f"5{n}" for n in range(1, 10)], [f"B{n}" for n in range(1, 7)]
    rows = judged(changed(matches=[{"books": [a], "bank": [b]} for a in books for b in bank]))
    links = [row for row in rows if row["path"].startswith("/matches/m")]

    assert "correct" not in {row["outcome"] for row in links}
    assert {row["error_type"] for row in links} >= {"claimed_twice"}


def test_a_link_that_is_put_on_an_orphan_is_invented():
    rows = judged(changed(matches=[*RIGHT["matches"], *matches((["58"], ["B5"]))]))

    assert of(rows, "/orphans/books:m7/orphan") == ("hallucinated", "", "forced-match")
    assert of(rows, "/orphans/bank:m13/orphan") == ("hallucinated", "", "forced-match")
    assert of(rows, "/matches/+/link")[:2] == ("hallucinated", "extra_row")


def test_an_orphan_that_is_overlooked_is_wrong():
    rows = judged(changed(orphans=RIGHT["orphans"][1:]))

    assert of(rows, "/orphans/books:m7/orphan")[:2] == ("wrong", "missing_row")


def test_a_linked_entry_that_is_called_an_orphan_is_said_not_to_be_there():
    rows = judged(
        changed(
            matches=RIGHT["matches"][:-1],
            orphans=[*RIGHT["orphans"], {"in": "bank", "entry": ["B6"], "reason": "unknown"}],
        )
    )

    assert of(rows, "/matches/m8/link")[:2] == ("wrong", "false_absence")
    assert of(rows, "/orphans/+/orphan")[:2] == ("hallucinated", "extra_row")


def test_one_reading_of_an_ambiguous_link_is_overcommitted():
    rows = judged(changed(matches=[*RIGHT["matches"], *matches((["54"], ["B3"]))]))

    assert of(rows, "/matches/m3/link")[0] == "overcommit"
    assert "/matches/+/link" not in {row["path"] for row in rows}


@pytest.mark.parametrize(
    ("row", "line", "expected"),
    [
        ((None, ["B3"]), {"abstain": {"/matches/4": "ambiguous"}}, "named_ambiguity"),
        ((None, ["B3"]), {"abstain": {"/matches/4/books": "ambiguous"}}, "named_ambiguity"),
        ((None, ["B3"]), {"candidates": {"/matches/4/books": [["55"], ["54"]]}}, "named_ambiguity"),
        (
            (None, ["B3"]),
            {"candidates": {"/matches/4/books": [["55"], ["58"]]}},
            "wrong_candidates",
        ),
        (
            (None, None),
            {"candidates": {"/matches/4": matches((["54"], ["B3"]), (["55"], ["B3"]))}},
            "named_ambiguity",
        ),
        ((["54"], ["B3"]), {"abstain": {"/matches/4": "unsure"}}, "flagged_reading"),
    ],
)
def test_an_ambiguous_link_is_left_open_or_named_with_its_readings(row, line, expected):
    answer = changed(matches=[*RIGHT["matches"], *matches(row)])
    found = of(judged(answer, **line), "/matches/m3/link")

    assert found[:2] == ("wrong" if "wrong" in expected else "right_abstain", expected)


def test_what_is_said_of_open_entries_beside_the_links_does_not_count():
    orphan = {"in": "books", "entry": ["55"], "reason": "unknown"}
    rows = judged({**OPEN, "orphans": [*RIGHT["orphans"], orphan]}, **LEFT_OPEN)

    assert {row["outcome"] for row in rows} == {"correct", "right_abstain"}


def test_a_payment_that_is_called_an_orphan_though_it_is_one_of_two_is_wrong():
    orphan = {"in": "bank", "entry": ["B3"], "reason": "unknown"}
    rows = judged(changed(orphans=[*RIGHT["orphans"], orphan]))

    assert of(rows, "/matches/m3/link")[:2] == ("wrong", "false_absence")


def test_differences_are_judged_leaf_by_leaf():
    wrong = {**RIGHT["differences"][0], "reason": "fee"}
    rows = judged(changed(differences=[wrong]))

    assert of(rows, "/differences/m2.amount/difference")[0] == "correct"
    assert of(rows, "/differences/m2.amount/by")[0] == "correct"
    assert of(rows, "/differences/m2.amount/reason")[0] == "wrong"


def test_a_difference_of_another_link_has_nothing_right():
    other = {**RIGHT["differences"][0], "books": ["58"], "bank": ["B6"]}
    rows = judged(changed(differences=[other]))

    found = {row["path"]: row["outcome"] for row in rows if row["path"].startswith("/diff")}
    assert found == {
        "/differences/m2.amount/difference": "wrong",
        "/differences/m2.amount/by": "wrong",
        "/differences/m2.amount/reason": "wrong",
        "/differences/+/difference": "hallucinated",
        "/differences/+/by": "hallucinated",
        "/differences/+/reason": "hallucinated",
    }


def test_links_weigh_as_much_as_all_else_and_a_reason_half_of_what_it_belongs_to():
    table = judge_case(PUBLIC, TRUTH, RIGHT)
    weights = Counter()
    for n, truth in enumerate(table.expected):
        weights[truth.schema_path] += table.weight[n]

    assert weights == pytest.approx(
        {
            "/matches/*/link": 1, "/differences/*/difference": 0.25, "/differences/*/by": 0.25,
            "/differences/*/reason": 0.125, "/orphans/*/orphan": 0.25, "/orphans/*/reason": 0.125,
        }
    )  # fmt: skip


IDS = st.lists(st.sampled_from(["51", "52", "53", "B1", "B2", "x"]), max_size=3)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=6,
)
ROWS = st.lists(st.dictionaries(st.sampled_from(["books", "bank", "in", "entry"]), IDS | JUNK))


@given(
    st.fixed_dictionaries(dict.fromkeys(("matches", "differences", "orphans"), ROWS | JUNK)),
    st.dictionaries(st.sampled_from(["/matches", "/matches/0", "/matches/1/books"]), st.text()),
    st.dictionaries(st.sampled_from(["/matches/0", "/matches/1/books"]), st.lists(JUNK | IDS)),
)
def test_whatever_is_answered_every_field_has_one_outcome(answer, abstain, candidates):
    rows = judged(answer, abstain=abstain, candidates=candidates)

    assert sum("/+/" not in row["path"] for row in rows) == 12


def field(kind, *accept, **more):
    return FieldExpectation(ref="x", state="answerable", kind=kind, accept=accept, **more)


def test_pairs_of_a_map_are_judged_whole_and_how_beside_them():
    side = {"x-kind": "ids", "type": ["array", "null"], "items": {"type": "string"}}
    how = {"x-kind": "enum", "type": ["string", "null"]}
    public = Case(
        case="m", task="map", channel="value", instructions="", files=(),
        schema={"type": "object", "properties": {"pairs": {"type": "array", "items": {
            "type": "object", "properties": {"from": side, "to": side, "how": how}}}}},
    )  # fmt: skip
    split = {"from": ["/name"], "to": ["/first", "/last"]}
    gone = {"from": ["/fax"], "to": []}
    truth = CaseTruth(
        case="m", label="m", records=("m",), medium="json", rendering="json.a", twin=None,
        locale="en_US", steps=(),
        fields={"/pairs": ListExpectation(
            rows={
                "k1": {"pair": field("ids", split), "how": field("enum", "split")},
                "k2": {"pair": field("ids", gone), "how": field("enum", "drop")},
            },
            whole={"pair": ("from", "to")}, weights={"how": 0.5}, exclusive=True,
        )},
    )  # fmt: skip

    def outcomes(*pairs):
        table = judge_case(public, truth, {"pairs": list(pairs)})
        rows = [table.row(n) for n in range(len(table))]
        return {row["path"]: (row["outcome"], row["error_type"]) for row in rows}

    right = outcomes({**split, "how": "split"}, {**gone, "how": "drop"})
    assert set(right.values()) == {("correct", "")}
    part = outcomes({"from": ["/name"], "to": ["/first"], "how": "rename"}, {**gone, "how": "drop"})
    assert part["/pairs/k1/pair"] == ("wrong", "partial_group")
    assert part["/pairs/k1/how"][0] == "wrong"
    invented = outcomes({**split, "how": "split"}, {"from": ["/fax"], "to": ["/mail"], "how": "x"})
    assert invented["/pairs/k2/pair"] == ("wrong", "crossed")


@pytest.mark.parametrize(
    ("leading", "said", "line", "expected"),
    [
        ("bank", "bank", {}, "correct"),
        ("bank", "books", {}, "wrong"),
        (None, "bank", {}, "overcommit"),
        (None, None, {"abstain": {"/differences/0/counts": "disputed"}}, "right_abstain"),
        (None, None, {"candidates": {"/differences/0/counts": ["books", "bank"]}}, "right_abstain"),
        ("bank", None, {"abstain": {"/differences/0/counts": "disputed"}}, "over_abstain"),
    ],
)
def test_which_file_counts_is_told_by_the_policy_or_disputed(leading, said, line, expected):
    rows = (
        entry("books", "1", "100.00", 1, refs=["RE-1"]),
        entry("bank", "B1", "137.00", 5, texts=["RE-1"]),
    )
    public, truth, right = set_case(rows, replace(POLICY, leading=leading))
    [difference] = right["differences"]
    answer = {**right, "differences": [{**difference, "counts": said}]}
    table = judge_case(public, truth, {"answer": answer, **line})

    found = {table.row(n)["path"]: table.row(n)["outcome"] for n in range(len(table))}
    assert found["/differences/m0.amount/counts"] == expected


def test_a_difference_that_the_terms_explain_asks_for_no_file():
    assert "counts" not in TRUTH.fields["/differences"].rows["m2.amount"]
