"""markitdown: any document as Markdown, for models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from chaosdocs.readers.parser import Library, Parser


def markitdown(path: Path) -> dict[str, Any]:
    """Return a document as Markdown."""
    from markitdown import MarkItDown

    return {"text": MarkItDown(enable_plugins=False).convert(str(path)).text_content}


PARSER = Parser(
    markitdown, Library("markitdown", "markitdown"), "text", ("pdf", "xlsx", "csv", "json", "xml")
)
