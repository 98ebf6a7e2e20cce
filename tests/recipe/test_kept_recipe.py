"""The recipe that a corpus keeps is the recipe that it was made from, for every recipe there is."""

import json

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.records import Records
from chaosdocs.corpus.slots import Slots
from chaosdocs.foundation.errors import UserError
from chaosdocs.recipe.load import load
from chaosdocs.recipe.resolve import dump, resolve
from chaosdocs.render.systems import dialects
from chaosdocs.render.templates import TEMPLATES
from chaosdocs.sources.registry import SOURCES

MEDIA = ("pdf", "scan", "xlsx", "csv", "json")
FAMILIES = sorted({name.partition(".")[0] for name in OPERATORS})
PATHS = [field.path for field in SOURCES["invoice"].domain.fields]
SCHEMA = {
    "type": "object",
    "properties": {"number": {"type": "string"}, "due": {"type": "string", "format": "date"}},
}
severities = st.lists(st.integers(1, 5), min_size=1, max_size=3, unique=True)
uses = st.one_of(
    st.sampled_from(["*", "*.*", "*s.*"]),
    st.sampled_from([f"{family}.*" for family in FAMILIES]),
    st.sampled_from(sorted(OPERATORS)),
    st.sampled_from([op.pinned for op in OPERATORS.values()]),
)
eachs = st.one_of(
    uses,
    st.fixed_dictionaries(
        {"use": uses},
        optional={
            "target": st.sampled_from(PATHS),
            "near_miss": st.booleans(),
            "severities": severities,
        },
    ),
)


def renders(medium):
    if medium in {"pdf", "scan"}:
        named = st.lists(st.sampled_from(list(TEMPLATES)), min_size=1, max_size=2, unique=True)
        more = {"templates": st.one_of(st.just("all"), named)}
        if medium == "scan":
            more["dpi"] = st.integers(50, 600)
    else:
        more = {"system": st.sampled_from(dialects(medium))}
    return st.fixed_dictionaries({"as": st.just(medium)}, optional=more)


@st.composite
def recipes(draw):
    """A recipe as somebody would write it; it may be refused."""
    count = draw(st.integers(1, 3))
    own = draw(st.booleans())
    design = {"each": draw(st.lists(eachs, max_size=3)), "severities": draw(severities)}
    if draw(st.booleans()):
        chains = {"count": draw(st.integers(1, 5)), "length": [1, draw(st.integers(1, 4))]}
        chains["use"] = draw(st.lists(uses, min_size=1, max_size=3, unique=True))
        design["chains"] = chains
    if draw(st.booleans()):
        design["clean"] = {"unanswerable": draw(st.floats(0, 1)), "absent": draw(st.floats(0, 1))}
    media = draw(st.lists(st.sampled_from(MEDIA), min_size=1, max_size=3))
    return {
        "name": draw(st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,9}", fullmatch=True)),
        "seed": draw(st.integers(0, 2**63 - 1)),
        "source": {"records": "mine.jsonl", "schema": "mine.schema.json", "count": count}
        if own
        else {"domain": "invoice", "count": count, "locales": ["en_US", "de_DE"]},
        "render": [draw(renders(medium)) for medium in media],
        "design": design,
    }


def write(folder, recipe):
    folder.mkdir(exist_ok=True)
    rows = [{"number": f"A{n}", "due": f"2025-03-{n + 10}"} for n in range(3)]
    (folder / "mine.jsonl").write_text("\n".join(map(json.dumps, rows)))
    (folder / "mine.schema.json").write_text(json.dumps(SCHEMA))
    path = folder / "r.yaml"
    path.write_text(yaml.safe_dump(recipe))
    return path


def kept(path, folder):
    """The recipe of a file as a run takes it, and as it reads back from the corpus."""
    taken = resolve(load(path))
    folder.mkdir(exist_ok=True)
    (folder / "recipe.yaml").write_text(dump(taken), encoding="utf-8")
    return taken, load(folder / "recipe.yaml")


def labels(recipe):
    records = Records.of(recipe)
    try:
        return [slot.label(records[slot.record].id) for slot in Slots(recipe, len(records))]
    except UserError as error:  # a budget that is too small is told by both
        return str(error)


@given(recipes())
def test_a_kept_recipe_reads_back_to_itself(tmp_path_factory, recipe):
    folder = tmp_path_factory.getbasetemp() / "kept"
    path = write(folder, recipe)
    try:
        load(path)
    except UserError:
        return  # `generate` refuses it as well

    taken, again = kept(path, folder / "private")

    assert again == taken
    assert resolve(again) == taken
    assert dump(resolve(again)) == dump(taken)
    assert labels(again) == labels(taken)


@pytest.mark.parametrize(
    "each",
    [
        ["*"],
        [{"use": "*", "target": "/total", "near_miss": True}],
        ["scan.*", "dates.*", {"use": "scan.*", "near_miss": True}],
    ],
)
def test_wildcards_keep_what_acts_on_the_recipes_media(tmp_path, each):
    recipe = {
        "name": "r",
        "source": {"domain": "invoice", "count": 2},
        "render": [{"as": "scan", "templates": ["erp"]}],
        "design": {"each": each},
    }

    taken, again = kept(write(tmp_path, recipe), tmp_path / "private")

    assert again == taken
    uses = [OPERATORS[spec.use.partition("@")[0]] for spec in taken.design.each]
    assert all("scan" in op.media for op in uses)
    assert all(op.targeted for op, spec in zip(uses, taken.design.each, strict=True) if spec.target)
    asked = any(isinstance(spec, dict) and spec.get("near_miss") for spec in each)
    assert any(spec.near_miss for spec in taken.design.each) == asked


@pytest.mark.parametrize("key", ["form: scan", "policy: page"])
def test_one_name_is_a_list_of_one(tmp_path, key):
    name, value = key.split(": ")
    written = [f"{name}: {value}", f"{name}: [{value}]"]
    made = []
    for line in written:
        path = tmp_path / "recipe.yaml"
        path.write_text(
            "chaosdocs: 2\nname: p\nsource: {world: trade, books: 1}\n"
            f"render: [{{as: packet, {line}}}]\nask: {{task: extract}}\n"
        )
        made.append(load(path))

    assert made[0] == made[1]
