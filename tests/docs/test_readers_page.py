"""The pages about readers and parsers: they name all of them, and their commands what there is."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.corpus.make import Maker
from chaosdocs.readers.loading import SHAPES
from chaosdocs.readers.parser_reader import load_parser
from chaosdocs.readers.parsers.registry import PARSERS
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import resolve

DOCS = Path(__file__).parents[2] / "chaosdocs" / "docs"
READERS, PARSING, MODELS = (
    (DOCS / f"{name}.md").read_text("utf-8") for name in ("readers", "parsers", "models")
)
COMMANDS = re.findall(
    r"chaosdocs (run|score|generate|doctor|compare|ask)\b([^;\n#]*)", READERS + PARSING + MODELS
)


TOUNICODE = "pdf.lying_tounicode pdf"
DRIFT = 4
"""Points by which a figure of the page may differ: records change from version to version."""


def test_the_page_names_every_parser():
    table = PARSING.partition("| returns | parsers |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([\w-]+)`", table))
    assert set(PARSERS.own) <= named
    assert named - set(PARSERS.own) == {"flavor", "lattice", "stream", "hybrid"}


def test_the_page_names_every_form_of_a_reader():
    table = READERS.partition("| form |")[2].partition("\n\n")[0]
    kinds = {shape.partition(":")[0] for shape in SHAPES} - {"module"}
    assert {row.partition(":")[0] for row in re.findall(r"\| `([^`]*)`", table)} == kinds | {
        "my_module"
    }


def test_its_commands_have_the_options_that_they_use():
    assert len(COMMANDS) > 8
    for name, rest in COMMANDS:
        known = {option for each in cli.get_command(None, name).params for option in each.opts}
        assert set(re.findall(r"(?<!\S)--?[a-z][\w-]*", rest)) <= known, (name, rest)


@pytest.mark.parametrize("spec", sorted(set(re.findall(r"parser:([\w,=-]+)", PARSING))))
def test_the_parsers_in_its_commands_are_there(spec, monkeypatch):
    for kind in {type(parser.engine) for parser in PARSERS.values()}:
        monkeypatch.setattr(kind, "version", lambda _: "1")
    name = spec.rstrip("=")
    if name != spec:  # its value is a variable of the shell
        spec += "stream" if name.endswith("flavor") else "100"
    assert load_parser(spec).name in PARSERS


@pytest.mark.parametrize("page", [READERS, PARSING, MODELS], ids=["readers", "parsers", "models"])
def test_its_recipes_make_something(page, tmp_path):
    for number, recipe in enumerate(re.findall(r"```yaml\n(chaosdocs: .*?)```", page, re.DOTALL)):
        path = tmp_path / f"{number}.yaml"
        path.write_text(recipe)
        assert Maker(resolve(load(path)), None).slots


def test_pages_end_with_what_is_seen():
    assert re.search(r"## What you see\n.*```text\n.+?```\n$", PARSING, re.DOTALL)


def test_the_python_on_the_page_counts_what_was_kept(monkeypatch, tmp_path, capsys):
    monkeypatch.chdir(tmp_path)
    ready = DOCS.parents[1] / "corpora" / "ready" / "statements"
    told = CliRunner().invoke(
        cli,
        ["score", str(ready / "corpus"), str(ready / "rules.jsonl"), "-o", "report",
         "--resamples", "5"],
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    (block,) = re.findall(r"```python\n(.*?)```", PARSING, re.DOTALL)

    exec(compile(block, "parsers.md", "exec"), {})  # noqa: S102

    printed = capsys.readouterr().out.splitlines()
    assert any(re.fullmatch(r"clean csv rules \d+%", line) for line in printed), printed


@pytest.mark.slow
@pytest.mark.skipif(
    any(PARSERS[name].engine.version() is None for name in ("tesseract", "duckdb", "polars")),
    reason="the parsers of the page are not there",
)
def test_the_commands_of_the_page_give_its_figures(tmp_path):
    """Runs every command of the page that needs no answers of the user; minutes."""
    program = tmp_path / "bin" / "chaosdocs"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m chaosdocs "$@"\n')
    program.chmod(0o755)
    (block,) = re.findall(r"```python\n(.*?)```", PARSING, re.DOTALL)
    for recipe in re.findall(r"```yaml\n(chaosdocs: .*?)```", PARSING, re.DOTALL):
        name = re.search(r"name: (\w+)", recipe)[1]
        (home := tmp_path / name).mkdir()
        (home / f"{name}.yaml").write_text(recipe)
        console = next(
            text
            for text in re.findall(r"```console\n(.*?)```", PARSING, re.DOTALL)
            if f"generate {name}.yaml" in text
        )
        script = "\n".join(line.removeprefix("$ ") for line in console.splitlines())
        script = re.sub(r"-o report[\w-]*", "-o report", script)
        script = f'PATH="{program.parent}:$PATH"\n{script}'
        subprocess.run(["bash", "-ec", script], cwd=home, check=True)
        counted = subprocess.run(
            [sys.executable, "-c", block], cwd=home, check=True, capture_output=True, text=True
        ).stdout
        told = (line.rsplit(" ", 1) for line in counted.splitlines())
        kept = {place: int(percent.rstrip("%")) for place, percent in told}
        if name == "parsers":
            assert kept["clean scan tesseract-200"] > kept["clean scan tesseract-100"]
            assert kept["clean scan tesseract-60"] < 30
            assert kept["pdf.lying_tounicode pdf tesseract-200"] > 90
            table = PARSING.partition("| | tesseract, 200 dpi |")[2].partition("\n\n")[0]
            engines = ("tesseract-200", "tesseract-100", "tesseract-60", "pdftotext", "pymupdf")
            for row, place in (("clean scans", "clean scan"), ("a ToUnicode", TOUNICODE)):
                (cells,) = re.findall(rf"\| {row}[^|]* (\|.*)", table)
                shown = map(int, re.findall(r"(\d+) %", cells))
                for engine, percent in zip((*engines, "pdfplumber"), shown, strict=True):
                    found = kept[f"{place} {engine}"]
                    assert abs(found - percent) <= DRIFT, (place, engine, found)
            for layer in ("pdftotext", "pypdfium2", "pymupdf", "pdfplumber"):
                assert kept[f"pdf.lying_tounicode pdf {layer}"] < 65
                assert kept[f"hidden.invisible_text pdf {layer}"] < 50
        if name == "tables":
            summary = json.loads((home / "report" / "summary.json").read_text())
            f1 = {r["name"]: r["tables"]["clean_cell_f1"]["value"] for r in summary["readers"]}
            seen = re.search(r"Mean cell F1 of six clean invoices: (.*?)\. On", PARSING)[1]
            for each in seen.split(", "):
                words, _, shown = each.rpartition(" ")
                tag = words.casefold().replace("camelot ", "camelot-")
                tag = tag if tag.startswith("camelot-") else f"{tag}-tables"
                assert abs(f1[tag] - float(shown)) <= DRIFT / 100, (tag, f1[tag])
        if name == "exports":
            table = PARSING.partition("| | pandas | duckdb | polars |")[2].partition("\n\n")[0]
            for operator, *cells in re.findall(
                r"\| ([\w.]+) \| (\S+)[^|]*\| (\S+)[^|]*\| (\S+)", table
            ):
                for reader, cell in zip(("pandas", "duckdb", "polars"), cells, strict=True):
                    found = kept[f"{operator} csv {reader}"]
                    said = 0 if cell == "loud" else int(cell)
                    assert abs(found - said) <= DRIFT, (operator, reader, found)
