"""Statements that contradict or replace each other."""
