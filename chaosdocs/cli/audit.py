"""`chaosdocs audit`: a person answers drawn fields before the truth is shown."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from chaosdocs.cli.streams import say, table

if TYPE_CHECKING:
    from chaosdocs.harness.auditing import Asked, Journal, Judged
    from chaosdocs.harness.judging import CaseJudge


@click.command(short_help="Check the truth by eye, on fields drawn at random.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("audit.jsonl"),
    show_default=True,
    help="File for your answers. If it exists, the audit continues where it ended.",
)
@click.option(
    "--pairs",
    "--sample",
    type=click.IntRange(min=1),
    default=100,
    show_default=True,
    help="Number of fields to draw.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the draw.")
@click.option("--touched", is_flag=True, help="Draw only fields that an operator touched.")
@click.option(
    "--pictures",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder for pictures of pages.  [default: beside the answers]",
)
def command(
    *, corpus: Path, out: Path, pairs: int, seed: int, touched: bool, pictures: Path | None
) -> int:
    """Ask you about fields of CORPUS that are drawn at random.

    For each field you see a picture or a row and the question. You type the answer, then see the
    truth. The judge that scores readers compares the two. Each answer is saved before the next
    question. At the end a table shows the error rate with its exact interval. Exit 1 if you
    disagree with the truth anywhere, 2 if you answered nothing.
    """
    from chaosdocs.formats.folder import CorpusFolder, outside_corpora
    from chaosdocs.harness.audit_views import views
    from chaosdocs.harness.auditing import HELP, Journal, asked, draw
    from chaosdocs.harness.judging import CaseJudge

    folder = CorpusFolder(corpus)
    journal = Journal(outside_corpora(out), folder.about.digest, seed)
    where = outside_corpora(pictures or out.with_suffix(".pictures"))
    drawn = draw(folder, pairs, seed, touched=touched)
    judge = CaseJudge(corpus, "envelope")
    if journal.verdicts:
        say(f"{len(journal.verdicts)} fields were answered before; {out} is continued")
    say(HELP)
    told = ""
    for number, pair in enumerate(drawn, 1):
        if pair in journal.verdicts:
            continue
        question = asked(folder, pair)
        if question.public.instructions != told:
            told = question.public.instructions
            click.echo(f"\nInstructions: {told}")
        click.echo(f"\n--- {number} of {len(drawn)} ---")
        for line in views(corpus, question, where):
            click.echo(line)
        if not _ask(judge, journal, question):
            break
    return _end(journal)


def _ask(judge: CaseJudge, journal: Journal, question: Asked) -> bool:
    """Ask one field; return whether to go on."""
    from chaosdocs.harness.auditing import QUIT, truth_words

    leaf = question.leaf
    place = f", {question.row}" if question.row else ""
    channel = question.public.channel
    click.echo(f"{leaf.schema_path} ({leaf.truth.kind}{place}, channel {channel})")
    click.echo(question.description)
    while True:
        typed = _line("> ")
        if typed is None or typed == QUIT:
            return False
        found = _judged(judge, question, typed)
        if found is not None:
            break
    journal.add(question, typed, found)
    if _slipped(question, found):
        found = replace(found, verdict="slip")
        journal.add(question, typed, found)
    why = " ".join(filter(None, (found.outcome, found.error_type, found.lure)))
    click.echo(f"{found.verdict}{f' ({why})' if why else ''}")
    click.echo(f"truth: {truth_words(leaf.truth)}")
    click.echo(f"case: {question.truth.label}")
    return True


def _judged(judge: CaseJudge, question: Asked, typed: str) -> Judged | None:
    """Return the verdict; None where what was typed is no answer, which is said."""
    from chaosdocs.foundation.errors import UserError
    from chaosdocs.harness.auditing import HELP, judged

    if not typed:
        say(HELP)
        return None
    try:
        return judged(judge, question, typed)
    except UserError as error:
        say(f"{error}\n{HELP}")
        return None


def _slipped(question: Asked, found: Judged) -> bool:
    """Return whether a person who disagrees says that the mistake is their own."""
    from chaosdocs.harness.auditing import SLIP, truth_words

    if found.verdict != "disagree":
        return False
    click.echo(f"You disagree with the truth: {truth_words(question.leaf.truth)}")
    say(f"type {SLIP} if the mistake is yours; Enter if the truth looks wrong")
    return _line("> ") == SLIP


def _line(prompt: str) -> str | None:
    """Return the next line of standard input; None at its end."""
    click.echo(prompt, nl=False, err=True)
    try:
        line = sys.stdin.readline()
    except UnicodeDecodeError:
        return ""
    return line.strip() if line else None


def _end(journal: Journal) -> int:
    """Print the table; return the exit code."""
    from chaosdocs.harness.auditing import VERDICTS, interval

    counts = Counter(journal.verdicts.values())
    if not counts:
        say("nothing was answered")
        return 2
    rows = [(each, str(counts[each])) for each in VERDICTS]
    table(("verdict", "fields"), rows, right=("fields",))
    wrong, told = counts["disagree"], counts["agree"] + counts["disagree"]
    if not told:
        say("no answer can be compared with the truth")
        return 2
    low, high = interval(wrong, told)
    click.echo(
        f"{wrong} of {told} disagree: error rate {wrong / told:.2%}, "
        f"exact 95% interval {low:.2%} to {high:.2%}"
    )
    return 1 if wrong else 0
