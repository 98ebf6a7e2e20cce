"""What is said of a finished set: its question, its truth, and where everything stands."""

from __future__ import annotations

from collections.abc import Mapping

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.asking_sets import told_of
from chaosdocs.corpus.expect_sets import (
    NUMBERS,
    REFERENCES,
    TEXTS,
    PrintedRow,
    UnreadRowError,
    policy_of,
    printed_rows,
    set_evidence,
    set_truth,
)
from chaosdocs.corpus.links import link_fields, link_instructions, link_schema
from chaosdocs.corpus.sets import RenderedSet
from chaosdocs.formats.cases import Case, CaseFile, CaseTruth, Evidence, StepTruth
from chaosdocs.formats.links import SetExpectation, SetMember
from chaosdocs.formats.media import MEDIA, SET, medium_of
from chaosdocs.formats.sets import SetRendering
from chaosdocs.foundation.digest import sha256
from chaosdocs.render.systems import told_of_format
from chaosdocs.sources.world.pairing import Pairing
from chaosdocs.truth.policy import Policy


def of_set(
    built: RenderedSet, case: str, folder: str
) -> tuple[Case, CaseTruth, tuple[Evidence, ...]] | Skip:
    """Return question, truth and evidence of a set, or why it makes no case.

    Label, severity and twin are the maker's to say.

    Args:
        built: The finished set.
        case: Id of the case.
        folder: Where its files will lie, relative to the corpus.
    """
    try:
        rows = tuple(printed_rows(built))
    except UnreadRowError as error:
        return Skip(str(error))
    truth = set_truth(built, rows)
    if truth.misfits:
        first = truth.misfits[0]
        said = ", ".join(f"{member} {key}" for member, key in first.entries)
        return Skip(f"the rows tell of another payment than was made: {said}")
    roles = built.pairing.roles
    policy = policy_of(built)
    files = tuple(
        CaseFile(
            path=f"{folder}/{file.name}",
            media_type=file.media_type,
            sha256=sha256(file.data),
            bytes=len(file.data),
            role=role,
        )
        for role, file in zip(built.roles, built.files, strict=True)
    )
    first_member = next(iter(built.members.values()))
    question = Case(
        case=case,
        task="reconcile",
        channel=MEDIA[first_member.medium].asked,
        instructions=set_question(built.pairing, built.policy, built.how),
        files=files,
        policy=built.how.policy,
        schema=link_schema(roles, policy),
    )
    stored = tuple(row.wire() for row in rows)
    answer = CaseTruth(
        case=case,
        label="",
        records=(built.book.id,),
        twin=None,
        medium=SET,
        rendering=built.rendering,
        locale=built.book.locale,
        steps=tuple(
            StepTruth(
                step=done.step.id,
                operator=done.plan.operator,
                severity=done.step.severity,
                keys=done.plan.keys,
            )
            for done in built.steps
        ),
        fields=link_fields(truth, stored, touched=touched_rows(built, rows)),
        links=SetExpectation(
            members=set_members(built, {file.role: file.path for file in files}),
            policy=policy.data(),
            entries=stored,
        ),
    )
    return question, answer, set_evidence(built, case, folder)


def set_question(pairing: Pairing, policy: Policy, how: SetRendering) -> str:
    """Return the rules of the task, in words, for a reader of a set.

    Args:
        pairing: Which members there are.
        policy: The policy of the book.
        how: How the members are rendered, and where the policy stands.
    """
    channels = {
        role: medium_of(rendering).asked
        for role, rendering in zip(pairing.roles, how.members, strict=True)
    }
    formats = {
        role: told_of_format(rendering)
        for role, rendering in zip(pairing.roles, how.members, strict=True)
    }
    told = told_of(pairing, policy, how.policy, channels, formats)
    return link_instructions(pairing.roles, told)


def set_members(built: RenderedSet, paths: Mapping[str, str]) -> tuple[SetMember, ...]:
    """Return what the proof needs to know of each member: its file, and what its leaves are.

    Args:
        built: The finished set.
        paths: Role to the path of its file.
    """
    made = []
    for role, member in built.members.items():
        domain = member.record.domain
        at = f"{domain.list_path}/*/"
        leaves = [f.path.removeprefix(at) for f in domain.fields if f.path.startswith(at)]
        made.append(
            SetMember(
                name=role,
                file=paths[role],
                list_path=str(domain.list_path),
                leaves={
                    "key": ("key",),
                    "date": ("date",),
                    "amount": ("amount",),
                    "party": ("party",),
                    "references": tuple(leaf for leaf in REFERENCES if leaf in leaves),
                    "texts": tuple(leaf for leaf in TEXTS if leaf in leaves),
                    **{leaf: (leaf,) for leaf in NUMBERS if leaf in leaves},
                },
            )
        )
    return tuple(made)


def touched_rows(
    built: RenderedSet, rows: tuple[PrintedRow, ...]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return member and printed key of every row that a step touched, with the steps.

    A row that a step took away is gone; the rows that shared its events are touched then.
    """
    found: dict[tuple[str, str], dict[str, None]] = {}
    there = {(row.entry.member, row.row): row.entry for row in rows}
    of_clean = {
        (role, row.id): row.events
        for role, entries in built.clean.members.items()
        for row in entries
    }
    for done in built.steps:
        for ref in done.touched:
            role, _, inner = ref.partition(":")
            name = _row_of(inner)
            entry = there.get((role, name))
            if entry is not None:
                found.setdefault(entry.at, {})[done.step.id] = None
                continue
            events = of_clean.get((role, name), frozenset())
            for other in there.values():
                if events & {share.event for share in other.of}:
                    found.setdefault(other.at, {})[done.step.id] = None
    return {at: tuple(steps) for at, steps in found.items()}


def _row_of(ref: str) -> str:
    """The row that a touched ref names: ``m3`` itself, or the row of ``/lines/m3/amount``."""
    parts = ref.split("/")
    return parts[2] if len(parts) > 2 else ref  # noqa: PLR2004 - the list, the row, the leaf
