"""What an exporter is: how a corpus is written for one harness, and how that harness' log is read.

An exporter is a module of `chaosdocs.harness.exporters` with an ``EXPORTER``. Its docstring is what
`chaosdocs explain` prints.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chaosdocs.harness.asking import Kind
from chaosdocs.harness.public_half import Export
from chaosdocs.readers.settings import Pdf


@dataclass(slots=True)
class Said:
    """What a log says of one case.

    Attributes:
        about: The public metadata that travel with a sample: case, corpus, form, task.
        said: What the model said: a text, or an object that the harness made of it.
        error: Why there is no answer; empty where there is one.
        trial: Which repetition it is; None counts them in the order of the log.
        model: Who said it, as the harness names it; empty where it does not.
        more: Latency, cost and tokens, by the keys of ``answers.jsonl``.
    """

    about: Mapping[str, Any]
    said: Any
    error: str = ""
    trial: int | None = None
    model: str = ""
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exporter:
    """One format.

    Attributes:
        harness: Harness and version that the format was tried with.
        command: What to type in ``public/`` to run it.
        write: Writes the public half, the manifest left out.
        read: Yields what a log says; None where the answers come back as ``jsonl``.
        takes: Kinds of parts that a sample can hold; a case with any other is left out, and told.
            Empty where the files go along as they are.
        pdfs: How PDFs can be shown, the default first; empty where the files go as they are.
        logs: Globs of the logs in a folder of logs.
    """

    harness: str
    command: str
    write: Callable[[Export], None]
    read: Callable[[Path], Iterator[Said]] | None = None
    takes: frozenset[Kind] = frozenset()
    pdfs: tuple[Pdf, ...] = ()
    logs: tuple[str, ...] = ("*.jsonl",)
