"""Failing cases kept in folders of their own: file, twin, truth, and the way to ask again."""

from __future__ import annotations

import json
import shlex
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically
from chaosdocs.testing.stored import StoredCase, contents

REPLAY: Final = "replay.sh"
TEST: Final = "test_case.py"
_TEST: Final = '''"""{title}

Run by pytest, or alone; READER has to be found from where it is run.
"""

from pathlib import Path

from chaosdocs.readers.runner import ask_one
from chaosdocs.testing import StoredCase

HERE = Path(__file__).resolve().parent
READER = {reader!r}
FIELDS = {fields}


def test_the_reader_reads_this_case():
    case = StoredCase.saved(HERE)

    answer = ask_one(HERE, case.public, READER, truth=case.truth, deadline={deadline!r})
    case.check(answer, only=FIELDS, gaps_fail={gaps_fail!r})


if __name__ == "__main__":
    test_the_reader_reads_this_case()
'''
_SCRIPT: Final = """#!/bin/sh
# {title}
# Asks again; fails as long as the answer is wrong. Run it from where the reader is found.
here=$(cd "$(dirname "$0")" && pwd)
PYTHONPATH="$PWD${{PYTHONPATH:+:$PYTHONPATH}}" exec {command}
"""


def keep_for_reader(
    out: Path,
    case: StoredCase,
    answer: object,
    reader: str,
    *,
    title: str,
    fields: Collection[str] = (),
    gaps_fail: bool = False,
    deadline: float | None = None,
) -> Path:
    """Write a case with a test that asks `reader` again.

    Args:
        out: The folder, which must not be there.
        case: The case.
        answer: What the reader said.
        reader: What names it: ``module:function``, ``cmd:...``, ``builtin:...``.
        title: What is wrong, in a line.
        fields: Paths of the fields that the test looks at; all where empty.
        gaps_fail: Whether needless gaps fail too.
        deadline: Seconds that the test gives the reader.

    Returns:
        The folder.

    Raises:
        UserError: The folder is there, or cannot be written.
    """
    test = _TEST.format(
        title=_bare(title),
        reader=reader,
        fields=_set(fields),
        gaps_fail=gaps_fail,
        deadline=deadline,
    )
    script = _SCRIPT.format(title=_bare(title), command=f'{_python()} "$here/{TEST}"')
    files = contents(case, answer) | {TEST: test.encode(), REPLAY: script.encode()}
    return _written(out, files)


def keep_for_test(out: Path, case: StoredCase, answer: object, command: list[str]) -> Path:
    """Write a case that a test fails on, with a script that runs the test again.

    A folder that is there is written over, file by file.

    Args:
        out: The folder.
        case: The case.
        answer: What the test compared with it.
        command: What runs the test.
    """
    script = _SCRIPT.format(title=_bare(case.label), command=shlex.join(command))
    try:
        for name, data in (contents(case, answer) | {REPLAY: script.encode()}).items():
            write_atomically(out / name, data)
        (out / REPLAY).chmod(0o755)
    except OSError as error:
        raise UserError(f"cannot be written: {error.strerror}", where=str(out)) from error
    return out


def _written(out: Path, files: Mapping[str, bytes]) -> Path:
    """Write a new folder, all or nothing."""
    if out.exists():
        raise UserError("the folder exists already", where=str(out), hint="name a new folder")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=out.parent, prefix=".chaosdocs-") as scratch:
            new = Path(scratch) / "case"
            new.mkdir()
            for name, data in files.items():
                (new / name).write_bytes(data)
            (new / REPLAY).chmod(0o755)
            new.rename(out)
    except OSError as error:
        raise UserError(f"cannot be written: {error.strerror}", where=str(out)) from error
    return out


def _set(fields: Collection[str]) -> str:
    return f"{{{', '.join(json.dumps(field) for field in sorted(fields))}}}" if fields else "()"


def _python() -> str:
    """The interpreter that runs now, as a shell names it; ``PYTHON`` names another one."""
    return f'"${{PYTHON:-{sys.executable}}}"' if sys.executable else "python3"


def _bare(title: str) -> str:
    """Return a line that neither ends a docstring nor a comment."""
    kept = "".join(char if char.isprintable() else " " for char in title)
    return kept.replace("\\", "/").replace('"', "'")
