"""The rule of time in what readers get: `cases/rule-of-time.md` holds small sites, and what
stands in each of their places at some moments, written by hand.

The sites go through the whole pipeline, and what is compared is taken from the bytes that would
be published: pages, both feeds, the printed edition, the plain text and `site.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
import yaml

from noticegen.build import prepare, read
from noticegen.diagnostics import Diagnostic, Severity
from noticegen.theme import Theme, read_theme
from sites import PNG, ROOT, moment, page, put, settings

CASES = Path(__file__).parent / "cases" / "rule-of-time.md"
URL = "https://www.some.example/notice/"
NOWHERE = "—"
"""In a cell: the place is not there."""

DAYS = {
    "first": "03-02",
    "second": "03-05",
    "third": "03-09",
    "fourth": "03-12",
    "fifth": "03-16",
    "sixth": "03-19",
    "seventh": "03-23",
}
"""The updates of every site: all at 10:00, in Tokyo, in 2026."""

LINES = {
    "plain": "${people}",
    "value": "${people.value}",
    "previous": "${people.previous}",
    "said": "${people:said}",
    "as-of": "${people.as_of}",
    "at-first": "${people@first}",
    "at-third": "${people@third}",
    "at-eve": "${people@2026-03-09T09:59}",
    "name": "${people.name}",
}
"""What a word stands for in the lists of a case: a paragraph that begins with the word."""

FACT = {
    "type": "number",
    "name": {"ja": "対象の人数", "en": "People affected"},
    "unit": {"ja": "人", "en": {"one": "person", "other": "people"}},
}
LANGUAGES = ("ja", "en")

Spec = dict[str, Any]


class Row(NamedTuple):
    case: str
    built: str
    place: str
    language: str
    reads: str
    line: int

    @property
    def id(self) -> str:
        """Where in the table it stands, for the message of a failed test."""
        return f"line {self.line}: {self.language} {self.place}"


def slug(update: str) -> str:
    return f"2026-{DAYS[update]}-{update}"


# ------------------------------------------------------------------ the table


def the_cases() -> dict[str, Spec]:
    text = CASES.read_text("utf-8")
    found = re.findall(r"^## (\S+)$.*?^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return {name: yaml.safe_load(spec) for name, spec in found}


def the_rows() -> Iterator[Row]:
    """One for each cell that is not empty; an empty moment is that of the line above."""
    case = built = ""
    for number, line in enumerate(CASES.read_text("utf-8").splitlines(), start=1):
        if line.startswith("## "):
            case = line.removeprefix("## ")
        if not line.startswith("|") or line.startswith(("| built at |", "|--")):
            continue
        when, place, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        built = when or built
        for language, reads in zip(LANGUAGES, cells, strict=True):
            if reads:
                yield Row(case, built, place, language, reads, number)


SPECS = the_cases()
TABLE = list(the_rows())


# ------------------------------------------------------------------ a case as a site


def written_out(text: str) -> str:
    """`@first` stands for the whole name of that update."""
    return re.sub(
        r"@([a-z]+)", lambda match: f"@{slug(match[1])}" if match[1] in DAYS else match[0], text
    )


def a_value(value: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(value)
    for key in ("with", "corrects"):
        if made.get(key) in DAYS:
            made[key] = slug(made[key])
    if "change" in made:
        made.setdefault("note", {"ja": "理由です。", "en": "The reason."})
    return made


def facts_of(spec: Spec) -> str:
    facts = spec.get("facts") or {"people": {"values": spec["values"], **spec.get("fact", {})}}
    made = {}
    for id_, fact in facts.items():
        whole = {**FACT, **fact, "values": [a_value(value) for value in fact["values"]]}
        # A copy: what is the same object would be written as an alias.
        made[id_] = deepcopy({key: content for key, content in whole.items() if content})
    return yaml.safe_dump(made, allow_unicode=True, sort_keys=False)


def body_of(items: list[Any], up: str) -> str:
    """The paragraphs, lists and sections that a case lists for a page."""
    blocks = ["begin: ."]
    last = []
    for item in items:
        if isinstance(item, dict):
            [(label, content)] = item.items()
            if label.startswith("since "):
                inner = body_of(content, up).removeprefix("begin: .").strip()
                with_ = slug(label.removeprefix("since "))
                blocks.append(f"::: from with={with_}\n{inner}\n:::")
            elif label.startswith("until "):
                inner = body_of(content, up).removeprefix("begin: .").strip()
                blocks.append(f"::: until 2026-{label.removeprefix('until ')} 10:00\n{inner}\n:::")
            elif label == "section":
                last.append(f'## Section {{#section about="{content}"}}\n\nIn the section.')
            else:
                blocks.append(f"{label}: {written_out(content)}")
        elif item == "list":
            blocks.append("::: facts people\n:::")
        elif item == "list-all":
            blocks.append("::: facts\n:::")
        elif item == "alt":
            blocks.append(f"![alt: {LINES['plain']}]({up}files/dot.png)")
        elif item in LINES:
            blocks.append(f"{item}: {written_out(LINES[item])}")
        else:
            assert item in {"title", "summary", "about"}, item
    return "\n\n".join(blocks + last)


def header_of(name: str, language: str, spec: Spec, items: list[Any]) -> dict[str, str]:
    header = {}
    if language == "ja":
        header["date"] = f"2026-{DAYS.get(name, DAYS['first'])} 10:00"
    elif name in spec.get("translated", {}):
        header["translated"] = f"2026-{DAYS[spec['translated'][name]]} 10:00"
    if "about" in items and language == "ja":
        header["about"] = "[people]"
    ending = f" {LINES['plain']}" if "summary" in items else ""
    header["summary"] = f'"{name} in short{ending}"'
    if notes := spec.get("notes", {}).get(name):
        header["changes"] = "".join(
            f'\n  - {{with: {slug(with_)}, kind: addition, note: "{written_out(note)}"}}'
            for with_, note in notes
        )
    return header


def site_of(spec: Spec) -> dict[str, str | bytes]:
    files: dict[str, str | bytes] = {
        "noticegen.yml": settings(*LANGUAGES),
        "content/facts.yml": facts_of(spec),
        "content/files/dot.png": PNG,
    }
    for language in LANGUAGES:
        for name in ("home", *DAYS):
            items = spec.get(name, [])
            title = f"{name} {LINES['plain']}" if "title" in items else name
            path = "index" if name == "home" else f"updates/{slug(name)}"
            files[f"content/{language}/{path}.md"] = page(
                f'"{title}"',
                body_of(items, "../" if name == "home" else "../../"),
                **header_of(name, language, spec, items),
            )
        if "faq" in spec:
            about = ' about="people"' if "about" in spec["faq"] else ""
            head = LINES["plain"] if "title" in spec["faq"] else ""
            files[f"content/{language}/faq.md"] = page(
                "Questions",
                f"## Topic {{#topic}}\n\n### Question {head} {{#question{about}}}\n\n"
                + body_of(spec["faq"], "../"),
                **({"date": "2026-03-02 10:00"} if language == "ja" else {}),
            )
    return files


# ------------------------------------------------------------------ what is published of it


class Published(NamedTuple):
    """What a build gives to readers, or says to the author."""

    files: Mapping[str, bytes]
    findings: tuple[str, ...]


@cache
def the_theme(name: str, languages: tuple[str, ...]) -> Theme | tuple[Diagnostic, ...]:
    """All cases have the default theme: read once, its templates are compiled once, too."""
    assert name == "default"
    return read_theme(ROOT, name, languages)


@cache
def published(case: str, built: str) -> Published:
    """The site of a case at a moment, in memory: everything but the writing."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "noticegen.build.read_theme",
            lambda _, name, languages, _steps: the_theme(name, languages),
        )
        project = put(Path(folder), site_of(SPECS[case]))
        prepared = prepare(read(project), moment(f"2026-{built}"))
    return Published(
        {artifact.path: artifact.content for artifact in prepared.artifacts},
        tuple(
            f"{finding.at.path} {finding.code} {finding.message}"
            for finding in prepared.findings
            if finding.severity is Severity.ERROR
        ),
    )


