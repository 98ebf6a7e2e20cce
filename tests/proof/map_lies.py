"""Lies about a map: each takes a proved case and a stream of draws, and makes one thing false.

A lie returns None where there is nothing to lie about. Files are listed with their right digests.
"""

import json
import re

from liars import as_element, as_key

from chaosdocs.corpus.map_cases import HOWS, PAIRS
from chaosdocs.making.restated import documents_restated, restated
from chaosdocs.proof.map_places import places_of
from chaosdocs.proof.maps import prove_map


def findings(mine, lied, plan):
    """What `verify` has to say of a lied map: from its files, and from the recipe."""
    proof = prove_map(lied.case, lied.truth, lied.read).failures
    again = [
        *restated(mine, lied.case, lied.truth, plan, (), {}),
        *documents_restated(mine, lied.case, plan, lied.read),
    ]
    return [*proof, *again]


def _rows(made, *, state="answerable"):
    return {
        name: cells
        for name, cells in made.truth.fields[PAIRS].rows.items()
        if cells["pair"].state == state
    }


def _with_rows(made, rows):
    listed = made.truth.fields[PAIRS].model_copy(update={"rows": rows})
    return made.with_truth(made.truth.model_copy(update={"fields": {PAIRS: listed}}))


def _with(made, name, leaf, **changes):
    rows = dict(made.truth.fields[PAIRS].rows)
    rows[name] = {**rows[name], leaf: rows[name][leaf].model_copy(update=changes)}
    return _with_rows(made, rows)


def _both(made):
    """The pairs with places on both sides."""
    return {k: v for k, v in _rows(made).items() if all(v["pair"].accept[0].values())}


def two_pairs_exchanged(made, rng):
    rows = _both(made)
    if len(rows) < 2:
        return None
    one = rng.at("one").pick(sorted(rows))
    other = rng.at("other").pick(sorted(rows.keys() - {one}))
    mine, theirs = (rows[name]["pair"].accept[0] for name in (one, other))
    lied = _with(made, one, "pair", accept=({**mine, "to": theirs["to"]},))
    return _with(lied, other, "pair", accept=({**theirs, "to": mine["to"]},))


def a_pair_left_out(made, rng):
    rows = dict(made.truth.fields[PAIRS].rows)
    if not rows:
        return None
    del rows[rng.pick(sorted(rows))]
    return _with_rows(made, rows)


def a_place_said_to_be_gone(made, rng):
    rows = _both(made)
    if not rows:
        return None
    name = rng.pick(sorted(rows))
    return _with(made, name, "pair", accept=({**rows[name]["pair"].accept[0], "to": []},))


def a_pair_of_what_is_as_before(made, rng):
    rows = made.truth.fields[PAIRS].rows
    before, after = (_places(made, role) for role in ("before", "after"))
    taken = {
        place
        for cells in rows.values()
        for value in (*cells["pair"].accept, *cells["pair"].readings)
        for place in (*value["from"], *value["to"])
    }
    same = sorted(place for place in before & after if place not in taken)
    if not same:
        return None
    place = rng.pick(same)
    cells = next(iter(_rows(made).values()))
    pair = cells["pair"].model_copy(update={"accept": ({"from": [place], "to": [place]},)})
    return _with_rows(made, {**rows, "p99": {**cells, "pair": pair}})


def _places(made, role):
    return {
        place
        for file in made.case.files
        if file.role == role
        for place in places_of(made.files[file.path], file.media_type)
    }


def another_thing_happened(made, rng):
    rows = made.truth.fields[PAIRS].rows
    if not rows:
        return None
    name = rng.at("row").pick(sorted(rows))
    other = rng.at("how").pick([how for how in HOWS if how not in rows[name]["how"].accept])
    return _with(made, name, "how", accept=(other,))


def lost_or_kept_exchanged(made, rng):
    rows = made.truth.fields[PAIRS].rows
    if not rows:
        return None
    name = rng.pick(sorted(rows))
    return _with(made, name, "lossy", accept=(not rows[name]["lossy"].accept[0],))


