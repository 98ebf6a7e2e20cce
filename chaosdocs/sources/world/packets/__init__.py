"""Packets: the documents of one matter of a world, and what each of them says."""
