"""Every pairing: views that keep their rules, few differences in clean books, ranked readers."""

from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest

from chaosdocs.documents.statement_set import state
from chaosdocs.readers.builtin.match_amount import match_amount
from chaosdocs.readers.builtin.match_dates import match_dates
from chaosdocs.readers.builtin.match_digits import match_digits
from chaosdocs.readers.builtin.match_nothing import match_nothing
from chaosdocs.readers.builtin.matching import matching
from chaosdocs.render.route import finish, through
from chaosdocs.score.judging.single import judge_case
from chaosdocs.sources.rules import broken
from chaosdocs.sources.world.pairing import open_set
from chaosdocs.sources.world.registry import PAIRINGS, WORLDS
from chaosdocs.testing.right import perfect
from chaosdocs.testing.sets import SetCase, SetSample, usual_rendering
from chaosdocs.truth.links import Entry, Share
from chaosdocs.truth.sets import fold
from chaosdocs.truth.values import Quantity

TRADE = WORLDS["trade"]
NEW = [name for name in PAIRINGS.own if name != "books-bank"]


def entry(role, row):
    """A row as a truth is folded from it."""
    units = row.get("quantity")
    price = row.get("price")
    return Entry(
        member=role, key=row.key, date=row.date, amount=row.amount, party=row.party,
        references=tuple(filter(None, (row.text("reference"),))),
        texts=tuple(filter(None, (row.text("text"), row.text("type")))),
        of=tuple(Share(event, part) for event, part in row.of), foreign=row.get("foreign"),
        quantity=units.value if isinstance(units, Quantity) else None,
        price=None if price is None else price.amount,
        unit=units.unit if isinstance(units, Quantity) else "",
    )  # fmt: skip


def folded(matter):
    rows = [entry(role, row) for role, those in matter.members.items() for row in those]
    return fold(rows, matter.policy, tuple(matter.members))


@pytest.mark.parametrize("name", NEW)
def test_every_member_keeps_its_rules_and_is_written_in_every_locale(name):
    pairing = PAIRINGS[name]
    for index, locale in enumerate(TRADE.locales):
        book = TRADE.book(7, index, locale, 20)
        matter = open_set(book, name, pairing)
        assert matter == open_set(book, name, pairing)
        for member in pairing.members:
            rows = matter.members[member.role]
            record = member.view.record(book, rows)
            assert not broken(record.domain.rules, record.facts, record.rows)
            assert {"en", "de", "fr", "ja"} <= record.domain.fields[-1].labels.keys()
            assert len({row.key for row in rows}) == len(rows)
            assert all(row.date <= book.end for row in rows)
            written = finish(member.rendering, through(member.rendering, state(record)))
            assert len(written.file.data) > 25 * len(rows)


@pytest.mark.parametrize("name", NEW)
def test_five_to_ten_percent_of_clean_links_differ_and_the_terms_say_why(name):
    links = differing = accidents = 0
    reasons, orphans = Counter(), Counter()
    for index in range(24):
        book = TRADE.book(11, index, TRADE.locales[index % 3], 40)
        truth = folded(open_set(book, name, PAIRINGS[name]))
        if truth.misfits:  # no case is made of such a book
            accidents += 1
            continue
        links += len(truth.links)
        differing += len({each.link.keys(truth.members[0]) for each in truth.differences})
        reasons.update(each.reason for each in truth.differences)
        orphans.update(each.member for each in truth.orphans)

    assert accidents <= 1
    assert 0.05 <= differing / links <= 0.1
    assert reasons["unknown"] + reasons["typo"] <= 0.1 * reasons.total()
    assert orphans.total() > 24


def share_right(case, answer):
    """The share of links that are right whole, surplus ones counted as wrong."""
    table = judge_case(case.public, case.truth, answer)
    rows = [table.row(n) for n in range(len(table))]
    links = [row for row in rows if row["schema_path"] == "/matches/*/link"]
    right = sum(row["outcome"] in {"correct", "right_abstain"} for row in links)
    return right / sum(row["rows"] for row in links)


@pytest.mark.parametrize("name", PAIRINGS.own)
def test_known_strategies_rank_as_stated(name, tmp_path):
    first, *_, last = PAIRINGS[name].roles
    found = {}
    for index, locale in enumerate(("de_DE", "en_US", "fr_FR")):
        case = SetCase(SetSample("trade", index, locale), usual_rendering(name))
        paths = {}
        for file, data in zip(case.public.files, case.files.values(), strict=True):
            paths[file.path] = tmp_path / f"{index}{Path(file.path).name}"
            paths[file.path].write_bytes(data)
        public = case.public.model_dump(mode="json", by_alias=True)
        for reader in (matching, match_digits, match_amount, match_dates, match_nothing):
            found.setdefault(reader.__name__, []).append(share_right(case, reader(public, paths)))
        keys = {role: [e.key for e in case.truth.links.entries if e.member == role]
                for role in (first, last)}  # fmt: skip
        pairs = [{first: [a], last: [b]} for a in keys[first] for b in keys[last]]
        product = {"answer": {"matches": pairs, "differences": [], "orphans": []}}
        found.setdefault("product", []).append(share_right(case, product))
        found.setdefault("perfect", []).append(share_right(case, perfect(case.truth)))
    means = {each: fmean(shares) for each, shares in found.items()}

    assert means["perfect"] == 1
    assert means["matching"] > 0.9
    assert means["matching"] >= means["match_digits"] > means["match_dates"] >= 0
    assert 1 > means["match_amount"] > means["match_dates"]
    assert means["match_nothing"] == means["product"] == 0
