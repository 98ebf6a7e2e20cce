"""Labels are found by place, are those of the field, and the values of a row stand together."""

import numpy as np
import pytest
from by_hand import line

from chaosdocs.corpus.make import Maker
from chaosdocs.proof.binding.grid import GridLabels
from chaosdocs.proof.binding.lines import LineLabels
from chaosdocs.proof.binding.page import PageLabels, Word
from chaosdocs.proof.binding.rows import torn_rows
from chaosdocs.proof.ink.unsaid import Patch, patches, undeclared
from chaosdocs.proof.label_check import group_of, listed_labels, schema_path, wrong_labels
from chaosdocs.proof.opened_files import OpenedFiles
from chaosdocs.proof.witnesses.edi import EdiWitness
from chaosdocs.proof.witnesses.json import JsonWitness
from chaosdocs.proof.witnesses.xml import XmlWitness
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve


def known(*labels):
    return {*labels}.__contains__


def words(*texts):
    """Words of one size; each is a text, its left edge and its line."""
    return [
        Word(word, (x + 5 * at, y, x + 5 * (at + len(word)), y + 8), 9.0)
        for text, x, y in texts
        for word, at in zip(text.split(), starts(text), strict=True)
    ]


def starts(text):
    return [text.index(word) for word in text.split()]


PAGE = PageLabels(
    words(
        ("From", 300, 20), ("Blue Ltd", 300, 32), ("Tax ID", 300, 44), ("77-1", 380, 44),
        ("Item", 50, 100), ("Amount (USD)", 200, 100), ("Motor", 50, 112), ("49.00", 220, 112),
        ("Motor", 50, 124), ("17.00", 220, 124), ("Total due", 150, 140), ("66.00", 220, 140),
    )
)  # fmt: skip
LABELS = known("from", "tax id", "item", "amount", "total due")


@pytest.mark.parametrize(
    ("box", "label"),
    [
        ((300, 32, 340, 40), "from"),
        ((380, 44, 400, 52), "tax id"),
        ((220, 124, 245, 132), "amount"),
        ((50, 124, 75, 132), "item"),
        ((220, 140, 245, 148), "total due"),
        ((500, 124, 520, 132), ""),
    ],
)
def test_the_label_of_a_value_on_a_page_is_beside_it_or_above(box, label):
    assert PAGE.of(box, LABELS) == label


def test_a_value_between_has_the_label_to_the_left_for_itself():
    page = PageLabels(words(("Net", 50, 10), ("5.00", 100, 10), ("9.00", 200, 10)))

    assert page.of((100, 10, 120, 18), known("net")) == "net"
    assert not page.of((200, 10, 220, 18), known("net"))


def test_the_label_of_a_cell_is_the_one_before_it_or_its_head():
    grid = GridLabels({(0, 0): "Bank", (0, 1): "Blue", (2, 0): "Day", (2, 1): "Sum", (3, 1): "7"})

    assert grid.of(0, 1, known("bank", "sum")) == "bank"
    assert grid.of(3, 1, known("bank", "sum")) == "sum"
    assert grid.of(0, 5, known("bank")) == "column 6"
    assert not grid.of(3, 4, known("bank"))


def anything(_label):
    return True


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        (":20:X\n:60F:C230228EUR1,00\n", "EUR", ":60F:7"),
        (":20:X\n:61:2203040302C54,19NMSC1\n", "0302", ":61:6"),
        (":20:X\n:61:220304C54,19NMSC1\n", "C54", ":61:"),
        (":20:X\n:60F:230228USD1,00\n", "USD", ":60F:7"),
        (":20:X\n:62F:CCHF1,00\n", "CHF", ":62F:7"),
        (":20:X\n:62F:C230228EUR1,00\n", "230228", ":62F:1"),
        (":20:X\n:25:30070010/1234\n", "1234", ":25:/"),
        (":20:X\n:25:1234\n", "1234", ""),
        (":20:X\n:86:Rent\nof May\n", "of", ":86:"),
        (":20:X\n:86:Booking date: 230906\n", "230906", ""),
        ("01,a,b/\n03,12,EUR,010,500,,/\n", "500", "03,010"),
        ("OFXHEADER:100\n<OFX>\n<LEDGERBAL>\n<BALAMT>5.00\n</LEDGERBAL>\n</OFX>\n", "5.00",
         "OFX/LEDGERBAL/BALAMT"),
        ("BANK  Blue\n|DAY|SUM|\n|1  |7  |\n|2  |9  |\n", "9", "sum"),
        ("BANK  Blue\n|DAY|SUM|\n|1  |7  |\n|2  |9  |\n", "Blue", "bank"),
        ("H0001EUR\nM0002Rent\n", "Rent", "M5"),
    ],
)  # fmt: skip
def test_the_label_of_a_value_in_a_text_is_its_tag_its_head_or_its_place(text, value, label):
    mine = anything if label != "sum" else known("sum", "day")

    assert LineLabels(text).of(text.index(value), mine) == label


