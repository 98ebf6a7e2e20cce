"""The question and the truth of a set: what a reader is asked, and what is right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from chaosdocs.corpus.asking import SPELLING
from chaosdocs.formats.cases import FieldExpectation, Fields, ListExpectation
from chaosdocs.formats.links import SetEntry
from chaosdocs.truth.links import EXPLAINED, ORPHAN_REASONS, REASONS, Difference, Link, SetTruth
from chaosdocs.truth.policy import Policy
from chaosdocs.truth.values import Kind, to_json

Json = Any
MATCHES: Final = "/matches"
DIFFERENCES: Final = "/differences"
ORPHANS: Final = "/orphans"
LINK_WEIGHTS: Final[Mapping[str, Mapping[str, float]]] = {
    MATCHES: {},
    DIFFERENCES: {"difference": 0.25, "by": 0.25, "reason": 0.125, "counts": 0.125},
    ORPHANS: {"orphan": 0.25, "reason": 0.125},
}
"""Weight of each judged field of a set: links count as much as all that is said beside them, and a
reason half of what it belongs to."""


def ids_leaf(description: str) -> dict[str, Json]:
    """Return the schema of a set of identifiers."""
    return {
        "description": f"{description} {SPELLING['ids']}",
        "x-kind": "ids",
        "type": ["array", "null"],
        "items": {"type": "string"},
    }


def link_schema(members: Sequence[str], policy: Policy) -> dict[str, Json]:
    """Return the JSON Schema of an answer about a set.

    Args:
        members: The names of its members, the first one first.
        policy: What decides; only what it compares is asked.
    """
    first, *others = members
    sides = {each: ids_leaf(f"Keys of the entries in {each}.") for each in members}
    money = {
        "x-kind": "money",
        "type": ["object", "null"],
        "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
        "required": ["amount", "currency"],
    }
    other = " or ".join(others)
    by = f"How much larger the value in {other} is than the one in {first}. "
    if set(policy.compare) <= {"amount", "tax"}:
        leaf = {**money, "description": by + SPELLING["money"]}
    else:
        leaf = {
            **money,
            "type": ["object", "string", "null"],
            "description": f"{by}{SPELLING['money']} Days, quantities and prices are plain "
            'decimals in a string, such as "3".',
        }
    return _object(
        {
            "matches": _rows(
                "One row for each group of entries that belong together.", _object(sides)
            ),
            "differences": _rows(
                "One row for each value that differs in a group.",
                _object(
                    {
                        **sides,
                        "field": _enum("What differs.", policy.compare),
                        "by": leaf,
                        "reason": _enum("Why it differs.", REASONS),
                        "counts": _enum(_COUNTS, members),
                    }
                ),
            ),
            "orphans": _rows(
                "One row for each entry that has no counterpart.",
                _object(
                    {
                        "in": _enum("Where the entry stands.", members),
                        "entry": ids_leaf("Its key."),
                        "reason": _enum("Why it has none.", ORPHAN_REASONS),
                    }
                ),
            ),
        }
    )


def link_instructions(members: Sequence[str], words: str) -> str:
    """Return the rules of the task, in words, for a reader.

    Args:
        members: The names of the members, the first one first.
        words: The policy, or where it stands, or that nobody states it.
    """
    names = ", ".join(members[:-1]) + f" and {members[-1]}"
    return "\n".join((_TASK.format(names=names, first=members[0]), words, REASON_WORDS))


_COUNTS: Final = (
    "Whose value counts, where the reason is none of "
    + ", ".join(sorted(EXPLAINED))
    + "; null otherwise."
)
_TASK: Final = """\
The files {names} say of the same business what each system knows of it. Find out which of their \
entries belong together.
"matches": every group of entries of two files or more that belong together, each group once, with \
all of its entries. An entry is in one group at most.
"differences": what differs in the rows of a group; the entries are those of the group. {first} is \
compared with each other file. Where no term explains a difference, one of the files is wrong: \
"counts" names the file that counts, or is left open as "disputed" if nothing says which one does.
"orphans": every entry that has no counterpart in another file.
If the files leave open which entries belong together, give the entries that are sure in a row of \
"matches", leave the other side null, and report the row as ambiguous: "/matches/3": "ambiguous". \
Name the possible groups as candidates of that side: "/matches/3/{first}": [["51"], ["52"]]. An \
empty list as a candidate says that there may be no counterpart. Say nothing else of these entries.
Keys are those printed in each file."""
REASON_WORDS: Final = (
    "Reasons of differences: the first of these that explains it. sign: the same amount with the "
    "other sign. fx: the amounts in the foreign currency agree. quantity, price: units and price "
    "explain it. tax: the amounts without tax agree. cash_discount: a cash discount of the terms, "
    "taken in time or late. fee: an amount of the fee table. rounding: within the tolerance. typo: "
    "one digit differs, or two neighbours are swapped. unknown: anything else. A date differs if "
    "the dates lie in two months (cut_off) or farther apart than allowed (unknown). "
    "Reasons of orphans: duplicate: an equal entry before it in the file has a counterpart. fee: "
    "its text names a fee of the fee table. cut_off: it is open at the cut-off. unknown: anything "
    "else."
)
"""What the reasons mean; it follows the policy wherever that stands."""


def link_fields(
    truth: SetTruth,
    entries: Sequence[SetEntry],
    *,
    touched: Mapping[tuple[str, str], tuple[str, ...]] | None = None,
) -> Fields:
    """Return the truth of a set as the fields of its case.

    A row is called by the first row of its first member (``m3``), so that the same link has the
    same path in a document and in its clean twin.

    Args:
        truth: The truth.
        entries: Every row of every member.
        touched: Member and key of an entry to the steps that changed it.
    """
    build = _Fields(truth, entries, touched or {})
    return {MATCHES: build.matches(), DIFFERENCES: build.differences(), ORPHANS: build.orphans()}


class _Fields:
    def __init__(
        self,
        truth: SetTruth,
        entries: Sequence[SetEntry],
        touched: Mapping[tuple[str, str], tuple[str, ...]],
    ) -> None:
        self.truth = truth
        self.rows = {(each.member, each.key): each.row for each in entries}
        self.place = {(each.member, each.key): n for n, each in enumerate(entries)}
        self.steps = touched
        self.names: set[str] = set()

    def matches(self) -> ListExpectation:
        rows: dict[str, dict[str, FieldExpectation]] = {}
        for each in self.truth.links:
            if each.link is not None:
                name = self._name(each.link.entries)
                field = self._unit("link", name, each.link.entries, accept=(side_json(each.link),))
            else:
                every = [entry for reading in each.readings for entry in reading.entries]
                name = self._name(every)
                field = self._unit(
                    "link", name, every, state="ambiguous",
                    readings=tuple(side_json(reading) for reading in each.readings),
                )  # fmt: skip
            rows[name] = {"link": field}
        return ListExpectation(
            rows=rows,
            whole={"link": self.truth.members},
            weights=dict(LINK_WEIGHTS[MATCHES]),
            exclusive=True,
            against=ORPHANS,
        )

    def differences(self) -> ListExpectation:
        rows: dict[str, dict[str, FieldExpectation]] = {}
        for each in self.truth.differences:
            name = self._name(each.link.entries, after=f".{each.field}")
            rows[name] = self._difference(name, each)
        return ListExpectation(
            rows=rows,
            whole={"difference": (*self.truth.members, "field")},
            weights=dict(LINK_WEIGHTS[DIFFERENCES]),
            ignored=self._ignored(),
        )

    def orphans(self) -> ListExpectation:
        rows: dict[str, dict[str, FieldExpectation]] = {}
        for each in self.truth.orphans:
            at = each.member, each.key
            name = f"{each.member}:{self.rows[at]}"
            value = {"in": each.member, "entry": [each.key]}
            rows[name] = {
                "orphan": self._unit("orphan", name, [at], state="absent", accept=(value,)),
                "reason": self._leaf("reason", name, [at], "enum", each.reason),
            }
        return ListExpectation(
            rows=rows,
            whole={"orphan": ("in", "entry")},
            weights=dict(LINK_WEIGHTS[ORPHANS]),
            against=MATCHES,
            ignored=self._ignored(),
        )

    def _difference(self, name: str, each: Difference) -> dict[str, FieldExpectation]:
        at = each.link.entries
        kind: Kind = "money" if each.field in {"amount", "tax"} else "number"
        value = {**side_json(each.link), "field": each.field}
        counts: dict[str, FieldExpectation] = {}
        if each in self.truth.disputed:
            sides = tuple(member for member, _ in each.link.sides)
            counts["counts"] = FieldExpectation(
                ref=f"{name}/counts",
                state="disputed",
                kind="enum",
                readings=sides,
                touched=self._touched(at),
            )
        elif each.reason not in EXPLAINED and self.truth.leading is not None:
            counts["counts"] = self._leaf("counts", name, at, "enum", self.truth.leading)
        return {
            "difference": self._unit("difference", name, at, accept=(value,)),
            "by": self._leaf("by", name, at, kind, to_json(each.by)),
            "reason": self._leaf("reason", name, at, "enum", each.reason),
            **counts,
        }

    def _ignored(self) -> tuple[Json, ...]:
        return tuple({member: [key]} for member, key in sorted(self.truth.open))

    def _name(self, entries: Iterable[tuple[str, str]], after: str = "") -> str:
        """The row of the first entry whose name is still free; by member, then by place."""
        order = {member: n for n, member in enumerate(self.truth.members)}
        found = sorted(set(entries), key=lambda at: (order[at[0]], self.place[at]))
        names = [
            self.rows[at] if at[0] == self.truth.members[0] else f"{at[0]}:{self.rows[at]}"
            for at in found
        ]
        name = next((f"{n}{after}" for n in names if f"{n}{after}" not in self.names), "")
        name = name or f"{names[0]}{after}.{len(self.names)}"
        self.names.add(name)
        return name

    def _touched(self, entries: Collection[tuple[str, str]]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(step for at in entries for step in self.steps.get(at, ())))

    def _unit(
        self,
        leaf: str,
        name: str,
        entries: Collection[tuple[str, str]],
        **more: Any,  # noqa: ANN401 - parts of the model
    ) -> FieldExpectation:
        return FieldExpectation(
            ref=f"{name}/{leaf}",
            state=more.pop("state", "answerable"),
            kind="ids",
            touched=self._touched(entries),
            **more,
        )

    def _leaf(
        self, leaf: str, name: str, entries: Collection[tuple[str, str]], kind: Kind, value: Json
    ) -> FieldExpectation:
        return FieldExpectation(
            ref=f"{name}/{leaf}",
            state="answerable",
            kind=kind,
            accept=(value,),
            touched=self._touched(entries),
        )


def side_json(link: Link) -> dict[str, Json]:
    """Return a link as an answer gives it: member to keys."""
    return {member: list(keys) for member, keys in link.sides}


def _object(properties: Mapping[str, Json]) -> dict[str, Json]:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _rows(description: str, items: Mapping[str, Json]) -> dict[str, Json]:
    return {"description": description, "type": ["array", "null"], "items": dict(items)}


def _enum(description: str, options: Sequence[str]) -> dict[str, Json]:
    return {
        "description": description,
        "x-kind": "enum",
        "type": ["string", "null"],
        "enum": [*options, None],
    }
