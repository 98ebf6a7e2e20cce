"""Checks each field of a case against what the finished file shows."""

import datetime as dt
import gzip
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from xml.parsers.expat import ExpatError

import rules
import sights
import spellings

GONE = ("unanswerable", "absent")
TEXTUAL = ("text", "multiline", "id", "enum")
LEAST = 4
"""A shorter identifier stands in many places by chance: its absence is not checked."""
DIM_TEXT = ("pdf.lying_tounicode", "pdf.missing_tounicode")
"""Operators after which the text layer is not what the eye sees."""
SCALED = ("drift.minor_units", "drift.tag_decides")
"""Operators after which an amount stands in other units than the question wants."""
UNITS = {
    "incents": -2, "incent": -2, "encentimes": -2, "銭単位": -2, "inthousands": 3, "intausend": 3,
    "inttausend": 3, "intsd.": 3, "enmilliers": 3, "千円": 3, "千単位": 3, "単位:千": 3,
}  # fmt: skip
"""Words of a head that say in which power of ten its amounts are, without white space."""
OUT, IN = {"debit", "soll", "débit", "借方"}, {"credit", "haben", "crédit", "貸方"}
"""Heads of columns that give the sign of their amounts."""
JOINED = ("drift.merged_field", "drift.split_field")

_AMOUNT = re.compile(r"[-(]?\d[\d.,' \u00a0\u202f]*[.,]\d{2,3}[-)]?")


@dataclass(frozen=True)
class Wrong:
    """A field that the auditor calls wrong."""

    case: str
    label: str
    path: str
    check: str
    detail: str

    def __str__(self):
        return f"{self.case} {self.label} {self.path}: {self.check}: {self.detail}"


@dataclass
class Tally:
    """What was checked and what is wrong."""

    cases: int = 0
    fields: int = 0
    checks: Counter = field(default_factory=Counter)
    states: Counter = field(default_factory=Counter)
    unread: Counter = field(default_factory=Counter)
    wrong: list = field(default_factory=list)
    labels: dict = field(default_factory=lambda: defaultdict(list))

    def add(self, other):
        """Add another tally."""
        self.cases += other.cases
        self.fields += other.fields
        for name in ("checks", "states", "unread"):
            getattr(self, name).update(getattr(other, name))
        self.wrong += other.wrong
        for key, found in other.labels.items():
            self.labels[key] += found

    def bind(self):
        """Check that a field of clean exports stands under one label, and no other field does.

        The label of a field is what most clean cases of its rendering have. Call it once, at the
        end.
        """
        usual = {}
        for key, found in self.labels.items():
            (usual[key], _), *_ = Counter(label for label, _, _ in found).most_common()
            for label, case, name in found:
                self.checks["a field has its own label"] += 1
                if label != usual[key]:
                    detail = f"{label!r}, else {usual[key]!r}"
                    self.wrong.append(
                        Wrong(case, name, key[-1], "a field has its own label", detail)
                    )
        owners = {}
        for key, label in usual.items():
            other = owners.setdefault((*key[:-1], label), key[-1])
            if other != key[-1]:
                detail = f"{label!r} is that of {other} too"
                self.wrong.append(
                    Wrong("", str(key[:-1]), key[-1], "a label is of one field", detail)
                )


@dataclass
class Case:
    """A case of a corpus as plain data."""

    corpus: object
    public: dict
    truth: dict
    evidence: dict
    twin: dict | None = None

    @property
    def path(self):
        """The one file of the case."""
        return self.corpus / self.public["files"][0]["path"]

    @property
    def operators(self):
        """Names of the operators that were applied, by step."""
        return {s["step"]: s["operator"].split("@")[0] for s in self.truth["steps"]}

    @property
    def domain(self):
        """The domain, told by the id of the record."""
        return {"inv": "invoice", "stm": "statement", "kyc": "kyc"}[self.truth["records"][0][:3]]


