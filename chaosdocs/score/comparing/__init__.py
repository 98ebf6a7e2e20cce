"""Two readers on the same corpus."""
