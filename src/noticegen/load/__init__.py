"""`content/`  ->  a `Site`, with everything that is wrong with it. No HTML here."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

from noticegen.config import Config
from noticegen.contacts import Contacts
from noticegen.diagnostics import Code, Diagnostic, Location, exit_code, say
from noticegen.facts import Facts
from noticegen.load.contacts import CLOSURES, NOT_OURS, read_contacts
from noticegen.load.facts import read_facts
from noticegen.load.faq import read_faq
from noticegen.load.files import read_files
from noticegen.load.header import Header, Reading, read_header
from noticegen.load.notes import read_notes
from noticegen.load.pages import Desk, read_page, read_update
from noticegen.load.tree import CONTACTS, CONTENT, FACTS, FILE_LIST, Tree, read_tree
from noticegen.load.when import Moments
from noticegen.markdown.leftovers import left_overs
from noticegen.model import ALL_READ, NEVER, Attachment, Faq, Page, Site, Unread, Update
from noticegen.moments import EARLIEST_YEAR
from noticegen.notes import Notes
from noticegen.sourcetext import decode
from noticegen.steps import ANEW, Steps, shared

_EARLIEST = datetime(EARLIEST_YEAR, 1, 1, tzinfo=timezone.utc)

_WRITTEN = re.compile(r"^[\"']?([^\s#\"':：]+)[\"']?\s*[:：]", re.MULTILINE)
"""The names at the margin of a YAML file, whether or not the rest of it can be read."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading gave: a site, unless something essential is missing, and all findings."""

    site: Site | None
    findings: tuple[Diagnostic, ...]
    sources: Mapping[str, str]
    """The text of every file that was read, by its place, for excerpts."""


def load(project: Path, config: Config, *, drafts: datetime = NEVER, steps: Steps = ANEW) -> Loaded:
    """Read the content of the site in `project`; `drafts` become public at that moment.

    Raises OSError where a file cannot be read at all.
    """
    tree = read_tree(project, config.languages)
    files = _read_files(tree, config, steps)
    moments = _Dates(files, tree, config, drafts)
    pages, page_findings = _read_pages(files, tree, config, moments, steps)
    # Without a date of its own, the notice would be later than all there is to say about it.
    notice = pages["index"].published if "index" in pages else _EARLIEST
    data = _data(tree, config, notice, moments.known())
    drafts_of_pages = {
        header.path
        for versions in files.headers.values()
        for header in versions.values()
        if config.languages[0] in versions and versions[config.languages[0]].is_draft
    }
    unfinished = files.drafts | drafts_of_pages
    found = [
        finding.as_warning() if finding.at.path in files.drafts else finding
        for finding in (
            *tree.found,
            *files.found,
            *page_findings,
            *_equal_titles(pages.values(), files.drafts),
            *_no_home(tree, config),
            *data.found,
        )
        if finding.code is not Code.LEFT_OVER or finding.at.path not in unfinished
    ]
    unread = _unread(tree, pages, data) if exit_code(found) else ALL_READ
    site = _site(pages, config, tree.files, data, unread) if "index" in pages else None
    return Loaded(site, tuple(found), {**files.texts, **data.sources})


@dataclass(frozen=True, slots=True)
class _Files:
    """The content files, each taken apart by itself."""

    headers: Mapping[str, Mapping[str, Header]]
    """By the name of the page, then by language."""
    texts: Mapping[str, str]
    """By place, for excerpts."""
    drafts: frozenset[str]
    """The places of files that say that they are drafts."""
    found: tuple[Diagnostic, ...]


def _read_files(tree: Tree, config: Config, steps: Steps) -> _Files:
    wanted = [
        (name, language)
        for name in sorted(tree.pages)
        for language in config.languages
        if language in tree.pages[name]
    ]
    limit = config.update_bytes
    written = {one: tree.pages[one[0]][one[1]].read_bytes() for one in wanted}

    def read_one(one: tuple[str, str]) -> Reading:
        name, language = one
        return read_header(written[one], f"{CONTENT}/{language}/{name}.md", name, language, limit)

    readings = steps.each(
        "header", read_one, wanted, name=lambda one: one, inputs=lambda one: (written[one], limit)
    )
    headers: dict[str, dict[str, Header]] = {}
    for (name, language), reading in zip(wanted, readings, strict=True):
        if reading.header:
            headers.setdefault(name, {})[language] = reading.header
    return _Files(
        headers,
        {reading.path: reading.text for reading in readings},
        frozenset(r.path for r in readings if r.header and r.header.is_draft),
        tuple(finding for reading in readings for finding in reading.findings),
    )


class _Dates:
    """When each update becomes public, as its file says."""

    def __init__(self, files: _Files, tree: Tree, config: Config, drafts: datetime) -> None:
        first = config.languages[0]
        self._zone, self._drafts = config.zone, drafts
        self._updates = {
            _slug(name): versions[first]
            for name, versions in files.headers.items()
            if _is_update(name) and first in versions
        }
        self._unread = frozenset(
            _slug(name)
            for name, versions in tree.pages.items()
            if first in versions and first not in files.headers.get(name, {})
        )

    def known(self) -> Moments:
        """All of them, with nothing asked yet and nothing found."""
        return Moments(self._zone, self._updates, self._drafts, unread=self._unread)

    @property
    def written(self) -> tuple[object, ...]:
        """All that a moment depends on, to be compared."""
        dates = [(slug, update.date, update.is_draft) for slug, update in self._updates.items()]
        return (self._zone, self._drafts, self._unread, dates)


