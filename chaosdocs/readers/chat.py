"""``openai:MODEL``: a model behind any endpoint that speaks the OpenAI chat protocol."""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.readers.command import DeadlineError
from chaosdocs.readers.endpoint import Endpoint, TryAgainError, UnreachableError
from chaosdocs.readers.reader import BrokenAnswerError, HopelessError
from chaosdocs.readers.said import line_of
from chaosdocs.readers.settings import ModelSettings

LONGEST_PAUSE = 60.0
"""Seconds that are waited at most before a question is sent again."""


class ChatReader:
    """Asks a model about a case, in as many threads as are wanted.

    A busy endpoint is asked again, after 1, 2, 4 ... seconds or when it says. What the model says
    is taken as it stands: prose instead of JSON, or a refusal, is its answer and counts as invalid.

    Args:
        model: Its name at the endpoint.
        endpoint: Where it is.
        settings: How it is asked; the defaults where None.

    Attributes:
        deadline: Seconds for an answer, all tries and pauses counted; None for no limit.
    """

    needs_truth = False

    def __init__(
        self, model: str, endpoint: Endpoint, settings: ModelSettings | None = None
    ) -> None:
        self._model = model
        self._settings = settings or ModelSettings()
        self._endpoint = endpoint
        self.deadline: float | None = None
        self._closed = threading.Event()

    def __call__(self, case: dict[str, Any], files: Mapping[str, Path]) -> dict[str, Any]:
        """Return what the model answers, with tokens and, where prices are known, cost.

        Args:
            case: The public case.
            files: Path in the corpus to path on disk.

        Raises:
            DeadlineError: It took longer than `deadline` seconds, or the endpoint hangs.
            BrokenAnswerError: It was too busy all the time, or said nothing.
            HopelessError: The endpoint refuses the key or the model, or is not there.
        """
        from chaosdocs.formats.cases import Case
        from chaosdocs.readers.asking import chat_request

        asked = Case.model_validate(case)
        body = {"model": self._model, **chat_request(asked, files, self._settings)}
        return self._line(asked.task, self._in_time(body))

    def close(self) -> None:
        """End the pauses; questions that are under way are let go."""
        self._closed.set()

    def _in_time(self, body: Mapping[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """Exchange in a thread that is let go where it does not end in time."""
        if self.deadline is None:
            return self._exchanged(body, self._closed)
        late = threading.Event()
        came: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                came.put((True, self._exchanged(body, late)))
            except Exception as error:  # noqa: BLE001 - raised again by who waits
                came.put((False, error))

        threading.Thread(target=ask, daemon=True).start()
        try:
            fine, what = came.get(timeout=self.deadline)
        except queue.Empty as error:
            late.set()
            raise DeadlineError(f"no answer after {self.deadline:g} s") from error
        if not fine:
            raise what
        return what

    def _exchanged(self, body: Mapping[str, Any], stop: threading.Event) -> Any:  # noqa: ANN401
        endpoint = self._endpoint
        patience = min(endpoint.patience, self.deadline or endpoint.patience)
        pause = endpoint.pause
        for attempt in range(1, endpoint.tries + 1):
            try:
                return endpoint.exchange(body, patience)
            except TimeoutError as error:
                raise DeadlineError(f"nothing came for {patience:g} s") from error
            except TryAgainError as error:
                if attempt == endpoint.tries and isinstance(error, UnreachableError):
                    raise HopelessError(str(error), where=endpoint.base_url) from error
                if attempt == endpoint.tries:
                    raise BrokenAnswerError(f"asked {attempt} times: {error}") from error
                wait = pause if error.after is None else max(pause, error.after)
                pause *= 2
                if stop.wait(min(wait, LONGEST_PAUSE)):
                    raise BrokenAnswerError(f"the run ended: {error}") from error
        raise BrokenAnswerError("the endpoint was not asked")

    def _line(self, task: str, reply: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        line = self._spent(reply.get("usage") if isinstance(reply, dict) else None)
        content, why = said_in(reply)
        if content is None:
            return line | {"answer": None, "error": why}
        return line | line_of(task, content, self._settings.form)

    def _spent(self, usage: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        told = usage if isinstance(usage, dict) else {}
        counts = [told.get("prompt_tokens"), told.get("completion_tokens")]
        tokens_in, tokens_out = (n if type(n) is int and n >= 0 else None for n in counts)
        line: dict[str, Any] = {}
        if tokens_in is not None:
            line["tokens_in"] = tokens_in
        if tokens_out is not None:
            line["tokens_out"] = tokens_out
        cost = self._endpoint.cost(tokens_in or 0, tokens_out or 0) if line else None
        return line if cost is None else line | {"cost_usd": round(cost, 8)}


def said_in(reply: Any) -> tuple[str | None, str]:  # noqa: ANN401 - JSON
    """Return what the model said, and where it said nothing why that may be. Never raises.

    Example:
        >>> said_in({"choices": [{"message": {"content": "{}"}}]})
        ('{}', '')
    """
    try:
        choice = reply["choices"][0]
        message = choice["message"]
        content, refusal = message.get("content"), message.get("refusal")
    except (KeyError, IndexError, TypeError, AttributeError):
        return None, f"the endpoint's answer holds no message: {json.dumps(reply)[:200]}"
    if isinstance(content, list):
        texts = [part.get("text") for part in content if isinstance(part, dict)]
        content = "".join(text for text in texts if isinstance(text, str))
    for said in (content, refusal):
        if isinstance(said, str) and said.strip():
            return said, ""
    return None, f"the model said nothing (finish_reason: {choice.get('finish_reason')})"
