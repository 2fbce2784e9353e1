"""A text  ->  its numbers as they are compared with those of another language."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple

from noticegen.check.figures.lexicon import lexicon
from noticegen.check.figures.said import History
from noticegen.check.figures.written import Day, Figures, Number
from noticegen.check.passages import COVER, Passage
from noticegen.facts import Amount, Money, previous, told
from noticegen.formats import Period
from noticegen.mentions import OfFact, read_mention

_ONE = Decimal(1)
_NEVER_FIRM = frozenset({Decimal(0), Decimal(1)})
"""Languages say these without a figure: none, a, an."""
_DAYS = {
    "year": Decimal(365), "month": Decimal("30.4"), "week": Decimal(7), "day": _ONE,
    "hour": _ONE / 24, "minute": _ONE / 1440,
}  # fmt: skip
_HOLDER = re.compile(r"\$\{([^{}\n]*)\}")


class Worth(NamedTuple):
    """What a number is worth, whatever its form."""

    values: frozenset[Decimal]
    """What it may stand for: 6 pm is 18."""
    is_firm: bool = True
    """Whether the other text must have it, too."""
    step: Decimal = _ONE
    """The value of its last digit, if it is a round one."""
    unit: str = ""
    """Of a duration."""

    @property
    def days(self) -> Decimal:
        """How long a duration is; 0 for what is none."""
        return max(self.values) * _DAYS[self.unit] if self.unit else Decimal(0)


class Atom(NamedTuple):
    """One number, and where it stands."""

    worth: Worth
    passage: Passage
    nth: int
    """Of the passage among those of the same role."""
    start: int
    end: int

    @property
    def text(self) -> str:
        """As it is written."""
        return self.passage.written[self.start : self.end]

    @property
    def is_placeholder(self) -> bool:
        """Whether a placeholder prints it."""
        return COVER in self.passage.text[self.start : self.end]


class Compared(NamedTuple):
    """All numbers of one page or question in one language."""

    passages: tuple[Passage, ...]
    atoms: tuple[Atom, ...]
    days: tuple[tuple[Passage, Day], ...]


def compared(pieces: list[tuple[Passage, Figures]], history: History) -> Compared:
    """The numbers of the passages of one text."""
    counts: dict[str, int] = defaultdict(int)
    atoms: list[Atom] = []
    for passage, here in pieces:
        nth = counts[passage.role]
        counts[passage.role] += 1
        for worth, start, end in (
            *_of_figures(passage, here),
            *_of_words(passage),
            *_of_placeholders(passage, history),
        ):
            atoms.append(Atom(worth, passage, nth, start, end))
    days = tuple((passage, day) for passage, here in pieces for day in here.days)
    return Compared(tuple(passage for passage, _ in pieces), tuple(atoms), days)


_Placed = tuple[Worth, int, int]


def _worth(
    *values: Decimal | int, is_firm: bool = True, step: Decimal = _ONE, unit: str = ""
) -> Worth:
    every = frozenset(map(Decimal, values))
    return Worth(every, is_firm and not every & _NEVER_FIRM, step, unit)


def _of_figures(passage: Passage, here: Figures) -> Iterator[_Placed]:
    units = {span.start: span.unit for span in here.spans}
    for number in here.numbers:
        yield _of_number(passage, number, units.get(number.start, "")), number.start, number.end
    for day in here.days:
        yield _worth(day.day), day.start, day.end
        yield _worth(day.month), day.start, day.end
        if day.year:
            yield _worth(day.year, is_firm=False), day.start, day.end
    for month in here.months:
        yield _worth(month.value, is_firm=not month.is_doubtful), month.start, month.end
    for clock in here.clocks:
        yield _worth(*clock.hours), clock.start, clock.end
        yield _worth(clock.minute), clock.start, clock.end


def _of_number(passage: Passage, number: Number, unit: str) -> Worth:
    known, text = lexicon(passage.language), passage.text
    values = [number.value]
    if text.startswith("割", number.end):
        values.append(number.value * 10)  # 7割 are 70 percent
    is_floor = known.floor.match(text, number.end) is not None
    if is_floor:
        values += [number.value - 1, number.value + 1]
    # 長形3号 is an envelope, +81 a prefix: readers of another language are told otherwise.
    is_name = text.startswith("号", number.end) or text[: number.start].endswith("+")
    is_firm = not (number.is_doubtful or is_floor or is_name)
    step = number.step if number.value >= 1000 else _ONE
    return _worth(*values, is_firm=is_firm, step=step, unit=unit)


def _of_words(passage: Passage) -> Iterator[_Placed]:
    known = lexicon(passage.language)
    for match in known.loose.finditer(passage.text):
        values = known.loosely[match[0].lower()]
        yield _worth(*values, is_firm=False), match.start(), match.end()


# ------------------------------------------------------------------ placeholders


def _of_placeholders(passage: Passage, history: History) -> Iterator[_Placed]:
    if COVER not in passage.text:
        return
    for holder in _HOLDER.finditer(passage.written):
        mention = read_mention(holder[1])
        if isinstance(mention, OfFact) and mention.id in history.facts:
            for worth in _printed(mention, passage, history):
                yield worth, holder.start(), holder.end()


def _printed(mention: OfFact, passage: Passage, history: History) -> Iterator[Worth]:
    """The numbers that a placeholder prints."""
    fact = history.facts[mention.id]
    moment = history.named(mention.when) if mention.when else passage.moment
    if mention.part == "name" or moment is None or mention.form == "weekday":
        return
    telling = told(fact, moment)
    shown = (telling.shown if mention.is_plain else telling.said) if telling else None
    value = previous(fact, moment) if mention.part == "previous" else shown
    if value is not None:
        amount = value.as_of if mention.part == "as_of" else value.amount
        yield from _of_amount(amount, mention.form, history)


def _of_amount(amount: Amount | None, form: str, history: History) -> Iterator[Worth]:
    match amount:
        case Decimal():
            yield _worth(amount, *_shortened(amount, form))
        case Money(amounts):
            for _, value in amounts:
                yield _worth(value, *_shortened(value, form))
        case Period():
            for count, unit in zip(amount, _DAYS, strict=True):
                if count:
                    yield _worth(count, unit=unit)
        case datetime():
            local = amount.astimezone(history.zone)
            if form != "time":
                yield from _of_amount(local.date(), form, history)
            if form in {"", "time", "said"}:
                yield from _of_amount(local.time(), form, history)
        case date():
            yield _worth(amount.year, is_firm=False)
            yield _worth(amount.month)
            yield _worth(amount.day, is_firm=form != "month")
        case time():
            yield _worth(amount.hour, amount.hour % 12)
            yield _worth(amount.minute, is_firm=False)


def _shortened(amount: Decimal, form: str) -> Iterator[Decimal]:
    """What `:compact` makes of an amount: three digits at most."""
    if form == "compact" and amount >= 1000:
        yield Decimal(f"{amount:.3g}")
