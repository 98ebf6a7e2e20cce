"""The registry of domains. A domain is a module of `chaosdocs.sources.domains` with a `SOURCE`."""

from __future__ import annotations

from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.sources.source import Source


def _facts(source: Source) -> Facts:
    lists = source.domain.list_path
    return {
        "fields": str(len(source.domain.fields)),
        "lists": lists or "none",
        "locales": list(source.locales),
    }


DOMAINS = Registry("domain", "chaosdocs.sources.domains", Source, constant="SOURCE", facts=_facts)
