"""Lies in the private files of a corpus and in `corpus.json`; the digests are made right.

Each takes the folder of a copied corpus and a stream of draws, makes one thing false, and returns
whether it did: False where there is nothing to lie about.
"""

import gzip
import json
from itertools import groupby

from chaosdocs.corpus.generate import canary_of
from chaosdocs.formats.folder import CASES, EVIDENCE, PLANS, SECRET, SKIPPED, TRUTH
from chaosdocs.formats.frames import framed
from chaosdocs.formats.unchanged import PRIVATE, digest_of_lines
from chaosdocs.foundation.digest import digest_of_files
from chaosdocs.foundation.files import encode_line
from chaosdocs.proof.digests import public_digest

CORPORA = {
    "documents": """
chaosdocs: 2
name: halves
seed: 5
source: {domain: statement, count: 2, locales: [en_US]}
render: [{as: csv, system: sap}, {as: json, system: netsuite}]
design: {each: [gaps.left_out, numbers.trailing_minus], severities: [1]}
""",
    "sets": """
chaosdocs: 2
name: halves
seed: 5
source: {world: trade, books: 1, locales: [en_US]}
render: [{as: set, pairing: books-bank, books: csv.sap, bank: csv.account_de}]
ask: {task: reconcile}
""",
}
"""Small corpora to lie about."""


def rows_of(path):
    """Return the lines of a file, in frames or not."""
    data = path.read_bytes()
    plain = gzip.decompress(data) if path.suffix == ".gz" else data
    return [json.loads(line) for line in plain.splitlines()]


def rewrite(corpus, name, rows):
    """Write the lines of a private file, and mend the digest of the private half."""
    lines = [
        (case, b"".join(map(encode_line, its)))
        for case, its in groupby(rows, key=lambda row: row["case"])
    ]
    data = b"".join(framed(lines)) if name.endswith(".gz") else b"".join(x for _, x in lines)
    (corpus / name).write_bytes(data)
    digests = {each: digest_of_lines(corpus / each) for each in PRIVATE}
    (corpus / "private/digest").write_text(digest_of_files(digests))
    return True


def with_keys(corpus, file, **update):
    """Write other values into an object of JSON."""
    path = corpus / file
    path.write_text(json.dumps({**json.loads(path.read_text()), **update}))
    return True


def _one(corpus, name, rng, change, wanted=bool):
    """Change one line of a private file of those that are wanted."""
    rows = rows_of(corpus / name)
    some = [row for row in rows if wanted(row)]
    if not some:
        return False
    change(rng.pick(some))
    return rewrite(corpus, name, rows)


def another_seed(corpus, rng):
    return with_keys(corpus, SECRET, seed=6 + rng.below(999))


def another_salt(corpus, rng):
    return with_keys(corpus, SECRET, salt=f"{rng.below(10**9):064}")


def another_part_of_the_slots(corpus, rng):
    return with_keys(corpus, SECRET, shard=rng.pick([[2, 2], [3, 2], [0, 1], "all", [2, 3]]))


def another_digest_of_the_private_half(corpus, rng):
    (corpus / "private/digest").write_text(f"{rng.below(10**9):064}")
    return True


def another_name_of_the_corpus(corpus, rng):
    return with_keys(corpus, "corpus.json", name=f"corpus-{rng.below(99)}")


def another_canary(corpus, rng):
    return with_keys(corpus, "corpus.json", canary=f"chaosdocs canary {rng.below(99)}: nothing")


def another_count(corpus, rng):
    counts = json.loads((corpus / "corpus.json").read_text())["counts"]
    name = rng.pick(sorted(counts))
    return with_keys(corpus, "corpus.json", counts={**counts, name: counts[name] + 1})


def a_skipped_slot_left_out(corpus, rng):
    rows = rows_of(corpus / SKIPPED)
    if not rows:
        return False
    del rows[rng.below(len(rows))]
    return rewrite(corpus, SKIPPED, rows)


def a_skipped_slot_under_another_label(corpus, rng):
    return _one(corpus, SKIPPED, rng, lambda row: row.update(label=f"{row['label']}0"))


def a_slot_that_holds_a_case_skipped_too(corpus, rng):
    slot = rng.pick(rows_of(corpus / PLANS))["slot"]
    return _one(corpus, SKIPPED, rng, lambda row: row.update(slot=slot))


def another_outcome_of_a_slot(corpus, rng):
    return _one(corpus, SKIPPED, rng, lambda row: row.update(outcome="defect"))


