"""Every host that noticegen knows, and what the chosen ones have to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from noticegen.diagnostics import SETTINGS_FILE, Code, Diagnostic, Location, Message, say
from noticegen.hosts import (
    apache,
    azure,
    caddy,
    cloudflare,
    firebase,
    github_pages,
    gitlab_pages,
    netlify,
    nginx,
    s3_cloudfront,
    vercel,
)
from noticegen.hosts.model import ControlFile, Fault, Host, Place, Served

HOSTS: tuple[Host, ...] = (
    netlify,
    cloudflare,
    vercel,
    github_pages,
    gitlab_pages,
    firebase,
    azure,
    s3_cloudfront,
    nginx,
    apache,
    caddy,
)

WITHOUT_HEADERS = (github_pages, gitlab_pages)
"""They send what they send, whatever a site would like."""

FOLDER = "hosts"
"""Where control files lie that are not published."""

_PLAIN_BASE = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*/)*", re.ASCII)


class Written(NamedTuple):
    """A control file, and where it goes."""

    path: str
    """Below the published folder, or, for what lies beside it, below the project."""
    place: Place
    text: str


class Difference(NamedTuple):
    """Something that a host cannot do, or leaves to whoever runs it: a row of a table."""

    host: str
    message: Message


def chosen(names: Iterable[str]) -> tuple[Host, ...]:
    """The hosts with these names, in the order of the list above."""
    wanted = frozenset(names)
    return tuple(host for host in HOSTS if host.NAME in wanted)


def sending(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the hosts with these names that can be told to send headers."""
    return tuple(host.NAME for host in chosen(names) if host not in WITHOUT_HEADERS)


def control_files(hosts: Iterable[Host], served: Served) -> tuple[Written, ...]:
    """What the hosts are told, each file once, in order of place and path."""
    files: dict[tuple[Place, str], Written] = {}
    for host in hosts:
        for file in host.control_files(served):
            written = _written(host, file)
            known = files.setdefault((written.place, written.path), written)
            assert known.text == written.text, f"{written.path} would have to say two things"
    return tuple(files[key] for key in sorted(files))


def _written(host: Host, file: ControlFile) -> Written:
    if file.place is Place.OUTPUT:
        return Written(file.path, file.place, file.text)
    return Written(f"{FOLDER}/{host.NAME}/{file.path}", file.place, file.text)


def differences(hosts: Iterable[Host], served: Served) -> tuple[Difference, ...]:
    """What the hosts cannot do, host by host."""
    return tuple(
        Difference(host.NAME, message) for host in hosts for message in host.cannot(served)
    )


def faults(hosts: Iterable[Host], served: Served) -> Iterator[tuple[Host, Fault]]:
    """Limits that the site does not keep, host by host."""
    for host in hosts:
        if not _PLAIN_BASE.fullmatch(served.base):
            yield (
                host,
                Fault(
                    say(
                        "the path {base} cannot be written in settings of a host", base=served.base
                    ),
                    say("use letters, digits, hyphens and dots in the path of `url`"),
                ),
            )
        yield from ((host, fault) for fault in host.faults(served))


def findings(hosts: Iterable[Host], served: Served) -> Iterator[Diagnostic]:
    """The same as findings: about the file that is too much, or about the settings."""
    for host, fault in faults(hosts, served):
        yield Diagnostic(
            Location(f"output/{fault.path}") if fault.path else Location(SETTINGS_FILE),
            Code.HOST_LIMIT,
            say("{host}: {fault}", host=host.NAME, fault=fault.message),
            fault.hint,
        )
