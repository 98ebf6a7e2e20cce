"""Which printed names are one party, and which texts print a number of another row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from chaosdocs.proof.reading.normal import normal

_FORMS = frozenset(
    re.findall(
        r"\w+",
        "gmbh ggmbh mbh ag kg kgaa ohg gbr ug ek ev eg se co cokg inc incorporated llc llp lp ltd "
        "limited plc corp corporation company sa sas sarl sasu eurl snc bv nv spa srl sl oy oyj ab "
        "aps as kk",
    )
)
_JAPANESE = re.compile(r"株式会社|有限会社|合同会社|\(株\)|\(有\)")
_BREAKS = str.maketrans(dict.fromkeys('\t\n\r,;()[]{}<>"|+', " "))
_EDGES = ".,:;-_/()[]{}<>#*'\"?!|"


@lru_cache(maxsize=4096)
def party_key(name: str) -> str:
    """Return a text that is equal for names of one party.

    Case, accents, umlauts, punctuation and the legal form do not count.

    Example:
        >>> party_key("Müller & Söhne GmbH"), party_key("MUELLER SOEHNE")
        ('muellersoehne', 'muellersoehne')
    """
    text = _JAPANESE.sub(" ", unicodedata.normalize("NFC", normal(name)))
    for letter, pair in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        text = text.replace(letter, pair).replace(letter.upper(), pair)
    flat = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = re.sub(r"[.']", "", flat.casefold())
    kept = [word for word in re.findall(r"[^\W_]+", words) if word not in _FORMS]
    return "".join(kept) or re.sub(r"[\W_]+", "", words)


def one_party(names: Iterable[str], same: Sequence[Sequence[str]]) -> bool:
    """Whether names are all of one party; names that the policy says to be one count as one."""
    alike: Mapping[str, str] = {
        party_key(name): party_key(group[0]) for group in same for name in group
    }
    return len({alike.get(party_key(name), party_key(name)) for name in names}) <= 1


def flat_words(text: str) -> str:
    """Return the words of a text, each between spaces, as numbers are looked for.

    Example:
        >>> flat_words("Invoices RE-14, (RE-15).")
        ' invoices re-14 re-15 '
    """
    words = [word.strip(_EDGES) for word in text.casefold().translate(_BREAKS).split()]
    return f" {' '.join(filter(None, words))} "
