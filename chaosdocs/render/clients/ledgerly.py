"""A bookkeeping service in the manner of Xero: Pascal keys, a total whose meaning changes.

Version 3 keeps the key of the total and sends the amount before tax in it, as happened to users of
fivetran/dbt_stripe#101. Version 4 writes dates as ``/Date(...)/``.
"""

from __future__ import annotations

from chaosdocs.documents.changes import Boxed, Joined, Remeant, Renamed, Respelled, Retyped
from chaosdocs.documents.maps import Map
from chaosdocs.render.clients.client import Client

CLIENT = Client(
    case="pascal",
    since=("2019-04", "2021-02", "2023-01", "2024-09"),
    versions=(
        Map(changes=(
            Renamed(at="/Seller", to="Contact"),
            Renamed(at="/Net", to="SubTotal"),
            Renamed(at="/Tax", to="TotalTax"),
            Renamed(at="/Lines", to="LineItems"),
            Renamed(at="/LineItems/*/UnitPrice", to="UnitAmount"),
            Renamed(at="/LineItems/*/Amount", to="LineAmount"),
        )),
        Map(changes=(
            Remeant(at="/Total", meaning="/SubTotal"),
            Boxed(at="/Currency", outside="Currency", inside="Code"),
        )),
        Map(changes=(
            *(Respelled(at=path, before="yyyy-MM-dd", after="/Date(@ms+0)/")
              for path in ("/IssueDate", "/DueDate", "/PeriodStart", "/PeriodEnd", "/ReviewDate")),
            Retyped(at="/TaxRate", before="number", after="string"),
            Joined(at="/Contact/Street", more=("/Contact/Postcode", "/Contact/City"),
                   to="Address", joint=", "),
        )),
    ),
)  # fmt: skip
