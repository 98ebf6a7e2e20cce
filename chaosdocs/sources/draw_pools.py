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

from chaosdocs.sources.legal import shown_form

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")
FOLDER = Path(__file__).parent / "_pools"
_SEED = 20_240
_LONGEST = 38
_MADE_LEGAL: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "en_US": (("PLC", ("Corp", "LLC")), ("Ltd", ("LP", "Corp")), ("Group", ("Group Inc",))),
    "de_DE": (
        ("OHG mbH", ("OHG", "KG")),
        ("e.V.", ("GmbH", "AG", "KG")),
        ("e.G.", ("AG", "GmbH", "KG")),
        ("GbR", ("UG (haftungsbeschränkt)", "GmbH", "KG")),
    ),
    "fr_FR": (),
    "ja_JP": (),
}
"""Ends of Faker's names that no company which sells there has, and what may stand instead."""
_ALWAYS = {"de_DE": "GmbH", "fr_FR": "SARL"}
"""Locale to the form of companies whose name shows none; a French family business may do so."""


def draw(locale: str) -> dict[str, Any]:
    """Return the pools of one locale, distinct, in drawn order.

    Args:
        locale: Such as ``de_DE``.

    Returns:
        ``faker`` (the version) and lists: ``first_names``, ``last_names``, ``companies``,
        ``streets`` (without house number; of Japan none, where towns take their place).
    """
    import faker

    source = faker.Faker(locale)
    source.seed_instance(_SEED)
    streets = [] if locale == "ja_JP" else _apart(_distinct(source.street_name, 420), 300)
    return {
        "faker": faker.VERSION,
        "locale": locale,
        "first_names": _distinct(source.first_name, 200),
        "last_names": _distinct(source.last_name, 200),
        "companies": companies(_apart(_distinct(lambda: _company(source), 420), 300), locale),
        "streets": streets,
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


def companies(names: Iterable[str], locale: str) -> list[str]:
    """Return names of companies with legal forms that there are in the country of `locale`.

    No name is part of another one; a name for which no form keeps that is left out.

    Example:
        >>> companies(["Wright PLC", "Daniels and Sons", "Wright Corp"], "en_US")
        ['Daniels and Sons', 'Wright Corp', 'Wright LLC']
    """
    kept: list[str] = []
    names = list(names)
    ends = _MADE_LEGAL[locale]
    fine = [name for name in names if not any(name.endswith(f" {end}") for end, _ in ends)]
    for name in (*fine, *(name for name in names if name not in fine)):
        end, forms = next(
            ((end, forms) for end, forms in ends if name.endswith(f" {end}")), ("", ("",))
        )
        stem = name.removesuffix(end)
        if (
            not end
            and locale in _ALWAYS
            and shown_form(name) is None
            and not name.endswith(" Fils")
        ):
            stem, forms = f"{name} ", (_ALWAYS[locale],)
        for made in (f"{stem}{form}" for form in forms):
            if len(made) <= _LONGEST and _is_apart(made, kept):
                kept.append(made)
                break
    return kept


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
        if _is_apart(text, kept):
            kept.append(text)
    return kept[:most]


def _is_apart(text: str, others: Iterable[str]) -> bool:
    small = text.casefold()
    return not any(small in other.casefold() or other.casefold() in small for other in others)


if __name__ == "__main__":
    main()
