"""nginx (nginx.org/en/docs)."""

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
from noticegen.hosts.rules import escaped, kept, types_by_ending, types_by_name

NAME = "nginx"
SIBLINGS: tuple[Encoding, ...] = (Encoding.GZIP,)

ROOT = "/srv/www"
"""The folder that is the root of the domain; the notice lies below it at its base path."""

_CHARSET = "; charset=utf-8"
_DEFAULT_TYPE = "application/octet-stream"
_SIBLINGS = r".*\.(?:br|gz)"
_GIT = r"\.git(?:/.*)?"
_ALWAYS_CHARSET = "text/html"
"""What `charset` is about without being named."""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    lines = [f"# {MADE_BY}", "# Include it in the http block.", "", *_cache(served), ""]
    lines += [*_astray(served), ""]
    lines += ["server {", "    listen 80;  # behind whatever speaks TLS"]
    lines += [f"    server_name {served.host};", f"    root {ROOT};", ""]
    if served.is_at_root:
        lines += _indented(_serving(served), 1)
    else:
        lines += ["    # Move this block to where the rest of the domain is served."]
        lines += [f"    location ^~ {served.base} {{", *_indented(_serving(served), 2), "    }"]
    yield ControlFile(Place.BESIDE, "nginx.conf", "\n".join([*lines, "}"]) + "\n")


def _cache(served: Served) -> list[str]:
    """The time to keep an answer as a variable, so that no location says headers of its own.

    Where one does, it loses all that were said further out. Addresses are regular expressions
    because texts that are longer than a bucket of the hash stop nginx.
    """
    return [
        "map $uri $noticegen_cache {",
        f"    default {_quoted(Cache.PAGE)};",
        *(
            f"    {_quoted('~' + pattern.regex(served.base))} {_quoted(value)};"
            for pattern, value in kept(served)
        ),
        "}",
    ]


def _astray(served: Served) -> list[str]:
    """Whether an address is written so that the links of its page would lead elsewhere.

    They are relative, and browsers count slashes: one too many, or one that is encoded, which
    nginx takes for a plain one. The page for what is not there has no such links, and is looked
    for under the address that was asked for.
    """
    return [
        'map "$uri $request_uri" $noticegen_astray {',
        "    volatile;  # asked again for the page for what is not there",
        '    default "";',
        f'    {_quoted(f"~^{escaped(served.not_found)} ")} "";',
        '    "~* [^? ]*(?://|%2F)" "1";',
        "}",
    ]


def _serving(served: Served) -> Iterator[str]:
    yield f"index {INDEX};"
    yield "autoindex off;"
    yield "if ($noticegen_astray) {"
    yield "    return 404;"
    yield "}"
    yield "# A folder without its slash is redirected to the host name that the reader sees."
    yield "absolute_redirect off;"
    yield f"error_page 403 404 =404 {served.not_found};"
    yield ""
    yield from (f"add_header {name} {_quoted(value)} always;" for name, value in served.headers)
    yield "add_header Cache-Control $noticegen_cache always;"
    yield ""
    yield "gzip on;"
    yield "gzip_vary on;"
    yield f"gzip_types {' '.join(_texts(served))};"
    yield "gzip_static on;"
    yield ""
    yield "charset utf-8;"
    yield f"charset_types {' '.join(_with_charset(served))};"
    yield f"default_type {_DEFAULT_TYPE};"
    yield "types {"
    for ending, media_type in types_by_ending(served).items():
        yield f"    {_plain(media_type)} {ending.removeprefix('.')};"
    yield "}"
    for media_type, paths in types_by_name(served).items():
        names = "|".join(escaped(path) for path in paths)
        yield f"location ~ {_quoted(f'^{escaped(served.base)}(?:{names})$')} {{"
        yield "    types { }"
        yield f"    default_type {_plain(media_type)};"
        yield "}"
    control = "|".join(escaped(name) for name in CONTROL_NAMES)
    hidden = f"{control}|{_GIT}|{_SIBLINGS}"
    yield f"location ~ {_quoted(f'^{escaped(served.base)}(?:{hidden})$')} {{"
    yield "    return 404;"
    yield "}"


def _plain(media_type: str) -> str:
    return media_type.removesuffix(_CHARSET)


def _with_charset(served: Served) -> list[str]:
    found = {_plain(file.media_type) for file in served.files if file.media_type.endswith(_CHARSET)}
    return sorted(found - {_ALWAYS_CHARSET}) or ["text/plain"]


def _texts(served: Served) -> list[str]:
    data = {_plain(file.media_type) for file in served.files if file.media_type.endswith("json")}
    return sorted({*_with_charset(served), *data})


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _indented(lines: Iterable[str], depth: int) -> Iterator[str]:
    yield from ("    " * depth + line if line else "" for line in lines)


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing: limits are what the server is set to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "needs hosts/{name}/nginx.conf in its http block, and output/ at {folder}",
        name=NAME,
        folder=ROOT + served.base,
    )
    yield say("needs the module gzip_static, which the usual packages of nginx have")
    yield say("TLS is set up by whoever runs the server")
