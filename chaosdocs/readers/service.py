"""``http:URL``: a team's own service, asked and read as its map says."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.answered_by import AnyCase, digest_of
from chaosdocs.readers.endpoint import Endpoint, is_address, shown_url
from chaosdocs.readers.in_time import in_time
from chaosdocs.readers.json_path import MISSING, JsonPath, parsed
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.refusals import RefusedError
from chaosdocs.readers.retrying import Retrying
from chaosdocs.readers.said import line_of
from chaosdocs.readers.service_map import ServiceMap
from chaosdocs.readers.service_request import filled

Json = Any
_TOLD = ("abstain", "absent", "candidates", "cost_usd", "tokens_in", "tokens_out", "model")


class ServiceReader:
    """Asks a service about a case, in as many threads as are wanted.

    Args:
        endpoint: Where it is.
        how: How it is asked, and where its answer stands.

    Attributes:
        deadline: Seconds for an answer, all tries and pauses counted; None for no limit.
    """

    needs_truth = False
    keeps_deadline = True

    def __init__(self, endpoint: Endpoint, how: ServiceMap) -> None:
        self._endpoint = endpoint
        self._how = how
        self._retrying = Retrying(endpoint)
        self.deadline: float | None = None
        self._closed = threading.Event()

    @property
    def priced(self) -> bool:
        """Whether the service tells what an answer costs."""
        return self._how.cost_usd is not None

    def __call__(self, case: dict[str, Any], files: Mapping[str, Path]) -> dict[str, Any]:
        """Return what the service answers.

        Args:
            case: The public case.
            files: Path in the corpus to path on disk.

        Raises:
            DeadlineError: It took longer than `deadline` seconds, or the service hangs.
            BrokenAnswerError: It was too busy all the time, refuses the question, or its answer
                is not where the map says.
            HopelessError: The service refuses the key, or is not there.
        """
        asked = Case.model_validate(case)
        query, data, headers = filled(self._how.request, asked, files)

        def send(patience: float) -> bytes:
            method = self._how.request.method
            return self._endpoint.send("", data, headers, patience, query=query, method=method)

        def ask(stop: threading.Event) -> bytes:
            return self._retrying(send, asked.case, stop, self.deadline)

        try:
            raw = in_time(ask, self.deadline, self._closed)
        except RefusedError as error:
            raise BrokenAnswerError(f"the service refuses the question: {error}") from error
        try:
            said = self._endpoint.hide(json.loads(raw))
        except (ValueError, RecursionError) as error:
            start = self._endpoint.hide(raw[:20_000].decode(errors="replace"))[:200]
            raise BrokenAnswerError(f"the answer is not JSON; it starts {start!r}") from error
        return self._line(asked, said)

    def answered_by(self, _case: AnyCase) -> tuple[str, Mapping[str, Json]]:
        """Return the address, and the digest of the map without headers and prices."""
        left_out = dict.fromkeys(("tokens_in", "tokens_out", "model", "cost_usd"), True)
        how = self._how.model_dump(mode="json", exclude={"request": {"headers": True}, **left_out})
        return self._endpoint.place, {"map": digest_of(how)}

    def close(self) -> None:
        """End the pauses; questions that are under way are let go."""
        self._closed.set()
        self._endpoint.connections.close()

    def _line(self, case: Case, said: Json) -> dict[str, Any]:
        line: dict[str, Any] = {}
        for name in _TOLD:
            found = _found(self._how.at(name), said)
            if found is not None:
                line[name] = found
        sure = {**_sure(_found(self._how.at("confidence"), said), self._how.confidence_max)}
        for key in ("text", "tables"):
            path = self._how.at(key)
            if case.task == key and path is not None:
                return line | {key: self._wanted(path, said)}
        answer = {} if self._how.answer is None else self._wanted(parsed(self._how.answer), said)
        if isinstance(answer, str):
            line |= line_of(case.task, answer, "plain")
            answer = line["answer"]
        if isinstance(answer, dict):
            for field, place in self._how.fields.items():
                value = place if isinstance(place, str) else place.value
                _put(answer, field, _found(parsed(value), said))
                if not isinstance(place, str) and place.confidence is not None:
                    told = _found(parsed(place.confidence), said)
                    sure |= _sure(_spread(field, told), self._how.confidence_max)
        if sure:
            line |= {"confidence": sure, "confidence_source": "service"}
        declares = self._how.abstain is not None or self._how.absent is not None
        return line | {"answer": answer, "nulls": "split" if declares else "merged"}

    def _wanted(self, path: JsonPath, said: Json) -> Json:
        found = path.find(said)
        if found is MISSING:
            start = json.dumps(said, ensure_ascii=False)[:200]
            raise BrokenAnswerError(f"there is nothing at {path.text}; the answer starts {start}")
        return found


def service_at(spec: str) -> str:
    """Return the address that a READER names: ``http:URL``, or the address itself.

    Raises:
        UserError: It is no address.

    Example:
        >>> service_at("http:https://host.test/read"), service_at("https://host.test/read")
        ('https://host.test/read', 'https://host.test/read')
    """
    rest = spec.partition(":")[2]
    url = rest if rest.startswith(("http://", "https://")) else spec
    if not is_address(url):
        raise UserError(
            f"{shown_url(url)!r} is no address",
            where="--reader",
            hint="such as http:https://host.example/extract",
        )
    return url


def _found(path: JsonPath | None, said: Json) -> Json:
    found = MISSING if path is None else path.find(said)
    return None if found is MISSING else found


def _sure(told: Json, most: float) -> dict[str, float]:
    """Return fields and confidences from 0 to 1."""
    if not isinstance(told, dict):
        return {}
    numbers = {
        key: value for key, value in told.items() if isinstance(value, int | float) and value >= 0
    }
    return {key: round(min(1.0, value / most), 6) for key, value in numbers.items()}


def _spread(path: str, told: Json) -> dict[str, Json]:
    """Return a path and what was told of it, rows by number."""
    if "/*/" not in path:
        return {path: told}
    rows = told if isinstance(told, list) else []
    return {path.replace("/*/", f"/{n}/"): each for n, each in enumerate(rows)}


def _put(answer: dict[str, Json], path: str, value: Json) -> None:
    """Put a value into an answer; a list over the rows of a path with ``*``."""
    before, star, leaf = path.partition("/*/")
    parts = before.strip("/").split("/")
    for part in parts[:-1]:
        inner = answer.setdefault(part, {})
        if not isinstance(inner, dict):
            return
        answer = inner
    if not star:
        answer[parts[-1]] = value
        return
    rows = answer.setdefault(parts[-1], [])
    for n, each in enumerate(value if isinstance(value, list) else []):
        if n == len(rows):
            rows.append({})
        _put(rows[n], f"/{leaf}", each)
