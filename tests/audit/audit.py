"""Makes corpora of unused seeds and checks every field by other means than the project's.

    python tests/audit/audit.py CASES SEED [JOBS]

poppler, zip, XML, csv and json open the finished files; number and date parsers, and the rules of
accounting, are the auditor's own. Exit 1 if any field is wrong, 2 for wrong usage.
"""

import shutil
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import checks

import corpora

SHOWN = 200


def main(arguments):
    """Run the audit; return the exit code."""
    try:
        cases, seed, jobs = (*map(int, arguments), 1)[:3] if len(arguments) in {2, 3} else (0, 0, 0)
    except ValueError:
        cases = 0
    if cases < 1 or jobs < 1:
        print(__doc__, file=sys.stderr)
        return 2
    tally, refused = run(cases, seed, jobs)
    report(tally, refused, seed)
    return 1 if tally.wrong else 0


def run(cases, seed, jobs=1, media=(*corpora.PAGES, *corpora.EXPORTS)):
    """Return the tally over at least `cases` cases, and the batches that were refused."""
    registry = corpora.Registry()
    total, refused, number = checks.Tally(), [], 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(jobs) as pool:

        def batch(at):
            where = Path(folder) / str(at)
            try:
                corpus = corpora.make(corpora.recipe(registry, seed, at, media), where)
            except corpora.RefusedError as error:
                return at, None, str(error)
            found = checks.Tally()
            cases = list(checks.cases_of(corpus))
            found.wrong += checks.doubles(cases)
            for case in cases:
                found.add(checks.audit(case))
            shutil.rmtree(where)
            return at, found, ""

        while total.cases < cases:
            try:
                for at, found, why in pool.map(batch, range(number, number + jobs)):
                    if found is None:
                        refused.append((at, why))
                    else:
                        total.add(found)
                        for each in found.wrong:
                            print(f"batch {at}: {each}", file=sys.stderr)
            except KeyboardInterrupt:
                print("interrupted: what was checked is reported", file=sys.stderr)
                break
            number += jobs
            print(f"{total.cases} cases, {len(total.wrong)} wrong", file=sys.stderr)
            if len(refused) > 3 + number // 4:
                raise SystemExit(f"too many batches were refused: {refused[-1]}")
    total.bind()
    return total, refused


def report(tally, refused, seed):
    """Print cases, fields, checks and everything that is wrong."""
    print(f"{tally.cases} cases, {tally.fields} fields, {sum(tally.checks.values())} checks")
    for name, count in sorted(tally.states.items()):
        print(f"  {name}: {count} fields")
    for name, count in tally.checks.most_common():
        print(f"  {name}: {count} checks")
    for name, count in tally.unread.most_common():
        print(f"  not checked, {name}: {count} fields")
    for at, why in refused:
        print(f"  batch {at} of seed {seed} was refused: {why}")
    print(f"{len(tally.wrong)} wrong")
    for each in tally.wrong[:SHOWN]:
        print(f"  {each}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
