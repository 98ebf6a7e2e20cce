"""Labels that changed places, words left for codes, flags and wrong counts are found."""

import datetime as dt
import io
import json

import openpyxl
import pymupdf
import pytest
from by_hand import csv_case, json_case, line, pdf_case, xlsx_case

from chaosdocs.formats.cases import StepTruth
from chaosdocs.proof import Twin, prove
from chaosdocs.proof.furniture import listed
from chaosdocs.proof.label_check import _Labels
from chaosdocs.proof.left_strings import leftovers
from chaosdocs.proof.order import common_length, displaced, fields_moved
from chaosdocs.proof.places import Layer
from chaosdocs.proof.twin import _says_over
from chaosdocs.proof.witnesses.edi import EdiWitness
from chaosdocs.proof.witnesses.haystack import Haystack
from chaosdocs.proof.witnesses.json import JsonWitness
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.xlsx import XlsxWitness
from chaosdocs.proof.witnesses.xml import XmlWitness


def clean_twin(made):
    return Twin(made.case, made.truth, made.evidence, made.read)


def dirty(made):
    """The same as if an operator of a plugin had been at work: it is on no list."""
    step = StepTruth(step="s1", operator="own/layout.any@1", severity=1)
    return made.with_truth(made.truth.model_copy(update={"steps": (step,)}))


def told(made, twin):
    found = prove(
        made.case, made.truth, made.evidence, made.read, domain=made.domain, twin=clean_twin(twin)
    )
    return {failure.code for failure in found.failures}


def pieces(*texts):
    """Texts in their order; what begins with a slash is a field."""
    return [("", text) if text.startswith("/") else (text, "") for text in texts]


CLEAN = pieces("Net", "/net", "Tax", "/tax", "Total", "/total")


@pytest.mark.parametrize(
    ("here", "found"),
    [
        (("Total", "/net", "Tax", "/tax", "Net", "/total"), True),
        (("Net", "/net", "Total", "/total"), False),
        (("Remark", "Net", "/net", "Tax", "/tax", "Total", "/total", "Net"), False),
        (("Net", "/net", "Gross", "/tax", "Total", "/total"), False),
        (("Total", "/net", "Remark", "Net", "/total"), True),
    ],
)
def test_a_word_is_displaced_if_it_is_missing_in_one_place_and_new_in_another(here, found):
    assert bool(list(displaced(pieces(*here), CLEAN))) == found


TREE = pieces("Tax", "@unit", "EUR", "/tax", "Type", "Net", "/net")


@pytest.mark.parametrize(
    ("here", "found"),
    [
        (("Net", "/net", "Tax", "@unit", "EUR", "/tax", "Type"), False),
        (("@Tax", "/tax", "@Net", "/net", "Type"), False),
        (("Net", "@unit", "EUR", "/tax", "Type", "Tax", "/net"), True),
        (("Type", "@unit", "EUR", "/tax", "Tax", "Net", "/net"), True),
    ],
)
def test_a_tag_goes_with_its_field_wherever_that_is(here, found):
    assert bool(list(displaced(pieces(*here), TREE))) == found


def test_of_two_equal_words_that_stand_before_one_field_none_is_displaced():
    """Two columns are read row by row: without the bank, other labels share a row with the days."""
    clean = pieces("Bank", "Account", "number", "/days", "/bank", "/account", "Routing", "number",
                   "BIC", "/routing")  # fmt: skip
    here = pieces("Account", "number", "Routing", "number", "/days", "/account", "/routing", "BIC")

    assert list(displaced(here, clean)) == []


@pytest.mark.parametrize(
    ("one", "other", "length"), [("", "ab", 0), ("abcab", "abcab", 5), ("aabb", "bbaa", 2)]
)
def test_the_longest_sequence_in_both_is_measured(one, other, length):
    assert common_length(one, other) == length


def test_heads_that_changed_places_are_found_in_a_file_of_any_operator():
    made = csv_case()
    (path,) = made.files
    lied = made.with_file(made.files[path].replace(b"number;vendor", b"vendor;number"))

    assert told(dirty(made), made) == set()
    assert "label" in told(dirty(lied), made)


def test_labels_on_a_page_that_changed_places_are_found_where_the_fields_did_not():
    made = pdf_case()
    with pymupdf.open(stream=made.files[made.case.files[0].path]) as pdf:
        page = pdf[0]
        spots = {word: page.search_for(f"{word}:")[0] for word in ("Net", "Tax")}
        for box in spots.values():
            page.add_redact_annot(box, fill=False)
        page.apply_redactions()
        page.insert_text(spots["Net"].bl - (0, 2), "Tax:", fontsize=9)
        page.insert_text(spots["Tax"].bl - (0, 2), "Net:", fontsize=9)
        lied = made.with_file(pdf.tobytes(no_new_id=True))

    assert told(dirty(made), made) == set()
    assert "label" in told(dirty(lied), made)


