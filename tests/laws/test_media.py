"""Every medium is complete: declared once, written, witnessed and read, on a channel of its own."""

from pathlib import Path

import pytest

from chaosdocs.documents.edits import STAGES
from chaosdocs.formats.media import EXPORTS, MEDIA, NAMES, PAPER, on_stage
from chaosdocs.foundation.errors import UserError
from chaosdocs.proof.witnesses.registry import WITNESSES, witness_of
from chaosdocs.readers.builtin.rules import rules
from chaosdocs.readers.builtin.tables import tables
from chaosdocs.readers.builtin.text import text
from chaosdocs.render.systems import check_writes, dialects
from chaosdocs.render.systems.registry import SYSTEMS
from chaosdocs.render.templates.registry import TEMPLATES
from chaosdocs.render.writers.registry import WRITERS
from chaosdocs.sources.registry import SOURCES
from chaosdocs.sources.world.registry import PAIRINGS
from chaosdocs.testing.case import Case
from chaosdocs.testing.sample import Sample

FORMATS = {"text": "sap_alv", "edi": "edifact"}
"""Media that no system writes for records of any domain, with one that writes invoices."""
EVERY = pytest.mark.parametrize("name", NAMES)


def clean(name, index=3):
    dialect = "letterhead" if name in PAPER else FORMATS.get(name, "netsuite")
    return Case(Sample("invoice", index, "en_US"), f"{name}.{dialect}")


def test_a_medium_is_declared_once():
    assert tuple(MEDIA) == NAMES
    assert all(MEDIA[name].name == name for name in NAMES)
    assert {*PAPER, *EXPORTS} == {*NAMES}
    assert not {*PAPER} & {*EXPORTS}


@EVERY
def test_its_route_follows_the_order_of_the_stages(name):
    route = MEDIA[name].route
    assert list(route) == sorted(route, key=STAGES.index)
    assert route[:2] == ("facts", "values")
    assert all(name in on_stage(stage) for stage in route)


@EVERY
def test_it_has_a_writer_and_a_witness_of_its_name(name):
    assert name in WRITERS
    assert name in WITNESSES
    assert witness_of(name, MEDIA[name].media_type) == name


@EVERY
def test_its_file_is_what_is_declared_and_bears_out_its_truth(name):
    case = clean(name)
    (file,) = case.public.files
    spec = MEDIA[name]
    assert (case.name, file.media_type) == (spec.file_name, spec.media_type)
    assert spec.asked in spec.channels
    assert case.public.channel == spec.asked
    assert not case.defects
    assert any(leaf.truth.state == "answerable" for leaf in case.truth.leaves())


@EVERY
@pytest.mark.parametrize("reader", [text, tables, rules], ids=lambda each: each.__name__)
def test_plain_readers_open_it(name, reader, tmp_path):
    case = clean(name)
    path = tmp_path / case.name
    Path(path).write_bytes(case.bytes)
    public = case.public.model_dump(mode="json", by_alias=True)
    answer = reader(public, {case.public.files[0].path: path})
    if name == "scan":  # pictures have no text
        assert not str(answer.get("text", "")).strip()
        return
    if reader is rules:
        got = answer["answer"]
        assert got["invoice_number"] == case.record.data["invoice_number"]
    elif reader is tables and name in PAPER:  # the number of an invoice stands above its table
        assert answer["tables"]
    else:
        assert case.record.data["invoice_number"] in str(answer)


@EVERY
def test_every_template_or_system_writes_it(name):
    for domain in SOURCES.own:
        for dialect in TEMPLATES.own if name in PAPER else dialects(name, domain):
            assert Case(Sample(domain, 1, "de_DE"), f"{name}.{dialect}").bytes


def of_sets():
    """The domains of the lists that sets are made of."""
    return {member.view.domain.name for pairing in PAIRINGS.values() for member in pairing.members}


@pytest.mark.parametrize("name", SYSTEMS.own)
def test_a_system_writes_the_domains_that_it_names_and_no_others(name):
    system = SYSTEMS[name]
    assert system.media
    assert {*system.media} <= {*EXPORTS}
    assert {*system.domains} <= {*SOURCES.own, *of_sets()}
    made = {"table": system.table, "tree": system.tree, "segments": system.segments}
    for medium in system.media:
        assert made[MEDIA[medium].route[-1]] is not None
    for domain in SOURCES.own:
        for medium in NAMES:
            if system.writes(medium, domain):
                check_writes(name, medium, domain)
            else:
                with pytest.raises(UserError, match="writes"):
                    check_writes(name, medium, domain)
