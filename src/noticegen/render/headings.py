"""Headings that are broken between phrases where they are Japanese.

Browsers break Japanese between any two signs; few know phrases by themselves (`word-break:
auto-phrase`). A `<wbr/>` at each phrase, with `keep-all` in the style, does it in all of them.
"""

from __future__ import annotations

import re
from html import escape, unescape

from noticegen.phrases import phrases
from noticegen.views import Html

FITS = 10
"""Signs that stand in one line of a heading on the narrowest phone: 320 pixels, letters of 1.5
rem. A shorter heading needs no places to break at."""

_BREAK = "<wbr/>"
_HEADING = re.compile(r"(<h([2-6])[^>]*>)(.*?)(?=</h\2>)", re.DOTALL)
_TAG = re.compile(r"(<[^>]*>)")


def heading(text: str, language: str) -> Html:
    """A title as HTML, with the places at which it may be broken."""
    if isinstance(text, Html):
        return text
    return Html(_broken(text) if _is_japanese(language) else _escaped(text))


def with_breaks(html: str, language: str) -> str:
    """The body of a page with the places at which its headings may be broken."""
    if not _is_japanese(language):
        return html
    return _HEADING.sub(lambda match: match[1] + _broken_between_tags(match[3]), html)


def _is_japanese(language: str) -> bool:
    return language.split("-")[0] == "ja"


def _broken(text: str) -> str:
    if len(text) <= FITS:
        return _escaped(text)
    return _BREAK.join(map(_escaped, phrases(text)))


def _broken_between_tags(html: str) -> str:
    return "".join(
        part if index % 2 else _broken(unescape(part))
        for index, part in enumerate(_TAG.split(html))
    )


def _escaped(text: str) -> str:
    return escape(text, quote=False)
