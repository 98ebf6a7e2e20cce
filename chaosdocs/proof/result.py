"""What a proof comes to: who confirmed each field, and what nobody could."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CODES: Mapping[str, str] = {
    "not_found": "the file does not say at the place what the evidence says it does",
    "struck": "a line runs through a value that is to be read, or stands before it as a minus",
    "convention": "the convention of a statement cannot be understood",
    "reading_impossible": "the shown text cannot mean the expected value",
    "reading_other": "the shown text can mean something else than the expected values",
    "no_evidence": "nothing in the evidence states the field",
    "stated": "the evidence states a field that is said to be gone",
    "leaked": "a value that is gone can still be read",
    "unaccounted_hit": "a value that is gone is found where no known statement stands",
    "trace_missing": "a field is gone with a trace, and there is none",
    "trace_there": "a field is absent, and something was left of it",
    "mask_missing": "what is left of a masked value is not what the truth says",
    "settled": "something in the document decides between the readings",
    "order": "a date is read in one order, and the document leaves two open",
    "was": "the value that a field had is not the one of the clean twin",
    "documents": "the documents of a packet are not those that the truth names",
    "other_matter": "a document says something of another matter than the truth has it",
    "other_rule": "by the rules that are printed, another claim counts",
    "distance": "a field stands elsewhere, or farther off, than the truth says",
    "rule_missing": "a rule decides, and the document does not state it",
    "label": "a value stands under a label of another field",
    "row": "a value stands in another row than the rest of its row",
    "unaccounted": "a document shows something that no statement says",
    "undisputed": "the claims of a disputed field are not all there, or do not disagree",
    "derivable": "a field that cannot be answered follows from the others",
    "not_derived": "a derived value does not follow from the others",
    "currency_unstated": "an amount is shown without a currency, and nothing states one",
    "box_moved": "the box of a statement is not on the page, or holds other characters too",
    "no_ink": "nothing is drawn in the box of a statement",
    "pixels_differ": "what is drawn in the box is not the text",
    "bystander_changed": "a field that no step touched reads otherwise than on the clean twin",
    "unseen": "a scanned statement was not measured",
    "legibility": "a witness of legibility contradicts the meter",
    "sight": "state and legibility of a scanned statement do not agree",
    "digest": "a file is not the one that the case lists",
    "missing_file": "a file cannot be read",
    "unreadable": "a file cannot be opened by the witness",
    "too_big": "a file grows beyond the bounds when it is opened",
    "duplicate_key": "an object of a JSON file has a key twice",
    "label_leaked": "a file or its name gives away what only the private half may know",
    "schema": "a line does not fit its format",
    "recipe": "a line says otherwise than the recipe",
    "set_rows": "the rows of a set are not those that the truth lists",
    "policy": "the policy that decides is not the one that the reader is told",
    "endless": "the policy allows more groupings than can be listed",
    "no_link": "entries are linked that the files and the policy do not link",
    "not_only_link": "the policy allows other links of these entries as well",
    "other_links": "the readings of a link are not the groupings that the policy allows",
    "link_missing": "entries belong together, and the truth does not say so",
    "difference": "a difference is not what the rows of its link print",
    "not_orphan": "an orphan has a counterpart",
    "orphan_missing": "an entry has no counterpart, and the truth does not say so",
    "orphan_reason": "an orphan has another reason",
    "open_entries": "the entries that are left open are not those of the ambiguous links",
    "no_pair": "places of two versions are a pair, and do not say the same",
    "as_before": "places of two versions are a pair, and nothing happened to them",
    "how": "the files do not show that this happened to a pair",
    "lossy": "the files show otherwise whether a value can be recovered",
    "other_pair": "another place of the newer version fits all documents as well",
    "stale_schema": "nothing contradicts the schema that comes along",
    "slow_witness": "a slow witness does not find what the fast ones found",
}
"""Every code that a failure can have, in words."""


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """One thing that could not be confirmed.

    Attributes:
        case: The case.
        path: The field, or empty where the failure is of a file or the whole case.
        code: A word of `CODES`.
        detail: What was expected and what was found.
    """

    case: str
    path: str
    code: str
    detail: str

    def __str__(self) -> str:
        return f"{self.case} {self.path or '-'}: {CODES.get(self.code, self.code)}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Proof:
    """The outcome for one case.

    Attributes:
        witnesses: Path of a field to the names of the witnesses that confirmed it, sorted.
        failures: What could not be confirmed, sorted; none in a proved case.
    """

    witnesses: Mapping[str, tuple[str, ...]]
    failures: tuple[Failure, ...]

    @property
    def proved(self) -> bool:
        """Whether everything was confirmed."""
        return not self.failures
