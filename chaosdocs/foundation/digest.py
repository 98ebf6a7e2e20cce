"""Digests: short opaque names and checksums, always of content, never of time or chance."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(data: Any) -> bytes:  # noqa: ANN401 - anything that JSON can hold
    """Return `data` as JSON bytes that are equal for equal data: keys sorted, no spaces."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def digest_of_files(files: Mapping[str, str]) -> str:
    """Return the digest of a tree of files.

    Args:
        files: Path relative to the tree's root, with forward slashes, to hexadecimal SHA-256.
    """
    return sha256(b"".join(f"{path}\0{files[path]}\n".encode() for path in sorted(files)))


def opaque(label: str, salt: bytes) -> str:
    """Return the 12-character name of a case that tells nothing without the `salt`.

    Example:
        >>> opaque("inv-00017~clean", b"salt") == opaque("inv-00017~clean", b"salt")
        True
    """
    return hashlib.blake2b(label.encode(), key=salt[:64], digest_size=6).hexdigest()
