"""The registry of readers. A reader is a module of `chaosdocs.readers.builtin` with a `READER`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from chaosdocs.foundation.registry import Facts, Registry

AnyReader: TypeAlias = Callable[..., dict[str, Any]]


def _facts(reader: AnyReader) -> Facts:
    return {"gets the truth": "yes" if getattr(reader, "needs_truth", False) else "no"}


def _doc(reader: AnyReader) -> str:
    return reader.__doc__ or ""


READERS: Registry[AnyReader] = Registry(
    "reader", "chaosdocs.readers.builtin", facts=_facts, doc=_doc
)
