"""The parts of the report: each is there in words, or says why it is not."""

import json
import re
from itertools import pairwise

import chaosdocs as cd
from chaosdocs.readers.runner import run
from chaosdocs.report.html import write_report
from chaosdocs.score import score
from chaosdocs.score.metrics.registry import label, metrics, on_card


def test_what_stands_beside_the_card_is_there_for_every_reader(sections, page):
    titles = [title for title, _, _ in sections(page)]

    for title in ("Whole documents", "Stability", "Every operator", "Without one of 2 templates"):
        assert titles.count(title) == 2, titles


def test_steadiness_stands_beside_a_floor_for_every_null_operator(sections, scored, page):
    result, _ = scored
    steady = [each for each in sections(page) if each[0] == "Stability"]
    inv = result.summary.readers[0].noise_floor["null.rerun:changed_answer_rate"]

    assert inv.value == 0
    assert all("null.rerun" in page.read_text().split(caption)[1][:400] for _, caption, _ in steady)
    assert label("changed_answer_rate") in steady[0][2]


def test_readers_stand_beside_each_other_by_task_best_utility_first(sections, scored, page):
    result, _ = scored
    (table,) = [each for each in sections(page) if each[0] == "Task extract"]
    order = re.findall(r'<th scope="row">([^<]*)</th>', table[2])
    worth = {r.name: r.card["net_utility_90"].value for r in result.summary.readers}

    assert order == sorted(worth, key=worth.get, reverse=True)
    key = page.read_text().split("Readers by task, cost and time</h2>")[1].split("</p>")[0]
    assert [f"{sign} {name}" in key for sign, name in zip("●■", worth, strict=True)] == [True, True]


def test_latency_and_cost_have_a_table_a_curve_and_a_frontier(sections, scored, tmp_path):
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
    assert "Utility of a field at t = 0.9 within a deadline" in " ".join(caption.split())
    assert "0.400 s" in rows or "0.100 s" in rows
    _, places = found["Quality against cost, task extract"]
    assert re.findall(r">(yes|no) ?<", places) == ["no", "yes"]
    assert made.read_text().count("<figcaption>Net utility against latency") == 1


def test_the_card_has_retention_and_controls_stand_beside_the_readers_in_words(
    sections, scored, page
):
    result, _ = scored
    found = {title: (caption, rows) for title, caption, rows in sections(page)}
    text = page.read_text()
    table = text.partition('id="known"')[2].partition("</table>")[0]
    names = re.findall(r'<th scope="row">([^<]*)<', table)

    rows = re.findall(r'<th scope="row">([^<]*)<', found["The card"][1])
    assert [each.label for each in on_card()] == [name.partition(", over")[0] for name in rows][:11]
    assert names[:2] == [reader.name for reader in result.summary.readers]
    assert names[2:] == [control.name for control in result.summary.reference_readers]
    assert "abstain from everything" in table
    assert "silently wrong" in table
    assert not re.search("nu_50|over_abst|>acc<|>sfr<", table)


def test_controls_show_clean_documents_which_give_a_sandbag_away(scored):
    from chaosdocs.report.known import known

    summary = scored[0].summary

    (table,) = known(summary)
    rows = dict(table.rows)

    assert rows["oracle"][0][1] == "clean 100.0 %"
    assert rows["sandbag-clean"][0][1] not in {"", "clean 100.0 %"}
    assert rows[summary.readers[0].name][0][1].startswith("clean ")


def test_a_reader_that_does_nothing_is_not_first_without_a_word(sections, scored, tmp_path):
    _, corpus = scored
    run(corpus, "builtin:blind", tmp_path / "blind.jsonl", clock=lambda: 0.0)
    answers = [tmp_path / "blind.jsonl", corpus.parent / "guesser.jsonl"]

    made = write_report(score(corpus, answers), corpus, tmp_path)
    (table,) = [rows for title, _, rows in sections(made) if title == "Task extract"]

    assert re.search(r'blind<span class="note">answers nothing', table)
    assert "guesser<span" not in table


