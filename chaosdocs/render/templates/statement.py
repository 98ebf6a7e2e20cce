"""A statement: a coloured band of title, summary above, shaded rows, a running head."""

from __future__ import annotations

from dataclasses import replace

from chaosdocs.render.templates.look import Look, Template
from chaosdocs.truth.conventions import LOCALES, Convention
from chaosdocs.truth.records import Record

_DATES = {"de_DE": "dd.MM.yyyy", "ja_JP": "yyyy年MM月dd日", "fr_FR": "d MMM yyyy"}
_GREEN = (0.05, 0.36, 0.30)


def _convention(record: Record) -> Convention:
    return replace(
        LOCALES.get(record.locale, LOCALES["en_US"]),
        name=record.locale,
        date=_DATES.get(record.locale, "MMM d, yyyy"),
        words=record.domain.said(record.locale),
    )


TEMPLATE = Template(
    name="statement",
    look=Look(
        font="figo",
        bold="figbo",
        size=8.6,
        small=7.2,
        title=16.0,
        leading=1.32,
        margins=(48.0, 64.0, 48.0, 54.0),
        accent=_GREEN,
        masthead="line",
        number="foot",
        head_fill=_GREEN,
        head_ink=(1.0, 1.0, 1.0),
        stripe=(0.93, 0.955, 0.945),
        rules="frame",
        row_pad=2.6,
        gap=13.0,
        beside=(("sender", "recipient"), ("header", "totals")),
    ),
    convention=_convention,
    roles={"sender": "plain", "recipient": "plain", "totals": "plain", "payment": "plain"},
    order=(
        "title",
        "sender",
        "recipient",
        "header",
        "totals",
        "references",
        "lines",
        "payment",
        "notes",
        "remarks",
    ),
    captions=("sender", "recipient", "header", "totals", "payment"),
)
