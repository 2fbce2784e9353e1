"""What hosts are told makes them send what is meant: each header once, of every file.

Each kind of file is read back here the way its host reads it, by a parser that shares nothing with
what wrote it. Where a source or a documentation says how rules are combined, it is named.
"""

from __future__ import annotations

import json
import re
import subprocess
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from noticegen import config as settings
from noticegen.hosts import known
from noticegen.hosts.model import (
    CONTROL_NAMES,
    MEBIBYTE,
    Cache,
    File,
    Host,
    Place,
    Served,
    served,
)
from noticegen.hosts.rules import Pattern, covering
from noticegen.model import Artifact
from noticegen.verify.sums import is_summed
from sites import tool

PAGE = "public, max-age=0, must-revalidate"
DATA = "public, max-age=60, must-revalidate"
FILE = "public, max-age=3600, must-revalidate"
TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"
ATOM = "application/atom+xml; charset=utf-8"

EXPECTED = {
    "index.html": (HTML, PAGE),
    "en/index.html": (HTML, PAGE),
    "updates/x.html": (HTML, PAGE),
    "en/updates/x.html": (HTML, PAGE),
    "404.html": (HTML, PAGE),
    "feed.atom": (ATOM, DATA),
    "en/feed.atom": (ATOM, DATA),
    "feed.json": ("application/feed+json", DATA),
    "en/feed.json": ("application/feed+json", DATA),
    "site.json": ("application/json", DATA),
    "sitemap.xml": ("application/xml; charset=utf-8", DATA),
    "record.json": ("application/json", PAGE),
    "checkpoint": (TEXT, PAGE),
    "checkpoint.sig": (TEXT, PAGE),
    "SHA256SUMS": (TEXT, PAGE),
    "notice.txt": (TEXT, PAGE),
    "en/notice.txt": (TEXT, PAGE),
    "robots.txt": (TEXT, PAGE),
    ".well-known/security.txt": (TEXT, PAGE),
    "files/letter.pdf": ("application/pdf", FILE),
    "files/データ.csv": ("text/csv; charset=utf-8", FILE),
}
"""The sample: what is served, of which type, and how long it may be kept."""

AWKWARD = {
    **EXPECTED,
    "files/SCAN.PDF": ("application/pdf", FILE),
    "files/app.html": (HTML, FILE),
    "files/list.json": ("application/json", FILE),
    "files/plan.ja.csv.zip": ("application/zip", FILE),
    "files/readme.txt": (TEXT, FILE),
    "files/video.mp4": ("application/octet-stream", FILE),
    "files/2026/no-ending": ("application/octet-stream", FILE),
    "files/2026/en/feed.json": ("application/feed+json", FILE),
}
"""Attachments with the endings of pages and data, with none, and with one nobody knows."""

CONSTANT = {
    "Content-Security-Policy": "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "script-src 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}
"""Besides Permissions-Policy, which is a long list."""

SETTINGS = """\
title: Notice
organization: Firm
url: https://www.firm.example{base}
official_site: https://www.firm.example/
languages: [en]
timezone: UTC
hsts: {hsts}
"""

Answer = list[tuple[str, str]]


def sample(paths: Iterable[str] = EXPECTED, *, base: str = "/", hsts: bool = False) -> Served:
    config = settings.config_of(SETTINGS.format(base=base, hsts=str(hsts).lower()))
    assert isinstance(config, settings.Config)
    return served([Artifact(path, path.encode()) for path in paths], config)


def host(name: str) -> Host:
    (found,) = known.chosen([name])
    return found


def written(name: str, site: Served) -> dict[str, str]:
    """The files of a host by their names, wherever they lie."""
    files = known.control_files([host(name)], site)
    return {file.path.rpartition("/")[2]: file.text for file in files}


# ------------------------------------------------------------------------ reading back: by host

KNOWN = {
    ".json": "application/json", ".pdf": "application/pdf", ".png": "image/png",
    ".zip": "application/zip", ".html": HTML,
}  # fmt: skip
"""What hosts know of themselves. For anything else the sample host says nonsense."""

KNOWN_TEXT = {".csv": "text/csv; charset=utf-8", ".txt": TEXT}

NONSENSE = "nonsense/nonsense"


def by_itself(path: str, known_types: Mapping[str, str]) -> str:
    return known_types.get(Path(path).suffix.lower(), NONSENSE)


