"""Planned pages  ->  their views, and from them, by the theme, HTML."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TypedDict

from noticegen import formats
from noticegen.changelog import (
    CONTACT,
    FILES,
    HOME,
    NUMBERS,
    ContactNews,
    Entry,
    EntryKind,
    FactNews,
    NoteNews,
    events,
)
from noticegen.contacts import ChannelValue, Closure, Contact, End, Period
from noticegen.facts import Fact
from noticegen.markdown.showing import Shown
from noticegen.model import Attachment, Change, Faq, Page, Question, Text, Topic, Update, Version
from noticegen.notes import ChangeKind
from noticegen.plan import (
    CHANGELOG,
    RECORD,
    PlannedPage,
    Template,
    folder,
    generated,
    relative,
    route,
)
from noticegen.printed import printed_in
from noticegen.public import changes_of, is_behind, withdrawal_of
from noticegen.record.states import (
    SITE,
    contact_subject,
    fact_subject,
    file_subject,
    page_subject,
    question_subject,
)
from noticegen.render.figures import history
from noticegen.render.genuine import genuine_html, genuine_view
from noticegen.render.headings import heading
from noticegen.render.lines import contact_view, not_ours
from noticegen.render.reader import Locate, Reader, event_id, from_page, marks
from noticegen.render.recorded import record_view, recorded_change
from noticegen.theme import render
from noticegen.views import (
    ChangeView,
    ContactView,
    EntryView,
    EventView,
    FactHistory,
    Feed,
    Html,
    Link,
    Neighbours,
    NotOursView,
    PageView,
    Pointer,
    QuestionView,
    SharingView,
    SiteView,
    Spoken,
    State,
    TopicView,
    UpdateView,
    part,
    sentence,
    without_stop,
)
from noticegen.wording import Filled

NEWEST = 5
"""How many updates the home page shows."""


def page_html(planned: PlannedPage, reader: Reader, sharing: SharingView) -> str:
    """The whole page."""
    view = page_view(planned, reader)
    extra: dict[str, object] = {}
    page = planned.page
    if isinstance(page, Update):
        extra["neighbours"] = _neighbours(page, planned.route, reader)
    elif isinstance(page, Faq):
        extra["topics"] = tuple(_topics(page, planned.route, reader))
    elif planned.template is Template.CHANGELOG:
        extra["events"] = tuple(_events(planned.route, reader))
    elif planned.template is Template.NUMBERS:
        extra["facts"] = tuple(histories(reader, from_page(planned.route)))
    elif planned.template is Template.RECORD:
        extra["record"] = record_view(planned.route, reader)
    elif planned.recorded:
        extra["change"] = recorded_change(planned.recorded, planned.route, reader)
    elif planned.template is Template.CONTACT:
        extra |= contacts(reader, from_page(planned.route))
    elif planned.template is Template.GENUINE:
        extra["part"] = genuine_html(reader, from_page(planned.route), planned.route, 2, "")
    elif page is None:
        raise AssertionError(f"no page is known for {planned.template}")
    elif page.name == "index":
        extra["newest"] = tuple(_newest(planned.route, reader))
    return render(
        reader.theme,
        planned.template.value,
        planned.route,
        site=site_view(planned.route, reader),
        page=view,
        sharing=sharing,
        t=reader.words,
        style=Html(reader.theme.style),
        style_hash=reader.theme.style_hash,
        **extra,
    )


def site_view(here: str, reader: Reader) -> SiteView:
    """The site as it is seen from the route `here`."""
    config, plan, language = reader.config, reader.plan, reader.language
    languages = plan.public.languages
    own = folder(language, languages)
    site = plan.public.site
    standing = (*((site.faq,) if site.faq else ()), *site.pages)
    changelog = reader.route(CHANGELOG)
    navigation = [
        Link(
            reader.words["home"],
            relative(here, reader.route("index")),
            here == reader.route("index"),
        ),
        Link(reader.words["changelog"], relative(here, changelog), here == changelog),
        *(reader.link(page, here) for page in standing),
        *(
            Link(reader.words[name], relative(here, reader.route(name)), here == reader.route(name))
            for name in generated(plan.public, has_record=plan.log is not None)
            if name not in {CHANGELOG, RECORD} and plan.public.page(name) is None
        ),
    ]
    name = here.removeprefix(own).removesuffix(".html")
    newest = plan.entries[0].moment.astimezone(config.zone)
    return SiteView(
        title=reader.told(config.title),
        organization=reader.told(config.organization),
        representative=reader.told(config.representative) if config.representative else None,
        address=reader.told(config.address) if config.address else None,
        official_site=config.official_site,
        home=relative(here, reader.route("index")),
        navigation=tuple(navigation),
        languages=tuple(
            Link(
                formats.own_name(other),
                relative(here, f"{folder(other, languages)}{name}.html"),
                other == language,
                other,
            )
            for other in languages
        )
        if len(languages) > 1
        else (),
        feeds=(
            Feed(relative(here, f"{own}feed.atom"), "application/atom+xml"),
            Feed(relative(here, f"{own}feed.json"), "application/feed+json"),
        ),
        whole_text=relative(here, f"{own}notice.txt"),
        whole_page=relative(here, f"{own}notice.html"),
        sums=relative(here, "SHA256SUMS"),
        changelog=relative(here, changelog),
        time_zone=reader.say("time_zone", zone=formats.zone_name(newest, reader.locale)),
        kept_until=reader.say("kept_until", day=formats.day(config.keep_until, reader.locale))
        if config.keep_until
        else "",
        prevails=""
        if language == languages[0]
        else reader.say("prevails", language=reader.language_name(languages[0])),
        genuine=genuine_view(reader, from_page(here)),
        record=relative(here, reader.route(RECORD)) if plan.log else "",
        record_root=reader.record_root,
        stood=reader.say("stood", when=reader.when(plan.public.moment).text) if plan.stood else "",
    )


def page_view(planned: PlannedPage, reader: Reader) -> PageView:
    """What every page has, and the body and history of this one."""
    config = reader.config
    url = config.url + planned.route
    last_change = reader.last_change(planned.last_change, planned.route)
    alternates = tuple(
        Link("", config.url + route, language=language)
        for language, route in planned.alternates.items()
    )
    if planned.page is None or planned.version is None:
        title, summary_ = own_words(planned, reader)
        return PageView(
            language=reader.language,
            title=title,
            heading=heading(title, reader.language),
            summary=summary_,
            text_language=reader.language,
            url=url,
            canonical=url,
            alternates=alternates if len(alternates) > 1 else (),
            last_change=last_change,
        )
    page, version = planned.page, planned.version
    changes = changes_of(page, version.language)
    title = reader.wording.title(page)
    return PageView(
        language=reader.language,
        title=title,
        heading=heading(title, version.language),
        summary=summary(page, version, reader),
        text_language=version.language,
        url=url,
        canonical=canonical(planned, reader),
        alternates=alternates if len(alternates) > 1 and not planned.is_missing else (),
        states=tuple(page_states(planned, reader, from_page(planned.route))),
        withdrawn=withdrawn_view(page, None, reader, from_page(planned.route)),
        body=reader.html(
            version.document,
            page.name,
            version.language,
            from_page(planned.route),
            marks=marks(changes, reader.wording.in_language(version.language)),
            written=written(page, version, None),
        ),
        pointers=page_pointers(page, version, reader, from_page(planned.route)),
        number=reader.wording.number(page) if isinstance(page, Update) else "",
        kinds=reader.kinds(page),
        published=reader.when(page.published),
        translated=reader.when(version.published) if version.published > page.published else None,
        backdated=reader.backdated(page.backdated),
        changes=changes_view(changes, page, version.language, reader, from_page(planned.route)),
        last_change=last_change,
    )


def canonical(planned: PlannedPage, reader: Reader) -> str:
    """The full address of a page; of the authoritative one, where a translation is missing."""
    there = planned.alternates[reader.plan.public.languages[0]]
    return reader.config.url + (there if planned.is_missing else planned.route)


def own_words(planned: PlannedPage, reader: Reader) -> tuple[str, str]:
    """The title and the summary of a page that noticegen makes itself."""
    if planned.recorded:
        number = planned.recorded.entry.number
        return reader.say("recorded_change", number=number), reader.words["recorded_change_summary"]
    return reader.words[planned.name], reader.words[f"{planned.name}_summary"]


def withdrawn_view(
    page: Page, question: str | None, reader: Reader, locate: Locate
) -> ChangeView | None:
    """The note that withdraws a page or a question, in the best language there is."""
    withdrawal = withdrawal_of(page, question) if question else page.withdrawal
    if withdrawal is None:
        return None
    for change in changes_of(page, reader.language, question):
        if change.kind is ChangeKind.WITHDRAWAL:
            return reader.change(change, page, reader.language, locate)
    return reader.change(withdrawal, page, page.authoritative.language, locate)


def changes_view(
    changes: tuple[Change, ...], page: Page, language: str, reader: Reader, locate: Locate
) -> tuple[ChangeView, ...]:
    """The public notes about a page or an answer, newest first."""
    return tuple(reader.change(change, page, language, locate) for change in reversed(changes))


def page_states(planned: PlannedPage, reader: Reader, locate: Locate) -> Iterator[State]:
    """What a reader has to know before reading a page: not translated, behind, corrected."""
    page, version = planned.page, planned.version
    assert page is not None
    assert version is not None
    first = reader.plan.public.languages[0]
    original = reader.language_name(first)
    here = reader.language_name(reader.language)
    to_original = Link(formats.own_name(first), locate(planned.alternates[first]), language=first)
    if planned.is_missing:
        yield State(reader.say("missing", language=here, original=original), to_original)
    if planned.is_behind and not page.withdrawal:
        changed = changes_of(page, first)[-1].moment
        yield State(
            reader.say("behind", language=here, original=original, when=reader.when(changed).text),
            to_original,
        )
    for update in corrections_of(page.name, None, reader):
        yield State(reader.words["corrected_by"], named(update, locate, reader), True)
    if isinstance(page, Update):
        for reference in page.corrects:
            if reader.plan.public.page(reference.page):
                title, there, language = _target(reference.page, reference.question, reader)
                to_corrected = Link(title, locate(there), language=language)
                yield State(reader.words["corrects"], to_corrected, True)


def corrections_of(name: str, question: str | None, reader: Reader) -> Iterator[Update]:
    """The updates that correct a page or a question, as far as they concern this reader."""
    for update, language in reader.plan.corrections.get((name, question), ()):
        if language in (None, reader.language):
            yield update


def named(update: Update, locate: Locate, reader: Reader) -> Link:
    """A link to an update, with its number and its title."""
    shown = update.version(reader.language) or update.authoritative
    href = locate(reader.route(update.name))
    return Link(reader.named(update), href, language=shown.language)


def _neighbours(update: Update, here: str, reader: Reader) -> Neighbours:
    older, newer = reader.plan.neighbours[update.name]
    locate = from_page(here)
    return Neighbours(
        named(older, locate, reader) if older else None,
        named(newer, locate, reader) if newer else None,
    )


def _newest(here: str, reader: Reader) -> Iterator[UpdateView]:
    for update in reversed(reader.plan.public.site.updates[-NEWEST:]):
        version = update.version(reader.language) or update.authoritative
        yield UpdateView(
            reader.link(update, here),
            reader.wording.number(update),
            reader.kinds(update),
            reader.when(update.published),
            _withdrawn_in_list(update, reader) or summary(update, version, reader),
        )


def _withdrawn_in_list(update: Update, reader: Reader) -> str:
    """In place of the summary: that readers find nothing more there."""
    if update.withdrawal is None:
        return ""
    when = reader.when(update.withdrawal.moment).text
    return part(reader.say("withdrawn", when=when), reader.language)


def _topics(faq: Faq, here: str, reader: Reader) -> Iterator[TopicView]:
    for topic in faq.topics:
        title = topic.title(reader.language)
        yield TopicView(
            title.id,
            title.title,
            title.language,
            reader.html(
                title.intro,
                "faq",
                title.language,
                from_page(here),
                note_prefix=f"{title.id}_",
            ),
            tuple(_questions(topic, faq, here, reader)),
        )


def _questions(topic: Topic, faq: Faq, here: str, reader: Reader) -> Iterator[QuestionView]:
    for question in topic.questions:
        answer = question.answer(reader.language) or question.answers[0]
        changes = changes_of(faq, answer.language, question.id)
        yield QuestionView(
            id=question.id,
            title=reader.question(answer),
            language=answer.language,
            body=reader.html(
                answer.document,
                "faq",
                answer.language,
                from_page(here),
                marks=marks(changes, reader.wording.in_language(answer.language)),
                note_prefix=f"{question.id}_",
                written=written(faq, answer, question.id),
            ),
            states=tuple(question_states(question, faq, reader, from_page(here))),
            added=reader.when(question.published) if question.published > faq.published else None,
            backdated=reader.backdated(question.backdated),
            withdrawn=withdrawn_view(faq, question.id, reader, from_page(here)),
            changes=changes_view(changes, faq, answer.language, reader, from_page(here)),
            pointers=question_pointers(faq, answer, question.id, reader, from_page(here)),
        )


def summary(page: Page, version: Version, reader: Reader) -> str:
    """The summary of a page, in the language of its text."""
    moment = reader.plan.public.moment_of(page)
    return reader.wording.in_language(version.language).fill(version.summary, moment)


def written(page: Page, text: Text, question: str | None) -> datetime:
    """When the author of a text last looked at it: an update once, other pages at each change."""
    if isinstance(page, Update):
        return page.published
    changes = changes_of(page, text.language, question)
    return max([text.published, *(change.moment for change in changes)])


def page_pointers(
    page: Page, version: Version, reader: Reader, locate: Locate
) -> tuple[Pointer, ...]:
    """To what is newer than an update says, in its text or of what it is about."""
    if not isinstance(page, Update) or page.withdrawal:
        return ()
    printed = printed_in(version, reader.plan.public, page)
    about = [name.text for name in page.about]
    return reader.pointers(printed.facts, page.published, locate, typed=about)


def question_pointers(
    faq: Faq, answer: Text, question: str, reader: Reader, locate: Locate
) -> tuple[Pointer, ...]:
    """To what is newer than an answer that says what it is about."""
    if withdrawal_of(faq, question):
        return ()
    return reader.pointers((), written(faq, answer, question), locate, typed=answer.about)


def histories(reader: Reader, locate: Locate) -> Iterator[FactHistory]:
    """Every public fact with its history."""
    public = reader.plan.public

    def history_of(id_: str) -> str:
        return locate(f"{reader.route(NUMBERS)}#{id_}")

    for fact in public.site.facts.values():
        view = history(fact, public, reader.wording, history_of, reader.when)
        yield view._replace(
            changes=reader.notes(fact.changes), backdated=reader.backdated(fact.backdated)
        )


class Contacts(TypedDict):
    """What the page of contacts is given."""

    contacts: tuple[ContactView, ...]
    not_ours: tuple[NotOursView, ...]


def contacts(reader: Reader, locate: Locate) -> Contacts:
    """Every public contact, and the numbers that are not the organisation's."""
    public, wording = reader.plan.public, reader.wording

    def shown_of(filled: Filled) -> Shown:
        return reader.shown(filled, wording, locate)

    return {
        "contacts": tuple(
            contact_view(contact, public.moment, public, wording, shown_of)._replace(
                changes=reader.notes(contact.changes)
            )
            for contact in public.site.contacts.contacts
        ),
        "not_ours": not_ours(public, wording),
    }


