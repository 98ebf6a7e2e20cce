"""The laws that every operator obeys, each a function that raises AssertionError when broken.

`chaosdocs.testing.check_operator` runs them all on an operator of yours.
"""

from __future__ import annotations

import copy
import doctest
import json
import random  # noqa: TID251 - the common queue that no operator may draw from
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final, TypeAlias

from chaosdocs.authoring import showing
from chaosdocs.authoring.catalogue import SECTIONS, sections
from chaosdocs.authoring.operator import BEGINNING, SEVERITIES, AnyOperator, Severity, Skip
from chaosdocs.authoring.plan import Plan, plan, replay, touched
from chaosdocs.documents.edits import Retext
from chaosdocs.foundation.rng import AlwaysRng, SeededRng
from chaosdocs.truth.fold import fold
from chaosdocs.truth.values import key

Law: TypeAlias = Callable[[AnyOperator, Any, int], None]
BANNED: Final = re.compile(
    r"^(random|add|make|apply|bad|messy)_|_(mutator|operator)$|^\w+_noise$", re.ASCII
)
REFERENCE: Final = re.compile(
    r"(?:[\w.-]+/[\w.-]+#\d+"
    r"|arXiv:\d{4}\.\d{4,5}"
    r"|doi:10\.\d{4,}/[^\s:]+"
    r"|https://[^\s:]+"
    r"|(?:ISO|IEC|ITU-T|RFC|EN|ECMA|PCI DSS|\d+ CFR) ?[A-Z]?[v.\d][^:]*)"
    r"(?:: .+)?"
)
"""A public reference, with words behind a colon: ``owner/repo#12: the sign is lost``."""


