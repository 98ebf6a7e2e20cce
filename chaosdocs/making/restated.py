"""What the lines of a case say that follows from the recipe, said again and compared.

The proof opens files. It cannot see a wrong name of a step, a question that was changed, or a wrong
answer that is a right one. The recipe tells these anew: its question, its names, and the truth of
the document that it makes, field by field.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from itertools import zip_longest
from typing import Any

from chaosdocs.corpus.asking import schema
from chaosdocs.corpus.asking_sets import deciding
from chaosdocs.corpus.links import DIFFERENCES, MATCHES, ORPHANS, link_schema
from chaosdocs.corpus.make import Maker
from chaosdocs.corpus.map_cases import PAIRS, instructions_for, map_schema
from chaosdocs.corpus.set_cases import set_question
from chaosdocs.corpus.sets import POLICY
from chaosdocs.corpus.slots import Slot
from chaosdocs.corpus.stating import told
from chaosdocs.formats.cases import Case, CasePlan, CaseTruth, ListExpectation, PolicyPlace
from chaosdocs.formats.media import MEDIA, SET, medium_of
from chaosdocs.formats.packets import is_packet
from chaosdocs.formats.sets import set_rendering
from chaosdocs.foundation.digest import canonical, opaque
from chaosdocs.proof.map_places import whole
from chaosdocs.proof.witnesses.witness import UnreadableError
from chaosdocs.sources.world.registry import PAIRINGS
from chaosdocs.truth.fold import Legibility
from chaosdocs.truth.records import Domain

_LINE, _BEFORE = 80, 20
"""Characters of a text that are shown, and how many of them stand before the difference."""


def restated(  # noqa: PLR0917 - the two halves of a case, and what they are compared with
    maker: Maker,
    case: Case,
    truth: CaseTruth,
    plan: CasePlan,
    there: Collection[str],
    sights: Mapping[str, Legibility],
) -> Iterator[tuple[str, str]]:
    """Compare a case with its recipe; yield path and words of each difference.

    Args:
        maker: The maker of the recipe.
        case: The public case.
        truth: Its truth.
        plan: Its plan, which names the slot.
        there: Ids of all cases of the corpus.
        sights: For a scan: what is left of every statement of the file.
    """
    if not 0 <= plan.slot < len(maker.slots):
        yield "", f"the recipe has no slot {plan.slot}"
        return
    slot = maker.slots[plan.slot]
    yield from _made_again(maker, plan.slot, case, truth, sights)
    yield from _plan_restated(maker, plan)
    if is_packet(slot.rendering):
        yield from _packet_restated(maker, slot, case, truth, there)
        return
    if maker.books is not None:
        yield from _set_restated(maker, slot, case, truth, there)
        return
    if maker.recipe.ask.task == "map":
        yield from _map_restated(maker, slot, case, truth)
        return
    record = maker.records[slot.record]
    label = slot.label(record.id)
    twin = maker.case_id(maker.slots[maker.slots.twin(slot)]) if slot.steps else None
    ask = maker.recipe.ask
    channel = ask.channel or MEDIA[medium_of(slot.rendering).name].asked
    wanted = None if ask.fields == "all" else frozenset(ask.fields)
    yield from _unlike(
        (
            ("case", case.case, opaque(label, maker.salt)),
            ("label", truth.label, label),
            ("records", truth.records, (record.id,)),
            ("locale", truth.locale, record.locale),
            ("rendering", truth.rendering, slot.rendering),
            ("medium", truth.medium, medium_of(slot.rendering).name),
            ("severity", truth.severity, slot.severity),
            ("twin", truth.twin, twin if twin in there else None),
            ("steps", _steps_said(truth), _steps(slot.steps)),
            ("task", case.task, ask.task),
            ("channel", case.channel, channel),
            ("derive", case.derive, ask.derive),
            ("instructions", case.instructions, told(ask, channel, record, slot.rendering)),
            ("schema", canonical(case.ask), canonical(schema(record.domain, wanted))),
        )
    )
    yield from _fields(truth, record.domain, wanted)


def _made_again(
    maker: Maker, slot: int, case: Case, truth: CaseTruth, sights: Mapping[str, Legibility]
) -> Iterator[tuple[str, str]]:
    """Yield every field whose truth is not the one of the document that the recipe makes."""
    again = maker.stated(slot, sights)
    if again is None:
        yield "", "the recipe makes no case in this slot"
        return
    right = {leaf.path: leaf.truth for leaf in again.truth.leaves()}
    said = {leaf.path: leaf.truth for leaf in truth.leaves()}
    for path in sorted(right.keys() ^ said.keys()):
        yield path, "the recipe has this field" if path in right else "the recipe has no such field"
    for path in sorted(right.keys() & said.keys()):
        one, other = said[path].model_dump(), right[path].model_dump()
        for name in one:
            if name != "proof" and one[name] != other[name]:
                words = f"{name} is {_short(one[name])}, the recipe makes {_short(other[name])}"
                yield path, words
    for name, mine, theirs in (
        ("issues", truth.issues, again.truth.issues),
        ("tables", truth.tables, again.truth.tables),
        ("rows and their order", _lists(truth), _lists(again.truth)),
        ("media types", _media_types(case), _media_types(again.case)),
        ("paths of files", _paths(case), _paths(again.case)),
        ("roles of files", _roles(case), _roles(again.case)),
        ("place of the policy", case.policy, again.case.policy),
        ("decisions of steps", _keys(truth), _keys(again.truth)),
        ("entries of the set", truth.links, again.truth.links),
    ):
        if mine != theirs:
            yield "", f"the {name} are not those of the document that the recipe makes"


def _plan_restated(maker: Maker, plan: CasePlan) -> Iterator[tuple[str, str]]:
    """Compare the stored decisions of a case with those that the recipe makes."""
    right = maker.plan(plan.slot)
    if right is None:
        return
    for name, one, other in (
        ("record", plan.record, right.record),
        ("steps", _decided(plan), _decided(right)),
    ):
        if one != other:
            yield "", f"the plan has another {name} than the recipe makes"


def _decided(plan: CasePlan) -> bytes:
    return canonical([step.model_dump(mode="json") for step in plan.steps])


def _lists(truth: CaseTruth) -> dict[str, dict[str, Any]]:
    """What is said of every list: its rows in their order, and how they are compared."""
    return {
        path: {**said.model_dump(exclude={"rows"}), "rows": tuple(said.rows)}
        for path, said in truth.fields.items()
        if isinstance(said, ListExpectation)
    }


def _keys(truth: CaseTruth) -> list[dict[str, Any]]:
    return [step.model_dump() for step in truth.steps]


def _paths(case: Case) -> list[str]:
    return [file.path for file in case.files]


def _media_types(case: Case) -> list[str]:
    return [file.media_type for file in case.files]


def _short(value: object) -> str:
    return repr(value)[:_LINE]


def _map_restated(
    maker: Maker, slot: Slot, case: Case, truth: CaseTruth
) -> Iterator[tuple[str, str]]:
    """Compare a map with its recipe: its question, its names, and the roles of its files."""
    again = maker.stated(slot.number, {})
    if again is None:
        return
    record = maker.records[slot.record]
    label = slot.label(record.id)
    count = maker.recipe.ask.documents
    numbers = range(slot.record, slot.record + count)
    ids = tuple(maker.records[number % len(maker.records)].id for number in numbers)
    others = maker.recipe.ask.records == "other"
    yield from _unlike(
        (
            ("case", case.case, opaque(label, maker.salt)),
            ("label", truth.label, label),
            ("records", truth.records[:count], ids),
            ("all records", truth.records, again.truth.records),
            ("locale", truth.locale, record.locale),
            ("rendering", truth.rendering, slot.rendering),
            ("medium", truth.medium, again.truth.medium),
            ("severity", truth.severity, slot.severity),
            ("twin", truth.twin, None),
            ("steps", _steps_said(truth), []),
            ("task", case.task, "map"),
            ("channel", case.channel, again.case.channel),
            ("derive", case.derive, again.case.derive),
            ("roles", _roles(case), _roles(again.case)),
            ("instructions", case.instructions, instructions_for(slot.rendering, others=others)),
            ("schema", canonical(case.ask), canonical(map_schema())),
            ("lists", tuple(truth.fields), (PAIRS,)),
        )
    )


def documents_restated(
    maker: Maker, case: Case, plan: CasePlan, read: Callable[[str], bytes]
) -> Iterator[tuple[str, str]]:
    """Compare the documents of a map with those of its recipe: yield path and words.

    The truth of a map says which place became which, and not what stands there: of documents of
    other records it would be true as well. A file that is damaged is passed over; the proof tells
    it.

    Args:
        maker: The maker of the recipe.
        case: The public case.
        plan: Its plan, which names the slot.
        read: Path of a file to its bytes.
    """
    if case.task != "map" or not 0 <= plan.slot < len(maker.slots):
        return
    for file, right in zip(case.files, maker.rendered(plan.slot), strict=False):
        try:
            said = whole(read(file.path), file.media_type)
        except (OSError, KeyError, UnreadableError):
            continue
        wanted = whole(right.data, right.media_type)
        for one, other in zip_longest(said, wanted, fillvalue=("the end", "")):
            if one != other:
                words = f"{_short(one[1])} at {one[0]}, the recipe makes {_short(other[1])}"
                yield "", f"{file.path} shows {words} at {other[0]}"
                break


def _set_restated(
    maker: Maker, slot: Slot, case: Case, truth: CaseTruth, there: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Compare a set with its recipe: its question, its names, and which lists are asked for."""
    assert maker.books is not None  # noqa: S101 - the caller has looked
    book, how = maker.books[slot.record], set_rendering(slot.rendering)
    pairing = PAIRINGS[how.pairing]
    label = slot.label(book.id)
    twin = maker.case_id(maker.slots[maker.slots.twin(slot)]) if slot.steps else None
    policy = deciding(book.policy, how.policy)
    yield from _unlike(
        (
            ("case", case.case, opaque(label, maker.salt)),
            ("label", truth.label, label),
            ("records", truth.records, (book.id,)),
            ("locale", truth.locale, book.locale),
            ("rendering", truth.rendering, slot.rendering),
            ("medium", truth.medium, SET),
            ("severity", truth.severity, slot.severity),
            ("twin", truth.twin, twin if twin in there else None),
            ("steps", _steps_said(truth), _steps(slot.steps)),
            ("task", case.task, maker.recipe.ask.task),
            ("policy", case.policy, how.policy),
            ("roles", _roles(case), (*pairing.roles, *_policy_page(how.policy))),
            ("instructions", case.instructions, set_question(pairing, book.policy, how)),
            ("schema", canonical(case.ask), canonical(link_schema(pairing.roles, policy))),
            (
                "deciding policy",
                canonical(None if truth.links is None else truth.links.policy),
                canonical(policy.data()),
            ),
            ("lists", tuple(truth.fields), (MATCHES, DIFFERENCES, ORPHANS)),
        )
    )


