"""Readers whose score is known by construction, with the readers under test among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chaosdocs.report.sheets import Sheet, Shown, plain, row
from chaosdocs.report.shown import visible
from chaosdocs.report.words import METRICS, PLAIN
from chaosdocs.score.controls import CONTROLS
from chaosdocs.truth.wire.score import Estimate, Summary

_SHOWN: Final = ("acc", "auto", "sfr", "invented", "needless_gap", "j", "nu_50", "nu_90")
_CLEAN: Final = ("acc", "auto", "nu_90")
"""What is shown of clean twins, where the summary has it."""
_SHORT: Final = {
    "auto": "automated",
    "invented": "invented",
    "j": "J",
    "nu_50": "net utility, t = .5",
    "nu_90": "net utility, t = .9",
}


def known(summary: Summary) -> Iterator[Sheet]:
    """Yield the table of controls, readers under test first; nothing where none was scored."""
    if not summary.controls:
        return
    controls = {control.name: control.model_dump() for control in summary.controls}
    clean = [name for name in _CLEAN if any(_of_clean(each, name) for each in controls.values())]
    rows = [
        row(reader.name, (*_reader(reader.card, _SHOWN), *_reader(reader.clean, clean)))
        for reader in summary.readers
        if not reader.parsed
    ]
    rows += [
        row(
            name,
            (
                *(_value(n, control["metrics"].get(n)) for n in _SHOWN),
                *(_value(n, (_of_clean(control, n) or [None])[0]) for n in clean),
            ),
        )
        for name, control in controls.items()
    ]
    notes = {name: _does(name) for name in controls}
    notes |= {visible(reader.name): "under test" for reader in summary.readers}
    records = summary.controls[0].records
    yield Sheet(
        "Controls",
        "Nobody gets a good score by always abstaining, guessing or flagging everything. Touched "
        f"fields of dirty documents{', then clean twins' if clean else ''}; controls are scored on "
        f"{records} records."
        + (
            ""
            if clean
            else " Clean twins are not in this table: there sandbag-clean would give itself away."
        ),
        ("reader", *map(_head, _SHOWN), *(f"clean: {_head(name)}" for name in clean)),
        tuple(rows),
        notes=notes,
    )


def _head(name: str) -> str:
    return _SHORT.get(name, METRICS[name])


def _reader(found: Mapping[str, Estimate], names: Sequence[str]) -> list[Shown]:
    return [_value(name, None if (e := found.get(name)) is None else e.value) for name in names]


def _value(name: str, given: float | None) -> Shown:
    if given is None or name in PLAIN:
        return plain(given)
    return plain(100 * given, 1, " %")


def _of_clean(control: Mapping[str, Any], name: str) -> list[float | None]:
    """What a control scores on clean twins, empty where the summary does not say."""
    apart = control.get("clean")
    if isinstance(apart, Mapping) and name in apart:
        return [apart[name]]
    among = control["metrics"]
    return [among[f"clean_{name}"]] if f"clean_{name}" in among else []


def _does(name: str) -> str:
    """The first line of what the control says of itself."""
    strategy = CONTROLS.get(name)
    return ((strategy.__doc__ or "") if strategy else "").partition("\n")[0].rstrip(".").lower()
