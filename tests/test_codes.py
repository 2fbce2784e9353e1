"""The pages about codes, the broken projects and the code itself name the same findings."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_site import run
from japanese import KANA_OR_KANJI, asks_otherwise, avoided_words, is_set_otherwise
from noticegen.diagnostics import Code
from noticegen.explain import PAGE, explanations, page_in
from noticegen.report import columns

TESTS = Path(__file__).parent
SOURCE = PAGE.parent
DOCS = TESTS.parent / "docs"

JAPANESE = page_in(["ja"])
PAGES = pytest.mark.parametrize("page", [PAGE, JAPANESE], ids=["en", "ja"])

BLOCK = re.compile(r"^```[\s\S]*?^```$|(?:^    .*$\n?)+", re.MULTILINE)


@PAGES
def test_a_page_explains_every_code_in_order_under_its_label(page: Path) -> None:
    headings = re.findall(r"^## (.*)$", page.read_text("utf-8"), re.MULTILINE)
    assert headings == [f"{code} {code.label}" for code in sorted(Code)]


@PAGES
def test_the_documentation_shows_the_same_page(page: Path) -> None:
    link = DOCS / page.name
    assert link.is_symlink()
    assert link.resolve() == page


def test_the_pages_lead_to_each_other() -> None:
    assert PAGE.read_text("utf-8").split("\n")[2] == "[日本語](codes.ja.md)"
    assert JAPANESE.read_text("utf-8").split("\n")[2] == "[English](codes.md)"


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


@PAGES
@pytest.mark.parametrize("code", Code)
def test_every_explanation_says_something_and_fits_a_screen(code: Code, page: Path) -> None:
    """A Japanese letter takes two columns of a terminal."""
    heading, _, text = explanations(page)[code].partition("\n")
    assert heading == f"{code} {code.label}"
    assert 2 <= len(text.strip().split("\n")) <= 24
    assert [line for line in text.split("\n") if columns(line) > 120] == []


# ------------------------------------------------------------------------ one page, two languages


@pytest.mark.parametrize("code", Code)
def test_both_languages_name_the_same_commands_keys_and_values(code: Code) -> None:
    """Words of a notice may differ; what is typed as it is may not."""
    english, japanese = explanations(PAGE)[code], explanations(JAPANESE)[code]
    assert typed(japanese) == typed(english)
    assert keys(japanese) == keys(english)
    assert len(BLOCK.findall(japanese)) == len(BLOCK.findall(english))


def typed(section: str) -> set[str]:
    """What stands in backticks, but for what shows words: bold, a heading, a link."""
    spans = re.findall(r"`([^`]+)`", BLOCK.sub("", section))
    return {span for span in spans if not re.search(r"\]\(|^\*\*\w|^#+ \w", span)}


def keys(section: str) -> set[str]:
    """The keys in examples, with those values that are no words of a notice.

    A language is none: an example may be in that of its reader.
    """
    examples = "\n".join(BLOCK.findall(section))
    names = set(re.findall(r"(?<![\w.`-])([a-z_]+): ", examples)) - {"en", "ja"}
    return names | set(
        re.findall(r"\b[a-z_]+: (?:[a-z_]+|[\d][\d :-]*\d)(?= {2}|$)", examples, re.MULTILINE)
    )


@pytest.mark.parametrize("code", Code)
def test_both_languages_say_the_same_figures(code: Code) -> None:
    english, japanese = (
        set(re.findall(r"\d+(?:,\d{3})+|\d{2,}", re.sub(r"`[^`]+`", "", BLOCK.sub("", text))))
        for text in (explanations(PAGE)[code], explanations(JAPANESE)[code])
    )
    assert japanese == english


def test_the_japanese_page_is_japanese() -> None:
    """Three words of English in a row would be a sentence that was left; `en: …` holds English."""
    text = JAPANESE.read_text("utf-8")
    without_english = re.sub(r"`[^`\n]+`|\ben: [^,}\n]+", "", text)
    assert re.findall(r"\b[A-Za-z]+ [a-z]+ [a-z]+\b", without_english) == []
    prose = re.sub(r"^#.*$|^\[English\].*$", "", BLOCK.sub("", text), flags=re.MULTILINE)
    paragraphs = [part for part in re.split(r"\n{2,}", prose) if part.strip()]
    assert [part for part in paragraphs if not re.search(f"[{KANA_OR_KANJI}]", part)] == []


def test_the_japanese_page_is_written_as_messages_are() -> None:
    prose = BLOCK.sub("", JAPANESE.read_text("utf-8"))
    lines = [line for line in prose.split("\n") if not line.startswith("#")]
    assert [line for line in lines if is_set_otherwise(line) or asks_otherwise(line)] == []
    assert {word for word in avoided_words() if word in prose} == set()


# ------------------------------------------------------------------------------- noticegen explain


@pytest.mark.parametrize("asked", ["NG204", "ng204", "date-mismatch"])
def test_explain_prints_the_section_of_a_code(asked: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "explain", asked)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.rstrip("\n") == explanations()["NG204"]


@pytest.mark.parametrize(
    ("environment", "page"),
    [
        ({"LANGUAGE": "ja"}, JAPANESE),
        ({"LC_ALL": "ja_JP.UTF-8"}, JAPANESE),
        ({"LANGUAGE": "de:ja"}, JAPANESE),
        ({"LANGUAGE": "en:ja"}, PAGE),
        ({"LANGUAGE": "de"}, PAGE),
    ],
)
def test_explain_speaks_the_language_of_the_terminal_or_english(
    environment: dict[str, str], page: Path, tmp_path: Path
) -> None:
    ran = run(tmp_path, "explain", "NG204", env=environment)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.rstrip("\n") == explanations(page)["NG204"]


@PAGES
def test_explain_prints_each_code(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked in this process: a command a code would take long and show no more."""
    from click.testing import CliRunner

    from noticegen.cli.explain import command

    monkeypatch.setenv("LANGUAGE", "ja" if page == JAPANESE else "en")
    for code in Code:
        result = CliRunner().invoke(command, [code])
        assert (result.exit_code, result.output.rstrip("\n")) == (0, explanations(page)[code])