def _packet_restated(
    maker: Maker, slot: Slot, case: Case, truth: CaseTruth, there: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Compare a packet with its recipe: question, names, documents and where its rules stand."""
    again = maker.stated(slot.number, {})
    if again is None:
        return
    assert maker.books is not None  # noqa: S101 - packets are of a world
    book = maker.books[slot.record]
    twin = maker.case_id(maker.slots[maker.slots.twin(slot)]) if slot.steps else None
    label = slot.label(book.id)
    yield from _unlike(
        (
            ("case", case.case, opaque(label, maker.salt)),
            ("label", truth.label, label),
            ("records", truth.records, (book.id,)),
            ("locale", truth.locale, book.locale),
            ("rendering", truth.rendering, slot.rendering),
            ("medium", truth.medium, again.truth.medium),
            ("severity", truth.severity, slot.severity),
            ("twin", truth.twin, twin if twin in there else None),
            ("steps", _steps_said(truth), _steps(slot.steps)),
            ("task", case.task, maker.recipe.ask.task),
            ("channel", case.channel, again.case.channel),
            ("derive", case.derive, maker.recipe.ask.derive),
            ("roles", _roles(case), _roles(again.case)),
            ("instructions", case.instructions, again.case.instructions),
            ("schema", canonical(case.ask), canonical(again.case.ask)),
            ("documents", truth.packet, again.truth.packet),
        )
    )


def _roles(case: Case) -> tuple[str, ...]:
    return tuple(file.role for file in case.files)


def _policy_page(place: PolicyPlace) -> tuple[str, ...]:
    return (POLICY,) if place == "page" else ()


def _unlike(pairs: tuple[tuple[str, Any, Any], ...]) -> Iterator[tuple[str, str]]:
    for name, said, right in pairs:
        if said != right:
            one, other = _text(said), _text(right)
            unlike = (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
            start = next(unlike, min(len(one), len(other)))
            yield "", f"{name} is {_from(one, start)}, the recipe says {_from(other, start)}"


def _text(value: object) -> str:
    return value.decode(errors="replace") if isinstance(value, bytes) else repr(value)


def _from(text: str, start: int) -> str:
    """The stretch of a text in which it begins to differ from another."""
    first = max(0, start - _BEFORE) if len(text) > _LINE else 0
    cut = text[first : first + _LINE]
    return f"{'... ' if first else ''}{cut}{' ...' if first + _LINE < len(text) else ''}"


def _steps_said(truth: CaseTruth) -> list[tuple[str, str, int, str]]:
    return [(step.step, step.operator, step.severity, step.outcome) for step in truth.steps]


def _steps(steps: Any) -> list[tuple[str, str, int, str]]:  # noqa: ANN401 - steps of a slot
    return [(step.id, step.operator.pinned, step.severity, "applied") for step in steps]


def _fields(
    truth: CaseTruth, domain: Domain, wanted: frozenset[str] | None
) -> Iterator[tuple[str, str]]:
    """What fields there are, of what kind, and whether a lure is no right answer."""
    asked = [field for field in domain.fields if wanted is None or field.path in wanted]
    paths = {field.path.partition("/*/")[0] for field in asked}
    for path in sorted(paths ^ truth.fields.keys()):
        yield path, "it is asked for" if path in paths else "no such field is asked for"
    kinds = {field.path: field.kind for field in asked}
    steps = {step.step for step in truth.steps}
    for leaf in truth.leaves():
        said = leaf.truth
        if kinds.get(leaf.schema_path) != said.kind:
            yield leaf.path, f"its kind is {said.kind}, not {kinds.get(leaf.schema_path)}"
        if not steps.issuperset(said.touched):
            yield leaf.path, f"a step touched it that the case does not have: {said.touched}"
        right = {canonical(value) for value in said.accept}
        for lure in said.lures:
            if canonical(lure.value) in right:
                yield leaf.path, f"the wrong answer {lure.name!r} is a right one"
    for path, entry in truth.fields.items():
        if isinstance(entry, ListExpectation) and path != domain.list_path:
            yield path, "the domain has no such list"
