"""Feeds, sitemap and the data of pages, held against the schemas of their specifications.

RFC 4287 and jsonfeed.org have no schema that one could install; `schemas/` has ours. That of
sitemaps come from npm, and so does the vocabulary of schema.org, as types of TypeScript.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from browser import every_construct
from build_site import cannot
from runtimes import script
from sites import ROOT, build_well, copy_of_sample, put

SCHEMAS = ROOT / "tests/schemas"
ATOM = {"a": "http://www.w3.org/2005/Atom"}
URL = "https://www.minato-learning.example/notice/"


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """The sample site, one with every state, and one of one language."""
    every = put(tmp_path_factory.mktemp("every"), every_construct.files())
    single = put(tmp_path_factory.mktemp("single"), every_construct.single())
    sample = copy_of_sample(tmp_path_factory.mktemp("sample"))
    return tuple(build_well(project) for project in (sample, every, single))


def all_of(outputs: Iterable[Path], name: str) -> list[Path]:
    """Every file of this name."""
    found = [path for output in outputs for path in sorted(output.rglob(name))]
    assert found
    return found


def broken(text: str, old: str, new: str) -> str:
    """The text with one thing changed that is there."""
    assert old in text
    return text.replace(old, new, 1)


# ---------------------------------------------------------------------------------- Atom

RULES = {
    "4.1.1: a feed has an author, or each of its entries has": (
        "//a:feed[not(a:author)][not(a:entry) or a:entry[not(a:author)]]"
    ),
    "4.1.1: a feed has a link to itself": "//a:feed[not(a:link[@rel='self'])]",
    "4.1.1, 4.1.2: one alternate link of a type": (
        "//*[count(a:link[@rel='alternate'][@type='text/html']) > 1]"
    ),
    "4.1.2: an entry without content has an alternate link": (
        "//a:entry[not(a:link[not(@rel) or @rel='alternate'])]"
    ),
    "4.1.1: an entry is there once": "//a:entry[a:id = preceding-sibling::a:entry/a:id]",
}
"""What the grammar cannot say: XPath of what must not be there."""


def atom_faults(text: str) -> list[str]:
    """What RFC 4287 says against a feed."""
    root = etree.fromstring(text.encode())
    grammar = etree.RelaxNG(etree.parse(SCHEMAS / "atom.rng"))
    grammar.validate(root)
    said = [str(error.message) for error in grammar.error_log]
    return said + [rule for rule, path in RULES.items() if root.xpath(path, namespaces=ATOM)]


def test_atom_feeds_are_valid(outputs: tuple[Path, ...]) -> None:
    for path in all_of(outputs, "feed.atom"):
        assert atom_faults(path.read_text("utf-8")) == [], path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<title>", '<title type="markdown">'),
        ("</updated>", "</updated><updated>2026-03-02T15:00:00+09:00</updated>"),
        ("+09:00</updated>", "</updated>"),
        ("+09:00</updated>", "+0900</updated>"),
        ("<author><name>", "<author><nom>"),
        ("<author>", "<someone>"),
        ("<id>tag:", "<id> tag:"),
        ("<category term=", "<category label="),
        ('rel="self"', 'rel="me"'),
        ('rel="self"', 'rel="alternate"'),
        ('href="https://', 'href="ht tps://'),
        ('<link rel="alternate"', '<link rel="related"'),
        ("<entry>", "<entry><entry/>"),
        ("<entry>", '<entry unknown="1">'),
        ('xml:lang="ja"', 'xml:lang="ja_JP"'),
        ("<summary", "<content>x</content><summary"),
    ],
)
def test_an_atom_feed_with_a_fault_is_found(old: str, new: str, outputs: tuple[Path, ...]) -> None:
    text = (outputs[0] / "feed.atom").read_text("utf-8")
    first = text.index("<entry>") if old.startswith("<link rel=") else text.index("<feed")
    wrong = text[:first] + broken(text[first:], old, new)
    closed = {"<nom>": ("</name>", "</nom>"), "<someone>": ("</author>", "</someone>")}
    for opened, ends in closed.items():
        wrong = broken(wrong, *ends) if opened in new else wrong
    assert atom_faults(wrong)


# ---------------------------------------------------------------------------------- JSON Feed


def json_faults(feed: Any) -> list[str]:
    """What version 1.1 says against a feed."""
    schema = json.loads((SCHEMAS / "json-feed.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    said = [error.message for error in Draft202012Validator(schema).iter_errors(feed)]
    ids = [item.get("id") for item in feed["items"]]
    return said + (["an id stands twice"] if len(set(ids)) < len(ids) else [])


def test_json_feeds_are_valid(outputs: tuple[Path, ...]) -> None:
    for path in all_of(outputs, "feed.json"):
        assert json_faults(json.loads(path.read_bytes())) == [], path


WRONG: dict[str, Callable[[dict[str, Any]], object]] = {
    "an older version": lambda feed: feed.update(version="https://jsonfeed.org/version/1"),
    "no title": lambda feed: feed.pop("title"),
    "an author of 1.0": lambda feed: feed.update(author={"name": "x"}),
    "an author without anything": lambda feed: feed.update(authors=[{}]),
    "no address": lambda feed: feed.update(feed_url="feed.json"),
    "a number for an id": lambda feed: feed["items"][0].update(id=1),
    "an id twice": lambda feed: feed["items"][0].update(id=feed["items"][1]["id"]),
    "no content": lambda feed: feed["items"][0].pop("content_text"),
    "a date without an offset": lambda feed: feed["items"][0].update(
        date_published="2026-03-02T15:00:00"
    ),
    "a property that is none": lambda feed: feed["items"][0].update(updated="x"),
    "a tag that is no text": lambda feed: feed["items"][0].update(tags=[None]),
    "a language that is a locale": lambda feed: feed.update(language="ja_JP"),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_json_feed_with_a_fault_is_found(what: str, outputs: tuple[Path, ...]) -> None:
    feed = json.loads((outputs[0] / "feed.json").read_bytes())
    WRONG[what](feed)
    assert json_faults(feed)


# ---------------------------------------------------------------------------------- sitemap

IMPORTS = """\
<schema xmlns="http://www.w3.org/2001/XMLSchema">
<import namespace="http://www.sitemaps.org/schemas/sitemap/0.9" schemaLocation="{sitemap}"/>
<import namespace="http://www.w3.org/1999/xhtml" schemaLocation="{links}"/>
</schema>"""


def installed(path: str) -> Path:
    """A file of an npm package that `.ci/run` installs."""
    found = SCHEMAS / "node_modules" / path
    if not found.is_file():
        cannot(f"{path} is not installed: npm ci --ignore-scripts --prefix {SCHEMAS}")
    return found


def sitemap_faults(text: str) -> list[str]:
    """What sitemaps.org and search engines say against a sitemap."""
    sitemap, links = installed("sitemap/schema/sitemap.xsd"), SCHEMAS / "sitemap-links.xsd"
    both = IMPORTS.format(sitemap=sitemap.as_uri(), links=links.as_uri())
    schema = etree.XMLSchema(etree.fromstring(both))
    schema.validate(etree.fromstring(text.encode()))
    return [str(error.message) for error in schema.error_log]


def test_sitemaps_are_valid(outputs: tuple[Path, ...]) -> None:
    for path in all_of(outputs, "sitemap.xml"):
        assert sitemap_faults(path.read_text("utf-8")) == [], path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<lastmod>2026", "<lastmod>26"),
        ("<loc>https://", "<loc></loc><loc>https://"),
        ("</lastmod>", "</lastmod><changed/>"),
        ("</lastmod>", "</lastmod><changefreq>often</changefreq>"),
        ('hreflang="x-default"', 'hreflang="default"'),
        (' rel="alternate"', ""),
        ('href="https://', 'href="'),
        ("sitemap/0.9", "sitemap/1.0"),
        ("xhtml:link", "xhtml:a"),
    ],
)
def test_a_sitemap_with_a_fault_is_found(old: str, new: str, outputs: tuple[Path, ...]) -> None:
    assert sitemap_faults(broken((outputs[0] / "sitemap.xml").read_text("utf-8"), old, new))


# ---------------------------------------------------------------------------------- schema.org

DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def graph_faults(graphs: dict[str, str], folder: Path) -> dict[str, str]:
    """What the vocabulary says against each of these graphs.

    JSON is an expression of TypeScript, whose compiler holds it against the types: a property that
    the type of a thing lacks is a fault, and so is a value that no property of this name takes.
    """
    compiler = script("typescript/bin/tsc", SCHEMAS)
    types = installed("schema-dts/dist/schema.d.ts")
    names = {f"graph{number}.ts": name for number, name in enumerate(graphs)}
    for file, name in names.items():
        (folder / file).write_text(
            'import type { Graph } from "schema-dts";\n'
            f"export const graph: Graph = {graphs[name]};\n",
            "utf-8",
        )
    options = {
        "noEmit": True,
        "strict": True,
        "skipLibCheck": True,
        "types": [],
        "lib": ["es2020"],
        "module": "esnext",
        "moduleResolution": "bundler",
        "paths": {"schema-dts": [str(types)]},
    }
    (folder / "tsconfig.json").write_text(
        json.dumps({"compilerOptions": options, "files": [*names]}), "utf-8"
    )
    ran = subprocess.run(
        [*compiler, "--project", str(folder), "--pretty", "false"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = re.findall(r"^\S*(graph\d+\.ts)\S+ (error .*)$", ran.stdout, re.M)
    assert bool(said) == bool(ran.returncode), ran.stdout
    return {names[file]: message for file, message in reversed(said)}


GRAPH = '{"@context":"https://schema.org","@graph":[%s]}'
FAULTS = {
    name: GRAPH % text
    for name, text in {
        "another property": '{"@type":"Article","titel":"x"}',
        "another type": '{"@type":"Artikel","headline":"x"}',
        "a property of another type": '{"@type":"BreadcrumbList","headline":"x"}',
        "a value of another type": '{"@type":"Article","correction":{"@type":"Answer","text":"x"}}',
        "a property of a thing inside": (
            '{"@type":"Article","correction":[{"@type":"CorrectionComment","published":"x"}]}'
        ),
        "a number for a text": '{"@type":"Article","headline":1}',
        "an answer that is a text": '{"@type":"FAQPage","mainEntity":[{"@type":"Frage"}]}',
    }.items()
} | {"another vocabulary": '{"@context":"https://schema.example","@graph":[]}'}


def shape(value: Any, key: str = "") -> Any:
    """The same with one word for every text: to the compiler all of them are alike."""
    if isinstance(value, dict):
        return {key: shape(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return list({json.dumps(shape(part)): shape(part) for part in value}.values())
    return "text" if isinstance(value, str) and key not in {"@type", "@context"} else value


def test_the_data_of_pages_is_in_the_words_of_schema_org(
    outputs: tuple[Path, ...], tmp_path: Path
) -> None:
    """One run of the compiler, which is slow to begin: what is right, and what is not."""
    graphs = {}
    for path in all_of(outputs, "*.html"):
        for data in DATA.findall(path.read_text("utf-8")):
            graphs[json.dumps(shape(json.loads(data)))] = str(path)
    seen = " ".join(graphs)
    for type_ in ("Article", "FAQPage", "BreadcrumbList", "CorrectionComment"):
        assert f'"@type": "{type_}"' in seen
    faults = graph_faults({path: graph for graph, path in graphs.items()} | FAULTS, tmp_path)
    assert faults.keys() == FAULTS.keys(), faults