def test_what_is_left_out_says_why(scored, tmp_path):
    _, corpus = scored
    run(corpus, "builtin:blind", tmp_path / "blind.jsonl", clock=lambda: 0.0)

    text = write_report(score(corpus, [tmp_path / "blind.jsonl"]), corpus, tmp_path).read_text()

    assert "No wrong answer matches a named one." in text
    assert re.search(r"<li>fewer than 20 records at a severity \(\d+\): [a-z]+\.", text)
    assert "Fields that pass a confidence limit: the reader gives no confidences." in text
    assert "Consistency over trials: every case was asked once" in text
    assert re.search(r"\d+ operators? without a curve</summary>", text)
    assert re.search(r"<li>no readable field is touched \(\d+\): [^<]*null\.rerun", text)


def test_words_stand_for_codes(page):
    text = page.read_text()
    static = text.partition('id="data"')[0]

    assert "mediums" not in text
    assert "all media" in static
    for code in ("over_abstain", "right_abstain", "overcommit", "hallucinated"):
        assert not re.search(rf">{code}<", static)
    assert "differs from the net utility of the card" in " ".join(static.split())


def test_a_metric_has_one_name_and_no_two_share_it(sections, page):
    labels = [each.label for each in metrics().values()]
    assert len(set(labels)) == len(labels)

    text = page.read_text()
    heads = re.findall(r'<th scope="col"[^>]*>([^<]*)</th>', text)
    for name in ("correct_rate", "silent_error_rate", "automation_rate", "net_utility_90"):
        assert label(name) in heads
    curves = text.partition("<h3>Severity curves</h3>")[2].partition("</p>")[0]
    assert f"● {label('accuracy')}<" in curves


def test_every_chart_of_the_page_has_a_title_and_names_its_axes(page):
    charts = re.findall(r"<svg class=.*?</svg>", page.read_text(), re.DOTALL)

    assert len(charts) > 4
    for each in charts:
        assert re.search(r"<title[^>]*>[^<]+</title><desc[^>]*>[^<]+</desc>", each)
        texts = re.findall(r"<text[^>]*>([^<]*)</text>", each)
        assert any(re.search("[a-z]{4}", words) for words in texts[-2:]), texts


def test_every_named_wrong_answer_has_words():
    from pathlib import Path

    from chaosdocs.report.words import LURES

    source = Path(cd.__file__).parent
    named = {
        name
        for folder in ("operators", "documents")
        for path in (source / folder).rglob("*.py")
        for name in re.findall(r'Lure\([^"\n]*"([a-z-]+)"\)', path.read_text())
    }

    assert len(named) > 20
    assert named <= LURES.keys()


def test_names_of_readers_do_not_overlap_in_the_latency_plot():
    from chaosdocs.formats.summary import Pareto
    from chaosdocs.report.frontier import frontier_plot

    readers = [
        Pareto(reader=f"reader {n}", on_frontier=n == 0, against="latency", quality=0.1, spent=0.2)
        for n in range(5)
    ]

    plot = frontier_plot(readers)

    names = re.findall(r'<text[^>]* y="([\d.]+)"[^>]*>reader \d', plot)
    heights = sorted(map(float, names))
    assert len(heights) == 5
    assert all(b - a > 10 for a, b in pairwise(heights))


def test_limits_of_the_run_are_folded_one_line_each_and_name_the_readers_that_have_them(
    scored, page, tmp_path
):
    result, corpus = scored
    folded = page.read_text().partition('<details class="limits')[2].partition("</details>")[0]
    limits = {limit for reader in result.summary.readers for limit in reader.not_shown}

    assert f"This run has {len(limits)} limits: results that it cannot show</summary>" in folded
    assert folded.count("<li>") == len(limits)
    assert " only: " not in folded

    run(corpus, "builtin:blind", tmp_path / "blind.jsonl", clock=lambda: 0.0)
    answers = [tmp_path / "blind.jsonl", corpus.parent / "guesser.jsonl"]
    text = write_report(score(corpus, answers), corpus, tmp_path).read_text()

    assert "<li>blind only: Calibration: the reader gave no confidences" in text
