"""Delta debugging of a case: the fewest steps, the mildest severities, the fewest decisions.

What is left still fails the reader in the same way, and is proved like any other case.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from chaosdocs.authoring.operator import SEVERITIES
from chaosdocs.corpus.build import AppliedStep, Step
from chaosdocs.corpus.make import MadeCase, Maker, SkippedSlot
from chaosdocs.corpus.packets import RenderedPacket
from chaosdocs.corpus.sets import RenderedSet
from chaosdocs.foundation.errors import UserError
from chaosdocs.testing.failing import Miss, misses

Ask = Callable[[MadeCase], object]
"""Asks a reader; returns its answer line."""
Steps = tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shrunk:
    """What is left of a failing case.

    Attributes:
        made: The smallest case that was found.
        answer: What the reader said to it.
        misses: The fields that it failed on in the way that was sought.
        steps: The steps of the case at first.
        decisions: How many decisions those had taken.
        calls: How often the reader was asked.
        flaky: Whether it answered one file in two ways.
        exhausted: Whether the search ended because there were no more calls.
    """

    made: MadeCase
    answer: object
    misses: tuple[Miss, ...]
    steps: Steps
    decisions: int
    calls: int
    flaky: bool
    exhausted: bool


class _OutOfCallsError(Exception):
    """No more questions may be asked."""


@dataclass(slots=True)
class _Search:
    maker: Maker
    number: int
    ask: Ask
    most: int
    gaps_fail: bool
    tell: Callable[[int, int], None]
    like: Callable[[Miss], bool] = lambda _miss: True
    calls: int = 0
    tried: dict[tuple[object, ...], bool] = field(default_factory=dict)
    found: tuple[MadeCase, object, tuple[Miss, ...]] | None = None

    def failed(self, made: MadeCase) -> tuple[object, tuple[Miss, ...]]:
        """Ask, and return the answer and what is wrong with it in the way that is sought."""
        if self.calls >= self.most:
            raise _OutOfCallsError
        self.calls += 1
        self.tell(self.calls, self.most)
        answer = self.ask(made)
        wrong = misses(made.case, made.truth, answer, gaps_fail=self.gaps_fail)
        return answer, tuple(miss for miss in wrong if self.like(miss))

    def fails(self, steps: Steps, events: frozenset[str] | None = None) -> bool:
        """Whether the case with these steps can be made, is proved, and still fails.

        Args:
            steps: What is done.
            events: The events of a set or the documents of a packet that are kept; None keeps all.
        """
        key = (
            None if events is None else tuple(sorted(events)),
            *(
                (
                    *(s.operator.id, s.target, s.member, s.severity),
                    None if s.keep is None else tuple(sorted(s.keep)),
                )
                for s in steps
            ),
        )
        if key not in self.tried:
            made = self.maker.variant(self.number, steps, events)
            if isinstance(made, SkippedSlot):
                self.tried[key] = False
            else:
                answer, wrong = self.failed(made)
                self.tried[key] = bool(wrong)
                if wrong:
                    self.found = (made, answer, wrong)
        return self.tried[key]


def shrink(
    maker: Maker,
    number: int,
    ask: Ask,
    *,
    path: str | None = None,
    gaps_fail: bool = False,
    most_calls: int = 200,
    on_progress: Callable[[int, int], None] = lambda _done, _most: None,
) -> Shrunk:
    """Return the smallest case that a reader fails in the same way as the one in a slot.

    The same way: with the same named wrong answer if one was given, else with the same outcome
    on the same field. Candidates that cannot be made or proved do not count as failing.

    Args:
        maker: Makes the cases of the corpus.
        number: The slot.
        ask: Asks the reader.
        path: Only failures on this field count; None takes the most telling one.
        gaps_fail: Whether needless gaps count as failures.
        most_calls: How often the reader may be asked.
        on_progress: Called with calls made and calls allowed.

    Raises:
        UserError: The slot holds no case, or the reader does not fail it.
    """
    first = maker.make(number)
    if isinstance(first, SkippedSlot):
        raise UserError(f"{first.label}: {first.reason}")
    search = _Search(maker, number, ask, max(3, most_calls), gaps_fail, on_progress)
    if path is not None:
        search.like = lambda miss: miss.path == path
    answer, wrong = search.failed(first)
    if not wrong:
        raise _nothing_fails(first, answer, path, gaps_fail=gaps_fail)
    goal = min(wrong, key=lambda miss: (miss.flagged, not miss.lure, miss.path))
    search.like = _same_way(goal, bound=path is not None)
    again = search.failed(first)[1]
    start = tuple(replace(done.step, keep=frozenset(done.plan.keys)) for done in _dirt(first))
    search.found = (first, answer, tuple(miss for miss in wrong if search.like(miss)))
    exhausted = False
    if start or isinstance(first.built, RenderedSet | RenderedPacket):
        search.most -= 1  # the last question is kept for asking once more
        try:
            _fewer_parts(search, _smallest(search, start))
        except _OutOfCallsError:
            exhausted = True
        search.most += 1
    made, answer, kept = search.found
    last = search.failed(made)[1] if made is not first else again
    return Shrunk(
        made=made,
        answer=answer,
        misses=kept,
        steps=tuple(done.step for done in _dirt(first)),
        decisions=sum(len(done.plan.keys) for done in _dirt(first)),
        calls=search.calls,
        flaky=not again or not last,
        exhausted=exhausted,
    )


def _dirt(made: MadeCase) -> list[AppliedStep]:
    return [done for done in made.built.steps if not done.step.id.startswith("clean")]


def _nothing_fails(
    made: MadeCase, answer: object, path: str | None, *, gaps_fail: bool
) -> UserError:
    where = "" if path is None else f" on {path}"
    left = () if gaps_fail else misses(made.case, made.truth, answer, gaps_fail=True)
    gaps = [miss.path for miss in left if path in {None, miss.path}]
    if gaps:
        more = f" and {len(gaps) - 1} more" if len(gaps) > 1 else ""
        return UserError(
            f"the reader answers nothing wrong{where}, but leaves {gaps[0]}{more} open",
            where=made.truth.label,
            hint="--gaps counts a field that is left open needlessly as a failure",
        )
    return UserError(
        f"the reader does not fail this case{where}: there is nothing to shrink",
        where=made.truth.label,
    )


def _same_way(goal: Miss, *, bound: bool) -> Callable[[Miss], bool]:
    if goal.lure and not bound:
        return lambda miss: miss.lure == goal.lure
    if goal.lure:
        return lambda miss: miss.lure == goal.lure and miss.path == goal.path
    return lambda miss: miss.path == goal.path and miss.outcome == goal.outcome


def _smallest(search: _Search, steps: Steps) -> Steps:
    """Try less and less until nothing more can be left out."""
    if not steps or search.fails(()):
        return ()
    while True:
        fewer = _fewer_decisions(search, _milder(search, _fewer_steps(search, steps)))
        if fewer == steps:
            return steps
        steps = fewer


def _fewer_steps(search: _Search, steps: Steps) -> Steps:
    for left_out in range(len(steps)):
        fewer = steps[:left_out] + steps[left_out + 1 :]
        if fewer and search.fails(fewer):
            return _fewer_steps(search, fewer)
    return steps


def _milder(search: _Search, steps: Steps) -> Steps:
    """Take every step at the lowest severity that will do, with the same decisions or its own."""
    for place, step in enumerate(steps):
        for severity in SEVERITIES[: step.severity - 1]:
            ways = (replace(step, severity=severity), replace(step, severity=severity, keep=None))
            done = next(
                (
                    milder
                    for way in ways
                    if search.fails(milder := (*steps[:place], way, *steps[place + 1 :]))
                ),
                None,
            )
            if done is not None:
                steps = _with_keys(search, done)
                break
    return steps


def _with_keys(search: _Search, steps: Steps) -> Steps:
    """Name the decisions of steps that were taken whole."""
    assert search.found is not None  # noqa: S101 - the steps were just made
    taken = {done.step.id: done for done in _dirt(search.found[0])}
    return tuple(
        step if step.keep is not None else replace(step, keep=frozenset(taken[step.id].plan.keys))
        for step in steps
    )


def _fewer_decisions(search: _Search, steps: Steps) -> Steps:
    """Zeller's ddmin over the decisions of all steps."""
    left = [(step.id, key) for step in steps for key in sorted(step.keep or ())]
    pieces = 2
    while len(left) > 1:
        size = -(-len(left) // pieces)
        parts = [left[at : at + size] for at in range(0, len(left), size)]
        others = [[x for x in left if x not in part] for part in parts]
        smaller = next(
            (
                some
                for some in (*parts, *others)
                if len(some) < len(left) and _kept(search, steps, some)
            ),
            None,
        )
        if smaller is not None:
            pieces = max(2, pieces - 1) if len(smaller) > size else 2
            left = smaller
        elif pieces >= len(left):
            break
        else:
            pieces = min(len(left), 2 * pieces)
    return _restricted(steps, left)


def _fewer_parts(search: _Search, steps: Steps) -> None:
    """Leave out as many parts of a case as the failure can do without; a document has none."""
    assert search.found is not None  # noqa: S101 - the first case failed
    left = _parts_of(search.found[0])
    pieces = 2
    while len(left) > 1:
        size = -(-len(left) // pieces)
        parts = [left[at : at + size] for at in range(0, len(left), size)]
        others = [[x for x in left if x not in part] for part in parts]
        smaller = next(
            (
                some
                for some in (*parts, *others)
                if 0 < len(some) < len(left) and search.fails(steps, frozenset(some))
            ),
            None,
        )
        if smaller is not None:
            pieces = max(2, pieces - 1) if len(smaller) > size else 2
            left = smaller
        elif pieces >= len(left):
            break
        else:
            pieces = min(len(left), 2 * pieces)


def _parts_of(made: MadeCase) -> list[str]:
    """The events of a set and the documents of a packet, in a fixed order."""
    match made.built:
        case RenderedSet():
            rows = [row for entries in made.built.clean.members.values() for row in entries]
            return sorted({event for row in rows for event in row.events})
        case RenderedPacket():
            return [sheet.id for sheet in made.built.packet.sheets]
        case _:
            return []


def _kept(search: _Search, steps: Steps, some: list[tuple[str, str]]) -> bool:
    return bool(some) and search.fails(_restricted(steps, some))


def _restricted(steps: Steps, some: list[tuple[str, str]]) -> Steps:
    kept = (
        replace(step, keep=frozenset(key for name, key in some if name == step.id))
        for step in steps
    )
    return tuple(step for step in kept if step.keep)
