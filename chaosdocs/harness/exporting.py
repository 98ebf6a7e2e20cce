"""A corpus written for another harness: a public half, a private half, a manifest.

The public half may be given away whole. The truth is in none of its files: it is made from the
public half of the corpus alone. The private half is a corpus without documents, which the judge
reads and ``chaosdocs score --no-check`` scores.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from chaosdocs.formats.cases import CaseTruth
from chaosdocs.formats.folder import CASES, CORPUS, EVIDENCE, TRUTH, CorpusFolder
from chaosdocs.formats.frames import SUFFIX
from chaosdocs.formats.unchanged import check_listed, check_private
from chaosdocs.formats.wire import FORMAT
from chaosdocs.foundation.digest import sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import encode_line
from chaosdocs.foundation.scratch import scratch
from chaosdocs.foundation.stores import Store
from chaosdocs.harness.exporter import Exporter
from chaosdocs.harness.public_half import Export
from chaosdocs.harness.registry import EXPORTERS
from chaosdocs.readers.said import NULLS
from chaosdocs.readers.settings import Confidence, Form, ModelSettings, Pdf

PUBLIC: Final = "public"
PRIVATE: Final = "private"
MANIFEST: Final = "chaosdocs-export.json"
NOTE: Final = (
    "The harness shows means over cases. The headline of `chaosdocs score` counts the fields that "
    "the damage touched, every operator alike: other numbers. Import the log and score it."
)
LOGS: Final = "A log that was judged names operators and known wrong answers: keep it private."


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export.

    Attributes:
        manifest: What stands in ``chaosdocs-export.json``.
        private: Whether there is a private half: the corpus may have come without its truth.
    """

    manifest: Mapping[str, Any]
    private: bool


def export(
    corpus: str | Path,
    to: str,
    out: str | Path | Store,
    *,
    form: Form = "plain",
    confidence: Confidence = "none",
    pdf: Pdf | None = None,
    cases: Sequence[str] = (),
    sample: int | None = None,
    seed: int = 0,
) -> Exported:
    """Write a corpus for another harness, whole or not at all.

    Args:
        corpus: Folder of the corpus.
        to: A name of the registry of exporters.
        out: A new folder, or a store that holds no export; ``public`` and ``private`` are made in
            it. In a store the manifest is put last: where it is, the export is whole.
        form: The form of the answers.
        confidence: ``verbal`` lets models say how sure they are; only in an envelope.
        pdf: How PDFs are shown; the format's default where None.
        cases: Globs over ids and, where the truth is here, labels; all cases where empty.
        sample: How many cases are drawn of these; None takes all.
        seed: Seed of the draw.

    Raises:
        UserError: There is no such format or corpus, the corpus is not as it was made, the folder
            is not empty, or no case is left.
    """
    if not isinstance(out, str | Path):
        return _into(
            out, corpus, to, form=form, confidence=confidence, pdf=pdf, cases=cases,
            sample=sample, seed=seed,
        )  # fmt: skip
    exporter = EXPORTERS[to]
    verbal = ModelSettings(form=form, confidence=confidence).verbal
    source, target = CorpusFolder(Path(corpus)), Path(out)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UserError("the folder is not empty", where=str(target), hint="name a new one")
    check_listed(source.folder, source.about, source.heads())
    check_private(source.folder)
    wanted = _wanted(source, cases, sample, seed)
    name = exporter.harness.rpartition(" ")[0] or to
    work = target.with_name(f".{target.name}.part")
    shutil.rmtree(work, ignore_errors=True)
    try:
        shown = _pdf(exporter, to, pdf)
        made = Export(
            source, work / PUBLIC, form, shown, exporter.takes, name, wanted, verbal=verbal
        )
        made.out.mkdir(parents=True)
        exporter.write(made)
        if not made.written:
            why = made.left_out[0]["why"] if made.left_out else "the corpus is empty"
            raise UserError(f"no case can be written: {why}", where=f"--to {to}")
        manifest = _manifest(made, exporter, to)
        made.text(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1) + "\n")
        private = source.holds(TRUTH)
        if private:
            _write_private(made, work / PRIVATE)
        if target.exists():
            target.rmdir()
        work.rename(target)
    except OSError as error:
        raise UserError(f"cannot write: {error.strerror}", where=str(target)) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Exported(manifest, private)


