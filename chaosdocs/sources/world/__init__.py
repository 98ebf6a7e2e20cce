"""Worlds: companies and what happens between them, and how their systems write it down."""
