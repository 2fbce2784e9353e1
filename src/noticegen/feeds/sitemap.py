"""`sitemap.xml` (sitemaps.org), with the languages of each page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import NamedTuple


class SitemapPage(NamedTuple):
    """A page that search engines may list."""

    url: str
    changed: datetime
    alternates: Mapping[str, str]
    """The full address in each language that has the text; the first is the authoritative."""


def sitemap(pages: tuple[SitemapPage, ...]) -> str:
    """The list as XML."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for page in pages:
        lines.append("  <url>")
        lines.append(f"    <loc>{escape(page.url)}</loc>")
        lines.append(f"    <lastmod>{page.changed.isoformat()}</lastmod>")
        if len(page.alternates) > 1:
            default = next(iter(page.alternates.values()))
            for language, url in (*page.alternates.items(), ("x-default", default)):
                lines.append(
                    f'    <xhtml:link rel="alternate" hreflang="{language}" href="{escape(url)}"/>'
                )
        lines.append("  </url>")
    return "\n".join([*lines, "</urlset>", ""])
