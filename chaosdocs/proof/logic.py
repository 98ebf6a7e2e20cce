"""What follows from the rules of a domain: nothing that is gone may, everything derived must."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import islice, product

from chaosdocs.formats.cases import CaseTruth, FieldExpectation
from chaosdocs.proof.field_check import Complaint
from chaosdocs.proof.fields import Expected, rows_of
from chaosdocs.proof.norm_check import norm_complaints
from chaosdocs.proof.reading.spelling import mark
from chaosdocs.truth.closure import closure
from chaosdocs.truth.records import Domain, in_row
from chaosdocs.truth.values import Month, Value, displays, from_json, key
from chaosdocs.truth.worlds import possible

_MISSING = ("?", "??")
"""What keys of rows that are known to be missing start with: nothing adds up without them.

They are two, because nobody knows how many are gone, and one alone would follow from the balances
above and below it.
"""

_MOST_WAYS = 256
"""Ways to read the rows on both sides of a place that are checked."""
_PAGED = frozenset({"json", "xml"})
"""Media of answers that come in pages: what is missing of one comes behind its last row."""
_ABOVE = ("title", "sender", "recipient", "header")
"""Groups of fields that stand above the list."""


class Logic:
    """The closure of what a document says.

    Args:
        domain: The rules; None where there are none to be had.
        truth: The truth of the case.
        fields: Its fields by path.
        said: The fields whose texts can be read in several ways or that are disputed, and all those
            readings.
        hands: Every way in which the document may have been written throughout, such as with the
            day before the month, to what each open text then says. They come in groups: one way
            of each holds.
        instructions: What the reader is told; they may name a norm.
        named_in: ``page`` if the fact that names a norm stands on a policy page.
        hidden: The places among the rows shown at which a sheet hides others.
    """

    def __init__(  # noqa: PLR0917 - a case, its rules, and what it may mean
        self,
        domain: Domain | None,
        truth: CaseTruth,
        fields: Mapping[str, FieldExpectation],
        said: Mapping[str, tuple[Value, ...]],
        hands: Sequence[Sequence[Mapping[str, Value]]] = (),
        instructions: str = "",
        hidden: AbstractSet[int] = frozenset(),
        named_in: str = "document",
    ) -> None:
        self._domain = domain
        self._truth = truth
        self._fields = fields
        self._said = said
        self._hands = hands
        self._instructions = instructions
        self._hidden = hidden
        self._named_in = named_in
        norms = () if domain is None else domain.norms
        self.normed = {norm.path: norm.name for norm in norms}

    def complaints(self, want: Expected) -> Iterator[Complaint]:
        """Yield where the rules give a value that the truth does not, or the reverse."""
        if want.path in self.normed:
            yield from self._of_norms(want)
            return
        if want.why == "norm" or want.reason in {"norm", "not_permitted", "facts"}:
            yield "norm", "no norm is known for this field"
            return
        value = self._closed.get(want.path)
        if want.state == "answerable" and want.why == "derived":
            right = {mark(accept, want.kind) for accept in want.accept}
            if value is None:
                rules = "no rules are known" if self._domain is None else "no rule gives it"
                yield "not_derived", rules
            elif mark(value, want.kind) not in right:
                yield "not_derived", f"the rules give {mark(value, want.kind)}"
        elif want.state == "answerable" and want.why == "printed":
            yield from self._finer(want)
        elif want.state == "ambiguous":
            yield from self._ambiguous(want)
        elif want.state == "disputed":
            claimed = {mark(one, want.kind) for one in want.readings}
            if value is not None and mark(value, want.kind) in claimed:
                yield "settled", f"the rules give {mark(value, want.kind)}"
        elif value is None:
            if want.reason == "derivable" and self._domain is not None:
                yield "not_derived", "said to be derivable, and no rule gives it"
        elif want.state in {"unanswerable", "absent"} and want.reason != "derivable":
            rows_missing = any(issue.code == "rows_missing" for issue in self._truth.issues)
            same = want.was is not None and mark(want.was, want.kind) == mark(value, want.kind)
            if same or not rows_missing:
                yield "derivable", f"the rules give {mark(value, want.kind)}"

    def _of_norms(self, want: Expected) -> Iterator[Complaint]:
        """Hold a field against what the norms make of the printed facts."""
        exact = {path: value for path, value in self._known.items() if path not in self._rounded}
        said, name = self._fields[want.path], self.normed[want.path]
        told = self._instructions
        yield from norm_complaints(want, said, name, exact, self._rows, told, self._named_in)

    def _finer(self, want: Expected) -> Iterator[Complaint]:
        """What is right beside a date that is printed to the month follows from the rules."""
        given = self._closed.get(want.path)
        for value in want.accept:
            if not isinstance(value, Month) and len(want.accept) > 1 and value != given:
                yield (
                    "not_derived",
                    f"{mark(value, want.kind)} is not printed, and no rule gives it",
                )

    def _ambiguous(self, want: Expected) -> Iterator[Complaint]:
        """Every reading stands in a world of its own, and no other does."""
        wanted = {mark(one, want.kind) for one in want.readings}
        given = self._closed.get(want.path)
        if given is not None and mark(given, want.kind) in wanted:
            yield "settled", f"the rules give {mark(given, want.kind)}"
        elif want.path in self._left:
            left = {mark(one, want.kind) for one in self._left[want.path]}
            if wanted - left:
                yield "settled", f"the rules forbid {', '.join(sorted(wanted - left))}"
            elif left - wanted:
                yield "reading_other", f"no rule forbids {', '.join(sorted(left - wanted))}"

    @cached_property
    def _closed(self) -> Mapping[str, Value]:
        """What is printed, what only one reading is left of, and all that follows."""
        if self._domain is None:
            return {}
        settled = {path: values[0] for path, values in self._left.items() if len(values) == 1}
        if not settled:
            return self._printed
        known = {**self._known, **settled}
        return closure(self._domain.rules, known, self._rows, rounded=self._rounded)

    @cached_property
    def _printed(self) -> Mapping[str, Value]:
        """What is printed, and all that follows."""
        rules = () if self._domain is None else self._domain.rules
        return closure(rules, self._known, self._rows, rounded=self._rounded)

    @cached_property
    def _left(self) -> Mapping[str, tuple[Value, ...]]:
        """The readings of what can be read in several ways or is disputed that the rules allow."""
        if self._domain is None:
            return self._said
        said = dict(self._said)
        for ways in self._hands:
            fit = [way for way in ways if self._fits(way, self._printed)]
            if len(fit) == 1:
                said |= {path: (value,) for path, value in fit[0].items() if path in said}
        return possible(self._domain, said, self._printed, self._rows, rounded=self._rounded)

    def _fits(self, way: Mapping[str, Value], printed: Mapping[str, Value]) -> bool:
        """Whether a document that is written in one way throughout breaks no rule by that."""
        for path, value in way.items():
            allowed = self._said.get(path, ())
            if path not in self._said and path in printed:
                allowed = (printed[path],)
            if allowed and key(value) not in {key(each) for each in allowed}:
                return False
        rules = () if self._domain is None else self._domain.rules
        facts = {**printed, **way}
        return all(
            rule.check(facts, self._rows) is not False or rule.check(printed, self._rows) is False
            for rule in rules
        )

    @cached_property
    def _known(self) -> Mapping[str, Value]:
        """What is printed, and can only be read in one way."""
        known = {}
        for path, field in self._fields.items():
            if field.state == "answerable" and field.why != "derived" and len(field.accept) == 1:
                try:
                    value = from_json(field.kind, field.accept[0])
                except ValueError:
                    continue
                if not isinstance(value, Month):
                    known[path] = value
        return known

    @cached_property
    def _rounded(self) -> frozenset[str]:
        """The fields whose display is a rounded form of what another channel holds."""
        found = set()
        for path in self._known:
            field = self._fields[path]
            for other in field.channels.values():
                if len(other.accept) == 1 and other.accept != field.accept:
                    held = from_json(field.kind, other.accept[0])
                    if displays(self._known[path], held):
                        found.add(path)
        return frozenset(found)

    @cached_property
    def _rows(self) -> tuple[str, ...]:
        """The rows, with others between them where some are missing.

        A reader sees where: the page numbers jump, or the numbers of a sheet's rows, and what is
        printed does not go on. Where it seems to go on everywhere, they may be anywhere.
        """
        rows = rows_of(self._truth)
        if not any(issue.code == "rows_missing" for issue in self._truth.issues):
            return (*rows, *_MISSING) if self._open_at_its_end() else rows
        breaks = {at for at in range(len(rows) + 1) if self._breaks(rows, at)}
        breaks |= self._hidden
        breaks |= {0} if self._lost(_ABOVE) else set()
        if not breaks and (self._lost(("totals",)) or self._truth.medium in _PAGED):
            breaks = {len(rows)}
        breaks = breaks or {0, len(rows) // 2, len(rows)}
        out: list[str] = []
        for at in range(len(rows) + 1):
            out += (f"{missing}{at}" for missing in _MISSING if at in breaks)
            out += rows[at : at + 1]
        return tuple(out)

    def _open_at_its_end(self) -> bool:
        """Whether a page is lost, and nothing that stands below the list is to be seen."""
        if self._domain is None or all(field.reason != "page" for field in self._fields.values()):
            return False
        below = {field.path for field in self._domain.fields if field.group == "totals"}
        return not any(
            field.state != "absent" and field.reason != "page" and field.why != "derived"
            for path, field in self._fields.items()
            if path in below
        )

    def _lost(self, groups: tuple[str, ...]) -> bool:
        """Whether a field of one of the groups is gone with what lies around it."""
        if self._domain is None:
            return False
        paths = {field.path for field in self._domain.fields if field.group in groups}
        return any(field.reason == "page" for path, field in self._fields.items() if path in paths)

    def _breaks(self, rows: tuple[str, ...], at: int) -> bool:
        """Whether the rows before and after a place cannot follow each other."""
        before = (*_MISSING, rows[at - 1]) if at else ()
        after = (rows[at], *_MISSING) if at < len(rows) else ()
        near = (*before, *after)
        if self._domain is None:
            return False
        ways = tuple(islice(self._ways(near), _MOST_WAYS))
        return any(
            all(rule.check({**self._known, **way}, near) is False for way in ways)
            for rule in self._domain.rules
        )

    def _ways(self, rows: tuple[str, ...]) -> Iterator[dict[str, Value]]:
        """Every way to read what is open in some rows."""
        refs = [ref for row in rows for ref in self._open_in.get(row, ())]
        for choice in product(*(self._said[ref] for ref in refs)):
            yield dict(zip(refs, choice, strict=True))

    @cached_property
    def _open_in(self) -> Mapping[str, Sequence[str]]:
        """Row to its fields that can be read in several ways."""
        path = None if self._domain is None else self._domain.list_path
        found: dict[str, list[str]] = {}
        for ref in self._said:
            there = in_row(ref, path)
            if there is not None:
                found.setdefault(there[0], []).append(ref)
        return found
