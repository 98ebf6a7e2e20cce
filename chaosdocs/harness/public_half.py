"""The public half of an export while it is written: what an exporter is given to write with."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chaosdocs.formats.cases import Case
from chaosdocs.formats.folder import CorpusFolder
from chaosdocs.formats.unchanged import check_file
from chaosdocs.foundation.files import encode_line, inside, read
from chaosdocs.harness.asking import Part, as_messages, as_text, parts, question
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.settings import Form, Pdf


@dataclass(slots=True)
class Export:
    """The public half of one export while it is written.

    Attributes:
        source: The corpus.
        out: Folder of the public half.
        form: The form of the answers.
        pdf: How PDFs are shown; None where the files go as they are.
        takes: Kinds of parts that a sample can hold.
        harness: Name of the harness, for words.
        wanted: Ids of the cases; None for all.
        verbal: Whether models are to say how sure they are.
        written: Ids of the cases that are in it.
        left_out: Case and reason of each that is not.
    """

    source: CorpusFolder
    out: Path
    form: Form
    pdf: Pdf | None
    takes: frozenset[str]
    harness: str
    wanted: frozenset[str] | None = None
    verbal: bool = False
    written: list[str] = field(default_factory=list)
    left_out: list[dict[str, str]] = field(default_factory=list)

    def cases(self) -> Iterator[Case]:
        """Yield the cases, for formats that take the files as they are."""
        for case in self._unchanged():
            self.written.append(case.case)
            yield case

    def asked(self) -> Iterator[tuple[Case, list[Part]]]:
        """Yield each case with its documents; one that has no such form is left out, and told."""
        for case in self._unchanged():
            try:
                shown = parts(case, self.source.folder, self.pdf)
            except BrokenAnswerError as error:
                self.leave_out(case, str(error))
                continue
            odd = sorted({part.kind for part in shown} - self.takes)
            if odd:
                name = Path(case.files[0].path).name
                self.leave_out(case, f"{name} goes as {odd[0]}, which {self.harness} does not take")
                continue
            self.written.append(case.case)
            yield case, shown

    def _unchanged(self) -> Iterator[Case]:
        """Yield the cases that are wanted; a file that was changed ends the export."""
        for case in self.source.cases(self.wanted):
            for file in case.files:
                path = inside(self.source.folder, file.path)
                check_file(path, read(path), file.sha256)
            yield case

    def question(self, case: Case) -> str:
        """Return instructions, form of the answer and fields: what `chaosdocs ask` prints."""
        return question(case, self.form, verbal=self.verbal)

    def as_text(self, case: Case, shown: Sequence[Part]) -> str:
        """Return question and documents as one text."""
        return as_text(case, shown, self.form, verbal=self.verbal)

    def as_messages(self, case: Case, shown: Sequence[Part]) -> list[dict[str, Any]]:
        """Return question and documents as the messages of an OpenAI chat request."""
        return as_messages(case, shown, self.form, verbal=self.verbal)

    def leave_out(self, case: Case, why: str) -> None:
        """Take note of a case that is not in the export."""
        self.left_out.append({"case": case.case, "why": why})

    def about(self, case: Case) -> dict[str, Any]:
        """Return the metadata that travel with a case. Nothing of the truth is in them."""
        return {
            "case": case.case,
            "corpus": self.source.about.digest,
            "form": self.form,
            "task": case.task,
            "channel": case.channel,
            "media_type": case.files[0].media_type,
            **({"policy": case.policy} if case.policy is not None else {}),
        }

    def copied(self, case: Case) -> list[str]:
        """Copy the documents of a case; return their paths, which are those of the corpus."""
        for file in case.files:
            target = self._place(file.path)
            shutil.copyfile(inside(self.source.folder, file.path), target)
        return [file.path for file in case.files]

    def placed(self, case: Case, number: int, part: Part) -> str:
        """Write the bytes of a part to a file; return its path."""
        path = f"files/{case.case}/{number}{part.ending}"
        self.data(path, part.data)
        return path

    def data(self, name: str, content: bytes) -> None:
        """Write a file of bytes."""
        self._place(name).write_bytes(content)

    def text(self, name: str, content: str) -> None:
        """Write a file of text."""
        self.data(name, content.encode())

    def lines(self, name: str, rows: Iterable[Mapping[str, Any]]) -> None:
        """Write a file of lines of JSON."""
        with self._place(name).open("wb") as file:
            for row in rows:
                file.write(encode_line(row))

    def _place(self, name: str) -> Path:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path
