"""Making and storing cases: slots, builds, truth, files on disk."""