def deterministic(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """The same seed makes the same plan."""
    for severity in SEVERITIES:
        first = plan(operator, document, severity, SeededRng(seed))
        assert plan(operator, document, severity, SeededRng(seed)) == first, (
            f"{operator.id}@{severity} makes two plans from one seed; draw all chance from `rng`, "
            "and do not depend on the order of a set"
        )


def pure(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """Planning leaves the document as it was."""
    before = copy.deepcopy(document)
    plan(operator, document, 5, SeededRng(seed))
    assert document == before, f"{operator.id} changes the document; yield edits instead"


def apart(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """Draws made elsewhere do not change this operator's choices."""
    state = random.getstate()
    try:
        random.seed(seed)
        alone = plan(operator, document, 3, SeededRng(seed))
        random.seed(seed)
        rng = SeededRng(seed)
        for _ in range(3):
            rng.below(10)
            random.random()
        assert plan(operator, document, 3, rng) == alone, (
            f"{operator.id} draws from a common queue; name each draw: rng.at(statement.id)"
        )
    finally:
        random.setstate(state)


def honest(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """Edits quote what is there, every plan changes the document, and so does every new text."""
    for severity in SEVERITIES:
        made = _plan(operator, document, severity, seed)
        if made is None:
            continue
        after = replay(operator.stage, document, made.edits)
        assert after != document, f"{operator.id}@{severity} plans edits that change nothing"
        for edit in made.edits:
            if not isinstance(edit, Retext) or edit.claim is not None:
                continue
            assert edit.after != edit.before, (
                f"{operator.id}@{severity}: {edit.decision} is written {edit.before!r} as before; "
                "leave out such statements: statements_of(..., where=...)"
            )


def outspoken(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """A place that is blank says that its value is gone; where a value stays, it is no lure."""
    made = _plan(operator, document, 5, seed)
    if made is None:
        return
    for edit in made.edits:
        if not isinstance(edit, Retext) or edit.claim is not None:
            continue
        assert edit.after.strip(), (
            f"{operator.id} leaves {edit.decision} blank and says that its value stays: "
            "say gone='blank'"
        )
        right = {key(value) for value in document.statements[edit.statement].claim.readings}
        baits = [lure for lure in edit.lures if key(lure.value) in right]
        assert not baits, f"{operator.id}: {edit.decision} has the lure {baits[0]}, which is right"


def replayable(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """A plan goes through JSON and still makes the same document."""
    made = _plan(operator, document, 5, seed)
    if made is None:
        return
    again = Plan.from_json(json.loads(json.dumps(made.to_json())))
    assert again == made
    assert replay(operator.stage, document, again.edits) == replay(
        operator.stage, document, made.edits
    )


def replannable(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """Keeping some decisions keeps just those, and they still fit the document."""
    made = _plan(operator, document, 5, seed)
    if made is None:
        return
    for keep in (made.keys[:1], made.keys[-1:]):
        kept = plan(operator, document, 5, SeededRng(seed), keep=keep)
        assert isinstance(kept, Plan), f"{operator.id}: nothing is left of {keep}"
        assert set(kept.keys) == set(keep)
        replay(operator.stage, document, kept.edits)


def folded(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """States change only for facts that the step touched or that follow from those."""
    made = _plan(operator, document, 5, seed)
    record = _record_of(document)
    if made is None or record is None:
        return
    after = replay(operator.stage, document, made.edits)
    refs = set(touched(document, after, made.edits))
    for channel in ("eye", "text"):
        old = fold(record, document.statements.values(), channel=channel, derive="forbid")
        new = fold(record, after.statements.values(), channel=channel, derive="forbid")
        moved = {ref for ref in new if ref not in old or new[ref].state != old[ref].state}
        unfounded = {r for r in moved - refs if r not in old or old[r].why == "printed"}
        assert not unfounded, f"{operator.id} changes {sorted(unfounded)} and touches {refs}"


def distinguishable(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """A value that imitates a field never stands under a label of a field.

    Where the words are those of the thing itself, a careful reader sees two claims, not a lure. In
    a packet another document states its own facts under the same labels.
    """
    made = _plan(operator, document, 5, seed)
    if made is None or operator.stage.name == "packet":
        return
    after = replay(operator.stage, document, made.edits)
    stated = [each for each in document.statements.values() if each.ref is not None]
    record = _record_of(document)
    fields = () if record is None else record.domain.fields
    own = {each.label for each in stated}.union(*(field.labels.values() for field in fields))
    words = {_bare(label) for label in own} - {""}
    for statement in after.statements.values():
        if statement.id in document.statements or statement.imitates is None:
            continue
        assert _bare(statement.label) not in words, (
            f"{operator.id}: {statement.id} imitates {statement.imitates} under "
            f"{statement.label!r}, which is the label of a field; give it words of its own"
        )


def _bare(label: str) -> str:
    return label.strip(" :\uff1a").casefold()


def nested(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """What a level decides, the next level decides too; or the operator says that it is graded."""
    if not operator.nested:
        return
    keys = [
        set(made.keys) if made is not None else set()
        for made in (_plan(operator, document, s, seed) for s in SEVERITIES)
    ]
    assert all(mild <= heavy for mild, heavy in pairwise(keys)), f"{operator.id}: {keys}"


def total(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """It never raises, also on a document without a statement, and a skip says why."""
    empty = document.with_statements({})
    for each in (document, empty):
        for severity in (1, 5):
            made = plan(operator, each, severity, SeededRng(seed))
            if isinstance(made, Skip):
                assert made.reason
            else:
                replay(operator.stage, each, made.edits)


def documented(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """The docstring has its sections, in their order, and says where this was seen."""
    del document, seed
    found = tuple(sections(operator))
    assert found == SECTIONS, (
        f"{operator.id}: the docstring has the sections {', '.join(found) or 'none'}; "
        f"it needs {', '.join(SECTIONS)}, in this order"
    )
    assert operator.doc.startswith(BEGINNING), (
        f"{operator.id}: the docstring begins {operator.doc[:30]!r}, not {BEGINNING!r}"
    )
    assert operator.doc.partition("\n")[0].endswith("."), (
        f"{operator.id}: the first line of the docstring does not end with a full stop"
    )


def evident(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """The evidence is public: every part of it names something that anybody can open."""
    del document, seed
    for part in operator.evidence.split("; "):
        assert REFERENCE.fullmatch(part), (
            f"{operator.id}: the evidence {part!r} is no public reference; write owner/repo#12, "
            "arXiv:1903.12261, doi:..., https://..., or a standard such as ISO 32000-2, 7.5; "
            "a colon and words may follow"
        )


def exemplified(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """The example shows the change, before → after; where it has a >>>, it runs and prints that."""
    del document, seed
    example = sections(operator).get("Example", "")
    assert " → " in example, f"{operator.id}: the example shows no change: before → after"
    if ">>>" not in example:
        assert operator.stage.name not in {"facts", "values"}, (
            f"{operator.id}: at this stage the example must run: >>> show(...)"
        )
        return
    names = {operator.choose.__name__: operator, "show": showing.show}
    test = doctest.DocTestParser().get_doctest(operator.doc, names, operator.id, None, None)
    told: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    assert not told, "".join(told)


def named(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """The name says what the document has; the file and the function are named for it."""
    del document, seed
    name = operator.id.rpartition(".")[2]
    assert not BANNED.search(name) or operator.family == "scan", (
        f"{operator.id} names an act; name what the document has: 'a document with ...'"
    )
    assert operator.choose.__name__ == name, (
        f"{operator.id}: the file is {name}.py and the function {operator.choose.__name__}; "
        "give both the same name"
    )


def graded(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """A ladder has at most five levels of one kind, and not all of them are equal."""
    del document, seed
    kinds = {type(level) for level in operator.ladder}
    assert len(kinds) == 1
    level = operator.choose.__annotations__.get("level")
    told = getattr(level, "__name__", level)
    held = type(operator.ladder[0]).__name__
    assert told in {None, held}, (
        f"{operator.id}: the function takes a level {told}, but the ladder holds {held}"
        + ("; give @operator a ladder, or take a level Once" if held == "Once" else "")
    )
    assert 1 <= len(operator.ladder) <= len(SEVERITIES)
    assert len(set(operator.ladder)) > 1 or len(operator.ladder) == 1, (
        f"{operator.id}: all levels are equal; leave the ladder out"
    )


def quiet_at_zero(operator: AnyOperator, document: Any, seed: int) -> None:  # noqa: ANN401
    """No decision, no change: replaying nothing gives the document itself."""
    del seed
    assert replay(operator.stage, document, ()) == document


LAWS: Final[tuple[Law, ...]] = (
    # what is wrong in the declaration first: its message is the shortest
    named,
    graded,
    documented,
    evident,
    total,
    deterministic,
    pure,
    apart,
    honest,
    outspoken,
    replayable,
    replannable,
    folded,
    distinguishable,
    nested,
    exemplified,
    quiet_at_zero,
)


def _plan(operator: AnyOperator, document: Any, severity: Severity, seed: int) -> Plan | None:  # noqa: ANN401
    made = _planned(operator, _Same(document), severity, seed)
    return None if isinstance(made, Skip) else made


class _Same:
    """A document that is equal to itself alone: as a key it costs no comparison."""

    def __init__(self, document: Any) -> None:  # noqa: ANN401
        self.document = document

    def __hash__(self) -> int:
        return id(self.document)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.document is self.document


@lru_cache(maxsize=64)
def _planned(operator: AnyOperator, document: _Same, severity: Severity, seed: int) -> Plan | Skip:
    """Return a plan that several laws look at; it is made once for all of them."""
    return plan(operator, document.document, severity, SeededRng(seed))


def _record_of(document: Any) -> Any:  # noqa: ANN401
    return getattr(document, "record", None)


def fullest(operator: AnyOperator, document: Any) -> Plan | Skip:  # noqa: ANN401
    """Return the plan of severity 5 with every chance falling the operator's way."""
    return plan(operator, document, 5, AlwaysRng())
