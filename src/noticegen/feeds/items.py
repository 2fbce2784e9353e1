"""What every feed holds, whatever its format."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class FeedItem(NamedTuple):
    """One publication or change."""

    id: str
    """A tag URI (RFC 4151), the same for ever."""
    title: str
    url: str
    language: str
    """That of the title."""
    published: datetime
    updated: datetime
    """Later than `published` where the page was changed or corrected."""
    summary: str
    summary_language: str
    category: str


class FeedData(NamedTuple):
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
