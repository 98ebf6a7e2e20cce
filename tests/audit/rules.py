"""The auditor's own rules of the three domains: what follows from what a document says.

Each rule yields (path, value) for whatever it can compute. Money is a Decimal here, dates are
`datetime.date`; the rules are written from accounting, not from the project's.
"""

import datetime as dt
import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from itertools import pairwise

RATES = tuple(
    map(Decimal, ("5.5", "6", "6.25", "7", "7.25", "8", "8.25", "8.875", "10", "19", "20"))
)
_DIGITS = {"JPY": 0, "KWD": 3}


def digits(currency):
    """Return the digits after the decimal mark of amounts in a currency."""
    return _DIGITS.get(currency, 2)


def _rounded(value, places, mode=ROUND_HALF_UP):
    return value.quantize(Decimal(1).scaleb(-places), mode)


def tax_on(net, rate, currency):
    """Return the tax on a net amount; Japanese tax is rounded down."""
    mode = ROUND_DOWN if currency == "JPY" else ROUND_HALF_UP
    return _rounded(net * rate / 100, digits(currency), mode)


def consequences(domain, known, rows, currency, *, whole=True):
    """Yield (path, value, rule) for all that follows in one step from what is known.

    Args:
        domain: ``invoice``, ``statement`` or ``kyc``.
        known: Path to value.
        rows: Keys of the rows in their order.
        currency: Currency of the document; None where it is not known.
        whole: Whether all rows are there.
    """
    rule = {"invoice": _invoice, "statement": _statement, "kyc": _kyc}[domain]
    yield from rule(known, rows if whole else None, currency)


def _balance(known, total, parts, signs, rule):
    """`total` is the signed sum of `parts`: each follows from the others."""
    names = (total, *parts)
    weights = (-1, *signs)
    missing = [n for n in names if known.get(n) is None]
    if len(missing) > 1:
        return
    for name, weight in zip(names, weights, strict=True):
        if missing and name != missing[0]:
            continue
        others = sum(
            (known[n] * w for n, w in zip(names, weights, strict=True) if n != name), Decimal(0)
        )
        yield name, -others / weight, rule


def _invoice(known, rows, currency):
    if rows:
        amounts = [f"/lines/{row}/amount" for row in rows]
        yield from _balance(known, "/net", amounts, [1] * len(rows), "net is the sum of lines")
    yield from _balance(known, "/total", ("/net", "/tax"), (1, 1), "total is net plus tax")
    net, rate, tax, total = (known.get(p) for p in ("/net", "/tax_rate", "/tax", "/total"))
    if currency is not None:
        if net is not None and rate is not None:
            yield "/tax", tax_on(net, rate, currency), "tax is net by rate"
        if total is not None and rate is not None:
            found = _nets(total, rate, currency)
            if len(found) == 1:
                yield "/net", found[0], "net is total without tax"
        if net and tax is not None:
            found = [each for each in RATES if tax_on(net, each, currency) == tax]
            if len(found) == 1:
                yield "/tax_rate", found[0], "rate is tax by net"
    yield from _terms(known)
    for row in rows or ():
        yield from _line(known, f"/lines/{row}", currency)


def _nets(total, rate, currency):
    step = Decimal(1).scaleb(-digits(currency))
    near = _rounded(total / (1 + rate / 100), digits(currency))
    tried = (near + step * k for k in range(-3, 4))
    return [n for n in tried if n + tax_on(n, rate, currency) == total]


def _terms(known):
    issued, due, days = (known.get(p) for p in ("/issue_date", "/due_date", "/payment_days"))
    if issued is not None and days is not None:
        yield "/due_date", issued + dt.timedelta(days=int(days)), "due is issue plus days"
    if due is not None and days is not None:
        yield "/issue_date", due - dt.timedelta(days=int(days)), "issue is due less days"
    if issued is not None and due is not None:
        yield "/payment_days", Decimal((due - issued).days), "days from issue to due"