@cache
def parsed(case: str, built: str, path: str) -> Element | None:
    """A published page or feed; None where there is none."""
    content = published(case, built).files.get(path)
    return ElementTree.fromstring(content) if content is not None else None


def words(element: Element | None, *, links: bool = True) -> str:
    """What an element says; what is struck out and put in is marked as it is for readers."""
    if element is None:
        return NOWHERE
    return " ".join("".join(_words(element, links)).split())


def _words(element: Element, links: bool) -> Iterator[str]:
    marks = {"del": ("[-", "-]"), "ins": ("[+", "+]")}.get(element.tag, ("", ""))
    yield marks[0] + (element.text or "")
    for child in element:
        if links or child.tag != "a":
            yield from _words(child, links)
        yield child.tail or ""
    yield marks[1]


def of_class(root: Element, name: str) -> list[Element]:
    return [element for element in root.iter() if element.get("class") == name]


def joined(texts: list[str]) -> str:
    return " / ".join(texts) or NOWHERE


# ------------------------------------------------------------------ the places


def folder_of(language: str) -> str:
    return "" if language == "ja" else f"{language}/"


def route_of(name: str) -> str:
    if name in DAYS:
        return f"updates/{slug(name)}.html"
    return "index.html" if name == "home" else f"{name}.html"


