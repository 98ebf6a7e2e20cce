"""The steps of CONTRIBUTING, carried out in another package: the truth passes, lies do not."""

import importlib
import re
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest

from chaosdocs.authoring import OPERATORS, show
from chaosdocs.testing import check_operator
from chaosdocs.testing.checking import prove_operator

PAGE = Path(__file__).parents[2] / ".github" / "CONTRIBUTING.md"
MODULE = "acme_docs.operators.numbers.currency_first"
BLOCK = re.compile(r"^ *```python\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
WRITTEN = "text = write(statement.value, other)"
YIELDED = "yield retext(statement, text, lures=(wrong,), convention=other)"


def code():
    """The operator that the steps describe."""
    blocks = [textwrap.dedent(block) for block in BLOCK.findall(PAGE.read_text(encoding="utf-8"))]
    (found,) = [block for block in blocks if "def currency_first" in block]
    return found


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package outside of ours, as a user has one."""
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path
    for part in MODULE.split(".")[:-1]:
        folder /= part
        folder.mkdir()
        (folder / "__init__.py").write_text("")
    yield folder
    for name in [name for name in sys.modules if name.startswith("acme_docs")]:
        del sys.modules[name]
    OPERATORS._found.pop("acme_docs/numbers.currency_first", None)


def declared(package, right="", wrong=""):
    """The operator of the steps with one place changed, and an example that prints what it does."""
    text = code()
    assert right in text
    (package / "currency_first.py").write_text(text.replace(right, wrong) if right else text)
    made = importlib.import_module(MODULE).currency_first
    line = repr(show(made, {"amount": "12.50", "currency": "EUR"}, "money"))
    made = replace(made, doc=re.sub(r"'12.50 EUR → .*'", lambda _: line, made.doc))
    OPERATORS.add(made.id, made, made.module)
    return made


def test_the_operator_of_the_steps_passes_the_check(package):
    made = declared(package)

    assert made.id == "acme_docs/numbers.currency_first"
    check_operator(made, documents=9, proofs=6)


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        pytest.param(WRITTEN, 'text = ""', "says that its value stays", id="erases"),
        pytest.param(
            WRITTEN,
            'text = write(statement.value, other) if level.rate < 1 else ""',
            "says that its value stays",
            id="erases at one severity",
        ),
        pytest.param(
            WRITTEN,
            'text = "" if other.name == "fr_FR" else write(statement.value, other)',
            "says that its value stays",
            id="erases in one language",
        ),
        pytest.param(
            YIELDED,
            'yield retext(statement, text, gone="blank", convention=other)',
            "unaccounted_hit",
            id="says gone what is there",
        ),
        pytest.param(
            YIELDED,
            'yield retext(statement, text, mask="*", convention=other)',
            "what it says is true is not what the file says",
            id="says masked what is whole",
        ),
        pytest.param(
            YIELDED,
            "yield retext(statement, text, readings=(statement.value, wrong.value))",
            "what it says is true is not what the file says",
            id="says ambiguous what is plain",
        ),
        pytest.param(
            YIELDED,
            "yield retext(statement, text, readings=(wrong.value,), convention=other)",
            "reading_impossible",
            id="says another value than it shows",
        ),
        pytest.param(
            WRITTEN,
            "more = replace(statement.value, amount=statement.value.amount + 1)\n"
            "        text = write(more, other)",
            "reading_impossible",
            id="shows another value than it says",
        ),
        pytest.param(
            "wrong = Lure(Money(-statement.value.amount, statement.value.currency), ",
            "wrong = Lure(statement.value, ",
            "which is right",
            id="a right answer as a lure",
        ),
        pytest.param(
            'evidence="scrapinghub/price-parser#29: ',
            'evidence="seen in a mail: ',
            "is no public reference",
            id="evidence that nobody can open",
        ),
        pytest.param(
            "A document with amounts whose currency",
            "Write amounts so that the currency",
            "the docstring begins",
            id="an act for a summary",
        ),
    ],
)
def test_an_operator_that_lies_is_refused_in_words(package, right, wrong, words):
    made = declared(package, right, wrong)

    with pytest.raises(AssertionError) as caught:
        check_operator(made, documents=9, proofs=6)
    assert words in str(caught.value)
    assert str(caught.value).startswith("acme_docs/numbers.currency_first")
    assert "document: record " in str(caught.value)


def test_what_is_checked_is_what_the_registry_has(package):
    made = declared(package)
    other = replace(made, version=2)

    with pytest.raises(AssertionError, match="the registry holds another operator"):
        check_operator(other, documents=9, proofs=1)


def test_an_operator_that_makes_no_file_is_not_called_proved(package):
    made = declared(package, "if values.convention is None or", "if values.convention or")

    with pytest.raises(AssertionError, match="no finished file can be made"):
        prove_operator(made, proofs=2)
