"""A version of a client: the tree that it sends, and what a careful reader makes of it.

The map to the version is carried out on the tree. Where a key changed its meaning, what the leaf
says hangs on the schema that comes along:

* it tells the meaning: the leaf says the value;
* it is older, and the sums contradict it: both meanings are possible, and the sums leave one;
* it is older, and nothing contradicts it: the leaf says what the older schema makes of it;
* there is none: both meanings are possible.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from chaosdocs.documents.changes import Change, Joined, Remeant, Rescaled, nodes_at
from chaosdocs.documents.maps import Map
from chaosdocs.documents.statement_set import StatementSet, spell, state
from chaosdocs.documents.tree import Node, Tree
from chaosdocs.documents.tree_key_verbs import DropNode
from chaosdocs.documents.tree_verbs import TREE
from chaosdocs.render.clients.client import Client, Given, NotSentError, Sent, unknown
from chaosdocs.render.clients.first import convention, first_version
from chaosdocs.render.clients.registry import sent_by
from chaosdocs.truth.closure import closure
from chaosdocs.truth.conventions import Convention, minor_digits
from chaosdocs.truth.records import Record
from chaosdocs.truth.statements import Lure, Ref, Statement, says
from chaosdocs.truth.values import Money, Value, key
from chaosdocs.truth.worlds import possible


def lower_client(values: StatementSet, dialect: str) -> Tree:
    """Return the tree that a client's version sends.

    Args:
        values: The statements, as the first version writes them.
        dialect: Client, version and schema: ``payline@3:stale``.

    Raises:
        UserError: There is no such client or version.
        NotSentError: Its amounts mean something else, and one is written so that nobody can tell
            which number it is. Or it sends several fields as one text, and damage changed in how
            many ways that text can be cut into them.
    """
    client, sent = sent_by(dialect)
    record = values.record
    tree, meant = _carried(values, client, sent)
    if unknown(client, sent):
        clean = spell(state(record), values.convention or convention(record, "json"))
        meant.settled = _carried(clean, client, sent)[1].left(record)
    return meant.settle(tree)


def _carried(values: StatementSet, client: Client, sent: Sent) -> tuple[Tree, _Meant]:
    """The tree after all maps, and the leaves whose meaning changed on the way."""
    untold = unknown(client, sent)
    record, name = values.record, f"{sent.client}@{sent.version}"
    tree = first_version(values, client, name)
    meant = _Meant(sent.given)
    done: list[Change] = []
    for change in client.map_to(sent.version).changes:
        if isinstance(change, Remeant) and change.meaning.startswith("/"):
            meant.hold(tree, change, told=change not in untold)
            continue
        if isinstance(change, Remeant | Rescaled) and _is_open(tree, change.at):
            raise NotSentError(f"{name} counts in another unit: open numbers cannot follow")
        if isinstance(change, Joined):
            clean = spell(state(record), values.convention or convention(record, "json"))
            before = Map(changes=tuple(done)).forward(first_version(clean, client, name))
            if change.marks(tree) != change.marks(before):
                raise NotSentError(
                    f"{name} sends {change.to} as one text, and damage changed how it can be cut"
                )
        done.append(change)
        after = Map(changes=(change,)).forward(tree)
        if isinstance(change, Remeant) and change in untold:
            meant.doubt(tree, after, change)
        tree = after
    return tree, meant


def _is_open(tree: Tree, path: str) -> bool:
    """Whether a number at a place can be read in several ways."""
    there = (tree.statements.get(node.statement or "") for node in nodes_at(tree, path))
    return any(said is not None and len(said.claim.readings) > 1 for said in there)


@dataclass(slots=True)
class _Meant:
    """The leaves of a document whose meaning changed, settled when the whole document is there.

    Attributes:
        given: Which schema comes along.
        before: Statement to its convention by the old meaning, where that is not told.
        meaning: Statement to the change of its meaning, where that is not told.
        held: Id of a leaf, the statement whose value it holds, and whether the schema tells that.
        settled: Fields of which the sums of the clean document leave one meaning. Damage does not
            change what a leaf says: where it takes the sums away, the fold says what is left.
    """

    given: Given
    before: dict[str, Convention | None] = field(default_factory=dict)
    meaning: dict[str, str] = field(default_factory=dict)
    held: list[tuple[str, str, bool]] = field(default_factory=list)
    settled: frozenset[Ref] = frozenset()

    def hold(self, tree: Tree, change: Remeant, *, told: bool) -> None:
        """Note that a leaf holds the value of another place."""
        node = next(iter(nodes_at(tree, change.at)), None)
        other = next(iter(nodes_at(tree, change.meaning)), None)
        if node is not None:
            self.held.append((node.id, (other.statement if other else None) or "", told))

    def doubt(self, tree: Tree, after: Tree, change: Remeant) -> None:
        """Note the leaves whose text a change of meaning has rewritten."""
        for name, statement in after.statements.items():
            if statement != tree.statements[name] and statement.value is not None:
                self.before[name] = tree.statements[name].convention
                self.meaning[name] = change.meaning

    def settle(self, tree: Tree) -> Tree:
        """Return the tree in which each such leaf says what a careful reader makes of it."""
        tree = self._other_meanings(tree)
        there = {node.id: node for node in tree.root.walk()}
        for node, other, told in self.held:
            if node in there:
                tree = self._other_value(tree, there[node], other, told=told)
        return tree

    def left(self, record: Record) -> frozenset[Ref]:
        """Return the fields of which the sums of the record leave only the new meaning."""
        readings = {
            ref: says(_older(value, meaning), value).readings
            for name, meaning in self.meaning.items()
            if (ref := name.partition("#")[0]) and (value := record.facts.get(ref)) is not None
        }
        known = {ref: value for ref, value in record.facts.items() if ref not in readings}
        known = closure(record.domain.rules, known, record.rows)
        left = possible(record.domain, readings, known, record.rows) if readings else {}
        found = {
            ref for ref, values in left.items() if [*map(key, values)] == [key(record.facts[ref])]
        }
        for name in self.held:
            ref = name[0].partition("#")[0]
            rest = {other: value for other, value in known.items() if other != ref}
            derived = closure(record.domain.rules, rest, record.rows).get(ref)
            if derived is not None and key(derived) == key(record.facts[ref]):
                found.add(ref)
        return frozenset(found)

    def _other_meanings(self, tree: Tree) -> Tree:
        statements = dict(tree.statements)
        stale: list[Ref] = []
        for name, meaning in self.meaning.items():
            statement = statements.get(name)
            if statement is None or statement.value is None:
                continue
            older = _older(statement.value, meaning)
            if self.given == "stale" and statement.ref not in self.settled:
                statements[name] = replace(
                    statement, claim=says(older), convention=self.before[name]
                )
                continue
            spec = _either(self.before[name], statement.convention)
            both = says(older, statement.value)
            statements[name] = replace(statement, claim=both, convention=spec)
            if self.given == "stale" and statement.ref is not None:
                stale.append(statement.ref)
        return replace(tree, statements=statements, stale=tuple(stale))

    def _other_value(self, tree: Tree, node: Node, other: str, *, told: bool) -> Tree:
        mine, theirs = tree.statements.get(node.statement or ""), tree.statements.get(other)
        if mine is None or mine.value is None:
            return tree
        if theirs is None or (theirs.value is None and theirs.text):  # left out, or no amount
            return TREE.apply(tree, [DropNode(node=node.id)])
        if theirs.value is not None and key(theirs.value) == key(mine.value):
            return tree
        if not told and mine.ref not in self.settled:
            held = replace(mine, text=theirs.text, claim=theirs.claim, convention=theirs.convention)
            return replace(tree, statements={**tree.statements, mine.id: held})
        held = Statement(
            id=f"{theirs.ref}#held" if told else f"{mine.ref}~held#1",
            ref=theirs.ref if told else None,
            imitates=None if told else mine.ref,
            kind=theirs.kind,
            text=theirs.text,
            claim=theirs.claim,
            label=mine.label,
            convention=theirs.convention,
            lures=() if told or theirs.value is None else (Lure(theirs.value, "older-schema"),),
            trace=theirs.trace,
        )
        statements = {k: s for k, s in tree.statements.items() if k != mine.id} | {held.id: held}
        stale = tree.stale
        says_other = theirs.value is not None and not told
        if self.given == "stale" and says_other and mine.ref is not None:
            stale = (*stale, mine.ref)
        made = tree.with_leaf(replace(node, statement=held.id))
        return replace(made, statements=statements, stale=stale)


def _older(value: Value, meaning: str) -> Value:
    """What a text says by the old meaning that says `value` by the new one."""
    if not isinstance(value, Money):
        return value
    if meaning == "sign":
        return replace(value, amount=-value.amount)
    return replace(value, amount=value.amount.scaleb(minor_digits(value.currency)))


def _either(before: Convention | None, after: Convention | None) -> Convention | None:
    """The convention of a text that may be meant by the old meaning or by the new one."""
    if before is None or after is None:
        return after
    if before.sign != after.sign:
        return replace(after, sign="open")
    return replace(after, scale=before.scale, other_scale=after.scale)
