"""StatementSet that contradict or replace each other."""
