"""What is searched in the bytes of a PDF."""

import zlib

import pytest

from chaosdocs.proof.witnesses.pdf_raw import RawPdf

IMAGE = b"/Type/XObject/Subtype/Image/Width 8/Height 8/ColorSpace/DeviceGray"


def _texts(dictionary, data, *, packed=True):
    body = zlib.compress(data) if packed else data
    how = b"/Filter/FlateDecode" if packed else b""
    head = b"1 0 obj\n<<%s%s/Length %d>>\nstream\n" % (dictionary, how, len(body))
    return "\n".join(RawPdf(b"%PDF-1.7\n" + head + body + b"\nendstream\nendobj").texts())


def test_pixels_that_look_like_operators_are_not_read():
    pixels = b"\xff" * 900 + b"BT ' (4711) Tj" + b"\xff\x00" * 900
    assert "4711" in _texts(b"", pixels)
    assert "4711" not in _texts(IMAGE, pixels)


@pytest.mark.parametrize("packed", [True, False])
def test_text_that_is_called_a_picture_is_read(packed):
    assert "Total 4711" in _texts(IMAGE, b"Total 4711 " * 9, packed=packed)
