"""The report in a real browser: it opens, filters, sorts, follows links, and runs nobody's code."""

import json
import re
from dataclasses import replace

import pytest

import chaosdocs as cd
from chaosdocs.readers.runner import run
from chaosdocs.recipe.model import Recipe
from chaosdocs.report.html import render, write_report
from chaosdocs.score import score

HOSTILE = (
    "</script><script>document.title='owned'</script><img src=x onerror=document.title='owned'>"
)
RECIPE = Recipe.model_validate(
    {
        "name": "report",
        "seed": 4,
        "source": {"domain": "invoice", "count": 2, "locales": ["en_US"]},
        "render": [{"as": "pdf", "templates": ["letterhead"]}, {"as": "csv", "system": "sap"}],
        "design": {"each": ["numbers.foreign_marks", "gaps.*", "null.rerun"], "severities": [2, 5]},
    }
)


@pytest.fixture(scope="module")
def scored(tmp_path_factory):
    """A corpus, and the score of a guesser and of a hostile reader."""
    folder = tmp_path_factory.mktemp("report")
    corpus = folder / "corpus"
    cd.generate(RECIPE, corpus)
    run(corpus, "builtin:guesser", folder / "guesser.jsonl", clock=lambda: 0.0)
    with (folder / "hostile.jsonl").open("w") as lines:
        for line in (folder / "guesser.jsonl").read_text().splitlines():
            answer = json.loads(line)
            answer["answer"]["invoice_number"] = HOSTILE
            answer["answer"]["seller"] = {"name": "\u202egnp.exe\u0000"}
            lines.write(json.dumps(answer) + "\n")
    return score(corpus, [folder / "guesser.jsonl", folder / "hostile.jsonl"]), corpus


@pytest.fixture(scope="module")
def page(scored, tmp_path_factory):
    result, corpus = scored
    return write_report(result, corpus, tmp_path_factory.mktemp("page"))


def body(dom):
    """The rows of the failing fields."""
    table = dom.partition('id="failures"')[2].partition("</tbody>")[0].replace("<wbr>", "")
    return re.findall(r"<tr[ >].*?</tr>", table.partition("<tbody")[2], re.DOTALL)


def test_the_verdict_stands_first_and_nothing_is_fetched(page):
    text = page.read_text()

    assert text.index('class="verdict"') < text.index("The card") < text.index("Failing fields")
    assert not re.search(r'(src|href)="(?!#|data:)', text)
    assert not re.search(r"url\((?!#|data:)", text)
    assert "default-src 'none'" in text


def test_the_same_score_gives_the_same_bytes(scored, page):
    result, corpus = scored

    assert render(result, corpus) == page.read_text()


def test_content_of_documents_and_answers_is_text(page):
    text = page.read_text()

    assert HOSTILE not in text
    assert "\u202e" not in text
    assert "\x00" not in text
    assert "⟨U+202E⟩" in text


def test_tables_have_captions_and_heads(page):
    text = page.read_text()

    assert text.count("<table") == text.count("<thead")
    assert not re.search(r"<th(?![^>]*scope=)[ >]", text)
    for svg in re.findall(r"<svg[^>]*>", text):
        assert 'role="img"' in svg
        assert "aria-labelledby" in svg
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def test_it_opens_without_an_error_and_runs_no_code_of_others(browse, page, tmp_path):
    dom, console = browse(page, tmp_path, "", "--dump-dom")

    assert console == []
    assert "<title>chaosdocs:" in dom
    assert "owned" not in dom.partition("</title>")[0]
    assert "<img src=" not in dom.partition('id="failures"')[2]
    assert 1 < len(body(dom)) <= 100
    assert re.search(r"1 to \d+ of \d+ failing fields", dom)


def test_the_filter_and_the_order_are_in_the_link(browse, page, tmp_path):
    everything, _ = browse(page, tmp_path, "", "--dump-dom")
    some, console = browse(
        page, tmp_path, "#find=invoice_number&reader=hostile&sort=-label", "--dump-dom"
    )

    rows = body(some)
    labels = [re.search(r"<button[^>]*>(.*?)</button>", row)[1] for row in rows]
    assert console == []
    assert len(rows) > 0
    assert all("/invoice_number" in row and ">hostile<" in row for row in rows)
    assert labels == sorted(labels, reverse=True)
    assert 'aria-sort="descending"' in some
    assert len(rows) < len(body(everything))


def test_a_link_to_a_case_opens_it_with_its_pictures_and_commands(browse, page, scored, tmp_path):
    data = json.loads(page.read_text().partition('id="data">')[2].partition("</script>")[0])
    at = {name: n for n, name in enumerate(data["columns"])}
    drawn = [
        n for n, both in enumerate(data["places"]) if all("picture" in x[0] for x in both if x)
    ]
    row = next(row for row in data["rows"] if row[at["place"]] in drawn)
    case = data["names"]["case"][row[at["case"]]] + data["names"]["path"][row[at["path"]]]

    dom, console = browse(page, tmp_path, f"#case-{case}", "--dump-dom")

    opened = dom.partition('class="more"')[2].partition("</tr>")[0]
    assert console == []
    case = case.partition("/")[0]
    assert opened.count('<img src="data:image/png;base64,') >= 2
    assert f"reproduce {scored[1]} {case} -o again" in opened
    assert f"shrink {scored[1]} {case} --reader READER" in opened
    assert "<li>" in opened


