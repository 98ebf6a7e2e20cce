"""What each kind of system knows of a book, one module each."""