def shown_at(site: Served, address: str) -> str | None:
    """The file that is shown at an address of a host that knows home pages."""
    paths = {file.path for file in site.files}
    return next((path for path in (address, address + "index.html") if path in paths), None)


def headers_blocks(text: str) -> list[tuple[str, Answer]]:
    """`_headers`: a pattern, and indented lines about it."""
    blocks: list[tuple[str, Answer]] = []
    for line in text.splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            blocks.append((line, []))
        else:
            name, _, value = line.strip().partition(": ")
            blocks[-1][1].append((name, value))
    return blocks


def joined(blocks: list[tuple[str, Answer]], fits: Callable[[str], bool], own: str) -> Answer:
    """What the first rule says replaces what the host says; what another adds is joined."""
    answer = {"Content-Type": own, "Cache-Control": "nonsense"}
    said: set[str] = set()
    for pattern, pairs in blocks:
        for name, value in pairs if fits(pattern) else ():
            answer[name] = f"{answer[name]}, {value}" if name in said else value
            said.add(name)
    return list(answer.items())


def netlify(site: Served, address: str) -> Answer:
    """netlify/build, packages/headers-parser/src/for_regexp.ts."""

    def fits(pattern: str) -> bool:
        parts = []
        for part in filter(None, pattern.split("/")):
            if part == "*":
                parts.append("?(.*)")
            else:
                parts.append(part.replace("*", "(.*)") if "*" in part else re.escape(part))
        return bool(
            re.fullmatch(f"/{'/'.join(parts)}/?", quote(site.base + address), re.IGNORECASE)
        )

    path = shown_at(site, address)
    assert path is not None
    return joined(
        headers_blocks(written("netlify", site)["_headers"]), fits, by_itself(path, KNOWN)
    )


def cloudflare(site: Served, address: str) -> Answer:
    """cloudflare/workers-sdk, packages/workers-shared/asset-worker, with `html_handling` none."""
    files = written("cloudflare", site)
    asked = quote(site.base + address)
    rewrites = {}
    for line in files["_redirects"].splitlines()[1:]:
        source, target, status = line.split(" ")
        if status == "200":
            rewrites[source] = target
    target = rewrites.get(asked, site.base + address)
    path = target.removeprefix(site.base)
    assert path in {file.path for file in site.files}, "not shown"

    def fits(pattern: str) -> bool:
        assert pattern.count("*") <= 1, "one star a pattern"
        return bool(re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), asked))

    own = by_itself(path, {**KNOWN, **KNOWN_TEXT})
    return joined(headers_blocks(files["_headers"]), fits, own)


def listed(pairs: list[dict[str, str]]) -> Answer:
    return [(pair["key"], pair["value"]) for pair in pairs]


def last_wins(rules: list[tuple[bool, Answer]], own: str) -> Answer:
    """Every rule that fits, the last one winning; the files do not count on that."""
    said = [pair for fits, pairs in rules if fits for pair in pairs]
    assert len({name for name, _ in said}) == len(said)
    return list({"Content-Type": own, "Cache-Control": "nonsense", **dict(said)}.items())


def vercel(site: Served, address: str) -> Answer:
    """vercel/vercel, packages/routing-utils/src/superstatic.ts: path-to-regexp, strict."""
    config = json.loads(written("vercel", site)["vercel.json"])
    assert config["cleanUrls"] is False
    assert "trailingSlash" not in config
    asked = quote(site.base + address)
    assert asked not in {redirect["source"] for redirect in config["redirects"]}

    def fits(source: str) -> bool:
        literal = source.split("(.*)")
        assert not any(set(part) & set(":*?+(){}\\") for part in literal)
        return bool(re.fullmatch(".*".join(map(re.escape, literal)), asked))

    path = shown_at(site, address)
    assert path is not None
    rules = [(fits(rule["source"]), listed(rule["headers"])) for rule in config["headers"]]
    return last_wins(rules, by_itself(path, {**KNOWN, **KNOWN_TEXT}))


