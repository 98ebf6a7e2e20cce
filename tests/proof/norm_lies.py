"""Lies about a norm: each takes a proved case and a stream of draws, and makes one thing false.

A lie returns None where there is nothing to lie about.
"""

from liars import with_leaf


def _norm(made):
    return made.domain.norms[0]


def _field(made):
    return made.truth.fields[_norm(made).path]


def _with(made, **changes):
    return with_leaf(made, _norm(made).path, **changes)


def the_answer_under_another_norm(made, rng):
    field = _field(made)
    others = [value for value in field.norms.values() if value not in (*field.accept, None)]
    if field.state != "answerable" or not others:
        return None
    return _with(made, accept=(rng.pick(others),))


def answers_of_two_norms_exchanged(made, rng):
    said = _field(made).norms
    if len({repr(value) for value in said.values()}) < 2:
        return None
    names = sorted(said)
    one = rng.at("one").pick(names)
    other = rng.at("other").pick([name for name in names if said[name] != said[one]])
    return _with(made, norms={**said, one: said[other], other: said[one]})


def a_norm_left_out(made, rng):
    said = dict(_field(made).norms)
    if len(said) < 2:
        return None
    del said[rng.pick(sorted(said))]
    return _with(made, norms=said)


def a_norm_allows_what_it_forbids(made, rng):
    said = _field(made).norms
    forbidden = sorted(name for name, value in said.items() if value is None)
    allowed = [value for value in said.values() if value is not None]
    if not forbidden or not allowed:
        return None
    return _with(made, norms={**said, rng.pick(forbidden): allowed[0]})


def another_norm_in_the_instructions(made, rng):
    norm = _norm(made)
    told = norm.under(rng.pick(norm.regimes).name).words
    words = made.case.instructions.replace(norm.words, told)
    return None if words == made.case.instructions else made.with_case(instructions=words)


def another_state_of_the_answer(made, rng):
    field = _field(made)
    values = tuple(value for value in field.norms.values() if value is not None)
    none = {"accept": (), "readings": (), "why": None, "reason": None}
    lies = [
        {**none, "state": "disputed", "readings": values, "reason": "norm"},
        {**none, "state": "unanswerable", "reason": "not_permitted"},
        {**none, "state": "absent"},
    ]
    if values:
        lies.append({**none, "state": "answerable", "accept": values[:1], "why": "norm"})
    return _with(made, **rng.pick([lie for lie in lies if lie["state"] != field.state]))


def the_norm_is_named_elsewhere(made, rng):
    places = [p for p in ("instructions", "document", "nowhere") if p != _field(made).stands]
    return _with(made, stands=rng.pick(places))


def a_reading_of_the_norms_left_out(made, rng):
    readings = _field(made).readings
    if len(readings) < 2:
        return None
    left = list(readings)
    left.remove(rng.pick(left))
    return _with(made, readings=tuple(left))


def another_reason_of_the_norm(made, rng):
    field = _field(made)
    if field.reason is None:
        return None
    return _with(made, reason=rng.pick([r for r in ("norm", "facts", "not_permitted")
                                        if r != field.reason]))  # fmt: skip


LIES = (
    the_answer_under_another_norm, answers_of_two_norms_exchanged, a_norm_left_out,
    a_norm_allows_what_it_forbids, another_norm_in_the_instructions, another_state_of_the_answer,
    the_norm_is_named_elsewhere, a_reading_of_the_norms_left_out, another_reason_of_the_norm,
)  # fmt: skip
