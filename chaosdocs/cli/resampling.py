"""The options of the bootstrap, which `chaosdocs score` and `chaosdocs compare` have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import click

from chaosdocs.score.stats import RESAMPLES

F = TypeVar("F", bound=Callable[..., object])


def resampling_options(command: F) -> F:
    """Add ``--resamples`` and ``--seed`` to a command, which gets `resamples` and `seed`."""
    resamples = click.option(
        "--resamples",
        type=click.IntRange(min=1),
        default=RESAMPLES,
        show_default=True,
        help="Number of bootstrap resamples for the intervals.",
    )
    seed = click.option(
        "--seed", type=click.IntRange(min=0), default=0, help="Seed of the resamples."
    )
    return resamples(seed(command))
