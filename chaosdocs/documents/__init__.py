"""The stages of a document and their verbs, as data: no library, no bytes, no pixels, no chance."""
