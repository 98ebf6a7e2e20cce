"""What each verb leaves behind, stage by stage."""

from dataclasses import replace

import pytest
from documents_by_hand import (
    ALL,
    FIRST,
    LURE,
    MORE,
    NUMBER,
    RECORD,
    RULE,
    SECOND,
    STAGES,
    TOTAL,
    euros,
)

from chaosdocs.documents.edits import Drop, MisquoteError, Retext, Say
from chaosdocs.documents.flow import Entry, Fields, Relabel
from chaosdocs.documents.geometry import Box, around, moved, scaled, turned
from chaosdocs.documents.page_verbs import SetFontLayer
from chaosdocs.documents.pages import FontLayer
from chaosdocs.documents.statement_set import spell, state
from chaosdocs.documents.table import Cell, DropRow, SetCell
from chaosdocs.documents.tree import Node
from chaosdocs.documents.tree_key_verbs import DropNode, InsertNode
from chaosdocs.documents.tree_verbs import SetType
from chaosdocs.truth.conventions import LOCALES
from chaosdocs.truth.statements import GONE, says

GERMAN = LOCALES["de_DE"]


def applied(stage, verb):
    """The stage's document before and after the example of a verb."""
    verbs, document, examples = STAGES[stage]
    edit = next(each.edit for each in examples if each.name == verb)
    return document, verbs.apply(document, [edit])


def test_facts_are_stated_once_each_with_label_and_row():
    facts = state(RECORD)

    assert set(facts.statements) == set(ALL)
    assert facts.statements[FIRST.id].row == "k1"
    assert facts.statements[TOTAL.id].row is None
    assert facts.statements[TOTAL.id].label == "Total"
    assert not facts.precedence_stated
    assert facts.convention is None


def test_values_are_facts_as_a_convention_writes_them_and_blanks_stay_blank():
    _, empty = applied("facts", "Empty")
    german = spell(empty, LOCALES["de_DE"])

    assert german.statements[FIRST.id].text == "10,00 EUR"
    assert german.statements[TOTAL.id].text == ""
    assert german.statements[TOTAL.id].trace == "label"
    assert german.convention == LOCALES["de_DE"]


def test_a_restated_value_is_said_and_lures_are_added():
    _, after = applied("facts", "Restate")

    assert after.statements[TOTAL.id].value == euros("21.50")
    assert after.statements[TOTAL.id].lures == (LURE,)
    assert after.record is RECORD


def test_statements_are_dropped_added_and_ranked_by_a_rule():
    assert TOTAL.id not in applied("facts", "Drop")[1].statements
    assert applied("facts", "Add")[1].statements[MORE.id] == MORE
    assert applied("facts", "Remark")[1].notes == (RULE,)
    assert applied("facts", "Remark")[1].precedence_stated
    assert applied("facts", "Handle")[1].handled == "asked"


def test_a_new_text_keeps_the_claim_unless_the_edit_has_another():
    stage, table, _ = STAGES["table"]
    kept = stage.apply(table, [Retext(statement=FIRST.id, before="10.00", after="10,00")])
    assert kept.statements[FIRST.id] == replace(FIRST, text="10,00")

    blank = Retext(
        statement=FIRST.id,
        before="10.00",
        after="",
        claim=GONE,
        trace="blank",
        convention=LOCALES["de_DE"],
    )
    statement = stage.apply(table, [blank]).statements[FIRST.id]
    assert (statement.claim, statement.trace, statement.convention) == (
        GONE,
        "blank",
        LOCALES["de_DE"],
    )
    assert blank.words().endswith("is blank")


def test_one_channel_says_something_else_and_the_others_do_not():
    _, after = applied("table", "Say")
    statement = after.statements[FIRST.id]

    assert statement.on("value") == says(euros("7"))
    assert statement.on("shown") == FIRST.claim
    gone = Say(statement=FIRST.id, channel="text")
    assert gone.words().endswith("says nothing on text")


def test_rows_come_and_go_with_their_statements():
    _, more = applied("table", "InsertRow")
    assert [row.id for row in more.rows] == ["head", "k1", "sum", "k2"]
    assert [row.id for row in more.lines()] == ["k1", "k2"]
    assert more.shown(more.row("sum"), 1) == "12.50"

    _, less = applied("table", "DropRow")
    assert [row.id for row in less.rows] == ["head", "k2"]
    assert set(less.statements) == {SECOND.id}


def test_a_hidden_row_keeps_its_value_and_shows_nothing():
    _, after = applied("table", "HideRow")

    assert after.row("k1").hidden
    assert after.statements[FIRST.id].on("shown") == GONE
    assert after.statements[FIRST.id].on("value") == FIRST.claim
    assert after.statements[SECOND.id] == SECOND


