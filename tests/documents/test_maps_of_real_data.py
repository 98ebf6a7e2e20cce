"""Real versions stated as maps: Stripe's API of 2020 to 2025, and camt.053 of version 4 and 8.

The tests run where the folder of public data stands beside the project.
"""

import json
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from chaosdocs.documents.changes import (
    Added,
    Boxed,
    Collapsed,
    Dropped,
    Gathered,
    Listed,
    Moved,
    Named,
    Recoded,
    Renamed,
    Respelled,
    Summarised,
    Tagged,
    Turned,
)
from chaosdocs.documents.changes.fitting import paths_of
from chaosdocs.documents.maps import Map
from chaosdocs.documents.plain import data_of, tree_of
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.render.writers import xml

DATA = Path(__file__).parents[3] / "shared" / "data"
STRIPE = DATA / "stripe_drift"
CAMT = DATA / "camt"
stripe = pytest.mark.skipif(not STRIPE.is_dir(), reason="the folder of public data is not there")
camt = pytest.mark.skipif(not CAMT.is_dir(), reason="the folder of public data is not there")

LINE = "/lines/data/*"
MAPS = {
    ("v81", "charge"): Map(changes=(Dropped(at="/order"),)),
    ("v161", "payment_intent"): Map(changes=(
        Collapsed(at="/charges", by="data"),
        Summarised(at="/charges", to="latest_charge", what="last", of="id"))),
    ("v481", "invoice"): Map(changes=(Renamed(at="/rendering_options", to="rendering"),)),
    ("v1401", "invoice"): Map(changes=(
        Turned(at="/charge", other="invoice.payments"),
        Turned(at="/payment_intent", other="invoice.payments"),
        Turned(at="/application_fee_amount", other="payment_intent.application_fee_amount"),
        Turned(at="/transfer_data", other="payment_intent.transfer_data"),
        Listed(at="/discount", to="discount_list"),
        Dropped(at="/paid", source="/status"),
        Dropped(at="/paid_out_of_band", source="/status"),
        Dropped(at="/tax", source="/total_tax_amounts/*/amount"),
        Renamed(at="/total_tax_amounts", to="total_taxes_now"),
        Tagged(at="", keys=("quote", "subscription_details"), parent="parent_now",
               type="subscription_details"),
        Renamed(at=f"{LINE}/tax_amounts", to="taxes"),
        Collapsed(at=f"{LINE}/price", by="id", to="pricing"),
        Dropped(at=f"{LINE}/plan", source=f"{LINE}/price"),
        Dropped(at=f"{LINE}/tax_rates", source=f"{LINE}/taxes/*/tax_rate_details"),
        Dropped(at=f"{LINE}/amount_excluding_tax"),
        Dropped(at=f"{LINE}/unit_amount_excluding_tax"),
        Tagged(at=LINE, keys=("type", "invoice_item", "proration", "proration_details"),
               parent="parent", type="invoice_item_details"),
    )),
    ("v1401", "charge"): Map(changes=(Turned(at="/invoice", other="invoice.payments"),)),
    ("v1401", "payment_intent"): Map(changes=(Turned(at="/invoice", other="invoice.payments"),)),
    ("v1401", "credit_note"): Map(changes=(
        Listed(at="/refund", to="refunds"),
        Renamed(at="/tax_amounts", to="total_taxes"),
        Renamed(at=f"{LINE}/tax_amounts", to="taxes"),
        Dropped(at=f"{LINE}/amount_excluding_tax"),
        Dropped(at=f"{LINE}/unit_amount_excluding_tax"),
    )),
    ("v1401", "subscription"): Map(changes=(
        Moved(at="/current_period_start", to="/items/data/*/current_period_start"),
        Moved(at="/current_period_end", to="/items/data/*/current_period_end"),
        Dropped(at="/discount", source="/discounts/*"),
        Dropped(at="/billing_thresholds"),
        Dropped(at="/items/data/*/billing_thresholds"),
        Dropped(at="/items/data/*/price/recurring/aggregate_usage"),
        Dropped(at="/items/data/*/plan/aggregate_usage"),
    )),
    ("v1401", "invoiceitem"): Map(changes=(
        Collapsed(at="/price", by="id", to="pricing"),
        Dropped(at="/unit_amount", source="/pricing"),
        Dropped(at="/unit_amount_decimal", source="/pricing"),
        Dropped(at="/plan", source="/price"),
        Tagged(at="", keys=("subscription",), parent="parent", type="subscription_details"),
    )),
}  # fmt: skip
"""Version that something goes out of use after, and object, to what changed."""
FILLED = {"/links/data/*", "/items/data/*/discounts/*", "/discounts/*"}
RECURRING = ("aggregate_usage", "interval", "interval_count", "usage_type")
SAMPLE = {
    ("v1", "invoice"): {
        *(f"{LINE}/price/recurring/{key}" for key in RECURRING),
        f"{LINE}/subscription_item",
    }
}
"""Places that are missing only because the sample was filled otherwise."""


def versions():
    found = []
    for path in sorted(STRIPE.glob("v*.json"), key=lambda p: int(re.match(r"v(\d+)", p.name)[1])):
        data = json.loads(path.read_text())
        found.append((path.name.partition("_")[0], data.get("resources", data)))
    return found


def gone(old, new):
    """The topmost places of the older sample that the newer one does not have."""
    before, after = paths_of(tree_of(old)), paths_of(tree_of(new))
    return {
        path
        for path in before
        if path not in after and path.rpartition("/")[0] in {*after, ""}
    }  # fmt: skip


def stated(made):
    return {old for change in made.changes for olds, _ in change.pairs for old in olds}


