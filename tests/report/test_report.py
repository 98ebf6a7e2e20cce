"""The report in a real browser: it opens, filters, sorts, follows links, and runs nobody's code."""

import json
import re
from dataclasses import replace

import pytest

from chaosdocs.readers.runner import run
from chaosdocs.report.html import render, write_report
from chaosdocs.score import score


def body(dom):
    """The rows of the failing fields."""
    table = dom.partition('id="failures"')[2].partition("</tbody>")[0].replace("<wbr>", "")
    return re.findall(r"<tr[ >].*?</tr>", table.partition("<tbody")[2], re.DOTALL)


def test_readers_stand_first_figures_last_and_nothing_is_fetched(page):
    text = page.read_text()

    order = ("Readers side by side", "What hurts most", "Failing fields", 'class="verdict"')
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert not re.search(r'(src|href)="(?!#|data:)', text)
    assert not re.search(r"url\((?!#|data:)", text)
    assert "default-src 'none'" in text


def test_the_same_score_gives_the_same_bytes(scored, page):
    result, corpus = scored

    assert render(result, corpus) == page.read_text()


def test_content_of_documents_and_answers_is_text(page, hostile):
    text = page.read_text()

    assert hostile not in text
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
    few, many = (
        int(re.search(r"of (\d+)[^<]*failing fields", dom)[1]) for dom in (some, everything)
    )
    assert few < many


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


@pytest.mark.parametrize(("width", "most"), [(1400, 4000), (420, 9000)])
def test_the_page_is_short_before_anything_is_opened_and_never_wider_than_the_window(
    browse, page, tmp_path, width, most
):
    probe = tmp_path / "probe.html"
    measured = (
        "<script>addEventListener('load', () => { const e = document.documentElement;"
        "document.title = `${e.scrollHeight} ${e.scrollWidth} ${innerWidth}`; })</script></body>"
    )
    probe.write_text(page.read_text().replace("</body>", measured))

    dom, _ = browse(probe, tmp_path, "", "--dump-dom", f"--window-size={width},900")

    height, wide, window = map(int, re.search(r"<title>(\d+) (\d+) (\d+)</title>", dom).groups())
    assert height <= most
    assert wide <= max(window, width)


def test_where_it_comes_from_stands_first(scored):
    from chaosdocs.report.html import render

    result, corpus = scored
    text = render(result, corpus, command="chaosdocs score <c>", date="2026-01-02")

    assert "2026-01-02" in text
    assert "chaosdocs score &lt;c&gt;" in text
    assert text.index("2026-01-02") < text.index("Readers side by side")


def test_the_worst_operators_show_a_place(page):
    text = page.read_text()
    data = json.loads(text.partition('id="data">')[2].partition("</script>")[0])
    at = {name: n for n, name in enumerate(data["columns"])}
    worst = [int(n) for n in re.findall(r'data-worst="(\d+)"', text)]

    assert worst
    assert all(data["rows"][n][at["place"]] >= 0 for n in worst)
