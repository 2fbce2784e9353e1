"""Words that readers have heard too often, or will hold against whoever wrote them; and questions
that they always ask. Advice only: what is meant well is for its author to judge.

What is looked for, and why, stands in `stock/`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from noticegen.check.passages import Passage
from noticegen.check.scope import Scope
from noticegen.check.stock import (
    BOILERPLATE,
    DENIAL,
    DONATION,
    HEDGE,
    MINIMISING,
    SUBJECTS,
    Phrase,
    any_phrase,
    asked,
    phrases,
)
from noticegen.diagnostics import Code, Diagnostic, Location, Severity, say
from noticegen.facts import FactType, Value, told
from noticegen.markdown.document import Document
from noticegen.model import Faq, Page, Site

_CODES = {
    DENIAL: Code.UNDATED_DENIAL,
    HEDGE: Code.HEDGE,
    MINIMISING: Code.MINIMISING,
    BOILERPLATE: Code.BOILERPLATE,
    DONATION: Code.DONATE_INSTEAD,
}
_NOT_OURS = frozenset({"quotation", "before", "code"})
"""What somebody else said, or what stood there once."""

_QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|\"[^\"]*\"")
_END = re.compile(
    # Not after an initial or the number of a day, nor before a small letter or a figure.
    r"[。！？!?]|(?:(?<=[^\W\d_][^\W\d_])|(?<=\d{4})|(?<=[)%»”]))\.(?=\s+[^\sa-z\d])"
)
_LONGEST = 60
"""How many signs of the words a message repeats."""

_KANJI_DAY = "[0-9０-９〇一二三四五六七八九十]{1,3}"
_MONTHS = (
    "jan(?:uary|vier|uar)?|feb(?:ruary|ruar)?|f[ée]v(?:rier)?|mar(?:ch|s)?|märz|apr(?:il)?|avril"
    "|ma[iy]|june?|juin|juni|july?|juillet|juli|aug(?:ust)?|août|sep(?:t(?:ember|embre)?)?"
    "|o[ck]t(?:ober|obre)?|nov(?:ember|embre)?|de[cz](?:ember)?|déc(?:embre)?"
)
_DAY = re.compile(
    rf"{_KANJI_DAY}月(?:{_KANJI_DAY}日|末|上旬|中旬|下旬)|同日|当日"
    r"|\b\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}\.\d{1,2}\.\d{2,4}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th|er|\.)?[ \u00a0\u202f](?:{_MONTHS})\b"
    rf"|\b(?:{_MONTHS})\.?[ \u00a0\u202f]\d{{1,4}}\b",
    re.IGNORECASE,
)
_TODAY = re.compile(r"本日|\btoday\b|\baujourd['’]hui\b|\bheute\b", re.IGNORECASE)
_UP_TO = re.compile(
    r"現在|時点|まで|\b(?:as of|as at|until|up to|by|through|au|jusqu['’]au|à la date"
    r"|stand|bis|zum)\b",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\$\{([^{}\n]*)\}")
_IS_A_DAY = re.compile(r".*\.(?:as_of|date|from|until|to)(?:@.*)?|.*:(?:date|day|weekday|month)")
_DAY_TYPES = frozenset({FactType.DATE, FactType.MOMENT})


class _Hit(NamedTuple):
    """Words of an entry in a passage, and the sentence in which they stand."""

    phrase: Phrase
    start: int
    end: int
    sentence: tuple[int, int]


def words_say_what_is_known(scope: Scope) -> Iterator[Diagnostic]:
    """Denials have their day, and nothing is taken back, made small, or said for the form."""
    for index, passage in enumerate(scope.passages):
        prefilter = any_phrase(passage.language)
        if passage.role in _NOT_OURS or not prefilter or not prefilter.search(passage.text):
            continue
        if passage.role == "value" and not _value_at(passage, scope):
            continue
        for subject in SUBJECTS:
            for hit in _hits(passage, phrases(passage.language, subject)):
                if subject != DENIAL or not _has_its_day(hit, index, scope):
                    yield _advice(subject, hit, passage)


def _hits(passage: Passage, entries: Iterable[Phrase]) -> Iterator[_Hit]:
    """The words of the entries in a passage, the first of each sentence."""
    text = passage.text
    found: dict[int, _Hit] = {}
    for phrase in entries:
        for match in phrase.words.finditer(text):
            sentence = _sentence(text, *match.span())
            said = text[slice(*sentence)]
            if (
                not (phrase.only_with and not phrase.only_with.search(said))
                and not (phrase.unless_with and phrase.unless_with.search(said))
                and not any(q.start() < match.start() < q.end() for q in _QUOTED.finditer(text))
            ):
                hit = _Hit(phrase, *match.span(), sentence)
                other = found.setdefault(sentence[0], hit)
                if (hit.start, -hit.end) < (other.start, -other.end):
                    found[sentence[0]] = hit
    yield from (found[start] for start in sorted(found))


def _advice(subject: str, hit: _Hit, passage: Passage) -> Diagnostic:
    words = passage.written[hit.start : hit.end].strip()
    shown = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    instead = hit.phrase.instead
    return Diagnostic(
        passage.at(hit.start, hit.end),
        _CODES[subject],
        say("“{words}”: {reason}", words=shown, reason=hit.phrase.reason),
        say("{advice}", advice=instead)
        if instead
        else say("say it without these words, or strike the sentence"),
        Severity.ADVICE,
    )


# ------------------------------------------------------------------------------------- days


def _has_its_day(hit: _Hit, index: int, scope: Scope) -> bool:
    """Whether readers of a denial are told on which day it held."""
    passage = scope.passages[index]
    start, end = hit.sentence
    if _tells_a_day(passage, start, end, scope):
        return True
    if passage.is_dated and _TODAY.search(passage.text, start, end):
        return True
    if passage.role == "note" and passage.is_dated:
        return True  # it is shown beside its moment
    value = _value_at(passage, scope) if passage.role == "value" else None
    if value and value.as_of:
        return True
    before = _sentence(passage.text, start - 1, start) if start else (0, 0)
    if _UP_TO.search(passage.text, *before) and _tells_a_day(passage, *before, scope):
        return True
    return any(
        _tells_a_day(other, 0, len(other.text), scope) for other in _over(index, scope.passages)
    )


def _tells_a_day(passage: Passage, start: int, end: int, scope: Scope) -> bool:
    if _DAY.search(passage.text, start, end):
        return True
    names = _PLACEHOLDER.findall(passage.written[start:end])
    return any(_is_a_day(name, scope.public.site) for name in names)


def _is_a_day(name: str, site: Site) -> bool:
    if _IS_A_DAY.fullmatch(name):
        return True
    fact = site.facts.get(re.split(r"[.@:]", name, maxsplit=1)[0])
    return fact is not None and fact.type in _DAY_TYPES


def _value_at(passage: Passage, scope: Scope) -> Value | None:
    """The value of a fact that stands there and holds; those before it are history."""
    for fact in scope.public.site.facts.values():
        now = told(fact, scope.public.moment)
        if now and (now.shown.at.path, now.shown.at.line) == (passage.path, passage.first_line):
            return now.shown
    return None


def _over(index: int, all_passages: tuple[Passage, ...]) -> Iterator[Passage]:
    """What is read as belonging to a passage: the heading over it, the row of a cell and the
    headers of its table."""
    passage = all_passages[index]
    row = (passage.path, passage.first_line)
    in_table = passage.role == "cell"
    for other in reversed(all_passages[:index]):
        if other.path != passage.path:
            return
        if in_table and other.role in {"cell", "header"}:
            if other.role == "header" or (other.path, other.first_line) == row:
                yield other
            continue
        in_table = False
        if other.role in {"heading", "question"}:
            yield other
            return


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a stretch of text begins and ends."""
    first = max((m.end() for m in _END.finditer(text, 0, start + 1) if m.end() <= start), default=0)
    last = _END.search(text, max(start, end - 1))
    return first, last.end() if last else len(text)


