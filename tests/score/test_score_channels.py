"""Other channels, other tasks: the same judge."""

from chaosdocs.formats.folder import EVIDENCE
from chaosdocs.formats.frames import framed
from chaosdocs.score import score
from chaosdocs.score.judging.expectations import load

RIGHT, HIDDEN = {"amount": "10.00", "currency": "EUR"}, {"amount": "99.00", "currency": "EUR"}


def corpus_of(synthetic, folder, *, task="extract", fields):
    truth = {
        "case": "aaaaaaaaaaaa", "label": "a~clean", "records": ["a"], "twin": None,
        "medium": "pdf", "rendering": "pdf.plain", "locale": "de_DE", "fields": fields,
    }  # fmt: skip
    line = {
        "case": "aaaaaaaaaaaa", "task": task, "channel": "eye", "instructions": "", "files": [],
        "schema": {"properties": {}},
    }  # fmt: skip
    return synthetic.write(folder, [line], [truth])


def test_a_value_of_another_channel_is_a_lure_and_right_where_that_channel_is_asked(
    synthetic, tmp_path
):
    field = {
        "ref": "a#/total", "state": "answerable", "kind": "money", "accept": [RIGHT],
        "channels": {"text": {"state": "answerable", "accept": [HIDDEN]}},
    }  # fmt: skip
    folder = corpus_of(synthetic, tmp_path / "c", fields={"/total": field})
    path = synthetic.answer_file(
        tmp_path / "a.jsonl", [{"case": "aaaaaaaaaaaa", "answer": {"total": HIDDEN}}]
    )

    seen = score(folder, [path], resamples=10, reference_readers=False)
    text = score(folder, [path], resamples=10, reference_readers=False, channel="text")

    assert (seen.rows[0].outcome, seen.rows[0].lure) == ("wrong", "channel:text")
    assert text.rows[0].outcome == "correct"
    assert text.summary.channel == "text"


def test_lists_of_pairs_are_judged_as_any_other_list(synthetic, tmp_path):
    def cell(value):
        return {"ref": "a#/x", "state": "answerable", "kind": "id", "accept": [value]}

    rows = {f"k{n}": {"left": cell(f"L{n}"), "right": cell(f"R{n}")} for n in range(3)}
    folder = corpus_of(synthetic, tmp_path / "c", task="map", fields={"/pairs": {"rows": rows}})
    answer = {"pairs": [{"left": f"L{n}", "right": f"R{n}"} for n in (2, 0)]}
    path = synthetic.answer_file(tmp_path / "a.jsonl", [{"case": "aaaaaaaaaaaa", "answer": answer}])

    rows = score(folder, [path], resamples=10, reference_readers=False).rows

    assert [row.error_type for row in rows] == ["", "", "missing_row", "missing_row", "", ""]
    assert [row.at for row in rows][:2] == ["/pairs/1/left", "/pairs/1/right"]


def test_parsers_are_judged_by_what_the_evidence_says_is_printed(synthetic, tmp_path):
    field = {"ref": "a#/total", "state": "answerable", "kind": "money", "accept": [RIGHT]}
    folder = corpus_of(synthetic, tmp_path / "c", task="text", fields={"/total": field})
    lines = (
        b'{"case": "aaaaaaaaaaaa", "path": "/total", "statement": "/total#1", "channel": "eye", '
        b'"file": "x.pdf", "text": "zehn Euro"}\n'
    )
    (folder / EVIDENCE).write_bytes(b"".join(framed([("aaaaaaaaaaaa", lines)])))
    path = synthetic.answer_file(
        tmp_path / "a.jsonl", [{"case": "aaaaaaaaaaaa", "text": "Summe: Zehn  Euro."}]
    )

    assert load(folder).printed == {("aaaaaaaaaaaa", "/total"): ("zehn Euro",)}
    result = score(folder, [path], resamples=10)
    assert (result.rows[0].outcome, result.rows[0].error_type) == ("correct", "kept")
    assert [each.name for each in result.summary.reference_readers] == ["constant"]
