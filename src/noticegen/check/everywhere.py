"""What nobody should be given, wherever it stands: in texts, attributes and front matter, in the
data beside them, in attachments, and in the names of files.

The files are looked at as they were written, once for all moments. What is in a draft, or in a
file that nothing public leads to, is a warning, and only `noticegen check` tells it.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import NamedTuple

from noticegen.attachments import MissingLibrary, Unreadable, words_in
from noticegen.check import addresses, personal, secrets, staff
from noticegen.check.identifiers import plain
from noticegen.check.passages import covered
from noticegen.check.suspects import Finder, Ours, Suspect
from noticegen.config import Config
from noticegen.diagnostics import SETTINGS_FILE, Code, Diagnostic, Location, Severity
from noticegen.model import NEVER, Site, Text

FINDERS_OF_BUILD: tuple[Finder, ...] = (
    personal.persons_mails,
    personal.customer_numbers,
    personal.my_numbers,
    personal.payment_cards,
    personal.bank_accounts,
    personal.machine_addresses,
    secrets.secrets,
    staff.staff_notes,
    addresses.mixed_scripts,
)
FINDERS_OF_CHECK: tuple[Finder, ...] = (
    personal.named_persons,
    staff.letter_fields,
    addresses.punycode,
)
"""What they find are warnings."""
WARNINGS = frozenset({Code.NAMED_PERSON, Code.LETTER_FIELD, Code.PUNYCODE})

SHOWN_SETTINGS = (
    "title", "organization", "representative", "address", "banner", "genuine", "changes",
)  # fmt: skip
"""Settings that readers see."""

_TITLE_OF_LINK = re.compile(
    r"\]\([^()\s]*[ \n]+(?P<title>\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))\s*\)"
    r"|^ {0,3}\[[^\]\n]+\]:[ ]*\S+[ \n]+(?P<defined>\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\))[ ]*$",
    re.MULTILINE,
)
_COMMENT_OR_QUOTED = re.compile(
    r"(?<!\w)(?:\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*')|(?P<comment>(?<!\S)#[^\n]*)"
)
_HEADER = re.compile(r"---\n.*?^---$", re.DOTALL | re.MULTILINE)
_SETTING = re.compile(
    r"^(?P<key>[a-z_]+) *:[^\n]*\n?(?:(?:[ \t#][^\n]*|- [^\n]*|)(?:\n|\Z))*", re.M
)
_WHOLE = ((0, sys.maxsize),)
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")


class _Written(NamedTuple):
    """A text as it stands in a file, in plain signs, without what rules do not look at."""

    path: str
    text: str
    drafts: tuple[tuple[int, int], ...] = ()
    """First and last lines that belong to drafts."""
    has_lines: bool = True
    """Whether places are lines of the file."""


def of_texts(
    site: Site, config: Config, sources: Mapping[str, str], *, thorough: bool
) -> Iterator[Diagnostic]:
    """Findings in the texts that were read, and in their names. All finders run if `thorough`."""
    ours = ours_of(site, config)
    drafts = _drafts(site)
    finders = (*FINDERS_OF_BUILD, *FINDERS_OF_CHECK) if thorough else FINDERS_OF_BUILD
    for path, text in sources.items():
        if written := _written(path, text, drafts.get(path, ())):
            found = [*_suspects(written, finders, ours), *_in_titles_of_links(written, ours)]
            yield from _told(written, found, thorough=thorough)
            named = written._replace(has_lines=False)
            yield from _told(named, _of_name(path, finders, ours), thorough=thorough)


def of_files(
    site: Site,
    config: Config,
    files: Mapping[str, bytes],
    *,
    thorough: bool,
    is_public: bool = True,
) -> Iterator[Diagnostic]:
    """Findings in attachments and in their names. What cannot be looked into is told elsewhere."""
    ours = ours_of(site, config)
    finders = (*FINDERS_OF_BUILD, *FINDERS_OF_CHECK) if thorough else FINDERS_OF_BUILD
    drafts = () if is_public else _WHOLE
    for name, content in sorted(files.items()):
        path = f"content/files/{name}"
        try:
            text, has_lines = words_in(name, content)
        except (MissingLibrary, Unreadable):
            text, has_lines = "", False
        written = _Written(path, plain(text), drafts, has_lines)
        found = _suspects(written, (*finders, personal.persons_phones), ours)
        yield from _told(written, found, thorough=thorough)
        named = written._replace(has_lines=False)
        yield from _told(named, _of_name(path, finders, ours), thorough=thorough)


def ours_of(site: Site, config: Config) -> Ours:
    """What is there to be found."""
    hosts = map(addresses.host_of, (config.url, config.official_site))
    return Ours(site.contacts, (config.security_contact,), hosts)


def _suspects(written: _Written, finders: Iterable[Finder], ours: Ours) -> Iterator[Suspect]:
    for finder in finders:
        yield from finder(written.text, ours)


def _in_titles_of_links(written: _Written, ours: Ours) -> Iterator[Suspect]:
    """Numbers of persons in what a page shows on hovering; other texts are looked at elsewhere."""
    for match in _TITLE_OF_LINK.finditer(written.text) if "](" in written.text else ():
        group = "title" if match["title"] else "defined"
        for one in personal.persons_phones(match[group], ours):
            offset = match.start(group)
            yield one._replace(start=one.start + offset, end=one.end + offset)


def _of_name(path: str, finders: Iterable[Finder], ours: Ours) -> Iterator[Suspect]:
    """What the name of a file tells; blanks are written in it as other signs."""
    stem = plain(_ENDING.sub("", path.rpartition("/")[2]))
    for text in dict.fromkeys((stem, re.sub(r"[_+-]", " ", stem))):
        for finder in (*finders, personal.persons_phones):
            yield from finder(text, ours)


def _told(
    written: _Written, suspects: Iterable[Suspect], *, thorough: bool
) -> Iterator[Diagnostic]:
    ends: list[int] | None = None
    for one in suspects:
        at = Location(written.path)
        if written.has_lines:
            if ends is None:
                ends = list(accumulate(len(line) + 1 for line in written.text.split("\n")))
            line = bisect_right(ends, one.start)
            at = Location(written.path, line + 1, one.start - (ends[line - 1] if line else 0) + 1)
        is_draft = any(first <= at.line <= last for first, last in written.drafts)
        if not is_draft or thorough:
            is_warning = is_draft or one.code in WARNINGS
            severity = Severity.WARNING if is_warning else Severity.ERROR
            yield Diagnostic(at, one.code, one.message, one.hint, severity)


def _written(path: str, text: str, drafts: tuple[tuple[int, int], ...]) -> _Written | None:
    """What rules look at in a text that was read; nothing of the record, which is sealed."""
    if path == SETTINGS_FILE:
        text = _without_comments(_shown_settings(text))
    elif not path.startswith("content/"):
        return None
    elif path.endswith(".yml"):
        text = _without_comments(text)
    elif header := _HEADER.match(text):
        text = _without_comments(header[0]) + text[header.end() :]
    return _Written(path, plain(covered(text)), drafts)


def _shown_settings(text: str) -> str:
    """The settings that readers see; blanks for the others."""
    return _SETTING.sub(
        lambda match: match[0] if match["key"] in SHOWN_SETTINGS else _blank(match[0]), text
    )


def _without_comments(text: str) -> str:
    return _COMMENT_OR_QUOTED.sub(
        lambda match: _blank(match[0]) if match["comment"] else match[0], text
    )


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _drafts(site: Site) -> Mapping[str, tuple[tuple[int, int], ...]]:
    """The lines of each file that belong to drafts."""
    found: dict[str, list[tuple[int, int]]] = {}
    for page in site.all_pages:
        for version in page.versions:
            path = version.at.path
            if version.published == NEVER:
                found.setdefault(path, []).extend(_WHOLE)
            for block in version.scheduled:
                if block.moment == NEVER and block.kind == "from":
                    begin = version.document.first_line
                    lines = (begin + block.first_line, begin + block.last_line)
                    found.setdefault(path, []).append(lines)
    for question in site.faq.questions if site.faq else ():
        for answer in question.answers:
            if answer.published == NEVER:
                lines = (answer.at.line, _last_line(answer))
                found.setdefault(answer.at.path, []).append(lines)
    return {path: tuple(lines) for path, lines in found.items()}


def _last_line(text: Text) -> int:
    return text.document.first_line + text.document.text.count("\n") + 1