def question_states(
    question: Question, faq: Faq, reader: Reader, locate: Locate
) -> Iterator[State]:
    """What a reader has to know before reading an answer."""
    first = reader.plan.public.languages[0]
    original = reader.language_name(first)
    own = reader.language_name(reader.language)
    answer = question.answer(reader.language) or question.answers[0]
    there = route(faq.name, first, reader.plan.public.languages)
    to_original = Link(formats.own_name(first), locate(f"{there}#{question.id}"), language=first)
    if faq.version(reader.language) and answer.language != reader.language:
        yield State(reader.say("question_missing", language=own, original=original))
    if is_behind(faq, answer, question.id) and not withdrawal_of(faq, question.id):
        changed: Change = changes_of(faq, first, question.id)[-1]
        yield State(
            reader.say(
                "question_behind",
                language=own,
                original=original,
                when=reader.when(changed.moment).text,
            ),
            to_original,
        )
    for update in corrections_of(faq.name, question.id, reader):
        yield State(reader.words["question_corrected_by"], named(update, locate, reader), True)


def _events(here: str, reader: Reader) -> Iterator[EventView]:
    for event in events(reader.plan.entries):
        yield EventView(
            event_id(event.moment),
            reader.when(event.moment),
            tuple(_entry(entry, here, reader) for entry in event.entries),
        )


