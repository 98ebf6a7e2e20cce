"""Every law on every operator; `-k dates.` picks a family."""

import pytest

from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.testing.checking import prove_operator
from chaosdocs.testing.documents import samples
from chaosdocs.testing.laws import LAWS
from chaosdocs.testing.whole import WHOLE_LAWS

NAMES = tuple(OPERATORS)
SEVERAL_DOCUMENTS = {"links", "packet"}
"""Families whose documents are whole books: two of them are looked at."""
WHOLE = [
    pytest.param(
        name,
        marks=[pytest.mark.slow]
        if number % 3 and name.partition(".")[0] in SEVERAL_DOCUMENTS
        else [],
    )
    for number, name in enumerate(NAMES)
]
"""All operators; two thirds of those of whole books run among the slow tests."""


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_law(name, law):
    few = name.partition(".")[0] in SEVERAL_DOCUMENTS
    for number, document in enumerate(samples(OPERATORS[name], 2 if few else 6)):
        law(OPERATORS[name], document, 40 + number)


@pytest.mark.parametrize("name", NAMES)
def test_what_it_says_is_true_of_finished_files(name):
    """A scan takes ten times as long as others: each operator has one, the templates in turn."""
    scanned = OPERATORS[name].stage.name == "scan"
    proofs, first = (1, NAMES.index(name)) if scanned else (2, 0)

    assert prove_operator(OPERATORS[name], proofs=proofs, first=first) > 0


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_what_it_says_is_true_of_more_files(name):
    assert prove_operator(OPERATORS[name], proofs=8) > 0


@pytest.mark.parametrize("law", WHOLE_LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("name", WHOLE)
def test_law_on_the_whole(name, law):
    law(OPERATORS[name])


def test_exemptions_are_few_and_say_why():
    exempt = {law.__name__: {} for law in WHOLE_LAWS}
    for name, operator in OPERATORS.items():
        for law, reason in operator.exempt.items():
            exempt[law][name] = reason

    assert all(len(reason) >= 12 for those in exempt.values() for reason in those.values())
    assert len(exempt["applicable"]) <= len(OPERATORS) // 5
    assert len(exempt["distinct"]) <= 9
    assert len(exempt["falling"]) <= 8
    assert exempt["felt"].keys() == {"null.rerun"}
    assert exempt["touching"].keys() == {
        "null.rerun",
        "null.resave",
        "scan.redaction_beside",
        "scan.stain_beside",
    }
