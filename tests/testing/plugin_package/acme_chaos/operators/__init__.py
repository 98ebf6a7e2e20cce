"""Found by the entry point `chaosdocs.operators`."""
