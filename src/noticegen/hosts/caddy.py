"""Caddy 2 (caddyserver.com/docs/caddyfile)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.model import (
    CONTROL_NAMES,
    INDEX,
    MADE_BY,
    Cache,
    ControlFile,
    Encoding,
    Fault,
    Place,
    Served,
)
from noticegen.hosts.rules import addresses, covering

NAME = "caddy"
SIBLINGS: tuple[Encoding, ...] = (Encoding.BROTLI, Encoding.GZIP)

ROOT = "/srv/www"
"""The folder that is the root of the domain; the notice lies below it at its base path."""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    yield ControlFile(Place.BESIDE, "Caddyfile", "\n".join(_lines(served)) + "\n")


def _lines(served: Served) -> Iterator[str]:
    yield f"# {MADE_BY}"
    yield "(noticegen_headers) {"
    yield "\theader {"
    yield from (f"\t\t{name} {_quoted(value)}" for name, value in served.headers)
    yield "\t}"
    yield "}"
    yield ""
    yield f"{served.host} {{"
    yield f"\troot * {ROOT}"
    yield "\tencode zstd gzip"
    if not served.is_at_root:
        yield f"\tredir {served.base.removesuffix('/')} {served.base}"
    yield f"\thandle {served.base}* {{"
    yield "\t\timport noticegen_headers"
    yield from (f"\t\t{line}" for line in _by_address(served))
    yield "\t\t# Behind an encoded slash, a page would be shown whose links lead elsewhere."
    yield "\t\t@astray vars_regexp {http.request.uri} (?i)^[^?]*%2F"
    yield "\t\terror @astray 404"
    yield "\t\t# In the end: what is compressed says so itself, and would say it twice."
    yield "\t\theader {"
    yield "\t\t\tVary Accept-Encoding"
    yield "\t\t\tdefer"
    yield "\t\t}"
    yield f"\t\t@siblings path {' '.join(f'*{one.ending}' for one in SIBLINGS)}"
    yield "\t\terror @siblings 404"
    yield "\t\tfile_server {"
    yield f"\t\t\tindex {INDEX}"
    yield f"\t\t\thide .git {' '.join(CONTROL_NAMES)}"
    yield f"\t\t\tprecompressed {' '.join(SIBLINGS)}"
    yield "\t\t}"
    yield "\t}"
    yield "\thandle_errors {"
    yield f"\t\t@missing expression `{{err.status_code}} in [403, 404] && path('{served.base}*')`"
    yield "\t\thandle @missing {"
    yield "\t\t\timport noticegen_headers"
    yield f"\t\t\theader Cache-Control {_quoted(Cache.PAGE)}"
    yield '\t\t\theader Content-Type "text/html; charset=utf-8"'
    yield f"\t\t\trewrite * {served.not_found}"
    yield "\t\t\tfile_server {"
    yield "\t\t\t\tstatus 404"
    yield "\t\t\t}"
    yield "\t\t}"
    yield "\t}"
    yield "}"


def _by_address(served: Served) -> Iterator[str]:
    """Headers that differ between addresses.

    Caddy orders directives by their matchers: no two that set one header may fit one address.
    Media types are all said, because else they depend on what the system knows.
    """
    caches: dict[str, str] = {}
    types: dict[str, str] = {}
    for address, number in addresses(served):
        caches[address] = served.files[number].cache.value
        types[address] = served.files[number].media_type
    for header, values in (("Cache-Control", caches), ("Content-Type", types)):
        for number, (value, paths) in enumerate(_paths(served, values).items(), 1):
            matcher = f"@{header.partition('-')[0].lower()}{number}"
            yield f"{matcher} path {' '.join(paths)}"
            yield f"header {matcher} {header} {_quoted(value)}"


def _paths(served: Served, values: dict[str, str]) -> dict[str, list[str]]:
    """By value, the paths that have it.

    A star inside a path stops at the next slash, one at its beginning does not.
    """
    paths: dict[str, list[str]] = {}
    for pattern, value in covering(values):
        path = pattern.written("" if pattern.after and not pattern.before else served.base)
        paths.setdefault(value, []).append(path)
    return paths


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing: limits are what the server is set to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "needs hosts/{name}/Caddyfile, and output/ at {folder}",
        name=NAME,
        folder=ROOT + served.base,
    )
