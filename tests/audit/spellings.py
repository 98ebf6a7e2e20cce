"""What a text may mean: every usual spelling of numbers and dates, in any locale.

The parsers are permissive: each returns all readings that a text has somewhere in the world.
"""

import datetime as dt
import re
import unicodedata
from decimal import Decimal, InvalidOperation

_MONTHS = (
    ("january", "jan", "januar", "jänner", "janvier", "janv", "enero", "gennaio"),
    ("february", "feb", "februar", "février", "févr", "fevrier", "febrero", "febbraio"),
    ("march", "mar", "märz", "mär", "mrz", "mars", "marzo"),
    ("april", "apr", "avril", "avr", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio"),
    ("june", "jun", "juni", "juin", "junio", "giugno"),
    ("july", "jul", "juli", "juillet", "juil", "julio", "luglio"),
    ("august", "aug", "août", "aout", "agosto"),
    ("september", "sep", "sept", "septembre", "septiembre", "settembre"),
    ("october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "dezember", "dez", "décembre", "déc", "decembre", "diciembre", "dicembre"),
)
MONTHS = {name: at + 1 for at, names in enumerate(_MONTHS) for name in names}
CURRENCIES = {
    "$": ("USD",), "€": ("EUR",), "£": ("GBP",), "¥": ("JPY", "CNY"), "円": ("JPY",), "￥": ("JPY",)
}  # fmt: skip
COUNTRIES = {
    "USA": "US", "DEU": "DE", "FRA": "FR", "JPN": "JP", "GBR": "GB", "CHE": "CH", "AUT": "AT",
    "ITA": "IT", "SWE": "SE", "ESP": "ES", "NLD": "NL", "BEL": "BE", "LUX": "LU", "POL": "PL",
}  # fmt: skip
_PRINTED = {
    "EA": "ea stk pce 個", "HUR": "hr std h 時間", "DAY": "day tag j 日", "MON": "mo mon mois か月",
    "KGM": "kg", "LTR": "l", "MTR": "m", "AT": "austria österreich autriche オーストリア",
    "CH": "switzerland schweiz suisse スイス", "DE": "germany deutschland allemagne ドイツ",
    "ES": "spain spanien espagne スペイン", "FR": "france frankreich フランス",
    "GB": "unitedkingdom großbritannien royaume-uni 英国", "IT": "italy italien italie イタリア",
    "JP": "japan japon 日本", "NL": "netherlands niederlande pays-bas オランダ",
    "PL": "poland polen pologne ポーランド", "SE": "sweden schweden suède スウェーデン",
    "US": "unitedstates usa états-unis 米国", "LOW": "low niedrig faible 低",
    "MEDIUM": "medium mittel moyen 中", "HIGH": "high hoch élevé 高",
    "SHAREHOLDER": "shareholder anteilseigner associé 出資者",
    "DIRECTOR": "director geschäftsleiter dirigeant 役員",
    "TRUSTEE": "trustee treuhänder fiduciaire 受託者",
    "NOMINEE": "nominee strohmann prête-nom 名義人",
    "INC": "inc.", "CORP": "corporation", "LP": "limitedpartnership",
    "PARTNERSHIP": "partnership sociétédepersonnes", "GMBH": "gmbh", "UG": "ug(haftungsbeschränkt)",
    "KK": "株式会社", "YK": "有限会社", "GK": "合同会社",
}  # fmt: skip
PRINTED: dict[str, set[str]] = {}
for _code, _words in _PRINTED.items():
    for _word in _words.split():
        PRINTED.setdefault(_word.casefold(), set()).add(_code)
_TRUE = {"true", "x", "t", "yes", "ja", "oui", "はい", "1", "y", "j"}
_FALSE = {"false", "-", "f", "no", "nein", "non", "いいえ", "0", "n", ""}
_NUMBER = re.compile(r"[(\-−–+]?\s*\d[\d.,'’\s]*\)?\s*[\-−–]?", re.ASCII)
_SERIAL = dt.date(1899, 12, 30)


def plain(text):
    """Return `text` in one form of Unicode."""
    return unicodedata.normalize("NFKC", text).replace("\u00ad", "")


def squeezed(text):
    """Return `text` without white space, in one form and one case."""
    return re.sub(r"\s+", "", plain(text)).casefold()


_FOOTNOTE = re.compile(r"\s*[¹²³⁴⁵⁶⁷⁸⁹†‡]|(?<=[-\d%A-Z)])\s+\d\)(?=\s|$)")


def numbers(text):
    """Return every number that `text` may be read as; empty if it is more than a number.

    The mark of a footnote behind it is no part of it.
    """
    text = plain(_FOOTNOTE.sub("", text)).strip()
    try:
        if re.fullmatch(r"-?\d+(\.\d+)?[eE][-+]?\d+", text, re.ASCII):
            return {Decimal(text)}
    except InvalidOperation:
        return set()
    found = _NUMBER.search(text)
    if found is None or re.search(r"\d", text[: found.start()] + text[found.end() :]):
        return set()
    body = found[0]
    around = text[: found.start()] + text[found.end() :]
    negative = bool(re.search(r"[-−–]", body)) or body.lstrip().startswith("(") or "(" in around
    negative |= bool(re.match(r"\s*[-−–]", around)) or around.rstrip().endswith(("-", "−", "–"))
    marked = re.sub(r"\b[A-Z]{3}\b|[€$£¥円]", " ", around)
    negative |= bool(re.fullmatch(r"\W*(DR|D|S|SOLL|DT|DEBIT|DÉBIT|借方?|出金)\W*", marked.upper()))
    digits = re.sub(r"[^\d.,]", "", body).strip(".,")
    return {-value if negative else value for value in _marked(digits)}


def _marked(digits):
    marks = [c for c in digits if c in ".,"]
    if not marks:
        return {Decimal(digits)}
    last = marks[-1]
    whole, _, rest = digits.rpartition(last)
    if len(set(marks)) == 1 and len(marks) > 1:
        return {Decimal("".join(digits.split(last)))} if _grouped(digits, last) else set()
    if len(set(marks)) > 1:
        other = next(c for c in marks if c != last)
        if marks.count(last) > 1 or not _grouped(whole, other):
            return set()
        return {Decimal(whole.replace(other, "") + "." + rest)}
    out = {Decimal(f"{whole or 0}.{rest}")}
    if len(rest) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        out.add(Decimal(whole + rest))
    return out


def _grouped(digits, mark):
    first, *others = digits.split(mark)
    return 1 <= len(first) <= 3 and all(len(each) == 3 for each in others)


def mended(text):
    """Yield what a text says whose UTF-8 was read under another code page, once or twice."""
    for _ in range(2):
        for page in ("cp1252", "latin-1"):
            try:
                text = text.encode(page).decode("utf-8")
            except UnicodeError:
                continue
            yield text
            break
        else:
            return


def currencies(text):
    """Return the currencies that `text` names."""
    text = plain(text)
    named = {code for sign, codes in CURRENCIES.items() if plain(sign) in text for code in codes}
    return named | set(re.findall(r"(?<![A-Z])([A-Z]{3})(?![A-Z])", text))


def _date(year, month, day):
    year, month, day = int(year), int(month), int(day)
    if year < 100:
        year += 2000 if year < 70 else 1900
    try:
        return {dt.date(year, month, day).isoformat()}
    except ValueError:
        return set()


def dates(text):
    """Return every date, or month, that `text` may be read as, in ISO 8601."""
    text = plain(text).strip()
    out = set()
    if found := re.fullmatch(r"(\d{4})(\d\d)(\d\d)", text, re.ASCII):
        out |= _date(*found.groups())
    if found := re.fullmatch(
        r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:T[\d:.]+Z?)?", text, re.ASCII
    ):
        out |= _date(*found.groups())
    if found := re.fullmatch(r"(\d{2})[-/.](\d{1,2})[-/.](\d{1,2})", text, re.ASCII):
        out |= _date(*found.groups())
    if found := re.fullmatch(r"(\d{1,2})([-/.])(\d{1,2})[-/.](\d{4}|\d\d)", text, re.ASCII):
        first, _, second, year = found.groups()
        out |= _date(year, second, first) | _date(year, first, second)
    if found := re.fullmatch(r"(\d{1,2})[-./](\d{4})", text, re.ASCII):
        out |= _month(found[2], found[1])
    if found := re.fullmatch(r"(\d{4})\s*[-/.年]\s*(\d{1,2})月?", text, re.ASCII):
        out |= _month(found[1], found[2])
    out |= _named_month(text)
    if found := re.fullmatch(r"(\d{4})(\d\d)", text, re.ASCII):
        out |= _month(*found.groups())
    if re.fullmatch(r"-?\d{7,14}", text, re.ASCII):
        out |= _moments(int(text)) | _moments(int(text) // 1000)
    if re.fullmatch(r"[3-5]\d{4}(\.0+)?", text, re.ASCII):
        out.add((_SERIAL + dt.timedelta(days=int(float(text)))).isoformat())
    return out


def _moments(seconds):
    """Return the dates that seconds since 1970 are on, somewhere on earth."""
    if abs(seconds) > 7_258_118_400:  # the year 2200
        return set()
    start = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    shifts = (dt.timedelta(seconds=seconds, hours=hours) for hours in (-12, 0, 14))
    return {(start + shift).date().isoformat() for shift in shifts}


def _month(year, month):
    return {f"{int(year):04}-{int(month):02}"} if 1 <= int(month) <= 12 else set()


def _named_month(text):
    words = re.findall(r"[^\W\d_]+|\d+", text)
    named = [(at, MONTHS[w.casefold()]) for at, w in enumerate(words) if w.casefold() in MONTHS]
    if len(named) != 1:
        return set()
    month = named[0][1]
    figures = [w for w in words if w.isdigit()]
    others = [w for w in words if not w.isdigit() and w.casefold() not in MONTHS]
    if any(w.casefold() not in {"st", "nd", "rd", "th", "er", "de", "of"} for w in others):
        return set()
    if len(figures) == 1:
        year = figures[0]
        return _month(year, month) if len(year) == 4 else set()
    if len(figures) != 2:
        return set()
    first, second = figures
    out = set()
    if len(second) == 4 or len(first) == 4:
        day, year = (first, second) if len(second) == 4 else (second, first)
        return _date(year, month, day)
    for day, year in ((first, second), (second, first)):
        out |= _date(year, month, day)
    return out


def scalars(value, kind):
    """Return a canonical answer as something that can be compared: numbers as numbers."""
    if kind == "money":
        return Decimal(value["amount"]), value["currency"]
    if kind == "quantity":
        return Decimal(value["value"]), value["unit"]
    if kind in {"number", "percent"}:
        return Decimal(str(value))
    if kind in {"text", "multiline", "id", "enum"}:
        return squeezed(str(value))
    return value


def means(text, value, kind, *, scales=(0,)):
    """Return whether `text` can be read as the canonical answer `value`.

    Args:
        text: What stands in the document.
        value: The canonical answer.
        kind: Its kind.
        scales: Powers of ten that the number may be written in units of.
    """
    match kind:
        case "money":
            want, currency = Decimal(value["amount"]), value["currency"]
            named = currencies(text)
            if named and currency not in named:
                return False
            return any(n.scaleb(s) == want for n in numbers(text) for s in scales)
        case "quantity":
            return _means_quantity(text, value, scales)
        case "number" | "percent":
            return any(n.scaleb(s) == Decimal(str(value)) for n in numbers(text) for s in scales)
        case "date":
            found = dates(text)
            return value in found or any(len(d) == 7 and value.startswith(d) for d in found)
        case "bool":
            return squeezed(text) in (_TRUE if value else _FALSE)
        case "enum":
            said = re.sub(r"^CODE_", "", plain(text).strip())
            return (
                squeezed(said) == squeezed(value)
                or COUNTRIES.get(said.upper()) == value
                or value in PRINTED.get(squeezed(said), ())
            )
        case _:
            return squeezed(text) == squeezed(str(value))


def _means_quantity(text, value, scales):
    unit = value["unit"]
    said = plain(text)
    letters = re.sub(r"[\d.,\-−()\s'’]", "", said)
    if letters and unit and unit not in {letters, *PRINTED.get(squeezed(letters), ())}:
        return squeezed(letters) == squeezed(unit)
    return any(n.scaleb(s) == Decimal(value["value"]) for n in numbers(said) for s in scales)
