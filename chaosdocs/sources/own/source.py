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
from chaosdocs.sources.own.parts import Part, parts_of
from chaosdocs.sources.own.rows import is_flat, other_sheets, read_rows
from chaosdocs.sources.own.rules import RuleNote, rules_of
from chaosdocs.sources.own.shape import Shape, as_written, fields_of, shape_of
from chaosdocs.sources.own.stated import Stated as StatedRule
from chaosdocs.sources.own.stated import read_rules
from chaosdocs.sources.own.words import label_of
from chaosdocs.sources.source import Source
from chaosdocs.truth.records import Domain, Record, schema_path

_SHOWN = 5
"""How many further errors are named beside the first."""
_NAMES = 12
"""How many names of a file are listed."""


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
    def rules(self) -> Sequence[str]:
        """Rules that all records keep, such as ``due = total - paid``."""
        ...

    @property
    def find_rules(self) -> bool:
        """Whether other rules are looked for that the records keep."""
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
        domain: What they have in common; of records with several lists, that of the first list.
        records: The records, in the order of the file.
        ignored: Columns or keys that no field of the model is called by.
        unread: Sheets of the workbook that hold cells and are not read.
        kinds: Each field with its kind, and why it is of this kind.
        rules: The rules that are used, and those that nearly are.
        origins: For every record the number of the record in the file that it is of.
    """

    domain: Domain
    records: tuple[Record, ...]
    ignored: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    kinds: tuple[tuple[str, str, str], ...] = ()
    rules: tuple[RuleNote, ...] = ()
    origins: tuple[int, ...] = ()

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
            schema_path(ref, record.domain.list_path)
            for record in self.records
            for ref in record.facts
        }
        fields = {f.path: None for record in self.records for f in record.domain.fields}
        idle = [dotted(path) for path in fields if path not in stated]
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
    rules: Sequence[str] = (),
    find: bool = True,
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
        rules: Rules beside those that the model states under ``x-rules``; see `own.stated`.
        find: Whether rules are looked for that the records keep.

    Raises:
        UserError: The file, the model or a row is wrong: file, line, field and what is allowed.
    """
    path = Path(path)
    schema = model if isinstance(model, Mapping) else schema_of(model)
    shape = shape_of(schema, currency=currency)
    raws = read_rows(path, columns=columns, delimiter=delimiter, encoding=encoding, sheet=sheet)
    found = nest(raws, shape, key) if is_flat(path) else [Nested(r.where, r.data) for r in raws]
    shape = as_written(shape, [each.data for each in found])
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
    errors: list[UserError] = []
    read: list[tuple[int, Any, Nested]] = []
    for index, each in enumerate(found):
        try:
            data = each.data if isinstance(model, Mapping) else validated(model, each, shape)
        except UserError as error:
            errors.append(error)
            continue
        read.append((index, data, each))
    stated = (
        *read_rules(schema.get("x-rules", []), shape, "schema: x-rules"),
        *read_rules(rules, shape, "source.rules"),
    )
    parts = parts_of(shape)
    at_home = _homes(stated, parts)
    made = [
        _records(part, read, name, locales, titles=_titles(schema, name), errors=errors)
        for part in parts
    ]
    if errors:
        raise _all_of(errors)
    if not any(record.facts for records in made for record in records.values()):
        raise _nothing_fits(path, shape, ignored)
    ready: dict[tuple[int, int, int], Record] = {}
    notes: dict[RuleNote, None] = {}
    domains: list[Domain] = []
    for number, (part, records) in enumerate(zip(parts, made, strict=True)):
        domain, every = _ruled(part, records, at_home[number], find=find)
        domains.append(domain)
        notes |= dict.fromkeys(every)
        for (index, place, _), record in records.items():
            ready[index, number, place] = replace(record, domain=domain)
    unread = other_sheets(path, sheet) if path.suffix.lower() == ".xlsx" else ()
    kinds = tuple((dotted(leaf.path), leaf.kind, leaf.because) for leaf in shape.leaves)
    order = sorted(ready)
    return Own(
        domain=domains[0],
        records=tuple(ready[each] for each in order),
        ignored=ignored,
        unread=unread,
        kinds=kinds,
        rules=tuple(notes),
        origins=tuple(index for index, _, _ in order),
    )


def _records(
    part: Part,
    read: Sequence[tuple[int, Any, Nested]],
    name: str,
    locales: Sequence[str],
    *,
    titles: Mapping[str, str],
    errors: list[UserError],
) -> dict[tuple[int, int, str], Record]:
    """Return the records of one part by number in the file, number in the record, and place.

    What is wrong is added to `errors`.
    """
    called = f"{titles['en']}: {label_of(f'/{part.name}').lower()}"
    bare = Domain(
        name=name,
        fields=fields_of(part.shape),
        list_path=part.shape.list_path,
        titles={"en": called} if part.name else titles,
    )
    records = {}
    for index, whole, origin in read:
        for place, (suffix, data, each) in enumerate(part.of(whole, origin)):
            try:
                facts, rows = facts_of(data, each, part.shape)
            except UserError as error:
                if str(error) not in map(str, errors):  # fields outside of lists are in every part
                    errors.append(error)
                continue
            records[index, place, each.where] = Record(
                id=f"{name}-{index:05}" + (f"-{suffix}" if suffix else ""),
                domain=bare,
                locale=locales[index % len(locales)],
                facts=facts,
                rows=rows,
            )
    return records


def _ruled(
    part: Part,
    records: Mapping[tuple[int, int, str], Record],
    stated: Sequence[StatedRule],
    *,
    find: bool,
) -> tuple[Domain, tuple[RuleNote, ...]]:
    """Return the domain of a part with the rules of its records, and what is to be said of them."""
    places = [where for _, _, where in records]
    rules, notes = rules_of(part.shape, tuple(records.values()), places, stated, find=find)
    one = next(iter(records.values()), None)
    if part.name:
        where = f"in documents with {part.name}"
        notes = tuple(replace(note, because=f"{where}, {note.because}") for note in notes)
    bare = Domain(name="own", fields=fields_of(part.shape)) if one is None else one.domain
    return replace(bare, rules=rules, told=tuple(each.text for each in stated)), notes


def _homes(stated: Sequence[StatedRule], parts: Sequence[Part]) -> list[list[StatedRule]]:
    """Return for every part the stated rules whose fields it has.

    Raises:
        UserError: The fields of a rule stand in several lists, of which a document shows one.
    """
    homes: list[list[StatedRule]] = [[] for _ in parts]
    for rule in stated:
        for home, part in zip(homes, parts, strict=True):
            if rule.kinds.keys() <= {leaf.path for leaf in part.shape.leaves}:
                home.append(rule)
        if not any(rule in home for home in homes):
            raise UserError(
                "its fields stand in several lists, and a document shows one list",
                where=rule.where,
                hint="compute with fields of one list, or of none",
            )
    return homes


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
    own = load(
        source.records,
        model,
        name=name,
        locales=locales,
        key=source.key,
        rules=source.rules,
        find=source.find_rules,
    )
    if not source.count:
        return own
    kept = [at for at, origin in enumerate(own.origins) if origin < source.count]
    return replace(
        own,
        records=tuple(own.records[at] for at in kept),
        origins=tuple(own.origins[at] for at in kept),
    )


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
