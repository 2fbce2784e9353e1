"""What every host has to do with a site that was built, whoever the host is: one contract.

It asks a server that runs, and says row by row what is not as it should be. Where a host cannot
do better, that is said beside the host, as data (`Differs`), and has to happen just so.
"""

from __future__ import annotations

import gzip
import http.client
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple, Protocol
from urllib.parse import quote, unquote, urljoin, urlsplit

import brotli

from noticegen.hosts.model import CONTROL_NAMES, HSTS, INDEX, NOT_FOUND, File, Served

PATIENCE = 30.0
"""Seconds after which an answer is taken not to come."""

SECRET = b"This is for a host, and not for readers."
"""What stands in files that must not be served."""

PLANTED = (*CONTROL_NAMES, ".git/config", ".git/HEAD")
"""Files that a server finds in the folder, and must not show."""

MISSING = (
    "nothing", "nothing/", "nothing.html", "en/nothing", "en/nothing/deeper/x.html", "nothing.json",
    "en/nothing.atom", "nothing.xml", "nothing.txt", "files/nothing", "files/nothing.csv",
    "files/nothing.pdf", "files/", "updates/", ".well-known/nothing", "%E3%81%82.html",
    "nothing.html.gz", "index.html.br",
)  # fmt: skip
"""Addresses below the base path at which there is nothing."""

ACCEPTED: Mapping[str, tuple[str, ...]] = {
    "": (),
    "gzip": ("gzip",),
    "br": ("br",),
    "gzip, deflate, br": ("gzip", "deflate", "br"),
    "gzip;q=0, br;q=0": (),
    "br;q=0, gzip;q=0.5": ("gzip",),
    "identity": (),
}
"""`Accept-Encoding` as clients send it, and what they take by that."""

SIBLING_ENDS = {"gzip": ".gz", "br": ".br"}

_HOPS = 5


class Row(StrEnum):
    """A part of the contract, as it is called in the table."""

    FILES = "files"
    """Each file at its address, and each home page at its folder's: 200, and its bytes."""
    HEADERS = "headers"
    """Each of these says what every answer says."""
    TYPE = "type"
    """`Content-Type`."""
    CACHE = "caching"
    """`Cache-Control`."""
    MISSING = "not found"
    """404 with the page for it and what every answer says, for whatever is not there."""
    HIDDEN = "hidden"
    """What is for a host, or for git, is shown to nobody."""
    SPELLINGS = "spellings"
    """Any spelling of an address leads to the page that is meant, or to that for what is not."""
    LINKS = "links"
    """No link of what is shown there leads nowhere."""
    ONCE = "once"
    """No answer says a header twice."""
    HEAD = "HEAD"
    """The same as GET, without a body."""
    UNCHANGED = "unchanged"
    """Whoever has the bytes already is told 304."""
    COMPRESSED = "compressed"
    """What is asked for as gzip or brotli unpacks to the file, and is plain for all others."""


class Differs(NamedTuple):
    """Something that a host cannot do; it has to be seen, or it is not true any more."""

    row: Row
    words: str
    """What stands in the table: a few words."""
    about: str
    """A regular expression for the faults, which begin with the address below the base path."""
    bases: tuple[str, ...] = ("/", "/notice/")
    """The base paths at which it happens."""


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """As they were received: in their order, and as often as they came."""
    body: bytes

    def values(self, name: str) -> list[str]:
        """Every value of a header, in order."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def value(self, name: str) -> str:
        """The value of a header, or an empty text."""
        return next(iter(self.values(name)), "")


class Ask(Protocol):
    """A way to ask a server that runs."""

    def __call__(
        self, target: str, headers: Mapping[str, str] = ..., method: str = ..., /
    ) -> Answer:
        """One request; `target` goes out as it is, and begins with a slash."""


class Site(NamedTuple):
    """What is to be seen at a server."""

    served: Served
    contents: Mapping[str, bytes]
    """The bytes of each file of `served`."""
    project: Path
    """Where it was built: `output/`, `hosts/`."""

    @property
    def base(self) -> str:
        """The path of the site's address."""
        return self.served.base


