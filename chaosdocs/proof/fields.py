"""What is expected of a field on each channel, with typed values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from chaosdocs.formats.cases import CaseTruth, FieldExpectation, ListExpectation
from chaosdocs.foundation.quickly import quickly
from chaosdocs.truth.field_truth import FieldTruth
from chaosdocs.truth.statements import Channel
from chaosdocs.truth.values import Kind, Value, from_json


@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class Expected(FieldTruth[Value]):
    """What a careful reader should make of one field on one channel.

    Attributes:
        channel: The channel.
        asked: Whether it is the channel that the case asks for.
        touched: Steps that touched it.
    """

    channel: Channel
    asked: bool
    touched: tuple[str, ...] = ()

    @property
    def living(self) -> bool:
        """Whether anything of the value is to be read there."""
        return self.state in {"answerable", "ambiguous", "disputed"} or self.partial is not None

    @property
    def sought(self) -> tuple[Value, ...]:
        """The values that must not be found beside the known statements."""
        if self.was is None or self.state in {"answerable", "unscored"}:
            return ()
        return (self.was,)


def rows_of(truth: CaseTruth) -> tuple[str, ...]:
    """Return the keys of the rows of all lists, in order; rows that are not shown are left out."""
    return tuple(
        row
        for entry in truth.fields.values()
        if isinstance(entry, ListExpectation)
        for row in entry.shown
    )


def expected(path: str, field: FieldExpectation, asked: Channel) -> Iterator[Expected]:
    """Yield what is expected of a field: on the channel asked for, then on the others.

    Raises:
        ValueError: A value is no canonical form of the field's kind.
    """
    main = Expected(
        path=path,
        kind=field.kind,
        channel=asked,
        asked=True,
        state=field.state,
        accept=_values(field.kind, field.accept),
        readings=_values(field.kind, field.readings),
        why=field.why,
        reason=field.reason,
        partial=field.partial,
        was=None if field.was is None else from_json(field.kind, field.was),
        touched=field.touched,
    )
    yield main
    for channel, other in field.channels.items():
        accept = _values(field.kind, other.accept)
        was = main.was if main.was is not None else next(iter(main.accept), None)
        yield Expected(
            path=path,
            kind=field.kind,
            channel=channel,
            asked=False,
            state=other.state,
            accept=accept,
            readings=_values(field.kind, other.readings),
            why=other.why or ("printed" if other.state == "answerable" else None),
            partial=other.partial,
            was=was,
        )


def _values(kind: Kind, given: tuple[JsonValue, ...]) -> tuple[Value, ...]:
    return tuple(from_json(kind, value) for value in given)
