"""All commands by name, each loaded when it is called, and what becomes of errors."""

from __future__ import annotations

import contextlib
import errno
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import click

from chaosdocs.foundation.errors import UserError, nearest, shortened

FINE, FAILED, WRONG, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 130, 141

SUMMARIES: dict[str, str] = {
    "demo": "Make a small corpus, ask two readers and score them, offline.",
    "init": "Write a commented recipe to start from.",
    "init-reader": "Write a Python reader to start from.",
    "generate": "Make the corpus of a recipe.",
    "verify": "Prove every expectation of a corpus again from its files.",
    "audit": "Check the truth by eye, on fields drawn at random.",
    "ask": "Print the question of a case as a model gets it.",
    "run": "Ask a reader all the questions of a corpus.",
    "score": "Judge answers against the truth.",
    "metrics": "List the metrics, or explain one.",
    "export": "Write a corpus for another harness: Inspect, promptfoo, datasets, lm-eval ...",
    "import": "Read the answers from another harness's log.",
    "compare": "Compare two readers on the same corpus, case by case.",
    "cases": "List the cases of a corpus: label, operator, severity, file.",
    "list": "List the operators, templates, systems, sources, readers ...",
    "explain": "Explain one operator, template, system, source, reader ...",
    "catalogue": "Write or check the catalogue of operators.",
    "show": "Show the truth and the edits of one case.",
    "reproduce": "Make one case again, alone, byte for byte.",
    "shrink": "Shrink a case to the smallest one that a reader still fails.",
    "schema": "Print the JSON Schema of a file format.",
    "doctor": "Print what is installed and what is missing.",
}
"""Command to its first line of help: listing them imports none of them."""
MODULES: dict[str, str] = {"import": "import_log"}
"""Command to its module, where they are not called alike: `import` is a word of Python."""


class _ClosedPipeError(Exception):
    """Whoever read our output has gone."""


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and turns errors into words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which one meets them."""
        del ctx
        return list(SUMMARIES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command, or None."""
        del ctx
        if cmd_name not in SUMMARIES:
            return None
        name = MODULES.get(cmd_name, cmd_name.replace("-", "_"))
        command: click.Command = importlib.import_module(f"chaosdocs.cli.{name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command; offer the nearest name where there is none."""
        name = args[0]
        near = nearest(name, SUMMARIES)
        if name not in SUMMARIES and near is not None and not name.startswith("-"):
            ctx.fail(f"No such command {name!r}. Did you mean {near!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write names and summaries."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(SUMMARIES.items()))

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - what the command returns
        """Run the command; a closed pipe is no error of ours."""
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError as error:
            raise _ClosedPipeError from error
        return result

    def main(  # type: ignore[override]  # it never returns, whatever the mode
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        **extra: Any,  # noqa: ANN401 - click's
    ) -> NoReturn:
        """Run and exit: 0 fine, 1 failed, 2 wrong usage or input, 130 interrupted."""
        extra["standalone_mode"] = False
        sys.exit(self._code(args, prog_name, extra))

    def _code(
        self, args: Sequence[str] | None, prog_name: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            code = super().main(args, prog_name or "chaosdocs", **extra)
        except click.exceptions.Abort:
            _say("interrupted; what was finished stays")
            return INTERRUPTED
        except click.ClickException as error:
            click.echo(shortened(_shown(error)), err=True)
            return WRONG
        except UserError as error:
            _say(str(error))
            return WRONG
        except _ClosedPipeError:
            _forget_stdout()
            return PIPE_CLOSED
        except OSError as error:
            if error.errno is None or error.strerror is None:
                raise
            where = f"{error.filename}: " if error.filename else ""
            hint = "\n  make room; what was finished stays" if error.errno == errno.ENOSPC else ""
            _say(f"{where}{error.strerror}{hint}")
            _forget_stdout()
            return WRONG
        return code if isinstance(code, int) else FINE


def _shown(error: click.ClickException) -> str:
    """Return what click shows of an error, usage and hint included."""
    import io

    words = io.StringIO()
    error.show(file=words)
    return words.getvalue().rstrip("\n")


def _say(words: str) -> None:
    click.echo(f"chaosdocs: {words}", err=True)


def _forget_stdout() -> None:
    """Keep Python from complaining, at its end, about output that nobody can take."""
    with contextlib.suppress(OSError, ValueError):
        sys.stdout.flush()
        return
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        sys.stdout = None


def _here() -> None:
    """Let ``module:function`` name modules of the folder one is in."""
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="chaosdocs", message="%(prog)s %(version)s")
def cli() -> None:
    """Stress tests for document extraction, with known and proved ground truth.

    Begin with `chaosdocs demo`. Data go to standard output, words and progress to standard error.
    Exit codes: 0 fine, 1 gate or proof failed, 2 wrong usage or input, 130 interrupted.
    """
    _here()


def _ended(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> NoReturn:
    """Run the command line; who is told to end (SIGTERM, SIGHUP) ends as with Ctrl-C."""
    signal.signal(signal.SIGTERM, _ended)
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, _ended)
    _open_streams()
    cli.main()


def _open_streams() -> None:
    """Give streams that were closed for us to the null device: words go nowhere, work goes on."""
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            opened = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115, PTH123 - it stays open
            if opened.fileno() != number:
                os.dup2(opened.fileno(), number)
            setattr(sys, name, opened)
