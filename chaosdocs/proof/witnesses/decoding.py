"""The text of a file in any of the usual encodings."""

from __future__ import annotations

import re
from bisect import bisect_right

from chaosdocs.proof.witnesses.witness import UnreadableError

_SAMPLE = 2_000
_JAPANESE = re.compile(r"(?<![A-Za-z])[\u3040-\u30ff\u4e00-\u9fff]{2,}(?![a-z])")
"""Two characters of Japanese in a word of their own: among letters they are accents of another."""
_AMONG_LETTERS = re.compile(r"(?<=[A-Za-z])[\u3040-\u30ff\u4e00-\u9fff]")
_EUROPEAN = re.compile("[äöüÄÖÜßáàâãåæçéèêëíîïñóôõøœúùû€ÀÂÅÆÇÉÈÊËÎÏÑÓÔØŒÙÛ–’]")
_ODD = re.compile("(?<![aeiouyäöüAEIOUYÄÖÜ])ß|(?<=[aeiouAEIOU])á")
"""One byte is both: ß stands behind a vowel, á behind a consonant."""
_DRAWN = re.compile("[\u2500-\u259f]")
"""Lines and blocks, which a text of records does not have: what letters of cp1252 are in cp850."""
_CHARSETS = {"1252": "cp1252", "ISO-8859-1": "latin-1", "8859-1": "latin-1"}
_SYNTAXES = {"UNOA": "ascii", "UNOB": "ascii", "UNOC": "latin-1", "UNOW": "utf-8", "UNOY": "utf-8"}


def declared(data: bytes) -> str:
    """Return the encoding that a file says it is in, or an empty text.

    Example:
        >>> declared(b"UNB+UNOC:3+1+2"), declared(b"OFXHEADER:100 CHARSET:1252"), declared(b"a;b")
        ('latin-1', 'cp1252', '')
    """
    head = data[:_SAMPLE].decode("latin-1")
    if head.startswith("OFXHEADER"):
        charset = re.search(r"CHARSET:\s*(\S+)", head)
        if re.search(r"ENCODING:\s*(UTF-8|UNICODE)", head):
            return "utf-8"
        return _CHARSETS.get(charset[1], "cp1252") if charset else "cp1252"
    if head.startswith("<?xml"):
        named = re.match(r"""<\?xml[^>]*encoding=["']([\w.-]+)["']""", head)
        return named[1].lower() if named else "utf-8"
    syntax = re.match(r"(?:UNA.{6}\s*)?UNB.(UNO[A-Z])", head, re.DOTALL)
    return _SYNTAXES.get(syntax[1], "latin-1") if syntax else ""


_STEP = 64
"""Characters between two places whose bytes are kept."""


class ByteIndex:
    """Which character of a text stands at which byte of its file, without encoding it each time.

    Args:
        text: The text of the file, without its byte order mark.
        encoding: Its encoding, one without states.
        mark: Length of the byte order mark.

    Example:
        >>> index = ByteIndex("für 5 €", "utf-8", 3)
        >>> index.byte(2), index.place(6), index.place(index.byte(7))
        (6, 2, 7)
    """

    def __init__(self, text: str, encoding: str, mark: int) -> None:
        self._text = text
        self._encoding = encoding
        self._mark = mark
        self._starts = [0]
        for at in range(0, len(text), _STEP):
            self._starts.append(self._starts[-1] + len(self._encoded(at, at + _STEP)))

    def byte(self, place: int) -> int:
        """Return the byte at which the character at `place` begins."""
        step, rest = divmod(min(max(place, 0), len(self._text)), _STEP)
        start = step * _STEP
        return self._mark + self._starts[step] + len(self._encoded(start, start + rest))

    def place(self, byte: int) -> int:
        """Return the place of the character at a byte; bytes within one belong to none before."""
        byte = max(byte - self._mark, 0)
        step = bisect_right(self._starts, byte) - 1
        start = min(step * _STEP, len(self._text))
        piece = self._encoded(start, start + _STEP)[: byte - self._starts[step]]
        return start + len(piece.decode(self._encoding, "ignore"))

    def _encoded(self, start: int, end: int) -> bytes:
        return self._text[start:end].encode(self._encoding, "surrogateescape")


def decoded(data: bytes) -> tuple[str, str, int]:
    """Return the text of `data`, its encoding and the length of its byte order mark.

    Raises:
        UnreadableError: It is text in none of the usual encodings.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"),
                           (b"\xfe\xff", "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, len(mark)
    named = declared(data)
    texts: dict[str, str] = {}
    for encoding in filter(None, (named, "utf-8", "cp932", "cp1252", "cp850")):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding in {named, "utf-8"} or (encoding == "cp932" and _japanese(text)):
            return text, encoding, 0
        texts[encoding] = text
    texts.pop("cp932", None)
    if not texts or ("cp1252" not in texts and not _european(texts["cp850"])):
        raise UnreadableError("not a text")
    likely = max(texts, key=lambda name: (_letters(texts[name]), name == "cp1252"))
    return texts[likely], likely, 0


def _japanese(text: str) -> bool:
    """Whether text that was read as cp932 is Japanese.

    Where a letter with an accent and the letter behind it are taken for one character, it stands
    among letters; Japanese characters stand in words of their own.
    """
    return sum(map(len, _JAPANESE.findall(text))) > len(_AMONG_LETTERS.findall(text))


def _european(text: str) -> bool:
    """Whether most characters beyond ASCII are letters of European words."""
    return 2 * _letters(text) > sum(char > "~" for char in text)


def _letters(text: str) -> int:
    """Return the number of letters that European words have beside A to Z, less what they lack.

    Example:
        >>> raw = "Straße, HÃ¶lzenbecher".encode("cp1252")  # a name that was garbled before
        >>> _letters(raw.decode("cp1252")), _letters(raw.decode("cp850"))
        (1, -1)
    """
    odd = len(_ODD.findall(text)) + len(_DRAWN.findall(text))
    return len(_EUROPEAN.findall(text)) - odd
