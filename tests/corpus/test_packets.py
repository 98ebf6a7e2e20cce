"""Packets: made, proved, lied about; twins differ in one page or sentence, and in the answer."""

import datetime as dt
import json
import zipfile
from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from functools import cache
from io import BytesIO

import pypdfium2
import pytest

import chaosdocs
from chaosdocs.authoring.operator import Skip
from chaosdocs.authoring.plan import plan
from chaosdocs.authoring.registry import OPERATORS
from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.formats.cases import FieldExpectation
from chaosdocs.formats.packets import FORMS
from chaosdocs.foundation.errors import UserError
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof import prove
from chaosdocs.proof.containers import opened
from chaosdocs.proof.ink.scan_source import ScanSource
from chaosdocs.proof.witnesses.witness import UnreadableError
from chaosdocs.recipe.load import load
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import dump, resolve
from chaosdocs.sources.rules import broken
from chaosdocs.sources.world.packets.opening import open_packet
from chaosdocs.sources.world.registry import WORLDS
from chaosdocs.testing.shrinking import shrink

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")


@cache
def maker(form="pdf", policy="page", each="", books=4, *, proved=False):
    data = {
        "name": "packets",
        "seed": 11,
        "source": {"world": "trade", "books": books, "locales": LOCALES},
        "render": [
            {"as": "packet", "templates": ["letterhead"], "form": [form], "policy": [policy]}
        ],
        "design": {"each": [each] if each else [], "severities": [1]},
    }
    return Maker(resolve(Recipe.model_validate(data)), Witnesses() if proved else None)


def made(each, policy="page", *, form="pdf"):
    """Return a case with this operator, and its clean twin, of the first book that it acts on."""
    its = maker(form, policy, each)
    for slot in sorted((s for s in its.slots if s.steps), key=lambda slot: slot.record):
        case = its.make(slot.number)
        if isinstance(case, MadeCase):
            return case, its.make(its.slots.twin(slot))
    raise AssertionError(f"{each} makes nothing")


def states(case):
    return {
        leaf.path: (leaf.truth.state, leaf.truth.accept or leaf.truth.readings)
        for leaf in case.truth.leaves()
    }


def moved(case, twin):
    """Return the fields whose answer is not the one of the twin: path to state."""
    here, there = states(case), states(twin)
    return {path: here[path][0] for path in here if here[path] != there.get(path)}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_facts_of_a_matter_keep_the_rules(locale):
    for index in range(6):
        packet = open_packet(WORLDS["trade"].book(3, index, locale, None), "page")
        record = packet.record

        assert not broken(record.domain.rules, record.facts, record.rows)
        assert 3 <= len(packet.sheets) <= 9
        assert packet.is_linked_without(frozenset())


COVERED = ((0, 5, "en_US"), (11, 2, "fr_FR"), (42, 0, "ja_JP"), (47, 4, "de_DE"))
"""Seed, book and locale of packets whose credit note covers the whole invoice."""


def said_in(packet):
    return {ref: v for sheet in packet.sheets for ref, v in sheet.facts.record.facts.items()}


@pytest.mark.parametrize(("seed", "index", "locale"), COVERED)
def test_nobody_reminds_of_or_pays_an_invoice_that_a_credit_note_covers(seed, index, locale):
    packet = open_packet(WORLDS["trade"].book(seed, index, locale, None), "page")
    facts = said_in(packet)

    assert facts["/credit"] == facts["/total"]
    assert not {sheet.paper for sheet in packet.sheets} & {"reminder", "payment"}
    assert facts["/letter_date"] == max(
        value for ref, value in facts.items() if ref.endswith("_date") and ref != "/letter_date"
        and ref not in {"/due_date", "/agreed_date"}
    ) + dt.timedelta(days=6)  # fmt: skip


def test_what_is_open_or_paid_is_more_than_nothing_in_every_packet():
    amounts = []
    for seed in range(12):
        for index, locale in enumerate(LOCALES):
            packet = open_packet(WORLDS["trade"].book(seed, index, locale, None), "page")
            facts = said_in(packet)
            amounts += [facts[ref].amount for ref in ("/open", "/paid") if ref in facts]

    assert len(amounts) > 20
    assert min(amounts) > 0


