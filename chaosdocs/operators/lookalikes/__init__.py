"""Values that look like another field's value."""
