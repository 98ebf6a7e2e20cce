"""How many slots of each operator give a case, and the reasons why the others give none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from chaosdocs.corpus.slots import Slot

CHAINS = "chains"
"""What slots with several operators are counted as."""


DEFECT = "not proved, or an error was raised"


@dataclass(frozen=True, slots=True)
class Reached:
    """The slots of one operator.

    Attributes:
        operator: Its id, or ``chains``.
        slots: How many there are.
        made: How many hold a case.
        reasons: Why others do not, each with its number, the commonest first.
    """

    operator: str
    slots: int
    made: int
    reasons: tuple[tuple[str, int], ...]

    def words(self) -> str:
        """Return one line about it.

        Example:
            >>> Reached("scan.skewed", 4, 1, (("the page is blank", 3),)).words()
            'scan.skewed: 1 made, 3 skipped: the page is blank'
        """
        left = self.slots - self.made
        others = len(self.reasons) - 1
        more = f" (and {others} more reason{'s' * (others != 1)})" if others > 0 else ""
        why = f": {self.reasons[0][0]}{more}" if self.reasons else ""
        return f"{self.operator}: {self.made} made, {left} skipped{why}"


def reached_by(slots: Iterable[tuple[Slot, str]]) -> tuple[Reached, ...]:
    """Return the slots of every operator, the smallest share that gives a case first.

    Args:
        slots: Slots, each with the reason why it holds no case, or empty.
    """
    every: Counter[str] = Counter()
    told: dict[str, Counter[str]] = {}
    for slot, reason in slots:
        if not slot.steps:
            continue
        name = slot.steps[0].operator.id if len(slot.steps) == 1 else CHAINS
        every[name] += 1
        if reason:
            told.setdefault(name, Counter())[reason.removeprefix(f"{name}: ")] += 1
    found = []
    for name, count in every.items():
        reasons = told.get(name, Counter())
        ordered = tuple(sorted(reasons.items(), key=lambda each: (-each[1], each[0])))
        found.append(Reached(name, count, count - reasons.total(), ordered))
    return tuple(sorted(found, key=lambda each: (each.made / each.slots, each.operator)))
