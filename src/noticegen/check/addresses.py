"""Addresses that look like another's: a foreign site, punycode, letters of two scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from noticegen.check.scope import Scope
from noticegen.check.suspects import Ours, Suspect
from noticegen.check.wordlists import known
from noticegen.diagnostics import SETTINGS_FILE, Code, Diagnostic, Location, Severity, say

_URL = re.compile(r"^(?P<before>url *: *[\"']?)", re.MULTILINE)
_IN_PUNYCODE = re.compile(
    r"(?:https?://|//|@|mailto:\S{0,64}@)(?P<host>(?:[\w-]{1,63}\.){0,8}xn--[a-z0-9-]+(?:\.[\w-]+)*)",
    re.IGNORECASE,
)
_CYRILLIC = "асԁеһіјӏорԛѕԝхуАВСЕНІЈКМОРЅТХУҮѴѵԌԍ"
_GREEK = "ονρυγκικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"
_LATIN = "A-Za-zÀ-ɏ"
_LOOKALIKE = re.compile(rf"[{_CYRILLIC}{_GREEK}]")
_MIXED = re.compile(
    rf"[{_LATIN}0-9]{{0,60}}(?:[{_LATIN}][{_CYRILLIC}{_GREEK}]|[{_CYRILLIC}{_GREEK}][{_LATIN}])\w*"
)
_OTHER = re.compile(r"[Ͱ-ϿЀ-ԯ]")


def site_is_of_the_organisation(scope: Scope) -> Iterator[Diagnostic]:
    """Readers know the organisation's domain; an address elsewhere looks like that of a fraud."""
    config = scope.config
    host, domain = host_of(config.url), owned_domain(host_of(config.official_site))
    if host == domain or host.endswith(f".{domain}"):
        return
    yield Diagnostic(
        _place_of_url(scope.sources.get(SETTINGS_FILE, "")),
        Code.FOREIGN_SITE,
        say(
            "{host} is not at or under {domain}, the domain of `official_site`",
            host=host,
            domain=domain,
        ),
        say(
            "put the notice at {domain}/… or under it: readers tell a real page by it",
            domain=domain,
        ),
        Severity.WARNING,
    )


def host_of(address: str) -> str:
    """The host of an address in small letters, without ``www.``."""
    return (urlsplit(address).hostname or "").lower().rstrip(".").removeprefix("www.")


def owned_domain(host: str) -> str:
    """The part of a host that belongs to one owner: ``city.minato.tokyo.jp``, ``some.co.uk``.

    By a rule and two lists, not by the list of public suffixes: it is for telling an own domain
    from a foreign one, where a rare ending costs a warning.
    """
    labels = host.split(".")
    for service in known("domains", "hosts_of_services"):
        if host.endswith(f".{service}"):
            return ".".join(labels[-service.count(".") - 2 :])
    if len(labels) > 3 and labels[-1] == "jp" and labels[-2] in known("domains", "prefectures"):
        return ".".join(labels[-4:])
    is_second_level = len(labels[-1]) == 2 and labels[-2:-1][0:1] != []
    if is_second_level and len(labels) > 2 and labels[-2] in known("domains", "second_level"):
        return ".".join(labels[-3:])
    return ".".join(labels[-2:])


def punycode(text: str, ours: Ours) -> Iterator[Suspect]:
    """Hosts in punycode (RFC 3492) in links and mail addresses."""
    for match in _IN_PUNYCODE.finditer(text) if "xn--" in text.lower() else ():
        host = match["host"].lower()
        if ours.has_host(host):
            continue
        yield Suspect(
            *match.span("host"),
            Code.PUNYCODE,
            say("{host} shows as {shown} in some programs", host=host, shown=_shown(host)),
            say("lead readers to an address that looks the same everywhere"),
        )


def mixed_scripts(text: str, _ours: Ours) -> Iterator[Suspect]:
    """Words with letters of two scripts that look alike, as the Unicode standard no. 39 knows
    them: Cyrillic or Greek ones in a Latin word. Scripts that do not look alike may meet.
    """
    if text.isascii() or not _LOOKALIKE.search(text):
        return
    for match in _MIXED.finditer(text):
        strange = _LOOKALIKE.search(match[0])
        assert strange is not None, "the pattern has one"
        if not _is_a_sign_of_science(match[0]):
            yield Suspect(
                *match.span(),
                Code.MIXED_SCRIPTS,
                say(
                    "“{word}” is of two alphabets: its letter no. {number} only looks Latin",
                    word=match[0],
                    number=strange.start() + 1,
                ),
                say("type the word anew"),
            )


def _is_a_sign_of_science(word: str) -> bool:
    """TNFγ, κB: one Greek small letter at an end of a few Latin ones."""
    greek = re.findall(r"[α-ω]", word)
    return len(greek) == 1 and word[0] + word[-1] != word and (greek[0] in {word[0], word[-1]})


def _place_of_url(settings: str) -> Location:
    match = _URL.search(settings)
    if match is None:
        return Location(SETTINGS_FILE)
    return Location(SETTINGS_FILE, settings.count("\n", 0, match.start()) + 1, len(match[0]) + 1)


def _shown(host: str) -> str:
    try:
        return host.encode("ascii").decode("idna")
    except UnicodeError:
        return "?"
