"""Lines above the column headers and below the data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from chaosdocs.authoring import (
    TABLE,
    Bait,
    Cell,
    Edit,
    InsertRow,
    Lure,
    Number,
    Rng,
    Row,
    Skip,
    Statement,
    Table,
    in_language,
    numbers,
    operator,
    says,
    statements_of,
    write,
)
from chaosdocs.operators.csv.levels import refs_of

_TITLE = {"en": "Report", "de": "Bericht", "fr": "Rapport", "ja": "レポート"}
_PRINTED = {"en": "Printed on", "de": "Gedruckt am", "fr": "Imprimé le", "ja": "印刷日"}
_ABOVE: tuple[dict[str, str], ...] = (
    {"en": "Layout: standard", "de": "Layout: Standard", "fr": "Format : standard",
     "ja": "レイアウト：標準"},
    {},
    {"en": "Selection: all records", "de": "Auswahl: alle Sätze",
     "fr": "Sélection : toutes les lignes", "ja": "選択：全件"},
    {"en": "For internal use", "de": "Für den internen Gebrauch", "fr": "Usage interne",
     "ja": "社内用"},
    {},
)  # fmt: skip
_END = {
    "en": "End of report",
    "de": "Ende des Berichts",
    "fr": "Fin du rapport",
    "ja": "レポート終了",
}


@operator(
    TABLE,
    version=2,
    evidence="duckdb/duckdb#15576: lines above the column headers; "
    "https://github.com/HPI-Information-Systems/Pollock: 7.6 % of 3,712 files",
    ladder=numbers([1, 2, 3, 5, 7]),
    media=("csv",),
)
def preamble(table: Table, level: Number, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with lines above the column headers: a title, the print date, the selection.

    What it does:
        Puts lines of text above the column headers. From two lines on, a closing line follows the
        data. Severity is the number of lines above the headers.

    In the wild:
        List output of ERP systems saved as a file; statistics published by public offices.

    Effect on truth:
        None: the lines say what they are. The print date is the lure of a date of the document.

    Example:
        headers, rows → Report, Printed on 05.04.2024, empty line, headers, rows, End of report
    """
    if not table.rows:
        yield Skip("the table has no row")
        return
    touches, top = refs_of(table), table.rows[0].id
    dates = statements_of(table, "date", where=lambda s: s.row is None)
    dated = next((s for s in dates if isinstance(s.value, dt.date) and s.convention), None)
    texts = [in_language(words, table.locale) if words else "" for words in _ABOVE]
    lines = [in_language(_TITLE, table.locale), None, *texts][: level.count]
    for place, words in enumerate(lines):
        key = f"above {place}"
        if words is None and dated is not None:
            yield from _printed(table, key, dated, rng)
            continue
        text = in_language(_PRINTED, table.locale) if words is None else words
        yield InsertRow(
            key=key, touches=touches, row=_row(table, key, Cell(text=text)), before_row=top
        )
    if level.count > 1:
        end = _row(table, "end", Cell(text=in_language(_END, table.locale)))
        yield InsertRow(key="end", touches=touches, row=end)


def _row(table: Table, name: str, *cells: Cell) -> Row:
    rest = (Cell() for _ in range(len(table.columns) - len(cells)))
    return Row(id=name, role="preamble", cells=(*cells, *rest))


def _printed(table: Table, key: str, like: Statement, rng: Rng) -> Iterator[Edit]:
    """The line with the day of printing, some weeks after a date of the document."""
    if not isinstance(like.value, dt.date) or like.convention is None:
        return
    day = like.value + dt.timedelta(days=40 + rng.at("printed").below(30))
    stated = Statement(
        id=key,
        ref=None,
        kind="date",
        text=write(day, like.convention),
        claim=says(day),
        convention=like.convention,
        imitates=like.ref,
    )
    label = Cell(text=in_language(_PRINTED, table.locale))
    yield InsertRow(
        key=key,
        touches=() if like.ref is None else (like.ref,),
        row=_row(table, key, label, Cell(statement=key)),
        before_row=table.rows[0].id,
        statements=(stated,),
    )
    yield Bait(key=key, statement=like.id, lures=(Lure(day, "day-of-printing"),))
