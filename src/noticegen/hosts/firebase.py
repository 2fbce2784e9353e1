"""Firebase Hosting (firebase.google.com/docs/hosting/full-config)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.domain import published, under_a_path
from noticegen.hosts.model import (
    CONTROL_NAMES,
    ControlFile,
    Encoding,
    Fault,
    Place,
    Served,
    as_json,
)
from noticegen.hosts.rules import AGREED, AGREED_TEXT, rules

NAME = "firebase"
SIBLINGS: tuple[Encoding, ...] = ()


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    hosting = {
        "public": published(served),
        # The default leaves out everything that begins with a dot: .well-known/, too.
        "ignore": ["firebase.json", "**/.git/**", *(f"**/{name}" for name in CONTROL_NAMES)],
        # `trailingSlash` is left out: then folders that have a home page get their slash, and
        # addresses of files stay as they are.
        "cleanUrls": False,
        "headers": [
            {
                # A glob would pass over .well-known/, as minimatch does.
                "regex": rule.pattern.regex(served.base),
                "headers": [{"key": name, "value": value} for name, value in rule.headers],
            }
            for rule in rules(served, AGREED | AGREED_TEXT)
        ],
    }
    yield ControlFile(Place.BESIDE, "firebase.json", as_json({"hosting": hosting}))


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing that a notice would come near to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "publishes only what lies beside or below firebase.json: copy it next to {folder}/",
        folder=published(served),
    )
    if not served.is_at_root:
        yield under_a_path(served, "404.html")
