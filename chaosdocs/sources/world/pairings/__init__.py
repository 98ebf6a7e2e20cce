"""The pairings, one module each."""