def test_a_cell_is_replaced_and_its_statement_goes_unless_the_new_cell_has_it():
    before, after = applied("table", "SetCell")
    assert after.row("k1").cells[1].formula == "=B3*2"
    assert FIRST.id not in after.statements

    stage = STAGES["table"][0]
    shown = Cell(statement=FIRST.id, shown_as="0")
    kept = stage.apply(
        before, [SetCell(row="k1", column="amount", before=Cell(statement=FIRST.id), after=shown)]
    )
    assert kept.statements == before.statements
    assert kept.row("k1").cells[1] == shown
    words = stage.apply(
        before, [SetCell(row="k1", column="no", before=Cell(text="1"), after=Cell())]
    )
    assert words.statements == before.statements


def test_columns_are_renamed_and_moved_with_their_cells():
    assert applied("table", "SetColumn")[1].columns[1].header == "Sum"

    before, after = applied("table", "MoveColumn")
    assert [column.id for column in after.columns] == ["amount", "no"]
    assert after.shown(after.row("k1"), 0) == "10.00"
    assert [before.shown(before.row("k1"), n) for n in (0, 1)] == ["1", "10.00"]


def test_a_column_is_parted_and_its_heads_are_the_marks():
    _, after = applied("table", "SplitColumn")

    assert [column.header for column in after.columns[1:3]] == ["Debit", "Credit"]
    assert after.row("k1").cells[1].context == "head"
    assert not after.row("k1").cells[2].statement
    assert not after.row("k2").cells[1].statement
    assert after.row("k2").cells[2].part == "number"


def test_a_table_without_a_statement_has_an_empty_cell():
    _, after = applied("table", "Drop")

    assert after.row("k1").cells[1] == Cell()
    assert after.row("k2").cells[1] == Cell(statement=SECOND.id)
    assert after.options == {"delimiter": ";"}
    assert applied("table", "SetOption")[1].options == {"delimiter": "|"}


def test_keys_are_renamed_and_nested_where_they_stand():
    assert [n.key for n in applied("tree", "RenameKey")[1].root.members] == ["sum", "meta", "lines"]

    _, nested = applied("tree", "Nest")
    outer = nested.root.members[0]
    assert (outer.key, outer.members[0].key, outer.members[0].statement) == (
        "total",
        "value",
        TOTAL.id,
    )
    assert nested.parent("/total").id == "/total^"


def test_nodes_come_and_go_with_their_statements():
    before, less = applied("tree", "DropNode")
    assert FIRST.id not in less.statements
    assert [node.id for node in less.node("lines").items] == ["k2"]
    assert less.node("/total") is before.node("/total")

    _, more = applied("tree", "InsertNode")
    assert more.statements[MORE.id] == MORE
    assert more.root.members[-1].key == "sum"
    assert applied("tree", "SetType")[1].node("meta").type == "string"

    stage = STAGES["tree"][0]
    third = stage.apply(before, [InsertNode(parent="lines", node=Node(id="k3", members=()))])
    assert [node.id for node in third.node("lines").children] == ["k1", "k2", "k3"]
    assert [n.id for n in third.node("lines").walk()][-1] == "k3"


def test_a_leaf_without_its_statement_is_gone_and_its_siblings_stay():
    _, after = applied("tree", "Drop")

    with pytest.raises(MisquoteError, match="no node"):
        after.node(FIRST.ref)
    assert after.node("k1").members == ()
    assert after.node(SECOND.ref).statement == SECOND.id
    assert STAGES["tree"][0].apply(after, [DropNode(node="meta")]).root.members[-1].id == "lines"


def test_blocks_move_come_and_are_introduced_otherwise():
    order = [block.id for block in applied("flow", "MoveBlock")[1].blocks]
    assert order == ["totals", "heading", "header", "lines"]
    _, more = applied("flow", "InsertBlock")
    assert more.block("thanks").text == "Thank you"
    assert [block.id for block in more.blocks][1] == "thanks"
    _, renamed = applied("flow", "Relabel")
    assert renamed.block("totals").entries[0].label == "Sum"
    assert renamed.block("header").entries[0].label == "Number"


def test_what_is_gone_from_a_flow_is_gone_from_its_blocks_and_its_table():
    stage, flow, _ = STAGES["flow"]
    after = stage.apply(
        flow, [Drop(statement=NUMBER.id, before="A17"), Drop(statement=FIRST.id, before="10.00")]
    )

    assert after.block("header").entries == ()
    assert after.tables()[0].table.row("k1").cells[1] == Cell()
    assert after.block("heading") == flow.block("heading")


def test_a_table_changed_in_a_flow_takes_its_statements_along():
    _, flow, _ = STAGES["flow"]
    table = STAGES["table"][0].apply(flow.tables()[0].table, [DropRow(row="k1")])

    after = flow.with_table("lines", table)
    assert set(after.statements) == {TOTAL.id, NUMBER.id, SECOND.id}
    assert after.tables()[0].table is table


def test_runs_are_replaced_added_and_written_in_another_order():
    _, after = applied("pages", "SetRun")
    assert [run.encoded for run in after.runs] == [None, "72.50 EUR", None]
    before, more = applied("pages", "AddRun")
    assert more.statements[MORE.id] == MORE
    assert more.runs[:-1] == before.runs
    _, ordered = applied("pages", "OrderRuns")
    assert [run.id for run in ordered.runs] == ["total", "label", "number"]
    assert [shape.id for shape in applied("pages", "AddShape")[1].shapes] == ["rule", "bar"]


