"""Paths of a recipe: stored relative to its folder, used absolute."""

from __future__ import annotations

from pathlib import Path


def absolute(path: str, folder: str) -> str:
    """Return `path`, which starts from `folder`, as an absolute path.

    Example:
        >>> absolute("../mine.jsonl", "/home/ada/recipes")
        '/home/ada/mine.jsonl'
    """
    return _tidy(Path(folder, path)).as_posix()


def relative(path: str, folder: str) -> str:
    """Return `path` as seen from `folder`, with forward slashes.

    Example:
        >>> relative("/home/ada/mine.jsonl", "/home/ada/recipes")
        '../mine.jsonl'
    """
    there, here = _tidy(Path(path)).parts, _tidy(Path(folder)).parts
    same = 0
    while same < min(len(there), len(here)) and there[same] == here[same]:
        same += 1
    return Path(*[".."] * (len(here) - same), *there[same:]).as_posix()


def _tidy(path: Path) -> Path:
    parts: list[str] = []
    for part in path.absolute().parts:
        if part == "..":
            parts = parts[:-1] or parts
        else:
            parts.append(part)
    return Path(*parts)
