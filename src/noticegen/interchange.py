"""Findings  ->  what other programs read: JSON, SARIF 2.1.0, annotations of GitHub Actions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from noticegen.diagnostics import Diagnostic, Severity, exit_code
from noticegen.report import Translate

Json = dict[str, object]

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}
_SARIF = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)


def as_json(findings: Iterable[Diagnostic], translate: Translate, *, strict: bool) -> Json:
    """Every finding with its place, and what a command ends with because of them."""
    found = tuple(findings)
    return {
        "version": 1,
        "exit": int(exit_code(found, strict=strict)),
        "findings": [_as_json(finding, translate) for finding in found],
    }


def _as_json(finding: Diagnostic, translate: Translate) -> Json:
    accepted = finding.accepted
    return {
        "path": finding.at.path,
        "line": finding.at.line,
        "column": finding.at.column,
        "code": str(finding.code),
        "label": finding.code.label,
        "severity": str(finding.severity),
        "message": translate(finding.message),
        "hint": translate(finding.hint) if finding.hint else None,
        "accepted": {
            "reason": accepted.reason,
            "by": accepted.by,
            "on": accepted.on.isoformat(),
        }
        if accepted
        else None,
    }


def as_sarif(findings: Iterable[Diagnostic], translate: Translate, version: str) -> Json:
    """A log of one run (OASIS SARIF 2.1.0); what was accepted is a suppressed result."""
    found = tuple(findings)
    rules = sorted({finding.code for finding in found})
    return {
        "$schema": _SARIF,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "noticegen",
                        "version": version,
                        "rules": [{"id": str(code), "name": code.label} for code in rules],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, rules.index(finding.code), translate) for finding in found
                ],
            }
        ],
    }


def _result(finding: Diagnostic, rule: int, translate: Translate) -> Json:
    place: Json = {"artifactLocation": {"uri": quote(finding.at.path)}}
    if finding.at.line:
        place["region"] = {"startLine": finding.at.line, "startColumn": finding.at.column}
    result: Json = {
        "ruleId": str(finding.code),
        "ruleIndex": rule,
        "level": _LEVELS[finding.severity],
        "message": {"text": _in_full(finding, translate)},
        "locations": [{"physicalLocation": place}],
    }
    if finding.accepted:
        reason, by, on = finding.accepted
        result["suppressions"] = [
            {"kind": "external", "justification": f"{by}, {on.isoformat()}: {reason}"}
        ]
    return result


def as_annotations(findings: Iterable[Diagnostic], translate: Translate) -> Iterator[str]:
    """Lines that GitHub Actions shows at the places of a change ("workflow commands").

    What was accepted is shown as a notice.
    """
    for finding in findings:
        is_minor = finding.accepted or finding.severity is Severity.ADVICE
        level = "notice" if is_minor else _LEVELS[finding.severity]
        values = {"file": finding.at.path}
        if finding.at.line:
            values |= {"line": str(finding.at.line), "col": str(finding.at.column)}
        values["title"] = f"{finding.code} {finding.code.label}"
        place = ",".join(f"{name}={_escaped(value, ':,')}" for name, value in values.items())
        text = _escaped(_in_full(finding, translate))
        yield f"::{level} {place}::{text}"


def _in_full(finding: Diagnostic, translate: Translate) -> str:
    """The message, and what to do."""
    hint = f"\n{translate(finding.hint)}" if finding.hint and not finding.accepted else ""
    return translate(finding.message) + hint


def _escaped(text: str, more: str = "") -> str:
    """Percent-encodes what would end a command's line or one of its values."""
    return "".join(f"%{ord(sign):02X}" if sign in f"%\r\n{more}" else sign for sign in text)
