"""What happens between a sheet of paper and its page image."""
