"""The kinds of documents of a packet: who issues each, and which facts of the matter it states."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal

from chaosdocs.sources.world.packets.fields import MATTER
from chaosdocs.truth.records import Domain, Field

_LINE: Final = ("/lines/*/sku", "/lines/*/description")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kind of document.

    Attributes:
        name: ``invoice``.
        issuer: Who sends it.
        domain: What it says: some fields of the matter.
        chained: Fields by which it names an earlier document; it has one of them, or all.
    """

    name: str
    issuer: Literal["seller", "buyer"]
    domain: Domain
    chained: tuple[str, ...] = ()


def _paper(
    name: str,
    titles: tuple[str, str, str, str],
    paths: tuple[str, ...],
    *,
    issuer: Literal["seller", "buyer"] = "seller",
    chained: tuple[str, ...] = (),
) -> Paper:
    wanted = {"/seller/name", "/buyer/name", *paths}
    fields = tuple(_placed(field, issuer) for field in MATTER.fields if field.path in wanted)
    lines = any(path.startswith("/lines/") for path in paths)
    domain = Domain(
        name=MATTER.name,
        fields=fields,
        list_path="/lines" if lines else None,
        titles=dict(zip(("en", "de", "fr", "ja"), titles, strict=True)),
    )
    return Paper(name=name, issuer=issuer, domain=domain, chained=chained)


def _placed(field: Field, issuer: str) -> Field:
    """The field with the issuer's name where the sender stands."""
    if field.path == "/buyer/name" and issuer == "buyer":
        return replace(field, group="sender")
    if field.path == "/seller/name" and issuer == "buyer":
        return replace(field, group="recipient")
    return field


_ALL: Final = (
    _paper(
        "letter",
        ("Covering letter", "Begleitschreiben", "Lettre d'accompagnement", "送付状"),
        ("/letter_date", "/order_number"),
    ),
    _paper(
        "order",
        ("Purchase order", "Bestellung", "Bon de commande", "注文書"),
        (
            *("/order_number", "/order_date", "/agreed_date", "/deliver_to"),
            *(*_LINE, "/lines/*/ordered", "/lines/*/price"),
        ),
        issuer="buyer",
    ),
    _paper(
        "confirmation",
        ("Order confirmation", "Auftragsbestätigung", "Accusé de commande", "注文請書"),
        (
            *("/confirmation_number", "/confirmation_date", "/order_number"),
            *("/agreed_date", "/deliver_to", "/payment_days", "/account"),
            *(*_LINE, "/lines/*/ordered", "/lines/*/price"),
        ),
        chained=("/order_number",),
    ),
    _paper(
        "delivery",
        ("Delivery note", "Lieferschein", "Bon de livraison", "納品書"),
        (
            *("/delivery_number", "/delivery_date", "/order_number", "/confirmation_number"),
            *("/deliver_to", *_LINE, "/lines/*/delivered"),
        ),
        chained=("/order_number", "/confirmation_number"),
    ),
    _paper(
        "invoice",
        ("Invoice", "Rechnung", "Facture", "請求書"),
        (
            *("/invoice_number", "/invoice_date", "/due_date"),
            *("/order_number", "/delivery_number"),
            *(*_LINE, "/lines/*/delivered", "/lines/*/price", "/lines/*/amount"),
            *("/net", "/tax_rate", "/tax", "/total", "/payment_days", "/account"),
        ),
        chained=("/order_number", "/delivery_number"),
    ),
    _paper(
        "credit",
        ("Credit note", "Gutschrift", "Avoir", "返金通知書"),
        (
            *("/credit_number", "/credit_date", "/invoice_number"),
            *(*_LINE, "/lines/*/credited", "/credit"),
        ),
        chained=("/invoice_number",),
    ),
    _paper(
        "reminder",
        ("Reminder", "Mahnung", "Relance", "督促状"),
        ("/reminder_date", "/invoice_number", "/due_date", "/open", "/reminder_fee"),
        chained=("/invoice_number",),
    ),
    _paper(
        "payment",
        ("Payment advice", "Zahlungsavis", "Avis de paiement", "支払通知書"),
        ("/payment_date", "/invoice_number", "/paid"),
        issuer="buyer",
        chained=("/invoice_number",),
    ),
    _paper(
        "policy",
        ("Purchasing rules", "Einkaufsrichtlinie", "Règles d'achat", "購買規程"),
        (),
        issuer="buyer",
    ),
)
PAPERS: Final[Mapping[str, Paper]] = MappingProxyType({paper.name: paper for paper in _ALL})
"""Name to kind, in the usual order of a packet."""
PRECEDENCE: Final = ("confirmation", "delivery", "invoice", "order", "letter")
"""Which document counts where documents contradict each other, as purchasing rules mostly say."""
OTHER_PRECEDENCE: Final = ("order", "letter", "invoice", "delivery", "confirmation")
"""The order of rules of another time: the other way round for the first of them."""
