from dataclasses import replace
from decimal import Decimal

import pytest

from chaosdocs.documents.edits import Retext
from chaosdocs.documents.flow import Fields, Paragraph, TableBlock
from chaosdocs.documents.statement_set import (
    FACTS,
    VALUES,
    Add,
    Drop,
    Empty,
    Note,
    Remark,
    spell,
    state,
)
from chaosdocs.foundation.errors import UserError
from chaosdocs.render import templates
from chaosdocs.render.templates.words import WORDS, word
from chaosdocs.sources.registry import SOURCES
from chaosdocs.truth.conventions import MONTHS, write
from chaosdocs.truth.statements import Statement, says
from chaosdocs.truth.values import Money

LOCALES = ("en_US", "de_DE", "fr_FR", "ja_JP")


def record(name="invoice", locale="de_DE", index=1):
    return SOURCES[name].record(7, index, locale)


def lowered(template="letterhead", edits=(), values=(), **which):
    made = record(**which)
    facts = FACTS.apply(state(made), edits)
    spelled = VALUES.apply(spell(facts, templates.convention(template, made)), values)
    return templates.lower(spelled, template)


def shown(flow):
    names = [e.statement for b in flow.blocks if isinstance(b, Fields) for e in b.entries]
    for table in flow.tables():
        names += [
            c.statement for row in table.table.rows for c in row.cells if c.statement is not None
        ]
    return names


@pytest.mark.parametrize("template", templates.TEMPLATES)
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", SOURCES.own)
def test_every_statement_has_one_place(template, locale, name):
    flow = lowered(template, name=name, locale=locale)
    assert sorted(shown(flow)) == sorted(flow.statements)


@pytest.mark.parametrize("template", templates.TEMPLATES)
@pytest.mark.parametrize("locale", LOCALES)
def test_no_clean_date_can_be_read_in_two_ways(template, locale):
    pattern = templates.convention(template, record(locale=locale)).date
    assert "|" not in pattern
    assert "yyyy" in pattern
    numeric = "MMM" not in pattern
    assert not numeric or pattern.startswith("yyyy") or "." in pattern


@pytest.mark.parametrize("template", templates.TEMPLATES)
def test_every_text_is_what_its_convention_writes(template):
    flow = lowered(template, locale="fr_FR")
    for statement in flow.statements.values():
        assert statement.convention is not None
        if isinstance(statement.value, Money) and statement.row is not None:
            assert statement.convention.currency == "column:EUR"
            assert "EUR" not in statement.text


def test_a_column_head_states_the_currency():
    table = lowered(locale="en_US").tables()[0].table
    heads = {column.id: column.header for column in table.columns}
    assert heads["amount"] == "Amount (USD)"


def test_an_edited_amount_keeps_its_text_under_a_currency_column():
    made = record()
    ref = f"/lines/{made.rows[0]}/amount#1"
    plain = spell(state(made), templates.convention("letterhead", made)).statements[ref].text
    flow = lowered(values=[Retext(statement=ref, before=plain, after="7 Taler")])
    assert flow.statements[ref].text == "7 Taler"
    assert flow.statements[ref].convention.currency == "after"


def test_a_blank_keeps_its_label_even_in_an_address():
    made = record()
    flow = lowered(edits=[Empty(statement="/seller/name#1", before=made.facts["/seller/name"])])
    labels = {e.statement: e.label for b in flow.blocks if isinstance(b, Fields) for e in b.entries}
    assert labels["/seller/name#1"] == "Verkäufer"
    assert labels["/seller/street#1"] == ""


