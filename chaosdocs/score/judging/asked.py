"""Which paths of an answer a case asks for: what is said of any other has no effect."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from chaosdocs.foundation.errors import nearest
from chaosdocs.score.judging.expectations import ScoredCase
from chaosdocs.score.judging.field_answers import found_at
from chaosdocs.score.judging.lines import DEFAULT_CONFIDENCE, Line

_NUMBER: Final = "0"


class Asked:
    """The paths of one case, rows by any number, and the objects and lists around them."""

    def __init__(self, case: ScoredCase) -> None:
        self._plain: set[str] = {""}
        for truth in case.scalars:
            self._plain.update(_with_parents(truth.path))
        self._rows: dict[str, set[str]] = {}
        for each in case.lists:
            self._plain.update(_with_parents(each.path))
            leaves = {""}
            for leaf in each.leaves:
                leaves.update(_with_parents(f"/{leaf}"))
            self._rows[each.path] = leaves

    def __contains__(self, pointer: str) -> bool:
        if pointer in self._plain:
            return True
        for path, leaves in self._rows.items():
            if pointer.startswith(f"{path}/"):
                number, _, leaf = pointer[len(path) + 1 :].partition("/")
                if number.isdigit() and (f"/{leaf}" if leaf else "") in leaves:
                    return True
        return False

    def meant(self, pointer: str) -> str | None:
        """Return the path that `pointer` was probably meant to be."""
        rows = [f"{path}/{_NUMBER}{leaf}" for path, leaves in self._rows.items() for leaf in leaves]
        return nearest(pointer, [*self._plain, *rows])


def unasked(line: Line, case: ScoredCase) -> list[str]:
    """Return what a line says of paths that its case does not ask for, in words.

    Afterwards the line knows whether it says of any field that it is left open or absent.

    Args:
        line: The line.
        case: Its case.
    """
    if line.plain or line.invalid:
        return []
    asked = Asked(case)
    line.declares = any(pointer in asked for pointer in (*line.abstain, *line.absent))
    out = []
    for key, pointers in (
        ("abstain", line.abstain),
        ("absent", sorted(line.absent)),
        ("candidates", line.candidates),
        ("confidence", line.confidence),
    ):
        for pointer in pointers:
            if pointer != DEFAULT_CONFIDENCE and pointer not in asked:
                near = asked.meant(pointer)
                also = f" (did you mean {near!r}?)" if near else ""
                out.append(f"{pointer!r} in `{key}`{also}")
    return out


def foreign_keys(line: Line, case: ScoredCase, *, explained: bool = True) -> list[str]:
    """Return the keys on top of an answer that its case does not ask for, in words.

    Args:
        line: The answer line.
        case: Its case.
        explained: Whether to say which path a key was probably meant to be.
    """
    if line.invalid:
        return []
    tops = {truth.path.split("/", 2)[1] for truth in case.scalars}
    tops.update(each.path.split("/", 2)[1] for each in case.lists)
    foreign = sorted(line.answer.keys() - tops)
    if not foreign:
        return []
    if not explained:
        return [repr(f"/{key}") for key in foreign]
    asked = Asked(case)
    out = []
    for key in foreign:
        path = "/" + key.strip("/").replace(".", "/")
        near = path if path in asked else asked.meant(path)
        named = f"/{key}"
        out.append(f"{named!r}" + (f" (did you mean {near!r}?)" if near else ""))
    return out


def empty_rows(line: Line, case: ScoredCase) -> list[str]:
    """Return the rows of an answer that say nothing and are more than the document has, in words.

    Such a row invents no value, so no field counts it; but a list with it is not the right list.

    Args:
        line: The answer line.
        case: Its case.
    """
    out = []
    for each in case.lists:
        rows = None if line.invalid else found_at(line.answer, each.path)
        if not isinstance(rows, list) or len(rows) <= len(each.shown):
            continue
        spare = len(rows) - len(each.shown)
        empty = [n for n, row in enumerate(rows) if not _says(row)]
        out += [repr(f"{each.path}/{n}") for n in empty[-spare:]]
    return out


def _says(node: object) -> bool:
    """Whether anything in a row has a value."""
    if isinstance(node, dict):
        return any(_says(value) for value in node.values())
    if isinstance(node, list):
        return any(map(_says, node))
    return node is not None


def unknown_keys(line: Line, case: ScoredCase) -> list[str]:
    """Return the pointers of the keys in an answer that its case does not ask for.

    A key is unknown wherever it stands: on top, in an object, or in a row of a list. Parts of a
    value (``currency`` in an amount) are no keys.

    Args:
        line: The answer line.
        case: Its case.
    """
    leaves = {truth.path for truth in case.scalars}
    rows = {each.path: {f"/{leaf}" for leaf in each.leaves} for each in case.lists}
    asked = Asked(case)

    def walk(node: Any, pointer: str, below: str, known: set[str]) -> Iterator[str]:  # noqa: ANN401
        for key, value in node.items() if isinstance(node, dict) else ():
            at, leaf = f"{pointer}/{key}", f"{below}/{key}"
            if "/" in key or at not in asked:
                yield at
            elif at in rows:
                many = value if isinstance(value, list) else ()
                for number, row in enumerate(many):
                    yield from walk(row, f"{at}/{number}", "", rows[at])
            elif leaf not in known:
                yield from walk(value, at, leaf, known)

    return list(walk(line.answer, "", "", leaves))


def _with_parents(path: str) -> Iterator[str]:
    at = path
    while at:
        yield at
        at = at.rpartition("/")[0]
