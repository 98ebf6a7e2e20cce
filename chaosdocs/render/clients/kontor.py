"""A bank's account service: amounts change their sign, as in Allevo's SWITCH_SIGN.

Version 2 tells amounts as the account holder sees them; the key stays. Version 3 moves the holder a
level up, version 4 writes keys in camel case.
"""

from __future__ import annotations

from chaosdocs.documents.changes import Boxed, Recased, Recoded, Remeant, Renamed, Scattered
from chaosdocs.documents.maps import Map
from chaosdocs.render.clients.client import Client

CLIENT = Client(
    case="snake",
    since=("2018-01", "2020-05", "2022-10", "2024-04"),
    versions=(
        Map(changes=(
            Remeant(at="/lines/*/amount", meaning="sign"),
            Boxed(at="/iban", outside="account_id", inside="iban"),
        )),
        Map(changes=(
            Scattered(at="/holder", keys=("name", "street", "postcode", "city"),
                      names=("holder_name", "holder_street", "holder_postcode", "holder_city")),
            Renamed(at="/lines", to="entries"),
            Recoded(at="/risk_rating", table=(("LOW", "low"), ("MEDIUM", "medium"),
                                              ("HIGH", "high"))),
        )),
        Map(changes=(Recased(at="", before="snake", after="camel"),)),
    ),
)  # fmt: skip
