"""``openai:MODEL``: a model behind any endpoint that speaks a protocol of OpenAI's."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from chaosdocs.formats.cases import Case
from chaosdocs.readers.answered_by import AnyCase, digest_of
from chaosdocs.readers.endpoint import Endpoint
from chaosdocs.readers.in_time import in_time
from chaosdocs.readers.reader import BrokenAnswerError
from chaosdocs.readers.refusals import (
    PART_WORDS,
    Agreement,
    RefusedError,
    Terms,
    refused_part,
)
from chaosdocs.readers.reply import Reply, chat_reply, responses_reply
from chaosdocs.readers.retrying import Retrying
from chaosdocs.readers.said import line_of
from chaosdocs.readers.settings import ModelSettings

Json = Any


class ChatReader:
    """Asks a model about a case, in as many threads as are wanted.

    A busy endpoint is asked again when it says, or after 1, 2, 4 ... seconds; the pause is one for
    all threads. What it refuses beside the question is left out from then on, and told. What the
    model says is its answer: prose instead of JSON, or a refusal, counts as invalid.

    Args:
        model: Its name at the endpoint.
        endpoint: Where it is.
        settings: How it is asked; the defaults where None.

    Attributes:
        deadline: Seconds for an answer, all tries and pauses counted; None for no limit.
        told: What the user has to know about the run.
    """

    needs_truth = False
    keeps_deadline = True
    wants_trial = True
    first_alone = True

    def __init__(
        self, model: str, endpoint: Endpoint, settings: ModelSettings | None = None
    ) -> None:
        self._model = model
        self._endpoint = endpoint
        self._settings = settings or ModelSettings()
        self._agreed = Agreement(self._settings)
        self._retrying = Retrying(endpoint)
        self._refused_parts: dict[str, str] = {}
        self._taken_parts: set[str] = set()
        self._noticed: dict[str, str] = {}
        self.deadline: float | None = None
        self._closed = threading.Event()

    @property
    def told(self) -> list[str]:
        """What the user has to know about the run."""
        return [*self._agreed.told, *self._noticed.values()]

    def __call__(
        self, case: dict[str, Any], files: Mapping[str, Path], trial: int = 0
    ) -> dict[str, Any]:
        """Return what the model answers, with tokens and, where prices are known, cost.

        Args:
            case: The public case.
            files: Path in the corpus to path on disk.
            trial: Which time it is asked; it is added to the seed.

        Raises:
            DeadlineError: It took longer than `deadline` seconds, or the endpoint hangs.
            BrokenAnswerError: It was too busy all the time, or refuses the question.
            HopelessError: The endpoint refuses the key or the model, or is not there.
        """
        from chaosdocs.readers.documents import parts_of

        asked = Case.model_validate(case)
        how = self._agreed.terms.settings
        content = parts_of(asked, files, how.pdf, how.dpi)
        self._known_to_be_refused({part["type"] for part in content})

        def ask(stop: threading.Event) -> Json:
            return self._asked(asked, content, trial, stop)

        raw, terms = in_time(ask, self.deadline, self._closed)
        read = responses_reply if terms.settings.api == "responses" else chat_reply
        return self._line(asked, read(raw), terms.settings)

    def answered_by(self, case: AnyCase) -> tuple[str, Mapping[str, Json]]:
        """Return the model, and the endpoint with all settings that an answer depends on.

        Args:
            case: Returns a case of the corpus; its prompt without documents tells one wording of
                prompts from another.
        """
        from chaosdocs.readers.asking import request_of

        how = self._settings
        asked = request_of(Case.model_validate(case()), [], Terms(replace(how, body={})))
        words = {key: asked.get(key) for key in ("messages", "input", "response_format", "text")}
        settings: dict[str, Json] = {"base_url": self._endpoint.place} | {
            each.name: getattr(how, each.name)
            for each in fields(how)
            if each.name not in {"max_tokens", "body"}
        }
        settings |= {"body": digest_of(how.body) if how.body else None, "prompt": digest_of(words)}
        return f"openai:{self._model}", {k: v for k, v in settings.items() if v is not None}

    def close(self) -> None:
        """End the pauses; questions that are under way are let go."""
        self._closed.set()
        self._endpoint.connections.close()

    def _asked(
        self, case: Case, content: list[dict[str, Any]], trial: int, stop: threading.Event
    ) -> Json:
        """Return the reply and the terms on which it came."""
        from chaosdocs.readers.asking import request_of

        def sending(body: Mapping[str, Json]) -> Callable[[float], Json]:
            path = "/responses" if "input" in body else "/chat/completions"
            return lambda patience: self._endpoint.exchange(body, patience, path)

        while True:
            terms = self._agreed.terms
            body = {"model": self._model, **request_of(case, content, terms, trial)}
            try:
                raw = self._retrying(sending(body), case.case, stop, self.deadline)
            except RefusedError as error:
                self._note_part(str(error), {part["type"] for part in content})
                if self._agreed.after(error, terms) is None:
                    raise BrokenAnswerError(
                        f"the endpoint refuses the question: {error}"
                    ) from error
                continue
            self._agreed.settle(terms)
            self._taken_parts |= {part["type"] for part in content}
            return raw, terms

    def _note_part(self, words: str, sent: set[str]) -> None:
        part = refused_part(words, sent - self._taken_parts)
        if part is not None:
            self._refused_parts.setdefault(part, words)
            self._known_to_be_refused(sent)

    def _known_to_be_refused(self, sent: set[str]) -> None:
        """Raise where the endpoint has said that it never takes such a part."""
        for part, words in self._refused_parts.items():
            if part in sent:
                what, hint = PART_WORDS[part]
                raise BrokenAnswerError(f"the endpoint takes {what}: {hint} (it said: {words})")

    def _line(self, case: Case, reply: Reply, how: ModelSettings) -> dict[str, Any]:
        line: dict[str, Any] = {**reply.tokens, **reply.about}
        if reply.finish_reason:
            line["finish_reason"] = reply.finish_reason
        told = reply.tokens
        cost = self._endpoint.cost(
            told.get("tokens_in", 0), told.get("tokens_out", 0), told.get("tokens_cached", 0)
        )
        if cost is not None and told.keys() & {"tokens_in", "tokens_out"}:
            line["cost_usd"] = round(cost, 8)
        answered = reply.about.get("model", self._model)
        if self._model.casefold() not in answered.casefold():
            self._noticed["model"] = f"asked for {self._model!r}, and {answered!r} answered"
        cut = f"cut at {told.get('tokens_out', '?')} tokens (finish_reason: {reply.finish_reason})"
        if reply.content is None:
            return line | {"answer": None, "error": cut if reply.cut else reply.why}
        said = line_of(case.task, reply.content, how.form)
        if reply.cut and not isinstance(said.get("answer", said.get("tables")), dict | list):
            return line | said | {"error": cut}
        return line | said | self._confidences(case, reply, said, how)

    def _confidences(
        self, case: Case, reply: Reply, said: Mapping[str, Json], how: ModelSettings
    ) -> dict[str, Json]:
        if how.verbal and said.get("confidence"):
            return {"confidence_source": "verbal"}
        if how.confidence != "logprobs" or not isinstance(said.get("answer"), dict):
            return {}
        from chaosdocs.readers.joined import confidences

        sure = confidences(reply.content or "", reply.logprobs, case.ask, said["answer"])
        if sure is None:
            why = "that do not fit" if reply.logprobs else "none: the endpoint sends no logprobs"
            self._noticed["logprobs"] = f"answers without confidences, log-probabilities {why}"
            return {}
        return {"confidence": sure, "confidence_source": "logprobs"}
