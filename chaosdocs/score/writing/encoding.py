"""Rows of ``fields.jsonl`` as text, written for speed.

A million rows share cases, paths and outcomes; each is encoded once. A line holds the keys of
`FieldRow` that do not have their default value and do not follow from others, without blanks.
``FieldRow.model_validate_json(line)`` is the whole row again.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping
from json.encoder import encode_basestring_ascii
from typing import Any, Final

from chaosdocs.formats.fields import FieldRow, implied
from chaosdocs.score.judging.comparison import Json, shown
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import ANSWERED, DERIVED, FLAGGED, TOUCHED, VALUE, Table
from chaosdocs.truth.field_truth import STATES

_text: Callable[[str], str] = encode_basestring_ascii
_dumps: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=True, separators=(",", ":")).encode
_MOST_KEPT: Final = 4096
_SHORT: Final = 200
_DEFAULTS: Final = {
    name: field.default for name, field in FieldRow.model_fields.items() if not field.is_required()
}


class _Texts(dict[str, str]):
    """Texts as JSON."""

    def __missing__(self, text: str) -> str:
        encoded = self[text] = _text(text)
        return encoded


_Named = tuple[tuple[str, Json], ...]
"""The keys of an object with their values."""


class _Objects(dict[_Named, str]):
    """Values as JSON; those that are objects of texts, as amounts are, are kept.

    The cases of a record hold the same ones, and one record follows the other.
    """

    def __init__(self, encoded: Callable[[Json], str]) -> None:
        self._encoded = encoded

    def of(self, value: Json) -> str:
        """Return one value as JSON."""
        if type(value) is not dict:
            return self._encoded(value)
        named = tuple(value.items())
        for key, each in named:
            if type(each) is not str or type(key) is not str:
                return self._encoded(value)
        return self[named]

    def __missing__(self, named: _Named) -> str:
        if len(self) >= _MOST_KEPT:
            self.clear()
        encoded = self[named] = self._encoded(dict(named))
        return encoded


class _Weights(dict[float, str]):
    """Weights as JSON, with their key; the default is left out."""

    def __missing__(self, number: float) -> str:
        encoded = "" if number == _DEFAULTS["weight"] else f',"weight":{number!r}'
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
        said: dict[str, Any] = {
            "touched": bits & TOUCHED != 0,
            "state": STATES[state],
            "derived": bits & DERIVED != 0,
            "outcome": OUTCOMES[outcome],
            "error_type": table.error_types.names[sub],
            "lure": table.lures.names[lure],
            "given_as": table.given_as_names.names[channel],
            "answered": bits & ANSWERED != 0,
            "flagged": bits & FLAGGED != 0,
            "value": bits & VALUE != 0,
        }
        encoded = self[key] = "".join(
            f",{_text(name)}:{_dumps(value)}"
            for name, value in said.items()
            if value != _DEFAULTS.get(name)
        )
        return encoded


def encoded_rows(table: Table) -> Iterator[str]:
    """Yield every judged field as the line of ``fields.jsonl`` that it is, without its end."""
    texts, weights, verdicts = _Texts(), _Weights(), _Verdicts(table)
    values, answers = _Objects(_json), _Objects(_answered)
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
            head, middle, tail = _around(table, number, trial)
        path = truth.path
        right = truth.accept or truth.readings
        accept = f',"accept":[{",".join(map(values.of, right))}]' if right else ""
        was = "" if truth.was is None else f',"was":{values.of(truth.was)}'
        place = "" if at == path else f',"at":{texts[at]}'
        schema = "" if truth.schema_path == path else f',"schema_path":{texts[truth.schema_path]}'
        given = "" if got is None else f',"got":{answers.of(got)}'
        sure = "" if p != p else f',"p":{p!r}'  # noqa: PLR0124 - NaN
        surplus = "" if rows == 1 else f',"rows":{rows}'
        yield (
            f'{head},"path":{texts[path]}{place}{schema},"kind":{texts[truth.kind]}'
            f"{middle}{verdicts[verdict]}{sure}{weights[weight]}{surplus}{accept}{was}{given}{twin}"
            f"{tail}"
        )


def _json(value: Json) -> str:
    """A value of the truth; most are texts, or objects with a few of them."""
    if type(value) is str:
        return _text(value)
    if type(value) is dict and all(type(k) is type(v) is str for k, v in value.items()):
        return f"{{{','.join([f'{_text(key)}:{_text(each)}' for key, each in value.items()])}}}"
    return _dumps(value)


def _answered(value: Json) -> str:
    """What was answered, as the text that is shown of it."""
    if type(value) is str and len(value) <= _SHORT and value.isascii():
        return _text(value)
    return _text(shown(value, _SHORT))


def _twins(table: Table) -> list[str]:
    """What the reader said about the same field of the clean twin, for every field."""
    import numpy as np

    none = ""
    if table.twin is None or not len(table):
        return [none] * len(table)
    told = [
        _keys({"twin": outcome} if same else {"twin": outcome, "twin_state": state})
        for outcome, state, same in itertools.product(OUTCOMES, STATES, (False, True))
    ]
    outcome, state = np.frombuffer(table.outcome, np.int8), np.frombuffer(table.state, np.int8)
    code = outcome[table.twin].astype(np.int64) * len(STATES) + state[table.twin]
    code = 2 * code + (state[table.twin] == state)
    names = np.array([*told, none], object)
    found: list[str] = names[np.where(table.twin < 0, len(told), code)].tolist()
    return found


def _around(table: Table, number: int, trial: int) -> tuple[str, str, str]:
    """The parts of a row that all fields of a case share."""
    case = table.cases[number]
    line = table.answers.lines.get((case.case, trial))
    late, paid = (None, None) if line is None else (line.latency_s, line.cost_usd)
    same = {"record": case.record, "rendering": case.rendering, "severity": case.severity}
    follows = implied({"operator": case.operator, **same})
    head = _keys(
        {"reader": table.reader, "case": case.case}
        | ({} if case.label == follows["label"] else {"label": case.label})
        | {"record": case.record}
        | ({"trial": trial} if trial else {})
    )
    middle = _keys(
        {"operator": case.operator}
        | ({} if case.family == follows["family"] else {"family": case.family})
        | {"severity": case.severity, "medium": case.medium, "rendering": case.rendering}
    )
    measured = {"latency_s": late, "cost_usd": paid}
    told = _keys({name: n for name, n in measured.items() if n is not None})
    return f"{{{head[1:]}", middle, f"{told}}}"


def _keys(values: Mapping[str, Any]) -> str:
    """Keys with their values, each after a comma."""
    return "".join(f",{_text(name)}:{_dumps(value)}" for name, value in values.items())
