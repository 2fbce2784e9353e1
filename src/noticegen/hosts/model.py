"""What a host is to serve: files, headers and addresses, whoever the host is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple, Protocol
from urllib.parse import urlsplit

from noticegen.config import Config
from noticegen.diagnostics import Message
from noticegen.headers import headers, media_type
from noticegen.model import Artifact

HSTS = ("Strict-Transport-Security", "max-age=31536000")
"""A year, and no word about subdomains, which may not be ready for it."""

INDEX = "index.html"
NOT_FOUND = "404.html"
FILES = "files/"

CONTROL_NAMES = (
    ".assetsignore", ".htaccess", ".nojekyll", "CNAME", "_headers", "_redirects",
    "staticwebapp.config.json", "vercel.json",
)  # fmt: skip
"""What one host reads from the published folder, and another would show to everybody."""

MADE_BY = "Made by noticegen; the next build writes it anew."

MEBIBYTE = 1024 * 1024


class Cache(StrEnum):
    """How long an answer may be kept, as the value of `Cache-Control`."""

    PAGE = "public, max-age=0, must-revalidate"
    """Pages, and what a reader verifies them with: a correction is visible at once."""
    DATA = "public, max-age=60, must-revalidate"
    """Feeds and data, which machines ask for again and again."""
    FILE = "public, max-age=3600, must-revalidate"
    """Attachments. A new version has a new name, but an upload can be put right, too."""


class Encoding(StrEnum):
    """How a sibling is compressed, as the value of `Content-Encoding`; the smaller one first."""

    BROTLI = "br"
    GZIP = "gzip"

    @property
    def ending(self) -> str:
        """What the name of a sibling ends in."""
        return ".gz" if self is Encoding.GZIP else ".br"


class File(NamedTuple):
    """A file that is served."""

    path: str
    """Below the base path."""
    size: int
    media_type: str
    cache: Cache

    @property
    def ending(self) -> str:
        """``.html``; empty where the name has none."""
        name = self.path.rpartition("/")[2]
        dot, ending = name.rpartition(".")[1:]
        return dot + ending if dot else ""

    @property
    def folder(self) -> str | None:
        """The address without a name under which a home page is asked for, too: ``en/``."""
        folder, slash, name = self.path.rpartition("/")
        return folder + slash if name == INDEX else None


class Served(NamedTuple):
    """Everything that a host is to serve."""

    host: str
    """The host name of the site's address."""
    base: str
    """The path of the site's address, from slash to slash: ``/``, ``/notice/``."""
    headers: tuple[tuple[str, str], ...]
    """What every answer says, also one about a page that is not there."""
    files: tuple[File, ...]
    """In order of their paths."""
    siblings: tuple[File, ...] = ()
    """Compressed ones, which are uploaded too, and have no address of their own."""

    @property
    def uploaded(self) -> tuple[File, ...]:
        """Everything that counts where a host counts."""
        return (*self.files, *self.siblings)

    @property
    def is_at_root(self) -> bool:
        """Whether the site has its host name for itself."""
        return self.base == "/"

    @property
    def not_found(self) -> str:
        """The address of the page for what is not there."""
        return self.base + NOT_FOUND

    def answer(self, file: File) -> tuple[tuple[str, str], ...]:
        """The headers with which `file` is served."""
        return (
            *self.headers,
            ("Content-Type", file.media_type),
            ("Cache-Control", file.cache.value),
        )


class Place(StrEnum):
    """Where a control file is written."""

    OUTPUT = "output"
    """Into the published folder, because the host reads it there."""
    BESIDE = "beside"
    """Into ``hosts/<name>/`` beside it, which is never published."""


class ControlFile(NamedTuple):
    """A file that tells a host how to serve."""

    place: Place
    path: str
    """Below the published folder, or below the host's own folder beside it."""
    text: str


class Fault(NamedTuple):
    """A limit of a host that the site does not keep."""

    message: Message
    hint: Message | None = None
    path: str | None = None
    """The file that is too much, if it is one."""


class Host(Protocol):
    """A host, or a server. Each module of this package that is named after one is one."""

    NAME: str
    SIBLINGS: tuple[Encoding, ...]
    """What it sends in the place of a file, if it lies beside it."""

    def control_files(self, served: Served, /) -> Iterable[ControlFile]:
        """What tells the host how to serve."""

    def faults(self, served: Served, /) -> Iterable[Fault]:
        """Limits of the host that the site does not keep."""

    def cannot(self, served: Served, /) -> Iterable[Message]:
        """What differs on this host, or is left to whoever runs it."""


def served(
    artifacts: Iterable[Artifact], config: Config, siblings: Iterable[Artifact] = ()
) -> Served:
    """What a host is to serve of a site that was rendered."""
    address = urlsplit(config.url)
    return Served(
        address.hostname or "",
        address.path,
        (*headers(), HSTS) if config.hsts else headers(),
        tuple(sorted(map(_file, artifacts))),
        tuple(sorted(map(_file, siblings))),
    )


def _file(artifact: Artifact) -> File:
    return File(
        artifact.path,
        len(artifact.content),
        media_type(artifact.path),
        cache(artifact.path),
    )


def cache(path: str) -> Cache:
    """How long what is served at `path` may be kept."""
    name = path.rpartition("/")[2]
    if path.startswith(FILES):
        return Cache.FILE
    if name == "sitemap.xml" or (name.endswith((".atom", ".json")) and name != "record.json"):
        return Cache.DATA
    return Cache.PAGE


def as_json(value: object) -> str:
    """A value as the text of a JSON file."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
