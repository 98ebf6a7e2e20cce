"""Laws of maps between versions, on 1,000 drawn maps and by hand."""

import itertools
import json
from decimal import Decimal
from functools import cache

import pytest

from chaosdocs.documents.changes import CHANGES, Dropped, Moved, Remeant, Renamed, Unlisted
from chaosdocs.documents.changes.fitting import fitting, paths_of
from chaosdocs.documents.edits import MisquoteError
from chaosdocs.documents.maps import Map
from chaosdocs.documents.plain import data_of, tree_of
from chaosdocs.foundation.rng import SeededRng

DRAWN = 1000
WORDS = ("alpha", "bravo", "delta", "Oslo Fjord", "Ann Lee Poe", "echo")


def document(rng):
    """A small document in which every text and number stands once."""
    count = itertools.count(100)

    def leaf(name):
        at = rng.at(name)
        match at.pick(["text", "words", "date", "number", "flag", "null", "empty"]):
            case "text":
                return f"T{next(count)}"
            case "words":
                return f"{at.at('w').pick(WORDS)} W{next(count)}"
            case "date":
                return f"20{at.at('y').below(30) + 10}-0{at.at('m').below(9) + 1}-17"
            case "number":
                return Decimal(next(count)) + Decimal("0.25")
            case "flag":
                return at.at("b").chance(0.5)
            case "null":
                return None
            case _:
                return ""

    kinds = [rng.at("kind", n).pick(["leaf", "box", "leaf"]) for n in range(3)]
    row = {f"r{n}": leaf(f"row{n}") for n in range(2)}

    def like(value, name):
        if isinstance(value, str) and value.startswith("T"):
            return f"T{next(count)}"
        if isinstance(value, Decimal):
            return Decimal(next(count)) + Decimal("0.25")
        return value

    data = {
        f"a{n}": {"x": leaf(f"x{n}"), "y": leaf(f"y{n}")} if kind == "box" else leaf(f"l{n}")
        for n, kind in enumerate(kinds)
    }
    rows = rng.at("rows").below(4)
    data["lines"] = [{k: like(v, k) for k, v in row.items()} for _ in range(rows)]
    return data


@cache
def drawn(seed, length=4):
    """A document and a map of up to `length` changes that fits it."""
    rng = SeededRng(seed)
    tree = tree_of(document(rng.at("document")))
    start, changes = tree, []
    for number in range(1 + rng.at("length").below(length)):
        left = fitting(tree)
        if not left:
            break
        kinds = sorted({type(change).__name__ for change in left})
        kind = rng.at("kind", number).pick(kinds)
        change = rng.at("change", number).pick(
            [each for each in left if type(each).__name__ == kind]
        )
        changes.append(change)
        tree = Map(changes=(change,)).forward(tree)
        if kind == "Keyed":  # a key that is data has no schema below it
            break
    return start, Map(changes=tuple(changes))


def leaves(tree):
    """Every leaf by its path with numbers for items, and what it holds."""
    found = {}

    def walk(data, path):
        if isinstance(data, dict) and data:
            for key, value in data.items():
                walk(value, f"{path}/{key}")
        elif isinstance(data, list) and data:
            for number, value in enumerate(data):
                walk(value, f"{path}/{number}")
        else:
            found[path] = data

    walk(data_of(tree), "")
    return found


def covers(lost, path):
    wanted, steps = lost.split("/"), path.split("/")
    return len(wanted) <= len(steps) and all(
        w == s or (w == "*" and s.isdigit()) for w, s in zip(wanted, steps, strict=False)
    )


def test_backward_undoes_forward_where_nothing_is_lost():
    exact = 0
    for seed in range(DRAWN):
        start, made = drawn(seed)
        if made.loses:
            continue
        exact += 1
        assert data_of(made.backward(made.forward(start))) == data_of(start), made.table()
    assert exact > DRAWN / 5


def test_forward_undoes_backward_on_the_image():
    for seed in range(DRAWN):
        start, made = drawn(seed)
        image = made.forward(start)
        if any(change.loses for change in made.inverse().changes) or made.loses:
            continue
        assert data_of(made.forward(made.backward(image))) == data_of(image), made.table()


def test_what_a_map_loses_is_gone_and_nothing_else():
    lossy = 0
    for seed in range(DRAWN):
        start, made = drawn(seed)
        after = made.backward(made.forward(start))
        before, back = leaves(start), leaves(after)
        for path, value in before.items():
            if back.get(path, "gone") != value:
                assert any(covers(lost, path) for lost in made.loses), (path, made.table())
        lossy += bool(made.loses)
    assert lossy > DRAWN / 5


