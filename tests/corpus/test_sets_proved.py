"""Finished sets: proved, every lie about them caught, crossed answers worth nothing."""

from collections import Counter

import pytest

from chaosdocs import generate
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.proof.prove import prove
from chaosdocs.recipe.model import Recipe
from chaosdocs.score.judging.expectations import scored_case
from chaosdocs.score.judging.single import judge_case
from chaosdocs.testing.right import perfect
from tests.proof.set_lies import LIES
from tests.proof.sets_on_disk import Draws

OPERATORS = {
    "books-bank": "one_for_many no_reference orphan discount_taken booked_twice cut_reference "
    "turned_sign",
    "books-statement": "one_for_many no_reference equal_amounts turned_sign cent_off booked_twice",
    "invoices-payouts": "fees_netted no_reference equal_amounts turned_sign pending_and_booked "
    "overlapping_periods",
    "old-new": "other_rate no_reference equal_amounts turned_sign booked_twice cut_export",
    "orders-receipts-invoices": "short_delivery no_reference equal_amounts turned_sign other_units "
    "overlapping_periods",
    "ours-theirs": "other_rate no_reference equal_amounts turned_sign booked_twice cut_off",
}
"""Pairing to the operators of its corpus."""


def recipe(pairing, count=3, **members):
    names = [f"links.{name}" for name in OPERATORS[pairing].split()]
    return {
        "chaosdocs": 2, "name": "sets", "seed": 3,
        "source": {"world": "trade", "books": count, "matters": 16},
        "render": [{"as": "set", "pairing": pairing, **members}],
        "design": {"each": names, "severities": [4]},
    }  # fmt: skip


RARE = [pytest.param(name, marks=pytest.mark.slow) for name in OPERATORS if name != "books-bank"]


@pytest.fixture(scope="module", params=["books-bank", *RARE])
def sets(request, tmp_path_factory):
    """Every case of a small corpus: case, truth, evidence, files."""
    return cases_of(recipe(request.param), tmp_path_factory.mktemp("corpus") / "sets")


MIXED = {
    "xlsx and pdf": {"books": "xlsx.sap", "bank": "pdf.statement"},
    "json and xml": {"books": "json.sap", "bank": "xml.camt_v8"},
    "text and csv": {"books": "text.sap_alv", "bank": "csv.account_de"},
    "pdf and json": {"books": "pdf.erp", "bank": "json.netsuite"},
    "csv and text": {"books": "csv.sap_xls", "bank": "text.mt940"},
    "xml and xlsx": {"books": "xml.sap", "bank": "xlsx.netsuite"},
    "csv and bai2": {"books": "csv.sap", "bank": "text.bai2"},
}
"""What a set is made of to the renderings of its members."""
FIRST = "xlsx and pdf"
SLOW = [pytest.param(name, marks=pytest.mark.slow) for name in MIXED if name != FIRST]


@pytest.fixture(scope="module", params=[FIRST, *SLOW])
def mixed(request, tmp_path_factory):
    """The cases of a corpus whose files are of two media."""
    its = recipe("books-bank", 2, **MIXED[request.param])
    return cases_of(its, tmp_path_factory.mktemp("corpus") / "sets")


def cases_of(data, out):
    generate(Recipe.model_validate(data), out)
    folder = CorpusFolder(out)
    truths = {truth.case: truth for truth in folder.truths()}
    made = []
    for case in folder.cases():
        files = {file.path: (out / file.path).read_bytes() for file in case.files}
        made.append((case, truths[case.case], list(folder.evidence((case.case,))), files))
    return made


def proved(case, truth, evidence, files):
    return prove(case, truth, evidence, files.__getitem__, domain=None)


def test_every_set_is_proved_by_its_files_and_the_search(sets):
    assert len(sets) > 15
    for made in sets:
        proof = proved(*made)
        assert proof.failures == ()
        assert all({"search"} < set(who) for path, who in proof.witnesses.items() if path[0] == "/")


def tell(sets, most):
    """Tell every kind of lie up to `most` times; return how often each was told."""
    told = Counter()
    for lie in LIES:
        for seed, made in enumerate(sets):
            if told[lie.__name__] == most:
                break
            lied = lie(made, Draws(seed))
            if lied is None:
                continue
            told[lie.__name__] += 1
            assert proved(*lied).failures, f"{lie.__name__} of {made[1].label} is believed"
    return told


RARE_LIES = {"settle_an_ambiguous_link", "drop_a_reading"}
"""Lies that need a link with several readings."""


def test_all_of_a_hundred_seeded_lies_are_caught(sets):
    told = tell(sets, 6)

    assert told.total() >= 100
    assert {lie.__name__ for lie in LIES} - set(told) <= RARE_LIES | {"hide_what_is_printed"}


def test_every_kind_of_lie_is_caught_in_files_of_several_media(mixed):
    for made in mixed:
        assert proved(*made).failures == ()
    told = tell(mixed, 4)

    pages = any(path.endswith((".xlsx", ".pdf")) for path in mixed[0][3])
    never = RARE_LIES if pages else RARE_LIES | {"hide_what_is_printed"}
    assert {lie.__name__ for lie in LIES} - set(told) <= never


def test_an_answer_with_all_links_crossed_has_no_link_right(sets):
    for case, truth, _, _ in sets:
        line = perfect(truth)
        rows = line["answer"]["matches"]
        first, *_, last = [each.name for each in truth.links.members]
        whole = [n for n, row in enumerate(rows) if row.get(first) and row.get(last)]
        lasts = [rows[n][last] for n in whole]
        for n, other in zip(whole, lasts[1:] + lasts[:1], strict=True):
            rows[n] = {**rows[n], last: other}
        rows[:] = [rows[n] for n in whole]
        table = judge_case(case, truth, line)
        found = [table.row(n) for n in range(len(table))]
        assert not any(
            row["outcome"] == "correct" for row in found if row["schema_path"] == "/matches/*/link"
        )


def test_the_perfect_answer_is_right_everywhere(sets):
    for case, truth, _, _ in sets:
        table = judge_case(case, truth, perfect(truth))
        found = {table.row(n)["outcome"] for n in range(len(table))}
        assert found <= {"correct", "right_abstain"}
        assert scored_case(case, truth).links is not None
