"""What was built  ->  what a live site is held against.

In a project that is the output folder, and what its hosts are told to send. For anybody else it is
what the site itself lists in `SHA256SUMS`, and the headers that a notice should have.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from noticegen.config import Config
from noticegen.headers import headers, media_type
from noticegen.hosts.known import sending
from noticegen.hosts.model import HSTS, INDEX, NOT_FOUND, Cache, File, Served, cache
from noticegen.record.checkpoint import NAME
from noticegen.record.log import Log
from noticegen.record.published import DATA
from noticegen.render import SUMS
from noticegen.verify.record import published
from noticegen.verify.sums import beside, is_control, read_sums
from noticegen.web import encoded
from noticegen.write.listing import digest, present

HTML = "text/html"


class BuiltFile(NamedTuple):
    """A file as it was built, and how it is to be answered."""

    path: str
    """Below the site's address."""
    sha256: str
    size: int | None
    """None where only a list of digests is known."""
    headers: tuple[tuple[str, str], ...]
    """What is answered with it, names and values."""
    cache: Cache
    source: Path | None
    """Where its bytes are; None where only a list of digests is known."""

    @property
    def is_page(self) -> bool:
        """Whether it is read in a browser."""
        return media_type(self.path).startswith(HTML)

    @property
    def folder(self) -> str | None:
        """The address without a name under which a home page is asked for, too: ``en/``."""
        folder, slash, name = self.path.rpartition("/")
        return folder + slash if name == INDEX else None


class BuiltSite(NamedTuple):
    """What a live site is held against."""

    address: str
    """Where it is to be live; ends with a slash."""
    against: str
    """What says what was built: a folder, or the list that is live."""
    files: tuple[BuiltFile, ...]
    """In order of their paths."""
    headers: tuple[tuple[str, str], ...]
    """What every answer says, also one about a page that is not there."""
    senders: tuple[str, ...]
    """The chosen hosts that are told to send headers; without one, missing headers are advice."""
    is_known: bool
    """Whether this is what was built, and not what the live site says of itself."""
    log: Log | None
    """The record as it was built; None where none is kept, or where nothing is known of it."""
    official_site: str | None
    """Where readers begin, and a link should lead here; None where that is not known, or where
    this is another address than the one that readers are told."""

    def of(self, path: str) -> BuiltFile | None:
        """The file at a path."""
        return next((file for file in self.files if file.path == path), None)

    def url(self, path: str) -> str:
        """The full address of what is at `path`, as browsers ask for it."""
        return self.address + encoded(path)

    @property
    def homes(self) -> tuple[BuiltFile, ...]:
        """The home page of each language."""
        return tuple(file for file in self.files if file.path.rpartition("/")[2] == INDEX)

    @property
    def not_found(self) -> BuiltFile | None:
        """The page for what is not there."""
        return self.of(NOT_FOUND)


def as_built(output: Path, config: Config, address: str | None = None) -> BuiltSite:
    """What is in `output`, to be live at `address` or else where the settings say.

    Raises OSError where a file cannot be read.
    """
    listed, _ = read_sums((output / SUMS).read_bytes())
    sums = {
        path: sha
        for path, sha in present(output)
        if not is_control(path) and beside(path, listed) is None
    }
    log, _ = published(
        *((output / name).read_bytes() if name in sums else None for name in (DATA, NAME))
    )
    own = (*headers(), HSTS) if config.hsts else headers()
    url = _with_slash(address or config.url)
    served = _served(url, own, {path: (output / path).stat().st_size for path in sums})
    return BuiltSite(
        url,
        f"{output.as_posix()}/",
        tuple(
            BuiltFile(
                file.path,
                sums[file.path],
                file.size,
                served.answer(file),
                file.cache,
                output / file.path,
            )
            for file in served.files
        ),
        own,
        sending(config.hosts),
        True,
        log,
        # Its home page leads to the one address that readers are told.
        config.official_site if url == config.url else None,
    )


def as_listed(address: str, content: bytes, listed: dict[str, str]) -> BuiltSite:
    """What a live site lists; `content` is the list itself."""
    url = _with_slash(address)
    sums = {**listed, SUMS: digest(content)}
    served = _served(url, headers(), dict.fromkeys(sums, 0))
    files = tuple(
        BuiltFile(file.path, sums[file.path], None, served.answer(file), file.cache, None)
        for file in served.files
    )
    return BuiltSite(url, SUMS, files, headers(), (), False, None, None)


def _served(url: str, own: tuple[tuple[str, str], ...], sizes: dict[str, int]) -> Served:
    parts = urlsplit(url)
    files = (File(path, size, media_type(path), cache(path)) for path, size in sizes.items())
    return Served(parts.hostname or "", parts.path, own, tuple(sorted(files)))


def _with_slash(address: str) -> str:
    return address if address.endswith("/") else f"{address}/"
