"""Findings  ->  text for people: place, code, what is the case, one thing to do, three lines."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from noticegen.catalogue import LOCALES, messages, told_in
from noticegen.diagnostics import MASKED, Diagnostic, Message, Severity, say
from noticegen.localized import Localized

SHOWN = 50
_WIDTH = 96
_HIDDEN = "…"
"""What stands for a line that nobody should read in a log."""

Translate = Callable[[Message], str]


def translator(languages: Iterable[str], locales: Path = LOCALES) -> Translate:
    """Puts messages into the first of `languages` that there is a catalogue for, or English.

    A value that is text in several languages, from our data, is told in the same one.
    """
    wanted = tuple(languages)
    catalogue, language = messages(wanted, locales), told_in(wanted, locales)

    def told(value: object) -> object:
        if isinstance(value, Message):
            return translate(value)
        return value.of(language) if isinstance(value, Localized) else value

    def translate(message: Message) -> str:
        values = {key: told(value) for key, value in message.values.items()}
        return catalogue.get(message.template, message.template).format(**values)

    return translate


def as_text(
    findings: Iterable[Diagnostic], sources: Mapping[str, str], translate: Translate
) -> Iterator[str]:
    """Lines for a terminal or a log: what weighs most comes last, above the counts.

    So many findings are shown in full and the rest counted; none gives way to one of less weight.
    """
    found = list(findings)
    shown = without(found, sources)
    heaviest = sorted(found, key=_weight, reverse=True)[:SHOWN]
    for finding in sorted(heaviest, key=_weight):
        kind = "accepted" if finding.accepted else finding.severity
        what = f"{kind} {finding.code} {finding.code.label}"
        yield f"{finding.at}: {what}: {translate(finding.message)}"
        yield from excerpt(finding, shown)
        for line in finding.lines:
            yield f"    {translate(line) if isinstance(line, Message) else line}".rstrip()
        if finding.accepted:
            reason, by, on = finding.accepted
            yield f"    {translate(say('{by}, {on}: {reason}', by=by, on=on, reason=reason))}"
        elif finding.hint:
            yield f"    hint: {translate(finding.hint)}"
    if len(found) > SHOWN:
        yield translate(Message("… and {count} more", {"count": len(found) - SHOWN}))
    if found:
        yield translate(_counts(found))


def _weight(finding: Diagnostic) -> int:
    """0 for what was accepted, 1 for advice, 2 for a warning, 3 for an error."""
    if finding.accepted:
        return 0
    return {Severity.ADVICE: 1, Severity.WARNING: 2, Severity.ERROR: 3}[finding.severity]


def _counts(found: list[Diagnostic]) -> Message:
    """How many there are of each kind; always of those that can end a command."""
    open_ = Counter(finding.severity for finding in found if not finding.accepted)
    counts = say(
        "errors: {errors}, warnings: {warnings}",
        errors=open_[Severity.ERROR],
        warnings=open_[Severity.WARNING],
    )
    if open_[Severity.ADVICE]:
        counts = say("{counts}, advice: {count}", counts=counts, count=open_[Severity.ADVICE])
    if accepted := len(found) - open_.total():
        counts = say("{counts}, accepted: {count}", counts=counts, count=accepted)
    return counts


def without(findings: Iterable[Diagnostic], sources: Mapping[str, str]) -> Mapping[str, str]:
    """The sources for excerpts, with dots for each line on which something is found that nobody
    should read in a log.
    """
    places = [finding.at for finding in findings if finding.code in MASKED and finding.at.line]
    shown = dict(sources)
    for path in dict.fromkeys(at.path for at in places if at.path in sources):
        lines = sources[path].split("\n")
        for at in places:
            if at.path == path and at.line <= len(lines):
                lines[at.line - 1] = _HIDDEN
        shown[path] = "\n".join(lines)
    return shown


def excerpt(finding: Diagnostic, sources: Mapping[str, str]) -> Iterator[str]:
    """The line before, the line itself and a caret under its place."""
    at = finding.at
    text = sources.get(at.path)
    if text is None or at.line == 0 or finding.code in MASKED:
        return
    lines = text.split("\n")
    if at.line > len(lines) or lines[at.line - 1] == _HIDDEN:
        return
    width = len(str(at.line))
    if at.line > 1:
        yield f"    {at.line - 1:>{width}} | {_cut(lines[at.line - 2], 0)[0]}"
    shown, start = _cut(lines[at.line - 1], at.column - 1)
    yield f"    {at.line:>{width}} | {shown}"
    before = lines[at.line - 1][start : at.column - 1]
    dots = 1 if start else 0
    yield f"    {'':>{width}} | {' ' * (dots + columns(before))}^"


def _cut(line: str, column: int) -> tuple[str, int]:
    """A line short enough to show, with the place `column` in it, and where the cut begins."""
    plain = line.expandtabs(1)
    start = max(0, column - _WIDTH // 2) if columns(plain[:column]) > _WIDTH - 16 else 0
    shown = ""
    used = 0
    for character in plain[start:]:
        used += columns(character)
        if used > _WIDTH:
            shown += "…"
            break
        shown += character if character.isprintable() else "\ufffd"
    return ("…" if start else "") + shown, start


def columns(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0
        if unicodedata.combining(character)
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )
