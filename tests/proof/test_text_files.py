"""The witnesses of CSV and JSON: what stands at bytes and pointers, and what no text is."""

import zlib
from decimal import Decimal

import pytest

from chaosdocs.formats.cases import CaseTruth, Evidence, FieldExpectation
from chaosdocs.proof.fields import Expected
from chaosdocs.proof.legibility.check import sight_complaints as complaints
from chaosdocs.proof.legibility.check import sights_of_truth
from chaosdocs.proof.places import NOWHERE, Place, stands_at, touch
from chaosdocs.proof.witnesses import witness
from chaosdocs.proof.witnesses.csv import CsvWitness
from chaosdocs.proof.witnesses.decoding import decoded
from chaosdocs.proof.witnesses.json import JsonWitness
from chaosdocs.proof.witnesses.witness import TooBigError, UnreadableError, clipped, inflated


def line(text="", channel="text", statement="s", path="/x", **where):
    return Evidence(
        case="c", path=path, statement=statement, file="f", channel=channel, text=text, **where
    )


SHEET = 'Nr;Name\r\nA17;"Dunn; ""Sons"""\r\nB2;\r\n'


def at(text, part):
    """The bytes of `part` in `text`."""
    start = text.encode().index(part.encode())
    return (start, start + len(part.encode()))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_cell_is_found_at_its_bytes_without_its_quotes(mark):
    sheet = CsvWitness(mark + SHEET.encode())
    whole = [n + len(mark) for n in at(SHEET, '"Dunn; ""Sons"""')]

    assert sheet.delimiter == ";"
    assert sheet.agrees
    said = sheet.found(line(bytes=tuple(whole)))
    assert (said.text, said.by) == ('Dunn; "Sons"', "csv")
    assert sheet.found(line(bytes=tuple(n + len(mark) for n in at(SHEET, "A17")))).text == "A17"


def test_bytes_that_are_not_those_of_one_cell_are_told_as_they_are():
    sheet = CsvWitness(SHEET.encode())
    start, end = at(SHEET, "A17")

    assert sheet.found(line(bytes=(start, end + 3))).text == 'A17;"D'
    assert sheet.found(line(bytes=(start + 1, end))).text == "17"
    assert sheet.found(line()) is None


@pytest.mark.parametrize(
    ("text", "encoding", "mark"),
    [("Ä1,B2\n", "utf-8", 0), ("Ä1,B2\n", "utf-16-le", 2), ("Ä1,B2\n", "utf-16-be", 2),
     ("請求書番号,B2\n", "cp932", 0), ("Ä1,B2\n", "cp1252", 0)],
)  # fmt: skip
def test_text_is_read_in_the_encodings_that_exports_come_in(text, encoding, mark):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    data = marks.get(encoding, b"") + text.encode(encoding)

    assert decoded(data) == (text, encoding, mark)
    sheet = CsvWitness(data)
    first = text.partition(",")[0]
    start = mark + len(f"{first},".encode(encoding))
    end = start + len("B2".encode(encoding))
    assert sheet.found(line(bytes=(start, end))).text == "B2"
    layer = next(iter(sheet.layers()))
    where = layer.place(layer.text.index("B2"), layer.text.index("B2") + 2)
    assert where.bytes == (start, end)


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(UnreadableError, match="not a text"):
        CsvWitness(b"\x81\x8d\x8f\xff\xfe\x00")


def test_a_sheet_that_two_readers_cut_otherwise_is_told_from_its_bytes():
    odd = 'a,"b"c,d\n'
    sheet = CsvWitness(odd.encode())

    assert not sheet.agrees
    assert sheet.found(line(bytes=at(odd, "d"))).by == "bytes"
    assert CsvWitness(b"").found(line(bytes=(0, 0))).text == ""


TREE = b'{"a/b": {"n": 1.50, "t": true, "f": false, "z": null, "big": 1e9}, "l": ["x", "y~"]}'


@pytest.mark.parametrize(
    ("pointer", "text", "value"),
    [
        ("/a~1b/n", "1.50", Decimal("1.50")),
        ("/a~1b/big", "1e9", Decimal("1e9")),
        ("/a~1b/t", "true", True),
        ("/a~1b/f", "false", False),
        ("/a~1b/z", "", None),
        ("/l/1", "y~", None),
    ],
)
def test_a_leaf_is_found_at_its_pointer_as_it_is_written(pointer, text, value):
    said = JsonWitness(TREE).found(line(pointer=pointer))

    assert (said.text, said.value) == (text, value)


def test_what_is_no_leaf_is_not_found_and_words_are_layers():
    tree = JsonWitness(TREE)

    assert tree.found(line(pointer="/nowhere")) is None
    assert tree.found(line()) is None
    leaves = {layer.text: layer.place(0, 1).pointer for layer in tree.layers()}
    assert leaves["x"] == "/l/0"
    assert leaves["1.50"] == "/a~1b/n"
    assert tree.duplicates == []
    assert any("a~1b" in text for text in leaves)


