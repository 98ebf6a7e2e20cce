"""Draw the pools of names from Faker, once, into data that is kept in the package.

Run it on purpose only (``python -m chaosdocs.sources.draw_pools``): every corpus changes with the
pools. The version of Faker is written into each file, and nothing else in the package imports it,
so that an upgrade of Faker changes no corpus.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from chaosdocs.truth.rng import SeededRng

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")
FOLDER = Path(__file__).parent / "_pools"
_SEED = 20_240
_LONGEST = 38


def draw(locale: str) -> dict[str, Any]:
    """Return the pools of one locale, distinct, in drawn order.

    Args:
        locale: Such as ``de_DE``.

    Returns:
        ``faker`` (the version) and lists: ``first_names``, ``last_names``, ``companies``,
        ``streets`` (without house number), ``places`` (pairs of postcode and city).
    """
    import faker

    source = faker.Faker(locale)
    source.seed_instance(_SEED)
    japanese = locale == "ja_JP"
    return {
        "faker": faker.VERSION,
        "locale": locale,
        "first_names": _distinct(source.first_name, 200),
        "last_names": _distinct(source.last_name, 200),
        "companies": _apart(_distinct(lambda: _company(source), 420), 300),
        "streets": _apart(_distinct(source.town if japanese else source.street_name, 420), 300),
        "places": _places(source, locale),
    }


def main() -> None:
    """Write the pools of every locale and say what was written."""
    for locale in LOCALES:
        pools = draw(locale)
        text = json.dumps(pools, ensure_ascii=False, indent=0, separators=(",", ":"))
        target = FOLDER / f"{locale}.json"
        target.write_text(text + "\n", encoding="utf-8")
        counts = {name: len(pool) for name, pool in pools.items() if isinstance(pool, list)}
        sys.stderr.write(f"{target.name}: Faker {pools['faker']}, {counts}\n")


def _company(source: Any) -> str:  # noqa: ANN401 - Faker is untyped
    """A company's name of two words or more: a bare family name is a person, not a company."""
    while True:
        name = str(source.company())
        if source.locales[0] == "ja_JP" or " " in name:
            return name


def _places(source: Any, locale: str) -> list[list[str]]:  # noqa: ANN401
    """Pairs of postcode and city; a state or prefecture is part of the city's text."""
    rng = SeededRng(_SEED).at(locale)
    cities = _apart(_distinct(source.city, 300), 200)
    places: list[list[str]] = []
    for city in cities:
        if locale == "en_US":
            state = str(source.state_abbr(include_territories=False))
            places.append([str(source.postcode_in_state(state)), f"{city}, {state}"])
        elif locale == "ja_JP":
            places.append([str(source.postcode()), f"{source.administrative_unit()}{city}"])
        elif locale == "fr_FR":
            department = 1 + rng.below(95)
            places.append([f"{department:02}{10 * rng.below(99):03}", city])
        else:
            places.append([f"{1067 + rng.below(98_900):05}", city])
    return places


def _distinct(draw_one: Callable[[], object], most: int) -> list[str]:
    """Up to `most` distinct texts; fewer where the locale has not so many."""
    found: dict[str, None] = {}
    for _ in range(most * 20):
        text = str(draw_one()).strip()
        if 0 < len(text) <= _LONGEST and text.isprintable():
            found[text] = None
        if len(found) == most:
            break
    return list(found)


def _apart(texts: Iterable[str], most: int) -> list[str]:
    """Up to `most` of `texts`, none of which is part of another: a gone name is findable."""
    kept: list[str] = []
    for text in texts:
        small = text.casefold()
        if not any(small in other.casefold() or other.casefold() in small for other in kept):
            kept.append(text)
    return kept[:most]


if __name__ == "__main__":
    main()
