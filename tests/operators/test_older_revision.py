"""An older revision is one that opens, and only its reader is lured."""

from decimal import Decimal
from types import SimpleNamespace

import pypdfium2
import pytest

from chaosdocs.authoring import Statement, says
from chaosdocs.operators.pdf.older_revision import _rivals
from chaosdocs.testing.strategies import Case, DrawnStep, Sample


@pytest.fixture(scope="module")
def case():
    return Case(
        Sample("invoice", 3, "de_DE"),
        "pdf.letterhead",
        (DrawnStep("pdf.older_revision", 1, ("/total#1",)),),
    )


def page_text(data):
    pdf = pypdfium2.PdfDocument(data)
    return "".join(page.get_textpage().get_text_range() for page in pdf)


def test_the_file_before_the_last_save_says_another_value(case):
    assert not case.defects
    older = case.bytes[: case.bytes.index(b"%%EOF") + 6]
    field = next(f for f in case.truth.fields.values() if "revision" in getattr(f, "channels", {}))
    (lure,) = (x for x in field.lures if x.name == "older-revision")

    assert field.state == "answerable"
    assert field.channels["revision"].accept == (lure.value,)
    assert page_text(older) != page_text(case.bytes)
    assert page_text(case.twin.bytes) == page_text(case.bytes)


def test_reading_it_is_a_named_mistake(case):
    answer = case.expected
    path, field = next(
        (path, f)
        for path, f in case.truth.fields.items()
        if "revision" in getattr(f, "channels", {})
    )
    answer["answer"][path[1:]] = field.channels["revision"].accept[0]

    (miss,) = case.missed(answer)

    assert (miss.path, miss.lure) == (path, "older-revision")


def test_a_field_of_which_the_page_says_two_things_gets_no_older_value():
    """The older revision would say the other thing as well."""

    def said(number, value):
        return Statement(id=f"/total#{number}", ref="/total", kind="number", text=str(value),
                         claim=says(value))  # fmt: skip

    one, same, other = said(1, Decimal(5)), said(2, Decimal(5)), said(3, Decimal(6))

    def rivals(*statements):
        return _rivals(SimpleNamespace(statements={each.id: each for each in statements}), one)

    assert not rivals(one)
    assert not rivals(one, same)
    assert rivals(one, same, other)
