"""Records and domains: the facts that documents are made from, and the rules that bind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol, runtime_checkable

from chaosdocs.truth.norms import NormedField
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Kind, Value

Group = Literal["title", "sender", "recipient", "header", "lines", "totals", "payment", "notes"]
"""Where on a document a field belongs. Templates place groups, not fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a domain.

    Attributes:
        path: Schema path: ``/total``, ``/lines/*/amount``.
        kind: Kind of its values.
        description: What is asked, in a sentence for the reader of a schema.
        labels: Language code (``de``) to the words that introduce it; ``en`` is required.
        group: Where on a document it belongs.
        options: For kind ``enum``: the allowed values.
        required: Whether every record has it.
        unit: Where the currency of an amount, or the unit of a quantity, stands in records whose
            value is a bare number: the schema path of a field, or a code. Empty where it is told
            with the value.
    """

    path: str
    kind: Kind
    description: str
    labels: Mapping[str, str]
    group: Group
    options: tuple[str, ...] = ()
    required: bool = True
    unit: str = ""

    def label(self, locale: str) -> str:
        """Return the words that introduce it in `locale`, such as ``de_DE``."""
        return self.labels.get(locale.partition("_")[0], self.labels["en"])


class Rule(Protocol):
    """How one fact follows from others, or which values it cannot have."""

    @property
    def name(self) -> str:
        """A few words for reports: ``total = net + tax``."""
        ...

    def derive(self, facts: Mapping[Ref, Value], rows: Sequence[str]) -> Mapping[Ref, Value]:
        """Return what follows from `facts`. `rows` are the keys of all rows of the document."""
        ...

    def check(self, facts: Mapping[Ref, Value], rows: Sequence[str]) -> bool | None:
        """Return whether `facts` keep the rule; None where they do not say enough."""
        ...

    def bonds(self, rows: Sequence[str]) -> Iterable[tuple[Ref, ...]]:
        """Yield the smallest groups of fields that the rule binds.

        Each is asked about by itself: `check` with the facts of the group and its rows alone.
        """
        ...


@runtime_checkable
class SumRule(Rule, Protocol):
    """A rule that is kept where some values add up to nothing.

    The sum of a part of them is bounded by what the others can be: that settles long columns
    without a look at every choice.
    """

    def terms(self, rows: Sequence[str]) -> Sequence[tuple[int, Ref]]:
        """Return sign and field of what adds up to nothing; none where it is no plain sum."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """What the records of one kind of document have in common.

    Attributes:
        name: As recipes write it: ``invoice``.
        fields: All fields, in the order of a document.
        rules: How facts follow from others.
        list_path: Path of the one list, ``/lines``, or None.
        titles: Language code to the document's title.
        told: Rules that a reader cannot know and has to be told, in words.
        norms: Fields whose answer depends on a norm. No document prints them.
        words: Language code to code to the word that stands for it on paper.
    """

    name: str
    fields: tuple[Field, ...]
    rules: tuple[Rule, ...] = ()
    list_path: str | None = None
    titles: Mapping[str, str] = field(default_factory=lambda: {"en": "Document"})
    told: tuple[str, ...] = ()
    norms: tuple[NormedField, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def has_amounts(self) -> bool:
        """Whether some field is an amount of money."""
        return any(each.kind == "money" for each in self.fields)

    def said(self, locale: str) -> Mapping[str, str]:
        """Return code to the word that stands for it on paper in the language of `locale`."""
        return self.words.get(locale.partition("_")[0], {})

    def field(self, ref: Ref) -> Field:
        """Return the field that `ref` belongs to.

        Raises:
            KeyError: No field of this domain has that path.
        """
        path = schema_path(ref, self.list_path)
        for candidate in self.fields:
            if candidate.path == path:
                return candidate
        raise KeyError(f"{self.name} has no field {path}")

    def title(self, locale: str) -> str:
        """Return the document's title in `locale`."""
        return self.titles.get(locale.partition("_")[0], self.titles["en"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Typed, consistent facts of one domain.

    Attributes:
        id: ``inv-00017``.
        domain: The domain that says what the facts mean.
        locale: ``de_DE``: language and customs of its documents.
        facts: Ref to value, in the order of the document. A fact that is not there is absent.
        rows: Keys of the rows of the list, in order.
    """

    id: str
    domain: Domain
    locale: str
    facts: Mapping[Ref, Value]
    rows: tuple[str, ...] = ()


def schema_path(ref: Ref, list_path: str | None) -> str:
    """Return the schema path of `ref`.

    Example:
        >>> schema_path("/lines/k1/amount", "/lines")
        '/lines/*/amount'
    """
    there = in_row(ref, list_path)
    return ref if there is None else f"{list_path}/*/{there[1]}"


def in_row(ref: Ref, list_path: str | None) -> tuple[str, str] | None:
    """Return the row and the leaf that `ref` names, None where it is in no row.

    Example:
        >>> in_row("/lines/k1/amount", "/lines"), in_row("/total", "/lines")
        (('k1', 'amount'), None)
    """
    if list_path is None or not ref.startswith(f"{list_path}/"):
        return None
    row, _, leaf = ref[len(list_path) + 1 :].partition("/")
    return row, leaf


def row_ref(list_path: str, row: str, leaf: str) -> Ref:
    """Return the ref of `leaf` in `row`.

    Example:
        >>> row_ref("/lines", "k1", "amount")
        '/lines/k1/amount'
    """
    return f"{list_path}/{row}/{leaf}"
