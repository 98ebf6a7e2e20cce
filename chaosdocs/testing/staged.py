"""A document taken from stage to stage without a byte being made, and what can be done to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from chaosdocs.authoring.operator import AnyOperator, Operator, Severity, Skip
from chaosdocs.authoring.plan import Plan, plan, replay
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.documents.edits import STAGES
from chaosdocs.documents.statement_set import state
from chaosdocs.formats.media import medium_of
from chaosdocs.foundation.rng import AlwaysRng, Rng
from chaosdocs.render.route import lowered
from chaosdocs.testing.sample import Recorded

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DrawnStep:
    """One operator with its decisions, each under a name.

    Attributes:
        operator: Its id.
        severity: 1 to 5.
        keys: The decisions that are taken, of all that it could take.
    """

    operator: str
    severity: Severity
    keys: tuple[str, ...]

    def __repr__(self) -> str:
        return f"DrawnStep({self.operator!r}, {self.severity}, {self.keys!r})"


class Favouring:
    """Chance that falls the operator's way, and picks these decisions first where it must rank."""

    __slots__ = ("_keys", "_path")

    def __init__(self, keys: frozenset[str], path: tuple[str | int, ...] = ()) -> None:
        self._keys = keys
        self._path = path

    def at(self, *keys: str | int) -> Favouring:
        """Return the stream named by this one's path and `keys`."""
        return Favouring(self._keys, (*self._path, *keys))

    def chance(self, p: float) -> bool:
        """Return True unless `p` is 0."""
        return p > 0

    def below(self, n: int) -> int:
        """Return 0."""
        return 0 * n

    def pick(self, options: Sequence[T]) -> T:
        """Return the first option."""
        return options[0]

    def between(self, low: float, high: float) -> float:
        """Return the lowest number for a favoured decision, else the middle."""
        if self._path[-2:-1] == ("take",) and self._wanted(str(self._path[-1])):
            return low
        return (low + high) / 2

    def _wanted(self, name: str) -> bool:
        return name in self._keys or any(key.endswith(f"/{name}") for key in self._keys)


class FavouringSteps:
    """The stream of a case: each step's own stream favours that step's decisions."""

    __slots__ = ("_keys",)

    def __init__(self, keys: dict[str, frozenset[str]]) -> None:
        self._keys = keys

    def at(self, *keys: str | int) -> Rng:
        """Return the stream of the step with this name."""
        first, *more = keys
        return Favouring(self._keys.get(str(first), frozenset())).at(*more)

    def chance(self, p: float) -> bool:
        """Return True unless `p` is 0."""
        return p > 0

    def below(self, n: int) -> int:
        """Return 0."""
        return 0 * n

    def pick(self, options: Sequence[T]) -> T:
        """Return the first option."""
        return options[0]

    def between(self, low: float, high: float) -> float:
        """Return the middle of the range."""
        return (low + high) / 2


def in_order(operators: Sequence[AnyOperator]) -> tuple[AnyOperator, ...]:
    """Return `operators` each once, in the order of their stages, as a document meets them."""
    once = {op.id: op for op in operators}
    return tuple(sorted(once.values(), key=lambda op: (op.stage.order, op.id)))


def possible(operator: AnyOperator, document: Any) -> tuple[str, ...]:  # noqa: ANN401
    """Return every decision that `operator` could take on a document of its stage."""
    made = plan(operator, document, 5, AlwaysRng())
    return () if isinstance(made, Skip) else made.keys


def decided(
    operator: Operator[Any, Any],
    document: Any,  # noqa: ANN401
    severity: Severity,
    keys: tuple[str, ...],
) -> Plan | Skip:
    """Return the plan of `operator` with just these decisions, as `Case` makes it later."""
    wanted = frozenset(keys)
    return plan(operator, document, severity, Favouring(wanted), keep=wanted)


def taken(
    operator: AnyOperator,
    document: Any,  # noqa: ANN401
    severity: Severity,
    keys: tuple[str, ...],
) -> bool:
    """Return whether `operator` takes all of these decisions at this severity."""
    made = decided(operator, document, severity, keys)
    return isinstance(made, Plan) and set(made.keys) == set(keys)


def document_at(sample: Recorded, rendering: str, steps: tuple[DrawnStep, ...], stage: str) -> Any:  # noqa: ANN401
    """Return the document of a record at a stage, with the steps of the stages before done.

    Args:
        sample: The record.
        rendering: Medium and template or system.
        steps: What is done, in the order of `in_order`; steps of `stage` itself are done too.
        stage: The stage; no byte is made on the way.
    """
    way = medium_of(rendering).route
    reached = way.index(stage)
    early = tuple(d for d in steps if STAGES.index(OPERATORS[d.operator].stage.name) <= _at(stage))
    return _staged(sample, rendering, early, way[: reached + 1])


def _at(stage: str) -> int:
    return STAGES.index(stage)


@lru_cache(maxsize=256)
def _staged(
    sample: Recorded, rendering: str, steps: tuple[DrawnStep, ...], way: tuple[str, ...]
) -> Any:  # noqa: ANN401
    stage = way[-1]
    mine = tuple(d for d in steps if OPERATORS[d.operator].stage.name == stage)
    if mine:
        rest = tuple(d for d in steps if d != mine[-1])
        document = _staged(sample, rendering, rest, way)
        operator = OPERATORS[mine[-1].operator]
        made = decided(operator, document, mine[-1].severity, mine[-1].keys)
        return document if isinstance(made, Skip) else replay(operator.stage, document, made.edits)
    if len(way) == 1:
        return lowered(stage, state(sample.record), rendering)
    return lowered(stage, _staged(sample, rendering, steps, way[:-1]), rendering)
