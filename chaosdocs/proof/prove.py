"""The proof of one case: its files opened by witnesses, every expectation confirmed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from chaosdocs.formats.cases import Case, CaseTruth, Evidence, FieldExpectation, ListExpectation
from chaosdocs.proof.field_check import (
    RULE,
    Tellers,
    claims_of,
    complaints,
    hands,
    order_denied,
)
from chaosdocs.proof.fields import Expected, expected
from chaosdocs.proof.furniture import listed, strange, strange_things
from chaosdocs.proof.gone import Search, leaks, searches
from chaosdocs.proof.hidden_rows import hidden_between
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.ink.unsaid import Patch, undeclared
from chaosdocs.proof.label_check import (
    group_of,
    listed_labels,
    torn,
    words_of_labels,
    wrong_captions,
    wrong_labels,
)
from chaosdocs.proof.labels import label_leaks
from chaosdocs.proof.legibility.check import sight_complaints
from chaosdocs.proof.links import prove_set
from chaosdocs.proof.loci import Loci
from chaosdocs.proof.logic import Logic
from chaosdocs.proof.maps import prove_map
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.packets import PacketReading
from chaosdocs.proof.policy_page import distance_complaints, place_of
from chaosdocs.proof.reading.spelling import Spelling, mark, spelling
from chaosdocs.proof.result import Failure, Proof
from chaosdocs.proof.twin import BesideTwin, Twin
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain
from chaosdocs.truth.statements import Channel, left_for
from chaosdocs.truth.values import Value


def prove(
    case: Case,
    truth: CaseTruth,
    evidence: Sequence[Evidence],
    read: Callable[[str], bytes],
    *,
    domain: Domain | None,
    twin: Twin | None = None,
    sights: Mapping[str, Legibility] | None = None,
    glass: ScanSource | None = None,
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
        sights: For a scan: statement to what the legibility meter measured of it.
        glass: For a scan: what lay on the glass; without it only the legibility meter speaks for
            its text.
        deep: Whether slow witnesses are heard as well.
        own: The case itself, where others have it as their twin: it is left open for them.
    """
    if truth.links is not None:
        return prove_set(case, truth, evidence, read)
    if case.task == "map":
        return prove_map(case, truth, read)
    bench = OpenedFiles(case, truth, evidence, read) if own is None else own.bench
    try:
        hearing = _Hearing(bench, domain, twin, sights, glass=glass, deep=deep)
        hearing.hear()
        return hearing.outcome()
    finally:
        if own is None:
            bench.close()
        if glass is not None:
            glass.close()


def _row_of(path: str, truth: CaseTruth) -> str | None:
    """Return what the paths of a field's row start with, or None where it is in no row."""
    for name, entry in truth.fields.items():
        if isinstance(entry, ListExpectation) and path.startswith(f"{name}/"):
            return f"{name}/{path.removeprefix(f'{name}/').partition('/')[0]}/"
    return None


_BOTH: frozenset[Channel] = frozenset({"eye", "text", "value", "shown"})
"""Channels that the truth lists only where they differ from the one asked for."""


def _expected(
    path: str, entry: FieldExpectation, asked: Channel
) -> tuple[list[Expected], ValueError | None]:
    """Return what is expected of a field on its channels, and why the rest cannot be read."""
    found: list[Expected] = []
    try:
        found.extend(expected(path, entry, asked))
    except ValueError as error:
        return found, error
    return found, None


