"""What docs/hosting/ says of a host is what the program knows of it; its figures are measured."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from build_site import a_site, build
from noticegen.build import prepare, read
from noticegen.cli import COMMANDS
from noticegen.config import HOSTS, KEYS
from noticegen.diagnostics import Code
from noticegen.headers import headers
from noticegen.hosts.known import HOSTS as MODULES
from noticegen.hosts.known import control_files
from noticegen.hosts.model import Place, Served, served
from noticegen.model import Artifact
from noticegen.targets import KEYS as TARGET_KEYS
from noticegen.weights import HOME_BYTES
from noticegen.yamlfile import Mapping, read_yaml
from sites import ROOT, SAMPLE_MOMENT, moment
from written import holds_part, table

FOLDER = ROOT / "docs/hosting"
README = FOLDER / "README.md"
HEADINGS = ["From nothing to live", "What it cannot do", "Going back, and taking down", "Limits"]
UNTRIED = {"vercel", "github-pages", "gitlab-pages", "s3-cloudfront"}
HOME_PAGES = ("home-page.md", "home-page.ja.md")

GIGABYTE = 10**9
ASKED = 2
"""Requests for a first page: browsers want a sign of the site, too, and get the page for what is
not there."""
NOTIFIED = (10_000, 100_000, 1_000_000, 5_000_000)


ONE = {"month": "a month", "day": "a day", "hour": "an hour", "second": "a second"}


class Plan(NamedTuple):
    """What a host gives, as it is documented; None where nothing is said to be the limit."""

    name: str
    span: str
    said: str
    """The limit in the words of the documentation."""
    gigabytes: float | None = None
    requests: float | None = None
    credits: float | None = None
    """Netlify's: 20 a gigabyte, 2 for 10,000 requests."""

    def readers(self, size: float) -> int | None:
        """How many first pages of `size` bytes it is enough for."""
        enough = [
            limit / cost
            for limit, cost in (
                (self.gigabytes, size / GIGABYTE),
                (self.requests, ASKED),
                (self.credits, 20 * size / GIGABYTE + ASKED * 2 / 10_000),
            )
            if limit is not None
        ]
        return int(min(enough)) if enough else None


_LINK = Plan("a link of 100 Mbit/s", "hour", "45 GB", gigabytes=0.1 / 8 * 3600)
PLANS: dict[str, tuple[Plan, ...]] = {
    "netlify": (
        Plan("Free", "month", "300 credits", credits=300),
        Plan("Personal", "month", "1,000 credits", credits=1000),
        Plan("Pro", "month", "3,000 credits, and more can be bought", credits=3000),
    ),
    "cloudflare": (Plan("Free or paid", "month", "requests for files are not counted"),),
    "vercel": (
        Plan("Hobby, not for firms", "month", "100 GB, 1,000,000 requests", 100, 1_000_000),
        Plan("Pro, billed beyond", "month", "1 TB, 10,000,000 requests", 1000, 10_000_000),
    ),
    "github-pages": (Plan("any", "month", "100 GB, soft; 429 at any time", 100),),
    "gitlab-pages": (
        Plan("gitlab.com", "second", "5,000 answers in 10 seconds", requests=500),
    ),
    "firebase": (
        Plan("Spark", "day", "360 MB", 0.36),
        Plan("Blaze, for 100 US dollars", "month", "0.15 US dollars a GB", 100 / 0.15),
    ),
    "azure-static-web-apps": (
        Plan("Free, ends there", "month", "100 GB", 100),
        Plan("Standard, billed beyond", "month", "100 GB", 100),
    ),
    "s3-cloudfront": (
        Plan("by use, billed beyond", "month", "1 TB, 10,000,000 requests", 1000, 10_000_000),
        Plan("flat rate, Free", "month", "100 GB, 1,000,000 requests", 100, 1_000_000),
        Plan("flat rate, Pro", "month", "50 TB, 10,000,000 requests", 50_000, 10_000_000),
    ),
    "nginx": (_LINK,),
    "apache": (_LINK,),
    "caddy": (_LINK,),
}  # fmt: skip


class Measured(NamedTuple):
    """What a reader of the sample's home page is sent."""

    home: int
    """Bytes compressed with gzip."""
    not_found: int
    """The same of the page for what is not there."""
    headers: int
    """Bytes in each answer."""
    people: int
    """How many the sample has to notify."""

    @property
    def travels(self) -> int:
        """Bytes for each reader."""
        return self.home + self.not_found + ASKED * self.headers


@pytest.fixture(scope="module")
def artifacts() -> dict[str, bytes]:
    prepared = prepare(read(ROOT), moment(SAMPLE_MOMENT))
    return {artifact.path: artifact.content for artifact in prepared.artifacts}


@pytest.fixture(scope="module")
def measured(artifacts: dict[str, bytes]) -> Measured:
    config = read(ROOT).config
    assert config is not None
    page = served([Artifact("index.html", artifacts["index.html"])], config)
    length = sum(len(f"{name}: {value}\r\n") for name, value in page.answer(page.files[0]))
    people = json.loads(artifacts["site.json"])["facts"]["affected_people"]["values"][-1]["value"]
    home, not_found = (
        len(gzip.compress(artifacts[path], compresslevel=6, mtime=0))
        for path in ("index.html", "404.html")
    )
    return Measured(home, not_found, length, int(people))


def about(number: float) -> str:
    """Two digits that count: a sentence more on the page changes nothing here."""
    rounded = float(f"{number:.2g}")
    return f"{rounded:,.0f}" if rounded >= 10 else f"{rounded:g}"


