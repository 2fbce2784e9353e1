"""Netlify (docs.netlify.com/manage/routing/headers)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.domain import published, under_a_path
from noticegen.hosts.headers_file import headers_file
from noticegen.hosts.model import MADE_BY, ControlFile, Encoding, Fault, Place, Served

NAME = "netlify"
SIBLINGS: tuple[Encoding, ...] = ()

# Post-processing writes links anew ("Pretty URLs"): pages would not be the bytes that
# SHA256SUMS and the record speak of.
_SETTINGS = """\
# {made_by}
[build]
  publish = "{folder}"

[build.processing]
  skip_processing = true

[build.processing.html]
  pretty_urls = false
"""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    yield headers_file(served)
    settings = _SETTINGS.format(made_by=MADE_BY, folder=published(served))
    yield ControlFile(Place.BESIDE, "netlify.toml", settings)
    if not served.is_at_root:
        # Without a rule the page at the root of the domain is the one for what is not there.
        redirects = f"# {MADE_BY}\n{served.base}* {served.not_found} 404\n"
        yield ControlFile(Place.BESIDE, "_redirects", redirects)


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing that a notice would come near to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say("reads netlify.toml at the root of the repository: copy it there")
    if not served.is_at_root:
        yield under_a_path(served, "_headers, _redirects")
