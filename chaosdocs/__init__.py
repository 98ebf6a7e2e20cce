"""Stress tests for document extraction, with known and proved ground truth."""
