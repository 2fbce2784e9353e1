"""Words that rules look for: the lists in `words/`, read once and only when they are needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from noticegen.yamlfile import Listing, Mapping, Node, Scalar, read_yaml

_FOLDER = Path(__file__).with_name("words")


@cache
def words(file: str, key: str) -> tuple[str, ...]:
    """The words under `key` of ``words/<file>.yml``, whatever language they stand under."""
    path = _FOLDER / f"{file}.yml"
    mapping = read_yaml(path.read_text("utf-8"), path.name)
    assert isinstance(mapping, Mapping), mapping
    node = next(node for name, node in mapping.entries if name.text == key)
    return tuple(dict.fromkeys(_words(node)))


@cache
def known(file: str, key: str) -> frozenset[str]:
    """The same as a set."""
    return frozenset(words(file, key))


@cache
def any_of(file: str, key: str) -> str:
    """A pattern for each of these words, the longest first; blanks stand for any of a line."""
    longest_first = sorted(words(file, key), key=len, reverse=True)
    return "|".join(_pattern(word) for word in longest_first)


def _pattern(word: str) -> str:
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
