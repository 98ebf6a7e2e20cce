"""A user's own rules, end to end: stated in the recipe or the schema, told, proved and judged."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import chaosdocs as cd
from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.recipe.load import load

REPORTED = Path(__file__).parents[3] / "shared" / "cases" / "reported-2026-11"
AMOUNT = {"type": "number", "x-kind": "money", "x-currency": "NOK"}
NUMBER = {"type": "number"}
LINE = {"article": {"type": "string"}, "quantity": NUMBER, "unit_price": AMOUNT}
LINE |= {"price_per": NUMBER, "amount": AMOUNT}
SCHEMA = {
    "properties": {
        "number": {"type": "string", "x-kind": "id"},
        "lines": {"type": "array", "items": {"properties": LINE}},
        "net": AMOUNT,
    }
}
RULES = ["amount = quantity * unit_price / price_per", "net = sum(amount)"]


def inside(*arguments, code=0):
    result = CliRunner().invoke(cli, list(map(str, arguments)))
    assert result.exit_code == code, result.output
    return result.output


def an_order(number, first):
    lines = [("4500", "12.40", "100", "558.00"), (str(first), "3.10", "50", f"{first * 0.062:.2f}")]
    keys = ("quantity", "unit_price", "price_per", "amount")
    rows = [{"article": f"A-{at}", **dict(zip(keys, line, strict=True))}
            for at, line in enumerate(lines)]  # fmt: skip
    return {"number": f"PO-{number}", "lines": rows, "net": f"{558 + first * 0.062:.2f}"}


def a_recipe(folder, *, rules=(), schema=SCHEMA, more="find_rules: false", field, task="allow"):
    (folder / "mine.jsonl").write_text(
        "\n".join(json.dumps(an_order(n, 6000 + 50 * n)) for n in range(3))
    )
    (folder / "schema.json").write_text(json.dumps(schema))
    stated = f", rules: {json.dumps(list(rules))}" if rules else ""
    (folder / "r.yaml").write_text(
        f"name: orders\nsource: {{records: mine.jsonl, schema: schema.json, {more}{stated}}}\n"
        f"ask: {{derive: {task}}}\n"
        "render: [{as: csv, system: netsuite}]\n"
        f"design: {{each: [{{use: {field}}}], severities: [3]}}\n"
    )
    return folder / "r.yaml"


def truths(corpus, operator):
    found = json.loads(inside("cases", corpus, "--operator", operator, "--json"))
    folder = CorpusFolder(corpus)
    return [(row["case"], folder.truth(row["case"])) for row in found]


def leaves(truth):
    return {leaf.path: leaf.truth for leaf in truth.leaves()}


@pytest.mark.parametrize("place", ["recipe", "schema"])
def test_a_stated_rule_derives_is_proved_and_is_told_to_the_reader(tmp_path, place):
    schema = SCHEMA if place == "recipe" else SCHEMA | {"x-rules": RULES}
    recipe = a_recipe(
        tmp_path,
        rules=RULES if place == "recipe" else (),
        schema=schema,
        field="gaps.blank_under_label, target: /net",
    )
    inside("generate", recipe, "-o", tmp_path / "out")
    made = truths(tmp_path / "out", "gaps.blank_under_label")
    assert len(made) == 3

    for case, truth in made:
        net = leaves(truth)["/net"]
        assert (net.state, net.why) == ("answerable", "derived")
        public = CorpusFolder(tmp_path / "out").case(case)
        assert f"These rules hold for every document: {'; '.join(RULES)}." in public.instructions
        expected = {"net": net.accept[0]}
        told = cd.judge(case, expected, corpus=tmp_path / "out")
        assert {f.path: f.outcome for f in told.fields}["/net"] == "correct"
    assert "6 of 6 cases proved" in inside("verify", tmp_path / "out")


def test_without_the_rule_the_value_does_not_follow(tmp_path):
    recipe = a_recipe(tmp_path, field="gaps.blank_under_label, target: /net")
    inside("generate", recipe, "-o", tmp_path / "out")

    for case, truth in truths(tmp_path / "out", "gaps.blank_under_label"):
        assert leaves(truth)["/net"].state == "unanswerable"
        assert "These rules hold" not in CorpusFolder(tmp_path / "out").case(case).instructions


def test_explain_and_the_dry_run_list_the_rules_with_their_origin(tmp_path):
    recipe = a_recipe(
        tmp_path, rules=RULES[:1], more="count: 0", field="gaps.blank_under_label, target: /net"
    )

    for told in (inside("explain", recipe), inside("generate", recipe, "--dry-run")):
        plain = " ".join(told.split())
        assert f"{RULES[0]} stated: 3 records keep it, none breaks it; its result may" in plain
        assert "net = sum of amount not used: 3 records bear it out, and 5 are needed" in plain
        assert "price_per quantity" in plain or "price_per number" in plain


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ("net = sum(amont)", "r.yaml:2: source.rules[0]: 'net = sum(amont)': no field is called"),
        ("net = sum(quantity)", "net is an amount, and the right side gives a number"),
        ("amount = quantity * unit_price", "3 of 3 records break the rule"),
    ],
)
def test_a_wrong_rule_of_a_recipe_is_told_with_its_place(tmp_path, rule, says):
    recipe = a_recipe(tmp_path, rules=[rule], field="gaps.blank_under_label, target: /net")

    assert says in inside("generate", recipe, "-o", tmp_path / "out", code=2)


def test_rules_go_with_records_alone(tmp_path):
    (tmp_path / "r.yaml").write_text(
        "name: x\nsource: {domain: kyc, count: 1, rules: ['a = b']}\nrender: [{as: csv}]\n"
    )

    assert "rules goes with records" in inside("explain", tmp_path / "r.yaml", code=2)


@pytest.mark.skipif(not REPORTED.is_dir(), reason="the reported cases are not beside the project")
def test_the_reported_amount_due_follows_from_total_and_prepayment(tmp_path):
    """Reported case 13: the amount due is blank, total and prepayment are printed."""
    case = REPORTED / "13-amount-due-follows"
    (tmp_path / "r.yaml").write_text(
        f"name: due\nsource: {{records: {case}/records.jsonl, schema: {case}/schema.json}}\n"
        "render: [{as: pdf, templates: [letterhead]}]\n"
        "design:\n  each: [{use: gaps.blank_under_label, target: /amount_due}]\n  severities: [1]\n"
    )
    inside("generate", tmp_path / "r.yaml", "-o", tmp_path / "out")
    expected = json.loads((case / "expected.json").read_text())["/amount_due"]
    found = [leaves(truth) for _, truth in truths(tmp_path / "out", "gaps.blank_under_label")]

    first = next(fields for fields in found if fields["/number"].accept == ("SR-8800",))
    due = first["/amount_due"]
    assert (due.state, due.why) == (expected["state"], "derived")
    assert "{amount} {currency}".format(**due.accept[0]) == expected["value"]


def test_a_recipe_without_rules_is_stored_as_it_always_was(tmp_path):
    """What is stored names the cases: a new key would name all of them anew."""
    recipe = load(a_recipe(tmp_path, more="count: 0", field="gaps.blank_under_label, target: /net"))
    stated = recipe.source.model_copy(update={"rules": ("net = sum(amount)",)})
    stored = recipe.source.model_dump(mode="json", by_alias=True)

    assert sorted(stored) == ["count", "domain", "key", "locales", "model", "records", "schema"]
    assert stated.model_dump(mode="json")["rules"] == ["net = sum(amount)"]
