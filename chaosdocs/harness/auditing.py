"""A person audits the truth: fields are drawn, answered before the truth is shown, and judged.

The person is a reader like any other: the ordinary judge judges the answer, put into an answer that
is right everywhere else, so that rows are aligned as always.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from chaosdocs.formats.cases import Case, CaseTruth, Evidence, FieldExpectation, Leaf
from chaosdocs.formats.folder import EVIDENCE, TRUTH, CorpusFolder
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.files import cannot_write, encode_line, json_lines
from chaosdocs.harness.judging import CaseJudge
from chaosdocs.readers.builtin.oracle import oracle
from chaosdocs.readers.builtin.pointers import put_at
from chaosdocs.score.metrics.samples import RIGHT
from chaosdocs.score.stats.intervals import lower, upper
from chaosdocs.truth.values import Kind, from_json, to_json

Verdict = Literal["agree", "disagree", "slip", "cannot tell"]
VERDICTS: Final[tuple[Verdict, ...]] = ("agree", "disagree", "slip", "cannot tell")
NOTHING, OPEN, SKIP, QUIT, SLIP = "-", "?", "skip", "quit", "slip"
HELP: Final = (
    f"type the value; {NOTHING} if the document has neither the value nor a label or a column for "
    f"it; {OPEN} if there is a label or a column, and the value is blank, N/A, covered or cut; "
    f"a | b if it can be read in two ways; {SKIP} if you cannot tell; {QUIT} to stop"
)
_TRUE: Final = frozenset({"true", "yes", "y"})
_FALSE: Final = frozenset({"false", "no", "n"})


class Pair(NamedTuple):
    """A field of a case."""

    case: str
    path: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A drawn field and what a person needs to answer it.

    Attributes:
        pair: Case and path.
        public: The case as a reader gets it.
        truth: Its truth.
        leaf: The field.
        pointer: Where the field stands in an answer, rows by number.
        description: What is asked for.
        row: Which row of how many; empty outside of lists.
        standing: Where the field stands, else where its row stands; empty if nowhere.
    """

    pair: Pair
    public: Case
    truth: CaseTruth
    leaf: Leaf
    pointer: str
    description: str
    row: str
    standing: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the judge says of a typed answer."""

    verdict: Verdict
    outcome: str
    error_type: str
    lure: str


@dataclass(slots=True)
class Journal:
    """The answers so far, one line each; each is on disk before the next field is asked.

    Args:
        path: The file.
        digest: Digest of the corpus.
        seed: What the pairs are drawn with.

    Raises:
        UserError: The file is of another corpus or seed, or no journal.
    """

    path: Path
    digest: str
    seed: int
    verdicts: dict[Pair, Verdict] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.path.exists():
            return
        _mend(self.path)
        for number, line in json_lines(self.path):
            where = f"{self.path}:{number}"
            try:
                of, pair = (line["corpus"], line["seed"]), Pair(line["case"], line["path"])
                verdict = line["verdict"]
            except (TypeError, KeyError) as error:
                raise UserError("no line of an audit", where=where) from error
            if of != (self.digest, self.seed):
                raise UserError(
                    "the answers are of another corpus or seed",
                    where=where,
                    hint="name another file with -o, or give the --seed that they were asked with",
                )
            if verdict not in VERDICTS:
                raise UserError(
                    f"{verdict!r} is no verdict", where=where, given=str(verdict), allowed=VERDICTS
                )
            self.verdicts[pair] = verdict

    def add(self, asked: Asked, typed: str, judged: Judged) -> None:
        """Write a line; of two lines of one field the later one counts."""
        line = {
            "corpus": self.digest,
            "seed": self.seed,
            "case": asked.pair.case,
            "label": asked.truth.label,
            "path": asked.pair.path,
            "typed": typed,
            "verdict": judged.verdict,
            "outcome": judged.outcome,
            "error_type": judged.error_type,
            "lure": judged.lure,
            "state": asked.leaf.truth.state,
        }
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("ab") as file:
                file.write(encode_line(line))
        except OSError as error:
            raise cannot_write(self.path, error) from error
        self.verdicts[asked.pair] = judged.verdict


def _mend(path: Path) -> None:
    """Cut off a last line that was not written whole."""
    try:
        data = path.read_bytes()
        if data and not data.endswith(b"\n"):
            path.write_bytes(data[: data.rfind(b"\n") + 1])
    except OSError as error:
        raise cannot_write(path, error) from error


def draw(folder: CorpusFolder, pairs: int, seed: int, *, touched: bool = False) -> list[Pair]:
    """Return fields of a corpus, drawn without replacement, in an order that the seed fixes.

    Every scored field of every case that asks for fields is as likely as any other. A larger number
    keeps the first pairs as they are.

    Args:
        folder: The corpus.
        pairs: How many are wanted; all if there are fewer.
        seed: Of the draw.
        touched: Whether only fields that a step touched are drawn.

    Raises:
        UserError: The truth is not here, or no field fits.
    """
    if not folder.holds(TRUTH):
        raise UserError(
            "the truth is not here", where=str(folder.folder), hint="name the whole corpus"
        )
    extract = {case.case for case in folder.cases() if case.task == "extract"}
    found = [
        Pair(truth.case, leaf.path)
        for truth in folder.truths()
        if truth.case in extract
        for leaf in _leaves(truth)
        if not touched or leaf.truth.touched
    ]
    if not found:
        what = "touched field" if touched else "field"
        raise UserError(f"no scored {what} is asked for", where=str(folder.folder))
    return sorted(found, key=lambda pair: _rank(seed, pair))[:pairs]


def _rank(seed: int, pair: Pair) -> bytes:
    return hashlib.blake2b(f"{seed}\n{pair.case}\n{pair.path}".encode(), digest_size=16).digest()


def _leaves(truth: CaseTruth) -> Iterator[Leaf]:
    """Yield what can be asked: no unscored field, no field of a row that nobody sees."""
    shown = {
        (path, row)
        for path, entry in truth.fields.items()
        if not isinstance(entry, FieldExpectation)
        for row in entry.shown
    }
    for leaf in truth.leaves():
        in_sight = leaf.list_path is None or (leaf.list_path, leaf.row) in shown
        if leaf.truth.state != "unscored" and in_sight:
            yield leaf


def asked(folder: CorpusFolder, pair: Pair) -> Asked:
    """Return a drawn field with all that its question needs."""
    public, truth = folder.case(pair.case), folder.truth(pair.case)
    leaf = next(each for each in truth.leaves() if each.path == pair.path)
    pointer, row = pair.path, ""
    if leaf.list_path is not None:
        entry = truth.fields[leaf.list_path]
        if isinstance(entry, FieldExpectation):
            raise UserError(f"{leaf.list_path} is no list", where=truth.label)
        number = list(entry.rows).index(str(leaf.row))
        pointer = f"{leaf.list_path}/{number}/{leaf.name}"
        row = f"row {number + 1} of {len(entry.shown)} of {leaf.list_path}"
    lines = folder.evidence((pair.case,)) if folder.holds(EVIDENCE) else iter(())
    return Asked(
        pair, public, truth, leaf, pointer, _description(public.ask, leaf), row,
        _standing(lines, public, leaf),
    )  # fmt: skip


def _standing(lines: Iterable[Evidence], public: Case, leaf: Leaf) -> tuple[Evidence, ...]:
    here = [line for line in lines if line.channel == public.channel]
    own = tuple(line for line in here if line.path == leaf.path)
    if own or leaf.list_path is None:
        return own
    return tuple(line for line in here if line.path.startswith(f"{leaf.list_path}/{leaf.row}/"))


def _description(schema: Mapping[str, Any], leaf: Leaf) -> str:
    node: Any = schema
    for part in leaf.schema_path.strip("/").split("/"):
        node = node.get("items", {}) if part == "*" else node.get("properties", {}).get(part, {})
    words = str(node.get("description", ""))
    if options := [str(each) for each in node.get("enum", ()) if each is not None]:
        words += f" One of {', '.join(options)}."
    return words


def read_typed(typed: str, kind: Kind) -> Any:  # noqa: ANN401 - a JSON value
    """Return the canonical JSON value that a person typed.

    Raises:
        UserError: It is no value of the kind.

    Example:
        >>> read_typed("1234.56 EUR", "money"), read_typed("3", "quantity")
        ({'amount': '1234.56', 'currency': 'EUR'}, {'value': '3', 'unit': ''})
    """
    value: Any = typed
    number, _, unit = typed.rpartition(" ") if " " in typed else (typed, "", "")
    match kind:
        case "money":
            value = {"amount": number.replace(" ", ""), "currency": unit.upper()}
        case "quantity":
            value = {"value": number.replace(" ", ""), "unit": unit}
        case "percent":
            value = typed.removesuffix("%").strip()
        case "bool":
            word = typed.casefold()
            value = True if word in _TRUE else False if word in _FALSE else typed
        case "multiline":
            value = typed.replace("\\n", "\n")
        case _:
            pass
    if kind in {"text", "id", "enum", "multiline"}:
        return value
    try:
        return to_json(from_json(kind, value))
    except ValueError as error:
        raise UserError(f"{typed!r} cannot be read as {kind}: {error}") from error


def answer_of(question: Asked, typed: str) -> dict[str, Any]:
    """Return an answer line that is right everywhere but in the field asked.

    Raises:
        UserError: What was typed is no value of the field's kind.
    """
    line = oracle({}, {}, truth=question.truth.model_dump(mode="json"))
    at = question.pointer
    for name in ("abstain", "candidates", "confidence"):
        line[name].pop(at, None)
    line["absent"] = [path for path in line["absent"] if path != at]
    readings = [read_typed(part.strip(), question.leaf.truth.kind) for part in _parts(typed)]
    if typed == NOTHING:
        line["absent"].append(at)
    elif typed == OPEN:
        line["abstain"][at] = "not_legible"
    elif len(readings) > 1:
        line["abstain"][at] = "ambiguous"
        line["candidates"][at] = readings
    one = readings[0] if len(readings) == 1 else None
    put_at(line["answer"], at, one)
    return line


def _parts(typed: str) -> list[str]:
    if typed in {NOTHING, OPEN}:
        return []
    return typed.split(" | ")


def judged(judge: CaseJudge, question: Asked, typed: str) -> Judged:
    """Return what the ordinary judge says of a typed answer.

    Raises:
        UserError: What was typed is no value of the field's kind.
    """
    if typed == SKIP:
        return Judged("cannot tell", "", "", "")
    score = judge(question.pair.case, answer_of(question, typed))
    row = next((each for each in score.fields if each.path == question.pair.path), None)
    if row is None:
        raise UserError("the judge has no row for the field", where=question.pair.path)
    verdict: Verdict = "agree" if row.outcome in RIGHT else "disagree"
    return Judged(verdict, row.outcome, row.error_type, row.lure)


def truth_words(truth: FieldExpectation) -> str:
    """Return the truth of a field in a line."""
    values = [json.dumps(value, ensure_ascii=False) for value in truth.accept or truth.readings]
    parts = [truth.state, " or ".join(values), f"({truth.why})" if truth.why else ""]
    if truth.partial is not None:
        parts.append(f"shows {truth.partial}")
    if truth.was is not None:
        parts.append(f"was {json.dumps(truth.was, ensure_ascii=False)}")
    return " ".join(part for part in parts if part)


def interval(wrong: int, told: int, level: float = 0.95) -> tuple[float, float]:
    """Return the exact (Clopper-Pearson) two-sided interval of a share.

    Example:
        >>> tuple(round(bound, 4) for bound in interval(0, 300))
        (0.0, 0.0122)
    """
    tail = 1 - (1 - level) / 2
    return (lower(wrong, told, tail) if wrong else 0.0), upper(wrong, told, tail)
