"""What an operator is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final, Generic, Literal, TypeAlias, TypeVar, get_type_hints

from chaosdocs.documents.edits import Edit, Stage
from chaosdocs.formats.media import PACKET, Form
from chaosdocs.formats.packets import is_packet, packet_rendering
from chaosdocs.foundation.rng import Rng

Severity = Literal[1, 2, 3, 4, 5]
SEVERITIES: Final[tuple[Severity, ...]] = (1, 2, 3, 4, 5)

BEGINNING: Final = "A document with "
"""How the docstring of an operator begins."""

D = TypeVar("D")
L = TypeVar("L")


@dataclass(frozen=True, slots=True)
class Skip:
    """An operator found nothing to act on, and says why."""

    reason: str


Chooser = Callable[[D, L, Rng], Iterator[Edit | Skip]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator(Generic[D, L]):
    """A chooser of edits: it decides, its stage's verbs do, nothing else changes anything.

    Attributes:
        id: ``family.name``; a plugin's is ``package/family.name``.
        stage: The stage that it acts on.
        choose: The decorated function.
        ladder: Parameters of the severities 1 to 5, or of all of them where they do not differ.
            A shorter ladder has as many levels as differ; the last one goes on to severity 5.
        evidence: Where this was seen in the world.
        version: Raised whenever the same seed would make something else.
        nested: Whether what a level touches, the next one touches too (else it is graded).
        media: The media that it makes sense on.
        systems: The systems whose exports it makes sense on; empty for those of all its media.
        targeted: Whether it acts on one field that a recipe can name.
        near_miss: Id of the operator that does the same just beside its target, or empty.
        doc: Its docstring.
        module: Where it is declared.
        exempt: Name of a law that it does not obey to the reason why.
        long_list: Whether it needs a list that goes on over a page: it is given such documents.
        packets: At the stage ``scan``: whether it acts on packets that are one scan. False for what
            can take away a page, or a number by which documents name each other.
        renamed_from: The id that it had before it was renamed, or empty: its stream of chance keeps
            that name, so that old recipes make the same documents.
    """

    id: str
    stage: Stage[Any]
    choose: Chooser[D, L]
    ladder: tuple[L, ...]
    evidence: str
    version: int
    nested: bool
    media: tuple[Form, ...]
    targeted: bool
    near_miss: str
    doc: str
    module: str
    exempt: Mapping[str, str] = field(default_factory=dict, hash=False)
    long_list: bool = False
    packets: bool = True
    renamed_from: str = ""
    systems: tuple[str, ...] = ()

    @property
    def stream(self) -> str:
        """The name of its stream of chance."""
        return self.renamed_from or self.id

    @property
    def family(self) -> str:
        """The folder that it lives in."""
        return self.id.rpartition("/")[2].partition(".")[0]

    @property
    def pinned(self) -> str:
        """Id and version, as a resolved recipe and the truth name it."""
        return f"{self.id}@{self.version}"

    @property
    def summary(self) -> str:
        """What a document with it has, as its docstring says: ``a document with ...``."""
        first = self.doc.strip().partition("\n")[0]
        return first.removeprefix(BEGINNING).rstrip(".")

    @property
    def places(self) -> tuple[str, ...]:
        """What it acts on, in words of a recipe: media, or renderings of its systems."""
        if not self.systems:
            return self.media
        return tuple(f"{medium}.{system}" for medium in self.media for system in self.systems)

    def acts_on(self, rendering: str) -> bool:
        """Return whether it makes sense on a rendering: medium and template or system.

        What changes the spelling of values does not apply where the format fixes it. What is done
        to page images applies to a packet that is one scan.
        """
        if is_packet(rendering):
            form = packet_rendering(rendering).form
            scanned = self.packets and form == "scan" == self.stage.name
            return form != "sheet" and (PACKET in self.media or scanned)
        medium, _, dialect = rendering.partition(".")
        if medium not in self.media or (self.systems and dialect not in self.systems):
            return False
        if self.stage.name != "values":
            return True
        from chaosdocs.render.systems import is_fixed

        return not is_fixed(rendering)

    def level(self, severity: Severity) -> L:
        """Return the parameters of a severity."""
        return self.ladder[min(severity, len(self.ladder)) - 1]

    def levels(self) -> list[dict[str, str]]:
        """Return the ladder as rows for the catalogue, each number with its unit."""
        hints = get_type_hints(type(self.ladder[0]), include_extras=True)
        return [
            {f.name: _with_unit(getattr(level, f.name), hints[f.name]) for f in fields(level)}  # type: ignore[arg-type]
            for level in self.ladder
        ]


def _with_unit(value: object, hint: object) -> str:
    unit = str(getattr(hint, "__metadata__", ("",))[0])
    shown = f"{value:g}" if isinstance(value, int | float) else str(value)
    return f"{shown} {unit}".strip()


AnyOperator: TypeAlias = Operator[Any, Any]
"""An operator of any stage; each has its own type of level."""
