"""What a norm is: facts that a document prints, the laws or frameworks, and their answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from chaosdocs.foundation.rng import Rng
from chaosdocs.truth.norms import Answers
from chaosdocs.truth.records import Domain, Field, Group
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Kind, Money, Value

Facts = Mapping[Ref, Value]
Rows = Sequence[str]
LANGUAGES: tuple[str, ...] = ("en", "de", "fr")
LOCALES: tuple[str, ...] = ("en_US", "de_DE", "fr_FR")
"""The locales that documents of norms are drawn in."""
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
T = TypeVar("T")


class MissingFactError(LookupError):
    """A fact that a norm needs is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regime:
    """One of the norms that a question can be answered under.

    Attributes:
        name: ``ifrs``.
        words: How a document names it, by language; ``en`` is required.
        source: Paragraph and publisher.
        url: Where the source can be read.
        valid_from: The day from which it has held in this form, ISO 8601.
        place: Where it holds.
        checked: The day on which this was last compared with a copy of the source, ISO 8601; empty
            if that has not been done since the norm was written down.
    """

    name: str
    words: Mapping[str, str]
    source: str
    url: str
    valid_from: str
    place: str
    checked: str = ""

    def said(self, language: str) -> str:
        """Return how a document in `language` names it."""
        return self.words.get(language, self.words["en"])


class Known:
    """The facts of a document, asked for by an answer.

    Args:
        facts: Ref to value.
        rows: Keys of the rows, all of them.
    """

    def __init__(self, facts: Facts, rows: Rows) -> None:
        self._facts = facts
        self.rows = rows

    def value(self, ref: Ref) -> Value:
        """Return a fact.

        Raises:
            MissingFactError: It is not known.
        """
        try:
            return self._facts[ref]
        except KeyError:
            raise MissingFactError(ref) from None

    def money(self, ref: Ref) -> Money:
        """Return an amount."""
        return _of(Money, self.value(ref), ref)

    def number(self, ref: Ref) -> Decimal:
        """Return a number or a percentage."""
        return _of(Decimal, self.value(ref), ref)

    def date(self, ref: Ref) -> dt.date:
        """Return a date."""
        return _of(dt.date, self.value(ref), ref)

    def text(self, ref: Ref) -> str:
        """Return a text or a code."""
        return _of(str, self.value(ref), ref)

    def flag(self, ref: Ref) -> bool:
        """Return a yes or no."""
        return _of(bool, self.value(ref), ref)

    def row_refs(self, leaf: str) -> list[Ref]:
        """Return the ref of a leaf in every row."""
        if not self.rows:
            raise MissingFactError(leaf)
        return [f"/lines/{row}/{leaf}" for row in self.rows]


def _of(kind: type[T], value: Value, ref: Ref) -> T:
    if not isinstance(value, kind):
        raise MissingFactError(ref)
    return value


