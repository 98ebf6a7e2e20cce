"""The proof of a set: its links, differences and orphans are all that its files and policy leave.

The rows are read from the finished files, each cell confirmed by the witness of its file. A search
lists every grouping that the policy allows. The truth must be the only one, or exactly the list;
every orphan must be in none; every difference is computed again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from chaosdocs.formats.cases import Case, CaseTruth, Evidence, FieldExpectation, ListExpectation
from chaosdocs.proof.loci import Loci
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.reading.normal import normal
from chaosdocs.proof.result import Failure, Proof
from chaosdocs.proof.sets.amounts import Amounts, Differs
from chaosdocs.proof.sets.rows import At, Row, rows_of, unaccounted
from chaosdocs.proof.sets.search import EndlessError, Found, search
from chaosdocs.proof.witnesses.witness import Accounting
from chaosdocs.truth.policy import Policy, policy_of

Json = Any
SEARCH: Final = "search"
"""The witness of what follows from all rows of a set."""
MATCHES: Final = "/matches"
DIFFERENCES: Final = "/differences"
ORPHANS: Final = "/orphans"


def prove_set(
    case: Case,
    truth: CaseTruth,
    evidence: Sequence[Evidence],
    read: Callable[[str], bytes],
) -> Proof:
    """Return which witnesses confirm each field of a set, and all that could not be confirmed.

    Args:
        case: What a reader is given.
        truth: What a careful reader should answer.
        evidence: Where every statement of the files stands.
        read: Path of a file to its bytes; an OSError or KeyError counts as a missing file.
    """
    bench = OpenedFiles(case, truth, evidence, read)
    try:
        hearing = _Hearing(bench)
        hearing.hear()
        return hearing.outcome()
    finally:
        bench.close()


class _Hearing:
    def __init__(self, bench: OpenedFiles) -> None:
        self._bench = bench
        self._case = bench.case
        self._truth = bench.truth
        self._failures: set[Failure] = set()
        self._witnesses: dict[str, set[str]] = {}
        self._of_row: dict[tuple[str, str], set[str]] = {}

    def hear(self) -> None:
        stated = self._truth.links
        assert stated is not None  # noqa: S101 - asked by the caller
        self._places()
        for code, detail in self._bench.faults:
            self._fail("", code, detail)
        rows, wrong = rows_of(stated, self._bench.evidence, self._case.files)
        for path, (code, detail) in wrong:
            self._fail(path, code, detail)
        members = [member.name for member in stated.members]
        self._entries(rows)
        try:
            policy = policy_of(stated.policy)
        except ValueError as error:
            self._fail("", "schema", str(error))
            return
        self._policy(policy)
        keys = [row.at for row in rows]
        twice = sorted({at for at in keys if keys.count(at) > 1})
        if twice or self._failures:
            for member, key in twice:
                self._fail("", "set_rows", f"two rows of {member} have the key {key!r}")
            return
        try:
            found = search(rows, policy, members)
        except EndlessError as error:
            self._fail("", "endless", str(error))
            return
        self._compare(rows, found, policy, members)

    def outcome(self) -> Proof:
        failed = {failure.path for failure in self._failures}
        witnesses = {
            path: tuple(sorted(names))
            for path, names in sorted(self._witnesses.items())
            if path not in failed
        }
        return Proof(witnesses, tuple(sorted(self._failures)))

    def _places(self) -> None:
        """Let the witnesses confirm every line, and find what no line is about."""
        loci = Loci(self._bench, None, None)
        for line in self._bench.evidence:
            checked = loci.check(line)
            for code, detail in checked.complaints:
                self._fail(line.path, code, detail)
            if not checked.complaints and line.role != "lure":
                self._witnesses.setdefault(line.path, set()).update(checked.witnesses)
                member, _, ref = line.path.partition(":")
                row = ref.split("/")[2] if ref.count("/") > 1 else ""
                self._of_row.setdefault((member, row), set()).update(checked.witnesses)
        most = 2 * len(self._truth.links.entries) if self._truth.links else 0
        for path, witness in self._bench.witnesses.items():
            if not isinstance(witness, Accounting):
                continue
            lines = [line for line in self._bench.evidence if line.file == path]
            if lines:
                left = witness.unsaid(lines)
                hows = (line.convention for line in lines)
                for text in unaccounted(left, hows, most):
                    self._fail("", "unaccounted", f"{text!r} in {path} is said by no statement")

    def _entries(self, rows: Sequence[Row]) -> None:
        """Hold the rows of the files against those that the truth lists."""
        stated = self._truth.links
        assert stated is not None  # noqa: S101
        listed = {(each.member, each.row): each for each in stated.entries}
        if len(listed) < len(stated.entries):
            self._fail("", "set_rows", "a row is listed twice")
        read = {(row.member, row.row): row for row in rows}
        for at in sorted(listed.keys() ^ read.keys()):
            where = "listed and not in the file" if at in listed else "in the file and not listed"
            self._fail("", "set_rows", f"row {at[1]} of {at[0]} is {where}")
        for at in listed.keys() & read.keys():
            each, row = listed[at], read[at]
            amount = row.amounts.get("amount")
            said = None if each.amount is None else (_fraction(each.amount), each.currency)
            if _folded(each.key) != _folded(row.key):
                self._fail("", "set_rows", f"{at}: {each.key!r} listed, {row.key!r} printed")
            if amount != said:
                self._fail("", "set_rows", f"{at}: another amount is listed than is printed")

    def _policy(self, policy: Policy) -> None:
        """Make sure that the reader is told the policy that decides, where the case tells one."""
        words = normal(policy.words())
        place = getattr(self._case, "policy", "instructions")
        if place in {None, "instructions"}:
            told = words in normal(self._case.instructions)
        elif place == "page":
            told = any(
                words in normal("\n".join(layer.text for layer in witness.layers()))
                for path, witness in self._bench.witnesses.items()
                if path in self._pages()
            )
        else:
            told = words not in normal(self._case.instructions)
            loose = policy.tolerance.absolute or policy.tolerance.percent
            told = told and not (policy.discounts or policy.fees or policy.leading or loose)
        if not told:
            self._fail("", "policy", f"the policy that decides is not the one told ({place})")

    def _pages(self) -> set[str]:
        return {file.path for file in self._case.files if getattr(file, "role", "") == "policy"}

    def _compare(
        self, rows: Sequence[Row], found: Found, policy: Policy, members: Sequence[str]
    ) -> None:
        lists = {path: self._truth.fields.get(path) for path in (MATCHES, DIFFERENCES, ORPHANS)}
        if not all(isinstance(each, ListExpectation) for each in lists.values()):
            self._fail("", "schema", "a set has the lists matches, differences and orphans")
            return
        by_at = {row.at: row for row in rows}
        links = set(found.links)
        units: list[frozenset[frozenset[At]]] = []
        for part in found.open:
            for anchored in anchors(part, members):
                if len(anchored) == 1:
                    links |= anchored
                else:
                    units.append(anchored)
        unsure = {at for part in found.open for way in part for group in way for at in group}
        self._matches(lists[MATCHES], links, units)  # type: ignore[arg-type]
        self._differences(lists[DIFFERENCES], found.links, by_at, policy, members)  # type: ignore[arg-type]
        linked = {at for group in links for at in group}
        alone = [row for row in rows if row.at not in linked and row.at not in unsure]
        self._orphans(lists[ORPHANS], alone, rows, policy)  # type: ignore[arg-type]
        for path in (DIFFERENCES, ORPHANS):
            said = {at for unit in lists[path].ignored for at in _ats(unit)}  # type: ignore[union-attr]
            if said != unsure:
                self._fail(path, "open_entries", f"{sorted(said ^ unsure)[:3]} are open or are not")

    def _matches(
        self,
        listed: ListExpectation,
        links: set[frozenset[At]],
        units: Sequence[frozenset[frozenset[At]]],
    ) -> None:
        left_links, left_units = set(links), list(units)
        for name, leaf, unit in _units(listed):
            path = f"{MATCHES}/{name}/{leaf}"
            if unit.state == "answerable":
                groups = {frozenset(_ats(value)) for value in unit.accept}
                if len(groups) != 1 or not groups <= left_links:
                    known = any(groups & each for each in units)
                    code = "not_only_link" if known else "no_link"
                    self._fail(path, code, f"{_words(groups)} is not what the files leave")
                    continue
                left_links -= groups
                self._confirm(path, next(iter(groups)))
            elif unit.state == "ambiguous":
                readings = frozenset(frozenset(_ats(value)) for value in unit.readings)
                if readings not in left_units:
                    self._fail(path, "other_links", f"{_words(readings)} are not the groupings")
                    continue
                left_units.remove(readings)
                self._confirm(path, frozenset().union(*readings))
            else:
                self._fail(path, "schema", f"a link is not {unit.state}")
        for group in left_links:
            self._fail(MATCHES, "link_missing", f"{_words([group])} belong together")
        for readings in left_units:
            self._fail(MATCHES, "link_missing", f"{_words(readings)} are possible")

    def _differences(
        self,
        listed: ListExpectation,
        links: set[frozenset[At]],
        rows: Mapping[At, Row],
        policy: Policy,
        members: Sequence[str],
    ) -> None:
        amounts = Amounts(policy)
        wanted: set[tuple[frozenset[At], Differs]] = set()
        for group in links:
            sides = [
                [rows[at] for at in sorted(group) if at[0] == member]
                for member in members
                if any(at[0] == member for at in group)
            ]
            for other in sides[1:]:
                pair = frozenset(row.at for row in (*sides[0], *other))
                wanted |= {(pair, each) for each in amounts.differences(sides[0], other)}
        said: dict[tuple[frozenset[At], Differs], str] = {}
        for name, leaf, unit in _units(listed):
            path = f"{DIFFERENCES}/{name}"
            cells = listed.rows[name]
            value = unit.accept[0] if len(unit.accept) == 1 else None
            by, reason = cells.get("by"), cells.get("reason")
            if not isinstance(value, dict) or by is None or reason is None:
                self._fail(f"{path}/{leaf}", "schema", "a difference has by and reason")
                continue
            number, currency = _by(by)
            each = Differs(
                str(value.get("field")), number, currency,
                str(reason.accept[0]) if len(reason.accept) == 1 else "",
            )  # fmt: skip
            at = frozenset(_ats(value))
            said[at, each] = path
            if not _counts(cells.get("counts"), each.reason, at, policy.leading):
                self._fail(f"{path}/counts", "difference", "another file counts, or none does")
            if (at, each) in wanted:
                for cell in cells:
                    self._confirm(f"{path}/{cell}", at)
            else:
                self._fail(f"{path}/{leaf}", "difference", f"{each} is not what the rows print")
        for at, each in wanted - said.keys():
            self._fail(DIFFERENCES, "difference", f"{_words([at])} differ: {each}")

    def _orphans(
        self, listed: ListExpectation, alone: Sequence[Row], rows: Sequence[Row], policy: Policy
    ) -> None:
        wanted = {row.at: _why_alone(row, alone, rows, policy) for row in alone}
        seen: set[At] = set()
        for name, leaf, unit in _units(listed):
            path = f"{ORPHANS}/{name}"
            ats = [at for value in unit.accept for at in _ats(value)]
            reason = listed.rows[name].get("reason")
            if unit.state != "absent" or len(ats) != 1 or ats[0] in seen:
                self._fail(f"{path}/{leaf}", "schema", "an orphan is one entry, said once")
                continue
            seen.add(ats[0])
            if ats[0] not in wanted:
                self._fail(f"{path}/{leaf}", "not_orphan", f"{_words([ats])} has a counterpart")
                continue
            self._confirm(f"{path}/{leaf}", ats)
            if reason is None or reason.accept != (wanted[ats[0]],):
                self._fail(f"{path}/reason", "orphan_reason", f"it is {wanted[ats[0]]}")
            else:
                self._confirm(f"{path}/reason", ats)
        for at in sorted(wanted.keys() - seen):
            self._fail(ORPHANS, "orphan_missing", f"{at[1]} of {at[0]} has no counterpart")

    def _confirm(self, path: str, ats: Any) -> None:  # noqa: ANN401 - an iterable of rows
        stated = self._truth.links
        assert stated is not None  # noqa: S101
        names = {(each.member, each.key): each.row for each in stated.entries}
        who = {SEARCH}
        for member, key in ats:
            who |= self._of_row.get((member, names.get((member, key), "")), set())
        self._witnesses.setdefault(path, set()).update(who)

    def _fail(self, path: str, code: str, detail: str) -> None:
        self._failures.add(Failure(self._case.case, path, code, detail))


def anchors(
    ways: Sequence[frozenset[frozenset[At]]], members: Sequence[str]
) -> Iterator[frozenset[frozenset[At]]]:
    """Yield the possible groups of each link of a part that has several groupings.

    A link is distinguished by the rows of one member that stand together in every grouping. The
    last such member counts; the first member comes last. Without one all groups are of one link.
    """
    rows = {at for way in ways for group in way for at in group}
    for member in [*members[1:], members[0]]:
        mine = {at for at in rows if at[0] == member}
        cuts = []
        for way in ways:
            sides = {frozenset(at for at in group if at[0] == member) for group in way} - {
                frozenset()
            }
            lone = mine - {at for side in sides for at in side}
            cuts.append(frozenset(sides | {frozenset((at,)) for at in lone}))
        if mine and len(set(cuts)) == 1:
            for side in cuts[0]:
                groups = {next((group for group in way if side <= group), side) for way in ways}
                if groups != {side}:
                    yield frozenset(groups)
            return
    yield frozenset(group for way in ways for group in way)


def _counts(
    field: FieldExpectation | None, reason: str, at: frozenset[At], leading: str | None
) -> bool:
    """Whether the truth says rightly whose value counts in a difference."""
    if reason in {"cash_discount", "fee", "rounding", "fx", "cut_off"}:
        return field is None
    sides = {member for member, _ in at}
    if field is None:
        return False
    if leading in sides:
        return field.state == "answerable" and field.accept == (leading,)
    return field.state == "disputed" and {str(each) for each in field.readings} == sides


def _why_alone(row: Row, alone: Sequence[Row], rows: Sequence[Row], policy: Policy) -> str:
    if policy.duplicates:
        lonely = {id(each) for each in alone}
        for other in rows:
            if other is row:
                break
            if other.member == row.member and id(other) not in lonely and other.like(row):
                return "duplicate"
    said = normal(" ".join((*row.texts, *row.references, row.party))).casefold()
    if any(normal(fee.name).casefold() in said for fee in policy.fees):
        return "fee"
    dates = [e.date for e in rows if e.member != row.member and e.date is not None]
    if policy.cut_off is not None and dates and row.date is not None:
        last = max(dates)
        if row.date >= last or _days_before(row.date, last, policy) <= policy.cut_off:
            return "cut_off"
    return "unknown"


def _days_before(date: dt.date, last: dt.date, policy: Policy) -> int:
    """How many days of the policy one goes back from `last` to come to a date or before it."""
    return -Amounts(policy).days(last, date)


def _units(listed: ListExpectation) -> Iterator[tuple[str, str, FieldExpectation]]:
    """Yield row, name and field of every unit of a list."""
    for name, cells in listed.rows.items():
        for leaf in listed.whole:
            if leaf in cells:
                yield name, leaf, cells[leaf]


def _ats(value: Json) -> list[At]:
    """The rows that a unit names: keys by member, or one key in a member."""
    if not isinstance(value, dict):
        return []
    if "in" in value:
        return [(str(value["in"]), str(key)) for key in value.get("entry", ())]
    return [
        (member, str(key))
        for member, keys in value.items()
        if isinstance(keys, list)
        for key in keys
    ]


def _by(field: FieldExpectation) -> tuple[Fraction, str]:
    said = field.accept[0] if len(field.accept) == 1 else None
    if isinstance(said, dict):
        return _fraction(said.get("amount")), str(said.get("currency"))
    return _fraction(said), ""


def _fraction(text: object) -> Fraction:
    try:
        return Fraction(Decimal(str(text)))
    except (ArithmeticError, ValueError):
        return Fraction(0)


def _folded(key: str) -> str:
    return normal(key).replace(" ", "")


def _words(groups: Any) -> str:  # noqa: ANN401 - groups of rows
    return " or ".join(
        sorted(", ".join(f"{member} {key}" for member, key in sorted(group)) for group in groups)
    )
