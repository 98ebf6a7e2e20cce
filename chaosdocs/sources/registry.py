"""The registry of sources. A source is a module of `chaosdocs.sources.domains` with a `SOURCE`.

A source is called by its domain, ``invoice``; one of a plugin ``acme_docs/orders``.
"""

from __future__ import annotations

from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.sources.source import Source


def _facts(source: Source) -> Facts:
    return {
        "fields": str(len(source.domain.fields)),
        "rows in": source.domain.list_path or "no list",
        "locales": list(source.locales),
    }


SOURCES: Registry[Source] = Registry(
    "source",
    "chaosdocs.sources.domains",
    Source,
    facts=_facts,
    page=lambda source: source.page(),
)
