"""The page about codes, the broken projects and the code itself name the same findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_site import run
from noticegen.diagnostics import Code
from noticegen.explain import PAGE, explanations

TESTS = Path(__file__).parent
SOURCE = PAGE.parent
DOCS = TESTS.parent / "docs"


def test_the_page_explains_every_code_in_order_under_its_label() -> None:
    headings = re.findall(r"^## (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert headings == [f"{code} {code.label}" for code in sorted(Code)]


def test_the_documentation_shows_the_same_page() -> None:
    link = DOCS / "codes.md"
    assert link.is_symlink()
    assert link.resolve() == PAGE


def test_codes_stand_in_the_order_of_their_numbers() -> None:
    assert list(Code) == sorted(Code)


def test_every_code_has_one_broken_project() -> None:
    folders = {path.name for path in (TESTS / "broken").iterdir()} - {"base"}
    assert folders == {f"{code}-{code.label}" for code in Code}


@pytest.mark.parametrize("code", Code)
def test_every_code_is_used(code: Code) -> None:
    """A finding that nothing reports would be a promise that nobody keeps."""
    uses = [
        path.name
        for path in sorted(SOURCE.rglob("*.py"))
        if path.name != "diagnostics.py" and f"Code.{code.name}" in path.read_text("utf-8")
    ]
    assert uses


@pytest.mark.parametrize("code", Code)
def test_every_explanation_says_something_and_fits_a_screen(code: Code) -> None:
    heading, _, text = explanations()[code].partition("\n")
    assert heading == f"{code} {code.label}"
    assert 2 <= len(text.strip().split("\n")) <= 24
    assert all(len(line) <= 120 for line in text.split("\n"))


@pytest.mark.parametrize("asked", ["NG204", "ng204", "date-mismatch"])
def test_explain_prints_the_section_of_a_code(asked: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.rstrip("\n") == explanations()["NG204"]


def test_explain_prints_each_code(tmp_path: Path) -> None:
    """Asked in this process: a command a code would take long and show no more."""
    from click.testing import CliRunner

    from noticegen.cli.explain import command

    for code in Code:
        result = CliRunner().invoke(command, [code])
        assert (result.exit_code, result.output.rstrip("\n")) == (0, explanations()[code])
