"""Segments of EDI messages, from elements and their components."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chaosdocs.documents.segments import Piece
from chaosdocs.render.parts import part_of
from chaosdocs.render.systems.segmenting import Draft, Item, data
from chaosdocs.truth.statements import Statement

Element = str | Piece | Sequence[str | Piece]


@dataclass(slots=True)
class Composer:
    """Puts segments together with the marks of a message.

    Attributes:
        draft: Where they go.
        element: What parts elements.
        component: What parts components.
        count: How many segments there are so far.
    """

    draft: Draft
    element: str
    component: str
    count: int = 0

    def segment(self, tag: str, *elements: Element, row: str | None = None) -> None:
        """Put a segment; empty elements at its end are left out, and so are empty components."""
        self.count += 1
        items: list[Item] = [tag]
        gap = ""
        for each in elements:
            parts = [each] if isinstance(each, str | Piece) else list(each)
            gap += self.element
            between = ""
            for part in parts:
                piece = data(part) if isinstance(part, str) else part
                if piece.text:
                    items += [f"{gap}{between}", piece]
                    gap = between = ""
                elif piece.statement is not None:
                    items.append(piece)
                between += self.component
        self.draft.line(*items, row=row)

    def lent(self, money: Statement, currency: Statement | None) -> Statement:
        """Place an amount; without its code where the message states that for all amounts."""
        code = part_of(money, "currency")
        if currency is None or not code or currency.text != code:
            return self.draft.put(money)
        text = " ".join(word for word in money.text.split(" ") if word != code)
        return self.draft.written(money, text, currency=f"column:{code}")
