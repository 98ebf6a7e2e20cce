"""Texts that are cut, folded, or hard to extract from a readable page."""
