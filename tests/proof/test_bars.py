"""A black bar on a scan is told from what is printed, however the page is turned."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from chaosdocs.proof.ink.unsaid import patches

BARS = ["scan.redaction_beside"]
SIZE = (300.0, 400.0)


class Straight:
    """A page that is scanned as it lies, at 144 dots an inch."""

    source, affine, width, height = 0, (2.0, 0.0, 0.0, 2.0, 0.0, 0.0), 600, 800


class Turned(Straight):
    """A page turned by three degrees about its upper left corner, at 144 dots an inch."""

    affine = (
        2 * math.cos(math.radians(3)), 2 * math.sin(math.radians(3)),
        -2 * math.sin(math.radians(3)), 2 * math.cos(math.radians(3)), 60.0, 0.0,
    )  # fmt: skip


def turned(drawing):
    """A picture as it is in the scan of a turned page."""
    a, b, c, d, e, f = Turned.affine
    inverse = (d / 4, -c / 4, (c * f - d * e) / 4, -b / 4, a / 4, (b * e - a * f) / 4)
    on_glass = tuple(2 * value for value in inverse)
    return np.asarray(
        Image.fromarray(drawing).transform(
            (600, 800), Image.Transform.AFFINE, on_glass, Image.Resampling.BILINEAR, fillcolor=255
        )
    )


def picture():
    """A page with two lines of letters, two pixels a point."""
    page = np.full((800, 600), 255, np.uint8)
    for y in (100, 140):
        page[y : y + 14, 100:400:6] = 0
    return page


def printed(page, text, x, y):
    """The page with a bold text on it."""
    image = Image.fromarray(page)
    font = ImageFont.load_default(size=20)
    ImageDraw.Draw(image).text((x, y), text, fill=0, font=font, stroke_width=1)
    return np.asarray(image)


def left(seen, page, operators=BARS):
    return [*patches(seen, SIZE, picture(), page, operators)]


def test_a_bar_is_a_bar_on_a_turned_page_too():
    seen = picture()
    seen[400:424, 100:300] = 0

    assert left(turned(seen), Turned()) == []
    assert len(left(turned(seen), Turned(), [])) == 1


def test_a_bar_that_comes_near_to_text_is_a_bar():
    seen = picture()
    seen[110:134, 380:500] = 0  # its upper left corner is near to letters of the first line

    assert left(seen, Straight()) == []


def test_specks_around_a_bar_leave_it_a_bar():
    seen = picture()
    seen[400:424, 100:300] = 0
    seen[390:394, 90:320:40] = 0
    seen[404:406, 100:300:40] = 255
    specks = left(seen, Straight(), [*BARS, "scan.salt_and_pepper"])

    assert sum(patch.area for patch in specks) <= 6 * 9


@pytest.mark.parametrize("text", ["0088", "1,190.00", "Total 190.00", "EEE"])
def test_what_is_printed_is_no_bar(text):
    seen = printed(picture(), text, 100, 500)

    assert left(seen, Straight())
    assert left(turned(seen), Turned())


def test_what_is_printed_close_to_a_bar_is_found():
    seen = picture()
    seen[400:424, 100:300] = 0

    assert left(printed(seen, "190.00", 310, 398), Straight())
    assert left(printed(seen, "190.00", 200, 440), Straight())
