"""The text of a file in any of the usual encodings."""

from __future__ import annotations

import re

from chaosdocs.proof.witnesses.witness import UnreadableError


def decoded(data: bytes) -> tuple[str, str, int]:
    """Return the text of `data`, its encoding and the length of its byte order mark.

    Raises:
        UnreadableError: It is text in none of the usual encodings.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"),
                           (b"\xfe\xff", "utf-16-be")):  # fmt: skip
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding, len(mark)
    for encoding in ("utf-8", "cp932", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "cp932" and not re.search(r"[\u3040-\u30ff\u4e00-\u9fff]{2}", text):
            continue
        return text, encoding, 0
    raise UnreadableError("not a text")
