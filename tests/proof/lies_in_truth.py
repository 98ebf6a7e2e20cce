"""Lies in the words of truth and evidence: the file is as it was made."""

from __future__ import annotations

import datetime as dt
import itertools
from decimal import Decimal

from liars import (
    gone,
    is_printed,
    leaves,
    lines_of,
    lists,
    printed,
    scalar,
    with_leaf,
)

from chaosdocs.formats.cases import Issue, NamedLure
from chaosdocs.proof.field_check import RULE
from chaosdocs.truth.values import from_json, key


def _same(field, one, other):
    return key(from_json(field.kind, one)) == key(from_json(field.kind, other))


# whose value it is


def exchanged(one, other):
    """The lie that truth and evidence of two fields are exchanged: the values stay in the file."""

    def lie(made, rng):
        if not (is_printed(made, one) and is_printed(made, other)):
            return None
        a, b = scalar(made, one), scalar(made, other)
        if _same(a, a.accept[0], b.accept[0]):
            return None
        truth = {
            one: b.model_copy(update={"ref": a.ref}),
            other: a.model_copy(update={"ref": b.ref}),
        }
        fields = {**made.truth.fields, **truth}
        to = {one: other, other: one}
        lied = made.with_truth(made.truth.model_copy(update={"fields": fields}))
        return lied.with_lines(
            x.model_copy(
                update={"path": to[x.path], "statement": x.statement.replace(x.path, to[x.path])}
            )
            if x.path in to
            else x
            for x in made.evidence
        )

    return lie


seller_and_buyer_exchanged = exchanged("/seller/name", "/buyer/name")
cities_exchanged = exchanged("/seller/city", "/buyer/city")
net_and_total_exchanged = exchanged("/net", "/total")
issue_and_due_date_exchanged = exchanged("/issue_date", "/due_date")
balances_exchanged = exchanged("/opening_balance", "/closing_balance")
period_exchanged = exchanged("/period_start", "/period_end")
credits_and_debits_exchanged = exchanged("/total_credits", "/total_debits")
institution_and_company_exchanged = exchanged("/institution", "/company/name")
review_and_foundation_exchanged = exchanged("/review_date", "/company/incorporation_date")


def _rows_exchanged(made, rng, leaf_of):
    """Truth and evidence of one value of two rows are exchanged."""
    found = []
    for name, rows in lists(made):
        keys = list(rows)
        for one, other in itertools.pairwise(keys):
            for leaf in leaf_of & rows[one].keys() & rows[other].keys():
                a, b = rows[one][leaf], rows[other][leaf]
                plain = all(x.state == "answerable" and x.why == "printed" for x in (a, b))
                if plain and not _same(a, a.accept[0], b.accept[0]):
                    found.append((f"{name}/{one}/{leaf}", f"{name}/{other}/{leaf}", a, b))
    found = [(p, q, a, b) for p, q, a, b in found if lines_of(made, p) and lines_of(made, q)]
    if not found:
        return None
    one, other, a, b = rng.pick(sorted(found, key=lambda each: each[0]))
    lied = with_leaf(with_leaf(made, one, accept=b.accept), other, accept=a.accept)
    to = {one: other, other: one}
    return lied.with_lines(
        x.model_copy(
            update={"path": to[x.path], "statement": x.statement.replace(x.path, to[x.path])}
        )
        if x.path in to
        else x
        for x in made.evidence
    )


def amounts_of_two_rows_exchanged(made, rng):
    return _rows_exchanged(made, rng, {"amount", "percentage"})


def words_of_two_rows_exchanged(made, rng):
    return _rows_exchanged(made, rng, {"description", "name", "reference", "sku"})


