"""``summary.json``: what a run scored, in all."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from chaosdocs.formats.cases import Medium
from chaosdocs.formats.gates import GateResult
from chaosdocs.formats.parsed import ParsedUnit
from chaosdocs.formats.templates import TemplateRange
from chaosdocs.formats.uncurved import Uncurved
from chaosdocs.formats.wire import FORMAT, Wire

Population = Literal["touched", "bystander", "all"]


class Estimate(Wire):
    """A number with its 95 % interval; all None where it is not defined.

    Attributes:
        records: Source records that it rests on.
        micro: The same over all fields alike, without the steps over records and cells.
        events: Records with at least one event, for shares that may be rare.
        one_low: One-sided 95 % lower bound, which gates read; `one_high` the upper one.
        withheld: The number where too few records stand behind it for it to be shown.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    records: int = 0
    micro: float | None = None
    events: int | None = None
    one_low: float | None = None
    one_high: float | None = None
    withheld: float | None = None


class LureCount(Wire):
    """How often one known wrong answer was given: why a reader fails."""

    name: str
    operator: str
    fields: int
    records: int
    silent: int


class Condition(Wire):
    """One operator at one severity in one medium.

    Attributes:
        thin: Whether there are too few records for anything but their number.
        metrics: Population to metric to estimate.
        transitions: Outcome on the clean twin to outcome here to number of fields.
        gdr: ``K``, ``D`` and ``X`` to flagged or abstained losses and all losses.
        outcomes: Outcome to number of fields.
    """

    operator: str
    family: str
    severity: int
    medium: Medium
    records: int
    cases: int
    fields: int
    thin: bool
    metrics: dict[Population, dict[str, Estimate]] = Field(default_factory=dict)
    transitions: dict[str, dict[str, int]] = Field(default_factory=dict)
    gdr: dict[str, tuple[int, int]] = Field(default_factory=dict)
    outcomes: dict[str, int] = Field(default_factory=dict)
    kinds: dict[str, Estimate] = Field(default_factory=dict)
    lures: tuple[LureCount, ...] = ()


class Breakpoint(Wire):
    """The severity at which a metric crosses a threshold.

    Attributes:
        censored: ``left`` where it is below already when clean, ``right`` where it never is.
    """

    operator: str
    medium: Medium
    metric: str
    threshold: float
    at: float | None = None
    low: float | None = None
    high: float | None = None
    censored: Literal["left", "right"] | None = None


class CorruptionError(Wire):
    """How much more one operator costs a reader than the frozen baseline, in one medium.

    Attributes:
        severities: Those that both have; sums are over them.
        baseline: Mean failure of the baseline there.
        ce: Failures of the reader to those of the baseline; 1 is as bad.
        silent: The same for silent errors.
        relative: The same for what failures grew by since the clean twins.
        why: Why there is no number, empty where there is one.
        cross: First severity at which the reader fails no less than the baseline.
        censored: ``left`` where it does so on clean twins, ``right`` where it never does.
    """

    operator: str
    medium: Medium
    severities: tuple[int, ...] = ()
    baseline: float | None = None
    ce: Estimate = Estimate()
    silent: Estimate = Estimate()
    relative: Estimate = Estimate()
    why: str = ""
    cross: int | None = None
    cross_low: int | None = None
    cross_high: int | None = None
    censored: Literal["left", "right"] | None = None


class Corruption(Wire):
    """A reader against the frozen baseline.

    Attributes:
        baseline: Name and version of the baseline.
        means: ``ce``, ``silent`` and ``relative``: the mean over operators; ``ce:pdf`` and the
            like in one medium.
    """

    baseline: str
    errors: tuple[CorruptionError, ...] = ()
    means: dict[str, Estimate] = Field(default_factory=dict)


class FlaggedLosses(Wire):
    """Fields that were right on the clean twin and are lost here, and how many of them are told of.

    Attributes:
        told: Lost fields that were flagged or left open.
        lost: All lost fields.
        share: The first of the second, with its interval over records.
    """

    told: int
    lost: int
    share: Estimate = Estimate()


class CurvePoint(Wire):
    """One point of a severity curve, on fields that are answerable at every severity."""

    severity: int
    metrics: dict[str, Estimate]
    states: dict[str, float] = Field(default_factory=dict)


class Curve(Wire):
    """How one operator wears a reader down.

    Attributes:
        qdi: Mean rise of overconfidence, less that of mere asking again where it is known.
        noticing: ``qdi``, ``tracking`` and ``drop_auroc`` with their intervals, ``qdi_floor``.
    """

    operator: str
    medium: Medium
    fields: int
    points: tuple[CurvePoint, ...]
    qdi: float | None = None
    tracking: float | None = None
    drop_auroc: float | None = None
    auc: float | None = None
    noticing: dict[str, Estimate] = Field(default_factory=dict)


class Group(Wire):
    """An operator, a family or everything, each a mean over equal parts."""

    name: str
    cells: int
    metrics: dict[str, Estimate]
    p_value: float | None = None
    adjusted_p: float | None = None


class Calibration(Wire):
    """How far confidences can be believed, on the answered fields of one set.

    Attributes:
        name: ``clean``; ``dirty`` and families are of touched fields, ``bystander`` of the others.
        intervals: The metrics with their intervals over records.
    """

    name: str
    answered: int
    records: int = 0
    brier: float | None = None
    ece: float | None = None
    smooth_ece: float | None = None
    augrc: float | None = None
    overconfidence: float | None = None
    bins: tuple[tuple[float, float, int], ...] = ()
    risk_coverage: tuple[tuple[float, float], ...] = ()
    intervals: dict[str, Estimate] = Field(default_factory=dict)


