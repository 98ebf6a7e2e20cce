"""Rows of the files of a set, by the words at the heads of columns, and answers about them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Final

from chaosdocs.readers.builtin.cells import Grid, grid_of
from chaosdocs.readers.builtin.lexicon import normal
from chaosdocs.readers.builtin.parsing import UNKNOWN, Habits, currency_of, habits_of, parse

Json = Any
_HEADS: Final[Mapping[str, frozenset[str]]] = {
    part: frozenset(words.split("|"))
    for part, words in {
        "key": "belnr|ebeln|document number|document|belegnummer|beleg|pièce|伝票番号|"
        "kundenreferenz|transaction|transaction id|transaction_id|tran id|doc_no|bestellposition",
        "date": "bldat|budat|bedat|buchungstag|date|datum|belegdatum|booking date|posting date|"
        "transaction date|doc_date|created|日付|bestelldatum",
        "reference": "xblnr|reference|referenz|référence|ref_doc|created from|invoice number|"
        "merchant reference|merchant_reference|your reference|ihr zeichen|votre référence|貴社参照",
        "party": "name1|name|account name|begünstigter/zahlungspflichtiger|"
        "beguenstigter/zahlungspflichtiger|partner_name|customer_name|customer name|"
        "vendor name|subsidiary|supplier|lieferant|fournisseur|仕入先|kontobezeichnung|kunde|"
        "partnergesellschaft",
        "text": "sgtxt|maktx|verwendungszweck|remittance information|text|texte|libellé|memo|摘要|"
        "item_text|item description|description|bezeichnung",
        "type": "buchungstext|type|transaction type|blart|art|種別|reporting_category",
        "amount": "wrbtr|netwr|dmbtr|betrag|amount|montant|金額|line_value|amount (net)|net|"
        "nettobetrag|betrag in hauswährung",
    }.items()
}
"""Part of a row to the words that stand at the head of its column."""
_FEWEST: Final = 3
"""Known heads that make a line the head of a table."""
_EXPLAINED: Final = frozenset({"cash_discount", "fee", "rounding"})
"""Reasons that leave the values of both files right."""
_TURNED: Final = re.compile(r"Amounts have the other sign in: ([^.]+)\.")
_WORD: Final = re.compile(r"[^\s,;()]+")
_UMLAUTS: Final = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_FORMS: Final = frozenset(
    re.findall(r"\w+", "gmbh ag kg ohg co inc llc ltd limited plc corp sa sas sarl bv nv")
)


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A row of a file.

    Attributes:
        place: Where it stands in its file.
        date: ISO 8601; empty where there is none.
        words: The words of its texts that have a digit.
        numbers: Those of its key and its reference.
    """

    key: str
    place: int = 0
    date: str = ""
    party: str = ""
    text: str = ""
    amount: Decimal = Decimal(0)
    words: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()


Group = tuple[list[Row], list[Row]]
"""Rows of the first and of the last file that belong together."""


@dataclass(slots=True)
class Ledgers:
    """The rows of the first and of the last file of a set.

    Attributes:
        roles: What the two files are called.
        terms: The instructions, and the policy page where there is one.
    """

    roles: tuple[str, str]
    left: list[Row]
    right: list[Row]
    currency: str
    terms: str = ""
    open: list[tuple[Row, list[Row]]] = field(default_factory=list)

    def answer(
        self,
        groups: Iterable[Group],
        *,
        reason: Callable[[Group], str] = lambda _: "unknown",
        alone: Callable[[str, Row], str] = lambda _role, _row: "unknown",
        leading: str | None = None,
    ) -> dict[str, Json]:
        """Return the answer line that says which rows belong together.

        Args:
            groups: What belongs together.
            reason: Why the amounts of a group differ.
            alone: Why a row of a role has no counterpart.
            leading: The role whose value counts where nothing explains a difference.
        """
        groups = list(groups)
        taken = {id(row) for group in groups for side in group for row in side}
        taken |= {id(row) for one, some in self.open for row in (one, *some)}
        rows = [self.sides(group) for group in groups]
        abstain: dict[str, str] = {}
        candidates: dict[str, Json] = {}
        for one, some in self.open:
            at = f"/matches/{len(rows)}"
            rows.append({self.roles[0]: None, self.roles[1]: [one.key]})
            abstain[at] = "ambiguous"
            candidates[f"{at}/{self.roles[0]}"] = [[row.key] for row in some]
        differing = [*self._differences(groups, reason)]
        for n, each in enumerate(differing):
            if each["reason"] not in _EXPLAINED and leading is not None:
                each["counts"] = leading if leading in self.roles else None
                if each["counts"] is None:
                    abstain[f"/differences/{n}/counts"] = "disputed"
        return {
            "answer": {
                "matches": rows,
                "differences": differing,
                "orphans": [
                    {"in": role, "entry": [row.key], "reason": alone(role, row)}
                    for role, side in zip(self.roles, (self.left, self.right), strict=True)
                    for row in side
                    if id(row) not in taken
                ],
            },
            **({"abstain": abstain, "candidates": candidates} if abstain else {}),
        }

    def sides(self, group: Group) -> dict[str, Json]:
        """Return a group as a row of an answer."""
        return {
            role: [row.key for row in side] for role, side in zip(self.roles, group, strict=True)
        }

    def _differences(
        self, groups: Iterable[Group], reason: Callable[[Group], str]
    ) -> Iterator[dict[str, Json]]:
        for group in groups:
            gap = sum_of(group[1]) - sum_of(group[0])
            if gap:
                by = {"amount": f"{gap:f}", "currency": self.currency}
                yield {**self.sides(group), "field": "amount", "by": by, "reason": reason(group)}


