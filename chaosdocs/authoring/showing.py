"""Small documents for examples: what an operator makes of one value."""

from __future__ import annotations

from chaosdocs.authoring.operator import AnyOperator, Skip
from chaosdocs.authoring.plan import plan, replay
from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.foundation.rng import AlwaysRng
from chaosdocs.truth.conventions import LOCALES, Convention, write
from chaosdocs.truth.records import Domain, Field, Record
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Json, Kind, from_json


def document_saying(
    value: Json, kind: Kind, convention: Convention = LOCALES["en_US"], path: str = "/field"
) -> StatementSet:
    """Return the statements of a record with one field, as `convention` writes it."""
    field = Field(
        path=path, kind=kind, description="a field", labels={"en": "Field"}, group="header"
    )
    fact = from_json(kind, value)
    record = Record(
        id="example",
        domain=Domain(name="example", fields=(field,)),
        locale=convention.name,
        facts={path: fact},
    )
    statement = Statement(
        id=f"{path}#1",
        ref=path,
        kind=kind,
        text=write(fact, convention),
        claim=says(fact),
        label="Field",
        convention=convention,
    )
    return StatementSet(record=record, statements={statement.id: statement}, convention=convention)


def show(
    operator: AnyOperator,
    value: Json,
    kind: Kind = "text",
    convention: Convention = LOCALES["en_US"],
) -> str:
    """Return what `operator` makes of `value`, at severity 5 when every chance falls its way.

    For operators of the stages Facts and Values, in the examples of their docstrings.
    """
    statements = document_saying(value, kind, convention)
    planned = plan(operator, statements, 5, AlwaysRng())
    if isinstance(planned, Skip):
        return f"skipped: {planned.reason}"
    after = replay(operator.stage, statements, planned.edits)
    return f"{_words(statements)} → {_words(after)}"


def _words(statements: StatementSet) -> str:
    """What stands in a document: labels and texts, then sentences."""
    convention = statements.convention
    said = []
    for statement in statements.statements.values():
        kind, text = statement.kind, statement.text
        if (
            convention is not None
            and text.partition(":")[0] in {kind, "text"}
            and statement.value is not None
        ):
            text = write(statement.value, convention)
        label = "" if statement.label == "Field" else f"{statement.label}: "
        said.append(f"{label}{text or '(blank)'}")
    said += [note.text for note in statements.notes]
    return " / ".join(said) or "(nothing)"
