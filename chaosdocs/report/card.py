"""The card of a reader: its headline metrics."""

from __future__ import annotations

from chaosdocs.formats.summary import Estimate, ReaderSummary
from chaosdocs.report.sheets import Sheet, row
from chaosdocs.report.shown import figure, share
from chaosdocs.score.metrics.registry import label, on_card


def card(reader: ReaderSummary) -> Sheet:
    """Return the headline metrics; those over all fields alike where the summary has them."""
    names = [each.name for each in on_card()]
    micro = any((found := reader.card.get(name)) and found.micro is not None for name in names)
    rows = []
    for name in names:
        dirty = reader.card.get(name)
        cells = [figure(name, dirty), figure(name, reader.clean.get(name))]
        if micro:
            alike = Estimate(value=None if dirty is None else dirty.micro)
            cells.insert(1, figure(name, alike))
        conditions = (
            f", over {reader.youden_j_conditions} conditions"
            if name == "youden_j" and reader.youden_j_conditions
            else ""
        )
        rows.append(row(label(name) + conditions, cells))
    if (lost := reader.flagged_losses.get("all")) is not None:
        told = f"of the {lost.lost} fields that became wrong or empty, flagged or left open"
        rows.append(row(told, (share(lost.share), *[("", "")] * (2 if micro else 1))))
    return Sheet(
        "The card",
        f"{reader.fields} fields of {reader.cases} cases and {reader.records} records; 95 % "
        "intervals over records. Damaged: fields that the damage changed (touched fields); every "
        "operator has the same weight.",
        (
            "metric",
            "damaged",
            *(("damaged, every field the same weight",) if micro else ()),
            "clean twins",
        ),
        tuple(rows),
    )