Run = Callable[[Site, Path], AbstractContextManager[Ask]]
"""Starts a server for a site; the folder is empty, and its own. It ends with the context."""


class Tried(NamedTuple):
    """A host that is tried: a line of the table."""

    name: str
    """In the table, with what runs it: ``nginx (Debian)``."""
    host: str | None
    """Its name in `noticegen.yml`; None where there is nothing that it could be told."""
    run: Run
    differs: tuple[Differs, ...] = ()
    encodings: tuple[str, ...] = ()
    """In what it sends compressed siblings; empty where it does not, or compresses by itself."""


class Fault(NamedTuple):
    """Something that is not as the contract has it."""

    row: Row
    text: str
    """The address below the base path, a colon, and what is the matter."""


def over_http(port: int, host: str, address: str = "127.0.0.1") -> Ask:
    """Requests to a port of this machine, each on a connection of its own, for the name `host`."""

    def ask(target: str, headers: Mapping[str, str] = {}, method: str = "GET", /) -> Answer:
        connection = http.client.HTTPConnection(address, port, timeout=PATIENCE)
        try:
            connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
            for name, value in {"Host": host, **headers}.items():
                connection.putheader(name, value)
            connection.endheaders()
            got = connection.getresponse()
            return Answer(got.status, tuple(got.headers.items()), got.read())
        finally:
            connection.close()

    return ask


def checked(ask: Ask, site: Site, encodings: tuple[str, ...] = ()) -> tuple[Fault, ...]:
    """Everything that a server does otherwise than the contract has it."""
    seen = _Seen(ask, site)
    faults = [
        *_files(seen),
        *_missing(seen),
        *_hidden(seen),
        *_spellings(seen),
        *_head(seen),
        *_unchanged(seen),
        *_compressed(seen, encodings),
    ]
    return tuple(dict.fromkeys((*faults, *seen.repeated)))


def unexplained(faults: tuple[Fault, ...], differs: tuple[Differs, ...], base: str) -> list[str]:
    """Faults that no exception is about, and exceptions that are not seen any more."""
    here = [one for one in differs if base in one.bases]
    return [
        *(
            f"{fault.row}: {fault.text}"
            for fault in faults
            if not any(_explains(one, fault) for one in here)
        ),
        *(
            f"{one.row}: not seen any more: {one.words}"
            for one in here
            if not any(_explains(one, fault) for fault in faults)
        ),
    ]


def _explains(differs: Differs, fault: Fault) -> bool:
    return differs.row is fault.row and re.fullmatch(differs.about, fault.text) is not None


FOLDER = "a folder (`file:`)"

NO_SERVER: Mapping[Row, str] = {
    **dict.fromkeys(Row, "–"),
    Row.FILES: "ok, by name",
    Row.HEADERS: "none",
    Row.TYPE: "by the ending",
    Row.MISSING: "the browser's own page",
    Row.HIDDEN: "everything is there",
    Row.LINKS: "ok",
}
"""What the table says of a site that is opened without any server."""


def table(tried: Iterable[Tried], untried: Mapping[str, str]) -> str:
    """The table of the documentation: a line a host, a column a part of the contract."""
    lines = [
        f"| | {' | '.join(Row)} |",
        f"|---{'|---' * len(Row)}|",
    ]
    for one in tried:
        cells = [
            "; ".join(dict.fromkeys(differs.words for differs in one.differs if differs.row is row))
            for row in Row
        ]
        lines.append(f"| {one.name} | {' | '.join(cell or 'ok' for cell in cells)} |")
    lines += [f"| {FOLDER} | {' | '.join(NO_SERVER[row] for row in Row)} |"]
    lines += [f"| {name} |{' untried |' * len(Row)}" for name in untried]
    return "\n".join(lines) + "\n"


# ------------------------------------------------------------------ asking


