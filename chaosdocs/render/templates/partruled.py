"""A narrow table with its title over all columns, broken inner rules, and no rules at its sides."""

from __future__ import annotations

from dataclasses import replace

from chaosdocs.render.templates.look import Look, Template
from chaosdocs.truth.conventions import LOCALES, Convention
from chaosdocs.truth.records import Record


def _convention(record: Record) -> Convention:
    return replace(LOCALES.get(record.locale, LOCALES["en_US"]), name=record.locale)


TEMPLATE = Template(
    name="partruled",
    by_name=True,
    look=Look(
        font="figo",
        bold="figbo",
        size=9.0,
        small=7.2,
        title=16.0,
        leading=1.2,
        margins=(96.0, 56.0, 96.0, 60.0),
        rules="inner",
        row_pad=3.0,
        gap=13.0,
        beside=(("sender", "recipient"),),
    ),
    convention=_convention,
    roles={
        "sender": "address",
        "recipient": "address",
        "totals": "totals",
        "payment": "footer",
    },
    captions=("sender", "recipient", "lines"),
)