Answer = Callable[[Known, str], "Value | None"]
"""Facts and the name of a norm to the right answer under it; None where it forbids one."""
Drawn = tuple[dict[Ref, Value], int]
"""Facts, and how many rows they have."""
Draw = Callable[[Rng, bool, str], Drawn]
"""A stream, whether the norms shall agree, and a language: the facts that are drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm:
    """A question, the facts that answer it, and the norms that answer it differently.

    Attributes:
        number: Its number in the catalogue of norms.
        name: ``lease_short_term``.
        titles: Language to the title of its documents.
        asked: The field that is asked for and never printed.
        names: The field by which a document names the norm.
        fields: The facts that its documents print.
        regimes: The norms.
        draw: Draws the facts.
        answer: The right answer under one norm.
        sentence: How the instructions name the norm: ``{words}`` stands for its words.
        agrees: Whether facts can be drawn on which the norms agree.
        disagrees: Whether facts can be drawn on which they do not.
        find: Names the norm from the value of `names`; by its words where it is None.
        days: For a norm that a date names: first and last day on which each of them holds.
        held: The norm that the instructions name; empty where they name none.
        apart: Whether the document names the norm on a policy page of its own.
    """

    number: int
    name: str
    titles: Mapping[str, str]
    asked: Field
    names: Field
    fields: tuple[Field, ...]
    regimes: tuple[Regime, ...]
    draw: Draw
    answer: Answer
    sentence: str
    agrees: bool = True
    disagrees: bool = True
    find: Callable[[Value], str] | None = None
    days: Mapping[str, tuple[dt.date, dt.date]] = field(default_factory=dict)
    held: str = ""
    apart: bool = False

    @property
    def path(self) -> Ref:
        """The field that is asked for."""
        return self.asked.path

    @property
    def naming(self) -> Ref:
        """The field by which a document names the norm."""
        return self.names.path

    @property
    def words(self) -> str:
        """What the instructions say of norms."""
        if self.apart:
            return f"{_RULE} {_APART}"
        if not self.held:
            return _RULE
        words = self.regime(self.held).said("en")
        return f"{_RULE} {self.sentence.format(words=words)}"

    def regime(self, name: str) -> Regime:
        """Return one of the norms by its name."""
        return next(each for each in self.regimes if each.name == name)

    def answers(self, facts: Facts, rows: Rows) -> Answers | None:
        """Return the answer under each norm; None where `facts` do not say enough."""
        known = Known(facts, rows)
        try:
            return {each.name: self.answer(known, each.name) for each in self.regimes}
        except MissingFactError:
            return None

    def named(self, facts: Facts) -> str:
        """Return the norm that `facts` name; empty where they name none."""
        value = facts.get(self.names.path)
        if value is None:
            return ""
        if self.find is not None:
            return self.find(value)
        return next((each.name for each in self.regimes if value in each.words.values()), "")

    def day(self, name: str, rng: Rng) -> dt.date:
        """Return a day on which one of the norms holds, where a date names the norm."""
        first, last = self.days[name]
        return first + dt.timedelta(days=rng.below((last - first).days + 1))

    def under(self, held: str, *, apart: bool = False) -> Norm:
        """Return this norm as a case has it.

        Args:
            held: The norm that the instructions name; empty where they name none.
            apart: Whether a policy page names it.
        """
        return replace(self, held=held, apart=apart)

    def page(self) -> str:
        """Return all about the norm, in Markdown: its question, facts, norms and sources."""
        lines = [
            f"# norm {self.name}",
            "",
            f"Number {self.number}. `{self.path}`: {self.asked.description}",
            "",
            f"The document names the norm in `{self.names.path}`.",
            "",
            "| norm | how a document names it | source | valid from | last checked |",
            "| --- | --- | --- | --- | --- |",
        ]
        lines += [
            f"| `{each.name}` | {each.said('en')} | [{each.source}]({each.url}) "
            f"| {each.valid_from} | {each.checked} |"
            for each in self.regimes
        ]
        lines += ["", "| fact | kind | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{each.path}` | {each.kind} | {each.description} |" for each in self.fields]
        return "\n".join(lines) + "\n"

    def domain(self) -> Domain:
        """Return the domain of its documents."""
        rows = any(each.path.startswith("/lines/") for each in self.fields)
        return Domain(
            name=f"norm_{self.name}",
            fields=(*BASE, *self.fields, self.names, self.asked),
            list_path="/lines" if rows else None,
            titles=self.titles,
            norms=(self,),
        )


_RULE = (
    "An answer may depend on a norm: an accounting framework, a law, a market convention or a "
    "policy. The description of the field says which norms are in question. These instructions or "
    "the document may say which of them holds. If neither does, and the norms give different "
    "answers, the field is disputed: leave it null, or give all answers as candidates. If the norm "
    "that holds permits no answer, leave the field null."
)


_APART = "The policy page of the entity belongs to the document."


def labelled(
    path: str,
    kind: Kind,
    group: Group,
    labels: tuple[str, str, str],
    description: str,
    *,
    options: tuple[str, ...] = (),
    required: bool = True,
) -> Field:
    """Return a field whose labels are given in English, German and French.

    Example:
        >>> labelled("/rate", "percent", "header", ("Rate", "Satz", "Taux"), "Rate.").label("de_DE")
        'Satz'
    """
    return Field(
        path=path,
        kind=kind,
        description=description,
        labels=dict(zip(LANGUAGES, labels, strict=True)),
        group=group,
        options=options,
        required=required,
    )


def in_words(en: str, de: str = "", fr: str = "") -> dict[str, str]:
    """Return language to words; English stands for a language that is not given."""
    return {"en": en, "de": de or en, "fr": fr or en}


def cents(amount: Decimal, currency: str) -> Money:
    """Return an amount in whole cents; halves are rounded up.

    Example:
        >>> cents(Decimal("74.9925"), "EUR").amount
        Decimal('74.99')
    """
    return Money(amount.quantize(CENT, ROUND_HALF_UP), currency)


def currency_of(language: str) -> str:
    """Return the currency of documents in a language."""
    return "USD" if language == "en" else "EUR"


AMOUNT = labelled(
    "/amount",
    "money",
    "totals",
    ("Amount", "Betrag", "Montant"),
    "Amount that the document is about.",
)
CAPITAL = labelled(
    "/capital",
    "money",
    "totals",
    ("Share capital", "Stammkapital", "Capital social"),
    "Share capital of the counterparty.",
)
INVOICE_NUMBER = labelled(
    "/invoice_number",
    "id",
    "header",
    ("Invoice", "Rechnung", "Facture"),
    "Number of the invoice.",
)
INVOICE_DATE = labelled(
    "/invoice_date",
    "date",
    "header",
    ("Invoice date", "Rechnungsdatum", "Date de facture"),
    "Date of the invoice.",
)


def amount_of(rng: Rng, language: str) -> Money:
    """Draw an amount that nothing depends on."""
    units = 5_000 + rng.at("amount of it").below(4_000_000)
    return cents(Decimal(units) / 100, currency_of(language))


def capital_of(rng: Rng, language: str) -> Money:
    """Draw a share capital that nothing depends on."""
    return cents(Decimal(5_000 * (5 + rng.at("capital").below(200))), currency_of(language))


def invoice_number_of(rng: Rng) -> str:
    """Draw the number of an invoice."""
    number = rng.at("invoice number").below(100_000)
    return f"{rng.at('series').pick(('RE-', 'INV', '2025/', '00'))}{number:05}"


BASE: tuple[Field, ...] = (
    labelled(
        "/entity/name",
        "text",
        "sender",
        ("Entity", "Unternehmen", "Entité"),
        "Name of the entity that the document is of.",
    ),
    labelled(
        "/counterparty/name",
        "text",
        "recipient",
        ("Counterparty", "Vertragspartner", "Contrepartie"),
        "Name of the other party.",
    ),
    labelled(
        "/document_number",
        "id",
        "header",
        ("Document number", "Dokumentnummer", "Numéro de document"),
        "Number of the document, exactly as printed.",
    ),
    labelled(
        "/prepared_by",
        "text",
        "header",
        ("Prepared by", "Erstellt von", "Préparé par"),
        "Name of the person who prepared the document.",
    ),
)
"""The fields that documents of every norm print."""
