"""The judged fields in typed columns: the same rows, and every total from them."""

import importlib.util
from pathlib import Path

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.fields import FieldRow
from chaosdocs.foundation.errors import UserError
from chaosdocs.score import score
from chaosdocs.score.writing.parquet import read_parquet, write_parquet

_SPEC = importlib.util.spec_from_file_location(
    "chaosdocs_tests_score_run", Path(__file__).with_name("test_score_run.py")
)
SLOW_WAY = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(SLOW_WAY)


@pytest.fixture(scope="module")
def answers(folder, corpus, synthetic, tmp_path_factory):
    path = tmp_path_factory.mktemp("answers") / "simulated.jsonl"
    rows = synthetic.reader(corpus, 0.8, sure=0.9, gaps=0.03, invents=0.4)
    for n, row in enumerate(rows):
        if n % 2:
            row["latency_s"], row["cost_usd"] = 0.1 + n % 7 / 10, 0.001
        if n % 5 == 0:
            row["answer"]["lines"].append({"sku": "surplus"})
        if n % 3 == 0:
            del row["confidence"]
            row["trial"] = 1
    rows[0]["abstain"] = {"/total": "torn \ud800"}
    return synthetic.answer_file(path, [*rows, *({**row, "trial": 2} for row in rows[:9])])


@pytest.fixture(scope="module")
def result(folder, answers):
    return score(folder, [answers], resamples=50)


@pytest.fixture(scope="module")
def written(result, tmp_path_factory):
    pytest.importorskip("pyarrow")
    out = tmp_path_factory.mktemp("out")
    result.write(out)
    return write_parquet(result, out)


def test_rows_are_those_of_the_lines(written, monkeypatch):
    lines = [
        FieldRow.model_validate_json(line).model_dump(mode="json")
        for line in written.with_name("fields.jsonl").read_text(errors="surrogatepass").splitlines()
    ]
    rows = list(read_parquet(written))

    assert len(rows) == len(lines)
    for row, line in zip(rows, lines, strict=True):
        line["error_type"] = line["error_type"].replace("\ud800", "?")
        assert row == line
    assert list(rows[0]) == list(FieldRow.model_fields)


def test_rows_of_several_groups_are_the_same(result, written, tmp_path, monkeypatch):
    monkeypatch.setattr("chaosdocs.score.writing.parquet.ROWS", 1000)

    assert list(read_parquet(write_parquet(result, tmp_path))) == list(read_parquet(written))


def test_every_total_is_derived_from_it_again(result, written):
    rows = list(read_parquet(written))
    checked = 0
    for cell in result.summary.readers[0].conditions:
        at = cell.operator, cell.severity, cell.medium
        here = [r for r in rows if (r["operator"], r["severity"], r["medium"]) == at]
        assert cell.fields == sum(r["state"] != "unscored" for r in here)
        for population, metrics in cell.metrics.items():
            part = [
                r for r in here if population == "all" or r["touched"] == (population == "touched")
            ]
            for name, (top, bottom) in SLOW_WAY.SLOW.items():
                if name in metrics and metrics[name].value is not None:
                    value, records = SLOW_WAY.by_record(part, top, bottom)
                    assert metrics[name].value == pytest.approx(value), (cell.operator, name)
                    assert metrics[name].records == records
                    checked += 1
    assert checked > 80


def test_columns_have_types(written):
    parquet = pytest.importorskip("pyarrow.parquet")
    schema = parquet.read_schema(written)

    assert str(schema.field("p").type) == "double"
    assert str(schema.field("flagged").type) == "bool"
    assert str(schema.field("severity").type) == "int32"
    assert schema.field("accept").type.value_type == schema.field("path").type
    assert schema.metadata[b"format"] == b"2"
    assert parquet.read_table(written, columns=["p"])["p"].null_count > 0


def test_without_pyarrow_the_extra_is_named(result, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "chaosdocs.score.writing.parquet.importlib.util.find_spec", lambda _name: None
    )

    with pytest.raises(UserError, match=r"chaosdocs\[parquet\]"):
        write_parquet(result, tmp_path)
    with pytest.raises(UserError, match=r"chaosdocs\[parquet\]"):
        next(read_parquet(tmp_path / "fields.parquet"))


def test_the_command_writes_it_beside_the_lines(folder, answers, tmp_path):
    pytest.importorskip("pyarrow")
    asked = ["score", str(folder), str(answers), "--resamples", "5", "--parquet"]

    told = CliRunner().invoke(cli, asked)
    assert told.exit_code == 2
    assert "add -o FOLDER" in told.output

    assert CliRunner().invoke(cli, [*asked, "-o", str(tmp_path)]).exit_code == 0
    assert {"fields.jsonl", "fields.parquet"} <= {path.name for path in tmp_path.iterdir()}


def test_junk_is_no_parquet_file(tmp_path):
    pytest.importorskip("pyarrow")
    (tmp_path / "fields.parquet").write_text("junk")

    with pytest.raises(UserError, match="no Parquet file"):
        next(read_parquet(tmp_path / "fields.parquet"))
