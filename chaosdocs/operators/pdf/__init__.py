"""What only a PDF can do to a value."""
