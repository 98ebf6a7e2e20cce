"""A corpus on disk: where everything is, and the one reader of it.

``cases.jsonl`` is public and stays plain text. Truth, evidence and plans are kept in frames
(`chaosdocs.formats.frames`), sorted by case, so that one case is read alone. The private half of an
export holds them as plain text (``truth.jsonl``); both are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

from pydantic import ValidationError

from chaosdocs.formats.about import about
from chaosdocs.formats.cases import Case, CasePlan, CaseTruth, Evidence
from chaosdocs.formats.frames import SUFFIX, FramedLines
from chaosdocs.formats.wire import Wire
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import is_text, json_line, numbered_lines, opened

CORPUS: Final = "corpus.json"
CASES: Final = "cases.jsonl"
FILES: Final = "files"
PRIVATE: Final = "private"
RECIPE: Final = f"{PRIVATE}/recipe.yaml"
SECRET: Final = f"{PRIVATE}/secret.json"
TRUTH: Final = f"{PRIVATE}/truth.jsonl{SUFFIX}"
EVIDENCE: Final = f"{PRIVATE}/evidence.jsonl{SUFFIX}"
PLANS: Final = f"{PRIVATE}/plans.jsonl{SUFFIX}"
SKIPPED: Final = f"{PRIVATE}/skipped.jsonl"
"""Slots that hold no case, each with its reason: skipped ones and defects."""
DIGEST: Final = f"{PRIVATE}/digest"
WORK: Final = f"{PRIVATE}/work"
LINES: Final = (CASES, TRUTH, EVIDENCE, PLANS, SKIPPED)
"""The files of lines, each sorted by case."""

_CASE = re.compile(rb'\{"case": ?"([^"\\]*)"')
_FILES = re.compile(rb'(?<!\\)"files": ?(\[[^\[\]]*\])')
_LABEL = re.compile(rb'\{"case": ?"([^"\\]*)", ?"label": ?"([^"\\]*)"')
W = TypeVar("W", bound=Wire)
L = TypeVar("L", Case, CaseTruth, CasePlan)


class Fault(NamedTuple):
    """A line, or a file, that does not fit its format.

    Attributes:
        case: Id of the case that the line is of; empty where that is not known.
        words: File and line, and what is wrong.
    """

    case: str
    words: str


class FileHead(NamedTuple):
    """One artefact of a case, as `CaseFile` has it."""

    path: str
    sha256: str
    bytes: int


class CaseHead(NamedTuple):
    """Id and files of a case: what is known of each question before it is asked."""

    case: str
    files: tuple[FileHead, ...]


def outside_corpora(path: Path) -> Path:
    """Return `path`, where something is to be written, if it lies in no corpus.

    Raises:
        UserError: It lies in one: the public half would hold answers or truths, and a corpus that
            was changed is no longer one. Or it is a link to a place that is not there.
    """
    no_dangling_link(path)
    where = path.absolute()
    for folder in (where, *where.parents):
        if (folder / CORPUS).is_file() and (folder / PRIVATE).is_dir():
            raise UserError(
                "lies inside a corpus, which nothing is written into",
                where=str(path),
                hint=f"name a place outside of {folder}",
            )
    return path


def no_dangling_link(path: Path) -> None:
    """Raise where `path`, which is to be written, is a link to a place that is not there."""
    if path.is_symlink() and not path.exists():
        raise UserError(
            "is a link to a place that is not there",
            where=str(path),
            hint=f"make {path.readlink()}, or name another place",
        )


def is_corpus(folder: Path) -> bool:
    """Return whether `folder` holds a finished corpus."""
    return (folder / CORPUS).is_file()


class CorpusFolder:
    """A finished corpus.

    Args:
        folder: Where it is.
        faults: Where given, a line that does not fit its format is reported here and skipped.
            Otherwise the first one is an error.

    Attributes:
        folder: Where it is.
        about: Its ``corpus.json``.

    Raises:
        UserError: There is no corpus, its run was not finished, or its format is not ours.
    """

    def __init__(self, folder: Path, faults: list[Fault] | None = None) -> None:
        self.folder = folder
        if not is_corpus(folder):
            begun = (folder / RECIPE).is_file()
            raise UserError(
                "the corpus was begun and not finished" if begun else "no corpus here",
                where=str(folder),
                hint="go on with `chaosdocs generate ... --resume`"
                if begun
                else f"a corpus is a folder with a {CORPUS}, see `chaosdocs generate`",
            )
        self.about = about(folder / CORPUS)
        self._faults = faults
        self._names = {name: _stored_as(folder, name) for name in LINES}
        self._framed = {
            name: FramedLines(folder / name)
            for name, stored in self._names.items()
            if stored.endswith(SUFFIX)
        }
        self._indexes: dict[str, Mapping[str, list[tuple[int, int, int]]]] = {}

    @property
    def recipe(self) -> Path:
        """The resolved recipe that it was made from."""
        return self.folder / RECIPE

    def holds(self, *names: str) -> bool:
        """Return whether files are there: a corpus may have come without its private half."""
        return all((self.folder / self._names.get(name, name)).is_file() for name in names)

    def cases(self, cases: Collection[str] | None = None) -> Iterator[Case]:
        """Yield every public case, sorted by id, or those of some cases alone."""
        return self._models(CASES, Case, cases)

    def heads(self) -> Iterator[CaseHead]:
        """Yield id and files of every public case, in the order of the file.

        The instructions and the schema of a question, nearly all of its line, are not parsed.
        """
        for number, raw in self._raw(CASES, None):
            name, files = _CASE.match(raw), _FILES.search(raw)
            head = None
            if name is not None and files is not None:
                head = _head(name[1].decode("utf-8", "replace"), _json_or_none(files[1]))
            if head is not None:
                yield head
            elif raw.strip():
                for case in self.cases(
                    tuple(_said(x, "case") for x in self._json(CASES, number, raw))
                ):
                    yield CaseHead(
                        case.case, tuple(FileHead(f.path, f.sha256, f.bytes) for f in case.files)
                    )

    def truths(self, cases: Collection[str] | None = None) -> Iterator[CaseTruth]:
        """Yield the truth of every case, sorted by id, or those of some cases alone."""
        return self._models(TRUTH, CaseTruth, cases)

    def evidence(self, cases: Collection[str] | None = None) -> Iterator[Evidence]:
        """Yield every line of evidence, sorted by case, or those of some cases alone."""
        return self._models(EVIDENCE, Evidence, cases)

    def plans(self, cases: Collection[str] | None = None) -> Iterator[CasePlan]:
        """Yield the stored plan of every case, sorted by id, or those of some cases alone."""
        return self._models(PLANS, CasePlan, cases)

    def case(self, name: str) -> Case:
        """Return the public line of the case with this id.

        Raises:
            UserError: The corpus has none.
        """
        return self._one(name, CASES, Case)

    def truth(self, name: str) -> CaseTruth:
        """Return the truth of the case with this id.

        Raises:
            UserError: The corpus has none.
        """
        return self._one(name, TRUTH, CaseTruth)

    def plan(self, name: str) -> CasePlan:
        """Return the stored plan of the case with this id.

        Raises:
            UserError: The corpus has none.
        """
        return self._one(name, PLANS, CasePlan)

    def rows(self, file: str, cases: Collection[str] | None = None) -> Iterator[Any]:
        """Yield the lines of a file as JSON, unchecked, all or those of some cases.

        Args:
            file: One of `LINES`.
            cases: Ids of the cases that are wanted.
        """
        for _, data in self._parsed(file, cases):
            yield data

    def ids(self, file: str) -> Iterator[str]:
        """Yield the case of every line of a file, without parsing the rest of the line.

        Args:
            file: One of `LINES`.
        """
        for number, raw in self._raw(file, None):
            found = _CASE.match(raw)
            if found is not None:
                yield found[1].decode("utf-8", "replace")
            else:
                yield from (_said(data, "case") for data in self._json(file, number, raw))

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """Label to case id."""
        found: dict[str, str] = {}
        for number, raw in self._raw(TRUTH, None):
            head = _LABEL.match(raw)
            if head is not None:
                found[head[2].decode("utf-8", "replace")] = head[1].decode("utf-8", "replace")
            else:
                for data in self._json(TRUTH, number, raw):
                    found[_said(data, "label")] = _said(data, "case")
        return found

    def find(self, name: str) -> str:
        """Return the id of the case with this id or label.

        Raises:
            UserError: There is none.
        """
        if name in self.labels:
            return self.labels[name]
        if name in self.labels.values():
            return name
        raise UserError(
            f"no case {name!r}", where=str(self.folder), given=name, allowed=tuple(self.labels)
        )

    def _one(self, name: str, file: str, model: type[L]) -> L:
        for line in self._models(file, model, (name,)):
            return line
        raise UserError(
            f"the file has no line for case {name!r}",
            where=str(self.folder / self._names[file]),
            hint="the corpus is damaged; `chaosdocs verify` lists what is wrong",
        )

    def _models(
        self, file: str, model: type[W], cases: Collection[str] | None = None
    ) -> Iterator[W]:
        for number, data in self._parsed(file, cases):
            try:
                yield model.model_validate(data)
            except ValidationError as error:
                first = error.errors()[0]
                key = ".".join(map(str, first["loc"]))
                words = f"{key}: {first['msg']}" if key else first["msg"]
                self._fault(file, number, words, _said(data, "case"), error)

    def _parsed(self, file: str, cases: Collection[str] | None) -> Iterator[tuple[int, Any]]:
        for number, raw in self._raw(file, cases):
            if cases is not None:
                head = _CASE.match(raw)
                if head is not None and head[1].decode("utf-8", "replace") not in cases:
                    continue
            for data in self._json(file, number, raw):
                if cases is None or _said(data, "case") in cases:
                    yield number, data

    def _json(self, file: str, number: int, raw: bytes) -> Iterator[Any]:
        """Yield what a line says; nothing where it is blank or, told as a fault, no JSON."""
        if not raw.strip():
            return
        try:
            data = json_line(raw, file)
        except UserError as error:
            placed = UserError(error.problem, where=f"{self.folder / self._names[file]}:{number}")
            self._fault(file, number, error.problem, "", placed)
            return
        if b"\\u" in raw and not is_text(data):
            words = "half a character (\\ud800 to \\udfff) stands there"
            where = f"{self.folder / self._names[file]}:{number}"
            self._fault(file, number, words, _said(data, "case"), UserError(words, where=where))
            return
        yield data

    def _raw(self, file: str, cases: Collection[str] | None) -> Iterator[tuple[int, bytes]]:
        """Yield lines with their numbers: all, or at least those of some cases."""
        try:
            if file in self._framed:
                yield from self._framed[file].lines(cases)
            elif cases is not None:
                yield from self._indexed(file, cases)
            else:
                yield from numbered_lines(self.folder / self._names[file])
        except UserError as error:
            self._fault(file, None, error.problem, "", error)

    def _indexed(self, file: str, cases: Collection[str]) -> Iterator[tuple[int, bytes]]:
        """Yield the lines of some cases of a plain file; no other line is parsed."""
        index = self._index(file)
        places = sorted(place for case in cases for place in index.get(case, ()))
        if not places:
            return
        with opened(self.folder / self._names[file]) as lines:
            for start, length, number in places:
                lines.seek(start)
                yield number, lines.read(length)

    def _index(self, file: str) -> Mapping[str, list[tuple[int, int, int]]]:
        """Return case to first byte, length and number of each of its lines in a plain file."""
        if file in self._indexes:
            return self._indexes[file]
        found: dict[str, list[tuple[int, int, int]]] = {}
        start = 0
        for number, raw in numbered_lines(self.folder / self._names[file]):
            head = _CASE.match(raw)
            if head is not None:
                names = [head[1].decode("utf-8", "replace")]
            else:
                names = [_said(data, "case") for data in self._json(file, number, raw)]
            for name in names:
                found.setdefault(name, []).append((start, len(raw), number))
            start += len(raw)
        self._indexes[file] = found
        return found

    def _fault(
        self, file: str, number: int | None, words: str, case: str, error: Exception
    ) -> None:
        """Keep what is wrong with a line, or raise it."""
        stored = self._names[file]
        place = stored if number is None else f"{stored}:{number}"
        if self._faults is None:
            if isinstance(error, UserError):
                raise error
            raise UserError(words, where=str(self.folder / place)) from error
        self._faults.append(Fault(case, f"{place}: {words}"))


def _stored_as(folder: Path, name: str) -> str:
    """Return the name that a file of lines has on disk: in frames, or plain where only that is."""
    plain = name.removesuffix(SUFFIX)
    return plain if not (folder / name).is_file() and (folder / plain).is_file() else name


def _said(data: Any, key: str) -> str:  # noqa: ANN401 - JSON
    """Return a text of a line; empty where it has none."""
    value = data.get(key) if isinstance(data, dict) else None
    return value if isinstance(value, str) else ""


def _json_or_none(raw: bytes) -> Any:  # noqa: ANN401 - JSON
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _head(case: str, files: Any) -> CaseHead | None:  # noqa: ANN401 - JSON
    """Return the head of a case, or None where its files are not listed as we list them."""
    try:
        found = tuple(FileHead(file["path"], file["sha256"], file["bytes"]) for file in files)
    except (TypeError, KeyError):
        return None
    fits = all(
        type(x.path) is str and type(x.sha256) is str and type(x.bytes) is int for x in found
    )
    return CaseHead(case, found) if fits and found else None
