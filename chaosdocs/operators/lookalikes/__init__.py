"""Values that can be taken for another field's."""
