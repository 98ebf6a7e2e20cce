"""Letters in the code page of one country."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Edit,
    Lure,
    Rng,
    SetOption,
    Skip,
    Statement,
    Table,
    operator,
)
from chaosdocs.operators.csv.levels import Encoding, refs_of

_JAPANESE = "cp932"


@operator(
    TABLE,
    evidence="duckdb/duckdb#17291: an error about Unicode for a file in ISO 8859-1; "
    "frictionlessdata/frictionless-py#1755: cp850 is taken for cp1252",
    ladder=(Encoding("cp1252"), Encoding("cp850")),
    media=("csv",),
    nested=False,
    exempt={"applicable": "files without letters beyond ASCII are the same in every code page"},
)
def undeclared_encoding(table: Table, level: Encoding, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with letters in an old code page that nothing declares.

    What it does:
        Writes the file in the code page of Windows (cp1252), and from severity 2 on in the code
        page of DOS (cp850). A file with letters that this code page lacks, such as Japanese, is
        written in cp932.

    In the wild:
        Exports of desktop software, banks and mainframes; files saved for a spreadsheet program.

    Effect on truth:
        None: only one code page turns the bytes into words. The lure is the words as a wrong code
        page shows them.

    Example:
        Müller (4D C3 BC 6C 6C 65 72) → Müller (4D FC 6C 6C 65 72)
    """
    del rng  # the code page hangs on the level alone
    before = table.options.get("encoding", "utf-8")
    texts = [statement.text for statement in table.statements.values()]
    texts += [cell.text for row in table.rows for cell in row.cells]
    texts += [column.header for column in table.columns]
    whole = "\n".join(texts)
    if whole.isascii() or before != "utf-8":
        yield Skip("the file has no letter beyond ASCII, or is in a code page already")
        return
    after = next((page for page in (level.encoding, _JAPANESE) if _holds(page, whole)), None)
    if after is None:
        yield Skip("no code page has all letters of the file")
        return
    yield SetOption(
        key="encoding", touches=refs_of(table), option="encoding", before=before, after=after
    )
    for statement in table.statements.values():
        lure = _misread(statement, after)
        if lure is not None:
            yield Bait(key="encoding", statement=statement.id, lures=(lure,))


def _holds(page: str, text: str) -> bool:
    """Whether a code page has all characters of a text, and gives them back."""
    try:
        return text.encode(page).decode(page) == text
    except UnicodeError:
        return False


def _misread(statement: Statement, page: str) -> Lure | None:
    """The words of a statement as the code page shows them that programs try first."""
    if not isinstance(statement.value, str) or statement.text.isascii():
        return None
    tried = "utf-8" if page == "cp1252" else "cp1252"
    misread = statement.text.encode(page).decode(tried, "replace")
    return Lure(misread, "wrong-code-page")
