"""Exports as business systems make them."""
