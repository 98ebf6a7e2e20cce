"""That a value stands under a label of its own field, found by its place in the finished file."""