def answered(
    case: Json, files: Mapping[str, Path], match: Callable[[Ledgers], dict[str, Json]]
) -> dict[str, Json]:
    """Return the answer line of a matcher of two files: each other file against the first one.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        match: Rows of two files to an answer line.
    """
    lines = [match(found) for found in ledgers(case, files)]
    return lines[0] if len(lines) == 1 else _together(lines, _roles(case)[0])


def _together(lines: Sequence[dict[str, Json]], first: str) -> dict[str, Json]:
    """One answer line of several: groups that share a row of the first file are one group."""
    groups: list[dict[str, list[str]]] = []
    for line in lines:
        for row in line["answer"]["matches"]:
            if not all(row.values()):  # left open
                continue
            said = {role: list(keys) for role, keys in row.items() if keys}
            near = [each for each in groups if {*each.get(first, ())} & {*said.get(first, ())}]
            for each in near:
                groups.remove(each)
                for role, keys in each.items():
                    said[role] = list(dict.fromkeys((*said.get(role, ()), *keys)))
            groups.append(said)
    matched = {(role, key) for each in groups for role, keys in each.items() for key in keys}
    orphans = {
        (row["in"], row["entry"][0]): row
        for line in lines
        for row in line["answer"]["orphans"]
        if (row["in"], row["entry"][0]) not in matched
    }
    differing = [row for line in lines for row in line["answer"]["differences"]]
    return {
        "answer": {
            "matches": groups,
            "differences": differing,
            "orphans": list(orphans.values()),
        }
    }


def _roles(case: Json) -> list[str]:
    return list(case["schema"]["properties"]["matches"]["items"]["properties"])


def ledgers(case: Json, files: Mapping[str, Path]) -> list[Ledgers]:
    """Return the rows of the first file of a set beside those of each other one.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
    """
    roles = _roles(case)
    paths = {file.get("role", ""): files[file["path"]] for file in case["files"]}
    grids = {role: grid_of(paths[role]) for role in roles if role in paths}
    text = " ".join(cell for grid in grids.values() for row in grid for cell in row)
    told = paths.get("policy")
    terms = "" if told is None else told.read_text("utf-8", "replace")
    terms = f"{case['instructions']}\n{terms}"
    turned = _TURNED.search(terms)
    other = set() if turned is None else set(turned[1].split(", "))
    rows = {
        role: [_turned(row) if role in other else row for row in _rows(grids.get(role, []))]
        for role in roles
    }
    return [
        Ledgers(
            roles=(roles[0], role),
            left=rows[roles[0]],
            right=rows[role],
            currency=currency_of(text) or "",
            terms=terms,
        )
        for role in roles[1:]
    ]


def _turned(row: Row) -> Row:
    return replace(row, amount=-row.amount)


def _rows(grid: Grid) -> Iterator[Row]:
    """The rows below the first line whose cells are known heads."""
    columns: dict[str, int] = {}
    habits: Habits = UNKNOWN
    for place, line in enumerate(grid):
        found = {
            part: at for part, words in _HEADS.items() for at, cell in enumerate(line)
            if normal(cell) in words
        }  # fmt: skip
        if not columns:
            if "key" not in found and "reference" in found:
                found["key"] = found.pop("reference")  # files of banks have one number
            columns = found if len(found) >= _FEWEST and "key" in found else {}
            habits = (
                habits_of(" ".join(cell for row in grid for cell in row)) if columns else habits
            )
            continue
        said = {part: line[at].strip() for part, at in columns.items() if at < len(line)}
        amount = number(said.get("amount", ""))
        if not said.get("key") or amount is None:
            continue
        day = parse(said.get("date", ""), "date", habits=habits)
        texts = (said.get("reference", ""), said.get("text", ""), said.get("type", ""))
        yield Row(
            key=said["key"],
            place=place,
            date=str(day.value) if day is not None else "",
            party=_party(said.get("party", "")),
            text=" ".join(texts),
            amount=amount,
            words=frozenset(word for name in texts for word in words_of(name)),
            numbers=frozenset(word for name in (said["key"], texts[0]) for word in words_of(name)),
        )


def words_of(text: str) -> list[str]:
    """Return the words of a text that have a digit, without the marks around them."""
    return [w.strip(".:#-").casefold() for w in _WORD.findall(text) if re.search(r"\d", w)]


def number(text: str) -> Decimal | None:
    """Return the number that a cell shows; the last mark of two is the decimal one."""
    plain = text.strip().rstrip("-").lstrip("-").replace("'", "").replace(" ", "")
    sign = -1 if "-" in text or text.startswith("(") else 1
    plain = plain.strip("()")
    comma, point = plain.rfind(","), plain.rfind(".")
    whole, mark, rest = plain.rpartition("," if comma > point else ".")
    digits = re.sub(r"\D", "", whole if mark else rest)
    fraction = re.sub(r"\D", "", rest) if mark else ""
    try:
        return sign * Decimal(f"{digits}.{fraction}" if fraction else digits)
    except InvalidOperation:
        return None


def sum_of(rows: Sequence[Row]) -> Decimal:
    """Return the sum of the amounts of rows."""
    return sum((row.amount for row in rows), Decimal(0))


def _party(name: str) -> str:
    """A name without case, umlauts, punctuation and legal form."""
    plain = normal(name).translate(_UMLAUTS)
    return " ".join(word for word in re.findall(r"\w+", plain) if word not in _FORMS)
