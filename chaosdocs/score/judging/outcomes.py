"""Exactly one outcome for every asked field, whatever was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from chaosdocs.score.judging.comparison import Json, Said, agree, folded, said
from chaosdocs.score.judging.error_types import slip
from chaosdocs.score.judging.expectations import Expected
from chaosdocs.score.judging.field_answers import MOST_CANDIDATES, FieldAnswer
from chaosdocs.truth.values import Kind

Outcome = Literal[
    "correct",
    "wrong",
    "over_abstain",
    "right_abstain",
    "hallucinated",
    "overcommit",
    "invalid",
    "unscored",
]
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "correct",
    "wrong",
    "over_abstain",
    "right_abstain",
    "hallucinated",
    "overcommit",
    "invalid",
    "unscored",
)
_FOLLOWS: Final = ("derived", "norm")
"""How a value is known that is not printed."""
ERRORS: Final = frozenset({"wrong", "hallucinated", "overcommit"})


@dataclass(frozen=True, slots=True)
class Judged:
    """The outcome of one field.

    Attributes:
        error_type: What kind of that outcome: ``lucky``, ``dm_swap``, ``false_absence`` ...
        lure: Name of the known wrong answer that was given.
        answered: Whether the reader committed itself to something.
        flagged: Whether it said that its answer is not to be trusted.
        value: Whether it gave a value.
    """

    outcome: Outcome
    error_type: str = ""
    lure: str = ""
    answered: bool = False
    flagged: bool = False
    value: bool = False


@dataclass(frozen=True, slots=True)
class Rules:
    """How one schema path is compared."""

    kind: Kind | None = None
    tolerance: Decimal = Decimal(0)
    function: Callable[[Json, Json], bool] | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a cell of a list: what a shifted row or column would give.

    Attributes:
        rows: Keys of the same leaf in the rows above and below.
        columns: Keys of the other leaves of the row.
        fields: What other fields say, where this is no cell: keys, and numbers whatever they count.
    """

    rows: frozenset[object] = frozenset()
    columns: frozenset[object] = frozenset()
    fields: frozenset[object] = frozenset()


