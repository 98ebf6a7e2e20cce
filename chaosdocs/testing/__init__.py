"""For authors of operators and of readers: the laws, and what checks them."""

from chaosdocs.testing.checking import check_operator, skipped_share

__all__ = ["check_operator", "skipped_share"]
