"""Numbers whose marks or signs are not the document's own."""
