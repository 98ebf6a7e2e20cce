"""Arabic and Hebrew become cases in every medium; the proof knows how they must be drawn."""

import json
import shutil

import pytest

import chaosdocs as cd
from chaosdocs.foundation.errors import UserError
from chaosdocs.making.verify import verify
from chaosdocs.proof.reading import right_to_left as proof
from chaosdocs.render.pdf import right_to_left as render

pytest.importorskip("bidi")
pytest.importorskip("arabic_reshaper")

NAMES = [
    "مرحبا بالعالم",
    "שלום עולם",
    "شركة الأمل (ش.م.م) 12-A",
    "ACME للتجارة 2024",
    "רחוב הרצל 12, תל אביב [דירה 3]",
    "السلام على الإسلام والآلات في كل الأوقات " * 4,
]
PAPER = "{as: pdf, templates: [erp, letterhead]}"
RECIPE = """\
name: rtl
seed: 4
source: {{records: mine.jsonl, schema: schema.json, locales: [en_US, de_DE]}}
render: [{renders}]
{design}"""


def recipe(folder, renders, design=""):
    rows = [{"number": f"N-{n}", "name": name, "total": n + 0.5} for n, name in enumerate(NAMES)]
    (folder / "mine.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    fields = {
        "number": {"type": "string", "x-kind": "id"},
        "name": {"type": "string"},
        "total": {"type": "number", "x-kind": "money", "x-currency": "EUR"},
    }
    (folder / "schema.json").write_text(json.dumps({"properties": fields}))
    (folder / "r.yaml").write_text(RECIPE.format(renders=renders, design=design))
    return folder / "r.yaml"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rtl")
    return cd.generate(recipe(folder, PAPER), folder / "corpus")


def test_every_name_is_proved_on_pages(pages):
    assert pages.defects == []
    assert pages.counts["cases"] == 2 * len(NAMES)


def test_every_name_is_proved_in_exports(tmp_path):
    renders = ", ".join(f"{{as: {m}, system: sap}}" for m in ("xlsx", "csv", "json", "xml"))

    made = cd.generate(recipe(tmp_path, renders), tmp_path / "corpus")

    assert made.defects == []
    assert made.counts["cases"] == 4 * len(NAMES)


@pytest.mark.slow
def test_operators_and_scans(tmp_path):
    """Whatever is done to a page with such names is proved, or skipped."""
    design = "design: {each: ['*'], severities: [3]}"
    renders = "{as: pdf, templates: [erp]}, {as: scan, templates: [erp]}"

    made = cd.generate(recipe(tmp_path, renders, design), tmp_path / "corpus")

    assert [row for row in made.defects if "/name" in json.dumps(row["findings"])] == []
    assert made.broken == []


def test_letters_in_another_order_are_found(pages, tmp_path, monkeypatch):
    """A page that draws a name from left to right, as a naive writer does, proves nothing."""

    def naive(text):
        return tuple((char, char) for char in text)

    for module in ("chaosdocs.render.pdf.typesetting", "chaosdocs.render.pdf.right_to_left"):
        monkeypatch.setattr(f"{module}.drawn", naive)

    made = cd.generate(recipe(tmp_path, PAPER), tmp_path / "corpus")

    assert len(made.defects) == 2 * len(NAMES)


def test_letters_that_are_not_joined_are_found(tmp_path, monkeypatch):
    """The text layer is right, and the eye sees letters that stand apart."""
    joined = render.drawn

    def apart(text):
        return tuple((said[-1:], said) for _, said in joined(text))

    for module in ("chaosdocs.render.pdf.typesetting", "chaosdocs.render.pdf.right_to_left"):
        monkeypatch.setattr(f"{module}.drawn", apart)

    made = cd.generate(recipe(tmp_path, PAPER), tmp_path / "corpus")

    found = {row["label"].partition("~")[0] for row in made.defects}
    assert found == {"rtl-00000", "rtl-00002", "rtl-00003", "rtl-00004", "rtl-00005"}


def test_verify_reads_them_again(pages, tmp_path):
    shutil.copytree(pages.folder, tmp_path / "corpus")

    assert verify(tmp_path / "corpus", deep_share=0, trust=False).proved


@pytest.mark.parametrize("name", NAMES)
def test_the_proof_and_the_writer_agree_and_share_nothing(name):
    glyphs = "".join(glyph for glyph, _ in render.drawn(name))

    assert proof.as_drawn(name) == glyphs
    assert sorted("".join(said for _, said in render.drawn(name))) == sorted(name)


def test_without_the_extra_a_page_is_refused_in_words(tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "bidi.algorithm", None)
    render.drawn.cache_clear()

    with pytest.raises(UserError, match=r"right to left.*\n.*chaosdocs\[rtl\]"):
        cd.generate(recipe(tmp_path, PAPER), tmp_path / "corpus")
