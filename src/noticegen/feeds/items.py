"""What every feed holds, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One publication or change."""

    id: str
    """A tag URI (RFC 4151), the same for ever."""
    title: str
    url: str
    language: str
    published: datetime
    updated: datetime
    """Later than `published` where the page was changed or corrected."""
    summary: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedData:
    """A feed in one language."""

    id: str
    title: str
    author: str
    language: str
    url: str
    """The full address of the feed itself, without its ending."""
    home: str
    updated: datetime
    items: tuple[FeedItem, ...]
