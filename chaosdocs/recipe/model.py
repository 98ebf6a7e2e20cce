"""What a recipe says, as frozen data.

Everything that can be judged from the recipe alone is judged here; what needs the registries of
operators, domains, templates and systems is judged by `chaosdocs.recipe.check`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    field_serializer,
    field_validator,
    model_validator,
)

from chaosdocs.formats.media import EXPORTS, PAPER, Medium
from chaosdocs.recipe.paths import relative
from chaosdocs.truth.fold import Derive
from chaosdocs.truth.statements import Channel

SEVERITIES = (1, 2, 3, 4, 5)
PARSER_TASKS = ("text", "tables")
"""Tasks whose answer is the document in another form, not its fields."""


def _joined(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _a_list(value: object) -> object:
    if isinstance(value, list | tuple):
        return value
    if value is None:
        raise ValueError("a list is wanted here, and nothing stands here")
    example = "" if isinstance(value, dict) else f": write [{value}]"
    raise ValueError(f"a list is wanted here, not {value!r}{example}")


def _severity(value: object) -> object:
    if isinstance(value, bool) or value not in SEVERITIES:
        allowed = ", ".join(map(str, SEVERITIES))
        raise ValueError(f"a severity is one of {allowed}, not {value!r}")
    return value


def _all_or_list(value: object) -> object:
    if isinstance(value, str) and value != "all":
        raise ValueError(f"either all or a list is wanted here: write [{value}]")
    if isinstance(value, list | tuple):
        if not value:
            raise ValueError("the list is empty: name some, or write all")
        if not all(isinstance(each, str) for each in value):
            raise ValueError("a list of names is wanted here")
        return tuple(value)
    if value != "all":
        raise ValueError("either all or a list of names is wanted here")
    return value


def _once(values: tuple[Any, ...]) -> tuple[Any, ...]:
    if not values:
        raise ValueError("the list is empty")
    for i, value in enumerate(values):
        if value in values[:i]:
            raise ValueError(f"{value} stands here twice")
    return values


Many = Annotated[StrictInt, Field(ge=1)]
Share = Annotated[float, Field(ge=0, le=1, strict=True)]
Level = Annotated[StrictInt, Field(ge=1, le=5), BeforeValidator(_severity)]
Levels = Annotated[tuple[Level, ...], BeforeValidator(_a_list), AfterValidator(_once)]
Names = Annotated[tuple[StrictStr, ...], BeforeValidator(_a_list), AfterValidator(_once)]
AllOrNames = Annotated[Literal["all"] | tuple[str, ...], BeforeValidator(_all_or_list)]


class Part(BaseModel):
    """A part of a recipe: unknown keys are errors, instances are immutable."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class SourceSpec(Part):
    """Where the records come from: a domain's synthetic ones, or the user's own.

    Attributes:
        domain: ``invoice``, ``statement``, ``kyc`` or a plugin's.
        count: How many records; of the user's own at most so many, and 0 (not given) is all.
        locales: Locales of the records, in turn.
        records: The user's own records: a JSONL, CSV or XLSX file. Absolute once loaded.
        model: ``module:Class``, a pydantic model of the records; needs trust.
        schema_path: In YAML ``schema``: a JSON Schema of the records. Absolute once loaded.
        key: Column whose equal values make the rows of one record.
        folder: What relative paths start from; the recipe's own folder where it is not given.
    """

    domain: StrictStr | None = None
    count: Annotated[StrictInt, Field(ge=0)] = 0
    locales: Names = ("en_US",)
    records: StrictStr | None = None
    model: StrictStr | None = None
    schema_path: StrictStr | None = Field(default=None, alias="schema")
    key: StrictStr | None = None
    folder: StrictStr | None = Field(default=None, exclude=True)

    @model_validator(mode="after")
    def _one_source(self) -> SourceSpec:
        if (self.domain is None) == (self.records is None):
            what = "neither" if self.domain is None else "both"
            raise ValueError(f"either domain or records is wanted here, not {what}")
        if self.domain is not None:
            if self.count < 1:
                raise ValueError("a domain needs a count of at least 1, or nothing would be made")
            for name, value in (
                ("model", self.model),
                ("schema", self.schema_path),
                ("key", self.key),
            ):
                if value is not None:
                    raise ValueError(f"{name} goes with records, not with a domain")
        elif (self.model is None) == (self.schema_path is None):
            what = "neither" if self.model is None else "both"
            raise ValueError(f"records need either a model or a schema, not {what}")
        return self

    @field_validator("model")
    @classmethod
    def _module_and_class(cls, model: str | None) -> str | None:
        if model is not None:
            module, colon, name = model.partition(":")
            if not (colon and name.isidentifier() and module.replace(".", "_").isidentifier()):
                raise ValueError("a model is written module:Class")
        return model

    @field_serializer("records", "schema_path")
    def _as_written(self, path: str | None) -> str | None:
        """Paths are stored relative, so that a recipe says the same wherever it lies."""
        return path if path is None or self.folder is None else relative(path, self.folder)


