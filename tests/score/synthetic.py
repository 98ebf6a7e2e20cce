"""A small corpus without files, and readers of known behaviour, for the tests of the score."""

import json
from pathlib import Path

from chaosdocs.formats.cases import Case, CaseTruth, Corpus
from chaosdocs.formats.folder import TRUTH
from chaosdocs.formats.frames import framed
from chaosdocs.foundation.digest import digest_of_files, opaque, sha256
from chaosdocs.foundation.files import dump_lines, encode_line, write_atomically
from chaosdocs.foundation.rng import SeededRng

KINDS = {
    "/invoice_number": "id",
    "/supplier/name": "text",
    "/issue_date": "date",
    "/due_date": "date",
    "/tax_rate": "percent",
    "/net": "money",
    "/total": "money",
    "/po_number": "id",
    "/paid": "bool",
}
LEAVES = {"sku": "id", "description": "text", "quantity": "quantity", "amount": "money"}
OPERATORS = {
    "dates.ambiguous_order": ("/due_date",),
    "scan.coffee_stain": ("/total", "/net"),
    "totals.wrong_sum": ("/total",),
}


def make(
    folder,
    *,
    records=30,
    operators=OPERATORS,
    severities=(1, 3, 5),
    seed=1,
    rows=3,
    null_cells=False,
    mediums=("pdf",),
):
    """Write a corpus into `folder`: every operator at every severity on every record, and twins."""
    folder = Path(folder)
    lines, truths = [], []
    for number in range(records):
        rng = SeededRng(seed).at("record", number)
        facts = record(rng, rows)
        for medium in mediums:
            clean = case_of(number, medium, facts, rng, "clean", 0, (), None)
            made = [clean]
            if null_cells:
                made.append(case_of(number, medium, facts, rng, "null.rerun", 1, (), clean))
            made += [
                case_of(number, medium, facts, rng, operator, severity, touched, clean)
                for operator, touched in operators.items()
                for severity in severities
            ]
            for truth in made:
                truths.append(truth)
                lines.append(public(truth))
    return write(folder, lines, truths)


def write(folder, lines, truths):
    cases = dump_lines(
        [Case.model_validate(x).model_dump(mode="json", by_alias=True) for x in lines]
    )
    plain = [
        CaseTruth.model_validate({"steps": (), **t}).model_dump(mode="json", exclude_defaults=True)
        for t in truths
    ]
    write_atomically(folder / "cases.jsonl", cases)
    write_atomically(folder / TRUTH, framed((row["case"], encode_line(row)) for row in plain))
    digest = digest_of_files({"cases.jsonl": sha256(cases)})
    about = Corpus(name="synthetic", versions={}, counts={}, digest=digest, canary="none")
    write_atomically(folder / "corpus.json", about.model_dump_json().encode())
    return folder


