"""GitHub Pages (docs.github.com/pages)."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.model import MEBIBYTE, ControlFile, Encoding, Fault, Place, Served

NAME = "github-pages"
SIBLINGS: tuple[Encoding, ...] = ()

SIZE = 1024 * MEBIBYTE
_OWN = ".github.io"


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    # Jekyll would leave out what begins with a dot or an underscore.
    yield ControlFile(Place.OUTPUT, ".nojekyll", "")
    if served.is_at_root and not served.host.endswith(_OWN):
        # Where a branch is published, its next commit would take the domain away.
        yield ControlFile(Place.OUTPUT, "CNAME", served.host + "\n")


def faults(served: Served) -> Iterator[Fault]:
    """Limits of the host that the site does not keep."""
    size = sum(file.size for file in served.uploaded)
    if size > SIZE:
        yield Fault(
            say("{size} bytes, and GitHub Pages takes {limit} in a site", size=size, limit=SIZE),
            say("publish large attachments elsewhere"),
        )


def cannot(_served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "sends no headers of the site: pages keep the policy that stands in them, but other "
        "sites can show them in a frame, and hsts has no effect"
    )
    yield say("keeps everything for ten minutes: a correction is not visible at once")
    yield say("sends checkpoint and SHA256SUMS as downloads")
    yield say(
        "may turn readers away (status 429) when many come at once, as after an e-mail to all: "
        "put a CDN in front, or have a second host"
    )