@dataclass
class _Seen:
    """The server, and what was seen of it so far."""

    ask: Ask
    site: Site
    repeated: list[Fault] = field(default_factory=list)
    """Headers that came twice, whatever was asked."""
    reached: dict[str, Answer] = field(default_factory=dict)
    """By address, where a reader gets to from it."""

    def __call__(
        self, address: str, headers: Mapping[str, str] = {}, method: str = "GET"
    ) -> Answer:
        """The answer for an address below the base path, which goes out as it is."""
        return self.at(self.site.base + address, headers, method)

    def at(self, target: str, headers: Mapping[str, str] = {}, method: str = "GET") -> Answer:
        """The answer for an address of the host."""
        answer = self.ask(target, headers, method)
        counts = Counter(name.lower() for name, _ in answer.headers)
        for name, count in sorted(counts.items()):
            if count > 1 and name != "set-cookie":
                said = f"{method} {answer.status} {name} {count} times"
                self.repeated.append(Fault(Row.ONCE, f"{self.short(target)}: {said}"))
        return answer

    def short(self, target: str) -> str:
        """An address as faults name it: relative to the base path."""
        return target.removeprefix(self.site.base)

    def follow(self, target: str) -> tuple[str, Answer]:
        """Where a browser gets to from an address of the host."""
        for _ in range(_HOPS):
            answer = self.reached.get(target) or self.at(target)
            self.reached[target] = answer
            if answer.status not in {301, 302, 303, 307, 308}:
                break
            onward = urlsplit(
                urljoin(f"http://{self.site.served.host}{target}", answer.value("Location"))
            )
            if onward.hostname not in {self.site.served.host, "127.0.0.1", "localhost"}:
                return target, answer
            # What a browser keeps of an address when it asks for the next one.
            target = quote(onward.path or "/", safe="/%:@!$&'()*+,;=~")
        return target, answer


def _files(seen: _Seen) -> Iterator[Fault]:
    served = seen.site.served
    for file in served.files:
        for address in (file.path, *(() if file.folder is None else (file.folder,))):
            answer = seen(quote(address))
            if answer.status != 200:
                yield Fault(Row.FILES, f"{address}: {answer.status}")
                continue
            if answer.body != seen.site.contents[file.path]:
                yield Fault(Row.FILES, f"{address}: other bytes")
            for name, value in served.answer(file):
                if answer.values(name) != [value]:
                    said = ", ".join(answer.values(name)) or "none"
                    row = {"Content-Type": Row.TYPE, "Cache-Control": Row.CACHE}.get(
                        name, Row.HEADERS
                    )
                    yield Fault(row, f"{address}: {name}: {said}")

            if HSTS[0] not in dict(served.headers) and answer.values(HSTS[0]):
                yield Fault(Row.HEADERS, f"{address}: {HSTS[0]}: {answer.value(HSTS[0])}")


def _missing(seen: _Seen) -> Iterator[Fault]:
    page = next(file for file in seen.site.served.files if file.path == NOT_FOUND)
    for address in MISSING:
        yield from _not_there(seen, Row.MISSING, address, seen(address))
        answer = seen(address)
        if answer.status == 404 and answer.values("Content-Type") != [page.media_type]:
            said = answer.value("Content-Type") or "none"
            yield Fault(Row.MISSING, f"{address}: Content-Type: {said}")


def _not_there(seen: _Seen, row: Row, address: str, answer: Answer) -> Iterator[Fault]:
    if answer.status != 404:
        yield Fault(row, f"{address}: {answer.status}")
    elif answer.body != seen.site.contents[NOT_FOUND]:
        yield Fault(row, f"{address}: another page for what is not there")
    for name, value in seen.site.served.headers:
        if answer.values(name) != [value]:
            said = ", ".join(answer.values(name)) or "none"
            yield Fault(row, f"{address}: {name}: {said}")


def _hidden(seen: _Seen) -> Iterator[Fault]:
    for path in (*PLANTED, ".git/", ".git"):
        for address in (path, "%" + path.encode()[:1].hex() + path[1:]):
            answer = seen.follow(seen.site.base + address)[1]
            if answer.status < 400 or SECRET in answer.body:
                yield Fault(Row.HIDDEN, f"{path}: {answer.status}")
                break
            if answer.status == 404 and answer.body != seen.site.contents[NOT_FOUND]:
                yield Fault(Row.HIDDEN, f"{path}: another page for what is not there")


