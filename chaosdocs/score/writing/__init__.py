"""Judged fields as files: JSONL and Parquet."""
