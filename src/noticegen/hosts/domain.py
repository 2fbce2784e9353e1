"""Settings that a host reads at the root of a domain, when the notice has only a part of it."""

from __future__ import annotations

from noticegen.diagnostics import Message, say
from noticegen.hosts.model import Place, Served

OUTPUT = "output"
SITE = "site"
"""The root of the domain, a folder that the organisation makes, with the notice in it."""


def published(served: Served) -> str:
    """The folder that is published, beside `noticegen.yml`."""
    return OUTPUT if served.is_at_root else SITE


def place(served: Served) -> Place:
    """Where a control file is written that is read at the root of a domain alone."""
    return Place.OUTPUT if served.is_at_root else Place.BESIDE


def under_a_path(served: Served, files: str) -> Message:
    """That settings for a whole domain cannot lie in the folder of the notice."""
    return say(
        "reads {files} at the root of a domain: publish a folder `{site}` that has them in it, "
        "and output/ as {folder}",
        files=files,
        site=SITE,
        folder=SITE + served.base,
    )
