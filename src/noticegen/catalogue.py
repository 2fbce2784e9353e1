"""A language's catalogue (`locales/ja/LC_MESSAGES/noticegen.po`)  ->  messages by the English ones.

Catalogues are read as translators write them (gettext's PO format), so that nothing has to be
compiled. Plural forms and contexts are not used: messages count as in ``warnings: {count}``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path

LOCALES = Path(__file__).with_name("locales")
"""Where the catalogues lie: a folder a language."""

_WITHIN = Path("LC_MESSAGES", "noticegen.po")
ENGLISH = "en"
_IN_THE_CODE = frozenset({ENGLISH, "C", "POSIX"})
"""The names of the language that everything is written in first."""

_STRINGS = r'((?:"[^\n]*"\n)+)'
_ENTRY = re.compile(rf"^msgid {_STRINGS}msgstr {_STRINGS}", re.MULTILINE)
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t"}


def messages(languages: Iterable[str], locales: Path = LOCALES) -> Mapping[str, str]:
    """The catalogue of the first of `languages` that there is one for; empty for English.

    Languages are named as in the environment, with or without a region: ``ja``, ``ja_JP``.
    """
    name = told_in(languages, locales)
    return {} if name == ENGLISH else read_catalogue(locales / name / _WITHIN)


def told_in(languages: Iterable[str], locales: Path = LOCALES) -> str:
    """The language that messages are told in: the first that has a catalogue, or English."""
    return spoken(languages, lambda name: (locales / name / _WITHIN).is_file()) or ENGLISH


def spoken(languages: Iterable[str], is_there: Callable[[str], bool]) -> str | None:
    """The first of `languages` that `is_there`, without its region: `ja`; None for English."""
    for language in languages:
        name, _, _ = language.partition("_")
        if name in _IN_THE_CODE:
            break
        if name.isalpha() and is_there(name):
            return name
    return None


@lru_cache(maxsize=4)
def read_catalogue(path: Path) -> Mapping[str, str]:
    """Every message of a catalogue that is translated, by its English.

    Kept for the run, because a command says many things. Raises OSError.
    """
    entries = _ENTRY.findall(path.read_text("utf-8") + "\n")
    texts = {_joined(english): _joined(text) for english, text in entries}
    return {english: text for english, text in texts.items() if english and text}


def _joined(strings: str) -> str:
    """Strings, each in quotes on a line of its own, as one text."""
    text = "".join(line[1:-1] for line in strings.split("\n"))
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: _ESCAPED.get(match[1], match[1]), text)
