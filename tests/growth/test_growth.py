"""Twice the rows take at most 2.3 times the work, counted in calls and in what calls are given.

Each law is shown to fail when a known cause is put back: a copy of the document for each edit, a
file encoded anew at each look-up, every line held against every hit, every row against every row.
"""

import pytest
from growing import corpus_of, grown, maker
from work import MOST, units

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.make import MadeCase
from chaosdocs.documents.edits import Stage
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.formats.media import EXPORTS, PAPER
from chaosdocs.proof.places import StandingLines, stands_at
from chaosdocs.proof.witnesses.decoding import ByteIndex
from chaosdocs.render.systems import convention
from chaosdocs.render.systems.segmenting import Draft
from chaosdocs.score.judging import align
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.summary import reference_scores
from chaosdocs.score.summary.reference_readers import REFERENCE_READERS, answers_by, oracle

ROWS = 25
LOOKS = {
    "csv": "sap", "json": "netsuite", "xml": "sap", "xlsx": "sap", "text": "sap_alv",
    "edi": "edifact", "pdf": "erp", "scan": "erp",
}  # fmt: skip
HOT = ("claims.contradiction", "export.keys_printed_once")
"""What edits most cells, and what makes the proof look for most values."""


def made(rows, rendering, operators):
    """How much work each case takes to be made and proved, by its label; skipped slots are not."""
    making = maker(rows, rendering, operators)
    found, cases = {}, []
    for number, slot in enumerate(making.slots):
        work = units(lambda number=number: cases.append(making.make(number)))
        if isinstance(cases.pop(), MadeCase):
            found[making.label(slot)] = work
    return found


def growths(rendering, operators, rows=ROWS):
    """How many times more work twice the rows take, by the label of the case."""
    made(4, rendering, operators)  # what is loaded and kept once is no part of it
    few, many = made(rows, rendering, operators), made(2 * rows, rendering, operators)
    return {label: many[label] / few[label] for label in few if label in many}


def growth(rendering, operators, rows=ROWS):
    """How many times more work twice the rows take, at worst."""
    return max(growths(rendering, operators, rows).values())


def breakers(rendering, operators, rows):
    """The cases that take too much more work for twice the rows, and again for twice those.

    Another row may be drawn for more rows, from which more follows: such a step comes once.
    """
    over = {label for label, by in growths(rendering, operators, rows).items() if by > MOST}
    if not over:
        return {}
    again = [op for op in operators if any(f"~{op}" in label for label in over)]
    later = growths(rendering, tuple(again), 2 * rows)
    return {label: later[label] for label in over if later.get(label, 0) > MOST}


def judged(strategy, rows):
    corpus = corpus_of(maker(rows, "csv.netsuite", (), proved=False).make(0))
    answers = list(answers_by(strategy, corpus))
    return corpus, answers


def judging_grows(strategy, change=lambda answer: answer, rows=150):
    def work(count):
        corpus, answers = judged(strategy, count)
        answers = [change(each) for each in answers]
        return units(lambda: judge(corpus, answers_of("x", answers, corpus.cases), Config()))

    work(4)
    return work(2 * rows) / work(rows)


def one_wrong(answer):
    """Every row with one wrong cell, another one each time."""
    for n, row in enumerate(answer["answer"]["lines"]):
        row[sorted(row)[n % len(row)]] = f"wrong {n}"
    return answer


@pytest.mark.parametrize(("later", "found"), [(1.5, {}), (2.6, {"r~a.b@3": 2.6})])
def test_a_step_that_comes_once_is_no_growth(monkeypatch, later, found):
    def seen(_rendering, operators, rows):
        return {f"r~{each}@3": (later if rows > ROWS else 2.4) for each in operators}

    monkeypatch.setitem(breakers.__globals__, "growths", seen)

    assert breakers("csv.sap", ("a.b",), ROWS) == found


def test_every_medium_has_a_look():
    assert LOOKS.keys() == {*EXPORTS, *PAPER}


def test_making_and_proving():
    assert growth("csv.sap", HOT) <= MOST


@pytest.mark.parametrize("name", ["oracle", "answer-all", "graceful", "copy-all"])
def test_the_judge(name):
    assert judging_grows(REFERENCE_READERS[name]) <= MOST


def test_the_judge_of_rows_with_a_wrong_cell_each():
    assert judging_grows(oracle, one_wrong) <= MOST


def rests(rows):
    """What asks a draft of so many rows for what is left of each of them."""
    record = grown(rows)
    draft = Draft(spell(state(record), convention("edifact", record, "edi")))
    return lambda: [draft.rest_of(row) for row in record.rows]


def test_what_is_left_of_every_row():
    few, many = units(rests(100)), units(rests(200))

    assert many <= MOST * few


def test_a_walk_over_all_statements_for_each_row_breaks_the_law(monkeypatch):
    def walking(self, row):
        return [self.put(each) for each in list(self.left()) if each.row == row]

    monkeypatch.setattr(Draft, "rest_of", walking)

    assert units(rests(200)) > MOST * units(rests(100))


def references(rows):
    corpus, _ = judged(oracle, rows)
    return units(lambda: reference_scores.score_reference_readers(corpus, Config()))


def test_reference_readers_cost_no_more_once_there_are_enough_fields(monkeypatch):
    monkeypatch.setattr(reference_scores, "MOST_FIELDS", 200)
    references(4)
    few = references(60)
    assert references(120) <= 1.2 * few


@pytest.mark.slow
def test_reference_readers_on_every_row_break_the_law(monkeypatch):
    monkeypatch.setattr(reference_scores, "sample", lambda corpus: corpus)
    references(4)
    few = references(400)
    assert references(800) > 1.2 * few


def a_copy_for_each_edit(self, document, edits):
    for edit in edits:
        document = edit.apply(document)
    return document


def encoded_anew(self, byte):
    raw = self._text.encode(self._encoding)[: max(byte - self._mark, 0)]
    return len(raw.decode(self._encoding, "ignore"))


def every_line(self, place):
    return [line for line in self._lines if stands_at(line, place)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("of", "name", "cause"),
    [
        (Stage, "apply", a_copy_for_each_edit),
        (ByteIndex, "place", encoded_anew),
        (StandingLines, "at", every_line),
    ],
)
def test_each_cause_put_back_breaks_the_law(monkeypatch, of, name, cause):
    monkeypatch.setattr(of, name, cause)
    assert growth("csv.sap", HOT, rows=80) > MOST


@pytest.mark.slow
def test_every_row_against_every_row_breaks_the_law(monkeypatch):
    monkeypatch.setattr(align, "_FEW_PAIRS", 10**12)
    assert judging_grows(oracle, one_wrong) > MOST


@pytest.mark.slow
@pytest.mark.parametrize("medium", [*EXPORTS, *PAPER])
def test_every_operator_in_every_medium(medium):
    operators = tuple(op.id for op in OPERATORS.matching(["*"]) if medium in op.media)
    assert breakers(f"{medium}.{LOOKS[medium]}", operators, rows=60) == {}
