"""Dates that are easily misread."""
