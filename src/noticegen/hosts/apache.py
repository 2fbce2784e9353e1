"""Apache HTTP Server 2.4 (httpd.apache.org/docs/2.4)."""

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

NAME = "apache"
SIBLINGS: tuple[Encoding, ...] = (Encoding.BROTLI, Encoding.GZIP)

_SIBLING = rf"(?:{'|'.join(escaped(one.ending) for one in SIBLINGS)})?"
_GIT = r"\.git(?:/.*)?"


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    yield ControlFile(Place.OUTPUT, ".htaccess", "\n".join(_lines(served)) + "\n")


def _lines(served: Served) -> Iterator[str]:
    yield f"# {MADE_BY}"
    yield ""
    yield "# Neither lists of files, nor a guess at what an address without an ending means."
    yield "Options -Indexes -MultiViews"
    yield f"DirectoryIndex {INDEX}"
    yield f"ErrorDocument 404 {served.not_found}"
    yield "AddDefaultCharset Off"
    yield ""
    yield "<IfModule mod_expires.c>"
    yield "    ExpiresActive Off"
    yield "</IfModule>"
    yield ""
    yield "# `always` is a table of its own, sent with errors, too; a header in both is sent twice."
    yield "<IfModule mod_headers.c>"
    for name, value in served.headers:
        yield f"    Header always set {name} {_quoted(value)}"
    yield f"    Header always set Cache-Control {_quoted(Cache.PAGE)}"
    for pattern, value in kept(served):
        regex = f"{pattern.regex(served.base)[:-1]}{_SIBLING}$"
        condition = _quoted(f"expr=%{{REQUEST_URI}} =~ m#{regex}#")
        yield f"    Header always set Cache-Control {_quoted(value)} {condition}"
    yield "</IfModule>"
    yield ""
    yield from _compressed()
    yield ""
    for regex, media_type in _types(served):
        yield f"<FilesMatch {_quoted(regex)}>"
        yield f"    ForceType {_quoted(media_type)}"
        yield "</FilesMatch>"
    yield ""
    control = "|".join(escaped(name) for name in CONTROL_NAMES)
    yield "# A folder without a home page would be refused, which says that it is there."
    yield "<IfModule mod_alias.c>"
    for pages in (f"{control}|{_GIT}", "|".join(map(escaped, _without_home(served)))):
        if pages:
            yield f"    RedirectMatch 404 {_quoted(f'^{escaped(served.base)}(?:{pages})$')}"
    yield "</IfModule>"


def _without_home(served: Served) -> list[str]:
    """The addresses of folders that have no page of their own."""
    folders = {file.path[: end + 1] for file in served.files for end in _slashes(file.path)}
    return sorted(folders - {file.folder for file in served.files})


def _slashes(path: str) -> Iterator[int]:
    yield from (place for place, sign in enumerate(path) if sign == "/")


def _compressed() -> Iterator[str]:
    """Siblings in the place of files, for those who take them.

    Without MultiViews, which would also answer addresses that are not there. Endings are looked
    at in the last place only: `AddEncoding` for the whole folder would find them anywhere.
    """
    endings = "|".join(escaped(one.ending) for one in SIBLINGS)
    yield "# Compressed siblings: sent in the place of what they stand beside, not by their names."
    yield "<IfModule mod_mime.c>"
    yield "    <IfModule mod_rewrite.c>"
    yield "        RewriteEngine On"
    yield "        RewriteCond %{ENV:REDIRECT_STATUS} ^$"
    yield f"        RewriteRule {_quoted(f'(?:{endings})$')} - [R=404,L]"
    for one in SIBLINGS:
        accepted = rf"(?:^|[\s,]){one.value}\s*(?:$|,|;(?!\s*q=0(?:\.0*)?\s*(?:$|,)))"
        yield f"        RewriteCond %{{HTTP:Accept-Encoding}} {_quoted(accepted)} [NC]"
        yield f"        RewriteCond %{{REQUEST_FILENAME}}{one.ending} -f"
        yield f"        RewriteRule ^ %{{REQUEST_URI}}{one.ending} [L]"
    yield "    </IfModule>"
    yield "    # Many settings call the ending a language, Breton."
    yield f"    RemoveLanguage {' '.join(one.ending for one in SIBLINGS)}"
    for one in SIBLINGS:
        yield f"    <FilesMatch {_quoted(f'{escaped(one.ending)}$')}>"
        yield f"        AddEncoding {one.value} {one.ending}"
        yield "    </FilesMatch>"
    yield "</IfModule>"
    yield "<IfModule mod_headers.c>"
    yield "    Header merge Vary Accept-Encoding"
    yield "    # mod_deflate gives what it compresses another ETag, and does not know it again."
    old, new = _quoted('^(.*)-gzip"$'), _quoted('$1"')
    yield f"    RequestHeader edit If-None-Match {old} {new}"
    yield "</IfModule>"


def _types(served: Served) -> Iterator[tuple[str, str]]:
    """Regular expressions for names, and their media types; the last one that fits counts.

    `AddType` would look at every ending of a name, also at one in the middle.
    """
    for ending, media_type in types_by_ending(served).items():
        yield f"(?i){escaped(ending)}{_SIBLING}$", media_type
    for media_type, paths in types_by_name(served).items():
        names = sorted({path.rpartition("/")[2] for path in paths})
        yield f"^(?:{'|'.join(map(escaped, names))}){_SIBLING}$", media_type


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '\\"') + '"'


def faults(_served: Served) -> Iterable[Fault]:
    """Nothing: limits are what the server is set to."""
    return ()


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say(
        "needs AllowOverride FileInfo Indexes Options=Indexes,MultiViews for the folder of {base}, "
        "and mod_headers",
        base=served.base,
    )
    yield say(
        "sends compressed siblings with mod_rewrite, which wants Options FollowSymLinks "
        "or SymLinksIfOwnerMatch; where both were taken away, it refuses every page"
    )
    yield say("TLS is set up by whoever runs the server")
