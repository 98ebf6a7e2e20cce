"""Making and proof together: cases made and proved, corpora proved again."""
