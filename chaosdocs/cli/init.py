"""`chaosdocs init`: a commented recipe."""

from __future__ import annotations

from pathlib import Path

import click

from chaosdocs.cli.streams import say
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import write_atomically

RECIPE = """\
# A recipe makes a corpus: documents, what is asked about them, and the proved truth.
#   chaosdocs generate {file} -o corpus --dry-run      # how much would it be?
#   chaosdocs generate {file} -o corpus
#   chaosdocs run corpus --reader builtin:rules -o answers.jsonl
#   chaosdocs score corpus answers.jsonl -o report
chaosdocs: 2
name: {name}
seed: 7                         # everything random follows from it

# Where the records come from: invoice, statement or kyc, made up and consistent ...
source: {{domain: {domain}, count: 10, locales: [en_US, de_DE]}}
# ... or your own, as JSONL, CSV or XLSX with a JSON Schema or a pydantic model:
# source: {{records: my.jsonl, schema: my.schema.json}}
# source: {{records: my.csv, model: "my_models:Invoice", key: number}}     # needs --trust

# How they are shown. Every rendering is made clean, and once for each operator and severity.
render:
  - {{as: pdf, templates: [letterhead]}}    # templates: all
  - {{as: csv, system: sap}}                # chaosdocs list systems
  # - {{as: scan, templates: [letterhead], dpi: 150}}
  # - {{as: xlsx, system: netsuite}}
  # - {{as: json, system: netsuite}}

# What goes wrong with them: about 200 cases as it stands. chaosdocs list operators
design:
  each:
    - dates.ambiguous_order
    - totals.wrong_sum              # aimed: {{use: totals.wrong_sum, target: /total}}
    - claims.contradiction
    - hidden.invisible_text
    # - "scan.*"                    # all of a family; "*" takes every operator (thousands of cases)
    # - "null.*"                    # what the reader changes by itself
  severities: [1, 5]                # 1 is slight, 5 is as bad as it gets
  chains: {{count: 20, length: [2, 3]}}       # several operators on one document
  # budget: {{cases: 3000, min_records: 30}}
  clean: {{unanswerable: 0.05, absent: 0.05}}   # gaps in clean documents too

ask: {{fields: all, task: extract, derive: allow}}
"""


@click.command(short_help="Write a commented recipe to start from.")
@click.argument("path", type=click.Path(path_type=Path), default=Path("recipe.yaml"))
@click.option("--domain", default="invoice", show_default=True, help="invoice, statement or kyc.")
@click.option("--force", is_flag=True, help="Overwrite PATH.")
def command(*, path: Path, domain: str, force: bool) -> None:
    """Write a commented recipe for about 200 cases to PATH (recipe.yaml)."""
    from chaosdocs.sources.registry import SOURCES

    SOURCES[domain]  # an unknown one is told with what there is
    if path.name.startswith("-"):
        raise UserError(f"{path.name!r} is not a file name", hint="such as my.yaml")
    if path.exists() and not force:
        raise UserError("the file exists already", where=str(path), hint="--force overwrites it")
    text = RECIPE.format(file=path.name, name=path.stem.replace(" ", "-"), domain=domain)
    write_atomically(path, text.encode())
    say(f"{path} is written. Next: chaosdocs generate {path} -o corpus --dry-run")