def test_codes_that_changed_places_are_found_under_renamed_elements():
    def sequence(first, second, name):
        data = f"<s><{name}>{first}</{name}><a>1</a><{name}>{second}</{name}><b>2</b></s>".encode()
        lines = [line("/a", "1", "text", bytes=span(data, b"1")),
                 line("/b", "2", "text", bytes=span(data, b"2"))]  # fmt: skip
        return list(XmlWitness(data).sequence(lines))

    clean = sequence("OPBD", "CLBD", "Cd")

    assert list(displaced(sequence("CLBD", "OPBD", "docCd"), clean)) != []
    assert list(displaced(sequence("OPBD", "CLBD", "docCd"), clean)) == []


def span(data, piece):
    at = data.index(b">" + piece + b"<") + 1
    return at, at + len(piece)


def test_a_key_that_an_operator_gives_stands_for_the_one_whose_place_it_takes():
    names = {
        new: tuple(old) for new, old in listed()["operator labels"]["drift.renamed_keys"].items()
    }
    known = _Labels(frozenset({"/a/openingBalance", "Bal[OPBD]/Amt/@Ccy"}), names)

    assert known("/a/docOpeningBalance")
    assert known("/a/openingBalanceV2")
    assert known("Bal[OPBD]/docAmt/@Ccy")
    assert not known("Bal[CLBD]/docAmt/@Ccy")
    assert not known("/a/docClosingBalance")
    assert known.meanings("/a/docOpeningBalance") >= {"/a/openingBalance"}


# words that stand for codes


@pytest.mark.parametrize(
    ("text", "layer", "channel", "found"),
    [
        ("was director", "metadata", "metadata", True),
        ("Director", "part", None, True),
        ("directed by", "metadata", "metadata", False),
        ("FR", "stream", None, False),
    ],
)
def test_a_word_for_a_code_is_found_among_new_strings(text, layer, channel, found):
    strings = [Haystack(Layer(layer, text, channel))]

    assert bool(list(leftovers("director", ["director", "fr"], strings, []))) == found


def test_a_word_that_another_statement_says_is_no_leftover():
    strings = [Haystack(Layer("stream", "Director"))]
    said = [line("/lines/k2/role", "Director", "eye")]

    assert list(leftovers("director", ["director"], strings, said)) == []
    noted = [Haystack(Layer("metadata", "Director", "metadata"))]
    assert list(leftovers("director", ["director"], noted, said)) != []


def test_a_date_that_another_row_has_as_well_is_found_in_a_string_that_is_new():
    day = dt.date(2023, 9, 25)
    left = [Haystack(Layer("stream", "25.09.2023"))]

    assert list(leftovers(day, [], left, [])) == ["'25.09.2023' in the stream"]
    assert list(leftovers(day, [], left, [line("/b", "25.09.2023", "eye")])) == []
    assert list(leftovers(dt.date(2023, 9, 26), [], left, [])) == []


def test_the_digits_of_a_list_are_searched_together():
    opened = JsonWitness(b'{"a": [0, 0, 1, 0], "b": [10, 2], "c": [3]}')

    digits = [layer.text for layer in opened.layers() if layer.name == "list of digits"]
    assert digits == ["0010"]


def test_a_number_in_spaced_digits_is_found():
    made = pdf_case()
    with pymupdf.open(stream=made.files[made.case.files[0].path]) as pdf:
        pdf[0].insert_text((60, 500), " ".join("27.09.2023"), fontsize=9)
        lied = made.with_file(pdf.tobytes(no_new_id=True))

    assert "unaccounted" in told(dirty(lied), made)


def test_a_second_attachment_is_no_statement():
    made = pdf_case()
    with pymupdf.open(stream=made.files[made.case.files[0].path]) as pdf:
        pdf.embfile_add("a.xml", b"<n>RE-2024-0117</n>")
        pdf.embfile_add("b.txt", b"The total is 1.00")
        data = pdf.tobytes(no_new_id=True)
    said = [line("/number", "RE-2024-0117", "attachment")]

    unsaid = [*PdfWitness(data).unsaid(said)]
    assert unsaid[-2:] == ["b.txt", "The total is 1.00"]
    assert "a.xml" not in unsaid


