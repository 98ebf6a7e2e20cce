"""How systems put trees together: leaves that state, groups of them, and what has no place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from chaosdocs.documents.statement_set import StatementSet
from chaosdocs.documents.tree import Attribute, LeafType, Node, Tree
from chaosdocs.render.systems.lowering import camel, other_parts, words
from chaosdocs.truth.statements import Lure, Statement

Branch = Node | None


@dataclass(slots=True)
class Branches:
    """A tree as it is put together.

    Attributes:
        values: The statements.
        placed: The statements as they are written, by id.
    """

    values: StatementSet
    placed: dict[str, Statement] = field(default_factory=dict)
    _made: int = 0

    def first(self, path: str, row: str | None = None) -> Statement | None:
        """Return the statement that a clean document makes of a field."""
        ref = path if row is None else path.replace("*", row)
        return self.values.statements.get(f"{ref}#1")

    def has(self, *paths: str) -> bool:
        """Whether any of these fields is stated."""
        return any(self.first(path) is not None for path in paths)

    def written(
        self, statement: Statement, text: str, *, lures: tuple[Lure, ...] = (), **convention: str
    ) -> Statement:
        """Place a statement with another text, under a convention that differs in some parts."""
        spec = other_parts(statement.convention, convention)
        more = (*statement.lures, *lures)
        changed = replace(statement, text=text, convention=spec, lures=more)
        self.placed[statement.id] = changed
        return changed

    def leaf(
        self,
        key: str,
        statement: Statement | None,
        *,
        part: str = "",
        type_: LeafType = "string",
        attributes: tuple[Attribute, ...] = (),
    ) -> Branch:
        """Return the leaf that states `statement` or a part of it, or None where there is none."""
        if statement is None:
            return None
        statement = self.placed.setdefault(statement.id, statement)
        main = part in {"", "number"}
        return Node(
            id=statement.id if main else f"{statement.id} {part}",
            key=key,
            statement=statement.id,
            type=type_ if statement.text else "null",
            part=part,
            attributes=attributes,
        )

    def at(self, key: str, path: str, row: str | None = None, **more: str) -> Branch:
        """Return the leaf of a field; `more` are literal attributes."""
        attributes = tuple(Attribute(name=name, text=text) for name, text in more.items())
        return self.leaf(key, self.first(path, row), attributes=attributes)

    def literal(self, key: str, text: str, type_: LeafType = "string", **more: str) -> Node:
        """Return a literal leaf; `more` are its attributes."""
        self._made += 1
        attributes = tuple(Attribute(name=name, text=said) for name, said in more.items())
        return Node(id=f"{key} {self._made}", key=key, text=text, type=type_, attributes=attributes)

    def group(
        self,
        key: str,
        *members: Branch,
        row: str | None = None,
        attributes: tuple[Attribute, ...] = (),
    ) -> Branch:
        """Return the object with those of `members` that there are, or None for no member."""
        there = tuple(member for member in members if member is not None)
        if not there:
            return None
        self._made += 1
        name = f"row {row}" if row is not None else f"{key} {self._made}"
        return Node(id=name, key=key, members=there, row=row, attributes=attributes)

    def many(self, key: str, items: Iterable[Branch]) -> Branch:
        """Return the list of those items that there are, or None where there are none."""
        there = tuple(item for item in items if item is not None)
        self._made += 1
        return Node(id=f"{key} {self._made}", key=key, items=there) if there else None

    def rest(self) -> Iterator[Node]:
        """Yield a leaf for everything that has no place yet, named by its label, and sentences."""
        taken: set[str] = set()
        for statement in self.values.statements.values():
            if statement.id in self.placed:
                continue
            key = camel([word.lower() for word in words(statement.label)]) or "info"
            while key in taken:
                key += "2"
            taken.add(key)
            leaf = self.leaf(key, statement)
            if leaf is not None:
                yield leaf
        for note in self.values.notes:
            yield Node(id=note.id, key="remark", text=note.text)

    def tree(self, root: Branch, system: str, options: Mapping[str, str]) -> Tree:
        """Return the tree."""
        return Tree(
            root=root or Node(id="", members=()),
            statements=dict(self.placed),
            system=system,
            options=options,
            focus=self.values.focus,
        )


def xmlns(**names: str) -> tuple[Attribute, ...]:
    """Return the declarations of namespaces; the name ``default`` is the one without a prefix."""
    return tuple(
        Attribute(name="xmlns" if name == "default" else f"xmlns:{name}", text=uri)
        for name, uri in names.items()
    )
