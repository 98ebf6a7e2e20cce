"""A key whose meaning changed: the total is net now, and its name is not."""

from __future__ import annotations

from collections.abc import Iterator

from chaosdocs.authoring import (
    TREE,
    Edit,
    Lure,
    Money,
    Once,
    Rng,
    Skip,
    Statement,
    Tree,
    operator,
    retext,
)


@operator(
    TREE,
    evidence="fivetran/dbt_stripe#101: values change under one name",
    nested=False,
    exempt={"applicable": "only invoices have a net amount beside a total"},
)
def net_for_gross(tree: Tree, level: Once, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with the net amount under the key of the total.

    What it does:
        Puts the amount before tax under the key of the total. The keys of net and tax keep their
        values.

    In the wild:
        A source that changed its reports to net amounts and kept its field names.

    Effect on truth:
        Altered: the right answer is the value under the key. It does not add up with net and tax,
        and a careful reader reports this. The lure is the booked total.

    Example:
        "net": 100.00, "total": 119.00 → "net": 100.00, "total": 100.00
    """
    total, net = _first(tree, "/total"), _first(tree, "/net")
    if total is None or net is None or total.value is None or net.value == total.value:
        yield Skip("the document has no net amount beside a total")
        return
    if not isinstance(net.value, Money) or net.value.amount == 0:
        yield Skip("the net amount is nothing")
        return
    yield retext(
        total,
        net.text,
        readings=(net.value,),
        lures=(Lure(total.value, "gross-total"),),
        convention=net.convention,
    )


def _first(tree: Tree, ref: str) -> Statement | None:
    return tree.statements.get(f"{ref}#1")