def looked_up(row: Row) -> str:
    """What stands in the place that a row names."""
    kind, _, rest = row.place.partition(" ")
    if kind == "build":
        found = published(row.case, row.built).findings
        own = [text for text in found if text.startswith(f"content/{row.language}/")]
        return joined([text.split(" ", 1)[1] for text in own]) if found else "done"
    assert published(row.case, row.built).findings == ()
    special: dict[str, Callable[..., str]] = {
        "text": in_plain_text,
        "print": in_print,
        "feed": in_feeds,
        "changelog": in_changelog,
        "numbers": in_numbers,
        "newest": in_newest,
        "data": in_data,
    }
    if kind in special:
        return special[kind](row, *rest.split(" "))
    root = parsed(row.case, row.built, folder_of(row.language) + route_of(kind))
    return NOWHERE if root is None else on_page(root, rest)


def on_page(root: Element, what: str) -> str:
    """A place on a page, which is the same in the printed edition."""
    match what:
        case "title":
            return words(root.find(".//main//h1"))
        case "head":
            return words(root.find(".//title")).split(" | ")[0]
        case "meta":
            [meta] = [m for m in root.iter("meta") if m.get("name") == "description"]
            return meta.get("content", "")
        case "summary":
            return joined([words(element) for element in of_class(root, "summary")])
        case "last-change":
            [line] = root.findall(".//footer/p[1]/time")
            return str(line.get("datetime"))[5:10]
        case "older":
            return joined([words(a) for a in root.iter("a") if a.get("rel") == "prev"])
        case "question":
            return words(root.find(".//section/h3"))
        case "pointer":
            lines = [p for div in of_class(root, "pointers") for p in of_class(div, "pointer")]
            return joined([words(line, links=False) for line in lines])
        case "pointer-link":
            return joined([a.get("href", "") for p in of_class(root, "pointer") for a in p])
        case "section":
            texts = of_class(root, "text")
            lines = [p for text in texts for p in of_class(text, "pointer")]
            return joined([words(line, links=False) for line in lines])
        case "note":
            items = [li for div in of_class(root, "changes") for li in div.iter("li")]
            return joined([words(list(li)[-1]) for li in items])
        case "list":
            return joined([words(dd) for dl in of_class(root, "facts") for dd in dl.iter("dd")])
        case "alt":
            [alt] = [img.get("alt", "") for img in root.iter("img")]
            return alt.removeprefix("alt: ")
    label, _, link = what.partition(" ")
    lines = [p for p in root.iter("p") if words(p).startswith(f"{label}: ")]
    assert len(lines) < 2, f"{what} stands twice"
    if link:
        assert link == "link", what
        return joined([a.get("href", "") for p in lines for a in p.iter("a")])
    return joined([words(p).removeprefix(f"{label}: ") for p in lines])


