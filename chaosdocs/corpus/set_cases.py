"""What is said of a finished set: its question, its truth, and where everything stands."""

from __future__ import annotations

from chaosdocs.authoring.operator import Skip
from chaosdocs.corpus.asking_sets import set_instructions, set_schema
from chaosdocs.corpus.expect_sets import set_evidence, set_truth
from chaosdocs.corpus.sets import RenderedSet
from chaosdocs.formats.cases import Case, CaseFile, CaseTruth, Evidence, StepTruth
from chaosdocs.formats.media import MEDIA, SET
from chaosdocs.foundation.digest import sha256


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
    truth = set_truth(built)
    if truth.misfits:
        first = truth.misfits[0]
        rows = ", ".join(f"{member} {key}" for member, key in first.entries)
        return Skip(f"the rows tell of another payment than was made: {rows}")
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
        instructions=set_instructions(built.pairing, built.policy, built.how.policy),
        files=files,
        policy=built.how.policy,
        schema=set_schema(built.pairing),
    )
    said = CaseTruth(
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
        fields={},
    )
    return question, said, set_evidence(built, case, folder)
