"""Charts: the same input gives the same bytes, marks stand where they should, text is escaped."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from chaosdocs.report.axes import Axis, linear, logarithmic, percent, rows
from chaosdocs.report.chart import (
    SERIES,
    Band,
    Chart,
    Interval,
    Line,
    Name,
    Points,
    Rule,
    Stack,
    draw,
)

UNIT = Axis("across", 0, 10, ((0, "0"), (10, "10")))
UP = Axis("up", 0, 1, ((0, "0"), (1, "1")))


def chart(*marks, **more):
    return draw(Chart(**{"title": "t", "words": "w", "x": UNIT, "y": UP, "marks": marks} | more))


def drawn(text):
    """The ``svg`` element."""
    return ET.fromstring(text[text.index("<svg") :])  # noqa: S314 - ours


def paths(text, kind):
    return [each.get("d") for each in drawn(text).iter("path") if kind in each.get("class").split()]


def numbers(path):
    return [float(each) for each in re.findall(r"-?[\d.]+", path)]


EVERY = (
    Band(0, [0, 10], [0.1, 0.2], [0.3, 0.4]),
    Line(1, [(0, 0), (10, 1)]),
    Points(2, [(5, 0.5)], hollow=True),
    Interval(3, 0.5, 2, 4, open_low=True, open_high=True),
    Stack(5, [(0.5, 0.2), (0.5, 0.8)]),
    Rule(y=0.5, x=5),
    Name(5, 0.5, "a name"),
)


def test_the_same_chart_gives_the_same_bytes_and_other_charts_have_other_ids():
    assert chart(*EVERY) == chart(*EVERY)
    ids = [re.search(r'id="([^"]+)-t"', chart(*EVERY, title=title))[1] for title in "ab"]
    assert ids[0] != ids[1]


def test_every_chart_names_itself_its_axes_and_its_figures():
    text = chart(*EVERY, title="what it shows", words="ten of ten")
    svg = drawn(text)
    named = svg.get("aria-labelledby").split()
    told = {each.get("id"): each.text for each in svg.iter() if each.get("id")}

    assert svg.get("role") == "img"
    assert [told[each] for each in named] == ["what it shows", "ten of ten"]
    assert "<figcaption>what it shows</figcaption>" in text
    assert {"across", "up"} <= {each.text for each in svg.iter("text")}


def test_colours_come_from_the_style_sheet_alone():
    assert not re.search(r"#[0-9a-f]{3}|rgb\(|style=", chart(*EVERY))


def test_text_is_escaped_and_control_characters_are_written_out():
    hostile = "<script>\u202e&"
    text = chart(Name(1, 1, hostile), title=hostile, words=hostile, legend=[hostile], note=hostile)

    assert "<script" not in text
    assert "\u202e" not in text
    assert text.count("&lt;script&gt;⟨U+202E⟩&amp;") == 6


def test_values_stand_at_their_place():
    text = chart(Line(0, [(0, 0), (5, 0.5), (10, 1)]), width=480, height=300)
    (x0, y0, x1, y1, x2, y2) = numbers(paths(text, "line")[0])
    grid = [numbers(each) for each in paths(text, "grid")]

    assert x1 == pytest.approx((x0 + x2) / 2, abs=0.02)
    assert y1 == pytest.approx((y0 + y2) / 2, abs=0.02)
    assert y0 > y2
    assert 0 < x0 < x2 < 480
    assert any(line[0] == x0 for line in grid)


def test_steps_hold_until_the_next_point():
    points = numbers(paths(chart(Line(0, [(0, 0), (5, 1)], step=True)), "line")[0])

    (x0, y0), (x1, y1), (x2, y2) = zip(points[::2], points[1::2], strict=True)
    assert (x1, y1) == (x2, y0)
    assert x0 < x2
    assert y2 < y0


def test_ends_that_are_open_have_arrows():
    closed, both = (
        paths(chart(Interval(0, 0.5, 2, 4, open_low=each, open_high=each)), "interval")[0]
        for each in (False, True)
    )

    assert closed.count("L") == 0
    assert both.count("L") == 4


def test_equal_ratios_are_equally_far_apart_on_a_logarithmic_axis():
    axis = logarithmic("s", [0.1, 1, 10])

    assert axis.part(1) == pytest.approx(0.5)
    assert all(axis.low <= value <= axis.high for value, _ in axis.ticks)


@pytest.mark.parametrize("make", [linear, logarithmic])
@pytest.mark.parametrize(
    "values", [[1, 1], [0.001, 0.0011], [1, 1000], [0.3], [1e-9, 5e6], [17, 18.5]]
)
def test_axes_hold_their_values_and_have_a_few_ticks(make, values):
    axis = make("x", values)

    assert axis.low <= min(values) <= max(values) <= axis.high
    assert all(0 <= axis.part(each) <= 1 for each in values)
    assert len(axis.ticks) >= (1 if make is logarithmic else 3)
    assert len({label for _, label in axis.ticks}) == len(axis.ticks)


def test_values_below_zero_have_a_true_minus():
    assert "−1" in [label for _, label in linear("x", [-1, 1]).ticks]
    assert linear("x", [2, 3], zero=True).low == 0


def test_rows_go_from_top_to_bottom():
    text = chart(y=rows("who", ["first", "second"]))
    places = {each.text: float(each.get("y")) for each in drawn(text).iter("text")}

    assert places["first"] < places["second"]


def test_names_do_not_overlap_and_stay_on_the_chart():
    text = chart(*(Name(5, 0.01, f"n{n}") for n in range(8)), height=300)
    svg = drawn(text)
    heights = sorted(float(e.get("y")) for e in svg.iter("text") if e.text.startswith("n"))

    assert all(b - a > 12 for a, b in pairwise(heights))
    assert 0 < heights[0] < heights[-1] < 300


def test_parts_of_a_whole_fill_the_strip():
    bars = list(drawn(chart(Stack(5, [(0.25, 0.1), (0.75, 0.9)]))).iter("rect"))
    low, high = (float(each.get("height")) for each in bars)

    assert high == pytest.approx(3 * low, abs=0.02)
    assert float(bars[1].get("y")) + high == pytest.approx(float(bars[0].get("y")), abs=0.02)


def test_series_differ_by_shape_and_begin_again():
    shapes = [paths(chart(Points(n, [(5, 0.5)])), "point")[0] for n in range(SERIES + 1)]

    assert len(set(shapes)) == SERIES
    assert shapes[0] == shapes[SERIES]


def test_the_legend_names_what_is_drawn():
    text = chart(legend=["dirty", "clean"], note="hollow: few")

    assert re.findall(r'<b class="(k\d)">(\S) (\w+)</b>', text) == [
        ("k1", "●", "dirty"),
        ("k2", "■", "clean"),
    ]
    assert "hollow: few" in text
    assert "key" not in chart()


def test_shares_are_in_per_cent():
    assert [label for _, label in percent("x").ticks] == ["0", "25", "50", "75", "100 %"]