def record(rng, rows):
    day = 1 + rng.at("day").below(11)
    month = 1 + rng.at("month").below(11)
    total = 1000 + rng.at("total").below(900_000)
    facts = {
        "/invoice_number": f"INV-{rng.at('no').below(10**6):06}",
        "/supplier/name": f"Supplier {rng.at('name').below(10**6)} GmbH",
        "/issue_date": f"2024-{month:02}-{day:02}",
        "/due_date": f"2024-{month + 1:02}-{day if day != month + 1 else day + 1:02}",
        "/tax_rate": "19",
        "/net": money(total * 100 // 119),
        "/total": money(total),
        "/po_number": f"PO{rng.at('po').below(10**5):05}" if rng.at("has").chance(0.5) else None,
        "/paid": rng.at("paid").chance(0.5),
    }
    facts["/lines"] = {
        f"k{n + 1}": {
            "sku": f"SKU-{rng.at('sku', n).below(10**5):05}",
            "description": f"Item {rng.at('item', n).below(1000)} blue",
            "quantity": {"value": str(1 + rng.at("q", n).below(9)), "unit": "EA"},
            "amount": money(100 + rng.at("a", n).below(90_000)),
        }
        for n in range(rows)
    }
    return facts


def money(cents, currency="EUR"):
    return {"amount": f"{cents // 100}.{cents % 100:02}", "currency": currency}


def case_of(  # noqa: PLR0917
    number, medium, facts, rng, operator, severity, touched, twin
):
    label = f"rec-{number:05}~{medium}.plain~{operator}@{severity}"
    name = opaque(label, b"test")
    rng = rng.at("case", operator, medium)
    fields = {
        path: field(f"rec-{number:05}#{path}", kind, facts[path], touched=path in touched)
        for path, kind in KINDS.items()
    }
    fields["/lines"] = {
        "order": "set",
        "rows": {
            key: {
                leaf: field(f"rec-{number:05}#/lines/{key}/{leaf}", kind, row[leaf], touched=False)
                for leaf, kind in LEAVES.items()
            }
            for key, row in facts["/lines"].items()
        },
    }
    issues = []
    for path in touched:
        damage(fields[path], facts[path], operator, severity, rng.at(path), issues, path)
    return {
        "case": name,
        "label": label,
        "records": [f"rec-{number:05}"],
        "twin": None if twin is None else twin["case"],
        "medium": medium,
        "rendering": f"{medium}.plain",
        "locale": "de_DE",
        "severity": severity,
        "steps": []
        if operator == "clean"
        else [{"step": "s1", "operator": f"{operator}@1", "severity": severity}],
        "issues": issues,
        "fields": fields,
    }


def field(ref, kind, value, *, touched):
    out = {"ref": ref, "kind": kind, "touched": ["s1"] if touched else []}
    if value is None:
        return {**out, "state": "absent"}
    return {**out, "state": "answerable", "accept": [value], "why": "printed"}


def damage(  # noqa: PLR0917
    out, value, operator, severity, rng, issues, path
):
    if operator == "dates.ambiguous_order":
        year, month, day = value.split("-")
        swapped = f"{year}-{day}-{month}"
        if rng.at("hit").chance(severity / 6):
            out.update(state="ambiguous", readings=sorted([value, swapped]), accept=[], was=value)
            out["why"] = None
        else:
            out["lures"] = [{"value": swapped, "name": "dm-swap"}]
    elif operator == "scan.coffee_stain":
        if rng.at("hit").chance(severity / 6):
            out.update(state="unanswerable", accept=[], why=None, reason="stain", was=value)
        else:
            out["lures"] = [
                {"value": {**value, "amount": "8" + value["amount"][1:]}, "name": "smudge"}
            ]
            if out["lures"][0]["value"] == value:
                out["lures"] = []
    elif operator == "totals.wrong_sum":
        cents = round(float(value["amount"]) * 100) + 100 * severity
        out.update(accept=[money(cents)], was=value)
        out["lures"] = [{"value": value, "name": "source-value"}]
        issues.append({"path": path, "code": "inconsistent"})


def public(truth):
    leaf = {"type": ["string", "null"]}
    schema = {"type": "object", "properties": {}}
    for path, kind in KINDS.items():
        holder = schema
        *outer, last = path.strip("/").split("/")
        for part in outer:
            holder = holder["properties"].setdefault(part, {"type": "object", "properties": {}})
        holder["properties"][last] = {**leaf, "x-kind": kind}
    schema["properties"]["lines"] = {
        "type": ["array", "null"],
        "items": {"properties": {name: {**leaf, "x-kind": kind} for name, kind in LEAVES.items()}},
    }
    return {
        "case": truth["case"],
        "task": "extract",
        "channel": "eye",
        "instructions": "",
        "files": [],
        "schema": schema,
    }


def answer_file(path, rows):
    """Write answer lines and return the path."""
    Path(path).write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    return Path(path)


def by(corpus, strategy, seed=0):
    """Return the answer lines of a control."""
    from chaosdocs.score.summary.reference_readers import answers_by

    return list(answers_by(strategy, corpus, seed))


def reader(corpus, accuracy, *, seed=0, sure=None, clean_accuracy=1.0, gaps=0.0, invents=0.0):
    """Answer with a lure where a coin says so, leave gaps and invent at these rates."""
    from chaosdocs.score.summary.reference_readers import guess, pointers, put

    rows = []
    for case in corpus.cases.values():
        out = {"case": case.case, "answer": {}, "abstain": {}, "confidence": {}}
        for pointer, truth in pointers(case):
            rng = SeededRng(seed).at(case.case, pointer)
            right = accuracy if truth.touched else clean_accuracy
            value = None
            if truth.state == "answerable":
                value = truth.accept[0] if rng.at("right").chance(right) else wrong(truth)
            elif rng.at("invent").chance(invents):
                value = guess(truth)
            if value is not None and rng.at("gap").chance(gaps):
                value = None
            if value is None:
                out["abstain"][pointer] = (
                    "not_present" if truth.state == "absent" else "not_legible"
                )
            put(out["answer"], pointer, value)
            if sure is not None:
                out["confidence"][pointer] = sure
        rows.append(out)
    return rows


def wrong(truth):
    """A value that is not right."""
    lures = [value for _, value in truth.lures]
    if lures:
        return lures[0]
    return {
        "money": {"amount": "0.01", "currency": "EUR"},
        "quantity": {"value": "777", "unit": "EA"},
        "percent": "7.77",
        "number": "7.77",
        "date": "1999-12-31",
        "bool": not truth.accept[0] if truth.accept else True,
    }.get(truth.kind, "something else")
