"""Missing values."""
