"""A small run of the mechanical audit finds nothing wrong, and seeded wrongs do not escape it."""

import copy
import json
import shutil
import sys
from decimal import Decimal

import audit
import checks
import pytest
import rules
import spellings
from click.testing import CliRunner

from chaosdocs.cli.group import cli

PLACE = ("box", "page", "cell", "bytes", "pointer")
pytestmark = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is missing")

RECIPES = {
    "pages": {
        "source": {"domain": "invoice", "count": 3, "locales": ["de_DE", "fr_FR"]},
        "render": [{"as": "pdf", "templates": ["letterhead"]}],
        "design": {
            "each": ["gaps.left_out", "dates.ambiguous_order", "claims.superseded"],
            "severities": [3],
        },
    },
    "exports": {
        "source": {"domain": "invoice", "count": 2, "locales": ["en_US", "ja_JP"]},
        "render": [
            {"as": "xlsx", "system": "sap"},
            {"as": "csv", "system": "netsuite"},
            {"as": "json", "system": "sap"},
            {"as": "xml", "system": "netsuite"},
        ],
        "design": {"each": ["gaps.left_out", "numbers.foreign_separators"], "severities": [3]},
    },
    "statements": {
        "source": {"domain": "statement", "count": 1},
        "render": [{"as": "csv", "system": "sap"}, {"as": "scan", "templates": ["erp"]}],
        "design": {"each": ["totals.wrong_sum", "null.rerun"], "severities": [3]},
    },
}


@pytest.fixture(scope="module")
def cases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audited")
    found = []
    for number, (name, said) in enumerate(RECIPES.items()):
        recipe = {"chaosdocs": 2, "name": name, "seed": 880_120 + number, **said}
        (folder / f"{name}.yaml").write_text(json.dumps(recipe))
        done = CliRunner().invoke(
            cli, ["generate", str(folder / f"{name}.yaml"), "-o", str(folder / name)]
        )
        assert done.exit_code == 0, done.output
        found += checks.cases_of(folder / name)
    return found


def test_a_small_run_finds_nothing_wrong(cases):
    tally = bound(cases)

    assert not [str(each) for each in tally.wrong]
    assert tally.cases == len(cases) >= 35
    assert {case.truth["medium"] for case in cases} == {"pdf", "scan", "xlsx", "csv", "json", "xml"}
    for check in (
        "the place holds the text",
        "the text says the value",
        "what is gone is nowhere",
        "what is derived follows",
        "a clean document adds up",
        "as on the clean twin",
        "the file names the currency",
        "each reading is possible",
        "a clean document has no loose value",
        "a field has its own label",
    ):
        assert tally.checks[check], check


def test_two_fields_of_one_case_that_are_exchanged_are_told(cases):
    for medium in ("json", "csv", "xlsx"):
        clean = [
            c
            for c in cases
            if c.domain == "invoice" and c.truth["medium"] == medium and not c.truth["steps"]
        ]
        lying = copy.deepcopy(clean[-1])
        every = checks.leaves(lying.truth)
        pair = every["/seller/name"], every["/buyer/name"]
        pair[0]["accept"], pair[1]["accept"] = pair[1]["accept"], pair[0]["accept"]
        ours = lying.evidence
        ours["/seller/name"], ours["/buyer/name"] = ours["/buyer/name"], ours["/seller/name"]

        assert not checks.audit(lying).wrong
        assert not bound(clean).wrong
        assert {each.path for each in bound([*clean, *clean, lying]).wrong} == {
            "/seller/name",
            "/buyer/name",
        }


def bound(cases):
    tally = checks.Tally()
    for case in cases:
        tally.add(checks.audit(case))
    tally.bind()
    return tally


def fields(case, *kinds, state="answerable", why="printed"):
    return [
        (path, each)
        for path, each in checks.leaves(case.truth).items()
        if each["state"] == state and each["kind"] in kinds and (why is None or each["why"] == why)
    ]


def other_amount(case):
    for path, each in fields(case, "money"):
        amount = Decimal(each["accept"][0]["amount"]) + 1
        each["accept"] = [{**each["accept"][0], "amount": str(amount)}]
        yield path
        return


