"""One answer of a live site, held against the file that was built."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from noticegen.diagnostics import Code, Diagnostic, Line, Location, Message, Severity, say
from noticegen.record.checkpoint import NAME
from noticegen.record.published import DATA
from noticegen.verify.built import HTML, BuiltFile
from noticegen.verify.findable import page_says_noindex, says_noindex
from noticegen.verify.rewriting import rewriting
from noticegen.web import MOST_BYTES, Answer, Ask, Unanswered, printable
from noticegen.write.listing import digest

KEPT = frozenset({DATA, NAME})
"""Files whose bytes are looked at after all answers are in."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LATER = frozenset({429, 503})
"""A host that turns requests away for a while."""
_SPARE = 64 * 1024
"""How much longer an answer may be than what was built, to see what it is."""


class State(StrEnum):
    """What an address answers."""

    AS_BUILT = "as built"
    OTHER = "other bytes"
    MISSING = "missing"
    REDIRECT = "redirect"
    UNANSWERED = "unanswered"


class Fault(StrEnum):
    """How a header is not as it is meant."""

    MISSING = "missing"
    DOUBLED = "doubled"
    OTHER = "other"


class HeaderFault(NamedTuple):
    """A header that is not as it is meant."""

    name: str
    fault: Fault
    meant: str
    got: str


class Seen(NamedTuple):
    """What one address answered."""

    url: str
    path: str
    """The file that was built for it."""
    state: State
    status: int | None
    sha256: str | None
    """Of what was answered, unpacked."""
    findings: tuple[Diagnostic, ...] = ()
    faults: tuple[HeaderFault, ...] = ()
    age: float = 0
    """Seconds since a cache on the way got it from the server, as it says."""
    behind: float | None = None
    """Seconds that the answer's clock and age are behind ours; None without a readable date."""
    kept: int | None = None
    """Seconds for which a browser may keep it without asking; None where nothing is said."""
    content: bytes | None = None
    """Only of the files of the record."""


def ask_for(file: BuiltFile, url: str, *, packed: bool = False, fresh: bool = False) -> Ask:
    """The request for a file, as a browser that unpacks gzip or as a program that does not."""
    most = MOST_BYTES if file.size is None else file.size + _SPARE
    return Ask(url, (("Accept-Encoding", "gzip" if packed else "identity"),), most, fresh)


def seen(file: BuiltFile, url: str, answer: Answer | Unanswered, *, packed: bool = False) -> Seen:
    """What an answer is, held against the file; `packed` where gzip was asked for."""
    shown = printable(url)
    if isinstance(answer, Unanswered):
        problem = differs(shown, say("it is not answered: {problem}", problem=answer.problem))
        return Seen(url, file.path, State.UNANSWERED, None, None, (problem,))
    if answer.status in _REDIRECTS and answer.values("location"):
        found = leads(shown, url, answer.values("location")[0])
        return Seen(url, file.path, State.REDIRECT, answer.status, None, (found,))
    if answer.status != 200:
        message = say("the answer is {status}, and this file was built", status=answer.status)
        missing = differs(shown, message)
        if answer.status in _LATER:
            missing = replace(missing, hint=say("the host is busy: look again later, with --wait"))
        return Seen(url, file.path, State.MISSING, answer.status, None, (missing,))
    content, findings = _unpacked(shown, answer, file, packed=packed)
    sha = digest(content) if content is not None else None
    is_same = sha == file.sha256
    if content is not None and not is_same:
        findings.append(_other(shown, file, answer, content, packed=packed))
    findings += _told_to_engines(shown, file, answer, content or b"")
    findings += _cookies(shown, answer)
    state = State.AS_BUILT if is_same else State.OTHER
    age, behind = _ages(answer)
    return Seen(
        url,
        file.path,
        state,
        answer.status,
        sha,
        tuple(findings),
        () if packed else tuple(header_faults(file.headers, answer)),
        age,
        behind,
        _kept(answer),
        content if file.path in KEPT else None,
    )


def differs(url: str, message: Message, lines: tuple[Line, ...] = ()) -> Diagnostic:
    """That an address does not answer what was built."""
    return Diagnostic(
        Location(url),
        Code.LIVE_DIFFERS,
        message,
        say("upload the site again, and empty the caches in front of it"),
        lines=lines,
    )