def test_the_traffic_is_that_of_the_sample(measured: Measured, update_golden: bool) -> None:
    assert measured.home < HOME_BYTES
    largest = measured.travels - measured.home + HOME_BYTES
    people = sorted({*NOTIFIED, measured.people})
    rows = (
        (
            f"{number:,}{' (the sample)' * (number == measured.people)}",
            f"{about(number * measured.travels / GIGABYTE)} GB",
            f"{about(number * largest / GIGABYTE)} GB",
        )
        for number in people
    )
    head = ("people who open the first page ", "with the sample's ", "with the largest allowed ")
    text = (
        f"The first page has about {about(measured.home)} bytes compressed with gzip. Browsers "
        f"also ask for `/favicon.ico`,\nand get the page for what is not there: "
        f"{about(measured.not_found)}. Each answer has {about(measured.headers)} bytes of headers "
        f"that are the notice's.\n\n{table(head, *rows)}"
    )
    holds_part(README, "visitors", text, update=update_golden)


def rows(name: str, measured: Measured) -> Iterator[tuple[str, ...]]:
    for plan in PLANS[name]:
        readers = plan.readers(measured.travels)
        enough = "any number" if readers is None else f"{about(readers)} {ONE[plan.span]}"
        fits = "–"
        if plan.span in {"month", "day"}:
            fits = "yes" if readers is None or readers >= measured.people else "**no**"
        yield plan.name, plan.said, enough, fits


def test_each_plan_is_reckoned_against_the_sample(measured: Measured, update_golden: bool) -> None:
    assert set(PLANS) == set(HOSTS)
    head = ("plan", "as documented", "first pages ", f"all {measured.people:,} of the sample")
    everything = []
    for name in HOSTS:
        own = list(rows(name, measured))
        holds_part(FOLDER / f"{name}.md", "limits", table(head, *own), update=update_golden)
        everything += [(f"[{title(name)}]({name}.md)", *row) for row in own]
    holds_part(README, "plans", table(("host", *head), *everything), update=update_golden)


def title(name: str) -> str:
    return (FOLDER / f"{name}.md").read_text("utf-8").splitlines()[0].removeprefix("# ")


# ------------------------------------------------------------------ a page a host


@pytest.mark.parametrize("name", HOSTS)
def test_each_host_has_a_page_from_nothing_to_live(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    headings = [line.removeprefix("## ") for line in text.splitlines() if line.startswith("## ")]
    assert [one for one in headings if one != "Under a path"] == HEADINGS
    assert f"hosts: [{name}]" in text
    assert ("**Not tried**" in text) is (name in UNTRIED)
    steps = [int(number) for number in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
    assert steps == list(range(1, len(steps) + 1))
    assert len(steps) >= 6
    assert re.search(r"`noticegen verify https://[^`]+/`", text)
    assert name == "gitlab-pages" or "`noticegen deploy live`" in text


@pytest.mark.parametrize("name", HOSTS)
def test_each_page_names_the_files_that_the_build_writes(name: str) -> None:
    text = (FOLDER / f"{name}.md").read_text("utf-8")
    host = next(module for module in MODULES if name == module.NAME)
    config = read(ROOT).config
    assert config is not None
    files = served([Artifact("index.html", b""), Artifact("404.html", b"")], config).files
    written = [
        file
        for base in ("/", "/notice/")
        for file in control_files((host,), Served("notice.firm.example", base, headers(), files))
    ]
    for file in written:
        path = f"output/{file.path}" if file.place is Place.OUTPUT else file.path
        assert path in text or file.path.rpartition("/")[2] in text, path
    known = {file.path for file in written}
    for path in re.findall(rf"hosts/{name}/([\w.-]+)", text):
        assert f"hosts/{name}/{path}" in known, path


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.name)
def test_pages_name_only_settings_commands_and_codes_that_exist(path: Path) -> None:
    text = path.read_text("utf-8")
    commands = set(re.findall(r"(?:`|^ *(?:- )?)noticegen ([a-z]+)", text, re.MULTILINE))
    assert commands <= set(COMMANDS)
    assert set(re.findall(r"NG\d+", text)) <= {str(code) for code in Code}
    for block in re.findall(r"```yaml\n(.*?)```", text, re.DOTALL):
        settings = read_yaml(re.sub(r"^   ", "", block, flags=re.MULTILINE), "block")
        assert isinstance(settings, Mapping), settings
        keys = [key.text for key, _ in settings.entries]
        if keys != ["pages"]:
            assert set(keys) <= set(KEYS)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.md")), ids=lambda path: path.name)
def test_targets_have_the_keys_that_targets_have(path: Path) -> None:
    for body in re.findall(r"^ +\w+: \{(\w+: .*)\}(?: +#.*)?$", path.read_text("utf-8"), re.M):
        assert set(re.findall(r"(?:^|, )(\w+): ", body)) <= set(TARGET_KEYS)


def test_the_overview_leads_to_every_page() -> None:
    text = README.read_text("utf-8")
    for name in (*(f"{name}.md" for name in HOSTS), *HOME_PAGES):
        assert f"]({name})" in text, name
    assert {path.name for path in FOLDER.glob("*.md")} == {
        "README.md",
        *(f"{name}.md" for name in HOSTS),
        *HOME_PAGES,
    }


# ------------------------------------------------------------------ the organisation's home page


@pytest.mark.parametrize("name", HOME_PAGES)
def test_the_page_for_the_home_page_shows_what_is_built(
    name: str, artifacts: dict[str, bytes], tmp_path: Path
) -> None:
    text = (FOLDER / name).read_text("utf-8")
    own = "banner.html" if name.endswith(".ja.md") else "en/banner.html"
    assert artifacts[own].decode() in text
    ran = build(a_site(tmp_path))
    [line] = [line for line in ran.out.splitlines() if line.startswith("For robots.txt")]
    assert line.partition("example: ")[2] in [one.strip() for one in text.splitlines()]
