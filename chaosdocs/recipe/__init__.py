"""Recipes: YAML in, validated and pinned data out, every error with file, line and key."""
