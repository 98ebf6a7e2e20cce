"""An honest baseline for exports: CSV, XLSX and JSON by header words and typed values."""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from chaosdocs.readers.builtin.asked import Asked, asked, put
from chaosdocs.readers.builtin.lexicon import labels, normal
from chaosdocs.readers.builtin.messages import parsed
from chaosdocs.readers.builtin.parsing import LIKELY, SURE, Parse, Parsed, currency_of, parse
from chaosdocs.readers.builtin.signed import one_amount
from chaosdocs.readers.contained import laid_open
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.truth.vocabulary import codes_of

Json = Any
Grid = list[list[str]]
Typed = Callable[[str, Asked], Parsed | None]
HEADS = 2
"""So many known headers make a row a header row."""
_FLAGS = {"T": True, "F": False, "-": False}
"""What NetSuite writes for a box, and SAP's domain BOOLEAN for no, where X is yes."""
ITEM = "item"
"""Beside a description this is the article's number; alone it may be anything."""


def cells(case: Json, files: Mapping[str, Path], *, read: Parse = parse) -> dict[str, Json]:
    """Read the asked fields from the first export of a case, be it in a ZIP or a mail.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        read: How a text becomes a value.

    Returns:
        An answer line without its case.

    Raises:
        BrokenAnswerError: There is none, or a ZIP or a mail cannot be opened.
    """
    with laid_open(files) as laid:
        path = next((path for path in laid.values() if path.suffix != ".pdf"), None)
        if path is None:
            raise BrokenAnswerError(
                "builtin:cells reads exports, not PDFs: builtin:fields reads PDFs, builtin:rules "
                "both"
            )
        return from_grid(case, grid_of(path), read=read)


def from_grid(case: Json, grid: Grid, *, read: Parse = parse) -> dict[str, Json]:
    """Read the asked fields from a grid of texts, wherever it comes from.

    Args:
        case: The public case.
        grid: Rows of cells; several tables may stand below each other.
        read: How a text becomes a value.
    """
    wanted = list(asked(case["schema"]))
    answer: dict[str, Json] = {}
    confidence: dict[str, float] = {}
    currency = currency_of(" ".join(cell for row in grid for cell in row))
    typed = partial(_typed, read=partial(read, currency=currency))
    scalars = {f.path: f for f in wanted if "*" not in f.path}
    leaves = {f.path: f for f in wanted if "*" in f.path}
    rows: list[tuple[dict[str, Json], dict[str, float]]] = []
    for head, body in _tables(grid, wanted):
        for path_, column in head.items():
            if path_ in scalars and path_ not in confidence:
                found = _first(body, column, scalars[path_], typed)
                if found is not None:
                    put(answer, path_, found.value)
                    confidence[path_] = found.confidence
        lines = {p: c for p, c in head.items() if p in leaves}
        if len(lines) >= HEADS:
            rows.extend(_lines(body, lines, leaves, typed))
    paired = [row for row in grid if len(_head(row, wanted)) <= HEADS]
    for label_path, found in _pairs(paired, scalars, confidence, typed):
        put(answer, label_path, found.value)
        confidence[label_path] = found.confidence
    for missing in [path for path in scalars if path not in confidence]:
        put(answer, missing, None)
    for name in dict.fromkeys(p.partition("/*")[0] for p in leaves):
        names = [p.rpartition("/")[2] for p in leaves if p.startswith(f"{name}/*")]
        put(answer, name, [{leaf: values.get(leaf) for leaf in names} for values, _ in rows])
        for number, (_, sure) in enumerate(rows):
            confidence.update({f"{name}/{number}/{leaf}": c for leaf, c in sure.items()})
    return {"answer": answer, "confidence": confidence, "confidence_source": "heuristic"}


@contextmanager
def broken_in_words() -> Iterator[None]:
    """Turn what the standard library raises for a file into an error of the case, in words.

    Raises:
        BrokenAnswerError: The file is nested too deeply, or is not what its first characters say.
    """
    try:
        yield
    except RecursionError as error:
        raise BrokenAnswerError("the file is nested too deeply to be read") from error
    except json.JSONDecodeError as error:
        raise BrokenAnswerError(f"the file is not JSON: {error}") from error
    except csv.Error as error:
        raise BrokenAnswerError(f"the file is no table of cells: {error}") from error


