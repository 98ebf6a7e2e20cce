"""Values that are not there."""
