"""A forwarder's order service: values are split and become lists, an older key stays for a while.

The changes are those of PagerDuty/developer-docs#67 (a key renamed), martinblech/xmltodict#14 (a
value that became a list) and SuperEvilMegacorp/vainglory-assets#295 (an old key beside the new).
"""

from __future__ import annotations

from chaosdocs.documents.changes import Added, Doubled, Dropped, Listed, Parted, Renamed
from chaosdocs.documents.maps import Map
from chaosdocs.render.clients.client import Client

CLIENT = Client(
    case="camel",
    since=("2017-07", "2019-11", "2022-02", "2025-01"),
    versions=(
        Map(changes=(
            Listed(at="/orderNumber", to="orderNumbers"),
            Renamed(at="/customerNumber", to="shipperReference"),
            Parted(at="/buyer/street", keys=("streetFirstWord", "streetRest")),
        )),
        Map(changes=(
            Doubled(at="/invoiceNumber", to="documentNumber"),
            Added(at="/schemaVersion", text="3", type="number"),
        )),
        Map(changes=(
            Dropped(at="/invoiceNumber", source="/documentNumber", rule="copy", derivable=True),
            Renamed(at="/lines", to="positions"),
            Renamed(at="/positions/*/sku", to="articleNumber"),
        )),
    ),
)  # fmt: skip
