"""Words by which the honest baselines know a field: common labels in four languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_LABELS: Mapping[str, str] = {
    "invoice_number": (
        "invoice number|invoice no|invoice #|inv no|bill number|rechnungsnummer|rechnung nr|"
        "rechnungs-nr|beleg-nr|numéro de facture|n° de facture|facture n°|請求書番号|xblnr|belnr|"
        "numéro facture|rechnungs nr|rechnung-nr|rechnungsnr|document number|tranid|documentnumber|tran id"
    ),
    "issue_date": (
        "invoice date|date of invoice|date|rechnungsdatum|belegdatum|datum|date de facture|"
        "date de facturation|date facture|date d'émission|issue date|date issued|issued on|ausstellungsdatum|請求日|発行日|bldat|transaction date|trandate"
    ),
    "due_date": (
        "due date|payment due|pay by|fällig am|fälligkeit|zahlbar bis|date d'échéance|échéance|"
        "支払期限|支払期日|due|duedate|faedt|zfbdt|netdt"
    ),
    "delivery_date": (
        "delivery date|date of delivery|delivered on|date of supply|service date|ship date|lieferdatum|"
        "leistungsdatum|liefer-/leistungsdatum|date de livraison|date de la prestation|納品日|引渡日|"
        "lfdat|shipdate"
    ),
    "customer_number": (
        "customer number|customer no|account no|kundennummer|kunden-nr|kundennr|numéro client|n° client|"
        "code client|顧客番号|kunnr|customer id"
    ),
    "order_number": (
        "order number|order no|po number|purchase order|your order|bestellnummer|bestell-nr|"
        "numéro de commande|n° de commande|commande n°|注文番号|発注番号|ebeln|otherrefnum|po #|other ref num"
    ),
    "currency": "currency|währung|waehrung|devise|monnaie|invoice currency|rechnungswährung|通貨|waers",
    "net": (
        "net amount|subtotal|net total|net|netwr|nettobetrag|netto|summe netto|total ht|montant ht|"
        "total hors taxes|total hors taxe|montant hors taxes|total excl tax|total excluding tax|total excl vat|total excluding vat|"
        "total net|nettosumme|gesamt netto|gesamtnetto|summe ohne ust|rechnungssumme ohne ust|summe ohne mwst|"
        "小計|税抜金額|amount (net)|sub total|subtotal"
    ),
    "tax_rate": (
        "tax rate|vat rate|tax rate %|vat %|steuersatz|mwst-satz|steuersatz %|taux de tva|"
        "taux de tva %|taux tva|税率|税率 %|mwskz|msatz"
    ),
    "tax": (
        "tax amount|vat amount|total tax|total vat|tax total|vat total|total taxes|total tva|total de la tva|"
        "gesamtsteuer|steuer gesamt|mwst gesamt|summe mwst|summe ust|mehrwertsteuer|mwst-betrag|ust-betrag|"
        "montant de la tva|taxes|tax|vat|sales tax|steuerbetrag|mwst|ust|umsatzsteuer|montant tva|"
        "tva|消費税額|消費税|mwsts|amount (tax)|mwsbk"
    ),
    "total": (
        "grand total|invoice total|total amount|gross total|gross amount|total incl tax|total incl vat|"
        "total including tax|total including vat|gesamtbetrag|rechnungsbetrag|gesamtsumme|bruttosumme|"
        "bruttobetrag|gesamt brutto|endbetrag|endsumme|total ttc|montant ttc|total toutes taxes comprises|"
        "total|summe|total due|amount due|due payable|balance due|zahlbetrag|net à payer|合計金額|請求金額|合計|"
        "wrbtr|amount (gross)|total amount|wrbtr"
    ),
    "payment_days": (
        "payment term|payment term (days)|terms (days)|zahlungsziel|zahlungsziel (tage)|"
        "délai de paiement|délai de paiement (jours)|支払サイト|支払サイト(日)|zbd1t|terms|zbd1t|terms days"
    ),
    "note": "note|remark|comment|hinweis|bemerkung|remarque|備考|bktxt|memo",
    "bank": "bank|bank name|banque|銀行|振込先|banka",
    "iban": "iban|iban",
    "account": "account number|account no|kontonummer|numéro de compte|n° de compte|口座番号|bankn",
    "routing": "routing number|routing no|aba|bankleitzahl|blz|code banque|銀行・支店コード|bankl",
    "bic": "bic|swift|swift code|bic/swift|swiftコード",
    "vat_id": (
        "tax id|vat id|vat no|vat number|vat reg no|vat registration number|ust-idnr|ust-id|ust-id-nr|"
        "umsatzsteuer-id|umsatzsteuer-identifikationsnummer|uid|n° tva|n° de tva|numéro de tva|"
        "tva intracom|tva intracommunautaire|n° tva intracommunautaire|登録番号|stceg|tva"
    ),
    "statement_number": (
        "statement number|statement no|auszugsnummer|auszug nr|numéro de relevé|relevé n°|"
        "明細書番号|aznum"
    ),
    "period_start": "period from|from|zeitraum von|von|période du|du|期間開始日|開始日|azdat von",
    "period_end": "period to|to|zeitraum bis|bis|période au|au|期間終了日|終了日|azdat bis",
    "opening_balance": (
        "opening balance|beginning balance|previous balance|balance brought forward|anfangssaldo|alter saldo|"
        "solde initial|ancien solde|前期繰越残高|繰越残高|ssald"
    ),
    "closing_balance": (
        "closing balance|new balance|ending balance|endsaldo|neuer saldo|solde final|nouveau solde|"
        "次期繰越残高|期末残高|esald"
    ),
    "total_credits": (
        "total credits|credits|summe gutschriften|gutschriften|total des crédits|入金合計|sumha"
    ),
    "total_debits": "total debits|debits|summe belastungen|belastungen|total des débits|出金合計|sumso",
    "institution": "institution|institut|établissement|金融機関",
    "document_number": "document number|document no|dokumentnummer|numéro de document|文書番号|docnr|doknr",
    "review_date": "review date|reviewed on|prüfdatum|date de revue|確認日|pruefdat",
    "legal_form": "legal form|rechtsform|forme juridique|法人格|legal enty",
    "registration_number": (
        "registration number|company number|registernummer|handelsregister|numéro siren|siren|"
        "法人番号|register nr"
    ),
    "lei": "lei|code lei|leiコード|legal entity identifier",
    "incorporation_date": (
        "incorporated on|date of incorporation|gegründet am|gründungsdatum|"
        "date d'immatriculation|設立日|found dat"
    ),
    "risk_rating": "risk rating|risk class|risikoklasse|niveau de risque|リスク評価",
    "politically_exposed": (
        "politically exposed|pep|politisch exponiert|politiquement exposé|重要な公的地位"
    ),
    "remainder": (
        "other holders|other holders %|streubesitz|streubesitz %|autres porteurs|"
        "autres porteurs %|その他の持分|その他の持分 %|anteil rest"
    ),
    "position": "item|pos|position|line|no|項番|posnr|buzei|line #|line id|item id",
    "sku": (
        "article no|sku|item no|article|artikelnr|artikel-nr|artikel|réf article|référence|"
        "品番|matnr"
    ),
    "description": (
        "description|text|bezeichnung|beschreibung|buchungstext|désignation|libellé|品名|摘要|"
        "sgtxt|maktx|details|arktx|memo|memo/description"
    ),
    "quantity": "quantity|qty|menge|anzahl|quantité|qté|数量|fkimg|menge",
    "unit_price": "unit price|price|rate|einzelpreis|preis|prix unitaire|prix|単価|netpr|netpr",
    "amount": "amount|line total|betrag|gesamt|montant|金額|dmbtr|pos netwr|item netwr|netwr",
    "booking_date": "booking date|date|buchung|buchungstag|datum|date d'opération|取引日|budat",
    "value_date": "value date|value|wertstellung|valuta|wert|date de valeur|起算日|valut",
    "reference": "reference|ref|num|referenz|référence|照会番号|xblnr|zuonr",
    "balance": "balance|saldo|solde|残高",
    "name": "owner|name|berechtigter|bénéficiaire|nom|氏名|name text",
    "birth_date": "date of birth|born|geburtsdatum|geb. am|date de naissance|生年月日|birthdt",
    "nationality": "nationality|staatsangeh|staatsangehörigkeit|nationalité|国籍|natio",
    "id_number": "id number|passport no|ausweisnr|ausweisnummer|n° de pièce|証明書番号|idnumber",
    "role": "role|rolle|qualité|fonction|役割|rltyp",
    "percentage": "share|share %|percentage|anteil|anteil %|part|part %|持分|持分 %",
}
_PARTIES: Mapping[str, str] = {
    "seller": "seller|vendor|supplier|lifnr|verkäufer|lieferant|vendeur|fournisseur|販売者",
    "buyer": "bill to|customer|buyer|kunnr|rechnung an|kunde|käufer|facturé à|client|invoice to|sold to|acheteur|請求先",
    "holder": "account holder|holder|kontoinhaber|titulaire|口座名義|koinh",
    "company": "company|unternehmen|firma|société|法人名|business partner|partner",
    "bank": "bank|banque|銀行|banka",
}
_PARTS: Mapping[str, str] = {
    "name": "name|nom|名|name1|name1",
    "street": "street|stras|straße|strasse|rue|町名番地|stras",
    "postcode": "postcode|pstlz|zip|plz|code postal|郵便番号|pstlz",
    "city": "city|ort01|ort|stadt|ville|市区町村|ort01",
    "country": "country|land|land1|pays|国|land1|banks",
    "vat_id": _LABELS["vat_id"],
}


_MONEY = re.compile(r"(?: in)?(?: \(?(?:eur|usd|gbp|chf|jpy|[€$£¥円])\)?)?$")
_WHOSE = re.compile(r"^(?:your|our|ihre?|unsere?|votre|notre) ")


@lru_cache(maxsize=65_536)
def normal(text: str) -> str:
    """Return a label as it is compared: folded, no colon, full stops, hyphens, extra spaces.

    Example:
        >>> normal("USt.-Id.-Nr. :")
        'ust id nr'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"\.|[:：*]+(?=\s|$)", "", folded).replace("-", " ").split()).strip(" :")


