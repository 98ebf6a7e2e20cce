"""A dense print from an ERP system: one width of letters, ruled boxes, many rows a page."""

from __future__ import annotations

from dataclasses import replace

from chaosdocs.render.templates.look import Look, Template
from chaosdocs.truth.conventions import LOCALES, YES_NO, Convention
from chaosdocs.truth.records import Record

_DATES = {"de_DE": "dd.MM.yyyy", "ja_JP": "yyyy/MM/dd"}


def _convention(record: Record) -> Convention:
    yes, no = YES_NO.get(record.locale.partition("_")[0], YES_NO["en"])
    return replace(
        LOCALES.get(record.locale, LOCALES["en_US"]),
        name=record.locale,
        date=_DATES.get(record.locale, "yyyy-MM-dd"),
        words={
            "true": yes.upper(),
            "false": no.upper(),
            **record.domain.said(record.locale),
        },
    )


TEMPLATE = Template(
    name="erp",
    look=Look(
        font="cascadia",
        bold="cascadiab",
        size=7.2,
        small=6.2,
        title=10.5,
        leading=1.25,
        margins=(36.0, 58.0, 36.0, 40.0),
        masthead="line",
        number="head",
        rules="grid",
        row_pad=1.4,
        gap=8.0,
        form_columns=4,
        beside=(("sender", "recipient"),),
    ),
    convention=_convention,
    roles={
        "title": "form",
        "sender": "plain",
        "recipient": "plain",
        "header": "form",
        "totals": "totals",
        "payment": "form",
    },
    order=(
        "title",
        "header",
        "sender",
        "recipient",
        "lines",
        "totals",
        "references",
        "payment",
        "notes",
        "remarks",
    ),
    captions=("sender", "recipient", "payment"),
    capitals=True,
    options={"repeat_header": "yes"},
)
