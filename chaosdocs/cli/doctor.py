"""`chaosdocs doctor`: what is installed."""

from __future__ import annotations

import contextlib
import importlib
import io
import platform
import shutil
import subprocess
from collections.abc import Iterator
from importlib.metadata import (
    PackageNotFoundError,
    packages_distributions,
    requires,
    version,
)

import click

from chaosdocs.cli.streams import table

PROGRAMS = {
    "tesseract": ("--version", "a slow witness of scans, and the legibility meter's calibration"),
    "qpdf": ("--version", "certifies our PDFs in tests"),
    "pdftotext": ("-v", "one more witness in tests"),
}
"""Program to the option that says its version, and what it is for. All are optional."""

LIMITS = (
    ("bytes of a recipe", "chaosdocs.recipe.marked", "MOST_BYTES"),
    ("values in a recipe", "chaosdocs.recipe.marked", "MOST_VALUES"),
    ("aliases in a recipe", "chaosdocs.recipe.marked", "MOST_ALIASES"),
    ("records, chains or cases that are named", "chaosdocs.recipe.part", "MOST_MANY"),
    ("slots of one run", "chaosdocs.corpus.slots", "MOST"),
    ("bytes of a file of records", "chaosdocs.sources.own.rows", "MOST_BYTES"),
    ("bytes that a workbook unpacks to", "chaosdocs.sources.own.rows", "MOST_UNPACKED"),
    ("records in a file", "chaosdocs.sources.own.rows", "MOST_ROWS"),
    ("columns of records", "chaosdocs.sources.own.rows", "MOST_COLUMNS"),
    ("characters of a value of records", "chaosdocs.sources.own.rows", "MOST_CHARACTERS"),
    ("accepted values of a field", "chaosdocs.formats.cases", "MOST_VALUES"),
    ("characters of the path of a field", "chaosdocs.formats.cases", "LONGEST_PATH"),
    ("bytes of a score configuration", "chaosdocs.score.judging.config", "MOST_BYTES"),
    ("characters of a gate", "chaosdocs.score.gates.gates", "MOST_CHARACTERS"),
    ("resamples of a score", "chaosdocs.score.run", "MOST_RESAMPLES"),
    ("characters of an answered value", "chaosdocs.score.judging.comparison", "LONGEST"),
    ("candidates of a field", "chaosdocs.score.judging.field_answers", "MOST_CANDIDATES"),
    ("pairs of rows compared at once", "chaosdocs.score.judging.align", "MOST_CELLS"),
    ("fields of reference readers", "chaosdocs.score.summary.reference_scores", "MOST_FIELDS"),
    ("bytes of an endpoint's answer", "chaosdocs.readers.endpoint", "MOST_BYTES"),
    ("bytes of a command's answer", "chaosdocs.readers.command", "MOST_BYTES"),
    ("bytes of the documents of a question", "chaosdocs.readers.documents", "MOST_BYTES"),
    ("bytes of a document that is proved", "chaosdocs.proof.witnesses.witness", "MOST_BYTES"),
    ("files in a ZIP or a mail", "chaosdocs.proof.containers", "MOST_FILES"),
    ("pixels of a page that is measured", "chaosdocs.proof.legibility.pictures", "MOST_PIXELS"),
    ("contested values that are followed", "chaosdocs.truth.closure", "MOST_RUNS"),
)
"""What is limited, and the constant that says how: the limit is changed there alone."""

Row = tuple[str, str, str]


