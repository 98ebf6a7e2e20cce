"""The text of a file in any of the usual encodings."""

from __future__ import annotations

import re
from bisect import bisect_right

from chaosdocs.proof.witnesses.witness import UnreadableError

_EUROPEAN = re.compile("[äöüÄÖÜßáàâãåæçéèêëíîïñóôõøœúùû€ÀÂÅÆÇÉÈÊËÎÏÑÓÔØŒÙÛ–’]")
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
    texts: dict[str, str] = {}
    for encoding in ("utf-8", "cp932", "cp1252", "cp850"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or (encoding == "cp932" and _japanese(text)):
            return text, encoding, 0
        texts[encoding] = text
    texts.pop("cp932", None)
    if not texts or ("cp1252" not in texts and not _european(texts["cp850"])):
        raise UnreadableError("not a text")
    likely = max(texts, key=lambda name: (_letters(texts[name]), name == "cp1252"))
    return texts[likely], likely, 0


def _japanese(text: str) -> bool:
    """Whether text that was read as cp932 is Japanese: most of its characters stand in words.

    Where a letter with an accent and the letter behind it are taken for one character, it stands
    alone.
    """
    words = re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]+", text)
    return 2 * sum(len(word) for word in words if word[1:]) > sum(map(len, words))


def _european(text: str) -> bool:
    """Whether most characters beyond ASCII are letters of European words."""
    return 2 * _letters(text) > sum(char > "~" for char in text)


def _letters(text: str) -> int:
    """Number of letters that European words have beside A to Z: of wrong letters there are few."""
    return len(_EUROPEAN.findall(text))
