"""What a mail says itself, beside its attachments: its heads and the text below them."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from typing import Final

_HEADS: Final = ("From", "To", "Date", "Subject")
_MOST: Final = 1_000_000
"""Bytes at the start of a mail in which its heads and its text are looked for."""
_FOLD: Final = re.compile(rb"\r?\n[ \t]+")
_BLANK: Final = re.compile(rb"\r?\n\r?\n")
_BOUNDARY: Final = re.compile(rb'boundary="?([^";\r\n]+)"?', re.IGNORECASE)
_CHARSET: Final = re.compile(rb'charset="?([\w.:-]+)"?', re.IGNORECASE)
_ENCODED: Final = re.compile(rb"(?im)^content-transfer-encoding:\s*([\w-]+)")
_PLAIN: Final = re.compile(rb"(?im)^content-type:\s*text/plain")


def mail_text(data: bytes) -> str:
    r"""Return the heads of a mail that people read, a blank line, and its text.

    Args:
        data: The mail.

    Example:
        >>> mail_text(b"Subject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nX-Id: 1\r\n\r\nHello\r\n")
        'Subject: Grüße\n\nHello'
    """
    head, body = _parted(data[:_MOST])
    mark = _BOUNDARY.search(head)
    if mark is not None:
        texts = [_parted(part) for part in body.split(b"--" + mark[1], 2)[1:2]]
        texts = [(h, text) for h, text in texts if _PLAIN.search(h) and b"filename" not in h]
        words = _text(*texts[0]) if texts else ""
    else:
        words = _text(head, body)
    lines = [f"{name}: {said}" for name in _HEADS if (said := _head(head, name))]
    return "\n\n".join(part for part in ("\n".join(lines), words) if part)


def _parted(part: bytes) -> tuple[bytes, bytes]:
    """Return the heads, unfolded, and what stands below them."""
    blank = _BLANK.search(part)
    if blank is None:
        return _FOLD.sub(b" ", part), b""
    return _FOLD.sub(b" ", part[: blank.start()]), part[blank.end() :]


def _head(head: bytes, name: str) -> str:
    found = re.search(rb"(?im)^" + name.encode() + rb":[ \t]*([^\r\n]*)", head)
    if found is None:
        return ""
    written = found[1].decode("utf-8", "replace")
    try:
        return str(make_header(decode_header(written)))
    except (HeaderParseError, LookupError, ValueError):
        return written


def _text(head: bytes, body: bytes) -> str:
    way = _ENCODED.search(head)
    coded = way[1].lower() if way else b""
    if coded == b"base64":
        try:
            body = base64.b64decode(body)
        except binascii.Error:
            return ""
    elif coded == b"quoted-printable":
        body = quopri.decodestring(body)
    charset = _CHARSET.search(head)
    try:
        text = body.decode(charset[1].decode() if charset else "utf-8", "replace")
    except LookupError:
        text = body.decode("utf-8", "replace")
    return "\n".join(text.split("\r\n")).strip()
