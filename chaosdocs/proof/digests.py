"""The digest of the public half of a corpus, counted again from its files.

Definition: the SHA-256, in hexadecimal, of one line for every public file, sorted by path::

    path NUL sha256-of-the-file NEWLINE

Public are ``cases.jsonl`` and everything under ``files/``; ``corpus.json``, which holds the digest,
and the private half are not. Paths have forward slashes and start at the corpus. Files that the
cases do not list count too: nothing can be slipped in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from chaosdocs.foundation.files import opened

_BLOCK = 1 << 20


def public_digest(corpus: Path) -> str:
    """Return the digest of the public half of the corpus in a folder."""
    paths = [corpus / "cases.jsonl", *(p for p in (corpus / "files").rglob("*") if p.is_file())]
    return digest_of((p.relative_to(corpus).as_posix(), _sha256(p)) for p in paths)


def digest_of(files: Iterable[tuple[str, str]]) -> str:
    """Return the digest of path and SHA-256 of every file.

    Example:
        >>> digest_of([("b", "2"), ("a", "1")]) == digest_of([("a", "1"), ("b", "2")])
        True
    """
    whole = hashlib.sha256()
    for path, digest in sorted(files):
        whole.update(f"{path}\0{digest}\n".encode())
    return whole.hexdigest()


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with opened(path) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
