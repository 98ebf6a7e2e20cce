"""Options for asking a model, shared by `ask` and `run`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

from chaosdocs.readers.settings import (
    APIS,
    CONFIDENCES,
    DETAILS,
    DPI,
    FORMS,
    JSON_MODES,
    PDFS,
    ModelSettings,
)

if TYPE_CHECKING:
    from pathlib import Path

    from chaosdocs.readers.endpoint import Endpoint
    from chaosdocs.readers.service import ServiceReader

F = TypeVar("F", bound=Callable[..., Any])

_WORDING = (
    click.option(
        "--form",
        type=click.Choice(FORMS),
        default="envelope",
        show_default=True,
        help="envelope: the model can leave fields open with a reason. plain: the answer alone.",
    ),
    click.option(
        "--confidence",
        type=click.Choice(CONFIDENCES),
        default="none",
        show_default=True,
        help="logprobs: from the tokens of each field. verbal: the model states it.",
    ),
    click.option(
        "--json",
        "json_mode",
        type=click.Choice(JSON_MODES),
        default="schema",
        show_default=True,
        help="Whether and how the request makes the endpoint return JSON.",
    ),
    click.option(
        "--pdf",
        type=click.Choice(PDFS),
        help="How a PDF is sent. Default: images for the channel eye, else the file.",
    ),
    click.option(
        "--dpi",
        type=click.IntRange(min=30, max=600),
        default=DPI,
        show_default=True,
        help="Resolution of page images.",
    ),
    click.option(
        "--detail", type=click.Choice(DETAILS), help="How closely the endpoint looks at images."
    ),
)


def _number_or_none(text: str) -> float | str:
    """Return the number; ``none`` stays itself, since None means that nothing was typed."""
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if text != "none" and not 0 <= number < float("inf"):
        raise click.BadParameter(f"{text!r} is neither a number from 0 up nor 'none'")
    return "none" if text == "none" else number


_SENDING = (
    click.option(
        "--base-url",
        envvar="OPENAI_BASE_URL",
        help="Address of the endpoint of openai:MODEL, up to /v1.",
    ),
    click.option(
        "--key-env",
        help="Environment variable with the key. Default: OPENAI_API_KEY, only for openai:MODEL.",
    ),
    click.option("--header", multiple=True, help="'Name: value', a header of every request."),
    click.option(
        "--api",
        type=click.Choice(APIS),
        default="chat",
        show_default=True,
        help="The protocol: /chat/completions or /responses.",
    ),
    click.option(
        "--temperature",
        type=_number_or_none,
        metavar="NUMBER|none",
        default="0",
        show_default=True,
        help="Sent with every request; none leaves it out.",
    ),
    click.option(
        "--seed",
        type=_number_or_none,
        metavar="NUMBER|none",
        default="0",
        show_default=True,
        help="Sent with every request; none leaves it out.",
    ),
    click.option(
        "--patience",
        type=click.FloatRange(min=0, min_open=True),
        default=300,
        show_default=True,
        help="Give up an answer after so many seconds without a byte. Raise it for a slow model.",
    ),
    click.option("--max-tokens", type=click.IntRange(min=1), help="Longest answer, in tokens."),
    click.option(
        "--body", help="A JSON object with further keys of the request; they override all others."
    ),
    click.option(
        "--price-in", type=click.FloatRange(min=0), help="Price of a million input tokens, in USD."
    ),
    click.option(
        "--price-out",
        type=click.FloatRange(min=0),
        help="Price of a million output tokens, in USD.",
    ),
    click.option(
        "--price-cached",
        type=click.FloatRange(min=0),
        help="Price of a million cached input tokens, in USD. Default: --price-in.",
    ),
)


def wording(command: F) -> F:
    """Add the options that change what a model reads."""
    for option in reversed(_WORDING):
        command = option(command)
    return command


def sending(command: F) -> F:
    """Add the options that say where and how a model is asked."""
    for option in reversed(_SENDING):
        command = option(command)
    return command


def settings_of(how: Mapping[str, Any]) -> ModelSettings:
    """Return the settings that the options say.

    Raises:
        UserError: ``--body`` is not a JSON object.
    """
    wording_ = {key: how[key] for key in ("form", "confidence", "pdf", "dpi", "detail")}
    if "api" not in how:
        return ModelSettings(json=how["json_mode"], **wording_)
    return ModelSettings(
        json=how["json_mode"],
        temperature=_number(how["temperature"]),
        seed=None if how["seed"] == "none" else int(how["seed"]),
        max_tokens=how["max_tokens"],
        body=_object(how["body"]),
        api=how["api"],
        **wording_,
    )


def endpoint_of(how: Mapping[str, Any]) -> Endpoint:
    """Return the endpoint that the options say; its key comes from the environment.

    Raises:
        UserError: It is none, or the key is missing.
    """
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.readers.endpoint import Endpoint, header

    name = how["key_env"] or "OPENAI_API_KEY"
    key = os.environ.get(name)
    if not key and how["key_env"]:
        raise UserError(f"the environment variable {name} is not set", where="--key-env")
    return Endpoint.of(
        how["base_url"],
        key,
        price_in=how["price_in"],
        price_out=how["price_out"],
        price_cached=how["price_cached"],
        headers=dict(map(header, how["header"])),
        key_name=name,
        patience=how["patience"],
    )


def service_of(reader: str, map_: Path | None, how: Mapping[str, Any]) -> ServiceReader:
    """Return the reader of a team's own service; a key is sent only where ``--key-env`` names one.

    Raises:
        UserError: The address or the map is none, or a key is missing.
    """
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.readers.endpoint import Endpoint, header
    from chaosdocs.readers.service import ServiceReader, service_at
    from chaosdocs.readers.service_map import load_map

    if map_ is None:
        raise UserError(
            "--map is missing: the file that describes the service", hint="--map MAP.yaml"
        )
    url, (found, secrets) = service_at(reader), load_map(map_, os.environ)
    key = os.environ.get(how["key_env"]) if how["key_env"] else None
    if how["key_env"] and not key:
        raise UserError(f"the environment variable {how['key_env']} is not set", where="--key-env")
    headers = {**found.request.headers, **dict(map(header, how["header"]))}
    request = found.request.model_copy(update={"headers": headers})
    patience = how["patience"]
    endpoint = Endpoint(url, key, headers=headers, secrets=secrets, patience=patience)
    return ServiceReader(endpoint, found.model_copy(update={"request": request}))


def _number(value: float | str) -> float | None:
    return None if value == "none" else float(value)


def _object(text: str | None) -> dict[str, Any]:
    from chaosdocs.foundation.errors import UserError

    if text is None:
        return {}
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UserError(
            f"not JSON: {error}", where="--body", hint="""such as '{"reasoning_effort": "low"}'"""
        ) from error
    if not isinstance(found, dict):
        raise UserError("a JSON object is needed", where="--body")
    return found
