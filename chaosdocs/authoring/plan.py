"""Planning, replaying and replanning one step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from chaosdocs.authoring.operator import AnyOperator, Severity, Skip
from chaosdocs.documents.edits import Edit, Stage
from chaosdocs.documents.flow import Flow
from chaosdocs.documents.table import Table
from chaosdocs.foundation.rng import Rng
from chaosdocs.truth.codec import decode, encode
from chaosdocs.truth.statements import GONE, Channel, Claim, Ref, Statement

NOTHING = Skip("nothing in the document is eligible")


@dataclass(frozen=True, slots=True)
class Plan:
    """The decisions of one step: edits, in order."""

    operator: str
    severity: int
    edits: tuple[Edit, ...]

    @property
    def keys(self) -> tuple[str, ...]:
        """The decisions, each once, in order."""
        return tuple(dict.fromkeys(edit.decision for edit in self.edits))

    def to_json(self) -> dict[str, Any]:
        """Return the plan as it is stored."""
        return {
            "operator": self.operator,
            "severity": self.severity,
            "edits": [encode(edit) for edit in self.edits],
        }

    @staticmethod
    def from_json(data: dict[str, Any]) -> Plan:
        """Return the plan that was stored.

        Raises:
            ValueError: It is none.
        """
        edits = tuple(decode(edit) for edit in data["edits"])
        if not all(isinstance(edit, Edit) for edit in edits):
            raise ValueError("a stored plan holds something that is no edit")
        return Plan(str(data["operator"]), int(data["severity"]), edits)


def plan(
    operator: AnyOperator,
    document: Any,  # noqa: ANN401 - a document of the operator's stage
    severity: Severity,
    rng: Rng,
    *,
    focus: Ref | None = None,
    keep: Collection[str] | None = None,
) -> Plan | Skip:
    """Let `operator` decide.

    Args:
        operator: The chooser.
        document: A document of its stage; for the stage Table also a flow with a table.
        severity: 1 to 5.
        rng: The step's stream; the operator's own is derived from it.
        focus: The field that a targeted operator is aimed at.
        keep: Keep only the decisions with these keys (replanning); None keeps all.

    Returns:
        The plan, or why there is none.
    """
    outline = _outline(operator.stage, document)
    if outline is None:
        return Skip("the document has no table")
    outline = replace(outline, focus=focus if operator.targeted else None)
    level = operator.level(severity)
    edits: list[Edit] = []
    for choice in operator.choose(outline, level, rng.at(operator.stream)):
        if isinstance(choice, Skip):
            return choice
        if keep is None or choice.decision in keep:
            edits.append(choice)
    return Plan(operator.pinned, severity, tuple(edits)) if edits else NOTHING


def replay(stage: Stage[Any], document: Any, edits: Iterable[Edit]) -> Any:  # noqa: ANN401
    """Return `document` with `edits` made, as they were stored; misquotes are refused."""
    if stage.name == "table" and isinstance(document, Flow):
        block = document.tables()[0]
        table = stage.apply(block.table, edits)
        return document.with_table(block.id, table)
    return stage.apply(document, edits)


def touched(before: Any, after: Any, edits: Sequence[Edit]) -> tuple[Ref, ...]:  # noqa: ANN401
    """Return the facts that a step touched: those of changed statements and those its edits name.

    A copy that is out of sight touches nothing while another copy says the same in sight.
    """
    was: Mapping[str, Statement] = before.statements  # packets make theirs anew each time
    now: Mapping[str, Statement] = after.statements
    said = _said(now) if any(statement.elsewhere for statement in now.values()) else {}
    refs: dict[Ref, None] = {}
    for name in {**was, **now}:
        old, new = was.get(name), now.get(name)
        if old != new and not _copied(old, new, said):
            for statement in (old, new):
                if statement is not None:
                    ref = statement.ref if statement.ref is not None else statement.imitates
                    if ref is not None:
                        refs[ref] = None
    for edit in edits:
        refs.update(dict.fromkeys(edit.touches))
    return tuple(sorted(refs))


def _said(there: Mapping[str, Statement]) -> dict[tuple[Ref, Channel], set[Claim]]:
    """What every fact is said to be on the channels on which any copy differs."""
    statements = [statement for statement in there.values() if statement.ref is not None]
    channels = dict.fromkeys(
        channel for statement in statements for channel, _claim in statement.elsewhere
    )
    said: dict[tuple[Ref, Channel], set[Claim]] = {}
    for statement in statements:
        for channel in channels:
            said.setdefault((statement.ref or "", channel), set()).add(statement.on(channel))
    return said


def _copied(
    old: Statement | None, new: Statement | None, said: Mapping[tuple[Ref, Channel], set[Claim]]
) -> bool:
    """Whether a statement only went out of sight, while others say the same."""
    if old is None or new is None or new.ref is None or new.elsewhere == old.elsewhere:
        return False
    return replace(new, elsewhere=old.elsewhere) == old and all(
        claim == GONE and old.on(channel) in said[new.ref, channel]
        for channel, claim in new.elsewhere
        if claim != old.on(channel)
    )


def _outline(stage: Stage[Any], document: Any) -> Any:  # noqa: ANN401
    if stage.name == "table" and isinstance(document, Flow):
        tables = document.tables()
        return tables[0].table if tables else None
    if stage.name == "table" and not isinstance(document, Table):
        return None
    return document
