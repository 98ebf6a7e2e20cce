"""Gates as JUnit XML, the form that build servers read."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from chaosdocs.formats.summary import GateResult, Summary

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PROPERTIES = ("operator", "severity", "medium", "records", "record", "label", "field")


def junit(summary: Summary) -> str:
    """Return the gates of a score as JUnit XML, a test case each.

    Operator, severity, medium and records are properties, of a failure that is compared with a
    baseline also record, label and field. An inconclusive gate is a failure, one
    with nothing to read an error, a known failure is skipped.
    """
    failures = sum(r.status in {"fail", "inconclusive"} for r in summary.gates)
    errors = sum(r.status == "none" for r in summary.gates)
    skipped = sum(r.status == "known" for r in summary.gates)
    counts = f'tests="{len(summary.gates)}" failures="{failures}" errors="{errors}"'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<testsuites {counts}>",
        f'<testsuite name={_text(summary.corpus)} {counts} skipped="{skipped}">',
        "<properties>",
        *(
            f"<property name={_text(name)} value={_text(str(value))}/>"
            for name, value in (
                ("run", summary.run),
                ("digest", summary.digest),
                ("config", summary.config),
                ("seed", summary.seed),
                ("resamples", summary.resamples),
            )
        ),
        "</properties>",
        *(line for result in summary.gates for line in _case(result)),
        "</testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _case(result: GateResult) -> list[str]:
    name = _text(f"{result.gate} [{result.where}]")
    lines = [
        f"<testcase classname={_text(result.reader)} name={name}>",
        "<properties>",
    ]
    lines += [
        f"<property name={_text(name)} value={_text(str(value))}/>"
        for name in _PROPERTIES
        if (value := getattr(result, name)) is not None
    ]
    lines.append("</properties>")
    match result.status:
        case "fail" | "inconclusive":
            lines.append(f"<failure type={_text(result.status)} message={_text(result.words)}/>")
        case "none":
            lines.append(f"<error message={_text(result.words)}/>")
        case "known":
            lines.append(f"<skipped message={_text(result.words)}/>")
        case "pass":
            pass
    lines.append("</testcase>")
    return lines


def _text(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
