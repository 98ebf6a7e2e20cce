"""Logs of other harnesses, as answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import json_line, numbered_lines, write_atomically
from chaosdocs.harness.exporter import Exporter, Said
from chaosdocs.harness.exporting import MANIFEST, PUBLIC
from chaosdocs.harness.registry import EXPORTERS
from chaosdocs.readers.said import NULLS, line_of
from chaosdocs.readers.settings import FORMS, Form

MORE: Final = ("latency_s", "cost_usd", "tokens_in", "tokens_out")
TASKS: Final = ("extract", "text", "tables", "reconcile", "map")
LONGEST_ERROR: Final = 500
_ABOVE: Final = 5


@dataclass(slots=True)
class Imported:
    """What came of an import.

    Attributes:
        answers: Lines that were written, errors among them.
        errors: Lines that say why there is no answer.
        cases: Cases that they are of.
        again: Answers to a case and trial that were there already: they became further trials.
        exported: Cases of the export, where its manifest was found near a log.
    """

    answers: int = 0
    errors: int = 0
    cases: set[str] = field(default_factory=set)
    again: int = 0
    exported: int | None = None


def convert(
    kind: str,
    logs: Sequence[Path],
    out: Path,
    *,
    model: str | None = None,
    case: str | None = None,
    said: str | None = None,
) -> Imported:
    """Write the answers that are in logs, whole or not at all.

    Args:
        kind: A name of the registry of exporters.
        logs: Files, or folders where the harness writes its logs.
        out: A new file of answers.
        model: Whose answers are taken; needed where several models answered.
        case: For ``jsonl``, the dotted key of the case.
        said: For ``jsonl``, the dotted key of what was said.

    Raises:
        UserError: There is no such format, the file is there already, a log cannot be read or is
            not of this format, no case is in it, or several models or corpora are.
    """
    exporter = EXPORTERS[kind]
    if out.exists():
        raise UserError("the file exists already", where=str(out), hint="name a new one")
    if case or said:
        exporter = _with_keys(kind, case, said)
    if exporter.read is None:
        raise UserError(
            f"{kind} writes no log of its own",
            where="import",
            hint='write a line of JSON for each answer ({"case", "corpus", "said"}), then take '
            "`chaosdocs import jsonl`",
        )
    found = [(log, each) for log in logs for each in _read(exporter, kind, log)]
    if not found:
        raise UserError(
            "the log holds no answer to a case of a corpus",
            where=", ".join(map(str, logs)),
            hint=f"a log of {exporter.harness} with the samples of an export is needed",
        )
    chosen = _of_one_model(found, model)
    _of_one_corpus(chosen)
    manifest = _manifest(logs)
    written = manifest.get("written")
    made = Imported(exported=written if isinstance(written, int) else None)
    write_atomically(out, list(_lines(chosen, made, str(manifest.get("corpus") or ""))))
    return made


def json_file(path: Path) -> Any:  # noqa: ANN401 - JSON
    """Return the JSON in a file.

    Raises:
        UserError: It cannot be read, or is not JSON.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UserError(f"cannot read: {error.strerror}", where=str(path)) from error
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        words = "the file is empty" if not data.strip() else f"not JSON, or cut short: {error}"
        raise UserError(words, where=str(path)) from error