def firebase(site: Served, address: str) -> Answer:
    """firebase/superstatic, src/middleware/headers.js and src/utils/patterns.js."""
    hosting = json.loads(written("firebase", site)["firebase.json"])["hosting"]
    assert hosting["cleanUrls"] is False
    path = shown_at(site, address)
    assert path is not None
    ignored = [pattern.removeprefix("**/") for pattern in hosting["ignore"]]
    assert not any(fnmatchcase(part, one) for part in path.split("/") for one in ignored)
    asked = quote(site.base + address)
    rules = [
        (re.search(rule["regex"], asked) is not None, listed(rule["headers"]))
        for rule in hosting["headers"]
    ]
    own = {**KNOWN, **KNOWN_TEXT, ".json": "application/json; charset=utf-8"}
    return last_wins(rules, by_itself(path, own))


def azure(site: Served, address: str) -> Answer:
    """The first route alone; its headers win over the global ones. A star stands at the end.

    Azure/static-web-apps-cli, src/msha/routes-engine: an empty value takes a header away, and a
    media type is looked up as the ending is spelt.
    """
    config = json.loads(written("azure-static-web-apps", site)["staticwebapp.config.json"])
    path = shown_at(site, address)
    assert path is not None
    asked = quote(site.base + path)
    answer = {"Content-Type": config["mimeTypes"].get(Path(path).suffix, NONSENSE)}
    answer |= {"Strict-Transport-Security": "of its own"} | config["globalHeaders"]
    for route in config["routes"]:
        before, star, after = route["route"].partition("*")
        assert not after
        if asked.startswith(before) if star else asked == before:
            answer |= route["headers"]
            break
    return [(name, value) for name, value in answer.items() if value]


def s3_cloudfront(site: Served, address: str) -> Answer:
    """Metadata of an object, and the policy of the distribution."""
    files = written("s3-cloudfront", site)
    assert 'request.uri.endsWith("/")' in files["folder-index.js"]
    key = (site.base + address).removeprefix("/")
    key += "index.html" if not key or key.endswith("/") else ""
    (found,) = (one for one in json.loads(files["objects.json"]) if one["Key"] == key)
    policy = json.loads(files["response-headers-policy.json"])
    security = policy["SecurityHeadersConfig"]
    answer = [
        ("Content-Type", found["ContentType"]),
        ("Cache-Control", found["CacheControl"]),
        ("Content-Security-Policy", security["ContentSecurityPolicy"]["ContentSecurityPolicy"]),
        ("X-Frame-Options", security["FrameOptions"]["FrameOption"]),
        ("Referrer-Policy", security["ReferrerPolicy"]["ReferrerPolicy"]),
    ]
    if security["ContentTypeOptions"]["Override"]:
        answer.append(("X-Content-Type-Options", "nosniff"))
    if strict := security.get("StrictTransportSecurity"):
        assert not strict["IncludeSubdomains"]
        age = strict["AccessControlMaxAgeSec"]
        answer.append(("Strict-Transport-Security", f"max-age={age}"))
    items = policy["CustomHeadersConfig"]["Items"]
    assert policy["CustomHeadersConfig"]["Quantity"] == len(items)
    return answer + [(item["Header"], item["Value"]) for item in items]


@dataclass
class Block:
    """Directives of a server's settings, and the blocks inside."""

    said: list[list[str]]
    inner: list[tuple[list[str], Block]]

    def values(self, name: str) -> list[list[str]]:
        return [words[1:] for words in self.said if words[0] == name]


NGINX_WORD = re.compile(r"""\s*(?:#[^\n]*\n|"((?:[^"\\]|\\.)*)"|([;{}])|([^\s;{}"]+))""")


def nginx_blocks(text: str) -> Block:
    """The blocks of nginx: words up to a semicolon or a brace."""
    top = Block([], [])
    stack = [top]
    words: list[str] = []
    at = 0
    while at < len(text.rstrip()):
        found = NGINX_WORD.match(text, at)
        assert found, text[at : at + 40]
        at = found.end()
        quoted, sign, plain = found.groups()
        if quoted is not None:
            words.append(re.sub(r"\\([\\\"'])", r"\1", quoted))
        elif plain:
            words.append(plain)
        elif sign == ";":
            stack[-1].said.append(words)
            words = []
        elif sign == "{":
            block = Block([], [])
            stack[-1].inner.append((words, block))
            stack.append(block)
            words = []
        elif sign == "}":
            assert not words
            stack.pop()
    assert stack == [top]
    return top


