"""A trading network with capital keys; values turn into attributes of XML, levels come and go.

Version 2 boxes the parties as camt.053 did between its versions 4 and 8 (``Dbtr/Nm`` became
``Dbtr/Pty/Nm``). Version 3 lets XML write the currency as an attribute. Version 4 sends page sizes
and a date of its own spelling.
"""

from __future__ import annotations

from chaosdocs.documents.changes import Added, Gathered, Placed, Renamed, Respelled
from chaosdocs.documents.maps import Map
from chaosdocs.render.clients.client import Client

_PARTY = ("NAME", "STREET", "POSTCODE", "CITY", "COUNTRY")

CLIENT = Client(
    case="upper",
    since=("2016-03", "2018-06", "2021-09", "2023-12"),
    versions=(
        Map(changes=tuple(
            Gathered(at=f"/{party}", keys=_PARTY, into="PTY")
            for party in ("SELLER", "BUYER", "HOLDER", "COMPANY")
        )),
        Map(changes=(
            Placed(at="/CURRENCY", before="element", after="attribute"),
            Renamed(at="/LINES/*/DESCRIPTION", to="TEXT"),
        )),
        Map(changes=(
            Added(at="/PAGE_SIZE", text="100", type="number"),
            *(Respelled(at=path, before="yyyy-MM-dd", after="yyyy-MM-ddT00:00:00Z")
              for path in ("/ISSUE_DATE", "/DUE_DATE", "/PERIOD_START", "/PERIOD_END",
                           "/REVIEW_DATE", "/LINES/*/BOOKING_DATE", "/LINES/*/VALUE_DATE")),
        )),
    ),
)  # fmt: skip
