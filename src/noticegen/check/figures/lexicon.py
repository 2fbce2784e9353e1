"""How a language writes figures: `words/<language>.yml`, read once a language and when needed.

The keys of a file:

- `months`: the names of the months by number; `doubtful_months` are those that are other words,
  too, and count beside a day only;
- `numbers`: words of numbers, from which longer ones are made (`numerals.py` reads English and
  kanji), with `and` between them; `doubtful_numbers` are no figures when they stand alone;
- `scales`: what multiplies the digits before it;
- `durations`, `percent`, `money`: what stands behind a number of that kind; `ago` behind a
  duration and `since` before it make a point of time of it;
- `alike`: units that count the same; `no_count`: what behind a unit makes of it no count, and
  `no_count_before` before the number: rates, limits, those who work for us;
  `between`: what may part a number from its unit;
- `loosely`: beginnings of words that say a number without its figure;
- `floors`: what is counted from another floor in another country;
- `same_words`: two ways to say one thing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from noticegen.yamlfile import Mapping as Keys
from noticegen.yamlfile import Plain, plain, read_yaml

_FOLDER = Path(__file__).with_name("words")
_NEVER = re.compile(r"(?!)")
_WIDE = "\u3000-\u9fff\uff00-\uffef"
"""Signs of scripts that put no space between words."""
_SIGNS = {
    "¥": ("JPY", "CNY"), "￥": ("JPY", "CNY"), "€": ("EUR",), "£": ("GBP",), "₩": ("KRW",),
    "US$": ("USD",), "A$": ("AUD",), "C$": ("CAD",), "S$": ("SGD",), "HK$": ("HKD",),
    "$": ("USD", "AUD", "CAD", "SGD", "HKD", "NZD"), "Fr.": ("CHF",), "SFr.": ("CHF",),
}  # fmt: skip
_CODES = ("JPY", "EUR", "USD", "GBP", "CHF", "AUD", "CAD", "SGD", "KRW", "CNY", "HKD", "NZD")


class Lexicon(NamedTuple):
    """What one language has of each, ready to look for."""

    months: Mapping[str, int]
    """By name, in small letters."""
    doubtful_months: frozenset[str]
    month: re.Pattern[str]
    numbers: Mapping[str, int]
    """By word, in small letters."""
    number: re.Pattern[str]
    """A number in words, however long."""
    word: re.Pattern[str]
    """One word of such a number."""
    doubtful_numbers: frozenset[str]
    scales: Mapping[str, int]
    scale: re.Pattern[str]
    durations: Mapping[str, str]
    duration: re.Pattern[str]
    ago: re.Pattern[str]
    since: re.Pattern[str]
    """What stands before a duration and makes of it a point of time: "vor", "il y a"."""
    percent: re.Pattern[str]
    currencies: Mapping[str, tuple[str, ...]]
    before: re.Pattern[str]
    """A sign or code of a currency that ends before the number."""
    after: re.Pattern[str]
    alike: tuple[str, ...]
    no_count: re.Pattern[str]
    no_count_before: re.Pattern[str]
    between: re.Pattern[str]
    loosely: Mapping[str, tuple[Decimal, ...]]
    loose: re.Pattern[str]
    floor: re.Pattern[str]
    same_words: tuple[tuple[str, str], ...]


@lru_cache(maxsize=16)
def lexicon(language: str) -> Lexicon:
    """The words of `language`; of a language without a file, what all languages share."""
    said = _read(language.partition("-")[0])
    months = _by_word(said, "months")
    numbers = _by_word(said, "numbers")
    scales = _by_word(said, "scales")
    durations = {
        word.lower(): unit for unit, words in _keyed(said, "durations") for word in _listed(words)
    }
    money = {word: (code,) for code, words in _keyed(said, "money") for word in _listed(words)}
    currencies = {**_SIGNS, **{code: (code,) for code in _CODES}, **money}
    loosely = {
        word: tuple(Decimal(value) for value in _listed(values))
        for word, values in _keyed(said, "loosely")
    }
    joint = "|".join(["", *map(re.escape, _list(said, "and"))])
    one = _any(numbers)
    return Lexicon(
        months=months,
        doubtful_months=frozenset(name.lower() for name in _list(said, "doubtful_months")),
        month=_compiled(rf"(?<!\w)(?:{_any(months)})(?!\w)" if months else ""),
        numbers=numbers,
        number=_compiled(
            rf"(?<!\w)(?:{one})(?:[\s-]*(?:{joint})[\s-]*(?:{one}))*(?!\w)" if numbers else ""
        ),
        word=_compiled(one),
        doubtful_numbers=frozenset(word.lower() for word in _list(said, "doubtful_numbers")),
        scales=scales,
        scale=_compiled(rf"[\s\u00a0\u202f]?({_any(scales)})(?!\w)" if scales else ""),
        durations=durations,
        duration=_behind(durations),
        ago=_behind(_list(said, "ago")),
        since=_compiled(rf"\b(?:{_any(_list(said, 'since'))})\s$" if "since" in said else ""),
        percent=_behind([*_list(said, "percent"), "%"]),
        currencies={word.lower(): codes for word, codes in currencies.items()},
        before=_compiled(rf"(?<![A-Za-z])({_any([*_SIGNS, *_CODES])})[\s\u00a0\u202f]?$"),
        after=_compiled(
            r"(?:[.,][-–—]{1,2})?[\s\u00a0\u202f-]?(?:d['’]|de\s)?"
            rf"({'|'.join(map(bounded, _longest(currencies)))})"
        ),
        alike=_list(said, "alike"),
        no_count=_behind(_list(said, "no_count")),
        no_count_before=_ahead(_list(said, "no_count_before")),
        between=_behind(_list(said, "between")),
        loosely=loosely,
        loose=_compiled(
            "|".join(rf"{'' if is_wide(word) else chr(92) + 'b'}{re.escape(word)}"
                     for word in _longest(loosely))
        ),
        floor=_behind(_list(said, "floors")),
        same_words=tuple(
            (word, str(same)) for word, same in _keyed(said, "same_words")
        ),
    )  # fmt: skip


def _read(language: str) -> Mapping[str, Plain]:
    path = _FOLDER / f"{language}.yml"
    if not path.is_file():
        return {}
    read = read_yaml(path.read_text("utf-8"), path.name)
    assert isinstance(read, Keys), "a file of the package can be read"
    keys = plain(read)
    assert isinstance(keys, Mapping)
    return keys


def _keyed(said: Mapping[str, Plain], key: str) -> tuple[tuple[str, Plain], ...]:
    keys = said.get(key, {})
    assert isinstance(keys, Mapping)
    return tuple(keys.items())


def _list(said: Mapping[str, Plain], key: str) -> tuple[str, ...]:
    return _listed(said.get(key, ()))


def _listed(node: Plain) -> tuple[str, ...]:
    assert isinstance(node, tuple)
    return tuple(str(item) for item in node)


def _by_word(said: Mapping[str, Plain], key: str) -> Mapping[str, int]:
    return {
        word.lower(): int(number) for number, words in _keyed(said, key) for word in _listed(words)
    }


def _longest(words: Mapping[str, object] | tuple[str, ...] | list[str]) -> list[str]:
    return sorted(words, key=lambda word: (-len(word), word))


def _any(words: Mapping[str, object] | tuple[str, ...] | list[str]) -> str:
    return "|".join(map(re.escape, _longest(words)))


def is_wide(word: str) -> bool:
    """Whether the word is of a script that puts no space between words."""
    return re.search(f"[{_WIDE}]", word) is not None


def bounded(word: str) -> str:
    """A pattern for the word, whole where its script parts words."""
    return re.escape(word) + (r"(?!\w)" if word[-1].isalpha() and not is_wide(word) else "")


def _behind(words: Mapping[str, object] | tuple[str, ...] | list[str]) -> re.Pattern[str]:
    """One of the words where it follows, with a space or a hyphen or none between."""
    one = "|".join(map(bounded, _longest(words)))
    return _compiled(rf"[\s\u00a0\u202f-]?({one})" if one else "")


def _ahead(words: tuple[str, ...]) -> re.Pattern[str]:
    """One of the words where it stands before, with a word such as "about" between or none."""
    one = "|".join(("" if is_wide(word) else r"\b") + re.escape(word) for word in words)
    return _compiled(rf"(?:{one})(?:約|およそ|の|{_GAP}\w+)?{_GAP}?$" if one else "")


_GAP = r"[\s\u00a0\u202f]"


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE) if pattern else _NEVER
