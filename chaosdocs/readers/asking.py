"""A case as a model gets it: as text, as a schema, as the body of a request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from chaosdocs.formats.cases import Case
from chaosdocs.foundation.files import inside
from chaosdocs.readers.answer_schema import answer_schema
from chaosdocs.readers.documents import Part, parts_of
from chaosdocs.readers.prompt import question_text
from chaosdocs.readers.refusals import Terms
from chaosdocs.readers.responses import responses_request
from chaosdocs.readers.settings import ModelSettings


def as_text(case: Case, corpus: Path, settings: ModelSettings) -> str:
    """Return the words of the question and the list of files."""
    files = "\n".join(
        f"- {f'{file.role}: ' if file.role else ''}{corpus / file.path} "
        f"({file.media_type}, {file.bytes} bytes)"
        for file in case.files
    )
    words = question_text(case, settings.form, verbal=settings.verbal)
    return f"{words}\n\nFiles:\n{files}"


def as_schema(case: Case, corpus: Path, settings: ModelSettings) -> str:
    """Return the JSON Schema that an endpoint is given beside the words."""
    del corpus
    schema = answer_schema(
        case, settings.form, verbal=settings.verbal, strict=settings.json == "strict"
    )
    return json.dumps(schema, ensure_ascii=False, indent=2)


def as_openai(case: Case, corpus: Path, settings: ModelSettings) -> str:
    """Return the body of a chat request, without the name of the model."""
    files = {file.path: inside(corpus, file.path) for file in case.files}
    return json.dumps(chat_request(case, files, settings), ensure_ascii=False, indent=2)


def chat_request(
    case: Case, files: Mapping[str, Path], settings: ModelSettings | None = None
) -> dict[str, Any]:
    """Return the body of a chat request, without the model.

    Args:
        case: The public case.
        files: Path in the corpus to path on disk.
        settings: How the model is asked; the defaults where None.

    Raises:
        UserError: A file cannot be read.
        BrokenAnswerError: A document has no form that can be sent.
    """
    how = settings or ModelSettings()
    return request_of(case, parts_of(case, files, how.pdf, how.dpi), Terms(how))


def request_of(case: Case, documents: list[Part], terms: Terms, trial: int = 0) -> dict[str, Any]:
    """Return the body of a request, without the model.

    Args:
        case: The public case.
        documents: Its documents, as parts of a message.
        terms: What is sent.
        trial: Which time the case is asked; it is added to the seed, so that trials differ.
    """
    how = terms.settings
    words = {"type": "text", "text": question_text(case, how.form, verbal=how.verbal)}
    body: dict[str, Any] = {
        "messages": [{"role": "user", "content": [words, *_looked_at(documents, how)]}]
    }
    form = response_format(case, how)
    if form is not None:
        body["response_format"] = form
    seed = None if how.seed is None else how.seed + trial
    told = {"temperature": how.temperature, "seed": seed, terms.tokens_key: how.max_tokens}
    body |= {key: value for key, value in told.items() if value is not None}
    if how.confidence == "logprobs":
        body["logprobs"] = True
    if how.api == "responses":
        body = responses_request(body)
    return body | dict(how.body)


def _looked_at(documents: list[Part], how: ModelSettings) -> list[Part]:
    """Return the parts, each image with the detail that is wanted."""
    if how.detail is None:
        return documents
    return [
        {**part, "image_url": {**part["image_url"], "detail": how.detail}}
        if part["type"] == "image_url"
        else part
        for part in documents
    ]


def response_format(case: Case, settings: ModelSettings) -> dict[str, Any] | None:
    """Return what constrains the answer to JSON, None where nothing does."""
    strict = settings.json == "strict"
    schema = answer_schema(case, settings.form, verbal=settings.verbal, strict=strict)
    if schema is None or settings.json == "none":
        return None
    if settings.json == "object":
        return {"type": "json_object"}
    named = {"name": case.task, "schema": schema, **({"strict": True} if strict else {})}
    return {"type": "json_schema", "json_schema": named}
