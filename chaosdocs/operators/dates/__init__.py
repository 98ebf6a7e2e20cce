"""Dates that can be taken for others."""
