"""What parsers are asked, which return a document's text or tables instead of its fields."""

from __future__ import annotations

from typing import Literal

from chaosdocs.truth.statements import Channel

_WANTED: dict[str, str] = {
    "text": "Return the text of the document as Markdown, in reading order, tables as tables.",
    "tables": "Return the tables of the document, each as a list of rows of cells of text.",
}
_SEEN: dict[Channel, str] = {
    "eye": "Text that cannot be seen on the pages does not belong to it.",
    "shown": "Hidden rows, columns and sheets do not belong to it; a number stands as displayed.",
}


def parser_instructions(task: Literal["text", "tables"], channel: Channel) -> str:
    """Return the rules of a parser's task, in words.

    Args:
        task: What is to be returned.
        channel: What counts as said.
    """
    return " ".join(
        part
        for part in (
            _WANTED[task],
            _SEEN.get(channel, ""),
            "Every value stands as it is printed: nothing is corrected, computed or left out.",
        )
        if part
    )
