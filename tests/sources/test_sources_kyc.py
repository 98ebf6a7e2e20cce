from decimal import Decimal

import pytest

from chaosdocs.sources.checks import is_lei, is_tax_id
from chaosdocs.sources.domains.kyc import record
from chaosdocs.sources.pools import LOCALES
from chaosdocs.truth.closure import closure


@pytest.mark.parametrize("locale", LOCALES)
def test_shares_and_remainder_make_a_hundred_and_every_owner_has_one(locale):
    for index in range(150):
        made = record(6, index, locale)
        shares = [made.facts[f"/lines/{row}/percentage"] for row in made.rows]
        names = {made.facts[f"/lines/{row}/name"] for row in made.rows}

        assert sum(shares) + made.facts["/remainder"] == Decimal(100)
        assert min(shares) > 0
        assert len(names) == len(made.rows)


@pytest.mark.parametrize("locale", LOCALES)
def test_ids_have_right_check_digits(locale):
    for index in range(60):
        facts = record(6, index, locale).facts
        assert is_tax_id(facts["/company/vat_id"])
        assert is_lei(facts.get("/company/lei", "5493000IBP32UQZ0KL24"))
        assert facts["/company/incorporation_date"] < facts["/review_date"]


def test_one_person_is_the_same_in_every_file():
    seen = {}
    for index in range(400):
        made = record(6, index, "de_DE")
        for row in made.rows:
            name = made.facts[f"/lines/{row}/name"]
            seen.setdefault(name, set()).add(made.facts[f"/lines/{row}/birth_date"])

    assert len(seen) > 500
    assert sum(len(dates) == 1 for dates in seen.values()) > 0.95 * len(seen)


@pytest.mark.parametrize("locale", ["fr_FR", "ja_JP"])
def test_a_gone_registration_number_follows_from_the_tax_id(locale):
    made = record(6, 1, locale)
    gone = "/company/registration_number"
    known = {ref: value for ref, value in made.facts.items() if ref != gone}

    assert closure(made.domain.rules, known, made.rows)[gone] == made.facts[gone]
