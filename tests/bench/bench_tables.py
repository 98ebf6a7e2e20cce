"""Exports against bare libraries, side by side: ``python tests/bench/bench_tables.py``.

The same cells of one table of 300 lines: CSV against the csv module, XLSX against openpyxl with the
same styles, JSON against json. Ours also says where every statement stands. CPU time, variants in
turn over rounds, median and range of the ratios.
"""

from __future__ import annotations

import csv
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from chaosdocs.documents.statements import spell, state
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.render import delimited, systems, trees, xlsx
from chaosdocs.render.cells import texts_of, typed
from chaosdocs.sources.registry import domain
from chaosdocs.truth.records import Record

ROUNDS = 9
LINES = 300


def grown(lines: int) -> Record:
    """An invoice with so many lines, those of one repeated."""
    record = domain("invoice").record(1, 3, "de_DE")
    rows = tuple(f"k{n}" for n in range(lines))
    facts = {ref: value for ref, value in record.facts.items() if not ref.startswith("/lines/")}
    for number, row in enumerate(rows):
        model = record.rows[number % len(record.rows)]
        start = f"/lines/{model}/"
        for ref, value in record.facts.items():
            if ref.startswith(start):
                facts[f"/lines/{row}/{ref.removeprefix(start)}"] = value
    return replace(record, facts=facts, rows=rows)


def lowered(record: Record, medium: str) -> Table:
    """The table of the flat system."""
    values = spell(state(record), systems.convention("sap", record, medium))
    return systems.lower_table(values, "sap")


def bare_csv(rows: list[list[str]]) -> bytes:
    """What the csv module writes."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    return out.getvalue().encode()


def bare_xlsx(rows: list[list[tuple[object, str]]]) -> bytes:
    """What openpyxl writes, with the same number formats and head."""
    book = Workbook()
    sheet = book.active
    bold, grey = Font(bold=True), PatternFill("solid", fgColor="DDE3EC")
    for number, row in enumerate(rows, 1):
        for place, (value, shape) in enumerate(row, 1):
            cell = sheet.cell(number, place, value)
            if number == 1:
                cell.font, cell.fill = bold, grey
            elif shape:
                cell.number_format = shape
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells_of(table: Table) -> list[list[tuple[object, str]]]:
    """Values and number formats."""
    rows = []
    for row in table.rows:
        out: list[tuple[object, str]] = []
        texts = texts_of(table, row)
        for place, cell in enumerate(row.cells):
            held = None if cell.spot is None else typed(table.spots[cell.spot])
            text = texts[place]
            out.append((text, "") if held is None else (held.value, held.shape))
        rows.append(out)
    return rows


def plain(tree: Tree, node: Node) -> object:
    """The tree as Python data."""
    if node.members is not None:
        return {member.key: plain(tree, member) for member in node.members}
    if node.items is not None:
        return [plain(tree, item) for item in node.items]
    text = tree.spots[node.spot].text if node.spot is not None else node.text
    return float(text) if node.type == "number" else text


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    record = grown(LINES)
    flat, sheet = lowered(record, "csv"), lowered(record, "xlsx")
    rows = [texts_of(flat, row) for row in flat.rows]
    typed_rows = cells_of(sheet)
    values = spell(state(record), systems.convention("netsuite", record, "json"))
    tree = systems.lower_tree(values, "netsuite")
    data = plain(tree, tree.root)
    silent = replace(
        flat,
        rows=tuple(
            replace(
                row,
                cells=tuple(
                    replace(c, spot=None, text=t) for c, t in zip(row.cells, texts, strict=True)
                ),
            )
            for row, texts in zip(flat.rows, rows, strict=True)
        ),
        spots={},
    )
    groups: list[dict[str, Callable[[], object]]] = [
        {
            "csv module": lambda: bare_csv(rows),
            "CSV": lambda: delimited.write(flat),
            "CSV without places": lambda: delimited.write(silent),
        },
        {"openpyxl": lambda: bare_xlsx(typed_rows), "XLSX": lambda: xlsx.write(sheet)},
        {"json module": lambda: json.dumps(data), "JSON": lambda: trees.write(tree)},
        {
            "lowering and spelling": lambda: lowered(record, "csv"),
            "CSV of it": lambda: delimited.write(flat),
        },
    ]
    write = sys.stdout.write
    write(f"{len(rows)} rows of {len(rows[0])} cells\n")
    for variants in groups:
        names = list(variants)
        took: dict[str, list[float]] = {name: [] for name in names}
        for turn in range(ROUNDS):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                took[name].append(seconds(variants[name]))
        for name, times in took.items():
            ratios = [mine / bare for mine, bare in zip(times, took[names[0]], strict=True)]
            write(
                f"{name:22} {statistics.median(times) * 1e3:8.2f} ms"
                f"   {statistics.median(ratios):6.2f} x {names[0]}"
                f" ({min(ratios):.2f} to {max(ratios):.2f})\n"
            )


if __name__ == "__main__":
    main()
