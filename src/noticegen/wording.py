"""Titles, summaries and notes as readers see them: placeholders filled, without markup."""

from __future__ import annotations

from collections.abc import Mapping

from noticegen import formats
from noticegen.markdown.placeholders import split_plain
from noticegen.model import Page, Update
from noticegen.public import PublicSite

PARTS = ("number", "date", "title")
"""What can be asked of an update: ``${update.2026-03-02-first-notice.title}``."""


def take_apart(name: str) -> tuple[str, str] | None:
    """The update and the part (or "") that a placeholder names; None if it names no update."""
    kind, _, rest = name.partition(".")
    if kind != "update" or not rest:
        return None
    slug, _, part = rest.partition(".")
    return slug, part


class Wording:
    """Words about a public site in one language."""

    def __init__(
        self, public: PublicSite, language: str, locale: str, strings: Mapping[str, str]
    ) -> None:
        self._public = public
        self._language = language
        self._locale = locale
        self._strings = strings

    def fill(self, text: str) -> str:
        """A plain text with its placeholders filled."""
        if "${" not in text:
            return text
        return "".join(
            self.placeholder(piece)[0] if is_placeholder else piece
            for is_placeholder, piece in split_plain(text)
        )

    def placeholder(self, name: str) -> tuple[str, Update | None]:
        """The text that stands for a placeholder, and the update that it leads to, if any."""
        reference = take_apart(name)
        assert reference is not None, "the checks let no other placeholder through"
        slug, part = reference
        update = self._public.page(f"updates/{slug}")
        assert isinstance(update, Update), "the checks let no unknown placeholder through"
        match part:
            case "number":
                return self.number(update), None
            case "title":
                return self.title(update), None
            case "date":
                return formats.day(update.published.date(), self._locale), None
        return self.named(update), update

    def title(self, page: Page) -> str:
        """The title of a page for readers of this language."""
        version = page.version(self._language) or page.authoritative
        return self.fill(version.title)

    def number(self, update: Update) -> str:
        """``第1報``, or nothing for an update without a number."""
        number = self._public.numbers.get(update.name)
        return self._strings["number"].format(number=number) if number else ""

    def named(self, update: Update) -> str:
        """Number and title: ``第1報「…」``."""
        number, title = self.number(update), self.title(update)
        if not number:
            return title
        return self._strings["number_and_title"].format(number=number, title=title)

    def day(self, page: Page) -> str:
        """The day on which a page became public."""
        return formats.day(page.published.date(), self._locale)
