"""``summary.json``: what a run scored, in all."""

from __future__ import annotations

import json
from typing import Final, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer

from chaosdocs.formats.media import Form
from chaosdocs.formats.wire import FORMAT, Wire

DIGITS: Final = 12
"""Significant digits of a number in the file."""
Population = Literal["touched", "bystander", "all"]


class Estimate(Wire):
    """A number with its 95 % interval; all None where it is not defined.

    What is None is left out of the file.

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

    @model_serializer(mode="wrap")
    def _short(self, whole: SerializerFunctionWrapHandler) -> dict[str, float]:
        return {name: each for name, each in whole(self).items() if each is not None}


class MissingCurve(Wire):
    """A curve or a breakpoint (of ``acc``, ``sfr`` or ``delta``) that there is not, and why."""

    operator: str
    medium: Form
    what: Literal["curve", "accuracy", "silent_error_rate", "accuracy_change"]
    why: str


class ParsedField(Wire):
    """What became of one schema path in a parser's output, in fields.

    Attributes:
        spacing: The value is there with missing or extra spaces.
        kept_and_phantom: The value is there, and so is a text that does not belong to it.
        none: Nothing was to be found, and nothing was.
        lures: Name of the wrong text that was found instead, to its number; unnamed ones are "".
    """

    schema_path: str
    kept: int = 0
    spacing: int = 0
    altered: int = 0
    lost: int = 0
    phantom: int = 0
    kept_and_phantom: int = 0
    none: int = 0
    invalid: int = 0
    lures: dict[str, int] = Field(default_factory=dict)


class TemplateRange(Wire):
    """A headline metric with one template left out: its range, and which one was left out."""

    metric: str
    low: float
    high: float
    without_low: str
    without_high: str


class GateResult(Wire):
    """One gate on one cell or group.

    Attributes:
        operator: Where it was held: operator, severity and medium, ``all`` for everything.
        records: Source records that the number rests on.
        record: For a known failure: its record, its case's label and its field.
    """

    gate: str
    reader: str
    where: str
    operator: str | None = None
    severity: int | None = None
    medium: str | None = None
    records: int | None = None
    record: str | None = None
    label: str | None = None
    field: str | None = None
    value: float | None = None
    bound: float | None = None
    status: Literal["pass", "fail", "inconclusive", "known", "none"]
    needed: int | None = None
    words: str


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
        flagged_losses: ``K``, ``D`` and ``X`` to flagged or abstained losses and all losses.
        outcomes: Outcome to number of fields.
    """

    operator: str
    family: str
    severity: int
    medium: Form
    records: int
    cases: int
    fields: int
    thin: bool
    metrics: dict[Population, dict[str, Estimate]] = Field(default_factory=dict)
    transitions: dict[str, dict[str, int]] = Field(default_factory=dict)
    flagged_losses: dict[str, tuple[int, int]] = Field(default_factory=dict)
    outcomes: dict[str, int] = Field(default_factory=dict)
    kinds: dict[str, Estimate] = Field(default_factory=dict)
    lures: tuple[LureCount, ...] = ()


class Breakpoint(Wire):
    """The severity at which a metric crosses a threshold.

    Attributes:
        censored: ``left`` where it is below already when clean, ``right`` where it never is.
    """

    operator: str
    medium: Form
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
    medium: Form
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
    """Fields that were right on the clean twin and are lost here, and how many of them are flagged.

    Attributes:
        told: Lost fields that were flagged or left open.
        lost: All lost fields.
        share: The first of the second, with its interval over records.
    """

    told: int
    lost: int
    share: Estimate = Estimate()


class CurvePoint(Wire):
    """One point of a severity curve, on the curve's fields: the same ones at every point.

    Attributes:
        left_out: Share of the touched fields that are answerable on the clean twin and not scored
            for accuracy here. More than half, and the point has no metrics.
    """

    severity: int
    metrics: dict[str, Estimate]
    states: dict[str, float] = Field(default_factory=dict)
    left_out: float = 0.0


