"""The one reader of a corpus folder: strict, or telling all faults; one case alone, or all."""

import gzip
import json

import pytest

from chaosdocs.formats.cases import Case, CasePlan, CaseTruth, Corpus, Evidence
from chaosdocs.formats.folder import CASES, CORPUS, EVIDENCE, PLANS, TRUTH, CorpusFolder
from chaosdocs.formats.frames import framed
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import dump_lines, encode_line, write_atomically

IDS = [f"{n:012x}" for n in range(40)]


def field(value):
    return {"ref": "r#/x", "state": "answerable", "kind": "id", "accept": [value]}


def truth(case):
    return {
        "case": case,
        "label": f"label {case} ü",
        "records": ["r"],
        "twin": None,
        "medium": "csv",
        "rendering": "csv.sap",
        "locale": "en_US",
        "steps": [],
        "fields": {
            "/total": field("1"),
            "/lines": {"rows": {"k1": {"a": field("2")}, "k2": {"a": field("3")}}},
        },
    }


def line(case):
    return {
        "case": case,
        "path": "/total",
        "statement": "/total#1",
        "channel": "text",
        "file": "files/x",
        "text": "1",
    }


@pytest.fixture
def corpus(tmp_path):
    write_atomically(
        tmp_path / CASES,
        dump_lines(
            {"case": case, "channel": "text", "instructions": "", "files": [], "schema": {}}
            for case in IDS
        ),
    )
    for name, row in (
        (TRUTH, truth),
        (EVIDENCE, line),
        (PLANS, lambda case: {"case": case, "slot": 0, "record": 0, "steps": []}),
    ):
        blocks = [(case, encode_line(row(case))) for case in IDS]
        write_atomically(tmp_path / name, framed(blocks, 1000))
    about = Corpus(name="c", versions={}, counts={}, digest="d", canary="c")
    write_atomically(tmp_path / CORPUS, about.model_dump_json().encode())
    return tmp_path


def change(path, nth, new):
    lines = gzip.decompress(path.read_bytes()).splitlines()
    lines[nth] = new
    path.write_bytes(b"".join(framed([("", b"\n".join(lines) + b"\n")])))


def test_cases_are_read_all_in_order_and_each_alone(corpus):
    folder = CorpusFolder(corpus)

    assert [each.case for each in folder.cases()] == IDS
    assert [each.case for each in folder.truths()] == IDS
    assert [each.case for each in folder.evidence()] == IDS
    assert list(folder.ids(EVIDENCE)) == IDS
    for case in (IDS[0], IDS[21], IDS[-1]):
        assert folder.case(case) == next(c for c in folder.cases() if c.case == case)
        assert isinstance(folder.case(case), Case)
        assert isinstance(folder.truth(case), CaseTruth)
        assert isinstance(folder.plan(case), CasePlan)
        assert [each.case for each in folder.evidence([case])] == [case]
        assert all(isinstance(each, Evidence) for each in folder.evidence([case]))
        assert folder.find(f"label {case} ü") == folder.find(case) == case
    some = [IDS[3], IDS[30]]
    assert [each.case for each in folder.truths(some)] == some
    assert [row["case"] for row in folder.rows(PLANS, some)] == some


def test_a_case_that_is_not_there_is_told(corpus):
    folder = CorpusFolder(corpus)

    with pytest.raises(UserError, match="no case 'nobody'"):
        folder.find("nobody")
    with pytest.raises(UserError, match=r"truth.jsonl.gz: the file has no line for case 'nobody'"):
        folder.truth("nobody")
    assert list(folder.evidence(["nobody"])) == []


@pytest.mark.parametrize(
    ("new", "says"),
    [
        (b"{", "not JSON"),
        (b"null", "truth.jsonl.gz:3: "),
        (encode_line(truth(IDS[2]) | {"sevrity": 3}).strip(), "sevrity: "),
        (b"\xff", "not JSON"),
    ],
)
def test_a_line_that_does_not_fit_is_an_error_or_a_fault_among_others(corpus, new, says):
    change(corpus / TRUTH, 2, new)

    with pytest.raises(UserError, match=says) as caught:
        list(CorpusFolder(corpus).truths())
    assert "truth.jsonl.gz:3" in str(caught.value)

    faults = []
    read = [each.case for each in CorpusFolder(corpus, faults).truths()]

    assert read == IDS[:2] + IDS[3:]
    assert len(faults) == 1
    assert faults[0].words.startswith("private/truth.jsonl.gz:3: ")
    assert faults[0].case == (IDS[2] if "sevrity" in says else "")


def test_a_file_that_cannot_be_read_is_an_error_or_a_fault(corpus):
    (corpus / EVIDENCE).write_bytes(b"junk")
    (corpus / PLANS).unlink()
    faults = []
    folder = CorpusFolder(corpus, faults)

    with pytest.raises(UserError, match="not lines in frames"):
        list(CorpusFolder(corpus).evidence())
    assert list(folder.evidence()) == list(folder.plans()) == []
    assert [fault.words.partition(":")[0] for fault in faults] == [EVIDENCE, PLANS]
    assert not folder.holds(TRUTH, PLANS)
    assert folder.holds(TRUTH)


def test_lines_with_keys_in_another_order_are_read_too(corpus):
    lines = [json.loads(raw) for raw in (corpus / CASES).read_text().splitlines()]
    lines[5] = dict(reversed(lines[5].items()))
    (corpus / CASES).write_bytes(dump_lines(lines))
    change(corpus / TRUTH, 5, json.dumps(dict(reversed(truth(IDS[5]).items()))).encode())
    folder = CorpusFolder(corpus)

    assert folder.case(IDS[5]).case == IDS[5]
    assert list(folder.ids(CASES)) == IDS
    assert folder.find(f"label {IDS[5]} ü") == IDS[5]


def test_what_is_no_corpus_is_told(tmp_path, corpus):
    with pytest.raises(UserError, match="no corpus here"):
        CorpusFolder(corpus / "private")
    write_atomically(tmp_path / "begun/private/recipe.yaml", b"")
    with pytest.raises(UserError, match=r"begun and not finished(.|\n)*--resume"):
        CorpusFolder(tmp_path / "begun")


def test_every_field_of_a_case_is_walked_once(corpus):
    found = list(CorpusFolder(corpus).truth(IDS[0]).leaves())

    assert [
        (leaf.path, leaf.schema_path, leaf.list_path, leaf.row, leaf.name) for leaf in found
    ] == [
        ("/total", "/total", None, None, "total"),
        ("/lines/k1/a", "/lines/*/a", "/lines", "k1", "a"),
        ("/lines/k2/a", "/lines/*/a", "/lines", "k2", "a"),
    ]
    assert [leaf.truth.accept for leaf in found] == [("1",), ("2",), ("3",)]


def test_fields_are_changed_and_left_out_wherever_they_are(corpus):
    before = CorpusFolder(corpus).truth(IDS[0])
    after = before.with_leaves(
        lambda leaf: (
            None
            if leaf.row == "k1" or leaf.name == "total"
            else leaf.truth.model_copy(update={"accept": ("9",)})
        )
    )

    assert [(leaf.path, leaf.truth.accept) for leaf in after.leaves()] == [("/lines/k2/a", ("9",))]
    assert before.with_leaves(lambda leaf: leaf.truth) == before
