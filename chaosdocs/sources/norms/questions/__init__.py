"""The norms: a module each with its `NORM`."""
