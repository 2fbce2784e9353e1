"""Placeholders name something that exists and is public."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.check.scope import Scope, not_public
from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.markdown.placeholders import split_plain
from noticegen.model import Text
from noticegen.public import texts
from noticegen.wording import PARTS, take_apart
from noticegen.yamlfile import did_you_mean


def every_placeholder_is_known(scope: Scope) -> Iterator[Diagnostic]:
    """A placeholder that nobody fills must not reach a page as it was typed."""
    for page in scope.public.site.all_pages:
        for _, document in texts(page):
            for placeholder in document.placeholders:
                yield from _fault(scope, placeholder.name, placeholder.at)
        for version in page.versions:
            for text, at in (
                (version.summary, version.at),
                *((change.note, change.at) for change in version.changes),
            ):
                for is_placeholder, piece in split_plain(text):
                    if is_placeholder:
                        yield from _fault(scope, piece, at)
    for title in _titles(scope):
        for is_placeholder, piece in split_plain(title.title):
            if is_placeholder:
                yield from _fault(scope, piece, title.at)


def titles_do_not_hold_titles(scope: Scope) -> Iterator[Diagnostic]:
    """Two titles that print each other would never end."""
    for title in _titles(scope):
        for is_placeholder, piece in split_plain(title.title):
            reference = take_apart(piece) if is_placeholder else None
            if reference and reference[1] not in {"number", "date"}:
                yield Diagnostic(
                    title.at,
                    Code.PLACEHOLDER_PLACE,
                    say("a title prints the title of another update"),
                    say("use ${{update.{name}.number}} or .date there", name=reference[0]),
                )


def _titles(scope: Scope) -> Iterator[Text]:
    for page in scope.public.site.all_pages:
        yield from page.versions
    for question in scope.public.site.faq.questions if scope.public.site.faq else ():
        yield from question.answers


def _fault(scope: Scope, name: str, at: Location) -> Iterator[Diagnostic]:
    reference = take_apart(name)
    if reference is None:
        yield Diagnostic(
            at,
            Code.UNKNOWN_PLACEHOLDER,
            say("there is nothing called ${{{name}}}", name=name),
            did_you_mean(name, [f"update.{update.slug}" for update in scope.public.site.updates]),
        )
        return
    slug, part = reference
    if scope.public.page(f"updates/{slug}") is None:
        withheld = scope.withheld(f"updates/{slug}")
        if withheld:
            yield Diagnostic(at, *not_public(f"${{update.{slug}}}", withheld.published))
        else:
            yield Diagnostic(
                at,
                Code.UNKNOWN_PLACEHOLDER,
                say("there is no update `{name}`", name=slug),
                did_you_mean(slug, [update.slug for update in scope.public.site.updates]),
            )
    elif part and part not in PARTS:
        yield Diagnostic(
            at,
            Code.UNKNOWN_PLACEHOLDER,
            say("an update has no part `.{part}`", part=part),
            did_you_mean(part, PARTS),
        )
    elif part == "number" and f"updates/{slug}" not in scope.public.numbers:
        yield Diagnostic(
            at,
            Code.UNKNOWN_PLACEHOLDER,
            say("the update `{name}` has no number", name=slug),
            say("use ${{update.{name}.title}} or ${{update.{name}.date}}", name=slug),
        )
