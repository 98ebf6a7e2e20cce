"""Damage on paper, in the scanner and in the page image."""
