"""That every value stands under a label of its own field, and every row's values stand together.

The labels of each field are listed once, from clean documents of many records, and the list is kept
outside the writers (`labels.json`). What a case says of itself cannot add to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.resources import files
from itertools import product

from chaosdocs.formats.cases import Evidence
from chaosdocs.proof.binding.doubled import alike, doubled
from chaosdocs.proof.binding.grid import UNNAMED
from chaosdocs.proof.binding.label import Known, plain
from chaosdocs.proof.binding.rows import torn_rows
from chaosdocs.proof.fields import rows_of
from chaosdocs.proof.furniture import WIDE, listed, words_of
from chaosdocs.proof.ink.scan_source import FOOT, ScanSource
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.twin import UNREAD
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.witness import Columned
from chaosdocs.truth.records import Domain
from chaosdocs.truth.values import from_json

_TWO_LINES = 1.5
"""A text that is so many times as tall as the lowest one stands on two lines or more."""
_PARTS = 3
"""So many parts of an address have its caption in common."""
_ROW = re.compile(r"^(/[^/]+)/[^/]+/(?=.)")

PathComplaint = tuple[str, str, str]
"""Path of a field, code and detail."""
Labels = Mapping[str, tuple[str, ...]]
"""Path of a field, rows as ``*``, to its labels; an empty one where it may stand without."""


@cache
def listed_labels() -> Mapping[str, Labels]:
    """Return the labels of the fields of every group of renderings.

    A group is named ``rendering domain``; all templates of pages are one group of a domain.
    """
    found: Mapping[str, Labels] = json.loads(
        files("chaosdocs.proof").joinpath("labels.json").read_text("utf-8")
    )
    return found


def group_of(rendering: str, domain: str) -> str:
    """Return the group of labels of a rendering.

    Example:
        >>> group_of("scan.erp", "kyc"), group_of("json.payline@3:stale", "invoice")
        ('pages kyc', 'json.payline@3 invoice')
    """
    paper = rendering.partition(".")[0] in {"pdf", "scan"}
    return f"{'pages' if paper else rendering.partition(':')[0]} {domain}"


def schema_path(path: str, lists: Sequence[str]) -> str:
    """Return the path of a field with ``*`` for its row.

    Example:
        >>> schema_path("/lines/k1/amount", ["/lines"]), schema_path("/seller/name", ["/lines"])
        ('/lines/*/amount', '/seller/name')
    """
    found = _ROW.match(path)
    return f"{found[1]}/*/{path[found.end() :]}" if found and found[1] in lists else path


def labels_at(
    line: Evidence,
    bench: OpenedFiles,
    glass: ScanSource | None,
    known: Known,
    *,
    in_list: bool = False,
) -> tuple[str, ...]:
    """Return the labels under which the pieces of a line stand; none where nobody can tell.

    Where a list goes on over pages without its heads, they stand on a page before.

    Args:
        line: The statement.
        bench: The opened files.
        glass: For a scan: what lay on the glass.
        known: Whether a text is a label.
        in_list: Whether the line is of a row of a list.
    """
    found = _labels_on_page(line, line.page, bench, glass, known)
    before = (line.page or 0) - 1
    while in_list and not any(found) and line.box is not None and before >= 1:
        found = _labels_on_page(line, before, bench, glass, known)
        before -= 1
    return found


def _labels_on_page(
    line: Evidence, page: int | None, bench: OpenedFiles, glass: ScanSource | None, known: Known
) -> tuple[str, ...]:
    """Return the labels of a line on its own page, or those in its column on a page before."""
    if bench.truth.medium == "scan":
        return () if glass is None else (glass.label(line, known, page),)
    if page != line.page and line.box is not None:
        box = (line.box[0], FOOT, line.box[2], FOOT)
        line = line.model_copy(update={"page": page, "box": box})
    witness = bench.witness(line.file)
    return () if witness is None else tuple(witness.labels(line, known))


def wrong_labels(
    bench: OpenedFiles,
    domain: Domain | None,
    glass: ScanSource | None,
    moved: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[PathComplaint]:
    """Yield the values that stand under a label of another field, or under none.

    Every operator leaves values under their labels, but for those that are listed with what may
    move: there the twin tells if labels did. Renderings, domains and operators that are on no list
    are not checked: those of plugins, a user's own records. A head or key that an operator gives
    stands for the one whose place it takes.

    Args:
        bench: The opened files.
        domain: The domain of the record.
        glass: For a scan: what lay on the glass.
        moved: The operators to what may stand elsewhere after them: a touched value under ``none``,
            or one that is not touched (``other``) under none, or a touched one under the label of
            another field: ``label pages`` or ``label csv.datev``, on pages or in files of one
            system. The listed ones where it is None.
    """
    truth = bench.truth
    group = group_of(truth.rendering, "" if domain is None else domain.name)
    own = listed_labels().get(group)
    steps = {step.operator.partition("@")[0] for step in truth.steps}
    if own is None or (UNREAD & steps and truth.medium == "pdf"):
        return
    anywhere = f"label {group.partition(' ')[0]}"
    lines = bench.asked
    # a country's code may be spelled like a word of another language: DE, the French "De"
    codes = {plain(line.text) for line in lines if line.path.endswith("/country")}
    labels = _all_labels(group) - codes
    names = {
        new: tuple(old)
        for step in sorted(steps)
        for new, old in listed()["operator labels"].get(step, {}).items()
    }
    boxes = {at: line.box if glass is None else glass.box(line) for at, line in enumerate(lines)}
    heights = {at: box[3] - box[1] for at, box in boxes.items() if box is not None}
    one = min(heights.values(), default=0.0)
    wrapped = [lines[at].text for at, height in heights.items() if height > _TWO_LINES * one]
    known = _Labels(labels - _last_lines(wrapped, labels), names)
    touched = {leaf.path for leaf in bench.leaves if leaf.truth.touched}
    moves = listed()["moved"] if moved is None else moved
    may = {what for step in steps for what in moves.get(step, ())}
    if not steps <= listed()["operators"].keys():
        may = {anywhere, "none", "other"}
    lists = [path for path, entry in truth.fields.items() if hasattr(entry, "rows")]
    twice = _under_one_head(bench, lines, lists)
    yield from _alike(bench, domain, twice, lists)
    same = frozenset(path for group in twice for path in group)
    for line in lines:
        place = schema_path(line.path, lists)
        its = line.path in touched
        if (its and anywhere in may) or place in same:
            continue
        mine = own.get(place, ())
        if not mine:  # a field that is too rare to be on the list
            continue
        labels_there = labels_at(line, bench, glass, known, in_list="*" in place)
        found = [
            label
            for label in labels_there
            if label and (label in labels or not UNNAMED.fullmatch(label))
        ]
        if not any(known.means(label, mine) for label in found):
            if found:  # a piece may be a currency
                yield line.path, "label", f"{line.text!r} stands under {found[0]!r}"
            elif "" not in mine and ("none" if its else "other") not in may:
                yield line.path, "label", f"{line.text!r} stands under no label of its field"


def words_of_labels(bench: OpenedFiles, domain: Domain | None) -> frozenset[str]:
    """Return the words of all labels that any document has for the fields that are touched.

    The columns of lists are among them: the row that was touched may be cut off.

    Args:
        bench: The opened files.
        domain: The domain of the record.
    """
    name = "" if domain is None else domain.name
    lists = [path for path, entry in bench.truth.fields.items() if hasattr(entry, "rows")]
    paths = {schema_path(leaf.path, lists) for leaf in bench.leaves if leaf.truth.touched}
    paths |= {each.path for each in (() if domain is None else domain.fields) if "*" in each.path}
    return frozenset(word for path in paths for word in _words_for(name, path))


@cache
def _words_for(domain: str, path: str) -> frozenset[str]:
    """The words of the labels of a field in all groups of a domain."""
    return frozenset(
        word
        for group, fields in listed_labels().items()
        if group.endswith(f" {domain}")
        for label in fields.get(path, ())
        for word in words_of(label.replace("/", " "))
    )


def wrong_captions(bench: OpenedFiles, domain: Domain | None) -> Iterator[PathComplaint]:
    """Yield the names on a clean page that stand below the caption of another address.

    A damaged page is compared with its clean twin, on which no caption may change places.

    Args:
        bench: The opened files.
        domain: The domain of the record.
    """
    truth = bench.truth
    if truth.steps or truth.medium != "pdf" or domain is None:
        return
    captions = _captions(group_of(truth.rendering, domain.name))
    known = frozenset(label for labels in captions.values() for label in labels).__contains__
    for line in bench.asked:
        address, _, leaf = line.path.rpartition("/")
        witness = bench.witness(line.file)
        if leaf != "name" or address not in captions or not isinstance(witness, PdfWitness):
            continue
        page = witness.page(line.page or 0)
        if page is not None and line.box is not None:
            caption = page.labels.heading(line.box, known)
            if caption and caption not in captions[address]:
                yield line.path, "label", f"{line.text!r} stands below {caption!r}"


@cache
def _captions(group: str) -> Mapping[str, frozenset[str]]:
    """The labels that all parts of an address have in common, and no part of another."""
    addresses: dict[str, list[frozenset[str]]] = {}
    for path, labels in listed_labels().get(group, {}).items():
        address = path.rpartition("/")[0]
        if address and "*" not in path:
            addresses.setdefault(address, []).append(frozenset(labels))
    shared = {
        address: frozenset.intersection(*its) - {""}
        for address, its in addresses.items()
        if len(its) >= _PARTS
    }
    return {
        address: its.difference(*(shared[other] for other in shared if other != address))
        for address, its in shared.items()
        if its
    }


class _Labels:
    """The labels of a document, to be asked whether a text is one.

    Args:
        labels: The listed labels.
        names: A head, or a step of the keys that lead to a value, to those whose place it takes.
    """

    def __init__(self, labels: frozenset[str], names: Mapping[str, tuple[str, ...]]) -> None:
        self._labels = labels
        self._names = names

    def __call__(self, text: str) -> bool:
        return self.means(text, self._labels)

    def means(self, label: str, labels: Container[str]) -> bool:
        """Whether a label, or one that it stands for, is among `labels`."""
        if not self._names:
            return label in labels
        return any(each in labels for each in self.meanings(label))

    def meanings(self, label: str) -> frozenset[str]:
        """Return the labels that a label stands for, itself included."""
        if label in self._names:
            return frozenset((label, *self._names[label]))
        steps = (step.partition("[") for step in label.split("/"))
        ways = [
            [f"{name}{bracket}{code}" for name in (called, *self._names.get(called, ()))]
            for called, bracket, code in steps
        ]
        return frozenset(map("/".join, product(*ways)))


def _under_one_head(
    bench: OpenedFiles, lines: Sequence[Evidence], lists: Sequence[str]
) -> list[tuple[str, ...]]:
    """The groups of fields whose columns have one head."""
    found = []
    for path, witness in bench.witnesses.items():
        if isinstance(witness, Columned):
            there = witness.headed([line for line in lines if line.file == path])
            found += doubled(there, partial(schema_path, lists=lists))
    return found


def _alike(
    bench: OpenedFiles,
    domain: Domain | None,
    groups: Sequence[tuple[str, ...]],
    lists: Sequence[str],
) -> Iterator[PathComplaint]:
    """Yield the fields under one head that no rule tells apart."""
    if not groups or domain is None:
        return
    facts = {
        leaf.path: from_json(leaf.truth.kind, leaf.truth.accept[0])
        for leaf in bench.leaves
        if leaf.truth.state == "answerable" and len(leaf.truth.accept) == 1
    }
    for group in groups:
        place = partial(schema_path, lists=lists)
        for one, other in alike(group, facts, rows_of(bench.truth), domain, place):
            yield one, "label", f"stands under one head with {other}, and nothing tells them apart"


def _last_lines(wrapped: Sequence[str], labels: frozenset[str]) -> frozenset[str]:
    """Return the labels that may be the last line of a value: 西村 / 銀行, a bank of that name."""
    texts = [plain(text) for text in wrapped]
    if not texts:
        return frozenset()
    return frozenset(
        label
        for label in labels
        if any(text.endswith(label if WIDE.search(label) else f" {label}") for text in texts)
    )


@cache
def _all_labels(group: str) -> frozenset[str]:
    its = listed_labels()[group].values()
    return frozenset(label for labels in its for label in labels if label)


def torn(bench: OpenedFiles, glass: ScanSource | None) -> Iterator[PathComplaint]:
    """Yield the values that stand in another row of their list than the rest of theirs.

    Args:
        bench: The opened files.
        glass: For a scan: what lay on the glass. Its rows are level, whatever the scan's turn.
    """
    lists = [path for path, entry in bench.truth.fields.items() if hasattr(entry, "rows")]
    yield from torn_rows(
        bench.asked, lists, lambda line: line.box if glass is None else glass.box(line)
    )
