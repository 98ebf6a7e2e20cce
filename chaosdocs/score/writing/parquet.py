"""``fields.parquet``: the rows of ``fields.jsonl`` in typed columns.

Needs pyarrow (``pip install 'chaosdocs[parquet]'``). Values that may be any JSON, `accept` and
`was`, are JSON texts; everything else has a type of its own. `read_parquet` gives back the rows of
``fields.jsonl``, key by key; only halves of surrogate pairs, which UTF-8 cannot hold, are lost.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.errors import UserError
from chaosdocs.score.judging.comparison import shown
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import ANSWERED, DERIVED, FLAGGED, VALUE, Table
from chaosdocs.truth.field_truth import STATES

if TYPE_CHECKING:
    from chaosdocs.score.run import ScoreResult

FIELDS_PARQUET: Final = "fields.parquet"
ROWS: Final = 65_536
"""Rows of a group; so many are in memory at a time."""
_TYPES: Final = {
    "reader": "string",
    "case": "string",
    "label": "string",
    "record": "string",
    "trial": "int32",
    "path": "string",
    "at": "string",
    "schema_path": "string",
    "kind": "string",
    "operator": "string",
    "family": "string",
    "severity": "int32",
    "medium": "string",
    "rendering": "string",
    "touched": "bool",
    "state": "string",
    "derived": "bool",
    "outcome": "string",
    "error_type": "string",
    "lure": "string",
    "given_as": "string",
    "answered": "bool",
    "flagged": "bool",
    "value": "bool",
    "p": "float64",
    "weight": "float64",
    "rows": "int32",
    "accept": "list",
    "was": "string",
    "got": "string",
    "twin": "string",
    "twin_state": "string",
    "latency_s": "float64",
    "cost_usd": "float64",
}
"""Column to type, in the order of ``fields.jsonl``."""


def need_pyarrow() -> None:
    """Make sure that pyarrow is there.

    Raises:
        UserError: It is not; the extra that brings it is named.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise UserError(
            "pyarrow is not installed",
            where=FIELDS_PARQUET,
            hint="pip install 'chaosdocs[parquet]'",
        )


def write_parquet(result: ScoreResult, out: str | Path) -> Path:
    """Write the judged fields of all readers to ``fields.parquet``, whole or not at all.

    Args:
        result: What came of a score.
        out: Folder.

    Raises:
        UserError: pyarrow is not installed, or the folder cannot be written to.
    """
    need_pyarrow()
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetWriter

    path = Path(out) / FIELDS_PARQUET
    temporary = path.with_name(f".{path.name}.part")
    schema = _schema(result.summary.run)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with ParquetWriter(temporary, schema, compression="zstd") as writer:
            for cells in result.conditions:
                for start in range(0, len(cells.table), ROWS):
                    stop = min(start + ROWS, len(cells.table))
                    columns = _columns(cells.table, start, stop)
                    arrays = [columns[name] for name in _TYPES]
                    writer.write_batch(RecordBatch.from_arrays(arrays, schema=schema))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UserError(f"cannot write: {error.strerror or error}", where=str(path)) from error
    return path


