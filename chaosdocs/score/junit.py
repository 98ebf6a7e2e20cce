"""Gates as JUnit XML, the form that build servers read."""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from chaosdocs.truth.wire.score import GateResult, Summary

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLACE = re.compile(r"(?P<operator>[^@]+)@(?P<severity>\d)(?::(?P<medium>\w+))?")


def junit(summary: Summary) -> str:
    """Return the gates of a score as JUnit XML, a test case each.

    Operator, severity, medium and records are properties. An inconclusive gate is a failure, one
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
                ("digest", summary.digest),
                ("config", summary.config),
                ("seed", summary.seed),
                ("resamples", summary.resamples),
            )
        ),
        "</properties>",
        *(line for result in summary.gates for line in _case(summary, result)),
        "</testsuite>",
        "</testsuites>",
    ]
    return "\n".join(lines) + "\n"


def _case(summary: Summary, result: GateResult) -> list[str]:
    name = _text(f"{result.gate} [{result.where}]")
    lines = [
        f"<testcase classname={_text(result.reader)} name={name}>",
        "<properties>",
    ]
    place = _PLACE.fullmatch(result.where)
    properties = {} if place is None else place.groupdict()
    records = _records(summary, result)
    if records is not None:
        properties["records"] = str(records)
    lines += [
        f"<property name={_text(name)} value={_text(value)}/>"
        for name, value in properties.items()
        if value
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


def _records(summary: Summary, result: GateResult) -> int | None:
    for reader in summary.readers:
        if reader.name != result.reader:
            continue
        for cell in reader.cells:
            if f"{cell.operator}@{cell.severity}:{cell.medium}" == result.where:
                return cell.records
        return reader.records
    return None


def _text(text: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", text))
