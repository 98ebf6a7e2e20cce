"""Reported issues, such as ``inconsistent`` or ``rows_missing``: precision and recall."""

from __future__ import annotations

from collections import Counter

from chaosdocs.formats.summary import IssueScore
from chaosdocs.score.judging.table import Table


def issue_scores(table: Table) -> tuple[IssueScore, ...]:
    """Return one score a code, false alarms on clean documents included.

    A report is right where code and path are those of the truth; rows may be named by number, so
    paths are compared up to their list.
    """
    expected: Counter[str] = Counter()
    reported: Counter[str] = Counter()
    right: Counter[str] = Counter()
    on_clean: Counter[str] = Counter()
    for trial in table.answers.trials:
        for case in table.cases:
            line = table.answers.lines[case.case, trial]
            if not (line.issues or case.issues):
                continue
            lists = [each.path for each in case.lists]
            truth = Counter((_upto(path, lists), code) for path, code in case.issues)
            told = Counter({(_upto(path, lists), code) for path, code in line.issues})
            for (_, code), count in truth.items():
                expected[code] += count
            for key, count in told.items():
                reported[key[1]] += count
                right[key[1]] += min(count, truth[key])
                on_clean[key[1]] += count if case.side == "clean" else 0
    codes = sorted(expected.keys() | reported.keys())
    known = [code for code in codes if expected[code]] or codes[:20]
    rest = [code for code in codes if code not in known]
    return tuple(
        IssueScore(
            code=code[:80],
            expected=expected[code],
            reported=reported[code],
            right=right[code],
            on_clean=on_clean[code],
        )
        for code in (*known, *rest[:20])
    )


def _upto(path: str, lists: list[str]) -> str:
    for each in lists:
        if path == each or path.startswith(f"{each}/"):
            return each
    return path