def leads(shown: str, url: str, target: str) -> Diagnostic:
    """That an address does not answer, but sends its readers elsewhere."""
    try:
        to = urljoin(url, target)
        here, there = urlsplit(url), urlsplit(to)
    except ValueError:
        to, here, there = target, urlsplit(url), urlsplit("")
    if here.scheme == "https" and there.scheme == "http":
        message = say("it leads to {to}, which is not encrypted", to=printable(to))
    elif here.netloc != there.netloc:
        message = say("it leads to another host: {to}", to=printable(to))
    else:
        message = say("it leads to {to}", to=printable(to))
    return Diagnostic(
        Location(shown),
        Code.LEADS_ELSEWHERE,
        message,
        say("let the host serve every address as it was built"),
    )


# ------------------------------------------------------------------ bytes


def _unpacked(
    shown: str, answer: Answer, file: BuiltFile, *, packed: bool
) -> tuple[bytes | None, list[Diagnostic]]:
    """The bytes as a browser has them, and what is wrong with their packing."""
    named = [value.strip().lower() for value in answer.values("content-encoding")]
    encodings = [value for value in named if value not in {"", "identity"}]
    if not encodings:
        return answer.content, []
    found = []
    if not packed:
        message = say("it is packed as {name}, and nobody asked", name=printable(encodings[0]))
        found.append(_packing(shown, message))
    if encodings not in (["gzip"], ["x-gzip"]):
        return None, found or [_packing(shown, say("it is packed in a way nobody asked for"))]
    if not answer.is_whole:
        return None, [*found, _cut(shown, answer)]
    most = MOST_BYTES if file.size is None else file.size + _SPARE
    try:
        unpacking = zlib.decompressobj(31)
        content = unpacking.decompress(answer.content, most)
    except zlib.error:
        return None, [*found, _packing(shown, say("what is packed as gzip cannot be unpacked"))]
    if not unpacking.eof and len(content) < most:
        return None, [*found, _packing(shown, say("what is packed as gzip ends too early"))]
    return content, found


def _packing(shown: str, message: Message) -> Diagnostic:
    return Diagnostic(
        Location(shown),
        Code.WRONG_ENCODING,
        message,
        say("upload the compressed files again, or let the host compress by itself"),
    )


def _cut(shown: str, answer: Answer) -> Diagnostic:
    return _rewritten(
        shown, say("it was cut short after {count} bytes", count=len(answer.content)), ()
    )


def _other(
    shown: str, file: BuiltFile, answer: Answer, content: bytes, *, packed: bool
) -> Diagnostic:
    """The finding about other bytes: rewritten on the way, where that is plain."""
    is_capped = len(content) >= MOST_BYTES if file.size is None else len(content) > file.size
    if not answer.is_whole and not is_capped:
        return _cut(shown, answer)
    how = rewriting(_bytes(file.source), content, is_page=file.is_page)
    if packed and answer.values("content-encoding"):
        return _packing(shown, say("what is packed as gzip is another file than was built"))
    if how.guess:
        return _rewritten(shown, how.guess, how.lines)
    return differs(shown, say("it has other bytes than were built"), how.lines)


def _bytes(source: Path | None) -> bytes | None:
    return source.read_bytes() if source else None


def _rewritten(shown: str, guess: Message, lines: tuple[Line, ...]) -> Diagnostic:
    return Diagnostic(
        Location(shown),
        Code.REWRITTEN,
        say("it was changed on the way: {how}", how=guess),
        say("switch off whatever rewrites pages between the server and its readers"),
        lines=lines,
    )


# ------------------------------------------------------------------ headers


def header_faults(meant: tuple[tuple[str, str], ...], answer: Answer) -> Iterator[HeaderFault]:
    """Headers that are not there exactly once with the value that is meant."""
    for name, value in meant:
        got = answer.values(name)
        shown = printable(", ".join(got))
        if not got:
            yield HeaderFault(name, Fault.MISSING, value, "")
        elif len(got) > 1:
            yield HeaderFault(name, Fault.DOUBLED, value, shown)
        elif not _means_the_same(name, value, got[0]):
            yield HeaderFault(name, Fault.OTHER, value, shown)


def header_findings(
    faults: Iterable[tuple[HeaderFault, str]], senders: tuple[str, ...]
) -> Iterator[Diagnostic]:
    """Findings about headers, each with the address where it was seen; alike ones together.

    Where no host is told to send them, all is one piece of advice, but for what readers see.
    """
    gathered: dict[HeaderFault, list[str]] = {}
    for fault, url in faults:
        gathered.setdefault(fault, []).append(url)
    advice: list[Line] = []
    first = ""
    for fault, urls in gathered.items():
        if senders or _is_unreadable(fault):
            yield _header(printable(urls[0]), _in_words(fault, len(urls)), fault)
        else:
            first = first or printable(urls[0])
            advice.append(_in_words(fault, len(urls)))
    if advice:
        yield Diagnostic(
            Location(first),
            Code.LIVE_HEADER,
            say("headers that protect readers are not sent as they are meant"),
            say("name the host under `hosts` in noticegen.yml, and give it what the build writes"),
            Severity.WARNING,
            tuple(advice),
        )


