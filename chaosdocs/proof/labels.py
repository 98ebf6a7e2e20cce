"""That no file gives away what only the private half may know."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chaosdocs.proof.field_check import Complaint
from chaosdocs.proof.opened_files import OpenedFiles

_SHORTEST = 6
_SEEN = {"text", "eye", "value", "shown", "formula"}


def label_leaks(bench: OpenedFiles) -> Iterator[Complaint]:
    """Yield every label, operator, rendering or record id in names and in what nobody sees.

    A record id counts where it has both letters and digits: others are found by chance.
    """
    truth, case = bench.truth, bench.case
    secrets = {truth.label, *truth.label.split("~")[1:], truth.rendering}
    secrets |= {step.operator for step in truth.steps}
    secrets |= {step.operator.partition("@")[0] for step in truth.steps}
    secrets |= {r for r in truth.records if re.search(r"[A-Za-z]", r) and re.search(r"\d", r)}
    words = sorted(word.casefold() for word in secrets if len(word) >= _SHORTEST)
    for word in words:
        for name in (case.case, *(file.path for file in case.files)):
            if word in name.casefold():
                yield "label_leaked", f"{word!r} in the name {name!r}"
    for path, layers in bench.stacks.items():
        for hay in layers:
            if hay.layer.channel in _SEEN:
                continue
            text = hay.layer.text.casefold()
            for word in words:
                if word in text:
                    yield "label_leaked", f"{word!r} in the {hay.layer.name} of {path}"
