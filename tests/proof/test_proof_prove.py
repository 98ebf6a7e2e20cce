import pytest
from by_hand import csv_case, json_case, pdf_case

from chaosdocs.proof import prove


def outcome(made, **more):
    return prove(made.case, made.truth, made.evidence, made.read, domain=made.domain, **more)


def codes(made, **more):
    return {failure.code for failure in outcome(made, **more).failures}


@pytest.mark.parametrize(
    "made",
    [
        csv_case(),
        csv_case(encoding="cp1252"),
        csv_case(delimiter=",", blank=("/account",)),
        json_case(),
        pdf_case(),
        pdf_case(blank=("/account", "/date")),
    ],
    ids=["csv", "cp1252", "blank-cell", "json", "pdf", "blank-field"],
)
def test_an_honest_case_is_proved(made):
    proof = outcome(made)

    assert proof.failures == ()
    assert set(proof.witnesses) == set(made.truth.fields)


def test_a_gone_value_says_that_its_absence_was_searched():
    proof = outcome(pdf_case(blank=("/account",)))

    assert "absence" in proof.witnesses["/account"]


def test_a_value_that_follows_from_the_others_is_not_gone():
    assert "derivable" in codes(pdf_case(blank=("/total",)))


def test_another_file_than_the_listed_one_fails():
    made = csv_case()
    path = made.case.files[0].path
    made.files[path] += b" "

    assert "digest" in codes(made)


def test_a_missing_file_fails():
    made = csv_case()
    made.files.clear()

    assert "missing_file" in codes(made)


def test_junk_is_unreadable_and_no_crash():
    assert "unreadable" in codes(pdf_case().with_file(b"%PDF-1.7 junk"))
    assert "unreadable" in codes(json_case().with_file(b"[" * 100_000))


def test_an_unknown_key_of_a_convention_fails():
    made = csv_case()
    first = made.evidence[4].model_copy(update={"convention": "de_DE;decimal=,;mood=glad"})

    assert "convention" in codes(made.with_lines([*made.evidence[:4], first, *made.evidence[5:]]))
