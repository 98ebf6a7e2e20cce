"""The catalogue: a page for every operator, made from its declaration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chaosdocs.authoring.curves import Recall, curve_of
from chaosdocs.authoring.operator import BEGINNING, SEVERITIES, AnyOperator

SECTIONS = ("What it does", "In the wild", "Effect on truth", "Example")
"""What every operator's docstring says, in this order."""


def sections(operator: AnyOperator) -> dict[str, str]:
    """Return the sections of the operator's docstring, without their indent.

    Example:
        >>> from chaosdocs.authoring.registry import OPERATORS
        >>> list(sections(OPERATORS["dates.ambiguous_order"]))
        ['What it does', 'In the wild', 'Effect on truth', 'Example']
    """
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in operator.doc.splitlines():
        heading = re.fullmatch(r"(\w[\w ]*):", line)
        if heading:
            current = found.setdefault(heading[1], [])
        elif line.startswith("    ") or not line.strip():
            current.append(line[4:])
    return {name: "\n".join(lines).strip() for name, lines in found.items()}


def page(operator: AnyOperator) -> str:
    """Return the page of one operator in Markdown."""
    return "\n".join(_page(operator)).rstrip() + "\n"


def catalogue(own: Sequence[AnyOperator]) -> str:
    """Return the pages of operators, after a table of them all."""
    lines = [
        "# Operators",
        "",
        f"{len(own)} operators, made by `chaosdocs catalogue`. A document with ...",
        "",
        "| operator | stage | media | in one line |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| [`{op.id}`](#{_anchor(op.id)}) | {op.stage.name} | {', '.join(op.media)} "
        f"| {op.summary.replace('|', '/')} |"
        for op in own
    ]
    for op in own:
        lines += ["", *_page(op, heading="##")]
    return "\n".join(lines).rstrip() + "\n"


def _page(operator: AnyOperator, heading: str = "#") -> Iterator[str]:
    yield f"{heading} {operator.id}"
    yield ""
    yield f"{BEGINNING}{operator.summary}."
    yield ""
    yield f"- version {operator.version}, stage {operator.stage.name}"
    yield f"- media: {', '.join(operator.media)}"
    if operator.systems:
        yield f"- systems: {', '.join(operator.systems)}"
    if operator.targeted:
        yield "- can be aimed at a field: `{use: " + operator.id + ", target: /total}`"
    if operator.near_miss:
        yield f"- near miss: `{operator.near_miss}`"
    yield f"- seen in: {operator.evidence}"
    for law, reason in operator.exempt.items():
        yield f"- exempt from the law `{law}`: {reason}"
    yield ""
    levels = operator.levels()
    if len(levels) == 1:
        yield "Every severity is the same."
    curve = curve_of(operator)
    yield from _ladder(levels, curve) if len(levels) > 1 else ()
    if curve is not None:
        recalled = f" It recalls {curve.recall[0]:.0%} at any." if len(levels) == 1 else ""
        yield ""
        yield (
            f"Tesseract recalls {curve.clean:.0%} of the fields of clean scans.{recalled} Measured "
            f"on {curve.fields} fields that it touches, by `python tests/bench/ladders.py`."
        )
    elif operator.stage.name == "scan" and "falling" in operator.exempt:
        yield ""
        yield f"No curve of tesseract's recall is measured, because {operator.exempt['falling']}."
    for name, text in sections(operator).items():
        yield ""
        yield f"**{name}.** " + (text if name != "Example" or ">>>" not in text else "")
        if name == "Example" and ">>>" in text:
            yield "```python"
            yield text
            yield "```"


def _ladder(levels: list[dict[str, str]], curve: Recall | None) -> Iterator[str]:
    names = list(levels[0])
    recall = [] if curve is None else [f"{100 * each:.0f} %" for each in curve.recall]
    heads = [*names, "tesseract recalls"] if recall else names
    yield f"| severity | {' | '.join(heads)} |"
    yield f"| --- |{' --- |' * len(heads)}"
    for severity, level in enumerate(levels, 1):
        cells = [*(level[name] for name in names), *recall[severity - 1 : severity]]
        last = severity == len(levels) < len(SEVERITIES)
        told = f"{severity} to {len(SEVERITIES)}" if last else severity
        yield f"| {told} | {' | '.join(cells)} |"


def _anchor(name: str) -> str:
    return name.replace(".", "")
