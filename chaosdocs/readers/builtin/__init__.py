"""Readers that come with the package. Each is a module of its name with a `READER`."""
