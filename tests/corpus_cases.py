"""The two corpora in `corpus/`: innocent pages, and planted faults with their places.

A case is a text file: a header of `key: value` lines, then files of a project, each under a line
`=== path`. `corpus/README.md` says what the keys mean; this module reads them and adds what a
case leaves out (settings, a home page), so that a case is a project that can be built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from sites import PNG

CORPUS = Path(__file__).resolve().parent / "corpus"
SHARED = CORPUS / "shared"

TITLES = {"ja": "お知らせ", "en": "Notice", "fr": "Information", "de": "Mitteilung"}
ZONES = {"ja": "Asia/Tokyo", "en": "Europe/London", "fr": "Europe/Paris", "de": "Europe/Berlin"}
HEADER_KEYS = {"about", "organization", "languages", "as-of", "facts", "contacts", "expect"}

_EXPECTED = re.compile(r"(?P<rule>[a-z-]+) (?P<path>[^ :]+):(?P<line>\d+)(?: \| (?P<planted>.+))?")


class Expected(NamedTuple):
    """What a checker has to find."""

    rule: str
    """A name from the list in `corpus/README.md`."""
    path: str
    line: int
    """The line of that file, from 1; 0 for the file itself."""
    planted: str
    """What stands there; empty where something is missing."""


class Case(NamedTuple):
    """One file of a corpus."""

    source: Path
    name: str
    aside: bool
    """Whether it is of the third that is set aside."""
    about: str
    languages: tuple[str, ...]
    """The authoritative one first."""
    as_of: str
    """The moment of the check, in the zone of the site."""
    expected: tuple[Expected, ...]
    given: dict[str, str]
    """The files that the case spells out, by path."""
    project: dict[str, str | bytes]
    """All files of the project."""

    @property
    def zone(self) -> str:
        """The time zone of the site."""
        return ZONES[self.languages[0]]


class Rule(NamedTuple):
    """A line of the list of rules."""

    name: str
    level: str
    """`error`, `warning` or `advice`."""


def innocent() -> tuple[Case, ...]:
    """The innocent pages, those set aside among them."""
    return tuple(_cases("innocent"))


def planted() -> tuple[Case, ...]:
    """The planted faults, those set aside among them."""
    return tuple(_cases("planted"))


def rules() -> tuple[Rule, ...]:
    """The names that `expect:` may use, as the README lists them."""
    text = (CORPUS / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (error|warning|advice) \|", text, re.M)
    return tuple(Rule(name, level) for name, level in rows)


def _cases(kind: str) -> Iterator[Case]:
    for folder, aside in ((CORPUS / kind, False), (CORPUS / "set-aside" / kind, True)):
        for path in sorted(folder.glob("*.txt")):
            yield read_case(path, aside=aside)


def read_case(path: Path, *, aside: bool) -> Case:
    """Read a case; ValueError names what is wrong with its form."""
    head, *pieces = re.split(r"^=== (.+)\n", path.read_text("utf-8"), flags=re.M)
    header: dict[str, str] = {}
    expected = []
    for line in head.splitlines():
        key, colon, value = line.partition(": ")
        if not colon or key not in HEADER_KEYS or (key in header and key != "expect"):
            raise ValueError(f"{path.name}: {line!r} is no line of a header")
        if key == "expect":
            expected.append(_expected(path, value))
        else:
            header[key] = value
    given = dict(zip(pieces[::2], pieces[1::2], strict=True))
    languages = tuple(header["languages"].split())
    return Case(
        source=path,
        name=path.stem,
        aside=aside,
        about=header["about"],
        languages=languages,
        as_of=header["as-of"],
        expected=tuple(expected),
        given=given,
        project=_project(header, languages, given),
    )


def _expected(path: Path, value: str) -> Expected:
    match = _EXPECTED.fullmatch(value)
    if match is None:
        raise ValueError(f"{path.name}: {value!r} is not `rule path:line | text`")
    return Expected(match["rule"], match["path"], int(match["line"]), match["planted"] or "")


def _project(
    header: dict[str, str], languages: tuple[str, ...], given: dict[str, str]
) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {"noticegen.yml": _settings(header, languages)}
    for language in languages:
        files[f"content/{language}/index.md"] = (SHARED / f"index/{language}.md").read_text("utf-8")
    for key in ("facts", "contacts"):
        if key in header:
            files[f"content/{key}.yml"] = (SHARED / key / f"{header[key]}.yml").read_text("utf-8")
    # A picture cannot stand in a text file; its path alone does.
    files |= {name: PNG if name.endswith(".png") else text for name, text in given.items()}
    return files


def _settings(header: dict[str, str], languages: tuple[str, ...]) -> str:
    titles = ", ".join(f"{language}: {TITLES[language]}" for language in languages)
    return (
        f"title: {{{titles}}}\n"
        f"organization: {header.get('organization', 'Some Works')}\n"
        "url: https://www.some.example/notice/\n"
        "official_site: https://www.some.example/\n"
        f"languages: [{', '.join(languages)}]\n"
        f"timezone: {ZONES[languages[0]]}\n"
    )
