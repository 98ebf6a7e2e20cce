"""Nothing that matters changes: what a reader changes by itself, a floor."""
