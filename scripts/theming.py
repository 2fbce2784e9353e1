#!/usr/bin/env python3
"""Bring the tables of docs/theming.md up to date: what templates are given.

.venv/bin/python scripts/theming.py     writes docs/theming.md

Which template is given which values stands here, in `GIVEN`; what each field of a value means
stands at the field, in `noticegen.views`. A test renders a site and compares.
"""

from __future__ import annotations

import ast
import inspect
import sys
import types
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin, get_type_hints

from noticegen import views
from noticegen.views import (
    ContactView,
    EventView,
    FactHistory,
    FactView,
    FileView,
    GenuineView,
    Html,
    LastChange,
    Neighbours,
    NotFoundPart,
    NotOursView,
    PageView,
    Pointer,
    RecordedChange,
    RecordView,
    SectionHtml,
    SectionView,
    SharingView,
    SiteView,
    TopicView,
    UpdateView,
)

PAGE = Path(__file__).resolve().parent.parent / "docs" / "theming.md"
MARK = "<!-- From here on, scripts/theming.py writes this page. -->\n"


class Given(NamedTuple):
    """A value that a template is given."""

    type: Any
    meaning: str


_T = {
    "t": Given(Mapping[str, str], "the interface words of the language, `strings/<language>.toml`")
}
_STYLE = {
    "style": Given(Html, "the style block"),
    "style_hash": Given(str, "its hash, for the policy of the page"),
}
_PAGE = {
    "site": Given(SiteView, "the site, seen from this page"),
    "page": Given(PageView, "the page"),
    "sharing": Given(SharingView, "what others show of it"),
    **_T,
    **_STYLE,
}
_LANGUAGE = {"language": Given(str, "the language of what stands around it")}
_CONTACTS = {
    "contacts": Given(tuple[ContactView, ...], "all contacts"),
    "not_ours": Given(tuple[NotOursView, ...], "numbers that do not belong to the organisation"),
}
_FACTS = {"facts": Given(tuple[FactHistory, ...], "all facts with their history")}
_BLOCK = {"content": Given(Html, "what stands in the block"), **_LANGUAGE, **_T}
_CHOSEN = {
    "contacts": Given(tuple[ContactView, ...], "those that the block names, or all"),
    "details": Given(str, "the address of the page of contacts"),
}

GIVEN: Mapping[str, Mapping[str, Given]] = {
    "home.html": _PAGE
    | {"newest": Given(tuple[UpdateView, ...], "the newest updates, newest first")},
    "update.html": _PAGE | {"neighbours": Given(Neighbours, "the updates before and after")},
    "page.html": _PAGE,
    "faq.html": _PAGE | {"topics": Given(tuple[TopicView, ...], "the questions, by topic")},
    "changelog.html": _PAGE
    | {"events": Given(tuple[EventView, ...], "what was published and changed, newest first")},
    "numbers.html": _PAGE | _FACTS,
    "contact.html": _PAGE | _CONTACTS,
    "genuine.html": _PAGE | {"part": Given(Html, "what `genuine-part.html` made")},
    "genuine-part.html": {
        "genuine": Given(GenuineView, "how to tell that the site is genuine"),
        "level": Given(int, "that of its headings"),
        "prefix": Given(str, "what its ids begin with, or nothing"),
        "language": Given(str, "the language of the page"),
        **_T,
    },
    "record.html": _PAGE | {"record": Given(RecordView, "the public record")},
    "change.html": _PAGE | {"change": Given(RecordedChange, "one entry of it")},
    "notice.html": _PAGE
    | {
        "newest": Given(LastChange, "what changed last"),
        "sections": Given(tuple[SectionHtml, ...], "the notice and the other standing pages"),
        "updates": Given(tuple[SectionHtml, ...], "the updates, newest first"),
    }
    | _FACTS
    | _CONTACTS,
    "section.html": {
        "section": Given(SectionView, "a page, a topic or a question in `notice.html`"),
        **_LANGUAGE,
        **_T,
    },
    "404.html": {
        "parts": Given(tuple[NotFoundPart, ...], "the same in each language"),
        "language": Given(str, "the authoritative language"),
        "organization": Given(str, "who publishes the site"),
        **_T,
        **_STYLE,
    },
    "banner.html": {
        "language": Given(str, "the language of the text"),
        "text": Given(str, "what it says"),
        "href": Given(str, "the full address of the home page"),
        **_T,
    },
    "file.html": {"file": Given(FileView, "what stands behind a link to a file"), **_T},
    "pointers.html": {
        "pointers": Given(tuple[Pointer, ...], "to newer values of what a section is about"),
        **_T,
    },
    **{
        f"directives/{name}.html": _BLOCK
        for name in ("compensation", "important", "known", "steps")
    },
    "directives/contacts.html": _BLOCK | _CHOSEN,
    "directives/hours.html": _BLOCK | _CHOSEN,
    "directives/facts.html": _BLOCK
    | {"facts": Given(tuple[FactView, ...], "those that the block names, or all")},
}
"""Every template that noticegen renders, with all that it is given."""


