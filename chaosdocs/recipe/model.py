"""What a recipe says, as frozen data.

Everything that can be judged from the recipe alone is judged here; what needs the registries of
operators, domains, templates and systems is judged by `chaosdocs.recipe.check`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Final, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    StrictBool,
    StrictInt,
    StrictStr,
    field_serializer,
    field_validator,
    model_validator,
)

from chaosdocs.formats.media import EXPORTS, PACKET, PAPER, SET, Form
from chaosdocs.formats.packets import packet_renderings
from chaosdocs.formats.sets import SetRendering
from chaosdocs.recipe.asking import AskSpec
from chaosdocs.recipe.maps import refused
from chaosdocs.recipe.part import (
    MOST_MANY,
    AllOrNames,
    Forms,
    Levels,
    Many,
    Names,
    OpenPart,
    Part,
    Places,
    Schemas,
    Share,
    a_list,
    all_packets,
    once,
    only_packets,
)
from chaosdocs.recipe.paths import relative


def _joined(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


class SourceSpec(OpenPart):
    """Where the records come from: a domain's synthetic ones, the user's own, or a world.

    Attributes:
        domain: ``invoice``, ``statement``, ``kyc`` or a plugin's.
        world: ``trade``: companies and their dealings, as several systems write them down.
        count: How many records; of the user's own at most so many, and 0 (not given) is all. Of a
            world how many books: `books` in YAML.
        matters: How many matters each book of a world has; as many as is usual where not given.
        norms: Documents whose answer depends on a norm: ``all``, or names such as ``day_count``.
            Four records one after the other share a norm.
        policy: Where the norm of the first record is named, with norms: ``instructions``, or
            ``page`` for a policy page of its own. Both make one record more.
        locales: Locales of the records, in turn.
        records: The user's own records: a JSONL, CSV or XLSX file. Absolute once loaded.
        model: ``module:Class``, a pydantic model of the records; needs trust.
        schema_path: In YAML ``schema``: a JSON Schema of the records. Absolute once loaded.
        key: Column whose equal values make the rows of one record.
        rules: Rules that all the user's own records keep: ``due = total - paid``.
        find_rules: Whether other rules are looked for that the user's own records keep.
        folder: What relative paths start from; the recipe's own folder where it is not given.
    """

    for_sets: ClassVar[tuple[str, ...]] = (
        "world",
        "matters",
        "rules",
        "find_rules",
        "norms",
        "policy",
    )

    domain: StrictStr | None = None
    world: StrictStr | None = None
    count: Annotated[StrictInt, Field(ge=0, le=MOST_MANY)] = 0
    matters: Annotated[StrictInt, Field(ge=1)] | None = None
    norms: AllOrNames | None = None
    policy: Annotated[
        tuple[Literal["instructions", "page"], ...],
        BeforeValidator(a_list),
        AfterValidator(once),
        Field(min_length=1),
    ] = ("instructions",)
    locales: Names = ("en_US",)
    records: StrictStr | None = None
    model: StrictStr | None = None
    schema_path: StrictStr | None = Field(default=None, alias="schema")
    key: StrictStr | None = None
    rules: Annotated[tuple[StrictStr, ...], BeforeValidator(a_list)] = ()
    find_rules: StrictBool = True
    folder: StrictStr | None = Field(default=None, exclude=True)

    @model_validator(mode="before")
    @classmethod
    def _books_are_counted(cls, data: object) -> object:
        if not isinstance(data, dict) or "books" not in data:
            return data
        if "world" not in data:
            raise ValueError("books goes with a world; records of a domain have a count")
        if "count" in data:
            raise ValueError("books and count say the same: write one of them")
        return {**{name: said for name, said in data.items() if name != "books"},
                "count": data["books"]}  # fmt: skip

    @model_validator(mode="after")
    def _one_source(self) -> SourceSpec:
        if self.world is not None:
            return self._of_world()
        if self.matters is not None:
            raise ValueError("matters goes with a world")
        if self.norms is not None:
            return self._of_norms()
        if self.policy != ("instructions",):
            raise ValueError("policy goes with norms; that of sets and packets stands in render")
        if (self.domain is None) == (self.records is None):
            what = "neither" if self.domain is None else "both"
            raise ValueError(f"expected either domain or records, got {what}")
        if self.domain is not None:
            if self.count < 1:
                raise ValueError("a domain needs a count of at least 1, or nothing would be made")
            self._no_records("a domain")
        elif (self.model is None) == (self.schema_path is None):
            what = "neither" if self.model is None else "both"
            example = "`schema: FILE.json` or `model: module:Class`"
            raise ValueError(f"records need a schema or a model, got {what}: write {example}")
        return self

    def _of_world(self) -> SourceSpec:
        if self.policy != ("instructions",):
            raise ValueError("policy goes with norms; that of sets and packets stands in render")
        for name, value in (
            ("domain", self.domain), ("records", self.records), ("norms", self.norms)
        ):  # fmt: skip
            if value is not None:
                raise ValueError(f"expected either {name} or a world, got both")
        if self.count < 1:
            raise ValueError("a world needs books, at least 1, or nothing would be made")
        self._no_records("a world")
        return self

    def _of_norms(self) -> SourceSpec:
        for name, value in (("domain", self.domain), ("records", self.records)):
            if value is not None:
                raise ValueError(f"expected either {name} or norms, got both")
        if self.count < 1:
            raise ValueError("norms need a count of at least 1, or nothing would be made")
        self._no_records("norms")
        return self

    def _no_records(self, what: str) -> None:
        for name, value in (
            ("model", self.model),
            ("schema", self.schema_path),
            ("key", self.key),
            ("rules", self.rules or None),
            ("find_rules", None if self.find_rules else True),
        ):
            if value is not None:
                raise ValueError(f"{name} goes with records, not with {what}")

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


_MADE_OF_SEVERAL: Final[Mapping[str, tuple[str, ...]]] = {
    "pairing": (SET,),
    "members": (SET,),
    "policy": (SET, PACKET),
    "forms": (PACKET,),
}
"""Key of a rendering to the kinds of cases of several documents that it goes with."""


class RenderSpec(OpenPart):
    """How the records are shown.

    Attributes:
        as_: In YAML ``as``: the medium, ``set`` for several files of a world's book, or ``packet``
            for the documents of one matter.
        forms: In YAML ``form``: for a packet, what its documents come in: ``pdf``, ``folder``,
            ``zip``, ``eml``, ``scan``, or all facts on one ``sheet``; several make as many cases.
        pairing: For a set: which members it has, such as ``books-bank``.
        members: For a set: role of a member to its rendering, such as ``csv.sap``. A role that is
            not named is rendered as usual. In YAML the roles may also stand beside `pairing`.
        policy: For a set or a packet: where its policy stands; several places make as many cases.
        templates: For media with pages and for packets: which.
        system: For exports: which; where it is not given, every built-in one that writes records
            of any domain. A client's version is written ``payline@3``.
        schemas: In YAML ``schema``: for a client, which schema comes along with the document: one
            or several of ``published``, ``stale`` (of the version before) and ``absent``.
        dpi: Resolution of scans, in dots per inch.
    """

    for_sets: ClassVar[tuple[str, ...]] = tuple(_MADE_OF_SEVERAL)
    for_clients: ClassVar[tuple[str, ...]] = ("schemas",)

    as_: Form = Field(alias="as")
    templates: AllOrNames = "all"
    system: StrictStr | None = None
    schemas: Schemas | None = Field(default=None, alias="schema")
    dpi: Annotated[StrictInt, Field(ge=50, le=600)] = 150
    pairing: StrictStr | None = None
    members: Mapping[StrictStr, StrictStr] = Field(default_factory=dict)
    policy: Places = ("instructions",)
    forms: Forms = Field(default=("pdf",), alias="form")

    def __hash__(self) -> int:
        return hash((self.as_, self.pairing, self.system, self.dpi))

    @model_validator(mode="before")
    @classmethod
    def _roles_beside_the_pairing(cls, data: object) -> object:
        if not isinstance(data, dict) or "pairing" not in data or data.get("as") != SET:
            return data
        known = {"as", "as_", *cls.model_fields}
        roles = {name: said for name, said in data.items() if name not in known}
        if not roles:
            return data
        members = data.get("members") or {}
        kept = {name: said for name, said in data.items() if name in known}
        return {**kept, "members": {**members, **roles}}

    @model_validator(mode="after")
    def _of_its_medium(self) -> RenderSpec:
        if self.as_ == SET:
            return self._of_set()
        if self.as_ == PACKET:
            return self._of_packet()
        for name in self.for_sets:
            if name in self.model_fields_set:
                kinds = _MADE_OF_SEVERAL[name]
                said = type(self).model_fields[name].alias or name
                raise ValueError(
                    f"{said} goes with {' and '.join(f'as: {kind}' for kind in kinds)} alone"
                )
        if self.as_ in PAPER and self.system is not None:
            raise ValueError(f"{self.as_} has templates; a system goes with {_joined(EXPORTS)}")
        if self.as_ not in PAPER and "templates" in self.model_fields_set:
            raise ValueError(f"{self.as_} has a system; templates go with {_joined(PAPER)}")
        if self.as_ != "scan" and "dpi" in self.model_fields_set:
            raise ValueError("dpi goes with scan alone")
        if self.schemas is not None and "@" not in (self.system or ""):
            raise ValueError("schema goes with a client's version, such as system: payline@3")
        return self

    def _of_set(self) -> RenderSpec:
        if self.pairing is None:
            raise ValueError("a set needs a pairing, such as books-bank")
        for name in ("templates", "system", "dpi"):
            if name in self.model_fields_set:
                raise ValueError(f"{name} goes with a member: write it as csv.sap or pdf.erp")
        return self

    def _of_packet(self) -> RenderSpec:
        for name in ("pairing", "members", "system", "dpi", "schemas"):
            if name in self.model_fields_set:
                said = type(self).model_fields[name].alias or name
                raise ValueError(f"{said} does not go with a packet")
        return self

    def names(self) -> tuple[str, ...]:
        """Return the templates or systems, in stable order; for a set its pairing."""
        if self.as_ == SET:
            return (str(self.pairing),)
        if self.as_ in {*PAPER, PACKET}:
            from chaosdocs.render.templates.registry import usual_templates

            return usual_templates() if self.templates == "all" else self.templates
        if self.system is not None:
            given = self.schemas or ("published",)
            return tuple(self.system + (f":{g}" if g != "published" else "") for g in given)
        from chaosdocs.render.systems import dialects

        return dialects(self.as_)

    def all_members(self) -> dict[str, str]:
        """Return every member of a set with its rendering, the usual one where none is given."""
        from chaosdocs.sources.world.registry import PAIRINGS

        return {
            member.role: self.members.get(member.role, member.rendering)
            for member in PAIRINGS[str(self.pairing)].members
        }

    def renderings(self) -> tuple[str, ...]:
        """Return medium and template or system: ``pdf.letterhead``, ``csv.sap``.

        A set has one rendering for each place of its policy, a packet for each form as well.
        """
        if self.as_ == PACKET:
            return packet_renderings(self.names(), self.forms, self.policy)
        if self.as_ == SET:
            members = tuple(self.all_members().values())
            return tuple(
                str(SetRendering(str(self.pairing), members, place)) for place in self.policy
            )
        return tuple(f"{self.as_}.{name}" for name in self.names())


class EachSpec(OpenPart):
    """Operators that each act alone, beside the clean twin. A plain text in YAML means `use`.

    Attributes:
        use: Id or glob.
        target: The field to aim at: a schema path.
        near_miss: Whether its near miss, the same just beside the target, is made too.
        severities: 1 to 5; the design's where it is not given.
        member: In a set: the role of the member whose file it acts on. An operator of the stage
            ``matter`` acts on all members together and needs none.
    """

    for_sets: ClassVar[tuple[str, ...]] = ("member",)

    use: StrictStr
    target: StrictStr | None = None
    near_miss: StrictBool = False
    severities: Levels | None = None
    member: StrictStr | None = None

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
    length: Annotated[tuple[Many, Many], BeforeValidator(a_list)] = (2, 4)
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

    each: Annotated[tuple[EachSpec, ...], BeforeValidator(a_list)] = ()
    severities: Levels = (1, 3, 5)
    chains: ChainSpec | None = None
    budget: BudgetSpec | None = None
    clean: CleanSpec = CleanSpec()


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
    render: Annotated[tuple[RenderSpec, ...], BeforeValidator(a_list), AfterValidator(once)]
    design: DesignSpec = DesignSpec()
    ask: AskSpec = AskSpec()

    @model_validator(mode="before")
    @classmethod
    def _worlds_are_reconciled(cls, data: object) -> object:
        """A world is there to be reconciled, so its recipe need not say so."""
        if not isinstance(data, dict) or not isinstance(data.get("source"), dict):
            return data
        ask = data.get("ask", {})
        if "world" not in data["source"] or not isinstance(ask, dict) or "task" in ask:
            return data
        if all_packets(data.get("render")):
            return data
        return {**data, "ask": {**ask, "task": "reconcile"}}

    @model_validator(mode="after")
    def _sets_of_worlds(self) -> Recipe:
        sets = {spec.as_ == SET for spec in self.render}
        if any(spec.as_ == PACKET for spec in self.render):
            only_packets({spec.as_ for spec in self.render}, self.source.world, self.ask.task)
            return self
        if self.source.world is not None:
            if sets != {True}:
                raise ValueError("a world is rendered as: set, or as: packet, all of it")
            if self.ask.task != "reconcile":
                raise ValueError(f"a world is asked with task: reconcile, not {self.ask.task}")
            if self.ask.fields != "all" or self.ask.channel is not None:
                raise ValueError("reconcile has no fields and no channel to choose: leave them out")
        elif True in sets or self.ask.task == "reconcile":
            what = "as: set" if True in sets else "task: reconcile"
            raise ValueError(f"{what} needs a world: source: {{world: trade, books: 10}}")
        return self

    @model_validator(mode="after")
    def _maps_of_clients(self) -> Recipe:
        for reason in refused(self):
            raise ValueError(reason)
        return self

    def renderings(self) -> tuple[str, ...]:
        """Return every rendering once, in the order of the recipe."""
        return tuple(dict.fromkeys(name for spec in self.render for name in spec.renderings()))
