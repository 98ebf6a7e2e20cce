"""The tables that a perfect reader returns of pages: with heads, without what is cut off."""

import gzip
import json

import pytest

import chaosdocs as cd

RECIPE = """
chaosdocs: 2
name: gold
seed: 3
source: {domain: invoice, count: 4, locales: [en_US]}
render: [{as: pdf, templates: [erp, letterhead]}]
design: {each: [pdf.cropbox, layout.repeated_header], severities: [5]}
ask: {task: tables, channel: CHANNEL}
"""


def truths(folder, channel):
    (folder / "r.yaml").write_text(RECIPE.replace("CHANNEL", channel))
    cd.generate(folder / "r.yaml", folder / "c")
    data = gzip.decompress((folder / "c/private/truth.jsonl.gz").read_bytes())
    return [json.loads(line) for line in data.splitlines()]


@pytest.fixture(scope="module")
def seen(tmp_path_factory):
    return truths(tmp_path_factory.mktemp("eye"), "eye")


def listed(truth):
    (table,) = truth["tables"]
    return table, {path for row in table["paths"] for path in row if path}


def test_tables_of_pages_have_their_heads(seen):
    for truth in seen:
        table, _ = listed(truth)
        head = table["rows"][table["head"]]
        assert table["head"] == 0
        assert len(head) == len(table["rows"][1])
        assert sum(map(bool, head)) > 2


def test_rows_that_are_cut_off_are_in_no_table(seen):
    twins = {truth["case"]: listed(truth)[1] for truth in seen}
    cut = 0
    for truth in seen:
        gone = {
            f"/lines/{key}/{leaf}"
            for key, row in truth["fields"]["/lines"]["rows"].items()
            for leaf, field in row.items()
            if field["state"] in {"absent", "unanswerable"}
        }
        if truth["steps"] and gone:
            there = listed(truth)[1]
            assert not there & gone
            assert there == twins[truth["twin"]] - gone
            cut += 1
    assert cut


def test_the_text_layer_still_has_what_a_crop_hides(tmp_path):
    made = truths(tmp_path, "text")
    twins = {truth["case"]: listed(truth)[0] for truth in made}
    for truth in made:
        if truth["steps"] and truth["steps"][0]["operator"].startswith("pdf.cropbox"):
            assert listed(truth)[0] == twins[truth["twin"]]


def test_a_title_over_all_columns_is_a_row_of_its_own(tmp_path):
    recipe = RECIPE.replace("CHANNEL", "eye").replace("[erp, letterhead]", "[partruled]")
    (tmp_path / "r.yaml").write_text(recipe.replace("layout.repeated_header", "null.resave"))
    cd.generate(tmp_path / "r.yaml", tmp_path / "c")
    data = gzip.decompress((tmp_path / "c/private/truth.jsonl.gz").read_bytes())
    for truth in map(json.loads, data.splitlines()):
        table, _ = listed(truth)
        title, head = table["rows"][:2]
        assert table["head"] == 1
        assert title[0]
        assert not any(title[1:])
        assert sum(map(bool, head)) == len(head)


def test_all_templates_are_those_that_need_no_name():
    from chaosdocs.render.templates.registry import TEMPLATES, usual_templates

    assert set(TEMPLATES.own) - set(usual_templates()) == {"partruled"}