def test_a_credit_note_that_would_cover_the_invoice_is_not_put_in_as_a_partial_one():
    book = WORLDS["trade"].book(0, 5, "en_US", None)
    packet = open_packet(book, "page")
    credit = next(sheet for sheet in packet.sheets if sheet.id == "credit")
    without = replace(
        packet,
        sheets=tuple(sheet for sheet in packet.sheets if sheet is not credit),
        spare={**packet.spare, "credit": credit},
    )

    made = plan(OPERATORS["packet.partial_credit"], without, 1, SeededRng(1))
    assert made == Skip("the credit note would cover the whole invoice")


def test_missing_documents_leave_a_trace_only_where_the_letter_names_them():
    gap, twin = made("packet.page_gap")
    silent, _ = made("packet.silent_gap")

    assert set(moved(gap, twin).values()) == {"unanswerable"}
    assert set(moved(silent, twin).values()) == {"absent"}
    assert moved(gap, twin).keys() == moved(silent, twin).keys()


def test_a_contradiction_is_decided_by_the_rules_wherever_they_stand():
    ruled = [made("packet.two_claims", place) for place in ("page", "instructions")]
    open_case, open_twin = made("packet.two_claims", "nowhere")
    agreeing, clean = made("packet.agreeing_claims", "nowhere")

    for case, twin in ruled:
        assert not moved(case, twin)
        assert any(leaf.truth.why == "rule" for leaf in case.truth.leaves())
    assert set(moved(open_case, open_twin).values()) == {"disputed"}
    assert not moved(agreeing, clean)


def test_the_rules_of_the_year_of_the_order_decide():
    expired, twin = made("packet.expired_rule")
    other, _ = made("packet.other_year_rule")

    assert not moved(expired, twin)
    changed = moved(other, twin)
    assert changed
    assert set(changed.values()) == {"answerable"}


def test_a_version_that_replaces_counts_and_a_later_one_only_by_the_rules():
    for place, state in (("page", "answerable"), ("nowhere", "disputed")):
        later, twin = made("packet.later_version", place)
        replaced, _ = made("packet.replaced", place)

        assert set(moved(later, twin).values()) == {state}
        assert set(moved(replaced, twin).values()) == {"answerable"}


def test_amounts_follow_from_several_documents_or_are_nowhere():
    spread, twin = made("packet.spread")
    gap, _ = made("packet.spread_gap")

    total = spread.truth.fields["/total"]
    assert not moved(spread, twin)
    assert (total.why, total.context.hops > 1) == ("derived", True)
    assert moved(gap, twin)["/total"] == "absent"


@pytest.mark.parametrize("name", ["injected_instruction", "near_documents", "several_in_one"])
def test_what_is_no_fact_changes_nothing_but_tempts(name):
    case, twin = made(f"packet.{name}")

    assert not moved(case, twin)
    assert any(leaf.truth.lures for leaf in case.truth.leaves())


def test_a_matter_that_begins_farther_behind_is_farther_away_from_the_first_page():
    case, twin = made("packet.near_documents")

    def far(each):
        return {leaf.path: leaf.truth.context.pages for leaf in each.truth.leaves()
                if leaf.truth.context}  # fmt: skip

    assert sum(far(case).values()) > sum(far(twin).values())
    assert all(far(case)[path] >= pages for path, pages in far(twin).items())


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_proved(form):
    case = maker(form, proved=True, books=1).make(0)

    assert isinstance(case, MadeCase), case
    paths = [file.path for file in case.case.files]
    if form == "zip":
        names = zipfile.ZipFile(BytesIO(case.files[paths[0]])).namelist()
        assert names == [name for name, _ in opened("application/zip", case.files[paths[0]])]
    if form == "eml":
        mail = message_from_bytes(case.files[paths[0]], policy=default)
        told = {part.get_filename(): part.get_content() for part in mail.iter_attachments()}
        assert told == dict(opened("message/rfc822", case.files[paths[0]]))
    assert (len(paths) > 1) == (form == "folder")
    if form == "scan":
        (data,) = case.files.values()
        with pypdfium2.PdfDocument(data) as scan:
            pages = sum(sheet.pages for sheet in case.truth.packet.sheets)
            assert len(scan) == pages
            assert not any(page.get_textpage().count_chars() for page in scan)
        total = case.truth.fields["/total"]
        assert (total.state, case.case.channel) == ("answerable", "eye")
        assert "legibility-meter" in total.proof


