"""Failing fields: every one has its own places, clean and dirty, and nothing in them is code."""

import json
import re

import pytest

import chaosdocs as cd
from chaosdocs.readers.runner import run
from chaosdocs.recipe.model import Recipe
from chaosdocs.report.failures import COLUMNS, failures
from chaosdocs.report.html import write_report
from chaosdocs.report.places import Failing, chosen
from chaosdocs.score import score

RECIPE = Recipe.model_validate(
    {
        "name": "places",
        "seed": 7,
        "source": {"domain": "invoice", "count": 3, "locales": ["en_US"]},
        "render": [
            {"as": "pdf", "templates": ["letterhead"]},
            {"as": "csv", "system": "sap"},
            {"as": "xlsx", "system": "netsuite"},
            {"as": "json", "system": "netsuite"},
        ],
        "design": {
            "each": ["claims.contradiction", "gaps.blank_under_label", "totals.wrong_sum"],
            "severities": [5],
        },
    }
)


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    folder = tmp_path_factory.mktemp("places")
    cd.generate(RECIPE, folder / "corpus")
    run(folder / "corpus", "builtin:guesser", folder / "guesser.jsonl", clock=lambda: 0.0)
    return score(folder / "corpus", [folder / "guesser.jsonl"]), folder / "corpus"


@pytest.fixture(scope="module")
def failing(scored):
    return failures(*scored)


@pytest.fixture(scope="module")
def page(scored, tmp_path_factory):
    return write_report(*scored, tmp_path_factory.mktemp("page"))


def shown(failing, part, medium, state=""):
    """Field to its places, of the cases whose label has `part`, in one medium and state."""
    at = {name: n for n, name in enumerate(COLUMNS)}
    label = failing.names["label"].shown
    return {
        failing.shown[row[at["place"]]]: failing.places.fields[failing.shown[row[at["place"]]]]
        for row in failing.rows
        if row[at["place"]] >= 0
        and part in label[row[at["label"]]]
        and f"~{medium}." in label[row[at["label"]]]
        and state in failing.names["state"].shown[row[at["state"]]]
    }


def test_fields_of_one_case_have_pictures_of_their_own(failing):
    by_case = {}
    for (case, path), both in shown(failing, "contradiction", "pdf").items():
        by_case.setdefault(case, {})[path] = both

    case = max(by_case.values(), key=len)
    boxes = {path: [(x["picture"], x["box"]) for x in both["dirty"]] for path, both in case.items()}
    assert len(boxes) > 1
    assert len({str(each) for each in boxes.values()}) == len(boxes)


@pytest.mark.parametrize("medium", ["pdf", "csv", "xlsx", "json"])
def test_a_contradiction_shows_all_claims_and_its_twin_the_one(failing, medium):
    found = shown(failing, "contradiction", medium)

    assert found
    for both in found.values():
        assert len({place["text"] for place in both["dirty"]}) == 2
        assert len({place["text"] for place in both["clean"]}) == 1
        assert {place["text"] for place in both["clean"]} < {x["text"] for x in both["dirty"]}


@pytest.mark.parametrize("medium", ["pdf", "csv", "xlsx", "json"])
def test_what_is_gone_is_shown_where_it_was(failing, medium):
    found = shown(failing, "blank_under_label", medium)

    assert found
    for both in found.values():
        assert {place["role"] for place in both["clean"]} <= {"says", "trace"}
        assert both["dirty"]
        assert "says" not in {place["role"] for place in both["dirty"]}


@pytest.mark.parametrize("medium", ["csv", "xlsx"])
def test_a_cell_stands_under_its_head_with_the_cells_beside_it(failing, medium):
    found = shown(failing, "wrong_sum", medium)

    assert found
    for both in found.values():
        for place in (*both["clean"], *both["dirty"]):
            excerpt = place["excerpt"]
            assert excerpt["row"][excerpt["mark"]].split()[0] in place["text"]
            assert len(excerpt["head"]) == len(excerpt["row"])
            assert not any(each.strip("-.,").isdigit() for each in excerpt["head"])


def test_a_leaf_stands_among_the_lines_around_it(failing):
    found = shown(failing, "wrong_sum", "json")

    assert found
    for both in found.values():
        (mark,) = both["dirty"][0]["excerpt"]["marks"]
        lines = both["dirty"][0]["excerpt"]["lines"]
        assert both["dirty"][0]["text"] in lines[mark]
        assert len(lines) > 3


