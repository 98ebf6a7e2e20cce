"""The lines beneath the card in a terminal: templates, worst operator, repeated answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chaosdocs.formats.summary import ReaderSummary
from chaosdocs.score.metrics.registry import label
from chaosdocs.score.metrics.templates import FEW
from chaosdocs.score.summary.numbers import number, percent


def beside_the_card(reader: ReaderSummary) -> Iterator[str]:
    """Yield a line for each further figure that the run has."""
    yield from _sets(reader)
    yield from _norms(reader)
    yield from _losses(reader)
    yield from _templates(reader)
    worst = reader.worst.get("accuracy")
    if worst is not None and worst.value is not None:
        yield (
            f"  with the worst operator of each record: right {percent(worst)}, "
            f"silent {percent(reader.worst.get('silent_error_rate'))}"
        )
    yield from _steady(reader)
    yield from _sure(reader)
    for name, risk in (("1", "1 %"), ("5", "5 %")):
        covered = reader.card.get(f"coverage_at_risk_{name}")
        if covered is not None and covered.value is not None:
            real = percent(reader.card.get(f"realised_risk_{name}"), interval=False)
            yield (
                f"  let through by the confidence at which {risk} of clean fields is wrong: "
                f"{percent(covered)} of fields, {real} of them wrong"
            )
    against = reader.corruption
    if against is not None and (mean := against.means.get("ce")) is not None:
        of = sum(error.ce.value is not None for error in against.errors)
        yield (
            f"  failures relative to {against.baseline} (corruption error): {number(mean)} "
            f"over {of} of {len(against.errors)} operators and media"
        )


def _sets(reader: ReaderSummary) -> Iterator[str]:
    """Yield the figures of sets of files: links, orphans, pairs, money, sums."""
    for words, name, found in (
        ("links right as a whole", "link_accuracy", (reader.card, reader.clean)),
        (
            "entries without counterpart that are linked",
            "forced_match_rate",
            (reader.card, reader.clean),
        ),
        ("pairs of linked entries, F1", "edge_f1", None),
        ("money silently in a wrong link", "misallocated_money", None),
        ("sets whose sums are explained", "set_closure", None),
    ):
        dirty, clean = (
            (reader.sets.get(name), reader.sets.get(f"clean_{name}"))
            if found is None
            else (found[0].get(name), found[1].get(name))
        )
        if dirty is not None or clean is not None:
            yield f"  {words}: {percent(dirty)}, clean {percent(clean)}"


NORMS: Final = (
    "norm_in_instructions", "norm_in_document", "norm_on_page", "norm_nowhere", "norms_agree",
)  # fmt: skip
"""Measures of fields whose answer depends on a norm, by where the case names it."""


def _norms(reader: ReaderSummary) -> Iterator[str]:
    """Fields whose answer depends on a norm, by where the case names it."""
    for name in NORMS:
        dirty, clean = reader.card.get(name), reader.clean.get(name)
        if dirty is not None or clean is not None:
            yield f"  {label(name)}: {percent(dirty)}, clean {percent(clean)}"


_PARTS = {"K": "still answerable", "D": "gone", "X": "ambiguous or disputed"}


def _losses(reader: ReaderSummary) -> Iterator[str]:
    """Yield the flagged losses with their parts: to abstain too often looks good in the whole."""
    whole = reader.flagged_losses.get("all")
    if whole is None:
        yield "  right on the twin, not right here: no field"
        return
    parts = ", ".join(
        f"{words} {each.told} of {each.lost}"
        for name, words in _PARTS.items()
        if (each := reader.flagged_losses.get(name)) is not None
    )
    yield (
        f"  right on the twin, not right here: {whole.told} of {whole.lost} such fields are "
        f"flagged or left open, {percent(whole.share)} ({parts})"
    )


def _steady(reader: ReaderSummary) -> Iterator[str]:
    """Yield the figures that need no right value, beside their noise floor."""
    told = (
        ("answers that changed though the truth did not", "changed_answer_rate"),
        ("higher confidence in a lost value than on its twin", "surer_when_gone_rate"),
        ("higher confidence at a higher severity", "surer_when_worse_rate"),
    )
    for words, name in told:
        found = reader.card.get(name)
        if found is None or found.value is None:
            continue
        floor = reader.noise_floor.get(f"null.rerun:{name}")
        beside = (
            ""
            if name != "changed_answer_rate"
            else ""
            if floor is None
            else f", noise floor {percent(floor)}"
        )
        yield f"  {words}: {percent(found)}{beside}"
        if name == "changed_answer_rate":
            lost = percent(reader.card.get("changed_to_wrong_rate"), interval=False)
            yield f"    from right to wrong {lost}"
    for words, name in (
        ("answers that differ between two systems' exports of a record", "round"),
        ("answers whose amounts add up", "closure"),
    ):
        found = reader.invariance.get(name)
        if found is not None and found.value is not None:
            clean = reader.invariance.get(f"clean_{name}")
            beside = "" if clean is None else f", clean {percent(clean)}"
            yield f"  {words}: {percent(found)}{beside}"


_SURE = (("augrc", "AUGRC"), ("ece", "ECE"), ("smooth_ece", "smECE"), ("brier", "Brier"))


def _sure(reader: ReaderSummary) -> Iterator[str]:
    """Yield the calibration figures of touched fields and of clean documents."""
    named = (("touched fields", "dirty"), ("clean documents", "clean"))
    for words, name in named:
        for each in reader.calibration:
            if each.name.split(" (")[0] != name:
                continue
            source = each.name.removeprefix(name)
            told = ", ".join(
                f"{label} {number(found, 3)}"
                for metric, label in _SURE
                if (found := each.intervals.get(metric)) is not None
            )
            few = "" if each.ece is not None else f", too few answers for ECE ({each.answered})"
            yield f"  confidence, {words}{source}: {told}{few}"


def _templates(reader: ReaderSummary) -> Iterator[str]:
    size = len(reader.templates)
    if not 0 < size < FEW:
        return
    if size == 1:
        yield "  all figures are for one template"
        return
    ranges = {each.metric: each for each in reader.template_ranges}
    told = ", ".join(
        f"{words} {100 * ranges[name].low:.1f} to {100 * ranges[name].high:.1f} %"
        for words, name in (("accuracy", "accuracy"), ("silent errors", "silent_error_rate"))
        if name in ranges
    )
    yield f"  if one of the {size} templates is left out: {told or 'n/a'}"
