"""Packets whose documents are missing, contradict each other, or are of another matter."""
