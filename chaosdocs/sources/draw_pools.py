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

from chaosdocs.foundation.rng import SeededRng

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")
FOLDER = Path(__file__).parent / "_pools"
_SEED = 20_240
_LONGEST = 38
_CHIBA = (
    "千葉市", "銚子市", "市川市", "船橋市", "館山市", "木更津市", "松戸市", "野田市", "茂原市",
    "成田市", "佐倉市", "東金市", "旭市", "習志野市", "柏市", "勝浦市", "市原市", "流山市",
    "八千代市", "我孫子市", "鴨川市", "鎌ケ谷市", "君津市", "富津市", "浦安市", "四街道市",
    "袖ケ浦市", "八街市", "印西市", "白井市", "富里市", "南房総市", "匝瑳市", "香取市", "山武市",
    "いすみ市", "大網白里市", "印旛郡", "香取郡", "山武郡", "長生郡", "夷隅郡", "安房郡",
)  # fmt: skip
"""Cities and districts of the prefecture of Chiba."""


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
            prefecture, low, high = _prefecture(city)
            code = low + rng.below(high - low + 1)
            places.append([f"{code}-{rng.below(9999):04}", f"{prefecture}{city}"])
        elif locale == "fr_FR":
            department = 1 + rng.below(95)
            places.append([f"{department:02}{10 * rng.below(99):03}", city])
        else:
            places.append([f"{1067 + rng.below(98_900):05}", city])
    return places


def _prefecture(city: str) -> tuple[str, int, int]:
    """The prefecture of one of Faker's cities, first and last start of its postcodes.

    Faker knows cities of three prefectures, and draws the prefecture without looking at them.

    Source:
        Japan Post, postcodes by prefecture: Tokyo 100 to 208, Kanagawa 210 to 259, Chiba 260 to
        299.

    Example:
        >>> _prefecture("横浜市緑区"), _prefecture("白井市"), _prefecture("練馬区")
        (('神奈川県', 210, 259), ('千葉県', 260, 299), ('東京都', 100, 179))
    """
    if city.startswith(("横浜市", "川崎市")):
        return "神奈川県", 210, 259
    if city.startswith(_CHIBA):
        return "千葉県", 260, 299
    return ("東京都", 180, 208) if city.endswith("市") or "郡" in city else ("東京都", 100, 179)


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
