"""What a recipe asks: the task, the fields, and the channel that counts."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StrictInt, model_validator

from chaosdocs.recipe.part import AllOrNames, OpenPart
from chaosdocs.truth.fold import Derive
from chaosdocs.truth.statements import Channel

PARSER_TASKS = ("text", "tables")
"""Tasks whose answer is the document in another form, not its fields."""


class AskSpec(OpenPart):
    """What is asked.

    Attributes:
        fields: Schema paths, or all.
        task: What a reader is to do: fill in fields, or return the document's text or tables.
        channel: What counts as said; what a careful person goes by in each medium where None.
        derive: Whether a value that follows from others counts as known; never for parsers.
        documents: For the task ``map``: how many documents there are of each version.
        records: For the task ``map``: whether both versions state the same records or other ones.
    """

    for_sets: ClassVar[tuple[str, ...]] = ("documents", "records")

    fields: AllOrNames = "all"
    task: Literal["extract", "text", "tables", "reconcile", "map"] = "extract"
    channel: Channel | None = None
    derive: Derive = "allow"
    documents: Annotated[StrictInt, Field(ge=3, le=20)] = 5
    records: Literal["same", "other"] = "same"

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