def in_print(row: Row, name: str, *what: str) -> str:
    """The part of `notice.html` that holds a page."""
    root = parsed(row.case, row.built, f"{folder_of(row.language)}notice.html")
    main = root.find(".//main") if root is not None else None
    assert main is not None
    id_ = "page_" + route_of(name).removesuffix(".html").replace("/", "-")
    part = Element("main")
    is_inside = False
    for element in main:
        if element.tag in {"h1", "h2"}:
            is_inside = element.get("id") == id_
        if is_inside:
            part.append(element)
    if what == ("title",):
        return words(part[0])
    return on_page(part, " ".join(what))


def in_plain_text(row: Row, name: str, what: str) -> str:
    """The lines of `notice.txt` about a page."""
    path = f"{folder_of(row.language)}notice.txt"
    whole = published(row.case, row.built).files[path].decode()
    address = f"{URL}{folder_of(row.language)}{route_of(name)}"
    # The first part is about the site, and names the home page, too.
    parts = [part for part in whole.split("=" * 40)[1:] if address in part.split("\n")[:6]]
    if not parts:
        return NOWHERE
    lines = parts[0].strip().split("\n")
    match what:
        case "title":
            return lines[0]
        case "pointer" | "section":
            link = re.compile(r" <\S+numbers\.html#\w+>$")
            return joined([link.sub("", line) for line in lines if link.search(line)])
        case "note":
            head = parts[0].strip().split("\n\n")[0]
            return joined(re.findall(r"^.*?: (\w+ note: .*)$", head, re.MULTILINE))
        case "list":
            listed = [line for line in lines if re.match(r"- (対象の人数|People affected): ", line)]
            return joined([line.split(": ", 1)[1] for line in listed])
        case "alt":
            return joined(re.findall(r"alt: ([^\]\n]*)", parts[0]))
    return joined(
        [line.removeprefix(f"{what}: ") for line in lines if line.startswith(f"{what}: ")]
    )


ATOM = "{http://www.w3.org/2005/Atom}"


def in_feeds(row: Row, name: str, what: str) -> str:
    """What an entry says in both feeds, which say the same."""
    kind, _, day = name.partition(":")
    stamp = f"2026{day.replace('-', '')}T100000"
    ending = {
        "fact": rf"/numbers#\w+/fact/{stamp}",
        "note": rf"/change/{stamp}/addition",
    }.get(kind) or f"/updates/{slug(name)}"
    folder = folder_of(row.language)
    root = parsed(row.case, row.built, f"{folder}feed.atom")
    assert root is not None
    items = json.loads(published(row.case, row.built).files[f"{folder}feed.json"])["items"]
    found = []
    for entry in root.iter(f"{ATOM}entry"):
        id_ = entry.findtext(f"{ATOM}id") or ""
        if re.search(ending + "$", id_):
            [item] = [item for item in items if item["id"] == id_]
            title, summary = entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")
            assert (item["title"], item["content_text"]) == (title, summary)
            assert title
            assert summary
            updated = entry.findtext(f"{ATOM}updated") or ""
            assert item["date_modified"] == updated
            found.append({"title": title, "summary": summary, "updated": updated[5:10]}[what])
    return joined(found)


def in_changelog(row: Row, name: str) -> str:
    """What an entry of the changelog says: the title of an update, a note, a value."""
    root = parsed(row.case, row.built, f"{folder_of(row.language)}changelog.html")
    assert root is not None
    kind, _, day = name.partition(":")
    if not day:
        links = [a for li in root.iter("li") for a in li if a.tag == "a" and li.find("p") is None]
        ending = f"{slug(name)}.html"
        return joined([words(a) for a in links if str(a.get("href")).endswith(ending)])
    found = []
    for section in of_class(root, "event"):
        if section.get("aria-labelledby") == f"event_2026{day.replace('-', '')}_100000":
            for li in section.iter("li"):
                link, note = li.find("a"), li.find("p")
                assert link is not None
                is_fact = "numbers.html" in str(link.get("href"))
                if note is not None and is_fact == (kind == "fact"):
                    found.append(words(note))
    return joined(found)


