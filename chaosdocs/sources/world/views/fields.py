"""Fields that several views share, with their labels."""

from __future__ import annotations

from chaosdocs.sources.fields import CURRENCIES, stated
from chaosdocs.truth.records import Field

PERIOD: tuple[Field, ...] = (
    stated(
        "/period_start",
        "date",
        "header",
        ("Period from", "Zeitraum von", "Période du", "期間開始日"),
        "First day of the period.",
    ),
    stated(
        "/period_end",
        "date",
        "header",
        ("Period to", "Zeitraum bis", "Période au", "期間終了日"),
        "Last day of the period.",
    ),
    stated(
        "/currency",
        "enum",
        "header",
        ("Currency", "Währung", "Devise", "通貨"),
        "Currency of all amounts, as ISO 4217 code.",
        options=CURRENCIES,
    ),
)


def company(labels: tuple[str, str, str, str], description: str) -> Field:
    """Return the field of the company whose file it is."""
    return stated("/company/name", "text", "sender", labels, description)
