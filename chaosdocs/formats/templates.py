"""What leaving one template out does to a headline metric, as it stands in ``summary.json``."""

from __future__ import annotations

from chaosdocs.formats.wire import Wire


class TemplateRange(Wire):
    """A headline metric with one template left out: its range, and which one was left out."""

    metric: str
    low: float
    high: float
    without_low: str
    without_high: str
