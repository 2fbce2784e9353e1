"""`feed.json`: JSON Feed version 1.1 (jsonfeed.org)."""

from __future__ import annotations

import json

from noticegen.feeds.items import FeedData


def json_feed(feed: FeedData) -> str:
    """The feed as JSON."""
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.home,
        "feed_url": feed.url + ".json",
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "title": item.title,
                "language": item.summary_language if item.summary else item.language,
                "content_text": item.summary or item.title,
                "date_published": item.published.isoformat(),
                "date_modified": item.updated.isoformat(),
                "tags": [item.category],
            }
            for item in feed.items
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
