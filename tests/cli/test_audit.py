"""`chaosdocs audit`: a person's answers, piped in, before the truth is shown."""

import json
import re

import pytest
from click.testing import CliRunner

from chaosdocs.cli.group import cli
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.harness.audit_views import views
from chaosdocs.harness.auditing import asked, draw, interval, read_typed

RECIPE = """
chaosdocs: 2
name: audited
seed: 31
source: {domain: invoice, count: 2, locales: [en_US, de_DE]}
render:
  - {as: pdf, templates: [letterhead]}
  - {as: scan, templates: [erp]}
  - {as: csv, system: sap}
  - {as: csv, system: sap_xls}
  - {as: xlsx, system: netsuite}
  - {as: json, system: sap}
  - {as: xml, system: netsuite}
design:
  each: [gaps.left_out, dates.ambiguous_order]
  severities: [3]
"""
PAIRS = 60


def audit(*arguments, typed="", code=0):
    done = CliRunner().invoke(cli, ["audit", *map(str, arguments)], input=typed)
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    folder = tmp_path_factory.mktemp("audited")
    (folder / "r.yaml").write_text(RECIPE)
    done = CliRunner().invoke(cli, ["generate", str(folder / "r.yaml"), "-o", str(folder / "c")])
    assert done.exit_code == 0, done.output
    return folder / "c"


def fields(corpus, pairs=PAIRS, *, touched=False):
    folder = CorpusFolder(corpus)
    for pair in draw(folder, pairs, 0, touched=touched):
        leaves = {leaf.path: leaf.truth for leaf in folder.truth(pair.case).leaves()}
        yield pair, leaves[pair.path]


def careful(field):
    """What a person types who knows what the document says."""
    spelled = []
    for value in field.accept or field.readings:
        match field.kind:
            case "money":
                spelled.append(f"{value['amount']} {value['currency']}")
            case "quantity":
                spelled.append(f"{value['value']} {value['unit']}")
            case "bool":
                spelled.append("yes" if value else "no")
            case _:
                spelled.append(value)
    if field.state in {"ambiguous", "disputed"}:
        return " | ".join(spelled)
    return spelled[0] if spelled else {"absent": "-"}.get(field.state, "?")


def lines(path):
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_whoever_reads_the_document_agrees(corpus, tmp_path):
    typed = "".join(f"{careful(field)}\n" for _, field in fields(corpus))

    done = audit(corpus, "-o", "a.jsonl", "--pairs", PAIRS, typed=typed)

    assert f"0 of {PAIRS} disagree" in done.stdout
    assert "exact 95% interval 0.00% to 5.96%" in done.stdout
    found = lines(tmp_path / "a.jsonl")
    assert [(each["case"], each["path"]) for each in found] == [p for p, _ in fields(corpus)]
    assert {each["verdict"] for each in found} == {"agree"}
    pictures = list((tmp_path / "a.pictures").glob("*.png"))
    assert pictures
    assert all(each.read_bytes().startswith(b"\x89PNG") for each in pictures)
    assert all(f"{each.parent.name}/{each.name}" in done.stdout for each in pictures)


def test_touched_fields_are_answered_too(corpus):
    drawn = [field for _, field in fields(corpus, 500, touched=True)]
    assert {field.state for field in drawn} > {"ambiguous", "answerable"}
    assert all(field.touched for field in drawn)

    done = audit(
        corpus, "--pairs", 500, "--touched", typed="".join(f"{careful(f)}\n" for f in drawn)
    )

    assert f"0 of {len(drawn)} disagree" in done.stdout


def test_the_truth_is_shown_after_the_answer(corpus):
    found = next(
        (number, pair, field)
        for number, (pair, field) in enumerate(fields(corpus))
        if field.kind == "id" and field.state == "answerable" and len(field.accept[0]) > 6
    )
    number, _, field = found
    shown = audit(corpus, "--pairs", PAIRS, typed="skip\n" * number, code=2).stdout
    before = shown.rsplit("--- ", 1)[1]
    after = audit(corpus, "--pairs", PAIRS, typed="wrong\n\n", code=1).stdout

    assert f"{number + 1} of {PAIRS}" in before
    assert "truth:" not in before
    assert f'truth: answerable "{field.accept[0]}"' in after
    assert "1 of 1 disagree" in after


def test_a_wrong_answer_counts_and_an_own_mistake_does_not(corpus, tmp_path):
    first = next(field for _, field in fields(corpus, 1))
    wrong = {"text": "xyz", "id": "xyz", "enum": "xyz", "date": "1999-01-01"}.get(
        first.kind, "9 EUR" if first.kind == "money" else "9"
    )

    done = audit(corpus, "-o", "a.jsonl", "--pairs", 1, typed=f"{wrong}\n\n", code=1)
    assert "1 of 1 disagree" in done.stdout
    assert "error rate 100.00%, exact 95% interval 2.50% to 100.00%" in done.stdout

    audit(corpus, "-o", "b.jsonl", "--pairs", 1, typed=f"{wrong}\nslip\n", code=2)
    assert [each["verdict"] for each in lines(tmp_path / "b.jsonl")] == ["disagree", "slip"]
    again = audit(corpus, "-o", "b.jsonl", "--pairs", 1, code=2)
    assert "no answer can be compared" in again.output


