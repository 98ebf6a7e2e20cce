"""The part of JSON path that picks values out of a service's answer."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any, Final

Json = Any
MISSING: Final = object()
"""What a path finds where there is nothing."""
_STEP: Final = re.compile(
    r"""
      \.(?P<name>[^\W\d][\w-]*)
    | \[(?P<index>-?\d+)\]
    | (?P<every>\[\*\]|\.\*)
    | \[(?P<key>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")\]
    | \[\?\(?@\.(?P<field>[\w-]+)\s*==\s*
      (?P<wanted>'[^']*'|"[^"]*"|-?\d+(?:\.\d+)?|true|false|null)\)?\]
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class JsonPath:
    """A path such as ``$.result.fields['due date']`` or ``$.items[?@.type=='total'].text``.

    Attributes:
        text: As it is written.
        steps: Kind and argument of each step.
    """

    text: str
    steps: tuple[tuple[str, Json], ...]

    @property
    def many(self) -> bool:
        """Whether it finds a list of values."""
        return any(kind == "every" for kind, _ in self.steps)

    def find(self, data: Json) -> Json:
        """Return what stands at the path, `MISSING` where nothing does.

        A filter finds the first object that fits; ``[*]`` finds a list, with None for each element
        that lacks the rest.

        Example:
            >>> parsed("$.items[?@.type=='total'].text").find(
            ...     {"items": [{"type": "tax", "text": "1"}, {"type": "total", "text": "9"}]}
            ... )
            '9'
        """
        return _find(data, self.steps)


def parsed(text: str) -> JsonPath:
    """Return a path.

    Raises:
        ValueError: It is none; the message says where.
    """
    if not text.startswith("$"):
        raise ValueError(f"{text!r} is no JSON path: it starts with $, such as $.result.fields")
    steps: list[tuple[str, Json]] = []
    at = 1
    while at < len(text):
        match = _STEP.match(text, at)
        if match is None:
            raise ValueError(
                f"{text!r} is no JSON path from {text[at:]!r} on; steps are .name, ['name'], [0], "
                "[*] and [?@.name=='value']"
            )
        at = match.end()
        if match["name"] is not None:
            steps.append(("key", match["name"]))
        elif match["index"] is not None:
            steps.append(("index", int(match["index"])))
        elif match["every"] is not None:
            steps.append(("every", None))
        elif match["key"] is not None:
            steps.append(("key", _unquoted(match["key"])))
        else:
            steps.append(("filter", (match["field"], _literal(match["wanted"]))))
    return JsonPath(text, tuple(steps))


def _unquoted(quoted: str) -> str:
    return re.sub(r"\\(.)", r"\1", quoted[1:-1])


def _literal(text: str) -> Json:
    return _unquoted(text) if text[0] in "'\"" else json.loads(text)


def _find(data: Json, steps: tuple[tuple[str, Json], ...]) -> Json:
    for n, (kind, what) in enumerate(steps):
        if kind == "every":
            if not isinstance(data, list | dict):
                return MISSING
            each = data.values() if isinstance(data, dict) else data
            found = [_find(one, steps[n + 1 :]) for one in each]
            return [None if one is MISSING else one for one in found]
        data = _step(data, kind, what)
        if data is MISSING:
            break
    return data


def _step(data: Json, kind: str, what: Json) -> Json:
    if kind == "key":
        return data.get(what, MISSING) if isinstance(data, dict) else MISSING
    if not isinstance(data, list):
        return MISSING
    if kind == "index":
        return data[what] if -len(data) <= what < len(data) else MISSING
    field, wanted = what
    fits = (one for one in data if isinstance(one, dict) and one.get(field, MISSING) == wanted)
    return next(fits, MISSING)
