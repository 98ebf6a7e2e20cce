"""What is odd in answers is told with its lines, and flips nothing by itself."""

import json

import pytest

from chaosdocs.formats.answers import ISSUES, REASONS
from chaosdocs.score import score
from chaosdocs.score.judging.answers import answers_of, read_answers


@pytest.fixture
def file(tmp_path, corpus):
    """Write lines, one for each case, `odd` ones first; the rest are empty answers."""

    def write(*odd):
        lines = [
            {"case": case, "answer": {}, **(odd[n] if n < len(odd) else {})}
            for n, case in enumerate(corpus.cases)
        ]
        path = tmp_path / "run.jsonl"
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        return path

    return write


def warnings(path, corpus):
    return "\n".join(read_answers(path, corpus.cases).warnings)


def test_a_typo_in_abstain_is_told_and_does_not_flip_what_nulls_say(file, corpus):
    path = file({}, {"abstain": {"/totl": "not_legible"}})

    answers = read_answers(path, corpus.cases)

    assert answers.nulls == "merged"
    (told,) = answers.warnings
    assert told.startswith(f"{path}: line 2: no such field is asked for")
    assert "'/totl' in `abstain` (did you mean '/total'?)" in told
    right = read_answers(file({"abstain": {"/total": "not_legible"}}), corpus.cases)
    assert (right.nulls, right.warnings) == ("split", [])


@pytest.mark.parametrize(
    "pointer",
    ["", "/supplier", "/supplier/name", "/lines", "/lines/99", "/lines/0/amount", "total"],
)
def test_paths_above_fields_and_rows_of_any_number_are_asked_for(corpus, pointer):
    case = next(iter(corpus.cases))
    answers = answers_of("r", [{"case": case, "answer": {}, "abstain": [pointer]}], corpus.cases)

    assert not [w for w in answers.warnings if "no such field" in w]
    assert answers.nulls == "split"


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        ({"abstain": {"/total": "not_legibel"}}, "'not_legibel' (did you mean 'not_legible'?)"),
        ({"abstain": {"/total": "Not present"}}, "'Not present' (did you mean 'not_present'?)"),
        ({"abstain": {"/total": {"reason": "smudge"}}}, "reasons in `abstain` are not known"),
        ({"issues": [{"code": "row_missing"}]}, "'row_missing' (did you mean 'rows_missing'?)"),
        ({"nulls": "splitt"}, "'splitt' (did you mean 'split'?)"),
        ({"abstian": {"/total": "ambiguous"}}, "'abstian' (did you mean 'abstain'?)"),
        ({"Confidence": 0.5}, "'Confidence' (did you mean 'confidence'?)"),
    ],
)
def test_an_unknown_word_of_an_answer_is_told_with_what_was_probably_meant(file, corpus, odd, told):
    (words,) = read_answers(file({}, odd), corpus.cases).warnings

    assert ": line 2: " in words
    assert told in words


@pytest.mark.parametrize(
    "fine",
    [
        *({"abstain": {"/total": reason}} for reason in (*REASONS, "stain", "derivable", "norm")),
        *({"issues": [{"path": "/total", "code": code}]} for code in ISSUES),
        {"abstain": ["/total"]},
        {"nulls": "split"},
        {"run_id": 7},
    ],
)
def test_known_words_and_keys_of_other_programs_are_no_warning(file, corpus, fine):
    assert read_answers(file({}, fine), corpus.cases).warnings == []


@pytest.mark.parametrize("key", ["absent", "candidates", "confidence"])
def test_typos_elsewhere_are_told_too(file, corpus, key):
    said = {
        "absent": ["/po_numbr"],
        "candidates": {"/po_numbr": ["a", "b"]},
        "confidence": {"/po_numbr": 0.5},
    }[key]
    answers = read_answers(file({key: said}), corpus.cases)

    assert f"'/po_numbr' in `{key}` (did you mean '/po_number'?)" in answers.warnings[0]
    assert answers.nulls == "merged"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ({"abstain": "/total"}, "`abstain` is neither an object"),
        ({"abstain": ["/total", 7]}, "`abstain` is neither an object"),
        ({"absent": {"/total": 1}}, "`absent` is no list of paths"),
        ({"absent": [None]}, "`absent` is no list of paths"),
        ({"trial": "x"}, "`trial` is no whole number"),
        ({"candidates": ["/total"]}, "`candidates` is no object"),
        ({"candidates": {"/total": "a"}}, "`candidates` is no object"),
        ({"confidence": "high"}, "`confidence` is neither a number nor an object"),
        ({"confidence": {"/total": 93}}, "confidences are not numbers from 0 to 1"),
        ({"issues": [{"path": "/total"}]}, "`issues` is no list of objects"),
        ({"issues": "inconsistent"}, "`issues` is no list of objects"),
        ({"latency_s": "fast"}, "latency, cost and tokens"),
        ({"cost_usd": -1}, "latency, cost and tokens"),
        ({"tokens_in": "12"}, "latency, cost and tokens"),
        ({"answer": "The total is 5."}, "text that is no JSON object"),
        ({"answer": [1]}, "the answer is no object"),
        ({"answer": None}, "there is no answer"),
        ({"error": "503 busy"}, "the reader reports an error"),
        ({"error": "timeout after 9 s"}, "the reader ran out of time"),
        ({"answer": None, "text": "Total 5"}, "run --then builtin:fields"),
    ],
)
def test_what_is_left_out_of_a_line_is_told_with_its_number(file, corpus, line, told):
    text = warnings(file({}, {}, line), corpus)

    assert "run.jsonl: line 3: " in text
    assert told in text


def test_a_line_without_an_answer_names_the_key_that_was_probably_meant_first(corpus, tmp_path):
    path = tmp_path / "run.jsonl"
    path.write_text(json.dumps({"case": next(iter(corpus.cases)), "anwser": {}}))

    first, *_, last = read_answers(path, corpus.cases).warnings

    assert first.endswith("every field counts as invalid: 'anwser' (did you mean 'answer'?)")
    assert "cases are missing" in last


def test_many_of_a_kind_are_a_few_examples_and_a_count(file, corpus):
    path = file(*[{"answer": f"Sorry, {n}."} for n in range(9)])
    (told,) = read_answers(path, corpus.cases).warnings

    assert "lines 1, 2, 3 and 6 more: " in told
    assert "'Sorry, 0.', 'Sorry, 1.', 'Sorry, 2.'" in told
    assert "Sorry, 3" not in told


def test_warnings_of_lines_stand_in_the_text_of_a_score(file, folder):
    made = score(folder, [file({"answer": "Sorry."})], resamples=20, reference_readers=False)

    assert "line 1: the answer is text that is no JSON object" in made.text(details=True)


@pytest.mark.parametrize("empty", [{}, {"sku": None, "quantity": None}])
def test_a_row_that_says_nothing_is_told_where_the_document_has_no_such_row(corpus, empty):
    name, case = next((n, c) for n, c in corpus.cases.items() if c.lists)
    path = case.lists[0].path
    key = path.strip("/")
    right = [{} for _ in case.lists[0].shown]

    told = answers_of("r", [{"case": name, "answer": {key: [*right, empty]}}], corpus.cases)
    same = answers_of("r", [{"case": name, "answer": {key: right}}], corpus.cases)

    assert [w for w in told.warnings if "rows say nothing" in w and f"'{path}/{len(right)}'" in w]
    assert not [w for w in same.warnings if "rows say nothing" in w]
