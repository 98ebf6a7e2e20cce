"""Operators of ACME: what its own documents do."""
