"""What the operators on delimited files do to the bytes, and what plain parsers make of them."""

import csv
import io
from decimal import Decimal

import pytest

from chaosdocs.authoring import OPERATORS, SeededRng, Skip
from chaosdocs.corpus.build import Step, build
from chaosdocs.corpus.expect import expectations
from chaosdocs.corpus.make import Maker
from chaosdocs.formats.media import MEDIA
from chaosdocs.operators.text.folded import in_capitals
from chaosdocs.proof import prove
from chaosdocs.proof.witnesses.csv import CsvWitness
from chaosdocs.proof.witnesses.decoding import decoded
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.sources.registry import SOURCES


def made(operator, rendering="csv.sap", *, severity=5, name="invoice", index=3, locale="de_DE"):
    record = SOURCES[name].record(1, index, locale)
    steps = ()
    if operator:
        steps = (Step(id="s1", operator=OPERATORS[operator], severity=severity, name=operator),)
    return build(record, rendering, steps, SeededRng(1))


def data(built):
    return built.files[0].data


def fields(built):
    asked = MEDIA[built.rendering.partition(".")[0]].asked
    return expectations(built, asked, "allow", {})[0]


def lures(built):
    return {lure.name for field in leaves(built) for lure in field.lures}


def leaves(built):
    for field in fields(built).values():
        rows = getattr(field, "rows", None)
        yield from [field] if rows is None else (f for row in rows.values() for f in row.values())


def cells(text, delimiter=";"):
    return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if row]


@pytest.mark.parametrize(("severity", "mark"), [(1, ","), (2, "\t"), (3, "|"), (5, "|")])
def test_another_delimiter_holds_the_same_cells(severity, mark):
    clean = cells(data(made("")).decode())
    built = made("csv.other_delimiter", severity=severity)
    assert cells(data(built).decode(), mark) == clean
    assert ("cut-at-comma" in lures(built)) == (mark != ",")


@pytest.mark.parametrize("severity", [1, 5])
@pytest.mark.parametrize("rendering", ["csv.sap", "csv.netsuite"])
def test_rows_under_another_mark_hold_the_same_cells(rendering, severity):
    clean = data(made("", rendering)).decode()
    dirty = data(made("csv.delimiter_changes", rendering, severity=severity)).decode()
    first, later = (";", ",") if rendering == "csv.sap" else (",", ";")
    same = [a == b for a, b in zip(clean.splitlines(), dirty.splitlines(), strict=True)]
    turned = same.index(False)

    assert not any(same[turned:])
    assert cells("\n".join(dirty.splitlines()[:turned]), first) + cells(
        "\n".join(dirty.splitlines()[turned:]), later
    ) == cells(clean, first)
    witness = CsvWitness(dirty.encode())
    assert witness.agrees
    assert [shown for *_, shown in witness._cells if shown] == [
        cell for row in cells(clean, first) for cell in row if cell
    ]


def test_only_rows_as_wide_as_the_table_have_another_mark():
    text = "n;name;city\r\n0;Ulm;Bonn\r\n1;Metz, A, B;Kiel\r\na, b\r\nall, of;x;y\r\n2,Lyon,Rom\r\n"
    witness = CsvWitness(text.encode())

    assert [(mark, len(row)) for mark, row in witness._records][:6] == [
        (";", 3), (";", 3), (";", 3), (";", 1), (";", 3), (",", 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "start", "encoding"),
    [(1, b"\xef\xbb\xbf", "utf-8-sig"), (2, b"\xff\xfe", "utf-16"), (3, b"\xfe\xff", "utf-16")],
)
def test_the_mark_stands_once_and_the_text_stays(severity, start, encoding):
    dirty = data(made("csv.byte_order_mark", severity=severity))
    assert dirty.startswith(start)
    assert dirty.decode(encoding) == data(made("")).decode()


@pytest.mark.parametrize(
    ("locale", "severity", "page"),
    [("de_DE", 1, "cp1252"), ("de_DE", 2, "cp850"), ("fr_FR", 1, "cp1252"), ("fr_FR", 2, "cp850"),
     ("ja_JP", 1, "cp932"), ("ja_JP", 5, "cp932")],
)  # fmt: skip
def test_the_witness_tells_the_code_page_from_the_bytes(locale, severity, page):
    for index in range(12):
        built = made(
            "csv.undeclared_encoding",
            "csv.netsuite",
            severity=severity,
            index=index,
            locale=locale,
        )
        if isinstance(built, Skip):
            continue
        clean = data(made("", "csv.netsuite", index=index, locale=locale)).decode()
        assert data(built) == clean.encode(page)
        assert decoded(data(built)) == (clean, page, 0)
        assert "wrong-code-page" in lures(built)


