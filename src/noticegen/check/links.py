"""Links lead where they say, and only to what is public."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from functools import cache
from urllib.parse import urlsplit

from noticegen.check.scope import Scope, not_public
from noticegen.diagnostics import Code, Diagnostic, Message, say
from noticegen.links import (
    External,
    Refused,
    ToAttachment,
    ToFile,
    ToGenerated,
    ToPage,
    meaning,
)
from noticegen.markdown.document import Link
from noticegen.plan import generated
from noticegen.public import fragments, texts
from noticegen.yamlfile import did_you_mean

_HOST_IN_TEXT = re.compile(
    r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,})(?:[/:?#]\S*)?", re.IGNORECASE
)
_ADDRESS_IN_TEXT = re.compile(r"[^\s@]+@[^\s@]+")


def _links(scope: Scope) -> Iterator[tuple[str, str, Link]]:
    for page in scope.public.site.all_pages:
        for language, document in texts(page):
            for link in document.links:
                yield page.name, language, link


def every_link_leads_somewhere(scope: Scope) -> Iterator[Diagnostic]:
    """A reader who follows a link must arrive."""

    @cache
    def known(name: str, language: str) -> frozenset[str]:
        page = scope.public.page(name)
        return fragments(page, language) if page else frozenset()

    for page, language, link in _links(scope):
        target = meaning(link.target, page, language)
        fault: tuple[Code, Message, Message] | None = None
        if isinstance(target, Refused):
            fault = target.code, target.message, target.hint
        elif isinstance(target, ToPage):
            fault = _page_fault(scope, target, known)
        elif isinstance(target, ToFile) and target.name not in scope.whole.files:
            fault = (
                Code.NO_SUCH_FILE,
                say("there is no content/files/{name}", name=target.name),
                did_you_mean(target.name, scope.whole.files),
            )
        elif isinstance(target, ToFile):
            fault = _version_fault(scope, target)
        elif isinstance(target, ToAttachment):
            fault = _attachment_fault(scope, target, page)
        elif isinstance(target, ToGenerated) and target.name not in _made(scope):
            fault = (
                Code.NO_SUCH_PAGE,
                say("there is no page site:{name} yet", name=target.name),
                say(
                    "it comes with content/facts.yml (numbers), content/contacts.yml (contact) "
                    "and `noticegen record` (record)"
                ),
            )
        elif isinstance(target, External):
            fault = _external_fault(target.address)
        if fault:
            yield Diagnostic(link.at, *fault)


def _made(scope: Scope) -> Container[str]:
    """The pages that noticegen makes itself."""
    return generated(scope.public, has_record=scope.config.record is not None)


def _page_fault(
    scope: Scope, target: ToPage, known_on: Callable[[str, str], frozenset[str]]
) -> tuple[Code, Message, Message] | None:
    page = scope.public.page(target.name)
    if page is None:
        withheld = scope.withheld(target.name)
        if withheld:
            return not_public(f"{target.name}.md", withheld.published)
        if target.name in scope.whole.unread.pages:
            return None
        return (
            Code.NO_SUCH_PAGE,
            say("there is no page {name}.md", name=target.name),
            did_you_mean(
                f"{target.name}.md", [f"{page.name}.md" for page in scope.public.site.all_pages]
            ),
        )
    if target.language not in scope.public.languages:
        return (
            Code.NO_SUCH_PAGE,
            say("`{language}` is no language of this site", language=target.language),
            did_you_mean(target.language, scope.public.languages),
        )
    if not target.fragment:
        return None
    known = known_on(target.name, target.language)
    if target.fragment in known:
        return None
    whole = next(page for page in scope.whole.all_pages if page.name == target.name)
    for question in getattr(whole, "questions", ()):
        if question.id == target.fragment:
            return not_public(f"{target.name}.md#{question.id}", question.published)
    return (
        Code.NO_SUCH_FRAGMENT,
        say(
            "there is no heading with the id `{id}` on {page}.md",
            id=target.fragment,
            page=target.name,
        ),
        did_you_mean(target.fragment, known)
        if known
        else say("give the heading an id that stays: ## … {{#{id}}}", id=target.fragment),
    )


def _version_fault(scope: Scope, target: ToFile) -> tuple[Code, Message, Message] | None:
    """A file that is going to replace another is as secret as the update that announces it."""
    for attachment in scope.whole.attachments.values():
        for version in attachment.versions:
            if version.file == target.name and version.moment > scope.public.moment:
                return not_public(target.name, version.moment)
    return None


def _attachment_fault(
    scope: Scope, target: ToAttachment, page_name: str
) -> tuple[Code, Message, Message] | None:
    attachment = scope.whole.attachments.get(target.id)
    if attachment is None and target.id in scope.whole.unread.attachments:
        return None
    if attachment is None:
        return (
            Code.NO_SUCH_FILE,
            say("content/files.yml has no file `{id}`", id=target.id),
            did_you_mean(target.id, scope.whole.attachments),
        )
    page = scope.public.page(page_name)
    moment = scope.public.moment_of(page) if page else scope.public.moment
    first = attachment.versions[0].moment
    if first > scope.public.moment:
        return not_public(f"file:{target.id}", first)
    if first > moment:
        return (
            Code.NO_VALUE,
            say(
                "file:{id} was first published at {first}, after this text",
                id=target.id,
                first=first.isoformat(" ", "minutes"),
            ),
            say("link to it from a later update"),
        )
    return None


def _external_fault(address: str) -> tuple[Code, Message, Message] | None:
    parts = urlsplit(address)
    if parts.scheme == "https" and not parts.hostname:
        return (
            Code.LINK_SCHEME,
            say("the link to {target} names no host", target=address),
            say("write the full address"),
        )
    if parts.scheme == "https" and "@" in parts.netloc:
        return (
            Code.MISLEADING_LINK,
            say("the link leads to {host}, with another name in front of it", host=parts.hostname),
            say("write the address without what stands before the @"),
        )
    return None


def link_texts_name_their_own_host(scope: Scope) -> Iterator[Diagnostic]:
    """A text that is an address must be the address it leads to."""
    for page, language, link in _links(scope):
        target = meaning(link.target, page, language)
        if link.is_image or not isinstance(target, External):
            continue
        text = link.text.strip()
        parts = urlsplit(target.address)
        if parts.scheme == "mailto":
            if _ADDRESS_IN_TEXT.fullmatch(text) and text.lower() != parts.path.lower():
                yield _misleading(link, text, parts.path)
        elif match := _HOST_IN_TEXT.fullmatch(text):
            shown = match.group(1).lower()
            if parts.scheme == "https" and shown != (parts.hostname or "").lower():
                yield _misleading(link, shown, parts.hostname or "")


def _misleading(link: Link, shown: str, host: str) -> Diagnostic:
    return Diagnostic(
        link.at,
        Code.MISLEADING_LINK,
        say("the text says {shown}, and the link leads to {host}", shown=shown, host=host),
        say("let both say the same"),
    )


def images_are_our_own(scope: Scope) -> Iterator[Diagnostic]:
    """A browser must fetch nothing from anybody else."""
    for page, language, link in _links(scope):
        if link.is_image and not isinstance(
            meaning(link.target, page, language), ToFile | ToAttachment | Refused
        ):
            yield Diagnostic(
                link.at,
                Code.REMOTE_IMAGE,
                say("the image {target} does not lie in content/files/", target=link.target),
                say("put the file there and link to it, as in ../files/plan.png"),
            )