def json_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the lines of a file as objects.

    Raises:
        UserError: The file cannot be read, or a line is no object.
    """
    for number, raw in numbered_lines(path):
        if not raw.strip():
            continue
        row = json_line(raw, f"{path}:{number}")
        if not isinstance(row, dict):
            raise UserError("an object is needed on every line", where=f"{path}:{number}")
        yield row


def object_at(holder: Any, *keys: str) -> Mapping[str, Any]:  # noqa: ANN401 - JSON
    """Return the object below some keys, an empty one where there is none."""
    for key in keys:
        holder = holder.get(key) if isinstance(holder, Mapping) else None
    return holder if isinstance(holder, Mapping) else {}


def list_at(holder: Any, *keys: str) -> list[Any]:  # noqa: ANN401 - JSON
    """Return the list below some keys, an empty one where there is none."""
    *above, last = keys
    found = object_at(holder, *above).get(last)
    return found if isinstance(found, list) else []


def amount(value: Any) -> float | None:  # noqa: ANN401 - JSON
    """Return a number from 0 up; None for anything else."""
    right = isinstance(value, int | float) and not isinstance(value, bool)
    return value if right and 0 <= value < float("inf") else None


def _with_keys(kind: str, case: str | None, said: str | None) -> Exporter:
    from dataclasses import replace
    from functools import partial

    from chaosdocs.harness.exporters.jsonl import read

    if kind != "jsonl":
        raise UserError(
            "only lines of JSON have keys to name", where="--case, --said", hint="import jsonl"
        )
    return replace(EXPORTERS["jsonl"], read=partial(read, case=case, said=said))


def _read(exporter: Exporter, kind: str, log: Path) -> Iterator[Said]:
    assert exporter.read is not None  # noqa: S101 - asked by the caller
    for path in _files(exporter, kind, log):
        try:
            yield from exporter.read(path)
        except (KeyError, TypeError, AttributeError, IndexError, ValueError) as error:
            raise UserError(
                f"not a log of {exporter.harness}: {type(error).__name__}: {error}",
                where=str(path),
                hint="another version of the harness may have written it",
            ) from error


def _files(exporter: Exporter, kind: str, log: Path) -> list[Path]:
    if not log.exists():
        raise UserError("there is no such file", where=str(log))
    if not log.is_dir():
        return [log]
    found = sorted({path for glob in exporter.logs for path in log.rglob(glob)})
    found = [path for path in found if path.is_file() and not path.name.startswith(".")]
    if not found:
        raise UserError(f"no log of {kind} in this folder", where=str(log), allowed=exporter.logs)
    return found


def _of_one_model(found: Sequence[tuple[Path, Said]], model: str | None) -> list[tuple[Path, Said]]:
    models = sorted({each.model for _, each in found if each.model})
    if model is not None:
        chosen = [(log, each) for log, each in found if each.model == model]
        if not chosen:
            raise UserError(f"{model!r} answered nothing here", where="--model", allowed=models)
        return chosen
    if len(models) > 1:
        raise UserError(
            f"{len(models)} models answered: {', '.join(models)}",
            where=str(found[0][0]),
            hint="take one at a time: --model NAME",
        )
    return list(found)


def _of_one_corpus(found: Sequence[tuple[Path, Said]]) -> None:
    digests = {str(each.about["corpus"]): log for log, each in found if each.about.get("corpus")}
    if len(digests) > 1:
        listed = "; ".join(f"{digest[:12]} in {log}" for digest, log in sorted(digests.items()))
        raise UserError(f"answers to {len(digests)} corpora: {listed}", hint="import them apart")


def _lines(found: Iterable[tuple[Path, Said]], made: Imported, corpus: str) -> Iterator[bytes]:
    taken: Counter[str] = Counter()
    seen: set[tuple[str, int]] = set()
    for log, each in found:
        case = each.about.get("case")
        if not isinstance(case, str):
            raise UserError("a sample has no case", where=str(log))
        wanted = taken[case] if each.trial is None else each.trial
        trial = wanted if (case, wanted) not in seen else max(taken[case], wanted + 1)
        while (case, trial) in seen:
            trial += 1
        made.again += each.trial is not None and trial != each.trial
        seen.add((case, trial))
        taken[case] = max(taken[case], trial + 1)
        made.answers += 1
        made.errors += bool(each.error)
        made.cases.add(case)
        yield (
            json.dumps({"case": case, **_line(each, log, corpus), "trial": trial}).encode() + b"\n"
        )


def _line(each: Said, log: Path, digest: str) -> dict[str, Any]:
    form, task = _one_of(each, "form", FORMS, log), _one_of(each, "task", TASKS, log)
    which: Form = "envelope" if form == "envelope" else "plain"
    line = (
        {"answer": None, "error": each.error[:LONGEST_ERROR], "nulls": NULLS[which]}
        if each.error
        else {**line_of(task, each.said, which), "nulls": NULLS[which]}
    )
    corpus = each.about.get("corpus") or digest
    if isinstance(corpus, str) and corpus:
        line["corpus"] = corpus
    return line | {key: each.more[key] for key in MORE if each.more.get(key) is not None}


def _one_of(each: Said, key: str, allowed: Sequence[str], log: Path) -> str:
    said = each.about.get(key) or allowed[0]
    if said not in allowed:
        raise UserError(f"no {key} {said!r}", where=str(log), given=str(said), allowed=allowed)
    return str(said)


def _manifest(logs: Sequence[Path]) -> Mapping[str, Any]:
    """Return the manifest of the export that stands in or above a log's folder, if one does."""
    for log in logs:
        start = log.resolve()
        for folder in (start, *list(start.parents)[:_ABOVE]):
            for path in (folder / MANIFEST, folder / PUBLIC / MANIFEST):
                if path.is_file():
                    return object_at(json_file(path))
    return {}