def cases_of(corpus):
    """Yield the cases of a corpus; the private files are read as gzip and JSON alone."""
    private = corpus / "private"
    truths = {each["case"]: each for each in _lines(private / "truth.jsonl.gz")}
    evidence = defaultdict(lambda: defaultdict(list))
    for each in _lines(private / "evidence.jsonl.gz"):
        evidence[each["case"]][each["path"]].append(each)
    with (corpus / "cases.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            public = json.loads(line)
            if public["task"] != "extract" or len(public["files"]) != 1:
                continue
            truth = truths[public["case"]]
            twin = truths.get(truth.get("twin"))
            yield Case(corpus, public, truth, dict(evidence[public["case"]]), twin)


def _lines(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def leaves(truth):
    """Return path to field, rows of lists included."""
    out = {}
    for path, entry in truth["fields"].items():
        if "rows" not in entry:
            out[path] = entry
            continue
        for row, cells in entry["rows"].items():
            out.update({f"{path}/{row}/{name}": cell for name, cell in cells.items()})
    return out


def audit(case):
    """Return the tally of one case; a file that cannot be opened is wrong."""
    try:
        return _Audit(case).run()
    except (ValueError, LookupError, ExpatError) as error:
        name, label = case.truth["case"], case.truth["label"]
        wrong = Wrong(name, label, "", "the file can be audited", repr(error))
        return Tally(cases=1, checks=Counter(["the file can be audited"]), wrong=[wrong])


def doubles(cases):
    """Return a wrong for each case that has the id of another one."""
    counts = Counter(case.public["case"] for case in cases)
    return [
        Wrong(case.truth["case"], case.truth["label"], "", "an id is of one case", "it is of two")
        for case in cases
        if counts[case.public["case"]] > 1
    ]


class _Audit:
    """One case and all that is needed to check it."""

    def __init__(self, case):
        self.case = case
        self.truth = case.truth
        self.medium = case.truth["medium"]
        self.channel = case.public["channel"]
        self.fields = leaves(case.truth)
        self.sight = sights.opened(case.path, self.medium)
        self.operators = set(case.operators.values())
        self.issues = {each["code"] for each in case.truth.get("issues", ())}
        self.tally = Tally(cases=1, fields=len(self.fields))

    def run(self):
        """Check everything."""
        for path, each in self.fields.items():
            self.tally.states[each["state"]] += 1
            self._of_one(path, each)
        self._currencies()
        self._accounted()
        self._labels()
        self._against_the_twin()
        self._arithmetic()
        return self.tally

    def _labels(self):
        """Note under which key or head each field of a clean export stands."""
        if self.medium not in {"json", "csv", "xlsx"} or self.truth["steps"]:
            return
        name = self.truth["label"]
        for path, each in self.fields.items():
            lines = [
                line
                for line in self.case.evidence.get(path, ())
                if line["role"] == "says" and line["channel"] == self.channel
            ]
            if lines and each["state"] == "answerable" and each.get("why") == "printed":
                schema = re.sub(r"^/lines/[^/]+", "/lines/*", path)
                key = self.case.domain, self.truth["rendering"], schema
                label = self.sight.label(lines[0])
                self.tally.labels[key].append((label, self.truth["case"], name))

    def _currencies(self):
        """Every currency of an answer is named in the file, or is the one the case says."""
        if self.medium == "scan" or self.operators & set(DIM_TEXT):
            return
        for path, each in self.fields.items():
            if each["kind"] == "money" and each["state"] == "answerable":
                code = each["accept"][0]["currency"]
                stated = self.fields.get("/currency", {})
                if stated.get("state") == "answerable" and stated.get("why") == "printed":
                    right = code in stated["accept"]
                else:
                    names = {code, *(k for k, v in spellings.CURRENCIES.items() if code in v)}
                    right = any(spellings.squeezed(name) in self.sight.texts for name in names)
                self._check(path, "the file names the currency", right, code)

    def _accounted(self):
        """On a clean document no date and no amount stands that no field is about."""
        if self.medium == "scan" or self.truth["steps"]:
            return
        lines = [line for lines in self.case.evidence.values() for line in lines]
        loose = [
            piece
            for piece in self.sight.pieces(lines)
            for text in (piece.text, *piece.text.split())
            if (_whole_date(text, "date") and spellings.dates(text)) or _AMOUNT.fullmatch(text)
        ]
        self._check("", "a clean document has no loose value", not loose, str(loose[:3]))

    def _check(self, path, name, right, detail):
        self.tally.checks[name] += 1
        if not right:
            label = self.truth["label"]
            self.tally.wrong.append(Wrong(self.truth["case"], label, path, name, detail))

    def _touching(self, each):
        return {self.case.operators.get(s, "") for s in each.get("touched", ())}

    def _of_one(self, path, each):
        state, kind = each["state"], each["kind"]
        self._form(path, each)
        if self.medium == "scan":
            self._boxes_on_the_image(path)
            return
        says = [e for e in self.case.evidence.get(path, ()) if e["role"] == "says"]
        here = [e for e in says if e["channel"] == self.channel]
        if dim := (self.operators & set(DIM_TEXT)):
            self.tally.unread[f"text layer: {', '.join(sorted(dim))}"] += 1
            return
        for line in here:
            self._in_its_place(path, line, kind)
        if state == "answerable" and each.get("why") == "printed":
            self._says(path, each, here)
        elif state == "answerable" and each.get("why") == "rule":
            self._one_of_the_claims(path, each, here)
        elif state in {"ambiguous", "disputed"}:
            self._readings(path, each, here)
        elif state in GONE:
            self._nowhere(path, each)

    def _form(self, path, each):
        """What the truth alone must keep."""
        kind, accept = each["kind"], each.get("accept", ())
        right = {_key(value, kind) for value in accept}
        for lure in each.get("lures", ()):
            if each["state"] == "answerable":
                wrong = _key(lure["value"], kind) in right
                self._check(path, "a lure is not right", not wrong, f"{lure} in {accept}")
        if each["state"] == "answerable":
            self._check(path, "there is an answer", bool(accept), "nothing is accepted")
            if kind == "id" and len(accept) == 1 and not each.get("touched"):
                why = rules.ill_formed(path, accept[0])
                self._check(path, "check digits", not why, why)
            was = each.get("was")
            if was is not None and not any(len(str(v)) == 7 for v in accept if kind == "date"):
                changed = _key(was, kind) not in right
                self._check(path, "a changed value changed", changed, f"{was} in {accept}")
        elif each["state"] in {"ambiguous", "disputed"}:
            readings = {_key(value, kind) for value in each.get("readings", ())}
            self._check(path, "two readings", len(readings) > 1, str(readings))
        else:
            self._check(path, "nothing is accepted", not accept, str(accept))

    def _boxes_on_the_image(self, path):
        """A scan is not read here: its boxes must lie on their page and text layers be told."""
        for line in self.case.evidence.get(path, ()):
            box = line.get("box")
            if line["channel"] == "eye" and box is not None:
                right = box[0] < box[2] and box[1] < box[3] and min(box[2:]) > 0
                self._check(path, "a box is a box", right, str(box))

    def _in_its_place(self, path, line, kind):
        """The place that the evidence names holds its text."""
        said, want = self.sight.inside(line), self._under_a_head(line)
        if self.medium == "pdf":
            if "pdf.form_field" in self.operators and not said:
                self.tally.unread["form fields"] += 1
                return
            right = spellings.squeezed(want) in spellings.squeezed(said)
            if "hidden.invisible_text" in self.operators:  # it lies in the same box
                right = right or set(want.split()) <= set(said.split())
        elif self.medium == "xlsx":
            right = self._shown_as(line, want, kind)
        else:
            right = spellings.squeezed(want) == spellings.squeezed(said)
        self._check(path, "the place holds the text", right, f"{want!r}, and there is {said!r}")

    def _shown_as(self, line, want, kind):
        """A cell shows a text: it is that text, or a number in a format."""
        place = line["sheet"], line["cell"]
        if place not in self.sight.cells:
            return False
        type_, raw, style, hidden, formula = self.sight.cells[place]
        if hidden and line["channel"] == "shown":
            return False
        if formula and not raw:
            return True
        if type_ in {"s", "inlineStr", "str"}:
            return spellings.squeezed(raw) == spellings.squeezed(want)
        if type_ == "b":
            return spellings.means(want, raw == "1", "bool") or want in {"TRUE", "FALSE"}
        if kind == "date":
            return bool(_days(raw) & spellings.dates(want))
        return any(_as_shown(Decimal(raw), n, style) for n in spellings.numbers(want))

    def _scales(self, each, value):
        if self.medium in {"json", "xml"} and self.operators & set(SCALED):
            places = rules.digits(value.get("currency")) if isinstance(value, dict) else 2
            return (0, -places, -2, -3)
        texts = self.sight.texts
        return (0, *sorted({power for word, power in UNITS.items() if f"({word})" in texts}))

    def _under_a_head(self, line):
        """What stands in the cell of an amount whose sign its head gives: ``Debit 12.50``."""
        word, _, rest = line["text"].partition(" ")
        heads = OUT | IN
        if self.medium == "csv" and word.casefold() in heads and line.get("bytes"):
            above = {head.casefold() for head in self.sight.above(line)} & heads
            return rest if above == {word.casefold()} else line["text"]
        return line["text"]

    def _turned(self, value):
        """A tag beside an amount may give its sign: the auditor does not read tags."""
        if "drift.tag_decides" not in self.operators or not isinstance(value, dict):
            return
        if "amount" in value:
            self.tally.unread["sign by a tag"] += 1
            yield {**value, "amount": str(-Decimal(value["amount"]))}

    def _says(self, path, each, here):
        """An answerable value is what its place says."""
        kind = each["kind"]
        if not here:
            self._elsewhere(path, each)
            return
        if self.operators & set(JOINED) and self._touching(each) & set(JOINED):
            want = spellings.squeezed(str(each["accept"][0]))
            text = spellings.squeezed(" ".join(e["text"] for e in here))
            self._check(path, "the text says the value", want in text, f"{want!r} in {text!r}")
            return
        for value in each["accept"]:
            forms = [value, *self._turned(value)]
            right = any(
                spellings.means(text, form, kind, scales=self._scales(each, value))
                for e in here
                for form in forms
                for text in (e["text"], *spellings.mended(e["text"]))
            )
            if not right and kind == "date" and len(each["accept"]) > 1 and len(value) == 10:
                right = any(len(v) == 7 and value.startswith(v) for v in each["accept"])
            texts = [e["text"] for e in here]
            self._check(path, "the text says the value", right, f"{value!r} and {texts}")

    def _elsewhere(self, path, each):
        """A printed value without a place on this channel must at least be somewhere."""
        value = each["accept"][0]
        right = any(
            spellings.means(piece.text, value, each["kind"]) for piece in self.sight.pieces(())
        )
        if each["kind"] in TEXTUAL and not right:
            right = spellings.squeezed(str(value)) in self.sight.texts
        self._check(path, "the file says the value", right, f"{value!r} stands nowhere")

    def _one_of_the_claims(self, path, each, here):
        value, kind = each["accept"][0], each["kind"]
        scales = self._scales(each, value)
        forms = [value, *self._turned(value)]
        said = [
            any(spellings.means(e["text"], form, kind, scales=scales) for form in forms)
            for e in here
        ]
        texts = [e["text"] for e in here]
        self._check(path, "the winner is printed", any(said), f"{value!r}: {texts}")
        other = not all(said)
        self._check(path, "another claim is printed", other, str([e["text"] for e in here]))

    def _readings(self, path, each, here):
        kind, texts = each["kind"], [e["text"] for e in here]
        joined = bool(self._touching(each) & set(JOINED))
        turned = any("turned" in e.get("convention", "") for e in here)
        for reading in each["readings"]:
            forms = [reading]
            if turned and isinstance(reading, dict):
                forms.append({**reading, "amount": str(-Decimal(reading["amount"]))})
            scales = self._scales(each, reading)
            right = any(spellings.means(t, f, kind, scales=scales) for t in texts for f in forms)
            if joined and not right:
                right = any(
                    spellings.squeezed(str(reading)) in spellings.squeezed(t) for t in texts
                )
            self._check(path, "each reading is possible", right, f"{reading!r} and {texts}")
        if each["state"] == "ambiguous" and kind == "date" and self.case.domain == "invoice":
            follows = self._closure(without=path).get(path, set())
            found = {v for v in map(str, follows) if v in each["readings"]}
            settled = len(follows) == 1 and len(found) == 1
            self._check(path, "nothing settles the date", not settled, f"{found} follows")

    def _nowhere(self, path, each):
        """A value that is gone stands in no place that no other field explains."""
        kind, was = each["kind"], each.get("was")
        if was is None or kind in {"bool", "number", "percent", "quantity"}:
            return
        if kind in TEXTUAL and len(spellings.squeezed(str(was))) < LEAST:
            return
        if kind == "money" and abs(Decimal(was["amount"])) < 10:
            return
        claimed = [
            line
            for other, lines in self.case.evidence.items()
            if other != path
            for line in lines
            if line["channel"] == self.channel and line["role"] == "says"
        ]
        found = [piece for piece in self.sight.pieces(claimed) if _holds(piece.text, was, kind)]
        self._check(path, "what is gone is nowhere", not found, f"{was!r} in {found[:2]}")

    def _against_the_twin(self):
        """A field that no step touched says what it says on the clean twin."""
        if self.case.twin is None:
            return
        twin = leaves(self.case.twin)
        for path, each in self.fields.items():
            if each.get("touched") or path not in twin:
                continue
            other = twin[path]
            if each["state"] != "answerable" or each.get("why") != "printed":
                continue
            if other["state"] != "answerable":
                right = other["state"] == "unscored"
                detail = f"{other['state']} on the twin, printed here"
            else:
                kind = each["kind"]
                ours = {_key(v, kind) for v in each["accept"]}
                theirs = {_key(v, kind) for v in other["accept"]}
                right, detail = bool(ours & theirs), f"{each['accept']}, twin {other['accept']}"
            self._check(path, "as on the clean twin", right, detail)

    def _known(self, *, without=None):
        """Path to what is printed, as numbers and dates."""
        out = {}
        for path, each in self.fields.items():
            if path == without or each["state"] != "answerable" or each.get("why") == "derived":
                continue
            beneath = each.get("channels", {}).get("value", {}).get("accept")
            if beneath and beneath != each["accept"]:
                continue  # what the cell shows is rounded: an interval, no number to add up
            value = each["accept"][0]
            try:
                match each["kind"]:
                    case "money":
                        out[path] = Decimal(value["amount"])
                    case "quantity":
                        out[path] = Decimal(value["value"])
                    case "number" | "percent":
                        out[path] = Decimal(value)
                    case "date":
                        out[path] = dt.date.fromisoformat(value)
            except (InvalidOperation, ValueError):
                continue
        return out

    @property
    def _rows(self):
        entry = self.truth["fields"].get("/lines", {})
        shown = {
            row: cells
            for row, cells in entry.get("rows", {}).items()
            if any(cell["state"] != "absent" for cell in cells.values())
        }
        return list(shown)

    @property
    def _currency(self):
        found = {
            each["accept"][0]["currency"]
            for each in self.fields.values()
            if each["kind"] == "money" and each["state"] == "answerable"
        }
        return found.pop() if len(found) == 1 else None

    def _whole(self):
        cut = {"rows_missing", "pages_missing"} & self.issues
        ended = any(each.get("reason") == "cut" for each in self.fields.values())
        return not cut and not ended

    def _closure(self, *, without=None):
        known = self._known(without=without)
        whole = self._whole()
        return rules.closure(self.case.domain, known, self._rows, self._currency, whole=whole)

    def _arithmetic(self):
        """Clean documents add up; what is derived follows; what follows is not called gone."""
        known, rows, currency = self._known(), self._rows, self._currency
        whole = self._whole()
        if not self.truth["steps"]:
            found = rules.consequences(self.case.domain, known, rows, currency, whole=whole)
            for path, value, rule in found:
                if path in known and known[path] is not None:
                    right = known[path] == value
                    self._check(path, "a clean document adds up", right,
                                f"{rule}: {value}, printed {known[path]}")  # fmt: skip
        follows = rules.closure(self.case.domain, known, rows, currency, whole=whole)
        for path, each in self.fields.items():
            if each["state"] == "answerable" and each.get("why") == "derived":
                self._derived(path, each, follows.get(path, set()))
            elif each["state"] in GONE and each.get("was") is not None:
                self._not_derived(path, each, follows.get(path, set()))

    def _derived(self, path, each, values):
        kind = each["kind"]
        if kind not in {"money", "percent", "number", "date", "quantity"}:
            self.tally.unread[f"derived {kind}"] += 1
            return
        want = {_figure(value, kind) for value in each["accept"]} - {None}
        if not values:
            self.tally.unread["derived, no rule of the auditor's"] += 1
            return
        self._check(path, "what is derived follows", bool(want & values), f"{want}, {values}")

    def _not_derived(self, path, each, values):
        told = {"inconsistent", "rows_missing", "pages_missing"} & self.issues
        asked = self.case.public.get("derive", "allow") == "allow"
        rounded = "export.hidden_precision" in self.operators
        if told or not asked or rounded or self.medium == "scan":
            return
        follows = len(values) == 1 and each.get("was") is not None
        right = not follows
        if follows:
            (value,) = values
            right = value != _figure(each["was"], each["kind"])
        self._check(path, "nothing gone follows", right, f"{values} follows")


def _key(value, kind):
    try:
        return spellings.scalars(value, kind)
    except (TypeError, KeyError, InvalidOperation):
        return json.dumps(value, sort_keys=True)


def _figure(value, kind):
    try:
        match kind:
            case "money":
                return Decimal(value["amount"])
            case "quantity":
                return Decimal(value["value"])
            case "date":
                return dt.date.fromisoformat(value)
            case _:
                return Decimal(value)
    except (ValueError, InvalidOperation, TypeError, KeyError):
        return None


def _days(raw):
    """Return the date that a number of days is in a workbook."""
    try:
        return {(dt.date(1899, 12, 30) + dt.timedelta(days=int(Decimal(raw)))).isoformat()}
    except (InvalidOperation, OverflowError):
        return spellings.dates(raw)


def _as_shown(raw, shown, style):
    """Return whether a format may show the number `raw` as `shown`."""
    if raw == shown:
        return True
    if "%" in style:
        raw, style = raw * 100, style.replace("%", "")
    places = max(0, -shown.as_tuple().exponent)
    half = Decimal(5).scaleb(-places - 1)
    return (abs(raw - shown) <= half and style not in {"0", "General"}) or (
        abs(raw - shown) <= half and "." not in style
    )


def _holds(text, was, kind):
    """Return whether an unexplained text holds a value that should be gone."""
    if kind in TEXTUAL:
        return spellings.squeezed(str(was)) in spellings.squeezed(text)
    words = text.split()
    spans = {text, *words}
    for width in (2, 3, 4):
        spans |= {" ".join(words[at : at + width]) for at in range(len(words) - width + 1)}
    return any(spellings.means(each, was, kind) and _whole_date(each, kind) for each in spans)


def _whole_date(text, kind):
    """A month alone is no sign of a day, and a bare number no sign of a date."""
    if kind != "date":
        return True
    figures = spellings.plain(text).strip()
    return not figures.lstrip("-").isdigit() and any(
        len(day) == 10 for day in spellings.dates(text)
    )
