"""Findings become text that points at the place, in a terminal of any width of letters."""

from __future__ import annotations

from dataclasses import replace

from noticegen.diagnostics import Code, Diagnostic, Location, Severity, exit_code, in_order, say
from noticegen.report import SHOWN, as_text, excerpt, translator

ENGLISH = translator(["en"])


def a_finding(line: int = 2, column: int = 1, path: str = "a.md") -> Diagnostic:
    return Diagnostic(
        Location(path, line, column), Code.DATE_MISMATCH, say("says so"), say("do so")
    )


def test_a_finding_has_place_severity_code_label_message_and_hint() -> None:
    lines = list(as_text([a_finding()], {}, ENGLISH))
    assert lines[0] == "a.md:2:1: error NG204 date-mismatch: says so"
    assert lines[1] == "    hint: do so"


def test_the_caret_stands_under_the_place_after_wide_letters() -> None:
    text = "---\n題名: 件名 x\n"
    assert list(excerpt(a_finding(2, 8), {"a.md": text})) == [
        "    1 | ---",
        "    2 | 題名: 件名 x",
        "      |            ^",
    ]


def test_the_first_line_has_no_line_before_it() -> None:
    assert list(excerpt(a_finding(1, 1), {"a.md": "x\n"})) == ["    1 | x", "      | ^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "a" * 500 + "HERE" + "b" * 500
    shown = list(excerpt(a_finding(1, 501), {"a.md": text}))
    caret = shown[1].index("^")
    assert shown[0][caret : caret + 4] == "HERE"
    assert all(len(line) < 120 for line in shown)


def test_a_file_without_lines_has_no_excerpt() -> None:
    assert list(excerpt(a_finding(0, 0), {"a.md": "x"})) == []
    assert list(excerpt(a_finding(), {})) == []
    assert str(Location("a.md")) == "a.md"


def test_fifty_findings_are_shown_and_the_rest_counted() -> None:
    lines = list(as_text([a_finding(n) for n in range(1, SHOWN + 8)], {}, ENGLISH))
    assert sum(": error " in line for line in lines) == SHOWN
    assert "… and 7 more" in lines


def test_errors_stand_at_the_end_and_never_give_way_to_warnings() -> None:
    """Whoever begins has a warning for each TODO; the error is what they have to see."""
    found = [a_finding(1), *(a_finding(n).as_warning() for n in range(2, SHOWN + 8)), a_finding(99)]
    lines = list(as_text(found, {}, ENGLISH))
    shown = [line for line in lines if " NG204 " in line]
    assert len(shown) == SHOWN
    assert ["error" in line for line in shown] == [False] * (SHOWN - 2) + [True, True]
    assert lines[-4].startswith("a.md:99:1: error")
    assert lines[-2:] == ["… and 8 more", f"errors: 2, warnings: {SHOWN + 6}"]


def test_advice_gives_way_to_warnings() -> None:
    advice = [replace(a_finding(n), severity=Severity.ADVICE) for n in range(1, SHOWN + 8)]
    lines = list(as_text([*advice, a_finding(99).as_warning()], {}, ENGLISH))
    shown = [line for line in lines if " NG204 " in line]
    assert len(shown) == SHOWN
    assert shown[-1].startswith("a.md:99:1: warning")
    assert shown[0].startswith("a.md:1:1: advice")


def test_findings_come_sorted_by_place_and_once() -> None:
    found = in_order([a_finding(9), a_finding(2, 5), a_finding(2, 1), a_finding(9)])
    assert [(f.at.line, f.at.column) for f in found] == [(2, 1), (2, 5), (9, 1)]


def test_with_several_kinds_at_once_usage_comes_before_surroundings_before_content() -> None:
    content = a_finding()
    usage = Diagnostic(Location("noticegen.yml", 1, 1), Code.UNKNOWN_KEY, say("x"))
    surroundings = Diagnostic(Location("output"), Code.FOREIGN_FILES, say("x"))
    warning = Diagnostic(Location("b.md"), Code.LEFT_OVER, say("x"), None, Severity.WARNING)
    assert exit_code([content, usage, surroundings]) == 2
    assert exit_code([content, surroundings]) == 4
    assert exit_code([content]) == 1
    assert exit_code([warning]) == 0
    assert exit_code([warning], strict=True) == 1


def test_a_line_that_nobody_should_read_is_shown_by_no_finding() -> None:
    """Neither by the one about it nor by another on the same line."""
    text = "a\nCard 4111 1111 1111 1111\nb\n"
    card = Diagnostic(Location("a.md", 2, 6), Code.PAYMENT_CARD, say("4…1 is a card"))
    lines = "\n".join(as_text([card, a_finding(2), a_finding(3)], {"a.md": text}, ENGLISH))
    assert "4111" not in lines
    assert "    2 | …\n    3 | b\n      | ^" in lines, "the line before another stays hidden"
