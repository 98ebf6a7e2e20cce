"""A text layer with swapped digits says a date only where the text is one of its language."""

import datetime as dt

import pytest

from chaosdocs.authoring import says, write
from chaosdocs.operators.pdf.lying_tounicode import _said
from chaosdocs.truth.conventions import LOCALES
from chaosdocs.truth.statements import Statement

SWAPPED = str.maketrans("1717", "7171")


@pytest.mark.parametrize(
    ("locale", "day", "said"),
    [
        ("fr_FR", dt.date(2026, 4, 1), None),  # "7er avril"
        ("fr_FR", dt.date(2026, 4, 17), None),  # the 71st
        ("fr_FR", dt.date(2026, 4, 11), None),  # the 77th
        ("fr_FR", dt.date(2026, 4, 7), None),  # "1 avril", where French writes "1er"
        ("fr_FR", dt.date(2027, 4, 2), dt.date(2021, 4, 2)),
        ("en_US", dt.date(2026, 4, 7), dt.date(2026, 4, 1)),
    ],
)
def test_a_date_with_swapped_digits_is_one_or_is_none(locale, day, said):
    convention = LOCALES[locale]
    stated = Statement(
        id="/day#1", ref="/day", kind="date", text=write(day, convention), claim=says(day),
        convention=convention,
    )  # fmt: skip

    assert _said(stated, SWAPPED) == said
