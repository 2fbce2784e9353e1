"""A page of the preview  ->  the same page with what only its author sees.

Ribbons, findings, the switch between views and the script that reloads stand nowhere but here,
above `build`, which cannot know of them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import quote

from noticegen.diagnostics import Diagnostic, Message, say
from noticegen.headers import POLICY, written
from noticegen.plan import folder as folder_of
from noticegen.report import Translate, as_text
from noticegen.serve.preparing import Shown
from noticegen.serve.view import EVERYTHING, PUBLIC, View, folder
from noticegen.status import Item, State

EVENTS = "/@events"
"""Where the stream of events is."""
CHANGES = "/@changes"
"""Where it is listed what would change for readers."""

_HERE = Path(__file__).parent
_STYLE = (_HERE / "overlay.css").read_text("utf-8")
_SCRIPT = (_HERE / "overlay.js").read_text("utf-8")

_OFFERED = 5
"""How many of the moments to come are offered as links."""

_META = re.compile(r"<meta [^>]*Content-Security-Policy[^>]*>")
_FOR_MACHINES = re.compile(
    r'<script type="application/ld\+json">.*?</script>\n?|<meta property="article:[^>]*>\n?',
    re.DOTALL,
)
"""When it was published, and that it was: of a preview neither is true."""
_CONTENT = re.compile(r'content="([^"]*)"')
_BODY = re.compile(r"<body[^>]*>(?:\s*<a [^>]*href=\"#[^>]*>[^<]*</a>)?")
"""The beginning of a page, with the link that skips to its text: that stays the first one."""


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"


SERVED_POLICY: Mapping[str, str] = {**POLICY, "script-src": _hash(_SCRIPT)}
"""The policy of the published site, and what the reload needs: one script, known by its hash."""


class Told(NamedTuple):
    """What the preview has to say besides the site."""

    findings: tuple[Diagnostic, ...] = ()
    texts: Mapping[str, str] = MappingProxyType({})
    """Of the files, for excerpts."""
    is_kept: bool = False
    """The findings stop the site, and what is shown is the last that was good."""
    without_drafts: bool = False
    """Drafts were left out, because the findings stop the site with them."""


class Marked(NamedTuple):
    """A page as the preview shows it."""

    html: str
    digest: str
    """Of all that is to be seen on it; the badge is left out."""


def marked(page: str, path: str, shown: Shown, told: Told, translate: Translate) -> Marked:
    """The page at `path` with ribbons, findings, and the script of the preview.

    What is no whole page (a snippet) stays as it is.
    """
    if not _BODY.search(page):
        return Marked(page, _digest(page))
    ribbon = _box(
        _switch(path, shown, translate)
        + _states(path, shown, translate)
        + _warnings(told, translate),
        translate,
    )
    dressed = _dressed(page, _STYLE + _labels(shown, translate), ribbon, script=True)
    return _scripted(dressed, path, told, translate)


def findings_page(told: Told, translate: Translate) -> Marked:
    """A page of findings alone: there is no good site yet to put them over."""
    title = escape(translate(say("The site cannot be shown yet")))
    page = _plain_page(title, f"<h1>{title}</h1>", translate)
    return _scripted(_dressed(page, _STYLE, "", script=True), "", told, translate)


def plain_page(title: str, body: str, translate: Translate) -> Marked:
    """A page of the preview's own."""
    page = _plain_page(escape(title), f"<h1>{escape(title)}</h1>\n{body}", translate)
    return _scripted(_dressed(page, _STYLE, "", script=True), "", Told(), translate)


def watermarked(page: str, path: str, shown: Shown, translate: Translate) -> str:
    """The page at `path` for those who must approve it: its states, a watermark, no script."""
    if not _BODY.search(page):
        return page
    line = escape(translate(say("Not published. {view}.", view=described(shown))))
    states = _states(path, shown, translate)
    ribbon = _box(f"<p><strong>{line}</strong></p>{states}", translate)
    words = escape(translate(say("NOT PUBLISHED")))
    mark = f'<div class="noticegen_watermark" aria-hidden="true"><span>{words}</span></div>\n'
    style = _STYLE + _labels(shown, translate)
    return _at_end(_dressed(page, style, ribbon, script=False), mark)