@broken_in_words()
def grid_of(path: Path) -> Grid:
    """Return an export as rows of texts, trees flattened.

    Raises:
        BrokenAnswerError: See `broken_in_words`.
    """
    data = path.read_bytes()
    if data[:2] == b"PK":
        return _sheet(path)
    text = decoded(data)
    message = parsed(text)
    if message is not None:
        return message
    if text.lstrip()[:1] in {"{", "["}:
        return flattened(json.loads(text, parse_float=_pointed))
    if text.lstrip()[:1] == "<":
        return flattened(tree_of(text))
    return _delimited(text)


def tree_of(text: str) -> Json:
    """Return an XML text as nested objects and lists: elements of one name beside each other.

    Example:
        >>> tree_of("<a><b>1</b><c><item><d>2</d></item></c></a>")
        {'b': '1', 'c': [{'d': '2'}]}

    Raises:
        BrokenAnswerError: It is not well formed, or brings entities of its own.
    """
    from xml.etree import ElementTree as ET

    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise BrokenAnswerError("the XML file declares a document type: it is not unfolded")
    try:
        return _branch(ET.fromstring(text))  # noqa: S314 - no entities are left
    except ET.ParseError as error:
        raise BrokenAnswerError(f"the file is not XML: {error}") from error


def _branch(element: Any) -> Json:  # noqa: ANN401 - an Element of the standard library
    children = [(child.tag, _branch(child)) for child in element]
    if not children:
        return (element.text or "").strip() or None
    names = {name for name, _ in children}
    if names == {"item"} or (len(names) == 1 and len(children) > 1):
        return [child for _, child in children]
    return dict(children)


def _pointed(literal: str) -> str:
    """The text of a number whose point is a decimal one: 63057.250 is no 63,057,250."""
    return f"{literal}0" if literal[-4:-3] == "." else literal


def decoded(data: bytes) -> str:
    """Return the text of a file in one of the encodings that exports come in."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimited(text: str) -> Grid:
    counts = {mark: text[:20000].count(mark) for mark in ";\t|,"}
    delimiter = max(counts, key=lambda mark: (counts[mark] * (0.5 if mark == "," else 1), mark))
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return one_amount([list(row) for row in rows])


def _sheet(path: Path) -> Grid:
    import openpyxl

    book = openpyxl.load_workbook(path, data_only=True)
    grid: Grid = []
    for sheet in book.worksheets:
        for number, row in enumerate(sheet.iter_rows(), 1):
            if sheet.row_dimensions[number].hidden:
                continue
            grid.append([_shown(cell.value, cell.number_format) for cell in row])
    return grid


def _shown(value: Json, number_format: str) -> str:
    """A cell's value with the words that its number format writes behind it: a unit, a currency."""
    text = plain(value)
    words = re.search(r'"\s*([^"\s]+)"\s*$', number_format.partition(";")[0])
    return f"{text} {words[1]}" if words and isinstance(value, int | float) else text


def plain(value: Json) -> str:
    """Return the value of a cell as text."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return str(value.isoformat())[:10]
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return str(value)


def flattened(data: Json) -> Grid:
    """A tree as two-column rows of key and value, and every list of objects as a table."""
    grid: Grid = []
    tables: list[list[dict[str, str]]] = []
    _flatten(data, "", grid, tables)
    for table in tables:
        heads = list(dict.fromkeys(key for row in table for key in row))
        grid.append([])
        grid.append(heads)
        grid.extend([[row.get(head, "") for head in heads] for row in table])
    return grid


def _flatten(data: Json, name: str, grid: Grid, tables: list[list[dict[str, str]]]) -> None:
    match data:
        case dict():
            for key, value in data.items():
                _flatten(value, f"{name} {_spaced(key)}".strip(), grid, tables)
        case list() if data and all(isinstance(item, dict) for item in data):
            flat: list[dict[str, str]] = []
            for item in data:
                cells_: Grid = []
                _flatten(item, "", cells_, [])
                flat.append({row[0]: row[1] for row in cells_})
            tables.append(flat)
        case list():
            grid.extend([[name, plain(item)] for item in data])
        case _:
            grid.append([name, "" if data is None else str(data)])


def _spaced(key: str) -> str:
    """Return a key of a program as words; a text of several words has no such keys.

    Example:
        >>> _spaced("invoiceNumber2Of"), _spaced("POS_ZBD1T"), _spaced("Saint LucVille")
        ('invoice Number2 Of', 'POS ZBD1T', 'Saint LucVille')
    """
    if " " not in key:
        key = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[a-z]\d)(?=[A-Z])", " ", key)
    return re.sub(r"[_\-.]+", " ", key)


def _column_names(text: str) -> set[str]:
    """What a header can be taken for: as it stands, spaced, its last words, its last part."""
    spaced = normal(_spaced(text))
    words = spaced.split()
    tails = {" ".join(words[i:]) for i in range(len(words))}
    return {normal(text), spaced, normal(text.rpartition(":")[2]), *tails}


def _tables(grid: Grid, wanted: Sequence[Asked]) -> Iterator[tuple[dict[str, int], Grid]]:
    head: dict[str, int] = {}
    body: Grid = []
    for row in grid:
        found = _head(row, wanted)
        if len(found) >= HEADS and not _looks_like_data(row, found):
            if head:
                yield head, body
            head, body = found, []
        elif head:
            body.append(row)
    if head:
        yield head, body


@lru_cache(maxsize=256)
def _introduced(paths: tuple[str, ...]) -> Mapping[str, Sequence[tuple[int, str]]]:
    """Return label to the fields that it may introduce, each with the label's rank there."""
    found: dict[str, list[tuple[int, str]]] = {}
    for path in paths:
        for rank, name in enumerate(labels(path)):
            found.setdefault(name, []).append((rank, path))
    return found


