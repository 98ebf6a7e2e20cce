"""The operators: one a file, by family. Each finishes the sentence "a document with ..."."""
