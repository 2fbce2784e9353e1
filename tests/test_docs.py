"""Documentation that lists what the program also knows is compared with it."""

from __future__ import annotations

import re
from pathlib import Path

from noticegen.cli import COMMANDS
from noticegen.diagnostics import MASKED, OF_CHECK, Code
from noticegen.markdown.directives import DIRECTIVES, PLAIN
from noticegen.theme import BUILT_IN

ROOT = Path(__file__).parents[1]
THEME_PAGE = (ROOT / "docs/theming.md").read_text("utf-8").partition("## Step by step")[0]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_theme_page_lists_every_file_of_the_built_in_theme() -> None:
    described = set(re.findall(r"`([a-z0-9_/<>-]+\.(?:html|css|toml))`", THEME_PAGE))
    described -= {"en.toml"}
    files = {
        re.sub(r"^(strings|directives)/\w+", r"\1/*", path.relative_to(BUILT_IN).as_posix())
        for path in BUILT_IN.rglob("*.*")
        if path.suffix in {".html", ".css", ".toml"}
    }
    assert {re.sub(r"<\w+>", "*", name) for name in described} == files


def test_the_directives_that_a_theme_draws_have_a_template() -> None:
    drawn = {name for name in DIRECTIVES if name not in PLAIN}
    assert {path.stem for path in (BUILT_IN / "directives").iterdir()} == drawn


def test_the_readme_names_only_commands_that_exist() -> None:
    typed = re.findall(r"`noticegen ([a-z]+)[^`]*`|\$ noticegen ([a-z]+)", README)
    named = {span or line for span, line in typed}
    assert named == set(COMMANDS)


def test_links_between_documents_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("benchmarks/*.md")]:
        text = re.sub(r"```.*?```|^    .*$|`[^`]*`", "", page.read_text("utf-8"), flags=re.M | re.S)
        for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_nothing_names_another_machine_or_a_package_index() -> None:
    # Whoever clones the repository has neither.
    for name in ("constraints.txt", "pyproject.toml", "Makefile", "scripts/setup", ".ci/run"):
        text = (ROOT / name).read_text("utf-8")
        assert not re.search(r"https?://|--index-url|--find-links|/(?:home|root)/", text), name


def test_the_page_about_checking_has_every_code_that_only_check_looks_for() -> None:
    text = (ROOT / "docs/check.md").read_text("utf-8")
    ranges = re.findall(r"(NG\d+)(?:–(NG\d+))?", text)
    named = {code for first, last in ranges for code in Code if first <= code <= (last or first)}
    assert OF_CHECK | MASKED - {Code.SECRET_IN_SETTINGS} <= named
