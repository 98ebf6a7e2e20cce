"""Own texts that some system writes for something else: they stay what they are."""

import json

import pytest

from chaosdocs.api import generate
from chaosdocs.recipe.load import load

TEXTS = ("x", "X", "-", "true", "false", "T", "f", "yes", "NO", "ja", "0", "None")


@pytest.mark.parametrize("medium", ["pdf", "xlsx", "csv", "json"])
def test_texts_that_are_a_system_s_words_for_yes_and_no_are_proved_as_texts(tmp_path, medium):
    rows = [{"number": f"A{n}", "note": text, "paid": n % 2 == 0} for n, text in enumerate(TEXTS)]
    (tmp_path / "mine.jsonl").write_text("\n".join(map(json.dumps, rows)))
    fields = {
        "number": {"type": "string", "x-kind": "id"},
        "note": {"type": "string"},
        "paid": {"type": "boolean"},
    }
    (tmp_path / "schema.json").write_text(json.dumps({"properties": fields}))
    (tmp_path / "r.yaml").write_text(
        "name: texts\nsource: {records: mine.jsonl, schema: schema.json, locales: [en_US, de_DE]}\n"
        f"render: [{{as: {medium}}}]\n"
    )

    made = generate(load(tmp_path / "r.yaml"), tmp_path / "out")

    assert made.defects == []
    assert made.counts["cases"] % len(TEXTS) == 0
