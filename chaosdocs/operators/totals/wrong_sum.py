"""A total that is not the sum of what it totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from chaosdocs.authoring import (
    FACTS,
    Edit,
    Money,
    Restate,
    Rng,
    Skip,
    Statement,
    StatementSet,
    choose_statement,
    operator,
    statements_of,
)
from chaosdocs.operators.totals.levels import Deviation


@operator(
    FACTS,
    evidence="speedata/einvoice#128: 367.91 is printed, the lines make 367.86; "
    "openai/openai-cookbook#3086",
    ladder=(Deviation(0.3), Deviation(0.1), Deviation(0.03), Deviation(0.01), Deviation(0.001)),
    nested=False,
    targeted=True,
    exempt={"applicable": "a beneficial-ownership file has no amounts"},
)
def wrong_sum(facts: StatementSet, level: Deviation, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with a printed total that does not add up.

    What it does:
        Changes one amount outside the list by a share of itself. The higher the severity, the
        smaller the share, because a small difference is harder to see.

    In the wild:
        A line that was added by hand; a discount that was left out of the sum; rounding per line.

    Effect on truth:
        Altered: the right answer is the printed value. A careful reader reports that it does not
        add up. The lure is the value that would add up.

    Example:
        >>> show(wrong_sum, {"amount": "1000.00", "currency": "EUR"}, "money")
        '1,000.00 EUR → 1,001.00 EUR'
    """
    path = facts.record.domain.list_path
    statement = choose_statement(statements_of(facts, "money", where=_totals(facts, path)), rng)
    if statement is None or not isinstance(statement.value, Money):
        yield Skip("the document has no amount outside its list")
        return
    money = statement.value
    cent = Decimal(1).scaleb(int(money.amount.as_tuple().exponent))
    change = (abs(money.amount) * Decimal(str(level.share))).quantize(cent)
    yield Restate(
        statement=statement.id,
        before=money,
        after=Money(money.amount + max(change, cent), money.currency),
    )


def _totals(facts: StatementSet, path: str | None) -> Callable[[Statement], bool]:
    def holds(statement: Statement) -> bool:
        if statement.row is not None or statement.ref is None:
            return False
        return path is None or facts.record.domain.field(statement.ref).group in {
            "totals",
            "header",
        }

    return holds