def _entry(entry: Entry, here: str, reader: Reader) -> EntryView:
    title, href, language = entry_target(entry, reader)
    note, note_language = entry_note(entry, reader)
    concerned = entry.languages
    return EntryView(
        what=reader.what(entry),
        link=Link(title, from_page(here)(href), language=language),
        note=note,
        note_language=note_language,
        concerns=reader.words["between"].join(reader.language_name(c) for c in concerned)
        if len(concerned) < len(reader.plan.public.languages)
        and entry.kind is not EntryKind.TRANSLATION
        else "",
        recorded=_recorded(entry, from_page(here), reader),
    )


def _recorded(entry: Entry, locate: Locate, reader: Reader) -> Link | None:
    """Where an entry of the changelog stands with what was said before."""
    match entry.news:
        case FactNews(fact) | NoteNews(Fact() as fact):
            return reader.recorded(fact_subject(fact.id), entry.moment, locate)
        case ContactNews(contact) | NoteNews(Contact() as contact):
            return reader.recorded(contact_subject(contact.id), entry.moment, locate)
        case NoteNews(Attachment() as attachment):
            return reader.recorded(file_subject(attachment.id), entry.moment, locate)
        case NoteNews(None):
            return reader.recorded(SITE, entry.moment, locate)
    if not entry.changes:
        return None
    language = reader.language if reader.language in entry.changes else entry.languages[0]
    subject = (
        question_subject(entry.question, language)
        if entry.question
        else page_subject(entry.page, language)
    )
    return reader.recorded(subject, entry.moment, locate)