def two_columns_exchanged(made, rng):
    """Two values of one row are exchanged in truth and evidence."""
    pairs = (("unit_price", "amount"), ("booking_date", "value_date"), ("amount", "balance"))
    found = []
    for name, rows in lists(made):
        for row, cells in rows.items():
            for one, other in pairs:
                a, b = cells.get(one), cells.get(other)
                if a and b and all(x.state == "answerable" and x.why == "printed" for x in (a, b)):
                    paths = f"{name}/{row}/{one}", f"{name}/{row}/{other}"
                    if not _same(a, a.accept[0], b.accept[0]) and all(
                        lines_of(made, path) for path in paths
                    ):
                        found.append((*paths, a, b))
    if not found:
        return None
    one, other, a, b = rng.pick(found)
    lied = with_leaf(with_leaf(made, one, accept=b.accept), other, accept=a.accept)
    to = {one: other, other: one}
    return lied.with_lines(
        x.model_copy(
            update={"path": to[x.path], "statement": x.statement.replace(x.path, to[x.path])}
        )
        if x.path in to
        else x
        for x in made.evidence
    )


def all_currencies_changed(made, rng):
    """Every amount is said to be in another currency, in truth and in conventions."""
    found = {
        value["currency"]
        for _, field in leaves(made)
        for value in field.accept
        if field.kind == "money"
    }
    if len(found) != 1:
        return None
    (old,) = found
    new = "CHF" if old != "CHF" else "SEK"

    def change(leaf):
        text = leaf.truth.model_dump_json(by_alias=True).replace(f'"{old}"', f'"{new}"')
        return type(leaf.truth).model_validate_json(text)

    lied = made.with_truth(made.truth.with_leaves(change))
    return lied.with_lines(
        x.model_copy(update={"convention": x.convention.replace(f"column:{old}", f"column:{new}")})
        for x in made.evidence
    )


# which claim counts


def superseded_value_wins(made, rng):
    """Of two claims the one that the rule does not pick is said to be right."""
    found = []
    for path, field in leaves(made, "answerable"):
        if field.why == "rule":
            lures = [x for x in field.lures if not _same(field, x.value, field.accept[0])]
            found += [(path, field, lure) for lure in lures]
    if not found:
        return None
    path, field, lure = rng.pick(found)
    swapped = NamedLure(value=field.accept[0], name=lure.name)
    lures = tuple(swapped if x is lure else x for x in field.lures)
    return with_leaf(made, path, accept=(lure.value,), lures=lures)


def disputed_is_booked(made, rng):
    found = leaves(made, "disputed")
    if not found:
        return None
    path, field = rng.pick(found)
    value = rng.pick(field.readings)
    return with_leaf(made, path, state="answerable", why="booked", accept=(value,), readings=())


def second_claim_left_out(made, rng):
    """One of the claims of a disputed field is in no line, and the field is plainly printed."""
    found = [(p, f) for p, f in leaves(made, "disputed") if len(lines_of(made, p)) > 1]
    if not found:
        return None
    path, field = rng.pick(found)
    kept = {lines_of(made, path)[0].statement}
    lied = with_leaf(
        made, path, state="answerable", why="printed", accept=field.readings[:1], readings=()
    )
    return lied.with_lines(
        x for x in made.evidence if x.path != path or x.role != "says" or x.statement in kept
    )


def rule_left_out(made, rng):
    """The rule that decides is in no line of the evidence."""
    found = [(p, f) for p, f in leaves(made, "answerable") if f.why == "rule"]
    if not found:
        return None
    path, _ = rng.pick(found)
    return made.with_lines(
        x for x in made.evidence if x.path != path or not x.statement.startswith(RULE)
    )


def order_narrowed(made, rng):
    """An ambiguous date is said to be written day first, by its convention alone."""
    found = [(p, f) for p, f in leaves(made, "ambiguous") if f.kind == "date"]
    if not found:
        return None
    path, field = rng.pick(found)
    lied = with_leaf(
        made, path, state="answerable", why="printed", accept=field.readings[:1], readings=()
    )
    return lied.with_lines(
        x.model_copy(update={"convention": _one_way(x.convention)}) if x.path == path else x
        for x in made.evidence
    )


def _one_way(convention):
    return ";".join(
        part.split("|")[0] if part.startswith("date=") else part for part in convention.split(";")
    )


def dispute_made_up(made, rng):
    """A value that is printed once is said to be disputed."""
    found = printed(made, "money", "number")
    if not found:
        return None
    path, field = rng.pick(found)
    other = _a_bit_off(field)
    return with_leaf(
        made, path, state="disputed", why=None, accept=(), readings=(field.accept[0], other)
    )


