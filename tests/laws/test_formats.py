"""What holds of every system of a format: its clean files are proved and read, its dirty ones
too."""

from itertools import islice

import pytest

from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.readers.builtin.rules import rules
from chaosdocs.render.systems import SYSTEMS, is_fixed
from chaosdocs.sources.registry import SOURCES
from chaosdocs.testing.case import Case
from chaosdocs.testing.checking import _proves
from chaosdocs.testing.documents import LOCALES, Way, formats_of
from chaosdocs.testing.sample import Sample

FORMATS = [(domain, each) for domain in SOURCES.own for each in formats_of(domain)]
EVERY = pytest.mark.parametrize(("domain", "rendering"), FORMATS)
LABELLED = {"/seller/bank", "/buyer/city", "/seller/city", "/buyer/street"}
"""Fields whose values a plain reader may take for a label of another: a city named like a word."""
TRIED = 4


def read(case):
    with case.path() as path:
        public = case.public.model_dump(mode="json", by_alias=True)
        return rules(public, {case.public.files[0].path: path})


@EVERY
def test_clean_files_are_proved_and_read_back_whole(domain, rendering):
    for number, locale in enumerate(LOCALES):
        case = Case(Sample(domain, 3 + number, locale), rendering)
        assert not case.defects
        printed = {leaf.path for leaf in case.truth.leaves() if leaf.truth.why == "printed"}
        assert printed
        answer = read(case)
        failed = [m for m in case.missed(answer, gaps_fail=True) if m.path in printed]
        assert not [m for m in failed if m.path not in LABELLED], (rendering, locale)


@EVERY
def test_a_field_without_a_place_in_the_format_is_absent_or_follows(domain, rendering):
    paths = SYSTEMS[rendering.partition(".")[2]].paths
    case = Case(Sample(domain, 2, "de_DE"), rendering)
    for leaf in case.truth.leaves():
        if paths is not None and leaf.schema_path not in paths:
            assert leaf.truth.state == "absent" or leaf.truth.why == "derived", leaf.path


@EVERY
def test_operators_act_on_it_or_leave_it_alone(domain, rendering):
    """A share of the operators, another one for each format; the slow test tries them all."""
    able = [op for op in OPERATORS.values() if op.acts_on(rendering)]
    first = FORMATS.index((domain, rendering)) % len(able)
    assert sum(proved(op, domain, rendering) for op in islice(able * 2, first, first + TRIED))


@pytest.mark.slow
@EVERY
def test_every_operator_acts_on_it_or_leaves_it_alone(domain, rendering):
    for op in OPERATORS.values():
        if op.acts_on(rendering):
            proved(op, domain, rendering)


def proved(operator, domain, rendering):
    medium, _, system = rendering.partition(".")
    found = (
        _proves(operator, Way(domain, number, locale, medium, system), 5, 7 + number)
        for number, locale in ((1, "en_US"), (2, "de_DE"), (5, "ja_JP"))
    )
    return any(found)


@EVERY
def test_operators_of_spelling_leave_formats_alone_that_fix_it(domain, rendering):
    spelling = [op for op in OPERATORS.values() if op.stage.name == "values"]
    medium = rendering.partition(".")[0]
    on = {op.id for op in spelling if op.acts_on(rendering)}
    assert on == (
        set() if is_fixed(rendering) else {op.id for op in spelling if medium in op.media}
    )


@EVERY
def test_the_same_record_gives_the_same_bytes(domain, rendering):
    one, other = (Case(Sample(domain, 4, "fr_FR"), rendering) for _ in range(2))
    assert one.bytes == other.bytes
    saved = OPERATORS["null.resave"]
    document = Way(domain, 4, "fr_FR", *rendering.split(".", 1)).document("facts")
    assert not isinstance(plan(saved, document, 1, SeededRng(1)), Skip)
