"""What the honest baseline makes of pages: labels, places, addresses, titles, tables."""

from dataclasses import replace

import pytest

from chaosdocs.corpus.asking import schema
from chaosdocs.readers.builtin.fields import from_lines
from chaosdocs.readers.builtin.written import lines_of_text
from chaosdocs.sources.domains.invoice_fields import INVOICE
from chaosdocs.sources.domains.statement_fields import STATEMENT


def said(text, domain=INVOICE):
    return from_lines({"schema": schema(domain, None)}, lines_of_text(text))["answer"]


def eur(amount):
    return {"amount": amount, "currency": "EUR"}


def test_a_title_tells_number_and_date():
    answer = said("Handelsrechnung Nr. TX-471102 vom 30.10.2018")
    assert answer["invoice_number"] == "TX-471102"
    assert answer["issue_date"] == "2018-10-30"
    assert said("Invoice # RE-2019/507 issued at 2019-06-10")["issue_date"] == "2019-06-10"
    assert said("Rechnung 05.03.2018")["invoice_number"] is None


def test_several_pairs_in_one_run_are_several_labels():
    answer = said("TVA : FR11999999998 - SIRET : 99999999800010\nTotal HT  1,00 EUR")
    assert answer["seller"]["vat_id"] == "FR11999999998"
    assert answer["tax"] is None


def test_a_line_of_name_street_and_town_is_the_sender_and_the_address_below_the_recipient():
    answer = said(
        "Bei Spiel GmbH ● Ecke 12 ● 12345 Stadthausen\n"
        "\n"
        "   Theodor Est\n"
        "   Bahnstr. 42\n"
        "   88802 Spielkreis\n"
    )
    assert answer["seller"]["name"] == "Bei Spiel GmbH"
    assert answer["buyer"]["name"] == "Theodor Est"
    assert answer["buyer"]["city"] == "Spielkreis"


def test_the_address_of_the_goods_is_nobody():
    answer = said("Lieferadresse\nNiemand AG\nWeg 1\n12345 Ort")
    assert answer["buyer"]["name"] is None


def test_what_a_block_says_of_numbers_is_no_name():
    answer = said("Verkäufer:\nNummer : 12345676\nRohstoff AG\nMarktstr. 153\nDE 38226 Salzgitter")
    assert answer["seller"]["name"] == "Rohstoff AG"


def test_a_label_that_fits_both_parties_tells_of_the_one_it_stands_under():
    parties = "From                To\nA Ltd               B Ltd\n"
    answer = said(f"{parties}                    Tax ID  12-3456789")
    assert answer["buyer"]["vat_id"] == "12-3456789"
    assert answer["seller"]["vat_id"] is None


def test_a_sum_in_another_currency_wins_where_a_label_names_it():
    answer = said("Rechnungswährung  : GBP\nNettobetrag  5,00\nRabatt  1,00 EUR  2,00 EUR")
    assert answer["net"] == {"amount": "5.00", "currency": "GBP"}


def test_a_currency_between_label_and_amount_is_no_value():
    assert said("Steuerbetrag in  EUR  37,62")["tax"] == eur("37.62")


def test_the_order_of_dates_is_taken_from_those_that_are_plain():
    answer = said("Invoice date  11/03/2017\nPaid on  11/17/2017")
    assert answer["issue_date"] == "2017-11-03"


def test_a_total_is_no_row_and_ends_the_table():
    answer = said(
        "Pos  Menge  Einzelpreis  Betrag\n"
        "1    3 EA   2,00         6,00\n"
        "Nettobetrag              6,00 EUR\n" + "\n" * 8 + "45   7 EA   3,00         4,00\n"
    )
    assert [row["position"] for row in answer["lines"]] == ["1"]
    assert answer["net"] == eur("6.00")


def test_heads_of_columns_may_go_on_in_a_second_line():
    answer = said(
        "Date         Date de      Libellé    Montant\n"
        "d'opération  valeur                  (EUR)\n"
        "1 avril 2025  3 avril 2025  Loyer     -5,00\n",
        STATEMENT,
    )
    assert answer["lines"][0]["booking_date"] == "2025-04-01"
    assert answer["lines"][0]["value_date"] == "2025-04-03"


@pytest.mark.parametrize("indent", [0, 10])
def test_a_value_that_was_broken_is_whole_again_if_nothing_stands_in_its_labels_column(indent):
    lines = lines_of_text(f"IBAN  FR761892087435764043702\n{' ' * (6 - indent // 2)}22")
    case = {"schema": schema(STATEMENT, None)}
    whole = from_lines(case, lines)["answer"]["iban"]
    assert whole == ("FR761892087435764043702" + ("22" if not indent else ""))


def test_a_short_value_takes_nothing_from_the_next_line():
    lines = list(
        lines_of_text("IBAN  FR76 1892\n      22\nSolde initial          9 999 999,00 EUR")
    )
    answer = from_lines({"schema": schema(STATEMENT, None)}, lines)["answer"]
    assert answer["iban"] == "FR76 1892"


def test_a_document_without_text_says_nothing():
    answer = from_lines({"schema": schema(INVOICE, None)}, [])
    assert answer["confidence"] == {}
    assert answer["answer"]["lines"] == []


def test_segments_are_not_altered():
    lines = lines_of_text("Total  1,00 EUR")
    before = [replace(segment) for line in lines for segment in line]
    from_lines({"schema": schema(INVOICE, None)}, lines)
    assert [segment for line in lines for segment in line] == before
