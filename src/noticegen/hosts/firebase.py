"""Firebase Hosting (firebase.google.com/docs/hosting/full-config)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

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
from noticegen.hosts.rules import (
    AGREED,
    AGREED_TEXT,
    escaped,
    rules_without_types,
    types_by_address,
)

NAME = "firebase"
SIBLINGS: tuple[Encoding, ...] = ()

KNOWN = (AGREED | AGREED_TEXT) - {".json"}
"""Endings with the right media type of itself; of JSON it says ``charset=utf-8``."""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    hosting = {
        "public": published(served),
        # The default leaves out everything that begins with a dot: .well-known/, too.
        "ignore": ["firebase.json", "**/.git/**", *(f"**/{name}" for name in CONTROL_NAMES)],
        # `trailingSlash` is left out: then folders that have a home page get their slash, and
        # addresses of files stay as they are.
        "cleanUrls": False,
        # A glob would pass over .well-known/, as minimatch does.
        "headers": [
            *(
                _said(rule.pattern.regex(served.base), rule.headers)
                for rule in rules_without_types(served)
            ),
            *(_said(regex, (("Content-Type", value),)) for regex, value in _types(served)),
        ],
    }
    yield ControlFile(Place.BESIDE, "firebase.json", as_json({"hosting": hosting}))


def _said(regex: str, headers: Iterable[tuple[str, str]]) -> dict[str, object]:
    return {"regex": regex, "headers": [{"key": name, "value": value} for name, value in headers]}


def _types(served: Served) -> Iterator[tuple[str, str]]:
    """Media types, each with an expression for just the addresses that have it.

    So the page for what is not there keeps its own. Expressions are tried on addresses as they
    were asked for, percent-encoded (superstatic, src/middleware/headers.js); both are in it.
    """
    named: dict[str, list[str]] = {}
    for address, value in types_by_address(served, KNOWN).items():
        named.setdefault(value, []).extend(sorted({address, quote(address)}))
    for value, spelt in named.items():
        yield f"^{escaped(served.base)}({'|'.join(map(escaped, spelt))})$", value


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
