"""Rows of ``fields.jsonl`` as text, written for speed.

A million rows share cases, paths and outcomes; each is encoded once. A line holds the keys of
`FieldRow` that do not have their default value, without blanks: that of most is the default.
``FieldRow.model_validate_json(line)`` is the whole row again.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from json.encoder import encode_basestring_ascii
from typing import Any, Final

from chaosdocs.score.judging.comparison import Json, shown
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import ANSWERED, DERIVED, FLAGGED, TOUCHED, VALUE, Table
from chaosdocs.truth.stated import STATES

_text: Callable[[str], str] = encode_basestring_ascii
_dumps: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_BOOL: Final = ("false", "true")


class _Texts(dict[str, str]):
    """Texts as JSON."""

    def __missing__(self, text: str) -> str:
        encoded = self[text] = _text(text)
        return encoded


class _Weights(dict[float, str]):
    """Weights as JSON."""

    def __missing__(self, number: float) -> str:
        encoded = repr(number)
        if number:  # 0.0 equals -0.0
            self[number] = encoded
        return encoded


class _Verdicts(dict[tuple[int, ...], str]):
    """What became of a field, as JSON: a few hundred combinations whatever the corpus."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __missing__(self, key: tuple[int, ...]) -> str:
        state, outcome, sub, lure, channel, bits = key
        table = self._table
        said = {
            "error_type": table.error_types.names[sub],
            "lure": table.lures.names[lure],
            "given_as": table.given_as_names.names[channel],
        }
        optional = "".join(f'"{name}":{_text(text)},' for name, text in said.items() if text)
        derived = '"derived":true,' if bits & DERIVED else ""
        encoded = self[key] = (
            f'"touched":{_BOOL[bits & TOUCHED != 0]},'
            f'"state":{_text(STATES[state])},{derived}'
            f'"outcome":{_text(OUTCOMES[outcome])},{optional}'
            f'"answered":{_BOOL[bits & ANSWERED != 0]},'
            f'"flagged":{_BOOL[bits & FLAGGED != 0]},"value":{_BOOL[bits & VALUE != 0]},'
        )
        return encoded


def encoded_rows(table: Table) -> Iterator[str]:
    """Yield every judged field as the line of ``fields.jsonl`` that it is, without its end."""
    texts, weights, verdicts = _Texts(), _Weights(), _Verdicts(table)
    reader = _text(table.reader)
    last: tuple[int, int] | None = None
    head = middle = tail = ""
    columns = zip(
        table.case, table.trial, table.expected, table.at, table.p, table.weight, table.rows,
        table.got, _twins(table),
        zip(
            table.state, table.outcome, table.error_type, table.lure, table.given_as, table.bits,
            strict=True,
        ),
        strict=True,
    )  # fmt: skip
    for number, trial, truth, at, p, weight, rows, got, twin, verdict in columns:
        if (number, trial) != last:
            last = number, trial
            head, middle, tail = _around(table, number, trial, reader)
        right = truth.accept or truth.readings
        accept = f',"accept":[{",".join(map(_json, right))}]' if right else ""
        was = "" if truth.was is None else f',"was":{_json(truth.was)}'
        given = "" if got is None else f',"got":{_text(shown(got))}'
        sure = "" if p != p else f'"p":{p!r},'  # noqa: PLR0124 - NaN
        surplus = "" if rows == 1 else f',"rows":{rows}'
        yield (
            f'{head}"path":{texts[truth.path]},"at":{texts[at]},'
            f'"schema_path":{texts[truth.schema_path]},'
            f'"kind":{texts[truth.kind]},{middle}{verdicts[verdict]}'
            f'{sure}"weight":{weights[weight]}{surplus}{accept}{was}{given}{twin}{tail}'
        )


def _json(value: Json) -> str:
    """A value of the truth; most are texts, or objects with a few of them."""
    if type(value) is str:
        return _text(value)
    if type(value) is dict and all(type(k) is type(v) is str for k, v in value.items()):
        return f"{{{','.join([f'{_text(key)}:{_text(each)}' for key, each in value.items()])}}}"
    return _dumps(value)


def _twins(table: Table) -> list[str]:
    """What is told of the same field of the clean twin, for every field."""
    import numpy as np

    none = ""
    if table.twin is None or not len(table):
        return [none] * len(table)
    told = [
        f',"twin":{_text(outcome)},"twin_state":{_text(state)}'
        for outcome, state in itertools.product(OUTCOMES, STATES)
    ]
    outcome, state = np.frombuffer(table.outcome, np.int8), np.frombuffer(table.state, np.int8)
    code = outcome[table.twin].astype(np.int64) * len(STATES) + state[table.twin]
    names = np.array([*told, none], object)
    found: list[str] = names[np.where(table.twin < 0, len(told), code)].tolist()
    return found


def _around(table: Table, number: int, trial: int, reader: str) -> tuple[str, str, str]:
    """The parts of a row that all fields of a case share."""
    case = table.cases[number]
    line = table.answers.lines.get((case.case, trial))
    late, paid = (None, None) if line is None else (line.latency_s, line.cost_usd)
    again = f'"trial":{trial},' if trial else ""
    head = (
        f'{{"reader":{reader},"case":{_text(case.case)},"label":{_text(case.label)},'
        f'"record":{_text(case.record)},{again}'
    )
    middle = (
        f'"operator":{_text(case.operator)},"family":{_text(case.family)},'
        f'"severity":{case.severity},"medium":{_text(case.medium)},'
        f'"rendering":{_text(case.rendering)},'
    )
    measured = {"latency_s": late, "cost_usd": paid}
    told = "".join(f',"{name}":{_dumps(n)}' for name, n in measured.items() if n is not None)
    return head, middle, f"{told}}}"
