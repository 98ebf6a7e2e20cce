"""Records, and what two systems make of them: for the tests of exports."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from chaosdocs.documents.statement_set import Note, spell, state
from chaosdocs.documents.table import Cell, Column, Row, Table
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.render import systems
from chaosdocs.render.writers import csv, json, xlsx
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.conventions import Convention, write
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Money, Quantity

MEDIA = ("csv", "xlsx", "json")
GENERAL = systems.dialects("csv")
"""The systems that write records of any domain."""
PLAIN = Convention(name="plain", group="")


def record(name="invoice", index=3, locale="de_DE"):
    return SOURCES[name].record(1, index, locale)


def values(rec, system, medium, facts=None):
    convention = systems.convention(system, rec, medium)
    return spell(facts or state(rec), convention)


def table(rec, system, medium, facts=None):
    return systems.lower_table(values(rec, system, medium, facts), system)


def tree(rec, system, facts=None):
    return systems.lower_tree(values(rec, system, "json", facts), system)


def rendered(rec, system, medium, facts=None):
    if medium == "json":
        return json.write(tree(rec, system, facts))
    writer = xlsx.write if medium == "xlsx" else csv.write
    return writer(table(rec, system, medium, facts))


def with_extras(rec, path):
    """The facts of a record with a second claim, a look-alike, a blank and a sentence."""
    facts = state(rec)
    first = facts.statements[f"{path}#1"]
    other = Money(first.value.amount + 1, first.value.currency)
    second = replace(first, id=f"{path}#2", claim=says(other), label="Summe (berichtigt)", rank=1)
    alike = Statement(
        id=f"{path}~limit#1",
        ref=None,
        imitates=path,
        kind="money",
        text="",
        claim=says(Money(Decimal(9999), first.value.currency)),
        label="Kreditlimit",
    )
    statements = {**facts.statements, second.id: second, alike.id: alike}
    note = Note(id=f"note#rule {path}", text="Berichtigt gilt.", about=(path,), rule=True)
    return replace(facts, statements=statements, notes=(note,))


def own(facts, list_path=None, rows=(), **kinds):
    """A record of the user's own: a domain made from its facts alone."""
    paths = {}
    for ref, value in facts.items():
        path = ref
        if list_path and ref.startswith(f"{list_path}/"):
            path = f"{list_path}/*/" + ref[len(list_path) + 1 :].partition("/")[2]
        paths[path] = kinds.get(path, _kind(value))
    fields = tuple(
        Field(path=p, kind=k, description=p, labels={"en": p}, group="header")
        for p, k in paths.items()
    )
    made = Domain(name="own", fields=fields, list_path=list_path)
    return Record(id="own-1", domain=made, locale="en_US", facts=facts, rows=tuple(rows))


def _kind(value):
    kinds = {str: "text", bool: "bool", Decimal: "number", dt.date: "date"}
    return {**kinds, Money: "money", Quantity: "quantity"}[type(value)]


def statement(value, ref="/x", convention=PLAIN, text=None, **kwargs):
    return Statement(
        id=f"{ref}#1",
        ref=ref,
        kind=_kind(value),
        text=write(value, convention) if text is None else text,
        claim=says(value),
        convention=convention,
        **kwargs,
    )


def grid(*columns, options=None, **kwargs):
    """A table with one column for each list of statements or words, headed A, B, C ..."""
    statements, rows = {}, []
    width = len(columns)
    heads = [Column(id=chr(65 + i), header=chr(65 + i)) for i in range(width)]
    for number, cells in enumerate(zip(*columns, strict=True), 1):
        made = []
        for cell in cells:
            if isinstance(cell, Statement):
                statements[cell.id] = cell
                made.append(Cell(statement=cell.id))
            else:
                made.append(cell if isinstance(cell, Cell) else Cell(text=cell))
        rows.append(Row(id=f"k{number}", role="line", cells=tuple(made)))
    header = Row(id="header", role="header", cells=tuple(Cell() for _ in heads))
    return Table(
        columns=tuple(heads),
        rows=(header, *rows),
        statements={**statements, **kwargs.pop("statements", {})},
        system="test",
        options=options or {},
        **kwargs,
    )


def leaf_tree(*leaves, options=None):
    """A tree with one member for each pair of a key and a statement or a node."""
    statements = {s.id: s for _, s in leaves if isinstance(s, Statement)}
    members = tuple(
        Node(id=s.id, key=key, statement=s.id, type="string" if s.text else "null")
        if isinstance(s, Statement)
        else replace(s, key=key)
        for key, s in leaves
    )
    root = Node(id="", members=members)
    return Tree(root=root, statements=statements, system="test", options=options or {})
