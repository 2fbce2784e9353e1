"""The rule of time over a fact's history, without any page."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from noticegen.diagnostics import Location
from noticegen.facts import (
    Fact,
    FactChange,
    Facts,
    FactType,
    Status,
    Value,
    corrected,
    is_current,
    newer,
    previous,
    public_facts,
    told,
)
from noticegen.localized import Localized
from sites import moment

AT = Location("content/facts.yml", 1, 1)


def day(number: int) -> datetime:
    """Noon of a day in March."""
    return moment(f"2026-03-{number:02} 12:00")


def a_value(
    on: int,
    amount: int,
    change: str | None = None,
    *,
    corrects: int | None = None,
    replaces: str | None = None,
) -> Value:
    """A number that became public at noon of a day in March."""
    return Value(
        moment=day(on),
        with_update=None,
        amount=Decimal(amount),
        status=Status.CONFIRMED,
        as_of=None,
        change=FactChange(change) if change else None,
        note=None,
        corrects=day(corrects) if corrects else None,
        replaces=replaces,
        at=AT,
    )


def number(value: Value | None) -> int | None:
    """The amount of a value as a plain number."""
    return int(value.amount) if value and isinstance(value.amount, Decimal) else None


def a_fact(*values: Value, id_: str = "people") -> Fact:
    return Fact(
        id=id_,
        type=FactType.NUMBER,
        name=Localized({"en": id_}, "en"),
        unit={},
        meaning=None,
        values=values,
        sum=(),
        at=AT,
    )


def facts(*every: Fact) -> Facts:
    return {fact.id: fact for fact in every}


PLAIN = a_fact(a_value(2, 100))
PROGRESS = a_fact(a_value(2, 100), a_value(9, 200, "progress"))
CORRECTED = a_fact(a_value(2, 100), a_value(9, 90, "correction"))
CHAIN = a_fact(a_value(2, 100), a_value(9, 200, "progress"), a_value(16, 190, "correction"))
TWICE = a_fact(a_value(2, 100), a_value(9, 90, "correction"), a_value(16, 95, "correction"))
OLD_ONE = a_fact(
    a_value(2, 100), a_value(9, 200, "progress"), a_value(16, 90, "correction", corrects=2)
)
AFTER_OLD = a_fact(
    a_value(2, 100),
    a_value(9, 200, "progress"),
    a_value(16, 90, "correction", corrects=2),
    a_value(23, 95, "correction"),
)


@pytest.mark.parametrize(
    ("fact", "on", "said", "shown"),
    [
        (PLAIN, 2, 100, 100),
        (PROGRESS, 8, 100, 100),
        (PROGRESS, 9, 200, 200),
        (CORRECTED, 8, 100, 90),
        (CORRECTED, 9, 90, 90),
        (CHAIN, 8, 100, 100),
        (CHAIN, 9, 200, 190),
        (CHAIN, 16, 190, 190),
        (TWICE, 8, 100, 95),
        (TWICE, 9, 90, 95),
        (TWICE, 16, 95, 95),
        # A correction of what came earlier leaves what is current alone.
        (OLD_ONE, 8, 100, 90),
        (OLD_ONE, 9, 200, 200),
        (OLD_ONE, 16, 200, 200),
        # The value directly before the last one is the correction, and so is its place.
        (AFTER_OLD, 8, 100, 95),
        (AFTER_OLD, 23, 200, 200),
    ],
)
def test_a_text_shows_what_was_said_then_with_later_corrections(
    fact: Fact, on: int, said: int, shown: int
) -> None:
    telling = told(fact, day(on))
    assert telling is not None
    assert (number(telling.said), number(telling.shown)) == (said, shown)
    assert telling.is_corrected is (said != shown)


def test_nothing_is_told_before_the_first_value() -> None:
    assert told(PLAIN, day(1)) is None
    assert newer(facts(PLAIN), "people", day(1)) is None


@pytest.mark.parametrize(
    ("fact", "on", "amount"),
    [
        (PLAIN, 2, None),
        (PROGRESS, 8, None),
        (PROGRESS, 9, 100),
        (CORRECTED, 9, 100),
        (CHAIN, 16, 200),
        (TWICE, 16, 90),
        # By its place, and not by the clock: 200 came after 100, which is now known as 90.
        (OLD_ONE, 9, 100),
        (OLD_ONE, 16, 90),
    ],
)
def test_previous_goes_by_places(fact: Fact, on: int, amount: int | None) -> None:
    value = previous(fact, day(on))
    assert number(value) == amount


@pytest.mark.parametrize("kind", ["progress", "measure", "policy", "event"])
def test_a_text_points_to_a_newer_value_and_names_why(kind: str) -> None:
    every = facts(a_fact(a_value(2, 100), a_value(9, 200, kind)))
    pointed = newer(every, "people", day(8))
    assert pointed is not None
    assert (str(pointed.kind), number(pointed.value)) == (kind, 200)
    assert newer(every, "people", day(9)) is None


def test_a_correction_is_no_newer_value() -> None:
    assert newer(facts(CORRECTED), "people", day(8)) is None
    assert newer(facts(OLD_ONE), "people", day(9)) is None


def test_a_text_that_only_speaks_about_a_fact_is_pointed_to_its_correction() -> None:
    pointed = corrected(CORRECTED, day(8))
    assert pointed is not None
    assert (str(pointed.kind), number(pointed.value)) == ("correction", 90)
    assert corrected(CORRECTED, day(9)) is None
    assert corrected(CORRECTED, day(1)) is None


def test_a_pointer_shows_the_newer_value_as_it_was_corrected() -> None:
    pointed = newer(facts(CHAIN), "people", day(8))
    assert pointed is not None
    assert (str(pointed.kind), number(pointed.value)) == ("progress", 190)


RECORDS = a_fact(a_value(2, 100), id_="records")
PEOPLE = a_fact(a_value(9, 300, replaces="records"), a_value(16, 290, "correction"))
CUSTOMERS = a_fact(a_value(23, 280, replaces="people"), id_="customers")


def test_a_fact_that_was_replaced_has_no_current_value() -> None:
    every = facts(RECORDS, PEOPLE)
    assert is_current(every, "records", day(8))
    assert not is_current(every, "records", day(9))
    assert is_current(every, "people", day(16))


def test_a_text_points_from_a_fact_to_the_one_that_replaced_it() -> None:
    pointed = newer(facts(RECORDS, PEOPLE), "records", day(8))
    assert pointed is not None
    assert (str(pointed.kind), pointed.fact.id, number(pointed.value)) == ("measure", "people", 290)


def test_the_pointer_goes_to_the_end_of_a_row_of_replacements() -> None:
    pointed = newer(facts(RECORDS, PEOPLE, CUSTOMERS), "records", day(8))
    assert pointed is not None
    assert (pointed.fact.id, number(pointed.value)) == ("customers", 280)


@pytest.mark.parametrize(
    ("on", "left"), [(1, {}), (2, {"people": 1}), (8, {"people": 1}), (9, {"people": 2})]
)
def test_a_value_is_public_from_its_moment_on(on: int, left: dict[str, int]) -> None:
    public = public_facts(facts(PROGRESS), day(on))
    assert {id_: len(fact.values) for id_, fact in public.items()} == left
