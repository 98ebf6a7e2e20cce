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
    places = [p for p in ("instructions", "document", "nowhere", "page")
              if p != _field(made).stands]  # fmt: skip
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


def _context(made, **changes):
    said = _field(made).context
    return None if said is None else _with(made, context=said.model_copy(update=changes))


def the_policy_page_is_farther(made, rng):
    said = _field(made).context
    return None if said is None else _context(made, pages=said.pages + 1 + rng.below(3))


def the_policy_page_needs_another_document(made, rng):
    return _context(made, hops=rng.pick((1, 3)))


def more_words_before_the_policy_page(made, rng):
    said = _field(made).context
    return None if said is None else _context(made, words=said.words * 2 + 10 + rng.below(9))


def the_policy_page_is_elsewhere(made, rng):
    said = _field(made).context
    if said is None:
        return None
    first = said.where[0].model_copy(update={"page": 1})
    return _context(made, where=rng.pick(((), (first,))))


def nothing_said_of_the_policy_page(made, rng):
    del rng
    return None if _field(made).context is None else _with(made, context=None)


def a_policy_page_of_another_norm(made, rng):
    """The file that names the norm names another: the evidence says what it said before."""
    norm = _norm(made)
    line = _policy_line(made)
    if line is None or norm.find is not None:
        return None
    data = made.files[line.file]
    others = {w for each in norm.regimes for w in each.words.values()} - {line.text}
    new = rng.pick(sorted(others)).encode()
    changed = data.replace(line.text.encode(), new)
    return None if changed == data else made.with_file(changed, line.file)


def a_policy_page_left_out(made, rng):
    """The file with the policy is not of the case."""
    del rng
    kept = tuple(file for file in made.case.files if file.role != "policy")
    return None if len(kept) == len(made.case.files) else made.with_case(files=kept)


def a_policy_that_is_no_policy(made, rng):
    """The file of the policy has no role."""
    del rng
    files = tuple(file.model_copy(update={"role": ""}) for file in made.case.files)
    return None if files == made.case.files else made.with_case(files=files)


def _policy_line(made):
    named = {file.path for file in made.case.files if file.role == "policy"}
    path = _norm(made).naming
    found = [x for x in made.evidence if x.path == path and x.role == "says" and x.file in named]
    return found[0] if found else None


LIES = (
    the_answer_under_another_norm, answers_of_two_norms_exchanged, a_norm_left_out,
    a_norm_allows_what_it_forbids, another_norm_in_the_instructions, another_state_of_the_answer,
    the_norm_is_named_elsewhere, a_reading_of_the_norms_left_out, another_reason_of_the_norm,
    the_policy_page_is_farther, the_policy_page_needs_another_document,
    more_words_before_the_policy_page, the_policy_page_is_elsewhere,
    nothing_said_of_the_policy_page, a_policy_page_of_another_norm, a_policy_page_left_out,
    a_policy_that_is_no_policy,
)  # fmt: skip
