"""Identifiers that are not written whole."""
