"""An older revision is one that opens, and only its reader is lured."""

import pypdfium2
import pytest

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
