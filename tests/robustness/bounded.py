"""Commands of chaosdocs in processes of their own, measured and ended when they run away."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from chaosdocs.cli.group import cli

ROOT = Path(__file__).parents[2]
SECONDS = 25.0
"""Processor time that a command may take; importing everything takes about one second."""
MEGABYTES = 900
"""Memory that a command may take at its peak."""


@dataclass
class Ended:
    """How a command ended.

    Attributes:
        code: Exit code; negative for a signal.
        said: Standard output and standard error.
        seconds: Processor time, of its own and of its children that ended.
        megabytes: Peak of its memory.
    """

    code: int
    said: str
    seconds: float
    megabytes: float

    def held(self, *codes, words="", seconds=SECONDS, megabytes=MEGABYTES):
        """Assert that it ended in words, in time, in bounds, with one of the exit codes."""
        about = (
            f"exit {self.code}, {self.seconds:.1f} s, {self.megabytes:.0f} MB\n{self.said[-3000:]}"
        )
        assert "Traceback" not in self.said, about
        assert self.code in codes, about
        assert words in self.said, about
        assert len(self.said) < 20_000, about
        assert self.seconds < seconds, about
        assert self.megabytes < megabytes, about
        return self


def environment(**more):
    """Return the environment of a command: of this project, without a coverage of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def command(*words):
    """Return the words of a command."""
    return [sys.executable, "-m", "chaosdocs", *map(str, words)]


def start(*words, before=(), **how):
    """Start a command in a session of its own, behind the words that stand before it."""
    return subprocess.Popen(
        [*before, *command(*words)],
        **{
            "stdout": subprocess.DEVNULL,
            "stderr": subprocess.PIPE,
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "env": environment(),
            "text": True,
            **how,
        },
    )


MEASURED = """
import json, resource, subprocess, sys
code = subprocess.call(sys.argv[2:])
used = resource.getrusage(resource.RUSAGE_CHILDREN)
with open(sys.argv[1], "w") as file:
    json.dump([code, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024], file)
"""
"""Runs a command and writes how it ended. A command that a large process starts itself would be
charged with the memory of that process."""


def bounded(*words, within=60.0, **how):
    """Run a command and measure it; after `within` seconds its whole session is killed."""
    out = how.pop("folder", Path.cwd()) / f"said-{time.monotonic_ns()}"
    used = out.with_suffix(".used")
    with out.open("wb") as file:
        process = start(
            *words, stdout=file, stderr=subprocess.STDOUT,
            before=[sys.executable, "-S", "-c", MEASURED, str(used)], **how,
        )  # fmt: skip
        timer = threading.Timer(within, kill, (process,))
        timer.start()
        process.wait()
        timer.cancel()
    said = out.read_text(errors="replace")
    out.unlink()
    if not used.exists():
        return Ended(-signal.SIGKILL, said, within, 0)
    measured = json.loads(used.read_text())
    used.unlink()
    return Ended(measured[0], said, *measured[1:])


def kill(process):
    """Kill a command and all processes that it started."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()


def content(folder):
    """Return the bytes of every file of a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def inside(*words, within=60.0):
    """Run a command in this process, which spares the imports; after `within` seconds it fails."""
    start = time.process_time()
    before = signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, within)
    try:
        done = CliRunner().invoke(cli, [str(word) for word in words])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    said = done.output
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        said += f"Traceback: {done.exception!r}"
    return Ended(done.exit_code, said, time.process_time() - start, 0)


def _too_long(*_):
    raise TimeoutError("the command runs away")
