"""Rules over a public site. Each is a small function; what runs is what `RULES` says."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from noticegen.check import contacts, facts, links, placeholders, references
from noticegen.check.scope import Scope
from noticegen.config import Config
from noticegen.diagnostics import Diagnostic
from noticegen.model import Site
from noticegen.public import PublicSite

Rule = Callable[[Scope], Iterator[Diagnostic]]

RULES: tuple[Rule, ...] = (
    links.every_link_leads_somewhere,
    links.link_texts_name_their_own_host,
    links.images_are_our_own,
    placeholders.every_placeholder_is_known,
    placeholders.titles_do_not_hold_titles,
    references.corrections_name_what_they_correct,
    facts.sums_add_up,
    facts.what_texts_are_about_can_be_followed,
    facts.listed_facts_have_values,
    contacts.every_number_is_a_contact,
    contacts.links_call_contacts,
    contacts.directives_name_contacts,
)


def check(whole: Site, public: PublicSite, config: Config) -> tuple[Diagnostic, ...]:
    """Run every rule over what is public; `whole` only tells withheld from unknown."""
    scope = Scope(whole, public, config)
    return tuple(finding for rule in RULES for finding in rule(scope))