def test_a_file_of_ascii_has_no_code_page():
    built = made("csv.undeclared_encoding", locale="en_US", index=1)
    assert isinstance(built, Skip) == data(made("", locale="en_US", index=1)).isascii()


def test_a_line_break_stands_in_quotes_and_for_a_space():
    clean, dirty = data(made("")).decode(), data(made("csv.newline_in_cell")).decode()
    broken = cells(dirty)
    assert [[cell.replace("\n", " ") for cell in row] for row in broken] == cells(clean)
    assert any("\n" in cell for row in broken for cell in row)
    assert len(dirty.splitlines()) > len(clean.splitlines())


def test_lines_above_the_heads_grow_and_the_data_stay():
    clean = cells(data(made("")).decode())
    for severity, above in enumerate([1, 2, 3, 5, 7], 1):
        rows = cells(data(made("csv.preamble", severity=severity)).decode())
        assert rows.index(clean[0]) == above
        assert rows[above : above + len(clean)] == clean
        assert len(rows) == above + len(clean) + (severity > 1)
    assert "day-of-printing" in lures(made("csv.preamble"))


def test_what_is_printed_without_zeros_or_accents_is_the_right_answer():
    record = SOURCES["invoice"].record(1, 3, "de_DE")
    changed = fields(made("ids.zeros_lost", "json.sap"))
    zeros = {p: v for p, v in record.facts.items() if isinstance(v, str) and v[:1] == "0"}
    ids = {p for p in zeros if p in changed and changed[p].accept == (zeros[p].lstrip("0"),)}
    assert ids
    assert all(changed[p].was == zeros[p] for p in ids)
    folded = fields(made("text.folded"))["/seller/bank"]
    assert folded.accept == (in_capitals(record.facts["/seller/bank"]),)
    assert folded.was is None, "capitals alone are no other value"


def test_a_placeholder_says_nothing():
    built = made("gaps.placeholder", "json.sap")
    told = [f for f in leaves(built) if "placeholder" in {lure.name for lure in f.lures}]
    assert {f.state for f in told} >= {"unanswerable"}
    assert not any(lure.value in f.accept for f in told for lure in f.lures)


@pytest.mark.parametrize("rendering", ["csv.sap", "csv.netsuite", "xlsx.sap"])
def test_rows_beyond_the_limit_are_reported_missing(rendering):
    built = made("export.row_limit", rendering, severity=3)
    asked = MEDIA[built.rendering.partition(".")[0]].asked
    truth, issues = expectations(built, asked, "allow", {})
    kept = [rows for field in truth.values() if (rows := getattr(field, "rows", None))]
    assert [issue.code for issue in issues if issue.path == "/lines"] == ["rows_missing"]
    assert 0 < len(kept[0]) < len(built.record.rows)
    assert truth["/total"].state == "answerable"


@pytest.mark.parametrize("rendering", ["csv.sap", "csv.netsuite"])
def test_a_file_that_is_cut_off_is_the_start_of_the_clean_one(rendering):
    clean = data(made("", rendering))
    sizes = []
    for severity in range(1, 6):
        built = made("csv.cut_off_file", rendering, severity=severity)
        assert clean.startswith(data(built))
        assert not data(built).endswith(b"\n")
        sizes.append(len(data(built)))
    assert sizes == sorted(set(sizes), reverse=True)


def test_what_is_left_of_the_last_cell_is_a_lure():
    assert "cut-off" in lures(made("csv.cut_off_file", severity=1))


def test_a_row_whose_amount_takes_several_cells_is_cut_behind_them():
    built = made("csv.cut_off_file", "csv.datev", name="statement")
    row = fields(built)["/lines"].rows[built.record.rows[-1]]
    assert row["amount"].state == "answerable"
    assert data(made("", "csv.datev", name="statement")).startswith(data(built))


def test_one_null_word_stands_wherever_the_field_does():
    built = made("csv.null_words", severity=5)
    rows = cells(data(built).decode())
    clean = cells(data(made("")).decode())
    changed = {(a, b) for x, y in zip(clean, rows, strict=True) for a, b in zip(x, y, strict=True)}
    words = {after for before, after in changed if before != after}
    assert len(words) == 1
    assert "null-word" in lures(built)


