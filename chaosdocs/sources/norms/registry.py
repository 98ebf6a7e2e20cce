"""All norms, and the records that are drawn for them.

Four records one after the other share a norm and a locale. The first three have the same facts:
the norm is named in the instructions, in the document, and nowhere. On the facts of the fourth
the norms agree, and none is named: a reader that leaves every such field open loses there.

A recipe can have the norm named on a policy page, instead of in the instructions or beside it: such
a record has the facts of the first three, and the norm that the instructions name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, TypeAlias

from chaosdocs.foundation.registry import Facts, Registry
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.norms.norm import LOCALES, Norm
from chaosdocs.sources.parties import BUYERS, SELLERS, party_name, person
from chaosdocs.truth.norms import Answers
from chaosdocs.truth.records import Domain, Record
from chaosdocs.truth.statements import Ref
from chaosdocs.truth.values import Value, key


def _facts(norm: Norm) -> Facts:
    return {
        "number": str(norm.number),
        "asked": norm.path,
        "norms": [each.name for each in norm.regimes],
    }


NORMS: Registry[Norm] = Registry(
    "norm", "chaosdocs.sources.norms.questions", Norm, facts=_facts, page=lambda norm: norm.page()
)
"""A norm is a module of `chaosdocs.sources.norms.questions` with a `NORM`."""
TWINS = 4
"""Records that share a norm: named in the instructions, in the document, nowhere; agreed on."""
_PEOPLE = 1_500


PolicyAt: TypeAlias = Literal["instructions", "page"]
"""Where a policy names the norm of the first records of a group."""


def in_turn() -> tuple[str, ...]:
    """Return the names of all our norms in the order of their numbers."""
    return tuple(sorted(NORMS.own, key=lambda name: NORMS[name].number))


def record(
    seed: int,
    index: int,
    names: Sequence[str] = (),
    locales: Sequence[str] = LOCALES,
    policy: Sequence[PolicyAt] = ("instructions",),
) -> Record:
    """Return the record at place `index`.

    Args:
        seed: Seed of the corpus.
        index: Place, from 0; every number has a record.
        names: Names of the norms, in turn; all where there are none.
        locales: Locales of the documents, in turn.
        policy: Where a policy names the norm: a record of a group for each place.

    Raises:
        UserError: There is no such norm.

    Example:
        >>> [record(7, n, ["day_count"]).id for n in range(2)]
        ['norm-day_count-00000-instructions', 'norm-day_count-00000-document']
    """
    group, at_place = divmod(index, TWINS - 1 + len(policy))
    twin = max(0, at_place - len(policy) + 1)
    apart = at_place < len(policy) and policy[at_place] == "page"
    chosen = tuple(names) or in_turn()
    norm = NORMS[chosen[group % len(chosen)]]
    locale = locales[(group + group // len(chosen)) % len(locales)]
    language = locale.partition("_")[0]
    stream = SeededRng(seed).at("norm", norm.name, group)
    control = twin == TWINS - 1
    agree = not norm.disagrees or (control and norm.agrees)
    facts, rows = norm.draw(stream.at("agreed" if control else "facts"), agree, language)
    keys = tuple(f"k{row}" for row in range(1, rows + 1))
    first, second = _held(norm, norm.answers(facts, keys) or {}, stream.at("held").below(10**6))
    held, named = (first, "") if twin == 0 else ("", second if twin == 1 else "")
    if apart:
        held, named = "", first
    if control and not norm.agrees:
        named = first
    said = _base(seed, stream.at("base", twin // (TWINS - 1)), locale) | facts
    if named:
        said[norm.names.path] = _name(norm, named, language, stream.at("name"))
    domain = _domain(norm.name, held, apart)
    place = ("instructions", "document", "nowhere", "agreed" if norm.agrees else "document2")[twin]
    place = "page" if apart else place
    return Record(
        id=f"norm-{norm.name}-{group:05}-{place}",
        domain=domain,
        locale=locale,
        facts=_in_order(domain, said, keys),
        rows=keys,
    )


@cache
def _domain(name: str, held: str, apart: bool) -> Domain:
    return NORMS[name].under(held, apart=apart).domain()


def _held(norm: Norm, answers: Answers, draw: int) -> tuple[str, str]:
    """Two norms that answer differently, where there are two."""
    names = [each.name for each in norm.regimes]
    first = names[draw % len(names)]
    others = [name for name in names if name != first]
    unlike = [name for name in others if _key(answers[name]) != _key(answers[first])] or others
    return first, unlike[draw // len(names) % len(unlike)]


def _key(value: Value | None) -> str:
    return "" if value is None else key(value)


def _name(norm: Norm, named: str, language: str, stream: SeededRng) -> Value:
    """How a document names a norm: its words, or a day on which it holds."""
    if norm.find is None:
        return norm.regime(named).said(language)
    return norm.day(named, stream)


def _in_order(domain: Domain, said: Mapping[Ref, Value], rows: Sequence[str]) -> dict[Ref, Value]:
    """The facts in the order of the document: its fields, and in place of a list its rows."""
    paths = [field.path for field in domain.fields]
    leaves = [path for path in paths if path.startswith("/lines/*/")]
    order: list[Ref] = []
    for path in paths:
        if path not in leaves:
            order.append(path)
        elif path == leaves[0]:
            order += [leaf.replace("*", row, 1) for row in rows for leaf in leaves]
    return {ref: said[ref] for ref in order if ref in said}


def _base(seed: int, stream: SeededRng, locale: str) -> dict[Ref, Value]:
    number = stream.at("number").below(10**6)
    return {
        "/entity/name": party_name(seed, "sellers", stream.at("entity").below(SELLERS), locale),
        "/counterparty/name": party_name(seed, "buyers", stream.at("other").below(BUYERS), locale),
        "/document_number": f"{stream.at('prefix').pick(('M', 'FA-', '00', 'AK'))}{number:06}",
        "/prepared_by": person(seed, "staff", stream.at("person").below(_PEOPLE), locale).name,
    }
