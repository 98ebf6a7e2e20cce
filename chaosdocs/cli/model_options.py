"""The options that say how a model is asked, shared by `ask` and `run`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from chaosdocs.readers.settings import (
    CONFIDENCES,
    DPI,
    FORMS,
    JSON_MODES,
    PDFS,
    ModelSettings,
)

F = TypeVar("F", bound=Callable[..., Any])

_WORDING = (
    click.option(
        "--form",
        type=click.Choice(FORMS),
        default="envelope",
        show_default=True,
        help="envelope: a model can leave fields open, with reasons. plain: the bare answer.",
    ),
    click.option(
        "--confidence",
        type=click.Choice(CONFIDENCES),
        default="none",
        show_default=True,
        help="logprobs: of tokens, joined over each field. verbal: the model says it.",
    ),
    click.option(
        "--json",
        "json_mode",
        type=click.Choice(JSON_MODES),
        default="schema",
        show_default=True,
        help="How the endpoint is asked to constrain the answer.",
    ),
    click.option(
        "--pdf",
        type=click.Choice(PDFS),
        help="How a PDF is sent. Default: images where its pages are to be seen, else the file.",
    ),
    click.option(
        "--dpi",
        type=click.IntRange(min=30, max=600),
        default=DPI,
        show_default=True,
        help="Resolution of page images.",
    ),
)


def wording(command: F) -> F:
    """Add the options that change what a model reads."""
    for option in reversed(_WORDING):
        command = option(command)
    return command


def settings_of(how: Mapping[str, Any]) -> ModelSettings:
    """Return the settings that the options say."""
    return ModelSettings(
        form=how["form"],
        confidence=how["confidence"],
        json=how["json_mode"],
        pdf=how["pdf"],
        dpi=how["dpi"],
    )
