"""Packets of documents, drawn so that a failing one shrinks to few documents and one decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from hypothesis import strategies as st

from chaosdocs.authoring.operator import SEVERITIES, AnyOperator, Severity
from chaosdocs.authoring.plan import replay
from chaosdocs.documents.packet import PACKET
from chaosdocs.formats.media import PACKET as PACKET_STAGE
from chaosdocs.formats.packets import packet_rendering as rendering_of
from chaosdocs.testing.packet_case import PacketCase, PacketSample, packet_rendering
from chaosdocs.testing.staged import DrawnStep, decided, possible, taken
from chaosdocs.testing.strategies.drawing import locales_of, of_stage

PACKETS: Final = ("packet.*",)
_BOOKS: Final = 60
"""How many books are drawn from."""
_PLACES: Final = 255
_CORE: Final = frozenset({"invoice", "order"})
"""Documents one of which each drawn packet has."""


def packets(
    *,
    ops: Sequence[str] = PACKETS,
    exclude: Sequence[str] = (),
    form: str = "pdf",
    policy: str = "page",
    world: str = "trade",
    locale: str | Sequence[str] | None = None,
    severities: tuple[Severity, Severity] = (1, 5),
) -> st.SearchStrategy[PacketCase]:
    """Return a strategy of packets, clean and damaged: `PacketCase.files`, `PacketCase.check`.

    A failing packet shrinks to the fewest documents, one decision and the lowest severity.

    Args:
        ops: Ids or globs of operators of the stage ``packet``; none for clean packets.
        exclude: Ids or globs that are left out of these.
        form: ``pdf``, ``folder``, ``zip``, ``eml``, ``scan`` or ``sheet``.
        policy: Where the purchasing rules stand: ``page``, ``instructions`` or ``nowhere``.
        world: Whose books they are.
        locale: One or several of the world's; all of them by default.
        severities: Lowest and highest.

    Raises:
        UserError: A name is of nothing, or no operator acts on packets.
    """
    wanted = locales_of(world, locale)
    able = of_stage(ops, exclude, PACKET_STAGE, severities, "packets")
    return _packets(world, packet_rendering(form, policy), wanted, able, severities)


@st.composite
def _packets(  # noqa: PLR0917 - as drawn
    draw: st.DrawFn,
    world: str,
    rendering: str,
    locales: tuple[str, ...],
    able: tuple[AnyOperator, ...],
    bounds: tuple[Severity, Severity],
) -> PacketCase:
    locale = draw(st.sampled_from(locales)) if len(locales) > 1 else locales[0]
    whole = PacketSample(world, draw(st.integers(0, _BOOKS - 1)), locale)
    place = rendering_of(rendering).policy
    packet = whole.clean(place)
    gone: set[str] = set()
    for sheet in packet.sheets:
        without = gone | {sheet.id}
        left = {each.id for each in packet.sheets} - without
        if (
            not draw(st.booleans())
            and left & _CORE
            and packet.is_linked_without(frozenset(without))
        ):
            gone = without
    kept = tuple(sheet.id for sheet in packet.sheets if sheet.id not in gone)
    sample = PacketSample(world, whole.index, locale, kept)
    if not able or not draw(st.booleans()):
        return PacketCase(sample, rendering)
    lowest, highest = bounds
    at = draw(st.integers(0, len(able) - 1))
    severity = draw(st.sampled_from(SEVERITIES[lowest - 1 : highest]))
    numbers = draw(st.lists(st.integers(0, _PLACES), min_size=1, max_size=3))
    step = _step((*able[at:], *able[:at]), sample.clean(place), severity, numbers)
    return PacketCase(sample, rendering, () if step is None else (step,))


def _step(
    able: tuple[AnyOperator, ...],
    packet: Any,  # noqa: ANN401 - the document of the stage
    severity: Severity,
    numbers: Sequence[int],
) -> DrawnStep | None:
    """A step of the first operator that finds something to do."""
    for operator in able:
        keys = possible(operator, packet)
        wanted = tuple(keys[at] for at in sorted({n % len(keys) for n in numbers if keys}))
        for level in SEVERITIES[severity - 1 :]:
            if wanted and taken(operator, packet, level, wanted):
                made: Any = decided(operator, packet, level, wanted)
                replay(PACKET, packet, made.edits)
                return DrawnStep(operator.id, level, wanted)
    return None
