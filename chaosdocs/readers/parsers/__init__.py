"""Parsers of other people, asked as readers. Each is a module of its name with a `PARSER`."""
