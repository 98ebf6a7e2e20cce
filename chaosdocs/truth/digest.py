"""Digests: short opaque names and checksums, always of content, never of time or chance."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def canonical(data: Any) -> bytes:  # noqa: ANN401 - anything that JSON can hold
    """Return `data` as JSON bytes that are equal for equal data: keys sorted, no spaces."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def sha256(data: bytes) -> str:
    """Return the hexadecimal SHA-256 of `data`."""
    return hashlib.sha256(data).hexdigest()


def opaque(label: str, salt: bytes) -> str:
    """Return the 12-character name of a case that tells nothing without the `salt`.

    Example:
        >>> opaque("inv-00017~clean", b"salt") == opaque("inv-00017~clean", b"salt")
        True
    """
    return hashlib.blake2b(label.encode(), key=salt[:64], digest_size=6).hexdigest()
