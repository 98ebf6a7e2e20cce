"""From statements to a flow, for any domain: groups of fields become blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, cast

from chaosdocs.documents.flow import Block, Entry, Fields, Flow, Heading, Paragraph, TableBlock
from chaosdocs.documents.statements import Statements, spell
from chaosdocs.documents.table import Cell, Column, Row, Table
from chaosdocs.render.templates.look import Template
from chaosdocs.render.templates.spelling import column_currency, in_columns, respell
from chaosdocs.render.templates.words import word
from chaosdocs.truth.records import Domain, Field
from chaosdocs.truth.spots import Spot

BlockRole = Literal["plain", "address", "totals", "form", "footer"]
_ADDRESS = ("name", "street", "address", "city", "postcode", "zip", "country")
_POSTCODES = ("postcode", "postal_code", "zip")
_LETTER = ("en_US", "en_CA")


def arrange(values: Statements, template: Template) -> Flow:
    """Return `values` as the blocks of `template`, in its order.

    Args:
        values: The statements; at Facts they are spelled first.
        template: What makes the blocks.
    """
    if values.convention is None:
        values = in_columns(spell(values, template.convention(values.record)))
    record = values.record
    spots = dict(values.spots)
    grouped, extra = _grouped(values)
    blocks: list[Block] = []
    for group in template.order:
        if group == "title":
            blocks.append(Heading(id="heading", text=record.domain.title(record.locale)))
            blocks += _fields(template, group, grouped.get(group, ()), spots, locale=record.locale)
        elif group == "lines":
            block = _table(values, template, grouped.get(group, ()), spots)
            blocks += [block] if block is not None else []
            loose = [name for name in grouped.get(group, ()) if spots[name].row is None]
            blocks += _fields(template, group, loose, spots, locale=record.locale)
        elif group == "remarks":
            blocks += [Paragraph(id=note.id, text=note.text) for note in values.notes]
        elif group == "references":
            blocks += _fields(template, group, extra, spots, locale=record.locale, values=values)
        else:
            blocks += _fields(template, group, grouped.get(group, ()), spots, locale=record.locale)
    return Flow(
        blocks=tuple(blocks),
        spots=spots,
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


def _grouped(values: Statements) -> tuple[dict[str, list[str]], list[str]]:
    """The first statement of every fact by group, and all others."""
    grouped: dict[str, list[str]] = {}
    extra: list[str] = []
    groups: dict[str, str] = {}
    domain = values.record.domain
    for name, spot in values.spots.items():
        if spot.ref is None or name != f"{spot.ref}#1":
            extra.append(name)
            continue
        leaf = _leaf(domain, spot)
        if leaf not in groups:
            groups[leaf] = domain.field(spot.ref).group
        grouped.setdefault(groups[leaf], []).append(name)
    return grouped, extra


def _leaf(domain: Domain, spot: Spot) -> str:
    if spot.row is None or domain.list_path is None or spot.ref is None:
        return spot.ref or ""
    return f"{domain.list_path}/*/{spot.ref[len(domain.list_path) + len(spot.row) + 2 :]}"


def _fields(
    template: Template,
    group: str,
    names: Iterable[str],
    spots: Mapping[str, Spot],
    *,
    locale: str,
    values: Statements | None = None,
) -> Iterator[Fields]:
    """The block of `names`, if there are any. With `values` they are second statements."""
    role = cast("BlockRole", template.roles.get(group, "plain"))
    entries = []
    if role == "address" and locale in _LETTER:
        names = _towns_first(list(names), spots)
    for name in names:
        spot = spots[name]
        label = _label(values, spot, locale) if values is not None else spot.label
        if role == "address" and spot.text and _stands_alone(spot):
            label = ""
        entries.append(Entry(spot=name, label=label.upper() if template.capitals else label))
    if entries:
        title = word(group, locale) if group in template.captions else ""
        yield Fields(id=group, entries=tuple(entries), role=role, title=title)


def _towns_first(names: list[str], spots: Mapping[str, Spot]) -> list[str]:
    """``City, ST 12345``: North America writes the postcode behind the town."""
    refs = [spots[name].ref or "" for name in names]
    for at in range(len(names) - 1):
        holder, _, leaf = refs[at].rpartition("/")
        if leaf in _POSTCODES and refs[at + 1] == f"{holder}/city":
            names[at : at + 2] = names[at + 1], names[at]
    return names


def _stands_alone(spot: Spot) -> bool:
    leaf = (spot.ref or "").rpartition("/")[2]
    return leaf in _ADDRESS or leaf.rpartition("_")[2] in _ADDRESS


def _label(values: Statements, spot: Spot, locale: str) -> str:
    """What introduces a statement beyond the first: its own words and the row that it is of."""
    record = values.record
    label = spot.label
    fact = spot.ref if spot.ref is not None else spot.imitates
    if not label and fact is not None:
        label = record.domain.field(fact).label(locale)
    if spot.row in record.rows:
        place = word("row", locale).format(row=record.rows.index(spot.row) + 1)
        label = f"{label} ({place})"
    return label


def _table(
    values: Statements, template: Template, names: Iterable[str], spots: dict[str, Spot]
) -> TableBlock | None:
    """The table of the record's list; amounts lose the currency that their column states."""
    record = values.record
    domain, convention = record.domain, values.convention
    if domain.list_path is None or convention is None:
        return None
    listed = {spots[name].ref: name for name in names if spots[name].row is not None}
    head = f"{domain.list_path}/*/"
    columns: list[Column] = []
    cells: dict[str, list[Cell]] = {row: [] for row in record.rows}
    for each in (f for f in domain.fields if f.path.startswith(head)):
        leaf = each.path[len(head) :]
        refs = {row: f"{domain.list_path}/{row}/{leaf}" for row in record.rows}
        here = [listed[ref] for ref in refs.values() if ref in listed]
        if not here:
            continue
        currency = column_currency(here, spots) if each.kind == "money" else ""
        respell(here, spots, convention, currency)
        columns.append(_column(each, leaf, record.locale, currency, capitals=template.capitals))
        for row, ref in refs.items():
            cells[row].append(Cell(spot=listed.get(ref)))
    rows = tuple(
        Row(id=row, role="line", cells=tuple(line))
        for row, line in cells.items()
        if any(cell.spot is not None for cell in line)
    )
    if not columns or not rows:
        return None
    inside = {c.spot: spots[c.spot] for row in rows for c in row.cells if c.spot is not None}
    table = Table(
        columns=tuple(columns),
        rows=rows,
        spots=inside,
        system=template.name,
        locale=record.locale,
        focus=values.focus,
    )
    return TableBlock(id="lines", table=table)


def _column(each: Field, leaf: str, locale: str, currency: str, *, capitals: bool) -> Column:
    label = each.label(locale)
    header = label.upper() if capitals else label
    if currency:
        header = f"{header} ({currency})"
    return Column(id=leaf, header=header, kind=each.kind, path=each.path)