# ------------------------------------------------------------------ spellings and links


def spellings(file: File) -> Iterator[str]:
    """Other ways in which people and programs write the address of a file."""
    folder, slash, name = file.path.rpartition("/")
    plain = quote(file.path)
    yield plain + "/"
    yield plain + "?from=mail"
    yield plain.upper()
    yield "/" + plain
    yield folder + slash + slash + quote(name)
    yield quote(folder) + "%2F" * bool(slash) + quote(name)
    yield quote(folder) + slash + f"%{name.encode()[:1].hex()}" + quote(name[1:])
    yield f"%{plain.encode()[:1].hex()}" + plain[1:]
    if file.ending == ".html":
        yield plain.removesuffix(".html")
        yield plain.removesuffix(".html") + "/"
    if file.folder is not None:
        yield quote(folder)
        yield quote(folder) + "//"
        yield quote(folder) + slash + "?from=mail"
        yield quote(folder).upper() + slash
        yield quote(folder) + "%2F"


def _spellings(seen: _Seen) -> Iterator[Fault]:
    site = seen.site
    asked: dict[str, File] = {}
    for file in site.served.files:
        for address in spellings(file):
            asked.setdefault(site.base + address, file)
        asked.setdefault(site.base + quote(file.path), file)
        if file.folder is not None:
            asked.setdefault(site.base + quote(file.folder), file)
    home = next(file for file in site.served.files if file.path == INDEX)
    if not site.served.is_at_root:
        asked.setdefault(site.base.removesuffix("/"), home)
    for target, file in asked.items():
        there, answer = seen.follow(target)
        short = seen.short(target)
        if answer.status == 200 and answer.body == site.contents[file.path]:
            if file.ending == ".html":
                yield from _links(seen, short, there, file.path)
        elif answer.status == 404 and answer.body == site.contents[NOT_FOUND]:
            yield from _links(seen, short, there, NOT_FOUND)
        else:
            said = "another page" if answer.status == 200 else str(answer.status)
            if answer.status == 404:
                said = "another page for what is not there"
            yield Fault(Row.SPELLINGS, f"{short}: {said}")


class _Targets(HTMLParser):
    """Where a page leads, and what it shows."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Every address in the page."""
        if tag != "base":
            self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def targets(page: bytes) -> list[str]:
    """Every address in a page, as it is written."""
    parser = _Targets()
    parser.feed(page.decode())
    return parser.found


def _links(seen: _Seen, spelling: str, shown_at: str, path: str) -> Iterator[Fault]:
    """Where a link of the page at `path`, shown at an address, leads not to what it means."""
    site = seen.site
    host = f"https://{site.served.host}"
    for written in targets(site.contents[path]):
        meant = urlsplit(urljoin(f"{host}{site.base}{quote(path)}", written))
        if meant.hostname != site.served.host or not meant.path.startswith(site.base):
            continue  # pages of others, and the organisation's own on the same host
        name = unquote(meant.path.removeprefix(site.base))
        wanted = site.contents[name + INDEX if not name or name.endswith("/") else name]
        target = urlsplit(urljoin(host + shown_at, written)).path
        answer = seen.follow(target)[1]
        if (answer.status, answer.body) != (200, wanted):
            leads = "to another page" if answer.status == 200 else f"nowhere ({answer.status})"
            yield Fault(Row.LINKS, f"{spelling}: {written} leads {leads}")
            return  # the others of this page lead astray in the same way


# ------------------------------------------------------------------ what clients do


_OF_THE_CONNECTION = {"date", "connection", "keep-alive", "transfer-encoding", "accept-ranges"}


def _lasting(answer: Answer) -> list[tuple[str, str]]:
    return sorted(
        (name.lower(), value)
        for name, value in answer.headers
        if name.lower() not in _OF_THE_CONNECTION
    )


