"""How well failing cases shrink: twelve deliberately broken readers, many seeds each.

    python tests/bench/shrinking.py                  # 50 seeds of every reader
    python tests/bench/shrinking.py --seeds 5 day_and_month hidden_rows

A reader is perfect but for one fault. Most faults act on what the truth names (its lures, its other
channels): the exact wrong value that the document tempts into; `stops_at_page_2`,
`ignores_annotations` and `subtotal_as_line` act on where the values stand in the finished file;
`leading_zeros` and `fills_blanks` on the answer itself.

A run is good where the failing case that is left has one decision of one operator, at the lowest
severity at which a case of that operator fails, or none at all where a clean document fails.
"""

import argparse
import statistics
import sys
import time
from collections import Counter
from dataclasses import dataclass, field

from hypothesis import Phase, given, seed, settings

from chaosdocs.formats.cases import ListExpectation
from chaosdocs.foundation.errors import UserError
from chaosdocs.testing import strategies as cst
from chaosdocs.testing.making import making
from chaosdocs.testing.right import perfect
from chaosdocs.truth.values import to_json


def claims(case):
    """The case with the truth that its edits claim: `check` proves it before anything fails."""
    return making(case.record, case.rendering, case.steps).claimed


def leaves(case):
    """Yield every field: pointer into the perfect answer, path in the truth, truth."""
    for path, said in claims(case).truth.fields.items():
        if isinstance(said, ListExpectation):
            for number, (row, cells) in enumerate(said.rows.items()):
                for leaf, cell in cells.items():
                    yield f"{path}/{number}/{leaf}", f"{path}/{row}/{leaf}", cell
        else:
            yield path, path, said


def put(line, pointer, value):
    """Answer `value` at `pointer`, and take back what was said to be a gap there."""
    holder = line["answer"]
    *parents, last = pointer.strip("/").split("/")
    for part in parents:
        holder = holder[int(part)] if isinstance(holder, list) else holder.setdefault(part, {})
    holder[last] = value
    line["abstain"].pop(pointer, None)
    line["candidates"].pop(pointer, None)
    if pointer in line["absent"]:
        line["absent"].remove(pointer)


def falls_for(*names):
    """A reader that takes every bait of these names, and no other."""

    def read(case):
        line = perfect(claims(case).truth)
        for pointer, _, truth in leaves(case):
            for lure in truth.lures:
                if lure.name in names:
                    put(line, pointer, lure.value)
        return line

    return read


def trusts_text_layer(case):
    line = perfect(claims(case).truth)
    for pointer, _, truth in leaves(case):
        said = truth.channels.get("text")
        if said is not None and said.accept:
            put(line, pointer, said.accept[0])
    return line


def subtotal_as_line(case):
    line = perfect(claims(case).truth)
    made = claims(case).built
    inserted = [
        edit.row
        for done in made.steps
        for edit in done.plan.edits
        if getattr(getattr(edit, "row", None), "role", "") == "subtotal"
    ]
    at = made.record.domain.list_path
    if at is not None:
        line["answer"][at[1:]] += [{"description": "Subtotal"} for _ in inserted]
    return line


def stops_at_page_2(case):
    line = perfect(claims(case).truth)
    said = [e for e in claims(case).evidence if e.role == "says" and e.channel == "eye"]
    seen = {e.path for e in said if e.page is None or e.page < 2}
    late = {e.path for e in said} - seen
    for pointer, path, _ in leaves(case):
        if path in late:
            put(line, pointer, None)
    return line


def ignores_annotations(case):
    line = perfect(claims(case).truth)
    filled = {e.path for e in claims(case).evidence if e.channel == "form" and e.role == "says"}
    for pointer, path, _ in leaves(case):
        if path in filled:
            put(line, pointer, None)
    return line


def fills_blanks(case):
    line = perfect(claims(case).truth)
    known = {}
    for _, _, truth in leaves(case):
        if truth.state == "answerable":
            known.setdefault(truth.kind, truth.accept[0])
    for pointer, _, truth in leaves(case):
        if truth.state == "unanswerable" and truth.kind in known:
            put(line, pointer, known[truth.kind])
    return line


def hidden_rows(case):
    made = claims(case)
    line = perfect(made.truth)
    record, at = made.built.record, made.built.record.domain.list_path
    shown = made.truth.fields[at].rows if at is not None else {}
    for row in record.rows:
        if row not in shown:
            head = f"{at}/{row}/"
            cells = {r[len(head) :]: v for r, v in record.facts.items() if r.startswith(head)}
            line["answer"][at[1:]].append({leaf: to_json(v) for leaf, v in cells.items()})
    return line


def leading_zeros(case):
    line = perfect(claims(case).truth)
    for pointer, _, truth in leaves(case):
        if truth.state == "answerable" and truth.kind == "id" and truth.accept[0][:1] == "0":
            put(line, pointer, truth.accept[0].lstrip("0"))
    return line


