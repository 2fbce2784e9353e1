"""The whole site in other forms: plain text, one file, a snippet for other pages."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Iterator
from datetime import datetime, timezone
from urllib.parse import urlsplit

from noticegen.changelog import CONTACT, NUMBERS
from noticegen.model import Artifact, Faq, Page, Topic, Update
from noticegen.plan import CHANGELOG, Plan, PlannedPage, folder, generated
from noticegen.public import changes_of
from noticegen.render.pages import (
    changes_view,
    contacts,
    histories,
    page_pointers,
    page_states,
    page_view,
    question_pointers,
    question_states,
    site_view,
    withdrawn_view,
    written,
)
from noticegen.render.plainly import plain_contact, plain_history, plain_hours, plain_states
from noticegen.render.reader import Locate, Reader, marks
from noticegen.render.sharing import sharing
from noticegen.render.surroundings import Surroundings
from noticegen.steps import Steps
from noticegen.theme import render
from noticegen.views import ChangeView, Html, Pointer, SectionHtml, SectionView, plain

_BODY_SHIFT = 1
"""Bodies begin at level 2; under the title of their section they begin at level 3."""


def editions(reader: Reader, plan: Plan, around: Surroundings, steps: Steps) -> Iterator[Artifact]:
    """The editions of one language, with the texts of `plan`."""
    own = folder(reader.language, plan.public.languages)
    pages = tuple(page for page in plan.in_language(reader.language) if page.page)
    yield Artifact(f"{own}notice.txt", _plain_text(reader, pages, around, steps).encode())
    yield Artifact(f"{own}notice.html", _single_file(reader, pages, around, steps).encode())
    yield Artifact(f"{own}banner.html", _banner(reader).encode())


def not_found(readers: tuple[Reader, ...]) -> Artifact:
    """`404.html`, in all languages, with full addresses because nobody knows where it is shown."""
    first = readers[0]
    parts = tuple(
        {
            "language": reader.language,
            "title": reader.words["not_found_title"],
            "text": reader.words["not_found_text"],
            "home": reader.config.url + reader.route("index"),
            "home_text": reader.config.title.of(reader.language),
            "changelog": reader.config.url + reader.route(CHANGELOG),
            "changelog_text": reader.words["changelog"],
        }
        for reader in readers
    )
    html = render(
        first.theme,
        "404.html",
        "404.html",
        parts=parts,
        language=first.language,
        organization=first.config.organization.of(first.language),
        t=first.words,
        style=Html(first.theme.style),
        style_hash=first.theme.style_hash,
    )
    return Artifact("404.html", html.encode())


def for_the_root(reader: Reader, moment: datetime) -> Iterator[Artifact]:
    """What only works at the root of a host: `robots.txt` and `security.txt` (RFC 9116)."""
    if urlsplit(reader.config.url).path != "/":
        return
    yield Artifact(
        "robots.txt", "".join(f"{line}\n" for line in robots(reader.config.url)).encode()
    )
    if reader.config.security_contact:
        lines = security(reader.config.security_contact, reader.config.url, moment)
        yield Artifact(".well-known/security.txt", "".join(f"{line}\n" for line in lines).encode())


def robots(url: str) -> tuple[str, ...]:
    """The lines that tell search engines about the site."""
    return ("User-agent: *", "Allow: /", f"Sitemap: {url}sitemap.xml")


def security(contact: str, url: str, moment: datetime) -> tuple[str, ...]:
    """The lines of `security.txt`. It expires on the first day of the eleventh month from now:
    its bytes change once a month, and RFC 9116's advice of less than a year is kept.
    """
    utc = moment.astimezone(timezone.utc)
    months = utc.year * 12 + utc.month - 1 + 11
    expires = datetime(months // 12, months % 12 + 1, 1, tzinfo=timezone.utc)
    return (
        f"Contact: {contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {url}.well-known/security.txt",
    )


def _banner(reader: Reader) -> str:
    config = reader.config
    text = (
        config.banner.of(reader.language)
        if config.banner
        else reader.say("banner", title=config.title.of(reader.language))
    )
    return render(
        reader.theme,
        "banner.html",
        "banner.html",
        language=reader.language,
        text=text,
        href=config.url + reader.route("index"),
        t=reader.words,
    )


def _single_file(
    reader: Reader, pages: tuple[PlannedPage, ...], around: Surroundings, steps: Steps
) -> str:
    public = reader.plan.public
    here = f"{folder(reader.language, public.languages)}notice.html"
    targets = {reader.route(page.name): _section_id(page) for page in public.site.all_pages}
    targets |= {
        reader.route(name): f"page_{name}"
        for name in generated(public, has_record=False)
        if name != CHANGELOG
    }

    def locate(there: str) -> str:
        """Pages of this edition are sections of it; images are carried; the rest is online."""
        path, _, fragment = there.partition("#")
        if path in targets:
            return f"#{targets[path]}" + (f"_{fragment}" if fragment else "")
        name = path.removeprefix("files/")
        if path != name and (media := _image_type(name)):
            return f"data:{media};base64,{base64.b64encode(around.files[name]).decode()}"
        return reader.full_address(there)

    def laid_out(planned: PlannedPage) -> list[SectionHtml]:
        return [_laid_out(section, here, reader) for section in _sections(planned, reader, locate)]

    sections = steps.each(
        f"section {reader.language}",
        laid_out,
        pages,
        name=lambda page: page.name,
        inputs=lambda page: (page, around),
    )
    home = next(page for page in pages if page.name == "index")
    return render(
        reader.theme,
        "notice.html",
        here,
        site=site_view(here, reader),
        page=page_view(home, reader),
        sharing=sharing(home, reader),
        newest=reader.last_change(reader.plan.entries[0], here),
        sections=tuple(part for parts in sections for part in parts),
        facts=tuple(histories(reader, locate)),
        **contacts(reader, locate),
        t=reader.words,
        style=Html(reader.theme.style),
        style_hash=reader.theme.style_hash,
    )


def _laid_out(section: SectionView, here: str, reader: Reader) -> SectionHtml:
    html = render(
        reader.theme,
        "section.html",
        here,
        section=section,
        language=reader.language,
        t=reader.words,
    )
    is_page = section.published is not None
    return SectionHtml(section.id, section.title, section.language, is_page, Html(html))


def _image_type(name: str) -> str | None:
    media, _ = mimetypes.guess_type(name, strict=True)
    return media if media and media.startswith("image/") else None


def _section_id(page: Page) -> str:
    return "page_" + page.name.replace("/", "-")


def _sections(planned: PlannedPage, reader: Reader, locate: Locate) -> Iterator[SectionView]:
    page, version = planned.page, planned.version
    assert page is not None
    assert version is not None
    id_ = _section_id(page)
    changes = changes_of(page, version.language)
    yield SectionView(
        id=id_,
        level=2,
        title=reader.named(page) if isinstance(page, Update) else reader.wording.title(page),
        language=version.language,
        body=reader.html(
            version.document,
            page.name,
            version.language,
            locate,
            marks=marks(changes, reader.wording.in_language(version.language)),
            id_prefix=f"{id_}_",
            heading_shift=_BODY_SHIFT,
            written=written(page, version, None),
        ),
        pointers=page_pointers(page, version, reader, locate),
        published=reader.when(page.published),
        url=reader.config.url + planned.route,
        backdated=reader.backdated(page.backdated),
        states=tuple(page_states(planned, reader, locate)),
        withdrawn=withdrawn_view(page, None, reader, locate),
        changes=changes_view(changes, page, version.language, reader, locate),
    )
    if isinstance(page, Faq):
        for topic in page.topics:
            yield from _topic_sections(topic, page, reader, locate)


def _topic_sections(
    topic: Topic, faq: Faq, reader: Reader, locate: Locate
) -> Iterator[SectionView]:
    id_ = _section_id(faq)
    title = topic.title(reader.language)
    yield SectionView(
        id=f"{id_}_{title.id}",
        level=3,
        title=title.title,
        language=title.language,
        body=reader.html(
            title.intro,
            faq.name,
            title.language,
            locate,
            id_prefix=f"{id_}_",
            note_prefix=f"{title.id}_",
            heading_shift=_BODY_SHIFT,
        ),
    )
    for question in topic.questions:
        answer = question.answer(reader.language) or question.answers[0]
        changes = changes_of(faq, answer.language, question.id)
        yield SectionView(
            id=f"{id_}_{question.id}",
            level=4,
            title=reader.question(answer),
            language=answer.language,
            body=reader.html(
                answer.document,
                faq.name,
                answer.language,
                locate,
                marks=marks(changes, reader.wording.in_language(answer.language)),
                id_prefix=f"{id_}_",
                note_prefix=f"{question.id}_",
                heading_shift=_BODY_SHIFT,
                written=written(faq, answer, question.id),
            ),
            pointers=question_pointers(faq, answer, question.id, reader, locate),
            backdated=reader.backdated(question.backdated),
            states=tuple(question_states(question, faq, reader, locate)),
            withdrawn=withdrawn_view(faq, question.id, reader, locate),
            changes=changes_view(changes, faq, answer.language, reader, locate),
        )


def _plain_text(
    reader: Reader, pages: tuple[PlannedPage, ...], around: Surroundings, steps: Steps
) -> str:
    config, public = reader.config, reader.plan.public
    site = site_view(f"{folder(reader.language, public.languages)}notice.txt", reader)
    newest = reader.last_change(reader.plan.entries[0], "index.html")
    parts = [
        config.title.of(reader.language),
        config.organization.of(reader.language),
        config.url + reader.route("index"),
        f"{reader.words['last_change']}: {newest.when.text} ({newest.text})",
        site.time_zone,
        *([site.prevails] if site.prevails else []),
    ]
    if site.stood:
        parts.append(site.stood)
    blocks = ["\n".join(parts) + "\n"]
    blocks += steps.each(
        f"plain {reader.language}",
        lambda page: _plain_page(page, reader),
        pages,
        name=lambda page: page.name,
        inputs=lambda page: (page, around),
    )
    names = generated(public, has_record=False)
    blocks += [_plain_numbers(reader)] if NUMBERS in names else []
    blocks += [_plain_contacts(reader)] if CONTACT in names else []
    return f"\n{'=' * 40}\n\n".join(blocks)


def _plain_page(planned: PlannedPage, reader: Reader) -> str:
    page, version = planned.page, planned.version
    assert page is not None
    assert version is not None
    title = reader.wording.named(page) if isinstance(page, Update) else reader.wording.title(page)
    changes = changes_of(page, version.language)
    withdrawn = withdrawn_view(page, None, reader, reader.full_address)
    lines = [
        title,
        reader.say("published", when=reader.when(page.published).text),
        reader.config.url + planned.route,
        *plain_states(page_states(planned, reader, reader.full_address)),
        *_plain_changes(
            changes_view(changes, page, version.language, reader, reader.full_address),
            withdrawn,
            "withdrawn",
            reader,
        ),
    ]
    if page.backdated:
        lines.append(reader.say("backdated", reason=page.backdated))
    text = "\n".join(lines) + "\n"
    if not version.document.is_empty:
        text += "\n" + reader.plain(
            version.document,
            page.name,
            version.language,
            marks=marks(changes, reader.wording.in_language(version.language)),
            written=written(page, version, None),
        )
    text += "".join(_plain_pointers(page_pointers(page, version, reader, reader.full_address)))
    if isinstance(page, Faq):
        text += "".join(_plain_topics(page, reader))
    return text


def _plain_changes(
    changes: tuple[ChangeView, ...], withdrawn: ChangeView | None, words: str, reader: Reader
) -> Iterator[str]:
    if withdrawn:
        where = f" <{withdrawn.recorded.href}>" if withdrawn.recorded else ""
        yield f"{reader.say(words, when=withdrawn.when.text)} {withdrawn.note}{where}"
        return
    for change in changes:
        where = f" <{change.recorded.href}>" if change.recorded else ""
        yield f"{change.when.text} {change.kind}: {change.note}{where}"


def _plain_topics(faq: Faq, reader: Reader) -> Iterator[str]:
    for topic in faq.topics:
        title = topic.title(reader.language)
        yield f"\n## {title.title}\n"
        if not title.intro.is_empty:
            yield "\n" + reader.plain(title.intro, faq.name, title.language)
        for question in topic.questions:
            answer = question.answer(reader.language) or question.answers[0]
            changes = changes_of(faq, answer.language, question.id)
            withdrawn = withdrawn_view(faq, question.id, reader, reader.full_address)
            lines = [
                f"\n### {reader.question(answer)}\n",
                *plain_states(question_states(question, faq, reader, reader.full_address)),
                *_plain_changes(
                    changes_view(changes, faq, answer.language, reader, reader.full_address),
                    withdrawn,
                    "question_withdrawn",
                    reader,
                ),
            ]
            if question.backdated:
                lines.append(reader.say("backdated", reason=question.backdated))
            yield "\n".join(lines) + "\n"
            if not answer.document.is_empty:
                yield reader.plain(
                    answer.document,
                    faq.name,
                    answer.language,
                    marks=marks(changes, reader.wording.in_language(answer.language)),
                    written=written(faq, answer, question.id),
                )
            yield from _plain_pointers(
                question_pointers(faq, answer, question.id, reader, reader.full_address)
            )


def _plain_pointers(pointers: tuple[Pointer, ...]) -> Iterator[str]:
    for pointer in pointers:
        yield f"\n{plain(pointer.text)} <{pointer.link.href}>\n"


def _plain_numbers(reader: Reader) -> str:
    """What `numbers.html` says: every fact with its history."""
    lines = [reader.words[NUMBERS], reader.config.url + reader.route(NUMBERS), ""]
    for history in histories(reader, reader.full_address):
        lines += [*plain_history(history, reader.words), ""]
    return "\n".join(lines)


def _plain_contacts(reader: Reader) -> str:
    """What `contact.html` says: every line with its hours."""
    lines = [reader.words[CONTACT], reader.config.url + reader.route(CONTACT), ""]
    shown = contacts(reader, reader.full_address)
    for contact in shown["contacts"]:
        lines += [*plain_contact(contact), *plain_hours(contact, reader.words), ""]
    for number in shown["not_ours"]:
        lines += [f"{reader.words['not_ours']}: {number.number} {number.note}", ""]
    return "\n".join(lines)
