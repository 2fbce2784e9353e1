"""The whole site in other forms: plain text, one file, a snippet for other pages."""

from __future__ import annotations

import base64
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timezone
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from noticegen.changelog import CONTACT, HOME, NUMBERS
from noticegen.model import Artifact, Faq, Page, Topic, Update
from noticegen.plan import CHANGELOG, GENUINE, Plan, PlannedPage, folder, generated
from noticegen.public import changes_of
from noticegen.render.genuine import (
    genuine_html,
    genuine_view,
    plain_genuine,
    whole_genuine_view,
)
from noticegen.render.headings import heading
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
    summary,
    withdrawn_view,
    written,
)
from noticegen.render.plainly import plain_contact, plain_history, plain_hours, plain_states
from noticegen.render.reader import Locate, Reader, marks
from noticegen.render.sharing import sharing
from noticegen.render.surroundings import Surroundings
from noticegen.steps import Steps
from noticegen.theme import render
from noticegen.views import (
    ChangeView,
    Html,
    NotFoundPart,
    Pointer,
    SectionHtml,
    SectionView,
    plain,
)

Picture = Callable[[str], str]

_BODY_SHIFT = 1
"""Bodies begin at level 2; under the title of their section they begin at level 3."""


def editions(reader: Reader, plan: Plan, around: Surroundings, steps: Steps) -> Iterator[Artifact]:
    """The editions of one language, with the texts of `plan`."""
    own = folder(reader.language, plan.public.languages)
    pages = _Pages.of(plan.in_language(reader.language))
    yield Artifact(f"{own}notice.txt", _plain_text(reader, pages, around, steps).encode())
    yield Artifact(f"{own}notice.html", _single_file(reader, pages, around, steps).encode())
    yield Artifact(f"{own}banner.html", _banner(reader).encode())


class _Pages(NamedTuple):
    """The pages that have a source of their own, in the order in which people ask: what it is
    and what they have to do, their questions, whom to call, and what was said when."""

    standing: tuple[PlannedPage, ...]
    updates: tuple[PlannedPage, ...]
    """Newest first."""

    @classmethod
    def of(cls, pages: tuple[PlannedPage, ...]) -> _Pages:
        """Those among `pages`."""
        return cls(
            tuple(page for page in pages if page.page and not isinstance(page.page, Update)),
            tuple(page for page in reversed(pages) if isinstance(page.page, Update)),
        )

    @property
    def home(self) -> PlannedPage:
        """The notice itself."""
        return next(page for page in self.standing if page.name == HOME)