class IssueScore(Wire):
    """Precision and recall of one kind of reported issue."""

    code: str
    expected: int
    reported: int
    right: int
    on_clean: int


class Running(Wire):
    """Latency and cost of a run.

    Attributes:
        latency: Percentile to seconds; `by_severity` the same of one severity, 0 being clean.
        within: Deadline in seconds to what a field of a request is worth on average at t = .9,
            late requests earning nothing. Over all fields of all cases alike, clean ones too; the
            net utility of the card is over touched fields of dirty documents, by what could be had.
        worth: The same without a deadline.
        intervals: The same with intervals.
        late_errors: Deadline to the share of fields that came late and wrong all the same.
        area: Mean of `within` over the logarithm of the deadline.
    """

    requests: int
    latency: dict[str, float] = Field(default_factory=dict)
    by_severity: dict[str, dict[str, float]] = Field(default_factory=dict)
    cost_usd: float | None = None
    cost_per_case: float | None = None
    cost_per_correct: float | None = None
    within: dict[str, float] = Field(default_factory=dict)
    intervals: dict[str, Estimate] = Field(default_factory=dict)
    late_errors: dict[str, float] = Field(default_factory=dict)
    worth: Estimate = Estimate()
    area: Estimate = Estimate()


class ReaderSummary(Wire):
    """Everything about one run.

    Attributes:
        digest: SHA-256 of the file of answers.
        task: What was asked; readers of different tasks are never ranked with each other.
        then: The step that made fields of a parser's output, empty where there was none.
        parsed: For the tasks ``text`` and ``tables``.
        card: Headline metrics over all cells.
        clean: The same on clean twins.
        floor: The same on ``null.*`` operators, where nothing that matters changes.
        repeated: Consistency over trials with intervals.
        worst: Metric to its mean over records, each at its worst operator.
        steady: What needs no right value: ``round`` and ``across`` (another answer from another
            export, or another rendering, of one record), ``closure`` (sums that close).
        thresholds: Risk in percent to the confidence that keeps it on clean twins, None where
            none does.
        corruption: Against the frozen baseline.
        gdr: Losses that are told of, on touched fields: ``all``, and ``K``, ``D`` and ``X`` by
            what became of the field (still answerable, destroyed, ambiguous or disputed).
        j_cells: Cells that J is a mean over: those with a document that holds a field which
            nobody can know.
        templates: The renderings that the numbers hold for.
        template_ranges: What leaving one of them out does, where they are few.
        verdict: The four sentences.
        not_shown: What this run cannot show.
    """

    name: str
    digest: str = ""
    task: str = "extract"
    then: str = ""
    parsed: tuple[ParsedUnit, ...] = ()
    trials: int = 1
    nulls: Literal["merged", "split"]
    fields: int
    cases: int
    records: int
    outcomes: dict[str, int]
    channels: dict[str, int] = Field(default_factory=dict)
    card: dict[str, Estimate]
    clean: dict[str, Estimate]
    floor: dict[str, Estimate] = Field(default_factory=dict)
    families: tuple[Group, ...] = ()
    operators: tuple[Group, ...] = ()
    cells: tuple[Condition, ...] = ()
    curves: tuple[Curve, ...] = ()
    breakpoints: tuple[Breakpoint, ...] = ()
    uncurved: tuple[Uncurved, ...] = ()
    lures: tuple[LureCount, ...] = ()
    calibration: tuple[Calibration, ...] = ()
    issues: tuple[IssueScore, ...] = ()
    lucky: dict[str, Estimate] = Field(default_factory=dict)
    running: Running
    documents: dict[str, Estimate] = Field(default_factory=dict)
    tables: dict[str, Estimate] = Field(default_factory=dict)
    consistency: dict[str, float] = Field(default_factory=dict)
    repeated: dict[str, Estimate] = Field(default_factory=dict)
    worst: dict[str, Estimate] = Field(default_factory=dict)
    steady: dict[str, Estimate] = Field(default_factory=dict)
    thresholds: dict[str, float | None] = Field(default_factory=dict)
    corruption: Corruption | None = None
    gdr: dict[str, FlaggedLosses] = Field(default_factory=dict)
    j_cells: int = 0
    templates: tuple[str, ...] = ()
    template_ranges: tuple[TemplateRange, ...] = ()
    verdict: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class Control(Wire):
    """A reader whose score is known by construction, printed beside the real ones.

    Attributes:
        records: The first records of the corpus, which it was scored on.
        metrics: Of touched fields of dirty documents.
        clean: The same of clean documents.
    """

    name: str
    records: int = 0
    metrics: dict[str, float | None]
    clean: dict[str, float | None] = Field(default_factory=dict)


class Pareto(Wire):
    """A reader's place between cost, latency and quality."""

    reader: str
    on_frontier: bool
    against: Literal["cost", "latency"]
    quality: float | None = None
    spent: float | None = None
    share_of_resamples: float | None = None


class Summary(Wire):
    """``summary.json``."""

    format: int = FORMAT
    corpus: str
    digest: str
    config: str
    seed: int
    resamples: int
    channel: str | None = None
    readers: tuple[ReaderSummary, ...]
    controls: tuple[Control, ...] = ()
    gates: tuple[GateResult, ...] = ()
    pareto: tuple[Pareto, ...] = ()
    truth: dict[str, int] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()
