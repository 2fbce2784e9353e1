"""What the MDN HTTP Observatory would say of a notice: with all headers, without HSTS, without any.

`make observatory` asks the scanner itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from noticegen.build import prepare, read
from noticegen.config import Config
from noticegen.headers import headers
from noticegen.hosts.model import HSTS, served
from noticegen.model import Artifact
from observatory_rules import MODIFIERS, Scored, Seen, scored
from sites import ROOT, SAMPLE_MOMENT, moment
from written import holds_part, table

PAGE = ROOT / "docs/hosting/README.md"
AT_LEAST = 130


@pytest.fixture(scope="module")
def sample() -> tuple[Config, tuple[Artifact, ...]]:
    sources = read(ROOT)
    assert sources.config is not None
    return sources.config, prepare(sources, moment(SAMPLE_MOMENT)).artifacts


def pages(
    sample: tuple[Config, tuple[Artifact, ...]], *, hsts: bool, bare: bool = False
) -> Mapping[str, Scored]:
    """The score of each page, with the headers that it is to be served with, or with none."""
    config, artifacts = sample
    wanted = served(artifacts, replace(config, hsts=hsts))
    texts = {artifact.path: artifact.content for artifact in artifacts}
    return {
        file.path: scored(Seen(() if bare else wanted.answer(file), texts[file.path].decode()))
        for file in wanted.files
        if file.path.endswith(".html") and not file.path.endswith("banner.html")
    }


def test_with_hsts_every_page_reaches_what_was_promised(
    sample: tuple[Config, tuple[Artifact, ...]],
) -> None:
    found = pages(sample, hsts=True)
    assert len(found) > 20
    assert {path: one.score for path, one in found.items() if one.score < AT_LEAST} == {}


def test_the_figures_are_those_in_the_documentation(
    sample: tuple[Config, tuple[Artifact, ...]], update_golden: bool
) -> None:
    ways = {
        "all headers, `hsts: true`": pages(sample, hsts=True),
        "all headers": pages(sample, hsts=False),
        "no headers, only what the page says of itself": pages(sample, hsts=False, bare=True),
    }
    for way, found in ways.items():
        assert len({one.score for one in found.values()}) == 1, way
    homes = [found["index.html"] for found in ways.values()]
    rows = [(f"`{test}`", *(f"{one.modifier(test):+}" for one in homes)) for test in MODIFIERS]
    rows = [(row[0], *(cell.replace("+0", "0") for cell in row[1:])) for row in rows]
    total = ("**score**", *(f"**{one.score}**" for one in homes))
    text = table(("test", *(f"{way} " for way in ways)), *rows, total)
    holds_part(PAGE, "observatory", text, update=update_golden)


META = '<meta http-equiv="Content-Security-Policy" content="{policy}">'
GOOD = (*headers(), HSTS)


def without(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in GOOD if name not in names)


@pytest.mark.parametrize(
    ("answer", "html", "test", "result"),
    [
        (GOOD, META.format(policy="default-src 'none'"), "content-security-policy", 10),
        (GOOD, "", "content-security-policy", 0),
        ((), META.format(policy="default-src 'self'"), "content-security-policy", 5),
        ((), META.format(policy="frame-ancestors 'none'"), "content-security-policy", -25),
        ((), META.format(policy="script-src 'unsafe-inline'"), "content-security-policy", -20),
        ((), META.format(policy="default-src https:"), "content-security-policy", -20),
        ((), META.format(policy="default-src 'self' 'self'; default-src x.example"),
         "content-security-policy", -25),
        ((), META.format(policy="default-src 'none'; img-src http://x.example"),
         "content-security-policy", -10),
        ((), META.format(policy="default-src 'none'; font-src http://x.example"),
         "content-security-policy", -20),
        ((), META.format(policy="default-src 'none'; style-src 'unsafe-inline'"),
         "content-security-policy", 0),
        ((), META.format(policy="default-src 'none'; style-src 'unsafe-inline' 'sha256-x'"),
         "content-security-policy", 10),
        ((), META.format(policy="default-src 'none'; script-src 'unsafe-eval'"),
         "content-security-policy", -10),
        ((("Set-Cookie", "a=b"),), "", "cookies", -40),
        ((("Access-Control-Allow-Origin", "*"),), "", "cross-origin-resource-sharing", 0),
        ((("Access-Control-Allow-Origin", "https://x.example"),
          ("Access-Control-Allow-Credentials", "true")), "", "cross-origin-resource-sharing", -50),
        ((("Referrer-Policy", "no-referrer"),), '<meta name="referrer" content="unsafe-url">',
         "referrer-policy", -5),
        ((("Referrer-Policy", "unsafe-url, no-referrer"),), "", "referrer-policy", 5),
        ((("Referrer-Policy", "nothing"),), "", "referrer-policy", -5),
        ((("Strict-Transport-Security", "max-age=300"),), "", "strict-transport-security", -10),
        ((("Strict-Transport-Security", "preload"),), "", "strict-transport-security", -20),
        ((), '<script src="https://x.example/a.js"></script>', "subresource-integrity", -5),
        ((), '<script src="//x.example/a.js"></script>', "subresource-integrity", -50),
        ((), '<script src="a.js"></script>', "subresource-integrity", 0),
        ((), '<script src="https://x.example/a.js" integrity="sha256-x"></script>',
         "subresource-integrity", 5),
        ((("X-Content-Type-Options", "none"),), "", "x-content-type-options", -5),
        ((("X-Frame-Options", "deny"),), "", "x-frame-options", 0),
        ((("X-Frame-Options", "ALLOWALL"),), "", "x-frame-options", -20),
        ((("Cross-Origin-Resource-Policy", "cross-origin"),), "",
         "cross-origin-resource-policy", 0),
        ((("Cross-Origin-Resource-Policy", "none"),), "", "cross-origin-resource-policy", -5),
    ],
)  # fmt: skip
def test_an_answer_with_a_fault_loses_what_the_rules_say(
    answer: tuple[tuple[str, str], ...], html: str, test: str, result: int
) -> None:
    assert scored(Seen(answer, html)).modifier(test) == result


def test_bonuses_count_only_where_little_was_taken_off() -> None:
    page = META.format(policy="default-src 'none'")
    assert scored(Seen(GOOD, page)).score == AT_LEAST
    assert scored(Seen(without("X-Content-Type-Options"), page)).score == AT_LEAST - 5
    assert scored(Seen(without("Strict-Transport-Security"), page)).score == 80
    assert scored(Seen(GOOD, page, leads_to_https=False)).score == 80
