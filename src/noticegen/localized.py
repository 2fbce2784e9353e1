"""One text in several languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Localized:
    """One text in several languages; the authoritative one stands in where one is missing."""

    texts: Mapping[str, str]
    authoritative: str

    def __str__(self) -> str:
        return self.texts[self.authoritative]

    def of(self, language: str) -> str:
        """The text for readers of `language`."""
        return self.texts.get(language, self.texts[self.authoritative])

    def language_for(self, language: str) -> str:
        """The language in which readers of `language` get it."""
        return language if language in self.texts else self.authoritative