@stripe
def test_every_key_that_stripe_took_away_is_stated_as_a_change():
    counted, exact = 0, 0
    for (name, old), (_, new) in zip(versions(), versions()[1:], strict=False):
        for kind in sorted(old.keys() & new.keys()):
            missing = gone(old[kind], new[kind]) - FILLED - SAMPLE.get((name, kind), set())
            made = MAPS.get((name, kind), Map())
            told = {path.removesuffix("/id").removesuffix("/data") for path in stated(made)}
            assert missing == told, (name, kind)
            counted += len(missing)
            exact += sum(not change.loses for change in made.changes for _ in change.pairs)

    assert counted == 43  # a line's price and its older copy, plan, are one change of 42
    assert exact == 16  # the others say what they lose


@stripe
def test_the_maps_take_away_what_stripe_took_away():
    for (name, old), (_, new) in zip(versions(), versions()[1:], strict=False):
        for kind in old.keys() & new.keys():
            made = MAPS.get((name, kind))
            if made is None:
                continue
            start = tree_of(old[kind])
            after = made.forward(start)
            missing = gone(old[kind], new[kind]) - FILLED
            assert not missing & paths_of(after).keys(), (name, kind)
            if not made.loses:
                assert data_of(made.backward(after)) == data_of(start)


@stripe
def test_the_new_places_are_those_of_the_newer_version():
    """Where Stripe had the new place already, beside the old one, ours has a name of its own."""
    docs = dict(versions())
    order = list(docs)
    for (name, kind), made in MAPS.items():
        newer = paths_of(tree_of(docs[order[order.index(name) + 1]][kind]))
        for change in made.changes:
            for _, news in change.pairs:
                for place in set(news) - stated(made):
                    own = place.replace("_now", "").replace("discount_list", "discounts")
                    tops = {own, *(own.rsplit("/", n)[0] for n in (1, 2, 3) if own.count("/") > n)}
                    assert tops & newer.keys(), (name, kind, place)


def elements(path):
    """An XML file as a tree: attributes, texts and elements in their order."""
    root = ET.parse(path).getroot()  # noqa: S314 - files of our own and of a known archive
    space, _, name = root.tag[1:].partition("}")
    ids = iter(range(100_000))

    def node(element):
        key = element.tag.partition("}")[2]
        text = (element.text or "").strip()
        marks = [
            Node(id=f"n{next(ids)}", key=mark, text=value, place="attribute")
            for mark, value in element.attrib.items()
            if "}" not in mark
        ]
        inner = [node(child) for child in element]
        if not marks and not inner:
            return Node(id=f"n{next(ids)}", key=key, text=text)
        own = [Node(id=f"n{next(ids)}", key="#text", text=text, place="text")] if text else []
        return Node(id=f"n{next(ids)}", key=key, members=(*marks, *own, *inner))

    top = Node(id="", members=tuple(node(child) for child in root))
    options = {"root": name, "namespace": space, "indent": "2"}
    return Tree(root=top, statements={}, system="camt", options=options)


def counted(tree):
    """Every element and attribute with its path, in the order of the file."""
    out = []

    def walk(node, path):
        for child in node.children:
            place = f"{path}/{'@' if child.place == 'attribute' else ''}{child.key}"
            out.append((place, child.text))
            walk(child, place)

    walk(tree.root, "")
    return tree.options["namespace"], out


ENTRY = "/BkToCstmrStmt/Stmt/Ntry"
SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.{}"
BANK_CODE = f"{ENTRY}/BkTxCd/Domn"
TX = f"{ENTRY}/NtryDtls/TxDtls"
V4_TO_V8 = Map(changes=(
    Named(at="", option="namespace", before=SPACE.format("04"), after=SPACE.format("08")),
    Boxed(at=f"{ENTRY}/Sts", outside="Sts", inside="Cd"),
    Respelled(at=f"{ENTRY}/BookgDt/Dt", before="yyyy-MM-dd", after="yyyy-MM-ddT13:15:00+01:00"),
    Renamed(at=f"{ENTRY}/BookgDt/Dt", to="DtTm"),
    Recoded(at=f"{BANK_CODE}/Cd", table=(("PAYM", "PMNT"),)),
    Recoded(at=f"{BANK_CODE}/Fmly/Cd", table=(("0001", "RCDT"),)),
    Recoded(at=f"{BANK_CODE}/Fmly/SubFmlyCd", table=(("0005", "BOOK"),)),
    Added(at=f"{TX}/Refs/EndToEndId", text="MUELL/FINP/RA12345", type="string", place=0),
    Gathered(at=f"{TX}/RltdPties/Dbtr", keys=("Nm", "PstlAdr"), into="Pty"),
    Gathered(at=f"{TX}/RltdPties/Cdtr", keys=("Nm", "PstlAdr", "Id"), into="Pty"),
))  # fmt: skip


@camt
def test_a_statement_of_camt_version_4_becomes_version_8_and_comes_back():
    old, new = elements(CAMT / "camt053.v4.xml"), elements(CAMT / "camt053.v8.xml")
    assert len(counted(new)[1]) >= 135

    assert counted(V4_TO_V8.forward(old)) == counted(new)
    assert counted(V4_TO_V8.backward(new)) == counted(old)
    assert V4_TO_V8.loses == ()


@camt
def test_the_writer_of_xml_writes_the_real_file_again(tmp_path):
    for name in ("camt053.v4.xml", "camt053.v8.xml"):
        tree = elements(CAMT / name)
        again = tmp_path / name
        again.write_bytes(xml.write(tree).data)
        assert counted(elements(again)) == counted(tree)
