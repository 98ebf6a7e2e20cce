"""The proof of a map: the pairs of places are all that the documents of two versions leave.

Places and values are read from the finished files alone. A pair holds if in every document the
values at its places say the same; a place outside of all pairs has to be as before; and a pair of
one place with one other is answerable only if no other place of the newer version fits as well.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from chaosdocs.formats.cases import Case, CaseTruth, FieldExpectation, ListExpectation
from chaosdocs.foundation.digest import sha256
from chaosdocs.proof.map_rows import rows_of
from chaosdocs.proof.result import Failure, Proof

Texts = Mapping[str, tuple[str, ...]]
"""Place to what stands there in one document."""
_PARTS = re.compile(r"[^\W_]+")
_DAY = re.compile(r"(?:/Date\()?(\d{9,13})(?:\+0)?(?:\)/)?|(\d{4}-\d\d-\d\d)(?:T00:.*)?")
"""Seconds or milliseconds since 1970, or a date with midnight behind it."""
_WRITTEN_DAYS = ("%d.%m.%Y", "%d-%b-%Y")
"""How systems write the days of their tables."""


def prove_map(case: Case, truth: CaseTruth, read: Callable[[str], bytes]) -> Proof:
    """Return which witnesses confirm each pair, and all that they could not confirm.

    Args:
        case: What a reader is given.
        truth: What a careful reader should answer.
        read: Path of a file to its bytes.
    """
    failures: list[Failure] = []

    def fail(path: str, code: str, detail: str) -> None:
        failures.append(Failure(case.case, path, code, detail))

    sides: dict[str, list[Texts]] = {"before": [], "after": []}
    for file in case.files:
        try:
            data = read(file.path)
            if sha256(data) != file.sha256:
                fail("", "digest", f"{file.path} is not the file that the case lists")
            sides[file.role].append(dict(_places(data, file.media_type)))
        except (OSError, KeyError, ValueError, ET.ParseError) as error:
            fail("", "unreadable", f"{file.path}: {error}")
    listed = truth.fields.get("/pairs")
    if not isinstance(listed, ListExpectation) or len(sides["before"]) != len(sides["after"]):
        fail("/pairs", "schema", "there is no list of pairs, or a document lacks its other version")
        return Proof({}, tuple(failures))
    _Pairs(sides["before"], sides["after"], listed, fail).hold()
    failed = {failure.path for failure in failures}
    units = (f"/pairs/{row}/pair" for row in listed.rows)
    return Proof({u: ("pairs",) for u in units if u not in failed}, tuple(sorted(failures)))


class _Pairs:
    def __init__(
        self,
        before: Sequence[Texts],
        after: Sequence[Texts],
        listed: ListExpectation,
        fail: Callable[[str, str, str], None],
    ) -> None:
        self._before, self._after = before, after
        self._listed = listed
        self._fail = fail

    def hold(self) -> None:
        """Look at every pair, then at every place that is in none."""
        old: set[str] = set()
        new: set[str] = set()
        single = self._single()
        for row, leaves in self._listed.rows.items():
            unit = leaves["pair"]
            path = f"/pairs/{row}/pair"
            for sides in (*unit.accept, *unit.readings):
                older, newer = self._sides(sides)
                old |= set(older)
                new |= set(newer)
                if older and newer and not self._fits(older, newer):
                    self._fail(path, "no_pair", f"{older} and {newer} do not say the same")
            self._alone(path, unit, single)
        for side, taken in ((self._before, old), (self._after, new)):
            for place in sorted({p for texts in side for p in texts} - taken):
                if any(
                    a.get(place) != b.get(place)
                    for a, b in zip(self._before, self._after, strict=True)
                ):
                    self._fail("/pairs", "unaccounted", f"{place} is not as before, and in no pair")
        for place in sorted(old - {p for texts in self._before for p in texts}):
            self._fail("/pairs", "not_found", f"no older document has {place}")
        for place in sorted(new - {p for texts in self._after for p in texts}):
            self._fail("/pairs", "not_found", f"no newer document has {place}")

    def _single(self) -> set[str]:
        """The newer places of all pairs of one with one, but for those that their names tell."""
        found = set()
        for leaves in self._listed.rows.values():
            for sides in (*leaves["pair"].accept, *leaves["pair"].readings):
                older, newer = self._sides(sides)
                if len(newer) == 1 and not (len(older) == 1 and _ends_alike(older[0], newer[0])):
                    found.add(newer[0])
        return found

    def _alone(self, path: str, unit: FieldExpectation, single: set[str]) -> None:
        """Try every other newer place on all documents."""
        sides = next(iter((*unit.accept, *unit.readings)), None)
        older, newer = self._sides(sides)
        if len(older) != 1 or len(newer) != 1 or _ends_alike(older[0], newer[0]):
            if unit.state == "ambiguous":
                self._fail(path, "settled", "its name tells")
            return
        allowed = {to for each in unit.readings for to in self._sides(each)[1]} | set(newer)
        texts = [after.get(newer[0]) for after in self._after]
        for other in sorted(single - allowed):
            if [after.get(other) for after in self._after] == texts:
                self._fail(path, "other_pair", f"{other} fits all documents as well")
        if unit.state == "ambiguous" and len(allowed) < 2:  # noqa: PLR2004 - two can be meant
            self._fail(path, "settled", f"only {newer[0]} fits")

    def _fits(self, older: Sequence[str], newer: Sequence[str]) -> bool:
        codes: dict[str, str] = {}
        for before, after in zip(self._before, self._after, strict=True):
            left = [text for place in older for text in before.get(place, ())]
            right = [text for place in newer for text in after.get(place, ())]
            if not _same(left, right) and not _recoded(left, right, codes):
                return False
        return True

    @staticmethod
    def _sides(value: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - a stored unit
        if not isinstance(value, dict):
            return [], []
        return [*value.get("from", [])], [*value.get("to", [])]


def _ends_alike(older: str, newer: str) -> bool:
    """Whether a place keeps its key and the key above it."""
    mine = [step for step in older.split("/") if step not in {"", "*"}]
    theirs = [step for step in newer.split("/") if step not in {"", "*"}]
    return mine[-2:] == theirs[-len(mine[-2:]) :]


def _same(left: Sequence[str], right: Sequence[str]) -> bool:
    """Whether texts say the same: word by word, as numbers with another point, or as dates."""
    one, other = {_meant(text) for text in left}, {_meant(text) for text in right}
    if one == other:
        return True
    return {w for t in left for w in _words(t)} == {w for t in right for w in _words(t)}


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _PARTS.findall(text)]


def _meant(text: str) -> str:
    """A text in a form that is equal for what says the same."""
    date = _date(text)
    if date is not None:
        return date.isoformat()
    try:
        digits = f"{abs(Decimal(text)):f}".replace(".", "").strip("0")
    except InvalidOperation:
        return " ".join(_words(text))
    return digits or "0"


def _date(text: str) -> dt.date | None:
    for pattern in _WRITTEN_DAYS:
        try:
            return dt.datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a day alone
        except ValueError:
            continue
    found = re.fullmatch(
        r"(?:/Date\()?(\d{9,13})(?:\+0)?(?:\)/)?|(\d{4}-\d\d-\d\d)(?:T00:.*)?", text
    )
    if found is None:
        return None
    try:
        if found[2]:
            return dt.date.fromisoformat(found[2])
        seconds = int(found[1]) // (1000 if len(found[1]) > 10 else 1)  # noqa: PLR2004 - digits
        return dt.date.fromordinal(719_163 + seconds // 86_400) if seconds % 86_400 == 0 else None
    except (OverflowError, ValueError):
        return None


def _recoded(left: Sequence[str], right: Sequence[str], codes: dict[str, str]) -> bool:
    """Whether each code became one other code, the same in all documents.

    One side may repeat in each row what the other says once.
    """
    if len(left) != len(right):
        left, right = [*dict.fromkeys(left)], [*dict.fromkeys(right)]
    if len(left) != len(right):
        return False
    pairs = zip(left, right, strict=True)
    return all(codes.setdefault(old, new) == new for old, new in pairs) and len(
        set(codes.values())
    ) == len(codes)


def _places(data: bytes, media_type: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    found: dict[str, list[str]] = {}
    if media_type == "text/csv" or "spreadsheet" in media_type:
        _walk_rows(rows_of(data, media_type), found)
    elif media_type == "application/json":
        _walk_json(json.loads(data, parse_float=str, parse_int=str), "", found)
    else:
        root = ET.fromstring(data)  # noqa: S314 - the digest says that it is our own file
        _walk_xml(root, "", found)
    yield from ((place, tuple(texts)) for place, texts in found.items())


def _walk_rows(rows: Iterable[Sequence[str]], found: dict[str, list[str]]) -> None:
    """Note what stands under each head; the heads are the first row with more than one cell."""
    heads: Sequence[str] = ()
    for row in rows:
        if heads:
            for head, text in zip(heads, row, strict=False):
                if text:
                    found.setdefault(f"/{head}", []).append(text)
        elif sum(map(bool, row)) > 1:
            heads = row


def _walk_json(data: Any, place: str, found: dict[str, list[str]]) -> None:  # noqa: ANN401
    if isinstance(data, dict) and data:
        for key, value in data.items():
            step = key.replace("~", "~0").replace("/", "~1")
            _walk_json(value, f"{place}/{step}", found)
    elif isinstance(data, list) and data:
        for value in data:
            _walk_json(value, f"{place}/*", found)
    elif not isinstance(data, dict | list):
        text = str(data).lower() if isinstance(data, bool) else "" if data is None else str(data)
        found.setdefault(place, []).append(text)


def _walk_xml(element: ET.Element, place: str, found: dict[str, list[str]]) -> None:
    for key, value in element.attrib.items():
        found.setdefault(f"{place}/{key}", []).append(value)
    children = list(element)
    items = bool(children) and all(child.tag == "item" for child in children)
    for child in children:
        name = child.tag.rpartition("}")[2]
        _walk_xml(child, f"{place}/{'*' if items else name}", found)
    if not children and place:
        found.setdefault(place, []).append(element.text or "")