def test_the_label_of_an_element_names_its_group_and_its_qualifier():
    data = b"UNB+UNOC:3+A+B'NAD+SU+++Blue'RFF+VA:X1'NAD+BY+++Red'UNS+S'MOA+77:5'"
    opened = EdiWitness(data)

    def label(value):
        at = data.index(value)
        return [*opened.labels(at_bytes(at, at + len(value)), anything)]

    assert label(b"Blue") == ["NAD+SU>NAD+SU/4.0"]
    assert label(b"X1") == ["NAD+SU>RFF+VA/1.1"]
    assert label(b"Red") == ["NAD+BY>NAD+BY/4.0"]
    assert label(b"5'"[:1]) == ["UNS>MOA+77/1.1"]


def at_bytes(start, end):
    return line("/x", "x", "text", bytes=(start, end))


def test_the_label_of_a_leaf_is_the_keys_that_lead_to_it():
    opened = JsonWitness(b'{"a": {"b": [{"c": 1}]}}')

    assert [*opened.labels(line("/x", "1", "text", pointer="/a/b/0/c"), anything)] == ["/a/b/*/c"]


def test_the_label_of_an_xml_text_has_the_code_of_its_kind():
    data = (
        b"<s><Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt>1</Amt></Bal>"
        b"<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy='EUR'>2</Amt></Bal></s>"
    )
    opened = XmlWitness(data)

    def label(piece):
        at = data.index(piece) + 1
        return [*opened.labels(at_bytes(at, at + 1), anything)]

    assert label(b">1") == ["s/Bal[OPBD]/Amt"]
    assert label(b">2") == ["s/Bal[CLBD]/Amt"]
    assert label(b"'EUR") == ["s/Bal[CLBD]/Amt/@Ccy"]


def test_the_format_of_a_date_is_no_amount():
    opened = XmlWitness(b"<s><d format='102'>20250423</d><n unit='102'>102</n></s>")

    assert [layer.text for layer in opened.layers() if layer.name == "element"] == [
        "20250423", "102", "102",
    ]  # fmt: skip


def test_names_of_groups_and_fields():
    assert group_of("scan.erp", "kyc") == "pages kyc"
    assert schema_path("/lines/k1/amount", ["/lines"]) == "/lines/*/amount"


def test_no_label_of_an_amount_is_that_of_another():
    """What tells net from total and issue from due is told apart in every group."""
    pairs = (
        ("/net", "/total"), ("/issue_date", "/due_date"), ("/seller/vat_id", "/buyer/vat_id"),
        ("/opening_balance", "/closing_balance"), ("/period_start", "/period_end"),
        ("/review_date", "/company/incorporation_date"), ("/total_credits", "/total_debits"),
    )  # fmt: skip
    told = 0
    for group, paths in listed_labels().items():
        for one, other in pairs:
            mine, theirs = ({*paths.get(path, ())} - {""} for path in (one, other))
            told += bool(mine and theirs)
            assert not mine & theirs, f"{group}: {one} and {other}"
    assert told > 100


def clean(domain, render, locale, count):
    """Yield clean cases, unproved."""
    data = {
        "name": "labels",
        "seed": 992,
        "source": {"domain": domain, "count": count, "locales": [locale]},
        "render": [render],
        "design": {"each": ["null.rerun"], "severities": [1]},
    }
    making = Maker(resolve(Recipe.model_validate(data)), None)
    for number in range(count):
        yield making.make(number)


def unlabelled(made, change=lambda data: data):
    opened = OpenedFiles(
        made.case, made.truth, made.evidence, lambda path: change(made.files[path])
    )
    try:
        return [*wrong_labels(opened, made.built.record.domain, None)]
    finally:
        opened.close()


@pytest.mark.parametrize(
    ("domain", "render", "locale"),
    [
        ("invoice", {"as": "json", "system": "freightbook@3"}, "ja_JP"),
        ("invoice", {"as": "pdf", "templates": ["erp"]}, "en_US"),
        ("statement", {"as": "pdf", "templates": ["letterhead"]}, "fr_FR"),
        ("statement", {"as": "text", "system": "mt940"}, "de_DE"),
        ("kyc", {"as": "csv", "system": "netsuite"}, "de_DE"),
    ],
)
def test_every_printed_value_of_a_clean_document_stands_under_a_label(domain, render, locale):
    for made in clean(domain, render, locale, 4):
        assert not unlabelled(made)


