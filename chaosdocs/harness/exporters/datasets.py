"""Hugging Face datasets: Parquet with the bytes of the documents, and a card.

``load_dataset(FOLDER, split="test")`` loads it without a script, also as a stream. Every text is a
string column, so that no loader guesses types. Where cases have one PDF, the configuration ``pdf``
holds it as a `Pdf`. Answers come back as lines of JSON: `chaosdocs import jsonl`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.files import inside
from chaosdocs.harness.exporter import Exporter
from chaosdocs.harness.public_half import Export

SHARD: Final = 200
"""Rows of a file."""
GROUP: Final = 20
"""Rows of a row group, so that a stream fetches little."""
TEXTS: Final = ("case", "corpus", "form", "task", "channel", "media_type", "prompt", "schema")
CARD: Final = """\
---
license: other
task_categories: [document-question-answering]
tags: [document-understanding, information-extraction, chaosdocs]
configs:
- config_name: default
  data_files: [{{split: test, path: "data/all-*.parquet"}}]
{pdf}---
# {name}

Messy documents, made by chaosdocs. {canary}

`prompt` is what is asked, `files` holds the documents, `schema` (JSON text) the fields. The truth is not here.

Answers: a line of JSON each, `{{"case": ..., "corpus": ..., "said": ...}}`, then `chaosdocs import jsonl` and `chaosdocs score`.
"""  # noqa: E501 - a paragraph of Markdown is a line
PDF: Final = """\
- config_name: pdf
  data_files: [{split: test, path: "data/pdf-*.parquet"}]
"""


def write(made: Export) -> None:
    """Write the Parquet files and the card."""
    from chaosdocs.score.writing.parquet import need_pyarrow

    need_pyarrow()
    (made.out / "data").mkdir()
    singles = _Shards(made.out / "data", "pdf")
    whole = _Shards(made.out / "data", "all")
    for case in made.cases():
        files = list(_files(made, case))
        row = {
            **made.about(case),
            "prompt": made.question(case),
            "schema": json.dumps(case.ask, ensure_ascii=False),
        }
        whole.add({**row, "files": files})
        if len(files) == 1 and files[0]["media_type"] == "application/pdf":
            singles.add({**row, "pdf": {"bytes": files[0]["bytes"], "path": files[0]["path"]}})
    whole.flush()
    singles.flush()
    about = made.source.about
    made.text(
        "README.md",
        CARD.format(name=about.name, canary=about.canary, pdf=PDF if singles.count else ""),
    )


def _files(made: Export, case: Case) -> Iterator[dict[str, Any]]:
    for file in case.files:
        data = inside(made.source.folder, file.path).read_bytes()
        yield {"path": file.path, "media_type": file.media_type, "bytes": data}


class _Shards:
    """Rows, written to a file whenever there are enough."""

    def __init__(self, folder: Path, kind: str) -> None:
        self._folder = folder
        self._kind = kind
        self._rows: list[dict[str, Any]] = []
        self.count = 0

    def add(self, row: dict[str, Any]) -> None:
        """Take a row."""
        self._rows.append(row)
        if len(self._rows) == SHARD:
            self.flush()

    def flush(self) -> None:
        """Write the rows that are held."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not self._rows:
            return
        table = pa.Table.from_pylist(self._rows, schema=_schema(self._kind))
        pq.write_table(
            table,
            self._folder / f"{self._kind}-{self.count:05}.parquet",
            row_group_size=GROUP,
            write_page_index=True,
            compression="zstd",
        )
        self.count += 1
        self._rows.clear()


def _schema(kind: str) -> Any:  # noqa: ANN401 - pyarrow's
    import pyarrow as pa

    string: Any = {"dtype": "string", "_type": "Value"}
    binary: Any = {"dtype": "binary", "_type": "Value"}
    columns = [(name, pa.string()) for name in TEXTS]
    features: dict[str, Any] = dict.fromkeys(TEXTS, string)
    if kind == "pdf":
        columns.append(("pdf", pa.struct([("bytes", pa.binary()), ("path", pa.string())])))
        features["pdf"] = {"_type": "Pdf"}
    else:
        file = [("path", pa.string()), ("media_type", pa.string()), ("bytes", pa.binary())]
        columns.append(("files", pa.list_(pa.struct(file))))
        held = {"path": string, "media_type": string, "bytes": binary}
        features["files"] = {"feature": held, "_type": "List"}
    return pa.schema(
        columns, metadata={"huggingface": json.dumps({"info": {"features": features}})}
    )


EXPORTER: Final = Exporter(
    harness="datasets 5.2.0",
    command='python -c \'import datasets; print(datasets.load_dataset(".", split="test"))\'',
    write=write,
)
