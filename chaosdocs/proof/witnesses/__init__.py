"""Witnesses: what opens finished files, sharing no code with what wrote them."""
