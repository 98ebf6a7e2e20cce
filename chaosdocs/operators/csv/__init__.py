"""Bytes and dialects of delimited text files."""