def _a_bit_off(field):
    value = field.accept[0]
    if isinstance(value, dict):
        name = "amount" if "amount" in value else "value"
        return {**value, name: f"{Decimal(value[name]) + Decimal('0.01'):f}"}
    if field.kind == "date" and len(value) == 10:
        return (dt.date.fromisoformat(value) + dt.timedelta(days=1)).isoformat()
    if field.kind in {"number", "percent"}:
        return f"{Decimal(value) + 1:f}"
    return f"{value[:-1]}{'7' if value[-1] != '7' else '3'}" if isinstance(value, str) else None


def _off(made, rng, *kinds):
    found = [
        (p, f) for p, f in printed(made, *kinds) if lines_of(made, p) and _a_bit_off(f) is not None
    ]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, accept=(_a_bit_off(field),))


def a_cent_off(made, rng):
    return _off(made, rng, "money")


def a_day_off(made, rng):
    return _off(made, rng, "date")


def an_id_off(made, rng):
    return _off(made, rng, "id")


def a_second_answer_accepted(made, rng):
    found = [(p, f) for p, f in printed(made) if _a_bit_off(f) is not None]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, accept=(*field.accept, _a_bit_off(field)))


def another_currency_of_one(made, rng):
    found = printed(made, "money")
    if not found:
        return None
    path, field = rng.pick(found)
    value = {**field.accept[0], "currency": "SEK"}
    return with_leaf(made, path, accept=(value,))


def another_unit(made, rng):
    found = [x for x in printed(made, "quantity") if isinstance(x[1].accept[0], dict)]
    if not found:
        return None
    path, field = rng.pick(found)
    value = {**field.accept[0], "unit": "TNE"}
    return with_leaf(made, path, accept=(value,))


def a_reading_dropped(made, rng):
    found = [(p, f) for p, f in leaves(made, "ambiguous", "disputed") if len(f.readings) > 1]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, readings=field.readings[:-1])


def a_reading_made_up(made, rng):
    found = leaves(made, "ambiguous", "disputed")
    if not found:
        return None
    path, field = rng.pick(found)
    other = _a_bit_off(field.model_copy(update={"accept": field.readings[:1]}))
    return None if other is None else with_leaf(made, path, readings=(*field.readings, other))


# what is left, what was, why


def trace_made_up(made, rng):
    """A field that is absent is said to have left a trace: the label of another."""
    found = leaves(made, "absent")
    lines = [x for x in made.evidence if x.role == "says" and x.channel == made.case.channel]
    if not found or not lines:
        return None
    path, _ = rng.pick(found)
    line = rng.pick(lines).model_copy(update={"path": path, "role": "trace", "text": ""})
    lied = with_leaf(made, path, state="unanswerable", reason="label")
    return lied.with_lines((*made.evidence, line))


def was_replaced(made, rng):
    """The value that a gone field had is said to be another."""
    found = [(p, f) for p, f in gone(made) if f.kind in {"id", "date", "money"}]
    if not found:
        return None
    path, field = rng.pick(found)
    other = _a_bit_off(field.model_copy(update={"accept": (field.was,)}))
    return None if other is None else with_leaf(made, path, was=other)


def mask_shortened(made, rng):
    found = [(p, f) for p, f in leaves(made, "unanswerable") if f.partial and len(f.partial) > 2]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, partial=field.partial[:-1])


def reason_changed(made, rng):
    found = [(p, f) for p, f in leaves(made, "unanswerable") if f.reason]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, reason="stain" if field.reason != "stain" else "label")


def said_to_be_unscored(made, rng):
    found = printed(made)
    if not found:
        return None
    path, _ = rng.pick(found)
    return with_leaf(made, path, state="unscored", why=None)


def said_to_be_derived(made, rng):
    """A value that nothing settles is said to follow from the others."""
    found = [(p, f) for p, f in gone(made) if f.partial is None]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(
        made, path, state="answerable", why="derived", accept=(field.was,), was=None, reason=None
    )


def said_to_be_derivable(made, rng):
    """A value that nothing settles is said to be one that a reader may derive, and is not asked."""
    found = [(p, f) for p, f in gone(made) if f.partial is None]
    if not found:
        return None
    path, _ = rng.pick(found)
    return with_leaf(made, path, reason="derivable")


