"""The fields, labels and rules of the domain ``kyc``."""

from __future__ import annotations

from chaosdocs.sources.fields import HOMES, stated
from chaosdocs.sources.legal import LEGAL_FORMS
from chaosdocs.sources.order import NotBefore
from chaosdocs.sources.parties import NATIONALITIES
from chaosdocs.sources.relations import CountryOf, LegalFormOf, RegistrationOf
from chaosdocs.sources.rules import Shares
from chaosdocs.truth.records import Domain
from chaosdocs.truth.vocabulary import COMPANIES, COUNTRIES, words_of

RISKS: tuple[str, ...] = ("LOW", "LOW", "MEDIUM", "MEDIUM", "HIGH")
"""Ratings, as often as they are given."""
ROLES: tuple[str, ...] = ("SHAREHOLDER", "SHAREHOLDER", "DIRECTOR", "TRUSTEE", "NOMINEE")
"""Roles of owners, as often as they are given."""

KYC = Domain(
    name="kyc",
    list_path="/lines",
    words=words_of(COUNTRIES, COMPANIES),
    titles={
        "en": "Beneficial ownership",
        "de": "Wirtschaftlich Berechtigte",
        "fr": "Bénéficiaires effectifs",
        "ja": "実質的支配者申告書",
    },
    fields=(
        stated(
            "/institution",
            "text",
            "sender",
            ("Institution", "Institut", "Établissement", "金融機関"),
            "Name of the bank that keeps the file.",
        ),
        stated(
            "/company/name",
            "text",
            "recipient",
            ("Company", "Unternehmen", "Société", "法人名"),
            "Name of the company that the file is about.",
        ),
        stated(
            "/company/street",
            "text",
            "recipient",
            ("Street", "Straße", "Rue", "町名番地"),
            "Street and number of the registered address.",
        ),
        stated(
            "/company/postcode",
            "id",
            "recipient",
            ("ZIP code", "PLZ", "Code postal", "郵便番号"),
            "Postcode of the registered address.",
        ),
        stated(
            "/company/city",
            "text",
            "recipient",
            ("City", "Ort", "Ville", "市区町村"),
            "City of the registered address, with the state or prefecture where it is given.",
        ),
        stated(
            "/company/country",
            "enum",
            "recipient",
            ("Country", "Land", "Pays", "国"),
            "Country of incorporation, as ISO 3166 code of two letters.",
            options=HOMES,
        ),
        stated(
            "/document_number",
            "id",
            "header",
            ("Document number", "Dokumentnummer", "Numéro de document", "文書番号"),
            "Number of the file, exactly as printed, leading zeros included.",
        ),
        stated(
            "/review_date",
            "date",
            "header",
            ("Review date", "Prüfdatum", "Date de revue", "確認日"),
            "Date of the last review.",
        ),
        stated(
            "/company/legal_form",
            "enum",
            "header",
            ("Legal form", "Rechtsform", "Forme juridique", "法人格"),
            "Code of the company's legal form.",
            options=LEGAL_FORMS,
        ),
        stated(
            "/company/registration_number",
            "id",
            "header",
            ("Registration number", "Registernummer", "Numéro SIREN", "法人番号"),
            "Number in the company register.",
        ),
        stated(
            "/company/vat_id",
            "id",
            "header",
            ("Tax ID", "USt-IdNr.", "N° TVA", "登録番号"),
            "Tax or VAT identification number of the company.",
        ),
        stated(
            "/company/lei",
            "id",
            "header",
            ("LEI", "LEI", "Code LEI", "LEIコード"),
            "Legal entity identifier of twenty characters.",
            required=False,
        ),
        stated(
            "/company/incorporation_date",
            "date",
            "header",
            ("Incorporated on", "Gegründet am", "Date d'immatriculation", "設立日"),
            "Date of incorporation.",
        ),
        stated(
            "/risk_rating",
            "enum",
            "header",
            ("Risk rating", "Risikoklasse", "Niveau de risque", "リスク評価"),
            "Risk rating: LOW, MEDIUM or HIGH.",
            options=tuple(dict.fromkeys(RISKS)),
        ),
        stated(
            "/politically_exposed",
            "bool",
            "header",
            (
                "Politically exposed",
                "Politisch exponiert",
                "Politiquement exposé",
                "重要な公的地位",
            ),
            "Whether an owner is a politically exposed person.",
        ),
        stated(
            "/lines/*/name",
            "text",
            "lines",
            ("Owner", "Berechtigter", "Bénéficiaire", "氏名"),
            "Full name of the owner.",
        ),
        stated(
            "/lines/*/birth_date",
            "date",
            "lines",
            ("Date of birth", "Geburtsdatum", "Date de naissance", "生年月日"),
            "Date of birth of the owner.",
        ),
        stated(
            "/lines/*/nationality",
            "enum",
            "lines",
            ("Nationality", "Staatsangeh.", "Nationalité", "国籍"),
            "Nationality of the owner, as ISO 3166 code of two letters.",
            options=NATIONALITIES,
        ),
        stated(
            "/lines/*/id_number",
            "id",
            "lines",
            ("ID number", "Ausweisnr.", "N° de pièce", "証明書番号"),
            "Number of the owner's identity document.",
            required=False,
        ),
        stated(
            "/lines/*/role",
            "enum",
            "lines",
            ("Role", "Rolle", "Qualité", "役割"),
            "Role of the owner.",
            options=tuple(dict.fromkeys(ROLES)),
        ),
        stated(
            "/lines/*/percentage",
            "percent",
            "lines",
            ("Share %", "Anteil %", "Part %", "持分 %"),
            "Share of the company in percent: 25 for 25 %.",
        ),
        stated(
            "/remainder",
            "percent",
            "totals",
            ("Other holders %", "Übrige Anteile %", "Autres porteurs %", "その他の持分 %"),
            "Share in percent that none of the listed owners holds.",
        ),
    ),
    rules=(
        Shares("/remainder"),
        NotBefore("/review_date", "/company/incorporation_date"),
        CountryOf("/company/country", "/company/vat_id", "tax"),
        RegistrationOf("/company/registration_number", "/company/vat_id"),
        LegalFormOf("/company/legal_form", "/company/name"),
    ),
)
"""The shares of the owners and the remainder are 100 percent."""
