"""Placeholders name something that exists, is public, and had a value at the text's moment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from noticegen.check.scope import Scope, not_public
from noticegen.check.spoken import Used, placeholders
from noticegen.diagnostics import Code, Diagnostic, Message, say
from noticegen.facts import Fact, FactType, is_current, previous, replacement, told
from noticegen.markdown.placeholders import split_plain
from noticegen.mentions import (
    CLOSURE_PARTS,
    CONTACT_PARTS,
    DATE_FORMS,
    FACT_PARTS,
    FORMS,
    SAID,
    UPDATE_PARTS,
    OfClosure,
    OfContact,
    OfFact,
    OfUpdate,
    read_mention,
)
from noticegen.model import Text
from noticegen.yamlfile import did_you_mean

Fault = tuple[Code, Message, Message]

_DATE_FORMS = frozenset(DATE_FORMS)
FORMS_OF = {
    FactType.NUMBER: frozenset({"compact"}),
    FactType.MONEY: frozenset({"compact"}),
    FactType.DATE: _DATE_FORMS,
    FactType.MOMENT: _DATE_FORMS | {"time"},
    FactType.TIME: frozenset({"time"}),
    FactType.DURATION: frozenset[str](),
    FactType.TEXT: frozenset[str](),
}
"""The forms in which a value can be shown, by its type; every type has the form ``said``."""
AS_OF_FORMS = _DATE_FORMS | {"time"}
"""The same for the day or the moment that a value describes."""


def every_placeholder_is_known(scope: Scope) -> Iterator[Diagnostic]:
    """A placeholder that nobody fills must not reach a page as it was typed."""
    for used in placeholders(scope.public):
        if fault := _fault(scope, used):
            yield Diagnostic(used.at, *fault)


def titles_do_not_hold_titles(scope: Scope) -> Iterator[Diagnostic]:
    """Two titles that print each other would never end."""
    for title in _titles(scope):
        for is_placeholder, piece in split_plain(title.title):
            mention = read_mention(piece) if is_placeholder else None
            if isinstance(mention, OfUpdate) and mention.part not in {"number", "date"}:
                yield Diagnostic(
                    title.at,
                    Code.PLACEHOLDER_PLACE,
                    say("a title prints the title of another update"),
                    say("use ${{update.{name}.number}} or .date there", name=mention.slug),
                )


def _titles(scope: Scope) -> Iterator[Text]:
    for page in scope.public.site.all_pages:
        yield from page.versions
    for question in scope.public.site.faq.questions if scope.public.site.faq else ():
        yield from question.answers


def _fault(scope: Scope, used: Used) -> Fault | None:
    match read_mention(used.name):
        case OfUpdate() as mention:
            return _update_fault(scope, mention)
        case OfFact() as mention:
            return _fact_fault(scope, mention, used.moment)
        case OfContact() as mention:
            return _contact_fault(scope, mention, used.moment)
        case OfClosure() as mention:
            return _closure_fault(scope, mention)
    return _unknown(scope, used.name)


def _unknown(scope: Scope, name: str) -> Fault:
    public = scope.public.site
    known = [
        *public.facts,
        *(f"update.{update.slug}" for update in public.updates),
        *(f"contact.{contact.id}" for contact in public.contacts.contacts),
        *(f"closure.{closure.id}" for closure in public.contacts.closures),
    ]
    return (
        Code.UNKNOWN_PLACEHOLDER,
        say("there is nothing called ${{{name}}}", name=name),
        did_you_mean(name, known),
    )


def _update_fault(scope: Scope, mention: OfUpdate) -> Fault | None:
    slug, part, form = mention
    if scope.public.page(f"updates/{slug}") is None:
        return _no_update(scope, slug, f"${{update.{slug}}}")
    if part and part not in UPDATE_PARTS:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("an update has no part `.{part}`", part=part),
            did_you_mean(part, UPDATE_PARTS),
        )
    if fault := _day_form_fault(form, is_day=part == "date"):
        return fault
    if part == "number" and f"updates/{slug}" not in scope.public.numbers:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("the update `{name}` has no number", name=slug),
            say("use ${{update.{name}.title}} or ${{update.{name}.date}}", name=slug),
        )
    return None


def _no_update(scope: Scope, slug: str, shown: str) -> Fault | None:
    if f"updates/{slug}" in scope.whole.unread.pages:
        return None
    withheld = scope.withheld(f"updates/{slug}")
    if withheld:
        return not_public(shown, withheld.published)
    return (
        Code.UNKNOWN_PLACEHOLDER,
        say("there is no update `{name}`", name=slug),
        did_you_mean(slug, [update.slug for update in scope.public.site.updates]),
    )


# ------------------------------------------------------------------ facts


def _fact_fault(scope: Scope, mention: OfFact, moment: datetime) -> Fault | None:
    fact = scope.public.site.facts.get(mention.id)
    if fact is None:
        withheld = scope.whole.facts.get(mention.id)
        if withheld:
            return not_public(f"${{{mention.id}}}", withheld.values[0].moment)
        if mention.id in scope.whole.unread.facts:
            return None
        return _unknown(scope, mention.id)
    return _spelling_fault(fact, mention) or _value_fault(scope, fact, mention, moment)


def _spelling_fault(fact: Fact, mention: OfFact) -> Fault | None:
    if mention.part and mention.part not in FACT_PARTS:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("a fact has no part `.{part}`", part=mention.part),
            did_you_mean(mention.part, FACT_PARTS),
        )
    if mention.part == "name" and (mention.when or mention.form):
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("a name has no other moments and forms"),
            say("write ${{{name}.name}}", name=fact.id),
        )
    forms = AS_OF_FORMS if mention.part == "as_of" else FORMS_OF[fact.type]
    if mention.form and mention.form not in forms | {SAID}:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("`:{form}` is no form of a fact of type {type}", form=mention.form, type=fact.type)
            if mention.form in FORMS
            else say("there is no form `:{form}`", form=mention.form),
            did_you_mean(mention.form, forms | {SAID}),
        )
    return None


def _value_fault(scope: Scope, fact: Fact, mention: OfFact, moment: datetime) -> Fault | None:
    if mention.part == "name":
        return None
    then = moment
    if mention.when:
        named = _named_moment(scope, fact, mention, moment)
        if not isinstance(named, datetime):
            return named
        then = named
    telling = told(fact, then)
    if telling is None:
        return (
            Code.NO_VALUE,
            say(
                "`{name}` had no public value at {moment}; its first is from {first}",
                name=fact.id,
                moment=then.isoformat(" ", "minutes"),
                first=fact.values[0].moment.isoformat(" ", "minutes"),
            ),
            say("take it out here, or write what was said then"),
        )
    replaced = replacement(scope.public.site.facts, fact.id)
    if replaced and not mention.when and not is_current(scope.public.site.facts, fact.id, then):
        return (
            Code.NO_VALUE,
            say(
                "`{name}` was replaced by `{new}` at {moment} and has no current value",
                name=fact.id,
                new=replaced.fact.id,
                moment=replaced.moment.isoformat(" ", "minutes"),
            ),
            say(
                "print ${{{new}}}, or name the update whose value you mean: ${{{name}@…}}",
                new=replaced.fact.id,
                name=fact.id,
            ),
        )
    if mention.part == "previous" and previous(fact, then) is None:
        return (
            Code.NO_VALUE,
            say("`{name}` had no earlier value at that moment", name=fact.id),
            say("take `.previous` away"),
        )
    if mention.part == "as_of":
        return _as_of_fault(fact, mention, telling.said.as_of, telling.shown.as_of)
    return None


def _as_of_fault(
    fact: Fact, mention: OfFact, said: date | datetime | None, shown: date | datetime | None
) -> Fault | None:
    if said is None or shown is None:
        return (
            Code.NO_VALUE,
            say("the value of `{name}` does not say of when it is", name=fact.id),
            say("add `as_of:` to the value in content/facts.yml"),
        )
    if mention.form == "time" and not (isinstance(said, datetime) and isinstance(shown, datetime)):
        return (
            Code.NO_VALUE,
            say("`as_of` of `{name}` is a day without a time", name=fact.id),
            say("use `:date`, or add the time in content/facts.yml"),
        )
    return None


def _named_moment(
    scope: Scope, fact: Fact, mention: OfFact, moment: datetime
) -> datetime | Fault | None:
    """The moment behind ``@``, which may not lie after the moment of the text."""
    named = scope.public.named_moment(mention.when)
    if named is None:
        return _no_update(scope, mention.when, f"${{{fact.id}@{mention.when}}}")
    if named > scope.public.moment:
        return not_public(f"${{{fact.id}@{mention.when}}}", named)
    if named > moment:
        return (
            Code.NO_VALUE,
            say(
                "`@{when}` lies after {moment}, for which this text speaks",
                when=mention.when,
                moment=moment.isoformat(" ", "minutes"),
            ),
            say("name an earlier update, or write another one"),
        )
    return named


# ------------------------------------------------------------------ contacts


def _contact_fault(scope: Scope, mention: OfContact, moment: datetime) -> Fault | None:
    contact = scope.public.contact(mention.id)
    if contact is None:
        return no_contact(scope, mention.id, f"${{contact.{mention.id}}}")
    part = mention.part
    if part and part not in CONTACT_PARTS:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("a contact has no part `.{part}`", part=part),
            did_you_mean(part, CONTACT_PARTS),
        )
    if fault := _day_form_fault(mention.form, is_day=part in {"from", "until"}):
        return fault
    if mention.day and part not in {"hours", "from"}:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("only hours can be asked for another day"),
            say("write ${{contact.{id}.hours@{day}}}", id=contact.id, day=mention.day),
        )
    if part == "from" and not mention.day:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("`.from` does not say the first day of which hours"),
            say("add a day on which they hold: ${{contact.{id}.from@2026-05-07}}", id=contact.id),
        )
    if mention.day and not _is_day(mention.day):
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("there is no {day} in the calendar", day=mention.day),
            say("correct the month or the day"),
        )
    withdrawn = contact.withdrawal
    if withdrawn and withdrawn.moment <= moment and part != "name":
        return (
            Code.NO_VALUE,
            say(
                "`{id}` was withdrawn at {moment}",
                id=contact.id,
                moment=withdrawn.moment.isoformat(" ", "minutes"),
            ),
            say("take it out here, or name another contact"),
        )
    kinds = [channel.kind for channel in contact.channels]
    if part in {"phone", "fax", "mail", "post", "form"} and part not in kinds:
        return (
            Code.NO_VALUE,
            say("`{id}` has no {kind}", id=contact.id, kind=part),
            did_you_mean(part, [str(kind) for kind in kinds]),
        )
    if part == "until" and contact.until is None:
        return (
            Code.NO_VALUE,
            say("`{id}` has no public last day", id=contact.id),
            say("add `until:` in content/contacts.yml"),
        )
    if part in {"hours", "from"} and not contact.periods:
        return (
            Code.NO_VALUE,
            say("`{id}` has no public hours", id=contact.id),
            say("add `hours:` in content/contacts.yml"),
        )
    past = [value for value in contact.channels[0].values if value.moment <= moment]
    if part == "previous" and len(past) < 2:
        return (
            Code.NO_VALUE,
            say("`{id}` had no earlier number at that moment", id=contact.id),
            say("take `.previous` away"),
        )
    return None


def no_contact(scope: Scope, id_: str, shown: str) -> Fault | None:
    """Why there is no public contact of this id; None where it was reported already."""
    if id_ in scope.whole.unread.contacts:
        return None
    withheld = next((c for c in scope.whole.contacts.contacts if c.id == id_), None)
    if withheld:
        return not_public(shown, withheld.published)
    return (
        Code.UNKNOWN_PLACEHOLDER,
        say("there is no contact `{id}`", id=id_),
        did_you_mean(id_, [contact.id for contact in scope.public.site.contacts.contacts]),
    )


def _closure_fault(scope: Scope, mention: OfClosure) -> Fault | None:
    id_, part, form = mention
    known = {closure.id for closure in scope.public.site.contacts.closures}
    if id_ not in known:
        return _no_closure(scope, id_, known)
    if part and part not in CLOSURE_PARTS:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("a closure has no part `.{part}`", part=part),
            did_you_mean(part, CLOSURE_PARTS),
        )
    return _day_form_fault(form, is_day=bool(part))


def _no_closure(scope: Scope, id_: str, known: set[str]) -> Fault:
    withheld = next((c for c in scope.whole.contacts.closures if c.id == id_), None)
    if withheld:
        return not_public(f"${{closure.{id_}}}", withheld.announced)
    return (
        Code.UNKNOWN_PLACEHOLDER,
        say("there is no closure `{id}`", id=id_),
        did_you_mean(id_, known),
    )


def _day_form_fault(form: str, *, is_day: bool) -> Fault | None:
    """What is wrong with a form behind something that is a day, or is none."""
    if not form or (is_day and form in DATE_FORMS):
        return None
    if is_day:
        return (
            Code.UNKNOWN_PLACEHOLDER,
            say("`:{form}` is no form of a day", form=form),
            did_you_mean(form, DATE_FORMS),
        )
    return (
        Code.UNKNOWN_PLACEHOLDER,
        say("`:{form}` stands behind what is no day", form=form),
        say("take `:{form}` away", form=form),
    )


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