@dataclass(slots=True)
class Judge:
    """Judges claims against expectations.

    Args:
        split: Whether null and a missing key claim that the field is absent.
        rules: Schema path to rules other than the default.
    """

    split: bool
    rules: dict[str, Rules] = field(default_factory=dict)
    _default: Rules = Rules()

    def __call__(
        self, truth: Expected, claim: FieldAnswer, around: Callable[[], Around] | None = None
    ) -> Judged:
        """Return the outcome of one field. Never raises."""
        if truth.state == "unscored":
            return Judged("unscored")
        if claim.status == "invalid":
            return Judged("invalid", claim.reason)
        if len(claim.candidates) > max(len(truth.readings), MOST_CANDIDATES):
            return Judged("invalid", "too_many_candidates")
        match claim.status:
            case "value":
                return self._value(truth, claim, around)
            case "gap":
                return self._gap(truth, claim)
            case "candidates":
                return self._candidates(truth, claim)
            case "absent":
                return _absence(truth, "absent")
            case "missing_row":
                return _missing_row(truth, split=self.split)
            case _:
                if self.split:
                    return _absence(truth, claim.status)
                return _quiet(truth, claim.status)

    def sees(self, truth: Expected, raw: Json) -> bool:
        """Return whether an answer is right at sight: letter for letter the canonical one."""
        return (
            truth.state == "answerable"
            and raw == truth.accept[0]
            and (type(raw) is str or _vouched(raw))
            and truth.schema_path not in self.rules
        )

    def same(self, truth: Expected, value: Json, answer: Json) -> bool:
        """Return whether `answer` says `value`, by the rules of the field."""
        rules = self.rules.get(truth.schema_path, self._default)
        if rules.function is not None:
            try:
                return bool(rules.function(value, answer))
            except Exception:  # noqa: BLE001 - code of others must not end the run
                return False
        kind = rules.kind or truth.kind
        return agree(said(kind, value), said(kind, answer), rules.tolerance)

    def _value(
        self, truth: Expected, claim: FieldAnswer, around: Callable[[], Around] | None
    ) -> Judged:
        raw, flagged = claim.value, claim.flagged
        plain = truth.schema_path not in self.rules
        if self.sees(truth, raw):
            return _FLAGGED_RIGHT if flagged else RIGHT
        if plain:
            told = said(truth.kind, raw)
            if told.problem == "schema":
                return Judged("invalid", "schema")
        else:
            told = said(self.rules[truth.schema_path].kind or truth.kind, raw)
        match truth.state:
            case "answerable":
                if self._any(truth, truth.accept, raw, told):
                    return _FLAGGED_RIGHT if flagged else RIGHT
                sub, lure = self._why(truth, raw, told, around)
                return _told("wrong", sub, lure, flagged=flagged)
            case "ambiguous" | "disputed":
                if self._any(truth, truth.readings, raw, told):
                    if flagged:
                        named = self._names_all(truth, claim)
                        sub = _named(truth) if named else "flagged_reading"
                        return Judged("right_abstain", sub, flagged=True, value=True)
                    return _told("overcommit", "", self._lure(truth, raw, told))
                sub, lure = self._why(truth, raw, told, around)
                return _told("wrong", sub, lure, flagged=flagged)
            case _:
                if truth.partial is not None and _is_pattern(truth.partial, raw):
                    return Judged("right_abstain", "partial", flagged=flagged, value=True)
                lure = self._lure(truth, raw, told)
                lucky = truth.was is not None and self._any(truth, (truth.was,), raw, told)
                sub = "lucky" if lucky else told.problem
                if lucky and truth.reason == "derivable":
                    sub = "derived"
                return _told("hallucinated", sub, lure, flagged=flagged)

    def _gap(self, truth: Expected, claim: FieldAnswer) -> Judged:
        match truth.state:
            case "answerable":
                sub = "derivable" if truth.why in _FOLLOWS else claim.reason
                return Judged("over_abstain", sub, flagged=True)
            case "ambiguous" | "disputed":
                said = claim.reason in {truth.state, truth.reason}
                named = said or self._names_all(truth, claim)
                return Judged("right_abstain", _named(truth) if named else "", flagged=True)
            case "absent":
                if truth.blank or claim.reason == "not_present":
                    return Judged("correct", claim.reason, flagged=True)
                return Judged("over_abstain", claim.reason, flagged=True)
            case _:
                return Judged("right_abstain", claim.reason, flagged=True)

    def _candidates(self, truth: Expected, claim: FieldAnswer) -> Judged:
        match truth.state:
            case "ambiguous" | "disputed":
                if self._names_all(truth, claim):
                    return Judged("right_abstain", _named(truth), flagged=True)
                known = [
                    any(self.same(truth, value, each) for value in truth.readings)
                    for each in _candidates(truth, claim)
                ]
                if all(known):
                    return Judged("right_abstain", "some_readings", flagged=True)
                return Judged("wrong", "wrong_candidates", answered=True, flagged=True)
            case "answerable" if truth.why in _FOLLOWS:
                return Judged("over_abstain", "derivable", flagged=True)
            case "absent" if truth.blank:
                return Judged("correct", "candidates", flagged=True)
            case "answerable" | "absent":
                return Judged("over_abstain", "candidates", flagged=True)
            case _:
                return Judged("right_abstain", "candidates", flagged=True)

    def _names_all(self, truth: Expected, claim: FieldAnswer) -> bool:
        """Whether the candidates are exactly the readings."""
        candidates = _candidates(truth, claim)
        return bool(candidates) and all(
            (
                *(
                    any(self.same(truth, value, each) for each in candidates)
                    for value in truth.readings
                ),
                *(
                    any(self.same(truth, value, each) for value in truth.readings)
                    for each in candidates
                ),
            )
        )

    def _any(self, truth: Expected, values: Sequence[Json], raw: Json, told: Said) -> bool:
        """Whether `raw`, which says `told`, is the same as any of `values`."""
        if truth.schema_path in self.rules:
            return any(self.same(truth, value, raw) for value in values)
        return any(said(truth.kind, value).key == told.key for value in values)

    def _lure(self, truth: Expected, raw: Json, told: Said) -> str:
        for lures in (truth.lures, truth.others):
            for name, value in lures:
                if self._any(truth, (value,), raw, told):
                    return name
        return ""

    def _why(
        self, truth: Expected, raw: Json, told: Said, around: Callable[[], Around] | None
    ) -> tuple[str, str]:
        """Return the sub-outcome and the lure of a wrong value."""
        lure = self._lure(truth, raw, told)
        if told.problem:
            return told.problem, lure
        if around is not None:
            nearby = around()
            if told.key in nearby.rows:
                return "shifted_row", lure
            if told.key in nearby.columns:
                return "shifted_column", lure
        for value in truth.accept or truth.readings:
            sub = slip(truth.kind, value, raw, said(truth.kind, value), told)
            if sub:
                return sub, lure
        if around is not None and {told.key, told.number} & around().fields:
            return "other_field", lure
        return "", lure


