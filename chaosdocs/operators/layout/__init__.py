"""Layouts that separate parts that belong together."""
