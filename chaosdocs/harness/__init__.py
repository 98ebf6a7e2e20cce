"""Other people's harnesses: corpora written for them, their logs read, their answers judged.

Nothing here needs a harness to be installed. `chaosdocs.harness.judging` is light: it needs numpy,
pydantic and rapidfuzz, and nothing else.
"""