def entry_note(entry: Entry, reader: Reader) -> tuple[str, str]:
    """What an entry of the changelog says about a change, and in which language."""
    wording, language = reader.wording, reader.language
    match entry.news:
        case FactNews(fact, value):
            told = wording.news(fact, value)
            if not value.note:
                words = reader.theme.strings[told.language]
                return words["fact_is"].format(value=told.text), told.language
            note = Spoken(wording.of(value.note, value.moment), value.note.language_for(language))
            # Where no word is in the reader's language, the sentence is none of it.
            language = note.language if note.language == told.language else language
            because = reader.theme.strings[language]["fact_is_because"]
            return sentence(because, language, value=without_stop(told), note=note), language
        case ContactNews(contact, news):
            return _contact_note(contact, news, reader)
        case NoteNews(_, changed):
            return wording.of(changed.note, changed.moment), changed.note.language_for(language)
    if not entry.changes:
        return "", language
    language = language if language in entry.changes else entry.languages[0]
    change = entry.changes[language]
    return wording.in_language(language).fill(change.note, change.moment), language


def _contact_note(
    contact: Contact, news: Period | Closure | End | ChannelValue | None, reader: Reader
) -> Spoken:
    wording, language = reader.wording, reader.language
    match news:
        case Period():
            first = formats.day_and_weekday(news.first, reader.locale)
            hours = wording.hours(contact, news.first)
            return Spoken(reader.say("hours_news", first=first, hours=hours), language)
        case End():
            day = formats.day_and_weekday(news.day, reader.locale)
            return Spoken(reader.say("line_until", day=day), language)
        case Closure():
            return wording.closure(news)
        case ChannelValue():
            # A number is of every language.
            number = news.text.of(language)
            note = wording.of(news.note, news.moment) if news.note else ""
            language = news.note.language_for(language) if news.note else language
            between = reader.theme.strings[language]["sentence_between"]
            return Spoken(f"{number}{between}{note}", language)
    return Spoken("", language)