def _into(store: Store, corpus: str | Path, to: str, **how: Any) -> Exported:  # noqa: ANN401 - see `export`
    """Write an export into a store."""
    manifest = f"{PUBLIC}/{MANIFEST}"
    with contextlib.suppress(OSError):
        store.get(manifest)
        raise UserError("the store holds an export", where=repr(store), hint="name a new place")
    with scratch() as folder:
        made = export(corpus, to, folder / "export", **how)
        root = folder / "export"
        names = [p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()]
        for name in sorted(names, key=lambda each: (each == manifest, each)):
            store.put(name, (root / name).read_bytes())
    return made


def _pdf(exporter: Exporter, to: str, given: Pdf | None) -> Pdf | None:
    if given is None:
        return exporter.pdfs[0] if exporter.pdfs else None
    if given not in exporter.pdfs:
        raise UserError(
            f"{to} takes no PDF as {given}"
            if exporter.pdfs
            else f"{to} takes the files as they are",
            where="--pdf",
            allowed=exporter.pdfs,
        )
    return given


def _wanted(
    source: CorpusFolder, globs: Sequence[str], sample: int | None, seed: int
) -> frozenset[str] | None:
    if not globs and sample is None:
        return None
    ids = list(source.ids(CASES))
    labels = {case: label for label, case in source.labels.items()} if source.holds(TRUTH) else {}
    chosen = [
        case
        for case in ids
        if not globs
        or any(fnmatchcase(case, glob) or fnmatchcase(labels.get(case, ""), glob) for glob in globs)
    ]
    if not chosen:
        raise UserError(
            f"no case is called {globs[0]!r}",
            where="--cases",
            given=globs[0],
            allowed=(*ids, *labels.values()),
        )
    if sample is not None:
        chosen = sorted(chosen, key=lambda case: sha256(f"{seed}:{case}".encode()))[:sample]
    return frozenset(chosen)


def _manifest(made: Export, exporter: Exporter, to: str) -> dict[str, Any]:
    about = made.source.about
    return {
        "format": FORMAT,
        "to": to,
        "harness": exporter.harness,
        "name": about.name,
        "corpus": about.digest,
        "canary": about.canary,
        "form": made.form,
        "nulls": NULLS[made.form],
        "confidence": "verbal" if made.verbal else "none",
        "pdf": made.pdf or "file",
        "written": len(made.written),
        "left_out": made.left_out,
        "command": exporter.command,
        "note": NOTE,
        "logs": LOGS,
    }


def _write_private(made: Export, home: Path) -> None:
    """Write the truth of the written cases: a corpus without documents, in plain lines."""
    source, ids = made.source, frozenset(made.written)
    (home / "private").mkdir(parents=True)
    shutil.copyfile(source.folder / CORPUS, home / CORPUS)
    _write(home / CASES, source.rows(CASES, ids))
    _write(home / TRUTH.removesuffix(SUFFIX), source.rows(TRUTH, ids))
    parsed = frozenset(c.case for c in source.cases(ids) if c.task in {"text", "tables"})
    if parsed and source.holds(EVIDENCE):
        _write(home / EVIDENCE.removesuffix(SUFFIX), source.rows(EVIDENCE, parsed))
    fields = (truth for truth in source.truths(ids) if truth.case not in parsed)
    _write(home / "expected.jsonl", (_expected(truth, made.form) for truth in fields))


def _write(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    with path.open("wb") as file:
        for row in rows:
            file.write(encode_line(row))


def _expected(truth: CaseTruth, form: Form) -> dict[str, str]:
    """Return what a perfect reader says: for trackers' own judges, and for training."""
    from chaosdocs.testing.right import perfect

    line = perfect(truth)
    said = line["answer"] if form == "plain" else {k: v for k, v in line.items() if k != "issues"}
    return {"case": truth.case, "expected": json.dumps(said, ensure_ascii=False)}
