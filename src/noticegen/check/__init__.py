"""Rules over a public site. Each is a small function; what runs is what the lists here say.

A build runs `RULES_OF_BUILD`: what may stop it. `noticegen check` runs `RULES_OF_CHECK`, too:
what a second pair of eyes would notice. A code of theirs stands in `diagnostics.OF_CHECK`.
What is looked for in the files as they were written is listed in `everywhere`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from noticegen.check import (
    accessibility,
    addresses,
    contacts,
    dates,
    facts,
    languages,
    lines,
    links,
    placeholders,
    references,
    regimes,
    wording,
)
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
    contacts.fakes_are_reported_to_a_contact,
    dates.weekdays_are_those_of_their_dates,
    dates.years_of_eras_are_right,
)


RULES_OF_CHECK: tuple[Rule, ...] = (
    figures_are_referred_to_and_agree,
    dates.days_are_named_by_their_dates,
    lines.lines_have_hours,
    lines.calls_cost_what_is_said,
    lines.mail_addresses_are_contacts,
    languages.passages_in_another_language_are_marked,
    languages.everything_is_translated,
    wording.words_say_what_is_known,
    wording.questions_that_everybody_asks_have_answers,
    accessibility.images_say_what_they_show,
    accessibility.links_say_where_they_lead,
    accessibility.columns_have_headers,
    addresses.site_is_of_the_organisation,
    regimes.what_regimes_ask,
)

RULES_OF_TODAY: tuple[Rule, ...] = (
    dates.deadlines_are_still_to_come,
    lines.readers_are_sent_to_lines_that_answer,
)
"""What a check looks for at its own moment alone: that a day is over becomes true by itself, and
a text is mended when it has."""


def check(
    whole: Site,
    public: PublicSite,
    config: Config,
    sources: Mapping[str, str],
    *,
    thorough: bool = False,
    is_today: bool = True,
) -> tuple[Diagnostic, ...]:
    """Run the rules over what is public, all of them if `thorough`; those about what is over only
    if it is the moment of the check.

    `whole` only tells withheld from unknown; `sources` are the files that were read, by path.
    """
    scope = Scope(whole, public, config, sources, tuple(passages(public, sources)))
    rules = (*RULES_OF_BUILD, *RULES_OF_CHECK) if thorough else RULES_OF_BUILD
    if thorough and is_today:
        rules = (*rules, *RULES_OF_TODAY)
    return tuple(finding for rule in rules for finding in rule(scope))