class Curve(Wire):
    """How one operator wears a reader down.

    Attributes:
        fields: The fields of all points: touched and answerable at every severity that has metrics.
        of: The fields that are touched at every severity and answerable on the clean twin.
        qdi: Mean rise of overconfidence, less that of mere asking again where it is known.
        confidence_drift: ``qdi``, ``tracking`` and ``drop_auroc`` with intervals;
            ``qdi_floor``.
    """

    operator: str
    medium: Form
    fields: int
    points: tuple[CurvePoint, ...]
    of: int = 0
    qdi: float | None = None
    tracking: float | None = None
    drop_auroc: float | None = None
    auc: float | None = None
    confidence_drift: dict[str, Estimate] = Field(default_factory=dict)


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


class Latency(Wire):
    """Latency and cost of a run.

    Attributes:
        latency: Percentile to seconds; `by_severity` the same of one severity, 0 being clean.
        within: For a deadline in seconds, the mean utility of a field at t = .9; a late request
            earns nothing. It counts all fields of all cases, also of clean documents. The net
            utility of the card counts only touched fields of damaged documents.
        worth: The same without a deadline.
        intervals: The same with intervals.
        late_errors: Deadline to the share of fields that came late and wrong all the same.
        area: Mean of `within` over the logarithm of the deadline.
        tokens: Tokens in and out of all requests that tell them.
    """

    requests: int
    seconds: dict[str, float] = Field(default_factory=dict)
    by_severity: dict[str, dict[str, float]] = Field(default_factory=dict)
    cost_usd: float | None = None
    cost_per_case: float | None = None
    cost_per_correct: float | None = None
    tokens: int | None = None
    within: dict[str, float] = Field(default_factory=dict)
    intervals: dict[str, Estimate] = Field(default_factory=dict)
    late_errors: dict[str, float] = Field(default_factory=dict)
    worth: Estimate = Estimate()
    area: Estimate = Estimate()


class Reach(Wire):
    """Fields of packets that are equally far away.

    Attributes:
        way: What is counted: documents that have to be read together, or pages.
        least: The least number of them.
        most: The most; None where there is no end.
        fields: How many fields.
        right: The share of them that the reader has right.
        one_page: The share of the same fields that it has right where all stands on one page; None
            where the corpus has no such cases.
    """

    way: Literal["hops", "pages"]
    least: int
    most: int | None
    fields: int
    right: float
    one_page: float | None = None


