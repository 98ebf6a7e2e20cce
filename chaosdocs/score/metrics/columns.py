"""Judged fields as vectors, and where each is right, gone, silent: what shares are made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from chaosdocs.score.judging.config import Utility
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import (
    ANSWERED,
    BLANK,
    EXTRA,
    FLAGGED,
    STANDS,
    VALUE,
    Table,
)
from chaosdocs.truth.field_truth import STATES
from chaosdocs.truth.norms import NormPlace

Vector = Any
UNSAID: Final = frozenset({"null", "missing"})
"""Channels of an answer in which nothing is said."""
_DENIED: Final = ("false_absence", "missing_row")
"""Error types of a value that is said, or left out as if it were said, to be absent."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A table as vectors.

    Attributes:
        unsaid: Where the answer is null or its key is missing.
        beside: Where a field of the same document is unanswerable.
        denied: Where the reader says that a value is absent, or leaves out its row, and a field of
            the same document is blank and unanswerable: there, both are right.
        lucky: Where the answer is the value that is gone.
        link: Where the field is a link of entries or a pair of fields, right only whole.
        orphan: Where it is an entry that has no counterpart.
    """

    outcome: Vector
    state: Vector
    bits: Vector
    p: Vector
    weight: Vector
    twin: Vector
    unsaid: Vector
    beside: Vector
    denied: Vector
    lucky: Vector
    link: Vector
    orphan: Vector
    utility: Utility

    def is_(self, *outcomes: str) -> Vector:
        """Return where the outcome is one of these."""
        return _among(OUTCOMES, outcomes)[self.outcome]

    def in_(self, *states: str) -> Vector:
        """Return where the state is one of these."""
        return _among(STATES, states)[self.state]

    def has(self, bit: int) -> Vector:
        """Return where a bit is set."""
        return (self.bits & bit) != 0

    def at_twin(self, where: Vector) -> Vector:
        """Return where the same field of the clean twin is in `where`."""
        if not self.twin.size:
            return where
        return where[self.twin.clip(0)] & (self.twin >= 0)


def columns(table: Table, utility: Utility) -> Columns:
    """Return a table as vectors."""
    import numpy as np

    state = np.frombuffer(table.state, np.int8)
    document = np.frombuffer(table.case, np.int32)
    lost = state == STATES.index("unanswerable")
    gone = np.bincount(document, lost, len(table.cases)) > 0
    bits, error_type = (
        np.frombuffer(table.bits, np.int32),
        np.frombuffer(table.error_type, np.int32),
    )
    blank = np.bincount(document, lost & (bits & BLANK != 0), len(table.cases)) > 0
    denied = np.isin(error_type, [table.error_types.get(name, -1) for name in _DENIED])
    return Columns(
        np.frombuffer(table.outcome, np.int8),
        state,
        bits,
        np.frombuffer(table.p, np.float64),
        np.frombuffer(table.weight, np.float64),
        table.twin,
        np.isin(np.frombuffer(table.given_as, np.int8), _unsaid(table)),
        gone[document],
        denied & blank[document],
        error_type == table.error_types.get("lucky", -1),
        *_units(table),
        utility,
    )


def _units(table: Table) -> tuple[Vector, Vector]:
    """Where links stand, and where orphans do."""
    import numpy as np

    links, orphans = set[str](), set[str]()
    for each in {id(each): each for case in table.cases for each in case.lists}.values():
        for unit in each.whole:
            if each.exclusive:
                links.add(f"{each.path}/*/{unit}")
            elif each.against:
                orphans.add(f"{each.path}/*/{unit}")
    paths = np.frombuffer(table.schema_path, np.int32)
    names = table.schema_paths.names
    if not names:
        return np.zeros(len(paths), bool), np.zeros(len(paths), bool)
    return (
        np.array([name in links for name in names])[paths],
        np.array([name in orphans for name in names])[paths],
    )


def _among(all_: Sequence[str], wanted: Collection[str]) -> Vector:
    """For every name whether it is wanted: to look up, in a third of the time of numpy.isin."""
    import numpy as np

    return np.array([name in wanted for name in all_])


def _unsaid(table: Table) -> list[int]:
    return [n for n, name in enumerate(table.given_as_names.names) if name in UNSAID]


def worth(c: Columns, t: float) -> Vector:
    """Return the utility of every field, where a silent error costs t / (1 - t).

    Right answers earn on answerable fields only, and what is not said at all costs nothing: so a
    reader that says nothing has 0, whether its nulls are taken for gaps or for absences. (Taken
    for an absence, a null where there is a value is still a silent error in every other count.)
    """
    import numpy as np

    flagged = c.has(FLAGGED)
    error = c.is_("wrong", "hallucinated", "overcommit") & ~c.unsaid
    right = c.is_("correct") & c.in_("answerable")
    u = c.utility
    out = np.where(right, np.where(flagged, u.flagged_correct, u.correct), 0.0)
    out = np.where(error, np.where(flagged, u.flagged_wrong, -t / (1 - t)), out)
    out = np.where(c.is_("over_abstain", "right_abstain"), u.gap, out)
    return np.where(c.is_("invalid"), u.invalid, out)


class Parts:
    """What the shares of a table are made of; each vector is made once.

    Attributes:
        c: The table as vectors.
    """

    def __init__(self, c: Columns) -> None:
        self.c = c

    @cached_property
    def scored(self) -> Vector:
        """Where a field counts."""
        return ~self.c.in_("unscored")

    @cached_property
    def answerable(self) -> Vector:
        """Where the document says the value."""
        return self.c.in_("answerable")

    @cached_property
    def unanswerable(self) -> Vector:
        """Where the value is gone, and that shows."""
        return self.c.in_("unanswerable")

    @cached_property
    def unknowable(self) -> Vector:
        """Where nobody can know a value: gone, or never there."""
        return self.unanswerable | self.c.in_("absent")

    @cached_property
    def certain(self) -> Vector:
        """Where one answer is right: a value, or that there is none."""
        return self.answerable | self.c.in_("absent")

    @cached_property
    def several(self) -> Vector:
        """Where several readings are possible."""
        return self.c.in_("ambiguous", "disputed")

    @cached_property
    def correct(self) -> Vector:
        """Where the answer is right."""
        return self.c.is_("correct")

    @cached_property
    def gap(self) -> Vector:
        """Where the reader left the field open."""
        return self.wrong_gap | self.right_gap

    @cached_property
    def right_gap(self) -> Vector:
        """Where the reader left open, or named in doubt, what nobody can know."""
        return self.c.is_("right_abstain")

    @cached_property
    def wrong_gap(self) -> Vector:
        """Where the reader left open what the document says."""
        return self.c.is_("over_abstain")

    @cached_property
    def withheld(self) -> Vector:
        """Where the reader gave no value in a way that is right for a lost value beside it."""
        return self.gap | self.c.denied

    @cached_property
    def answered(self) -> Vector:
        """Where the reader committed itself to something."""
        return self.c.has(ANSWERED)

    @cached_property
    def error(self) -> Vector:
        """Where the answer is wrong, invented, or one of several readings."""
        return self.c.is_("wrong", "hallucinated", "overcommit")

    @cached_property
    def silent(self) -> Vector:
        """Where the answer is wrong and not flagged."""
        return self.error & ~self.c.has(FLAGGED)

    @cached_property
    def flagged_error(self) -> Vector:
        """Where the answer is wrong and flagged."""
        return self.error & self.c.has(FLAGGED)

    @cached_property
    def plain(self) -> Vector:
        """Where the reader gave a value without a flag."""
        return self.c.has(VALUE) & ~self.c.has(FLAGGED) & self.scored

    @cached_property
    def kept(self) -> Vector:
        """Where the field is answerable here and on the clean twin."""
        return self.c.at_twin(self.answerable) & self.answerable

    @cached_property
    def twin_right(self) -> Vector:
        """Where the clean twin's field is answerable and was read right."""
        return self.c.at_twin(self.answerable & self.correct)

    @cached_property
    def kept_right(self) -> Vector:
        """Where the field is answerable here, and was read right on the clean twin."""
        return self.kept & self.twin_right

    @cached_property
    def twin_scored(self) -> Vector:
        """Where the field counts here and on the clean twin."""
        return self.c.at_twin(self.scored) & self.scored

    @cached_property
    def failed(self) -> Vector:
        """Where the outcome is neither right nor rightly left open."""
        return ~(self.correct | self.right_gap)

    @cached_property
    def orphan(self) -> Vector:
        """Where an entry has no counterpart; surplus rows of an answer are no such entries."""
        return self.c.orphan & self.scored & ~self.c.has(EXTRA)

    @cached_property
    def forced(self) -> Vector:
        """Where an entry without counterpart is put into a link."""
        return self.orphan & self.c.is_("hallucinated")

    def normed(self, place: NormPlace, *, agreed: bool | None = None) -> Vector:
        """Return where the answer depends on a norm that stands in a place.

        Args:
            place: Where the case says which norm holds.
            agreed: Whether the norms in question give one answer; either where None.
        """
        here = self.scored & self.c.has(STANDS[place])
        return here if agreed is None else here & (self.several ^ agreed)

    @cached_property
    def told(self) -> Vector:
        """Where a value has a confidence."""
        import numpy as np

        return self.answered & ~np.isnan(self.c.p) & self.c.has(VALUE)

    def sure(self, level: float) -> Vector:
        """Return where the confidence is at least `level`, or missing."""
        import numpy as np

        missing = np.isnan(self.c.p)
        return missing | (np.where(missing, 0, self.c.p) >= level)

    def of_confidence(self, values: Vector) -> Vector:
        """Return `values` where a value has a confidence, 0 elsewhere."""
        import numpy as np

        return np.where(self.told, values, 0)
