"""A finished file written anew by another program: other bytes that say the same."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import replace

from chaosdocs.documents.rendered import Rendered


def saved_again(rendered: Rendered) -> Rendered:
    """Return a PDF or XLSX with other bytes and the same contents.

    Places of statements stay what they were: boxes on pages, cells in sheets. The same file gives
    the same bytes.

    Args:
        rendered: The file; other kinds than PDF and XLSX come back as they are, see `otherwise`.
    """
    if rendered.media_type == "application/pdf":
        return replace(rendered, data=_pdf(rendered.data))
    if rendered.data[:2] == b"PK":
        return replace(rendered, data=_zip(rendered.data))
    return rendered


def otherwise(options: Mapping[str, str]) -> dict[str, str]:
    """Return the options of an export as another program would have chosen them.

    Example:
        >>> otherwise({"indent": "2"}), otherwise({"quoting": "all", "delimiter": ";"})
        ({'indent': ''}, {'quoting': 'minimal', 'delimiter': ';'})
    """
    if "escape" in options:
        mark = _LINE_ENDS.get(options.get("newline", ""), options.get("newline", ""))
        return {**options, "newline": mark}
    if "indent" in options:
        return {**options, "indent": "" if options["indent"] else "2"}
    return {**options, "quoting": "minimal" if options.get("quoting") == "all" else "all"}


_LINE_ENDS = {"\r\n": "\n", "\n": "\r\n", "'": "'\r\n", "'\r\n": "'", "~": "~\n", "~\n": "~"}
"""What ends a segment to what another program would have ended it with."""


def _pdf(data: bytes) -> bytes:
    import pymupdf

    with pymupdf.open(  # type: ignore[no-untyped-call]
        stream=data, filetype="pdf"
    ) as document:
        saved: bytes = document.tobytes(
            garbage=3, deflate=True, use_objstms=1, no_new_id=True, preserve_metadata=True
        )
    return saved


def _zip(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(out, "w") as archive:
        for info in before.infolist():
            archive.writestr(info, before.read(info), compress_type=zipfile.ZIP_STORED)
    return out.getvalue()