class ReaderSummary(Wire):
    """Everything about one run.

    Attributes:
        digest: SHA-256 of the file of answers.
        task: What was asked; readers of different tasks are never ranked with each other.
        then: The step that made fields of a parser's output, empty where there was none.
        parsed: For the tasks ``text`` and ``tables``.
        card: Headline metrics over all cells.
        clean: The same on clean twins.
        noise_floor: The same on ``null.*`` operators, where nothing that matters changes.
        sets: What whole sets of files, and maps, are scored by.
        reach: Fields of packets by hops and by pages.
        repeated: Consistency over trials with intervals.
        worst: Metric to its mean over records, each at its worst operator.
        invariance: What needs no right value: ``round`` and ``across`` (another answer from another
            export, or another rendering, of one record), ``closure`` (sums that close).
        thresholds: Risk in percent to the confidence that keeps it on clean twins, None where
            none does.
        corruption: Against the frozen baseline.
        flagged_losses: Losses that the reader flagged: ``all``, and ``K``, ``D`` and ``X`` by
            what became of the field (still answerable, destroyed, ambiguous or disputed).
        youden_j_conditions: Conditions that J is a mean over: those with a field which
            nobody can know.
        templates: The renderings that the numbers hold for.
        template_ranges: What leaving one of them out does, where they are few.
        form_errors: Fields that are silently wrong by the form of the answer alone.
        verdict: Four sentences; three of a parser that was not asked for tables.
        not_shown: What this run cannot show.
    """

    name: str
    digest: str = ""
    task: str = "extract"
    then: str = ""
    parsed: tuple[ParsedField, ...] = ()
    trials: int = 1
    nulls: Literal["merged", "split"]
    fields: int
    cases: int
    records: int
    outcomes: dict[str, int]
    given_as: dict[str, int] = Field(default_factory=dict)
    form_errors: int = 0
    card: dict[str, Estimate]
    clean: dict[str, Estimate]
    noise_floor: dict[str, Estimate] = Field(default_factory=dict)
    families: tuple[Group, ...] = ()
    operators: tuple[Group, ...] = ()
    conditions: tuple[Condition, ...] = ()
    curves: tuple[Curve, ...] = ()
    breakpoints: tuple[Breakpoint, ...] = ()
    missing_curves: tuple[MissingCurve, ...] = ()
    lures: tuple[LureCount, ...] = ()
    calibration: tuple[Calibration, ...] = ()
    issues: tuple[IssueScore, ...] = ()
    lucky: dict[str, Estimate] = Field(default_factory=dict)
    latency: Latency
    documents: dict[str, Estimate] = Field(default_factory=dict)
    tables: dict[str, Estimate] = Field(default_factory=dict)
    sets: dict[str, Estimate] = Field(default_factory=dict)
    reach: tuple[Reach, ...] = ()
    consistency: dict[str, float] = Field(default_factory=dict)
    repeated: dict[str, Estimate] = Field(default_factory=dict)
    worst: dict[str, Estimate] = Field(default_factory=dict)
    invariance: dict[str, Estimate] = Field(default_factory=dict)
    thresholds: dict[str, float | None] = Field(default_factory=dict)
    corruption: Corruption | None = None
    flagged_losses: dict[str, FlaggedLosses] = Field(default_factory=dict)
    youden_j_conditions: int = 0
    templates: tuple[str, ...] = ()
    template_ranges: tuple[TemplateRange, ...] = ()
    verdict: tuple[str, ...] = ()
    not_shown: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class ReferenceReader(Wire):
    """A reader whose score is known by construction, printed beside the real ones.

    Attributes:
        records: The first records of the corpus, which it was scored on.
        metrics: Of touched fields of damaged documents.
        clean: The same of clean documents.
        kept: Of all fields that a parser could return or invent, the share that it returns; None
            for readers of fields.
    """

    name: str
    records: int = 0
    kept: float | None = None
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
    """``summary.json``.

    Attributes:
        run: Digest of what was judged and how: corpus, answers, configuration, gates and the
            baseline before the run. ``junit.xml``, ``report.html``, ``fields.parquet`` and a
            baseline that the run wrote hold the same digest.
        files: SHA-256 of ``fields.jsonl`` and ``samples.jsonl``, which name no run.
    """

    format: int = FORMAT
    run: str = ""
    files: dict[str, str] = Field(default_factory=dict)
    corpus: str
    digest: str
    config: str
    seed: int
    resamples: int
    channel: str | None = None
    readers: tuple[ReaderSummary, ...]
    reference_readers: tuple[ReferenceReader, ...] = ()
    gates: tuple[GateResult, ...] = ()
    pareto: tuple[Pareto, ...] = ()
    truth: dict[str, int] = Field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    def as_json(self, *, indent: int | None = None) -> str:
        """Return what stands in the file: numbers have `DIGITS` digits.

        The last digits of a sum differ from one version of NumPy to the next.

        Args:
            indent: Blanks for each level; None writes one line.
        """
        data = json.loads(self.model_dump_json(), parse_float=_rounded)
        tight = (",", ":") if indent is None else None
        return json.dumps(data, ensure_ascii=False, indent=indent, separators=tight)


def _rounded(number: str) -> float:
    return float(f"{float(number):.{DIGITS}g}")