def other_amount_with_its_evidence(case):
    for path in other_amount(case):
        value = checks.leaves(case.truth)[path]["accept"][0]
        for line in case.evidence[path]:
            line["text"] = value["amount"]
        yield path


def days_and_months_exchanged(case):
    for path, each in fields(case, "date"):
        year, month, day = each["accept"][0].split("-")
        turned = f"{year}-{day}-{month}"
        one_way = len(spellings.dates(case.evidence[path][0]["text"])) == 1
        if int(day) <= 12 and day != month and one_way:
            each["accept"] = [turned]
            yield path
            return


def next_day(case):
    for path, each in fields(case, "date"):
        year, month, day = each["accept"][0].split("-")
        each["accept"] = [f"{year}-{month}-{int(day) % 28 + 1:02}"]
        yield path
        return


def digit_of_an_identifier(case):
    for path, each in fields(case, "id"):
        if path.endswith("number") and each["accept"][0][-1].isdigit():
            last = (int(each["accept"][0][-1]) + 1) % 10
            each["accept"] = [f"{each['accept'][0][:-1]}{last}"]
            yield path
            return


def other_text(case):
    for path, each in fields(case, "text"):
        each["accept"] = [f"{each['accept'][0]}x"]
        yield path
        return


def called_absent(case):
    for path, each in fields(case, "id"):
        if path.endswith("_number"):
            each["was"] = each.pop("accept")[0]
            each.update(state="absent", why=None)
            case.evidence.pop(path)
            yield path
            return


def called_printed(case):
    for state in checks.GONE:
        for path, each in fields(case, "id", "text", state=state, why=None):
            if each.get("was"):
                each.update(state="answerable", why="printed", accept=[each["was"]])
                yield path
                return


def derived_and_wrong(case):
    for path, each in fields(case, "money", why="derived"):
        amount = Decimal(each["accept"][0]["amount"]) + 1
        each["accept"] = [{**each["accept"][0], "amount": str(amount)}]
        yield path
        return


def lure_is_right(case):
    for path, each in fields(case, "money", "date", "id"):
        each["lures"] = [{"value": each["accept"][0], "name": "a-lure"}]
        yield path
        return


def reading_invented(case):
    for path, each in fields(case, "date", state="ambiguous", why=None):
        each["readings"] = [each["readings"][0], "1999-01-01"]
        yield path
        return


def one_reading(case):
    for path, each in fields(case, "date", state="ambiguous", why=None):
        each["readings"] = each["readings"][:1]
        yield path
        return


def loser_of_a_rule_alone(case):
    for path, each in fields(case, "money", "date", "id", "text", why="rule"):
        each["accept"] = [each["was"]] if each.get("was") is not None else ["nothing"]
        case.evidence[path] = case.evidence[path][:1]
        yield path
        return


def other_currency(case):
    for path, each in fields(case, "money"):
        each["accept"] = [{**each["accept"][0], "currency": "CHF"}]
        yield path
        return


def place_of_another(case):
    names = [path for path, _ in fields(case, "text") if case.evidence.get(path)]
    if len(names) > 1:
        other = case.evidence[names[1]][0]
        for line in case.evidence[names[0]]:
            line.update({key: other[key] for key in PLACE if key in line})
        yield names[0]


def row_left_out(case):
    if not case.truth["steps"] and len(case.truth["fields"]["/lines"]["rows"]) > 1:
        rows = case.truth["fields"]["/lines"]["rows"]
        gone = list(rows)[-1]
        del rows[gone]
        case.evidence = {
            path: lines
            for path, lines in case.evidence.items()
            if not path.startswith(f"/lines/{gone}/")
        }
        yield "/net"


def net_and_total_exchanged(case):
    every = checks.leaves(case.truth)
    if not case.truth["steps"] and "/net" in every and every["/net"]["state"] == "answerable":
        net, total = every["/net"]["accept"], every["/total"]["accept"]
        every["/net"]["accept"], every["/total"]["accept"] = total, net
        ours = case.evidence
        ours["/net"], ours["/total"] = ours["/total"], ours["/net"]
        yield "/net"