@pytest.mark.parametrize("how", ["drop", "collapse", "page", "reverse", "unwrap"])
def test_a_lost_value_stands_nowhere_in_the_newer_file(how):
    seen = 0
    for seed in range(DRAWN):
        start, made = drawn(seed, length=1)
        (change,) = made.changes
        if change.how != how or not change.loses:
            continue
        text = json.dumps(data_of(made.forward(start)), default=str)
        kept = leaves(made.backward(made.forward(start)))
        for path, value in leaves(start).items():
            unique = (isinstance(value, str) and value[:1] == "T") or isinstance(value, Decimal)
            if unique and any(covers(lost, path) for lost in change.loses) and path not in kept:
                assert f'"{value}"' not in text, (path, made.table())
                seen += 1
    assert seen or how == "unwrap"  # no drawn list is unwrapped; test_lists_of_one has that


def test_composition_is_associative():
    for seed in range(0, DRAWN, 5):
        start, made = drawn(seed, length=6)
        one, two, three = (Map(changes=made.changes[a:b]) for a, b in ((0, 1), (1, 3), (3, None)))
        left, right = one.then(two).then(three), one.then(two.then(three))
        assert left == right == made
        assert data_of(three.forward(two.forward(one.forward(start)))) == data_of(
            made.forward(start)
        )


def test_a_map_is_its_edits_in_order():
    from chaosdocs.documents.tree_verbs import TREE

    for seed in range(0, DRAWN, 10):
        start, made = drawn(seed)
        assert TREE.apply(start, made.edits(start)) == made.forward(start)


def test_a_map_comes_back_from_json_and_prints_as_a_table():
    for seed in range(0, DRAWN, 10):
        _, made = drawn(seed)
        assert Map.from_json(json.loads(json.dumps(made.to_json()))) == made
        assert made.table().count("\n") >= len(made.changes) + 1
        for change in made.changes:
            assert change.words()
            assert f"| {change.how} |" in made.table()
    with pytest.raises(ValueError, match="no change"):
        Map.from_json([{"$": "Money", "amount": {"$number": "1"}, "currency": "EUR"}])


def test_every_kind_of_change_has_an_inverse_and_names_itself():
    drawn_kinds = {type(change) for seed in range(DRAWN) for change in drawn(seed)[1].changes}
    both = drawn_kinds | {type(change.inverse()) for seed in range(DRAWN)
                          for change in drawn(seed)[1].changes}  # fmt: skip
    xml_only = {"Placed", "Named", "Expanded"}
    assert {kind.__name__ for kind in CHANGES} - {kind.__name__ for kind in both} <= xml_only
    assert all(kind.how for kind in CHANGES)


def test_lists_of_one_unwrap_exactly_and_longer_ones_lose_the_rest():
    unwrap = Map(changes=(Unlisted(at="/refunds", to="refund"),))
    one = tree_of({"refunds": ["re_1"]})
    two = tree_of({"refunds": ["re_1", "re_2"]})

    assert data_of(unwrap.forward(one)) == {"refund": "re_1"}
    assert data_of(unwrap.backward(unwrap.forward(one))) == data_of(one)
    assert "re_2" not in str(data_of(unwrap.forward(two)))
    assert unwrap.loses == ("/refunds/*",)


def test_a_value_goes_into_every_item_of_a_list_and_back():
    start = tree_of({"period_end": 7, "items": [{"a": 1}, {"a": 2}]})
    made = Map(changes=(Moved(at="/period_end", to="/items/*/period_end"),))

    assert data_of(made.forward(start))["items"] == [
        {"a": 1, "period_end": 7},
        {"a": 2, "period_end": 7},
    ]
    assert data_of(made.backward(made.forward(start))) == data_of(start)
    empty = tree_of({"period_end": 7, "items": []})
    assert data_of(made.forward(empty)) == data_of(empty)


def test_a_key_that_is_in_the_way_is_refused_in_words():
    start = tree_of({"tax": 1, "vat": 2})
    with pytest.raises(MisquoteError, match="has a key 'vat' already"):
        Map(changes=(Renamed(at="/tax", to="vat"),)).forward(start)


def test_losses_are_told_in_the_keys_of_the_older_version():
    made = Map(changes=(Renamed(at="/tax", to="vat"), Dropped(at="/vat")))

    assert made.loses == ("/tax",)
    assert Remeant(at="/total", meaning="/net").loses == ("/total",)


def test_paths_have_a_star_for_each_item():
    assert [*paths_of(tree_of({"a": [{"b": 1}, {"b": 2}], "c/d": None}))] == [
        "/a", "/a/*", "/a/*/b", "/c~1d",
    ]  # fmt: skip
