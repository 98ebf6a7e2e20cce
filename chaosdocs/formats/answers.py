"""``answers.jsonl``: what a reader said."""

from __future__ import annotations

from typing import Final, Literal

from chaosdocs.formats.wire import Json, Wire

REASONS: Final = ("ambiguous", "disputed", "not_legible", "not_present")
"""Why a field is left open, as answers say it."""
ISSUES: Final = ("inconsistent", "rows_missing", "schema_stale")
"""The codes of issues, as truth and answers say them."""


class Answer(Wire):
    """A line of ``answers.jsonl``, as a well-behaved reader writes it.

    A scorer must take far worse: it reads lines as raw JSON and judges them field by field.

    Attributes:
        abstain: Fields that are left open, each with the reason: ``ambiguous``, ``disputed``,
            ``not_legible`` or ``not_present``.
        word_confidence: How sure a parser is of each word of `text`; words end at white space.
        then: The step, with its version, that made fields of a parser's text or tables.
        corpus: Digest of the corpus that was asked; `run` writes it, and others are refused.
        reader: The reader that was asked; `run` writes it, and does not continue the file with
            another one. A line of another program may leave it out.
        settings: What the answer depends on beside the reader, such as form, temperature and
            version; `run` writes it. A setting that may hold a key is written as a digest.
        tokens_cached: Those of the tokens in that an endpoint had cached.
        finish_reason: Why a model ended, in the endpoint's words.
        model: The model that answered, in the endpoint's words.
        system_fingerprint: The endpoint's name for how it is set up.
        response_id: The endpoint's name for the answer.
        notes: What was taken off the words of a model: ``thinking``, ``fenced``, ``wrapped``,
            ``no_envelope``.
        nulls: What a null says, by the form that was asked for: ``merged`` where the form has no
            place for reasons, ``split`` where it has one.
    """

    case: str
    answer: Json = None
    text: str | None = None
    tables: Json = None
    abstain: dict[str, str] | None = None
    absent: tuple[str, ...] | None = None
    candidates: dict[str, tuple[Json, ...]] | None = None
    confidence: dict[str, float] | None = None
    confidence_source: str | None = None
    word_confidence: tuple[float, ...] | None = None
    issues: tuple[dict[str, str], ...] | None = None
    evidence: dict[str, Json] | None = None
    latency_s: float | None = None
    cost_usd: float | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    tokens_cached: int | None = None
    finish_reason: str | None = None
    model: str | None = None
    system_fingerprint: str | None = None
    response_id: str | None = None
    error: str | None = None
    trial: int = 0
    then: str | None = None
    corpus: str | None = None
    reader: str | None = None
    settings: dict[str, Json] | None = None
    notes: tuple[str, ...] | None = None
    nulls: Literal["merged", "split"] | None = None
