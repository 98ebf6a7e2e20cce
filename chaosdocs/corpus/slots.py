"""Slots: which cases a recipe makes, by arithmetic alone.

A slot is record x rendering x operator x severity, or a chain by index. Every slot is found from
its number in constant time; a skip or a defect occupies its slot.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import overload

from chaosdocs.authoring.operator import SEVERITIES, AnyOperator, Severity
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.build import Step
from chaosdocs.corpus.stretches import Stretch
from chaosdocs.formats.sets import is_set, set_rendering
from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.recipe.model import Recipe
from chaosdocs.sources.world.registry import PAIRINGS

FLOOR = "null"
"""The family that changes nothing: one severity is like the other, and it is in no chain."""
FLOOR_TWINS = 50
"""Clean twins that a floor is measured on, over all renderings."""
MOST = 20_000_000
"""Most slots that are gone through one by one; any single one of more can still be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One case to be made.

    Attributes:
        number: Its place among all slots.
        record: Index of the record.
        rendering: ``pdf.letterhead``.
        steps: What is done; empty for a clean twin.
        events: For a set: the events whose rows are kept; None keeps all.
        again: For a chain: how many slots before it have the same record, rendering and steps. Its
            decisions are others, and so is its name.
    """

    number: int
    record: int
    rendering: str
    steps: tuple[Step, ...]
    events: frozenset[str] | None = None
    again: int = 0

    @property
    def severity(self) -> int:
        """The highest severity of its steps, 0 for a clean twin."""
        return max((step.severity for step in self.steps), default=0)

    def label(self, record_id: str) -> str:
        """Return the readable name of the case."""
        what = "+".join(
            f"{step.operator.id}{_aim(step)}@{step.severity}{_kept(step)}" for step in self.steps
        )
        few = "" if self.events is None else f"[{sha256(canonical(sorted(self.events)))[:6]}]"
        again = f"#{self.again + 1}" if self.again and what else ""
        return f"{record_id}{few}~{self.rendering}~{what or 'clean'}{again}"


def _aim(step: Step) -> str:
    """The member and the field that a step is aimed at, where it is aimed."""
    aims = [aim for aim in (step.member, step.target) if aim]
    return f"({':'.join(aims)})" if aims else ""


def _kept(step: Step) -> str:
    """What tells a step with some of its decisions from the whole one."""
    if step.keep is None:
        return ""
    return f"[{sha256(canonical(sorted(step.keep)))[:6]}]"


@dataclass(frozen=True, slots=True)
class _Cell:
    """One operator on one rendering, at all its severities; `records` is known for floors alone."""

    rendering: str
    operator: AnyOperator
    target: str | None
    severities: tuple[Severity, ...]
    offset: int
    records: int = 0
    member: str = ""
    long: bool = False

    @property
    def is_floor(self) -> bool:
        """Whether nothing that matters changes in it."""
        return self.operator.family == FLOOR


class Slots(Sequence[Slot]):
    """All slots of a recipe: clean twins, every operator alone, chains, twins of long documents.

    Args:
        recipe: The recipe.
        count: How many records there are.
        long: Whether there are as many more whose list goes on over a page. Operators that need
            such a list are given those.
    """

    def __init__(self, recipe: Recipe, count: int, *, long: bool = False) -> None:
        self._recipe = recipe
        self._count = count
        self.renderings = tuple(
            dict.fromkeys(r for spec in recipe.render for r in spec.renderings())
        )
        self._cells = tuple(_cells(recipe, self.renderings, count, long=long))
        there = {cell.rendering for cell in self._cells if cell.long}
        self._long = tuple(name for name in self.renderings if name in there)
        self._clean = count * len(self.renderings)
        self._per_cell = self._records_a_cell()
        self._starts = [self._clean]
        for cell in self._cells:
            records = cell.records or self._per_cell
            self._starts.append(self._starts[-1] + records * len(cell.severities))
        chains = recipe.design.chains
        self._pool = self._pool_of_chains()
        self._repeats: list[int] = []
        self._seen: Counter[str] = Counter()
        self._chains = chains.count if chains is not None and self._pool else 0
        self._short = self._starts[-1] + self._chains
        if len(self) == 0:
            raise UserError("the recipe would make nothing", hint="give it records and renderings")

    def __len__(self) -> int:
        return self._short + self._per_cell * len(self._long)

    @overload
    def __getitem__(self, index: int) -> Slot: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Slot]: ...
    def __getitem__(self, index: int | slice) -> Slot | Sequence[Slot]:
        """Return the slot with this number, made without the ones before it."""
        if isinstance(index, slice):
            return [self[i] for i in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(f"slot {index} of {len(self)}")
        number = index % len(self)
        if number < self._clean:
            record, rendering = divmod(number, len(self.renderings))
            return Slot(
                number=number, record=record, rendering=self.renderings[rendering], steps=()
            )
        if number >= self._short:
            record, rendering = divmod(number - self._short, len(self._long))
            return Slot(
                number=number,
                record=self._count + record,
                rendering=self._long[rendering],
                steps=(),
            )
        if number >= self._starts[-1]:
            return self._chain(number, number - self._starts[-1])
        return self._alone(number)

    def __iter__(self) -> Iterator[Slot]:
        return (self[i] for i in range(len(self)))

    def numbers(self) -> range:
        """Return the numbers of all slots, to be gone through one by one.

        Raises:
            UserError: There are more than one run can go through.
        """
        if len(self) > MOST:
            raise UserError(
                f"the recipe would make {len(self):,} cases, more than the {MOST:,} of one run",
                where="source.count",
                hint="take fewer records, or several recipes with seeds of their own",
            )
        return range(len(self))

    @property
    def chains(self) -> range:
        """The numbers of the chains. To find one takes as long as all that are before it."""
        return range(self._starts[-1], self._short)

    def stretches(self) -> Iterator[Stretch]:
        """Yield all slots but the chains, as runs that are made alike."""
        if self._clean:
            yield Stretch(0, (range(self._count),), "", self.renderings)
        for cell, start in zip(self._cells, self._starts, strict=False):
            size = cell.records or self._per_cell
            first = self._count if cell.long else cell.offset
            till = self._count + size if cell.long else min(first + size, self._count)
            rest = size - (till - first)
            records = (range(first, till), *((range(rest),) if rest else ()))
            name = cell.operator.id
            yield Stretch(start, records, name, (cell.rendering,), cell.severities)
        if self._long:
            long = range(self._count, self._count + self._per_cell)
            yield Stretch(self._short, (long,), "", self._long)

    def twin(self, slot: Slot) -> int:
        """Return the number of the clean twin of `slot`."""
        if slot.record >= self._count:
            place = (slot.record - self._count) * len(self._long)
            return self._short + place + self._long.index(slot.rendering)
        return slot.record * len(self.renderings) + self.renderings.index(slot.rendering)

    def milder(self, slot: Slot) -> int | None:
        """Return the number of the same slot at the next lower severity; None where there is none.

        Clean twins and chains have none.
        """
        if not self._clean <= slot.number < self._starts[-1]:
            return None
        cell, _nth, level = self._place(slot.number)
        lower = [s for s in cell.severities if s < cell.severities[level]]
        if not lower:
            return None
        return slot.number + cell.severities.index(max(lower)) - level

    def _records_a_cell(self) -> int:
        budget = self._recipe.design.budget
        floor = sum(cell.records for cell in self._cells)
        pieces = sum(len(cell.severities) for cell in self._cells if not cell.is_floor)
        pieces += len(self._long)  # each of their records has a clean twin of its own
        if budget is None or budget.cases is None or not pieces:
            return self._count
        chains = self._recipe.design.chains
        left = budget.cases - self._clean - floor - (chains.count if chains else 0)
        least = min(budget.min_records or 1, self._count)
        each = left // pieces
        if each < least:
            needed = budget.cases - left + pieces * least
            raise UserError(
                f"a budget of {budget.cases} cases is too small for {least} records in each of "
                f"{pieces} cells of operator, rendering and severity",
                where="design.budget",
                hint=f"{needed} cases would do; or take fewer operators, severities or renderings",
            )
        return min(each, self._count)

    def _place(self, number: int) -> tuple[_Cell, int, int]:
        """The cell of a slot, and which record and severity of the cell it is."""
        low, high = 0, len(self._cells)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._starts[middle] <= number else (low, middle)
        cell = self._cells[low]
        return cell, *divmod(number - self._starts[low], len(cell.severities))

    def _alone(self, number: int) -> Slot:
        cell, nth, level = self._place(number)
        aimed = cell.target or ""
        name = f"{cell.operator.stream}({f'{cell.member}:{aimed}' if cell.member else aimed})"
        step = Step(
            id="s1",
            operator=cell.operator,
            severity=cell.severities[level],
            target=cell.target,
            name=name,
            member=cell.member,
        )
        return Slot(
            number=number,
            record=self._count + nth if cell.long else (cell.offset + nth) % self._count,
            rendering=cell.rendering,
            steps=(step,),
        )

    def _pool_of_chains(self) -> dict[str, tuple[AnyOperator, ...]]:
        chains = self._recipe.design.chains
        if chains is None:
            return {}
        operators = [op for op in OPERATORS.matching(chains.use) if op.family != FLOOR]
        pool = {
            rendering: tuple(op for op in operators if acts_on(op, rendering))
            for rendering in self.renderings
        }
        return {rendering: ops for rendering, ops in pool.items() if len(ops) >= chains.length[0]}

    def _chain(self, number: int, index: int) -> Slot:
        """Return a chain; those before it are drawn too, to count the ones that are named alike."""
        while len(self._repeats) <= index:
            drawn = self._drawn(number, len(self._repeats))
            name = drawn.label(str(drawn.record))
            self._repeats.append(self._seen[name] + self._is_alone(drawn))
            self._seen[name] += 1
        return replace(self._drawn(number, index), again=self._repeats[index])

    def _is_alone(self, drawn: Slot) -> bool:
        """Return whether a chain of one step may be named like an operator that stands alone."""
        if len(drawn.steps) > 1:
            return False
        (step,) = drawn.steps
        return any(
            cell.operator.id == step.operator.id
            and cell.rendering == drawn.rendering
            and step.severity in cell.severities
            and cell.target is None
            and not cell.member
            for cell in self._cells
        )

    def _drawn(self, number: int, index: int) -> Slot:
        chains = self._recipe.design.chains
        assert chains is not None  # noqa: S101 - there are no chain slots without chains
        rng = SeededRng(self._recipe.seed).at("chain", index)
        pool = self._pool
        rendering = rng.at("rendering").pick(sorted(pool))
        shortest, longest = chains.length
        length = shortest + rng.at("length").below(longest - shortest + 1)
        left = list(pool[rendering])
        chosen = [
            left.pop(rng.at("operator", nth).below(len(left)))
            for nth in range(min(length, len(left)))
        ]
        chosen.sort(key=lambda op: (op.stage.order, op.stream))
        severities = self._recipe.design.severities
        steps = tuple(
            Step(
                id=f"s{nth + 1}",
                operator=op,
                severity=_severity(rng.at("severity", nth).pick(severities)),
                name=f"chain {index} {op.stream}",
            )
            for nth, op in enumerate(chosen)
        )
        return Slot(
            number=number,
            record=rng.at("record").below(self._count),
            rendering=rendering,
            steps=steps,
        )


def _cells(recipe: Recipe, renderings: Sequence[str], count: int, *, long: bool) -> Iterator[_Cell]:
    seen: set[tuple[str, str | None, str]] = set()
    for spec in recipe.design.each:
        levels = tuple(_severity(s) for s in (spec.severities or recipe.design.severities))
        operators = list(OPERATORS.matching([spec.use]))
        if spec.near_miss:
            operators += [OPERATORS[op.near_miss] for op in operators if op.near_miss]
        for op in operators:
            target = spec.target if op.targeted else None
            member = spec.member or ""
            its = levels[:1] if op.family == FLOOR else levels
            if (op.id, target, member) in seen:
                continue
            seen.add((op.id, target, member))
            there = [each for each in renderings if acts_on(op, each, member)]
            records = (
                min(count, -(-FLOOR_TWINS // len(there))) if op.family == FLOOR and there else 0
            )
            for rendering in there:
                aim = (target or "",) if not member else (target or "", member)
                rng = SeededRng(recipe.seed).at("cell", rendering, op.stream, *aim)
                wants = long and op.long_list
                yield _Cell(rendering, op, target, its, rng.below(count), records, member, wants)


def member_rendering(rendering: str, member: str) -> str:
    """Return how a member of a set is rendered; empty where the set has no such member."""
    if not is_set(rendering):
        return ""
    parts = set_rendering(rendering)
    return dict(zip(PAIRINGS[parts.pairing].roles, parts.members, strict=True)).get(member, "")


def acts_on(operator: AnyOperator, rendering: str, member: str = "") -> bool:
    """Return whether an operator acts on documents of a rendering.

    Args:
        operator: The operator.
        rendering: Medium and template or system, or the rendering of a set.
        member: For a set: the role of a member, whose own rendering counts then.
    """
    if member:
        rendering = member_rendering(rendering, member)
    return operator.acts_on(rendering)


def _severity(level: int) -> Severity:
    return SEVERITIES[level - 1]
