"""Text in the file that nobody sees."""
