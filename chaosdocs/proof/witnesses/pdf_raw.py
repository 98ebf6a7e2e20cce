"""A PDF's bytes without a PDF library: streams, strings, names, revisions, whether used or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, lru_cache

from chaosdocs.proof.witnesses.witness import MOST_BYTES, TooBigError, inflated

_STREAM = re.compile(rb"stream\r?\n")
_FILTER = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PIXELS = re.compile(
    rb"/Subtype\s*/Image\b|/(?:CCITTFaxDecode|CCF|DCTDecode|JBIG2Decode|JPXDecode)\b"
)
"""What stands in the dictionary of a picture: unless it is plain text, it is for the eye."""
_LITERAL = re.compile(rb"\(((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*)\)", re.DOTALL)
_HEX = re.compile(rb"<([0-9A-Fa-f\s]+)>")
_NAME = re.compile(rb"/([^\s/<>()\[\]{}%]{3,})")
_SHOWN = re.compile(
    rb"\[((?:\s*(?:\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>|[-+.\d]+))*)\s*\]|"
    rb"(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)",
    re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_BF = re.compile(rb"begin(bfchar|bfrange)(.*?)end\1", re.DOTALL)
_TOKEN = re.compile(rb"<([0-9A-Fa-f\s]*)>|(\[)|(\])")
_BINARY = (b"\x00\x01\x00\x00", b"OTTO", b"true", b"ttcf", b"\xff\xd8\xff", b"\x01\x00\x04")
_PRINTABLE = 0.85
_HEAD = 512
_CONTROL = bytes({*range(32)} - {*b"\t\r\n"})
_APART = "\uffff"
"""Stands between strings before they are decoded; no code of a font."""
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class RawPdf:
    """What is in the bytes of a PDF, referenced or not.

    Args:
        data: The file.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data

    def revision_ends(self) -> list[int]:
        """Return where every revision but the last ends."""
        ends = [match.end() for match in re.finditer(rb"%%EOF\r?\n?", self._data)]
        return ends[:-1]

    def xmp(self) -> Iterator[str]:
        """Yield the text and the attributes of every XMP packet."""
        for stream in self._streams:
            if b"xmpmeta" in stream or b"rdf:RDF" in stream:
                text = stream.decode("utf-8", "replace")
                yield re.sub(r"<[^>]*?>", "\n", text)
                yield "\n".join(re.findall(r"=\s*[\"']([^\"']*)[\"']", text))

    def texts(self) -> Iterator[str]:
        """Yield every text that a stream, a string or a name of the file holds.

        Strings of content are decoded through every ToUnicode map of the file and as Latin-1, so
        that a stream that no page uses is read too.
        """
        strings: list[bytes] = []
        outside: list[bytes] = [self._outside]
        for stream in self._streams:
            if b"begincmap" in stream:
                continue
            if _is_content(stream):
                strings += _pieces(stream)
            elif _is_objects(stream):
                outside.append(stream)
            elif b"%PDF-" not in stream[:_HEAD] and _printable(stream):
                yield stream.decode("utf-8", "replace")
        for part in outside:
            strings += [_unescaped(match[1]) for match in _LITERAL.finditer(part)]
            strings += [_unhex(match[1]) for match in _HEX.finditer(part)]
            yield "\n".join(m[1].decode("latin-1") for m in _NAME.finditer(part))
        yield from _decoded(strings, self._maps)

    @cached_property
    def _streams(self) -> list[bytes]:
        found, unfolded = [], 0
        for start, end in self._spans:
            raw = self._data[start:end]
            head = self._data[max(0, start - _HEAD) : start].rpartition(b"obj")[2]
            if _FILTER.search(head):
                if inflated_head(raw).startswith(_BINARY):
                    continue
                raw = inflated(raw)
            elif raw.startswith(_BINARY):
                continue
            unfolded += len(raw)
            if unfolded > MOST_BYTES:
                raise TooBigError("the streams of a file unfold without end")
            if _PIXELS.search(head) is None or _is_text(raw):
                found.append(raw)
        return found

    @cached_property
    def _spans(self) -> list[tuple[int, int]]:
        spans, at = [], 0
        while (match := _STREAM.search(self._data, at)) is not None:
            end = self._data.find(b"endstream", match.end())
            end = len(self._data) if end < 0 else end
            spans.append((match.end(), end))
            at = end + 9
        return spans

    @property
    def _outside(self) -> bytes:
        pieces, at = [], 0
        for start, end in self._spans:
            pieces.append(self._data[at:start])
            at = end
        return b"".join((*pieces, self._data[at:]))

    @cached_property
    def _maps(self) -> list[Mapping[int, str]]:
        maps: list[Mapping[int, str]] = []
        for stream in self._streams:
            if b"begincmap" in stream:
                made = _to_unicode(stream)
                if made and made not in maps:
                    maps.append(made)
        return maps


