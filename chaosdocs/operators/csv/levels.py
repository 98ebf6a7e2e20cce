"""What the operators on bytes and dialects share: levels, and the fields of a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from chaosdocs.authoring import Ref, Table


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark between cells."""

    delimiter: Annotated[str, ""]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How characters become bytes."""

    encoding: Annotated[str, ""]


def refs_of(table: Table) -> tuple[Ref, ...]:
    """Return the fields that a table states, each once."""
    return tuple(
        dict.fromkeys(each.ref for each in table.statements.values() if each.ref is not None)
    )