def test_a_link_that_is_broken_shows_everything(browse, page, tmp_path):
    dom, console = browse(page, tmp_path, "#find=%&sort=nonsense", "--dump-dom")

    assert console == []
    assert "failing fields" in dom
    assert 'id="controls" hidden' not in dom


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_both_themes_are_drawn(browse, page, tmp_path, theme):
    from PIL import Image

    options = ["--force-dark-mode"] if theme == "dark" else []
    picture = tmp_path / "page.png"
    browse(page, tmp_path, "", f"--screenshot={picture}", "--hide-scrollbars", *options)

    with Image.open(picture) as image:
        ground = image.convert("L").getpixel((3, 3))
    assert ground < 60 if theme == "dark" else ground > 200


def test_a_score_without_failures_has_a_report(scored, tmp_path):
    _, corpus = scored
    run(corpus, "builtin:oracle", tmp_path / "oracle.jsonl", clock=lambda: 0.0)

    text = write_report(score(corpus, [tmp_path / "oracle.jsonl"]), corpus, tmp_path).read_text()

    assert '"rows":[]' in text


@pytest.mark.slow
def test_fifty_thousand_fields_open_quickly(browse, scored, tmp_path, monkeypatch):
    from chaosdocs.report import html
    from chaosdocs.report.failures import failures

    result, corpus = scored
    few = failures(result, corpus)
    many = replace(few, rows=(few.rows * (50_000 // len(few.rows) + 1))[:50_000])
    monkeypatch.setattr(html, "failures", lambda *_: many)
    page = write_report(result, corpus, tmp_path)
    text = page.read_text().replace(
        "</body>",
        "<script>addEventListener('load', () => setTimeout(() => "
        "document.title = 'took ' + Math.round(performance.now()), 0));</script></body>",
    )
    page.write_text(text)

    dom, _ = browse(page, tmp_path, "", "--dump-dom")

    assert page.stat().st_size < 15_000_000
    assert "of 50000 failing fields" in dom
    assert int(re.search(r"<title>took (\d+)</title>", dom)[1]) < 3000


def sections(page):
    """Captions of the tables by the words of their headings, and the rows beneath."""
    text = page.read_text()
    return re.findall(
        r"<(?:h3|summary)>([^<]*)</(?:h3|summary)>\s*(?:<figure>.*?</figure>\s*)?<div[^>]*>"
        r"<table[^>]*>\s*"
        r"<caption>(.*?)</caption>.*?<tbody>(.*?)</tbody>",
        text,
        re.DOTALL,
    )


def test_what_stands_beside_the_card_is_there_for_every_reader(page):
    titles = [title for title, _, _ in sections(page)]

    for title in ("Whole documents", "Steadiness", "Every operator", "For these 2 templates"):
        assert titles.count(title) == 2, titles


def test_steadiness_stands_beside_a_floor_for_every_null_operator(scored, page):
    result, _ = scored
    steady = [each for each in sections(page) if each[0] == "Steadiness"]
    inv = result.summary.readers[0].floor["null.rerun:inv"]

    assert inv.value == 0
    assert all("null.rerun" in page.read_text().split(caption)[1][:400] for _, caption, _ in steady)
    assert "another answer though the truth is the same" in steady[0][2]


def test_readers_stand_beside_each_other_by_task_best_utility_first(scored, page):
    result, _ = scored
    (table,) = [each for each in sections(page) if each[0] == "Task extract"]
    order = re.findall(r'<th scope="row">([^<]*)</th>', table[2])
    worth = {r.name: r.card["nu_90"].value for r in result.summary.readers}

    assert order == sorted(worth, key=worth.get, reverse=True)
    key = page.read_text().split("Side by side</h2>")[1].split("</p>")[0]
    assert [f"{sign} {name}" in key for sign, name in zip("●■", worth, strict=True)] == [True, True]


def test_latency_and_cost_have_a_table_a_curve_and_a_frontier(scored, tmp_path):
    _, corpus = scored
    paid = []
    for name, seconds, dollars in (("slow", 0.4, 0.02), ("quick", 0.1, 0.001)):
        source = corpus.parent / "guesser.jsonl"
        lines = (json.loads(line) for line in source.read_text().splitlines())
        path = tmp_path / f"{name}.jsonl"
        path.write_text(
            "".join(
                json.dumps({**line, "latency_s": seconds, "cost_usd": dollars}) + "\n"
                for line in lines
            )
        )
        paid.append(path)
    made = write_report(score(corpus, paid), corpus, tmp_path)
    found = {title: (caption, rows) for title, caption, rows in sections(made)}

    caption, rows = found["Time and money"]
    assert "0.02" not in rows
    assert "USD a right field" in caption
    assert "0.400 s" in rows or "0.100 s" in rows
    _, places = found["Quality against cost, task extract"]
    assert re.findall(r">(yes|no) ?<", places) == ["no", "yes"]
    assert made.read_text().count("Net utility against latency") == 1