def _read_pages(
    files: _Files, tree: Tree, config: Config, dates: _Dates, steps: Steps
) -> tuple[dict[str, Page], list[Diagnostic]]:
    first, headers = config.languages[0], files.headers
    # Where the authoritative file is there and cannot be read, that was reported already.
    whole = [name for name in headers if first in headers[name] or first not in tree.pages[name]]
    written = shared(steps, "dates", dates.written)
    read = steps.each(
        "read page",
        lambda name: _read_page(headers[name], name, config, dates.known()),
        whole,
        name=lambda name: name,
        inputs=lambda name: (headers[name], config.languages, written),
        is_heavy=False,
    )
    pages = {name: page for name, (page, _) in zip(whole, read, strict=True) if page}
    return pages, [finding for _, findings in read for finding in findings]


def _no_home(tree: Tree, config: Config) -> Iterator[Diagnostic]:
    first = config.languages[0]
    if "index" not in tree.pages or first not in tree.pages["index"]:
        yield Diagnostic(
            Location(f"content/{first}"),
            Code.NO_HOME,
            say("there is no content/{language}/index.md, the standing notice", language=first),
            say("write it: it is the page that everybody sees first"),
        )


class _ReadPage(NamedTuple):
    page: Page | None
    findings: tuple[Diagnostic, ...]


def _read_page(
    versions: Mapping[str, Header], name: str, config: Config, moments: Moments
) -> _ReadPage:
    """One page, from its headers by language. What is wrong with a draft are warnings."""
    desk = Desk(config.languages, moments, [])
    read = read_faq if name == "faq" else read_update if _is_update(name) else read_page
    page = read(versions, desk)
    first = config.languages[0]
    is_draft = first in versions and versions[first].is_draft
    own = (finding.as_warning() if is_draft else finding for finding in desk.found)
    return _ReadPage(page, (*own, *moments.found))


def _unread(tree: Tree, pages: Mapping[str, Page], data: _Data) -> Unread:
    """What is written down and was not read; an error says why."""

    def written(name: str) -> set[str]:
        return set(_WRITTEN.findall(data.sources.get(f"{CONTENT}/{name}", "")))

    return Unread(
        pages=frozenset(tree.pages.keys() - pages.keys()),
        facts=frozenset(written(FACTS) - data.facts.keys()),
        contacts=frozenset(
            written(CONTACTS) - {c.id for c in data.contacts.contacts} - {CLOSURES, NOT_OURS}
        ),
        attachments=frozenset(written(FILE_LIST) - data.attachments.keys()),
        numbers=bool(
            exit_code(finding for finding in data.found if finding.at.path.endswith(CONTACTS))
        ),
    )


@dataclass(slots=True)
class _Data:
    """What facts.yml, contacts.yml and files.yml hold, and the notes in noticegen.yml."""

    facts: Facts
    contacts: Contacts
    attachments: Mapping[str, Attachment]
    notes: Notes
    found: list[Diagnostic]
    sources: dict[str, str]


def _data(tree: Tree, config: Config, notice: datetime, moments: Moments) -> _Data:
    """Read the files beside the languages; `notice` is the moment of the standing notice."""
    data = _Data({}, Contacts((), (), ()), {}, (), [], {})
    before = len(moments.found)
    data.notes = read_notes(
        config.changes,
        config.languages,
        moments,
        data.found,
        since=notice,
        withdrawal=say("withdraw pages one by one, each in its own front matter"),
    )
    for name, path in tree.data.items():
        place = f"{CONTENT}/{name}"
        raw = path.read_bytes()
        source = decode(raw, place)
        data.sources[place] = raw.decode("utf-8", "replace")
        if isinstance(source, tuple):
            data.found.extend(source)
            continue
        data.sources[place] = source.text
        if name == FACTS:
            data.facts, found = read_facts(source.text, place, config.languages, moments)
        elif name == CONTACTS:
            data.contacts, found = read_contacts(
                source.text, place, config.languages, config.zone, notice, moments
            )
        else:
            data.attachments, found = read_files(
                source.text, place, config.languages, notice, tree.files, moments
            )
        lines = {finding.at.line for finding in found if finding.code is Code.LEFT_OVER}
        left = left_overs(source.text, place)
        data.found.extend((*found, *(finding for finding in left if finding.at.line not in lines)))
    data.found.extend(moments.found[before:])
    return data


def _is_update(name: str) -> bool:
    return name.startswith("updates/")


def _slug(name: str) -> str:
    return name.removeprefix("updates/")


def _site(
    pages: Mapping[str, Page],
    config: Config,
    files: Mapping[str, Path],
    data: _Data,
    unread: Unread,
) -> Site:
    updates = [page for page in pages.values() if isinstance(page, Update)]
    faq = pages.get("faq")
    return Site(
        languages=config.languages,
        zone=config.zone,
        home=pages["index"],
        faq=faq if isinstance(faq, Faq) else None,
        pages=tuple(
            page
            for name, page in pages.items()
            if name not in {"index", "faq"} and not _is_update(name)
        ),
        updates=tuple(sorted(updates, key=lambda update: (update.published, update.name))),
        facts=data.facts,
        contacts=data.contacts,
        files=files,
        attachments=data.attachments,
        notes=data.notes,
        unread=unread,
    )


def _equal_titles(pages: Iterable[Page], drafts: Container[str]) -> list[Diagnostic]:
    found = []
    seen: dict[tuple[str, str], str] = {}
    for page in pages:
        for version in page.versions:
            key = (version.language, version.title)
            if key in seen:
                finding = Diagnostic(
                    version.at,
                    Code.SAME_TITLE,
                    say("{path} has the same title", path=seen[key]),
                    say("tell the two apart in their titles; readers see them in one list"),
                )
                is_draft = version.at.path in drafts or seen[key] in drafts
                found.append(finding.as_warning() if is_draft else finding)
            else:
                seen[key] = version.at.path
    return found
