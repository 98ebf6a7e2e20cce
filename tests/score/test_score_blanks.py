"""A blank does not show if there is no value or if it was left out: both claims are right."""

import pytest

from chaosdocs.formats.cases import Case, CaseTruth
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import ScoredCorpus, load, scored_case
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.single import judge_case
from chaosdocs.score.run import result_of
from chaosdocs.score.summary.reference_readers import REFERENCE_READERS

NUMBER, WAS, LURE = "BZ5216466", "GB0845715", "C-7"
RIGHT = {"correct", "right_abstain"}
REASONS = ("not_present", "not_legible", "blank")
CLAIMS = ("absent", "null", *REASONS)


def leaf(state, **more):
    if state == "answerable":
        more = {"accept": [NUMBER], "why": "printed", **more}
    return {"ref": "r", "kind": "id", "state": state, "touched": ["s1"], **more}


def cell(name, state="answerable", **more):
    return {"name": leaf("answerable", accept=[name]), "id_number": leaf(state, **more)}


NEVER = {"state": "absent"}
BLANKED = {"state": "unanswerable", "reason": "label", "was": WAS}
PLACEHOLDER = {
    "state": "unanswerable", "reason": "blank", "was": WAS,
    "lures": [{"value": LURE, "name": "placeholder"}],
}  # fmt: skip
STAINED = {"state": "unanswerable", "reason": "stain", "was": WAS}


def made(rows, *, medium="pdf", name="c", twin=None, **scalars):
    string = {"type": ["string", "null"], "x-kind": "id"}
    properties = dict.fromkeys(scalars, string)
    cells = {key: string for row in rows.values() for key in row}
    properties["lines"] = {"type": ["array", "null"], "items": {"properties": cells}}
    case = Case.model_validate(
        {"case": name, "task": "extract", "channel": "eye", "instructions": "", "files": [],
         "schema": {"type": "object", "properties": properties}}
    )  # fmt: skip
    steps = [] if twin is None else [{"step": "s1", "operator": "gaps.x@1", "severity": 3}]
    fields = {f"/{key}": value for key, value in scalars.items()}
    truth = CaseTruth.model_validate(
        {"case": name, "label": f"{name}~x", "records": [name.rpartition("-")[0] or name],
         "twin": twin, "medium": medium, "rendering": f"{medium}.x", "locale": "en_US",
         "severity": 3 if steps else 0, "steps": steps, "issues": [],
         "fields": {**fields, "/lines": {"order": "set", "rows": rows}}}
    )  # fmt: skip
    return case, truth


def said(claim, at="/lines/0/id_number"):
    line = {"answer": {"lines": [{"name": "A", "id_number": None}, {"name": "B"}]}}
    line["answer"]["lines"][1]["id_number"] = NUMBER
    line["nulls"] = "split"
    match claim:
        case "absent":
            line["absent"] = [at]
        case "null":
            pass
        case _:
            line["abstain"] = {at: claim}
    return line


def judged(rows, line, **more):
    case, truth = made(rows, **more)
    table = judge_case(case, truth, line)
    return {row.path: row for row in table}


def two(first):
    return {"k1": cell("A", **first), "k2": cell("B")}


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("medium", ["pdf", "scan", "xlsx", "csv"])
@pytest.mark.parametrize(
    "state",
    [NEVER, NEVER | {"was": WAS}, BLANKED, PLACEHOLDER],
    ids=["never", "gone", "blank", "n/a"],
)
def test_a_blank_cell_may_be_said_to_be_absent_and_left_open(state, medium, claim):
    row = judged(two(state), said(claim), medium=medium)["/lines/k1/id_number"]

    assert row.outcome == ("correct" if state["state"] == "absent" else "right_abstain")
    assert not row.lure


@pytest.mark.parametrize("value", [WAS, LURE, "anything"])
@pytest.mark.parametrize("state", [NEVER, BLANKED, PLACEHOLDER], ids=["never", "blank", "n/a"])
def test_a_value_for_a_blank_is_invented_and_silent(state, value):
    line = said("null")
    line["answer"]["lines"][0]["id_number"] = value

    row = judged(two(state), line)["/lines/k1/id_number"]

    assert (row.outcome, row.flagged) == ("hallucinated", False)


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_blank_of_either_kind_costs_no_share_of_any_metric(claim):
    rows = {"k1": cell("A", **NEVER), "k2": cell("B", **BLANKED), "k3": cell("C")}
    line = {"answer": {"lines": [{"name": x, "id_number": None} for x in "ABC"]}, "nulls": "split"}
    line["answer"]["lines"][2]["id_number"] = NUMBER
    at = ["/lines/0/id_number", "/lines/1/id_number"]
    if claim in REASONS:
        line["abstain"] = dict.fromkeys(at, claim)
    elif claim == "absent":
        line["absent"] = at
    case, truth = made(rows, twin="twin")
    corpus = ScoredCorpus("", "", {case.case: scored_case(case, truth)})

    table = judge(corpus, answers_of("r", [line | {"case": "c"}], corpus.cases), Config())
    summary = result_of(corpus, [table], Config(), resamples=20, reference_readers=False).summary
    card = summary.readers[0].card

    assert {row.outcome for row in table} <= RIGHT
    assert card["accuracy"].value == card["youden_j"].value == 1
    assert card["invention_rate"].value == card["silent_error_rate"].value == 0


