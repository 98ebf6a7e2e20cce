"""The user's own records: JSONL, JSON, CSV or XLSX with a pydantic model or a JSON Schema.

Nothing is half-read: either every row fits, or an error names file, line and field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, overload

from chaosdocs.foundation.errors import UserError, nearest
from chaosdocs.sources.own.facts import facts_of
from chaosdocs.sources.own.flat import Nested, dotted, names_of, nest
from chaosdocs.sources.own.model import imported, schema_file, schema_of, validated
from chaosdocs.sources.own.rows import is_flat, other_sheets, read_rows
from chaosdocs.sources.own.rules import rules_of
from chaosdocs.sources.own.shape import Shape, as_written, fields_of, shape_of
from chaosdocs.sources.source import Source
from chaosdocs.truth.records import Domain, Record, schema_path

_SHOWN = 5
"""How many further errors are named beside the first."""
_NAMES = 12
"""How many names of a file are told."""


class Stated(Protocol):
    """What a recipe says of the user's own records: see its `SourceSpec`."""

    @property
    def records(self) -> str | None:
        """Path of the file."""
        ...

    @property
    def model(self) -> str | None:
        """``module:Class``, a pydantic model."""
        ...

    @property
    def schema_path(self) -> str | None:
        """Path of a JSON Schema."""
        ...

    @property
    def key(self) -> str | None:
        """Column whose equal values make the rows of one record."""
        ...

    @property
    def folder(self) -> str | None:
        """Where the model is looked for first."""
        ...

    @property
    def locales(self) -> Sequence[str]:
        """Locales that the records are given in turn."""
        ...

    @property
    def count(self) -> int:
        """At most so many records; 0 is all."""
        ...


@dataclass(frozen=True, slots=True)
class Own(Sequence[Record]):
    """All records of a file.

    Attributes:
        domain: What they have in common.
        records: The records, in the order of the file.
        ignored: Columns or keys that no field of the model is called by.
        unread: Sheets of the workbook that hold cells and are not read.
        kinds: Each field with its kind, and why it is of this kind.
    """

    domain: Domain
    records: tuple[Record, ...]
    ignored: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.records)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | Sequence[Record]:
        """Return the record at this place."""
        return self.records[index]

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records)

    @property
    def left_out(self) -> tuple[str, ...]:
        """What of the file is in no record, each in words."""
        stated = {
            schema_path(ref, self.domain.list_path)
            for record in self.records
            for ref in record.facts
        }
        idle = [dotted(f.path) for f in self.domain.fields if f.path not in stated]
        words = []
        for name in self.ignored:
            near = nearest(name, idle)
            meant = "" if near is None else f": did you mean {near!r}?"
            words.append(f"no field is called {name!r}{meant}")
        return (*words, *(f"the sheet {name!r} is not read" for name in self.unread))

    def source(self) -> Source:
        """Return a source of these records; seed and locale change nothing about them."""
        locales = tuple(dict.fromkeys(record.locale for record in self.records))

        def make(seed: int, index: int, locale: str) -> Record:
            del seed, locale
            return self.records[index]

        return Source(domain=self.domain, make=make, locales=locales, count=len(self.records))


