"""The registry of exporters: an exporter is a module of `chaosdocs.harness.exporters`."""

from __future__ import annotations

from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.harness.exporter import Exporter


def _facts(exporter: Exporter) -> Facts:
    return {
        "tried with": exporter.harness,
        "PDF as": list(exporter.pdfs) or "file",
        "import": "yes" if exporter.read is not None else "as jsonl",
    }


EXPORTERS: Registry[Exporter] = Registry(
    "exporter", "chaosdocs.harness.exporters", Exporter, dashes=True, facts=_facts
)
