"""Facts add up, and what speaks about them can be followed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from noticegen.check.scope import Scope, not_public
from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.facts import Amount, Fact, Facts, Money, is_current, told
from noticegen.public import texts
from noticegen.yamlfile import did_you_mean


def sums_add_up(scope: Scope) -> Iterator[Diagnostic]:
    """A total is the sum of its parts at every moment at which one of them changes."""
    facts = scope.public.site.facts
    for fact in facts.values():
        if not fact.sum:
            continue
        parts = [facts.get(id_) for id_ in fact.sum]
        changing = {v.moment for part in (fact, *parts) if part for v in part.values}
        for moment in sorted(changing):
            telling = told(fact, moment)
            if telling is None or telling.shown.amount is None:
                continue
            total = telling.shown.amount
            added = _added(fact, facts, moment)
            if isinstance(added, str):
                yield Diagnostic(
                    telling.shown.at,
                    Code.SUM,
                    say(
                        "`{name}` is a sum, and its part `{part}` has no public value at {moment}",
                        name=fact.id,
                        part=added,
                        moment=moment.isoformat(" ", "minutes"),
                    ),
                    say("publish the parts with their sum"),
                )
            elif added is not None and added != _amounts(total):
                yield Diagnostic(
                    telling.shown.at,
                    Code.SUM,
                    say(
                        "`{name}` is {total}, and its parts add up to {added} at {moment}",
                        name=fact.id,
                        total=_written(_amounts(total)),
                        added=_written(added),
                        moment=moment.isoformat(" ", "minutes"),
                    ),
                    say("correct the figure that is wrong, in each value from then on"),
                )


def _added(fact: Fact, facts: Facts, moment: datetime) -> dict[str, Decimal] | str | None:
    """The sum by currency (or under "" for numbers); the name of a part that has no value then;
    None where a part is not known, so that nothing can be said.
    """
    sums: dict[str, Decimal] = {}
    for id_ in fact.sum:
        part = facts.get(id_)
        telling = told(part, moment) if part else None
        if telling is None:
            return id_
        if telling.shown.amount is None:
            return None
        for currency, amount in _amounts(telling.shown.amount).items():
            sums[currency] = sums.get(currency, Decimal(0)) + amount
    return sums


def _amounts(amount: Amount) -> dict[str, Decimal]:
    if isinstance(amount, Money):
        return dict(amount.amounts)
    assert isinstance(amount, Decimal), "only numbers and money have a sum"
    return {"": amount}


def _written(amounts: dict[str, Decimal]) -> str:
    return ", ".join(f"{amount} {currency}".strip() for currency, amount in amounts.items())


def what_texts_are_about_can_be_followed(scope: Scope) -> Iterator[Diagnostic]:
    """A fact that a text is about had a value when the text was written."""
    public = scope.public
    for update in public.site.updates:
        for name in update.about:
            yield from _about(scope, name.text, name.at, update.published)
    for page in public.site.all_pages:
        for _, document in texts(page):
            for heading in document.headings:
                if "about" in heading.attributes:
                    names, at = heading.attributes["about"]
                    for name_ in names.split():
                        yield from _about(scope, name_, at, public.moment_of(page))
    for question in public.site.faq.questions if public.site.faq else ():
        for answer in question.answers:
            for name_ in answer.about:
                yield from _about(scope, name_, answer.at, public.moment)


def listed_facts_have_values(scope: Scope) -> Iterator[Diagnostic]:
    """``::: facts`` names facts that the page can show."""
    public = scope.public
    for page in public.site.all_pages:
        moment = public.moment_of(page)
        for _, document in texts(page):
            for directive in document.directives:
                for id_ in directive.ids if directive.name == "facts" else ():
                    yield from _about(scope, id_, directive.at, moment)
                    if id_ in public.site.facts and not is_current(public.site.facts, id_, moment):
                        yield Diagnostic(
                            directive.at,
                            Code.NO_VALUE,
                            say("`{name}` was replaced and has no current value", name=id_),
                            say("name the fact that took its place"),
                        )


def _about(scope: Scope, id_: str, at: Location, moment: datetime) -> Iterator[Diagnostic]:
    fact = scope.public.site.facts.get(id_)
    if (fact and told(fact, moment)) or (not fact and id_ in scope.whole.unread.facts):
        return
    fault: tuple[Code, Message, Message]
    if fact:
        fault = (
            Code.NO_VALUE,
            say(
                "`{name}` had no public value at {moment}",
                name=id_,
                moment=moment.isoformat(" ", "minutes"),
            ),
            say("take it out here"),
        )
    elif id_ in scope.whole.facts:
        fault = not_public(
            say("the fact `{name}`", name=id_), scope.whole.facts[id_].values[0].moment
        )
    else:
        fault = (
            Code.UNKNOWN_FACT,
            say("there is no fact `{name}`", name=id_),
            did_you_mean(id_, scope.public.site.facts),
        )
    yield Diagnostic(at, *fault)
