"""Stock phrases of notices, a file a language, and what to think of each. They are data: patterns
with the reason why somebody should look at the words again.

A file has a list of entries a subject, or a list of patterns alone (`link_text`, `alt_text`). An
entry says

    find     patterns of the words (regular expressions, in any case; a space is any space, an
             apostrophe any apostrophe, <value> a placeholder; words are whole ones in languages
             that part them)
    with     patterns of which one has to stand in the same sentence
    without  patterns of which none may
    reason   what is the matter with them, in the languages of messages
    instead  what to write, in the same languages, where the hint of the rule does not say enough
"""

from __future__ import annotations

import re
from collections.abc import Mapping as Keyed
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from noticegen.check.passages import COVER
from noticegen.localized import Localized
from noticegen.yamlfile import Mapping, Plain, plain, read_yaml

_FOLDER = Path(__file__).parent

LANGUAGES = ("ja", "en", "fr", "de")
"""For which there is a file."""

DENIAL, HEDGE, MINIMISING = "undated_denial", "hedge", "minimising"
BOILERPLATE, DONATION = "boilerplate", "donate_instead"
SUBJECTS = (DENIAL, HEDGE, MINIMISING, BOILERPLATE, DONATION)
"""What entries are about."""

LINK_TEXT, ALT_TEXT = "link_text", "alt_text"
WHOLE_TEXTS = (LINK_TEXT, ALT_TEXT)
"""Lists of what says nothing where it is the whole text of a link, or of an image."""

ENTRY_KEYS = ("find", "with", "without", "reason", "instead")

_MEANT = {" ": "[ \u00a0\u202f]", "'": "['’]", "<value>": f"{COVER}+"}
_WORDS_TOUCH = frozenset({"ja"})
"""Languages that put no space between words."""


class Phrase(NamedTuple):
    """Words that somebody should look at again."""

    words: re.Pattern[str]
    only_with: re.Pattern[str] | None
    """What has to stand in the same sentence."""
    unless_with: re.Pattern[str] | None
    """What may not."""
    reason: Localized
    instead: Localized | None


@cache
def phrases(language: str, subject: str) -> tuple[Phrase, ...]:
    """The entries of a subject for texts in `language`; none where there is no file for it."""
    name = language.partition("-")[0]
    return tuple(_phrase(entry, name) for entry in _list(_file(name).get(subject)))


@cache
def any_phrase(language: str) -> re.Pattern[str] | None:
    """What is found where the words of some entry are: most texts hold none."""
    name = language.partition("-")[0]
    entries = [entry for subject in SUBJECTS for entry in _list(_file(name).get(subject))]
    return _any_of([text for entry in entries for text in _texts(_keyed(entry), "find")], name)


@cache
def whole_text(kind: str) -> re.Pattern[str]:
    """What says nothing as the whole text of a link, or of an image, in any of the languages."""
    listed = [
        _pattern(text, language) for language in LANGUAGES for text in _texts(_file(language), kind)
    ]
    return re.compile("|".join(listed), re.IGNORECASE)


@cache
def _file(language: str) -> Keyed[str, Plain]:
    return read_data(f"{language}.yml") if language in LANGUAGES else {}


def read_data(name: str) -> Keyed[str, Plain]:
    """What one of our files says."""
    read = read_yaml((_FOLDER / name).read_text("utf-8"), name)
    assert isinstance(read, Mapping), f"{name} cannot be read: {read}"
    return _keyed(plain(read))


def _phrase(said: Plain, language: str) -> Phrase:
    entry = _keyed(said)
    reason, instead = localized(entry, "reason"), localized(entry, "instead")
    assert reason is not None, f"an entry gives no reason: {entry}"
    words = _any_of(_texts(entry, "find"), language)
    assert words is not None, f"an entry finds nothing: {entry}"
    only_with, unless_with = (_any_of(_texts(entry, key), language) for key in ("with", "without"))
    return Phrase(words, only_with, unless_with, reason, instead)


def localized(entry: Keyed[str, Plain], key: str) -> Localized | None:
    """A text of ours in the languages of messages."""
    texts = entry.get(key)
    if texts is None:
        return None
    return Localized({language: str(text) for language, text in _keyed(texts).items()}, "en")


def _any_of(texts: Sequence[str], language: str) -> re.Pattern[str] | None:
    return re.compile(_pattern("|".join(texts), language), re.IGNORECASE) if texts else None


def _pattern(text: str, language: str) -> str:
    for sign, meant in _MEANT.items():
        text = text.replace(sign, meant)
    return f"(?:{text})" if language in _WORDS_TOUCH else rf"(?<!\w)(?:{text})(?!\w)"


def _keyed(said: Plain) -> Keyed[str, Plain]:
    assert not isinstance(said, str | tuple), f"keys and values are wanted: {said}"
    return said


def _texts(said: Keyed[str, Plain], key: str) -> tuple[str, ...]:
    return tuple(map(str, _list(said.get(key))))


def _list(said: Plain | None) -> tuple[Plain, ...]:
    if said is None:
        return ()
    return said if isinstance(said, tuple) else (said,)


class Asked(NamedTuple):
    """A question that readers of every notice ask, and how its answer is recognised."""

    id: str
    asks: Localized
    covers: tuple[str, ...]
    """Elements of a notice that answer it."""
    ids: re.Pattern[str]
    """Of questions that are this one."""
    words: re.Pattern[str]
    """In the title of a question, in any language."""


@cache
def asked() -> tuple[Asked, ...]:
    """The questions, in the order in which they are asked."""
    return tuple(_asked(entry) for entry in _list(read_data("questions.yml").get("questions")))


def _asked(said: Plain) -> Asked:
    entry = _keyed(said)
    asks, words = localized(entry, "asks"), _keyed(entry["words"])
    assert asks is not None, f"a question asks nothing: {entry}"
    id_ = str(entry["id"])
    patterns = [_pattern(text, lang) for lang in words for text in _texts(words, lang)]
    return Asked(
        id_,
        asks,
        _texts(entry, "covers"),
        re.compile("|".join((re.escape(id_), *_texts(entry, "ids")))),
        re.compile("|".join(patterns), re.IGNORECASE),
    )