def described(shown: Shown) -> Message:
    """A view in words."""
    moment = _minutes(shown.as_of)
    if shown.view == PUBLIC:
        return say("As the public sees it now, {moment}", moment=moment)
    if shown.view == EVERYTHING:
        return say("With all that is scheduled and with drafts, as of {moment}", moment=moment)
    if shown.view.drafts:
        return say("With drafts, as of {moment}", moment=moment)
    return say("As the public sees it at {moment}", moment=moment)


def state_line(item: Item) -> Message:
    """What is the case with something that readers do not see, or see in another language."""
    match item.state:
        case State.DRAFT:
            return say("Draft, never published as it is: {name}", name=item.name)
        case State.SCHEDULED:
            assert item.moment is not None
            moment = _minutes(item.moment)
            return say("Not public before {moment}: {name}", moment=moment, name=item.name)
        case State.MISSING:
            return say(
                "Not translated into {language}: {name}", language=item.language, name=item.name
            )
        case _:
            return say("Behind the authoritative text: {name}", name=item.name)


# ------------------------------------------------------------------ pieces


def _switch(path: str, shown: Shown, translate: Translate) -> str:
    """The line that says what is looked at, and leads to the other views of the same page."""

    def link(view: View, text: str) -> str:
        current = ' aria-current="true"' if view == shown.view else ""
        return f'<li><a href="/{folder(view)}/{quote(path)}"{current}>{escape(text)}</a></li>'

    views = [
        link(PUBLIC, translate(say("as the public sees it now"))),
        link(EVERYTHING, translate(say("everything, with drafts"))),
        *(
            link(View(later), translate(say("at {moment}", moment=_minutes(later))))
            for later in shown.upcoming[:_OFFERED]
        ),
        f'<li><a href="{CHANGES}">{escape(translate(say("what would change")))}</a></li>',
    ]
    value = shown.as_of.strftime("%Y-%m-%dT%H:%M")
    checked = ' checked="checked"' if shown.view.drafts else ""
    clock = (
        '<p class="noticegen_clock" hidden="hidden">'
        f"<label>{escape(translate(say('Clock')))} "
        f'<input type="datetime-local" value="{value}"/></label> '
        f'<label><input type="checkbox"{checked}/> '
        f"{escape(translate(say('drafts')))}</label> "
        f'<button type="button">{escape(translate(say("Show")))}</button></p>'
    )
    line = escape(translate(say("PREVIEW. {view}.", view=described(shown))))
    return (
        f"<details><summary><strong>{line}</strong></summary>"
        f"<nav><ul>{''.join(views)}</ul>{clock}</nav></details>"
    )


def _states(path: str, shown: Shown, translate: Translate) -> str:
    """The ribbons of the page at `path`."""
    languages = shown.config.languages
    language = next((x for x in languages[1:] if path.startswith(f"{x}/")), languages[0])
    name = path.removeprefix(folder_of(language, languages)).removesuffix(".html")
    return "".join(
        f'<p class="noticegen_states">{escape(translate(state_line(item)))} '
        f'<span lang="{item.language}">{escape(item.title)}</span></p>'
        for item in shown.about(name, language)
    )


def _labels(shown: Shown, translate: Translate) -> str:
    """Style that marks every link to a page, and every question, that is not public."""
    rules = []
    first = shown.config.languages[0]
    for item in shown.marked:
        if item.language != first or item.state not in (State.DRAFT, State.SCHEDULED):
            continue
        word = (
            translate(say("draft"))
            if item.moment is None
            else translate(say("from {moment}", moment=_minutes(item.moment)))
        )
        page, hash_, question = item.name.partition("#")
        if ":" in item.name:
            continue
        selector = (
            f'[id="{question}"]' if hash_ else f'a[href$="{page}.html"],a[href*="{page}.html#"]'
        )
        rules.append(
            f"{selector.replace(',', '::after,')}::after"
            f'{{content:" {_css(word)}";margin-inline-start:.4em;padding:0 .4em;'
            "color:#1a1200;background:#ffd84d;font:700 .8em/1.4 system-ui,sans-serif;"
            "display:inline-block}\n"
        )
    return "".join(rules)