@click.command(short_help="Print what is installed and what is missing.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(as_json: bool) -> int:
    """Print what is installed and what is missing. Exit 1 if a required part is missing."""
    rows = [
        *_libraries(),
        *_programs(),
        *_fonts(),
        *_readers(),
        *_parsers(),
        *_witnesses(),
        *_renders(),
        *_limits(),
    ]
    if as_json:
        from chaosdocs.cli.streams import emit_json

        emit_json([dict(zip(("what", "state", "note"), row, strict=True)) for row in rows])
    else:
        table(("what", "state", "note"), rows)
    return 1 if any(state == "missing" for _, state, _ in rows) else 0


def _libraries() -> Iterator[Row]:
    yield "python", platform.python_version(), platform.platform()
    names = [line.split(";")[0] for line in requires("chaosdocs") or () if "extra ==" not in line]
    for name in ["chaosdocs", *sorted(_bare(name) for name in names)]:
        try:
            found = version(name)
        except PackageNotFoundError:
            yield name, "missing", f"pip install {name}"
            continue
        fault = _import_fault(name)
        yield name, "missing" if fault else found, fault


def _import_fault(name: str) -> str:
    """What stands in the way of importing a library that is installed; empty where nothing does."""
    try:
        modules = sorted(
            module
            for module, owners in packages_distributions().items()
            if name.lower() in {owner.lower() for owner in owners} and module.isidentifier()
        )
        own = name.lower().replace("-", "_")
        named = [each for each in modules if not each.startswith("_")]
        for module in sorted(named, key=lambda each: each.lower() != own)[:1]:
            with contextlib.redirect_stdout(io.StringIO()):  # whatever a library says on import
                importlib.import_module(module)
    except Exception as error:  # noqa: BLE001 - whatever it is, it does not work here
        return f"{version(name)} is installed and cannot be imported: {_line(error)}"
    return ""


def _renders() -> Iterator[Row]:
    """A page and a scan, made: what is installed may still not work together."""
    from chaosdocs.testing.case import Case
    from chaosdocs.testing.sample import Sample

    for what, rendering in (("a page", "pdf.erp"), ("a scan", "scan.erp")):
        try:
            case = Case(Sample("invoice", 1, "en_US"), rendering)
            state = f"{len(case.bytes)} bytes" if not case.defects else "missing"
            yield what, state, "made and proved" if not case.defects else str(case.defects[0])
        except Exception as error:  # noqa: BLE001 - the same
            yield what, "missing", f"cannot be made: {_line(error)}"


def _limits() -> Iterator[Row]:
    """How much is read or compared at most; more is refused, or told."""
    for what, module, name in LIMITS:
        most: int = getattr(importlib.import_module(module), name)
        yield f"limit: {what}", f"{most:,}", f"{module}.{name}"


def _line(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error).partition(chr(10))[0]}"


def _bare(requirement: str) -> str:
    name = requirement.strip()
    for mark in "<>=!~[ ":
        name = name.partition(mark)[0]
    return name


def _programs() -> Iterator[Row]:
    for name, (option, purpose) in PROGRAMS.items():
        path = shutil.which(name)
        if path is None:
            yield name, "not there", f"optional: {purpose}"
            continue
        done = subprocess.run(  # noqa: S603 - a fixed list of programs
            [path, option], capture_output=True, text=True, timeout=10, check=False
        )
        words = (done.stdout or done.stderr).strip().partition("\n")[0]
        yield name, words or "there", purpose


def _witnesses() -> Iterator[Row]:
    """The outside libraries that read the formats of systems, and the formats without one."""
    from chaosdocs.render.systems.registry import SYSTEMS

    reads: dict[str, list[str]] = {}
    for name, system in SYSTEMS.items():
        for library in system.outside:
            reads.setdefault(library, []).append(name)
        if system.witness and not system.outside:
            yield f"system {name}", "no outside witness", system.witness
    for library, systems in sorted(reads.items()):
        try:
            state = version(library)
        except PackageNotFoundError:
            state = "not there"
        yield library, state, f"optional: reads {', '.join(systems)} in tests"


def _fonts() -> Iterator[Row]:
    try:
        import pymupdf_fonts
    except ImportError:
        yield "fonts", "missing", "pip install pymupdf-fonts"
        return
    count = len(getattr(pymupdf_fonts, "fontdescriptors", {}))
    yield "fonts", f"{count} faces", "from pymupdf-fonts"


def _readers() -> Iterator[Row]:
    from chaosdocs.authoring.registry import OPERATORS
    from chaosdocs.readers.registry import READERS

    yield "operators", str(len(OPERATORS)), "chaosdocs list operators"
    yield "readers", str(len(READERS)), " ".join(READERS)


def _parsers() -> Iterator[Row]:
    """The engines of other people that can be asked as ``parser:NAME``; all are optional."""
    from chaosdocs.readers.parsers.registry import PARSERS

    for name, parser in PARSERS.items():
        found = parser.engine.version()
        what = f"returns {parser.returns}"
        yield f"parser:{name}", found or "not there", what if found else parser.engine.hint
