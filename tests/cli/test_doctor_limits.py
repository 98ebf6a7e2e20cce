"""`chaosdocs doctor` tells every limit, from the constant that is its one home."""

import importlib

import pytest

from chaosdocs.cli.doctor import LIMITS, _import_fault, _limits


@pytest.mark.parametrize(("what", "module", "name"), LIMITS)
def test_a_limit_is_a_number_of_its_module(what, module, name):
    value = getattr(importlib.import_module(module), name)

    assert value > 0
    assert (f"limit: {what}", f"{value:,}", f"{module}.{name}") in list(_limits())


def test_importing_a_library_writes_nothing_between_the_rows(monkeypatch, capsys):
    monkeypatch.setattr(
        "chaosdocs.cli.doctor.importlib.import_module", lambda name: print(f"{name} is old")
    )

    assert _import_fault("pymupdf") == ""
    assert capsys.readouterr().out == ""
