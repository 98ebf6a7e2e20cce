"""What the task `map` asks of a recipe."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from chaosdocs.recipe.model import Recipe

_TABLES: Final = ("csv", "xlsx")
_SYSTEMS: Final = ("netsuite", "sap")
_MESSAGES: Final = ("edifact", "x12", "x12_850")


def refused(recipe: Recipe) -> Iterator[str]:
    """Yield why a recipe cannot be asked with the task `map`, or has what goes with it alone."""
    if recipe.ask.task != "map":
        for key in ("documents", "records"):
            if key in recipe.ask.model_fields_set:
                yield f"{key} goes with task: map alone"
        return
    for spec in recipe.render:
        name, _, version = (spec.system or "").partition("@")
        tables = spec.as_ in _TABLES and name in _SYSTEMS
        messages = spec.as_ == "edi" and name in _MESSAGES
        if not tables and not messages and version in {"", "1"}:
            yield (
                "task: map compares a client's version with the one before it: write "
                "system: payline@2 or later; or exports of two systems: write as: csv or xlsx and "
                "system: sap or netsuite; or messages of two trading partners: write as: edi and "
                "system: x12, x12_850 or edifact"
            )
        if recipe.ask.records == "other" and "@" not in (spec.system or ""):
            yield "records: other goes with versions of a client, such as system: payline@2"
        if spec.schemas is not None:
            yield "no schema comes along with task: map: leave schema out"
    if recipe.design.each or recipe.design.chains is not None:
        yield "task: map takes no operators: leave each and chains out"
