"""GitLab Pages (docs.gitlab.com/user/project/pages)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.model import ControlFile, Encoding, Fault, Served

NAME = "gitlab-pages"
SIBLINGS: tuple[Encoding, ...] = (Encoding.BROTLI, Encoding.GZIP)
"""By itself (docs.gitlab.com/user/project/pages/introduction, "Serving compressed assets")."""


def control_files(_served: Served) -> Iterable[ControlFile]:
    """Nothing: the host takes no settings from the site, and finds `404.html` by itself."""
    return ()


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing that a notice would come near to."""
    return ()


def cannot(_served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "sends no headers of the site: pages keep the policy that stands in them, but other "
        "sites can show them in a frame, and hsts has no effect"
    )
    yield say(
        "keeps pages as long as the instance is set to: a correction may not be visible at once"
    )
    yield say("sends checkpoint and SHA256SUMS as downloads")
    yield say("publishes a folder named public/: let the job that publishes rename output/")
