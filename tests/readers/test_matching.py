"""Readers of sets: the honest baseline, and readers with known faults, rank as they must."""

import datetime as dt
from decimal import Decimal
from pathlib import Path
from statistics import fmean

import pytest

from chaosdocs.readers.builtin.ledgers import ledgers, number
from chaosdocs.readers.builtin.match_amount import match_amount
from chaosdocs.readers.builtin.match_dates import match_dates
from chaosdocs.readers.builtin.match_digits import match_digits
from chaosdocs.readers.builtin.match_nothing import match_nothing
from chaosdocs.readers.builtin.matching import matching
from chaosdocs.readers.builtin.rules import rules
from chaosdocs.score.judging.single import judge_case
from chaosdocs.testing.right import perfect
from chaosdocs.truth.links import Entry
from chaosdocs.truth.policy import Discount, Fee, MatchingKey, Policy, Tolerance
from chaosdocs.truth.values import Money
from tests.proof.sets_on_disk import Draws, write

POLICY = Policy(
    keys=tuple(MatchingKey(by=by) for by in ("reference", "amount", "sum")),
    tolerance=Tolerance(absolute=Decimal("0.05")),
    discounts=(Discount(percent=Decimal(2), days=14),),
    fees=(Fee(name="bank charge", fixed=Decimal(5), most=Decimal(40)),),
)
PARTIES = ("Müller Maschinenbau GmbH", "Weber & Cie. SA", "Ortiz Ltd")


def book(seed, size=16):
    """A month: two in three payments name their invoice, half of the amounts come again."""
    draws = Draws(seed)
    entries = []
    for n in range(size):
        party = draws.choice(PARTIES)
        amount = Decimal(draws.randint(10_000, 400_000)) / 100
        if draws.chance(0.5):
            amount = Decimal(draws.choice((250, 480)))
        day = dt.date(2025, 1, 1) + dt.timedelta(days=draws.randint(0, 30))
        number = f"RE-{1000 + 17 * n}"
        first = Entry(
            member="books", key=f"5100{n:06}", amount=Money(amount, "EUR"), date=day, party=party,
            references=(number,),
        )  # fmt: skip
        entries.append(first)
        if draws.chance(0.1):
            continue
        paid = amount - draws.choice(
            (Decimal(0),) * 6 + (Decimal("0.02"), (amount / 50).quantize(Decimal("0.01")))
        )
        said = draws.choice(((f"Invoice {number}",), (f"Invoice {number}",), ("monthly",)))
        entries.append(
            Entry(
                member="bank", key=f"B{n:04}", amount=Money(paid, "EUR"),
                date=day + dt.timedelta(days=draws.randint(2, 25)), party=party.upper(), texts=said,
            )
        )  # fmt: skip
    return entries


@pytest.fixture(scope="module")
def sets(tmp_path_factory):
    """Twelve sets on disk, each with a function that asks a reader."""
    folder = tmp_path_factory.mktemp("sets")
    made = []
    for seed in range(12):
        case, truth, _, files = write(book(seed), ("books", "bank"), POLICY, name=f"s{seed}")
        for path, data in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(data)
        made.append((case, truth, folder))
    return made


def said(case, folder, reader):
    public = case.model_dump(mode="json", by_alias=True)
    return reader(public, {each.path: Path(folder / each.path) for each in case.files})


def links_right(sets, answer):
    """The mean share of links that are right whole, surplus ones counted as wrong."""
    shares = []
    for case, truth, folder in sets:
        table = judge_case(case, truth, answer(case, truth, folder))
        rows = [table.row(n) for n in range(len(table))]
        links = [row for row in rows if row["schema_path"] == "/matches/*/link"]
        shares.append(
            sum(row["outcome"] in {"correct", "right_abstain"} for row in links)
            / sum(row["rows"] for row in links)
        )
    return fmean(shares)


def by(reader):
    return lambda case, _truth, folder: said(case, folder, reader)


def product(_case, truth, _folder):
    keys = {name: [e.key for e in truth.links.entries if e.member == name] for name in
            ("books", "bank")}  # fmt: skip
    return {
        "matches": [{"books": [a], "bank": [b]} for a in keys["books"] for b in keys["bank"]],
        "differences": [],
        "orphans": [],
    }


def crossed(_case, truth, _folder):
    answer = perfect(truth)["answer"]
    rows = [row for row in answer["matches"] if row["books"] and row["bank"]]
    banks = [row["bank"] for row in rows]
    moved = [
        {"books": row["books"], "bank": bank}
        for row, bank in zip(rows, banks[1:] + banks[:1], strict=True)
    ]
    return {**answer, "matches": moved}


def test_known_strategies_rank_as_stated(sets):
    found = {
        "perfect": links_right(sets, lambda _case, truth, _folder: perfect(truth)),
        "matching": links_right(sets, by(matching)),
        "digits": links_right(sets, by(match_digits)),
        "amount": links_right(sets, by(match_amount)),
        "dates": links_right(sets, by(match_dates)),
        "nothing": links_right(sets, by(match_nothing)),
        "product": links_right(sets, product),
        "crossed": links_right(sets, crossed),
    }

    assert found["perfect"] == 1
    assert found["nothing"] == found["product"] == found["crossed"] == 0
    assert found["perfect"] > found["matching"] > 0.85
    assert found["matching"] > found["digits"] > found["amount"] > found["dates"] > 0


def test_the_baseline_for_any_task_matches_sets(sets):
    case, _, folder = sets[0]

    assert said(case, folder, rules) == said(case, folder, matching)


def test_an_amount_that_stands_for_two_items_is_left_open(sets):
    case, _, folder = next(
        each for each in sets
        if any(c["link"].state == "ambiguous" for c in each[1].fields["/matches"].rows.values())
    )  # fmt: skip
    line = said(case, folder, matching)

    assert set(line["abstain"].values()) == {"ambiguous"}
    assert all(len(each) > 1 for each in line["candidates"].values())


def test_rows_are_read_with_party_date_and_amount(sets):
    case, truth, folder = sets[1]
    public = case.model_dump(mode="json", by_alias=True)
    [found] = ledgers(public, {each.path: Path(folder / each.path) for each in case.files})

    first = next(row for row in found.left)
    listed = truth.links.entries[0]
    assert (first.key, f"{first.amount:.2f}") == (listed.key, f"{Decimal(listed.amount):.2f}")
    assert len(first.date) == 10
    assert {row.party for row in found.right} <= {"mueller maschinenbau", "weber cie", "ortiz"}
    assert found.currency == "" or len(found.currency) == 3


@pytest.mark.parametrize(
    ("text", "value"),
    [("1.234,50-", "-1234.50"), ("-12.00", "-12.00"), ("(7,5)", "-7.5"), ("12'000.10", "12000.10"),
     ("3.000", "3.000"), ("", None), ("n/a", None)],
)  # fmt: skip
def test_an_amount_is_read_by_its_last_mark(text, value):
    assert number(text) == (None if value is None else Decimal(value))


def test_a_set_without_files_is_answered_and_not_refused(sets):
    case, _, folder = sets[0]
    bare = replace_files(case)

    assert said(bare, folder, matching)["answer"]["matches"] == []


def replace_files(case):
    return case.model_copy(update={"files": ()})
