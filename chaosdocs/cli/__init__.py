"""The command line: the only reader of the environment and the clock. One file a command."""

from chaosdocs.cli.group import main

__all__ = ["main"]
