"""The worlds, one module each."""