def test_ragged_rows_move_the_columns_of_pandas():
    pandas = pytest.importorskip("pandas")
    built = made("csv.ragged_rows")
    frame = pandas.read_csv(io.BytesIO(data(built)), sep=";", dtype=str)
    record = built.record.facts
    assert frame["LIFNR_NAME1"].iloc[0] == record["/seller/street"]
    shifted = [x for x in fields(built)["/seller/name"].lures if x.name == "columns-shifted"]
    assert [lure.value for lure in shifted] == [record["/seller/street"]]


def test_a_text_is_cut_in_a_word_and_the_rest_is_the_lure():
    built = made("text.cut_short", "json.sap")
    cut = [f for f in leaves(built) if "cut-short" in {lure.name for lure in f.lures}]
    assert cut
    assert {f.state for f in cut} == {"unanswerable"}
    rests = {lure.value for f in cut for lure in f.lures if lure.name == "cut-short"}
    assert len({len(rest) for rest in rests}) == 1  # the width of the field
    assert all(6 <= len(rest) <= 10 and rest[-2:].isalpha() for rest in rests)


def test_garbled_letters_can_be_undone_and_question_marks_cannot():
    clean = cells(data(made("")).decode())
    built = made("csv.mojibake", severity=3)
    garbled = cells(data(built).decode())
    undone = [[_undone(cell) for cell in row] for row in garbled]
    assert garbled != clean
    assert undone == clean
    assert {field.state for field in leaves(built)} == {f.state for f in leaves(made(""))}

    lost = made("csv.mojibake", severity=5)
    partial = [field.partial for field in leaves(lost) if field.partial]
    assert partial
    assert all("?" in text and text in data(lost).decode() for text in partial)


def _undone(cell):
    try:
        return cell.encode("cp1252").decode()
    except UnicodeError:
        return cell


def test_debit_and_credit_stand_in_columns_of_their_own():
    built = made("export.debit_credit_columns", name="statement", locale="de_DE")
    heads, *rows = cells(data(built).decode())
    out, come = heads.index("Soll"), heads.index("Haben")
    record = built.record
    for row, key in zip(rows, record.rows, strict=True):
        amount = record.facts[f"/lines/{key}/amount"].amount
        assert bool(row[out]) == (amount < 0)
        assert bool(row[out]) != bool(row[come])
        assert "-" not in row[out] + row[come]


@pytest.mark.parametrize(
    ("operator", "words", "factor"),
    [("numbers.scale_in_head", "in Tsd.", "1000"), ("numbers.implied_decimals", "in Cent", "0.01")],
)
def test_the_head_tells_the_unit_of_its_column(operator, words, factor):
    built = made(operator)
    heads, *rows = cells(data(built).decode())
    at = next(n for n, head in enumerate(heads) if head.startswith("WRBTR"))
    shown = Decimal(rows[0][at].replace(".", "").replace(",", "."))
    assert words in heads[at]
    assert shown * Decimal(factor) == built.record.facts["/total"].amount
    assert "unit-ignored" in lures(built)


def test_rows_of_totals_and_a_second_table_stand_below_the_list():
    clean = cells(data(made("")).decode())
    totals = cells(data(made("export.total_rows", severity=2)).decode())
    second = cells(data(made("export.several_tables", severity=2)).decode())
    assert totals[: len(clean)] == second[: len(clean)] == clean
    assert any("Summe Liste" in row for row in totals[len(clean) :])
    assert second[-3][:3] == ["Klasse", "Anzahl", "Summe"]


@pytest.mark.parametrize(
    "operator", ["csv.delimiter_changes", "csv.other_delimiter", "csv.doubled_heads"]
)
def test_values_that_changed_columns_are_found_under_another_mark(operator):
    recipe = Recipe.model_validate(
        {
            "name": "columns",
            "seed": 8,
            "source": {"domain": "invoice", "count": 6},
            "render": [{"as": "csv", "system": "netsuite"}],
            "design": {"each": [operator], "severities": [5]},
        }
    )
    maker = Maker(resolve(recipe), None)
    dirty = (maker.make(n) for n in maker.slots.numbers() if maker.slots[n].steps)
    case = next(
        case
        for case in dirty
        if list(case.truth.fields["/lines"].rows.values())[-1]["amount"].touched
    )
    row = list(case.truth.fields["/lines"].rows)[-1]
    price, amount = f"/lines/{row}/unit_price", f"/lines/{row}/amount"
    other = {price: amount, amount: price}
    right = {leaf.path: leaf.truth for leaf in case.truth.leaves()}
    lie = case.truth.with_leaves(lambda leaf: right[other.get(leaf.path, leaf.path)])
    lines = [x.model_copy(update={"path": other.get(x.path, x.path)}) for x in case.evidence]
    domain = case.built.record.domain

    def codes(truth, evidence):
        found = prove(case.case, truth, evidence, case.files.__getitem__, domain=domain)
        return {failure.code for failure in found.failures}

    assert right[price].touched
    assert not codes(case.truth, case.evidence)
    assert "label" in codes(lie, lines)