def test_damaged_containers_are_refused():
    data = maker("zip", books=1).make(0)
    (whole,) = data.files.values()

    for bad in (whole[:200], whole[:-30], b"", whole.replace(b"PK\x01\x02", b"PK\x01\x03")):
        with pytest.raises(UnreadableError):
            list(opened("application/zip", bad))
    with pytest.raises(UnreadableError):
        list(opened("message/rfc822", b"Subject: x\r\n\r\nbody"))


def changed(case, path, **update):
    """Return the truth of a case with a lie about one field."""

    def lie(leaf):
        if leaf.path != path:
            return leaf.truth
        return FieldExpectation.ours({**leaf.truth.__dict__, **update})

    return case.truth.with_leaves(lie)


def failures(case, truth, measured=None):
    sights, lain = measured or ({}, None)
    found = prove(
        case.case,
        truth,
        case.evidence,
        case.files.__getitem__,
        domain=case.built.record.domain,
        sights=sights,
        glass=None if lain is None else ScanSource(*lain),
    )
    return {failure.code for failure in found.failures}


def lies(case):
    """Yield truths that are wrong about a packet, each in one way."""
    for leaf in case.truth.leaves():
        context = leaf.truth.context
        if context is None:
            continue
        for name, by in (("hops", 1), ("pages", 1), ("words", 40)):
            wrong = context.model_copy(update={name: getattr(context, name) + by})
            yield f"{leaf.path} {name}", changed(case, leaf.path, context=wrong)
        yield (
            f"{leaf.path} where",
            changed(
                case, leaf.path, context=context.model_copy(update={"where": context.where[1:]})
            ),
        )
        if leaf.truth.why == "rule":
            other = tuple(value for value in _claims(case, leaf.path) - {*leaf.truth.accept})
            yield f"{leaf.path} winner", changed(case, leaf.path, accept=other)
            yield f"{leaf.path} disputed", changed(
                case, leaf.path, state="disputed", why=None, accept=(),
                readings=(*leaf.truth.accept, *other),
            )  # fmt: skip
    packet = case.truth.packet
    for at, sheet in enumerate(packet.sheets):
        for wrong in (
            sheet.model_copy(update={"near": not sheet.near}),
            sheet.model_copy(update={"pages": sheet.pages + 1}),
        ):
            sheets = (*packet.sheets[:at], wrong, *packet.sheets[at + 1 :])
            yield (
                f"{sheet.id}",
                case.truth.model_copy(
                    update={"packet": packet.model_copy(update={"sheets": sheets})}
                ),
            )


def _claims(case, path):
    lures = next(leaf.truth.lures for leaf in case.truth.leaves() if leaf.path == path)
    return {lure.value for lure in lures}


def caught(case, most, measured=None):
    told = [(name, failures(case, truth, measured)) for name, truth in list(lies(case))[:most]]
    return len(told), [name for name, codes in told if not codes]


def test_lies_about_packets_are_caught():
    case, _ = made("packet.two_claims")
    assert not failures(case, case.truth)

    rule = [(n, t) for n, t in lies(case) if n.endswith(("winner", "disputed"))]
    some = [(n, t) for n, t in lies(case)][:12]
    missed = [name for name, truth in (*rule, *some) if not failures(case, truth)]

    assert rule
    assert not missed


