"""Sums that mislead."""
