"""The proof accounts for all that a document shows: statements, and labels that are known."""

import io
import json
import zipfile
from functools import cache

import pymupdf
import pytest
from by_hand import MadeCase as Lied

from chaosdocs.authoring import OPERATORS
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.proving import Proved
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.furniture import listed, words_of
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve


@cache
def maker():
    data = {
        "name": "furniture",
        "seed": 77,
        "source": {"domain": "invoice", "count": 3, "locales": ["en_US"]},
        "render": [
            {"as": "pdf", "templates": ["letterhead"]},
            {"as": "csv", "system": "netsuite"},
            {"as": "xlsx", "system": "netsuite"},
            {"as": "json", "system": "netsuite"},
        ],
        "design": {"each": ["gaps.left_out"], "severities": [1]},
    }
    return Maker(resolve(Recipe.model_validate(data)), Witnesses())


@cache
def cases(medium):
    """A clean case and a damaged one with its twin."""
    making = maker()
    found = [making.make(number) for number in making.slots.numbers()]
    made = [each for each in found if isinstance(each, MadeCase)]
    mine = [each for each in made if each.truth.medium == medium]
    clean = next(each for each in mine if not each.slot.steps)
    dirty = next(each for each in mine if each.slot.steps)
    twin = next(each for each in mine if each.case.case == dirty.truth.twin)
    return (clean, None), (dirty, twin)


def failures(made, twin, lie):
    honest = Lied(made.case, made.truth, list(made.evidence), dict(made.files))
    lied = lie(honest) if lie else honest
    proof = Witnesses().prove(
        Proved(lied.case, lied.truth, tuple(lied.evidence), lied.read),
        made.built.record.domain,
        twin=twin and Proved(twin.case, twin.truth, twin.evidence, twin.files.__getitem__),
        sights={},
        lain=None,
        deep=False,
    )
    return {(finding.code, finding.detail) for finding in proof.findings}


def changed(change):
    """The lie that changes the only file of a case."""
    return lambda made: made.with_file(change(made.files[made.case.files[0].path]))


def on_the_page(draw):
    def change(data):
        with pymupdf.open(stream=data) as pdf:
            draw(pdf[0])
            return pdf.tobytes()

    return changed(change)


def without_a_row(made):
    """The truth and the evidence know nothing of a row that the document shows."""
    fields = {**made.truth.fields}
    rows = {**fields["/lines"].rows}
    lost = f"/lines/{list(rows)[-1]}/"
    del rows[list(rows)[-1]]
    fields["/lines"] = fields["/lines"].model_copy(update={"rows": rows})
    made.truth = made.truth.model_copy(update={"fields": fields})
    return made.with_lines(line for line in made.evidence if not line.path.startswith(lost))


def with_part(name, data):
    def change(old):
        new = io.BytesIO(old)
        with zipfile.ZipFile(new, "a") as book:
            book.writestr(name, data)
        return new.getvalue()

    return changed(change)


def with_key(old):
    return json.dumps({**json.loads(old), "dateFormat": "DD/MM/YYYY"}).encode()


PNG = pymupdf.Pixmap(pymupdf.csGRAY, (0, 0, 40, 9), 0).tobytes("png")
RULE = "Confirmed entries replace all others"
LIES = {
    "a rule printed in plain sight": (
        "pdf", on_the_page(lambda page: page.insert_text((60, 700), RULE, fontsize=8))
    ),
    "a format printed in plain sight": (
        "pdf", on_the_page(lambda page: page.insert_text((60, 700), "All dates DD/MM/YYYY"))
    ),
    "a mark behind a total": (
        "pdf", on_the_page(lambda page: page.insert_text((560, 500), "CR", fontsize=8))
    ),
    "a row that the truth does not know, pdf": ("pdf", without_a_row),
    "a row that the truth does not know, csv": ("csv", without_a_row),
    "a row that the truth does not know, xlsx": ("xlsx", without_a_row),
    "a row that the truth does not know, json": ("json", without_a_row),
    "a rule in a last line": ("csv", changed(lambda old: old + f"{RULE}\r\n".encode())),
    "a format in a key": ("json", changed(with_key)),
}  # fmt: skip
BESIDE_TWIN = {
    "a picture": (
        "pdf", on_the_page(lambda page: page.insert_image((60, 690, 140, 708), stream=PNG))
    ),
    "a drawing": (
        "pdf", on_the_page(lambda page: page.draw_bezier((60, 690), (70, 720), (90, 680), (99, 70)))
    ),
    "a picture in a workbook": ("xlsx", with_part("xl/media/image1.png", PNG)),
    "a comment in a workbook": ("xlsx", with_part("xl/comments1.xml", "<comments/>")),
}  # fmt: skip


