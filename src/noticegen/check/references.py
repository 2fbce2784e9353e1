"""What updates say about one another holds."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.check.scope import Scope, not_public
from noticegen.diagnostics import Code, Diagnostic, say
from noticegen.public import fragments
from noticegen.yamlfile import did_you_mean


def corrections_name_what_they_correct(scope: Scope) -> Iterator[Diagnostic]:
    """The page that is corrected exists, so that both can point at each other."""
    for update in scope.public.site.updates:
        for reference in update.corrects:
            page = scope.public.page(reference.page)
            if page is None:
                withheld = scope.withheld(reference.page)
                if withheld:
                    yield Diagnostic(
                        reference.at, *not_public(f"{reference.page}.md", withheld.published)
                    )
                elif reference.page not in scope.whole.unread.pages:
                    yield Diagnostic(
                        reference.at,
                        Code.NO_SUCH_PAGE,
                        say("`corrects` names {name}, which is no page", name=reference.page),
                        did_you_mean(
                            reference.page, [page.name for page in scope.public.site.all_pages]
                        ),
                    )
            elif page.name == update.name:
                yield Diagnostic(
                    reference.at,
                    Code.CIRCLE,
                    say("the update says that it corrects itself"),
                    say("name the page whose error it corrects"),
                )
            elif reference.question and reference.question not in fragments(
                page, scope.public.languages[0]
            ):
                yield Diagnostic(
                    reference.at,
                    Code.NO_SUCH_FRAGMENT,
                    say(
                        "there is no `{id}` on {page}.md",
                        id=reference.question,
                        page=reference.page,
                    ),
                    did_you_mean(reference.question, fragments(page, scope.public.languages[0])),
                )
