"""A page  ->  what is shown of it where its address is passed on (the Open Graph, ogp.me)."""

from __future__ import annotations

import re

from noticegen import formats
from noticegen.check.sentences import sentence
from noticegen.model import Page, Update, Version
from noticegen.plan import PlannedPage, Template
from noticegen.render.pages import canonical, own_words, summary
from noticegen.render.reader import Reader, from_page
from noticegen.render.structured import published, structured
from noticegen.views import Html, SharingView

_MOST = 200
"""Characters of a description. Those who show previews cut longer ones, wherever that may be."""

_PARAGRAPH = re.compile(r"<p>(.+?)</p>", re.DOTALL)


def sharing(planned: PlannedPage, reader: Reader) -> SharingView:
    """What others are told of a page."""
    config, page, version = reader.config, planned.page, planned.version
    if page is None or version is None:
        language = reader.language
        title, text = own_words(planned, reader)
    else:
        language = version.language
        title, text = reader.wording.title(page), _said(page, version, planned, reader)
    is_article = planned.template is Template.HOME or isinstance(page, Update)
    view = SharingView(
        kind="article" if is_article else "website",
        title=title,
        description=whole_sentences(text),
        url=canonical(planned, reader),
        site=config.title.of(reader.language),
        locale=formats.with_region(config.locales[language]),
        other_locales=tuple(
            formats.with_region(config.locales[other])
            for other in planned.alternates
            if other != language
        ),
        published=published(planned, reader) if is_article else "",
        modified=reader.when(planned.last_change.moment).iso if is_article else "",
        data=Html(""),
    )
    return view._replace(data=structured(planned, view, reader))


def _said(page: Page, version: Version, planned: PlannedPage, reader: Reader) -> str:
    """The summary; or else that the page was withdrawn, its first paragraph, its title."""
    if page.withdrawal:
        when = page.withdrawal.moment.astimezone(reader.config.zone)
        told = formats.moment(when, reader.config.locales[version.language])
        return reader.theme.strings[version.language]["withdrawn"].format(when=told)
    if version.summary:
        return summary(page, version, reader)
    body = reader.html(version.document, page.name, version.language, from_page(planned.route))
    first = _PARAGRAPH.search(body)
    return " ".join(Html(first[1]).text.split()) if first else reader.wording.title(page)


def whole_sentences(text: str) -> str:
    """As many sentences from the beginning as are short enough together, and at least one."""
    end = 0
    while end < len(text):
        _, following = sentence(text, end, end + 1)
        if end and following > _MOST:
            break
        end = following
    return text[:end].rstrip()