# -------------------------------------------------------------------------------- questions


def questions_that_everybody_asks_have_answers(scope: Scope) -> Iterator[Diagnostic]:
    """What is asked by every reader of every notice is asked of this one, too."""
    site = scope.public.site
    if site.faq is None:
        return
    covered = frozenset(_covered(site))
    titles = tuple(_titles(site))
    ids = tuple(question.id for question in site.faq.questions)
    named = {name for q in site.faq.questions for answer in q.answers for name in answer.answers}
    missing = [
        one
        for one in asked()
        if one.id not in named
        and covered.isdisjoint(one.covers)
        and not any(one.ids.fullmatch(id_) for id_ in ids)
        and not any(one.words.search(title) for title in titles)
    ]
    if missing:
        yield Diagnostic(
            Location(site.faq.authoritative.at.path, 1, 1),
            Code.UNANSWERED_QUESTION,
            say("readers of every notice ask these questions, and no answer is found here"),
            say(
                "answer them, also with “we will not say, because …”; where an answer has another "
                'title, name the question in its heading: {{#… answers="misuse"}}'
            ),
            Severity.ADVICE,
            tuple(say("{id}: {question}", id=one.id, question=one.asks) for one in missing),
        )


def _covered(site: Site) -> Iterator[str]:
    """The elements that standing pages and answers speak to."""
    for page in _standing(site):
        for version in page.versions:
            yield from _elements(version.document)
    for topic in site.faq.topics if site.faq else ():
        for title in topic.titles:
            yield from title.covers
        for question in topic.questions:
            for answer in question.answers:
                yield from answer.covers
                yield from _elements(answer.document)


def _titles(site: Site) -> Iterator[str]:
    """The titles of questions, and of the standing pages beside the notice."""
    for page in site.pages:
        yield from (version.title for version in page.versions)
    for question in site.faq.questions if site.faq else ():
        yield from (answer.title for answer in question.answers)


def _standing(site: Site) -> tuple[Page | Faq, ...]:
    return (site.home, *((site.faq,) if site.faq else ()), *site.pages)


def _elements(document: Document) -> Iterator[str]:
    for heading in document.headings:
        yield from heading.attributes.get("covers", ("", heading.at))[0].split()
