"""The proof of a map: the pairs of places are all that the documents of two versions leave.

Places and values are read from the finished files alone. A pair holds if in every document the
values at its places say the same, and if something happened to them; a place outside of all pairs
has to be as before; and a pair of one place with one other is answerable only if no other place of
the newer version fits as well. What happened and what is lost have to be what the files show.

Where the newer documents are of other records, no value tells. Then a pair holds if the names and
kinds of the changed places leave nothing else, and what happened is held against places and forms.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from chaosdocs.formats.cases import Case, CaseTruth, FieldExpectation, ListExpectation
from chaosdocs.foundation.digest import sha256
from chaosdocs.proof.map_meaning import recoded, same
from chaosdocs.proof.map_names import looks_changed, undoubted
from chaosdocs.proof.map_places import SEGMENT, places_of
from chaosdocs.proof.map_signs import SIGNED, Document, Signs
from chaosdocs.proof.result import Failure, Proof
from chaosdocs.proof.witnesses.witness import UnreadableError


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

    sides: dict[str, list[Document]] = {"before": [], "after": []}
    for file in case.files:
        try:
            data = read(file.path)
        except (OSError, KeyError) as error:
            fail("", "missing_file", f"{file.path}: {error}")
            continue
        if len(data) != file.bytes or sha256(data) != file.sha256:
            fail("", "digest", f"{file.path} is not the file that the case lists")
        if file.role not in sides:
            fail("", "schema", f"{file.path} is of neither version")
            continue
        try:
            sides[file.role].append(places_of(data, file.media_type))
        except UnreadableError as error:
            fail("", "unreadable", f"{file.path}: {error}")
    if any(failure.code in {"missing_file", "unreadable"} for failure in failures):
        return Proof({}, tuple(failures))
    listed = truth.fields.get("/pairs")
    if not isinstance(listed, ListExpectation) or len(sides["before"]) != len(sides["after"]):
        fail("/pairs", "schema", "there is no list of pairs, or a document lacks its other version")
        return Proof({}, tuple(failures))
    if len(truth.records) > len(sides["before"]):
        _Names(sides["before"], sides["after"], listed, fail).hold()
    else:
        _Pairs(sides["before"], sides["after"], listed, fail).hold()
    failed = {failure.path for failure in failures}
    units = (f"/pairs/{row}/pair" for row in listed.rows)
    return Proof({u: ("pairs",) for u in units if u not in failed}, tuple(sorted(failures)))


class _Versions:
    """The documents of two versions, and the pairs that are said of them."""

    def __init__(
        self,
        before: Sequence[Document],
        after: Sequence[Document],
        listed: ListExpectation,
        fail: Callable[[str, str, str], None],
    ) -> None:
        self._before, self._after = before, after
        self._listed = listed
        self._fail = fail

    def _happened(
        self, row: str, leaves: Mapping[str, FieldExpectation], *, others: bool = False
    ) -> None:
        """Hold what the truth says of a pair beside the pair against what the files show."""
        unit = leaves["pair"]
        value = next(iter((*unit.accept, *unit.readings)), None)
        older, newer = _places(value, "from"), _places(value, "to")
        signs = Signs(older, newer, self._before, self._after, others=others)
        if not others and signs.as_before:
            self._fail(f"/pairs/{row}/pair", "as_before", f"{older} is written as before")
        how, lossy = leaves.get("how"), leaves.get("lossy")
        said = () if how is None else how.accept
        possible = signs.possible()
        if not said:
            self._fail(f"/pairs/{row}/how", "how", "nothing is said to have happened")
        for word in said:
            if word in SIGNED and word not in possible:
                self._fail(f"/pairs/{row}/how", "how", f"{older} to {newer} is no {word!r}")
        lost = signs.loses()
        if lossy is None or len(lossy.accept) != 1 or (lost not in {None, lossy.accept[0]}):
            words = "lost" if lost else "kept"
            self._fail(f"/pairs/{row}/lossy", "lossy", f"the values of {older} are {words}")


class _Pairs(_Versions):
    """The pairs of two versions of the same documents."""

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
            self._happened(row, leaves)
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
        texts = self._texts(newer[0])
        for other in sorted(single - allowed):
            if self._texts(other) == texts:
                self._fail(path, "other_pair", f"{other} fits all documents as well")
        if unit.state == "ambiguous" and len(allowed) < 2:  # noqa: PLR2004 - two can be meant
            self._fail(path, "settled", f"only {newer[0]} fits")

    def _texts(self, place: str) -> list[tuple[str, ...]]:
        """What stands at a place of the newer documents."""
        return [tuple(s.text for s in after.get(place, ())) for after in self._after]

    def _fits(self, older: Sequence[str], newer: Sequence[str]) -> bool:
        codes: dict[str, str] = {}
        for before, after in zip(self._before, self._after, strict=True):
            left = [shown for place in older for shown in before.get(place, ())]
            right = [shown for place in newer for shown in after.get(place, ())]
            texts = [shown.text for shown in left], [shown.text for shown in right]
            if same(*texts):
                continue
            # a guideline changes qualifiers; it writes no value with another code
            if any(shown.form == SEGMENT for shown in left) or not recoded(*texts, codes):
                return False
        return True

    @staticmethod
    def _sides(value: Any) -> tuple[list[str], list[str]]:  # noqa: ANN401 - a stored unit
        if not isinstance(value, dict):
            return [], []
        return [*value.get("from", [])], [*value.get("to", [])]


class _Names(_Versions):
    """The pairs of two versions whose documents are of other records."""

    def hold(self) -> None:
        """Look at every changed place, then at every pair."""
        units = {row: cells["pair"] for row, cells in self._listed.rows.items()}
        values = {row: next(iter(unit.accept), None) for row, unit in units.items()}
        every = [*values.values(), *self._listed.ignored]
        old, new = ({place for v in every for place in _places(v, side)} for side in ("from", "to"))
        for documents, changed, others in (
            (self._before, old, self._after),
            (self._after, new, self._before),
        ):
            there = {place for each in documents for place in each}
            beyond = {place for each in others for place in each}
            for place in sorted(there - beyond - changed):
                self._fail("/pairs", "unaccounted", f"{place} is in one version, and in no pair")
            for place in sorted(changed - there):
                self._fail("/pairs", "not_found", f"no document has {place}")
        told = undoubted(old, new, self._before, self._after)
        for row, value in values.items():
            self._happened(row, self._listed.rows[row], others=True)
            path = f"/pairs/{row}/pair"
            pair = frozenset(_places(value, "from")), frozenset(_places(value, "to"))
            if units[row].state != "answerable" or pair not in told:
                self._fail(path, "not_told", f"names do not tell that {value} belong together")
            elif pair[0] == pair[1] and not all(
                looks_changed(place, self._before, self._after) for place in pair[0]
            ):
                self._fail(path, "as_before", f"{value} does not look otherwise")


def _places(value: Any, side: str) -> list[str]:  # noqa: ANN401 - a stored unit
    return [*value.get(side, [])] if isinstance(value, dict) else []


def _ends_alike(older: str, newer: str) -> bool:
    """Whether a place keeps its key and the key above it."""
    mine = [step for step in older.split("/") if step not in {"", "*"}]
    theirs = [step for step in newer.split("/") if step not in {"", "*"}]
    return mine[-2:] == theirs[-len(mine[-2:]) :]
