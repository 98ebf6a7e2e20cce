import pytest
from by_hand import csv_case, json_case, pdf_case, xlsx_case
from lies import LIES, file_of_another

from chaosdocs.foundation.rng import SeededRng
from chaosdocs.proof import Twin, prove

HONEST = {
    "pdf": pdf_case(),
    "pdf-gaps": pdf_case(blank=("/account", "/date")),
    "csv": csv_case(),
    "csv-gaps": csv_case(blank=("/account", "/tax", "/total")),
    "json": json_case(),
    "xlsx": xlsx_case(),
    "xlsx-gaps": xlsx_case(blank=("/account", "/date")),
}


def failures(made, twin=None):
    return prove(
        made.case, made.truth, made.evidence, made.read, domain=made.domain, twin=twin
    ).failures


@pytest.mark.parametrize("name", HONEST)
def test_nothing_is_wrong_before_the_lie(name):
    assert failures(HONEST[name]) == ()


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: lie.__name__)
@pytest.mark.parametrize("name", HONEST)
def test_a_seeded_lie_is_caught(name, lie):
    rng = SeededRng(1).at(name, lie.__name__)
    lied = [lie(HONEST[name], rng.at(turn)) for turn in range(4)]
    missed = [turn for turn, made in enumerate(lied) if made is not None and not failures(made)]

    assert missed == []


def test_every_lie_is_told_somewhere():
    untold = {
        lie.__name__
        for lie in LIES
        if all(lie(made, SeededRng(1)) is None for made in HONEST.values())
    }

    assert untold <= {"ambiguity_denied", "dispute_denied"}


def test_the_file_of_another_severity_is_caught():
    one, other = pdf_case(), pdf_case(blank=("/account",))

    assert failures(file_of_another(one, other))
    assert failures(file_of_another(other, one))


def test_an_untouched_field_that_reads_otherwise_than_on_the_twin_is_caught():
    clean = csv_case()
    dirty = csv_case({**clean_shown(), "/tax": ("money", "99,99 EUR", money("99.99"))})
    dirty.domain = clean.domain
    found = failures(dirty, Twin(clean.case, clean.truth, clean.evidence, clean.read))

    assert {failure.code for failure in found} == {"bystander_changed"}


def clean_shown():
    from by_hand import SHOWN

    return SHOWN


def money(amount):
    return {"amount": amount, "currency": "EUR"}
