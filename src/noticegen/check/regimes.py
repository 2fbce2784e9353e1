"""What the chosen regimes ask for is there; findings say what is not, and never that a notice is
lawful.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from noticegen.check.covered import Way, is_free_phone, reachable, sections
from noticegen.check.merged import (
    BY_A_PERSON,
    Asked,
    Judged,
    State,
    in_language,
    judge,
    lacking_words,
)
from noticegen.check.scope import Scope
from noticegen.diagnostics import SETTINGS_FILE, Code, Diagnostic, Location, Message, Severity, say
from noticegen.localized import Localized
from noticegen.regimes.model import Level, Regime
from noticegen.regimes.reading import LANGUAGES, element_names, questions

SUBSTITUTE = "substitute_notice"
"""The question whether the page stands in for telling people directly."""

_FORM = frozenset({"notice_title", "required_headings"})
"""What is told by the words that are prescribed."""

_SETTINGS = Location(SETTINGS_FILE)
_SEPARATORS = {"en": ", ", "ja": "、"}
_BRACKETS = {"en": " ({})", "ja": "（{}）"}


def what_regimes_ask(scope: Scope) -> Iterator[Diagnostic]:
    """The notice has what the regimes in the settings ask for, in their words and long enough."""
    if not scope.config.regimes:
        return
    judged = judge(scope.public, scope.config)
    yield from _missing(scope, judged)
    yield from _unanswered(scope, judged)
    yield from _unwanted(judged)
    for chosen in judged.regimes:
        yield from _prescribed(scope, chosen)
        yield from _posted(scope, chosen)
        yield from _out_of_date(scope, chosen)
    yield from _advised(scope, judged)
    yield from _untranslated(scope, judged)
    yield from _conflicting(judged)


def _missing(scope: Scope, judged: Judged) -> Iterator[Diagnostic]:
    for item in judged.items:
        wanted = [one for one in item.asked if one.level is Level.REQUIRED]
        if item.state is State.NOT_FOUND and wanted and item.element not in _FORM:
            yield Diagnostic(
                _home(scope),
                Code.NOT_FOUND,
                say(
                    "{name} (`{element}`) is not found; asked for by {regimes}",
                    name=element_names()[item.element],
                    element=item.element,
                    regimes=_cited(wanted),
                ),
                say('say it, and name it in the heading: covers="{element}"', element=item.element),
                Severity.WARNING,
                tuple(_wanted(wanted)),
            )


def _unanswered(scope: Scope, judged: Judged) -> Iterator[Diagnostic]:
    """Questions whose answers decide whether something is missing; each is asked once."""
    waiting: dict[str, list[Asked]] = {}
    for item in judged.items:
        if item.state is State.NEEDS_ANSWER:
            for one in item.asked:
                if one.level is Level.CONDITIONAL and one.requirement.question:
                    waiting.setdefault(one.requirement.question, []).append(one)
    for law in judged.regimes:
        if SUBSTITUTE not in scope.config.answers and _days_short(scope, law):
            waiting.setdefault(SUBSTITUTE, [])
    for question, asked in waiting.items():
        yield Diagnostic(
            _SETTINGS,
            Code.NEEDS_ANSWER,
            say("not answered yet: {question}", question=questions()[question]),
            say("write yes or no in noticegen.yml: answers: {{{id}: …}}", id=question),
            Severity.WARNING,
            tuple(_hanging(scope, judged, question, asked)),
        )


def _hanging(
    scope: Scope, judged: Judged, question: str, asked: Iterable[Asked]
) -> Iterator[Message]:
    """What hangs on a question."""
    for one in asked:
        yield say(
            "{regime}: {name} (`{element}`), {provision}",
            regime=one.regime.id,
            name=element_names()[one.requirement.element],
            element=one.requirement.element,
            provision=one.requirement.provision,
        )
    for law in judged.regimes if question == SUBSTITUTE else ():
        if _days_short(scope, law):
            yield say(
                "{regime}: the page has to stand for {days} days, {provision}",
                regime=law.id,
                days=law.posting.min_days,
                provision=law.posting.basis,
            )


def _unwanted(judged: Judged) -> Iterator[Diagnostic]:
    for item in judged.items:
        if item.state is State.SHOULD_NOT_BE_HERE:
            wanted = [one for one in item.asked if one.level is Level.PROHIBITED]
            for place in item.found:
                yield Diagnostic(
                    place.at,
                    Code.SHOULD_NOT_BE_HERE,
                    say(
                        "{name} (`{element}`) should not be here, says {regimes}",
                        name=element_names()[item.element],
                        element=item.element,
                        regimes=_cited(wanted),
                    ),
                    say("leave it out, or say it in other words"),
                    Severity.WARNING,
                    tuple(_wanted(wanted)),
                )


def _prescribed(scope: Scope, law: Regime) -> Iterator[Diagnostic]:
    """Words that a law fixes stand on the home page in its language."""
    literal = law.literal
    if literal is None:
        return
    version = in_language(scope.public, literal.language)
    if version is None:
        yield Diagnostic(
            _home(scope),
            Code.PRESCRIBED_WORDS,
            say(
                "{regime} prescribes a title and headings in `{language}`, and the home page is "
                "not written in it",
                regime=law.id,
                language=literal.language,
            ),
            say("add the language, with the title “{title}”", title=literal.title),
            Severity.WARNING,
        )
        return
    for text in lacking_words(scope.public, literal):
        yield Diagnostic(
            version.at,
            Code.PRESCRIBED_WORDS,
            say(
                "the title is not “{text}”, as {regime} prescribes in {provision}",
                text=text,
                regime=law.id,
                provision=literal.provision,
            )
            if text == literal.title
            else say(
                "there is no heading “{text}”, as {regime} prescribes in {provision}",
                text=text,
                regime=law.id,
                provision=literal.provision,
            ),
            say("write it in exactly these words"),
            Severity.WARNING,
        )


def _posted(scope: Scope, law: Regime) -> Iterator[Diagnostic]:
    """A page that stands in for telling people directly stands, and answers calls, long enough."""
    if not scope.config.answers.get(SUBSTITUTE):
        return
    posting = law.posting
    if days := _days_short(scope, law):
        until = scope.config.keep_until
        yield Diagnostic(
            _SETTINGS,
            Code.POSTED_TOO_SHORT,
            say(
                "`keep_until` is {day}, and {regime} ({provision}) wants the page to stand for "
                "{days} days",
                day=until.isoformat(),
                regime=law.id,
                provision=posting.basis,
                days=days,
            )
            if until
            else say(
                "`keep_until` is not set, and {regime} ({provision}) wants the page to stand for "
                "{days} days",
                regime=law.id,
                provision=posting.basis,
                days=days,
            ),
            say("write keep_until: {day} or later", day=_last_day(scope, days).isoformat()),
            Severity.WARNING,
        )
    if posting.phone_days:
        last = _last_day(scope, posting.phone_days)
        lines = [contact for contact in reachable(scope.public) if is_free_phone(contact)]
        if lines and all(contact.until and contact.until < last for contact in lines):
            yield Diagnostic(
                lines[0].at,
                Code.POSTED_TOO_SHORT,
                say(
                    "the free line ends before {day}, and {regime} ({provision}) wants it to be "
                    "answered for {days} days",
                    day=last.isoformat(),
                    regime=law.id,
                    provision=posting.basis,
                    days=posting.phone_days,
                ),
                say("keep it until then"),
                Severity.WARNING,
            )


def _days_short(scope: Scope, law: Regime) -> int | None:
    """The days for which the page has to stand, where `keep_until` does not say as many."""
    days = law.posting.min_days
    until = scope.config.keep_until
    return days if days and (until is None or until < _last_day(scope, days)) else None


def _last_day(scope: Scope, days: int) -> date:
    """The last of so many whole days after the one on which the notice became public."""
    published = scope.public.site.home.published.astimezone(scope.config.zone).date()
    return published + timedelta(days=days)


def _out_of_date(scope: Scope, law: Regime) -> Iterator[Diagnostic]:
    """The data about a law are of the time of the notice."""
    now = scope.public.moment.astimezone(scope.config.zone).date()
    published = scope.public.site.home.published.astimezone(scope.config.zone).date()
    if now > law.until:
        yield _advice(
            _SETTINGS,
            say(
                "what {regime} asks for was checked on {day}, and may have changed",
                regime=law.id,
                day=law.checked_on.isoformat(),
            ),
            say("compare with the law, or install a newer noticegen"),
        )
    if law.in_force_from and published < law.in_force_from:
        yield _advice(
            _SETTINGS,
            say(
                "the list of {regime} holds from {day}, and the notice is older",
                regime=law.id,
                day=law.in_force_from.isoformat(),
            ),
            say("compare with the law as it was then"),
        )


def _advised(scope: Scope, judged: Judged) -> Iterator[Diagnostic]:
    unknown: dict[Location, list[str]] = {}
    for item in judged.items:
        name = element_names()[item.element]
        wanted = [one for one in item.asked if one.level is Level.RECOMMENDED]
        if item.state is State.ADVICE and item.element not in BY_A_PERSON:
            yield _advice(
                _home(scope),
                say(
                    "{name} (`{element}`) is not found; recommended by {regimes}",
                    name=name,
                    element=item.element,
                    regimes=_cited(wanted),
                ),
                None,
                tuple(_wanted(wanted)),
            )
        if item.state is State.SAYS_UNKNOWN:
            unknown.setdefault(item.found[0].at, []).append(item.element)
        if item.state in {State.FOUND, State.SAYS_UNKNOWN} and item.found[0].way is Way.WORDS:
            yield _advice(
                item.found[0].at,
                say(
                    "{name} (`{element}`) is found by the words of this heading alone",
                    name=name,
                    element=item.element,
                ),
                say('write covers="{element}" there', element=item.element),
            )
    for at, elements in unknown.items():
        yield _advice(
            at,
            say(
                "this section says that something is not known yet ({elements})",
                elements=", ".join(elements),
            ),
            say("look whether that is still so"),
        )


def _untranslated(scope: Scope, judged: Judged) -> Iterator[Diagnostic]:
    """A translation says that it speaks to what the authoritative text speaks to."""
    home = scope.public.site.home
    for version in home.versions[1:]:
        there = {name for part in sections(scope.public, version.language) for name in part.covers}
        for item in judged.items:
            is_required = any(one.level is Level.REQUIRED for one in item.asked)
            is_covered = item.found and item.found[0].way is Way.COVERS
            if is_required and is_covered and item.element not in there:
                yield _advice(
                    Location(version.at.path),
                    say(
                        "{name} (`{element}`) is found in `{first}` and not in `{language}`",
                        name=element_names()[item.element],
                        element=item.element,
                        first=home.authoritative.language,
                        language=version.language,
                    ),
                    say('write covers="{element}" there', element=item.element),
                )


def _conflicting(judged: Judged) -> Iterator[Diagnostic]:
    for conflict, among in judged.conflicts:
        yield _advice(
            _SETTINGS,
            say(
                "one page cannot do this for {regimes} together: {text}",
                regimes=", ".join(sorted(among)),
                text=conflict.text,
            ),
        )


def _home(scope: Scope) -> Location:
    """The file of the home page: the place of what is nowhere."""
    return Location(scope.public.site.home.authoritative.at.path)


def _advice(
    at: Location,
    message: Message,
    hint: Message | None = None,
    lines: tuple[Message, ...] = (),
) -> Diagnostic:
    return Diagnostic(at, Code.REGIME_ADVICE, message, hint, Severity.ADVICE, lines)


def _cited(asked: Iterable[Asked]) -> Localized:
    """The regimes with their provisions, in each language of the data."""
    listed = list(asked)
    return Localized(
        {
            language: _SEPARATORS[language].join(
                one.regime.id + _BRACKETS[language].format(one.requirement.provision.of(language))
                for one in listed
            )
            for language in LANGUAGES
        },
        LANGUAGES[0],
    )


def _wanted(asked: Iterable[Asked]) -> Iterator[Message]:
    """What each of them wants to be told."""
    for one in asked:
        yield say("{regime}: {asks}", regime=one.regime.id, asks=one.requirement.asks)