def test_bare_quotes_are_part_of_what_the_cell_shows():
    built = made("csv.bare_quotes")
    clean, dirty = data(made("")).decode(), data(built).decode()
    raw = [line.split(";") for line in dirty.splitlines()]

    assert dirty.replace('"', "") == clean.replace('"', "")
    assert '""' not in dirty
    told = [f for f in leaves(built) if "quotes-dropped" in {lure.name for lure in f.lures}]
    assert told
    for field in told:
        shown = str(field.accept[0])
        assert shown.count('"') == 2
        assert any(shown in row for row in raw)
        assert [x.value for x in field.lures if x.name == "quotes-dropped"] == [
            shown.replace('"', "")
        ]
    name = fields(built)["/seller/name"]
    python = cells(dirty)[1][cells(dirty)[0].index("LIFNR_NAME1")]
    starts = str(name.accept[0]).startswith('"')
    assert python == (str(name.accept[0]).replace('"', "") if starts else name.accept[0])


def test_two_columns_of_amounts_have_one_head_and_the_sums_tell_them_apart():
    heads, *rows = cells(data(made("csv.doubled_heads")).decode())
    same = [n for n, head in enumerate(heads) if head == "Betrag"]
    quantity = heads.index("FKIMG")

    assert len(same) == len([n for n, head in enumerate(heads) if head == "Summe"]) == 2
    price, amount = ([_german(row[n]) for row in rows] for n in same)
    counts = [_german(row[quantity].partition(" ")[0]) for row in rows]
    assert [c * p for c, p in zip(counts, price, strict=True)] == amount
    assert [c * a for c, a in zip(counts, amount, strict=True)] != price
    one = cells(data(made("csv.doubled_heads", severity=1)).decode())[0]
    assert (one.count("Betrag"), one.count("Summe")) == (2, 0)


def _german(text):
    return Decimal(text.replace(".", "").replace(",", "."))


@pytest.mark.parametrize(
    ("locale", "words"),
    [("en_US", "Report total"), ("de_DE", "Summe Liste"), ("fr_FR", "Total de la liste"),
     ("ja_JP", "一覧合計")],
)  # fmt: skip
def test_what_a_report_of_sap_adds_is_in_the_language_of_its_user(locale, words):
    built = made("export.total_rows", locale=locale, index=4)
    assert any(words in row for row in cells(data(built).decode()))


@pytest.mark.parametrize(
    ("rendering", "words"),
    [
        ("csv.bank_de", "Summe Liste"),
        ("csv.bank_ch", "Summe Liste"),
        ("csv.bank_us", "Report total"),
    ],
)
def test_what_a_bank_adds_is_in_the_language_of_its_heads(rendering, words):
    built = made("export.total_rows", rendering, name="statement", locale="ja_JP")
    assert words in data(built).decode("cp1252", "replace")


@pytest.mark.parametrize("name", ["invoice", "kyc"])
def test_entries_that_were_taken_back_stand_before_the_right_one(name):
    clean = cells(data(made("", name=name)).decode())
    built = made("export.storno_rows", name=name, severity=3)
    rows = cells(data(built).decode())
    added = [row for row in rows if row not in clean]
    kept = [row for row in rows if row in clean]

    assert kept == clean
    assert len(added) == 2 * 3 + 1
    pairs = [
        (row, rows[n + 1], rows[n + 2])
        for n, row in enumerate(rows)
        if any(cell.endswith(", storniert") for cell in row)
    ]
    place = {"invoice": "POS_NETWR", "kyc": "ANTEIL"}[name]
    at = clean[0].index(place)
    for wrong, back, right in pairs:
        assert _signed(wrong[at]) == -_signed(back[at]) != 0
        assert _signed(right[at]) != _signed(wrong[at])
        assert sorted(wrong[at].replace("-", "")) == sorted(right[at].replace("-", "")) or (
            abs(_signed(wrong[at])) == 10 * abs(_signed(right[at]))
        )
    assert "nur nachrichtlich" in rows[-1][0]
    assert "reversed-entry" in lures(built)
    assert [f.accept for f in leaves(built)] == [f.accept for f in leaves(made("", name=name))]


def _signed(text):
    text = text.removesuffix(" %").removesuffix("%")
    return -_german(text[:-1]) if text.endswith("-") else _german(text)
