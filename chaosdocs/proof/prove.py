"""The proof of one case: its files opened by witnesses, every expectation confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from chaosdocs.proof.bench import Bench, Read
from chaosdocs.proof.checked import agrees
from chaosdocs.proof.eye import looks_alike
from chaosdocs.proof.fields import Expected, expected, flat_fields
from chaosdocs.proof.glass import Glass
from chaosdocs.proof.gone import leaks, searches
from chaosdocs.proof.judge import RULE, claims_of, complaints, decided_elsewhere
from chaosdocs.proof.labels import label_leaks
from chaosdocs.proof.loci import Loci
from chaosdocs.proof.logic import Logic
from chaosdocs.proof.places import Place, stands_at
from chaosdocs.proof.result import Failure, Proof
from chaosdocs.proof.sights import sight_complaints
from chaosdocs.proof.spelling import Spelling, spelling
from chaosdocs.truth.fold import Sight
from chaosdocs.truth.records import Domain
from chaosdocs.truth.spots import Channel
from chaosdocs.truth.values import Value
from chaosdocs.truth.wire.cases import Case, CaseTruth, Evidence


@dataclass
class Twin:
    """A clean case. Keep one for its own proof and its twins': the files are opened once."""

    case: Case
    truth: CaseTruth
    evidence: Sequence[Evidence]
    read: Read
    _kept: dict[str, Bench] = field(default_factory=dict, repr=False)

    @property
    def bench(self) -> Bench:
        """The twin's opened files."""
        if "bench" not in self._kept:
            self._kept["bench"] = Bench(self.case, self.truth, self.evidence, self.read)
        return self._kept["bench"]

    def close(self) -> None:
        """Close the twin's files."""
        if "bench" in self._kept:
            self._kept.pop("bench").close()


def prove(
    case: Case,
    truth: CaseTruth,
    evidence: Sequence[Evidence],
    read: Callable[[str], bytes],
    *,
    domain: Domain | None,
    twin: Twin | None = None,
    sights: Mapping[str, Sight] | None = None,
    glass: Glass | None = None,
    deep: bool = False,
    own: Twin | None = None,
) -> Proof:
    """Return which witnesses confirm each field of a case, and all that they could not confirm.

    Args:
        case: What a reader is given.
        truth: What a careful reader should answer.
        evidence: Where every statement of the finished files stands.
        read: Path of a file to its bytes; an OSError or KeyError counts as a missing file.
        domain: The rules by which fields follow from others; without it no derivation is
            confirmed.
        twin: The clean twin, for fields that no step touched and for unchanged pixels.
        sights: For a scan: statement to what the gauge measured of it.
        glass: For a scan: what lay on the glass; without it only the gauge speaks for its text.
        deep: Whether slow witnesses are heard as well.
        own: The case itself, where others have it as their twin: it is left open for them.
    """
    bench = Bench(case, truth, evidence, read) if own is None else own.bench
    try:
        hearing = _Hearing(bench, domain, twin, sights, glass=glass, deep=deep)
        hearing.hear()
        return hearing.outcome()
    finally:
        if own is None:
            bench.close()
        if glass is not None:
            glass.close()


_BOTH: frozenset[Channel] = frozenset({"eye", "text", "value", "shown"})
"""Channels that the truth lists only where they differ from the one asked for."""


