"""Text in a code fence, as models give their answers; no regular expression, which could hang."""

from __future__ import annotations

from typing import Final

_FENCE: Final = "```"


def unfenced(text: str) -> str:
    r"""Return what stands in the code fence that `text` is; `text` if it is none.

    Example:
        >>> unfenced(" ```json\n{}\n``` "), unfenced("{}")
        ('{}\n', '{}')
    """
    text = text.strip()
    if text.startswith(_FENCE) and text.endswith(_FENCE) and len(text) > 2 * len(_FENCE):
        language, _, inside = text[len(_FENCE) : -len(_FENCE)].partition("\n")
        if not language.strip() or language.strip().isalpha():
            return inside
    return text
