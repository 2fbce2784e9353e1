"""The headers of one page in all languages  ->  the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.elements import ELEMENTS, QUESTIONS
from noticegen.load.header import AUTHORITATIVE_KEYS, Header, RawChange
from noticegen.load.when import Moments
from noticegen.markdown.document import Document, Heading
from noticegen.markdown.html import occurs
from noticegen.model import (
    Change,
    Kind,
    Page,
    Reference,
    Scheduled,
    Update,
    Version,
)
from noticegen.names import UPDATE
from noticegen.notes import ChangeKind
from noticegen.yamlfile import Scalar, did_you_mean

HEADING_KEYS = ("covers", "about")
"""What any heading may say in its braces, besides its id."""


@dataclass(slots=True)
class Desk:
    """What reading pages needs at hand, and where findings gather, each with its file."""

    languages: tuple[str, ...]
    moments: Moments
    found: list[Diagnostic]

    def report(
        self, at: Location, code: Code, message: Message, hint: Message | None = None
    ) -> None:
        """Note a finding."""
        self.found.append(Diagnostic(at, code, message, hint))


def read_page(headers: Mapping[str, Header], desk: Desk) -> Page | None:
    """A standing page, from its headers by language."""
    return _page(headers, desk)


def read_update(headers: Mapping[str, Header], desk: Desk) -> Update | None:
    """A dated update, from its headers by language."""
    page = _page(headers, desk)
    if page is None:
        return None
    first = headers[desk.languages[0]]
    _hold_name_to_date(first, page.published, desk)
    for version in page.versions:
        for block in version.document.blocks:
            desk.report(
                block.at,
                Code.SCHEDULED_BLOCK,
                say(
                    "an update does not change with time, and `::: {kind}` would make it",
                    kind=block.kind,
                ),
                say("put the block on a standing page, or write another update"),
            )
    kinds = first.kinds or (Kind.UPDATE,)
    only_correction = kinds == (Kind.CORRECTION,)
    return Update(
        name=page.name,
        versions=page.versions,
        backdated=page.backdated,
        kinds=kinds,
        is_numbered=not only_correction if first.number is None else first.number,
        corrects=tuple(_reference(word, desk.languages) for word in first.corrects),
        about=tuple(first.about),
    )


def hold_attributes(heading: Heading, more: tuple[str, ...], desk: Desk) -> None:
    """Report attributes of a heading that mean nothing there; `more` are known besides."""
    known = (*HEADING_KEYS, *more)
    for key, (value, at) in heading.attributes.items():
        if key not in known:
            desk.report(
                at,
                Code.HEADING_ATTRIBUTE,
                say("`{key}` is not known on this heading", key=key),
                did_you_mean(key, known),
            )
        elif key == "covers":
            for element in value.split():
                if element not in ELEMENTS:
                    desk.report(
                        at,
                        Code.HEADING_ATTRIBUTE,
                        say(
                            "`covers` names `{element}`, which is no element of a notice",
                            element=element,
                        ),
                        did_you_mean(element, ELEMENTS),
                    )
        elif key == "answers":
            for question in value.split():
                if question not in QUESTIONS:
                    desk.report(
                        at,
                        Code.HEADING_ATTRIBUTE,
                        say(
                            "`answers` names `{question}`, which is no question that is looked for",
                            question=question,
                        ),
                        did_you_mean(question, QUESTIONS),
                    )


def _page(headers: Mapping[str, Header], desk: Desk) -> Page | None:
    authoritative = headers.get(desk.languages[0])
    if authoritative is None:
        for header in headers.values():
            desk.report(
                Location(header.path, 1, 1),
                Code.NO_AUTHORITATIVE_VERSION,
                say(
                    "there is no {path}, which this would be a translation of",
                    path=header.path.replace(f"/{header.language}/", f"/{desk.languages[0]}/", 1),
                ),
                say("write it in `{language}` first", language=desk.languages[0]),
            )
        return None
    published = _published(authoritative, desk)
    versions = []
    for language in desk.languages:
        if language not in headers:
            continue
        header = headers[language]
        _hold_to_authoritative(header, authoritative, desk)
        version = _version(header, published, desk)
        if version:
            versions.append(version)
    if published is None or not versions or versions[0].language != desk.languages[0]:
        return None
    return Page(
        name=authoritative.name, versions=tuple(versions), backdated=authoritative.backdated
    )


def _published(header: Header, desk: Desk) -> datetime | None:
    """The moment of a page's authoritative version; of a draft, the moment of drafts."""
    for key, scalar in (("translated", header.translated), ("follows", header.follows)):
        if scalar:
            desk.report(
                scalar.at,
                Code.UNKNOWN_KEY,
                say(
                    "`{key}` belongs to translations, and this is the authoritative version",
                    key=key,
                ),
                say("delete the line"),
            )
    slug = header.name.removeprefix("updates/")
    if header.date is None:
        if not header.is_draft:
            desk.report(
                Location(header.path, 2, 1),
                Code.MISSING_FIELD,
                say("`date` is missing"),
                say(
                    "add `date: 2026-03-02 15:00` with the moment at which it becomes public, "
                    "or `draft: true`"
                ),
            )
            return None
        return desk.moments.drafts
    moment = (
        desk.moments.of_update(slug, header.date.at)
        if header.name.startswith("updates/")
        else desk.moments.read(header.date)
    )
    return desk.moments.drafts if header.is_draft else moment


