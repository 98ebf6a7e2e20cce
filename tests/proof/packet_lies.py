"""Lies about a packet: each takes a proved case and a stream of draws, and makes one thing false.

They are about its documents, about where a fact stands and how far that is, and about which
document governs. A lie returns None where there is nothing to lie about.
"""

from liars import leaves, with_leaf


def _far(made):
    """The fields of which the truth says how far they are."""
    return [(path, field) for path, field in leaves(made) if field.context is not None]


def _context(made, rng, change):
    """Change the context of a field that is printed."""
    found = [(path, field) for path, field in _far(made) if field.context.where]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(made, path, context=change(field.context))


def a_place_left_out(made, rng):
    return _context(made, rng, lambda c: c.model_copy(update={"where": c.where[1:]}))


def a_fact_on_another_page(made, rng):
    def change(context):
        first, *others = context.where
        moved = first.model_copy(update={"page": first.page + 1})
        return context.model_copy(update={"where": (moved, *others)})

    return _context(made, rng, change)


def a_fact_in_another_document(made, rng):
    if made.truth.packet is None:
        return None
    names = [sheet.id for sheet in made.truth.packet.sheets]

    def change(context):
        first, *others = context.where
        other = rng.at("sheet").pick([name for name in names if name != first.sheet])
        moved = first.model_copy(update={"sheet": other})
        return context.model_copy(update={"where": (moved, *others)})

    return _context(made, rng.at("field"), change)


def a_hop_more(made, rng):
    return _context(made, rng, lambda c: c.model_copy(update={"hops": c.hops + 1}))


def a_page_farther(made, rng):
    return _context(made, rng, lambda c: c.model_copy(update={"pages": c.pages + 1}))


def more_words_between(made, rng):
    more = 40 + rng.below(400)
    return _context(made, rng, lambda c: c.model_copy(update={"words": c.words + more}))


def nothing_said_of_the_distance(made, rng):
    return _context(made, rng, lambda _: None)


def _sheet(made, rng, change):
    """Change what is said of one document."""
    packet = made.truth.packet
    if packet is None:
        return None
    at = rng.below(len(packet.sheets))
    sheets = list(packet.sheets)
    sheets[at] = change(sheets[at])
    return _with_sheets(made, sheets)


def _with_sheets(made, sheets):
    packet = made.truth.packet.model_copy(update={"sheets": tuple(sheets)})
    return made.with_truth(made.truth.model_copy(update={"packet": packet}))


def a_document_of_another_matter(made, rng):
    return _sheet(made, rng, lambda sheet: sheet.model_copy(update={"near": not sheet.near}))


def a_document_of_another_kind(made, rng):
    return _sheet(
        made, rng,
        lambda s: s.model_copy(update={"paper": "order" if s.paper != "order" else "invoice"}),
    )  # fmt: skip


def a_document_with_a_page_more(made, rng):
    return _sheet(made, rng, lambda sheet: sheet.model_copy(update={"pages": sheet.pages + 1}))


def a_document_that_begins_elsewhere(made, rng):
    return _sheet(made, rng, lambda sheet: sheet.model_copy(update={"first": sheet.first + 1}))


def a_document_left_out(made, rng):
    packet = made.truth.packet
    if packet is None:
        return None
    at = rng.below(len(packet.sheets))
    return _with_sheets(made, [*packet.sheets[:at], *packet.sheets[at + 1 :]])


def two_documents_exchanged(made, rng):
    packet = made.truth.packet
    if packet is None or len(packet.sheets) < 2:
        return None
    at = rng.below(len(packet.sheets) - 1)
    sheets = list(packet.sheets)
    names = {"id": sheets[at].id, "paper": sheets[at].paper}
    other = {"id": sheets[at + 1].id, "paper": sheets[at + 1].paper}
    sheets[at] = sheets[at].model_copy(update=other)
    sheets[at + 1] = sheets[at + 1].model_copy(update=names)
    return _with_sheets(made, sheets)


def _packet(made, **changes):
    packet = made.truth.packet.model_copy(update=changes)
    return made.with_truth(made.truth.model_copy(update={"packet": packet}))


def the_number_of_another_matter(made, rng):
    if made.truth.packet is None:
        return None
    number = made.truth.packet.key
    last = str((int(number[-1]) + 1 + rng.below(9)) % 10)
    return _packet(made, key=number[:-1] + last)


def the_rules_stand_elsewhere(made, rng):
    if made.truth.packet is None:
        return None
    places = [p for p in ("instructions", "page", "nowhere") if p != made.truth.packet.rules]
    return _packet(made, rules=rng.pick(places))


def _ruled(made):
    """The fields that a rule decides, with the values that do not count."""
    found = []
    for path, field in leaves(made, "answerable"):
        others = tuple(lure.value for lure in field.lures if lure.value not in field.accept)
        if field.why == "rule" and others:
            found.append((path, field, others))
    return found


def another_document_governs(made, rng):
    found = _ruled(made)
    if not found:
        return None
    path, _, others = rng.pick(found)
    return with_leaf(made, path, accept=others[:1])


def no_document_governs(made, rng):
    found = _ruled(made)
    if not found:
        return None
    path, field, others = rng.pick(found)
    return with_leaf(
        made, path, state="disputed", why=None, accept=(), readings=(*field.accept, *others)
    )


def a_disputed_fact_settled(made, rng):
    found = [(p, f) for p, f in leaves(made, "disputed") if f.readings]
    if not found:
        return None
    path, field = rng.pick(found)
    return with_leaf(
        made, path, state="answerable", why="rule", accept=field.readings[:1], readings=(),
        reason=None,
    )  # fmt: skip


def two_files_with_exchanged_roles(made, rng):
    files = list(made.case.files)
    if len(files) < 2:
        return None
    at = rng.below(len(files) - 1)
    roles = files[at].role, files[at + 1].role
    files[at] = files[at].model_copy(update={"role": roles[1]})
    files[at + 1] = files[at + 1].model_copy(update={"role": roles[0]})
    return made.with_case(files=tuple(files)) if roles[0] != roles[1] else None


def a_file_left_out(made, rng):
    files = made.case.files
    if len(files) < 2:
        return None
    at = rng.below(len(files))
    return made.with_case(files=(*files[:at], *files[at + 1 :]))


def files_in_another_order(made, rng):
    files = made.case.files
    return made.with_case(files=(*files[1:], files[0])) if len(files) > 1 else None


LIES = (
    a_place_left_out, a_fact_on_another_page, a_fact_in_another_document, a_hop_more,
    a_page_farther, more_words_between, nothing_said_of_the_distance, a_document_of_another_matter,
    a_document_of_another_kind, a_document_with_a_page_more, a_document_that_begins_elsewhere,
    a_document_left_out, two_documents_exchanged, the_number_of_another_matter,
    the_rules_stand_elsewhere, another_document_governs, no_document_governs,
    a_disputed_fact_settled, two_files_with_exchanged_roles, a_file_left_out,
    files_in_another_order,
)  # fmt: skip
