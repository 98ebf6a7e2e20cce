"""The sign of an amount as a mark behind it, with a minus as well or without one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chaosdocs.authoring import (
    VALUES,
    Edit,
    Lure,
    Money,
    Rate,
    Rng,
    Skip,
    StatementSet,
    currency_of,
    operator,
    rates,
    retext,
    statements_of,
    take_statements,
    write,
)

_SIGNS = {"CR": "+", "DR": "-"}


@operator(
    VALUES,
    evidence="frappe/erpnext#56690: mark and sign are both applied; frappe/erpnext#56600",
    ladder=rates([0.1, 0.25, 0.5, 0.75, 1.0]),
    version=3,
    exempt={"applicable": "needs amounts that come in and go out; on invoices CR is a credit note"},
)
def debit_credit_marks(values: StatementSet, level: Rate, rng: Rng) -> Iterator[Edit | Skip]:
    """A document with amounts whose sign is given by DR or CR behind them.

    What it does:
        Rewrites -1,250.00 EUR as 1,250.00 EUR DR, and 318.00 EUR as 318.00 EUR CR. Every second
        outgoing amount keeps its minus beside the mark: -1,250.00 EUR DR.

    In the wild:
        Bank statements and journals of American and Indian banks; exports of cash books.

    Effect on truth:
        None: DR is money that goes out, CR is money that comes in. Mark and minus together still
        mean one minus. Invoices get no marks: there CR means a credit, which is negative.

    Example:
        >>> show(debit_credit_marks, {"amount": "-1250.00", "currency": "EUR"}, "money")
        '-1,250.00 EUR → -1,250.00 EUR DR'
    """
    if values.record.domain.name == "invoice":
        yield Skip("on an invoice CR means an amount in favour of the buyer")
        return
    convention = values.convention
    if convention is None or convention.signs:
        yield Skip("a mark gives the sign of amounts already")
        return
    listed = values.record.domain.list_path is not None
    amounts = statements_of(values, "money", where=lambda each: not listed or each.row is not None)
    if not amounts:
        yield Skip("there is no list of amounts")
        return
    for statement in take_statements(amounts, level.rate, rng):
        money = statement.value
        if not isinstance(money, Money):
            continue
        plain = replace(convention, currency=currency_of(statement))
        marked = replace(plain, signs=_SIGNS)
        out = money.amount < 0
        both = out and rng.at(statement.id).chance(0.5)
        turned = Money(-money.amount, money.currency)
        lure = Lure(turned, "sign-twice" if both else "mark-ignored")
        yield retext(
            statement,
            f"{write(money, plain)} DR" if both else write(money, marked),
            lures=(lure,) if out else (),
            convention=marked,
        )
