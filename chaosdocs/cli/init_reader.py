"""`chaosdocs init-reader`: a Python reader with three example functions."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import say
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically

READER = '''\
"""A reader: a function that turns the files of a case into an answer.

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
    """Return a value for every field of the schema.

    If the document does not say a value, leave the field null and give the reason in "abstain".
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
    """Ask your model here. This placeholder answers nothing."""
    return dict.fromkeys(schema["properties"])


def text(case, files):
    """Return the text of the document, as a parser does. The score counts the values it kept."""
    return {{"text": "\\n".join(decoded(path) for path in files.values())}}


def tables(case, files):
    """Return tables as lists of rows of cells, as a table parser does."""
    return {{"tables": [list(csv.reader(io.StringIO(decoded(p)))) for p in files.values()]}}


def by_role(case, files):
    """Return the files of a case by role, such as {{"books": path, "bank": path}}."""
    return {{file["role"]: files[file["path"]] for file in case["files"]}}


def decoded(path: Path) -> str:
    """Return the file as text. Put your parser here."""
    return path.read_bytes().decode("utf-8", errors="replace").replace("\\x00", "")
'''


@click.command(short_help="Write a Python reader to start from.")
@click.argument("path", type=click.Path(path_type=Path), default=Path("my_reader.py"))
@click.option("--force", is_flag=True, help="Overwrite PATH.")
def command(path: Path, force: bool) -> None:
    """Write a Python reader to PATH (my_reader.py): functions for fields, text and tables."""
    if path.suffix != ".py" or not path.stem.isidentifier():
        raise UserError("PATH must be a Python module, such as my_reader.py", where=str(path))
    if path.exists() and not force:
        raise UserError("the file exists already", where=str(path), hint="--force overwrites it")
    write_atomically(path, READER.format(module=path.stem).encode())
    say(
        f"{path} is written. "
        f"Next: chaosdocs run CORPUS --reader {path.stem}:fields -o answers.jsonl"
    )