class _Hearing:
    def __init__(
        self,
        bench: Bench,
        domain: Domain | None,
        twin: Twin | None,
        sights: Mapping[str, Sight] | None,
        *,
        glass: Glass | None,
        deep: bool,
    ) -> None:
        self._bench = bench
        self._truth = bench.truth
        self._lines = bench.evidence
        self._twin = twin
        self._sights = sights
        self._glass = glass
        self._deep = deep
        self._failures: set[Failure] = set()
        self._witnesses: dict[str, set[str]] = {}
        self._fields = flat_fields(bench.truth)
        self._by_field = _by_path(self._lines)
        self._logic = Logic(domain, bench.truth, self._fields, self._readings())

    def hear(self) -> None:
        """Hear every witness on every line and every field."""
        self._places()
        for path, entry in self._fields.items():
            try:
                wanted = list(expected(path, entry, self._bench.case.channel))
            except ValueError as error:
                self._fail(path, "schema", str(error))
                continue
            living = frozenset(want.channel for want in wanted if want.living)
            living |= self._alike(wanted[0], frozenset(entry.channels))
            for want in wanted:
                self._field(want, living)
            self._bystander(wanted[0])
        for code, detail in label_leaks(self._bench):
            self._fail("", code, detail)
        for code, detail in self._bench.faults:
            self._fail("", code, detail)

    def outcome(self) -> Proof:
        """Return what has come of it."""
        failed = {failure.path for failure in self._failures}
        witnesses = {
            path: tuple(sorted(names))
            for path, names in sorted(self._witnesses.items())
            if path not in failed
        }
        return Proof(witnesses, tuple(sorted(self._failures)))

    def _places(self) -> None:
        twin = None if self._twin is None else self._twin.bench
        loci = Loci(self._bench, twin, self._sights, self._glass)
        for line in self._lines:
            codes = loci.check(line)
            for code, detail in codes.complaints:
                self._fail(line.path, code, detail)
            if not codes.complaints and line.role != "lure":
                self._witnesses.setdefault(line.path, set()).update(codes.witnesses)
        if self._deep:
            from chaosdocs.proof.slow import slow_check

            for line, code, detail in slow_check(self._bench, self._sights):
                if code:
                    self._fail(line.path, code, detail)
                else:
                    self._witnesses.setdefault(line.path, set()).add(detail)

    def _readings(self) -> dict[str, tuple[Value, ...]]:
        """Return the fields whose texts can be read in several ways, and all those readings."""
        found = {}
        for path, entry in self._fields.items():
            if entry.state != "ambiguous" and entry.why != "derived":
                continue
            try:
                want = next(iter(expected(path, entry, self._bench.case.channel)))
            except ValueError:
                continue  # told where the field is heard
            like = next(iter((*want.accept, *want.readings)), want.was)
            claims = claims_of(self._legible(want), want.kind, like)
            if len(claims.common) > 1:
                found[path] = tuple(claims.values[one] for one in sorted(claims.common))
        return found

    def _field(self, want: Expected, living: frozenset[Channel]) -> None:
        own = self._own(want)
        if self._seen_by_eye(want):
            for code, detail in sight_complaints(want, own, self._sights or {}):
                self._fail(want.path, code, detail)
        own = self._legible(want)
        if want.state == "unscored":
            if not self._seen_by_eye(want):
                self._fail(want.path, "sight", "unscored, and not a scan")
            return
        like = next(iter((*want.accept, *want.readings)), want.was)
        claims = claims_of(own, want.kind, like)
        for code, detail in complaints(want, claims, ruled=self._ruled(want)):
            self._fail(want.path, code, detail)
        if want.state == "ambiguous":
            others = [x for x in self._lines if x.path != want.path and x.role == "says"]
            telling = decided_elsewhere(want, own, others)
            if telling:
                self._fail(want.path, "settled", f"{telling!r} gives the order away")
        if want.asked:
            for code, detail in self._logic.complaints(want):
                self._fail(want.path, code, detail)
            self._traces(want)
        self._search(want, living)

    def _alike(self, want: Expected, listed: frozenset[Channel]) -> frozenset[Channel]:
        """The channels of what is drawn and held that the truth leaves out as saying the same."""
        if want.state not in {"ambiguous", "disputed"}:
            return frozenset()
        found = set()
        for channel in _BOTH - listed - {want.channel}:
            other = replace(want, channel=channel, asked=False)
            claims = claims_of(self._own(other), want.kind, next(iter(want.readings), None))
            if claims.said and not any(complaints(other, claims, ruled=False)):
                found.add(channel)
        return frozenset(found)

    def _own(self, want: Expected) -> list[Evidence]:
        """The lines that state a field on a channel."""
        return self._said_by(self._by_field.get(want.path, ()), want)

    def _legible(self, want: Expected) -> list[Evidence]:
        """The lines that state a field on a channel, and can be read there."""
        own = self._own(want)
        if not self._seen_by_eye(want):
            return own
        return [x for x in own if (self._sights or {}).get(x.statement) == "legible"]

    @staticmethod
    def _said_by(lines: Iterable[Evidence], want: Expected) -> list[Evidence]:
        return [
            line
            for line in lines
            if line.role == "says"
            and line.channel == want.channel
            and not line.statement.startswith(RULE)
        ]

    def _search(self, want: Expected, living: frozenset[Channel]) -> None:
        if not want.sought:
            return
        if self._seen_by_eye(want):
            for detail in self._drawn_as_on_the_twin(want):
                self._fail(want.path, "leaked", detail)
        name = "absence" if searches(want) else "absence-weak"
        self._witnesses.setdefault(want.path, set()).add(name)
        if name == "absence-weak":
            for detail in self._at_the_twins_place(want):
                self._fail(want.path, "leaked", detail)
        else:
            stacks = self._bench.stacks
            for code, detail in leaks(want, living, stacks, self._lines, self._conventions):
                self._fail(want.path, "settled" if want.state == "ambiguous" else code, detail)

    def _at_the_twins_place(self, want: Expected) -> Iterator[str]:
        """Yield where a value too short to search for still stands as on the clean twin."""
        if self._twin is None or self._truth.medium == "scan" or not want.asked:
            return
        for theirs in self._said_by(self._on_twin.get(want.path, ()), want):
            mine = next((x for x in self._bench.evidence if x.channel == want.channel), None)
            if mine is None or theirs.text == "":
                continue
            there = theirs.model_copy(update={"file": mine.file})
            witness = self._bench.witness(mine.file)
            found = None if witness is None else witness.found(there)
            place = Place(
                there.page, there.box, there.sheet, there.cell, there.pointer, there.bytes
            )
            if (
                found is not None
                and agrees(found, there)
                and not any(stands_at(line, place) for line in self._lines)
            ):
                yield f"{there.text!r} stands where it stood on the clean twin, {place.words()}"

    def _drawn_as_on_the_twin(self, want: Expected) -> Iterator[str]:
        """Yield where a scan shows what the clean twin shows of a value that is gone."""
        if self._twin is None or not want.asked or want.living:
            return
        for theirs in self._said_by(self._on_twin.get(want.path, ()), want):
            mine = theirs.model_copy(update={"file": self._bench.case.files[0].path})
            if looks_alike(mine, self._bench, theirs, self._twin.bench) and not any(
                stands_at(line, Place(mine.page, mine.box)) for line in self._lines
            ):
                yield f"page {mine.page} shows {mine.text!r} where the clean twin does"

    def _traces(self, want: Expected) -> None:
        traces = [x for x in self._by_field.get(want.path, ()) if x.role == "trace"]
        if want.state == "absent" and traces:
            self._fail(want.path, "trace_there", f"{traces[0].text!r} is left of it")
        if want.state != "unanswerable" or want.partial is not None or traces:
            return
        stained = self._seen_by_eye(want) and any(
            (self._sights or {}).get(x.statement) == "illegible"
            for x in self._by_field.get(want.path, ())
        )
        if not stained and want.reason != "derivable":
            self._fail(want.path, "trace_missing", f"{want.reason or 'gone'}, and nothing shows it")

    def _bystander(self, want: Expected) -> None:
        if self._twin is None or want.touched or self._truth.medium == "scan":
            return
        here = self._said_by(self._by_field.get(want.path, ()), want)
        there = self._said_by(self._on_twin.get(want.path, ()), want)
        if [_told(line) for line in here] == [_told(line) for line in there]:
            return
        mine, theirs = _marks(here, want), _marks(there, want)
        if mine != theirs:
            self._fail(
                want.path, "bystander_changed", f"{sorted(mine)} here, {sorted(theirs)} on the twin"
            )

    def _seen_by_eye(self, want: Expected) -> bool:
        return self._truth.medium == "scan" and want.channel == "eye"

    def _ruled(self, want: Expected) -> bool:
        """Whether a rule that decides can be read on the channel."""
        sights = (self._sights or {}) if self._seen_by_eye(want) else None
        return any(
            line.role == "says"
            and line.channel == want.channel
            and line.statement.startswith(RULE)
            and (sights is None or sights.get(line.statement) == "legible")
            for line in self._by_field.get(want.path, ())
        )

    @cached_property
    def _on_twin(self) -> Mapping[str, list[Evidence]]:
        return {} if self._twin is None else _by_path(self._twin.evidence)

    @cached_property
    def _conventions(self) -> list[Spelling]:
        found = []
        for spec in dict.fromkeys(line.convention for line in self._lines):
            try:
                found.append(spelling(spec))
            except ValueError:
                continue
        return found

    def _fail(self, path: str, code: str, detail: str) -> None:
        self._failures.add(Failure(self._bench.case.case, path, code, detail))


def _by_path(lines: Iterable[Evidence]) -> dict[str, list[Evidence]]:
    found: dict[str, list[Evidence]] = {}
    for line in lines:
        found.setdefault(line.path, []).append(line)
    return found


def _marks(lines: Sequence[Evidence], want: Expected) -> frozenset[tuple[str, ...]]:
    """What the lines of a field say, in a form that can be compared."""
    like = next(iter((*want.accept, *want.readings)), want.was)
    claims = claims_of(lines, want.kind, like)
    return frozenset((*(tuple(sorted(s)) for s in claims.said), *((m,) for m in claims.masks)))


def _told(line: Evidence) -> tuple[str, ...]:
    return line.statement, line.text, line.convention