def inflated_head(raw: bytes) -> bytes:
    """Return the first bytes that a zlib stream holds."""
    import zlib

    try:
        return zlib.decompressobj().decompress(raw[:256], 16)
    except zlib.error:
        return b""


def _is_content(stream: bytes) -> bool:
    return b"BT" in stream and (b"Tj" in stream or b"TJ" in stream or b"'" in stream)


def _is_objects(stream: bytes) -> bool:
    return b"<<" in stream and re.match(rb"\s*\d+ \d+", stream) is not None


def _printable(stream: bytes) -> bool:
    head = stream[:4096]
    good = len(head.translate(None, _CONTROL))
    return bool(head) and good >= _PRINTABLE * len(head)


def _is_text(stream: bytes) -> bool:
    try:
        stream.decode()
    except UnicodeDecodeError:
        return False
    return _printable(stream)


def _pieces(stream: bytes) -> Iterator[bytes]:
    """Yield the strings that a content stream shows; an array is one string."""
    for match in _SHOWN.finditer(stream):
        if match[1] is not None:
            yield b"".join(_string(m[0]) for m in _SHOWN.finditer(match[1]))
        else:
            yield _string(match[2])


def _string(token: bytes) -> bytes:
    return _unescaped(token[1:-1]) if token.startswith(b"(") else _unhex(token[1:-1])


def _unhex(digits: bytes) -> bytes:
    if not digits.isalnum():
        digits = b"".join(digits.split())
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode())


def _unescaped(literal: bytes) -> bytes:
    if b"\\" not in literal:
        return literal

    def one(match: re.Match[bytes]) -> bytes:
        code = match[1]
        if code.isdigit():
            return bytes((int(code, 8) & 255,))
        return b"" if code in {b"\n", b"\r\n", b"\r"} else _PLAIN.get(code, code)

    return _ESCAPE.sub(one, literal)


def _utf8(string: bytes) -> str:
    try:
        return string.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _decoded(strings: Sequence[bytes], maps: Sequence[Mapping[int, str]]) -> Iterator[str]:
    """Yield all strings, a line each, under every map that they may be meant for."""
    single = _APART.join(
        s.decode("latin-1") for s in strings if b"\0" not in s and not s.startswith(b"\xfe\xff")
    )
    marked = [s[2:].decode("utf-16-be", "replace") for s in strings if s.startswith(b"\xfe\xff")]
    eight = [_utf8(s) for s in strings if not s.isascii()]  # addresses are written so
    yield "\n".join(filter(None, eight))
    if marked:
        yield "\n".join(marked)
    if single:
        yield single.replace(_APART, "\n")
    double = _APART.join(s.decode("utf-16-be", "replace") for s in strings if len(s) % 2 == 0)
    yield double.replace(_APART, "\n")
    for made in maps:
        if max(made) > 0xFF:  # noqa: PLR2004 - codes of two bytes
            yield double.translate(made).replace(_APART, "\n")
        else:
            yield single.translate(made).replace(_APART, "\n")


@lru_cache(maxsize=64)
def _to_unicode(stream: bytes) -> Mapping[int, str]:
    """Return code to text of a ToUnicode map; files share those of their fonts."""
    made: dict[int, str] = {}
    for block in _BF.finditer(stream):
        tokens = [m[0] if m[1] is None else m[1] for m in _TOKEN.finditer(block[2])]
        at, wide = 0, 2 if block[1] == b"bfchar" else 3
        while at + wide <= len(tokens):
            if wide == 2:  # noqa: PLR2004
                made[_code(tokens[at])] = _utf16(tokens[at + 1])
                at += 2
                continue
            low, high = _code(tokens[at]), _code(tokens[at + 1])
            if tokens[at + 2] == b"[":
                stop = tokens.index(b"]", at)
                for step, target in enumerate(tokens[at + 3 : stop]):
                    made[low + step] = _utf16(target)
                at = stop + 1
            else:
                first = _utf16(tokens[at + 2])
                for step in range(min(high - low + 1, 65536)):
                    made[low + step] = first[:-1] + chr(min(ord(first[-1]) + step, 0x10FFFF))
                at += 3
    return made


def _code(token: bytes) -> int:
    return int(b"".join(token.split()) or b"0", 16)


def _utf16(token: bytes) -> str:
    return _unhex(token).decode("utf-16-be", "replace") or " "