class RenderSpec(Part):
    """How the records are shown.

    Attributes:
        as_: In YAML ``as``: the medium.
        templates: For media with pages: which.
        system: For exports: which; where it is not given, every built-in one that writes records
            of any domain.
        dpi: Resolution of scans, in dots per inch.
    """

    as_: Medium = Field(alias="as")
    templates: AllOrNames = "all"
    system: StrictStr | None = None
    dpi: Annotated[StrictInt, Field(ge=50, le=600)] = 150

    @model_validator(mode="after")
    def _of_its_medium(self) -> RenderSpec:
        if self.as_ in PAPER and self.system is not None:
            raise ValueError(f"{self.as_} has templates; a system goes with {_joined(EXPORTS)}")
        if self.as_ not in PAPER and "templates" in self.model_fields_set:
            raise ValueError(f"{self.as_} has a system; templates go with {_joined(PAPER)}")
        if self.as_ != "scan" and "dpi" in self.model_fields_set:
            raise ValueError("dpi goes with scan alone")
        return self

    def names(self) -> tuple[str, ...]:
        """Return the templates or systems, in stable order."""
        if self.as_ in PAPER:
            from chaosdocs.render.templates.registry import TEMPLATES

            return TEMPLATES.own if self.templates == "all" else self.templates
        if self.system is not None:
            return (self.system,)
        from chaosdocs.render.systems import dialects

        return dialects(self.as_)

    def renderings(self) -> tuple[str, ...]:
        """Return medium and template or system: ``pdf.letterhead``, ``csv.sap``."""
        return tuple(f"{self.as_}.{name}" for name in self.names())


class EachSpec(Part):
    """Operators that each act alone, beside the clean twin. A plain text in YAML means `use`.

    Attributes:
        use: Id or glob.
        target: The field to aim at: a schema path.
        near_miss: Whether its near miss, the same just beside the target, is made too.
        severities: 1 to 5; the design's where it is not given.
    """

    use: StrictStr
    target: StrictStr | None = None
    near_miss: StrictBool = False
    severities: Levels | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, data: object) -> object:
        return {"use": data} if isinstance(data, str) else data

    @field_validator("target")
    @classmethod
    def _is_path(cls, target: str | None) -> str | None:
        if target is not None and not target.startswith("/"):
            raise ValueError(f"a field is written with a slash: /{target}")
        return target


class ChainSpec(Part):
    """Pile-ups: several operators on one document, legal orders only.

    Attributes:
        count: How many cases.
        length: Fewest and most operators.
        use: Ids or globs to choose from.
    """

    count: Many
    length: Annotated[tuple[Many, Many], BeforeValidator(_a_list)] = (2, 4)
    use: Names = ("*",)

    @field_validator("length")
    @classmethod
    def _in_order(cls, length: tuple[int, int]) -> tuple[int, int]:
        if length[0] > length[1]:
            raise ValueError("fewest first, most second")
        return length


class BudgetSpec(Part):
    """How much to make at most.

    Attributes:
        cases: Cases in all.
        min_records: Records that each cell of operator, rendering and severity must have.
    """

    cases: Many | None = None
    min_records: Many | None = None


class CleanSpec(Part):
    """Gaps in clean documents too, or dirt itself would be the tell.

    Attributes:
        unanswerable: Share of clean documents with a value blanked under its label.
        absent: Share of clean documents with a field that is not there at all.
    """

    unanswerable: Share = 0.0
    absent: Share = 0.0


class DesignSpec(Part):
    """What is done to the documents.

    Attributes:
        each: Operators alone.
        severities: 1 to 5.
        chains: Pile-ups.
        budget: How much at most.
        clean: Gaps in clean documents.
    """

    each: Annotated[tuple[EachSpec, ...], BeforeValidator(_a_list)] = ()
    severities: Levels = (1, 3, 5)
    chains: ChainSpec | None = None
    budget: BudgetSpec | None = None
    clean: CleanSpec = CleanSpec()


class AskSpec(Part):
    """What is asked.

    Attributes:
        fields: Schema paths, or all.
        task: What a reader is to do: fill in fields, or return the document's text or tables.
        channel: What counts as said; what a careful person goes by in each medium where None.
        derive: Whether a value that follows from others counts as known; never for parsers.
    """

    fields: AllOrNames = "all"
    task: Literal["extract", "text", "tables"] = "extract"
    channel: Channel | None = None
    derive: Derive = "allow"

    @model_validator(mode="before")
    @classmethod
    def _parsers_compute_nothing(cls, data: object) -> object:
        if isinstance(data, dict) and data.get("task") in PARSER_TASKS:
            return {"derive": "forbid", **data}
        return data

    @model_validator(mode="after")
    def _parsers_are_not_asked_to(self) -> AskSpec:
        if self.task in PARSER_TASKS and self.derive == "allow":
            raise ValueError(
                f"derive: allow does not go with task: {self.task}, which asks for what is printed"
            )
        return self


class Recipe(Part):
    """A recipe: records, how they are shown, what is done to them, what is asked.

    Attributes:
        chaosdocs: Format number.
        name: Name of the corpus.
        seed: Everything random follows from it.
        source: Records.
        render: Media.
        design: Operators.
        ask: The question.
    """

    chaosdocs: Literal[2] = 2
    name: Annotated[StrictStr, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    seed: Annotated[StrictInt, Field(ge=0, lt=2**63)] = 0
    source: SourceSpec
    render: Annotated[tuple[RenderSpec, ...], BeforeValidator(_a_list), AfterValidator(_once)]
    design: DesignSpec = DesignSpec()
    ask: AskSpec = AskSpec()

    def renderings(self) -> tuple[str, ...]:
        """Return every rendering once, in the order of the recipe."""
        return tuple(dict.fromkeys(name for spec in self.render for name in spec.renderings()))
