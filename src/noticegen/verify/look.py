"""One look at every address of a live site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain
from statistics import median_low
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from noticegen.diagnostics import Code, Diagnostic, Location, Message, Severity, in_order, say
from noticegen.hosts.model import NOT_FOUND
from noticegen.record.checkpoint import NAME, Checkpoint, read_checkpoint
from noticegen.record.log import Log
from noticegen.record.published import DATA
from noticegen.render import SUMS
from noticegen.verify.answers import (
    HeaderFault,
    Seen,
    State,
    ask_for,
    header_faults,
    header_findings,
    not_findable,
    seen,
)
from noticegen.verify.built import BuiltFile, BuiltSite
from noticegen.verify.findable import kept_out, links_to
from noticegen.verify.record import grown, published, unpublished
from noticegen.verify.report import Caches, Progress, Report, Told, nobody
from noticegen.web import Answer, Ask, Unanswered, Web, encoded, printable
from noticegen.write.listing import digest

NOT_HERE = ("nothing-is-published-here.html", "nothing-is-published-here/nothing.html")
"""Addresses that no site has."""

_REPEATS = 4
"""How often the home pages and the list of digests are asked for at once."""

_PAGE_BYTES = 2 * 1024 * 1024
_REDIRECTS = 5
_OLD = 60.0
"""Seconds beyond what is meant, from which on a copy is old."""
_TICK = 1.0
"""Seconds: no header tells more exactly when an answer was made."""
_CLOCK = 300.0
"""Seconds by which a clock may be wrong before it is told."""

_PACKED = frozenset({".html", ".txt", ".json", ".atom", ".xml", ".csv", ".svg"})
"""Endings of what hosts send compressed."""


class Look(NamedTuple):
    """One look at every address of a site."""

    site: BuiltSite
    web: Web
    since: Checkpoint | None
    told: Told
    number: int

    def report(self) -> Report:
        """What was seen."""
        site = self.site
        first = self.web.ask(Ask(site.address, most=_PAGE_BYTES))
        if isinstance(first, Unanswered):
            return nobody(site.address, site.against, first)
        plain, packed = self._files()
        missing, missing_faults = self._not_here()
        faults = [*((fault, each.url) for each in plain for fault in each.faults), *missing_faults]
        log, of_record = self._record(plain)
        is_linked, of_link = self._link()
        caches, of_caches = _caches(site, plain)
        good = {each.url for each in plain if each.state is State.AS_BUILT}
        findings = (
            *chain.from_iterable(each.findings for each in plain),
            # What is other bytes anyhow needs no second finding.
            *chain.from_iterable(each.findings for each in packed if each.url in good),
            *header_findings(faults, site.senders),
            *missing,
            *self._robots(),
            *self._edges(),
            *of_caches,
            *of_record,
            *of_link,
        )
        unique = {(each.path, each.url): each for each in (*packed, *plain)}
        return Report(
            site.address,
            site.against,
            site.senders,
            len(site.files),
            tuple(unique[key] for key in sorted(unique)),
            len(faults),
            caches,
            log,
            self.since,
            is_linked,
            in_order(findings),
        )

    def _files(self) -> tuple[list[Seen], list[Seen]]:
        """Every file at each of its addresses, as it is and packed."""
        asked: list[tuple[tuple[BuiltFile, str, bool], Ask]] = []
        for file in self.site.files:
            paths = [file.path] if file.folder is None else [file.path, file.folder]
            for url in map(self.site.url, paths):
                asked.append(((file, url, False), ask_for(file, url)))
            if any(file.path.endswith(ending) for ending in _PACKED):
                url = self.site.url(file.path)
                asked.append(((file, url, True), ask_for(file, url, packed=True)))
        plain: list[Seen] = []
        packed: list[Seen] = []
        old = 0
        for done, (each, is_packed) in enumerate(self.web.each(asked, _judged), start=1):
            (packed if is_packed else plain).append(each)
            old += each.state is not State.AS_BUILT
            self.told(Progress(self.number, done, len(asked), old))
        return plain, packed

    def _not_here(self) -> tuple[list[Diagnostic], list[tuple[HeaderFault, str]]]:
        """What is answered about what is not there, and the headers of that."""
        found: list[Diagnostic] = []
        faults: list[tuple[HeaderFault, str]] = []
        for path in NOT_HERE:
            url = self.site.url(path)
            answer = self.web.ask(Ask(url, most=_PAGE_BYTES))
            found += _of_missing(self.site, url, answer)
            if isinstance(answer, Answer) and answer.status == 404:
                faults += [(each, url) for each in header_faults(self.site.headers, answer)]
        return found, faults

    def _robots(self) -> Iterator[Diagnostic]:
        """What `robots.txt` at the root of the host says about the site (RFC 9309)."""
        parts = urlsplit(self.site.address)
        url = f"{parts.scheme}://{parts.netloc}/robots.txt"
        answer = self._followed(url)
        if isinstance(answer, Unanswered):
            return
        if answer.status >= 500:
            message = say(
                "the answer is {status}, and search engines take that for a ban",
                status=answer.status,
            )
            yield not_findable(printable(url), message)
        if answer.status != 200:
            return
        paths = {
            urlsplit(self.site.url(path)).path: path
            for file in self.site.files
            if file.is_page and file.path != NOT_FOUND
            for path in (file.path, file.folder)
            if path is not None
        }
        closed: dict[str, list[str]] = {}
        for engine, path in kept_out(answer.content, paths):
            closed.setdefault(engine, []).append(path)
        for engine, listed in closed.items():
            message = say(
                "it closes {count} addresses of the site for {engine}, the first is {path}",
                count=len(listed),
                engine=engine,
                path=printable(listed[0]),
            )
            yield not_findable(printable(url), message)

    def _edges(self) -> Iterator[Diagnostic]:
        """Whether the same address, asked for several times at once, answers the same."""
        files = [*self.site.homes, *filter(None, [self.site.of(SUMS)])]
        asked = [
            (self.site.url(file.path), ask_for(file, self.site.url(file.path), fresh=True))
            for file in files
            for _ in range(_REPEATS)
        ]
        answers: dict[str, set[str]] = {}
        for url, what in self.web.each(asked, _in_short):
            answers.setdefault(url, set()).add(what)
        for url, several in answers.items():
            if len(several) > 1:
                yield Diagnostic(
                    Location(printable(url)),
                    Code.EDGES_DISAGREE,
                    say(
                        "asked for {times} times at once, it is answered in {count} ways",
                        times=_REPEATS,
                        count=len(several),
                    ),
                    say("wait until all servers have the new files: --wait 300"),
                )

    def _record(self, plain: Iterable[Seen]) -> tuple[Log | None, list[Diagnostic]]:
        """The record that is live, held against what is known of it."""
        contents = {each.path: each.content for each in plain if each.content is not None}
        log, found = published(contents.get(DATA), contents.get(NAME))
        built = self.site.log
        if self.site.is_known and built is None:
            found += self._record_of_somebody()
        elif log and built:
            found += _extended(log, built)
        if self.since and log and not found:
            found += list(grown(log, self.since))
        elif self.since and log is None and not found:
            found.append(unpublished())
        here = printable(self.site.address)
        return log, [
            replace(each, at=each.at._replace(path=here + encoded(each.at.path))) for each in found
        ]

    def _record_of_somebody(self) -> Iterator[Diagnostic]:
        """A record that is live where none was built."""
        answer = self.web.ask(Ask(self.site.url(NAME), most=_PAGE_BYTES))
        if isinstance(answer, Answer) and answer.status == 200:
            known = read_checkpoint(answer.content.decode("utf-8", "replace"))
            if known:
                message = say(
                    "a record with {there} entries is live, and none was built here",
                    there=known.size,
                )
                yield Diagnostic(Location(NAME), Code.RECORD_CUT, message)

    def _link(self) -> tuple[bool | None, list[Diagnostic]]:
        """Whether the home page of the official site leads here."""
        official = self.site.official_site
        if official is None or _same_page(official, self.site.address):
            return None, []
        answer = self._followed(official)
        if isinstance(answer, Unanswered) or answer.status != 200:
            problem = (
                answer.problem
                if isinstance(answer, Unanswered)
                else say("the answer is {status}", status=answer.status)
            )
            message = say(
                "whether it links to the notice cannot be seen: {problem}", problem=problem
            )
            return None, [_unlinked(official, message)]
        homes = [self.site.url(file.path) for file in self.site.homes]
        if links_to(answer.content, answer.address, homes):
            return True, []
        return False, [_unlinked(official, say("it has no link to {url}", url=self.site.address))]

    def _followed(self, url: str) -> Answer | Unanswered:
        """What is answered in the end, as somebody who is led there sees it."""
        answer = self.web.ask(Ask(url, most=_PAGE_BYTES))
        for _ in range(_REDIRECTS):
            if isinstance(answer, Unanswered) or not 300 <= answer.status < 400:
                break
            target = answer.values("location")
            if not target:
                break
            try:
                to = urljoin(answer.address, target[0])
            except ValueError:
                break
            if urlsplit(to).scheme not in {"https", urlsplit(url).scheme}:
                break
            answer = self.web.ask(Ask(to, most=_PAGE_BYTES))
        return answer


def _judged(key: tuple[BuiltFile, str, bool], answer: Answer | Unanswered) -> tuple[Seen, bool]:
    file, url, packed = key
    return seen(file, url, answer, packed=packed), packed


def _in_short(url: str, answer: Answer | Unanswered) -> tuple[str, str]:
    """An answer as something that can be compared."""
    if isinstance(answer, Unanswered):
        return url, ""
    return url, f"{answer.status} {digest(answer.content)}"


def _same_page(one: str, other: str) -> bool:
    return one.rstrip("/") == other.rstrip("/")


def _unlinked(official: str, message: Message) -> Diagnostic:
    return Diagnostic(
        Location(printable(official)),
        Code.NOT_LINKED,
        message,
        say("put banner.html, which the build writes, into that page: readers begin there"),
        Severity.WARNING,
    )


def _of_missing(site: BuiltSite, url: str, answer: Answer | Unanswered) -> Iterator[Diagnostic]:
    """What is wrong with an answer about a page that is not there."""
    if isinstance(answer, Unanswered):
        return
    at = Location(printable(url))
    hint = say("let the host answer 404, with the page 404.html")
    if answer.status not in {404, 410}:
        target = answer.values("location")
        message = (
            say("nothing is there, and it leads to {to}", to=printable(target[0]))
            if target
            else say("nothing is there, and the answer is {status}", status=answer.status)
        )
        yield Diagnostic(at, Code.SOFT_404, message, hint)
    elif site.not_found and digest(answer.content) != site.not_found.sha256:
        yield Diagnostic(
            at,
            Code.SOFT_404,
            say("nothing is there, and another page says so than 404.html"),
            hint,
            Severity.ERROR if site.senders else Severity.WARNING,
        )


def _extended(live: Log, built: Log) -> Iterator[Diagnostic]:
    """The record that was built goes on from the one that is live."""
    for finding in grown(built, live.checkpoint):
        match finding.code:
            case Code.RECORD_CUT:
                message = say(
                    "the live record has {there} entries, and the one that was built has {here}",
                    there=len(live.entries),
                    here=len(built.entries),
                )
            case Code.RECORD_FOREIGN:
                message = say(
                    "the record {there} is live, and {here} was built",
                    there=printable(live.origin),
                    here=built.origin,
                )
            case _:
                message = say(
                    "what was built does not begin with the {size} entries that are live",
                    size=len(live.entries),
                )
        yield replace(
            finding,
            message=message,
            hint=say("fetch the newest record/ from version control before anything is uploaded"),
        )


def _caches(site: BuiltSite, plain: list[Seen]) -> tuple[Caches, list[Diagnostic]]:
    """How old answers are, and whether that is more than is meant."""
    meant = {file.path: _max_age(file) for file in site.files}
    answered = [each for each in plain if each.status == 200]
    # An answer is dated when it was made. What its age does not explain is the clock, or a copy
    # that hides its age; most answers are none.
    dated = [each.behind - each.age for each in answered if each.behind is not None]
    clock = median_low(dated) if dated else None
    ages = {
        each.url: max(each.age, (each.behind or 0) - clock - _TICK if clock is not None else 0)
        for each in answered
    }
    pages = {file.path for file in site.files if file.is_page}
    told = [each.kept for each in answered if each.path in pages and each.kept is not None]
    found: list[Diagnostic] = []
    old = [each for each in answered if ages[each.url] > meant[each.path] + _OLD]
    if old:
        oldest = max(old, key=lambda each: (ages[each.url], each.url))
        found.append(
            _old(
                oldest.url,
                say(
                    "a cache on the way has kept it for {seconds} seconds",
                    seconds=round(ages[oldest.url]),
                ),
                say("empty the cache after each upload, or let it ask the server every time"),
            )
        )
    if clock is not None and abs(clock) > _CLOCK:
        found.append(
            _old(
                site.address,
                say("its clock is {seconds} seconds behind this one", seconds=round(clock))
                if clock > 0
                else say("its clock is {seconds} seconds ahead of this one", seconds=round(-clock)),
                say("set the clock of the server, or of this machine"),
            )
        )
    return Caches(max(ages.values(), default=0.0), max(told, default=None), clock), found


def _old(url: str, message: Message, hint: Message) -> Diagnostic:
    return Diagnostic(Location(printable(url)), Code.OLD_COPIES, message, hint, Severity.WARNING)


def _max_age(file: BuiltFile) -> int:
    return int(file.cache.value.partition("max-age=")[2].partition(",")[0])
