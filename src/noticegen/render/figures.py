"""Facts  ->  what is shown of them: lists, histories, charts, and pointers to newer values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from noticegen.facts import (
    Fact,
    FactType,
    Newer,
    Status,
    Value,
    corrected,
    newer,
    replacement,
    told,
)
from noticegen.markdown.html import placeholder_html
from noticegen.markdown.showing import Shown
from noticegen.public import PublicSite
from noticegen.render.charts import Point, chart
from noticegen.views import (
    ChartView,
    FactHistory,
    FactView,
    Html,
    Link,
    ValueRow,
    When,
    is_sentence,
    sentence,
    without_stop,
)
from noticegen.wording import Filled, Wording

WhenOf = Callable[[datetime], When]
ShownOf = Callable[[Filled], Shown]
LocateFact = Callable[[str], str]
"""The id of a fact  ->  the address of its history."""


def fact_view(
    fact: Fact,
    moment: datetime,
    wording: Wording,
    locate: LocateFact,
    shown_of: ShownOf,
) -> FactView:
    """A fact as a text of `moment` shows it, corrections marked."""
    telling = told(fact, moment)
    assert telling is not None, "the checks let no fact without a value through"
    shown = shown_of(wording.placeholder(fact.id, moment))
    return FactView(
        id=fact.id,
        name=wording.name(fact),
        language=fact.name.language_for(wording.language),
        value=Html(placeholder_html(shown, wording.words)),
        text=shown.text + shown.mark,
        as_of=_as_of(telling.shown, wording),
        status=_status(telling.shown, wording),
        meaning=wording.of(fact.meaning) if fact.meaning else "",
        meaning_language=fact.meaning.language_for(wording.language) if fact.meaning else "",
        href=locate(fact.id),
    )


def history(
    fact: Fact,
    public: PublicSite,
    wording: Wording,
    locate: LocateFact,
    when_of: WhenOf,
) -> FactHistory:
    """A fact with all its values, newest first."""
    facts = public.site.facts
    replaced = replacement(facts, fact.id)
    rows = tuple(_rows(fact, wording, when_of))
    return FactHistory(
        id=fact.id,
        name=wording.name(fact),
        language=fact.name.language_for(wording.language),
        meaning=wording.of(fact.meaning) if fact.meaning else "",
        meaning_language=fact.meaning.language_for(wording.language) if fact.meaning else "",
        rows=rows[::-1],
        has_as_of=any(row.as_of for row in rows),
        replaced_by=_link(replaced.fact, wording, locate) if replaced else None,
        replaced_on=when_of(replaced.moment) if replaced else None,
        sum_of=tuple(_link(facts[id_], wording, locate) for id_ in fact.sum),
        chart=_chart(fact, wording),
    )


def _link(fact: Fact, wording: Wording, locate: LocateFact) -> Link:
    name, language = wording.spoken_name(fact)
    return Link(name, locate(fact.id), language=language)


def pointer(
    id_: str, moment: datetime, is_typed: bool, public: PublicSite, wording: Wording
) -> tuple[str, str] | None:
    """The sentence that points from a text of `moment` to the newer value of a fact, with the id
    of the fact that has it.

    `is_typed` says that the text does not print the fact, so that corrections do not show in it.
    """
    facts = public.site.facts
    found = newer(facts, id_, moment)
    if found is None and is_typed:
        found = corrected(facts[id_], moment)
    return (_sentence(found, facts[id_], wording), found.fact.id) if found else None


def _sentence(found: Newer, fact: Fact, wording: Wording) -> str:
    key = f"pointer_{found.kind}"
    value = wording.value(found.fact, found.value)
    if found.fact is not fact:
        key = "pointer_replaced"
    elif found.fact.type is FactType.TEXT and is_sentence(value.text):
        key = "pointer_sentence"
    return sentence(
        wording.words[key],
        wording.language,
        name=wording.spoken_name(fact),
        new=wording.spoken_name(found.fact),
        value=value if key == "pointer_sentence" else without_stop(value),
        why=wording.words[f"fact_{found.kind}"],
        when=wording.day(found.value.moment),
    )


def _rows(fact: Fact, wording: Wording, when_of: WhenOf) -> Iterator[ValueRow]:
    """The values in order of time, each saying whether a correction took its place."""
    corrected_by = {
        wrong.moment: right for chain in fact.places for wrong, right in pairwise(chain)
    }
    for value in fact.values:
        right = corrected_by.get(value.moment)
        yield ValueRow(
            when=when_of(value.moment),
            value=wording.said(fact, value).text,
            language=wording.said(fact, value).language,
            as_of=_as_of(value, wording),
            status=_status(value, wording),
            kind=wording.words[f"fact_{value.change}"] if value.change else "",
            note=wording.of(value.note, value.moment) if value.note else "",
            note_language=value.note.language_for(wording.language) if value.note else "",
            corrected=wording.words["corrected_row"].format(when=wording.day(right.moment))
            if right
            else "",
        )


def _as_of(value: Value, wording: Wording) -> str:
    if value.as_of is None:
        return ""
    return wording.words["as_of"].format(when=wording.as_of(value))


def _status(value: Value, wording: Wording) -> str:
    """The word for a value that is not confirmed; one without a value says it in its place."""
    if value.status is Status.CONFIRMED or value.amount is None:
        return ""
    return wording.words[f"status_{value.status}"]


def _chart(fact: Fact, wording: Wording) -> ChartView | None:
    """A step chart of what is right: one step for each place in the history."""
    if fact.type is not FactType.NUMBER or len(fact.places) < 2:
        return None
    # One language for the whole drawing, which has no place for marks: that of the name.
    wording = wording.in_language(fact.name.language_for(wording.language))
    points = []
    for chain in fact.places:
        amount = chain[-1].amount
        if isinstance(amount, Decimal):
            points.append(
                Point(
                    chain[0].moment,
                    amount,
                    wording.day(chain[0].moment),
                    wording.said(fact, chain[-1]).text,
                )
            )
    if len(points) < 2:
        return None
    return chart(
        fact.id,
        tuple(points),
        language=wording.language,
        title=wording.words["chart_title"].format(name=wording.name(fact)),
        step=wording.words["chart_step"],
        between=wording.words["chart_between"],
    )