@pytest.mark.slow
@pytest.mark.parametrize("name", ["packet.two_claims", "packet.near_documents"])
def test_lies_about_scanned_packets_are_caught(name):
    case, _ = made(name, form="scan")
    (data,) = case.files.values()
    measured = maker("scan", "page", name, proved=True).measured(case.slot.number, data)
    assert not failures(case, case.truth, measured)

    every, missed = caught(case, 30, measured)

    assert every > 20
    assert not missed


@pytest.mark.slow
def test_a_folder_of_scanned_packets_is_proved_again(tmp_path):
    recipe = maker("scan", "instructions", "packet.two_claims", 2).recipe
    chaosdocs.generate(recipe, tmp_path / "corpus")

    report = chaosdocs.verify(tmp_path / "corpus")

    assert report.proved == report.cases > 2
    assert not report.failures


@pytest.mark.slow
def test_hundred_lies_of_hundred_are_caught():
    total = 0
    for name in ("packet.two_claims", "packet.near_documents", "packet.replaced"):
        case, _ = made(name)
        every, missed = caught(case, 60)
        total += every
        assert not missed

    assert total >= 100


@pytest.mark.slow
@pytest.mark.parametrize(("form", "count"), [("pdf", 300), ("scan", 60)])
def test_packets_are_proved(form, count):
    its = maker(form, "page", "packet.*", 16, proved=True)
    numbers = list(its.slots.numbers())[:: -(-len(its.slots) // count)]
    wrong = [case.label for n in numbers if getattr(case := its.make(n), "outcome", "") == "defect"]

    assert not wrong


def test_recipes_of_packets_go_round_and_refuse_what_does_not_fit(tmp_path):
    path = tmp_path / "packets.yaml"
    head = "chaosdocs: 2\nname: p\nsource: {world: trade, books: 2}\n"
    path.write_text(f"{head}render: [{{as: packet, form: [pdf, zip], policy: [page, nowhere]}}]\n")
    recipe = resolve(load(path))
    again = tmp_path / "again.yaml"
    again.write_text(dump(recipe))

    assert resolve(load(again)) == recipe
    assert recipe.ask.task == "extract"
    for bad, word in (
        ("{as: packet, form: [rar]}", "rar"),
        ("{as: packet, pairing: books-bank}", "packet"),
        ("{as: csv, system: sap, form: [pdf]}", "form"),
    ):
        path.write_text(f"{head}render: [{bad}]\n")
        with pytest.raises(UserError, match=word):
            load(path)


def test_the_truth_of_a_packet_can_be_written_and_read():
    case, _ = made("packet.two_claims")
    line = case.truth.model_dump(mode="json", exclude_defaults=True)

    assert type(case.truth).model_validate(json.loads(json.dumps(line))) == case.truth


def test_the_letter_comes_last_and_what_is_credited_is_not_owed():
    for index in range(12):
        packet = open_packet(WORLDS["trade"].book(8, index, "en_US", None), "page")
        facts = packet.record.facts
        papers = {sheet.paper for sheet in packet.sheets}
        written = {facts.get(f"/{paper}_date") for paper in papers - {"letter", "policy"}} - {None}
        assert facts["/letter_date"] > max(written)
        owed = facts["/total"].amount
        owed -= facts["/credit"].amount if "credit" in papers else 0
        assert {facts[ref].amount for ref in ("/open", "/paid") if ref in facts} <= {owed}


def test_shrinking_leaves_out_the_documents_that_the_failure_can_do_without():
    its = maker("pdf", "page", "packet.near_documents", proved=True)
    number = made("packet.near_documents")[0].slot.number

    def ask(case):
        shown = {sheet.id for sheet in case.built.packet.sheets}
        lost = {"order", "invoice"} <= shown
        right = case.truth.fields["/invoice_number"].accept
        return {"answer": {"invoice_number": "none" if lost or not right else right[0]}}

    small = shrink(its, number, ask, path="/invoice_number", most_calls=60)

    assert [sheet.id for sheet in small.made.built.packet.sheets] == ["order", "invoice"]
    assert small.made.truth.steps == ()
    assert not small.exhausted