def nginx(site: Served, address: str) -> Answer:
    """Headers come from the innermost block that has any; so do types, and the default type."""
    top = nginx_blocks(written("nginx", site)["nginx.conf"])
    kept, astray = (block for words, block in top.inner if words[0] == "map")
    (server,) = (block for words, block in top.inner if words == ["server"])
    path = shown_at(site, address)
    assert path is not None
    uri = site.base + path
    assert not re.search(
        astray.said[-1][0].removeprefix("~*"), f"{uri} {quote(uri)}", re.IGNORECASE
    )
    chain = [server]
    while True:
        prefixes = [
            block
            for words, block in chain[-1].inner
            if words[:2] == ["location", "^~"] and uri.startswith(words[2])
        ]
        regexes = [
            block
            for words, block in chain[-1].inner
            if words[:2] == ["location", "~"] and re.search(words[2], uri)
        ]
        if not prefixes and not regexes:
            break
        chain.append((prefixes or regexes)[0])
    headers: list[list[str]] = []
    types: Block | None = None
    default = charset = ""
    charset_types: list[str] = []
    for block in chain:
        assert not block.values("return"), "not shown"
        headers = block.values("add_header") or headers
        types = next((inner for words, inner in block.inner if words == ["types"]), types)
        default = next(iter(block.values("default_type")), [default])[0]
        charset = next(iter(block.values("charset")), [charset])[0]
        charset_types = next(iter(block.values("charset_types")), charset_types)
    assert types is not None
    by_ending = {ending: words[0] for words in types.said for ending in words[1:]}
    media_type = by_ending.get(Path(path).suffix.lower().removeprefix("."), default)
    if media_type in {"text/html", *charset_types}:
        media_type += f"; charset={charset}"
    values = {words[0]: words[1] for words in kept.said}
    cache = values.pop("default")
    cache = next((v for k, v in values.items() if re.search(k.removeprefix("~"), uri)), cache)
    assert all(words[-1] == "always" for words in headers)
    answer = [(words[0], words[1].replace("$noticegen_cache", cache)) for words in headers]
    return [*answer, ("Content-Type", media_type)]


APACHE_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')


def apache_words(line: str) -> list[str]:
    return [
        plain or re.sub(r'\\(["\\])', r"\1", quoted) for quoted, plain in APACHE_WORD.findall(line)
    ]


def apache(site: Served, address: str) -> Answer:
    """`Header always set` replaces what was set before; the last `FilesMatch` that fits counts."""
    path = shown_at(site, address)
    assert path is not None
    uri = site.base + path
    name = path.rpartition("/")[2]
    answer = {"Content-Type": NONSENSE}
    inside = True
    for line in written("apache", site)[".htaccess"].splitlines():
        if line.startswith("<FilesMatch"):
            inside = bool(re.search(apache_words(line[1:-1])[1], name))
        elif line.startswith("</FilesMatch"):
            inside = True
        elif line.strip().startswith("ForceType") and inside:
            answer["Content-Type"] = apache_words(line)[1]
        elif line.strip().startswith("Header"):
            if apache_words(line)[1] == "merge":
                assert apache_words(line)[2:] == ["Vary", "Accept-Encoding"]
                continue
            always, put, header, value, *condition = apache_words(line)[1:]
            assert (always, put, inside) == ("always", "set", True)
            if condition:
                found = re.fullmatch(r"expr=%\{REQUEST_URI\} =~ m#(.*)#", condition[0])
                assert found
                if not re.search(found[1], uri):
                    continue
            answer[header] = value
        elif line.strip().startswith("RedirectMatch 404"):
            assert not re.search(apache_words(line)[2], uri), "not shown"
    return list(answer.items())


def caddy_fits(pattern: str, path: str) -> bool:
    """caddyserver/caddy, modules/caddyhttp/matchers.go: a star in the middle stops at a slash."""
    pattern, path = pattern.lower(), path.lower()
    if "*" not in pattern:
        return pattern == path
    assert pattern.count("*") == 1
    if pattern.endswith("*"):
        return path.startswith(pattern[:-1])
    if pattern.startswith("*"):
        return path.endswith(pattern[1:])
    return bool(re.fullmatch("[^/]*".join(map(re.escape, pattern.split("*"))), path))


