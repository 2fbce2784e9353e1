"""The words, forms and addresses for readers of one language."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import escape

from noticegen import formats
from noticegen.changelog import (
    CONTACT,
    NUMBERS,
    ContactNews,
    Entry,
    EntryKind,
    FactNews,
)
from noticegen.config import Config
from noticegen.contacts import ChannelValue
from noticegen.links import External, ToPage, meaning
from noticegen.localized import Localized
from noticegen.markdown.document import Document
from noticegen.markdown.html import to_html
from noticegen.markdown.plain import to_plain
from noticegen.markdown.showing import Mark, Showing, Shown
from noticegen.model import Change, Kind, Page, Text, Update
from noticegen.notes import Notes
from noticegen.plan import CHANGELOG, CHANGES, Plan, relative, route, routed
from noticegen.printed import listed_facts
from noticegen.public import fragments
from noticegen.qrcode import QrCode
from noticegen.record.states import page_subject, question_subject
from noticegen.render.figures import fact_view, pointer
from noticegen.render.files import ShownFiles
from noticegen.render.headings import with_breaks
from noticegen.render.lines import contact_view
from noticegen.render.plainly import plain_list
from noticegen.theme import Theme, render
from noticegen.views import (
    ChangeView,
    Html,
    LastChange,
    Link,
    Pointer,
    Spoken,
    When,
    part,
    plain,
)
from noticegen.wording import Filled, Wording

Locate = Callable[[str], str]
"""A route with an optional fragment  ->  its address, seen from where the text is shown."""


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the site in one language."""

    language: str
    plan: Plan
    config: Config
    theme: Theme
    files: ShownFiles
    """The attachments, with what stands beside links to them."""
    code: QrCode
    """That of the site's address."""

    @cached_property
    def words(self) -> Mapping[str, str]:
        """The interface strings."""
        return self.theme.strings[self.language]

    @cached_property
    def locale(self) -> str:
        """The locale in whose forms dates are shown."""
        return self.config.locales[self.language]

    @cached_property
    def wording(self) -> Wording:
        """Titles, notes and placeholders in this language."""
        return Wording(
            self.plan.public,
            self.language,
            self.config.locales,
            self.theme.strings,
            self.config.zone,
        )

    @cached_property
    def _events(self) -> frozenset[datetime]:
        return frozenset(entry.moment for entry in self.plan.entries)

    @cached_property
    def record_root(self) -> str:
        """The digest of all entries of the record, in Base64; nothing where none is kept."""
        log = self.plan.log
        return base64.b64encode(log.checkpoint.root).decode() if log else ""

    def told(self, text: Localized) -> Spoken:
        """A text of the settings, and the language in which this reader gets it."""
        return Spoken(text.of(self.language), text.language_for(self.language))

    def say(self, key: str, **values: object) -> str:
        """An interface string with its values."""
        return self.words[key].format(**values)

    def when(self, moment: datetime) -> When:
        """A moment for people and for programs."""
        local = moment.astimezone(self.config.zone)
        return When(local.isoformat(), formats.moment(local, self.locale))

    def language_name(self, language: str) -> str:
        """The name of another language in this one."""
        return formats.language_name(language, self.locale)

    def route(self, name: str) -> str:
        """The route of a page in this language."""
        return route(name, self.language, self.plan.public.languages)

    def link(self, page: Page, here: str) -> Link:
        """A link to a page, seen from the route `here`."""
        there = self.route(page.name)
        shown = page.version(self.language) or page.authoritative
        return Link(self.wording.title(page), relative(here, there), here == there, shown.language)

    def question(self, answer: Text) -> str:
        """A question, in the language of its answer."""
        return self.wording.in_language(answer.language).fill(answer.title, self.plan.public.moment)

    def named(self, update: Update) -> str:
        """Number and title of an update, to stand in an element of the title's language."""
        shown = update.version(self.language) or update.authoritative
        number = self.wording.number(update)
        if shown.language == self.language or not number:
            return self.wording.named(update)
        words = escape(self.words["number_and_title"], quote=False)
        title = part(self.wording.title(update), shown.language)
        named = words.format(number=escape(number, quote=False), title=title)
        return Html(f'<span lang="{self.language}">{named}</span>')

    def backdated(self, reason: str | None) -> str:
        """The sentence that something was added afterwards; nobody translates its reason."""
        first = self.plan.public.languages[0]
        if reason is None or self.language == first:
            return self.say("backdated", reason=reason) if reason else ""
        words = escape(self.words["backdated"], quote=False)
        return Html(words.format(reason=part(reason, first)))

    def change(self, change: Change, page: Page, language: str, locate: Locate) -> ChangeView:
        """A public note about a page or an answer, written in `language`."""
        subject = (
            question_subject(change.question, language)
            if change.question
            else page_subject(page.name, language)
        )
        return ChangeView(
            self.when(change.moment),
            self.words[f"change_{change.kind}"],
            self.wording.in_language(language).fill(change.note, change.moment),
            language,
            self.recorded(subject, change.moment, locate),
        )

    def recorded(self, subject: str, moment: datetime, locate: Locate) -> Link | None:
        """Where a change stands with what it said before; None where no record keeps it."""
        number = self.plan.recorded.get((subject, moment))
        if number is None:
            return None
        return Link(self.words["old_and_new"], locate(self.route(f"{CHANGES}/{number}")))

    def notes(self, notes: Notes) -> tuple[ChangeView, ...]:
        """Public notes about a fact or a contact, newest first."""
        return tuple(
            ChangeView(
                self.when(note.moment),
                self.words[f"change_{note.kind}"],
                self.wording.of(note.note, note.moment),
                note.note.language_for(self.language),
            )
            for note in reversed(notes)
        )

    def kinds(self, page: Page) -> tuple[str, ...]:
        """The kinds of an update in words; a number says already that it is an update."""
        if not isinstance(page, Update):
            return ()
        is_numbered = page.name in self.plan.public.numbers
        return tuple(
            self.words[f"kind_{kind}"]
            for kind in page.kinds
            if not (kind is Kind.UPDATE and is_numbered)
        )

    def what(self, entry: Entry) -> str:
        """What an entry of the changelog is, in words."""
        match entry.news:
            case FactNews(_, value):
                return self.words[f"fact_{value.change}" if value.change else "entry_fact"]
            case ContactNews(_, ChannelValue(change=str() as change)):
                return self.words[f"fact_{change}"]
            case ContactNews():
                return self.words[f"entry_{entry.kind}"]
        if entry.change_kind:
            return self.words[f"change_{entry.change_kind}"]
        page = self.plan.public.page(entry.page)
        if entry.kind is EntryKind.UPDATE and isinstance(page, Update):
            number = self.wording.number(page)
            return self.words["between"].join([*([number] if number else []), *self.kinds(page)])
        if entry.kind is EntryKind.TRANSLATION:
            return self.say("entry_translation", language=self.language_name(entry.languages[0]))
        return self.words[f"entry_{entry.kind}"]

    def last_change(self, entry: Entry, here: str) -> LastChange:
        """What changed last, with a link to its place in the changelog."""
        href = f"{relative(here, self.route(CHANGELOG))}#{event_id(entry.moment)}"
        return LastChange(self.when(entry.moment), self.what(entry), href)

    def html(
        self,
        document: Document,
        page: str,
        language: str,
        locate: Locate,
        *,
        marks: tuple[Mark, ...] = (),
        id_prefix: str = "",
        note_prefix: str = "",
        heading_shift: int = 0,
        picture: Callable[[str], str] = str,
        written: datetime | None = None,
    ) -> Html:
        """A document, written in `language` on the page `page`, as HTML for this reader.

        `picture` makes the source of an image of its address. `written` is when the author last
        looked at what sections say they are about.
        """
        if document.is_empty:
            return Html("")
        showing = self._showing(
            page,
            language,
            locate,
            marks,
            id_prefix=id_prefix,
            note_prefix=note_prefix,
            heading_shift=heading_shift,
            written=written,
        )._replace(picture=picture)
        return Html(with_breaks(to_html(document, showing), language))

    def plain(
        self,
        document: Document,
        page: str,
        language: str,
        *,
        marks: tuple[Mark, ...] = (),
        heading_shift: int = 0,
        written: datetime | None = None,
    ) -> str:
        """A document as plain text, with full addresses."""
        return to_plain(
            document,
            self._showing(
                page,
                language,
                self.full_address,
                marks,
                is_plain=True,
                heading_shift=heading_shift,
                written=written,
            ),
        )

    def full_address(self, there: str) -> str:
        """The full address of a route."""
        return self.config.url + there

    def shown(self, filled: Filled, wording: Wording, locate: Locate) -> Shown:
        """What stands for a placeholder in a text of `wording`'s language."""
        href = locate(self.route(filled.page)) if filled.page else filled.address
        changed = filled.event or filled.changed
        return Shown(
            text=filled.text,
            href=href,
            name=filled.name if href else "",
            before=filled.before,
            language="" if filled.language in ("", wording.language) else filled.language,
            how=wording.how(filled),
            how_href=locate(f"{self.route(CHANGELOG)}#{event_id(changed)}")
            if changed is not None and changed in self._events
            else "",
            mark=wording.mark(filled) if filled.before else "",
            behind=filled.behind,
        )

    def pointers(
        self, facts: Iterable[str], moment: datetime, locate: Locate, *, typed: Iterable[str] = ()
    ) -> tuple[Pointer, ...]:
        """The lines that point from a text of `moment` to newer values; `typed` are the facts
        that it speaks about without printing them.
        """
        public = self.plan.public
        found = []
        for id_ in public.site.facts:
            if id_ in facts or id_ in typed:
                pointed = pointer(id_, moment, id_ not in facts, public, self.wording)
                if pointed:
                    text, target = pointed
                    href = locate(f"{self.route(NUMBERS)}#{target}")
                    found.append(Pointer(text, Link(self.words["numbers"], href)))
        return tuple(found)

    def _showing(
        self,
        page: str,
        language: str,
        locate: Locate,
        marks: tuple[Mark, ...],
        *,
        is_plain: bool = False,
        id_prefix: str = "",
        note_prefix: str = "",
        heading_shift: int = 0,
        written: datetime | None = None,
    ) -> Showing:
        public = self.plan.public
        source = public.page(page)
        assert source is not None, "only public pages are shown"
        moment = public.moment_of(source)
        wording = self.wording.in_language(language)
        words = wording.words

        def href(target: str) -> str:
            meant = meaning(target, page, language)
            if isinstance(meant, External):
                return meant.address
            there = routed(target, page, language, self.language, public)
            assert there is not None, "the checks let no other target through"
            if isinstance(meant, ToPage) and meant.fragment and language != self.language:
                there = self._without_dead_fragment(there, meant)
            return locate(there)

        def placeholder(name: str) -> Shown:
            return self.shown(wording.placeholder(name, moment), wording, locate)

        def phone(text: str) -> Shown:
            filled = wording.typed_phone(text)
            return self.shown(filled, wording, locate)

        def file(target: str) -> str:
            shown = self.files.behind(meaning(target, page, language), moment, wording, locate)
            if is_plain:
                return shown.text
            return render(self.theme, "file.html", page, file=shown, t=words)

        def about(ids: str) -> str:
            lines = self.pointers((), written or moment, locate, typed=ids.split())
            if is_plain:
                return "".join(f"{plain(line.text)} <{line.link.href}>\n\n" for line in lines)
            return render(self.theme, "pointers.html", page, pointers=lines, t=words)

        def directive(written_name: str, content: str) -> str:
            name, *ids = written_name.split()
            listed = self._listed(name, ids, moment, wording, locate)
            if is_plain:
                return "\n".join(plain_list(listed))
            return render(
                self.theme,
                f"directives/{name}.html",
                page,
                content=Html(content),
                t=words,
                language=language,
                **listed,
            )

        return Showing(
            href=href,
            placeholder=placeholder,
            phone=phone,
            file=file,
            about=about,
            directive=directive,
            words=words,
            id_prefix=id_prefix,
            note_prefix=note_prefix,
            heading_shift=heading_shift,
            marks=marks,
        )

    def _listed(
        self,
        name: str,
        ids: list[str],
        moment: datetime,
        wording: Wording,
        locate: Locate,
    ) -> dict[str, object]:
        """What a directive that stands for facts or contacts is given."""
        public = self.plan.public

        def shown_of(filled: Filled) -> Shown:
            return self.shown(filled, wording, locate)

        def history_of(id_: str) -> str:
            return locate(f"{self.route(NUMBERS)}#{id_}")

        if name == "facts":
            facts = [public.site.facts[id_] for id_ in ids or listed_facts(public, moment)]
            return {
                "facts": tuple(
                    fact_view(fact, moment, wording, history_of, shown_of) for fact in facts
                )
            }
        if name in {"contacts", "hours"}:
            wanted = [c for c in public.site.contacts.contacts if not ids or c.id in ids]
            wanted.sort(key=lambda contact: ids.index(contact.id) if ids else 0)
            return {
                "contacts": tuple(
                    contact_view(contact, moment, public, wording, shown_of) for contact in wanted
                ),
                "details": locate(self.route(CONTACT)),
            }
        return {}

    def _without_dead_fragment(self, there: str, meant: ToPage) -> str:
        """The text stands in for a translation, whose page may lack the heading it names."""
        target = self.plan.public.page(meant.name)
        assert target is not None
        known = fragments(target, self.language)
        return there if meant.fragment in known else there.partition("#")[0]


def marks(changes: tuple[Change, ...], wording: Wording) -> tuple[Mark, ...]:
    """The phrases that public changes put into a text of `wording`'s language, newest first."""
    return tuple(
        Mark(change.after, wording.fill(change.before or "", change.moment))
        for change in reversed(changes)
        if change.after
    )


def event_id(moment: datetime) -> str:
    """The id of an event in the changelog. Underscores keep it apart from authors' ids."""
    return f"event_{moment.strftime('%Y%m%d_%H%M%S')}"


def from_page(here: str) -> Locate:
    """Addresses seen from the page at the route `here`."""

    def locate(there: str) -> str:
        path, hash_, fragment = there.partition("#")
        if path == here and hash_:
            return f"#{fragment}"
        return relative(here, path) + hash_ + fragment

    return locate