def test_second_statements_and_notes_stand_in_blocks_of_their_own():
    statements = (
        Statement(id="/total#2", ref="/total", kind="money", text="",
             claim=says(Money(Decimal(1), "EUR")), label="Bisheriger Betrag"),
        Statement(id="like#1", ref=None, imitates="/total", kind="money", text="",
             claim=says(Money(Decimal(2), "EUR")), label="Ihr Guthaben"),
        Statement(id=f"/lines/{record().rows[1]}/amount#2", ref=f"/lines/{record().rows[1]}/amount",
             kind="money", text="", claim=says(Money(Decimal(3), "EUR")), row=record().rows[1]),
    )  # fmt: skip
    note = Note(id="note#rule", text="Maßgeblich ist der Gesamtbetrag.", rule=True)
    flow = lowered(
        edits=[*(Add(statement=statement) for statement in statements), Remark(note=note)]
    )
    block = flow.block("references")
    assert isinstance(block, Fields)
    assert [e.label for e in block.entries] == [
        "Bisheriger Betrag", "Ihr Guthaben", "Betrag (Zeile 2)"
    ]  # fmt: skip
    assert Paragraph(id="note#rule", text=note.text) in flow.blocks


def test_a_row_that_says_nothing_is_not_printed():
    made = record()
    row = made.rows[0]
    gone = [s for s in state(made).statements.values() if s.row == row]
    flow = lowered(edits=[Drop(statement=s.id, before=s.text) for s in gone])
    assert [r.id for r in flow.tables()[0].table.rows] == list(made.rows[1:])


def test_the_templates_differ():
    every = list(templates.TEMPLATES.values())

    assert len({(t.look.font, t.look.rules) for t in every}) == len(every)
    assert len({t.order for t in every}) > 1
    assert all(t.name == name for name, t in templates.TEMPLATES.items())


def test_facts_are_spelled_on_the_way():
    made = record()
    flow = templates.lower(state(made), "erp")
    assert flow.statements["/total#1"].text == write(
        made.facts["/total"], templates.convention("erp", made)
    )


def test_an_unknown_template_is_named_with_the_nearest():
    with pytest.raises(UserError, match="letterhead"):
        templates.lower(state(record()), "leterhead")


def test_all_languages_have_all_words():
    assert {frozenset(words) for words in WORDS.values()} == {frozenset(WORDS["en"])}
    assert set(WORDS) == set(MONTHS)
    assert word("page", "xx_XX") == WORDS["en"]["page"]


def test_a_flow_follows_statements_that_go():
    flow = lowered()
    left = {k: s for k, s in flow.statements.items() if k != "/total#1"}
    assert "/total#1" not in shown(flow.with_statements(left))
    assert isinstance(replace(flow).block("lines"), TableBlock)


def lines_of(locale, edits=(), template="letterhead"):
    """The lines of text on the first page, as a text extractor sees them."""
    import pymupdf

    from chaosdocs.render.pdf.layout import paginate
    from chaosdocs.render.pdf.write import write as write_pdf

    data = write_pdf(paginate(lowered(template, edits, locale=locale))).data
    with pymupdf.open(stream=data) as document:
        page = document[0].get_text("words")
    rows = []
    for word_ in sorted(page, key=lambda w: w[1] + w[3]):
        middle = (word_[1] + word_[3]) / 2
        if rows and middle - rows[-1][0] < 4:
            rows[-1][1].append(word_)
        else:
            rows.append((middle, [word_]))
    return [" ".join(w[4] for w in sorted(words)) for _, words in rows]


@pytest.mark.parametrize(
    ("locale", "order"),
    [
        ("en_US", "{city} {postcode}"),
        ("de_DE", "{postcode} {city}"),
        ("ja_JP", "{postcode} {city}"),
    ],
)
def test_the_postcode_stands_where_the_country_writes_it(locale, order):
    facts = record(locale=locale).facts
    for side in ("seller", "buyer"):
        written = order.format(city=facts[f"/{side}/city"], postcode=facts[f"/{side}/postcode"])
        assert any(written in line for line in lines_of(locale)), side


def test_a_postcode_without_its_city_does_not_stand_beside_the_country():
    facts = record(locale="de_DE").facts
    gone = [
        Drop(key=side, statement=f"/{side}/city#1", before=f"text:{facts[f'/{side}/city']}")
        for side in ("seller", "buyer")
    ]
    lines = lines_of("de_DE", gone)

    assert not any(f"{facts['/buyer/postcode']} DE" in line for line in lines)
    assert any(facts["/buyer/postcode"] in line for line in lines)