@pytest.mark.parametrize("medium", ["pdf", "csv", "xlsx", "json"])
def test_an_honest_case_is_accounted_for(medium):
    assert [failures(*each, None) for each in cases(medium)] == [set(), set()]


@pytest.mark.parametrize("name", LIES)
def test_what_no_statement_says_is_found_on_clean_and_dirty_documents(name):
    medium, lie = LIES[name]

    found = [failures(*each, lie) for each in cases(medium)]

    assert all("unaccounted" in {code for code, _ in each} for each in found), found


@pytest.mark.parametrize("name", BESIDE_TWIN)
def test_a_thing_that_the_clean_twin_lacks_is_found(name):
    medium, lie = BESIDE_TWIN[name]

    assert "unaccounted" in {code for code, _ in failures(*cases(medium)[1], lie)}


def test_a_value_that_is_struck_through_is_found():
    line = next(each for each in cases("pdf")[0][0].evidence
                if each.path == "/total" and each.channel == "eye")  # fmt: skip
    left, top, right, bottom = line.box

    def strike(data):
        with pymupdf.open(stream=data) as pdf:
            middle = (top + bottom) / 2
            pdf[line.page - 1].draw_line((left, middle), (right, middle))
            return pdf.tobytes()

    found = failures(*cases("pdf")[0], changed(strike))

    assert "struck" in {code for code, _ in found}


def test_the_list_knows_every_operator_and_holds_no_number():
    lists = listed()

    listed_here = {
        name for name, each in OPERATORS.items() if each.stage.name not in {"matter", "packet"}
    }
    assert lists["operators"].keys() >= listed_here, "python tests/bench/freeze_furniture.py"
    packets = {name for name, each in OPERATORS.items() if each.stage.name == "packet"}
    assert lists["packet operators"].keys() == packets, "freeze_furniture.py packets"
    every = [*lists["words"], *(word for each in lists["operators"].values() for word in each)]
    assert every
    assert all(list(words_of(word)) == [word] for word in every)
    assert not any(sum(char.isdigit() for char in word) > 2 for word in every)


def test_a_number_of_a_report_is_a_date_or_the_sum_of_a_column():
    from chaosdocs.proof.furniture import _is_sum

    sums = frozenset({"4374887", "731917"})
    assert _is_sum("43.748,87-", sums)
    assert _is_sum("731.917,00", sums)
    assert _is_sum("12.04.2023", sums)
    assert not _is_sum("43.748,88", sums)


def test_the_charge_of_a_batch_in_yen_is_no_little_number():
    """A charge of 75 yen made a clean bank statement one that states a number of no field."""
    data = {
        "name": "charges",
        "seed": 61,
        "source": {"domain": "statement", "count": 12, "locales": ["ja_JP"]},
        "render": [{"as": "xml", "system": "camt_v4"}],
        "design": {"each": ["null.rerun"], "severities": [1]},
    }
    making = Maker(resolve(Recipe.model_validate(data)), Witnesses())
    made = [making.make(number) for number in range(12)]

    assert all(isinstance(each, MadeCase) for each in made)
    assert any(b"<Chrgs>" in data for each in made for data in each.files.values())