def read_parquet(path: str | Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a ``fields.parquet`` as the objects that stand in ``fields.jsonl``.

    Raises:
        UserError: pyarrow is not installed, or the file cannot be read.
    """
    need_pyarrow()
    from pyarrow import ArrowInvalid
    from pyarrow.parquet import ParquetFile

    try:
        file = ParquetFile(path)
    except (OSError, ArrowInvalid) as error:
        raise UserError(f"no Parquet file: {error}", where=str(path)) from error
    with file:
        for batch in file.iter_batches(ROWS):
            for row in batch.to_pylist():
                row["accept"] = [json.loads(each) for each in row["accept"]]
                row["was"] = None if row["was"] is None else json.loads(row["was"])
                yield row


def _schema(run: str) -> Any:  # noqa: ANN401 - pyarrow
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "int32": pa.int32(),
        "bool": pa.bool_(),
        "float64": pa.float64(),
        "list": pa.list_(pa.field("element", pa.string(), nullable=False)),
    }
    return pa.schema(
        [(name, types[kind]) for name, kind in _TYPES.items()],
        metadata={"chaosdocs": "fields", "format": str(FORMAT), "run": run},
    )


def _columns(table: Table, start: int, stop: int) -> dict[str, Any]:
    """Return the columns of some entries of a table, as arrays of pyarrow."""
    import numpy as np
    import pyarrow as pa

    part = slice(start, stop)
    case, trial = table.case[part], table.trial[part]
    bits = np.array(table.bits[part])
    p = np.array(table.p[part])
    twin = np.full(stop - start, -1) if table.twin is None else np.asarray(table.twin[part])
    found = twin >= 0
    first = min(case)
    cases = table.cases[first : max(case) + 1]
    nth = pa.array([number - first for number in case])
    lines = table.answers.lines
    asked = list(zip(case, trial, strict=True))
    said = {key: lines.get((table.cases[key[0]].case, key[1])) for key in dict.fromkeys(asked)}
    expected, got = table.expected[part], table.got[part]

    def named(names: Any, numbers: Any, there: Any = None) -> Any:  # noqa: ANN401
        mask = None if there is None else ~there
        return pa.array([_text(name) for name in names], pa.string()).take(
            pa.array(numbers, mask=mask)
        )

    def of_case(name: str) -> Any:  # noqa: ANN401
        kind = pa.int32() if _TYPES[name] == "int32" else pa.string()
        return pa.array([getattr(each, name) for each in cases], kind).take(nth)

    def of_line(name: str) -> Any:  # noqa: ANN401
        amounts = {key: None if line is None else getattr(line, name) for key, line in said.items()}
        return pa.array([amounts[key] for key in asked], pa.float64())

    encode = json.JSONEncoder(ensure_ascii=True).encode
    rights = [truth.accept or truth.readings for truth in expected]
    ends = np.cumsum([0, *map(len, rights)], dtype=np.int32)
    return {
        **{name: of_case(name) for name in _OF_CASE},
        "reader": pa.array([_text(table.reader)] * len(expected), pa.string()),
        "trial": pa.array(trial, pa.int32()),
        "path": pa.array([truth.path for truth in expected], pa.string()),
        "at": pa.array(table.at[part], pa.string()),
        "schema_path": named(table.schema_paths.names, table.schema_path[part]),
        "kind": named(table.kinds.names, table.kind[part]),
        "touched": pa.array([truth.touched for truth in expected], pa.bool_()),
        "state": named(STATES, table.state[part]),
        "outcome": named(OUTCOMES, table.outcome[part]),
        "error_type": named(table.error_types.names, table.error_type[part]),
        "lure": named(table.lures.names, table.lure[part]),
        "given_as": named(table.given_as_names.names, table.given_as[part]),
        **{name: pa.array((bits & bit) != 0) for name, bit in _BITS.items()},
        "p": pa.array(p, pa.float64(), mask=np.isnan(p)),
        "weight": pa.array(table.weight[part], pa.float64()),
        "rows": pa.array(table.rows[part], pa.int32()),
        "accept": pa.ListArray.from_arrays(
            pa.array(ends),
            pa.array([encode(value) for value in chain.from_iterable(rights)], pa.string()),
            type=_schema("").field("accept").type,
        ),
        "was": pa.array(
            [None if truth.was is None else encode(truth.was) for truth in expected], pa.string()
        ),
        "got": pa.array(
            [None if each is None else _text(shown(each)) for each in got], pa.string()
        ),
        "twin": named(OUTCOMES, np.array(table.outcome)[twin], found),
        "twin_state": named(STATES, np.array(table.state)[twin], found),
        "latency_s": of_line("latency_s"),
        "cost_usd": of_line("cost_usd"),
    }


def _text(words: str) -> str:
    """Return a text that UTF-8 can hold: half a surrogate pair becomes a question mark."""
    return words.encode("utf-8", "replace").decode()


_OF_CASE: Final = (
    "case", "label", "record", "operator", "family", "severity", "medium", "rendering",
)  # fmt: skip
_BITS: Final = {"derived": DERIVED, "answered": ANSWERED, "flagged": FLAGGED, "value": VALUE}
