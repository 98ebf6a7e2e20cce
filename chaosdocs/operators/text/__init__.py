"""Text layers that are hard to read though the page is plain."""
