"""From a finished set to its truth: the rows as the files print them, folded under the policy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from chaosdocs.corpus.asking_sets import deciding
from chaosdocs.corpus.expect import evidence, expectations
from chaosdocs.corpus.sets import RenderedSet
from chaosdocs.formats.cases import Evidence, FieldExpectation, ListExpectation
from chaosdocs.formats.media import MEDIA
from chaosdocs.truth.links import Entry, SetTruth, Share
from chaosdocs.truth.sets import fold
from chaosdocs.truth.values import Value, from_json


def entries(built: RenderedSet) -> Iterator[Entry]:
    """Yield every row of every member as its finished file prints it, in the order of the file."""
    for role, member in built.members.items():
        fields, _issues = expectations(member, MEDIA[member.medium].asked, "allow", {})
        listed = fields[str(member.record.domain.list_path)]
        assert isinstance(listed, ListExpectation)  # noqa: S101 - it is the path of the list
        for row in built.matter.members[role]:
            if row.id in listed.rows:
                said = _said(listed.rows[row.id])
                yield _entry(role, said, tuple(Share(event, part) for event, part in row.of))


def _said(leaves: Mapping[str, FieldExpectation]) -> dict[str, Value]:
    """What a row says plainly: leaf and value."""
    return {
        name: from_json(leaf.kind, leaf.accept[0])
        for name, leaf in leaves.items()
        if leaf.state == "answerable"
    }


def _entry(role: str, said: Mapping[str, Any], of: tuple[Share, ...]) -> Entry:
    return Entry(
        member=role,
        key=str(said.get("key", "")),
        date=said.get("date"),
        amount=said.get("amount"),
        party=str(said.get("party", "")),
        references=tuple(said[leaf] for leaf in ("reference",) if leaf in said),
        texts=tuple(said[leaf] for leaf in ("text", "type") if leaf in said),
        of=of,
    )


def set_truth(built: RenderedSet) -> SetTruth:
    """Return what a careful reader can know of a set.

    Raises:
        ValueError: Two rows of a member have one key, or there are more groupings than can be
            listed.
    """
    policy = deciding(built.policy, built.how.policy)
    return fold(tuple(entries(built)), policy, built.pairing.roles)


def set_evidence(built: RenderedSet, case: str, folder: str) -> tuple[Evidence, ...]:
    """Return where every statement of every member stands, named by member."""
    lines: list[Evidence] = []
    for role, file in zip(built.members, built.files, strict=False):
        member = replace(built.members[role], files=(file,))
        lines += [
            Evidence.ours(
                {
                    **line.__dict__,
                    "path": f"{role}:{line.path}",
                    "statement": f"{role}:{line.statement}",
                }
            )
            for line in evidence(member, case, folder)
        ]
    return tuple(lines)