def an_open_pair_settled(made, rng):
    rows = _rows(made, state="ambiguous")
    if not rows:
        return None
    name = rng.pick(sorted(rows))
    one = rows[name]["pair"].readings[:1]
    return _with(made, name, "pair", state="answerable", accept=one, readings=(), why="printed")


def a_sure_pair_left_open(made, rng):
    rows = {k: v for k, v in _both(made).items() if len(v["pair"].accept[0]["to"]) == 1}
    if len(rows) < 2:
        return None
    one = rng.at("one").pick(sorted(rows))
    other = rng.at("other").pick(sorted(rows.keys() - {one}))
    mine = rows[one]["pair"].accept[0]
    both = (mine, {**mine, "to": rows[other]["pair"].accept[0]["to"]})
    return _with(made, one, "pair", state="ambiguous", accept=(), readings=both, why=None)


def documents_exchanged(made, rng):
    """The documents of each version in another order: each still has its other version."""
    paths = _sides(made)
    if len({made.files[path] for path in paths[0]}) < 2:
        return None
    turn = 1 + rng.below(len(paths[0]) - 1)
    lied = made
    for side in paths:
        for path, other in zip(side, (*side[turn:], *side[:turn]), strict=True):
            lied = lied.with_file(made.files[other], path)
    return None if lied.files == made.files else lied


def one_document_for_all(made, rng):
    lied = made
    for side in _sides(made):
        for path in side:
            lied = lied.with_file(made.files[side[0]], path)
    return None if lied.files == made.files else lied


def one_version_for_both(made, rng):
    """The newer documents are those of the older version."""
    older, newer = _sides(made)
    lied = made
    for path, other in zip(newer, older, strict=True):
        lied = lied.with_file(made.files[other], path)
    return lied


def a_value_changed_in_both_versions(made, rng):
    older, newer = (side[0] for side in _sides(made))
    texts = [set(re.findall(rb"[A-Za-z]{5,}", made.files[path])) for path in (older, newer)]
    shown = [
        {
            w
            for at in places_of(made.files[p], _type(made)).values()
            for s in at
            for w in s.text.split()
        }
        for p in (older, newer)
    ]
    words = {word.decode() for word in texts[0] & texts[1]} & shown[0] & shown[1]
    if not words:
        return None
    word = rng.pick(sorted(words)).encode()
    lied = made
    for path in (older, newer):
        lied = lied.with_file(made.files[path].replace(word, word[::-1]), path)
    return None if lied.files == made.files else lied


def _type(made):
    return made.case.files[0].media_type


def a_place_more_in_a_document(made, rng):
    put = {"json": as_key, "xml": as_element}.get(made.truth.medium)
    return None if put is None else put(made, f"Ref {rng.below(10**6)}")


def the_schema_described_again(made, rng):
    text = json.dumps(made.case.ask)
    old, new = rng.pick([("older", "newer"), ("newer", "older"), ("What happened", "What changed")])
    return made.with_case(ask=json.loads(text.replace(old, new, 1)))


def what_is_asked_changed(made, rng):
    return made.with_case(instructions=f"{made.case.instructions} Leave no pair open.")


def another_record(made, rng):
    records = made.truth.records
    other = (records[1], records[0], *records[2:])
    return made.with_truth(made.truth.model_copy(update={"records": other}))


def _sides(made):
    files = made.case.files
    return [[file.path for file in files if file.role == role] for role in ("before", "after")]


LIES = (
    two_pairs_exchanged, a_pair_left_out, a_place_said_to_be_gone, a_pair_of_what_is_as_before,
    another_thing_happened, lost_or_kept_exchanged, an_open_pair_settled, a_sure_pair_left_open,
    documents_exchanged, one_document_for_all, one_version_for_both,
    a_value_changed_in_both_versions, a_place_more_in_a_document, the_schema_described_again,
    what_is_asked_changed, another_record,
)  # fmt: skip
