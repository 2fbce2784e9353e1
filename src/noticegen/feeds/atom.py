"""`feed.atom`: The Atom Syndication Format (RFC 4287)."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from noticegen.feeds.items import FeedData, FeedItem


def atom(feed: FeedData) -> str:
    """The feed as XML."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang={quoteattr(feed.language)}>',
        f"  <id>{escape(feed.id)}</id>",
        f"  <title>{escape(feed.title)}</title>",
        f"  <updated>{feed.updated.isoformat()}</updated>",
        f"  <author><name>{escape(feed.author)}</name></author>",
        f'  <link rel="self" type="application/atom+xml" href={quoteattr(feed.url + ".atom")}/>',
        f'  <link rel="alternate" type="text/html" href={quoteattr(feed.home)}/>',
    ]
    for item in feed.items:
        lines.extend(_entry(item))
    return "\n".join([*lines, "</feed>", ""])


def _entry(item: FeedItem) -> list[str]:
    language = quoteattr(item.language)
    summary = (
        [f'    <summary type="text" xml:lang={language}>{escape(item.summary)}</summary>']
        if item.summary
        else []
    )
    return [
        "  <entry>",
        f"    <id>{escape(item.id)}</id>",
        f'    <title type="text" xml:lang={language}>{escape(item.title)}</title>',
        f'    <link rel="alternate" type="text/html" href={quoteattr(item.url)}/>',
        f"    <published>{item.published.isoformat()}</published>",
        f"    <updated>{item.updated.isoformat()}</updated>",
        f"    <category term={quoteattr(item.category)}/>",
        *summary,
        "  </entry>",
    ]
