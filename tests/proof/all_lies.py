"""All kinds of lies with their names; the audit's are told apart from our own."""

from __future__ import annotations

import lies
import lies_in_files
import lies_in_formats
import lies_in_labels
import lies_in_truth
import lies_unsaid

from tests.proof import corpus_lies, map_lies, norm_lies, packet_lies, set_lies

FROM_ANOTHER = ("file_of_another_severity", "file_of_the_clean_twin")
"""Lies that need a second case of the recipe."""

AUDITED = tuple(
    lie.__name__ for lie in (*lies.LIES, *lies_in_files.AUDITED, *lies_in_truth.AUDITED)
) + FROM_ANOTHER  # fmt: skip
"""The kinds of the audit: in files, in truth and evidence, and those it saw caught."""

OF_CASES = {
    lie.__name__: lie
    for lie in (
        *lies.LIES, *lies_in_files.AUDITED, *lies_in_truth.AUDITED, *lies_in_files.OWN,
        *lies_in_truth.OWN, *lies_in_formats.OWN, *lies_in_labels.OWN,
        *lies_unsaid.OWN,
    )
}  # fmt: skip
"""Name of a kind to the lie: case and stream of draws to the case with one untruth, or None."""

OF_SETS = {f"set_{lie.__name__}": lie for lie in set_lies.LIES}
"""The same of sets: case, truth, evidence and files."""

OF_PACKETS = {f"packet_{lie.__name__}": lie for lie in packet_lies.LIES}
OF_MAPS = {f"map_{lie.__name__}": lie for lie in map_lies.LIES}
OF_NORMS = {f"norm_{lie.__name__}": lie for lie in norm_lies.LIES}
"""The same of packets, of maps, and of cases whose answer depends on a norm, as of cases."""

OF_CORPORA = {f"corpus_{lie.__name__}": lie for lie in corpus_lies.LIES}
"""The same of the private files of a corpus: folder and stream of draws to whether it lied."""

ELSEWHERE = (*OF_PACKETS, *OF_MAPS, *OF_NORMS, *OF_CORPORA)
"""Kinds that are told about cases and corpora of their own."""

KINDS = (*OF_CASES, *FROM_ANOTHER, *OF_SETS, *ELSEWHERE)

UNCAUGHT: dict[str, str] = {}
"""Kinds that the proof does not find, each with its reason; none is of the audit."""
