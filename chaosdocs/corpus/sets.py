"""Sets: a book of a world taken through the stage Matter, then each member on its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.plan import plan, replay
from chaosdocs.corpus.build import AppliedStep, RenderedDocument, Step, build
from chaosdocs.documents.matter import Booking, BookingSet
from chaosdocs.documents.matter_verbs import MATTER
from chaosdocs.documents.rendered import Rendered
from chaosdocs.documents.statement_set import Note
from chaosdocs.formats.media import MATTER as MATTER_STAGE
from chaosdocs.formats.media import SET, Form
from chaosdocs.formats.sets import SetRendering, set_rendering
from chaosdocs.foundation.rng import Rng
from chaosdocs.sources.world.pairing import Pairing, open_set
from chaosdocs.sources.world.registry import PAIRINGS
from chaosdocs.sources.world.views.rows import ordered
from chaosdocs.sources.world.world import Book
from chaosdocs.truth.policy import Policy
from chaosdocs.truth.statements import Statement

POLICY = "policy"
"""The role of the file that holds the policy, where it is a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedSet:
    """A finished set.

    Attributes:
        book: The book of the world behind it.
        pairing: Its pairing.
        how: How it is rendered.
        clean: The rows of all members before any step.
        matter: The rows of all members, as they stand at the end.
        members: Role to the finished document of each member.
        steps: What was done, to the set first.
    """

    book: Book
    pairing: Pairing
    how: SetRendering
    clean: BookingSet
    matter: BookingSet
    members: Mapping[str, RenderedDocument]
    steps: tuple[AppliedStep, ...]
    glass: bytes | None = None

    @property
    def rendering(self) -> str:
        """The rendering as one name."""
        return str(self.how)

    @property
    def medium(self) -> Form:
        """What it is made as: a set."""
        return SET

    @property
    def policy(self) -> Policy:
        """By what its rows are matched."""
        return self.matter.policy

    @property
    def roles(self) -> tuple[str, ...]:
        """The role of every file, in their order."""
        return (*self.members, *((POLICY,) if self.how.policy == "page" else ()))

    @property
    def files(self) -> tuple[Rendered, ...]:
        """The finished files: one for each member, then the page with the policy."""
        files = tuple(_named(role, each.files[0]) for role, each in self.members.items())
        if self.how.policy != "page":
            return files
        page = Rendered(
            name=f"{POLICY}.txt",
            media_type="text/plain",
            data=f"{self.policy.words()}\n".encode(),
            loci=(),
        )
        return (*files, page)

    @property
    def statements(self) -> dict[str, Statement]:
        """Every statement of every member, named by member: ``books:/total#1``."""
        return {
            f"{role}:{name}": statement
            for role, member in self.members.items()
            for name, statement in member.statements.items()
        }

    @property
    def notes(self) -> tuple[Note, ...]:
        """The sentences of all members that state no field."""
        return tuple(note for member in self.members.values() for note in member.notes)


def _named(role: str, file: Rendered) -> Rendered:
    return replace(file, name=f"{role}.{file.name.rpartition('.')[2]}")


def clean_set(book: Book, pairing: str) -> BookingSet:
    """Return the clean rows that the members of a pairing have of a book."""
    return open_set(book, pairing, PAIRINGS[pairing])


def kept(matter: BookingSet, events: frozenset[str]) -> BookingSet:
    """Return a set with only the rows of some events, and those that have no event."""
    members = {
        role: tuple(row for row in rows if not row.of or _matters(row) & events)
        for role, rows in matter.members.items()
    }
    return replace(matter, members=members)


def _matters(row: Booking) -> frozenset[str]:
    """The matters whose events are behind a row: ``m7`` of ``m7`` and of ``m7.paid``."""
    return frozenset(event.partition(".")[0] for event in row.events)


def build_set(
    book: Book,
    rendering: str,
    steps: Sequence[Step],
    rng: Rng,
    *,
    dpi: int = 150,
    events: frozenset[str] | None = None,
) -> RenderedSet | Skip:
    """Return the finished set of a book, or why a step could not be taken.

    Args:
        book: The book.
        rendering: The rendering of the set.
        steps: What is to be done to all members together, or to the member that a step names.
        rng: The case's stream.
        dpi: Resolution of scans.
        events: Keep only what is of these events (shrinking); None keeps all.
    """
    how = set_rendering(rendering)
    pairing = PAIRINGS[how.pairing]
    clean = clean_set(book, how.pairing)
    if events is not None:
        clean = kept(clean, events)
    changed = _changed(clean, steps, rng)
    if isinstance(changed, Skip):
        return changed
    matter, done = changed
    matter = replace(matter, members={r: ordered(rows) for r, rows in matter.members.items()})
    members: dict[str, RenderedDocument] = {}
    for member, its in zip(pairing.members, how.members, strict=True):
        role = member.role
        record = member.view.record(book, matter.members[role])
        own = [step for step in steps if step.member == role]
        built = build(record, its, own, rng.at("member", role), dpi=dpi)
        if isinstance(built, Skip):
            return built
        members[role] = built
        done += [
            replace(each, touched=tuple(f"{role}:{ref}" for ref in each.touched))
            for each in built.steps
        ]
    return RenderedSet(
        book=book,
        pairing=pairing,
        how=how,
        clean=clean,
        matter=matter,
        members=members,
        steps=tuple(done),
    )


def decided_set(
    book: Book, rendering: str, steps: Sequence[Step], rng: Rng
) -> tuple[AppliedStep, ...] | Skip:
    """Return what the steps of the stage Matter decide, or why one could not be taken.

    No member is made; see `build_set` for the arguments.
    """
    changed = _changed(clean_set(book, set_rendering(rendering).pairing), steps, rng)
    return changed if isinstance(changed, Skip) else tuple(changed[1])


def _changed(
    clean: BookingSet, steps: Sequence[Step], rng: Rng
) -> tuple[BookingSet, list[AppliedStep]] | Skip:
    """Return a set after all steps of the stage Matter, and what they did."""
    matter = clean
    done: list[AppliedStep] = []
    for step in steps:
        if step.operator.stage.name != MATTER_STAGE:
            continue
        decided = plan(step.operator, matter, step.severity, rng.at(step.name), keep=step.keep)
        if isinstance(decided, Skip):
            return Skip(f"{step.operator.id}: {decided.reason}")
        after = replay(MATTER, matter, decided.edits)
        touched = tuple(sorted(after.changed(matter)))
        done.append(AppliedStep(step=step, plan=decided, touched=touched))
        matter = after
    return matter, done
