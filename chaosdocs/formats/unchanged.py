"""Whether a corpus still is what was made: every file against its digest."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from chaosdocs.formats.cases import Case, Corpus
from chaosdocs.formats.folder import (
    CASES,
    DIGEST,
    EVIDENCE,
    PLANS,
    RECIPE,
    SKIPPED,
    TRUTH,
    CaseHead,
)
from chaosdocs.formats.frames import SUFFIX, FramedLines
from chaosdocs.foundation.digest import digest_of_files, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside, opened, read

PRIVATE: Final = (RECIPE, TRUTH, EVIDENCE, PLANS, SKIPPED)
"""The files that the digest of the private half counts; of files in frames, the lines."""
_PIECE: Final = 1 << 20
_DIGEST = re.compile("[0-9a-f]{64}")


def check_unchanged(folder: Path, described: Corpus, cases: Iterable[Case]) -> None:
    """Compare every public file of a corpus, and the private half where it has a digest.

    Args:
        folder: The corpus.
        described: Its ``corpus.json``.
        cases: Its cases.

    Raises:
        UserError: A file is not what the corpus was made with; the first is named, with both
            digests.
    """
    digests: dict[str, str] = {}
    wrong: list[tuple[str, str, str]] = []
    for case in cases:
        for file in case.files:
            try:
                found = sha256(read(inside(folder, file.path)))
            except OSError as error:
                found = f"none ({error.strerror})"
            if found != file.sha256:
                wrong.append((file.path, file.sha256, found))
            digests[file.path] = file.sha256
    if wrong:
        path, expected, found = wrong[0]
        raise _not_the_file(folder / path, expected, found, len(wrong) - 1)
    _check_digest(folder, described, digests)
    check_private(folder)


def check_listed(folder: Path, described: Corpus, cases: Iterable[CaseHead]) -> None:
    """Compare the list of a corpus, and the sizes of its files; `check_file` compares a file.

    Args:
        folder: The corpus.
        described: Its ``corpus.json``.
        cases: All its cases.

    Raises:
        UserError: The list is not what the corpus was made with, or a file is missing or has
            another size; the first is named. Of a list that names a file outside of the corpus,
            that is said, and nothing of the file.
    """
    digests: dict[str, str] = {}
    wrong: list[tuple[str, str, str]] = []
    for case in cases:
        for path, expected, size in case.files:
            try:
                found = (folder / path).stat().st_size
                if found != size:
                    wrong.append((path, f"{expected} of {size:,} bytes", f"{found:,} bytes"))
            except OSError as error:
                wrong.append((path, expected, f"none ({error.strerror})"))
            except ValueError:
                wrong.append((path, expected, "none"))
            digests[path] = expected
    try:
        if wrong:
            path, expected, said = wrong[0]
            raise _not_the_file(folder / path, expected, said, len(wrong) - 1)
        _check_digest(folder, described, dict(digests))
    except UserError:
        for path in digests:
            inside(folder, path)
        raise


def check_file(path: Path, data: bytes, expected: str) -> None:
    """Compare what was read of one file of a corpus.

    Args:
        path: The file.
        data: Its bytes.
        expected: The SHA-256 that its case lists.

    Raises:
        UserError: It is not the file that the corpus was made with.
    """
    found = sha256(data)
    if found != expected:
        raise _not_the_file(path, expected, found, 0)


def _not_the_file(path: Path, expected: str, found: str, more: int) -> UserError:
    others = f"; {more} more files are wrong" if more else ""
    return UserError(
        f"not the file that the corpus was made with: sha256 expected {expected}, "
        f"found {found}{others}",
        where=str(path),
        hint="`chaosdocs verify` lists all; `chaosdocs generate` makes the corpus again",
    )


def _check_digest(folder: Path, described: Corpus, digests: dict[str, str]) -> None:
    digest = hashlib.sha256()
    with opened(folder / CASES) as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
    digests[CASES] = digest.hexdigest()
    found = digest_of_files(digests)
    if found != described.digest:
        raise UserError(
            f"the digest does not match: expected {described.digest} (corpus.json), found {found}; "
            f"{CASES} or corpus.json was changed after the corpus was made",
            where=str(folder / CASES),
        )


def check_private(folder: Path) -> None:
    """Compare the private half of a corpus, where it is there and has a digest.

    Raises:
        UserError: It is not what the corpus was made with.
    """
    path = folder / DIGEST
    if not all((folder / name).is_file() for name in (*PRIVATE, DIGEST)):
        return  # a truth that came alone; `verify` asks for all of it
    expected = read(path).decode("ascii", "replace").strip()
    files = {name: digest_of_lines(folder / name) for name in PRIVATE}
    found = digest_of_files(files)
    if found != expected and _DIGEST.fullmatch(expected):
        raise UserError(
            f"the digest of the private half does not match: expected {expected}, found {found}; "
            f"one of {', '.join(PRIVATE)} was changed after the corpus was made",
            where=str(path),
        )


def digest_of_lines(path: Path) -> str:
    """Return the digest of a file; of one in frames the digest of its lines, not of its bytes.

    Raises:
        UserError: The frames are damaged.
    """
    if path.suffix != SUFFIX:
        return sha256(read(path))
    digest = hashlib.sha256()
    for block in FramedLines(path).blocks():
        digest.update(block)
    return digest.hexdigest()