def test_of_every_operator_and_medium_one_is_shown_before_the_second(scored):
    rows = [
        Failing(row.case, row.path, row.touched, (row.operator, row.medium, row.outcome, row.lure))
        for row in scored[0].rows.of("wrong", "overcommit")
        if row.touched
    ]
    groups = {row.like for row in rows}
    of = {(row.case, row.path): row.like[:2] for row in rows}

    first = chosen(rows, len(groups))

    assert len(groups) > 3
    assert {of[each] for each in first} == {group[:2] for group in groups}


def test_there_is_a_word_where_there_was_no_room(scored, monkeypatch, tmp_path):
    monkeypatch.setattr("chaosdocs.report.places.ROOM", 0)
    monkeypatch.setattr("chaosdocs.report.failures.ROOM", 500)

    page = write_report(*scored, tmp_path).read_text()

    assert "more are in fields.jsonl" in page
    assert "The page has no room for more pictures." in page


def test_values_are_in_words_and_as_json(failing):
    at = {name: n for n, name in enumerate(COLUMNS)}
    truth = failing.names["truth"]
    row = next(row for row in failing.rows if truth.codes[row[at["truth"]]].startswith('{"amount'))

    shown, code = truth.shown[row[at["truth"]]], truth.codes[row[at["truth"]]]
    assert re.fullmatch(r"-?[\d,]+(\.\d+)? [A-Z]{3}", shown)
    assert json.loads(code)["amount"] == shown.split()[0].replace(",", "")


def test_a_link_to_a_field_opens_it_with_all_claims(browse, failing, page, tmp_path):
    case, path = next(iter(shown(failing, "contradiction", "pdf", "statements disagree")))

    dom, console = browse(page, tmp_path, f"#case-{case}{path}", "--dump-dom")

    opened = dom.partition('class="more"')[2].partition("</tbody>")[0]
    assert console == []
    assert opened.count('class="box says"') == 3  # one on the twin, two here
    assert "statements disagree" in opened
    assert "truth and answer as JSON" in opened
    assert 'aria-expanded="true"' in dom


def test_content_of_documents_is_text_in_excerpts(browse, scored, tmp_path):
    result, corpus = scored
    hostile = "<img src=x onerror=document.title='owned'>"
    found = failures(result, corpus)
    for both in found.places.fields.values():
        for place in (*both["clean"], *both["dirty"]):
            place["text"] = hostile
            place["others"] = {hostile: hostile}
            for part in ("head", "row", "lines"):
                if part in place.get("excerpt", {}):
                    place["excerpt"][part] = [hostile] * len(place["excerpt"][part])
    case, path = next(iter(shown(found, "contradiction", "csv")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("chaosdocs.report.html.failures", lambda *_: found)
        page = write_report(result, corpus, tmp_path)

    dom, console = browse(page, tmp_path, f"#case-{case}{path}", "--dump-dom")

    opened = dom.partition('class="more"')[2].partition("</tbody>")[0]
    assert console == []
    assert "owned" not in dom.partition("</title>")[0]
    assert hostile not in page.read_text()
    assert "&lt;img src=x" in opened
    assert "<img" not in opened


def test_paper_has_all_columns_on_every_page_and_opens_what_is_closed(
    browse, failing, page, tmp_path
):
    import pypdfium2

    paper = tmp_path / "page.pdf"
    browse(page, tmp_path, "", f"--print-to-pdf={paper}", "--no-pdf-header-footer")
    pdf = pypdfium2.PdfDocument(paper)
    texts = [pdf[n].get_textpage().get_text_bounded() for n in range(len(pdf))]
    pdf.close()

    first = next(n for n, text in enumerate(texts) if "Failing fields" in text)
    last = next(n for n, text in enumerate(texts) if "all figures" in text)
    for text in texts[first:last]:
        head = " ".join(text[:900].split())
        assert re.search("reader case field truth answer outcome named wrong", head), head
    every = "\n".join(texts)
    assert "Clean twin" in every
    assert "The same by medium and severity" in every  # stands in a closed part


def test_a_corpus_without_evidence_says_that_no_places_are_shown(scored, tmp_path):
    import shutil

    result, corpus = scored
    bare = tmp_path / "bare"
    shutil.copytree(corpus, bare)
    (bare / "private" / "evidence.jsonl.gz").unlink()

    page = write_report(result, bare, tmp_path).read_text()

    assert "No field has a picture: the private half of the corpus is not here" in page
    assert '"places":[]' in page