@lru_cache(maxsize=65_536)
def names(text: str) -> tuple[str, ...]:
    """Return what a shown label can be taken for, the longest first.

    A currency behind it is no part of it, nor whose it is, and a stroke parts two labels.

    Example:
        >>> names("Total in EUR"), names("Ihre Kundennummer"), names("Käufer/Empfänger")[1:]
        (('total in eur', 'total'), ('ihre kundennummer', 'kundennummer'), ('käufer', 'empfänger'))
    """
    whole = normal(text)
    bare = _WHOSE.sub("", _MONEY.sub("", whole))
    return tuple(
        dict.fromkeys(each for each in (whole, bare, *map(str.strip, bare.split("/"))) if each)
    )


@lru_cache(maxsize=1024)
def shared(path: str) -> frozenset[str]:
    """Return the labels of a party's field that do not say which party: they fit the others too.

    Example:
        >>> "vat id" in shared("/buyer/vat_id"), "customer vat id" in shared("/buyer/vat_id")
        (True, False)
    """
    *outer, leaf = [part for part in path.split("/") if part]
    if not outer or outer[-1] not in _PARTIES or leaf == "name":
        return frozenset()
    words = [*_PARTS.get(leaf, "").split("|"), leaf.replace("_", " ")]
    return frozenset(normal(word) for word in words if word)


@lru_cache(maxsize=1024)
def labels(path: str) -> tuple[str, ...]:
    """Return the words that may introduce the field at `path`, the likeliest first.

    Example:
        >>> labels("/lines/*/unit_price")[0]
        'unit price'
        >>> "customer city" in labels("/buyer/city")
        True
    """
    *outer, leaf = [part for part in path.split("/") if part and part != "*"]
    own = re.sub(r"[_\-]+", " ", leaf).casefold()
    words = [normal(word) for word in _LABELS.get(leaf, "").split("|") if word]
    if outer and outer[-1] in _PARTIES:
        parties = _PARTIES[outer[-1]].split("|")
        parts = _PARTS.get(leaf, "").split("|")
        joined = [f"{a} {b}" for a in parties for b in parts if b]
        turned = [f"{b} {a}" for a in parties for b in parts if b]
        du = [f"{b} {of} {a}" for a in parties for b in parts if b for of in ("of", "du", "der")]
        close = [f"{a}{b}" for a in parties for b in parts if b]
        alone = parties if leaf == "name" else parts
        words = [*joined, *turned, *du, *close, *alone, *(words if leaf not in _PARTS else ())]
    return tuple(dict.fromkeys(normal(word) for word in [*words, own] if word))
