"""Netlify (docs.netlify.com/manage/routing/headers)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import quote

from noticegen.diagnostics import Message, say
from noticegen.hosts import headers_file
from noticegen.hosts.domain import published, under_a_path
from noticegen.hosts.model import (
    CONTROL_NAMES,
    MADE_BY,
    ControlFile,
    Encoding,
    Fault,
    Place,
    Served,
)

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

_REDIRECT = """
[[redirects]]
  from = "{source}"
  to = "{target}"
  status = {status}
  force = {force}
"""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    yield headers_file.written(served)
    settings = _SETTINGS.format(made_by=MADE_BY, folder=published(served))
    yield ControlFile(Place.BESIDE, "netlify.toml", settings + "".join(_redirects(served)))


def _redirects(served: Served) -> Iterator[str]:
    """Rules about addresses; without `force`, what lies at an address is shown all the same.

    Without its slash a home page would be shown where its links lead elsewhere. A rule fits an
    address with a slash at its end and without one (docs.netlify.com/manage/routing/redirects),
    so both lead to the page by its name.
    """
    for name in CONTROL_NAMES:
        yield _redirect(served.base + name, served.not_found, 404, force=True)
    for file in served.files:
        address = served.base + (file.folder or "")
        if file.folder is not None and address != "/":
            source = address.removesuffix("/")
            yield _redirect(source, served.base + file.path, 302, force=True)
    if not served.is_at_root:
        # Without a rule the page at the root of the domain is the one for what is not there.
        yield _redirect(served.base + "*", served.not_found, 404, force=False)


def _redirect(source: str, target: str, status: int, *, force: bool) -> str:
    return _REDIRECT.format(
        source=quote(source, "/*"), target=quote(target), status=status, force=str(force).lower()
    )


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing that a notice would come near to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say("reads netlify.toml at the root of the repository: copy it there")
    yield say("leads from the address of a folder to the index.html in it")
    yield from headers_file.cannot(served)
    if not served.is_at_root:
        yield under_a_path(served, "_headers")
