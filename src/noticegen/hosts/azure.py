"""Azure Static Web Apps (learn.microsoft.com/azure/static-web-apps/configuration)."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.domain import place, under_a_path
from noticegen.hosts.model import (
    CONTROL_NAMES,
    HSTS,
    MEBIBYTE,
    Cache,
    ControlFile,
    Encoding,
    Fault,
    Served,
    as_json,
)
from noticegen.hosts.rules import addresses, covering, types_by_ending

NAME = "azure-static-web-apps"
SIBLINGS: tuple[Encoding, ...] = ()

CONFIG = "staticwebapp.config.json"
CONFIG_SIZE = 20_000
"""Bytes; the documentation says 20 KB."""
SIZE = 500 * MEBIBYTE
FREE_SIZE = 250 * MEBIBYTE


_HIDDEN = (".git/*", *(name for name in CONTROL_NAMES if name != CONFIG))
"""What is shown to nobody; of its own settings Azure sees to that itself."""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    yield ControlFile(place(served), CONFIG, _config(served))


def _config(served: Served) -> str:
    """The settings. Only the first route that fits counts, and its headers win over global ones.

    So what is said of most addresses is global, and each route says all that is different.
    Addresses stand one by one, because it is not documented whether a star passes a slash.

    Azure sends HSTS of its own, with ``includeSubDomains`` and ``preload``; an empty value takes
    a header away. Media types are looked up by the ending as it is spelt.
    """
    types = types_by_ending(served)
    different: dict[str, tuple[tuple[str, str], ...]] = {}
    alike: list[str] = []
    for address, number in addresses(served):
        file = served.files[number]
        said = []
        if file.cache is not Cache.PAGE:
            said.append(("Cache-Control", file.cache.value))
        if types.get(file.ending) != file.media_type:
            said.append(("Content-Type", file.media_type))
        if said:
            different[address] = tuple(said)
        else:
            alike.append(address)
    routes = covering(different, alike, by_ending=False)
    return as_json(
        {
            "globalHeaders": {
                HSTS[0]: "",
                **dict(served.headers),
                "Cache-Control": Cache.PAGE.value,
            },
            "routes": [
                *(
                    {"route": served.base + name, "rewrite": served.not_found, "statusCode": 404}
                    for name in _HIDDEN
                ),
                *(
                    {"route": pattern.written(served.base), "headers": dict(said)}
                    for pattern, said in routes
                ),
            ],
            "mimeTypes": types,
            "responseOverrides": {"404": {"rewrite": served.not_found, "statusCode": 404}},
        }
    )


def faults(served: Served) -> Iterator[Fault]:
    """Limits of the host that the site does not keep."""
    length = len(_config(served).encode())
    if length > CONFIG_SIZE:
        yield Fault(
            say(
                "{name} has {size} bytes, and Azure takes {limit}",
                name=CONFIG,
                size=length,
                limit=CONFIG_SIZE,
            ),
            say("publish in fewer languages here, or take another host"),
        )
    size = sum(file.size for file in served.uploaded)
    if size > SIZE:
        yield Fault(
            say("{size} bytes, and Azure takes {limit} in a site", size=size, limit=SIZE),
            say("publish large attachments elsewhere"),
        )


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "on the free plan takes {limit} bytes in a site, and stops when its traffic is used up",
        limit=FREE_SIZE,
    )
    yield say("may show home pages at addresses without a slash, where their links do not work")
    yield say("may send the page for what is not there without the headers of the others")
    if HSTS not in served.headers:
        yield say(
            "sends HSTS of its own where it does not take it away as told: look at "
            "Strict-Transport-Security once the site is live"
        )
    if not served.is_at_root:
        yield under_a_path(served, CONFIG)
