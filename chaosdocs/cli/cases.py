"""`chaosdocs cases`: an index of the cases of a corpus."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path

import click

from chaosdocs.cli.streams import emit_json, table
from chaosdocs.foundation.errors import UserError


@click.command(short_help="List the cases of a corpus: label, operator, severity, file.")
@click.argument("corpus", type=click.Path(path_type=Path))
@click.option(
    "--operator",
    help="Only cases with an operator that matches this glob; clean selects clean cases.",
)
@click.option("--state", help="Only cases with a field in this state, such as ambiguous.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(*, corpus: Path, operator: str | None, state: str | None, as_json: bool) -> None:
    """List the cases of CORPUS. To name a case in another command, give its label or its id."""
    from chaosdocs.formats.folder import CorpusFolder
    from chaosdocs.truth.field_truth import STATES

    if state is not None and state not in STATES:
        raise UserError(f"no state {state!r}", where="--state", given=state, allowed=STATES)
    folder = CorpusFolder(corpus)
    files = {case.case: case.files for case in folder.cases()}
    rows = []
    for truth in folder.truths():
        names = [step.operator.partition("@")[0] for step in truth.steps] or ["clean"]
        if operator is not None and not any(fnmatchcase(name, operator) for name in names):
            continue
        if state is not None and all(leaf.truth.state != state for leaf in truth.leaves()):
            continue
        rows.append(
            {
                "label": truth.label,
                "case": truth.case,
                "operator": "+".join(names),
                "severity": truth.severity,
                "medium": truth.medium,
                "record": truth.records[0],
                "files": [str(folder.folder / file.path) for file in files.get(truth.case, ())],
            }
        )
    rows.sort(key=lambda row: str(row["label"]))
    if not rows:
        raise UserError("no case matches", where=str(corpus), hint="widen --operator or --state")
    if as_json:
        emit_json(rows)
    else:
        table(
            ("label", "case", "severity", "file"),
            [(r["label"], r["case"], str(r["severity"]), r["files"][0]) for r in rows],  # type: ignore[misc, index]
            title=f"{len(rows)} cases",
        )
