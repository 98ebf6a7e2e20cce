"""A law: the truth of a clean export, read back by a plain reader of its medium, scores 1.

As fields, through the step `builtin:fields`, it scores at least .98.
"""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import openpyxl
import pytest

import chaosdocs as cd
from chaosdocs.readers.then import fields
from chaosdocs.score.judging.expectations import load
from chaosdocs.score.judging.lines import parse_line
from chaosdocs.score.judging.returned import grids_of
from chaosdocs.score.metrics.grids import compare_grid

RECIPE = """
chaosdocs: 2
name: plain
seed: 11
source: {{domain: {domain}, count: 4, locales: [en_US, de_DE, fr_FR, ja_JP]}}
render:
{renderings}
design: {{each: []}}
ask: {{task: {task}}}
"""
MEDIA = [
    (medium, system) for medium in ("csv", "xlsx", "json", "xml") for system in ("sap", "netsuite")
]


def tables(path):
    """Return what csv, openpyxl, json or ElementTree has of a file, as tables."""
    if path.suffix == ".csv":
        written = path.read_bytes().decode("utf-8-sig")
        mark = max(",;\t|", key=written.partition("\n")[0].count)
        return [list(csv.reader(io.StringIO(written, newline=""), delimiter=mark))]
    if path.suffix == ".xlsx":
        sheets = openpyxl.load_workbook(path, data_only=True).worksheets
        return [
            [[each if type(each) in {int, float} else str(each or "") for each in row]
             for row in sheet.iter_rows(values_only=True)]
            for sheet in sheets
        ]  # fmt: skip
    tree = (
        json.loads(path.read_text("utf-8"))
        if path.suffix == ".json"
        else nested(ET.parse(path).getroot())  # noqa: S314 - a file of our own
    )
    pairs, lists = [], []
    walk(tree, "", pairs, lists)
    return [pairs, *lists]


def nested(element):
    children = list(element)
    if not children:
        return element.text
    if {child.tag for child in children} == {"item"} and all(map(len, children)):
        return [nested(child) for child in children]
    return {child.tag: nested(child) for child in children}


def walk(node, name, pairs, lists):
    if isinstance(node, dict):
        for key, value in node.items():
            walk(value, f"{name} {key}".strip(), pairs, lists)
    elif isinstance(node, list):
        lists.append({"rows": node})
    else:
        pairs.append([name, node])


def with_units(path):
    """Return what openpyxl has of a workbook, numbers with the unit that their cell shows."""

    def shown(cell):
        unit = re.search(r'"\s*([^"\s]+)"\s*$', cell.number_format)
        number = type(cell.value) in {int, float}
        return f"{cell.value} {unit[1]}" if unit and number else cell.value

    return [
        [[shown(cell) for cell in row] for row in sheet.iter_rows()]
        for sheet in openpyxl.load_workbook(path, data_only=True).worksheets
    ]


@pytest.fixture(scope="module", params=["invoice", "statement", "kyc"])
def corpora(request, tmp_path_factory):
    made = tmp_path_factory.mktemp("plain")
    lines = "\n".join(f"  - {{as: {medium}, system: {system}}}" for medium, system in MEDIA)
    for task in ("text", "tables", "extract"):
        recipe = made / f"{task}.yaml"
        recipe.write_text(RECIPE.format(domain=request.param, task=task, renderings=lines))
        cd.generate(recipe, made / task)
    return made


@pytest.mark.parametrize("task", ["text", "tables"])
def test_the_truth_read_back_scores_one(corpora, task):
    corpus = load(corpora / task)
    for public in map(json.loads, (corpora / task / "cases.jsonl").read_text("utf-8").splitlines()):
        path = Path(corpora / task / public["files"][0]["path"])
        found = tables(path)
        printed = "\n".join("\t".join(row) for grid in grids_of(found) for row in grid)
        said = {"tables": found} if task == "tables" else {"text": printed}
        told = cd.judge(public["case"], said, corpus=corpora / task)
        right = {"correct", "right_abstain"} | ({"unscored"} if task == "tables" else set())
        wrong = {p: o for p, o in told.outcomes.items() if o not in right}
        assert not wrong, (path.suffix, corpus.cases[public["case"]].label)
        case = corpus.cases[public["case"]]
        for each in case.lists if task == "tables" else ():
            line = parse_line({"case": case.case, **said})
            score = compare_grid(case, each, line, corpus.printed)
            assert (score.cell_f1, score.missing, score.extra) == (1, 0, 0), case.label


def test_the_truth_read_back_becomes_fields(corpora):
    folder = corpora / "extract"
    corpus = load(folder)
    right, scored, wrong = Counter(), Counter(), {}
    for public in map(json.loads, (folder / "cases.jsonl").read_text("utf-8").splitlines()):
        path = folder / public["files"][0]["path"]
        found = with_units(path) if path.suffix == ".xlsx" else tables(path)
        said = fields(public, {"tables": json.loads(json.dumps(found, default=str))})
        told = cd.judge(public["case"], said, corpus=folder)
        case = corpus.cases[public["case"]]
        rendering = case.label.split("~")[1], case.locale
        for field, outcome in told.outcomes.items():
            if outcome != "unscored":
                scored[rendering] += 1
                right[rendering] += outcome in {"correct", "right_abstain"}
                if outcome not in {"correct", "right_abstain"}:
                    wrong.setdefault(rendering, []).append((field, outcome))

    assert len(scored) == 4 * len(MEDIA)
    for rendering, many in scored.items():
        assert right[rendering] >= 0.98 * many, (rendering, wrong[rendering])
