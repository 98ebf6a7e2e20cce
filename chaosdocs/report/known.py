"""The table of reference readers, with the readers under test."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from chaosdocs.formats.summary import Estimate, Summary
from chaosdocs.report.sheets import Sheet, Shown, plain, row
from chaosdocs.report.shown import visible
from chaosdocs.score.metrics.registry import label, metric
from chaosdocs.score.summary.reference_readers import (
    PARSER_REFERENCE_READERS,
    REFERENCE_READERS,
)

_SHOWN: Final = (
    "accuracy",
    "automation_rate",
    "silent_error_rate",
    "invention_rate",
    "needless_gap_rate",
    "youden_j",
    "net_utility_50",
    "net_utility_90",
)


def known(summary: Summary) -> Iterator[Sheet]:
    """Yield the table of reference readers, after the readers under test, if any was scored."""
    if not summary.reference_readers:
        return
    beside = any(control.clean for control in summary.reference_readers)
    rows = [
        row(
            reader.name,
            [
                _shown(name, _value(reader.card, name), _value(reader.clean, name), beside=beside)
                for name in _SHOWN
            ],
        )
        for reader in summary.readers
    ]
    rows += [
        row(
            control.name,
            [
                _shown(name, control.metrics.get(name), control.clean.get(name), beside=beside)
                for name in _SHOWN
            ],
        )
        for control in summary.reference_readers
    ]
    notes = {control.name: _does(control.name) for control in summary.reference_readers}
    notes |= {visible(reader.name): "under test" for reader in summary.readers}
    yield Sheet(
        "Reference readers",
        "They show that always abstaining, guessing or flagging gets no good score. Touched "
        f"fields of damaged documents{', clean documents below' if beside else ''}; reference "
        f"readers are scored on {summary.reference_readers[0].records} records.",
        ("reader", *map(label, _SHOWN)),
        tuple(rows),
        notes=notes,
    )


def _value(found: Mapping[str, Estimate], name: str) -> float | None:
    return None if name not in found else found[name].value


def _shown(name: str, dirty: float | None, clean: float | None, *, beside: bool) -> Shown:
    def one(given: float | None) -> str:
        if given is None or metric(name).unit != "share":
            return plain(given)[0]
        return plain(100 * given, 1, " %")[0]

    return one(dirty), f"clean {one(clean)}" if beside and clean is not None else ""


def _does(name: str) -> str:
    """The first line of the reference reader's docstring."""
    strategy = {**REFERENCE_READERS, **PARSER_REFERENCE_READERS}.get(name)
    line = ((strategy.__doc__ or "") if strategy else "").partition("\n")[0]
    return line.rstrip(".").lower().replace("`", "").replace("_", "-")
