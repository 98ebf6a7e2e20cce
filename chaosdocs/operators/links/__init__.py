"""Rows of several systems that are about the same thing."""
