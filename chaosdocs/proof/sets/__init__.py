"""The proof of sets: rows read from the files, groupings searched, differences computed again."""
