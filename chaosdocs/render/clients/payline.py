"""A payment platform with a JSON API: prefixed objects, then cents, epoch seconds, an envelope.

The versions follow the changes that Stripe's API went through from 2020 to 2025 (stripe/openapi):
amounts are whole numbers of the smallest unit, moments are seconds since 1970, and a list stands in
an object that says so.
"""

from __future__ import annotations

from chaosdocs.documents.changes import (
    Enveloped,
    Gathered,
    Moved,
    Remeant,
    Renamed,
    Respelled,
)
from chaosdocs.documents.maps import Map
from chaosdocs.render.clients.client import Client

_AMOUNTS = (
    "/net", "/tax", "/total", "/lines/*/unit_price", "/lines/*/amount", "/opening_balance",
    "/closing_balance", "/total_credits", "/total_debits", "/lines/*/balance",
)  # fmt: skip
_DATES = (
    "/issue_date", "/due_date", "/delivery_date", "/period_start", "/period_end",
    "/lines/*/booking_date", "/lines/*/value_date",
)  # fmt: skip

CLIENT = Client(
    case="snake",
    since=("2020-11", "2022-06", "2023-08", "2025-03"),
    versions=(
        Map(changes=tuple(Remeant(at=path, meaning="minor_units") for path in _AMOUNTS)),
        Map(changes=tuple(
            Respelled(at=path, before="yyyy-MM-dd", after="@s", type="number") for path in _DATES
        )),
        Map(changes=(
            Moved(at="/seller/vat_id", to="/seller_tax_id"),
            Renamed(at="/buyer", to="customer"),
            Renamed(at="/total", to="amount_due"),
            Gathered(at="", keys=("net", "tax"), into="totals",
                     names=("amount_excluding_tax", "amount_tax")),
            Renamed(at="/lines/*/unit_price", to="unit_amount"),
            Enveloped(at="", into="data", marks=(("object", "list"),)),
        )),
    ),
)  # fmt: skip
