"""Norms: fields whose right answer depends on which accounting framework, law or policy holds.

A document prints facts. A norm turns them into an answer, and another norm may turn the same facts
into another one, or forbid an answer. Which norm holds is told in the instructions, in the
document, on a policy page of its own, or nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value, key

NormPlace = Literal["instructions", "document", "nowhere", "page"]
"""Where a case says which norm holds."""
NORM_PLACES: tuple[NormPlace, ...] = ("instructions", "document", "nowhere", "page")
Answers = Mapping[str, "Value | None"]
"""Name of a norm to the right answer under it; None where it forbids an answer."""


class NormedField(Protocol):
    """A field whose answer depends on a norm."""

    @property
    def name(self) -> str:
        """What the question is called: ``lease_short_term``."""
        ...

    @property
    def path(self) -> Ref:
        """The field."""
        ...

    @property
    def held(self) -> str:
        """The norm that the instructions name; empty where they name none."""
        ...

    @property
    def naming(self) -> Ref:
        """The field by which a document names the norm."""
        ...

    @property
    def apart(self) -> bool:
        """Whether the document names the norm on a policy page of its own."""
        ...

    @property
    def words(self) -> str:
        """What the instructions say of norms."""
        ...

    def answers(self, facts: Mapping[Ref, Value], rows: Sequence[str]) -> Answers | None:
        """Return the answer under each norm; None where `facts` do not say enough."""
        ...

    def named(self, facts: Mapping[Ref, Value]) -> str:
        """Return the norm that `facts` name; empty where they name none."""
        ...


def place_of(norm: NormedField, facts: Mapping[Ref, Value]) -> tuple[NormPlace, str]:
    """Return where a case says which norm holds, and the norm; empty if it does so nowhere."""
    if norm.held:
        return "instructions", norm.held
    named = norm.named(facts)
    place: NormPlace = "page" if norm.apart else "document"
    return (place, named) if named else ("nowhere", "")


def distinct(answers: Answers) -> tuple[Value, ...]:
    """Return the values among the answers, each once, in stable order.

    Example:
        >>> distinct({"ifrs": "CURRENT", "us_gaap": "NON_CURRENT", "other": "CURRENT"})
        ('CURRENT', 'NON_CURRENT')
    """
    found = {key(value): value for value in answers.values() if value is not None}
    return tuple(found[each] for each in sorted(found))
