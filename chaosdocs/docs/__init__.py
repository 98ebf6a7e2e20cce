"""Pages for users, some by hand, some built from the code: ``python -m chaosdocs.docs``."""
