"""JSON files: keys in order, numbers digit by digit, a pointer to every statement."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace

import pytest
from exports import GENERAL, leaf_tree, record, rendered, statement, tree, with_extras
from hypothesis import given
from hypothesis import strategies as st

from chaosdocs.documents.tree import Node
from chaosdocs.render.writers import json as trees
from chaosdocs.truth.statements import GONE

TEXTS = st.text(st.characters(blacklist_categories=["Cs"]), min_size=1)


def resolved(data, pointer):
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        data = data[int(name)] if isinstance(data, list) else data[name]
    return data


def exact(data):
    return json.loads(data, parse_float=str, parse_int=str)


@pytest.mark.parametrize(
    ("system", "name", "locale"),
    list(itertools.product(GENERAL, ("invoice", "statement", "kyc"), ("de_DE", "ja_JP"))),
)
def test_every_statement_stands_at_its_pointer(system, name, locale):
    rec = record(name, locale=locale)
    made = rendered(rec, system, "json")
    assert {locus.statement for locus in made.loci} == set(tree(rec, system).statements)
    data = exact(made.data)
    for locus in made.loci:
        assert (locus.channel, locus.role) == ("text", "says")
        held = resolved(data, locus.pointer)
        assert (str(held).lower() if isinstance(held, bool) else held) == locus.text


def test_amounts_are_numbers_and_codes_are_not():
    facts = record().facts
    data = json.loads(rendered(record(), "netsuite", "json").data)
    assert data["total"] == float(facts["/total"].amount)
    assert data["customerNumber"] == facts["/customer_number"]
    net = f'"subTotal":{facts["/net"].amount:.2f},'
    assert net in rendered(record(), "netsuite", "json").data.decode()


def test_one_system_nests_and_the_other_is_flat():
    sap = json.loads(rendered(record(), "sap", "json").data)
    flat = json.loads(rendered(record(), "netsuite", "json").data)
    assert sap["DOCUMENT"]["HEADER"]["VENDOR"]["NAME1"] == flat["vendorName"]
    assert len(sap["DOCUMENT"]["ITEMS"]) == len(flat["item"]["items"])
    assert rendered(record(), "sap", "json").data.startswith(b'{\n  "DOCUMENT": {\n')


def test_sentences_are_a_list_with_pointers():
    made = rendered(record(), "netsuite", "json", with_extras(record(), "/total"))
    (locus,) = [x for x in made.loci if x.statement.startswith("note#")]
    assert locus.pointer == "/remarks/0"
    assert json.loads(made.data)["remarks"] == ["Berichtigt gilt."]


def test_a_blank_is_null_and_a_trace():
    made = trees.write(leaf_tree(("a", replace(statement("x", text=""), claim=GONE))))
    assert made.data == b'{"a":null}\n'
    (locus,) = made.loci
    assert (locus.role, locus.pointer, locus.text) == ("trace", "/a", "")


def test_numbers_that_json_does_not_allow_are_strings():
    for text in ("1.234,50", "007", "5-", "(5)", "1e5", "NaN"):
        node = Node(id="n", type="number", text=text)
        assert trees.write(leaf_tree(("a", node))).data == f'{{"a":"{text}"}}\n'.encode()
    node = Node(id="n", type="number", text="1234.50")
    assert trees.write(leaf_tree(("a", node))).data == b'{"a":1234.50}\n'


def test_booleans_are_booleans_only_where_their_text_is():
    for text, written in (("true", "true"), ("X", '"X"')):
        node = Node(id="n", type="boolean", text=text)
        assert trees.write(leaf_tree(("a", node))).data == f'{{"a":{written}}}\n'.encode()


def test_of_two_equal_keys_each_has_a_pointer_of_its_own():
    one, other = statement("old"), statement("new", ref="/y")
    made = trees.write(leaf_tree(("a", one), ("a", other)))
    assert made.data == b'{"a":"old","a":"new"}\n'
    assert [x.pointer for x in made.loci] == ["/a", "/a~2"]
    assert json.loads(made.data) == {"a": "new"}


def test_ascii_is_escaped_on_request():
    made = trees.write(leaf_tree(("a", statement("ü")), options={"ascii": "yes", "indent": "1"}))
    assert made.data == b'{\n "a": "\\u00fc"\n}\n'


@given(
    pairs=st.dictionaries(TEXTS, TEXTS, min_size=1, max_size=6), indent=st.sampled_from(["", "2"])
)
def test_any_text_comes_back_under_any_key(pairs, indent):
    statements = [
        (key, statement(text, ref=f"/x{n}")) for n, (key, text) in enumerate(pairs.items())
    ]
    made = trees.write(leaf_tree(*statements, options={"indent": indent}))
    data = json.loads(made.data)
    assert list(data.items()) == list(pairs.items())
    for locus in made.loci:
        assert resolved(data, locus.pointer) == locus.text
