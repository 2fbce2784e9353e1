"""Rules over a public site. Each is a small function; what runs is what the lists here say.

A build runs `RULES_OF_BUILD`: what may stop it. `noticegen check` runs `RULES_OF_CHECK`, too:
what a second pair of eyes would notice. A code of theirs stands in `diagnostics.OF_CHECK`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from noticegen.check import contacts, facts, links, placeholders, references, regimes
from noticegen.check.figures.rule import figures_are_referred_to_and_agree
from noticegen.check.passages import passages
from noticegen.check.scope import Scope
from noticegen.config import Config
from noticegen.diagnostics import Diagnostic
from noticegen.model import Site
from noticegen.public import PublicSite

Rule = Callable[[Scope], Iterator[Diagnostic]]

RULES_OF_BUILD: tuple[Rule, ...] = (
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


RULES_OF_CHECK: tuple[Rule, ...] = (
    figures_are_referred_to_and_agree,
    regimes.what_regimes_ask,
)


def check(
    whole: Site,
    public: PublicSite,
    config: Config,
    sources: Mapping[str, str],
    *,
    thorough: bool = False,
) -> tuple[Diagnostic, ...]:
    """Run the rules over what is public, all of them if `thorough`.

    `whole` only tells withheld from unknown; `sources` are the files that were read, by path.
    """
    scope = Scope(whole, public, config, sources, tuple(passages(public, sources)))
    rules = (*RULES_OF_BUILD, *RULES_OF_CHECK) if thorough else RULES_OF_BUILD
    return tuple(finding for rule in rules for finding in rule(scope))