def not_found(readers: tuple[Reader, ...]) -> Artifact:
    """`404.html`, in all languages, with full addresses because nobody knows where it is shown."""
    first = readers[0]
    parts = tuple(
        NotFoundPart(
            language=reader.language,
            title=reader.words["not_found_title"],
            text=reader.words["not_found_text"],
            home=reader.config.url + reader.route("index"),
            home_text=reader.config.title.of(reader.language),
            changelog=reader.config.url + reader.route(CHANGELOG),
            changelog_text=reader.words["changelog"],
        )
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


def _single_file(reader: Reader, pages: _Pages, around: Surroundings, steps: Steps) -> str:
    public = reader.plan.public
    here = f"{folder(reader.language, public.languages)}notice.html"
    targets = {reader.route(page.name): _section_id(page) for page in public.site.all_pages}
    targets |= {
        reader.route(name): f"page_{name}"
        for name in generated(public, has_record=False)
        if name != CHANGELOG
    }

    def locate(there: str) -> str:
        """Pages of this edition are sections of it; the rest is online."""
        path, _, fragment = there.partition("#")
        if path in targets:
            return f"#{targets[path]}" + (f"_{fragment}" if fragment else "")
        return reader.full_address(there)

    def picture(address: str) -> str:
        """Images are carried."""
        path = unquote(address.removeprefix(reader.config.url))
        name = path.removeprefix("files/")
        if path in (address, name):
            return address
        media, _ = mimetypes.guess_type(name, strict=True)
        return f"data:{media};base64,{base64.b64encode(around.files[name]).decode()}"

    def laid_out(planned: PlannedPage) -> list[SectionHtml]:
        made = _sections(planned, reader, locate, picture)
        if planned.name == GENUINE:
            made = (_with_part(section, here, reader, locate) for section in made)
        return [_laid_out(section, here, reader) for section in made]

    def sections(kind: str, of: tuple[PlannedPage, ...]) -> tuple[SectionHtml, ...]:
        made = steps.each(
            f"section {kind} {reader.language}",
            laid_out,
            of,
            name=lambda page: page.name,
            inputs=lambda page: (page, around),
        )
        return tuple(section for parts in made for section in parts)

    standing = sections("standing", pages.standing)
    if public.page(GENUINE) is None:
        standing += (_genuine_section(here, reader, locate),)
    return render(
        reader.theme,
        "notice.html",
        here,
        site=site_view(here, reader)._replace(genuine=genuine_view(reader, locate)),
        page=page_view(pages.home, reader),
        sharing=sharing(pages.home, reader),
        newest=reader.last_change(reader.plan.entries[0], here),
        sections=standing,
        updates=sections("updates", pages.updates),
        facts=tuple(histories(reader, locate)),
        **contacts(reader, locate),
        t=reader.words,
        style=Html(reader.theme.style),
        style_hash=reader.theme.style_hash,
    )


def _with_part(section: SectionView, here: str, reader: Reader, locate: Locate) -> SectionView:
    """The section of the author's page with what noticegen says there before its text."""
    part = genuine_html(reader, locate, here, 2 + _BODY_SHIFT, f"{section.id}_")
    if section.language != reader.language:
        part = Html(f'<div lang="{reader.language}">\n{part}</div>\n')
    return section._replace(body=Html(part + section.body))


def _genuine_section(here: str, reader: Reader, locate: Locate) -> SectionHtml:
    """The section where the author has no page of that name."""
    id_ = f"page_{GENUINE}"
    section = SectionView(
        id=id_,
        level=2,
        heading=heading(reader.words[GENUINE], reader.language),
        language=reader.language,
        body=genuine_html(reader, locate, here, 2 + _BODY_SHIFT, f"{id_}_"),
        url=reader.config.url + reader.route(GENUINE),
    )
    return _laid_out(section, here, reader)._replace(is_page=True)


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
    return SectionHtml(section.id, section.heading, section.language, is_page, Html(html))


def _section_id(page: Page) -> str:
    return "page_" + page.name.replace("/", "-")


def _sections(
    planned: PlannedPage, reader: Reader, locate: Locate, picture: Picture
) -> Iterator[SectionView]:
    page, version = planned.page, planned.version
    assert page is not None
    assert version is not None
    id_ = _section_id(page)
    changes = changes_of(page, version.language)
    is_notice = page.name == HOME
    title = reader.named(page) if isinstance(page, Update) else reader.wording.title(page)
    yield SectionView(
        id=id_,
        level=1 if is_notice else 2,
        heading=heading(title, version.language),
        summary=summary(page, version, reader) if is_notice and not page.withdrawal else "",
        language=version.language,
        body=reader.html(
            version.document,
            page.name,
            version.language,
            locate,
            marks=marks(changes, reader.wording.in_language(version.language)),
            id_prefix=f"{id_}_",
            heading_shift=0 if is_notice else _BODY_SHIFT,
            picture=picture,
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
            yield from _topic_sections(topic, page, reader, locate, picture)


def _topic_sections(
    topic: Topic, faq: Faq, reader: Reader, locate: Locate, picture: Picture
) -> Iterator[SectionView]:
    id_ = _section_id(faq)
    title = topic.title(reader.language)
    yield SectionView(
        id=f"{id_}_{title.id}",
        level=3,
        heading=heading(title.title, title.language),
        language=title.language,
        body=reader.html(
            title.intro,
            faq.name,
            title.language,
            locate,
            id_prefix=f"{id_}_",
            note_prefix=f"{title.id}_",
            heading_shift=_BODY_SHIFT,
            picture=picture,
        ),
    )
    for question in topic.questions:
        answer = question.answer(reader.language) or question.answers[0]
        changes = changes_of(faq, answer.language, question.id)
        yield SectionView(
            id=f"{id_}_{question.id}",
            level=4,
            heading=heading(reader.question(answer), answer.language),
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
                picture=picture,
                written=written(faq, answer, question.id),
            ),
            pointers=question_pointers(faq, answer, question.id, reader, locate),
            backdated=reader.backdated(question.backdated),
            states=tuple(question_states(question, faq, reader, locate)),
            withdrawn=withdrawn_view(faq, question.id, reader, locate),
            changes=changes_view(changes, faq, answer.language, reader, locate),
        )


def _plain_text(reader: Reader, pages: _Pages, around: Surroundings, steps: Steps) -> str:
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

    def plain_pages(kind: str, of: tuple[PlannedPage, ...]) -> list[str]:
        return steps.each(
            f"plain {kind} {reader.language}",
            lambda page: _plain_page(page, reader),
            of,
            name=lambda page: page.name,
            inputs=lambda page: (page, around),
        )

    names = generated(public, has_record=False)
    blocks = ["\n".join(parts) + "\n"]
    blocks += plain_pages("standing", pages.standing)
    if public.page(GENUINE) is None:
        head = f"{reader.words[GENUINE]}\n{reader.config.url + reader.route(GENUINE)}\n\n"
        blocks.append(head + _plain_genuine(reader))
    blocks += [_plain_contacts(reader)] if CONTACT in names else []
    blocks += plain_pages("updates", pages.updates)
    blocks += [_plain_numbers(reader)] if NUMBERS in names else []
    return f"\n{'=' * 40}\n\n".join(blocks)


def _plain_page(planned: PlannedPage, reader: Reader) -> str:
    page, version = planned.page, planned.version
    assert page is not None
    assert version is not None
    title = reader.wording.named(page) if isinstance(page, Update) else reader.wording.title(page)
    states = tuple(page_states(planned, reader, reader.full_address))
    changes = changes_of(page, version.language)
    head = [
        title,
        reader.say("published", when=reader.when(page.published).text),
        reader.config.url + planned.route,
    ]
    history = [
        *plain_states(state for state in states if state.is_correction),
        *_plain_changes(
            changes_view(changes, page, version.language, reader, reader.full_address),
            withdrawn_view(page, None, reader, reader.full_address),
            "withdrawn",
            reader,
        ),
        *([reader.say("backdated", reason=page.backdated)] if page.backdated else []),
    ]
    text = ""
    if page.name == GENUINE:
        text += "\n" + _plain_genuine(reader)
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
    head += plain_states(state for state in states if not state.is_correction)
    if page.name == HOME:
        # Read aloud, what it says comes first, and after it what was changed.
        lead = "" if page.withdrawal else summary(page, version, reader)
        text = f"\n{lead}\n{text}" if lead else text
        changed = f"\n{_lines([reader.words['changes'], *history])}" if history else ""
        return _lines(head) + text + changed
    return _lines([*head, *history]) + text


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


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


def _plain_genuine(reader: Reader) -> str:
    """How to tell that the site is genuine."""
    lines = plain_genuine(whole_genuine_view(reader, reader.full_address), reader.words)
    return "\n".join(lines)


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
