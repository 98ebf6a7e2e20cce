"""Rows of several systems about the same events."""