def not_as_on_the_twin(case):
    if case.twin is None:
        return
    for path, each in fields(case, "text"):
        twin = checks.leaves(case.twin)[path]
        if not each.get("touched") and twin["state"] == "answerable":
            twin["accept"] = ["something else"]
            yield path
            return


LIES = (
    other_amount, other_amount_with_its_evidence, days_and_months_exchanged, next_day,
    digit_of_an_identifier, other_text, called_absent, called_printed, derived_and_wrong,
    lure_is_right, reading_invented, one_reading, loser_of_a_rule_alone, other_currency,
    place_of_another, row_left_out, net_and_total_exchanged, not_as_on_the_twin,
)  # fmt: skip


@pytest.mark.parametrize("lie", LIES, ids=lambda each: each.__name__)
def test_a_seeded_wrong_does_not_escape(cases, lie):
    told = 0
    media = set()
    for case in cases:
        if case.truth["medium"] == "scan" or (case.truth["medium"] in media and told >= 5):
            continue
        lying = copy.deepcopy(case)
        for path in lie(lying):
            told += 1
            media.add(case.truth["medium"])
            found = checks.audit(lying).wrong
            assert found, (case.truth["label"], path)
    assert told, "no case has what the lie changes"


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("1.234,56 EUR", {"1234.56"}),
        ("(1,234.50)", {"-1234.50"}),
        ("1 234,50-", {"-1234.50"}),
        ("1,234", {"1.234", "1234"}),
        ("¥839,300", {"839.300", "839300"}),
        ("1'234'567.89", {"1234567.89"}),
        ("995.896 DR", {"-995.896", "-995896"}),
        ("190.59 USD DR", {"-190.59"}),
        ("12.00¹", {"12.00"}),
        ("112,90 1)", {"112.90"}),
        ("7.173,59- 1)", {"-7173.59"}),
        ("(224.12) 1)", {"-224.12"}),
        ("1.112,90¹ EUR", {"1112.90"}),
        ("12,50 CR", {"12.50"}),
        ("12/34", set()),
    ],
)
def test_numbers_have_all_their_readings(text, want):
    assert spellings.numbers(text) == {Decimal(each) for each in want}


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("04.03.2024", {"2024-03-04", "2024-04-03"}),
        ("2024年3月13日", {"2024-03-13"}),
        ("1er août 2023", {"2023-08-01"}),
        ("March 4, 2024", {"2024-03-04"}),
        ("13-Mär-2024", {"2024-03-13"}),
        ("07.2025", {"2025-07"}),
        ("31.02.2024", set()),
    ],
)
def test_dates_have_all_their_readings(text, want):
    assert spellings.dates(text) == want


def test_the_rules_compute_what_is_missing():
    known = {"/net": Decimal("100.00"), "/tax_rate": Decimal(19)}

    assert rules.closure("invoice", known, [], "EUR") == {
        "/tax": {Decimal("19.00")},
        "/total": {Decimal("119.00")},
    }


@pytest.mark.parametrize("arguments", [[], ["x", "1"], ["0", "1"], ["1"], ["1", "2", "3", "4"]])
def test_wrong_usage_ends_in_two(arguments, capsys):
    assert audit.main(arguments) == 2
    assert "audit.py CASES SEED" in capsys.readouterr().err


def test_the_drawn_recipes_are_a_function_of_the_seed(monkeypatch):
    assert sys.executable in audit.corpora.COMMAND
    registry = audit.corpora.Registry()

    first = [audit.corpora.recipe(registry, 5, number) for number in range(12)]

    assert first == [audit.corpora.recipe(registry, 5, number) for number in range(12)]
    assert first != [audit.corpora.recipe(registry, 6, number) for number in range(12)]
    assert {each["source"]["domain"] for each in first} == set(audit.corpora.DOMAINS)
    assert {each["render"][0]["as"] for each in first} == {
        "pdf",
        "scan",
        "xlsx",
        "csv",
        "json",
        "xml",
    }
