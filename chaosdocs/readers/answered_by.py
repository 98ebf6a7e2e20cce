"""Who gave an answer, as each line of a file of answers says: the reader, its settings, the step.

A file that a second reader continues would hold the answers of both, and every figure would be an
average over two readers. So `run` writes the reader into every line, and compares before it goes on
with a file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any, Final, Self

from chaosdocs.foundation.digest import canonical, sha256
from chaosdocs.readers.registry import AnyReader

Json = Any
AnyCase = Callable[[], Mapping[str, Json]]
"""Returns a public case of the corpus that is asked."""
_DIGEST: Final = 12
"""Characters of a digest that stands for settings that may hold a key, or are long."""
_MOST_SHOWN: Final = 120


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """Who gave an answer.

    Attributes:
        reader: The reader, without anything that may be a key; empty if a line does not say it.
        settings: What the answer depends on beside the reader: form, temperature, version ...
            Deadline, patience and the longest answer are left out: they only decide which answers
            are errors.
        then: The step that makes fields of a parser's output; empty without a step.
    """

    reader: str
    settings: Mapping[str, Json] = field(default_factory=dict)
    then: str = ""

    @classmethod
    def of_line(cls, line: Mapping[str, Json]) -> Self:
        """Return who gave a line of answers, as far as the line says it."""
        reader, settings, then = line.get("reader"), line.get("settings"), line.get("then")
        return cls(
            reader if isinstance(reader, str) else "",
            settings if isinstance(settings, Mapping) else {},
            then if isinstance(then, str) else "",
        )

    def as_line(self) -> dict[str, Json]:
        """Return the part of a line of answers that says it."""
        line: dict[str, Json] = {"reader": self.reader}
        if self.settings:
            line["settings"] = dict(self.settings)
        return line | ({"then": self.then} if self.then else {})

    def key(self) -> str:
        """Return a text that is equal for equal readers, whatever stands in a line."""
        return json.dumps([self.reader, self.settings, self.then], sort_keys=True)

    def differences(self, other: Self) -> Iterator[tuple[str, str, str]]:
        """Yield what differs between two readers: its name, and its value in each.

        If the readers differ, their settings are not compared. A line that names no reader is
        compared by its step alone.

        Example:
            >>> one = AnsweredBy("openai:a", {"form": "plain", "seed": 0})
            >>> list(one.differences(AnsweredBy("openai:a", {"form": "envelope", "seed": 0})))
            [('form', "'plain'", "'envelope'")]
            >>> list(one.differences(AnsweredBy("builtin:rules")))
            [('reader', 'openai:a', 'builtin:rules')]
        """
        if self.reader and other.reader:
            if self.reader != other.reader:
                yield "reader", self.reader, other.reader
            else:
                for name in sorted(self.settings.keys() | other.settings.keys()):
                    one, two = self.settings.get(name), other.settings.get(name)
                    if one != two:
                        yield name, _shown(one), _shown(two)
        if self.then != other.then:
            yield "--then", self.then or "none", other.then or "none"


def answered_by(spec: str | AnyReader, read: AnyReader, then: str, case: AnyCase) -> AnsweredBy:
    """Return who answers in a run.

    Args:
        spec: What names the reader, or the reader.
        read: The reader.
        then: The step that makes fields of a parser's output; empty without a step.
        case: Returns a public case of the corpus, for readers whose prompt is part of what they
            are; it is not called for others.
    """
    of = getattr(read, "answered_by", None)
    if of is not None:
        reader, settings = of(case)
        return AnsweredBy(reader, settings, then)
    if not isinstance(spec, str):
        named = spec if hasattr(spec, "__qualname__") else type(spec)
        return AnsweredBy(f"{named.__module__}:{named.__qualname__}", {}, then)
    own = spec.startswith("builtin:") and "/" not in spec
    return AnsweredBy(spec, {"chaosdocs": version("chaosdocs")} if own else {}, then)


def digest_of(data: Json) -> str:
    """Return a short digest of settings that are not written down themselves."""
    return sha256(canonical(data))[:_DIGEST]


def _shown(value: Json) -> str:
    """Return a setting as an error shows it."""
    if value is None:
        return "not set"
    words = repr(value) if isinstance(value, str) else json.dumps(value, default=str)
    return words[:_MOST_SHOWN]