def test_a_key_that_stands_twice_is_told():
    assert JsonWitness(b'{"b": 1, "a": {"c": 1, "c": 2}, "b": 3}').duplicates == ["c", "b"]


def test_a_number_that_is_none_has_no_value():
    assert JsonWitness(b'{"a": NaN}').found(line(pointer="/a")).text == "NaN"


@pytest.mark.parametrize("data", [b"{", b"\xff", b"[" * 300 + b"]" * 300, b"[" * 100_000])
def test_what_is_no_json_is_refused(data):
    with pytest.raises(UnreadableError, match="not JSON"):
        JsonWitness(data)


def test_files_and_streams_without_end_are_refused(monkeypatch):
    assert inflated(zlib.compress(b"a" * 100)) == b"a" * 100
    assert inflated(b"no stream") == b""
    with pytest.raises(TooBigError, match="more than 10 bytes"):
        inflated(zlib.compress(b"a" * 100), 10)
    monkeypatch.setattr(witness, "MOST_BYTES", 3)
    assert clipped(b"abc") == b"abc"
    with pytest.raises(TooBigError, match="4 bytes"):
        clipped(b"abcd")


@pytest.mark.parametrize(
    ("own", "place", "there"),
    [
        ({"page": 1, "box": (0, 0, 10, 10)}, Place(page=1, box=(1, 1, 9, 9)), True),
        ({"page": 2, "box": (0, 0, 10, 10)}, Place(page=1, box=(1, 1, 9, 9)), False),
        ({"page": 1, "box": (0, 0, 10, 10)}, Place(page=1, box=(1, 1, 90, 9)), False),
        ({"page": 1}, Place(page=1, box=(1, 1, 9, 9)), False),
        ({"sheet": "A", "cell": "B2"}, Place(sheet="A", cell="B2"), True),
        ({"sheet": "A", "cell": "B3"}, Place(sheet="A", cell="B2"), False),
        ({"pointer": "/a"}, Place(pointer="/a"), True),
        ({"bytes": (3, 9)}, Place(bytes=(4, 9)), True),
        ({"bytes": (3, 9)}, Place(bytes=(4, 10)), False),
        ({}, Place(bytes=(4, 10)), False),
        ({"pointer": "/a"}, NOWHERE, False),
    ],
)
def test_a_hit_stands_where_a_statement_does_or_elsewhere(own, place, there):
    assert stands_at(line(**own), place) is there


def test_boxes_touch_where_they_nearly_meet_and_no_box_meets_all():
    assert touch((0, 0, 10, 10), (9, 9, 20, 20))
    assert not touch((0, 0, 10, 10), (50, 0, 60, 10))
    assert touch((0, 0, 10, 10), None)


def seen(state, **more):
    return Expected(
        path="/x", kind="id", channel="eye", asked=True, state=state, accept=("A1",), **more
    )


LEGIBLE, FAINT = line("A1", "eye", "s#1"), line("A1", "eye", "s#2")


@pytest.mark.parametrize(
    ("want", "lines", "sights", "codes"),
    [
        (seen("answerable"), [LEGIBLE], {"s#1": "legible"}, []),
        (seen("answerable"), [LEGIBLE], {}, ["unseen", "sight"]),
        (seen("answerable"), [LEGIBLE, FAINT], {"s#1": "legible", "s#2": "borderline"}, []),
        (seen("answerable"), [FAINT], {"s#2": "borderline"}, ["sight"]),
        (seen("answerable", why="derived"), [FAINT], {"s#2": "borderline"}, []),
        (seen("unscored"), [FAINT], {"s#2": "borderline"}, []),
        (seen("unscored"), [LEGIBLE], {"s#1": "legible"}, ["sight"]),
        (seen("unanswerable"), [LEGIBLE], {"s#1": "illegible"}, []),
    ],
)
def test_a_field_is_unscored_just_where_doubtful_statements_decide(want, lines, sights, codes):
    assert [code for code, _ in complaints(want, lines, sights)] == codes


def test_what_the_truth_of_a_scan_says_of_legibility():
    def field(state, **more):
        return FieldExpectation(ref="r#x", state=state, kind="id", **more)

    fields = {
        "/a": field("answerable", why="printed", accept=["A1"]),
        "/b": field("answerable", why="derived", accept=["A1"]),
        "/c": field("unscored"),
        "/d": field("unanswerable"),
        "/e": field("unanswerable", partial="**1"),
    }
    truth = CaseTruth(
        case="c", label="l", records=("r",), twin=None, medium="scan", rendering="scan.erp",
        locale="ja_JP", severity=1, steps=(), issues=(), fields=fields,
    )  # fmt: skip
    lines = [line("A1", "eye", name, f"/{name}") for name in "abcdez"]
    others = [line("A1", "text", "t", "/a"), line("", "eye", "u", "/a", role="trace")]

    assert sights_of_truth(truth, [*lines, *others]) == {
        "a": "legible", "b": "illegible", "c": "borderline", "d": "illegible", "e": "legible",
        "z": "legible",
    }  # fmt: skip