def row_left_out(made, rng):
    """Truth and evidence know nothing of a row that the document shows."""
    found = [(name, rows) for name, rows in lists(made) if len(rows) > 1]
    if not found:
        return None
    name, rows = rng.pick(found)
    shown = [
        row for row in rows
        if any(lines_of(made, f"{name}/{row}/{leaf}") for leaf in ("amount", "name", "description"))
    ]  # fmt: skip
    if not shown:
        return None
    lost = rng.pick(shown)
    kept = {row: cells for row, cells in rows.items() if row != lost}
    entry = made.truth.fields[name].model_copy(update={"rows": kept})
    fields = {**made.truth.fields, name: entry}
    lied = made.with_truth(made.truth.model_copy(update={"fields": fields}))
    return lied.with_lines(x for x in made.evidence if not x.path.startswith(f"{name}/{lost}/"))


def field_left_out(made, rng):
    """Truth and evidence say that a field which is printed is absent."""
    found = [(p, f) for p, f in printed(made) if lines_of(made, p)]
    if not found:
        return None
    path, field = rng.pick(found)
    lied = with_leaf(made, path, state="absent", why=None, accept=(), was=field.accept[0])
    return lied.with_lines(x for x in made.evidence if x.path != path)


# what only the recipe knows


def lure_dropped(made, rng):
    found = [(p, f) for p, f in leaves(made) if f.lures]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, lures=field.lures[1:])


def lure_made_up(made, rng):
    found = printed(made)
    if not found:
        return None
    path, field = rng.pick(found)
    other = _a_bit_off(field)
    if other is None:
        return None
    return with_leaf(made, path, lures=(*field.lures, NamedLure(value=other, name="slip")))


def touched_added(made, rng):
    found = [(p, f) for p, f in printed(made) if not f.touched]
    if not found or not made.truth.steps:
        return None
    return with_leaf(made, rng.pick(found)[0], touched=(made.truth.steps[0].step,))


def touched_dropped(made, rng):
    found = [(p, f) for p, f in leaves(made) if f.touched]
    return with_leaf(made, rng.pick(found)[0], touched=()) if found else None


def channel_dropped(made, rng):
    found = [(p, f) for p, f in leaves(made) if f.channels]
    return with_leaf(made, rng.pick(found)[0], channels={}) if found else None


def _truth(made, **changes):
    return made.with_truth(made.truth.model_copy(update=changes))


def issue_dropped(made, rng):
    return _truth(made, issues=made.truth.issues[1:]) if made.truth.issues else None


def issue_made_up(made, rng):
    found = printed(made)
    if not found:
        return None
    issue = Issue(path=rng.pick(found)[0], code="inconsistent")
    return _truth(made, issues=(*made.truth.issues, issue))


def step_renamed(made, rng):
    steps = made.truth.steps
    if not steps:
        return None
    other = steps[0].model_copy(update={"operator": "ids.masked@1"})
    return None if other == steps[0] else _truth(made, steps=(other, *steps[1:]))


def step_left_out(made, rng):
    return _truth(made, steps=()) if made.truth.steps else None


def severity_changed(made, rng):
    return _truth(made, severity=(made.truth.severity + 2) % 5 + 1) if made.truth.steps else None


def kind_changed(made, rng):
    found = printed(made, "id", "text")
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, kind="text" if field.kind == "id" else "id")


def order_of_list_changed(made, rng):
    found = lists(made)
    if not found:
        return None
    name, _ = rng.pick(found)
    entry = made.truth.fields[name]
    other = "set" if entry.order == "sequence" else "sequence"
    fields = {**made.truth.fields, name: entry.model_copy(update={"order": other})}
    return _truth(made, fields=fields)


def twin_removed(made, rng):
    return _truth(made, twin=None) if made.truth.twin else None


def locale_changed(made, rng):
    return _truth(made, locale="fr_FR" if made.truth.locale != "fr_FR" else "de_DE")


def record_changed(made, rng):
    return _truth(made, records=("inv-99999",))


def derive_changed(made, rng):
    return made.with_case(derive="forbid" if made.case.derive == "allow" else "allow")


def instructions_changed(made, rng):
    return made.with_case(instructions=f"{made.case.instructions} Never leave a field open.")


