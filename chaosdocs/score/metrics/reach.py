"""Right answers over the way that a reader has to go: hops from document to document, and pages.

Fields of packets are grouped by how many documents have to be read together, and by how many pages
lie between the number of the question and the value. Beside each group stands what the reader makes
of the same fields where all facts are on one page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Final, Literal

from chaosdocs.formats.packets import is_packet, packet_rendering
from chaosdocs.formats.summary import Reach
from chaosdocs.score.judging.outcomes import OUTCOMES
from chaosdocs.score.judging.table import Table

_RIGHT: Final = OUTCOMES.index("correct")
_UNSCORED: Final = OUTCOMES.index("unscored")
_SEVERAL: Final = (3, 5, 9, 17)
"""Pages at which a group of several distances begins."""
Way = Literal["hops", "pages"]


def reach(table: Table) -> tuple[Reach, ...]:
    """Return the share of right fields by hops and by pages; empty where there are no packets.

    Fields with a value that can be known count, those of dirty packets as well.

    Args:
        table: The judged fields of one reader.
    """
    on_page: dict[tuple[str, str], list[bool]] = defaultdict(list)
    apart: dict[tuple[Way, int], list[tuple[bool, tuple[str, str]]]] = defaultdict(list)
    for n in range(len(table)):
        truth = table.expected[n]
        outcome = table.outcome[n]
        case = table.cases[table.case[n]]
        if outcome == _UNSCORED or not is_packet(case.rendering):
            continue
        right, name = outcome == _RIGHT, (case.record, truth.path)
        if packet_rendering(case.rendering).form == "sheet":
            on_page[name].append(right)
        elif truth.hops and truth.state == "answerable":
            apart["hops", truth.hops].append((right, name))
            apart["pages", _group(truth.pages)].append((right, name))
    return tuple(_rows(apart, on_page))


def _group(pages: int) -> int:
    """The least number of pages of the group that a distance is in."""
    return max((start for start in _SEVERAL if start <= pages), default=pages)


def _rows(
    apart: dict[tuple[Way, int], list[tuple[bool, tuple[str, str]]]],
    on_page: dict[tuple[str, str], list[bool]],
) -> Iterator[Reach]:
    for (way, least), fields in sorted(apart.items()):
        beside = [right for _, name in fields for right in on_page.get(name, ())]
        after = [start for start in _SEVERAL if start > least]
        most = least if way == "hops" or least < _SEVERAL[0] else (after[0] - 1 if after else None)
        yield Reach(
            way=way,
            least=least,
            most=most,
            fields=len(fields),
            right=sum(right for right, _ in fields) / len(fields),
            one_page=sum(beside) / len(beside) if beside else None,
        )
