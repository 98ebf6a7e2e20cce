"""Files of answers, however broken: nothing is dropped in silence."""

import json

import pytest

from chaosdocs.foundation.errors import UserError
from chaosdocs.score.judging.answers import answers_of, read_answers
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.lines import DUPLICATED

CASES = ("aaaaaaaaaaaa", "bbbbbbbbbbbb", "cccccccccccc")


def written(tmp_path, *lines):
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join(line if isinstance(line, bytes) else json.dumps(line).encode() + b"\n"
                              for line in lines))  # fmt: skip
    return path


def test_every_fault_of_a_file_is_reported_with_its_line(tmp_path):
    good = {"case": CASES[0], "answer": {"a": 1}}
    path = written(
        tmp_path, good, {"case": "aaaaaaaaaaab", "answer": {}}, good, b"[1, 2]\n",
        b'{"case": "bbbbbbbbbbbb", "answer": {"a": \n', b'{"case": "cccccccccccc", "answ',
    )  # fmt: skip

    answers = read_answers(path, CASES)

    told = "\n".join(answers.warnings)
    assert f"{path}:2: no case 'aaaaaaaaaaab'" in told
    assert f"{path}:3: case aaaaaaaaaaaa stands in line 1 already; line 1 counts" in told
    assert f"{path}:4: not an answer" in told
    assert f"{path}:5: not JSON" in told
    assert f"{path}:6: the last line is cut short: not JSON" in told
    assert "2 of 3 cases are missing" in told
    assert answers.lines[CASES[2], 0].invalid == "missing"
    assert set(answers.lines) == {(case, 0) for case in CASES}


def test_a_retry_after_an_error_counts_and_is_told(tmp_path):
    path = written(
        tmp_path, {"case": CASES[0], "error": "503"}, {"case": CASES[0], "answer": {"a": 1}}
    )

    answers = read_answers(path, CASES[:1])

    assert not answers.lines[CASES[0], 0].invalid
    assert "line 2 counts" in answers.warnings[0]


def test_a_file_without_any_answer_is_an_error(tmp_path):
    with pytest.raises(UserError, match="no line answers a case"):
        read_answers(written(tmp_path, {"case": "x", "answer": {}}), CASES)
    with pytest.raises(UserError, match="cannot read"):
        read_answers(tmp_path / "none.jsonl", CASES)


def test_a_key_given_twice_is_no_value(tmp_path):
    path = written(
        tmp_path, b'{"case": "aaaaaaaaaaaa", "answer": {"a": 1, "a": 2, "b": 3, "b": 3}}\n'
    )

    answer = read_answers(path, CASES[:1]).lines[CASES[0], 0].answer

    assert answer == {"a": DUPLICATED, "b": 3}


def test_deep_nesting_and_huge_numbers_are_a_warning(tmp_path):
    deep = b'{"case": "aaaaaaaaaaaa", "answer": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n"
    huge = b'{"case": "bbbbbbbbbbbb", "answer": {"a": ' + b"9" * 10_000 + b"}}\n"
    path = written(tmp_path, deep, huge, {"case": CASES[2], "answer": {}})

    answers = read_answers(path, CASES)

    assert answers.counts["unparsable"] == 2
    assert answers.counts["missing"] == 2


def test_nulls_are_split_where_the_run_says_absent_or_abstain():
    plain = answers_of("r", [{"case": CASES[0], "answer": {}}], CASES)
    told = answers_of("r", [{"case": CASES[0], "answer": {}, "absent": ["/a"]}], CASES)
    fixed = answers_of("r", [{"case": CASES[0], "answer": {}}], CASES, nulls="split")

    assert (plain.nulls, told.nulls, fixed.nulls) == ("merged", "split", "split")


def test_confidences_off_the_scale_count_as_missing_and_are_counted():
    row = {
        "case": CASES[0],
        "answer": {},
        "confidence": {"/a": 1.2, "/b": "high", "/c": True, "/d": 0.5},
    }
    answers = answers_of("r", [row], CASES[:1])

    assert answers.lines[CASES[0], 0].confidence == {"/d": 0.5}
    assert answers.counts["confidence"] == 3
    assert "line 1: confidences are not numbers" in answers.warnings[0]
    assert "(3 in all)" in answers.warnings[0]


def test_confidence_of_an_ancestor_and_of_the_star_reach_a_field():
    row = {"case": CASES[0], "answer": {}, "confidence": {"/lines/0": 0.7, "*": 0.4}}
    line = answers_of("r", [row], CASES[:1]).lines[CASES[0], 0]

    assert line.sure("/lines/0/amount") == 0.7
    assert line.sure("/total") == 0.4


def test_missing_cases_are_invalid_in_every_field(corpus):
    half = list(corpus.cases)[::2]
    answers = answers_of("r", [{"case": case, "answer": {}} for case in half], corpus.cases)

    table = judge(corpus, answers, Config())

    missing = [row for row in table if row.case not in half]
    assert {row.outcome for row in missing} == {"invalid"}
    assert {row.error_type for row in missing} == {"missing"}
