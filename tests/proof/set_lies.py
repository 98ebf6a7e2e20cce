"""Lies about a set: each takes what a proof gets and a stream of draws, and makes one thing false.

A lie returns None where there is nothing to lie about.
"""

from decimal import Decimal
from itertools import pairwise

from chaosdocs.truth.policy import Tolerance, policy_of
from tests.proof import set_file_lies


def _rows(truth, path, *states):
    return [
        (name, cells)
        for name, cells in truth.fields[path].rows.items()
        if not states or next(iter(cells.values())).state in states
    ]


def _with(truth, path, name, leaf, **change):
    """Return the truth with another field; None drops the row."""
    listed = truth.fields[path]
    rows = dict(listed.rows)
    rows[name] = {**rows[name], leaf: rows[name][leaf].model_copy(update=change)}
    return _relisted(truth, path, rows)


def _relisted(truth, path, rows):
    fields = {**truth.fields, path: truth.fields[path].model_copy(update={"rows": rows})}
    return truth.model_copy(update={"fields": fields})


def _without(truth, path, name):
    rows = {k: v for k, v in truth.fields[path].rows.items() if k != name}
    return _relisted(truth, path, rows)


def swap_two_links(made, draws):
    """Exchange one side of two links."""
    case, truth, evidence, files = made
    links = _rows(truth, "/matches", "answerable")
    if len(links) < 2:
        return None
    (one, a), (other, b) = draws.choice([*pairwise(links)])
    left, right = a["link"].accept[0], b["link"].accept[0]
    last = [*left][-1]
    if last not in right:
        return None
    truth = _with(truth, "/matches", one, "link", accept=({**left, last: right[last]},))
    truth = _with(truth, "/matches", other, "link", accept=({**right, last: left[last]},))
    return case, truth, evidence, files


def drop_a_share(made, draws):
    """Leave one entry of a group out."""
    case, truth, evidence, files = made
    links = _rows(truth, "/matches", "answerable")
    if not links:
        return None
    name, cells = draws.choice(links)
    value = cells["link"].accept[0]
    side = max(value, key=lambda each: len(value[each]))
    less = {**value, side: value[side][:-1]}
    return case, _with(truth, "/matches", name, "link", accept=(less,)), evidence, files


def leave_a_link_out(made, draws):
    """Say nothing of a link."""
    case, truth, evidence, files = made
    links = _rows(truth, "/matches")
    if not links:
        return None
    return case, _without(truth, "/matches", draws.choice(links)[0]), evidence, files


def invent_a_link(made, draws):
    """Link two orphans."""
    case, truth, evidence, files = made
    orphans = [cells["orphan"].accept[0] for _, cells in _rows(truth, "/orphans")]
    members = {each["in"]: each["entry"] for each in orphans}
    some = _rows(truth, "/matches", "answerable")
    if len(members) < 2 or not some:
        return None
    cells = some[0][1]
    link = cells["link"].model_copy(update={"accept": (members,)})
    rows = {**truth.fields["/matches"].rows, "made up": {"link": link}}
    return case, _relisted(truth, "/matches", rows), evidence, files


def wrong_reason(made, draws):
    """Give a difference another reason."""
    case, truth, evidence, files = made
    found = _rows(truth, "/differences")
    if not found:
        return None
    name, cells = draws.choice(found)
    other = "fee" if cells["reason"].accept != ("fee",) else "rounding"
    return case, _with(truth, "/differences", name, "reason", accept=(other,)), evidence, files


def wrong_amount(made, draws):
    """Let a difference be a cent larger."""
    case, truth, evidence, files = made
    found = [x for x in _rows(truth, "/differences") if isinstance(x[1]["by"].accept[0], dict)]
    if not found:
        return None
    name, cells = draws.choice(found)
    by = cells["by"].accept[0]
    more = {**by, "amount": f"{Decimal(by['amount']) + Decimal('0.01'):f}"}
    return case, _with(truth, "/differences", name, "by", accept=(more,)), evidence, files


def another_file_counts(made, draws):
    """Let the other file's value count, or settle what is disputed."""
    case, truth, evidence, files = made
    found = [x for x in _rows(truth, "/differences") if "counts" in x[1]]
    if not found:
        return None
    name, cells = draws.choice(found)
    said = cells["counts"].accept or cells["counts"].readings[:1]
    other = next(member.name for member in truth.links.members if member.name != said[0])
    change = {"state": "answerable", "accept": (other,), "readings": ()}
    return case, _with(truth, "/differences", name, "counts", **change), evidence, files


def drop_a_difference(made, draws):
    """Say nothing of a difference."""
    case, truth, evidence, files = made
    found = _rows(truth, "/differences")
    if not found:
        return None
    return case, _without(truth, "/differences", draws.choice(found)[0]), evidence, files


