"""What a change of mere wording must not touch: figures, dates, lines, links, placeholders,
and what a section says it speaks to.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from noticegen.diagnostics import Message, say
from noticegen.markdown.document import Document
from noticegen.numerals import numerals

_Side = tuple[str, Document]
"""A text as its readers saw it, and the same as it was parsed."""


def touched(before: _Side, after: _Side, language: str) -> Iterator[tuple[Message, str, str]]:
    """What of that changed between two texts, each with what was there and what is there now.

    Numbers are counted by their value, in whatever form they are written.
    """
    for what, here, there in (
        (say("a figure or a date"), _numbers(before[0], language), _numbers(after[0], language)),
        (say("a telephone number"), _phones(before[1]), _phones(after[1])),
        (say("a link"), _links(before[1]), _links(after[1])),
        (say("a placeholder"), _placeholders(before[1]), _placeholders(after[1])),
        (say("`covers`"), _covers(before[1]), _covers(after[1])),
    ):
        if here != there:
            yield what, _listed(here - there), _listed(there - here)


def _listed(only: Counter[str]) -> str:
    return ", ".join(sorted(only.elements()))


def _numbers(text: str, language: str) -> Counter[str]:
    return Counter(format(numeral.value, "f") for numeral in numerals(text, language))


def _phones(document: Document) -> Counter[str]:
    return _counted("".join(filter(str.isdigit, phone.text)) for phone in document.phones)


def _links(document: Document) -> Counter[str]:
    return _counted(link.target for link in document.links)


def _placeholders(document: Document) -> Counter[str]:
    return _counted(f"${{{placeholder.name}}}" for placeholder in document.placeholders)


def _covers(document: Document) -> Counter[str]:
    return _counted(
        element
        for heading in document.headings
        for element in heading.attributes.get("covers", ("", None))[0].split()
    )


def _counted(words: Iterable[str]) -> Counter[str]:
    return Counter(words)
