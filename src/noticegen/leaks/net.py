"""The net itself: what is withheld, and where of it something stands in the artifacts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from noticegen import contacts, facts
from noticegen.config import Config
from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.leaks.figures import figures
from noticegen.leaks.known import as_shown, known, recorded
from noticegen.leaks.names import Name, names, public_files
from noticegen.leaks.stretches import squeezed, stretches, unescaped, views
from noticegen.leaks.units import Unit, figures_of_facts, of_pages, phones, units, units_of_hours
from noticegen.model import NEVER, Artifact, Site
from noticegen.public import PublicSite, all_notes
from noticegen.record.log import Log
from noticegen.theme import Theme

_NO_FIGURE = re.compile(
    r"\b[0-9a-f]{32,}\b|sha256-[A-Za-z0-9+/=]+|base64,[A-Za-z0-9+/=]+"
    r"|\b\d{8}T\d{6}\b|event_\d{8}_\d{6}|(?s:<style>.*?</style>)"
    r"|\s(?:d|points|viewBox|[xy][12]?)=\"[^\"]*\""
)
"""Digits that say nothing: digests, ids made of a moment, colours, coordinates."""


@dataclass(frozen=True, slots=True)
class _Withheld:
    stretches: Mapping[str, Unit]
    names: tuple[Name, ...]
    figures: Mapping[str, Unit]


def leaks(
    artifacts: tuple[Artifact, ...],
    whole: Site,
    public: PublicSite,
    config: Config,
    theme: Theme,
    log: Log | None = None,
) -> tuple[Diagnostic, ...]:
    """Everything withheld that stands in an artifact: each source once in each, by kind.

    What the public record keeps may be said, also where pages say something else today.
    """
    if not _is_anything_withheld(whole, public.moment):
        return ()
    withheld = _withheld(whole, public, config, theme, log)
    found = []
    for artifact in artifacts:
        if artifact.path.startswith("files/"):
            # Published as it is: only its name can be withheld.
            artifact = Artifact(artifact.path, b"")
        found += list(_in_artifact(artifact, withheld, public.moment))
    return tuple(found)


def _is_anything_withheld(whole: Site, now: datetime) -> bool:
    """Whether readers may not see all of it. Asked first: most builds withhold nothing."""
    publications = {
        *facts.publication_moments(whole.facts),
        *contacts.publication_moments(whole.contacts),
        *(v.moment for attachment in whole.attachments.values() for v in attachment.versions),
        *(note.moment for note in all_notes(whole)),
    }
    return (
        not all(part.is_public(now) for part in of_pages(whole))
        or any(moment > now for moment in publications)
        or not whole.files.keys() <= public_files(whole, now)
    )


def _withheld(
    whole: Site, public: PublicSite, config: Config, theme: Theme, log: Log | None
) -> _Withheld:
    now = public.moment
    hidden = (*units(whole), *units_of_hours(whole.contacts, config, theme))
    said = [
        *(unit.text for unit in hidden if unit.is_public(now)),
        *known(whole, public, config, theme),
        *(recorded(log) if log else ()),
    ]
    sayable = squeezed("\n".join([*said, *as_shown(whole, public, config, theme)]))
    public_figures = figures("\n".join(said)) | {
        figure for figure, unit in figures_of_facts(whole.facts) if unit.is_public(now)
    }
    return _Withheld(
        {**_numbers(whole, now, sayable), **_stretches(hidden, sayable)},
        tuple(names(whole, now)),
        _figures(hidden, whole, sayable, public_figures),
    )


def _stretches(hidden: tuple[Unit, ...], sayable: str) -> Mapping[str, Unit]:
    found: dict[str, Unit] = {}
    for unit in hidden:
        for line in squeezed(unit.text).split("\n"):
            if line and line not in sayable:
                for stretch in stretches(line):
                    if stretch not in sayable:
                        found.setdefault(stretch, unit)
    return found


def _numbers(whole: Site, now: datetime, sayable: str) -> Mapping[str, Unit]:
    """Telephone numbers; they are short, but nobody else has them."""
    shown = {number for number, unit in phones(whole.contacts) if unit.is_public(now)}
    return {
        squeezed(number): unit
        for number, unit in phones(whole.contacts)
        if number not in shown and squeezed(number) not in sayable
    }


def _figures(
    hidden: tuple[Unit, ...], whole: Site, sayable: str, public: set[str]
) -> Mapping[str, Unit]:
    typed = {
        figure: unit
        for unit in hidden
        if squeezed(unit.text) not in sayable
        for figure in figures(unit.text)
    }
    found = {**typed, **dict(figures_of_facts(whole.facts))}
    return {figure: unit for figure, unit in found.items() if figure not in public}


def _in_artifact(artifact: Artifact, withheld: _Withheld, now: datetime) -> Iterator[Diagnostic]:
    where = Location(f"output/{artifact.path}")
    found: dict[tuple[str, str], Unit | Name] = {}
    for kind, source in _hits(artifact, withheld):
        found.setdefault((kind, source.at.path), source)
    for (kind, _), source in found.items():
        yield _finding(where, _SAID[kind], source.at, source.moment, now)


_SAID = {
    "words": say("there are words"),
    "name": say("there is the name"),
    "figure": say("there is a figure"),
}


def _hits(artifact: Artifact, withheld: _Withheld) -> Iterator[tuple[str, Unit | Name]]:
    raw = artifact.content.decode("utf-8", "replace")
    plain = unescaped(raw)
    text = views(raw)
    for stretch, unit in withheld.stretches.items():
        if any(stretch in view for view in text):
            yield "words", unit
    addresses = f"{artifact.path}\n{plain}"
    for name in withheld.names:
        if name.stands_in(addresses):
            yield "name", name
    if withheld.figures:
        here = figures(_NO_FIGURE.sub("", plain))
        for figure in sorted(withheld.figures.keys() & here):
            yield "figure", withheld.figures[figure]


def _finding(
    where: Location, kind: Message, at: Location, moment: datetime, now: datetime
) -> Diagnostic:
    if moment == NEVER and at.path.startswith("content/files/"):
        message = say(
            "{kind} of {source} here, and no public page links to it", kind=kind, source=at
        )
    elif moment == NEVER:
        message = say("{kind} of {source} here, which is a draft", kind=kind, source=at)
    elif moment <= now:
        message = say("{kind} of {source} here, which is public no more", kind=kind, source=at)
    else:
        message = say(
            "{kind} of {source} here, which is not public before {moment}",
            kind=kind,
            source=at,
            moment=moment.isoformat(" ", "minutes"),
        )
    return Diagnostic(
        where,
        Code.LEAK,
        message,
        say("look at the theme first; without one of your own, report it"),
    )
