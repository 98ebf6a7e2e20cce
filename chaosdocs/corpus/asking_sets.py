"""What a reader of a set is asked: which rows belong together, what differs, what stands alone."""

from __future__ import annotations

from typing import Any

from chaosdocs.formats.cases import PolicyPlace
from chaosdocs.sources.world.pairing import Member, Pairing
from chaosdocs.truth.links import ORPHAN_REASONS, REASONS
from chaosdocs.truth.policy import MatchingKey, Policy

_ONLY_PRINTED = Policy(
    keys=(
        MatchingKey(by="reference"),
        MatchingKey(by="amount"),
        MatchingKey(by="sum", most=6),
    ),
    before=3_650,
    after=3_650,
    duplicates=False,
)
"""What can be known where no policy is given: numbers, parties and amounts that agree exactly."""
_TASK = """\
Find out which rows belong together.
In matches, each group of rows that belong together stands once, with the keys of its rows as they \
are printed in each file.
In differences, each value of a group that the files state differently: by how much the sum of the \
last file is greater than that of the first, and why.
In orphans, each row that belongs to no row of another file, and why.
Where several groupings are possible and nothing decides, do not choose: leave the rows out and \
say so in abstain, or name all of them in candidates.
Amounts have the sign of their effect on the company's cash in every file."""
_NOWHERE = (
    "No policy is given. Rows belong together if one prints the document number or reference of "
    "the other as a whole word; or, of the rows that are left, if they name one party and the "
    "amounts, or the sums of up to six rows on one side of which no smaller part agrees, are "
    "exactly equal, whatever their dates are. Nothing explains a difference in amounts but a "
    "turned sign or a slip of one digit or of two neighbours; otherwise its reason is unknown."
)


def deciding(policy: Policy, place: PolicyPlace) -> Policy:
    """Return the policy that decides what a reader can know: none but what is printed, if untold.

    Args:
        policy: The policy of the book.
        place: Where it stands.
    """
    return _ONLY_PRINTED if place == "nowhere" else policy


def set_instructions(pairing: Pairing, policy: Policy, place: PolicyPlace) -> str:
    """Return the rules of the task, in words, for a reader.

    Args:
        pairing: Which members there are.
        policy: The policy of the book.
        place: Where it stands.
    """
    files = "; ".join(f"{member.role}: {member.about}" for member in pairing.members)
    parts = [f"The files are of one company and one period ({files}).", _TASK]
    if place == "instructions":
        parts.append(policy.words())
    elif place == "page":
        parts.append("The policy by which rows are matched stands in the file of the role policy.")
    else:
        parts.append(_NOWHERE)
    return "\n".join(parts)


def set_schema(pairing: Pairing) -> dict[str, Any]:
    """Return the JSON Schema of an answer about a set."""
    sides = {
        member.role: {
            "type": ["array", "null"],
            "items": {"type": "string"},
            "x-kind": "ids",
            "description": f"Keys of rows, as printed: {_key_label(member)}.",
        }
        for member in pairing.members
    }
    roles = list(pairing.roles)
    money = {
        "type": ["object", "null"],
        "properties": {"amount": {"type": "string"}, "currency": {"type": "string"}},
        "required": ["amount", "currency"],
        "x-kind": "money",
        "description": (
            "The sum of the last file less that of the first. Amount as a plain decimal with a "
            "point; currency as its ISO 4217 code."
        ),
    }
    return {
        "type": "object",
        "properties": {
            "matches": _rows(sides, "Rows that belong together."),
            "differences": _rows(
                {
                    **sides,
                    "field": {
                        "type": ["string", "null"],
                        "x-kind": "enum",
                        "enum": ["amount", None],
                    },
                    "by": money,
                    "reason": {
                        "type": ["string", "null"],
                        "x-kind": "enum",
                        "enum": [*REASONS, None],
                    },
                },
                "What differs in rows that belong together.",
            ),
            "orphans": _rows(
                {
                    "in": {"type": ["string", "null"], "x-kind": "enum", "enum": [*roles, None]},
                    "entry": {
                        "type": ["array", "null"],
                        "items": {"type": "string"},
                        "x-kind": "ids",
                        "description": "The key of the row, as printed.",
                    },
                    "reason": {
                        "type": ["string", "null"],
                        "x-kind": "enum",
                        "enum": [*ORPHAN_REASONS, None],
                    },
                },
                "Rows that belong to no row of another file.",
            ),
        },
        "additionalProperties": False,
    }


def _key_label(member: Member) -> str:
    domain = member.view.domain
    return domain.field(f"{domain.list_path}/k/key").description.rstrip(".")


def _rows(properties: dict[str, Any], description: str) -> dict[str, Any]:
    return {
        "type": ["array", "null"],
        "description": description,
        "items": {"type": "object", "properties": properties, "additionalProperties": False},
    }