def _head(seen: _Seen) -> Iterator[Fault]:
    for address in (*(quote(file.path) for file in seen.site.served.files), "", "nothing.html"):
        got, head = seen(address), seen(address, method="HEAD")
        if head.status != got.status or head.body:
            yield Fault(Row.HEAD, f"{address}: {head.status} instead of {got.status}")
        differing = {name for name, _ in set(_lasting(got)) ^ set(_lasting(head))}
        # RFC 9110, 8.6: how long the body would be may be left out.
        if not head.values("Content-Length"):
            differing.discard("content-length")
        if differing:
            yield Fault(Row.HEAD, f"{address}: other {', '.join(sorted(differing))}")


def _unchanged(seen: _Seen) -> Iterator[Fault]:
    for file in seen.site.served.files:
        for encoding in ("", "gzip", "br"):
            address = quote(file.path)
            accept = {"Accept-Encoding": encoding} if encoding else {}
            got = seen(address, accept)
            asked = {
                "If-None-Match": got.value("ETag"),
                "If-Modified-Since": got.value("Last-Modified"),
            }
            if not any(asked.values()):
                yield Fault(Row.UNCHANGED, f"{file.path}: neither ETag nor Last-Modified")
            for name, value in asked.items():
                if value:
                    again = seen(address, {**accept, name: value})
                    if again.status != 304 or again.body:
                        of = f" of {encoding}" if encoding else ""
                        yield Fault(Row.UNCHANGED, f"{file.path}: {name}{of}: {again.status}")


def _compressed(seen: _Seen, encodings: tuple[str, ...]) -> Iterator[Fault]:
    for file in seen.site.served.files:
        for address in (file.path, *(() if file.folder is None else (file.folder,))):
            for accepted in ACCEPTED:
                for what in _packed(seen, file, quote(address), accepted, encodings):
                    yield Fault(Row.COMPRESSED, f"{address}: {accepted or 'plain'}: {what}")


def _packed(
    seen: _Seen, file: File, address: str, accepted: str, encodings: tuple[str, ...]
) -> Iterator[str]:
    """What is wrong with a file for whoever accepts these encodings."""
    content = seen.site.contents[file.path]
    siblings = {one: seen.site.contents.get(file.path + SIBLING_ENDS[one]) for one in encodings}
    plain = seen(address)
    got = seen(address, {"Accept-Encoding": accepted} if accepted else {})
    used = got.values("Content-Encoding")
    taken = [one for one in ("br", "gzip") if one in ACCEPTED[accepted]]
    best = next((one for one in taken if siblings.get(one)), None)
    if got.status != 200 or _unpacked(got) != content:
        yield f"{got.status}, not the file"
    if used and used[0] not in ACCEPTED[accepted]:
        yield f"sent as {used[0]}"
    if best and (used != [best] or got.body != siblings[best]):
        yield f"not the sibling: {', '.join(used) or 'none'}"
    if any(siblings.values()) and "accept-encoding" not in got.value("Vary").lower().split(", "):
        yield f"Vary: {got.value('Vary') or 'none'}"
    for name in (*dict(seen.site.served.answer(file)), "Content-Language"):
        if got.values(name) != plain.values(name):
            yield f"{name}: {', '.join(got.values(name)) or 'none'}"


def _unpacked(answer: Answer) -> bytes | None:
    match answer.values("Content-Encoding"):
        case []:
            return answer.body
        case ["gzip"]:
            return gzip.decompress(answer.body)
        case ["br"]:
            return bytes(brotli.decompress(answer.body))
    return None


def all_links_are_files(folder: Path) -> Iterator[str]:
    """Where a link of a page in a folder leads nowhere, opened without any server."""
    for page in sorted(folder.rglob("*.html")):
        for written in targets(page.read_bytes()):
            target = urlsplit(urljoin(page.as_uri(), written))
            if target.scheme != "file":
                continue
            path = Path(unquote(target.path))
            if not path.is_file() or folder not in path.parents:
                yield f"{page.relative_to(folder)}: {written}"
