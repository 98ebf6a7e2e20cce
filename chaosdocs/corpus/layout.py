"""Where things are in a corpus on disk."""

from __future__ import annotations

from pathlib import Path

CORPUS = "corpus.json"
CASES = "cases.jsonl"
FILES = "files"
PRIVATE = "private"
RECIPE = f"{PRIVATE}/recipe.yaml"
SECRET = f"{PRIVATE}/secret.json"
TRUTH = f"{PRIVATE}/truth.jsonl"
EVIDENCE = f"{PRIVATE}/evidence.jsonl"
PLANS = f"{PRIVATE}/plans.jsonl"
UNMADE = f"{PRIVATE}/unmade.jsonl"
DIGEST = f"{PRIVATE}/digest"
WORK = f"{PRIVATE}/work"
LINES = (CASES, TRUTH, EVIDENCE, PLANS, UNMADE)
"""The files of lines, each sorted by case (the unmade ones by slot)."""


def is_corpus(folder: Path) -> bool:
    """Whether `folder` holds a finished corpus."""
    return (folder / CORPUS).is_file()
