"""Packets drawn for Hypothesis: the right answer is right, and a failure shrinks."""

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from chaosdocs.foundation.errors import UserError
from chaosdocs.testing import strategies as cst

QUICK = settings(
    max_examples=5, deadline=None, derandomize=True, database=None,
    suppress_health_check=list(HealthCheck), phases=(Phase.generate,),
)  # fmt: skip


@QUICK
@given(cst.packets(ops=["packet.near_documents", "packet.two_claims", "packet.duplicate"]))
def test_a_drawn_packet_is_proved_and_its_right_answer_is_right(case):
    assert not case.defects
    case.check(case.expected, gaps_fail=True)
    assert list(case.files) == ["packet.pdf"]
    assert eval(repr(case), vars(cst)) == case  # noqa: S307 - the repr makes the case again


def test_a_failing_packet_shrinks_to_the_document_that_says_it():
    def fails(case):
        right = case.truth.fields["/invoice_number"].accept
        return bool(right) and bool(case.missed({"invoice_number": "R-0"}))

    found = find(
        cst.packets(locale="de_DE", form="folder", ops=["packet.near_documents"]),
        fails,
        settings=settings(QUICK, max_examples=20, phases=(Phase.generate, Phase.shrink)),
    )

    assert len(found.sheets) == 1
    assert found.steps == ()


def test_a_failure_says_what_is_wrong_and_how_to_make_it_again(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    case = cst.PacketCase(
        cst.PacketSample("trade", 0, "de_DE", ("order", "invoice")), "packet.letterhead:folder:page"
    )
    with pytest.raises(cst.CaseFailure) as caught:
        case.check({"invoice_number": "R-0"})

    told = str(caught.value)
    assert "/invoice_number" in told
    assert repr(case) in told
    with case.paths() as paths:
        assert all(paths[name].read_bytes() == data for name, data in case.files.items())


@pytest.mark.parametrize(
    "wrong",
    [{"ops": ["dates.*"]}, {"locale": "it_IT"}, {"form": "rar"}, {"policy": "somewhere"},
     {"severities": (3, 1)}, {"world": "none"}],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_in_words(wrong):
    with pytest.raises(UserError):
        cst.packets(**wrong)
