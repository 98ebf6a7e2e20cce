"""CSV files: dialects, bytes of every statement, values as they are."""

from __future__ import annotations

import csv
import io
import itertools
from dataclasses import replace

import pytest
from exports import GENERAL, grid, record, rendered, statement, table, with_extras
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.render.writers import csv as delimited
from chaosdocs.truth.statements import GONE

TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"))


def read(made, encoding="utf-8", **dialect):
    return list(csv.reader(io.StringIO(made.data.decode(encoding), newline=""), **dialect))


def unquoted(raw, quote='"'):
    if len(raw) > 1 and raw[0] == raw[-1] == quote:
        return raw[1:-1].replace(quote * 2, quote)
    return raw


@pytest.mark.parametrize(
    ("system", "name", "locale"),
    list(itertools.product(GENERAL, ("invoice", "statement", "kyc"), ("de_DE", "ja_JP"))),
)
def test_every_statement_stands_at_its_bytes(system, name, locale):
    rec = record(name, locale=locale)
    made = rendered(rec, system, "csv")
    assert made.media_type == "text/csv"
    there = table(rec, system, "csv").statements
    assert {locus.statement for locus in made.loci} == set(there)
    for locus in made.loci:
        assert (locus.channel, locus.role) == ("text", "says")
        assert unquoted(made.data[slice(*locus.bytes)].decode()) == locus.text
        assert locus.text == there[locus.statement].text


@pytest.mark.parametrize("system", GENERAL)
def test_the_standard_reader_sees_the_table(system):
    rec = record()
    made = table(rec, system, "csv")
    rows = read(delimited.write(made), delimiter=made.options["delimiter"])
    assert rows[0] == [column.header for column in made.columns]
    for row, cells in zip(made.rows[1:], rows[1:], strict=True):
        assert cells == [made.shown(row, place) for place in range(len(row.cells))]


def test_a_blank_leaves_its_head_as_a_trace():
    blank = statement("", text="", trace="label")
    blank = replace(blank, claim=GONE)
    made = delimited.write(grid([blank]))
    (locus,) = made.loci
    assert (locus.role, locus.text, locus.bytes) == ("trace", "A", (0, 1))
    assert made.data == b'A\r\n""\r\n'


def test_other_words_in_the_place_of_a_value_are_the_trace():
    blank = statement("", text="see annex", trace="reference")
    blank = replace(blank, claim=GONE)
    (locus,) = delimited.write(grid([blank])).loci
    assert (locus.role, locus.text) == ("trace", "see annex")


def test_a_rule_has_its_place():
    rec = record()
    made = rendered(rec, "sap", "csv", with_extras(rec, "/total"))
    (locus,) = [x for x in made.loci if x.statement.startswith("note#")]
    assert made.data[slice(*locus.bytes)].decode() == locus.text == "Berichtigt gilt."


@pytest.mark.parametrize(
    ("options", "start"),
    [
        ({"bom": "yes"}, b"\xef\xbb\xbfA"),
        ({"sep_line": "yes", "delimiter": ";"}, b"sep=;\r\nA"),
        ({"encoding": "utf-16"}, b"\xff\xfeA\x00"),
        ({"encoding": "cp1252"}, b"A\r\n"),
        ({"quoting": "all"}, b'"A"'),
        ({"quoting": "all", "quote": "'"}, b"'A'"),
    ],
)
def test_dialects_keep_the_bytes_right(options, start):
    made = delimited.write(grid([statement("Größe; 5\"'")], options=options))
    assert made.data.startswith(start)
    (locus,) = made.loci
    encoding = "utf-16-le" if "16" in options.get("encoding", "") else options.get("encoding")
    raw = made.data[slice(*locus.bytes)].decode(encoding or "utf-8")
    assert unquoted(raw, options.get("quote", '"')) == locus.text == "Größe; 5\"'"


def test_what_the_encoding_cannot_write_is_a_trace_of_itself():
    (locus,) = delimited.write(grid([statement("請求書 7")], options={"encoding": "cp1252"})).loci
    assert (locus.role, locus.text) == ("trace", "??? 7")


@given(texts=st.lists(TEXTS, min_size=1, max_size=6), delimiter=st.sampled_from(",;\t|"))
def test_any_text_comes_back(texts, delimiter):
    statements = [statement(text, ref=f"/x{n}") for n, text in enumerate(texts)]
    made = delimited.write(grid(*([s] for s in statements), options={"delimiter": delimiter}))
    assert read(made, delimiter=delimiter)[1] == texts
    for locus in made.loci:
        if locus.role == "says":
            assert unquoted(made.data[slice(*locus.bytes)].decode()) == locus.text


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-5", "@cmd", "'x"])
def test_what_looks_like_a_formula_is_kept(text):
    assert read(delimited.write(grid([statement(text)])))[1] == [text]


DIALECTS = (
    {},
    {"trailing": "yes", "end": "cut"},
    {"encoding": "cp1252", "quoting": "minimal"},
    {"encoding": "utf-16", "bom": "yes", "delimiter": "\t"},
    {"quoting": "all"},
)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("system", GENERAL)
def test_a_line_of_whole_statements_is_written_as_cell_by_cell(system, dialect, monkeypatch):
    made = table(record(locale="ja_JP" if "encoding" in dialect else "de_DE"), system, "csv")
    made = replace(made, options={**made.options, **dialect})
    odd = made.rows[-1].cells[-1]
    cells = (replace(odd, part="number"), *made.rows[-1].cells[1:])
    made = replace(made, rows=(*made.rows, replace(made.rows[-1], id="k99", cells=cells)))
    at_once = delimited.write(made)

    monkeypatch.setattr(delimited._Writer, "_line", lambda *_row, **_how: False)

    assert delimited.write(made) == at_once
    assert at_once.loci
