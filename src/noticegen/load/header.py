"""One content file: its front matter, taken apart by its schema, and its body.

A pure step from bytes to a value; moments are still words here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.frontmatter import Parts, split
from noticegen.load.items import (
    NOTE_CHARACTERS,
    NOTE_KEYS,
    When,
    hold_plain,
    items,
    read_kind,
    read_when,
)
from noticegen.markdown.document import Document
from noticegen.markdown.parse import parse
from noticegen.model import Kind
from noticegen.notes import ChangeKind
from noticegen.sourcetext import SourceText, decode
from noticegen.yamlfile import Fields, Scalar, did_you_mean, read_yaml

TITLE_CHARACTERS = 200
SUMMARY_CHARACTERS = 600

PAGE_KEYS = (
    "title", "summary", "date", "translated", "follows", "draft", "changes", "backdated",
)  # fmt: skip
"""What the front matter of any page may say."""
UPDATE_KEYS = (*PAGE_KEYS, "kind", "number", "corrects", "about")
CHANGE_KEYS = (*NOTE_KEYS, "question", "before", "after")
"""Of an item of `changes` in front matter."""

AUTHORITATIVE_KEYS = ("date", "kind", "number", "corrects", "about")
"""What only the authoritative version says, and translations inherit."""


class RawChange(NamedTuple):
    """An item of `changes` whose moment is not resolved yet."""

    when: When
    kind: ChangeKind
    note: str
    question: Scalar | None
    before: str | None
    after: Scalar | None
    at: Location


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """One file's front matter and body."""

    path: str
    language: str
    name: str
    title: Scalar
    summary: Scalar | None
    date: Scalar | None
    translated: Scalar | None
    follows: Scalar | None
    is_draft: bool
    changes: tuple[RawChange, ...]
    backdated: str | None
    kinds: tuple[Kind, ...]
    number: bool | None
    corrects: tuple[Scalar, ...]
    about: tuple[Scalar, ...]
    written: dict[str, tuple[tuple[str, ...], Location]]
    """What the keys of `AUTHORITATIVE_KEYS` say, for comparison between languages."""
    document: Document
    """The body; for the FAQ as a whole, before it is taken apart into questions."""


@dataclass(slots=True)
class Reading:
    """What reading one file gave: a header, or not, its text, and what was found."""

    path: str
    header: Header | None
    text: str
    found: list[Diagnostic]

    @property
    def findings(self) -> list[Diagnostic]:
        """The findings; those about a draft are warnings."""
        if self.header and self.header.is_draft:
            return [finding.as_warning() for finding in self.found]
        return self.found


def read_header(raw: bytes, place: str, name: str, language: str, update_bytes: int) -> Reading:
    """Read the bytes of the content file at `place`."""
    if len(raw) > update_bytes:
        return Reading(
            place,
            None,
            "",
            [
                Diagnostic(
                    Location(place),
                    Code.TOO_LONG,
                    say(
                        "the file has {size} bytes; the limit is {limit}",
                        size=len(raw),
                        limit=update_bytes,
                    ),
                    say("split it, or set `limits.update_bytes` in noticegen.yml"),
                )
            ],
        )
    source = decode(raw, place)
    if isinstance(source, tuple):
        return Reading(place, None, raw.decode("utf-8", "replace"), list(source))
    parts = split(source)
    if isinstance(parts, Diagnostic):
        return Reading(place, None, source.text, [parts])
    mapping = read_yaml(parts.header, place, first_line=2)
    if isinstance(mapping, tuple):
        return Reading(place, None, source.text, list(mapping))
    found: list[Diagnostic] = []
    known = UPDATE_KEYS if name.startswith("updates/") else PAGE_KEYS
    header = _header(Fields(mapping, known, found), source, parts, name, language)
    return Reading(place, header, source.text, found)


def _header(
    fields: Fields, source: SourceText, parts: Parts, name: str, language: str
) -> Header | None:
    is_update = name.startswith("updates/")
    title = _plain(fields, "title", TITLE_CHARACTERS, required=True)
    summary = _plain(fields, "summary", SUMMARY_CHARACTERS, required=is_update)
    date, translated, follows = (fields.scalar(key) for key in ("date", "translated", "follows"))
    is_draft = fields.flag("draft") or False
    changes = tuple(_changes(fields))
    backdated = _plain(fields, "backdated", NOTE_CHARACTERS)
    kinds: tuple[Kind, ...] = ()
    number: bool | None = None
    corrects: tuple[Scalar, ...] = ()
    about: tuple[Scalar, ...] = ()
    if is_update:
        kinds = tuple(_kinds(fields))
        number = fields.flag("number")
        corrects = fields.words("corrects")
        about = fields.words("about")
    fields.finish()
    if title is None:
        return None
    written = {
        key: (_spelling(fields, key), fields.place(key))
        for key in AUTHORITATIVE_KEYS
        if key in fields
    }
    return Header(
        path=source.path,
        language=language,
        name=name,
        title=title,
        summary=summary,
        date=date,
        translated=translated,
        follows=follows,
        is_draft=is_draft,
        changes=changes,
        backdated=backdated.text if backdated else None,
        kinds=kinds,
        number=number,
        corrects=corrects,
        about=about,
        written=written,
        document=parse(parts.body, source.path, first_line=parts.body_line),
    )


def _spelling(fields: Fields, key: str) -> tuple[str, ...]:
    return tuple(node.text if isinstance(node, Scalar) else "" for node in fields.listing(key))


def _plain(fields: Fields, key: str, limit: int, *, required: bool = False) -> Scalar | None:
    """A plain text without markup, of at most `limit` characters."""
    scalar = fields.scalar(key, required=required)
    if scalar is None:
        return None
    hold_plain(scalar.text, key, limit, scalar.at, fields.found)
    return Scalar(" ".join(scalar.text.split()), scalar.at, scalar.quoted)


def _kinds(fields: Fields) -> list[Kind]:
    kinds = []
    for word in fields.words("kind"):
        if word.text in set(map(str, Kind)):
            kinds.append(Kind(word.text))
        else:
            fields.report(
                word.at,
                Code.UNKNOWN_VALUE,
                say("there is no kind “{kind}” of update", kind=word.text),
                did_you_mean(word.text, Kind),
            )
    return kinds


def _changes(fields: Fields) -> list[RawChange]:
    written = items(fields.listing("changes"), CHANGE_KEYS, fields.found)
    read = (_change(inner) for inner in written)
    return [change for change in read if change]


def _change(inner: Fields) -> RawChange | None:
    when = read_when(inner)
    kind = read_kind(inner)
    note = _plain(inner, "note", NOTE_CHARACTERS, required=True)
    question = inner.scalar("question")
    before = inner.scalar("before")
    after = inner.scalar("after")
    inner.finish()
    if before and not after:
        inner.report(
            before.at,
            Code.MISSING_FIELD,
            say("`before` stands without `after`"),
            say("add `after:` with the words that stand in the text now"),
        )
    if when is None or kind is None or note is None:
        return None
    return RawChange(
        when,
        kind,
        note.text,
        question,
        before.text if before else None,
        after,
        inner.at,
    )