def in_numbers(row: Row, day: str, id_: str = "people") -> str:
    """The line of a value in the history of a fact: value, reason and what else is said."""
    root = parsed(row.case, row.built, f"{folder_of(row.language)}numbers.html")
    if root is None:
        return NOWHERE
    found = []
    for section in of_class(root, "fact"):
        for tr in section.iter("tr") if section.get("aria-labelledby") == id_ else ():
            time = tr.find(".//time")
            if time is not None and f"-{day}T" in str(time.get("datetime")):
                found.append(" ~ ".join(text for td in list(tr)[1:] if (text := words(td))))
    return joined(found)


def in_newest(row: Row, name: str, what: str) -> str:
    """What the home page's list of the newest updates says of one."""
    root = parsed(row.case, row.built, folder_of(row.language) + route_of("home"))
    assert root is not None
    for ul in of_class(root, "updates"):
        for li in ul:
            link = li.find(".//a")
            if link is not None and str(link.get("href")).endswith(f"{slug(name)}.html"):
                return words(link if what == "title" else list(li)[-1])
    return NOWHERE


def in_data(row: Row, name: str, what: str) -> str:
    """`site.json`: the title of an update; the day since which a fact has its current value."""
    data = json.loads(published(row.case, row.built).files["site.json"])
    if what == "title":
        [found] = [u["title"] for u in data["updates"] if u["name"] == slug(name)]
        return str(found[row.language])
    assert what == "current"
    current = data["facts"][name]["current"]
    return str(current)[5:10] if current else NOWHERE


# ------------------------------------------------------------------ the tests


@pytest.mark.parametrize(("case", "built"), sorted({(row.case, row.built) for row in TABLE}))
def test_the_table_of_the_rule_of_time_holds(case: str, built: str) -> None:
    rows = [row for row in TABLE if (row.case, row.built) == (case, built)]
    found = {row.id: looked_up(row) for row in rows}
    assert found == {row.id: row.reads for row in rows}


def test_every_place_of_the_table_is_found_somewhere() -> None:
    """What reads “nowhere” in one line is there in another: no place is only misspelled."""
    places = {(row.case, row.place) for row in TABLE}
    there = {(row.case, row.place) for row in TABLE if row.reads != NOWHERE}
    kinds = {row.place.split()[-1] for row in TABLE if row.reads != NOWHERE}
    assert {
        (case, place) for case, place in places - there if place.split()[-1] not in kinds
    } == set()


def test_the_table_is_long_enough_and_asks_nothing_twice() -> None:
    asked = [row[:4] for row in TABLE]
    assert len(set(asked)) == len(asked)
    assert len(TABLE) >= 150
    assert {row.case for row in TABLE} == the_cases().keys()
    assert {row.language for row in TABLE} == set(LANGUAGES)


def test_every_change_is_asked_for_before_at_and_after_its_moment() -> None:
    at = f"{DAYS['third']} 10:00"
    for kind in ("correction", "progress", "measure", "policy", "event"):
        built = {row.built for row in TABLE if row.case == kind}
        assert any(when < at for when in built), kind
        assert at in built
        assert any(when > at for when in built), kind


@pytest.mark.parametrize("case", ["progress", "correction"])
def test_another_first_value_is_read_wherever_the_first_one_was(case: str) -> None:
    """What is compared comes from the site: with another value in it, the table is wrong."""
    spec = deepcopy(SPECS[case])
    spec["values"][0]["value"] = 1201
    SPECS[f"{case}-of-another-value"] = spec
    rows = [row for row in TABLE if row.case == case]
    for row in rows:
        other = looked_up(row._replace(case=f"{case}-of-another-value"))
        assert other == row.reads.replace("1,200", "1,201"), row
    assert sum("1,200" in row.reads for row in rows) > 30
