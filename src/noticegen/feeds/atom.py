"""`feed.atom`: The Atom Syndication Format (RFC 4287)."""

from __future__ import annotations

from html import escape

from noticegen.feeds.items import FeedData, FeedItem


def atom(feed: FeedData) -> str:
    """The feed as XML."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(feed.language)}">',
        f"  <id>{escape(feed.id)}</id>",
        f"  <title>{escape(feed.title)}</title>",
        f"  <updated>{feed.updated.isoformat()}</updated>",
        f"  <author><name>{escape(feed.author)}</name></author>",
        f'  <link rel="self" type="application/atom+xml" href="{escape(feed.url + ".atom")}"/>',
        f'  <link rel="alternate" type="text/html" href="{escape(feed.home)}"/>',
    ]
    for item in feed.items:
        lines.extend(_entry(item))
    return "\n".join([*lines, "</feed>", ""])


def _entry(item: FeedItem) -> list[str]:
    language = f'"{escape(item.language)}"'
    of_summary = f'"{escape(item.summary_language)}"'
    summary = (
        [f'    <summary type="text" xml:lang={of_summary}>{escape(item.summary)}</summary>']
        if item.summary
        else []
    )
    return [
        "  <entry>",
        f"    <id>{escape(item.id)}</id>",
        f'    <title type="text" xml:lang={language}>{escape(item.title)}</title>',
        f'    <link rel="alternate" type="text/html" href="{escape(item.url)}"/>',
        f"    <published>{item.published.isoformat()}</published>",
        f"    <updated>{item.updated.isoformat()}</updated>",
        f'    <category term="{escape(item.category)}"/>',
        *summary,
        "  </entry>",
    ]