def caddy(site: Served, address: str) -> Answer:
    """Named matchers; two that fit and set one header would be a matter of order."""
    text = written("caddy", site)["Caddyfile"]
    snippet, _, block = text.partition(f"\thandle {site.base}* {{\n")
    answer = [
        (words[0], words[1])
        for words in map(apache_words, snippet.splitlines())
        if len(words) == 2 and words[0][0].isupper()
    ]
    body, _, errors = block.partition("\thandle_errors {")
    assert "import noticegen_headers" in body
    assert f"rewrite * {site.base}404.html" in errors
    matchers: dict[str, list[str]] = {}
    for words in map(apache_words, body.splitlines()):
        if words and words[0] == "@astray":
            assert not re.search(words[-1], quote(site.base + address))
        elif words and words[0].startswith("@"):
            assert words[1] == "path"
            matchers[words[0]] = words[2:]
        elif words == ["header", "{"]:
            continue  # the one that is said in the end, about compressed siblings
        elif words and words[0] == "header":
            uri = site.base + address
            if any(caddy_fits(one, uri) for one in matchers[words[1]]):
                answer.append((words[2], words[3]))
    return answer


READERS: dict[str, Callable[[Served, str], Answer]] = {
    "netlify": netlify,
    "cloudflare": cloudflare,
    "vercel": vercel,
    "firebase": firebase,
    "azure-static-web-apps": azure,
    "s3-cloudfront": s3_cloudfront,
    "nginx": nginx,
    "apache": apache,
    "caddy": caddy,
}
WITHOUT_HEADERS = {"github-pages", "gitlab-pages"}


# ---------------------------------------------------------------------------------- the model


@pytest.mark.parametrize("path", AWKWARD)
def test_every_file_has_a_type_and_a_time_to_be_kept(path: str) -> None:
    (file,) = sample([path]).files
    assert (file.media_type, file.cache.value) == AWKWARD[path]
    assert file.size == len(path.encode())


@pytest.mark.parametrize("hsts", [False, True])
def test_every_answer_has_the_constant_headers(hsts: bool) -> None:
    headers = sample(hsts=hsts).headers
    assert len(dict(headers)) == len(headers)
    said = dict(headers)
    assert said.pop("Permissions-Policy").startswith("accelerometer=(), ")
    assert said.pop("Strict-Transport-Security", None) == ("max-age=31536000" if hsts else None)
    assert said == CONSTANT


def test_the_list_of_hosts_is_that_of_the_settings() -> None:
    assert tuple(one.NAME for one in known.HOSTS) == settings.HOSTS
    assert set(READERS) | WITHOUT_HEADERS == set(settings.HOSTS)


# ------------------------------------------------------------------------- what hosts would send


@pytest.mark.parametrize("hsts", [False, True])
@pytest.mark.parametrize("base", ["/", "/notice/", "/a/b-2.0/"])
@pytest.mark.parametrize("paths", [EXPECTED, AWKWARD], ids=["sample", "awkward"])
@pytest.mark.parametrize("name", READERS)
def test_a_host_sends_every_header_once(
    name: str, paths: dict[str, tuple[str, str]], base: str, hsts: bool
) -> None:
    site = sample(paths, base=base, hsts=hsts)
    for file in site.files:
        for address in (file.path, *([] if file.folder is None else [file.folder])):
            answer = READERS[name](site, address)
            assert sorted(answer) == sorted(site.answer(file)), address


@pytest.mark.parametrize("name", sorted(WITHOUT_HEADERS))
def test_a_host_without_headers_says_so(name: str) -> None:
    said = [str(message) for message in host(name).cannot(sample())]
    assert any("sends no headers" in message for message in said)


def test_github_pages_keeps_its_domain_and_leaves_nothing_out() -> None:
    assert written("github-pages", sample()) == {".nojekyll": "", "CNAME": "www.firm.example\n"}
    under = sample(base="/notice/")
    assert written("github-pages", under) == {".nojekyll": ""}


@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_what_is_not_there_is_answered_with_its_page(base: str) -> None:
    site = sample(base=base)
    page = f"{base}404.html"
    assert f"ErrorDocument 404 {page}\n" in written("apache", site)[".htaccess"]
    nginx_conf = written("nginx", site)["nginx.conf"]
    assert f"error_page 403 404 =404 {page};" in nginx_conf
    assert re.search(r"file_server \{\s+status 404\s+\}", written("caddy", site)["Caddyfile"])
    worker = written("cloudflare", site)["wrangler.jsonc"]
    assert json.loads(worker.partition("\n")[2])["assets"]["not_found_handling"] == "404-page"
    config = json.loads(written("azure-static-web-apps", site)["staticwebapp.config.json"])
    assert config["responseOverrides"]["404"] == {"rewrite": page, "statusCode": 404}
    errors = json.loads(written("s3-cloudfront", site)["error-responses.json"])["Items"]
    assert {(one["ErrorCode"], one["ResponseCode"]) for one in errors} == {
        (403, "404"),
        (404, "404"),
    }
    rules = tomllib.loads(written("netlify", site)["netlify.toml"])["redirects"]
    everything = {"from": f"{base}*", "to": page, "status": 404, "force": False}
    assert (everything in rules) is (base != "/")


