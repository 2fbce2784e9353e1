"""The words that rules look for, by language: data files beside this module, read once.

Each entry is a word or a regular expression; why it is there stands beside it, where it is a
matter of taste.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from noticegen.yamlfile import Listing, Scalar, read_yaml
from noticegen.yamlfile import Mapping as YamlMapping

FOLDER = Path(__file__).with_name("words")

Words = Mapping[str, tuple[str, ...]]
"""Lists of words of one language, by what they are."""


@lru_cache(maxsize=16)
def word_lists(subject: str) -> Mapping[str, Words]:
    """The lists of ``words/<subject>.yml``, by language."""
    path = FOLDER / f"{subject}.yml"
    read = read_yaml(path.read_text("utf-8"), path.name)
    assert isinstance(read, YamlMapping), read
    return {language.text: _lists(lists) for language, lists in read.entries}


def _lists(lists: object) -> Words:
    assert isinstance(lists, YamlMapping), lists
    return {name.text: _texts(listed) for name, listed in lists.entries}


def _texts(listed: object) -> tuple[str, ...]:
    assert isinstance(listed, Listing), listed
    return tuple(item.text for item in listed.items if isinstance(item, Scalar))


def any_of(words: tuple[str, ...]) -> str:
    """A regular expression for one of several words, the longest of those that begin alike."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")" if words else "(?!)"
