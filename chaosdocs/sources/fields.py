"""A short way to state the fields of a domain with their labels in four languages."""

from __future__ import annotations

from chaosdocs.truth.records import Field, Group
from chaosdocs.truth.values import Kind

CURRENCIES: tuple[str, ...] = ("EUR", "USD", "JPY", "GBP", "CHF", "KWD")
"""Currencies of synthetic records; yen have no minor unit, Kuwaiti dinars three digits."""
HOMES: tuple[str, ...] = ("DE", "FR", "JP", "US")
"""Countries that synthetic companies live in."""


def stated(
    path: str,
    kind: Kind,
    group: Group,
    labels: tuple[str, str, str, str],
    description: str,
    *,
    options: tuple[str, ...] = (),
    required: bool = True,
) -> Field:
    """Return a field whose labels are given in English, German, French and Japanese.

    Example:
        >>> words = ("Net", "Netto", "Net", "小計")
        >>> stated("/net", "money", "totals", words, "Sum of all lines.").label("de_DE")
        'Netto'
    """
    return Field(
        path=path,
        kind=kind,
        description=description,
        labels=dict(zip(("en", "de", "fr", "ja"), labels, strict=True)),
        group=group,
        options=options,
        required=required,
    )