class _Hearing:
    def __init__(
        self,
        bench: OpenedFiles,
        domain: Domain | None,
        twin: Twin | None,
        sights: Mapping[str, Legibility] | None,
        *,
        glass: ScanSource | None,
        deep: bool,
    ) -> None:
        self._bench = bench
        self._domain = domain
        self._truth = bench.truth
        self._scanned = bench.truth.medium == "scan"
        self._lines = bench.evidence
        self._twin = twin
        self._beside = (
            None if twin is None else BesideTwin(bench, twin, words_of_labels(bench, domain))
        )
        self._sights = sights
        self._glass = glass
        self._deep = deep
        self._failures: set[Failure] = set()
        self._witnesses: dict[str, set[str]] = {}
        self._fields = {leaf.path: leaf.truth for leaf in bench.leaves}
        self._by_field = bench.by_path
        self._expected = {
            path: _expected(path, entry, bench.case.channel) for path, entry in self._fields.items()
        }
        self._packet = (
            None
            if bench.truth.packet is None
            else PacketReading(bench, self._lines, domain, glass, sights)
        )
        self._policy = place_of(bench, sights)
        self._logic = Logic(
            domain,
            bench.truth,
            self._fields,
            self._readings(),
            self._hands(),
            bench.case.instructions,
            hidden_between(bench.truth, self._lines),
            "document" if self._policy is None else "page",
        )

    def hear(self) -> None:
        """Hear every witness on every line and every field."""
        self._places()
        for path, entry in self._fields.items():
            wanted, error = self._expected[path]
            if error is not None:
                self._fail(path, "schema", str(error))
                continue
            living = frozenset(want.channel for want in wanted if want.living)
            living |= self._alike(wanted[0], frozenset(entry.channels))
            for want in wanted:
                self._field(want, living)
            if path in self._logic.normed:
                its = distance_complaints(self._bench, self._policy, entry, self._glass)
                for code, detail in its:
                    self._fail(path, code, detail)
            if self._beside is not None:
                for code, detail in (
                    *self._beside.changed(wanted[0]),
                    *self._beside.was(wanted[0]),
                ):
                    self._fail(path, code, detail)
        if self._beside is not None:
            for text in self._beside.unaccounted():
                self._fail("", "unaccounted", f"{text!r} is said by no statement")
            for thing in self._beside.things():
                self._fail("", "unaccounted", f"{thing} that the clean twin does not have")
            for word in self._beside.reworded():
                self._fail("", "label", f"{word!r} stands elsewhere than on the clean twin")
            added = self._beside.added_words() if self._known_labels() else ()
            for word in dict.fromkeys(added):
                self._fail("", "label", f"{word!r} stands there more often than on the clean twin")
            for page in self._beside.redrawn():
                self._fail("", "unaccounted", f"page {page} looks other than on the clean twin")
        for word in dict.fromkeys(strange(self._bench, self._domain)):
            self._fail("", "unaccounted", f"{word!r} is neither a statement nor a known label")
        for text in self._bench.miscounted:
            self._fail("", "miscounted", text)
        for row in self._bench.copies:
            self._fail("", "unaccounted", f"the row {row!r} stands there twice")
        for thing in strange_things(self._bench):
            self._fail("", "unaccounted", f"{thing} that no template draws")
        for page, patch in self._strange_ink():
            self._fail("", "unaccounted", f"ink on page {page} at {patch.box}, not from the glass")
        for letters in self._unlaid():
            self._fail("", "unaccounted", f"{letters!r} in the text layer, not from the glass")
        for path, code, detail in wrong_labels(self._bench, self._domain, self._glass):
            self._fail(path, code, detail)
        for path, code, detail in wrong_captions(self._bench, self._domain):
            self._fail(path, code, detail)
        for path, code, detail in torn(self._bench, self._glass):
            self._fail(path, code, detail)
        if self._packet is not None:
            for path, (code, detail) in self._packet.complaints():
                self._fail(path, code, detail)
        self._stale_schemas()
        for code, detail in label_leaks(self._bench):
            self._fail("", code, detail)
        for code, detail in self._bench.faults:
            self._fail("", code, detail)

    def _known_labels(self) -> bool:
        """Whether the labels of this rendering and domain are listed, as no user's own are."""
        name = "" if self._domain is None else self._domain.name
        return group_of(self._truth.rendering, name) in listed_labels()

    def _unlaid(self) -> Iterator[str]:
        """The letters that the text layer of a page of a scan has more often than the glass."""
        glass = self._glass
        for witness in self._bench.witnesses.values():
            if glass is None or not isinstance(witness, PdfWitness):
                continue
            for number in range(1, len(glass) + 1):
                page = witness.page(number)
                if page is not None and (letters := glass.unlaid(page)):
                    yield letters

    def _strange_ink(self) -> Iterator[tuple[int, Patch]]:
        """The patches of ink of a scan that neither the glass nor a step's residue accounts for."""
        steps = {step.operator.partition("@")[0] for step in self._truth.steps}
        if self._glass is None or not steps <= listed()["operators"].keys():
            return
        touched = {path for path, field in self._fields.items() if field.touched}
        for witness in self._bench.witnesses.values():
            for number in range(1, len(self._glass) + 1):
                page = witness.page(number) if isinstance(witness, PdfWitness) else None
                if page is None:
                    continue
                places = [
                    page.in_points(line.box)
                    for line in self._lines
                    if line.path in touched and line.page == number and line.box is not None
                ]
                found = self._glass.patches(page, steps)
                yield from ((number, each) for each in undeclared(found, steps, places))

    def _stale_schemas(self) -> None:
        """Where the schema is said to be contradicted, a place says what the sums do not allow."""
        for issue in self._truth.issues:
            if issue.code != "schema_stale":
                continue
            entry = self._fields.get(issue.path)
            wanted = (
                None if entry is None else next(iter(expected(issue.path, entry, "text")), None)
            )
            if wanted is None or wanted.state != "answerable" or wanted.why != "derived":
                self._fail(issue.path, "stale_schema", "its value does not follow from the others")
                continue
            lines = [x for x in self._by_field.get(issue.path, ()) if x.role in {"says", "lure"}]
            said = claims_of(lines, wanted.kind, next(iter(wanted.accept), None)).union
            if not said - {mark(value, wanted.kind) for value in wanted.accept}:
                self._fail(issue.path, "stale_schema", "no place says anything else")

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
            from chaosdocs.proof.slow_witnesses import slow_check

            for line, code, detail in slow_check(self._bench, self._sights):
                if code:
                    self._fail(line.path, code, detail)
                else:
                    self._witnesses.setdefault(line.path, set()).add(detail)

    def _readings(self) -> dict[str, tuple[Value, ...]]:
        """Return the fields that can be read in several ways or are disputed, and all readings."""
        found = {}
        for path, entry in self._fields.items():
            if entry.state not in {"ambiguous", "disputed"} and entry.why != "derived":
                continue
            want = self._asked(path)
            if want is None:
                continue  # told where the field is heard
            like = next(iter((*want.accept, *want.readings)), want.was)
            claims = claims_of(self._legible(want), want.kind, like)
            wanted = {mark(value, want.kind) for value in (*want.accept, *want.readings)}
            readings = claims.open(wanted, ruled=self._ruled(want))
            if readings:
                found[path] = tuple(claims.values[one] for one in sorted(readings))
        return found

    def _hands(self) -> list[tuple[dict[str, Value], ...]]:
        """Return the ways in which the open texts of the document may all be written."""
        if not any("|" in spec for spec in {line.convention for line in self._lines}):
            return []
        said = {}
        for path in self._fields:
            lines = [x for x in self._by_field.get(path, ()) if "|" in x.convention]
            if not lines:
                continue
            want = self._asked(path)
            if want is None:
                continue  # told where the field is heard
            own = {line.statement for line in self._legible(want)}
            like = next(iter((*want.accept, *want.readings)), want.was)
            said[path] = (want.kind, [line for line in lines if line.statement in own], like)
        return hands(said)

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
        if want.path in self._logic.normed:
            for text in sorted(claims.union):
                self._fail(want.path, "stated", f"{text} is printed on {want.channel}")
        else:
            for code, detail in complaints(want, claims, ruled=self._ruled(want)):
                self._fail(want.path, code, detail)
        if want.state == "ambiguous":
            telling = self._tellers.decided_elsewhere(want, own)
            if telling:
                self._fail(want.path, "settled", f"{telling!r} gives the order away")
        if want.asked:
            open_text = order_denied(want, own)
            if open_text:
                self._fail(want.path, "order", f"day and month of {open_text!r} can be exchanged")
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

    def _asked(self, path: str) -> Expected | None:
        """What is expected of a field on the channel asked for; None where it is no value."""
        return next(iter(self._expected[path][0]), None)

    def _own(self, want: Expected) -> Sequence[Evidence]:
        """The lines that state a field on a channel."""
        return self._bench.said.get((want.path, want.channel), ())

    def _legible(self, want: Expected) -> Sequence[Evidence]:
        """The lines that state a field on a channel, and can be read there."""
        own = self._own(want)
        if not self._seen_by_eye(want):
            return own
        return [x for x in own if (self._sights or {}).get(x.statement) == "legible"]

    def _search(self, want: Expected, living: frozenset[Channel]) -> None:
        if not want.sought:
            return
        if self._beside is not None:
            for detail in self._beside.still_there(want):
                self._fail(want.path, "leaked", detail)
            for detail in self._beside.left_hidden(want, living, self._conventions):
                self._fail(want.path, "leaked", detail)
        name = "absence" if searches(want) else "absence-weak"
        self._witnesses.setdefault(want.path, set()).add(name)
        if name == "absence":
            for code, detail in leaks(want, living, self._layers):
                self._fail(want.path, "settled" if want.state == "ambiguous" else code, detail)

    def _traces(self, want: Expected) -> None:
        traces = [
            line
            for line in self._by_field.get(want.path, ())
            if line.role == "trace" and left_for(want.channel, line.channel)
        ]
        if want.state == "absent" and traces:
            self._fail(want.path, "trace_there", f"{traces[0].text!r} is left of it")
        if want.state != "unanswerable" or want.partial is not None:
            return
        if traces:
            if want.reason == "label" and not self._row_shown(want):
                self._fail(want.path, "trace_missing", "the head of a column, and no row below it")
            return
        stained = self._seen_by_eye(want) and any(
            (self._sights or {}).get(x.statement) == "illegible"
            for x in self._by_field.get(want.path, ())
        )
        if not stained and want.reason not in {"derivable", "not_permitted", "facts"}:
            self._fail(want.path, "trace_missing", f"{want.reason or 'gone'}, and nothing shows it")

    def _row_shown(self, want: Expected) -> bool:
        """Whether a field stands in no row, or in one of which something else is said."""
        row = _row_of(want.path, self._truth)
        return row is None or (row, want.channel) in self._shown_rows

    @cached_property
    def _shown_rows(self) -> frozenset[tuple[str, Channel]]:
        """The rows of which something is said, and on which channel."""
        rows = (
            (row, line.channel)
            for line in self._lines
            if line.role != "trace" and (row := _row_of(line.path, self._truth)) is not None
        )
        return frozenset(rows)

    def _seen_by_eye(self, want: Expected) -> bool:
        return self._scanned and want.channel == "eye"

    def _ruled(self, want: Expected) -> bool:
        """Whether a rule that decides can be read on the channel, or in the instructions."""
        if self._packet is not None and self._packet.told_rule(want.path):
            return True
        sights = (self._sights or {}) if self._seen_by_eye(want) else None
        return any(
            line.channel == want.channel
            and (sights is None or sights.get(line.statement) == "legible")
            for line in self._rules.get(want.path, ())
        )

    @cached_property
    def _rules(self) -> Mapping[str, Sequence[Evidence]]:
        """Field to the lines of rules that are stated for it."""
        found: dict[str, list[Evidence]] = {}
        for line in self._lines:
            if line.statement.startswith(RULE) and line.role == "says":
                found.setdefault(line.path, []).append(line)
        return found

    @cached_property
    def _tellers(self) -> Tellers:
        return Tellers(self._lines)

    @cached_property
    def _layers(self) -> Search:
        return Search(self._bench.stacks, self._lines, self._conventions)

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
