"""The baseline for exports: columns by their heads, whatever the system calls them."""

import json

import pytest

from chaosdocs.readers.builtin.cells import from_grid, grid_of
from chaosdocs.readers.builtin.written import export_tables
from chaosdocs.readers.reader import BrokenAnswerError

CASE = {
    "schema": {
        "properties": {
            "lines": {
                "type": ["array", "null"],
                "items": {
                    "properties": {
                        "sku": {"x-kind": "id"},
                        "description": {"x-kind": "text"},
                        "amount": {"x-kind": "money"},
                    }
                },
            }
        }
    }
}
ROW = ["000374281", "Network switch", "90.75 USD"]


def skus(head, row=ROW):
    lines = from_grid(CASE, [head, row])["answer"]["lines"]
    return [line["sku"] for line in lines]


def test_an_item_beside_a_description_is_the_article_s_number():
    assert skus(["Item", "Description", "Amount"]) == ["000374281"]
    assert skus(["item", "memo", "amount"]) == ["000374281"]


def test_an_item_beside_an_article_number_is_something_else():
    head = ["Item", "Article no.", "Description", "Amount"]

    assert skus(head, ["00010", *ROW]) == ["000374281"]


def test_an_item_without_a_description_is_not_taken_for_a_number():
    assert skus(["Item", "Quantity", "Amount"], ROW) == []


@pytest.mark.parametrize("form", ["csv", "json"])
def test_the_numbers_of_a_naive_reader_are_american(tmp_path, form):
    from chaosdocs.readers.builtin.literal import literal

    path = tmp_path / f"document.{form}"
    if form == "csv":
        path.write_text("Article no.;Description;Amount\nA1;Switch;1,50 EUR\n")
    else:
        row = {"sku": "A1", "description": "Switch", "amount": "1,50 EUR"}
        path.write_text(json.dumps({"lines": [row]}))

    line = literal(CASE, {"f": path})["answer"]["lines"][0]
    assert line["amount"]["amount"] == "150"


def test_a_number_of_json_has_a_decimal_point_whatever_its_digits(tmp_path):
    file = tmp_path / "a.json"
    file.write_text('{"currency": "KWD", "total": 63057.250}')
    case = {"schema": {"properties": {"total": {"x-kind": "money"}}}}

    found = from_grid(case, grid_of(file))["answer"]["total"]

    assert found == {"amount": "63057.2500", "currency": "KWD"}


@pytest.mark.parametrize("read", [grid_of, export_tables])
@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<a>" * 5_000 + b"</a>" * 5_000, "nested too deeply"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a": ', "not JSON"),
        (b"<a><b></a>", "not XML"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "document type"),
        (b"a;" + b"x" * 200_000, "no table of cells"),
    ],
)
def test_a_hostile_export_is_refused_in_words(read, content, words, tmp_path):
    path = tmp_path / "document.txt"
    path.write_bytes(content)

    with pytest.raises(BrokenAnswerError, match=words):
        read(path)
