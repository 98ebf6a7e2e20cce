"""The synthetic domains: a module each with its `SOURCE`."""
