"""Put the figures of the ready invoices on the pages of other harnesses.

python corpora/ready/pages.py

What a harness prints was seen in a real run; its means equal those of the judge, so that they are
worked out here when the corpus is made again.
"""  # noqa: INP001 - a script

from __future__ import annotations

import json
import re
import shlex
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from chaosdocs.harness.headline import headline
from chaosdocs.harness.judging import PER_CASE, CaseJudge

HERE = Path(__file__).parent / "invoices"
DOCS = Path(__file__).parents[2] / "chaosdocs" / "docs"
_BARS = re.compile("[┃│]")


def main() -> None:
    """Rewrite the pages."""
    judge = CaseJudge(HERE / "corpus", "plain")
    said = [json.loads(line) for line in (HERE / "rules.jsonl").read_text("utf-8").splitlines()]
    told = [judge(row["case"], row["answer"]).shares for row in said]
    whole = headline(HERE / "corpus", [(row["case"], row["answer"]) for row in said])
    means = {name: statistics.fmean(each[name] for each in told) for name in PER_CASE}
    errors = {
        name: statistics.stdev([each[name] for each in told]) / len(told) ** 0.5
        for name in PER_CASE
    }
    _rewrite("deepeval", lambda page: _listed(page, r"(chaosdocs {}\s+)(\S+)(?=\n)", means))
    _rewrite("pydantic-evals", lambda page: _listed(page, r"((?<=  ){}\s+)(\S+)(?=\n)", means))
    _rewrite("pydantic-evals", lambda page: _with_intervals(page, whole))
    _rewrite("lm-eval", lambda page: _with_errors(page, means, errors))
    _rewrite("harbor", lambda page: _in_columns(page, means))
    _rewrite("datasets", _first_case)
    page = DOCS / "harnesses.md"
    above, fence, _ = page.read_text("utf-8").rpartition("```text\n")
    page.write_text(f"{above}{fence}{_headline()}```\n", encoding="utf-8")


def _rewrite(name: str, changed: Callable[[str], str]) -> None:
    page = DOCS / "harnesses" / f"{name}.md"
    page.write_text(changed(page.read_text("utf-8")), encoding="utf-8")


def _like(value: float, shown: str) -> str:
    """A value with as many decimals as the one that is shown."""
    return f"{value:.{len(shown.partition('.')[2])}f}"


def _listed(page: str, shape: str, means: Mapping[str, float]) -> str:
    for name, mean in means.items():
        page = re.sub(shape.format(name), lambda m, mean=mean: m[1] + _like(mean, m[2]), page)
    return page


def _with_intervals(page: str, whole: Mapping[str, float]) -> str:
    for name in PER_CASE:
        if name in whole:
            low, high = whole[f"{name}_low"], whole[f"{name}_high"]
            line = f"  {name:20} {whole[name]:7.3f}  {low:.3f} to {high:.3f}"
            page = re.sub(rf"(?m)^  {name} .* to .*$", line, page)
    return page


def _with_errors(page: str, means: Mapping[str, float], errors: Mapping[str, float]) -> str:
    for name in means:
        page = re.sub(
            rf"(\|{name}\s*\|\S*\s*\|)([0-9.]+)(\|±\s*\|\s*)([0-9.]+)",
            lambda m, n=name: m[1] + _like(means[n], m[2]) + m[3] + _like(errors[n], m[4]),
            page,
        )
    return page


def _in_columns(page: str, means: Mapping[str, float]) -> str:
    heads, row = (line for line in page.splitlines() if line.startswith(("┃", "│")))
    cells = _BARS.split(row)
    for at, head in enumerate(_BARS.split(heads)):
        short = head.strip().casefold().rstrip("…").replace("reward", "utility_50")
        for name, mean in means.items():
            if short and name.startswith(short):
                cells[at] = f"{_like(mean, cells[at].strip()):>{len(cells[at]) - 1}} "
    first = f"Correct_Rate: {means['correct_rate']:.3f}"
    return re.sub("Correct_Rate: [0-9.]+", first, page.replace(row, "│".join(cells)))


def _first_case(page: str) -> str:
    case = json.loads((HERE / "corpus" / "cases.jsonl").read_text("utf-8").splitlines()[0])
    digest = json.loads((HERE / "corpus" / "corpus.json").read_text("utf-8"))["digest"]
    shown = {"case": case["case"], "corpus": f"{digest[:12]}…", "path": case["files"][0]["path"]}
    for name, value in shown.items():
        page = re.sub(f"('{name}': ')[^']+'", rf"\g<1>{value}'", page)
    return page


def _headline() -> str:
    """What the score prints of the answers, as after the import of a harness' log."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rows = map(json.loads, (HERE / "rules.jsonl").read_text("utf-8").splitlines())
        said = [json.dumps({"case": row["case"], "output": row["answer"]}) for row in rows]
        (folder / "said.jsonl").write_text("\n".join(said), encoding="utf-8")
        for command in (
            f"export {HERE / 'corpus'} --to jsonl -o out",
            "import jsonl said.jsonl -o answers.jsonl",
            "score --no-check out/private answers.jsonl -o report",
        ):
            done = subprocess.run(  # noqa: S603 - its own commands
                [sys.executable, "-m", "chaosdocs", *shlex.split(command)],
                cwd=folder,
                check=True,
                capture_output=True,
                text=True,
            )
    return done.stdout.partition("\n\n")[0].rstrip() + "\n"


if __name__ == "__main__":
    main()