def _header(shown: str, message: Message, fault: HeaderFault) -> Diagnostic:
    hint = say("meant is: {value}", value=fault.meant)
    return Diagnostic(Location(shown), Code.LIVE_HEADER, message, hint)


def _in_words(fault: HeaderFault, count: int) -> Message:
    name, got = fault.name, fault.got
    match fault.fault:
        case Fault.MISSING:
            return say("{name} is missing ({count} addresses)", name=name, count=count)
        case Fault.DOUBLED:
            return say(
                "{name} stands there twice: {got} ({count} addresses)",
                name=name, got=got, count=count,
            )  # fmt: skip
        case Fault.OTHER:
            return say("{name} is: {got} ({count} addresses)", name=name, got=got, count=count)


def _is_unreadable(fault: HeaderFault) -> bool:
    """Whether a page comes as something else, or in another charset."""
    if fault.name != "Content-Type" or not fault.meant.startswith(HTML) or not fault.got:
        return False
    kind, *parameters = _media_type(fault.got)
    charsets = [each for each in parameters if each.startswith("charset=")]
    return kind != HTML or charsets not in ([], ["charset=utf-8"])


def _means_the_same(name: str, meant: str, got: str) -> bool:
    if name == "Content-Type":
        return _media_type(meant) == _media_type(got) or (
            "charset" not in meant and _media_type(got)[:1] == _media_type(meant)
        )
    if name == "Cache-Control":
        return _words(meant, ",") == _words(got, ",")
    return " ".join(meant.split()).lower() == " ".join(got.split()).lower()


def _media_type(value: str) -> tuple[str, ...]:
    return tuple(part.strip().lower().replace('"', "") for part in value.split(";"))


def _words(value: str, sign: str) -> list[str]:
    return sorted(word.strip().lower() for word in value.split(sign))


def _told_to_engines(
    shown: str, file: BuiltFile, answer: Answer, content: bytes
) -> Iterator[Diagnostic]:
    if not file.is_page or file.path == "404.html":
        return
    if says_noindex(answer.values("x-robots-tag")):
        yield not_findable(shown, say("a header X-Robots-Tag keeps it out of search engines"))
    if page_says_noindex(content):
        yield not_findable(shown, say("a `<meta>` in it keeps it out of search engines"))


def not_findable(shown: str, message: Message) -> Diagnostic:
    """That a page is there, and nobody finds it."""
    return Diagnostic(
        Location(shown),
        Code.NOT_FINDABLE,
        message,
        say("take that out: people look for a notice before they trust it"),
    )


def _cookies(shown: str, answer: Answer) -> Iterator[Diagnostic]:
    names = sorted({value.partition("=")[0].strip() for value in answer.values("set-cookie")})
    if names:
        yield Diagnostic(
            Location(shown),
            Code.SETS_COOKIE,
            say("it sets a cookie: {names}", names=printable(", ".join(names))),
            say("switch off what sets it; a notice needs none"),
        )


# ------------------------------------------------------------------ time


def _ages(answer: Answer) -> tuple[float, float | None]:
    """What `Age` says, and how far the answer's clock lies behind ours, both in seconds."""
    ages = answer.values("age")
    age = float(ages[0][:10]) if ages and ages[0].isascii() and ages[0].isdigit() else 0.0
    date = _date(answer)
    # RFC 9111, section 4.2.3.
    return age, (answer.received - date).total_seconds() if date else None


def _date(answer: Answer) -> datetime | None:
    for value in answer.values("date"):
        try:
            read = parsedate_to_datetime(value)
        except (ValueError, OverflowError):
            return None
        return read if read.tzinfo else None
    return None


def _kept(answer: Answer) -> int | None:
    for value in answer.values("cache-control"):
        for word in _words(value, ","):
            key, _, seconds = word.partition("=")
            if key in {"no-store", "no-cache"}:
                return 0
            if key == "max-age" and seconds.isascii() and seconds.isdigit():
                return min(int(seconds[:10]), 10**9)
    return None
