"""Readers: whatever turns a file into answers, and the runner that asks them."""
