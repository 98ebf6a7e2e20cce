"""`chaosdocs init-reader`: a reader in Python, in its three shapes."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import say
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically

READER = '''\
"""A reader: whatever turns the files of a case into an answer.

    chaosdocs run CORPUS --reader {module}:fields -o answers.jsonl
    chaosdocs score CORPUS answers.jsonl -o report

`case` is a line of cases.jsonl: its id, "instructions", the JSON "schema" of the answer, and
"files" with path and media type. `files` maps each path to the file on disk. Where a case has
several files, each has a "role" as well. What is raised here becomes an error of this one case.
"""

import csv
import io
from pathlib import Path


def fields(case, files):
    """The common shape: a value for every field of the schema.

    Leave a field null, and say why under "abstain", where the document does not tell.
    """
    path = next(iter(files.values()))
    answer = my_model(path, case["instructions"], case["schema"])
    unknown = [name for name, value in answer.items() if value is None]
    return {{
        "answer": answer,
        "abstain": {{f"/{{name}}": "not_present" for name in unknown}},
        "confidence": {{"*": 0.5}},
    }}


def my_model(path: Path, instructions: str, schema: dict) -> dict:
    """Ask your model here; this one knows nothing, and says so."""
    return dict.fromkeys(schema["properties"])


def text(case, files):
    """The shape of a parser: the text of the document, scored by what of the truth it kept."""
    return {{"text": "\\n".join(decoded(path) for path in files.values())}}


def tables(case, files):
    """The shape of a table parser: tables of rows of cells."""
    return {{"tables": [list(csv.reader(io.StringIO(decoded(p)))) for p in files.values()]}}


def by_role(case, files):
    """The files of a case that has several, by their role: {{"books": path, "bank": path}}."""
    return {{file["role"]: files[file["path"]] for file in case["files"]}}


def decoded(path: Path) -> str:
    """The file as text, whatever it is; put your parser here."""
    return path.read_bytes().decode("utf-8", errors="replace").replace("\\x00", "")
'''


@click.command(short_help="Write a reader in Python to begin with.")
@click.argument("path", type=click.Path(path_type=Path), default=Path("my_reader.py"))
@click.option("--force", is_flag=True, help="Overwrite PATH.")
def command(path: Path, force: bool) -> None:
    """Write a reader with its three shapes (fields, text, tables) to PATH (my_reader.py)."""
    if path.suffix != ".py" or not path.stem.isidentifier():
        raise UserError("a reader is a Python module, such as my_reader.py", where=str(path))
    if path.exists() and not force:
        raise UserError("the file exists already", where=str(path), hint="--force overwrites it")
    write_atomically(path, READER.format(module=path.stem).encode())
    say(
        f"{path} is written. "
        f"Next: chaosdocs run CORPUS --reader {path.stem}:fields -o answers.jsonl"
    )
