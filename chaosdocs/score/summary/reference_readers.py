"""Readers whose score is known by construction, made from the truth and scored on every run.

A score that such a reader can raise is no score. They are printed beside the reader under test.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from chaosdocs.formats.units import unfold
from chaosdocs.foundation.rng import Rng, SeededRng
from chaosdocs.score.judging.comparison import Json
from chaosdocs.score.judging.expectations import Expected, ScoredCase, ScoredCorpus

Answer = dict[str, Json]
Strategy = Callable[..., Answer]
"""What makes an answer line of a case and a source of chance."""
SURE: Final = 0.9


def oracle(case: ScoredCase, rng: Rng) -> Answer:
    """Right everywhere, and sure of it; every gap is flagged."""
    del rng
    out = _empty()
    for pointer, truth in pointers(case):
        _right(out, pointer, truth)
        out["confidence"][pointer] = 1.0
    return out


def always_abstain(case: ScoredCase, rng: Rng) -> Answer:
    """Abstain from everything."""
    del rng
    return {"answer": {}, "abstain": {f"/{name}": "not_legible" for name in _tops(case)}}


def all_null(case: ScoredCase, rng: Rng) -> Answer:
    """Null everywhere."""
    del rng
    return {"answer": dict.fromkeys(_tops(case))}


def answer_all(case: ScoredCase, rng: Rng) -> Answer:
    """A value everywhere, a lure where there is one, sure of everything."""
    del rng
    out: Answer = {"answer": {}, "abstain": {}, "confidence": {"*": 1.0}}
    for pointer, truth in pointers(case):
        put(out["answer"], pointer, guess(truth))
    return out


def random_abstain(case: ScoredCase, rng: Rng, *, heads: bool = True) -> Answer:
    """As `answer_all`, and abstain from half of it by the toss of a coin."""
    out = answer_all(case, rng)
    for pointer, truth in pointers(case):
        if rng.at(case.case, pointer).chance(0.5) is heads:
            out["abstain"][pointer] = "coin"
            put(out["answer"], pointer, opened(truth))
    return out


def hedged(case: ScoredCase, rng: Rng) -> Answer:
    """As `answer_all`, with a confidence of .49 in everything."""
    return {**answer_all(case, rng), "confidence": {"*": 0.49}}


def copy_all(case: ScoredCase, rng: Rng) -> Answer:
    """Twenty candidates for everything."""
    del rng
    out = _empty()
    for pointer, truth in pointers(case):
        many = [guess(truth), *truth.accept, *truth.readings]
        out["candidates"][pointer] = list(itertools.islice(itertools.cycle(many), 20))
        put(out["answer"], pointer, None)
    return out


def sandbag_clean(case: ScoredCase, rng: Rng) -> Answer:
    """Twice as often lost on dirt as `graceful`, and shy of half of what is clean: to look steady.

    Its retention is above 1. What it hides stands in the columns of the clean documents.
    """
    out = _reading(case, rng, lured=2, open_=20)
    if case.side != "dirty":
        for pointer, truth in pointers(case):
            if rng.at(case.case, pointer).chance(0.5):
                out["abstain"][pointer] = "sandbag"
                put(out["answer"], pointer, opened(truth))
    return out


def flag_everything(case: ScoredCase, rng: Rng) -> Answer:
    """Right or lured, with a flag on every value."""
    out = answer_all(case, rng)
    out["abstain"] = {pointer: "unsure" for pointer, _ in pointers(case)}
    return out


def shy_of_dirt(case: ScoredCase, rng: Rng) -> Answer:
    """Right on clean documents, abstaining from all of every damaged one."""
    return always_abstain(case, rng) if case.side == "dirty" else oracle(case, rng)


def graceful(case: ScoredCase, rng: Rng) -> Answer:
    """Right on nine of ten touched fields, gaps where they belong and where it is not sure."""
    return _reading(case, rng, lured=1, open_=10)


def _reading(case: ScoredCase, rng: Rng, *, lured: int, open_: int) -> Answer:
    """Of a hundred touched fields with a value `lured` are wrong, and up to `open_` left open."""
    out = _empty()
    for pointer, truth in pointers(case):
        _right(out, pointer, truth)
        out["confidence"][pointer] = SURE
        if truth.touched and truth.state == "answerable":
            draw = rng.at(case.case, pointer).below(100)
            if draw < lured:
                put(out["answer"], pointer, guess(truth))
            elif draw < open_:
                put(out["answer"], pointer, opened(truth))
                out["abstain"][pointer] = "not_legible"
    return out


REFERENCE_READERS: Final[Mapping[str, Strategy]] = {
    "oracle": oracle,
    "graceful": graceful,
    "always-abstain": always_abstain,
    "all-null": all_null,
    "answer-all": answer_all,
    "random-abstain": random_abstain,
    "constant-confidence-.49": hedged,
    "copy-all": copy_all,
    "sandbag-clean": sandbag_clean,
    "abstain-on-any-noise": shy_of_dirt,
    "flag-everything": flag_everything,
}


def constant(case: ScoredCase, rng: Rng) -> Answer:
    """The same text for every document: what it keeps is kept by luck."""
    del case, rng
    return {"text": _CONSTANT}


_CONSTANT: Final = " ".join(
    (*map(str, range(1, 41)), "60 90", "USD EUR GBP JPY", "%", "US DE FR JP GB")
)
PARSER_REFERENCE_READERS: Final[Mapping[str, Strategy]] = {"constant": constant}
"""Readers of known score for the tasks ``text`` and ``tables``."""


def answers_by(
    strategy: Strategy, corpus: ScoredCorpus, seed: int = 0, **options: bool
) -> Iterator[Answer]:
    """Yield the answer lines of a control, which may take `options`."""
    rng = SeededRng(seed).at("control", strategy.__name__)
    for case in corpus.cases.values():
        line = {"case": case.case, **strategy(case, rng, **options)}
        unfold(line, {each.path: each.whole for each in case.lists})
        yield line


def pointers(case: ScoredCase) -> Iterator[tuple[str, Expected]]:
    """Yield every asked field with its pointer in an answer, rows by number."""
    for truth in case.scalars:
        yield truth.path, truth
    for each in case.lists:
        for n, row in enumerate(each.rows.values()):
            for leaf, truth in row.items():
                yield f"{each.path}/{n}/{leaf}", truth


def guess(truth: Expected) -> Json:
    """Return the value that a reader gives who never leaves a gap: a lure before the truth."""
    told = [value for _, value in truth.lures]
    told += [*truth.readings, *truth.accept]
    if truth.was is not None:
        told.append(truth.was)
    return told[0] if told else _ANY.get(truth.kind, "unknown")


def opened(truth: Expected) -> Json:
    """Return what stands where a reader leaves a field open: of a group its last side alone."""
    value = next(iter((*truth.accept, *truth.readings)), None)
    if truth.kind != "ids" or not isinstance(value, dict):
        return None
    sides = {leaf: names for leaf, names in value.items() if isinstance(names, list) and names}
    tags = {leaf: name for leaf, name in value.items() if isinstance(name, str)}
    last = [*sides][-1:]
    return {**tags, **{leaf: sides[leaf] for leaf in last}}


def put(answer: Answer, pointer: str, value: Json) -> None:
    """Put `value` at `pointer`; lists and objects on the way are made."""
    parts = pointer.strip("/").split("/")
    holder: Any = answer
    for part, following in itertools.pairwise(parts):
        empty: Json = [] if following.isdigit() else {}
        if isinstance(holder, list):
            while len(holder) <= int(part):
                holder.append({})
            holder = holder[int(part)]
        else:
            holder = holder.setdefault(part, empty)
    holder[parts[-1]] = value


_ANY: Final[Mapping[str, Json]] = {
    "money": {"amount": "100.00", "currency": "EUR"},
    "quantity": {"value": "1", "unit": "EA"},
    "number": "1",
    "percent": "19",
    "date": "2024-01-01",
    "bool": True,
}


def _empty() -> Answer:
    return {"answer": {}, "abstain": {}, "absent": [], "candidates": {}, "confidence": {}}


def _right(out: Answer, pointer: str, truth: Expected) -> None:
    value = None
    match truth.state:
        case "answerable":
            value = truth.accept[0]
        case "absent" if truth.accept:  # an orphan is said to be one
            value = truth.accept[0]
        case "absent":
            out["absent"].append(pointer)
        case "ambiguous" | "disputed":
            out["abstain"][pointer] = truth.state
            out["candidates"][pointer] = list(truth.readings)
        case _:
            out["abstain"][pointer] = truth.reason or "not_legible"
    put(out["answer"], pointer, value)


def _tops(case: ScoredCase) -> list[str]:
    paths = [truth.path for truth in case.scalars] + [each.path for each in case.lists]
    return list(dict.fromkeys(path.split("/", 2)[1] for path in paths))
