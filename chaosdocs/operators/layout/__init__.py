"""Layouts that part what belongs together."""
