"""What `noticegen check` finds in a small site: for tests of single rules."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from noticegen.build import prepare, read
from noticegen.diagnostics import Code, Diagnostic
from sites import moment, page, put, settings

NOW = "2026-04-10 12:00"


def home(language: str) -> str:
    """A home page that says nothing that a rule could mind."""
    titles = {"ja": "お知らせ", "en": "Notice", "fr": "Avis", "de": "Mitteilung"}
    return page(titles.get(language, "T"), "- 1", date="2026-03-02 10:00")


def checked(files: Mapping[str, str], *languages: str, as_of: str = NOW) -> tuple[Diagnostic, ...]:
    """Every finding about a site of these files; a home page is added where there is none."""
    first = f"content/{languages[0]}/index.md"
    all_files: dict[str, str | bytes] = {first: home(languages[0]), **files}
    all_files.setdefault("noticegen.yml", settings(*languages))
    with tempfile.TemporaryDirectory() as folder:
        sources = read(put(Path(folder), all_files))
        return prepare(sources, moment(as_of), thorough=True).findings


def in_home(
    text: str, language: str, code: Code, files: Mapping[str, str] | None = None, as_of: str = NOW
) -> list[tuple[int, int]]:
    """Line and column of each finding of `code` about a text on the home page.

    The body begins on line 6.
    """
    body = {f"content/{language}/index.md": page("T", text, date="2026-03-02 10:00")}
    found = checked({**body, **(files or {})}, language, as_of=as_of)
    return [(f.at.line, f.at.column) for f in found if f.code is code]


def in_update(text: str, language: str, code: Code, **header: str) -> list[tuple[int, int]]:
    """The same of an update of 16 March; its body begins on line 7 without a further header."""
    head = {"date": "2026-03-16 10:00", "summary": "S", **header}
    found = checked(
        {f"content/{language}/updates/2026-03-16-u.md": page("U", text, **head)}, language
    )
    return [(f.at.line, f.at.column) for f in found if f.code is code]