def _hold_name_to_date(header: Header, published: datetime, desk: Desk) -> None:
    match = UPDATE.fullmatch(header.name.removeprefix("updates/"))
    if match is None:
        if not header.is_draft:
            desk.report(
                Location(header.path),
                Code.FILE_NAME,
                say("the file is named as a draft, and `draft: true` is missing"),
                say("add `draft: true`, or begin the name with the date"),
            )
        return
    if header.date is None or header.is_draft:
        return
    if match.group(1) != published.date().isoformat():
        desk.report(
            header.date.at,
            Code.DATE_MISMATCH,
            say(
                "says {said}, but the file name says {named}",
                said=published.date().isoformat(),
                named=match.group(1),
            ),
            say("rename the file or correct the date; readers see both"),
        )


def _hold_to_authoritative(header: Header, authoritative: Header, desk: Desk) -> None:
    """A translation repeats nothing of what it inherits, or repeats it as it is."""
    if header is authoritative:
        return
    for key in AUTHORITATIVE_KEYS:
        if key not in header.written:
            continue
        words, at = header.written[key]
        original = authoritative.written.get(key)
        if original is None or not _same(key, words, original[0], header, authoritative, desk):
            desk.report(
                at,
                Code.SAID_DIFFERENTLY,
                say(
                    "`{key}` says {here}, and {path} says {there}",
                    key=key,
                    here=", ".join(words),
                    path=authoritative.path,
                    there=", ".join(original[0]) if original else say("nothing"),
                ),
                say("delete the line here; translations inherit it"),
            )
    if header.backdated and not authoritative.backdated:
        desk.report(
            Location(header.path, 2, 1),
            Code.SAID_DIFFERENTLY,
            say("`backdated` stands here and not in {path}", path=authoritative.path),
            say("move it there"),
        )


def _same(
    key: str,
    here: tuple[str, ...],
    there: tuple[str, ...],
    header: Header,
    authoritative: Header,
    desk: Desk,
) -> bool:
    if key == "date" and header.date and authoritative.date and here != there:
        mine, original = desk.moments.read(header.date), desk.moments.read(authoritative.date)
        return mine is None or original is None or mine == original
    return here == there


def _version(
    header: Header,
    published: datetime | None,
    desk: Desk,
) -> Version | None:
    document = header.document
    desk.found.extend(document.findings)
    for heading in document.headings:
        hold_attributes(heading, (), desk)
    translated = desk.moments.read(header.translated) if header.translated else None
    follows = desk.moments.read_either(header.follows) if header.follows else None
    changes = tuple(_change(raw, desk) for raw in header.changes)
    summary = header.summary.text if header.summary else ""
    if published is None or None in changes:
        return None
    resolved = tuple(change for change in changes if change)
    draft = desk.moments.drafts if header.is_draft else published
    own = max(published, translated or published, draft)
    version = Version(
        language=header.language,
        title=header.title.text,
        summary=summary,
        document=document,
        published=own,
        follows=follows,
        scheduled=scheduled(document, desk),
        changes=tuple(sorted(resolved, key=lambda change: change.moment)),
        at=header.title.at,
    )
    _hold_changes(version, header, desk)
    return version


def _change(raw: RawChange, desk: Desk) -> Change | None:
    moment = desk.moments.of_item(raw.when)
    if moment is None:
        return None
    return Change(
        moment=moment,
        with_update=raw.when.update,
        kind=raw.kind,
        note=raw.note,
        question=raw.question.text if raw.question else None,
        before=raw.before,
        after=raw.after.text if raw.after else None,
        at=raw.at,
    )


def _hold_changes(version: Version, header: Header, desk: Desk) -> None:
    is_withdrawn = any(
        change.kind is ChangeKind.WITHDRAWAL and change.question is None
        for change in version.changes
    )
    if version.document.is_empty and not is_withdrawn and header.name != "faq":
        desk.report(
            Location(header.path, header.document.first_line, 1),
            Code.EMPTY_PAGE,
            say("there is no text after the front matter"),
            say(
                "write it, or delete the file; a withdrawn page needs a `changes` item that says so"
            ),
        )
    for raw in header.changes:
        if raw.question and header.name != "faq":
            desk.report(
                raw.question.at,
                Code.QUESTION_ID,
                say("`question` stands on a page without questions"),
                say("delete it; only faq.md has questions"),
            )
        if raw.after and not raw.question:
            hold_after(raw, header.changes, version.document, desk)


def hold_after(
    raw: RawChange, all_changes: tuple[RawChange, ...], document: Document | None, desk: Desk
) -> None:
    """What a change says it put into the text stands there, or another change replaced it."""
    after = raw.after
    if after is None or (document and occurs(after.text, document)):
        return
    if any(other.before and after.text in other.before for other in all_changes):
        return
    desk.report(
        after.at,
        Code.AFTER_NOT_FOUND,
        say("“{text}” does not stand in the text", text=after.text[:60]),
        say("copy the words as they stand there now, without marks or links in between"),
    )


def scheduled(document: Document, desk: Desk) -> tuple[Scheduled, ...]:
    """The scheduled blocks of a text with their moments."""
    blocks = []
    for block in document.blocks:
        moment: datetime | None
        update = None
        if block.argument.startswith("with="):
            update = block.argument.removeprefix("with=")
            moment = desk.moments.of_update(update, block.at)
        else:
            moment = desk.moments.read(Scalar(block.argument, block.at))
        if moment:
            lines = block.first_line, block.last_line
            blocks.append(Scheduled(block.kind, moment, *lines, update, block.at))
    return tuple(blocks)


def _reference(word: Scalar, languages: tuple[str, ...]) -> Reference:
    """``2026-03-03-second``, ``faq#deadline`` or ``de:2026-03-03-second``."""
    language, colon, rest = word.text.partition(":")
    if not colon or language not in languages:
        language, rest = "", word.text
    page, _, question = rest.partition("#")
    name = f"updates/{page}" if UPDATE.fullmatch(page) else page
    return Reference(name, question or None, language or None, word.at)
