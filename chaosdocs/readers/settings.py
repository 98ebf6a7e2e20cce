"""How a model is asked: the form of the answer, and what goes into the request beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

from chaosdocs.foundation.errors import UserError

Form = Literal["plain", "envelope"]
Confidence = Literal["logprobs", "verbal", "none"]
JsonMode = Literal["schema", "strict", "object", "none"]
Pdf = Literal["file", "images", "text"]
Api = Literal["chat", "responses"]
Detail = Literal["auto", "low", "high"]

FORMS: Final[tuple[str, ...]] = get_args(Form)
CONFIDENCES: Final[tuple[str, ...]] = get_args(Confidence)
JSON_MODES: Final[tuple[str, ...]] = get_args(JsonMode)
PDFS: Final[tuple[str, ...]] = get_args(Pdf)
APIS: Final[tuple[str, ...]] = get_args(Api)
DETAILS: Final[tuple[str, ...]] = get_args(Detail)
DPI: Final = 150
"""Resolution at which a model is shown a page."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """How a model is asked.

    Attributes:
        form: ``envelope`` lets the model leave fields open with a reason, call them absent and
            name several readings; ``plain`` takes the bare answer.
        confidence: Where confidences come from: token log-probabilities, the model's own words, or
            nowhere.
        json: How the endpoint is asked to constrain the answer to JSON.
        pdf: How a PDF is sent; None sends images of its pages where the pages are to be seen, and
            the file otherwise.
        dpi: Resolution of page images.
        detail: How closely the endpoint is to look at images; None leaves it out of the request.
        temperature: None leaves it out of the request.
        seed: None leaves it out of the request.
        max_tokens: Longest answer in tokens; None leaves it out of the request.
        body: Further keys of the request; they win over all others.
        api: ``chat`` for ``/chat/completions``, ``responses`` for ``/responses``.

    Raises:
        UserError: The form has no place for the model's own confidences.
    """

    form: Form = "envelope"
    confidence: Confidence = "none"
    json: JsonMode = "schema"
    pdf: Pdf | None = None
    dpi: int = DPI
    detail: Detail | None = None
    temperature: float | None = 0.0
    seed: int | None = 0
    max_tokens: int | None = None
    body: Mapping[str, Any] = field(default_factory=dict)
    api: Api = "chat"

    def __post_init__(self) -> None:
        if self.verbal and self.form == "plain":
            raise UserError(
                "a plain answer has no place for confidences",
                where="--confidence verbal",
                hint="add --form envelope, or take --confidence logprobs",
            )

    @property
    def verbal(self) -> bool:
        """Whether the model is asked to say how sure it is."""
        return self.confidence == "verbal"
