"""Vercel (vercel.com/docs/project-configuration)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.domain import place, under_a_path
from noticegen.hosts.model import ControlFile, Encoding, Fault, Served, as_json
from noticegen.hosts.rules import AGREED, AGREED_TEXT, rules

NAME = "vercel"
SIBLINGS: tuple[Encoding, ...] = ()

_STAR = "(.*)"


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    settings = {
        "cleanUrls": False,
        # `trailingSlash` is left out. With true, /checkpoint and /SHA256SUMS redirect to
        # folders that are not there; with false, /notice/ and /en/ to addresses at which
        # page-relative links lead one folder too high. Left out, /en shows a page as well.
        "redirects": [
            {"source": folder.removesuffix("/"), "destination": folder, "permanent": False}
            for folder in _folders(served)
        ],
        "headers": [
            {
                "source": rule.pattern.written(served.base, _STAR),
                "headers": [{"key": name, "value": value} for name, value in rule.headers],
            }
            for rule in rules(served, AGREED | AGREED_TEXT)
        ],
    }
    yield ControlFile(place(served), "vercel.json", as_json(settings))


def _folders(served: Served) -> Iterator[str]:
    """The folders that have a home page, except the root of the domain."""
    for file in served.files:
        if file.folder is not None and served.base + file.folder != "/":
            yield served.base + file.folder


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing that a notice would come near to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say("builds nothing: choose “Other” as the framework, and output/ as what is deployed")
    if not served.is_at_root:
        yield under_a_path(served, "vercel.json, 404.html")
