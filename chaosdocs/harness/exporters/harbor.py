"""Harbor: a task folder for each case. The truth is in none of them.

An agent reads the documents in its box and writes ``/app/answer.json``. The judge runs on the host,
as a verifier of Harbor: `chaosdocs.harness.harbor:Judge`. Without it ``tests/test.sh`` says only
whether there is an answer. Import takes the folder of a job.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.logs import json_file, object_at
from chaosdocs.harness.public_half import Export

ANSWERS: Final = ("verifier/answer.json", "artifacts/app/answer.json", "artifacts/answer.json")
"""Where in the folder of a trial an answer may lie."""
TOML: Final = """\
schema_version = "1.4"
artifacts = ["/app/answer.json"]

[task]
name = "chaosdocs/{case}"
description = "Extract the fields of a document."

[metadata]
{about}
[agent]
timeout_sec = 900.0

[verifier]
timeout_sec = 120.0
environment_mode = "shared"

[environment]
network_mode = "public"
"""
TEST: Final = """\
#!/bin/bash
# Says whether there is an answer. `chaosdocs.harness.harbor:Judge` judges it, or the import does.
if python3 -m json.tool /app/answer.json >/dev/null 2>&1; then r=1; else r=0; fi
echo "{\\"reward\\": 0, \\"answered\\": $r}" > /logs/verifier/reward.json
"""
DOCKERFILE: Final = """\
FROM python:3.12-slim
WORKDIR /app
COPY files/ /app/
"""


def write(made: Export) -> None:
    """Write the task folders."""
    for case in made.cases():
        home = f"tasks/{case.case}"
        names = list(_files(made, case, home))
        words = f"Read {', '.join(names)}. Write your answer to /app/answer.json."
        made.text(
            f"{home}/instruction.md",
            f"{words}\n\n{made.question(case)}\n",
        )
        about = "".join(f"{k} = {json.dumps(v)}\n" for k, v in made.about(case).items())
        made.text(f"{home}/task.toml", TOML.format(case=case.case, about=about))
        made.text(f"{home}/environment/Dockerfile", DOCKERFILE)
        made.text(f"{home}/tests/test.sh", TEST)
        (made.out / home / "tests" / "test.sh").chmod(0o755)


def _files(made: Export, case: Case, home: str) -> Iterator[str]:
    """Copy the documents into the box; yield where they are in it."""
    folder = made.out / home / "environment" / "files"
    folder.mkdir(parents=True)
    for number, file in enumerate(case.files, 1):
        ending = Path(file.path).suffix
        alone = len(case.files) == 1
        name = f"{file.role or ('document' if alone else f'document-{number}')}{ending}"
        shutil.copyfile(inside(made.source.folder, file.path), folder / name)
        yield f"/app/{name}"


def read(path: Path) -> Iterator[Said]:
    """Yield what the result of one trial says.

    Args:
        path: A file ``result.json``, of a trial or of a whole job.

    Raises:
        UserError: It is no such file.
    """
    row = json_file(path)
    if not isinstance(row, Mapping):
        raise UserError("not a result of Harbor", where=str(path))
    task = str(row.get("task_name") or "")
    if "trial_name" not in row or "/" not in task:
        return  # the job's own
    about = {**_about(row), "case": task.rpartition("/")[2]}
    found = next((p for place in ANSWERS if (p := path.parent / place).is_file()), None)
    said = found.read_bytes().decode("utf-8", errors="replace") if found else None
    why = object_at(row, "exception_info").get("exception_message")
    yield Said(
        about,
        said,
        error="" if found else str(why or "the agent wrote no answer"),
        model=str(object_at(row, "agent_info", "model_info").get("name") or ""),
    )


def _about(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the metadata of the task, where its folder is still there."""
    folder = object_at(row, "config", "task").get("path")
    try:
        told = tomllib.loads((Path(str(folder)) / "task.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return dict(object_at(told, "metadata"))


EXPORTER: Final = Exporter(
    harness="harbor 0.26.0",
    command="harbor run -p tasks -a AGENT -m MODEL --verifier chaosdocs.harness.harbor:Judge "
    "--verifier-kwarg private=../private",
    write=write,
    read=read,
    logs=("result.json",),
)
