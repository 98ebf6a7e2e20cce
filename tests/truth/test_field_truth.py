"""There is one shape of a field's truth: fold, proof and judge add to it, and files hold it."""

import dataclasses

import pytest

from chaosdocs.formats.cases import FieldExpectation
from chaosdocs.proof import fields as proved
from chaosdocs.score.judging import expectations as judged
from chaosdocs.truth.field_truth import FieldTruth
from chaosdocs.truth.stated import FoldedField

SHAPE = {field.name for field in dataclasses.fields(FieldTruth)}


@pytest.mark.parametrize(
    "each", [FoldedField, proved.Expected, judged.Expected], ids=["fold", "proof", "judge"]
)
def test_every_floor_adds_to_the_one_shape(each):
    assert issubclass(each, FieldTruth)
    assert {field.name for field in dataclasses.fields(each)} >= SHAPE


def test_a_file_holds_all_of_it():
    """The file names a field by its place in the record that it comes from."""
    assert FieldExpectation.model_fields.keys() >= SHAPE - {"path"}
