"""Places of a field: what says the same once, and what the clean twin lends."""

import pytest

from chaosdocs.formats.cases import Evidence
from chaosdocs.report.evidence import Standing, standings, with_gone


def line(number, text="EUR", role="says", **more):
    where = {"bytes": (10 * number, 10 * number + 3), **more}
    return Evidence(
        case="c", path="/currency", statement=f"/currency#{number}", role=role, channel="text",
        file="f", text=text, **where,
    )  # fmt: skip


def places(*lines):
    return standings(lines, {("c", "/currency")}, {"c": "text"})["c", "/currency"]


def test_what_an_export_repeats_in_every_row_is_one_place_and_a_number():
    (same,) = places(line(1), line(2), line(3))
    other = places(line(1), line(2), line(3, "USD"))

    assert (same.line.statement, same.more) == ("/currency#1", 2)
    assert [(each.text("text"), each.more) for each in other] == [("EUR", 1), ("USD", 0)]


@pytest.mark.parametrize(("scanned", "roles"), [(False, ["trace", "gone"]), (True, ["trace"])])
def test_a_scan_with_a_trace_does_not_borrow_the_place_of_its_twin(scanned, roles):
    """It lies askew: what stood on the twin stood elsewhere."""
    trace = [Standing(line(1, bytes=None, page=1, box=(0, 0, 9, 9)), "trace")]
    clean = [Standing(line(1, bytes=None, page=1, box=(50, 50, 60, 60)), "says")]

    assert [standing.role for standing in with_gone(trace, clean, scanned=scanned)] == roles
    assert [standing.role for standing in with_gone([], clean, scanned=scanned)] == ["gone"]


def test_hidden_text_in_the_place_of_another_text_is_shown_beside_it():
    where = {"bytes": None, "page": 1, "box": (0, 0, 9, 9)}
    seen = line(1, "0026845", **where).model_copy(update={"channel": "eye"})
    (place,) = places(seen, line(1, "0026845", **where), line(2, "0026848", **where))

    assert place.others("eye") == {"text": "0026845 and 0026848"}