@pytest.mark.parametrize("claim", ["absent", "null"])
@pytest.mark.parametrize("reason", ["stain", "redaction", "cut", "page", "masked", "illegible"])
def test_a_value_whose_remains_are_seen_is_not_absent(reason, claim):
    row = judged(two(STAINED | {"reason": reason}), said(claim))["/lines/k1/id_number"]

    assert (row.outcome, row.error_type) == ("hallucinated", "false_absence")


@pytest.mark.parametrize(
    ("rows", "medium"),
    [
        (two(NEVER), "json"),
        ({"k1": cell("A", **NEVER), "k2": cell("B", **NEVER)}, "pdf"),
        ({"k1": cell("A", **NEVER), "k2": cell("B", why="derived")}, "pdf"),
        ({"k1": cell("A", **NEVER),
          "k2": cell("B", context={"hops": 2, "pages": 1, "words": 9})}, "pdf"),
    ],
    ids=["no key", "no column", "column derived", "column of another document"],
)  # fmt: skip
def test_what_stands_nowhere_is_left_open_needlessly(rows, medium):
    open_ = judged(rows, said("not_legible"), medium=medium)["/lines/k1/id_number"]
    absent = judged(rows, said("absent"), medium=medium)["/lines/k1/id_number"]

    assert (open_.outcome, absent.outcome) == ("over_abstain", "correct")


def test_a_row_that_the_document_does_not_show_has_no_blank_cells():
    hidden = {"name": leaf("absent"), "id_number": leaf("absent")}
    case, truth = made({"k2": cell("B"), "k1": hidden})

    fields = {field.path: field.blank for field in scored_case(case, truth).fields()}

    assert not any(fields.values())


def test_a_field_outside_of_lists_is_blank_only_under_its_label():
    line = {"answer": {"vat": None, "lei": None, "lines": []}, "abstain": {"/lei": "not_legible"}}
    rows = judged({}, line, vat=leaf(**BLANKED), lei=leaf("absent"))

    assert rows["/vat"].outcome == "right_abstain"
    assert rows["/lei"].outcome == "over_abstain"


def test_what_a_blank_is_on_another_channel_is_not_known():
    channels = {"text": {"state": "unanswerable"}}
    case, truth = made(two(BLANKED | {"channels": channels}))

    asked, other = (scored_case(case, truth, channel) for channel in (None, "text"))

    assert [next(x.fields()).blank for x in (asked, other)] == [False, False]
    assert [any(field.blank for field in x.fields()) for x in (asked, other)] == [True, False]


@pytest.fixture(scope="module")
def blanks(synthetic, tmp_path_factory):
    cases, truths = [], []
    for number in range(40):
        for name, twin, gone in (
            (f"r{number}-clean", None, {}),
            (f"r{number}-blank", f"r{number}-clean", BLANKED),
            (f"r{number}-word", f"r{number}-clean", PLACEHOLDER),
        ):
            k2 = cell("B", **gone) if gone else cell("B", accept=[WAS])
            case, truth = made(
                {"k1": cell("A", **NEVER), "k2": k2, "k3": cell("C")}, name=name, twin=twin
            )
            cases.append(case.model_dump(mode="json", by_alias=True))
            truths.append(truth.model_dump(mode="json"))
    return load(synthetic.write(tmp_path_factory.mktemp("blanks"), cases, truths))


@pytest.fixture(scope="module")
def scored(blanks, synthetic):
    def made(name, nulls="auto"):
        rows = synthetic.by(blanks, REFERENCE_READERS[name])
        table = judge(blanks, answers_of(name, rows, blanks.cases, nulls=nulls), Config())
        found = result_of(blanks, [table], Config(), resamples=50, reference_readers=False)
        card = found.summary.readers[0].card
        return {name: each.value for name, each in card.items()}

    return made


def test_known_readers_keep_their_places_among_blanks(scored):
    oracle, shy, bold = scored("oracle"), scored("always-abstain"), scored("answer-all")

    assert oracle["accuracy"] == oracle["youden_j"] == oracle["net_utility_90"] == 1
    assert oracle["silent_error_rate"] == oracle["invention_rate"] == 0
    assert shy["youden_j"] == shy["net_utility_90"] == shy["silent_error_rate"] == 0
    assert bold["youden_j"] == 0
    assert bold["invention_rate"] == 1
    assert bold["net_utility_90"] < 0


@pytest.mark.parametrize("nulls", ["merged", "split"])
def test_null_everywhere_is_worth_nothing_among_blanks(scored, nulls):
    found = scored("all-null", nulls)

    assert found["youden_j"] == found["net_utility_90"] == 0
    assert found["invention_rate"] == 0


def test_a_reader_that_leaves_out_every_row_has_no_j(blanks):
    rows = [{"case": case, "answer": {"lines": []}, "nulls": "split"} for case in blanks.cases]
    table = judge(blanks, answers_of("empty", rows, blanks.cases), Config())
    found = result_of(blanks, [table], Config(), resamples=50, reference_readers=False)

    assert found.summary.readers[0].card["youden_j"].value == 0