def _line(known, row, currency):
    quantity, price, amount = (
        known.get(f"{row}/{n}") for n in ("quantity", "unit_price", "amount")
    )
    if currency is None:
        return
    places = digits(currency)
    if quantity is not None and price is not None:
        yield f"{row}/amount", _rounded(quantity * price, places), "amount is quantity by price"
    if quantity and amount is not None:
        step = Decimal(1).scaleb(-places)
        near = _rounded(amount / quantity, places)
        found = [
            p
            for p in (near + step * k for k in range(-3, 4))
            if _rounded(p * quantity, places) == amount
        ]
        if len(found) == 1:
            yield f"{row}/unit_price", found[0], "price is amount by quantity"


def _statement(known, rows, currency):
    yield from _balance(
        known,
        "/closing_balance",
        ("/opening_balance", "/total_credits", "/total_debits"),
        (1, 1, -1),
        "closing is opening plus credits less debits",
    )
    if not rows:
        return
    moved = [known.get(f"/lines/{row}/amount") for row in rows]
    if all(m is not None for m in moved):
        yield "/total_credits", sum((m for m in moved if m > 0), Decimal(0)), "sum of credits"
        yield "/total_debits", -sum((m for m in moved if m < 0), Decimal(0)), "sum of debits"
    first, last = rows[0], rows[-1]
    yield from _balance(
        known,
        f"/lines/{first}/balance",
        ("/opening_balance", f"/lines/{first}/amount"),
        (1, 1),
        "first balance",
    )
    for before, row in pairwise(rows):
        yield from _balance(
            known,
            f"/lines/{row}/balance",
            (f"/lines/{before}/balance", f"/lines/{row}/amount"),
            (1, 1),
            "running balance",
        )
    if known.get(f"/lines/{last}/balance") is not None:
        yield "/closing_balance", known[f"/lines/{last}/balance"], "closing is the last balance"
    if known.get("/closing_balance") is not None:
        yield f"/lines/{last}/balance", known["/closing_balance"], "last balance is closing"


def _kyc(known, rows, currency):
    if not rows:
        return
    parts = [f"/lines/{row}/percentage" for row in rows]
    if known.get("/remainder") is not None:
        known = {**known, "whole": Decimal(100)}
        names = ("/remainder", *parts)
        yield from (
            each
            for each in _balance(known, "whole", names, [1] * len(names), "shares are 100")
            if each[0] != "whole"
        )
    elif all(known.get(p) is not None for p in parts):
        yield "/remainder", 100 - sum(known[p] for p in parts), "remainder to 100"


def closure(domain, known, rows, currency, *, whole=True):
    """Return path to the set of values that follow, in any number of steps."""
    known = dict(known)
    found = {}
    for _ in range(40):
        new = {}
        for path, value, _rule in consequences(domain, known, rows, currency, whole=whole):
            if path not in known:
                new.setdefault(path, set()).add(value)
        if not new:
            break
        for path, values in new.items():
            found.setdefault(path, set()).update(values)
            known[path] = next(iter(values)) if len(values) == 1 else None
    return found


def ill_formed(path, value):
    """Return what is wrong with the check digits of an identifier; empty if nothing is."""
    name = path.rsplit("/", 1)[-1]
    if name == "iban":
        return "" if _mod97(value[4:] + value[:4]) else "IBAN: wrong check digits"
    if name == "lei":
        right = len(value) == 20 and _mod97(value)
        return "" if right else "LEI: wrong check digits"
    if name in {"vat_id", "tax_id"} and (found := re.fullmatch(r"FR(\d\d)(\d{9})", value)):
        siren = found[2]
        if int(found[1]) != (12 + 3 * (int(siren) % 97)) % 97:
            return "VAT: the key is not that of the SIREN"
        return "" if _luhn(siren) else "SIREN: wrong check digit"
    if name == "bic":
        return "" if re.fullmatch(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?", value) else "BIC: its form"
    return ""


def _mod97(text):
    figures = "".join(str(int(c, 36)) for c in text if c.isalnum())
    return int(figures) % 97 == 1


def _luhn(text):
    total = 0
    for at, c in enumerate(reversed(text)):
        n = int(c) * (1 + at % 2)
        total += n - 9 if n > 9 else n
    return total % 10 == 0