def description_changed(made, rng):
    ask = {**made.case.ask, "description": "Net amounts are gross amounts."}
    return made.with_case(ask=ask)


def field_not_asked(made, rng):
    properties = dict(made.case.ask.get("properties", {}))
    if len(properties) < 2:
        return None
    properties.pop(rng.pick(sorted(properties)))
    return made.with_case(ask={**made.case.ask, "properties": properties})


def another_channel_asked(made, rng):
    other = {"eye": "text", "shown": "value"}.get(made.case.channel)
    return made.with_case(channel=other) if other else None


# where it stands


def box_too_wide(made, rng):
    """A box holds the words of its neighbour too."""
    lines = [x for x in made.evidence if x.role == "says" and x.box and x.text
             and x.channel == made.case.channel]  # fmt: skip
    pairs = [
        (a, b) for a in lines for b in lines
        if a.page == b.page and a.path != b.path and abs(a.box[1] - b.box[1]) < 1
        and 0 < b.box[0] - a.box[2] < 400
    ]  # fmt: skip
    if not pairs:
        return None
    line, other = rng.pick(pairs)
    wide = line.model_copy(update={"box": (*line.box[:2], other.box[2], line.box[3])})
    return made.with_lines(wide if x is line else x for x in made.evidence)


def another_page(made, rng):
    lines = [x for x in made.evidence if x.page and x.channel == made.case.channel
             and x.role == "says"]  # fmt: skip
    if not lines:
        return None
    line = rng.pick(lines)
    moved = line.model_copy(update={"page": line.page + 1})
    return made.with_lines(moved if x is line else x for x in made.evidence)


def evidence_left_out(made, rng):
    """No line says a field that is printed."""
    found = [(p, f) for p, f in printed(made) if lines_of(made, p)]
    if not found:
        return None
    path, _ = rng.pick(found)
    return made.with_lines(x for x in made.evidence if x.path != path)


def evidence_of_another(made, rng):
    """A field's line says that another field's text is its own."""
    found = [(p, f) for p, f in printed(made) if len(lines_of(made, p)) == 1]
    pairs = [
        (a, b) for a, f in found for b, g in found
        if a != b and f.kind == g.kind and not _same(f, f.accept[0], g.accept[0])
    ]  # fmt: skip
    if not pairs:
        return None
    one, other = rng.pick(pairs)
    (theirs,) = lines_of(made, other)
    field = dict(found)[other]
    lied = with_leaf(made, one, accept=field.accept)
    return lied.with_lines(
        theirs.model_copy(update={"path": one, "statement": x.statement})
        if x.path == one and x.role == "says" and x.channel == made.case.channel
        else x
        for x in made.evidence
    )


AUDITED = (
    superseded_value_wins, disputed_is_booked, second_claim_left_out, order_narrowed, row_left_out,
    seller_and_buyer_exchanged, net_and_total_exchanged, all_currencies_changed, trace_made_up,
    was_replaced, mask_shortened, reason_changed, lure_dropped, lure_made_up, touched_added,
    issue_dropped, issue_made_up, step_renamed, severity_changed, kind_changed,
    order_of_list_changed, twin_removed, derive_changed, instructions_changed, description_changed,
    field_not_asked, a_second_answer_accepted,
)  # fmt: skip
OWN = (
    cities_exchanged, issue_and_due_date_exchanged, balances_exchanged, period_exchanged,
    credits_and_debits_exchanged, institution_and_company_exchanged,
    review_and_foundation_exchanged, amounts_of_two_rows_exchanged, words_of_two_rows_exchanged,
    two_columns_exchanged, rule_left_out, dispute_made_up, a_cent_off, a_day_off, an_id_off,
    another_currency_of_one, another_unit, a_reading_dropped, a_reading_made_up,
    said_to_be_unscored, said_to_be_derived, said_to_be_derivable, field_left_out, touched_dropped,
    channel_dropped, step_left_out, locale_changed, record_changed, another_channel_asked,
    box_too_wide, another_page, evidence_left_out, evidence_of_another,
)  # fmt: skip
for _name, _lie in list(globals().items()):
    if callable(_lie) and getattr(_lie, "__name__", "") == "lie":
        _lie.__name__ = _name
