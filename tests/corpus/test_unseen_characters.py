"""Texts with characters that show nothing: carried by exports, refused on pages, not counted."""

import json

import pytest

import chaosdocs as cd
from chaosdocs.foundation.errors import UserError
from chaosdocs.score.judging.comparison import same

TEXTS = ["ab\u200bcd", "ab\u00adcd", "ab\u200ecd\u200f", "a \U0001f469\u200d\U0001f469 family",
         "1\u202e23", "\ufeffab"]  # fmt: skip


def recipe(folder, texts, medium):
    rows = [{"number": f"N-{n}", "name": text} for n, text in enumerate(texts)]
    (folder / "mine.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    fields = {"number": {"type": "string", "x-kind": "id"}, "name": {"type": "string"}}
    (folder / "schema.json").write_text(json.dumps({"properties": fields}))
    (folder / "r.yaml").write_text(
        f"name: own\nsource: {{records: mine.jsonl, schema: schema.json}}\nrender: [{medium}]\n"
    )
    return folder / "r.yaml"


@pytest.mark.parametrize("medium", ["xlsx", "csv", "json", "xml"])
def test_exports_carry_them(medium, tmp_path):
    made = cd.generate(
        recipe(tmp_path, TEXTS, f"{{as: {medium}, system: sap}}"), tmp_path / "corpus"
    )

    assert made.defects == []
    assert made.counts["cases"] == len(TEXTS)


@pytest.mark.parametrize("text", TEXTS)
def test_pages_refuse_them_in_words(text, tmp_path):
    with pytest.raises(UserError, match=r"no font has the character '.*' \(U\+"):
        cd.generate(
            recipe(tmp_path, [text], "{as: pdf, templates: [erp]}"), tmp_path / "corpus"
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["text", "id", "multiline"])
def test_a_reader_may_leave_them_out(kind):
    assert same(kind, "ab\u200bcd\u200f", "abcd")
    assert not same(kind, "ab\u200bcd", "abce")
