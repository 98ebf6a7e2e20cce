"""Changes without any effect on the content: they measure a reader's noise floor."""
