"""The syntax of PDF: strings, names, streams, the cross-reference table (ISO 32000-1, 7)."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from functools import lru_cache

HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@lru_cache(maxsize=4096)
def number(value: float) -> str:
    """Return `value` as PDF writes it: at most three digits, no exponent.

    Example:
        >>> number(3.0), number(0.12345)
        ('3', '0.123')
    """
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text


def numbers(values: tuple[float, ...]) -> str:
    """Return several numbers with spaces between them."""
    return " ".join(map(number, values))


def text_string(text: str) -> str:
    r"""Return `text` as a text string: literal where it is ASCII, else UTF-16 in hexadecimal.

    Example:
        >>> text_string("a (b)"), text_string("é")
        ('(a \\(b\\))', '<FEFF00E9>')
    """
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def stream(data: bytes, entries: str = "", *, effort: int = 1) -> bytes:
    """Return a stream object with `data`, packed; `entries` go into its dictionary.

    Args:
        data: What it holds.
        entries: Keys and values as they stand in the dictionary.
        effort: zlib's level; what is packed once and used often deserves 9.
    """
    body = zlib.compress(data, effort)
    head = f"<<{entries}/Filter/FlateDecode/Length {len(body)}>>\nstream\n".encode("latin-1")
    return head + body + b"\nendstream"


def packed(data: bytes, entries: str) -> bytes:
    """Return a stream object with `data` as it is; `entries` name its filter."""
    head = f"<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1")
    return head + data + b"\nendstream"


class PdfFile:
    """Objects on their way into a file, and its revisions.

    Objects are numbered as they are added; `reserve` gives a number to an object that comes later.
    """

    def __init__(self) -> None:
        self._parts: list[bytes] = [HEADER]
        self._size = len(HEADER)
        self._next = 1
        self._offsets: dict[int, int] = {}
        self._startxref = 0

    def reserve(self) -> int:
        """Return the number of an object that is put later."""
        self._next += 1
        return self._next - 1

    def add(self, body: bytes | str) -> int:
        """Put an object and return its number."""
        number_ = self.reserve()
        self.put(number_, body)
        return number_

    def put(self, number_: int, body: bytes | str) -> None:
        """Put the object with a number that is reserved, or replace one in a new revision."""
        raw = body.encode("latin-1") if isinstance(body, str) else body
        self._offsets[number_] = self._size
        whole = b"%d 0 obj\n%b\nendobj\n" % (number_, raw)
        self._parts.append(whole)
        self._size += len(whole)

    def close(self, trailer: Mapping[str, str]) -> None:
        """Write the cross-reference table and trailer of this revision."""
        ident = hashlib.blake2b(b"".join(self._parts), digest_size=16).hexdigest().upper()
        at = self._size
        lines = ["xref\n"]
        offsets = dict(self._offsets)
        if not self._startxref:
            lines.append("0 1\n0000000000 65535 f \n")
        for first, run in _runs(sorted(offsets)):
            lines.append(f"{first} {len(run)}\n")
            lines += [f"{offsets[each]:010d} 00000 n \n" for each in run]
        entries = {**trailer, "Size": str(self._next), "ID": f"[<{ident}><{ident}>]"}
        if self._startxref:
            entries["Prev"] = str(self._startxref)
        inside = "".join(f"/{key} {value}" for key, value in entries.items())
        lines.append(f"trailer\n<<{inside}>>\nstartxref\n{at}\n%%EOF\n")
        table = "".join(lines).encode("latin-1")
        self._parts.append(table)
        self._size += len(table)
        self._startxref = at
        self._offsets = {}

    def bytes(self) -> bytes:
        """Return the file."""
        return b"".join(self._parts)


def _runs(ordered: list[int]) -> list[tuple[int, list[int]]]:
    out: list[tuple[int, list[int]]] = []
    for each in ordered:
        if out and out[-1][0] + len(out[-1][1]) == each:
            out[-1][1].append(each)
        else:
            out.append((each, [each]))
    return out
