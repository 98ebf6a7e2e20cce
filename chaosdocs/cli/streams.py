"""Functions that write words and progress to standard error, tables to standard output."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from chaosdocs.foundation.errors import UserError

EVERY = 10.0
"""Seconds between two lines of progress where there is no terminal."""
MINUTE, HOUR = 60.0, 3600.0
UNBROKEN = 100_000
"""Characters of a line if the output is no terminal: each row stays on one line."""


def say(words: str) -> None:
    """Write a line of words to standard error."""
    click.echo(words, err=True)


def typed() -> str:
    """Return the command as it was typed."""
    return shlex.join(["chaosdocs", *sys.argv[1:]])


def part_of(text: str, option: str) -> tuple[int, int]:
    """Return k and n of an option such as ``2/8``, the second of eight parts.

    Raises:
        UserError: It is no such part.
    """
    part, slash, parts = text.partition("/")
    if not (slash and part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise UserError(
            f"{text!r} is not of the form K/N", where=option, hint="2/8 is part 2 of 8 parts"
        )
    return int(part), int(parts)


def today() -> str:
    """Return today's date; that of SOURCE_DATE_EPOCH, if it is set.

    Raises:
        UserError: SOURCE_DATE_EPOCH is no moment in time.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    try:
        moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch else dt.datetime.now(dt.UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UserError(
            f"{epoch[:40]!r} is not a time",
            where="SOURCE_DATE_EPOCH",
            hint="set it to whole seconds since 1970, or unset it",
        ) from error
    return moment.date().isoformat()


def emit_json(data: Any) -> None:  # noqa: ANN401 - anything that JSON can hold
    """Write `data` to standard output, indented."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


@contextmanager
def progress(
    label: str, *, clock: Callable[[], float] = time.monotonic
) -> Iterator[Callable[[int, int], None]]:
    """Show progress on standard error: a bar on a terminal, else a line every ten seconds.

    Args:
        label: What is going on, such as ``making cases``.
        clock: Returns seconds.

    Yields:
        A function to call with things done and things in all.
    """
    if not sys.stderr.isatty():
        yield _Lines(label, clock)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[left]}"),
        console=Console(stderr=True),
    ) as bar:
        task = bar.add_task(label, total=None, left="")
        start = clock()

        def show(done: int, total: int) -> None:
            left = time_left(clock() - start, done, total)
            bar.update(task, completed=done, total=total, left=left)

        yield show


class _Lines:
    """Says how far the work is, every ten seconds."""

    def __init__(self, label: str, clock: Callable[[], float]) -> None:
        self._label = label
        self._clock = clock
        self._start = self._said = clock()

    def __call__(self, done: int, total: int) -> None:
        """Say a line if the last one is old enough."""
        now = self._clock()
        if now - self._said < EVERY or done >= total:
            return
        self._said = now
        left = time_left(now - self._start, done, total)
        say(f"{self._label}: {done} of {total}{f', {left}' if left else ''}")


def time_left(spent: float, done: int, total: int) -> str:
    """Return how long the rest will take at the speed so far, in words; empty if unknown.

    Example:
        >>> time_left(30.0, 10, 50), time_left(1.0, 10, 20), time_left(0.1, 0, 5)
        ('about 2 min left', 'about 1 s left', '')
    """
    if not done or done >= total:
        return ""
    left = spent / done * (total - done)
    if left < MINUTE:
        return f"about {max(1, round(left))} s left"
    if left < HOUR:
        return f"about {round(left / MINUTE)} min left"
    return f"about {left / HOUR:.1f} h left"


def table(
    columns: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    title: str | None = None,
    right: Sequence[str] = (),
) -> None:
    """Write a table to standard output: as wide as the terminal; without one, a line for each row.

    Args:
        columns: Heads.
        rows: Cells as text, taken as it is.
        title: What stands above.
        right: Heads of the columns that are set to the right.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    terminal = sys.stdout.isatty()
    into: Any = sys.stdout if terminal else io.StringIO()
    console = Console(file=into, width=None if terminal else UNBROKEN)
    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for n, column in enumerate(columns):
        last = n == len(columns) - 1
        made.add_column(
            column,
            justify="right" if column in right else "left",
            overflow="fold",
            min_width=console.width * 2 // 5 if terminal and last and n else None,
        )
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    console.print(made)
    if not terminal:
        for line in into.getvalue().splitlines():
            click.echo(line.rstrip())