def _head(row: Sequence[str], wanted: Sequence[Asked]) -> dict[str, int]:
    head: dict[str, int] = {}
    introduced = _introduced(tuple(field.path for field in wanted))
    for column, text in enumerate(row):
        if not text or len(text) > 60:  # noqa: PLR2004 - no header is that long
            continue
        names = _column_names(text)
        ranked = [
            (-len(name), rank, path)
            for name in names
            for rank, path in introduced.get(name, ())
            if path not in head
        ]
        if ranked:
            head[min(ranked)[2]] = column
    for field in wanted:
        holder, _, leaf = field.path.rpartition("/")
        if leaf == "sku" and field.path not in head and f"{holder}/description" in head:
            taken = set(head.values())
            spare = [n for n, text in enumerate(row) if normal(text) == ITEM and n not in taken]
            if spare:
                head[field.path] = spare[0]
    return head


def _looks_like_data(row: Sequence[str], head: Mapping[str, int]) -> bool:
    rest = [cell for i, cell in enumerate(row) if i not in head.values() and cell]
    return sum(any(c.isdigit() for c in cell) for cell in rest) > len(head)


def _first(body: Grid, column: int, field: Asked, typed: Typed) -> Parsed | None:
    for row in body:
        if column < len(row) and row[column].strip():
            return typed(row[column], field)
    return None


def _typed(text: str, field: Asked, *, read: Parse) -> Parsed | None:
    if field.kind == "bool" and text.strip() in _FLAGS:
        return Parsed(_FLAGS[text.strip()], LIKELY)
    if field.kind == "enum" and field.options:
        by_name = {normal(option): option for option in field.options}
        meant = (code for code in field.options if code in codes_of(text))
        option = by_name.get(normal(text), next(meant, None))
        return None if option is None else Parsed(option, 0.9)
    found = read(text, field.kind)
    if found is not None and field.kind in {"text", "multiline", "id"}:
        return Parsed(found.value, SURE)  # a cell begins and ends where its value does
    return found


def _lines(
    body: Grid, columns: Mapping[str, int], leaves: Mapping[str, Asked], typed: Typed
) -> Iterator[tuple[dict[str, Json], dict[str, float]]]:
    for row in body:
        values: dict[str, Json] = {}
        sure: dict[str, float] = {}
        for path, column in columns.items():
            if column < len(row) and row[column].strip():
                found = typed(row[column], leaves[path])
                if found is not None:
                    leaf = path.rpartition("/")[2]
                    values[leaf] = found.value
                    sure[leaf] = found.confidence
        if len(values) >= min(len(columns), max(HEADS, len(columns) // 2)):
            yield values, sure


def _pairs(
    grid: Grid, scalars: Mapping[str, Asked], known: Mapping[str, float], typed: Typed
) -> Iterator[tuple[str, Parsed]]:
    """Labels in one cell and the value in the next, where no table had the field."""
    done: set[str] = set()
    introduced = _introduced(tuple(scalars))
    for row in grid:
        said = [cell for cell in row if cell]
        apart = len(said) == 2  # noqa: PLR2004 - a label and its value, blanks between them
        for label, value in itertools.pairwise(said if apart else row):
            if not label or not value:
                continue
            names = _column_names(label)
            ranked = sorted(
                (-len(name), rank, path)
                for name in names
                for rank, path in introduced.get(name, ())
                if path not in known and path not in done
            )
            for *_, path in ranked:
                found = typed(value, scalars[path])
                if found is not None:
                    done.add(path)
                    yield path, found
                    break


READER = cells
