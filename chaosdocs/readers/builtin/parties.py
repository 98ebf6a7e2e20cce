"""Who writes and who is written to: blocks of address lines, under headings or as letters do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from chaosdocs.readers.builtin.lexicon import names, normal
from chaosdocs.readers.builtin.words import Line, Segment

_HEADINGS: Mapping[str, frozenset[str]] = {
    "sender": frozenset(
        normal(word)
        for word in [
            "from",
            "von",
            "de",
            "差出人",
            "kept by",
            "aktenführende stelle",
            "dossier tenu par",
            "作成者",
            "seller",
            "vendor",
            "supplier",
            "verkäufer",
            "lieferant",
            "absender",
            "rechnungssteller",
            "vendeur",
            "fournisseur",
            "émetteur",
            "expéditeur",
        ]
    ),
    "recipient": frozenset(
        normal(word)
        for word in [
            "to",
            "an",
            "à",
            "宛先",
            "about",
            "betrifft",
            "concerne",
            "対象法人",
            "bill to",
            "billed to",
            "invoice to",
            "sold to",
            "customer",
            "client",
            "buyer",
            "kunde",
            "käufer",
            "leistungsempfänger",
            "rechnungsempfänger",
            "rechnungsadresse",
            "rechnungsanschrift",
            "billing address",
            "adresse de facturation",
            "facturé à",
            "destinataire",
            "acheteur",
        ]
    ),
    "goods": frozenset(
        normal(word)
        for word in [
            "ship to",
            "deliver to",
            "delivery address",
            "shipping address",
            "lieferadresse",
            "lieferanschrift",
            "warenempfänger",
            "adresse de livraison",
            "livré à",
            "納品先",
        ]
    ),
}
_TOWN = re.compile(
    r"(?:〒\s?)?(?:(?P<country>[A-Z]{1,3})[- ])?(?P<code>\d{5}|\d{3}-?\d{2,4})\s+(?P<town>\D.*)"
    r"|(?P<city>[^\d,]+, ?[A-Z]{2}),?\s+(?P<zip>\d{5}(?:-\d{4})?)"
)
_ADDRESSED = re.compile(r"\s+(?:御中|様)$")
"""What stands behind a Japanese addressee."""
_BULLETS = re.compile(r"\s*[●•·|]\s*|\s+[-–]\s+")
_PAIR = re.compile(r"[^:：]{1,40}\s?[:：].*|\S+ \d{6,}")
LETTERHEAD, ADDRESS = 15, 6
"""So many lines at most above a letter, and in an address."""


def blocks_of(lines: Sequence[Line]) -> dict[str, list[str]]:
    """Return the addresses of sender and recipient, line by line, where headings name them.

    Args:
        lines: A document.
    """
    blocks: dict[str, list[str]] = {}
    for at, line in enumerate(lines):
        for segment in line:
            side = _side(segment.text)
            if side is not None and side not in blocks:
                under = _column(lines[at + 1 : at + 12], segment)
                blocks[side] = [text for text in under if not _PAIR.fullmatch(text)]
    return blocks


def side_at(lines: Sequence[Line], at: int, place: int) -> str | None:
    """Return whose address a segment stands under: ``sender``, ``recipient``, ``goods``, or None.

    Args:
        lines: A document.
        at: Its line.
        place: Its place on the line.
    """
    last = lines[at][place]
    for line in reversed(lines[max(0, at - 14) : at]):
        for each in line:
            close = 0 < last.top - each.top < 2 * last.height
            if each.page == last.page and abs(each.x0 - last.x0) < 3 and close:  # noqa: PLR2004
                side = _side(each.text)
                if side is not None:
                    return side
                last = each
    return None


def letter_of(lines: Sequence[Line]) -> dict[str, list[str]]:
    """Return the addresses of sender and recipient where no headings name them.

    A sender is written as one line of name, street and town; a recipient is the first address
    that is neither the sender's nor the one of the goods.

    Args:
        lines: A document.
    """
    first = [line for line in lines if line and line[0].page == 0]
    found: dict[str, list[str]] = {}
    for line in first[:LETTERHEAD]:
        parts = [p.strip() for p in _BULLETS.split(" ".join(s.text for s in line)) if p.strip()]
        if len(parts) > 2 and any(_TOWN.match(p) for p in parts[1:]) and ":" not in parts[0]:  # noqa: PLR2004
            found["sender"] = parts
            break
    sender = found.get("sender", [""])[0]
    for block in _addresses(first):
        if _side(block[0]) is None and block[0] != sender and not sender.startswith(block[0]):
            found["recipient"] = block
            break
    return found


def part_of(block: Sequence[str], leaf: str) -> str | None:
    """Return what an address says of one part, or None.

    Args:
        block: Its lines.
        leaf: Which part: name, street, postcode, city, country.

    Example:
        >>> address = ["Muster AG", "Frau Schmidt", "Am Markt 1", "DE 99099 Erfurt"]
        >>> [part_of(address, leaf) for leaf in ("name", "street", "postcode", "city")]
        ['Muster AG', 'Am Markt 1', '99099', 'Erfurt']
        >>> [part_of(["Dunn Inc", "7 Mill Rd", "Troy, NY 12180"], x) for x in ("postcode", "city")]
        ['12180', 'Troy, NY']
    """
    towns = [(n, found) for n, line in enumerate(block) if n and (found := _TOWN.fullmatch(line))]
    at, town = towns[-1] if towns else (2, None)
    match leaf:
        case "name" | "institution":
            return _ADDRESSED.sub("", block[0]) if block else None
        case "street":
            return block[at - 1] if 1 < at <= len(block) else None
        case "postcode":
            return town["code"] or town["zip"] if town else None
        case "city":
            if town is None:
                return block[at] if at < len(block) else None
            return town["town"] or town["city"]
        case "country":
            stated = town["country"] if town else None
            return block[at + 1] if at + 1 < len(block) else stated
        case _:
            return None


def _side(text: str) -> str | None:
    """Which address `text` is the heading of, if any: ``De`` may be one, the country DE is none."""
    if len(text) == 2 and text.isupper():  # noqa: PLR2004 - the code of a country
        return None
    shown = frozenset(names(text))
    return next((side for side, words in _HEADINGS.items() if shown & words), None)


def _column(lines: Sequence[Line], heading: Segment) -> list[str]:
    column: list[str] = []
    bottom = heading.bottom
    for line in lines:
        for nth, segment in enumerate(line):
            close = segment.top - bottom < 1.5 * segment.height
            if segment.page == heading.page and abs(segment.x0 - heading.x0) < 3 and close:  # noqa: PLR2004
                if _side(segment.text) is not None:
                    return column
                after = line[nth + 1].text if nth + 1 < len(line) else ""
                column.append(segment.text + (after if after.startswith(":") else ""))
                bottom = segment.bottom
    return column


def _addresses(lines: Sequence[Line]) -> Iterator[list[str]]:
    """Left-aligned lines down to one with a postcode and a town, from the top of the page."""
    found: list[tuple[float, float, list[str]]] = []
    for at, line in enumerate(lines):
        for segment in line:
            if not _TOWN.fullmatch(segment.text):
                continue
            block, top = [segment.text], segment
            for above in reversed(lines[max(0, at - 12) : at]):
                for each in above:
                    close = 0 < top.top - each.bottom < 1.5 * each.height
                    if abs(each.x0 - segment.x0) < 3 and close and len(block) < ADDRESS:  # noqa: PLR2004
                        block.insert(0, each.text)
                        top = each
            if len(block) > 2:  # noqa: PLR2004 - a name and a street
                found.append((top.top, segment.x0, block))
    yield from (block for _, _, block in sorted(found))
