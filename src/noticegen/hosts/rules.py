"""Headers as rules over addresses, for hosts that are told by pattern.

Where several rules fit one address, hosts differ: Cloudflare and Netlify join the values with a
comma, Vercel and Firebase let the last one win, Azure takes the first rule alone. So no two
patterns that set the same header fit the same file, and every host does the same.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple, TypeVar
from urllib.parse import quote

from noticegen.headers import media_type
from noticegen.hosts.model import FILES, Cache, Served

AGREED = frozenset({
    ".docx", ".gif", ".jpeg", ".jpg", ".json", ".ods", ".odt", ".pdf", ".png", ".pptx", ".svg",
    ".webp", ".xlsx", ".zip",
})  # fmt: skip
"""Endings for which hosts know the registered media type themselves.

For these nothing is said, because what is said by pattern is also said about a file that is not
there: the page that tells so would come as a PDF."""

AGREED_TEXT = frozenset({".csv", ".html", ".txt"})
"""Endings of texts for which many hosts add ``charset=utf-8`` themselves."""

_PLAIN_ENDING = re.compile(r"\.[A-Za-z0-9]+", re.ASCII)

Value = TypeVar("Value", bound=Hashable)


class Pattern(NamedTuple):
    """One address, or all that begin and end in a way: one star, which every host has."""

    before: str
    after: str | None = None
    """None where `before` is the whole address."""

    def fits(self, address: str) -> bool:
        """Whether the pattern is about `address`, which is relative to the base path."""
        if self.after is None:
            return address == self.before
        long_enough = len(address) >= len(self.before) + len(self.after)
        return long_enough and address.startswith(self.before) and address.endswith(self.after)

    def written(self, base: str, star: str = "*") -> str:
        """The pattern below `base`, as browsers ask for it: percent-encoded."""
        after = "" if self.after is None else star + quote(self.after)
        return base + quote(self.before) + after

    def regex(self, base: str) -> str:
        """The pattern below `base` as a regular expression, for addresses that were decoded."""
        after = "" if self.after is None else ".*" + escaped(self.after)
        return f"^{escaped(base + self.before)}{after}$"


EVERYTHING = Pattern("", "")
_ATTACHMENTS = Pattern(FILES, "")


class Rule(NamedTuple):
    """Headers, and what they are said about."""

    pattern: Pattern
    headers: tuple[tuple[str, str], ...]


def escaped(text: str) -> str:
    """`text` in a regular expression of any kind; `re.escape` escapes what JavaScript may not."""
    return re.sub(r"([.^$*+?()\[\]{}|\\])", r"\\\1", text)


def addresses(served: Served) -> Iterator[tuple[str, int]]:
    """Every address below the base path, with the place in `served.files` of what it shows."""
    for number, file in enumerate(served.files):
        yield file.path, number
        if file.folder is not None:
            yield file.folder, number


def rules(served: Served, agreed: frozenset[str]) -> tuple[Rule, ...]:
    """Rules that give every file its headers; first what all answers say.

    `agreed` are the endings for which the host gives the right media type by itself.
    """
    gathered = {rule.pattern: list(rule.headers) for rule in rules_without_types(served)}
    types = types_by_address(served, agreed)
    known = [address for address, _ in addresses(served) if address not in types]
    for pattern, value in covering(types, known):
        gathered.setdefault(pattern, []).append(("Content-Type", value))
    return tuple(Rule(pattern, tuple(said)) for pattern, said in gathered.items())


def rules_without_types(served: Served) -> tuple[Rule, ...]:
    """Rules that give every file its headers but for its media type; first what all answers say."""
    caches = {address: served.files[number].cache.value for address, number in addresses(served)}
    return (
        Rule(EVERYTHING, served.headers),
        *(Rule(pattern, (("Cache-Control", value),)) for pattern, value in covering(caches)),
    )


def types_by_address(served: Served, agreed: frozenset[str]) -> dict[str, str]:
    """The media type of each address for which a host has to be told one.

    `agreed` are the endings for which it gives the right one by itself.
    """
    return {
        address: file.media_type
        for address, number in addresses(served)
        for file in (served.files[number],)
        if file.ending not in agreed or file.media_type != media_type("x" + file.ending)
    }


def covering(
    values: Mapping[str, Value], others: Iterable[str] = (), *, by_ending: bool = True
) -> tuple[tuple[Pattern, Value], ...]:
    """Patterns that give each address its value, and each address exactly one.

    None of them fits one of `others`.
    """
    everything = (*values, *others)
    left = dict(values)
    found: list[tuple[Pattern, Value]] = []
    for pattern, example in _wide(everything, by_ending=by_ending):
        if example not in left:
            continue
        fitting = [address for address in everything if pattern.fits(address)]
        meant = {left.get(address) for address in fitting}
        if len(meant) == 1 and None not in meant:
            found.append((pattern, left[example]))
            for address in fitting:
                del left[address]
    found += ((Pattern(address), left[address]) for address in sorted(left))
    return tuple(found)


def _wide(everything: Iterable[str], *, by_ending: bool) -> Iterator[tuple[Pattern, str]]:
    """Patterns with a star that are worth trying, each with an address that it fits.

    Attachments come first, then what fits most addresses.
    """
    examples: dict[Pattern, list[str]] = {}
    for address in sorted(everything):
        folder, slash, name = address.rpartition("/")
        dot, ending = name.rpartition(".")[1:]
        if address.startswith(FILES):
            examples.setdefault(_ATTACHMENTS, []).append(address)
        # A name stands for what each language has: feed.json, which is not kept as record.json.
        wide = {Pattern("", dot + ending if dot else ""), Pattern("", name)}
        for pattern in {*wide, Pattern(folder + slash, "")} - {EVERYTHING, _ATTACHMENTS}:
            if by_ending:
                examples.setdefault(pattern, []).append(address)
    for pattern in sorted(
        examples, key=lambda one: (one != _ATTACHMENTS, -len(examples[one]), one)
    ):
        is_ending = _PLAIN_ENDING.fullmatch(pattern.after or "")
        if is_ending or pattern == _ATTACHMENTS or len(examples[pattern]) > 1:
            yield pattern, examples[pattern][0]


def types_by_ending(served: Served) -> dict[str, str]:
    """The media types of the endings in use, in order; small letters."""
    endings = {file.ending.lower() for file in served.files if file.ending}
    return {ending: media_type("x" + ending) for ending in sorted(endings)}


def types_by_name(served: Served) -> dict[str, list[str]]:
    """By media type, the files whose ending tells another, or nothing."""
    found: dict[str, list[str]] = {}
    for file in served.files:
        if not file.ending or file.media_type != media_type("x" + file.ending):
            found.setdefault(file.media_type, []).append(file.path)
    return dict(sorted(found.items()))


def kept(served: Served) -> tuple[tuple[Pattern, str], ...]:
    """What may be kept for a while, and `Cache-Control` of it; all else is as pages are."""
    caches = {address: served.files[number].cache for address, number in addresses(served)}
    other = {one: cache.value for one, cache in caches.items() if cache is not Cache.PAGE}
    return covering(other, caches.keys() - other.keys())
