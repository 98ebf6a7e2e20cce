"""The page of a comparison: same frame as the report, same bytes, nothing of others runs."""

import re

import pytest

import chaosdocs as cd
from chaosdocs.readers.runner import run
from chaosdocs.report.compared import render_comparison, write_comparison
from chaosdocs.score import score
from chaosdocs.score.comparing.paired import compare
from chaosdocs.score.metrics.registry import label

RECIPE = """
chaosdocs: 2
name: compared
seed: 3
source: {{domain: kyc, count: {records}}}
render: [{{as: csv, system: sap}}]
design: {{each: [gaps.left_out], severities: [3]}}
"""


@pytest.fixture(scope="module")
def compared(scored, tmp_path_factory):
    """A reader that knows everything, and a hostile one."""
    _, corpus = scored
    folder = tmp_path_factory.mktemp("compared")
    run(corpus, "builtin:oracle", folder / "oracle.jsonl", clock=lambda: 0.0)
    answers = [folder / "oracle.jsonl", corpus.parent / "hostile.jsonl"]
    result = score(corpus, answers, resamples=300, reference_readers=False)
    comparison = compare(result)
    page = folder / "page.html"
    write_comparison(comparison, result, corpus, page, command="compare <it>", date="2026-01-02")
    return comparison, result, corpus, page


def test_the_same_comparison_gives_the_same_bytes(compared):
    comparison, result, corpus, page = compared

    again = render_comparison(comparison, result, corpus, command="compare <it>", date="2026-01-02")

    assert again == page.read_text()
    assert list(page.parent.glob(".page*")) == []


def test_the_parts_stand_in_their_order(compared):
    text = compared[-1].read_text()
    order = (
        "2026-01-02", "compare &lt;it&gt;", "Readers side by side", "What changed significantly",
        "Where they differ most", "Fields that only one reader has right", "All differences",
        "verdict and card",
    )  # fmt: skip
    places = [text.index(words) for words in order]

    assert places == sorted(places)
    assert "Only oracle is right" in text
    assert "Only hostile is right" not in text


def test_metrics_have_the_names_of_the_registry(compared):
    text = compared[-1].read_text()

    for name in ("accuracy", "silent_error_rate", "net_utility_90"):
        assert f"damaged documents: {label(name)}<" in text


def test_content_is_text_and_nothing_is_fetched(browse, compared, hostile, tmp_path):
    page = compared[-1]
    text = page.read_text()

    dom, console = browse(page, tmp_path, "#all", "--dump-dom")

    assert hostile not in text
    assert "\u202e" not in text
    assert not re.search(r'(src|href)="(?!#|data:)', text)
    assert console == []
    assert "owned" not in dom.partition("</title>")[0]
    assert re.search(r'<details class="reader" id="all" open', dom)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))


def significant(corpus, folder):
    """What the page says of a reader that knows everything beside one that says nothing."""
    names = ("oracle", "all_null")
    for name in names:
        run(corpus, f"builtin:{name}", folder / f"{name}.jsonl", clock=lambda: 0.0)
    answers = [folder / f"{name}.jsonl" for name in names]
    result = score(corpus, answers, resamples=300, reference_readers=False)
    text = render_comparison(compare(result), result, corpus)
    return text.partition("What changed significantly</h2>")[2].partition("</section>")[0]


@pytest.mark.parametrize(("records", "proved"), [(3, False), (20, True)])
def test_many_records_prove_a_difference_and_three_prove_nothing(tmp_path, records, proved):
    (tmp_path / "recipe.yaml").write_text(RECIPE.format(records=records))
    cd.generate(tmp_path / "recipe.yaml", tmp_path / "corpus")

    told = significant(tmp_path / "corpus", tmp_path)

    assert ("oracle is significantly better in" in told) is proved
    assert "all_null is better." not in told
    if not proved:
        assert re.search(r"Damaged documents: none of \d+ metrics differs significantly\.", told)


def test_a_reader_and_itself_part_nowhere(compared, tmp_path):
    _, _, corpus, page = compared
    answers = [page.parent / "oracle.jsonl"] * 2
    result = score(corpus, answers, resamples=50, reference_readers=False)

    text = render_comparison(compare(result), result, corpus)

    assert "Fields that only one reader has right" not in text
    assert re.search(r"Damaged documents: none of \d+ metrics differs significantly\.", text)


@pytest.mark.parametrize(("width", "most"), [(1400, 4000), (420, 9000)])
def test_the_page_is_short_and_never_wider_than_the_window(browse, compared, tmp_path, width, most):
    probe = tmp_path / "probe.html"
    measured = (
        "<script>addEventListener('load', () => { const e = document.documentElement;"
        "document.title = `${e.scrollHeight} ${e.scrollWidth} ${innerWidth}`; })</script></body>"
    )
    probe.write_text(compared[-1].read_text().replace("</body>", measured))

    dom, _ = browse(probe, tmp_path, "", "--dump-dom", f"--window-size={width},900")

    height, wide, window = map(int, re.search(r"<title>(\d+) (\d+) (\d+)</title>", dom).groups())
    assert height <= most
    assert wide <= max(window, width)
