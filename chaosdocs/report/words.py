"""Codes of states, outcomes and named wrong answers, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, get_args

from chaosdocs.truth.values import Kind

STATES: Final[Mapping[str, str]] = {
    "answerable": "can be read",
    "ambiguous": "can be read in several ways",
    "disputed": "statements disagree",
    "unanswerable": "cannot be known",
    "absent": "is not in the document",
    "unscored": "is not scored",
}
OUTCOMES: Final[Mapping[str, str]] = {
    "correct": "right",
    "wrong": "wrong",
    "over_abstain": "left open, needlessly",
    "right_abstain": "left open, rightly",
    "hallucinated": "invented",
    "overcommit": "gave one of several readings",
    "invalid": "no usable answer",
    "unscored": "not scored",
}
_KINDS: Final[Mapping[str, str]] = {
    "spacing": "spaces are missing or extra",
    "kept_and_phantom": "the value, and a text that does not belong to it",
    "missing_row": "the row is left out",
    "extra_row": "a row that the document does not have",
    "false_absence": "said to be absent",
    "lucky": "exactly the value that was removed",
    "derived": "computed, which was not asked for",
    "scale": "off by a power of ten",
    "sign": "the sign is wrong",
    "dm_swap": "day and month are swapped",
    "wrong_century": "another century",
    "wrong_currency": "another currency",
    "wrong_unit": "another unit",
    "false_precision": "more exact than the document",
    "lost_precision": "less exact than the document",
    "shifted_row": "the value of the row beside it",
    "shifted_column": "the value of the column beside it",
    "other_field": "the value of another field",
    "number_for_code": "a code read as a number: 60417.0 for 60417",
    "lost_line": "a line of the text is missing",
    "lines_swapped": "the lines of the text in another order",
    "leading_zeros": "leading zeros",
    "spacing_or_case": "spaces, or capitals",
    "confused_glyphs": "letters that look alike",
    "wrong_candidates": "candidates that are not the readings",
    "too_many_candidates": "too many candidates",
    "schema": "breaks the schema",
    "duplicate_key": "a key that stands twice",
    "partial_group": "a part of the group, or the group and more",
    "crossed": "linked with other entries",
    "claimed_twice": "also linked with other entries in the same answer",
    "duplicate_row": "the row stands twice",
}
LURES: Final[Mapping[str, str]] = {
    "column-shifted": "the value stands under another column header",
    "columns-swapped": "two columns stand under each other's headers",
    "row-shifted": "the value stands in another row",
    "transposed": "rows became columns",
    "columns-shifted": "the value stands under another column header, in a row with too many cells",
    "cut-at-comma": "the number cut at its comma, taken for the end of the cell",
    "cut-at-newline": "the text cut at its line break",
    "cut-off": "what is left where the file was cut off",
    "cut-short": "what is left of a text that was too long for its field",
    "letter": "what the letter of the packet says, which does not count",
    "other-document": "what another document of the packet says, which does not count",
    "near-document": "the value of a document that belongs to another order",
    "injected-instruction": "what a sentence in the document tells readers to answer",
    "day-of-printing": "the day on which the report was printed",
    "day-off": "a day too early or too late, because of the time zone",
    "default-value": "the value that stands in for a missing one",
    "first-part": "the first part of a field that was split",
    "minor-units": "the amount in cents, taken for whole units",
    "new-code": "the new code, not the one it stands for",
    "null-word": "a word for null, taken for a value",
    "placeholder": "a placeholder taken for a value",
    "sign-turned": "the sign by the other convention",
    "tag-ignored": "the value without the tag that says what it is",
    "unfolded": "another spelling than the printed one",
    "wrong-code-page": "the text read with another code page",
    "zeros-filled-up": "leading zeros that the file does not have",
    "cropped": "what is left of the cut number",
    "cropped-away": "what lies beyond the edge of the page",
    "day-month": "the date read day first",
    "month-day": "the date read month first",
    "decimal": "the mark read as a decimal point",
    "thousand": "the mark read as a thousands separator",
    "decimal-comma": "decimal and thousands marks taken for each other",
    "marks-lost": "marks of the number dropped",
    "embedded-xml": "what the embedded XML says",
    "first-claim": "the first of the statements",
    "second-claim": "the second of the statements",
    "forced-match": "an entry without counterpart is linked",
    "superseded": "the value before its correction",
    "source-value": "the value that was booked, not the one printed",
    "gross-total": "the gross total",
    "subtotal": "a subtotal",
    "list-total": "the total below a list",
    "hidden-precision": "what the cell holds, not what it shows",
    "fraction-for-percent": "the fraction in place of the percentage",
    "mojibake": "letters read in a wrong code page",
    "unit-ignored": "the number without the unit of its column",
    "cut-at-mark": "the part before a group mark",
    "marks-dropped": "a malformed number without its marks",
    "copied-from-the-left": "the value of the cell on the left",
    "hidden-row": "what a hidden row says",
    "invisible-text": "text that nobody sees",
    "text-layer": "the text beneath the page, not what it shows",
    "look-alike-amount": "another amount that looks alike",
    "look-alike-number": "another number that looks alike",
    "older-revision": "an older revision of the file",
    "sticky-note": "a note stuck onto the page",
    "sign-lost": "the sign is lost",
    "stale-duplicate": "an outdated value that is still in the document",
    "quotes-dropped": "the text without its quotes",
    "other-column": "the value of the other column with the same header",
    "reversed-entry": "an entry that was reversed",
    "other-dollar": "the amount in another dollar currency",
    "mark-joined": "the number with its footnote mark read as a digit",
    "stale-metadata": "old metadata of the file",
}
_KIND: Final = re.compile(rf"'(?:{'|'.join(get_args(Kind))}):")
_OBJECT: Final = re.compile(r"\w+\(\w+=Decimal\('([^']*)'\), \w+='([^']*)'\)")


def outcome(name: str, sub: str) -> str:
    """Return an outcome and its kind.

    Example:
        >>> outcome("wrong", "scale"), outcome("hallucinated", "")
        ('wrong: off by a power of ten', 'invented')
    """
    told = OUTCOMES.get(name, name)
    return f"{told}: {_KINDS.get(sub, _spaced(sub))}" if sub else told


def lure(name: str) -> str:
    """Return what a named wrong answer is; an unknown name as words.

    Example:
        >>> lure("first-claim"), lure("missing_row"), lure("their_own")
        ('the first of the statements', 'the row is left out', 'their own')
    """
    if name.startswith("channel:"):
        return f"what another channel says ({name.removeprefix('channel:')})"
    if name in OUTCOMES:
        return OUTCOMES[name]
    return LURES.get(name) or _KINDS.get(name) or _spaced(name)


def _spaced(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")