def test_pages_without_a_statement_lose_its_runs_and_keep_the_label():
    _, pages, _ = STAGES["pages"]
    after = pages.with_statements({NUMBER.id: NUMBER})

    assert [run.id for run in after.runs] == ["label", "number"]
    assert pages.with_statements({**pages.statements, MORE.id: MORE}).runs == pages.runs


def test_a_statement_is_where_its_runs_fields_and_free_texts_are():
    _, pages, _ = STAGES["pages"]
    box = Box(120.0, 92.0, 160.0, 102.2)
    assert pages.boxes(TOTAL.id) == ((0, box),)

    _, field = applied("file", "MakeWidget")
    assert field.runs_of(TOTAL.id) == ()
    assert field.boxes(TOTAL.id) == ((0, Box(100.0, 90.0, 200.0, 110.0)),)
    _, noted = applied("file", "Annotate")
    assert noted.boxes(MORE.id) == ((0, Box(100.0, 90.0, 200.0, 110.0)),)
    hidden = replace(noted.annotations[0], kind="note")
    assert replace(noted, annotations=(hidden,)).boxes(MORE.id) == ()
    assert around([box, Box(0, 95, 10, 300)]) == Box(0, 92.0, 160.0, 300)


def test_what_only_a_file_has_is_written_beside_the_pages():
    assert applied("file", "SetFontLayer")[1].fonts[0].swaps == (("1", "7"),)
    assert applied("file", "SetCrop")[1].crops == {0: Box(100.0, 90.0, 200.0, 110.0)}
    assert applied("file", "SetInfo")[1].info == {"title": "A17"}
    assert applied("file", "Attach")[1].attachments == {"x.xml": "<a/>"}
    _, revised = applied("file", "KeepRevision")
    assert revised.hidden_revision == {TOTAL.id: "99.00 EUR"}
    for verb in ("SetInfo", "Attach", "KeepRevision", "Annotate"):
        assert applied("file", verb)[1].statements[MORE.id] == MORE
    assert not applied("file", "AddRun")[1].runs[-1].visible


def test_effects_are_kept_in_order_and_cost_no_statement():
    stage, scan, examples = STAGES["scan"]
    effects = [e.edit for e in examples if hasattr(e.edit, "page") and e.name != "DropPage"]

    after = stage.apply(scan, effects)
    assert after.effects == tuple(effects)
    assert after.statements == scan.statements
    assert len(effects) == 11


def test_what_stood_on_a_missing_page_alone_is_gone_with_it():
    before, after = applied("scan", "DropPage")

    assert after.pages == (0,)
    assert (after.statements[NUMBER.id].claim, after.statements[NUMBER.id].trace) == (GONE, "page")
    assert after.statements[TOTAL.id] == TOTAL
    assert before.boxes(NUMBER.id)
    assert after.boxes(NUMBER.id) == ()
    assert after.size(0) == (595.0, 842.0)


def test_a_cut_leaves_part_of_a_text_and_a_layer_lies_over_the_images():
    assert applied("scan", "Trim")[1].statements[TOTAL.id].text == "50 EUR"
    assert applied("scan", "LayText")[1].layer == "text"


def test_only_the_entry_of_the_statement_is_introduced_otherwise():
    stage, flow, _ = STAGES["flow"]
    both = Fields(
        id="both", entries=(Entry(statement=NUMBER.id, label="No"), flow.blocks[3].entries[0])
    )
    flow = replace(flow, blocks=(both,))

    after = stage.apply(flow, [Relabel(statement=TOTAL.id, before="Total", after="Sum")])
    assert [entry.label for entry in after.blocks[0].entries] == ["No", "Sum"]


def test_a_leaf_below_a_list_is_written_otherwise_where_it_stands():
    stage, tree, _ = STAGES["tree"]
    after = stage.apply(tree, [SetType(node=SECOND.ref, before="number", after="string")])

    assert after.node(SECOND.ref).type == "string"
    assert after.node("k1") is tree.node("k1")
    assert [node.id for node in after.node("lines").items] == ["k1", "k2"]


def test_a_font_without_a_map_is_told_in_words():
    layer = SetFontLayer(layer=FontLayer(font="sans", mode="missing"))

    assert layer.words() == "font sans has no ToUnicode map"


def test_maps_of_the_plane_are_done_one_after_the_other():
    quarter = turned(90, (10.0, 10.0))
    x, y = quarter.point(20.0, 10.0)
    assert (round(x, 9), round(y, 9)) == (10.0, 20.0)
    both = scaled(2).then(moved(5, 0))
    assert both.box(Box(0, 0, 10, 20)) == Box(5, 0, 25, 40)
    assert Box(0, 0, 2, 2).meets(Box(1, 1, 3, 3))
    assert not Box(0, 0, 2, 2).meets(Box(2, 0, 3, 2))
    assert Box(1, 1, 2, 2).grown(1) == Box(0, 0, 3, 3)
