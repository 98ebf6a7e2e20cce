"""What readers of known score get on a corpus, on damaged documents and on clean ones."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from chaosdocs.formats.summary import ReferenceReader
from chaosdocs.score.judging.answers import answers_of
from chaosdocs.score.judging.config import Config
from chaosdocs.score.judging.expectations import ExpectedList, ScoredCase, ScoredCorpus
from chaosdocs.score.judging.judge import judge
from chaosdocs.score.judging.parsed import judge_parsed
from chaosdocs.score.metrics.aggregates import pyramid
from chaosdocs.score.metrics.conditions import Aggregate, cells, records_of
from chaosdocs.score.stats.intervals import draw_counts
from chaosdocs.score.summary.parsers import parsed_units, shares
from chaosdocs.score.summary.reference_readers import (
    PARSER_REFERENCE_READERS,
    REFERENCE_READERS,
    Answer,
    answers_by,
    random_abstain,
)

Values = dict[str, float | None]
MOST_FIELDS: Final = 20_000
"""Controls are scored on the first records with so many fields: their scores are no estimates.

Where two records have more, they are scored on some rows of their lists.
"""
_KNOWN: Final[dict[tuple[str, str, str | None, int], tuple[ReferenceReader, ...]]] = {}
_MOST_KNOWN: Final = 16
LEAST_RECORDS: Final = 2
SHOWN: Final = (
    "accuracy",
    "automation_rate",
    "automation_rate_at_50",
    "silent_error_rate",
    "hallucination_rate",
    "invention_rate",
    "over_abstention_rate",
    "needless_gap_rate",
    "silent_loss_rate",
    "youden_j",
    "net_utility_50",
    "net_utility_75",
    "net_utility_90",
    "invalid_rate",
)


def score_reference_readers(
    corpus: ScoredCorpus, config: Config, seed: int = 0
) -> tuple[ReferenceReader, ...]:
    """Return what every control scores on the cases of the first records of a corpus.

    They are scored once for a corpus and a configuration, however many readers are.
    """
    name = (corpus.digest, config.digest(), corpus.channel, seed)
    if not corpus.digest or name not in _KNOWN:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        scored = _all_scored(corpus, config, seed)
        if not corpus.digest:
            return scored
        _KNOWN[name] = scored
    return _KNOWN[name]


def _all_scored(corpus: ScoredCorpus, config: Config, seed: int) -> tuple[ReferenceReader, ...]:
    part = sample(corpus)
    out = []
    parsers = any(case.task in {"text", "tables"} for case in part.cases.values())
    for name, strategy in (PARSER_REFERENCE_READERS if parsers else REFERENCE_READERS).items():
        scored = _scored(name, answers_by(strategy, part, seed), part, config)
        if strategy is random_abstain:
            other = answers_by(strategy, part, seed, heads=False)
            scored = _mean(scored, _scored(name, other, part, config))
        out.append(scored)
    return tuple(out)


def _scored(
    name: str, rows: Iterable[Answer], part: ScoredCorpus, config: Config
) -> ReferenceReader:
    table = judge(part, answers_of(name, rows, part.cases), config, judge_parsed(part.printed))
    draws = draw_counts(len(records_of(table)), 1, 0)
    made = cells(table, draws, config.utility, plain=True)
    _, _, dirty, clean = pyramid(made)
    parsed = tuple(parsed_units(table))
    return ReferenceReader(
        name=name,
        kept=shares(parsed)["kept"] if parsed else None,
        records=len(made.record_names),
        metrics=_values(dirty if dirty is not None else clean),
        clean=_values(clean),
    )


def _mean(one: ReferenceReader, other: ReferenceReader) -> ReferenceReader:
    """The coin and its other side: what is left of a score by mere luck is gone."""

    def mean(a: Values, b: Values) -> Values:
        return {
            name: None if x is None or (y := b[name]) is None else (x + y) / 2
            for name, x in a.items()
        }

    return one.model_copy(
        update={"metrics": mean(one.metrics, other.metrics), "clean": mean(one.clean, other.clean)}
    )


def _values(level: Aggregate | None) -> Values:
    values = {} if level is None else level.value
    return {m: None if math.isnan(v := values.get(m, math.nan)) else v for m in SHOWN}


def sample(corpus: ScoredCorpus) -> ScoredCorpus:
    """Return the part of a corpus that rests on its first records, all their cases included."""
    sizes: dict[str, int] = {}
    for case in corpus.cases.values():
        sizes[case.record] = sizes.get(case.record, 0) + sum(1 for _ in case.fields())
    kept: set[str] = set()
    fields = 0
    for record in sorted(sizes):
        if fields >= MOST_FIELDS and len(kept) >= LEAST_RECORDS:
            break
        kept.add(record)
        fields += sizes[record]
    cases = {name: case for name, case in corpus.cases.items() if case.record in kept}
    part = ScoredCorpus(corpus.name, corpus.digest, _thinned(cases), corpus.channel)
    part.printed = corpus.printed
    return part


def _thinned(cases: Mapping[str, ScoredCase]) -> dict[str, ScoredCase]:
    """Cases with so few rows that their fields are few enough: touched rows before others."""
    sizes = {name: sum(1 for _ in case.fields()) for name, case in cases.items()}
    if sum(sizes.values()) <= MOST_FIELDS:
        return dict(cases)
    each = max(1, MOST_FIELDS // len(cases))
    touched: dict[tuple[str, str], dict[str, None]] = {}
    for case in cases.values():
        for listed in case.lists:
            rows = touched.setdefault((case.record, listed.path), {})
            for key, row in listed.rows.items():
                if any(truth.touched for truth in row.values()):
                    rows[key] = None
    return {
        name: replace(
            case,
            lists=tuple(_shorter(x, list(touched[case.record, x.path]), each) for x in case.lists),
        )
        for name, case in cases.items()
    }


def _shorter(listed: ExpectedList, touched: Sequence[str], fields: int) -> ExpectedList:
    """A list with so many fields: rows evenly taken from those that a case touches, then others."""
    rows = max(1, fields // max(1, len(listed.leaves)))
    kept = dict.fromkeys(touched[:: -(-len(touched) // rows) or 1])
    for key in listed.rows:
        if len(kept) >= rows:
            break
        kept[key] = None
    return replace(listed, rows={key: row for key, row in listed.rows.items() if key in kept})
