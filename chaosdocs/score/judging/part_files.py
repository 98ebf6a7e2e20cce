"""A part of a judged run as a file, so that machines that share no memory can judge one run.

The first line says which part of which run it is; each other line holds one case of one trial.
Nothing in it is code: a part may come from anywhere.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import astuple
from itertools import chain
from pathlib import Path
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import json_line, numbered_lines, write_atomically
from chaosdocs.score.judging.answers import Answers
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import Expected, ScoredCase, ScoredCorpus
from chaosdocs.score.judging.lines import DUPLICATED
from chaosdocs.score.judging.outcomes import Judged
from chaosdocs.score.judging.parts import JudgedPart, judge_part, part_of

_TRUTH: Final = TypeAdapter(Expected)
_ODD: Final = "$chaosdocs"
"""Key of an object that stands for what JSON cannot say."""
_COLUMNS: Final = ("channels", "at", "got", "p", "weights", "rows")


def write_part(
    corpus: ScoredCorpus, answers: Answers, config: Config, part: tuple[int, int], folder: Path
) -> Path:
    """Judge one of several parts of a run and write it into a folder.

    Args:
        corpus: The truth of all cases.
        answers: What was said of all of them.
        config: Weights, comparisons and sentinels.
        part: k and n: the k-th of n parts, from 1.
        folder: Where the file is written; its name is that of the reader and the part.

    Raises:
        UserError: The file cannot be written.
    """
    number, parts = part
    some, said = part_of(corpus, answers, number - 1, parts)
    judged = judge_part(some, said, config)
    reader = re.sub(r"[^\w.-]", "_", answers.reader)
    path = folder / f"{reader}-{number}-of-{parts}.jsonl"
    head = {
        "format": FORMAT,
        "run": _run(corpus, answers, config),
        "part": number,
        "of": parts,
        "counts": judged.counts,
    }
    lines = chain([head], _rows(some, judged))
    write_atomically(path, (f"{json.dumps(line)}\n".encode() for line in lines))
    return path


def read_parts(
    corpus: ScoredCorpus, answers: Answers, config: Config, folder: Path
) -> list[JudgedPart]:
    """Return all parts of a run that lie in a folder; files of other runs are passed over.

    Raises:
        UserError: A part is missing, or a file is damaged.
    """
    run = _run(corpus, answers, config)
    found: dict[int, JudgedPart] = {}
    wanted = 0
    for path in sorted(folder.glob("*.jsonl")):
        lines = numbered_lines(path)
        head = _head(path, next(lines, (1, b"")))
        if head["run"] != run:
            continue
        wanted = head["of"]
        found[head["part"]] = _read(path, lines, corpus, answers, Counter(head["counts"]))
    missing = sorted({*range(1, wanted + 1)} - found.keys())
    if missing or not wanted:
        what = f"part {missing[0]} of {wanted} is missing" if missing else "no part is there"
        raise UserError(
            f"{what} for the answers of {answers.reader}",
            where=str(folder),
            hint="judge each part with the same corpus, answers, --config, --channel and --nulls: "
            "`chaosdocs score CORPUS ANSWERS --part K/N -o FOLDER`",
        )
    there = {at for part in found.values() for at in part.entries}
    lost = sorted({*answers.lines} - there)
    if lost:
        case, trial = lost[0]
        raise UserError(f"no part has case {case}, trial {trial}", where=str(folder))
    return [found[number] for number in sorted(found)]


def _run(corpus: ScoredCorpus, answers: Answers, config: Config) -> str:
    """Return what tells parts of this run from those of others."""
    named = (corpus.digest, corpus.channel, config.digest(), answers.digest, answers.nulls)
    return sha256(canonical([FORMAT, *named]))


def _head(path: Path, first: tuple[int, bytes]) -> Mapping[str, Any]:
    head = json_line(first[1], f"{path}:1")
    known = {"format": int, "run": str, "part": int, "of": int, "counts": dict}
    if not isinstance(head, dict) or any(type(head.get(k)) is not t for k, t in known.items()):
        raise UserError("this is no part of a score", where=f"{path}:1")
    return head


def _rows(corpus: ScoredCorpus, judged: JudgedPart) -> Iterator[dict[str, Any]]:
    for (case, trial), entries in judged.entries.items():
        numbers = {id(t): n for n, t in enumerate(corpus.cases[case].fields())}
        told = []
        for (truths, verdicts), columns in entries:
            where = (numbers.get(id(truth), truth) for truth in truths)
            told.append(
                {
                    "truths": [
                        each if isinstance(each, int) else _TRUTH.dump_python(each, mode="json")
                        for each in where
                    ],
                    "judged": [astuple(each) for each in verdicts],
                    **{name: _plain(columns.get(name)) for name in _COLUMNS},
                }
            )
        invalid = judged.lines[case, trial].invalid
        yield {"case": case, "trial": trial, "invalid": invalid, "entries": told}


def _read(
    path: Path,
    lines: Iterator[tuple[int, bytes]],
    corpus: ScoredCorpus,
    answers: Answers,
    counts: Counter[str],
) -> JudgedPart:
    entries: dict[tuple[str, int], list[tuple[tuple[Any, ...], dict[str, Any]]]] = {}
    said = {}
    for number, raw in lines:
        where = f"{path}:{number}"
        row = json_line(raw, where)
        try:
            at = row["case"], row["trial"]
            line, case = answers.lines[at], corpus.cases[at[0]]
            entries[at] = [_entry(each, case) for each in row["entries"]]
            line.invalid = str(row["invalid"])
            said[at] = line
        except (KeyError, IndexError, TypeError, ValueError, ValidationError) as error:
            raise UserError(f"this part is damaged: {error}"[:300], where=where) from error
    return JudgedPart(entries, said, counts)


def _entry(told: Mapping[str, Any], case: ScoredCase) -> tuple[tuple[Any, ...], dict[str, Any]]:
    fields = list(case.fields())
    truths = [fields[t] if type(t) is int else _TRUTH.validate_python(t) for t in told["truths"]]
    judged = [Judged(*each) for each in told["judged"]]
    columns = {name: _unplain(told[name]) for name in _COLUMNS}
    lengths = {len(each) for each in (truths, judged, *filter(None, columns.values()))}
    if len(lengths) > 1:
        raise ValueError("its columns are of several lengths")
    return (truths, judged), columns


def _plain(data: Any) -> Any:  # noqa: ANN401 - JSON
    """Return data as JSON that `_unplain` turns back."""
    if data is DUPLICATED:
        return {_ODD: "duplicated"}
    if isinstance(data, dict):
        made = {key: _plain(value) for key, value in data.items()}
        return {_ODD: made} if _ODD in data else made
    if isinstance(data, list | tuple):
        return [_plain(each) for each in data]
    return data


def _unplain(data: Any) -> Any:  # noqa: ANN401 - JSON
    if isinstance(data, dict):
        if data.keys() == {_ODD}:
            held = data[_ODD]
            return DUPLICATED if held == "duplicated" else {k: _unplain(v) for k, v in held.items()}
        return {key: _unplain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_unplain(each) for each in data]
    return data