@lru_cache(maxsize=4096)
def _told(outcome: Outcome, sub: str, lure: str, *, flagged: bool = False) -> Judged:
    """A value that was given and is not right."""
    return Judged(outcome, sub, lure, answered=True, flagged=flagged, value=True)


def _vouched(raw: Json) -> bool:
    """Whether equality with a canonical value is all that needs to be known.

    Python has True equal to 1 and 1.0; so only texts, booleans and objects of texts are.
    """
    return type(raw) is str or (
        type(raw) is dict and all(type(value) is str for value in raw.values())
    )


RIGHT: Final = Judged("correct", answered=True, value=True)
"""What an answer is that is right, and not flagged."""
_FLAGGED_RIGHT: Final = Judged("correct", answered=True, flagged=True, value=True)


def _candidates(truth: Expected, claim: FieldAnswer) -> Sequence[Json]:
    """The candidates; where norms disagree, a null says that one of them permits no answer."""
    if truth.reason != "norm":
        return claim.candidates
    return [each for each in claim.candidates if each is not None]


def _named(truth: Expected) -> str:
    """What a reader has named that leaves a field open and says why."""
    return "named_conflict" if truth.reason == "norm" else "named_ambiguity"


def _absence(truth: Expected, how: str) -> Judged:
    if truth.stands is not None or truth.reason == "facts":  # it is never printed
        return _quiet(truth, how)
    match truth.state:
        case "absent":
            return Judged("correct", how, answered=True)
        case "unanswerable" if truth.blank:
            return Judged("right_abstain", how)
        case "unanswerable":
            return Judged("hallucinated", "false_absence", answered=True)
        case _:
            return Judged("wrong", "false_absence", answered=True)


def _quiet(truth: Expected, how: str) -> Judged:
    match truth.state:
        case "absent":
            return Judged("correct", how)
        case "answerable":
            return Judged("over_abstain", "derivable" if truth.why in _FOLLOWS else how)
        case _:
            return Judged("right_abstain", how)


def _missing_row(truth: Expected, *, split: bool) -> Judged:
    """A row that is left out is an error, not a gap: nothing in the answer shows it."""
    if truth.state == "answerable":
        return Judged("wrong", "missing_row", answered=True)
    return _absence(truth, "missing_row") if split else _quiet(truth, "missing_row")


def _is_pattern(partial: str, raw: Json) -> bool:
    return isinstance(raw, str) and folded(raw[:500]) == folded(partial)
