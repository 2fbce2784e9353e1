"""The data files of this package  ->  regimes, questions, conflicts and words.

Each is read when it is first asked for, and kept for the run. The files are part of the program:
what is wrong with one is a mistake of ours, and ends with an AssertionError that names the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from noticegen.diagnostics import Diagnostic
from noticegen.elements import ELEMENTS
from noticegen.localized import Localized
from noticegen.moments import read_date
from noticegen.regimes.model import (
    Confidence,
    Conflict,
    Level,
    Literal,
    Nature,
    Posting,
    Regime,
    Requirement,
    Source,
    SourceKind,
)
from noticegen.yamlfile import Fields, Listing, Node, Scalar, read_yaml
from noticegen.yamlfile import Mapping as Keys

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "ja")
"""In which the data say what a law asks."""

_KEYS = (
    "name", "provision", "nature", "in_force_from", "checked_on", "until", "note", "posting",
    "literal", "elements", "sources",
)  # fmt: skip
_ELEMENT_KEYS = (
    "level", "question", "provision", "en", "ja", "words", "confidence", "sources",
)  # fmt: skip
_POSTING_KEYS = (
    "when", "basis", "min_days", "is_guidance", "place", "phone", "phone_days", "more",
)  # fmt: skip
_LITERAL_KEYS = ("language", "title", "headings", "provision")
_CONFLICT_KEYS = ("between", "en", "ja")

Words = Mapping[str, tuple[str, ...]]
"""Words by language."""


@cache
def names() -> tuple[str, ...]:
    """The ids of all regimes, in alphabetical order."""
    return tuple(sorted(path.stem for path in (FOLDER / "laws").glob("*.yml")))


@cache
def regime(name: str) -> Regime:
    """The regime of this id, which has to be one of `names`."""
    assert name in names(), name
    fields = _strict(_read(f"laws/{name}.yml"), _KEYS)
    first = fields.date("in_force_from")
    checked, until = fields.date("checked_on"), fields.date("until")
    literal = fields.node("literal")
    assert checked, name
    assert until, name
    found = Regime(
        id=name,
        name=fields.text("name"),
        provision=fields.text("provision"),
        nature=Nature(fields.word("nature")),
        in_force_from=first,
        checked_on=checked,
        until=until,
        note=fields.text_or_none("note"),
        posting=_posting(fields.inner("posting", _POSTING_KEYS)),
        literal=_literal(_strict(literal, _LITERAL_KEYS)) if literal else None,
        requirements=tuple(
            _requirement(element, inner) for element, inner in fields.each("elements")
        ),
        sources=tuple(
            Source(id_, inner.word("where"), SourceKind(inner.word("kind")))
            for id_, inner in fields.each("sources", ("where", "kind"))
        ),
    )
    fields.end()
    return found


@cache
def questions() -> Mapping[str, Localized]:
    """The questions on whose answers elements depend, by their ids."""
    return _localized_file("questions.yml")


@cache
def element_names() -> Mapping[str, Localized]:
    """What each element is called."""
    found = _localized_file("elements.yml")
    assert tuple(found) == ELEMENTS
    return found


@cache
def conflicts() -> tuple[Conflict, ...]:
    """What one page cannot do for several regimes at once."""
    return tuple(
        _conflict(id_.text, _strict(node, _CONFLICT_KEYS))
        for id_, node in _read("conflicts.yml").entries
    )


@cache
def heading_words() -> Mapping[str, Words]:
    """The words of headings by which an element is found where no heading says `covers`."""
    found = {element.text: _words(node) for element, node in _read("headings.yml").entries}
    assert set(found) <= set(ELEMENTS)
    return found


@cache
def unknown_words() -> Words:
    """Words that say that something is not known yet."""
    return _words(_read("unknown.yml"))


# ------------------------------------------------------------------------------ taking apart


class _Strict(Fields):
    """The fields of our own data: everything has to be right."""

    def inner(self, key: str, known: tuple[str, ...]) -> _Strict:
        """The mapping under a key."""
        return _strict(self.node(key, required=True), known)

    def each(
        self, key: str, known: tuple[str, ...] = _ELEMENT_KEYS
    ) -> tuple[tuple[str, _Strict], ...]:
        node = self.node(key, required=True)
        assert isinstance(node, Keys), self.found
        return tuple((name.text, _strict(inner, known)) for name, inner in node.entries)

    def word(self, key: str) -> str:
        scalar = self.scalar(key, required=True)
        assert scalar, self.found
        return scalar.text

    def text(self, key: str) -> Localized:
        text = self.localized(key, LANGUAGES, required=True)
        assert text, self.found
        return text

    def text_or_none(self, key: str) -> Localized | None:
        return self.localized(key, LANGUAGES)

    def number(self, key: str) -> int | None:
        scalar = self.scalar(key)
        return int(scalar.text) if scalar else None

    def date(self, key: str) -> date | None:
        scalar = self.scalar(key)
        day = read_date(scalar.text, scalar.at) if scalar else None
        assert not isinstance(day, Diagnostic), day
        return day

    def list_of(self, key: str) -> tuple[str, ...]:
        return tuple(word.text for word in self.words(key))

    def end(self) -> None:
        self.finish()
        assert not self.found, self.found


def _read(name: str) -> Keys:
    """What a data file holds."""
    read = read_yaml((FOLDER / name).read_text("utf-8"), f"regimes/{name}")
    assert isinstance(read, Keys), read
    return read


def _strict(node: Node | None, known: tuple[str, ...]) -> _Strict:
    assert isinstance(node, Keys), node
    return _Strict(node, known, [])


def _requirement(element: str, fields: _Strict) -> Requirement:
    assert element in ELEMENTS, element
    sources = fields.list_of("sources")
    written = fields.scalar("confidence")
    assumed = Confidence.VERIFIED if sources else Confidence.KNOWLEDGE
    question = fields.scalar("question")
    words = fields.node("words")
    found = Requirement(
        element=element,
        level=Level(fields.word("level")),
        provision=fields.text("provision"),
        asks=Localized({language: fields.word(language) for language in LANGUAGES}, "en"),
        question=question.text if question else None,
        words=_words(words) if words else {},
        confidence=Confidence.PARTLY if written else assumed,
        sources=sources,
    )
    assert not written or written.text == "partly", written
    assert found.question is None or found.question in questions(), found
    fields.end()
    return found


def _posting(fields: _Strict) -> Posting:
    found = Posting(
        when=fields.text("when"),
        basis=fields.text("basis"),
        min_days=fields.number("min_days"),
        is_guidance=fields.flag("is_guidance") or False,
        place=fields.text_or_none("place"),
        phone=fields.text_or_none("phone"),
        phone_days=fields.number("phone_days"),
        more=fields.text_or_none("more"),
    )
    fields.end()
    return found


def _literal(fields: _Strict) -> Literal:
    found = Literal(
        language=fields.word("language"),
        title=fields.word("title"),
        headings=fields.list_of("headings"),
        provision=fields.text("provision"),
    )
    fields.end()
    return found


def _conflict(id_: str, fields: _Strict) -> Conflict:
    sides = []
    for side in fields.listing("between"):
        assert isinstance(side, Listing), side
        members = frozenset(item.text for item in side.items if isinstance(item, Scalar))
        assert members <= set(names()), members
        sides.append(members)
    first, second = sides
    texts = {language: fields.word(language) for language in LANGUAGES}
    fields.end()
    return Conflict(id_, (first, second), Localized(texts, "en"))


def _localized_file(name: str) -> Mapping[str, Localized]:
    mapping = _read(name)
    keys = tuple(key.text for key, _ in mapping.entries)
    fields = _strict(mapping, keys)
    found = {key: fields.text(key) for key in keys}
    fields.end()
    return found


def _words(node: Node) -> Words:
    assert isinstance(node, Keys), node
    keys = tuple(key.text for key, _ in node.entries)
    fields = _strict(node, keys)
    found = {key: fields.list_of(key) for key in keys}
    fields.end()
    return found
