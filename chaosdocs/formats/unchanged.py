"""Whether a corpus still is what was made: every file against its digest."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from chaosdocs.formats.cases import Case, Corpus
from chaosdocs.foundation.digest import digest_of_files, sha256
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import inside

CASES: Final = "cases.jsonl"
PRIVATE: Final = ("recipe.yaml", "truth.jsonl", "evidence.jsonl", "plans.jsonl", "unmade.jsonl")
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
                found = sha256(inside(folder, file.path).read_bytes())
            except OSError as error:
                found = f"none ({error.strerror})"
            if found != file.sha256:
                wrong.append((file.path, file.sha256, found))
            digests[file.path] = file.sha256
    if wrong:
        path, expected, found = wrong[0]
        more = f"; {len(wrong) - 1} more files are wrong" if len(wrong) > 1 else ""
        raise UserError(
            f"not the file that the corpus was made with: sha256 expected {expected}, "
            f"found {found}{more}",
            where=str(folder / path),
            hint="`chaosdocs verify` lists all; `chaosdocs generate` makes the corpus again",
        )
    digests[CASES] = sha256((folder / CASES).read_bytes())
    found = digest_of_files(digests)
    if found != described.digest:
        raise UserError(
            f"the digest is off: expected {described.digest} (corpus.json), found {found}; "
            f"{CASES} or corpus.json was changed after the corpus was made",
            where=str(folder / CASES),
        )
    _check_private(folder / "private")


def _check_private(folder: Path) -> None:
    try:
        expected = (folder / "digest").read_text("ascii").strip()
        files = {f"private/{name}": sha256((folder / name).read_bytes()) for name in PRIVATE}
    except (OSError, UnicodeDecodeError):
        return  # a truth that came alone; `verify` asks for all of it
    found = digest_of_files(files)
    if found != expected and _DIGEST.fullmatch(expected):
        raise UserError(
            f"the digest of the private half is off: expected {expected}, found {found}; one of "
            f"{', '.join(PRIVATE)} was changed after the corpus was made",
            where=str(folder / "digest"),
        )
