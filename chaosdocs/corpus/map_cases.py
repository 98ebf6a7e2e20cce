"""Cases of the task `map`: documents of two versions of a client, and which place became which.

The documents may also be exports of the same records from two systems, whose places are column
headers. The pairs are read off the statements: a place of the older version belongs to every place
of the newer one where the same statement stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from chaosdocs.corpus.build import AppliedStep
from chaosdocs.corpus.links import ids_leaf
from chaosdocs.corpus.map_names import kind_of, looks_of, told_by_names
from chaosdocs.corpus.map_sides import Leaf, Side, leaves, texts_by_place
from chaosdocs.documents.changes import CHANGES
from chaosdocs.documents.maps import Map
from chaosdocs.documents.rendered import Rendered
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.formats.cases import Case, CaseFile, CaseTruth, FieldExpectation, ListExpectation
from chaosdocs.formats.media import MEDIA, Medium, medium_of
from chaosdocs.foundation.digest import sha256
from chaosdocs.render import clients
from chaosdocs.render.clients.client import is_client
from chaosdocs.render.clients.registry import sent_by
from chaosdocs.render.route import finish, through
from chaosdocs.render.systems.guidelines import Guideline, guidelines, under
from chaosdocs.truth.records import Record

PAIRS: Final = "/pairs"
ROLES: Final = ("before", "after")
HOWS: Final = tuple(sorted({kind.how for kind in CHANGES}))

INSTRUCTIONS: Final = (
    "The files are documents of one sender in two versions of its schema: first those of the older "
    "version, then the same documents in the newer one. Find out which place became which. "
    '"pairs": one row for each place that stands elsewhere, is written otherwise, is gone or is '
    'new. "from" are its places in the older version, "to" those in the newer one; "to" is [] for '
    'a place that is gone, "from" is [] for a new one. A place is a path of keys after slashes, '
    "with * for each item of a list: /lines/*/price. A place that keeps its key and the key above "
    'it is the same place. "how" is what happened, "lossy" whether a value of the older version '
    "cannot be recovered. Leave out places that are as before. Where two "
    'places fit all documents, leave "to" null and report the row as ambiguous.'
)


OF_TABLES: Final = (
    "The files are exports of the same records from two systems: first those of one system, then "
    "those of the other. Find out which column became which. "
    '"pairs": one row for each column that has another header, is written otherwise, or is in one '
    'of the exports alone. "from" are its places in the first system, "to" those in the second; '
    '"to" is [] for a column that only the first one has, "from" is [] for one that only the '
    'second one has. A place is the column header after a slash: /Amount. "how" is what happened, '
    '"lossy" says '
    "whether the values of a column of the first system are not in the second. Leave out columns "
    'that are as before. Where two columns fit all documents, leave "to" null and report the row '
    "as ambiguous."
)
OF_MESSAGES: Final = (
    "The files are EDI messages that say the same under the guidelines of two trading partners: "
    "first those under one guideline, then the same messages under the other one. Find out which "
    'place became which. "pairs": one row for each place that stands elsewhere or that one of the '
    'guidelines alone has. "from" are its places under the first guideline, "to" those under the '
    'second one; "to" is [] for a place that only the first one has, "from" is [] for one that '
    "only the second one has. A place is a path of segments, then the element. A segment is its "
    "tag and its qualifier, below the party or the line that it belongs to, with * for each line: "
    "in X12 /N1*SE/REF*TJ/02 or /IT1/*/07*VP, where VP is the qualifier of the element; in "
    'EDIFACT, with the component, /NAD+SU/RFF+VA/1.2 or /LIN/*/3.1+SA. "how" is what happened: '
    '"rename" for another qualifier, "move" for another segment. "lossy" says whether a value of '
    "the first guideline is not under the second one. Leave out qualifiers, codes of lists and "
    "formats, places that are as before, and the envelope, up to ST or UNH and from SE or UNT on. "
    'Where two places fit all messages, leave "to" null and report the row as ambiguous.'
)
OF_OTHERS: Final = (
    "The files are documents of one sender in two versions of its schema: first some in the older "
    "version, then others in the newer one. They state other records, so no value tells which "
    "place became which: go by the names of places and by the form of what stands there. "
    '"pairs": one row for each place that stands elsewhere, is written otherwise, is gone or is '
    'new. "from" are its places in the older version, "to" those in the newer one; "to" is [] for '
    'a place that is gone, "from" is [] for a new one. A place is a path of keys after slashes, '
    'with * for each item of a list: /lines/*/price. "how" is what happened, "lossy" whether a '
    "value of the older version cannot be recovered. Leave out places that are as before."
)
TABLED: Final = ("csv", "xlsx")
"""Media whose places are column headers."""
MESSAGES: Final = "edi"
"""The medium whose places are elements of segments."""
_TAG: Final = re.compile(r"[*+]")
"""What parts the tag of a segment and its qualifier."""
_OTHER: Final = {"sap": "netsuite", "netsuite": "sap"}
"""System to the one that its exports are compared with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Places of the older version and what became of them."""

    older: tuple[str, ...]
    newer: tuple[str, ...]
    how: tuple[str, ...]
    lossy: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderedMap:
    """Finished documents of two versions.

    Attributes:
        record: The first record.
        records: Ids of all records.
        rendering: The rendering of the newer version.
        files: The older documents, then the newer ones.
        roles: The role of each.
        pairs: What became of each place.
        doubtful: Places of the newer version whose values are equal in all documents.
        ignored: Changed places that nothing in the documents tells, of which nothing is asked.
        others: Whether the newer documents are of other records.
        steps: What was done to the documents: nothing.
    """

    record: Record
    records: tuple[str, ...]
    rendering: str
    files: tuple[Rendered, ...]
    roles: tuple[str, ...]
    pairs: tuple[Pair, ...]
    doubtful: Mapping[str, tuple[str, ...]]
    ignored: tuple[Pair, ...] = ()
    others: bool = False
    steps: tuple[AppliedStep, ...] = ()
    glass: bytes | None = None

    @property
    def medium(self) -> Medium:
        """The name of the medium."""
        return medium_of(self.rendering).name


def build_map(
    records: Sequence[Record], rendering: str, others: Sequence[Record] = ()
) -> RenderedMap:
    """Return the documents of `records` in a client's version and in the one before it.

    Args:
        records: The facts of each document.
        rendering: Medium, client and the newer version: ``json.payline@3``; or medium and the
            second system: ``csv.netsuite``; or an EDI message: ``edi.x12``.
        others: The facts of the newer documents, if they are of other records. They show the same
            places as `records`: see `shown_places`.
    """
    medium = medium_of(rendering).name
    older, newer, changed = _versions(rendering)
    agreed: dict[str, Guideline] = {}
    if medium == MESSAGES:
        agreed = dict(zip(ROLES, guidelines(older, records[0].id), strict=True))
    sides: dict[str, list[Side]] = {
        role: [_document(record, medium, each, agreed.get(role)) for record in (*records, *others)]
        for role, each in zip(ROLES, (older, newer), strict=True)
    }
    given = dict(sides)
    if others:
        given = {"before": sides["before"][: len(records)], "after": sides["after"][len(records) :]}
    files, roles = [], []
    for role, name in zip(ROLES, (older, newer), strict=True):
        for number, document in enumerate(given[role], 1):
            made = finish(f"{medium}.{name}", document).file
            file_name = f"{role}-{number}.{made.name.rpartition('.')[2]}"
            files.append(
                Rendered(name=file_name, media_type=made.media_type, data=made.data, loci=())
            )
            roles.append(role)
    pairs = tuple(_pairs(sides["before"], sides["after"], changed, medium))
    told = _told(pairs, given, medium) if others else pairs
    return RenderedMap(
        record=records[0],
        records=tuple(record.id for record in (*records, *others)),
        rendering=rendering,
        files=tuple(files),
        roles=tuple(roles),
        pairs=told,
        doubtful={} if others else _doubtful(sides["after"], pairs, medium),
        ignored=tuple(pair for pair in pairs if pair not in told),
        others=bool(others),
    )


def shown_places(record: Record, rendering: str) -> frozenset[tuple[str, str]]:
    """Return the places that the documents of a record show, each with its side of the map.

    Args:
        record: The facts.
        rendering: Medium, client and the newer version.
    """
    medium = medium_of(rendering).name
    return frozenset(
        (role, leaf.path)
        for role, dialect in zip(ROLES, _versions(rendering)[:2], strict=True)
        for leaf in leaves(_document(record, medium, dialect, None), medium)
    )


def _versions(rendering: str) -> tuple[str, str, Map]:
    """The older and the newer sender of a map, and what changed from one to the other."""
    dialect = rendering.partition(".")[2]
    if is_client(dialect):
        client, sent = sent_by(dialect)
        older = f"{sent.client}@{sent.version - 1}"
        return older, f"{sent.client}@{sent.version}", client.versions[sent.version - 2]
    return _OTHER.get(dialect, dialect), dialect, Map()


def instructions_for(rendering: str, *, others: bool = False) -> str:
    """Return the instructions for the documents of a rendering and its older side.

    Args:
        rendering: The rendering of the newer side.
        others: Whether the newer documents are of other records.
    """
    if others:
        return OF_OTHERS
    medium = medium_of(rendering).name
    if medium == MESSAGES:
        return OF_MESSAGES
    return OF_TABLES if medium in TABLED else INSTRUCTIONS


def of_map(built: RenderedMap, case: str, folder: str) -> tuple[Case, CaseTruth]:
    """Return question and truth of a map; label, severity and twin are the maker's to say.

    Args:
        built: The finished documents.
        case: Id of the case.
        folder: Where its files will lie, relative to the corpus.
    """
    question = Case(
        case=case,
        task="map",
        channel=MEDIA[built.medium].asked,
        instructions=instructions_for(built.rendering, others=built.others),
        files=tuple(
            CaseFile(
                path=f"{folder}/{file.name}",
                media_type=file.media_type,
                sha256=sha256(file.data),
                bytes=len(file.data),
                role=role,
            )
            for role, file in zip(built.roles, built.files, strict=True)
        ),
        schema=map_schema(),
    )
    truth = CaseTruth(
        case=case,
        label="",
        records=built.records,
        twin=None,
        medium=built.medium,
        rendering=built.rendering,
        locale=built.record.locale,
        steps=(),
        fields={PAIRS: _list(built)},
    )
    return question, truth


def map_schema() -> dict[str, Any]:
    """Return the JSON Schema of an answer about two versions."""
    row = {
        "from": ids_leaf("Places in the older version."),
        "to": ids_leaf("Places in the newer version."),
        "how": {
            "description": "What happened.",
            "x-kind": "enum",
            "type": ["string", "null"],
            "enum": [*HOWS, None],
        },
        "lossy": {
            "description": "Whether a value cannot be recovered.",
            "x-kind": "bool",
            "type": ["boolean", "null"],
        },
    }
    rows = {"type": "object", "properties": row, "additionalProperties": False}
    return {
        "type": "object",
        "properties": {"pairs": {"type": ["array", "null"], "items": rows}},
        "additionalProperties": False,
    }


def _document(record: Record, medium: str, dialect: str, guideline: Guideline | None) -> Side:
    if guideline is not None:
        return under(through(f"{medium}.{dialect}", state(record)), guideline)
    if not is_client(dialect):
        made: Side = through(f"{medium}.{dialect}", state(record))
        return made
    values = spell(state(record), clients.convention(dialect, record, medium))
    return clients.lower_tree(values, dialect)


def _told(
    pairs: Sequence[Pair], given: Mapping[str, Sequence[Side]], medium: str
) -> tuple[Pair, ...]:
    """The pairs that names and forms tell without a value."""
    shown: dict[str, dict[str, list[Leaf]]] = {}
    for role, documents in given.items():
        for document in documents:
            for leaf in leaves(document, medium):
                shown.setdefault(role, {}).setdefault(leaf.path, []).append(leaf)
    kinds = {
        role: {path: kind_of(leaf.text for leaf in its) for path, its in by_path.items()}
        for role, by_path in shown.items()
    }
    looks = {
        role: {path: looks_of((leaf.kind, leaf.text) for leaf in its) for path, its in by.items()}
        for role, by in shown.items()
    }
    groups = told_by_names(
        {path: kinds["before"][path] for pair in pairs for path in pair.older},
        {path: kinds["after"][path] for pair in pairs for path in pair.newer},
    )
    return tuple(
        pair
        for pair in pairs
        if (frozenset(pair.older), frozenset(pair.newer)) in groups
        if pair.older != pair.newer
        or all(looks["before"][p].isdisjoint(looks["after"][p]) for p in pair.older)
    )


def _pairs(before: Sequence[Side], after: Sequence[Side], made: Map, medium: str) -> Iterable[Pair]:
    """The groups of places that share a statement in any document; unchanged ones are left out."""
    group: dict[tuple[str, str], tuple[str, str]] = {}

    def root(place: tuple[str, str]) -> tuple[str, str]:
        while group.setdefault(place, place) != place:
            place = group[place]
        return place

    shown: dict[tuple[str, str], set[tuple[int, str, str]]] = {}
    for number, (old, new) in enumerate(zip(before, after, strict=True)):
        first: dict[str, tuple[str, str]] = {}
        for role, document in (("from", old), ("to", new)):
            for leaf in leaves(document, medium):
                place = role, leaf.path
                root(place)
                shown.setdefault(place, set()).add((number, leaf.text, leaf.kind))
                for name in leaf.stated or (f"={leaf.path}",):
                    group[root(place)] = root(first.setdefault(name, place))
    members: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for place in shown:
        members.setdefault(root(place), []).append(place)
    for places in members.values():
        older = tuple(sorted(path for role, path in places if role == "from"))
        newer = tuple(sorted(path for role, path in places if role == "to"))
        was = set().union(*(shown["from", place] for place in older))
        respelt = was != set().union(*(shown["to", place] for place in newer))
        same = older == newer and all(shown["from", p] == shown["to", p] for p in older)
        if not same:
            hows = _hows(older, newer, made) if made.changes else _between(older, newer, respelt)
            if medium == MESSAGES and _moved(older, newer):
                hows = ("move", "rename")
            yield Pair(
                older=older,
                newer=newer,
                how=hows,
                lossy=_loses(older, newer, made),
            )


def _hows(older: Sequence[str], newer: Sequence[str], made: Map) -> tuple[str, ...]:
    places = {*older, *newer}
    found = {
        change.how
        for change in made.changes
        for olds, news in change.pairs
        for named in (*olds, *news)
        if any(_covers(named, place) for place in places)
    }
    if not older:
        found &= {"add", "tag", "envelope", "page", "dual", "summarise"}
    return tuple(sorted(found)) or ("add" if not older else "move",)


def _between(older: Sequence[str], newer: Sequence[str], respelt: bool) -> tuple[str, ...]:
    """What happened to a column from one system to another; a renamed one may be respelled too."""
    if not older or not newer:
        return ("add",) if newer else ("drop",)
    renamed = () if older == newer else ("rename",)
    return (*renamed, "respell") if respelt else renamed


def _moved(older: Sequence[str], newer: Sequence[str]) -> bool:
    """Whether an element of a message stands in a segment with another tag."""
    tags = [{_TAG.split(place.split("/")[-2])[0] for place in side} for side in (older, newer)]
    return all(tags) and tags[0] != tags[1]


def _loses(older: Sequence[str], newer: Sequence[str], made: Map) -> bool:
    if not made.changes:
        return not newer
    return any(_covers(lost, path) for lost in made.loses for path in older)


def _covers(named: str, place: str) -> bool:
    return place == named or place.startswith(f"{named}/")


def _doubtful(
    documents: Sequence[Side], pairs: Sequence[Pair], medium: str
) -> dict[str, tuple[str, ...]]:
    """New places of pairs of one to one, with the other such places that show the same."""
    texts: dict[str, tuple[tuple[str, ...], ...]] = {}
    held = texts_by_place(documents, medium)
    for pair in pairs:
        if len(pair.newer) == 1 and not _named_alike(pair):
            path = pair.newer[0]
            texts[path] = tuple(each.get(path, ()) for each in held)
    return {
        path: others
        for path, shown in texts.items()
        if (others := tuple(o for o, theirs in texts.items() if o != path and theirs == shown))
    }


def _named_alike(pair: Pair) -> bool:
    """Whether a place of one to one keeps its key and the key above it, so that its name tells."""
    if len(pair.older) != 1:
        return False
    old, new = (path.replace("/*", "").split("/")[-2:] for path in (*pair.older, *pair.newer))
    return old == new or (old[0] == "" and old[1:] == new[1:])


def _list(built: RenderedMap) -> ListExpectation:
    rows: dict[str, dict[str, FieldExpectation]] = {}
    for number, pair in enumerate(built.pairs, 1):
        name = f"p{number}"
        value = {"from": list(pair.older), "to": list(pair.newer)}
        others = built.doubtful.get(pair.newer[0], ()) if len(pair.newer) == 1 else ()
        readings = tuple({**value, "to": [to]} for to in sorted((*pair.newer, *others)))
        unit: dict[str, Any] = (
            {"state": "ambiguous", "readings": readings}
            if others and pair.older
            else {"state": "answerable", "accept": (value,), "why": "printed"}
        )
        ref = f"{built.rendering}#{PAIRS}/{name}"
        rows[name] = {
            "pair": FieldExpectation(ref=f"{ref}/pair", kind="ids", **unit),
            "how": FieldExpectation(
                ref=f"{ref}/how", kind="enum", state="answerable", accept=pair.how, why="printed"
            ),
            "lossy": FieldExpectation(
                ref=f"{ref}/lossy",
                kind="bool",
                state="answerable",
                accept=(pair.lossy,),
                why="printed",
            ),
        }
    return ListExpectation(
        rows=rows,
        whole={"pair": ("from", "to")},
        weights={"how": 0.5, "lossy": 0.25},
        ignored=tuple({"from": [*each.older], "to": [*each.newer]} for each in built.ignored),
    )
