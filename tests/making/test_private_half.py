"""Lies in the private files and in `corpus.json`, with right digests: `verify` reports each."""

import shutil

import pytest

import chaosdocs as cd
from chaosdocs.formats.folder import EVIDENCE, PLANS, SECRET, SKIPPED, TRUTH
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.verify import verify
from tests.proof.corpus_lies import (
    CORPORA,
    LIES,
    a_case_taken_out_and_listed_as_skipped,
    rewrite,
    rows_of,
    with_keys,
)


def proved(corpus):
    return verify(corpus, deep_share=0, trust=True)


@pytest.mark.parametrize("name", CORPORA)
def test_honest_corpora_are_sound(corpora, name):
    assert proved(corpora / name).failures == ()
    assert (corpora / name / SKIPPED).read_bytes() or name == "sets"


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
def test_a_lie_in_the_private_half_is_found(corpora, tmp_path, lie):
    told = 0
    for seed, name in enumerate(CORPORA):
        lied = tmp_path / name
        shutil.copytree(corpora / name, lied)
        if lie(lied, SeededRng(seed)):
            told += 1
            assert proved(lied).failures

    assert told


def test_a_case_that_was_taken_out_is_found_by_its_slot_alone(corpora, tmp_path):
    shutil.copytree(corpora / "documents", tmp_path / "less")
    assert a_case_taken_out_and_listed_as_skipped(tmp_path / "less", SeededRng(1))

    [found] = proved(tmp_path / "less").failures
    assert "is listed as skipped, the recipe makes a case" in found.detail


def test_lines_that_are_written_again_as_they_were_are_sound(corpora, tmp_path):
    shutil.copytree(corpora / "documents", tmp_path / "same")
    for name in (TRUTH, PLANS, EVIDENCE, SKIPPED):
        rewrite(tmp_path / "same", name, rows_of(tmp_path / "same" / name))

    assert proved(tmp_path / "same").failures == ()


def test_a_part_of_a_corpus_is_sound_and_knows_its_slots(tmp_path):
    (tmp_path / "r.yaml").write_text(CORPORA["documents"])
    cd.generate(tmp_path / "r.yaml", tmp_path / "part", shard=(1, 2))

    assert proved(tmp_path / "part").failures == ()
    with_keys(tmp_path / "part", SECRET, shard=None)
    [found] = proved(tmp_path / "part").failures
    assert "slots neither hold a case nor are listed as skipped" in found.detail
