"""The files of a case, opened once each, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from chaosdocs.formats.cases import Case, CaseFile, CaseTruth, Evidence, Leaf
from chaosdocs.formats.packets import INSIDE
from chaosdocs.foundation.digest import sha256
from chaosdocs.proof.binding.label import Piece
from chaosdocs.proof.containers import CONTAINERS, opened
from chaosdocs.proof.field_check import RULE
from chaosdocs.proof.witnesses.haystack import Haystack, Stack
from chaosdocs.proof.witnesses.pdf import PdfWitness
from chaosdocs.proof.witnesses.registry import WITNESSES, witness_of
from chaosdocs.proof.witnesses.witness import (
    Accounting,
    Counting,
    Furnished,
    Tabular,
    UnreadableError,
    Witness,
)
from chaosdocs.truth.statements import Channel

Read = Callable[[str], bytes]


class OpenedFiles:
    """The opened files of one case.

    Args:
        case: The case.
        truth: Its truth; says whether boxes are pixels.
        evidence: Its evidence.
        read: Path to the bytes of a file.
    """

    def __init__(
        self, case: Case, truth: CaseTruth, evidence: Sequence[Evidence], read: Read
    ) -> None:
        self.case = case
        self.truth = truth
        self.evidence = tuple(evidence)
        self._read = read
        self.faults: list[tuple[str, str]] = []
        self.witnesses: dict[str, Witness] = {}
        self._sequences: dict[tuple[str, bool], tuple[Piece, ...]] = {}
        for file in case.files:
            self._open(file)

    def witness(self, path: str) -> Witness | None:
        """Return the witness of a file, or None where it could not be opened."""
        return self.witnesses.get(path)

    @cached_property
    def stacks(self) -> Mapping[str, Stack]:
        """File to its layers, made ready for searching.

        A file that grows beyond all bounds while it is read is a fault, and has no layers.
        """
        found: dict[str, Stack] = {}
        for path, witness in self.witnesses.items():
            try:
                found[path] = Stack(Haystack(layer) for layer in witness.layers())
            except UnreadableError as error:
                self.faults.append(("too_big", f"{path}: {error}"))
        return found

    @cached_property
    def seen(self) -> Mapping[str, Sequence[Evidence]]:
        """Statement to the lines that are seen on a page."""
        found: dict[str, list[Evidence]] = {}
        for line in self.evidence:
            if line.channel == "eye" and line.role == "says":
                found.setdefault(line.statement, []).append(line)
        return found

    @cached_property
    def by_path(self) -> Mapping[str, Sequence[Evidence]]:
        """The lines of every field."""
        found: dict[str, list[Evidence]] = {}
        for line in self.evidence:
            found.setdefault(line.path, []).append(line)
        return found

    @cached_property
    def said(self) -> Mapping[tuple[str, Channel], Sequence[Evidence]]:
        """Field and channel to the lines that say something of it there."""
        found: dict[tuple[str, Channel], list[Evidence]] = {}
        for line in self.evidence:
            if line.role == "says" and not line.statement.startswith(RULE):
                found.setdefault((line.path, line.channel), []).append(line)
        return found

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every field of the truth, rows of lists included."""
        return tuple(self.truth.leaves())

    @cached_property
    def asked(self) -> tuple[Evidence, ...]:
        """The lines that state a field on the channel that the case asks for."""
        channel = self.case.channel
        return tuple(
            line
            for line in self.evidence
            if line.role == "says"
            and line.channel == channel
            and not line.statement.startswith(RULE)
        )

    @cached_property
    def unsaid(self) -> tuple[str, ...]:
        """Every text of the files that no line of the evidence is about."""
        return tuple(
            text
            for path, witness in self.witnesses.items()
            if isinstance(witness, Accounting)
            for text in witness.unsaid(self.lines_of(path))
        )

    def sequence(self, path: str, *, drawn: bool = False) -> tuple[Piece, ...]:
        """Return the labels, other texts and fields of a file in its order; see `Witness`."""
        if (path, drawn) not in self._sequences:
            witness = self.witnesses.get(path)
            its = () if witness is None else witness.sequence(self.lines_of(path), drawn=drawn)
            self._sequences[path, drawn] = tuple(its)
        return self._sequences[path, drawn]

    @cached_property
    def copies(self) -> tuple[str, ...]:
        """Every row of a table that nothing is said of, and that stands there twice."""
        return tuple(
            row
            for path, witness in self.witnesses.items()
            if isinstance(witness, Tabular)
            for row in witness.copies(self.lines_of(path))
        )

    @cached_property
    def miscounted(self) -> tuple[str, ...]:
        """What the files say of their own parts and is not so."""
        return tuple(
            text
            for witness in self.witnesses.values()
            if isinstance(witness, Counting)
            for text in witness.miscounted()
        )

    @cached_property
    def things(self) -> frozenset[str]:
        """The pictures, drawings, comments and flags of all files; see `Furnished`."""
        return frozenset(
            thing
            for path, witness in self.witnesses.items()
            if isinstance(witness, Furnished)
            for thing in witness.things(self.lines_of(path))
        )

    def lines_of(self, path: str) -> Sequence[Evidence]:
        """Return the evidence of a file."""
        return self._by_file.get(path, [])

    @cached_property
    def _by_file(self) -> dict[str, list[Evidence]]:
        lines: dict[str, list[Evidence]] = {}
        for line in self.evidence:
            lines.setdefault(line.file, []).append(line)
        return lines

    def close(self) -> None:
        """Close what has to be closed."""
        for witness in self.witnesses.values():
            if isinstance(witness, PdfWitness):
                witness.close()

    def _open(self, file: CaseFile) -> None:
        try:
            data = self._read(file.path)
        except (OSError, KeyError) as error:
            self.faults.append(("missing_file", f"{file.path}: {error}"))
            return
        if len(data) != file.bytes or sha256(data) != file.sha256:
            self.faults.append(("digest", f"{file.path} is not the file that the case lists"))
        try:
            if file.media_type in CONTAINERS:
                for name, inner in opened(file.media_type, data):
                    path = f"{file.path}{INSIDE}{name}"
                    self.witnesses[path] = WITNESSES["pdf"].open(inner, self.evidence)
                return
            self.witnesses[file.path] = self._witness(file, data)
        except UnreadableError as error:
            self.faults.append(("unreadable", f"{file.path}: {error}"))

    def _witness(self, file: CaseFile, data: bytes) -> Witness:
        name = witness_of(self.truth.medium, file.media_type)
        return WITNESSES[name].open(data, self.evidence)