def test_a_value_of_a_clean_document_without_its_label_is_found():
    (made,) = clean("kyc", {"as": "csv", "system": "netsuite"}, "en_US", 1)

    found = unlabelled(made, lambda data: data.replace(b"Nationality", b"           "))

    assert {path.rpartition("/")[2] for path, *_ in found} == {"nationality"}
    assert all("under no label" in detail for *_, detail in found)


def row(path, at, name="cell"):
    return line(path, "x", "value", sheet="S", **{name: at})


def as_printed(line):
    return line.box


def test_values_that_change_rows_are_found():
    lines = [row(f"/lines/k{n}/{leaf}", f"{column}{n + 1}")
             for n in range(1, 5) for leaf, column in (("a", "A"), ("b", "B"))]  # fmt: skip
    swapped = [
        row("/lines/k3/b", "B3") if x.path == "/lines/k2/b"
        else row("/lines/k2/b", "B4") if x.path == "/lines/k3/b" else x
        for x in lines
    ]  # fmt: skip

    assert not [*torn_rows(lines, ["/lines"], as_printed)]
    found = torn_rows(swapped, ["/lines"], as_printed)
    assert {path.split("/")[2] for path, *_ in found} & {"k2", "k3"}


def test_rows_of_a_turned_page_are_compared_as_they_lay_on_the_glass():
    """The box around a turned text reaches the higher, the longer the text is."""
    level = {
        f"/lines/k{n}/{leaf}": (
            left,
            100 + 14.0 * n,
            left + (400 if (n, leaf) == (3, "a") else 40),
            110 + 14.0 * n,
        )
        for n in range(1, 5)
        for leaf, left in (("a", 60.0), ("b", 480.0))
    }
    turned = [
        line(path, "x", "eye", page=1, box=(x0, y0 - 0.05 * x1, x1, y1 - 0.05 * x0))
        for path, (x0, y0, x1, y1) in level.items()
    ]
    places = {id(each): level[each.path] for each in turned}
    other = {"/lines/k2/b": "/lines/k3/b", "/lines/k3/b": "/lines/k2/b"}
    torn = []
    for each in turned:
        torn.append(each.model_copy(update={"path": other.get(each.path, each.path)}))
        places[id(torn[-1])] = level[each.path]

    assert [*torn_rows(turned, ["/lines"], as_printed)]
    assert not [*torn_rows(turned, ["/lines"], lambda each: places[id(each)])]
    assert [*torn_rows(torn, ["/lines"], lambda each: places[id(each)])]


class Straight:
    """A page that is scanned as it lies, at 144 dots an inch."""

    source, affine, width, height = 0, (2.0, 0.0, 0.0, 2.0, 0.0, 0.0), 600, 800


def picture():
    """A page with two lines of letters, two pixels a point."""
    page = np.full((800, 600), 255, np.uint8)
    for y in (100, 140):
        page[y : y + 14, 100:400:6] = 0
    return page


@pytest.mark.parametrize(("operators", "wide"), [(["scan.blurred"], 1), ([], 2)])
def test_a_patch_of_ink_that_was_not_on_the_glass_is_found(operators, wide):
    clean, seen = picture(), picture()
    for stroke in range(200, 300, 3 * wide):
        seen[500:514, stroke : stroke + wide] = 40

    found = [*patches(seen, (300.0, 400.0), clean, Straight(), operators)]

    assert not [*patches(clean, (300.0, 400.0), clean, Straight(), operators)]
    assert min(each.box[0] for each in found) == pytest.approx(100, abs=3)
    assert min(each.box[1] for each in found) == pytest.approx(250, abs=3)


def test_what_an_operator_leaves_is_its_residue_only_where_it_leaves_it():
    letters = Patch((100.0, 100.0, 160.0, 110.0), 420)

    assert [*undeclared([letters], ["scan.redacted_field"], [])] == [letters]
    assert [*undeclared([letters], ["scan.stamped"], [(120.0, 100.0, 140.0, 110.0)])] == []
    assert [*undeclared([letters], ["scan.stamped"], [(400.0, 100.0, 420.0, 110.0)])] == [letters]
    assert [*undeclared([letters], ["scan.skewed"], [])] == [letters]


def test_the_two_rims_of_a_stain_are_one_mark():
    rims = [
        Patch((203.0, 401.0, 215.0, 409.0), 60),
        Patch((276.0, 401.0, 290.0, 409.0), 70),
    ]
    far = Patch((400.0, 401.0, 412.0, 409.0), 60)

    assert [*undeclared(rims, ["scan.stain_beside", "scan.redaction_beside"], [])] == []
    assert far in [*undeclared([*rims, far], ["scan.stain_beside"], [])]
