"""The metrics that are shares: for every field a numerator and a denominator.

Fields are added up in their record, weighted; a record's share counts once in its condition,
whatever the number of its fields. So every metric here is a mean over records.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from chaosdocs.score.judging.table import DERIVED, HAD_VALUE
from chaosdocs.score.metrics.columns import Columns, Parts, worth
from chaosdocs.score.metrics.metric import Metric

Vector = Any


def shares(c: Columns) -> Mapping[str, Callable[[], tuple[Vector, Vector]]]:
    """Return metric to a function that gives numerator and denominator of every field."""
    parts = Parts(c)
    return {
        metric.name: partial(metric.share, parts) for metric in METRICS if metric.share is not None
    }


METRICS: Final = (
    Metric(
        name="correct_rate",
        label="right",
        meaning="The share of all scored fields that the reader got right.",
        formula="correct / scored",
        better="higher",
        share=lambda p: (p.correct, p.scored),
    ),
    Metric(
        name="gap_rate",
        label="left open",
        meaning="The share of all scored fields that the reader left open, rightly or not.",
        formula="left open / scored",
        better="neither",
        share=lambda p: (p.gap, p.scored),
    ),
    Metric(
        name="right_gap_rate",
        label="rightly left open",
        meaning="The share of all scored fields that the reader left open, flagged, or answered "
        "with all readings, where nobody can know one value.",
        formula="rightly left open / scored",
        better="higher",
        share=lambda p: (p.right_gap, p.scored),
    ),
    Metric(
        name="wrong_gap_rate",
        label="left open although it is known",
        meaning="The share of all scored fields that the reader left open although the document "
        "says the value.",
        formula="wrongly left open / scored",
        better="lower",
        share=lambda p: (p.wrong_gap, p.scored),
    ),
    Metric(
        name="flagged_error_rate",
        label="wrong, flagged",
        meaning="The share of all scored fields that are wrong and flagged by the reader.",
        formula="flagged wrong, invented or overcommitted / scored",
        better="lower",
        share=lambda p: (p.flagged_error, p.scored),
    ),
    Metric(
        name="accuracy",
        label="right, of fields with one answer",
        meaning="The share of fields with one right answer that the reader got right.",
        formula="correct / (answerable + absent)",
        better="higher",
        share=lambda p: (p.correct, p.certain),
        card=1,
        noise_floor=True,
    ),
    Metric(
        name="coverage",
        label="answered",
        meaning="The share of fields to which the reader committed itself.",
        formula="answered / scored",
        better="neither",
        share=lambda p: (p.answered, p.scored),
    ),
    Metric(
        name="selective_accuracy",
        label="right where answered",
        meaning="The share of given answers that are right.",
        formula="correct / answered",
        better="higher",
        share=lambda p: (p.correct & p.answered, p.answered),
        source="Geifman and El-Yaniv 2017",
    ),
    Metric(
        name="invalid_rate",
        label="no usable answer",
        meaning="The share of fields for which nothing usable came back: an error, broken JSON, "
        "prose.",
        formula="invalid / scored",
        better="lower",
        share=lambda p: (p.c.is_("invalid"), p.scored),
    ),
    Metric(
        name="silent_error_rate",
        label="silently wrong",
        meaning="The share of fields that are wrong without any warning by the reader.",
        formula="unflagged wrong, invented or overcommitted / scored",
        better="lower",
        share=lambda p: (p.silent, p.scored),
        card=3,
    ),
    Metric(
        name="silent_error_rate_at_50",
        label="silently wrong at confidence .50",
        meaning="The share of fields that are silently wrong with a confidence of at least .50, "
        "or with none.",
        formula="silent errors with confidence >= .50 / scored",
        better="lower",
        share=lambda p: (p.silent & p.sure(0.5), p.scored),
    ),
    Metric(
        name="silent_error_rate_at_90",
        label="silently wrong at confidence .90",
        meaning="The share of fields that are silently wrong with a confidence of at least .90, "
        "or with none.",
        formula="silent errors with confidence >= .90 / scored",
        better="lower",
        share=lambda p: (p.silent & p.sure(0.9), p.scored),
    ),
    Metric(
        name="automation_rate",
        label="answered without a flag",
        meaning="The share of fields that the reader answers without a flag, so that nobody checks "
        "them.",
        formula="unflagged values / scored",
        better="neither",
        share=lambda p: (p.plain, p.scored),
        card=2,
    ),
    Metric(
        name="automation_rate_at_50",
        label="answered without a flag at confidence .50",
        meaning="The share of fields with an unflagged value of a confidence of at least .50, or "
        "of none.",
        formula="unflagged values with confidence >= .50 / scored",
        better="neither",
        share=lambda p: (p.plain & p.sure(0.5), p.scored),
    ),
    Metric(
        name="automation_rate_at_90",
        label="answered without a flag at confidence .90",
        meaning="The share of fields with an unflagged value of a confidence of at least .90, or "
        "of none.",
        formula="unflagged values with confidence >= .90 / scored",
        better="neither",
        share=lambda p: (p.plain & p.sure(0.9), p.scored),
    ),
    Metric(
        name="automated_correct_rate",
        label="right without a flag",
        meaning="The share of fields with an unflagged value that is right.",
        formula="correct unflagged values / scored",
        better="higher",
        share=lambda p: (p.correct & p.plain, p.scored),
    ),
    Metric(
        name="hallucination_rate",
        label="invented where the value is gone",
        meaning="The share of fields whose value is gone for which the reader gives a value.",
        formula="invented / unanswerable",
        better="lower",
        share=lambda p: (p.c.is_("hallucinated"), p.unanswerable),
    ),
    Metric(
        name="invention_rate",
        label="invented where no value is stated",
        meaning="The share of fields that nobody can know, gone or never there, for which the "
        "reader gives a value.",
        formula="invented / (unanswerable + absent)",
        better="lower",
        share=lambda p: (p.c.is_("hallucinated"), p.unknowable),
        card=6,
    ),
    Metric(
        name="lucky_rate",
        label="invented, and right by luck",
        meaning="The share of fields whose value is gone for which the reader gives just that "
        "value: a sign that it saw the truth.",
        formula="invented and equal to the lost value / unanswerable with a lost value",
        better="lower",
        share=lambda p: (p.c.lucky & p.unanswerable, p.unanswerable & p.c.has(HAD_VALUE)),
    ),
    Metric(
        name="over_abstention_rate",
        label="left open needlessly",
        meaning="The share of answerable fields that the reader left open.",
        formula="left open / answerable",
        better="lower",
        share=lambda p: (p.wrong_gap, p.answerable),
    ),
    Metric(
        name="overcommitment_rate",
        label="one of several readings, no flag",
        meaning="The share of ambiguous or disputed fields for which the reader gives one "
        "reading without a flag.",
        formula="overcommitted / (ambiguous + disputed)",
        better="lower",
        share=lambda p: (p.c.is_("overcommit"), p.several),
    ),
    Metric(
        name="named_ambiguity_rate",
        label="ambiguity recognised",
        meaning="The share of ambiguous or disputed fields that the reader left open, flagged, "
        "or answered with all readings.",
        formula="rightly left open / (ambiguous + disputed)",
        better="higher",
        share=lambda p: (p.right_gap, p.several),
    ),
    Metric(
        name="gap_rate_unanswerable",
        label="left open where the value is gone",
        meaning="The share of fields whose value is gone that the reader left open. A blank may "
        "also be said to be absent.",
        formula="rightly left open / unanswerable",
        better="higher",
        share=lambda p: (p.gap, p.unanswerable),
    ),
    Metric(
        name="gap_rate_answerable",
        label="left open beside a lost value",
        meaning="The share of readable fields, in documents that also hold a lost one, that the "
        "reader left open or, if the lost one is a blank, said to be absent.",
        formula="left open / printed answerable in a document with an unanswerable field",
        better="lower",
        share=lambda p: (p.withheld, p.answerable & ~p.c.has(DERIVED) & p.c.beside),
    ),
    Metric(
        name="link_accuracy",
        label="links that are right as a whole",
        meaning="The share of links (or pairs of fields) that are right with all their entries, "
        "surplus links of the reader counted as wrong.",
        formula="correct links / (links with one answer + surplus links)",
        better="higher",
        share=lambda p: (p.correct & p.c.link, p.certain & p.c.link),
    ),
    Metric(
        name="forced_match_rate",
        label="orphans put into a link",
        meaning="The share of entries without counterpart to which the reader gives one.",
        formula="invented links of orphans / orphans",
        better="lower",
        share=lambda p: (p.forced, p.orphan),
    ),
    Metric(
        name="norm_in_instructions",
        label="right where the instructions name the norm",
        meaning="The share of fields whose answer depends on a norm, the norm being named in the "
        "instructions, that are right or rightly left open.",
        formula="(correct + rightly left open) / scored, norm named in the instructions",
        better="higher",
        share=lambda p: (~p.failed & p.normed("instructions"), p.normed("instructions")),
    ),
    Metric(
        name="norm_in_document",
        label="right where the document names the norm",
        meaning="The share of fields whose answer depends on a norm, the norm being named in the "
        "document, that are right or rightly left open.",
        formula="(correct + rightly left open) / scored, norm named in the document",
        better="higher",
        share=lambda p: (~p.failed & p.normed("document"), p.normed("document")),
    ),
    Metric(
        name="norm_on_page",
        label="right where a policy page names the norm",
        meaning="The share of fields whose answer depends on a norm, the norm being named on a "
        "policy page of its own, that are right or rightly left open.",
        formula="(correct + rightly left open) / scored, norm named on a policy page",
        better="higher",
        share=lambda p: (~p.failed & p.normed("page"), p.normed("page")),
    ),
    Metric(
        name="norm_nowhere",
        label="left open where no norm is named and norms differ",
        meaning="The share of fields whose answer depends on a norm that is named nowhere, the "
        "norms giving different answers, that the reader leaves open.",
        formula="rightly left open / scored, norm named nowhere, answers differ",
        better="higher",
        share=lambda p: (
            ~p.failed & p.normed("nowhere", agreed=False),
            p.normed("nowhere", agreed=False),
        ),
    ),
    Metric(
        name="norms_agree",
        label="right where no norm is named and norms agree",
        meaning="The share of fields whose answer depends on a norm that is named nowhere, the "
        "norms giving the same answer, that are right.",
        formula="correct / scored, norm named nowhere, answers agree",
        better="higher",
        share=lambda p: (
            ~p.failed & p.normed("nowhere", agreed=True),
            p.normed("nowhere", agreed=True),
        ),
    ),
    Metric(
        name="utility_50",
        label="utility, a silent error costs 1",
        meaning="The mean worth of a field if a right answer earns 1 and a silent error costs 1.",
        formula="mean of the configured utilities, silent error = -50/50",
        better="higher",
        share=lambda p: (worth(p.c, 0.5), p.scored),
        unit="number",
        low=None,
        high=None,
    ),
    Metric(
        name="utility_75",
        label="utility, a silent error costs 3",
        meaning="The mean worth of a field if a right answer earns 1 and a silent error costs 3.",
        formula="mean of the configured utilities, silent error = -75/25",
        better="higher",
        share=lambda p: (worth(p.c, 0.75), p.scored),
        unit="number",
        low=None,
        high=None,
    ),
    Metric(
        name="utility_90",
        label="utility, a silent error costs 9",
        meaning="The mean worth of a field if a right answer earns 1 and a silent error costs 9.",
        formula="mean of the configured utilities, silent error = -90/10",
        better="higher",
        share=lambda p: (worth(p.c, 0.9), p.scored),
        unit="number",
        low=None,
        high=None,
    ),
    Metric(
        name="answerable_share",
        label="answerable",
        meaning="The share of scored fields that can be answered.",
        formula="answerable / scored",
        better="neither",
        share=lambda p: (p.answerable, p.scored),
        gate=False,
    ),
    Metric(
        name="clean_accuracy",
        label="right on the clean twin",
        meaning="The share of fields, answerable here and on the clean twin, that were right on "
        "the clean twin.",
        formula="correct on the twin / answerable on both",
        better="higher",
        share=lambda p: (p.c.at_twin(p.correct), p.kept),
        basis="twins",
    ),
    Metric(
        name="dirty_accuracy",
        label="right, of the same fields",
        meaning="The share of fields, answerable here and on the clean twin, that are right here.",
        formula="correct / answerable on both",
        better="higher",
        share=lambda p: (p.correct, p.kept),
        basis="twins",
    ),
    Metric(
        name="clean_silent_error_rate",
        label="silently wrong on the clean twin",
        meaning="The share of fields that were silently wrong on the clean twin.",
        formula="silent errors on the twin / scored on both",
        better="lower",
        share=lambda p: (p.c.at_twin(p.silent), p.twin_scored),
        basis="twins",
        rolls_up=False,
        gate=False,
    ),
    Metric(
        name="accuracy_change",
        label="change of accuracy",
        meaning="How much accuracy falls or rises against the clean twin, over fields that are "
        "answerable on both.",
        formula="correct - correct on the twin / answerable on both",
        better="higher",
        share=lambda p: (p.correct.astype(float) - p.c.at_twin(p.correct), p.kept),
        unit="difference",
        low=-1.0,
        basis="twins",
        card=7,
        noise_floor=True,
    ),
    Metric(
        name="still_correct_rate",
        label="still right",
        meaning="Of the fields that were right on the clean twin and are still answerable, the "
        "share that is right here.",
        formula="correct / answerable and right on the twin",
        better="higher",
        share=lambda p: (p.correct, p.kept_right),
        basis="twins",
        noise_floor=True,
    ),
    Metric(
        name="silent_loss_rate",
        label="silently lost",
        meaning="Of the fields that were right on the clean twin, the share that is silently "
        "wrong here.",
        formula="silent errors / right on the twin",
        better="lower",
        share=lambda p: (p.silent, p.twin_right),
        basis="twins",
        card=4,
        noise_floor=True,
    ),
    Metric(
        name="needless_gap_rate",
        label="needlessly left open",
        meaning="Of the fields that were right on the clean twin and are still answerable, the "
        "share that the reader left open.",
        formula="left open / answerable and right on the twin",
        better="lower",
        share=lambda p: (p.gap, p.kept_right),
        basis="twins",
        card=5,
        noise_floor=True,
    ),
    Metric(
        name="failure_rate",
        label="wrong or needlessly open",
        meaning="The share of fields that are neither right nor rightly left open.",
        formula="1 - (correct + rightly left open) / scored",
        better="lower",
        share=lambda p: (p.failed, p.scored),
    ),
    Metric(
        name="clean_failure_rate",
        label="wrong or needlessly open on the clean twin",
        meaning="The share of fields that were neither right nor rightly left open on the clean "
        "twin.",
        formula="failures on the twin / scored on both",
        better="lower",
        share=lambda p: (p.c.at_twin(p.failed), p.twin_scored),
        basis="twins",
    ),
    Metric(
        name="mean_confidence",
        label="mean confidence",
        meaning="The mean confidence of given values.",
        formula="mean confidence",
        better="neither",
        share=lambda p: (p.of_confidence(p.c.p), p.told),
        basis="confidences",
    ),
    Metric(
        name="overconfidence",
        label="overconfidence",
        meaning="By how much the mean confidence exceeds the share of right answers.",
        formula="mean of confidence - correct",
        better="lower",
        share=lambda p: (p.of_confidence(p.c.p - p.correct), p.told),
        unit="difference",
        low=-1.0,
        basis="confidences",
    ),
    Metric(
        name="brier_score",
        label="Brier score",
        meaning="The mean squared distance between confidence and outcome.",
        formula="mean of (confidence - correct)^2",
        better="lower",
        unit="number",
        share=lambda p: (p.of_confidence((p.c.p - p.correct) ** 2), p.told),
        basis="confidences",
        source="Brier 1950",
    ),
)
"""The shares over fields."""
