"""``--map MAP.yaml``: how a team's own service is asked, and where its answer stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from chaosdocs.foundation.errors import UserError
from chaosdocs.readers.json_path import JsonPath, parsed
from chaosdocs.recipe.marked import read
from chaosdocs.recipe.wording import in_words

Json = Any
PLACES: Final = (
    "file",
    "files",
    "base64",
    "data_url",
    "text",
    "name",
    "role",
    "media_type",
    "case",
    "instructions",
    "question",
    "schema",
)
"""What may stand in braces in a request."""
_PLACE: Final = re.compile(r"(?<!\$)\{(\w+)\}")
_SECRET: Final = re.compile(r"\$\{(\w+)\}")
EACH: Final = "each_file"
"""The key of an object that stands for a list, with an entry a document."""


def _path(text: str) -> str:
    parsed(text)
    return text


PathText = Annotated[str, AfterValidator(_path)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class FieldPlace(_Strict):
    """Where a service says one field.

    Attributes:
        value: JSON path of its value.
        confidence: JSON path of its confidence.
    """

    value: PathText
    confidence: PathText | None = None


class Request(_Strict):
    """What is sent. Exactly one of `json`, `multipart` and `body` says how the document goes.

    In texts, ``{base64}``, ``{data_url}``, ``{text}``, ``{name}``, ``{role}``, ``{media_type}``,
    ``{case}``, ``{instructions}``, ``{question}`` and ``{schema}`` stand for what they say.

    Attributes:
        method: Of HTTP.
        query: Added to the address.
        headers: ``${NAME}`` in a value is read from the environment.
        json: Any JSON. An object ``{each_file: X}`` becomes a list with X for each document.
        multipart: Form fields; ``{file}`` and ``{files}`` send documents.
        body: ``{file}`` sends the document itself, another text sends that.
    """

    method: Literal["POST", "PUT"] = "POST"
    query: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    json_: Json = Field(default=None, alias="json")
    multipart: dict[str, str] | None = None
    body: str | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = [self.json_ is not None, self.multipart is not None, self.body is not None]
        if sum(ways) != 1:
            raise ValueError("a request has exactly one of json, multipart and body")
        for text, binary in self._texts():
            for name in _PLACE.findall(text):
                if name not in PLACES:
                    allowed = ", ".join(f"{{{place}}}" for place in PLACES)
                    raise ValueError(f"there is no {{{name}}}; allowed: {allowed}")
                if name in {"file", "files"} and not (binary and text == f"{{{name}}}"):
                    raise ValueError(
                        f"{{{name}}} sends bytes: it stands alone in multipart or body; "
                        "{base64} and {text} can stand in JSON"
                    )
        return self

    def _texts(self) -> Iterator[tuple[str, bool]]:
        yield from ((text, False) for text in (*self.query.values(), *self.headers.values()))
        yield from ((text, True) for text in (self.multipart or {}).values())
        yield from ((text, True) for text in (self.body,) if text is not None)
        yield from ((text, False) for text in _strings(self.json_))


class ServiceMap(_Strict):
    """A map: the request, and JSON paths into the answer.

    Attributes:
        request: What is sent.
        answer: JSON path of the answer, an object in the asked form.
        fields: Path of a field to where the service says it, where it has names of its own.
            ``/lines/*/sku`` takes a path with ``[*]``.
        text: JSON path of the document's text, for the task text.
        tables: JSON path of its tables, for the task tables.
        confidence: JSON path of an object of fields and confidences.
        confidence_max: What full confidence is, such as 100.
        abstain: JSON path of an object of fields and reasons, or of a list of fields.
        absent: JSON path of a list of fields.
        candidates: JSON path of an object of fields and values.
        cost_usd: JSON path of the cost in US dollars; `tokens_in`, `tokens_out` and `model` alike.
    """

    request: Request
    answer: PathText | None = None
    fields: dict[str, PathText | FieldPlace] = Field(default_factory=dict)
    text: PathText | None = None
    tables: PathText | None = None
    confidence: PathText | None = None
    confidence_max: float = Field(default=1.0, gt=0)
    abstain: PathText | None = None
    absent: PathText | None = None
    candidates: PathText | None = None
    cost_usd: PathText | None = None
    tokens_in: PathText | None = None
    tokens_out: PathText | None = None
    model: PathText | None = None

    @model_validator(mode="after")
    def _somewhere(self) -> Self:
        if not (self.answer or self.fields or self.text or self.tables):
            raise ValueError("a map says where the answer is: answer, fields, text or tables")
        for path, place in self.fields.items():
            if not path.startswith("/"):
                raise ValueError(f"{path!r} is no field; a field is a path such as /total")
            rows = path.count("/*/")
            found = place if isinstance(place, str) else place.value
            if rows > 1 or bool(rows) != parsed(found).many:
                raise ValueError(f"{path}: /*/ stands for rows, and its JSON path has one [*]")
        return self

    def at(self, name: str) -> JsonPath | None:
        """Return the JSON path under a key of the map, None where there is none."""
        text = getattr(self, name)
        return None if text is None else parsed(text)


def load_map(path: Path, environment: Mapping[str, str]) -> tuple[ServiceMap, tuple[str, ...]]:
    """Return the map in a YAML file, and what of it may not be printed or written.

    Args:
        path: The file.
        environment: What ``${NAME}`` in headers is read from.

    Raises:
        UserError: With file, line and key, and what is allowed there.
    """
    marked = read(path)
    if not isinstance(marked.data, dict):
        raise UserError("a map is a mapping of keys to values", where=marked.where(()))
    try:
        found = ServiceMap.model_validate(marked.data)
    except ValidationError as error:
        raise in_words(error, marked, ServiceMap) from error
    headers, secrets = {}, []
    for name, value in found.request.headers.items():
        for secret in _SECRET.findall(value):
            if not environment.get(secret):
                raise UserError(
                    f"the environment variable {secret} is not set",
                    where=marked.where(("request", "headers", name)),
                )
            secrets.append(environment[secret])
        headers[name] = _SECRET.sub(lambda match: environment[match[1]], value)
    request = found.request.model_copy(update={"headers": headers})
    return found.model_copy(update={"request": request}), tuple(secrets)


def _strings(data: Json) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list):
        for value in data:
            yield from _strings(value)
