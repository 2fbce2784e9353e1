"""`content/facts.yml`  ->  facts, each with its history."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TypeVar

from noticegen import formats
from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.facts import (
    WITHOUT_VALUE,
    Fact,
    FactChange,
    Facts,
    FactType,
    Status,
    Value,
)
from noticegen.load.amounts import read_amount
from noticegen.load.notes import read_notes
from noticegen.load.when import Moments
from noticegen.localized import Localized
from noticegen.markdown.placeholders import split_plain
from noticegen.mentions import RESERVED, OfFact, read_mention
from noticegen.model import NEVER
from noticegen.moments import read_date
from noticegen.yamlfile import Fields, Scalar, did_you_mean, read_yaml, shown
from noticegen.yamlfile import Mapping as Keys

FACT_KEYS = ("type", "name", "unit", "meaning", "sum", "backdated", "values", "changes")
VALUE_KEYS = (
    "from", "with", "value", "status", "as_of", "change", "note", "corrects", "replaces",
)  # fmt: skip

_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(slots=True)
class _Desk:
    languages: tuple[str, ...]
    moments: Moments
    found: list[Diagnostic]


def read_facts(
    text: str, path: str, languages: tuple[str, ...], moments: Moments
) -> tuple[Facts, list[Diagnostic]]:
    """The facts that `text` holds, and everything that is wrong with them."""
    mapping = read_yaml(text, path)
    if isinstance(mapping, tuple):
        return {}, list(mapping)
    desk = _Desk(languages, moments, [])
    facts = {}
    for key, node in mapping.entries:
        if not isinstance(node, Keys):
            desk.found.append(
                Diagnostic(
                    node.at,
                    Code.WRONG_TYPE,
                    say(
                        "`{key}` takes keys such as type, name and values; {text} stands here",
                        key=key.text,
                        text=shown(node),
                    ),
                    say("indent it, so that it belongs to the fact above")
                    if key.text in FACT_KEYS
                    else None,
                )
            )
        elif _may_be_called(key, desk):
            fact = _fact(key, Fields(node, FACT_KEYS, desk.found), desk)
            if fact:
                facts[fact.id] = fact
    known = [key.text for key, _ in mapping.entries]
    for fact in facts.values():
        _hold_references(fact, facts, known, desk)
    _hold_circles(facts, desk)
    return facts, desk.found


def _may_be_called(key: Scalar, desk: _Desk) -> bool:
    if _ID.fullmatch(key.text) and key.text not in RESERVED:
        return True
    desk.found.append(
        Diagnostic(
            key.at,
            Code.UNKNOWN_FACT,
            say("“{name}” cannot be the name of a fact", name=key.text),
            say("use small letters a–z, digits and _, as in affected_people"),
        )
    )
    return False


def _fact(key: Scalar, fields: Fields, desk: _Desk) -> Fact | None:
    type_ = _word(fields, "type", FactType, required=True)
    name = fields.localized("name", desk.languages, required=True)
    unit = _unit(fields, desk)
    meaning = fields.localized("meaning", desk.languages)
    sum_ = tuple(word.text for word in fields.words("sum"))
    backdated = fields.scalar("backdated")
    nodes = fields.listing("values")
    if not nodes:
        fields.report(
            fields.place("values") if "values" in fields else key.at,
            Code.MISSING_FIELD,
            say("the fact `{name}` has no values", name=key.text),
            say("add values: with one item: - {{from: 2026-03-02 15:00, value: …}}"),
        )
    values = []
    for node in nodes:
        if isinstance(node, Keys):
            inner = Fields(node, VALUE_KEYS, desk.found)
            values.append(_value(inner, type_, desk) if type_ else None)
        else:
            fields.report(
                node.at,
                Code.WRONG_TYPE,
                say(
                    "`values` takes items with from or with, and value; {text} stands here",
                    text=shown(node),
                ),
                say("write - {{from: 2026-03-02 15:00, value: …}}"),
            )
            values.append(None)
    changes = read_notes(
        fields.listing("changes"),
        desk.languages,
        desk.moments,
        desk.found,
        since=min((value.moment for value in values if value), default=NEVER),
        withdrawal=say("add a value with `status: withdrawn` to the fact"),
    )
    fields.finish()
    if type_ is not None and unit and type_ is not FactType.NUMBER:
        fields.report(
            fields.place("unit"),
            Code.FACT_VALUE,
            say("`unit` stands beside `type: {type}`", type=type_),
            say("delete it; only numbers have a unit"),
        )
    if sum_ and type_ not in {None, FactType.NUMBER, FactType.MONEY}:
        fields.report(
            fields.place("sum"),
            Code.SUM,
            say("`sum` stands beside `type: {type}`", type=type_ or ""),
            say("delete it; only numbers and money have a sum"),
        )
    if type_ is None or name is None or not nodes or any(value is None for value in values):
        return None
    complete = [value for value in values if value]
    _hold_history(key, complete, desk)
    return Fact(
        id=key.text,
        type=type_,
        name=name,
        unit=unit,
        meaning=meaning,
        values=tuple(sorted(complete, key=lambda value: value.moment)),
        sum=sum_,
        backdated=backdated.text if backdated else None,
        at=key.at,
        changes=changes,
    )


def _unit(fields: Fields, desk: _Desk) -> Mapping[str, Mapping[str, str]]:
    """The words for each plural category, by language."""
    node = fields.node("unit")
    if node is None:
        return {}
    if isinstance(node, Scalar):
        word = fields.scalar("unit")
        return {language: {"other": word.text} for language in desk.languages} if word else {}
    if not isinstance(node, Keys):
        fields.report(
            node.at,
            Code.WRONG_TYPE,
            say("`unit` must be text, and {text} stands here", text=shown(node)),
            say("write one word a language: {{ja: 人, en: {{one: person, other: people}}}}"),
        )
        return {}
    inner = Fields(node, desk.languages, desk.found)
    units: dict[str, Mapping[str, str]] = {}
    for language in desk.languages:
        forms = inner.node(language, required=language == desk.languages[0])
        if isinstance(forms, Keys):
            units[language] = _plurals(language, forms, desk)
        elif forms is not None and (word := inner.scalar(language)):
            units[language] = {"other": word.text}
    inner.finish()
    return units


def _plurals(language: str, node: Keys, desk: _Desk) -> Mapping[str, str]:
    """The forms of a word; a category that the language has not is a mistake."""
    categories = sorted(formats.plural_categories(language))
    forms = Fields(node, categories, desk.found)
    words = {
        category: word.text
        for category in categories
        if (word := forms.scalar(category, required=category == "other"))
    }
    forms.finish()
    return words


def _value(fields: Fields, type_: FactType, desk: _Desk) -> Value | None:
    from_, with_ = fields.scalar("from"), fields.scalar("with")
    if from_ and with_:
        fields.report(
            with_.at,
            Code.SAID_DIFFERENTLY,
            say("both `from` and `with` say when this became public"),
            say("keep one of them"),
        )
        return None
    if from_ is None and with_ is None and "from" not in fields and "with" not in fields:
        fields.report(
            fields.at,
            Code.MISSING_FIELD,
            say("the value says neither `from` nor `with`"),
            say("add `with: <update>`, or `from:` and the moment at which it became public"),
        )
    moment = None
    if from_:
        moment = desk.moments.read(from_)
    elif with_:
        moment = desk.moments.of_update(with_.text, with_.at)
    status = _word(fields, "status", Status) or Status.CONFIRMED
    count = len(fields.found)
    amount = read_amount(fields, type_, desk.languages, desk.moments)
    if amount is None and status not in WITHOUT_VALUE and "value" not in fields:
        fields.report(
            fields.at,
            Code.MISSING_FIELD,
            say("`value` is missing"),
            say("add it, or `status: unknown`, `undecided` or `withdrawn`"),
        )
    elif "value" in fields and status in WITHOUT_VALUE:
        fields.report(
            fields.place("value"),
            Code.FACT_VALUE,
            say("a value stands beside `status: {status}`", status=status),
            say("delete one of them"),
        )
    has_amount = len(fields.found) == count
    as_of = _as_of(fields, desk)
    change = _word(fields, "change", FactChange)
    note = fields.localized("note", desk.languages)
    corrects_at, corrects = _named_moment(fields, "corrects", desk)
    replaces = fields.scalar("replaces")
    fields.finish()
    if moment is None or not has_amount:
        return None
    if corrects_at and change is not FactChange.CORRECTION:
        fields.report(
            corrects_at,
            Code.FACT_HISTORY,
            say("`corrects` stands on a value that is no correction"),
            say("add `change: correction`, or delete the line"),
        )
        return None
    return Value(
        moment=moment,
        with_update=with_.text if with_ else None,
        amount=amount,
        status=status,
        as_of=as_of,
        change=change,
        note=note,
        corrects=corrects,
        replaces=replaces.text if replaces else None,
        at=fields.at,
    )


def _named_moment(fields: Fields, key: str, desk: _Desk) -> tuple[Location | None, datetime | None]:
    """The place and the moment that a key names by an update or as a moment."""
    scalar = fields.scalar(key)
    return (scalar.at, desk.moments.read_either(scalar)) if scalar else (None, None)


def _as_of(fields: Fields, desk: _Desk) -> date | datetime | None:
    """A day or a moment: it says what a figure describes, and not when it became public."""
    scalar = fields.scalar("as_of")
    if scalar is None:
        return None
    day = read_date(scalar.text, scalar.at)
    return desk.moments.read(scalar) if isinstance(day, Diagnostic) else day


# ------------------------------------------------------------------ what must hold together


def _hold_history(key: Scalar, values: list[Value], desk: _Desk) -> None:
    """The values follow each other: each at its own moment, each but the first with a reason."""

    def report(at: Location, message: Message, hint: Message) -> None:
        desk.found.append(Diagnostic(at, Code.FACT_HISTORY, message, hint))

    ordered = sorted(values, key=lambda value: value.moment)
    for before, value in pairwise(ordered):
        if value.moment == before.moment and value.moment != NEVER:
            report(
                max(value.at, before.at),
                say(
                    "`{name}` has two values from {moment}",
                    name=key.text,
                    moment=value.moment.isoformat(" ", "minutes"),
                ),
                say("give each a moment of its own, or keep one"),
            )
        if value.change is None:
            report(
                value.at,
                say("the value does not say why it came after another"),
                say("add change: correction, progress, measure, policy or event"),
            )
        elif value.note is None:
            report(
                value.at,
                say("the value has no `note` for readers"),
                say("add note: with a sentence on what changed and why"),
            )
        if value.corrects and not any(
            other.moment == value.corrects and other.moment < value.moment for other in ordered
        ):
            report(
                value.at,
                say(
                    "`corrects` names {moment}, and no value of `{name}` began then",
                    moment=value.corrects.isoformat(" ", "minutes"),
                    name=key.text,
                ),
                say("name the update or the moment of the value that was wrong"),
            )
    if ordered and ordered[0].change is not None:
        report(
            ordered[0].at,
            say("the first value of `{name}` has a `change`", name=key.text),
            say("delete it, or add the value that it changed"),
        )


def _hold_references(fact: Fact, facts: Mapping[str, Fact], known: list[str], desk: _Desk) -> None:
    """What a fact says about other facts can be."""

    def unknown(at: Location, name: str) -> None:
        desk.found.append(
            Diagnostic(
                at,
                Code.UNKNOWN_FACT,
                say("there is no fact `{name}`", name=name),
                did_you_mean(name, [other for other in known if other != fact.id]),
            )
        )

    for name in fact.sum:
        part = facts.get(name)
        if name not in known or name == fact.id:
            unknown(fact.at, name)
        elif part and (part.type is not fact.type or part.unit != fact.unit):
            desk.found.append(
                Diagnostic(
                    fact.at,
                    Code.SUM,
                    say("`{name}` is a part of the sum, with another type or unit", name=name),
                    say("add up only what is counted in the same unit"),
                )
            )
    for value in fact.values:
        if value.replaces is None:
            continue
        if value.replaces not in known or value.replaces == fact.id:
            unknown(value.at, value.replaces)
            continue
        for other in facts[value.replaces].values if value.replaces in facts else ():
            if other.moment >= value.moment and other.change is not FactChange.CORRECTION:
                desk.found.append(
                    Diagnostic(
                        other.at,
                        Code.FACT_HISTORY,
                        say(
                            "`{name}` was replaced by `{new}` at {moment}, and has a value later",
                            name=value.replaces,
                            new=fact.id,
                            moment=value.moment.isoformat(" ", "minutes"),
                        ),
                        say("only corrections may come after that"),
                    )
                )


def _hold_circles(facts: Mapping[str, Fact], desk: _Desk) -> None:
    """Texts that print each other, and facts that replace or add up each other, never end."""
    for edges in (_printed, _replaced, _added):
        done: set[str] = set()
        for id_ in sorted(facts):
            for circle in _circles(id_, (), facts, edges, done):
                desk.found.append(
                    Diagnostic(
                        facts[circle[0]].at,
                        Code.CIRCLE,
                        say("the facts lead back to themselves: {names}", names=" → ".join(circle)),
                        say("take one of them out"),
                    )
                )


def _circles(
    id_: str,
    path: tuple[str, ...],
    facts: Mapping[str, Fact],
    edges: Callable[[Fact], set[str]],
    done: set[str],
) -> Iterator[tuple[str, ...]]:
    """The circles that are met on the way from `id_`; `done` keeps what was walked before."""
    if id_ in path:
        yield (*path[path.index(id_) :], id_)
    elif id_ in facts and id_ not in done:
        for other in sorted(edges(facts[id_])):
            yield from _circles(other, (*path, id_), facts, edges, done)
        done.add(id_)


def _printed(fact: Fact) -> set[str]:
    """The facts that the name and the texts of a fact print."""
    localized = [fact.name, *(v.amount for v in fact.values if isinstance(v.amount, Localized))]
    mentions = (
        read_mention(piece)
        for texts in localized
        for text in texts.texts.values()
        for is_placeholder, piece in split_plain(text)
        if is_placeholder
    )
    return {mention.id for mention in mentions if isinstance(mention, OfFact)}


def _replaced(fact: Fact) -> set[str]:
    return {value.replaces for value in fact.values if value.replaces}


def _added(fact: Fact) -> set[str]:
    return set(fact.sum)


_W = TypeVar("_W", FactType, Status, FactChange)


def _word(fields: Fields, key: str, known: type[_W], *, required: bool = False) -> _W | None:
    """One of the words that are known under `key`."""
    scalar = fields.scalar(key, required=required)
    if scalar is None:
        return None
    if scalar.text in {str(word) for word in known}:
        return known(scalar.text)
    fields.report(
        scalar.at,
        Code.UNKNOWN_VALUE,
        say("`{key}` says “{word}”", key=key, word=scalar.text),
        did_you_mean(scalar.text, [str(word) for word in known]),
    )
    return None
