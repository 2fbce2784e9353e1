"""How the MDN HTTP Observatory would score an answer: its published rules, as far as they matter.

The names of tests and results and what each is worth are those that MDN documents
(developer.mozilla.org/observatory/docs/tests_and_scoring) and that its scanner goes by
(github.com/mdn/mdn-http-observatory, release 1.4.8); `make observatory` holds the two against
each other. What a notice never does is not told apart: cookies, for one, count as the worst.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from types import MappingProxyType
from typing import NamedTuple

MODIFIERS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        "content-security-policy": {
            "csp-implemented-with-no-unsafe-default-src-none": 10,
            "csp-implemented-with-no-unsafe": 5,
            "csp-implemented-with-unsafe-inline-in-style-src-only": 0,
            "csp-implemented-with-insecure-scheme-in-passive-content-only": -10,
            "csp-implemented-with-unsafe-eval": -10,
            "csp-implemented-with-unsafe-inline": -20,
            "csp-implemented-with-insecure-scheme": -20,
            "csp-header-invalid": -25,
            "csp-not-implemented": -25,
        },
        "cookies": {"cookies-not-found": 0, "cookies-session-without-secure-flag": -40},
        "cross-origin-resource-sharing": {
            "cross-origin-resource-sharing-not-implemented": 0,
            "cross-origin-resource-sharing-implemented-with-public-access": 0,
            "cross-origin-resource-sharing-implemented-with-restricted-access": 0,
            "cross-origin-resource-sharing-implemented-with-universal-access": -50,
        },
        "redirection": {"redirection-to-https": 0, "redirection-missing": -20},
        "referrer-policy": {
            "referrer-policy-private": 5,
            "referrer-policy-not-implemented": 0,
            "referrer-policy-unsafe": -5,
            "referrer-policy-header-invalid": -5,
        },
        "strict-transport-security": {
            "hsts-implemented-max-age-at-least-six-months": 0,
            "hsts-implemented-max-age-less-than-six-months": -10,
            "hsts-not-implemented": -20,
            "hsts-header-invalid": -20,
        },
        "subresource-integrity": {
            "sri-implemented-and-external-scripts-loaded-securely": 5,
            "sri-not-implemented-but-no-scripts-loaded": 0,
            "sri-not-implemented-but-all-scripts-loaded-from-secure-origin": 0,
            "sri-not-implemented-but-external-scripts-loaded-securely": -5,
            "sri-implemented-but-external-scripts-not-loaded-securely": -20,
            "sri-not-implemented-and-external-scripts-not-loaded-securely": -50,
        },
        "x-content-type-options": {
            "x-content-type-options-nosniff": 0,
            "x-content-type-options-not-implemented": -5,
            "x-content-type-options-header-invalid": -5,
        },
        "x-frame-options": {
            "x-frame-options-implemented-via-csp": 5,
            "x-frame-options-sameorigin-or-deny": 0,
            "x-frame-options-not-implemented": -20,
            "x-frame-options-header-invalid": -20,
        },
        "cross-origin-resource-policy": {
            "corp-implemented-with-same-origin": 10,
            "corp-implemented-with-same-site": 10,
            "corp-implemented-with-cross-origin": 0,
            "corp-not-implemented": 0,
            "corp-header-invalid": -5,
        },
    }
)
"""By test, what each of its results adds to the score."""

BASELINE = 100
ENOUGH_FOR_BONUSES = 90
"""What is left after all that is taken off, for anything to be added."""
SIX_MONTHS = 15_552_000
"""Seconds."""

_BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
_INLINE = {"'unsafe-inline'", "data:"}
_INSECURE = ("http:", "ftp:")
_HEADER_ONLY = ("frame-ancestors", "report-uri", "sandbox")
_PRIVATE = ("no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin")
_NOT_PRIVATE = (
    "origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade",
)  # fmt: skip

_NONE = "'none'"
_NOBODY_SAID = frozenset({"*"})


class Seen(NamedTuple):
    """What a scan of https://host/ gets to see."""

    headers: tuple[tuple[str, str], ...]
    html: str
    leads_to_https: bool = True
    """Whether http://host/ redirects there, which no file of the site can say."""

    def said(self, name: str) -> list[str]:
        """The values of a header."""
        return [value.strip() for key, value in self.headers if key.lower() == name]

    def one(self, name: str) -> str | None:
        """The first value of a header, in small letters."""
        values = self.said(name)
        return values[0].lower() if values else None