def another_reason_of_a_skipped_slot(corpus, rng):
    return _one(corpus, SKIPPED, rng, lambda row: row.update(reason="nothing is eligible"))


def a_case_taken_out_and_listed_as_skipped(corpus, rng):
    """All its lines and files are gone, and counts and digests are right."""
    lines = {name: rows_of(corpus / name) for name in (CASES, TRUTH, PLANS, EVIDENCE, SKIPPED)}
    truth = rng.pick([row for row in lines[TRUTH] if row.get("twin")] or [None])
    if truth is None:
        return False
    plan = next(row for row in lines[PLANS] if row["case"] == truth["case"])
    public = next(row for row in lines[CASES] if row["case"] == truth["case"])
    like = lines[SKIPPED][0]
    said = {"case": truth["case"], "slot": plan["slot"], "label": truth["label"]}
    for name in (CASES, TRUTH, PLANS, EVIDENCE):
        lines[name] = [row for row in lines[name] if row["case"] != truth["case"]]
    lines[SKIPPED] = sorted([*lines[SKIPPED], {**like, **said}], key=lambda row: row["case"])
    for name in (TRUTH, PLANS, EVIDENCE, SKIPPED):
        rewrite(corpus, name, lines[name])
    (corpus / CASES).write_bytes(b"".join(map(encode_line, lines[CASES])))
    for file in public["files"]:
        (corpus / file["path"]).unlink()
    about = json.loads((corpus / "corpus.json").read_text())
    digest = public_digest(corpus)
    counts = {**about["counts"], "skipped": about["counts"]["skipped"] + 1}
    for name in ("cases", truth["medium"]):
        counts[name] -= 1
    return with_keys(corpus, "corpus.json", counts=counts, digest=digest, canary=canary_of(digest))


def another_record_in_a_plan(corpus, rng):
    return _one(corpus, PLANS, rng, lambda row: row.update(record=row["record"] + 1))


def another_slot_in_a_plan(corpus, rng):
    slots = sorted(row["slot"] for row in rows_of(corpus / PLANS))
    other = slots[1:] + slots[:1]
    turned = dict(zip(slots, other, strict=True))
    if len(slots) < 2:
        return False
    return _one(corpus, PLANS, rng, lambda row: row.update(slot=turned[row["slot"]]))


def no_decisions_in_a_plan(corpus, rng):
    def change(row):
        row["steps"][0]["edits"] = []

    return _one(corpus, PLANS, rng, change, lambda row: row["steps"])


def no_decisions_in_a_step(corpus, rng):
    def change(row):
        row["steps"][0]["keys"] = []

    return _one(
        corpus, TRUTH, rng, change,
        lambda row: row.get("steps") and row["steps"][0].get("keys"),
    )  # fmt: skip


def _entries(corpus, rng, change):
    return _one(
        corpus, TRUTH, rng,
        lambda row: change(row["links"]), lambda row: row.get("links"),
    )  # fmt: skip


def another_event_behind_an_entry(corpus, rng):
    def change(links):
        at = rng.below(len(links["entries"]))
        links["entries"][at]["of"] = [f"event-{rng.below(99)}"]

    return _entries(corpus, rng, change)


def another_leaf_for_a_role(corpus, rng):
    def change(links):
        leaves = links["members"][0]["leaves"]
        one, other = rng.pick([("texts", "references"), ("key", "texts")])
        leaves[one], leaves[other] = leaves.get(other, ["none"]), leaves.get(one, ["none"])

    return _entries(corpus, rng, change)


def evidence_of_another_case(corpus, rng):
    rows = rows_of(corpus / EVIDENCE)
    names = sorted({row["case"] for row in rows})
    if len(names) < 2:
        return False
    one = rng.pick(rows)
    one["case"] = rng.pick([name for name in names if name != one["case"]])
    return rewrite(corpus, EVIDENCE, sorted(rows, key=lambda row: row["case"]))


LIES = (
    another_seed, another_salt, another_part_of_the_slots, another_digest_of_the_private_half,
    another_name_of_the_corpus, another_canary, another_count, a_skipped_slot_left_out,
    a_skipped_slot_under_another_label, a_slot_that_holds_a_case_skipped_too,
    another_outcome_of_a_slot, another_reason_of_a_skipped_slot,
    a_case_taken_out_and_listed_as_skipped, another_record_in_a_plan, another_slot_in_a_plan,
    no_decisions_in_a_plan, no_decisions_in_a_step, another_event_behind_an_entry,
    another_leaf_for_a_role, evidence_of_another_case,
)  # fmt: skip