def tables() -> str:
    """The part of the page that is made."""
    parts = [
        MARK,
        "## What templates are given\n",
        "Values, and nothing that is withheld can be reached from them. What is not listed here "
        "does not exist: using it stops the build (NG503). What is *nothing* counts as false in "
        "`{% if %}`.\n",
        "Pieces (`base.html`, `sharing.html` and others that are not listed) have what the "
        "template has that takes them in.\n",
    ]
    for same, templates in _by_what_they_are_given().items():
        parts.append(f"### {', '.join(f'`{name}`' for name in templates)}\n")
        rows = (
            (f"`{name}`", in_words(value.type), value.meaning) for name, value in dict(same).items()
        )
        parts.append(_table(("name", "type", "what"), rows))
    parts.append("## What these values hold\n")
    for view in reachable():
        parts.append(f"### {view.__name__}\n")
        parts.append(f"{inspect.getdoc(view)}\n")
        hints = get_type_hints(view)
        said = meanings(view)
        rows = ((f"`{name}`", in_words(hints[name]), said[name]) for name in view._fields)
        parts.append(_table(("field", "type", "what"), rows))
    return "\n".join(parts).rstrip("\n") + "\n"


def _by_what_they_are_given() -> dict[tuple[tuple[str, Given], ...], list[str]]:
    found: dict[tuple[tuple[str, Given], ...], list[str]] = {}
    for name, given in GIVEN.items():
        found.setdefault(tuple(given.items()), []).append(name)
    return found


def reachable() -> list[Any]:
    """The views that a template can come to, as they stand in `noticegen.views`."""
    found: set[Any] = set()
    ahead = [value.type for given in GIVEN.values() for value in given.values()]
    while ahead:
        for view in _views_of(ahead.pop()):
            if view not in found:
                found.add(view)
                ahead += get_type_hints(view).values()
    return [view for view in vars(views).values() if isinstance(view, type) and view in found]


def _views_of(kind: Any) -> Iterator[Any]:
    if hasattr(kind, "_fields"):
        yield kind
    for part in get_args(kind):
        yield from _views_of(part)


def meanings(view: Any) -> dict[str, str]:
    """What the docstring after each field of a view says."""
    [definition] = ast.parse(inspect.getsource(view)).body
    assert isinstance(definition, ast.ClassDef)
    said: dict[str, str] = {}
    for before, after in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(before, ast.AnnAssign) and isinstance(after, ast.Expr):
            assert isinstance(before.target, ast.Name)
            assert isinstance(after.value, ast.Constant)
            said[before.target.id] = " ".join(str(after.value.value).split())
    return said


def in_words(kind: Any) -> str:
    """A type, as an author of themes would say it."""
    words = {str: "text", Html: "HTML", bool: "yes or no", int: "number", float: "number"}
    if kind in words:
        return words[kind]
    if hasattr(kind, "_fields"):
        return f"[{kind.__name__}](#{kind.__name__.lower()})"
    first, *others = get_args(kind)
    if get_origin(kind) is tuple:
        return f"list of {in_words(first)}"
    if get_origin(kind) in (types.UnionType, typing.Union):
        assert others == [type(None)]
        return f"{in_words(first)}, or nothing"
    assert get_origin(kind) is Mapping or kind == Mapping[str, str]
    return "texts by name"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def page() -> str:
    """The whole page: what people wrote, and the tables."""
    written = PAGE.read_text("utf-8").partition(MARK)[0]
    return written + tables()


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