def _css(text: str) -> str:
    return "".join(c if c.isalnum() or c in " -:" else f"\\{ord(c):x} " for c in text)


def _errors(told: Told, translate: Translate) -> str:
    """The findings over the page, where one of them stops a build."""
    if not any(finding.blocks() for finding in told.findings):
        return ""
    if told.is_kept:
        title = say("This is the last good version; what you saved since cannot be shown:")
    elif told.without_drafts:
        title = say("Shown without drafts, because with them the site cannot be made:")
    else:
        title = say("This would stop a build:")
    return (
        f'<section class="noticegen_findings" role="alert" tabindex="0" '
        f'lang="{_language(translate)}">'
        f"<h2>{escape(translate(title))}</h2>{_listed(told, translate)}</section>\n"
    )


def _warnings(told: Told, translate: Translate) -> str:
    """The findings to be opened in the ribbon, where none of them stops a build."""
    if not told.findings or any(finding.blocks() for finding in told.findings):
        return ""
    summary = escape(translate(say("warnings: {count}", count=len(told.findings))))
    return f"<details><summary>{summary}</summary>{_listed(told, translate)}</details>"


def _listed(told: Told, translate: Translate) -> str:
    lines = "\n".join(as_text(told.findings, told.texts, translate))
    return f"<pre>{escape(lines)}</pre>"


def _minutes(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M")


def _box(content: str, translate: Translate) -> str:
    return (
        f'<aside class="noticegen_preview" aria-label="noticegen" lang="{_language(translate)}">'
        f"{content}</aside>"
    )


def _language(translate: Translate) -> str:
    """The language of what is said: each catalogue has its own tag for this one."""
    return translate(say("en"))


def _plain_page(title: str, body: str, translate: Translate) -> str:
    return (
        f'<!DOCTYPE html>\n<html lang="{_language(translate)}">\n<head>\n<meta charset="utf-8"/>\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'"/>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>\n'
        '<meta name="color-scheme" content="light dark"/>\n'
        f"<title>{title}</title>\n</head>\n"
        f'<body class="noticegen_own">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _dressed(page: str, style: str, ribbon: str, *, script: bool) -> str:
    """The page with the style and the ribbon, which its policy lets through, and `noindex`."""
    more = {"style-src": _hash(style)}
    if script:
        more |= {"script-src": _hash(_SCRIPT), "connect-src": "'self'"}
    page = _FOR_MACHINES.sub("", page)
    page = _META.sub(lambda match: _CONTENT.sub(lambda c: _allowing(c[1], more), match[0]), page)
    robots = f'<meta name="robots" content="noindex"/>\n<style>{style}</style>\n'
    page = page.replace("</head>", f"{robots}</head>", 1)
    return _BODY.sub(lambda match: f"{match[0]}\n{ribbon}", page, count=1)


def _allowing(policy: str, more: Mapping[str, str]) -> str:
    held = dict(part.strip().partition(" ")[::2] for part in policy.split(";") if part.strip())
    for directive, source in more.items():
        before = held.get(directive, "")
        held[directive] = source if before in ("", "'none'") else f"{before} {source}"
    return f'content="{written(held)}"'


def _scripted(page: str, path: str, told: Told, translate: Translate) -> Marked:
    findings = _errors(told, translate)
    digest = _digest(page, findings)
    lost = translate(say("The preview does not answer. Is `noticegen serve` still running?"))
    data = {"events": EVENTS, "page": digest, "path": quote(path), "lost": lost}
    attributes = "".join(f' data-{name}="{escape(value)}"' for name, value in data.items())
    badge = f'<p class="noticegen_badge" role="status" lang="{_language(translate)}"></p>'
    script = f"<script{attributes}>{_SCRIPT}</script>"
    return Marked(_at_end(page, f"{findings}{badge}\n{script}\n"), digest)


def _at_end(page: str, more: str) -> str:
    before, body, after = page.rpartition("</body>")
    return before + more + body + after


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