@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_what_is_for_another_host_is_kept_from_readers(base: str) -> None:
    site = sample(base=base)
    rules = tomllib.loads(written("netlify", site)["netlify.toml"])["redirects"]
    netlify = {rule["from"] for rule in rules if rule["status"] == 404 and rule["force"]}
    config = json.loads(written("azure-static-web-apps", site)["staticwebapp.config.json"])
    azure = {route["route"] for route in config["routes"] if route.get("statusCode") == 404}
    ignored = {*written("cloudflare", site)[".assetsignore"].splitlines()}
    for name in {*CONTROL_NAMES}:
        assert base + name in netlify
        assert name in ignored
        assert base + name in azure or name == "staticwebapp.config.json"


@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_netlify_leads_from_a_folder_to_its_page(base: str) -> None:
    """A rule fits with a slash at the end and without; one that only adds it would go round."""
    rules = tomllib.loads(written("netlify", sample(base=base))["netlify.toml"])["redirects"]
    led = {rule["from"]: rule["to"] for rule in rules if rule["status"] == 302}
    home = {} if base == "/" else {"/notice": "/notice/index.html"}
    assert led == {**home, f"{base}en": f"{base}en/index.html"}
    assert all(rule["force"] for rule in rules if rule["status"] == 302)


@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_no_address_of_a_file_is_redirected(base: str) -> None:
    site = sample(AWKWARD, base=base)
    files = {base + file.path for file in site.files}
    redirected = {
        line.split(" ")[0] for line in written("cloudflare", site)["_redirects"].splitlines()[1:]
    }
    redirected |= {
        one["source"] for one in json.loads(written("vercel", site)["vercel.json"])["redirects"]
    }
    assert not redirected & files
    worker = written("cloudflare", site)["wrangler.jsonc"]
    assert json.loads(worker.partition("\n")[2])["assets"]["html_handling"] == "none"


# ------------------------------------------------------------------------------ files and places


@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_all_hosts_at_once_agree_about_every_file(base: str) -> None:
    files = known.control_files(known.HOSTS, sample(base=base))
    assert len({(file.place, file.path) for file in files}) == len(files)
    for file in files:
        assert file.place is Place.OUTPUT or file.path.startswith("hosts/")
        assert file.text.endswith("\n") or not file.text


@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_what_is_published_is_left_out_of_the_sums_and_kept_from_readers(base: str) -> None:
    files = known.control_files(known.HOSTS, sample(base=base))
    published = {file.path for file in files if file.place is Place.OUTPUT}
    assert published <= set(CONTROL_NAMES)
    assert not any(map(is_summed, CONTROL_NAMES))
    if base != "/":
        assert published == {".htaccess", ".nojekyll"}, "the rest is read at the root of a domain"


def test_the_same_files_are_written_whatever_the_order() -> None:
    site = sample(AWKWARD)
    again = sample(reversed(AWKWARD))
    assert known.control_files(known.HOSTS, site) == known.control_files(known.HOSTS, again)
    assert known.control_files(reversed(known.HOSTS), site) == known.control_files(
        known.HOSTS, site
    )


def test_every_sentence_can_be_said() -> None:
    for base in ("/", "/notice/"):
        rows = known.differences(known.HOSTS, sample(base=base))
        assert {row.host for row in rows} == set(settings.HOSTS) or base == "/"
        assert all(str(row.message) and "{" not in str(row.message) for row in rows)


