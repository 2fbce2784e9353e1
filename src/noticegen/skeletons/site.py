"""A new site: settings, the standing notice, questions, a first update, facts, contacts, CI."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from noticegen.diagnostics import SETTINGS_FILE
from noticegen.skeletons import pages
from noticegen.skeletons.words import IGNORED, RECIPES, filled, quoted, word, words
from noticegen.skeletons.words import unit as people

UNKNOWN_URL = "https://TODO.example/notice/"
"""The address until there is one; a build warns of it as of every TODO."""


class NewSite(NamedTuple):
    """What is known of a site before its first word is written."""

    organization: str
    languages: tuple[str, ...]
    """The first is the authoritative one."""
    timezone: str
    url: str
    version: str
    """Of noticegen, which continuous integration installs."""
    ci: tuple[str, ...] = tuple(RECIPES)
    """The hosts of continuous integration that a recipe is written for."""


def settings(site: NewSite) -> str:
    """The text of `noticegen.yml`."""
    address = urlsplit(site.url)
    return filled(
        SETTINGS_FILE,
        site.languages[0],
        title=words("title", site.languages),
        organization=quoted(site.organization),
        url=site.url,
        official_site=f"{address.scheme}://{address.netloc}/",
        languages=", ".join(site.languages),
        timezone=site.timezone,
    )


def new_site(site: NewSite, moment: datetime) -> Mapping[str, str]:
    """The files of the site by their paths, with a first update of `moment`."""
    first = f"{moment.date()}-first-notice"
    date = f"date: {pages.written(moment, site.timezone)}\n"
    files = {SETTINGS_FILE: settings(site)}
    for language in site.languages:
        own = date if language == site.languages[0] else ""
        kind = "kind: notice\n" if own else ""
        folder = f"content/{language}"
        files[f"{folder}/index.md"] = filled(
            "index.md", language, title=word("title", language), date=own, first=first
        )
        files[f"{folder}/faq.md"] = filled(
            "faq.md",
            language,
            faq_title=word("faq_title", language),
            faq_summary=word("faq_summary", language),
            date=own,
        )
        files[f"{folder}/updates/{first}.md"] = filled(
            "first-notice.md", language, header=own + kind
        )
    authoritative = site.languages[0]
    files["content/facts.yml"] = filled(
        "facts.yml",
        authoritative,
        people=words("people", site.languages),
        unit=people(site.languages),
        people_meaning=words("people_meaning", site.languages),
        first=first,
    )
    files["content/contacts.yml"] = filled(
        "contacts.yml",
        authoritative,
        hotline=words("hotline", site.languages),
        hotline_purpose=words("hotline_purpose", site.languages),
        languages=", ".join(site.languages),
        mail_host=(urlsplit(site.url).hostname or "").removeprefix("www."),
    )
    shared = (IGNORED, *(RECIPES[host] for host in site.ci))
    return files | {name: filled(name, authoritative, version=site.version) for name in shared}