@dataclass
class Broken:
    """A broken reader and the cases that it is tried on."""

    read: object
    media: tuple
    ops: tuple = ("*",)
    domain: str = "invoice"
    gaps_fail: bool = False
    options: dict = field(default_factory=dict)


READERS = {
    "trailing_minus": Broken(falls_for("sign-lost"), ("csv", "pdf"), domain="statement"),
    "day_and_month": Broken(falls_for("month-day"), ("csv", "pdf")),
    "hidden_text": Broken(falls_for("invisible-text"), ("pdf",)),
    "stops_at_page_2": Broken(stops_at_page_2, ("pdf",), gaps_fail=True),
    "subtotal_as_line": Broken(subtotal_as_line, ("csv", "xlsx", "pdf")),
    "trusts_text_layer": Broken(trusts_text_layer, ("pdf",)),
    "ignores_annotations": Broken(ignores_annotations, ("pdf",), gaps_fail=True),
    "sticky_notes": Broken(falls_for("sticky-note"), ("pdf",)),
    "fills_blanks": Broken(fills_blanks, ("csv", "json", "pdf")),
    "hidden_rows": Broken(hidden_rows, ("xlsx",)),
    "leading_zeros": Broken(leading_zeros, ("csv", "json", "xlsx", "pdf")),
    "superseded": Broken(falls_for("superseded"), ("csv", "pdf")),
}


@dataclass
class Run:
    """What came of one seed."""

    reader: str
    seed: int
    seconds: float
    examples: int
    case: object = None

    @property
    def verdict(self):
        """``clean``, ``one`` decision at the lowest severity, or what is too much of it."""
        if self.case is None:
            return "not found"
        steps = self.case.steps
        if not steps:
            return "clean"
        if len(steps) > 1:
            return f"{len(steps)} operators"
        if len(steps[0].keys) > 1:
            return f"{len(steps[0].keys)} decisions"
        return "one" if steps[0].severity == lowest_failing(self) else "severity"

    @property
    def good(self):
        return self.verdict in {"one", "clean"}


def fails(broken, case):
    try:
        return bool(case.missed(broken.read(case), gaps_fail=broken.gaps_fail))
    except UserError:
        return False


def lowest_failing(run):
    """The lowest severity at which the operator fails the reader on this record, any decision."""
    from chaosdocs.authoring.registry import OPERATORS
    from chaosdocs.testing.staged import document_at, possible, taken

    broken, case = READERS[run.reader], run.case
    operator = OPERATORS[case.steps[0].operator]
    document = document_at(case.record, case.rendering, (), operator.stage.name)
    for severity in range(1, case.steps[0].severity):
        for key in possible(operator, document):
            if taken(operator, document, severity, (key,)):
                other = cst.Case(
                    case.record, case.rendering, (cst.DrawnStep(operator.id, severity, (key,)),)
                )
                if fails(broken, other):
                    return severity
    return case.steps[0].severity


def shrunk(name, number, *, max_examples=2000, max_ops=2):
    """Let Hypothesis find and shrink a failure of a broken reader."""
    broken = READERS[name]
    drawn = cst.cases(
        broken.domain, ops=broken.ops, media=broken.media, max_ops=max_ops, **broken.options
    )
    examples = 0

    @seed(number)
    @settings(
        max_examples=max_examples,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        phases=(Phase.generate, Phase.shrink),
    )
    @given(drawn)
    def reads(case):
        nonlocal examples
        examples += 1
        case.check(broken.read(case), gaps_fail=broken.gaps_fail)

    start = time.perf_counter()
    try:
        reads()
    except cst.CaseFailure as failure:
        return Run(name, number, time.perf_counter() - start, examples, failure.case)
    return Run(name, number, time.perf_counter() - start, examples)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("readers", nargs="*", default=[])
    parser.add_argument("--seeds", type=int, default=50)
    given_ = parser.parse_args()
    runs = []
    for name in given_.readers or READERS:
        mine = [shrunk(name, number) for number in range(given_.seeds)]
        runs += mine
        tell(name, mine)
    tell("all", runs)
    for run in runs:
        if not run.good:
            print(f"  {run.reader} seed {run.seed}: {run.verdict}: {run.case!r}")


def tell(name, runs):
    seconds = sorted(run.seconds for run in runs)
    good = sum(run.good for run in runs)
    rows = [len(run.case.record.record.rows) for run in runs if run.case is not None]
    print(
        f"{name:20} {good}/{len(runs)} good ({good / len(runs):.0%}), "
        f"median {statistics.median(seconds):.1f} s, p90 {seconds[int(0.9 * len(seconds))]:.1f} s, "
        f"most {seconds[-1]:.1f} s, "
        f"examples {statistics.median(run.examples for run in runs):.0f}, "
        f"rows {dict(sorted(Counter(rows).items()))}, "
        f"{dict(Counter(run.verdict for run in runs))}"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    main()
