"""Records against Faker, side by side in one process: ``python tests/bench/bench_records.py``.

An invoice with ten lines, seeded one by one: ours from the kept pools, Faker's with each field
drawn from one instance that is seeded anew for every invoice. CPU time, variants in turn over
rounds, median and range of the ratios.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import time
from collections.abc import Callable

from faker import Faker

from chaosdocs.sources import parties
from chaosdocs.sources.domains import invoice, kyc, statement

ROUNDS = 7
OURS = 400
FAKERS = 20
LOCALE = "en_US"


def ten_lines(count: int) -> list[int]:
    """Indexes of invoices with ten lines."""
    found: list[int] = []
    index = 0
    while len(found) < count:
        if len(invoice.record(1, index, LOCALE).rows) == 10:
            found.append(index)
        index += 1
    return found


def with_faker(source: Faker, seed: int) -> dict[str, object]:
    """The same fields, each drawn by Faker."""
    source.seed_instance(seed)
    made: dict[str, object] = {}
    for side in ("seller", "buyer"):
        made[f"{side}/name"] = source.company()
        made[f"{side}/street"] = source.street_address()
        made[f"{side}/postcode"] = source.postcode()
        made[f"{side}/city"] = source.city()
        made[f"{side}/country"] = source.country_code()
        made[f"{side}/vat_id"] = source.bothify("DE#########")
    made["iban"], made["bic"], made["bank"] = source.iban(), source.swift(), source.company()
    made["number"], made["customer"] = source.numerify("RE-####-#####"), source.numerify("#######")
    made["order"], made["currency"] = source.numerify("45########"), source.currency_code()
    made["issued"] = source.date_between(dt.date(2022, 1, 3), dt.date(2025, 11, 3))
    made["days"] = source.random_element((7, 10, 14, 30, 45, 60, 90))
    made["due"] = made["issued"] + dt.timedelta(days=made["days"])  # type: ignore[operator,arg-type]
    made["rate"], made["note"] = source.random_element((7, 19)), source.sentence()
    for at in range(10):
        made[f"{at}/position"], made[f"{at}/sku"] = at + 1, source.numerify("000######")
        made[f"{at}/description"] = source.sentence(nb_words=3)
        made[f"{at}/quantity"] = source.random_int(1, 100)
        made[f"{at}/unit"] = source.random_element(("EA", "HUR", "KGM", "LTR", "MTR"))
        made[f"{at}/price"] = source.pydecimal(left_digits=4, right_digits=2, positive=True)
        made[f"{at}/amount"] = made[f"{at}/quantity"] * made[f"{at}/price"]  # type: ignore[operator]
    made["net"] = sum(made[f"{at}/amount"] for at in range(10))  # type: ignore[misc]
    return made


def seconds(work: Callable[[int], object], items: list[int]) -> float:
    """CPU seconds an item."""
    start = time.process_time()
    for item in items:
        work(item)
    return (time.process_time() - start) / len(items)


def cold(index: int) -> object:
    """An invoice whose parties are made anew."""
    parties.party.cache_clear()
    return invoice.record(1, index, LOCALE)


def main() -> None:
    """Measure and print."""
    indexes = ten_lines(OURS)
    usual, plain = Faker(LOCALE), Faker(LOCALE, use_weighting=False)
    variants: dict[str, tuple[Callable[[int], object], list[int]]] = {
        "ours": (lambda at: invoice.record(1, at, LOCALE), indexes),
        "ours, parties made anew": (cold, indexes),
        "Faker": (lambda at: with_faker(usual, at), indexes[:FAKERS]),
        "Faker, no weighting": (lambda at: with_faker(plain, at), indexes[:FAKERS]),
        "statement": (lambda at: statement.record(1, at, LOCALE), indexes),
        "kyc": (lambda at: kyc.record(1, at, LOCALE), indexes),
    }
    took: dict[str, list[float]] = {name: [] for name in variants}
    for turn in range(ROUNDS):
        names = list(variants)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            took[name].append(seconds(*variants[name]))
    write = sys.stdout.write
    for name, times in took.items():
        ratios = [other / mine for other, mine in zip(times, took["ours"], strict=True)]
        write(
            f"{name:26} {statistics.median(times) * 1e6:8.0f} µs a record"
            f"   {statistics.median(ratios):6.1f} x ours ({min(ratios):.1f} to {max(ratios):.1f})\n"
        )


if __name__ == "__main__":
    main()
