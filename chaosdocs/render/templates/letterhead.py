"""A letter with a mark, an address window, a ruled table and the bank at the foot."""

from __future__ import annotations

from dataclasses import replace

from chaosdocs.render.templates.look import Look, Template
from chaosdocs.truth.conventions import LOCALES, Convention
from chaosdocs.truth.records import Record

_NAVY = (0.10, 0.22, 0.42)


def _convention(record: Record) -> Convention:
    return replace(
        LOCALES.get(record.locale, LOCALES["en_US"]),
        name=record.locale,
        words=record.domain.said(record.locale),
    )


TEMPLATE = Template(
    name="letterhead",
    look=Look(
        font="notos",
        bold="notosbo",
        size=9.5,
        small=7.5,
        title=19.0,
        accent=_NAVY,
        mark=True,
        masthead="later",
        rules="rows",
        row_pad=3.2,
        gap=15.0,
        beside=(("recipient", "header"),),
        right=("sender",),
    ),
    convention=_convention,
    roles={
        "sender": "address",
        "recipient": "address",
        "totals": "totals",
        "payment": "footer",
    },
    order=(
        "sender",
        "recipient",
        "header",
        "title",
        "lines",
        "totals",
        "references",
        "notes",
        "remarks",
        "payment",
    ),
)
