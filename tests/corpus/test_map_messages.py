"""The task map on EDI messages: the same data under the guidelines of two trading partners."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "proof"))

import map_lies
from by_hand import MadeCase as Lied

from chaosdocs.corpus.make import MadeCase, Maker
from chaosdocs.corpus.map_cases import PAIRS, build_map
from chaosdocs.corpus.map_sides import leaves
from chaosdocs.documents.statement_set import state
from chaosdocs.foundation.rng import SeededRng
from chaosdocs.making.restated import documents_restated, restated
from chaosdocs.making.witnesses import Witnesses
from chaosdocs.proof.map_places import places_of
from chaosdocs.proof.maps import prove_map
from chaosdocs.recipe.maps import _MESSAGES as MESSAGES
from chaosdocs.recipe.model import Recipe
from chaosdocs.recipe.resolve import resolve
from chaosdocs.render.route import finish, through
from chaosdocs.render.systems.guidelines import ORDER, QUALIFIERS, guidelines, under
from chaosdocs.score.judging.single import judge_case
from chaosdocs.testing.documents import LOCALES
from chaosdocs.testing.sample import full

SYSTEMS = tuple(QUALIFIERS)
MEDIA_TYPE = "application/edi-consent"
X12 = (
    b"ISA*00*          *00*          *ZZ*1              *ZZ*2              *250904*0815*^*00501*"
    b"000000001*0*P*:~GS*IN*1*2*20250904*0815*1*X*005010~ST*810*0001~BIG*20250804*RE25**4501~"
    b"N1*SE*Blue Ltd~N3*Mill Lane 2~REF*TJ*DE27~N1*BY*Red Ltd*92*0026~DTM*035*20250725~"
    b"IT1*1*39*HR*109.00**VP*I770~PID*F****Hose~TDS*8022~SE*11*0001~GE*1*1~IEA*1*000000001~"
)
EDIFACT = (
    b"UNB+UNOC:3+1:14+2:14+240101:0600+3'UNH+1+INVOIC:D:01B:UN'BGM+380+RE25+9'DTM+137:20250804:102'"
    b"NAD+SU+++Blue Ltd+Mill Lane?+2'RFF+VA:DE27'NAD+BY+0026::92++Red Ltd'DTM+13:20250903:102'"
    b"LIN+1++I770:SA'MOA+203:42.00'UNS+S'MOA+77:50.00'UNT+11+1'UNZ+1+3'"
)


def maker(system, **more):
    data = {
        "name": "maps", "seed": 4, "source": {"domain": "invoice", "count": 6, **more},
        "render": [{"as": "edi", "system": system}], "ask": {"task": "map", "documents": 4},
    }  # fmt: skip
    return Maker(resolve(Recipe.model_validate(data)), Witnesses())


@pytest.fixture(scope="module", params=SYSTEMS)
def made(request):
    mine = maker(request.param)
    cases = [mine.make(number) for number in range(3)]
    assert all(isinstance(case, MadeCase) for case in cases), cases
    return mine, cases


def pairs(case):
    return [
        (value["from"], value["to"], cells["how"].accept)
        for cells in case.truth.fields[PAIRS].rows.values()
        for value in (*cells["pair"].accept, *cells["pair"].readings)
    ]


def test_a_place_is_a_path_of_segments_with_their_qualifiers():
    x12 = {place: shown[0].text for place, shown in places_of(X12, MEDIA_TYPE).items()}
    assert x12 == {
        "/BIG/01": "20250804", "/BIG/02": "RE25", "/BIG/04": "4501", "/N1*SE/02": "Blue Ltd",
        "/N1*SE/N3/01": "Mill Lane 2", "/N1*SE/REF*TJ/02": "DE27", "/N1*BY/02": "Red Ltd",
        "/N1*BY/04*92": "0026", "/DTM*035/02": "20250725", "/IT1/*/01": "1", "/IT1/*/02": "39",
        "/IT1/*/03": "HR", "/IT1/*/04": "109.00", "/IT1/*/07*VP": "I770",
        "/IT1/*/PID*F/05": "Hose", "/TDS/01": "8022",
    }  # fmt: skip
    edifact = {place: shown[0].text for place, shown in places_of(EDIFACT, MEDIA_TYPE).items()}
    assert edifact == {
        "/BGM/1.1": "380", "/BGM/2.1": "RE25", "/BGM/3.1": "9", "/DTM+137/1.2": "20250804",
        "/NAD+SU/4.1": "Blue Ltd", "/NAD+SU/5.1": "Mill Lane+2", "/NAD+SU/RFF+VA/1.2": "DE27",
        "/NAD+BY/2.1+92": "0026", "/NAD+BY/4.1": "Red Ltd", "/DTM+13/1.2": "20250903",
        "/LIN/*/1.1": "1", "/LIN/*/3.1+SA": "I770", "/LIN/*/MOA+203/1.2": "42.00",
        "/MOA+77/1.2": "50.00",
    }  # fmt: skip


@pytest.mark.parametrize("system", SYSTEMS)
def test_what_states_and_what_proves_read_the_same_places(system):
    """They share no code: one reads the pieces of a message, the other one its finished file."""
    for number, locale in enumerate(LOCALES):
        for guideline in guidelines(system, str(number)):
            clean = through(f"edi.{system}", state(full("invoice", number, locale)))
            document = under(clean, guideline)
            data = finish(f"edi.{system}", document).file.data
            mine = {}
            for leaf in leaves(document, "edi"):
                mine.setdefault(leaf.path, []).append(leaf.text)
            theirs = places_of(data, MEDIA_TYPE)
            assert mine == {place: [s.text for s in shown] for place, shown in theirs.items()}


@pytest.mark.parametrize("system", SYSTEMS)
def test_partners_choose_codes_and_at_least_one_differs(system):
    seen = set()
    for number in range(40):
        one, other = guidelines(system, f"k{number}")
        assert one != other
        assert all(code in each.codes for each, code in [*one.items(), *other.items()])
        seen |= {(each, one[each], other[each]) for each in one if one[each] != other[each]}
    assert {each for each, _, _ in seen} == {*QUALIFIERS[system]}


def test_the_number_of_the_order_moves_into_a_segment_of_its_own():
    number = next(n for n in range(20) if "/order_number" in full("invoice", n, "de_DE").facts)
    record = full("invoice", number, "de_DE")
    clean = through("edi.x12", state(record))
    texts = [
        finish("edi.x12", under(clean, {ORDER: code})).file.data.decode("latin-1")
        for code in ("", "PO", "CO")
    ]
    mark, order = texts[0][3], record.facts["/order_number"]
    head, moved, other = ([s.strip() for s in text.split(text[105])] for text in texts)
    assert f"REF{mark}PO{mark}{order}" in moved
    assert f"REF{mark}CO{mark}{order}" in other
    assert next(s for s in head if s.startswith("BIG")).endswith(f"{mark}{mark}{order}")
    assert not next(s for s in moved if s.startswith("BIG")).endswith(mark)
    counts = [int(next(s for s in each if s.startswith("SE"))[3:].split(mark)[0])
              for each in (head, moved)]  # fmt: skip
    assert counts[1] == counts[0] + 1


def test_messages_of_two_partners_make_proved_cases(made):
    mine, cases = made
    for case in cases:
        assert [file.role for file in case.case.files] == ["before"] * 4 + ["after"] * 4
        assert pairs(case)
        assert {how for _, _, how in pairs(case)} <= {("rename",), ("move", "rename")}
        assert not list(restated(mine, case.case, case.truth, case.plan, (), {}))
        assert not list(documents_restated(mine, case.case, case.plan, case.files.get))


def test_an_order_number_that_moves_is_said_to_move():
    records = [full("invoice", number, "de_DE") for number in range(40)]
    built = (build_map(records[n : n + 4], "edi.x12") for n in range(36))
    moved = next(
        (pair.older, pair.newer)
        for each in built
        for pair in each.pairs
        if pair.how == ("move", "rename")
    )
    assert {moved[0][0].split("*")[0], moved[1][0].split("*")[0]} == {"/BIG/04", "/REF"}


def test_a_perfect_answer_is_right_and_one_without_changes_is_not(made):
    for case in made[1]:
        rows = case.truth.fields[PAIRS].rows.values()
        perfect = [
            {**next(iter((*r["pair"].accept, *r["pair"].readings))),
             "how": r["how"].accept[0], "lossy": r["lossy"].accept[0]}
            for r in rows
        ]  # fmt: skip
        sure = [row for row, r in zip(perfect, rows, strict=True) if r["pair"].accept]
        as_before = [{**row, "to": row["from"]} for row in sure]
        assert {o for p, o in outcomes(case, sure) if p.endswith("/pair")} >= {"correct"}
        assert "correct" not in {o for p, o in outcomes(case, as_before) if p.endswith("/pair")}


def outcomes(case, rows):
    table = judge_case(case.case, case.truth, {"pairs": rows})
    return [(row["path"], row["outcome"]) for row in map(table.row, range(len(table)))]


@pytest.mark.parametrize("lie", map_lies.LIES, ids=lambda lie: lie.__name__)
def test_seeded_lies_about_messages_are_caught(made, lie):
    mine, cases = made
    for number, case in enumerate(cases[:2]):
        honest = Lied(case.case, case.truth, list(case.evidence), dict(case.files), None)
        lied = lie(honest, SeededRng(number).at(lie.__name__))
        if lied is not None:
            assert map_lies.findings(mine, lied, case.plan), case.truth.label


@pytest.mark.parametrize("how", ["swap", "drop", "gone", "again"])
def test_lies_about_qualifiers_are_found_in_the_files_alone(made, how):
    tell = {
        "swap": map_lies.two_pairs_exchanged,
        "drop": map_lies.a_pair_left_out,
        "gone": map_lies.a_place_said_to_be_gone,
        "again": map_lies.a_pair_of_what_is_as_before,
    }[how]
    for number, case in enumerate(made[1]):
        honest = Lied(case.case, case.truth, list(case.evidence), dict(case.files), None)
        assert not prove_map(honest.case, honest.truth, honest.read).failures
        lied = tell(honest, SeededRng(number))
        assert prove_map(lied.case, lied.truth, lied.read).failures


def test_a_system_without_guidelines_is_refused_in_words():
    assert sorted(SYSTEMS) == sorted(MESSAGES)
    data = {"name": "m", "source": {"domain": "invoice", "count": 3}, "ask": {"task": "map"}}
    with pytest.raises(ValueError, match="x12, x12_850 or edifact"):
        Recipe.model_validate({**data, "render": [{"as": "edi", "system": "x13"}]})


def test_messages_that_are_cut_off_are_told_in_words(made):
    case = made[1][0]
    path = case.case.files[0].path
    cut = {**case.files, path: case.files[path][:300]}
    codes = {failure.code for failure in prove_map(case.case, case.truth, cut.get).failures}
    assert codes == {"digest", "unreadable"}