def test_an_audit_goes_on_where_it_ended(corpus, tmp_path):
    typed = [f"{careful(field)}\n" for _, field in fields(corpus, 6)]
    audit(corpus, "-o", "a.jsonl", "--pairs", 6, typed="".join(typed[:2]) + "quit\n")
    with (tmp_path / "a.jsonl").open("a") as file:
        file.write('{"corpus": "cut of')

    done = audit(corpus, "-o", "a.jsonl", "--pairs", 6, typed="".join(typed[2:]))

    assert "2 fields were answered before" in done.stderr
    assert "--- 3 of 6 ---" in done.stdout
    assert "--- 2 of 6 ---" not in done.stdout
    assert "0 of 6 disagree" in done.stdout
    assert len(lines(tmp_path / "a.jsonl")) == 6


def test_what_is_no_answer_is_asked_again(corpus, tmp_path):
    number = next(
        n for n, (_, field) in enumerate(fields(corpus)) if field.kind in {"money", "date"}
    )
    typed = "skip\n" * number + "\nneither\n1,5\nskip\n"

    done = audit(corpus, "-o", "a.jsonl", "--pairs", number + 1, typed=typed, code=2)

    assert "'neither' cannot be read as" in done.stderr
    assert "'1,5' cannot be read as" in done.stderr
    assert [each["verdict"] for each in lines(tmp_path / "a.jsonl")] == ["cannot tell"] * (
        number + 1
    )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("[1]", "a.jsonl:1: no line of an audit"),
        ("{}", "a.jsonl:1: no line of an audit"),
        ("junk", "a.jsonl:1"),
        (
            json.dumps({"corpus": "x", "seed": 0, "case": "c", "path": "/p", "verdict": "agree"}),
            "another corpus or seed",
        ),
    ],
)
def test_a_file_that_is_no_journal_is_refused_and_stays(corpus, tmp_path, line, words):
    (tmp_path / "a.jsonl").write_text(f"{line}\n")

    assert words in audit(corpus, "-o", "a.jsonl", code=2).output
    assert (tmp_path / "a.jsonl").read_text() == f"{line}\n"


def test_wrong_usage_is_told(corpus, tmp_path):
    assert "no corpus here" in audit(tmp_path, code=2).output
    assert "lies inside a corpus" in audit(corpus, "-o", corpus / "a.jsonl", code=2).output
    assert "--pairs" in audit(corpus, "--pairs", 0, code=2).output
    assert "nothing was answered" in audit(corpus, code=2).output


def test_an_export_shows_every_text_of_a_field_once_and_in_its_encoding(corpus, tmp_path):
    folder = CorpusFolder(corpus)
    seen = set()
    for pair in draw(folder, 1000, 0, touched=False):
        question = asked(folder, pair)
        system = question.truth.rendering
        leaf = question.leaf.truth
        if not system.startswith("csv.") or leaf.state != "answerable" or leaf.why != "printed":
            continue
        shown = [*views(corpus, question, tmp_path)]
        texts = {line.text for line in question.standing}
        rows = [each for each in shown if re.match(r"  \d+: ", each)]
        assert all(any(text in row for row in rows) for text in texts if "," not in text)
        assert len(rows) <= 2 + len(texts)
        assert any("LIFNR_NAME1" in row for row in rows)
        if len(question.standing) > len(texts):
            more = len(question.standing) - len(texts)
            assert shown[-1] == f"  the same text stands at {more} places more"
            seen.add("many")
        seen.add(system)

    assert seen == {"csv.sap", "csv.sap_xls", "many"}


def test_a_larger_draw_keeps_the_first_pairs(corpus):
    folder = CorpusFolder(corpus)

    few, many = draw(folder, 10, 3), draw(folder, 40, 3)

    assert many[:10] == few
    assert len(set(many)) == 40
    assert draw(folder, 10, 4) != few


def test_typed_values_are_read():
    assert read_typed("-12.50 eur", "money") == {"amount": "-12.50", "currency": "EUR"}
    assert read_typed("19 %", "percent") == "19"
    assert read_typed("2024-03", "date") == "2024-03"
    assert read_typed("No", "bool") is False
    assert read_typed("a\\nb", "multiline") == "a\nb"


def test_the_interval_is_exact():
    assert interval(0, 300)[1] == pytest.approx(1 - 0.025 ** (1 / 300), abs=1e-9)
    assert interval(3, 3) == (pytest.approx(0.025 ** (1 / 3), abs=1e-9), 1.0)
