"""Numbers that two languages of one text do not share.

A number is the same in every form that languages write it in, and a word may stand for one
(both, a dozen, weekly): it answers for a figure of the other text, and is not missed itself.
Placeholders are what they print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from noticegen.check.figures.atoms import Atom, Compared, Worth, compared
from noticegen.check.figures.said import History
from noticegen.check.figures.written import Figures
from noticegen.check.passages import Passage
from noticegen.check.scope import Scope
from noticegen.diagnostics import Code, Diagnostic, Message, Severity, say
from noticegen.model import Faq
from noticegen.public import is_behind

_OWN = frozenset({"note", "before", "code"})
"""Roles that each language has by itself."""
_SEVERAL = 6
"""Numbers of one passage that a message names, at most."""


class Differing(NamedTuple):
    """A finding, and the stretch of which it speaks."""

    passage: Passage
    start: int
    end: int
    finding: Diagnostic


_Key = tuple[str, str, str]


def differing(
    scope: Scope, passages: Sequence[Passage], written: Sequence[Figures], history: History
) -> Iterator[Differing]:
    """What differs, at the translation."""
    first = scope.public.languages[0]
    groups: dict[_Key, dict[str, list[tuple[Passage, Figures]]]] = defaultdict(dict)
    if len(scope.public.languages) > 1:
        for passage, here in zip(passages, written, strict=True):
            if passage.role not in _OWN:
                by_language = groups[_key(passage)]
                by_language.setdefault(passage.language, []).append((passage, here))
    for key, by_language in groups.items():
        if first not in by_language or len(by_language) < 2:
            continue
        original = compared(by_language[first], history)
        for language, pieces in by_language.items():
            if language != first and not _is_behind(scope, key, language):
                yield from _compared(original, compared(pieces, history))


def _key(passage: Passage) -> _Key:
    if passage.page:
        return passage.page, passage.question, ""
    return "", "", f"{passage.path}:{passage.first_line}:{passage.column}:{passage.role}"


def _is_behind(scope: Scope, key: _Key, language: str) -> bool:
    """Whether the translation says by itself that it is not up to date."""
    page = scope.public.page(key[0])
    if page is None:
        return False
    if not key[1] or not isinstance(page, Faq):
        version = page.version(language)
        return version is not None and is_behind(page, version)
    question = next((one for one in page.questions if one.id == key[1]), None)
    answer = question.answer(language) if question else None
    return answer is not None and is_behind(page, answer, key[1])


# ------------------------------------------------------------------ comparing


def _compared(original: Compared, translation: Compared) -> Iterator[Differing]:
    extra = _unanswered(translation.atoms, original.atoms)
    missing = _unanswered(original.atoms, translation.atoms)
    for atom in extra:
        if atom.is_placeholder:
            yield _finding(
                atom,
                say("{text} stands here, and not in the authoritative text", text=atom.text),
            )
            continue
        counterpart = _counterpart(atom, missing)
        if counterpart:
            missing.remove(counterpart)
            message = say(
                "here stands {here}, and in the authoritative text {there}",
                here=atom.text,
                there=counterpart.text,
            )
        else:
            message = say("{text} stands here, and not in the authoritative text", text=atom.text)
        yield _finding(atom, message)
    yield from _left_out(missing, translation)
    yield from _other_days(original, translation)


def _unanswered(atoms: Sequence[Atom], others: Sequence[Atom]) -> list[Atom]:
    """The firm numbers that no number of the other text answers, each value once."""
    every = {value for other in others for value in other.worth.values}
    found: list[Atom] = []
    for atom in atoms:
        worth = atom.worth
        is_told = any(worth == one.worth for one in found)
        is_wanted = worth.is_firm and not is_told and not worth.values & every
        if is_wanted and not any(_stands_for(worth, other.worth) for other in others):
            found.append(atom)
    return found


def _stands_for(one: Worth, other: Worth) -> bool:
    """Whether two that are not equal may say the same: 1.27 million and 1,268,391, ten days and
    two weeks. In one unit, only the same number is the same.
    """
    if one.unit and other.unit and one.unit != other.unit:
        return max(one.days, other.days) <= _ALIKE * min(one.days, other.days)
    step = max(one.step, other.step)
    return step > 1 and any(
        abs(value - another) * 2 <= step and value >= 1000
        for value in one.values
        for another in other.values
    )


_ALIKE = Decimal("1.5")
"""How much two durations in different units may differ: languages round them differently."""


def _counterpart(atom: Atom, missing: Sequence[Atom]) -> Atom | None:
    """What the authoritative text most likely says in the place of a number."""
    same_role = [one for one in missing if one.passage.role == atom.passage.role]
    return min(
        same_role,
        key=lambda one: (
            one.nth != atom.nth,
            abs(max(one.worth.values).adjusted() - max(atom.worth.values).adjusted()),
            one.start,
        ),
        default=None,
    )


def _left_out(missing: Sequence[Atom], translation: Compared) -> Iterator[Differing]:
    """One finding for each passage of the translation that leaves numbers out."""
    by_place: dict[int, list[Atom]] = defaultdict(list)
    passages: dict[int, Passage] = {}
    for atom in missing:
        passage = _parallel(atom, translation)
        by_place[id(passage)].append(atom)
        passages[id(passage)] = passage
    for place, atoms in by_place.items():
        passage = passages[place]
        texts = ", ".join(dict.fromkeys(atom.text for atom in atoms[:_SEVERAL]))
        message = say("the authoritative text has {numbers}, and this one does not", numbers=texts)
        yield Differing(
            passage, 0, 0, _diagnostic(passage, 0, len(passage.text), message)
        )  # fmt: skip


def _parallel(atom: Atom, translation: Compared) -> Passage:
    """The passage of the translation that says the same, as far as order tells."""
    same = [one for one in translation.passages if one.role == atom.passage.role]
    return same[min(atom.nth, len(same) - 1)] if same else translation.passages[0]


def _other_days(original: Compared, translation: Compared) -> Iterator[Differing]:
    """Days whose numbers agree and that are not the same: 3 April for 4 March, another year."""
    known = {(day.month, day.day) for _, day in original.days}
    years: Mapping[tuple[int, int], set[int]] = _years(original)
    for passage, day in translation.days:
        swapped = day.day, day.month
        is_swapped = (day.month, day.day) not in known and swapped in known
        then = years.get((day.month, day.day), set())
        if is_swapped or (day.year and then and day.year not in then):
            other = next(
                (p, d) for p, d in original.days
                if (d.month, d.day) in {(day.month, day.day), swapped}
            )  # fmt: skip
            message = say(
                "here stands {here}, and in the authoritative text {there}",
                here=passage.text[day.start : day.end],
                there=other[0].text[other[1].start : other[1].end],
            )
            at = _diagnostic(passage, day.start, day.end, message)
            yield Differing(passage, day.start, day.end, at)


def _years(text: Compared) -> Mapping[tuple[int, int], set[int]]:
    found: dict[tuple[int, int], set[int]] = defaultdict(set)
    for _, day in text.days:
        if day.year:
            found[day.month, day.day].add(day.year)
    return found


def _finding(atom: Atom, message: Message) -> Differing:
    return Differing(
        atom.passage, atom.start, atom.end,
        _diagnostic(atom.passage, atom.start, atom.end, message),
    )  # fmt: skip


def _diagnostic(passage: Passage, start: int, end: int, message: Message) -> Diagnostic:
    return Diagnostic(
        passage.at(start, end),
        Code.NUMBERS_DIFFER,
        message,
        say("make both texts say the same number, or the same placeholder"),
        Severity.WARNING,
    )
