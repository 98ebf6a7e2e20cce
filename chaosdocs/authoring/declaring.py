"""How an operator is declared: the decorator that makes and registers one."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from chaosdocs.authoring.operator import Chooser, Operator
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.authoring.units import Once
from chaosdocs.documents.edits import Stage
from chaosdocs.formats.media import Form, on_stage

L = TypeVar("L")


def operator(
    stage: Stage[Any],
    *,
    evidence: str,
    ladder: tuple[Any, ...] | None = None,
    version: int = 1,
    nested: bool = True,
    media: tuple[Form, ...] = (),
    targeted: bool = False,
    near_miss: str = "",
    exempt: Mapping[str, str] | None = None,
    long_list: bool = False,
    packets: bool = True,
    renamed_from: str = "",
    systems: tuple[str, ...] = (),
) -> Callable[[Chooser[Any, L]], Operator[Any, L]]:
    """Declare the decorated function as an operator of `stage`, and register it.

    Its id is its module's place, ``<family>.<name>``, so an id cannot be mistyped, taken twice or
    left behind when a file moves. Outside this package the top-level package goes before it.

    Args:
        stage: The stage whose documents it reads and whose verbs it yields.
        evidence: Where this was seen, in public references parted by semicolons, each with words
            behind a colon where they help: ``owner/repo#12: the sign is lost; arXiv:1903.12261``.
        ladder: Parameters of the five severities, a frozen dataclass with units each. Give fewer
            where fewer differ: the last one goes on to severity 5. Without one every severity is
            the same, and the level is `Once`.
        version: Raise it when the same seed would make something else.
        nested: False for operators whose levels differ in strength, not in reach.
        media: Media that it makes sense on; those of its stage by default.
        targeted: Whether it acts on one field (``document.focus`` where a recipe names it).
        near_miss: Id of the operator that does the same just beside its target.
        exempt: Laws that it does not obey, each with the reason: ``{"applicable": "needs two
            pages"}``. An exemption that it does not need is refused by the law itself.
        long_list: Whether it needs a list that goes on over a page.
        packets: At the stage ``scan``: False for what can take away a page, or a number by which
            the documents of a packet name each other.
        renamed_from: The id that it had before a rename; names its stream of chance.
        systems: Systems whose exports it makes sense on; all that write its media by default.

    Returns:
        A decorator that returns the operator.
    """
    levels: Any = ladder or (Once(),)
    possible = on_stage(stage.name)
    if not set(media) <= set(possible):
        raise ValueError(
            f"media={media!r}: the stage {stage.name} has only the media {', '.join(possible)}"
        )

    def declare(choose: Chooser[Any, L]) -> Operator[Any, L]:
        made: Operator[Any, L] = Operator(
            id=_id(choose.__module__),
            stage=stage,
            choose=choose,
            ladder=levels,
            evidence=evidence,
            version=version,
            nested=nested,
            media=media or on_stage(stage.name),
            targeted=targeted,
            near_miss=near_miss,
            doc=inspect.cleandoc(choose.__doc__ or ""),
            module=choose.__module__,
            exempt=dict(exempt or {}),
            long_list=long_list,
            packets=packets,
            renamed_from=renamed_from,
            systems=systems,
        )
        OPERATORS.add(made.id, made, made.module)
        return made

    return declare


def _id(module: str) -> str:
    parts = module.split(".")
    name = ".".join(parts[-2:])
    return name if parts[0] in {"chaosdocs", "__main__"} else f"{parts[0]}/{name}"
