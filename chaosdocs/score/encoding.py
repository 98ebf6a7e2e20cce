"""Rows of ``fields.jsonl`` as text, written for speed.

A million rows share cases, paths and outcomes; each is encoded once. The text is that of
``json.dumps(table.row(n))`` to the byte, which the tests hold it to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from json.encoder import encode_basestring_ascii
from typing import Any, Final

from chaosdocs.score.compare import shown
from chaosdocs.score.outcomes import OUTCOMES
from chaosdocs.score.table import ANSWERED, DERIVED, FLAGGED, VALUE, Table
from chaosdocs.truth.fold import STATES

_text: Callable[[str], str] = encode_basestring_ascii
_BOOL: Final = ("false", "true")


class _Texts(dict[str, str]):
    """Texts as JSON."""

    def __missing__(self, text: str) -> str:
        encoded = self[text] = _text(text)
        return encoded


def encoded_rows(table: Table) -> Iterator[str]:
    """Yield every judged field as the line of ``fields.jsonl`` that it is, without its end."""
    dumps = json.JSONEncoder(ensure_ascii=True).encode
    texts = _Texts()
    outcomes, states = [_text(each) for each in OUTCOMES], [_text(each) for each in STATES]
    subs, lures, channels = (
        [_text(name) for name in words.names] for words in (table.subs, table.lures, table.channels)
    )
    reader = _text(table.reader)
    twins = [-1] * len(table) if table.twin is None else table.twin.tolist()
    last: tuple[int, int] | None = None
    head = middle = tail = ""
    columns = zip(
        table.case, table.trial, table.expected, table.at, table.outcome, table.sub, table.lure,
        table.channel, table.bits, table.p, table.weight, table.rows, table.got, twins, strict=True,
    )  # fmt: skip
    for (
        number,
        trial,
        truth,
        at,
        outcome,
        sub,
        lure,
        channel,
        bits,
        p,
        weight,
        rows,
        got,
        twin,
    ) in columns:
        if (number, trial) != last:
            last = number, trial
            head, middle, tail = _around(table, number, trial, reader, dumps)
        yield (
            f'{head}"path": {texts[truth.path]}, "at": {texts[at]}, "unit": {texts[truth.unit]}, '
            f'"kind": {texts[truth.kind]}, {middle}"touched": {_BOOL[truth.touched]}, '
            f'"state": {texts[truth.state]}, "derived": {_BOOL[bits & DERIVED != 0]}, '
            f'"outcome": {outcomes[outcome]}, "sub": {subs[sub]}, "lure": {lures[lure]}, '
            f'"channel": {channels[channel]}, "answered": {_BOOL[bits & ANSWERED != 0]}, '
            f'"flagged": {_BOOL[bits & FLAGGED != 0]}, "value": {_BOOL[bits & VALUE != 0]}, '
            f'"p": {"null" if p != p else repr(p)}, "weight": {weight!r}, "rows": {rows}, '  # noqa: PLR0124 - NaN
            f'"accept": {dumps(truth.accept or truth.readings)}, '
            f'"was": {"null" if truth.was is None else dumps(truth.was)}, '
            f'"got": {"null" if got is None else _text(shown(got))}, '
            f'"twin": {"null" if twin < 0 else outcomes[table.outcome[twin]]}, '
            f'"twin_state": {"null" if twin < 0 else states[table.state[twin]]}, {tail}'
        )


def _around(
    table: Table, number: int, trial: int, reader: str, dumps: Callable[[Any], str]
) -> tuple[str, str, str]:
    """The parts of a row that all fields of a case share."""
    case = table.cases[number]
    line = table.answers.lines.get((case.case, trial))
    late, paid = (None, None) if line is None else (line.latency_s, line.cost_usd)
    head = (
        f'{{"reader": {reader}, "case": {_text(case.case)}, "label": {_text(case.label)}, '
        f'"record": {_text(case.record)}, "trial": {trial}, '
    )
    middle = (
        f'"operator": {_text(case.operator)}, "family": {_text(case.family)}, '
        f'"severity": {case.severity}, "medium": {_text(case.medium)}, '
        f'"rendering": {_text(case.rendering)}, '
    )
    return head, middle, f'"latency_s": {dumps(late)}, "cost_usd": {dumps(paid)}}}'
