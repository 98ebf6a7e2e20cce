"""Damaged files of a corpus: `verify` reports each as a finding of its case, and goes on."""

import json
import shutil

import pytest

from chaosdocs.formats.media import MEDIA
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.verify import verify
from chaosdocs.proof.prove import prove
from tests.making.mended import mend

PAGES = """
chaosdocs: 2
name: broken
seed: 3
source: {domain: invoice, count: 1, locales: [de_DE]}
render:
  - {as: pdf, templates: [letterhead]}
  - {as: scan, templates: [letterhead], dpi: 100}
  - {as: xlsx, system: sap}
  - {as: csv, system: sap}
  - {as: json, system: netsuite}
  - {as: xml, system: ubl}
  - {as: text, system: sap_alv}
  - {as: edi, system: x12}
design: {each: [scan.jpeg_artifacts], severities: [2]}
"""
PACKETS = """
chaosdocs: 2
name: broken-packets
seed: 3
source: {world: trade, books: 1, locales: [en_US]}
render: [{as: packet, templates: [letterhead], form: [zip, eml], policy: [page]}]
"""
SETS = """
chaosdocs: 2
name: broken-sets
seed: 3
source: {world: trade, books: 1, locales: [en_US]}
render: [{as: set, pairing: books-bank}]
ask: {task: reconcile}
"""
MAPS = """
chaosdocs: 2
name: broken-maps
seed: 3
source: {domain: invoice, count: 1}
render: [{as: json, system: payline@2}, {as: xml, system: tradenet@2}, {as: xlsx, system: sap}]
ask: {task: map, documents: 3}
"""
CORPORA = {"pages": PAGES, "packets": PACKETS, "sets": SETS, "maps": MAPS}


def _cut(data):
    return data[: len(data) // 2]


def _without_end(data):
    return data[: -len(data) // 8]


def _hole(data):
    return data[: len(data) // 3] + data[len(data) // 3 + 200 :]


def _other_bytes(data):
    """Bytes changed all over the file, its beginning and its end left as they are."""
    rng, changed = SeededRng(7), bytearray(data)
    for turn in range(len(data) // 40 + 5):
        at = 20 + rng.at(turn, "place").below(len(data) - 40)
        changed[at] = rng.at(turn, "byte").below(256)
    return bytes(changed)


def _other_encoding(data):
    return data.decode("latin-1").encode("utf-16-be")


DAMAGES = {
    "empty": lambda _: b"",
    "cut": _cut,
    "without its end": _without_end,
    "with a hole": _hole,
    "with other bytes": _other_bytes,
    "in another encoding": _other_encoding,
    "zeros": lambda data: b"\0" * len(data),
}


def cases_of(corpus):
    return [json.loads(line) for line in (corpus / "cases.jsonl").read_text().splitlines()]


def damaged(corpus, to, damage, *, listed=True):
    """Copy a corpus with every file of it damaged, listed as it is now or as it was."""
    shutil.copytree(corpus, to)
    for path in sorted(path for path in (to / "files").rglob("*") if path.is_file()):
        path.write_bytes(DAMAGES[damage](path.read_bytes()))
    if listed:
        mend(to)
    return to


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", CORPORA)
def test_damaged_files_are_findings_of_their_cases(corpora, tmp_path, name, damage):
    lied = damaged(corpora / name, tmp_path / "lied", damage)

    report = verify(lied, deep_share=0, trust=True)

    told = {failure.case for failure in report.failures}
    assert report.proved == 0
    assert told == {case["case"] for case in cases_of(lied)}


@pytest.mark.parametrize("damage", ["with other bytes", "with a hole"])
def test_the_slow_witnesses_go_on_after_damaged_pages(corpora, tmp_path, damage):
    lied = damaged(corpora / "pages", tmp_path / "lied", damage)

    report = verify(lied, deep_share=1, trust=True)

    assert (report.proved, report.cases, report.deep) == (0, 9, 9)


@pytest.mark.parametrize("damage", ["empty", "with other bytes"])
def test_one_damaged_file_takes_no_other_case_along(corpora, tmp_path, damage):
    lied = tmp_path / "lied"
    shutil.copytree(corpora / "pages", lied)
    case = next(c for c in cases_of(lied) if c["files"][0]["path"].endswith(".xlsx"))
    path = lied / case["files"][0]["path"]
    path.write_bytes(DAMAGES[damage](path.read_bytes()))

    report = verify(lied, deep_share=0, trust=True)

    assert report.proved == report.cases - 1
    assert {failure.case for failure in report.failures} == {"", case["case"]}
    assert {"digest", "unreadable"} <= {f.code for f in report.failures}


def test_what_a_library_raises_is_a_finding_that_names_the_files(corpora, monkeypatch):
    def raising(case, *args, **more):
        if case.files[0].path.endswith(".pdf"):
            raise RuntimeError("Failed to load page.")
        return prove(case, *args, **more)

    monkeypatch.setattr("chaosdocs.proof.verify.prove", raising)

    report = verify(corpora / "pages", deep_share=0, trust=True)

    paths = [case["files"][0]["path"] for case in cases_of(corpora / "pages")]
    assert {failure.detail for failure in report.failures} == {
        f"{path}: RuntimeError: Failed to load page." for path in paths if path.endswith(".pdf")
    }
    assert report.proved == sum(not path.endswith(".pdf") for path in paths)


def test_a_fault_of_the_machine_is_no_finding_of_a_case(corpora, tmp_path, monkeypatch):
    def starved(*_args, **_more):
        raise MemoryError

    monkeypatch.setattr("chaosdocs.proof.verify.prove", starved)

    with pytest.raises(MemoryError):
        verify(corpora / "pages", deep_share=0, trust=True)


def test_every_medium_is_among_the_damaged(corpora):
    types = {f["media_type"] for case in cases_of(corpora / "pages") for f in case["files"]}

    assert types >= {spec.media_type for spec in MEDIA.values()}