def another_tolerance(made, draws):
    """Let the truth follow a policy that the reader is not told."""
    case, truth, evidence, files = made
    policy = policy_of(truth.links.policy)
    wide = Tolerance(absolute=Decimal(draws.randint(1, 40)))
    data = type(policy)(**{**{n: getattr(policy, n) for n in policy.__slots__}, "tolerance": wide})
    links = truth.links.model_copy(update={"policy": data.data()})
    return case, truth.model_copy(update={"links": links}), evidence, files


def a_policy_of_another_case(made, draws):
    """Tell the reader another policy than the one that decides."""
    case, truth, evidence, files = made
    days = policy_of(truth.links.policy).after
    told = case.instructions.replace(f"at most {days} ", f"at most {days + 1} ")
    return case.model_copy(update={"instructions": told}), truth, evidence, files


def invent_an_orphan(made, draws):
    """Say that a linked entry has no counterpart."""
    case, truth, evidence, files = made
    links = _rows(truth, "/matches", "answerable")
    orphans = _rows(truth, "/orphans")
    if not links or not orphans:
        return None
    value = draws.choice(links)[1]["link"].accept[0]
    member, keys = next(iter(value.items()))
    cells = orphans[0][1]
    said = cells["orphan"].model_copy(update={"accept": ({"in": member, "entry": keys[:1]},)})
    rows = {**truth.fields["/orphans"].rows, "made up": {**cells, "orphan": said}}
    return case, _relisted(truth, "/orphans", rows), evidence, files


def hide_an_orphan(made, draws):
    """Say nothing of an orphan."""
    case, truth, evidence, files = made
    orphans = _rows(truth, "/orphans")
    if not orphans:
        return None
    return case, _without(truth, "/orphans", draws.choice(orphans)[0]), evidence, files


def wrong_orphan_reason(made, draws):
    """Give an orphan another reason."""
    case, truth, evidence, files = made
    orphans = _rows(truth, "/orphans")
    if not orphans:
        return None
    name, cells = draws.choice(orphans)
    other = "duplicate" if cells["reason"].accept != ("duplicate",) else "unknown"
    return case, _with(truth, "/orphans", name, "reason", accept=(other,)), evidence, files


def settle_an_ambiguous_link(made, draws):
    """Say that one reading of an ambiguous link is the only one."""
    case, truth, evidence, files = made
    found = _rows(truth, "/matches", "ambiguous")
    if not found:
        return None
    name, cells = draws.choice(found)
    one = next((each for each in cells["link"].readings if len(each) > 1), None)
    if one is None:
        return None
    change = {"state": "answerable", "accept": (one,), "readings": ()}
    return case, _with(truth, "/matches", name, "link", **change), evidence, files


def drop_a_reading(made, draws):
    """Leave a reading out."""
    case, truth, evidence, files = made
    found = _rows(truth, "/matches", "ambiguous")
    if not found:
        return None
    name, cells = draws.choice(found)
    readings = cells["link"].readings[1:]
    return case, _with(truth, "/matches", name, "link", readings=readings), evidence, files


def make_a_link_ambiguous(made, draws):
    """Say that a sure link has a second reading."""
    case, truth, evidence, files = made
    links = _rows(truth, "/matches", "answerable")
    if len(links) < 2:
        return None
    (name, one), (_, other) = links[:2]
    both = (one["link"].accept[0], other["link"].accept[0])
    change = {"state": "ambiguous", "accept": (), "readings": both}
    return case, _with(truth, "/matches", name, "link", **change), evidence, files


def forget_an_entry(made, draws):
    """Leave an entry out of the list of the truth, and of its orphans."""
    case, truth, evidence, files = made
    gone = draws.choice(truth.links.entries)
    kept = tuple(each for each in truth.links.entries if each is not gone)
    links = truth.links.model_copy(update={"entries": kept})
    return case, truth.model_copy(update={"links": links}), evidence, files


def close_what_is_open(made, draws):
    """Ask for entries of ambiguous links, or leave out entries that are sure."""
    case, truth, evidence, files = made
    listed = truth.fields["/orphans"]
    entry = draws.choice(truth.links.entries)
    unit = {entry.member: [entry.key]}
    ignored = tuple(each for each in listed.ignored if each != unit)
    if len(ignored) == len(listed.ignored):
        ignored = (*ignored, unit)
    fields = {**truth.fields, "/orphans": listed.model_copy(update={"ignored": ignored})}
    return case, truth.model_copy(update={"fields": fields}), evidence, files


LIES = (
    swap_two_links, drop_a_share, leave_a_link_out, invent_a_link, wrong_reason, wrong_amount,
    another_file_counts,
    drop_a_difference, another_tolerance, a_policy_of_another_case, invent_an_orphan,
    hide_an_orphan, wrong_orphan_reason, settle_an_ambiguous_link, drop_a_reading,
    make_a_link_ambiguous, forget_an_entry, close_what_is_open, *set_file_lies.LIES,
)  # fmt: skip
