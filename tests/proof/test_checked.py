"""When what a witness found is what a line of evidence says."""

import datetime as dt

import pytest

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.checked import agrees
from chaosdocs.proof.witnesses.witness import Found

DATE = dt.date(2022, 8, 1)


def line(text, dates):
    how = f"sap;decimal=.;group=;date={dates};minus=lead;currency=after"
    return Evidence(
        case="c", path="/d", statement="/d#1", role="says", channel="value",
        file="f", text=text, convention=how, sheet="S", cell="A1",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "text", "dates", "agree"),
    [
        (Found("01.08.2022"), "01.08.2022", "dd.MM.yyyy", True),
        (Found("01.08. 2022"), "01.08.2022", "dd.MM.yyyy", True),
        (Found("01.08.2023"), "01.08.2022", "dd.MM.yyyy", False),
        (Found("2022-08-01", value=DATE), "01/08/2022", "dd/MM/yyyy", True),
        (Found("2022-08-02", value=dt.date(2022, 8, 2)), "01/08/2022", "dd/MM/yyyy", False),
        pytest.param(
            Found("2022-08-01", value=DATE), "01/08/2022", "dd/MM/yyyy|MM/dd/yyyy", False,
            id="a typed date is not ambiguous",
        ),
    ],
)  # fmt: skip
def test_texts_and_typed_values_agree(found, text, dates, agree):
    assert agrees(found, line(text, dates)) is agree
