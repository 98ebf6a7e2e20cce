"""From statements to a flow, for any domain: groups of fields become blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, cast

from chaosdocs.documents.flow import Block, Entry, Fields, Flow, Heading, Paragraph, TableBlock
from chaosdocs.documents.statement_set import StatementSet, spell
from chaosdocs.documents.table import Cell, Column, Row, Table
from chaosdocs.render.templates.look import Template
from chaosdocs.render.templates.spelling import column_currency, in_columns, respell
from chaosdocs.render.templates.words import honorific, word
from chaosdocs.truth.records import Domain, Field
from chaosdocs.truth.statements import Statement

BlockRole = Literal["plain", "address", "totals", "form", "footer"]
_ADDRESS = ("name", "street", "address", "city", "postcode", "zip", "country")
_POSTCODES = ("postcode", "postal_code", "zip")
_LARGE_TO_SMALL = ("postcode", "city", "street", "name")
_LETTER = ("en_US", "en_CA")


def arrange(values: StatementSet, template: Template) -> Flow:
    """Return `values` as the blocks of `template`, in its order.

    Args:
        values: The statements; at Facts they are spelled first.
        template: What makes the blocks.
    """
    if values.convention is None:
        values = in_columns(spell(values, template.convention(values.record)))
    record = values.record
    statements = dict(values.statements)
    grouped, extra = _grouped(values)
    blocks: list[Block] = []
    for group in template.order:
        if group == "title":
            blocks.append(Heading(id="heading", text=record.domain.title(record.locale)))
            blocks += _fields(template, group, grouped.get(group, ()), statements, values)
        elif group == "lines":
            block = _table(values, template, grouped.get(group, ()), statements)
            blocks += [block] if block is not None else []
            loose = [name for name in grouped.get(group, ()) if statements[name].row is None]
            blocks += _fields(template, group, loose, statements, values)
        elif group == "remarks":
            blocks += [Paragraph(id=note.id, text=note.text) for note in values.notes]
        elif group == "references":
            blocks += _fields(template, group, extra, statements, values)
        else:
            blocks += _fields(template, group, grouped.get(group, ()), statements, values)
    return Flow(
        blocks=tuple(blocks),
        statements=statements,
        template=template.name,
        locale=record.locale,
        options={
            "paper": "letter" if record.locale in _LETTER else "a4",
            "repeat_header": "no",
            "columns": "1",
            "carry_forward": "no",
            "page_numbers": "yes",
            **template.options,
        },
        focus=values.focus,
    )


def _grouped(values: StatementSet) -> tuple[dict[str, list[str]], list[str]]:
    """The first statement of every fact by group, and all others."""
    grouped: dict[str, list[str]] = {}
    extra: list[str] = []
    groups: dict[str, str] = {}
    domain = values.record.domain
    for name, statement in values.statements.items():
        if statement.ref is None or name != f"{statement.ref}#1":
            extra.append(name)
            continue
        leaf = _leaf(domain, statement)
        if leaf not in groups:
            groups[leaf] = domain.field(statement.ref).group
        grouped.setdefault(groups[leaf], []).append(name)
    return grouped, extra


def _leaf(domain: Domain, statement: Statement) -> str:
    if statement.row is None or domain.list_path is None or statement.ref is None:
        return statement.ref or ""
    return f"{domain.list_path}/*/{statement.ref[len(domain.list_path) + len(statement.row) + 2 :]}"


def _fields(
    template: Template,
    group: str,
    names: Iterable[str],
    statements: Mapping[str, Statement],
    values: StatementSet,
) -> Iterator[Fields]:
    """The block of `names`, if there are any; the references are second statements."""
    role = cast("BlockRole", template.roles.get(group, "plain"))
    record = values.record
    locale, domain = record.locale, record.domain.name
    entries = []
    if role == "address" and locale in _LETTER:
        names = _towns_first(list(names), statements)
    elif locale == "ja_JP" and group in {"sender", "recipient"}:
        names = _large_first(list(names), statements, name_last=role == "address")
    for name in names:
        statement = statements[name]
        label = _label(values, statement) if group == "references" else statement.label
        after = ""
        if role == "address" and statement.text and _stands_alone(statement):
            label = ""
            named = (statement.ref or "").endswith("/name") and group == "recipient"
            after = honorific(locale, domain) if named else ""
        label = label.upper() if template.capitals else label
        entries.append(Entry(statement=name, label=label, after=after))
    if entries:
        title = word(group, locale, domain) if group in template.captions else ""
        yield Fields(id=group, entries=tuple(entries), role=role, title=title)


def _towns_first(names: list[str], statements: Mapping[str, Statement]) -> list[str]:
    """``City, ST 12345``: North America writes the postcode behind the town."""
    refs = [statements[name].ref or "" for name in names]
    for at in range(len(names) - 1):
        holder, _, leaf = refs[at].rpartition("/")
        if leaf in _POSTCODES and refs[at + 1] == f"{holder}/city":
            names[at : at + 2] = names[at + 1], names[at]
    return names


def _large_first(
    names: list[str], statements: Mapping[str, Statement], *, name_last: bool
) -> list[str]:
    """Postcode, city, street: a Japanese address goes from the large to the small; then a name.

    A form names the company first.
    """
    ranks = len(_LARGE_TO_SMALL) - (0 if name_last else 1)
    places = [
        at
        for at, name in enumerate(names)
        if (rank := _rank(statements[name])) is not None and rank < ranks
    ]
    order = sorted(places, key=lambda at: _rank(statements[names[at]]) or 0)
    moved = dict(zip(places, [names[at] for at in order], strict=True))
    return [moved.get(at, name) for at, name in enumerate(names)]


def _rank(statement: Statement) -> int | None:
    leaf = (statement.ref or "").rpartition("/")[2]
    return _LARGE_TO_SMALL.index(leaf) if leaf in _LARGE_TO_SMALL else None


def _stands_alone(statement: Statement) -> bool:
    leaf = (statement.ref or "").rpartition("/")[2]
    return leaf in _ADDRESS or leaf.rpartition("_")[2] in _ADDRESS


def _label(values: StatementSet, statement: Statement) -> str:
    """What introduces a statement beyond the first: its own words and the row that it is of."""
    record = values.record
    locale = record.locale
    label = statement.label
    fact = statement.ref if statement.ref is not None else statement.imitates
    if not label and fact is not None:
        label = record.domain.field(fact).label(locale)
    if statement.row in record.rows:
        place = word("row", locale).format(row=record.rows.index(statement.row) + 1)
        label = f"{label} ({place})"
    return label


def _table(
    values: StatementSet, template: Template, names: Iterable[str], statements: dict[str, Statement]
) -> TableBlock | None:
    """The table of the record's list; amounts lose the currency that their column states."""
    record = values.record
    domain, convention = record.domain, values.convention
    if domain.list_path is None or convention is None:
        return None
    listed = {statements[name].ref: name for name in names if statements[name].row is not None}
    head = f"{domain.list_path}/*/"
    columns: list[Column] = []
    cells: dict[str, list[Cell]] = {row: [] for row in record.rows}
    for each in (f for f in domain.fields if f.path.startswith(head)):
        leaf = each.path[len(head) :]
        refs = {row: f"{domain.list_path}/{row}/{leaf}" for row in record.rows}
        here = [listed[ref] for ref in refs.values() if ref in listed]
        if not here:
            continue
        currency = column_currency(here, statements) if each.kind == "money" else ""
        respell(here, statements, convention, currency)
        columns.append(_column(each, leaf, record.locale, currency, capitals=template.capitals))
        for row, ref in refs.items():
            cells[row].append(Cell(statement=listed.get(ref)))
    rows = tuple(
        Row(id=row, role="line", cells=tuple(line))
        for row, line in cells.items()
        if any(cell.statement is not None for cell in line)
    )
    if not columns or not rows:
        return None
    inside = {
        c.statement: statements[c.statement]
        for row in rows
        for c in row.cells
        if c.statement is not None
    }
    table = Table(
        columns=tuple(columns),
        rows=rows,
        statements=inside,
        system=template.name,
        locale=record.locale,
        focus=values.focus,
        title=word("lines", record.locale) if "lines" in template.captions else "",
    )
    return TableBlock(id="lines", table=table)


def _column(each: Field, leaf: str, locale: str, currency: str, *, capitals: bool) -> Column:
    label = each.label(locale)
    header = label.upper() if capitals else label
    if currency:
        header = f"{header} ({currency})"
    return Column(id=leaf, header=header, kind=each.kind, path=each.path)
