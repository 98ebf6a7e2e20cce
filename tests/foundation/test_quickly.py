"""A class made `quickly` behaves as the dataclass that it was."""

import copy
import inspect
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from chaosdocs.foundation.quickly import quickly


@dataclass(frozen=True, slots=True)
class Plain:
    """As `dataclass` makes it."""

    name: str
    size: int = 3
    parts: list[int] = field(default_factory=list)
    said: str = field(default="", kw_only=True)


@quickly
@dataclass(frozen=True, slots=True)
class Quick:
    """The same, quickly."""

    name: str
    size: int = 3
    parts: list[int] = field(default_factory=list)
    said: str = field(default="", kw_only=True)


@quickly
@dataclass(frozen=True, slots=True, kw_only=True)
class Under(Quick):
    """One field more."""

    more: int


def test_arguments_and_defaults_are_those_of_the_dataclass():
    one, other = (inspect.signature(each).parameters for each in (Plain, Quick))

    assert [*one] == [*other]
    assert [each.kind for each in one.values()] == [each.kind for each in other.values()]
    assert repr(Quick("a", said="b")) == repr(Plain("a", said="b")).replace("Plain", "Quick")
    with pytest.raises(TypeError, match="name"):
        Quick()
    with pytest.raises(TypeError):
        Quick("a", 1, [], "b")


def test_what_a_factory_makes_is_made_for_each():
    assert Quick("a").parts is not Quick("a").parts
    assert Quick("a", parts=[1]).parts == [1]


def test_it_is_frozen_equal_copied_and_pickled():
    made = Quick("a", 4)

    with pytest.raises(FrozenInstanceError):
        made.size = 5
    assert made == Quick("a", 4) != Quick("a", 5)
    assert replace(made, size=5) == Quick("a", 5)
    assert copy.copy(made) == pickle.loads(pickle.dumps(made)) == made  # noqa: S301 - its own


def test_fields_of_a_base_are_kept():
    assert replace(Under(name="a", more=1), size=9).size == 9
    assert Under(name="a", more=1).more == 1


def test_a_class_that_does_more_is_refused():
    @dataclass(frozen=True, slots=True)
    class Checked:
        name: str

        def __post_init__(self) -> None:
            raise ValueError

    with pytest.raises(TypeError, match="Checked does more"):
        quickly(Checked)
