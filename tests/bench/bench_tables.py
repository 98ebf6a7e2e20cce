"""Exports against bare libraries, side by side: ``python tests/bench/bench_tables.py``.

The same cells of one record of 300 lines: CSV against the csv module, in the full table of one
system and the sparse one of the other; XLSX against openpyxl with the same styles; JSON against
json with the same separators and indentation. Ours also says where every statement stands. CPU
time, variants in turn over rounds, median and range of the ratios.
"""

from __future__ import annotations

import csv
import gc
import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill

from chaosdocs.documents.statement_set import spell, state
from chaosdocs.documents.table import Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.render import systems
from chaosdocs.render.cells import texts_of, typed
from chaosdocs.render.writers import csv as delimited
from chaosdocs.render.writers import json as trees
from chaosdocs.render.writers import xlsx
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.records import Record

ROUNDS = 9
LINES = 300


def grown(lines: int) -> Record:
    """An invoice with so many lines, those of one repeated."""
    record = SOURCES["invoice"].record(1, 3, "de_DE")
    rows = tuple(f"k{n}" for n in range(lines))
    facts = {ref: value for ref, value in record.facts.items() if not ref.startswith("/lines/")}
    for number, row in enumerate(rows):
        model = record.rows[number % len(record.rows)]
        start = f"/lines/{model}/"
        for ref, value in record.facts.items():
            if ref.startswith(start):
                facts[f"/lines/{row}/{ref.removeprefix(start)}"] = value
    return replace(record, facts=facts, rows=rows)


def lowered(record: Record, medium: str, system: str = "sap") -> Table:
    """The table of a system: sap repeats the head on every line, netsuite leaves it blank."""
    values = spell(state(record), systems.convention(system, record, medium))
    return systems.lower_table(values, system)


def nested(record: Record, system: str) -> Tree:
    """The tree of a system: that of sap is indented, that of netsuite stands on one line."""
    values = spell(state(record), systems.convention(system, record, "json"))
    return systems.lower_tree(values, system)


class Bytes(delimited._Writer):
    """The bytes of a table alone, as the csv module knows no places either."""

    def _places(self, *_row: object) -> None:
        """Note nothing."""

    def _note_all(self, *_row: object, **_how: object) -> None:
        """Note nothing."""


def bare_csv(table: Table, rows: list[list[str]]) -> bytes:
    """What the csv module writes in the dialect of a table."""
    out = io.StringIO(newline="")
    delimiter, newline = table.options["delimiter"], table.options["newline"]
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue().encode()


def bare_json(tree: Tree, data: object) -> bytes:
    """What the json module writes with the indentation of a tree."""
    indent = int(tree.options["indent"] or 0)
    if indent:
        return json.dumps(data, ensure_ascii=False, indent=indent).encode()
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


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
            held = None if cell.statement is None else typed(table.statements[cell.statement])
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
    text = tree.statements[node.statement].text if node.statement is not None else node.text
    return float(text) if node.type == "number" else text


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of one run."""
    start = time.process_time()
    work()
    return time.process_time() - start


Variants = dict[str, Callable[[], object]]


def csv_group(record: Record, system: str) -> Variants:
    """CSV of one system, its bytes alone and with places, against the csv module."""
    table = lowered(record, "csv", system)
    rows = [texts_of(table, row) for row in table.rows]
    return {
        f"csv module, {system}": lambda: bare_csv(table, rows),
        "CSV, bytes alone": lambda: Bytes(table).written(),
        "CSV with places": lambda: delimited.write(table),
    }


def json_group(record: Record, system: str) -> Variants:
    """JSON of one system against the json module, with the data ready and from the tree."""
    tree = nested(record, system)
    data = plain(tree, tree.root)
    return {
        f"json module, {system}": lambda: bare_json(tree, data),
        "JSON with places": lambda: trees.write(tree),
        "json module from nodes": lambda: bare_json(tree, plain(tree, tree.root)),
    }


def main() -> None:
    """Measure and print."""
    record = grown(LINES)
    flat, sheet = lowered(record, "csv"), lowered(record, "xlsx")
    typed_rows = cells_of(sheet)
    groups: list[Variants] = [
        csv_group(record, "sap"),
        csv_group(record, "netsuite"),
        {"openpyxl": lambda: bare_xlsx(typed_rows), "XLSX": lambda: xlsx.write(sheet)},
        json_group(record, "netsuite"),
        json_group(record, "sap"),
        {
            "lowering and spelling": lambda: lowered(record, "csv"),
            "CSV of it": lambda: delimited.write(flat),
        },
    ]
    gc.collect()
    gc.freeze()  # as the workers of a corpus do
    gc.disable()  # as `make_chunk` does
    write = sys.stdout.write
    write(f"{len(flat.rows)} rows of {len(flat.columns)} cells\n")
    for variants in groups:
        names = list(variants)
        took: dict[str, list[float]] = {name: [] for name in names}
        for turn in range(ROUNDS):
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                took[name].append(seconds(variants[name]))
        for name, times in took.items():
            ratios = [mine / bare for mine, bare in zip(times, took[names[0]], strict=True)]
            write(
                f"{name:24} {statistics.median(times) * 1e3:8.2f} ms"
                f"   {statistics.median(ratios):6.2f} x {names[0]}"
                f" ({min(ratios):.2f} to {max(ratios):.2f})\n"
            )


if __name__ == "__main__":
    main()
