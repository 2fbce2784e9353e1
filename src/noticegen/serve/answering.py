"""An address of the preview  ->  the answer, out of memory: what is not held cannot be had."""

from __future__ import annotations

from html import escape
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from zoneinfo import ZoneInfo

from noticegen.diagnostics import Message, say
from noticegen.headers import media_type
from noticegen.report import Translate, as_text
from noticegen.serve.changes import Changed, Changes
from noticegen.serve.overlay import Marked, findings_page, marked, plain_page
from noticegen.serve.preview import Version
from noticegen.serve.view import SIGN, View, folder, read_folder

_HOME = "index.html"
_NOT_FOUND = "404.html"
_HTML = media_type(_HOME)
_ICON = "favicon.ico"
"""What browsers ask a host for by themselves; it is none of the site's."""


class Answer(NamedTuple):
    """What a browser gets, besides the headers that every answer has."""

    status: int
    type: str
    content: bytes
    digest: str = ""
    """Of a page as it is seen: when it is another, the page is asked for again."""
    location: str = ""


class Asked(NamedTuple):
    """What an address asks for."""

    view: View
    path: str


def asked(target: str, first: View, zone: ZoneInfo) -> Asked | None:
    """What the target of a request asks for; None where that can be nothing.

    Where it names no view, it asks for the `first` one.
    """
    try:
        path = unquote_to_bytes(target.partition("?")[0]).decode("utf-8")
    except UnicodeDecodeError:
        return None
    if not path.startswith("/"):
        return None
    path = path[1:]
    if not path.startswith(SIGN):
        return Asked(first, path)
    name, slash, rest = path.partition("/")
    view = read_folder(name, zone)
    if view is None or not slash:
        return None
    return Asked(view, rest)


def answer(path: str, version: Version, translate: Translate) -> Answer:
    """The answer to a request for the `path` of a site."""
    shown = version.shown
    if shown is None:
        return _page(500, findings_page(version.told, translate))
    if path == "" or path.endswith("/"):
        path += _HOME
    content = shown.files.get(path)
    if content is None and path == _ICON:
        return Answer(204, media_type(path), b"")
    if content is None:
        # The links of this page are full addresses, for a host answers with it anywhere.
        here = f"/{folder(shown.view)}/"
        text = shown.files[_NOT_FOUND].decode()
        page = text.replace(f'href="{shown.config.url}', f'href="{here}')
        return _page(404, marked(page, _NOT_FOUND, shown, version.told, translate))
    if not path.endswith(".html"):
        return Answer(200, media_type(path), content)
    return _page(200, marked(content.decode(), path, shown, version.told, translate))


def changes_page(changes: Changes, version: Version, translate: Translate) -> Answer:
    """The list of what would change for readers."""

    def words(message: Message) -> str:
        return escape(translate(message))

    parts: list[str] = []
    if not changes.has_record:
        parts.append(
            f"<p>{words(say('No record is kept, so there is nothing to compare with.'))}</p>"
        )
    elif not (changes.now or changes.later or changes.findings):
        parts.append(f"<p>{words(say('Nothing: everything is in the record as it is.'))}</p>")
    if changes.findings:
        lines = "\n".join(as_text(changes.findings, version.told.texts, translate))
        parts.append(f"<h2>{words(say('Without a public word'))}</h2><pre>{escape(lines)}</pre>")
    for when, listed in ((say("Now"), changes.now), (say("Scheduled"), changes.later)):
        if listed:
            items = "".join(_changed(changed) for changed in listed)
            parts.append(f"<h2>{words(when)}</h2><ul>{items}</ul>")
    title = translate(say("What would change for readers"))
    back = f'<p><a href="/">{words(say("Back to the site"))}</a></p>'
    return _page(200, plain_page(title, back + "".join(parts), translate))


def _changed(changed: Changed) -> str:
    head = f"{changed.moment:%Y-%m-%d %H:%M} {changed.kind} {changed.subject} {changed.title}"
    lines = "".join(f"<pre>{escape(line)}</pre>" for line in changed.lines)
    return f"<li><strong>{escape(head)}</strong>{lines}</li>"


def _page(status: int, page: Marked) -> Answer:
    return Answer(status, _HTML, page.html.encode(), page.digest)
