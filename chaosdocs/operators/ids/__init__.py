"""Incomplete identifiers."""
