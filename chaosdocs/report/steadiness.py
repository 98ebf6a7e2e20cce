"""Tables on stability: answers that change without cause, repeats, a stored baseline reader."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chaosdocs.formats.summary import CorruptionError, ReaderSummary
from chaosdocs.report.sheets import Sheet, Shown, known, plain, row
from chaosdocs.report.shown import figure, number, share
from chaosdocs.score.metrics.registry import label

_NONE: Final = ("", "")
_STEADY: Final = (
    "changed_answer_rate",
    "changed_to_wrong_rate",
    "changed_to_right_rate",
    "changed_to_gap_rate",
    "surer_when_gone_rate",
    "surer_when_worse_rate",
    "still_correct_rate",
    "retention",
    "silent_loss_rate",
)
_ALONE: Final = {
    "round": "answers that differ between two systems' exports of a record",
    "across": "answers that differ between two renderings of a record",
    "closure": "answers whose amounts add up",
}
_CE: Final = ("ce", "silent", "relative")


def steadiness(reader: ReaderSummary) -> Iterator[Sheet]:
    """Yield the tables that this run can fill."""
    for each in (_steady, _repeated, _noticing, _corruption, _thresholds):
        yield from each(reader)


def _steady(reader: ReaderSummary) -> Iterator[Sheet]:
    floors = sorted({name.partition(":")[0] for name in reader.noise_floor})
    rows = [
        row(
            label(name),
            (
                figure(name, reader.card.get(name)),
                *(figure(name, reader.noise_floor.get(f"{floor}:{name}")) for floor in floors),
                _NONE,
            ),
        )
        for name in _STEADY
        if known(reader.card.get(name))
    ]
    rows += [
        row(words, (share(found), *([_NONE] * len(floors)), _clean(reader, name)))
        for name, words in _ALONE.items()
        if known(found := reader.invariance.get(name))
    ]
    if rows:
        yield Sheet(
            "Stability",
            "How often answers differ between documents that state the same. "
            + (
                "Columns null.*: the same document, asked about again or only saved again (the "
                "noise floor)."
                if floors
                else "There is no noise floor: no document was asked about twice (null.rerun)."
            ),
            ("measure", "damaged", *floors, "clean twins"),
            tuple(rows),
        )


def _clean(reader: ReaderSummary, name: str) -> Shown:
    found = reader.invariance.get(f"clean_{name}")
    return share(found) if known(found) else _NONE


def _repeated(reader: ReaderSummary) -> Iterator[Sheet]:
    rows = tuple(
        row(name, ((share if name != "p_variance" else number)(found),))
        for name, found in reader.repeated.items()
        if known(found)
    )
    if rows:
        yield Sheet(
            f"Consistency over {reader.trials} trials",
            "pass^k: right in all of k trials; pass@k: right in at least one of k trials; flip "
            "rate: right in some trials and wrong in others.",
            ("measure", "share of fields"),
            rows,
        )


def _noticing(reader: ReaderSummary) -> Iterator[Sheet]:
    names = ("qdi", "qdi_floor", "tracking", "drop_auroc")
    rows = tuple(
        row(
            f"{each.operator}, {each.medium}",
            [number(each.confidence_drift.get(name)) for name in names],
        )
        for each in reader.curves
        if any(known(found) for found in each.confidence_drift.values())
    )
    if rows:
        yield Sheet(
            "Change of confidence with severity",
            "QDI: growth of overconfidence with severity, minus its growth when the same document "
            "is asked about again. Tracking: change of confidence per change of accuracy; 1 is "
            "perfect. Drop AUROC: how well a fall in confidence finds right answers that became "
            "wrong.",
            ("operator", "QDI", "noise floor", "tracking", "drop AUROC"),
            rows,
            folded=True,
        )


def _corruption(reader: ReaderSummary) -> Iterator[Sheet]:
    against = reader.corruption
    if against is None or not against.errors:
        return
    rows = [
        row(
            f"mean over operators{'' if medium == 'ce' else ', ' + medium.partition(':')[2]}",
            [
                *(number(against.means.get(medium.replace("ce", name, 1))) for name in _CE),
                _NONE,
                _NONE,
            ],
        )
        for medium in against.means
        if medium.partition(":")[0] == "ce"
    ]
    rows += [
        row(
            f"{each.operator}, {each.medium}",
            [*map(number, (each.ce, each.silent, each.relative)), _cross(each), ("", each.why)],
        )
        for each in against.errors
    ]
    yield Sheet(
        f"Compared with the stored reader {against.baseline}",
        "Failures divided by those of the stored reader on the same operator: below 1 is better. "
        "Growth: the same ratio for the increase of failures since the clean twins.",
        ("operator", "failures", "silent errors", "growth", "equal from severity", "reason"),
        tuple(rows),
        folded=True,
    )


def _cross(each: CorruptionError) -> Shown:
    if each.censored == "left":
        return "clean", ""
    if each.censored == "right":
        return "never", ""
    if each.cross is None:
        return _NONE
    low, high = each.cross_low, each.cross_high
    return str(each.cross), "" if low is None or high is None else f"{low} to {high}"


def _thresholds(reader: ReaderSummary) -> Iterator[Sheet]:
    rows = []
    for risk, threshold in reader.thresholds.items():
        found = (
            reader.card.get(f"coverage_at_risk_{risk}"),
            reader.card.get(f"realised_risk_{risk}"),
        )
        if known(found[0]):
            shown = ("none", "") if threshold is None else plain(threshold)
            rows.append(row(f"{risk} %", (shown, share(found[0]), share(found[1]))))
    if rows:
        yield Sheet(
            "Fields that pass a confidence limit",
            "The confidence limit is chosen on clean twins, so that at most this share of the "
            "fields that pass is wrong. The same limit is then applied to damaged documents.",
            ("risk on clean twins", "confidence limit", "fields that pass", "wrong among them"),
            tuple(rows),
        )