def test_nginx_takes_its_file(tmp_path: Path) -> None:
    program = tool("nginx")
    for number, base in enumerate(("/", "/notice/", "/a/b-2.0/")):
        text = written("nginx", sample(AWKWARD, base=base, hsts=True))["nginx.conf"]
        text = text.replace("listen 80;", f"listen unix:{tmp_path}/{number}.socket;")
        (tmp_path / "site.conf").write_text(text, "utf-8")
        (tmp_path / "nginx.conf").write_text(
            f"pid {tmp_path}/pid;\nerror_log stderr;\nevents {{}}\n"
            f"http {{ access_log off; include {tmp_path}/site.conf; }}\n",
            "utf-8",
        )
        ran = subprocess.run(
            [program, "-t", "-p", tmp_path, "-c", tmp_path / "nginx.conf"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr
        assert "[warn]" not in ran.stderr, ran.stderr


# ---------------------------------------------------------------------------------------- limits


def large(size: int) -> Served:
    site = sample()
    files = [*site.files, File("files/film.mp4", size, "video/mp4", Cache.FILE)]
    return site._replace(files=tuple(sorted(files)))


def many(count: int, name: str = "updates/{}.html") -> Served:
    return sample([*EXPECTED, *(name.format(number) for number in range(count))])


def long_headers(length: int) -> Served:
    site = sample()
    return site._replace(headers=(*site.headers, ("X-Long", "x" * length)))


LIMITS: dict[str, tuple[str, Served, Any]] = {
    "cloudflare, files": (
        "cloudflare",
        many(20_000),
        "20021 files, and Cloudflare takes 20000",
    ),
    "cloudflare, size": (
        "cloudflare",
        large(25 * MEBIBYTE + 1),
        "files/film.mp4 has 26214401 bytes, and Cloudflare takes 26214400 in a file",
    ),
    "cloudflare, rules": (
        "cloudflare",
        many(90, "l{}/index.html"),
        "_headers has 105 rules, and Cloudflare takes 100",
    ),
    "cloudflare, line": (
        "cloudflare",
        long_headers(2000),
        "line 12 of _headers has 2010 characters, and Cloudflare takes 2000",
    ),
    "github": (
        "github-pages",
        large(1024 * MEBIBYTE),
        "bytes, and GitHub Pages takes 1073741824 in a site",
    ),
    "azure, config": (
        "azure-static-web-apps",
        many(100, "l{}/feed.json"),
        "bytes, and Azure takes 20000",
    ),
    "azure, size": (
        "azure-static-web-apps",
        large(500 * MEBIBYTE),
        "bytes, and Azure takes 524288000 in a site",
    ),
}


@pytest.mark.parametrize("case", LIMITS)
def test_a_limit_that_is_not_kept_is_named(case: str) -> None:
    name, site, message = LIMITS[case]
    (fault,) = host(name).faults(site)
    assert message in str(fault.message)
    (finding,) = known.findings([host(name)], site)
    assert str(finding.message) == f"{name}: {fault.message}"
    assert finding.at.path == (f"output/{fault.path}" if fault.path else "noticegen.yml")


@pytest.mark.parametrize("base", ["/", "/notice/"])
def test_a_site_of_the_usual_size_keeps_all_limits(base: str) -> None:
    languages = ["", *(f"l{number}/" for number in range(20))]
    names = ["index.html", "feed.atom", "feed.json", "notice.txt", "notice.html", "faq.html"]
    paths = [language + name for language in languages for name in names]
    paths += [f"{language}updates/{n}.html" for language in languages for n in range(50)]
    known_paths = {*AWKWARD} - {"files/2026/en/feed.json"}
    site = sample(known_paths.union(paths), base=base)
    assert not list(known.faults(known.HOSTS, site))


@pytest.mark.parametrize("base", ["/a b/", '/a"/', "/a*/", "/$uri/", "/%E3%81%82/", "//", "/../"])
def test_a_path_that_settings_cannot_hold_is_a_fault_of_every_host(base: str) -> None:
    site = sample()._replace(base=base)
    said = [str(fault.message) for _, fault in known.faults(known.HOSTS, site)]
    assert said == [f"the path {base} cannot be written in settings of a host"] * len(known.HOSTS)


# -------------------------------------------------------------------------------------- patterns


def test_patterns_give_each_address_one_value() -> None:
    values = {"a.html": 1, "b.html": 1, "files/c.html": 2, "d.json": 3, "e/": 1}
    found = covering(values, ["x.json"])
    for address, value in values.items():
        assert [said for pattern, said in found if pattern.fits(address)] == [value]
    assert not [pattern for pattern, _ in found if pattern.fits("x.json")]


def test_a_pattern_does_not_overlap_itself() -> None:
    assert not Pattern("a.b", ".b").fits("a.b")
    assert Pattern("", "").fits("")
