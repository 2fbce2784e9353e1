"""The words that rules look for: data files in `words/`, each read once and only when needed.

An entry is a word or a regular expression; why it is there stands beside it, where it is a
matter of taste.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from noticegen.yamlfile import Listing, Node, Scalar, read_yaml
from noticegen.yamlfile import Mapping as YamlMapping

FOLDER = Path(__file__).with_name("words")

Words = Mapping[str, tuple[str, ...]]
"""Lists of words of one language, by what they are."""


@cache
def word_lists(subject: str) -> Mapping[str, Words]:
    """The lists of ``words/<subject>.yml``, by language."""
    lists: dict[str, Words] = {}
    for language, node in _read(subject).entries:
        assert isinstance(node, YamlMapping), node
        lists[language.text] = {name.text: tuple(_words(inner)) for name, inner in node.entries}
    return lists


@cache
def words(subject: str, key: str) -> tuple[str, ...]:
    """The words under `key` of ``words/<subject>.yml``, whatever language they stand under."""
    node = next(node for name, node in _read(subject).entries if name.text == key)
    return tuple(dict.fromkeys(_words(node)))


@cache
def known(subject: str, key: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(words(subject, key))


@cache
def typed(subject: str, key: str) -> str:
    """A regular expression for each of these words as people type them."""
    return any_of(tuple(_as_typed(word) for word in words(subject, key)))


def any_of(words: tuple[str, ...]) -> str:
    """A regular expression for one of several words, the longest of those that begin alike."""
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")" if words else "(?!)"


@cache
def _read(subject: str) -> YamlMapping:
    path = FOLDER / f"{subject}.yml"
    mapping = read_yaml(path.read_text("utf-8"), path.name)
    assert isinstance(mapping, YamlMapping), mapping
    return mapping


def _as_typed(word: str) -> str:
    """Apostrophes may be typographic, and what stands between words is a blank or more."""
    return re.escape(word).replace(r"\ ", r"[ \t]+").replace("'", "['’]")


def _words(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Listing):
        for item in node.items:
            yield from _words(item)
    else:
        for _, inner in node.entries:
            yield from _words(inner)