@pytest.mark.parametrize("left", [True, False])
def test_a_code_that_is_gone_is_found_in_the_metadata(left):
    shown = {**SHOWN_WITH_ROLE}
    clean = pdf_case(shown)
    made = pdf_case(shown, blank=("/role",))
    if left:
        with pymupdf.open(stream=made.files[made.case.files[0].path]) as pdf:
            pdf.set_metadata({"subject": "once director"})
            made = made.with_file(pdf.tobytes(no_new_id=True))

    found = prove(
        made.case, made.truth, made.evidence, made.read, domain=None, twin=clean_twin(clean)
    )
    assert ({failure.code for failure in found.failures} == {"leaked"}) == left


SHOWN_WITH_ROLE = {
    "/number": ("id", "RE-2024-0117", "RE-2024-0117"),
    "/role": ("enum", "director", "director"),
}


# flags, counts, marks


def test_a_flag_that_no_line_is_about_is_a_thing_of_a_tree():
    opened = JsonWitness(b'{"a": {"void": true, "b": null, "c": 1}, "b": false}')
    said = [line("/x", "", "value", pointer="/b")]

    assert sorted(opened.things(said)) == ["null at b", "true at void"]
    assert list(JsonWitness(b'{"a": 1, "b": "true"}').things([])) == []


def test_a_flag_that_the_twin_does_not_have_is_found():
    made = json_case()
    (path,) = made.files
    tree = json.loads(made.files[path])
    lied = made.with_file(json.dumps({**tree, "void": True}, indent=1).encode())

    assert told(dirty(made), made) == set()
    assert told(dirty(lied), made) == {"unaccounted"}


@pytest.mark.parametrize(("count", "wrong"), [("3", 0), ("4", 1)])
def test_a_message_that_miscounts_its_segments_is_found(count, wrong):
    data = f"UNB+UNOC:3+A+B'UNH+1+X'BGM+380+R7'UNT+{count}+1'UNZ+1+9'".encode()

    assert len(list(EdiWitness(data).miscounted())) == wrong


def test_a_value_that_is_struck_through_or_white_by_a_condition_is_no_plain_value():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "12.50", "13.50"
    sheet["A2"].font = openpyxl.styles.Font(strike=True)
    white = openpyxl.styles.Font(color="FFFFFFFF")
    rule = openpyxl.formatting.rule.FormulaRule(formula=["TRUE"], font=white)
    sheet.conditional_formatting.add("A1", rule)
    out = io.BytesIO()
    book.save(out)
    opened = XlsxWitness(out.getvalue())

    assert opened.found(line("/a", "12.50", "shown", sheet="Sheet", cell="A1")).text == "12.50"
    assert opened.found(line("/a", "13.50", "shown", sheet="Sheet", cell="A2")) is None
    assert list(opened.things([])) == ["a conditional format of Sheet!A1"]


def test_a_cell_that_is_joined_to_another_holds_nothing():
    made = xlsx_case()
    (path,) = made.files
    book = openpyxl.load_workbook(io.BytesIO(made.files[path]))
    book.active.merge_cells("A1:B1")
    out = io.BytesIO()
    book.save(out)

    assert told(dirty(made.with_file(out.getvalue())), made) != set()


def test_a_note_without_words_is_a_thing_of_a_page():
    made = pdf_case()
    data = made.files[made.case.files[0].path]
    with pymupdf.open(stream=data) as pdf:
        pdf[0].add_strikeout_annot(pymupdf.Rect(200, 100, 260, 112))
        lied = pdf.tobytes(no_new_id=True)

    found = [[*PdfWitness(each).things([])] for each in (data, lied)]
    assert [len(each) for each in found] == [0, 1]
    assert found[1][0].startswith("a note without words")
    assert "unaccounted" in told(dirty(made.with_file(lied)), made)


def test_a_field_that_is_stated_once_more_has_not_moved():
    again = pieces("/total", "Net", "/net", "Tax", "/tax", "Total", "/total")

    assert not fields_moved(again, CLEAN)
    assert fields_moved(pieces("/tax", "Net", "/net", "/total"), CLEAN)


@pytest.mark.parametrize(
    ("text", "top", "known"),
    [("Deutschland", 3.4, True), ("Deutschland", 5.0, False), ("Frankreich", 3.4, False)],
)
def test_a_text_that_moved_up_to_nearly_where_another_stood_is_said_by_its_own_line(
    text, top, known
):
    there = line("/country", "Deutschland", "eye", page=1, box=(10.0, 100.0, 60.0, 108.0))
    moved = line("/nation", text, "eye", page=1, box=(11.0, 100.0 + top, 61.0, 108.0 + top))

    assert _says_over(moved, there) == known