def load(
    path: Path | str,
    model: type[Any] | Mapping[str, Any],
    *,
    name: str = "own",
    locales: Sequence[str] = ("en_US",),
    key: str | None = None,
    currency: str | None = None,
    columns: Sequence[str] | None = None,
    delimiter: str | None = None,
    encoding: str = "utf-8-sig",
    sheet: str | None = None,
) -> Own:
    """Return the records of a file.

    Kinds, groups, labels and rules are taken from the model: see `own_shape`, `own_words` and
    `own_rules`. What the model has no field for is left out, and named in `Own.ignored`.

    Args:
        path: JSONL, JSON (a list), CSV, TSV or XLSX.
        model: A pydantic model, or a JSON Schema, of one record.
        name: Name of the domain; ids of records start with it.
        locales: Locales that the records are given in turn.
        key: For a sheet with one row a line item: the column that says what record it is of.
        currency: Currency of amounts that nothing else states one for.
        columns: Names of the columns, where a sheet has no header.
        delimiter: What stands between the cells of a text file.
        encoding: Encoding of a text file.
        sheet: Name of the sheet of a workbook; the first where it is None.

    Raises:
        UserError: The file, the model or a row is wrong: file, line, field and what is allowed.
    """
    path = Path(path)
    schema = model if isinstance(model, Mapping) else schema_of(model)
    shape = shape_of(schema, currency=currency)
    raws = read_rows(path, columns=columns, delimiter=delimiter, encoding=encoding, sheet=sheet)
    found = nest(raws, shape, key) if is_flat(path) else [Nested(r.where, r.data) for r in raws]
    shape = as_written(shape, [each.data for each in found])
    fields = fields_of(shape)
    known, ignored = names_of(raws, shape, flat=is_flat(path))
    if not known and isinstance(model, Mapping):
        raise _nothing_fits(path, shape, ignored)
    if _takes_other_names(model) and not is_flat(path):
        ignored = ()
    if ignored and schema.get("additionalProperties") is False:
        raise UserError(
            f"the model has no field {ignored[0]!r}",
            where=path.name,
            allowed=[dotted(leaf.path) for leaf in shape.leaves],
            given=ignored[0],
        )
    bare = Domain(name=name, fields=fields, list_path=shape.list_path, titles=_titles(schema, name))
    errors: list[UserError] = []
    records: list[Record] = []
    for index, each in enumerate(found):
        locale = locales[index % len(locales)]
        try:
            data = each.data if isinstance(model, Mapping) else validated(model, each, shape)
            facts, rows = facts_of(data, each, shape)
        except UserError as error:
            errors.append(error)
            continue
        records.append(
            Record(id=f"{name}-{index:05}", domain=bare, locale=locale, facts=facts, rows=rows)
        )
    if errors:
        raise _all_of(errors)
    if not any(record.facts for record in records):
        raise _nothing_fits(path, shape, ignored)
    rules = rules_of(shape, records)
    domain = Domain(
        name=name, fields=fields, rules=rules, list_path=shape.list_path, titles=bare.titles
    )
    unread = other_sheets(path, sheet) if path.suffix.lower() == ".xlsx" else ()
    whole = tuple(replace(record, domain=domain) for record in records)
    kinds = tuple((dotted(leaf.path), leaf.kind, leaf.because) for leaf in shape.leaves)
    return Own(domain, whole, ignored, unread, kinds)


def records_of(source: Stated, *, name: str) -> Own:
    """Return the records that a recipe names.

    A model is imported, which runs its module: whoever calls this has made sure that the recipe
    is trusted. A JSON Schema is only read.

    Raises:
        UserError: As `load`, or there is no such model.
    """
    if source.records is None:
        raise UserError("records of your own need `records:`, a file", where="source.records")
    model: type[Any] | Mapping[str, Any]
    if source.schema_path is not None:
        model = schema_file(Path(source.schema_path))
    elif source.model is not None:
        folder = None if source.folder is None else Path(source.folder)
        model = imported(source.model, folder)
    else:
        raise UserError("records of your own need `schema:` or `model:`", where="source")
    locales = tuple(source.locales) or ("en_US",)
    own = load(source.records, model, name=name, locales=locales, key=source.key)
    if not source.count or source.count >= len(own):
        return own
    return replace(own, records=own.records[: source.count])


def _titles(schema: Mapping[str, Any], name: str) -> dict[str, str]:
    return {"en": str(schema.get("title") or name.replace("_", " ").capitalize())}


def _takes_other_names(model: type[Any] | Mapping[str, Any]) -> bool:
    """Whether a model reads fields by other names than those of its schema."""
    config = getattr(model, "model_config", {})
    return bool(config.get("populate_by_name") or config.get("validate_by_name"))


def _nothing_fits(path: Path, shape: Shape, ignored: Sequence[str]) -> UserError:
    return UserError(
        "no record says anything of a field of the schema",
        where=path.name,
        allowed=[dotted(leaf.path) for leaf in shape.leaves],
        given=ignored[0] if ignored else None,
        hint=f"the file has {', '.join(ignored[:_NAMES])}" if ignored else "",
    )


def _all_of(errors: Sequence[UserError]) -> UserError:
    first, *others = errors
    more = [f"{error.where}: {error.problem}" for error in others[:_SHOWN]]
    if len(others) > _SHOWN:
        more.append(f"and {len(others) - _SHOWN} more records")
    return UserError(
        first.problem,
        where=first.where,
        allowed=first.allowed,
        given=first.given,
        hint="\n  ".join([*([first.hint] if first.hint else []), *more]),
    )
