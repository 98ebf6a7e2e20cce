"""What all systems share: which statements go into which columns, and how columns are named."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.table import EMPTY, Cell, Column, Row
from chaosdocs.truth.conventions import Convention
from chaosdocs.truth.records import Domain, Field, schema_path
from chaosdocs.truth.statements import Statement

Namer = Callable[[Domain, Field], str]
"""Domain and field to the head of its column, or to its key."""

_ACRONYMS = {"vat", "id", "iban", "bic", "lei", "sku", "po", "url", "swift"}


@dataclass(frozen=True, slots=True)
class Leaves:
    """The statements of one kind in all rows.

    Attributes:
        column: Its column; `path` is the schema path.
        field: The field, or None for statements beyond the first of their field.
        by_row: Row key to statement.
    """

    column: Column
    field: Field | None
    by_row: Mapping[str, Statement]


def scalar_statements(values: StatementSet) -> list[Statement]:
    """Return the statements outside the list, second claims and look-alikes included."""
    return [statement for statement in values.statements.values() if statement.row is None]


def rows_of(values: StatementSet) -> list[str]:
    """Return the keys of the rows that state anything, in the record's order."""
    there = {statement.row for statement in values.statements.values() if statement.row is not None}
    known = [row for row in values.record.rows if row in there]
    return [*known, *sorted(there.difference(known))]


def leaves_of(values: StatementSet, name: Namer) -> list[Leaves]:
    """Return what the rows state, in the order of the domain; second claims behind the first."""
    domain = values.record.domain
    found: dict[str, tuple[Field | None, Statement, dict[str, Statement]]] = {}
    for statement in values.statements.values():
        fact = statement.ref if statement.ref is not None else statement.imitates
        if statement.row is None or fact is None:
            continue
        path = schema_path(fact, domain.list_path)
        tail = statement.id.removeprefix(fact)
        first = tail == "#1" and statement.ref is not None
        column = path if first else f"{path}{tail}"
        if column not in found:
            found[column] = (domain.field(fact) if first else None, statement, {})
        found[column][2][statement.row] = statement
    order = {field.path: place for place, field in enumerate(domain.fields)}
    leaves = []
    for column, (field, statement, by_row) in found.items():
        path = schema_path(statement.ref or statement.imitates or "", domain.list_path)
        head = statement.label if field is None else name(domain, field)
        made = Column(
            id=column, header=head, kind=statement.kind, path=path if statement.ref else None
        )
        leaves.append((order.get(path, len(order)), field is None, Leaves(made, field, by_row)))
    leaves.sort(key=lambda each: each[:2])
    return [each for *_, each in leaves]


def scalar_column(statement: Statement, values: StatementSet, name: Namer) -> Column:
    """Return the column of a statement outside the list; extra ones are named by their label."""
    if is_first(statement) and statement.ref is not None:
        field = values.record.domain.field(statement.ref)
        head = name(values.record.domain, field)
        return Column(id=field.path, header=head, kind=statement.kind, path=field.path)
    return Column(id=statement.id, header=statement.label, kind=statement.kind, path=statement.ref)


def is_first(statement: Statement) -> bool:
    """Whether this is the statement that a clean document makes of its fact."""
    return statement.ref is not None and statement.id == f"{statement.ref}#1"


def again(statement: Statement, place: int) -> Statement:
    """Return the same statement repeated in the row at `place`, counted from 1.

    The place is part of its occurrence, so that a second claim of the fact moves nothing:
    ``/total#1`` is ``/total#1.3`` in the third row, and ``/total#2`` is ``/total#2.3``.
    """
    return statement.named(f"{statement.id}.{place}")


def header_row(columns: Sequence[Column], name: str = "header") -> Row:
    """Return the header row; an empty cell of it shows the head of its column."""
    return Row(id=name, role="header", cells=tuple(EMPTY for _ in columns))


def cells_of(statements: Iterable[Statement | None]) -> tuple[Cell, ...]:
    """Return a cell for each statement, an empty one for none."""
    return tuple(
        EMPTY if statement is None else Cell(statement=statement.id) for statement in statements
    )


def note_rows(values: StatementSet, width: int) -> Iterator[Row]:
    """Yield a row for every sentence."""
    for note in values.notes:
        rest = (EMPTY for _ in range(width - 1))
        yield Row(id=note.id, role="footer", cells=(Cell(text=note.text), *rest))


def distinct(columns: Iterable[Column]) -> list[Column]:
    """Return `columns` with heads that are distinguished: a number behind those that recur.

    Example:
        >>> [c.header for c in distinct(Column(id=i, header="IBAN") for i in "ab")]
        ['IBAN', 'IBAN 2']
    """
    taken: set[str] = set()
    out = []
    for column in columns:
        head, number = column.header, 1
        while head in taken:
            number += 1
            head = f"{column.header} {number}"
        taken.add(head)
        out.append(column if head == column.header else replace(column, header=head))
    return out


def words(text: str) -> list[str]:
    """Return the words of a path or label.

    Example:
        >>> words("/seller/vat_id"), words("Total (corrected)")
        (['seller', 'vat', 'id'], ['Total', 'corrected'])
    """
    return [word for word in re.split(r"[/_\W]+", text) if word]


def leaf_words(domain: Domain, field: Field) -> list[str]:
    """Return the words of a field's path without those of the list that it stands in."""
    path = field.path
    if domain.list_path is not None:
        path = path.removeprefix(f"{domain.list_path}/*")
    return words(path)


def other_parts(convention: Convention | None, parts: Mapping[str, str]) -> Convention | None:
    """Return a convention of which some parts are others, told as its `spec` tells them.

    Example:
        >>> made = other_parts(Convention(name="x"), {"scale": "-2", "signs": "C:+|D:-"})
        >>> made.scale, dict(made.signs)
        (-2, {'C': '+', 'D': '-'})
    """
    if convention is None:
        return None
    told: dict[str, Any] = dict(parts)
    for name in ("signs", "words"):
        if name in told:
            pairs = (pair.rpartition(":") for pair in told[name].split("|"))
            told[name] = {key: value for key, _, value in pairs}
    if "scale" in told:
        told["scale"] = int(told["scale"])
    return replace(convention, **told)


def camel(parts: Sequence[str]) -> str:
    """Return a key in camel case.

    Example:
        >>> camel(["seller", "vat", "id"])
        'sellerVatId'
    """
    first, *rest = parts or ["value"]
    return first[:1].lower() + first[1:] + "".join(word[:1].upper() + word[1:] for word in rest)


def title(parts: Sequence[str]) -> str:
    """Return words as a head.

    Example:
        >>> title(["vat", "id"]), title(["legal", "form"])
        ('VAT ID', 'Legal Form')
    """
    return " ".join(p.upper() if p in _ACRONYMS else p[:1].upper() + p[1:] for p in parts)
