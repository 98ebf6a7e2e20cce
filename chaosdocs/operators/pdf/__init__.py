"""Damage that only PDF files can have."""
