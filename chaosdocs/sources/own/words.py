"""What the name of a field says about it: its kind, its group, its labels."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from chaosdocs.truth.records import Group
from chaosdocs.truth.values import Kind


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ID = _set(
    "id ids number no nr num code sku ean gtin iban bic swift lei vat ein siren postcode zip "
    "postal phone fax reference ref key account article"
)
_MONEY = _set(
    "amount total subtotal net gross tax vat price cost balance fee fees freight shipping "
    "discount due paid prepaid prepayment payable debit credit debits credits sum charge charges"
)
_TOTALS = _set("total subtotal net gross tax amount freight shipping discount balance sum")
_SENDER = _set("seller vendor supplier sender issuer from")
_RECIPIENT = _set("buyer customer client recipient billing bill ship purchaser to")
_PAYMENT = _set("iban bic swift bank terms payment account routing")
_NOTES = _set("note notes comment comments remark remarks memo")
_RATE = _set("rate percent percentage pct share")
_COUNT = _set("quantity qty units")
_SPANS = _set(
    "days day hours hour minutes weeks months years age count times items pages per basis"
)
"""Last words of numbers that count something: ``shipping_days`` is no cost of shipping."""
_YEAR = _set("year fy")
_NO_NAMES = _set("vat ein article reference ref")
"""Words of identifiers that are names of nothing where a number stands."""
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_]+")


def words(path: str) -> tuple[str, ...]:
    """Return the words of a path, whichever way they are joined.

    Example:
        >>> words("/seller/vatID"), words("/InvoiceDate"), words("/lines/*/unit_price")
        (('seller', 'vat', 'id'), ('invoice', 'date'), ('lines', 'unit', 'price'))
    """
    return tuple(part.lower() for part in _PARTS.findall(path))


def says_id(path: str) -> bool:
    """Whether the last word of the field's name is one of numbers that are names.

    Example:
        >>> says_id("/invoice_number"), says_id("/TrackId"), says_id("/quantity")
        (True, True, False)
    """
    last = words(path.rpartition("/")[2])
    return bool(last) and last[-1] in _ID


def number_kind(path: str, *, whole: bool) -> tuple[Kind, str]:
    """Return the kind of a numeric field by its name, and why.

    Args:
        path: The field.
        whole: Whether its type is that of whole numbers; others are never identifiers.

    Example:
        >>> number_kind("/tax_rate", whole=False)
        ('percent', "a number, and 'rate' names a share")
        >>> [number_kind(p, whole=False)[0] for p in ("/qty", "/UnitPrice", "/shipping_days")]
        ['quantity', 'money', 'number']
        >>> [number_kind(p, whole=True)[0] for p in ("/TrackId", "/year", "/vat")]
        ['id', 'id', 'money']
    """
    own = words(path.rpartition("/")[2])
    last = own[-1] if own else ""
    if whole and (last in _ID - _NO_NAMES or last in _YEAR):
        return "id", f"a whole number, and {last!r} names a thing: it is written as it stands"
    if last in _SPANS:
        return "number", f"a number, and {last!r} counts something"
    for names, kind, says in (
        (_RATE, "percent", "names a share"),
        (_COUNT, "quantity", "names a quantity"),
        (_MONEY, "money", "names an amount of money"),
    ):
        word = next((each for each in reversed(own) if each in names), None)
        if word is not None:
            return cast("Kind", kind), f"a number, and {word!r} {says}"
    return "number", "a number, and nothing in its name says more"


def group_of(path: str, kind: Kind, list_path: str | None) -> Group:
    """Return where on a document a field probably stands.

    Example:
        >>> group_of("/vendor/name", "text", None), group_of("/TotalDue", "money", None)
        ('sender', 'totals')
        >>> group_of("/items/*/total", "money", "/items")
        'lines'
    """
    if list_path is not None and path.startswith(f"{list_path}/"):
        return "lines"
    own = set(words(path))
    if own & _PAYMENT:
        return "payment"
    if own & _SENDER:
        return "sender"
    if own & _RECIPIENT and kind in {"text", "multiline", "id", "enum"}:
        return "recipient"
    if own & _TOTALS and kind in {"money", "percent", "number"}:
        return "totals"
    return "notes" if own & _NOTES else "header"


def label_of(path: str) -> str:
    """Return words for a field that has no title.

    Example:
        >>> label_of("/seller/vat_id"), label_of("/items/*/unitPrice")
        ('Seller vat id', 'Unit price')
    """
    return " ".join(words(path.rpartition("/*/")[2])).capitalize()


def known_labels(path: str) -> dict[str, str] | None:
    """Return the labels of the built-in field of the same name, in all languages, or None.

    Example:
        >>> known_labels("/items/*/unit_price")["de"]
        'Einzelpreis'
    """
    return _known().get("".join(words(path.rpartition("/*/")[2])))


@cache
def _known() -> dict[str, dict[str, str]]:
    from chaosdocs.sources.registry import SOURCES

    found: dict[str, dict[str, str]] = {}
    for name in SOURCES.own:
        for field in SOURCES[name].domain.fields:
            own = "".join(words(field.path.rpartition("/*/")[2]))
            found.setdefault(own, dict(field.labels))
    return found