def entry_target(entry: Entry, reader: Reader) -> tuple[str, str, str]:
    """The title, route and language of what an entry of the changelog is about."""
    match entry.news:
        case FactNews(fact) | NoteNews(Fact() as fact):
            route_ = f"{reader.route(NUMBERS)}#{fact.id}"
            return reader.wording.name(fact), route_, fact.name.language_for(reader.language)
        case ContactNews(contact) | NoteNews(Contact() as contact):
            route_ = f"{reader.route(CONTACT)}#{contact.id}"
            name = contact.name
            return reader.wording.of(name), route_, name.language_for(reader.language)
        case NoteNews(Attachment(title=title) as attachment):
            route_ = f"{FILES}/{attachment.versions[-1].file}"
            return reader.wording.of(title), route_, title.language_for(reader.language)
        case NoteNews(None):
            title = reader.config.title
            return (
                title.of(reader.language),
                reader.route(HOME),
                title.language_for(reader.language),
            )
    return _target(entry.page, entry.question, reader)


def _target(name: str, question_id: str | None, reader: Reader) -> tuple[str, str, str]:
    page = reader.plan.public.page(name)
    assert page is not None
    if question_id and isinstance(page, Faq):
        question = next(q for q in page.questions if q.id == question_id)
        answer = question.answer(reader.language) or question.answers[0]
        return (
            reader.question(answer),
            f"{reader.route(page.name)}#{question.id}",
            answer.language,
        )
    version = page.version(reader.language) or page.authoritative
    return reader.wording.title(page), reader.route(page.name), version.language
