"""The words, forms and addresses for readers of one language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from html import escape

from noticegen import formats
from noticegen.changelog import Entry, EntryKind
from noticegen.config import Config
from noticegen.links import External, ToPage, meaning
from noticegen.markdown.document import Document
from noticegen.markdown.html import to_html
from noticegen.markdown.plain import to_plain
from noticegen.markdown.showing import Mark, Showing, Shown
from noticegen.model import Change, Kind, Page, Update
from noticegen.plan import CHANGELOG, Plan, relative, route, routed
from noticegen.public import fragments
from noticegen.theme import Theme, render
from noticegen.views import ChangeView, Html, LastChange, Link, When
from noticegen.wording import Wording

Locate = Callable[[str], str]
"""A route with an optional fragment  ->  its address, seen from where the text is shown."""


@dataclass(frozen=True)
class Reader:
    """Somebody who reads the site in one language."""

    language: str
    plan: Plan
    config: Config
    theme: Theme

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
        """Titles and notes in this language."""
        return Wording(self.plan.public, self.language, self.locale, self.words)

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

    def change(self, change: Change, language: str) -> ChangeView:
        """A public note, written in `language`."""
        return ChangeView(
            self.when(change.moment),
            self.words[f"change_{change.kind}"],
            self.wording.fill(change.note),
            language,
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
    ) -> Html:
        """A document, written in `language` on the page `page`, as HTML for this reader."""
        if document.is_empty:
            return Html("")
        return Html(
            to_html(
                document,
                self._showing(page, language, locate, marks, id_prefix, note_prefix, heading_shift),
            )
        )

    def plain(
        self,
        document: Document,
        page: str,
        language: str,
        *,
        marks: tuple[Mark, ...] = (),
        heading_shift: int = 0,
    ) -> str:
        """A document as plain text, with full addresses."""
        return to_plain(
            document,
            self._showing(page, language, self.full_address, marks, "", "", heading_shift),
        )

    def full_address(self, there: str) -> str:
        """The full address of a route."""
        return self.config.url + there

    def _showing(
        self,
        page: str,
        language: str,
        locate: Locate,
        marks: tuple[Mark, ...],
        id_prefix: str,
        note_prefix: str,
        heading_shift: int,
    ) -> Showing:
        words = self.theme.strings[language]

        def href(target: str) -> str:
            meant = meaning(target, page, language)
            if isinstance(meant, External):
                return meant.address
            there = routed(target, page, language, self.language, self.plan.public)
            assert there is not None, "the checks let no other target through"
            if isinstance(meant, ToPage) and meant.fragment and language != self.language:
                there = self._without_dead_fragment(there, meant)
            return locate(there)

        def placeholder(name: str) -> Shown:
            wording = (
                self.wording
                if language == self.language
                else Wording(self.plan.public, language, self.config.locales[language], words)
            )
            shown, update = wording.placeholder(name)
            return Shown(shown, locate(self.route(update.name)) if update else "")

        def directive(name: str, content: str) -> str:
            return render(
                self.theme, f"directives/{name}.html", page, content=Html(content), t=words
            )

        return Showing(
            href=href,
            placeholder=placeholder,
            directive=directive,
            words=words,
            id_prefix=id_prefix,
            note_prefix=note_prefix,
            heading_shift=heading_shift,
            marks=marks,
        )

    def _without_dead_fragment(self, there: str, meant: ToPage) -> str:
        """The text stands in for a translation, whose page may lack the heading it names."""
        target = self.plan.public.page(meant.name)
        assert target is not None
        known = fragments(target, self.language)
        return there if meant.fragment in known else there.partition("#")[0]


def marks(changes: tuple[Change, ...]) -> tuple[Mark, ...]:
    """The phrases that public changes put into a text, newest first."""
    return tuple(
        Mark(change.after, change.before or "") for change in reversed(changes) if change.after
    )


def part(text: str, language: str) -> Html:
    """A text in another language than what stands around it."""
    return Html(f'<span lang="{language}">{escape(text, quote=False)}</span>')


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
