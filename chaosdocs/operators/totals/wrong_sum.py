"""A total that is not the sum of what it totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from chaosdocs.kernel import (
    FACTS,
    Edit,
    Restate,
    Rng,
    Skip,
    Statements,
    choose_spot,
    operator,
    spots_of,
)
from chaosdocs.operators.totals.levels import Deviation
from chaosdocs.truth.spots import Spot
from chaosdocs.truth.values import Money


@operator(
    FACTS,
    origin="invoicewise #37; rentemester #557: printed totals that do not add up",
    ladder=(Deviation(0.3), Deviation(0.1), Deviation(0.03), Deviation(0.01), Deviation(0.001)),
    nested=False,
    targeted=True,
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def wrong_sum(facts: Statements, level: Deviation, rng: Rng) -> Iterator[Edit | Skip]:
    """Print a total that is off.

    What it does:
        Changes one amount outside the list by a share of itself; the harder to see, the severer.

    In the wild:
        A line added by hand; a discount that was left out of the sum; rounding by line.

    Effect on truth:
        Altered: the right answer is what is printed, and a careful reader reports that it does not
        add up. The value that would add up is the lure.

    Example:
        >>> show(wrong_sum, {"amount": "1000.00", "currency": "EUR"}, "money")
        'money:1001 EUR'
    """
    path = facts.record.domain.list_path
    spot = choose_spot(spots_of(facts, "money", where=_totals(facts, path)), rng)
    if spot is None or not isinstance(spot.value, Money):
        yield Skip("the document has no amount outside its list")
        return
    money = spot.value
    cent = Decimal(1).scaleb(int(money.amount.as_tuple().exponent))
    change = (abs(money.amount) * Decimal(str(level.share))).quantize(cent)
    yield Restate(
        spot=spot.id,
        before=money,
        after=Money(money.amount + max(change, cent), money.currency),
    )


def _totals(facts: Statements, path: str | None) -> Callable[[Spot], bool]:
    def holds(spot: Spot) -> bool:
        if spot.row is not None or spot.ref is None:
            return False
        return path is None or facts.record.domain.field(spot.ref).group in {"totals", "header"}

    return holds
