"""Terms and countries: how dates follow from terms, and countries from the ids that name them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, assert_never

from chaosdocs.sources.checks import (
    french_vat,
    is_bic,
    is_iban,
    is_japanese_number,
    is_siren,
    tax_country,
)
from chaosdocs.sources.legal import shown_form
from chaosdocs.sources.rules import Facts, Rows, agrees
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Money, Value


@dataclass(frozen=True, slots=True)
class DueDate:
    """`end` is `start` plus `days`; any one follows from the other two."""

    end: Ref
    start: Ref
    days: Ref

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.end[1:]} = {self.start[1:]} + {self.days[1:]}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the end where start and days are known."""
        del rows
        start, days = facts.get(self.start), _days(facts.get(self.days))
        if not isinstance(start, dt.date) or days is None:
            return {}
        return _date(self.end, start, days)

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.end, self.start, self.days

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the one that is missing."""
        start, end, days = facts.get(self.start), facts.get(self.end), facts.get(self.days)
        if self.end not in facts:
            return self.forward(facts, rows)
        if not isinstance(end, dt.date):
            return {}
        count = _days(days)
        if isinstance(start, dt.date) and days is None and end >= start:
            return {self.days: Decimal((end - start).days)}
        if start is None and count is not None:
            return _date(self.start, end, -count)
        return {}


@dataclass(frozen=True, slots=True)
class CountryOf:
    """`country` is the one that an id names: a tax id, an IBAN or a BIC."""

    country: Ref
    id: Ref
    scheme: Literal["tax", "iban", "bic"]

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.country[1:]} from {self.id[1:]}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the country where the id is known, is right and names one."""
        del rows
        text = facts.get(self.id)
        if not isinstance(text, str):
            return {}
        match self.scheme:
            case "tax":
                country = tax_country(text)
            case "iban":
                country = text[:2] if is_iban(text) else None
            case "bic":
                country = text[4:6] if is_bic(text) else None
            case _:
                assert_never(self.scheme)
        return {} if country is None else {self.country: country}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.country, self.id

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the country where it is not known."""
        return {} if self.country in facts else self.forward(facts, rows)


@dataclass(frozen=True, slots=True)
class CurrencyOf:
    """`currency` is the one in which all amounts are stated."""

    currency: Ref

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.currency[1:]} from the amounts"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the currency where there are amounts and all are in one."""
        del rows
        codes = {value.currency for value in facts.values() if isinstance(value, Money)}
        return {self.currency: codes.pop()} if len(codes) == 1 else {}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        return iter(())

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the currency where it is not known."""
        return {} if self.currency in facts else self.forward(facts, rows)


@dataclass(frozen=True, slots=True)
class RegistrationOf:
    """French VAT ids and Japanese T-numbers are made from the company's number in the register.

    Either follows from the other: FR, the check digits (12 + 3 × (SIREN mod 97)) mod 97 and the
    SIREN; T and the corporate number.
    """

    registration: Ref
    tax_id: Ref

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.registration[1:]} from {self.tax_id[1:]}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the number where the tax id is known, is right and contains one."""
        del rows
        text = facts.get(self.tax_id)
        if not isinstance(text, str):
            return {}
        match tax_country(text):
            case "FR":
                return {self.registration: text[4:]}
            case "JP":
                return {self.registration: text[1:]}
            case _:
                return {}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.registration, self.tax_id

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the one of the two that is not known."""
        if self.registration not in facts:
            return self.forward(facts, rows)
        number = facts[self.registration]
        if self.tax_id in facts or not isinstance(number, str):
            return {}
        if is_siren(number):
            return {self.tax_id: french_vat(number)}
        return {self.tax_id: f"T{number}"} if is_japanese_number(number) else {}


@dataclass(frozen=True, slots=True)
class LegalFormOf:
    """`form` is the legal form that the company's `name` shows, such as S.A. or PLC."""

    form: Ref
    company: Ref

    @property
    def name(self) -> str:
        """The rule in a few words."""
        return f"{self.form[1:]} from {self.company[1:]}"

    def forward(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the form where the name is known and shows one."""
        del rows
        company = facts.get(self.company)
        shown = shown_form(company) if isinstance(company, str) else None
        return {} if shown is None else {self.form: shown}

    def check(self, facts: Facts, rows: Rows) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        return agrees(self.forward(facts, rows), facts)

    def bonds(self, rows: Rows) -> Iterator[tuple[Ref, ...]]:
        """Yield the groups of fields that the rule binds."""
        del rows
        yield self.form, self.company

    def derive(self, facts: Facts, rows: Rows) -> dict[Ref, Value]:
        """Return the form where it is not known."""
        return {} if self.form in facts else self.forward(facts, rows)


def _days(value: Value | None) -> int | None:
    if not isinstance(value, Decimal) or value != value.to_integral_value():
        return None
    return int(value)


def _date(ref: Ref, start: dt.date, days: int) -> dict[Ref, Value]:
    try:
        return {ref: start + dt.timedelta(days=days)}
    except OverflowError:
        return {}