class Scored(NamedTuple):
    """The result of each test, and what they come to."""

    results: Mapping[str, str]

    def modifier(self, test: str) -> int:
        """What a test adds."""
        return MODIFIERS[test][self.results[test]]

    @property
    def score(self) -> int:
        """The figure that is published; bonuses count only where little was taken off."""
        modifiers = [self.modifier(test) for test in self.results]
        strict = BASELINE + sum(value for value in modifiers if value < 0)
        return max(0, BASELINE + sum(modifiers) if strict >= ENOUGH_FOR_BONUSES else strict)


def scored(seen: Seen) -> Scored:
    """The score of an answer."""
    page = _Page()
    page.feed(seen.html)
    policies = seen.said("content-security-policy"), page.policies
    return Scored(
        {
            "content-security-policy": _policy(*policies),
            "cookies": "cookies-session-without-secure-flag"
            if seen.said("set-cookie")
            else "cookies-not-found",
            "cross-origin-resource-sharing": _sharing(seen),
            "redirection": "redirection-to-https" if seen.leads_to_https else "redirection-missing",
            "referrer-policy": _referrer([*seen.said("referrer-policy"), *page.referrers]),
            "strict-transport-security": _hsts(seen.said("strict-transport-security")),
            "subresource-integrity": _scripts(page.scripts),
            "x-content-type-options": _sniffing(seen.one("x-content-type-options")),
            "x-frame-options": _framing(seen.one("x-frame-options"), policies),
            "cross-origin-resource-policy": _resource(seen.one("cross-origin-resource-policy")),
        }
    )


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.policies: list[str] = []
        self.referrers: list[str] = []
        self.scripts: list[tuple[str | None, bool]] = []
        """Address, and whether a digest stands beside it."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        content = values.get("content")
        if tag == "script":
            self.scripts.append((values.get("src"), bool(values.get("integrity"))))
        if tag != "meta" or not content:
            return
        if (values.get("http-equiv") or "").lower() == "content-security-policy":
            self.policies.append(content)
        elif (values.get("name") or "").lower() == "referrer":
            self.referrers.append(content)


def combined(policies: Iterable[str]) -> dict[str, frozenset[str]]:
    """The policies as one, by directive; ValueError where one cannot be read.

    Several policies hold all at once, so a source counts where each of them names it. A directive
    that only one of them has is not what CSP makes of it but `'none'`, as in the scanner.
    """
    read = [_directives(policy) for policy in policies]
    names = dict.fromkeys(name for directives in read for name in directives)
    return {
        name: frozenset.intersection(*(one.get(name, frozenset()) for one in read))
        or frozenset({_NONE})
        for name in names
    }


def _directives(policy: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.lower().split() or [""]
        if name in found:
            raise ValueError(name)
        if name:
            found[name] = frozenset(sources)
    if not found:
        raise ValueError(policy)
    return found


def _policy(headers: Sequence[str], metas: Sequence[str]) -> str:
    try:
        policy = combined([*headers, *metas])
    except ValueError:
        return "csp-header-invalid"
    if not headers and not policy.keys() - set(_HEADER_ONLY):
        return "csp-not-implemented"
    default = policy.get("default-src", _NOBODY_SAID)
    scripts, objects, styles = (
        _without_what_a_hash_overrules(policy.get(name, default))
        for name in ("script-src", "object-src", "style-src")
    )
    passive = policy.get("img-src", default) | policy.get("media-src", default)
    others = (
        sources
        for name, sources in policy.items()
        if name not in {"img-src", "media-src", "script-src"}
    )
    active = scripts.union(*others)
    if scripts & (_BROAD | _INLINE) or objects & _BROAD:
        return "csp-implemented-with-unsafe-inline"
    if any(source.startswith(_INSECURE) for source in active):
        return "csp-implemented-with-insecure-scheme"
    if "'unsafe-eval'" in scripts | styles:
        return "csp-implemented-with-unsafe-eval"
    if any(source.startswith(_INSECURE) for source in passive):
        return "csp-implemented-with-insecure-scheme-in-passive-content-only"
    if styles & (_BROAD | _INLINE):
        return "csp-implemented-with-unsafe-inline-in-style-src-only"
    if default == frozenset({_NONE}):
        return "csp-implemented-with-no-unsafe-default-src-none"
    return "csp-implemented-with-no-unsafe"


def _without_what_a_hash_overrules(sources: frozenset[str]) -> frozenset[str]:
    overruled = any(re.match(r"'(?:sha256|sha384|sha512|nonce)-", source) for source in sources)
    return sources - {"'unsafe-inline'"} if overruled else sources


def _sharing(seen: Seen) -> str:
    test = "cross-origin-resource-sharing"
    origin = seen.one("access-control-allow-origin")
    if not origin:
        return f"{test}-not-implemented"
    if origin == "*":
        return f"{test}-implemented-with-public-access"
    if seen.one("access-control-allow-credentials") == "true":
        return f"{test}-implemented-with-universal-access"
    return f"{test}-implemented-with-restricted-access"


def _referrer(said: Iterable[str]) -> str:
    words = [word.strip().lower() for word in ",".join(said).split(",")]
    known = [word for word in words if word in _PRIVATE + _NOT_PRIVATE]
    if not any(words):
        return "referrer-policy-not-implemented"
    if not known:
        return "referrer-policy-header-invalid"
    return "referrer-policy-private" if known[-1] in _PRIVATE else "referrer-policy-unsafe"


def _hsts(said: Sequence[str]) -> str:
    if not said:
        return "hsts-not-implemented"
    age = re.search(r"(?:^|;)\s*max-age=(\d+)", said[0].lower())
    if age is None or "," in said[0]:
        return "hsts-header-invalid"
    enough = "at-least" if int(age[1]) >= SIX_MONTHS else "less-than"
    return f"hsts-implemented-max-age-{enough}-six-months"


def _scripts(scripts: Sequence[tuple[str | None, bool]]) -> str:
    if not scripts:
        return "sri-not-implemented-but-no-scripts-loaded"
    results = []
    for address, has_digest in scripts:
        if address and re.match(r"(?:https?:)?//", address):
            done = "implemented" if has_digest else "not-implemented"
            if address.startswith("https:"):
                but = "and" if has_digest else "but"
                results.append(f"sri-{done}-{but}-external-scripts-loaded-securely")
            else:
                but = "but" if has_digest else "and"
                results.append(f"sri-{done}-{but}-external-scripts-not-loaded-securely")
    if not results:
        return "sri-not-implemented-but-all-scripts-loaded-from-secure-origin"
    return min(results, key=lambda result: MODIFIERS["subresource-integrity"][result])


def _sniffing(said: str | None) -> str:
    if said is None:
        return "x-content-type-options-not-implemented"
    return f"x-content-type-options-{'nosniff' if said == 'nosniff' else 'header-invalid'}"


def _framing(said: str | None, policies: tuple[Sequence[str], Sequence[str]]) -> str:
    headers, metas = policies
    # The scanner looks at the policies taken together, where a directive in <meta> that has no
    # effect there counts, too; a page that had one would be scored better than it is.
    if "frame-ancestors" in " ".join([*headers, *metas]):
        return "x-frame-options-implemented-via-csp"
    if said is None:
        return "x-frame-options-not-implemented"
    is_known = said in {"deny", "sameorigin"}
    return f"x-frame-options-{'sameorigin-or-deny' if is_known else 'header-invalid'}"


def _resource(said: str | None) -> str:
    if said is None:
        return "corp-not-implemented"
    if said not in {"same-origin", "same-site", "cross-origin"}:
        return "corp-header-invalid"
    return f"corp-implemented-with-{said}"
