"""What stands in another language than its page is marked, and nothing is left untranslated.

Japanese is told from the others by its script, English, French and German by their small words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from noticegen.check.passages import COVER, Passage
from noticegen.check.quotations import quoted
from noticegen.check.scope import Scope
from noticegen.check.wordlists import word_lists
from noticegen.diagnostics import Code, Diagnostic, Location, Severity, say
from noticegen.localized import Localized

_MARKABLE = frozenset({"paragraph", "quotation", "heading", "header", "cell", "term"})
"""The roles of text in which something can be marked."""
_WORDS = 5
"""A passage of fewer words is a name or a title as often as a sentence."""
_SIGNS = 10
"""How much Japanese makes about five words."""

_JAPANESE_SENTENCE = re.compile(
    "を|[一-鿿ァ-ヺー]は|[一-鿿ァ-ヺー]が|です|でし|ます|まし|ませ|ください|した|して|する|ない|てい|てく"
)
_JAPANESE = re.compile("[ぁ-ゖァ-ヺー々一-鿿]")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


# ------------------------------------------------------------------ passages in another language


def passages_in_another_language_are_marked(scope: Scope) -> Iterator[Diagnostic]:
    """A voice that reads aloud has to know which language it reads."""
    for passage in scope.passages:
        if passage.role not in _MARKABLE:
            continue
        own = passage.language.partition("-")[0]
        known = [*passage.marked]
        for start, end, text in _pieces(passage, own):
            if any(first < end and start < last for first, last in known):
                continue
            other = language_of(text)
            if other and other != own:
                yield _unmarked(passage, start, end, other)
                known.append((start, end))


def _pieces(passage: Passage, own: str) -> Iterator[tuple[int, int, str]]:
    """What is quoted, and what stands around it, with the places; nothing where a first look
    shows that there is no foreign script and no small word of another language.
    """
    text = passage.text
    if own == "ja":
        if not re.search(r"[A-Za-zÀ-ÿ]{2,}[^ぁ-ゖァ-ヺ一-鿿]{8}", text):
            return
    elif not _HIRAGANA.search(text) and own in _small_words():
        counts = _count(text)
        if max(count for other, count in counts.items() if other != own) < 2:
            return
    around = text
    for start, end in quoted(text):
        yield start, end, text[start:end]
        around = around[:start] + " " * (end - start) + around[end:]
    yield 0, len(text), around


def language_of(text: str) -> str | None:
    """The language of a passage, or None where it is too short or no sentence."""
    japanese = len(_JAPANESE.findall(text))
    words = _WORD.findall(_JAPANESE.sub(" ", text))
    if japanese >= _SIGNS and japanese >= sum(map(len, words)):
        return "ja" if len(_JAPANESE_SENTENCE.findall(text)) >= 2 else None
    if len(words) < _WORDS or 5 * japanese > sum(map(len, words)):
        return None
    counts = _count(text)
    best = max(counts, key=lambda language: counts[language])
    rest = max(count for language, count in counts.items() if language != best)
    small = {word.lower() for word in _split(text)}
    in_sentences = len(small & set(word_lists("languages")[best]["sentence"]))
    is_sentence = in_sentences >= 2 and counts[best] * 4 >= len(words)
    return best if is_sentence and counts[best] >= rest + 2 and counts[best] > 1.5 * rest else None


@lru_cache(maxsize=1)
def _small_words() -> Mapping[str, frozenset[str]]:
    lists = word_lists("languages")
    return {language: frozenset(words["function"]) for language, words in lists.items()}


def _split(text: str) -> list[str]:
    """The words, with those parted that an apostrophe joins: l’adresse."""
    return _WORD.findall(text.replace(COVER, " "))


def _count(text: str) -> Mapping[str, int]:
    """How many words of a text are small words of each language."""
    words = [word.lower() for word in _split(text)]
    return {
        language: sum(word in small for word in words) for language, small in _small_words().items()
    }


def _unmarked(passage: Passage, start: int, end: int, other: str) -> Diagnostic:
    start += len(passage.text[start:end]) - len(passage.text[start:end].lstrip())
    at = passage.at(start, end)
    piece = passage.written[start:end].strip()
    text = piece if len(piece) <= 30 else piece[:29] + "…"
    # A block begins at the margin; what stands in a list is marked within its line.
    is_block = passage.role == "quotation" or at.column == 1
    hint = (
        say("put `::: lang {language}` before it and `:::` after it", language=other)
        if is_block and not passage.text[:start].strip() and passage.role != "heading"
        else say("write [{text}]{{lang={language}}}", text=text, language=other)
    )
    return Diagnostic(
        at,
        Code.UNMARKED_LANGUAGE,
        say(
            "“{text}” is in another language ({other}) than its page ({own}) and is not marked",
            text=text,
            other=other,
            own=passage.language,
        ),
        hint,
        Severity.WARNING,
    )


# ------------------------------------------------------------------ words left in another language


class _Said(NamedTuple):
    """One text in several languages, with its place in each."""

    key: str
    """What it is, in the words of the file."""
    texts: Mapping[str, str]
    places: Mapping[str, Location]


def everything_is_translated(scope: Scope) -> Iterator[Diagnostic]:
    """A title, a name, a unit or a purpose is in the language of its readers."""
    if len(scope.public.languages) < 2:
        return
    brands = set(scope.config.organization.texts.values())
    for said in _said(scope):
        reported = set()
        for language, text in said.texts.items():
            source = _left_from(language, text, said.texts)
            place = said.places[language]
            if source is None or text in brands or (place, text) in reported:
                continue
            reported.add((place, text))
            yield Diagnostic(
                place,
                Code.INTERFACE_WORD,
                say(
                    "{key}: “{text}” is in {source}, and readers of {language} get it, too",
                    key=said.key,
                    text=text,
                    source=source,
                    language=language,
                ),
                say("translate it"),
                Severity.WARNING,
            )


def _left_from(language: str, text: str, texts: Mapping[str, str]) -> str | None:
    """The language whose text was left in place of a translation; None where none was."""
    here = _vocabulary(language, text)
    for other, same in texts.items():
        if other == language or same != text:
            continue
        there = _vocabulary(other, text)
        if there is not None and (here or 0) < there:
            return other
    return None


def _vocabulary(language: str, text: str) -> int | None:
    """How many words of a text belong to a language; None where that is no judgement.

    Half of the words have to, so that a brand with a common word in it is left alone.
    """
    language = language.partition("-")[0]
    text = re.sub(r"\$\{[^{}]*\}", " ", text)
    japanese = len(_JAPANESE.findall(text))
    if language == "ja":
        return japanese or None
    lists = word_lists("languages").get(language)
    if lists is None or japanese:
        return None
    words = [word.lower() for word in _WORD.findall(text) if len(word) > 1]
    known = frozenset((*lists["function"], *lists["interface"]))
    count = sum(word in known for word in words)
    return count if words and 2 * count >= len(words) else None


def _said(scope: Scope) -> Iterator[_Said]:
    site = scope.public.site
    for page in site.all_pages:
        titles = {version.language: version for version in page.versions}
        yield _Said(
            "title",
            {language: version.title for language, version in titles.items()},
            {language: version.at for language, version in titles.items()},
        )
    for question in site.faq.questions if site.faq else ():
        answers = {answer.language: answer for answer in question.answers}
        yield _Said(
            "question",
            {language: answer.title for language, answer in answers.items()},
            {language: answer.at for language, answer in answers.items()},
        )
    for fact in site.facts.values():
        yield from _localized(scope, "name", fact.name, fact.at)
        yield from _localized(scope, "meaning", fact.meaning, fact.at)
        for category in sorted({one for words in fact.unit.values() for one in words}):
            texts = {
                lang: words[category] for lang, words in fact.unit.items() if category in words
            }
            places = {lang: _place(scope, fact.at, lang, text) for lang, text in texts.items()}
            yield _Said("unit", texts, places)
    for contact in site.contacts.contacts:
        yield from _localized(scope, "name", contact.name, contact.at)
        yield from _localized(scope, "purpose", contact.purpose, contact.at)
    for closure in site.contacts.closures:
        yield from _localized(scope, "name", closure.name, closure.at)
    for attachment in site.attachments.values():
        yield from _localized(scope, "title", attachment.title, attachment.at)


def _localized(scope: Scope, key: str, said: Localized | None, at: Location) -> Iterator[_Said]:
    if said:
        places = {lang: _place(scope, at, lang, text) for lang, text in said.texts.items()}
        yield _Said(key, said.texts, places)


def _place(scope: Scope, at: Location, language: str, text: str) -> Location:
    """Where a text of a language stands in an entry of YAML that begins at `at`."""
    lines = scope.sources.get(at.path, "").split("\n")[max(at.line - 1, 0) :]
    own = re.compile(rf"(?<![\w-]){re.escape(language)}:\s*[^}}]*?(?P<text>{re.escape(text)})")
    first: Location | None = None
    for number, line in enumerate(lines):
        if number and line.strip() and not line[0].isspace() and not line.startswith("#"):
            break  # the next entry
        if match := own.search(line):
            return Location(at.path, at.line + number, match.start("text") + 1)
        if first is None and number and text in line:
            first = Location(at.path, at.line + number, line.index(text) + 1)
    return first or at
