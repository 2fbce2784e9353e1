"""`docs/content.md` lists what the program accepts, and shows what it makes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from html import unescape
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from noticegen import config, links, moments, names, targets, yamlfile
from noticegen.check.placeholders import AS_OF_FORMS, FORMS_OF
from noticegen.config import Config, read_config
from noticegen.contacts import ChannelKind, HolidayRule
from noticegen.diagnostics import Code, Location
from noticegen.elements import ELEMENTS, QUESTIONS
from noticegen.facts import WITHOUT_VALUE, FactChange, FactType, Status
from noticegen.load import (
    contacts,
    facts,
    faq,
    files,
    header,
    items,
    pages,
    shared_hours,
    weekly,
)
from noticegen.load.header import read_header
from noticegen.load.when import Moments
from noticegen.markdown import directives, limits, placeholders
from noticegen.mentions import (
    CLOSURE_PARTS,
    CONTACT_PARTS,
    DATE_FORMS,
    FACT_PARTS,
    FORMS,
    SAID,
    UPDATE_PARTS,
)
from noticegen.model import Kind
from noticegen.notes import ChangeKind
from noticegen.phones import read_phone
from noticegen.regimes.reading import questions
from noticegen.theme import BUILT_IN
from noticegen.yamlfile import Mapping as Keys
from noticegen.yamlfile import Scalar, read_yaml
from sites import PNG, ROOT, build_well, moment, page, put

PAGE = (ROOT / "docs/content.md").read_text("utf-8")
AS_OF = "2026-05-01 12:00"
NOW = "2026-03-02 15:00"
ZONE = ZoneInfo("Asia/Tokyo")

LISTED: Mapping[str, Iterable[str]] = {
    "Settings: keys": config.KEYS,
    "Items of `accept`": config.ACCEPT_KEYS,
    "Answers": questions(),
    "Keys of `genuine`": config.GENUINE_KEYS,
    "Keys of `limits`": config.LIMIT_KEYS,
    "Targets": targets.KEYS,
    "Front matter": header.UPDATE_KEYS,
    "Kinds of updates": Kind,
    "Items of `changes`": header.CHANGE_KEYS,
    "Notes beside data": items.NOTE_KEYS,
    "Kinds of notes": ChangeKind,
    "Attributes of any heading": pages.HEADING_KEYS,
    "Attributes of questions": faq.QUESTION_KEYS,
    "Facts: keys": facts.FACT_KEYS,
    "Items of `values`": facts.VALUE_KEYS,
    "Types of facts": FactType,
    "Status of a value": Status,
    "Why a value came": FactChange,
    "Contacts: keys": contacts.CONTACT_KEYS,
    "Channels": ChannelKind,
    "Channels with a history": contacts.CHANNEL_VALUE_KEYS,
    "Hours": contacts.PERIOD_KEYS,
    "Last days": contacts.END_KEYS,
    "Closures": contacts.CLOSURE_KEYS,
    "Numbers that are not ours": contacts.NOT_OURS_KEYS,
    "Attachments: keys": files.FILE_KEYS,
    "Versions": files.VERSION_KEYS,
    "Parts of facts": FACT_PARTS,
    "Forms of facts": FORMS,
    "Parts of updates": UPDATE_PARTS,
    "Parts of contacts": CONTACT_PARTS,
    "Parts of closures": CLOSURE_PARTS,
    "Directives: names": directives.DIRECTIVES,
    "Compensation": directives.SLOTS,
    "Pages that noticegen makes": [f"site:{name}" for name in links.SITE_PAGES],
}
"""What the first column of the table in each section lists."""

WORDS = {
    "Kinds of updates": "kind_",
    "Kinds of notes": "change_",
    "Status of a value": "status_",
    "Why a value came": "fact_",
    "Channels": "channel_",
    "Compensation": "slot_",
}
"""Sections whose columns `en` and `ja` have the words of the built-in theme."""

LIMITS = {
    "bytes of a text file": config.UPDATE_BYTES,
    "characters of a title": header.TITLE_CHARACTERS,
    "characters of a summary": header.SUMMARY_CHARACTERS,
    "characters of a note": items.NOTE_CHARACTERS,
    "placeholders in a text": placeholders.MOST,
    "characters of a line": limits.LONGEST_LINE,
    "open brackets": limits.OPEN_BRACKETS,
    "levels of lists and quotations": limits.BLOCK_DEPTH,
    "columns of a table": limits.TABLE_COLUMNS,
    "rows of a table": limits.TABLE_ROWS,
    "levels of YAML": yamlfile.DEPTH,
    "years": f"{moments.EARLIEST_YEAR} to {moments.LATEST_YEAR}",
}

DATA = ("content/facts.yml", "content/contacts.yml", "content/files.yml")

Row = dict[str, str]


class Example(NamedTuple):
    """A fenced block, and the file whose name stands in the line before it."""

    kind: str
    text: str
    path: str


def _examples() -> Iterator[Example]:
    fences = re.compile(r"(?:^`(\S+)`\n\n)?^(`{3,})(\w+)\n(.*?)^\2$", re.M | re.S)
    for match in fences.finditer(PAGE):
        yield Example(match[3], match[4], match[1] or "")


def _sections() -> dict[str, str]:
    """The text under each heading, up to the next one."""
    without = re.sub(r"^(`{3,})\w+\n.*?^\1$", "", PAGE, flags=re.M | re.S)
    parts = re.split(r"^#{1,3} (.+)\n", without, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


EXAMPLES = tuple(_examples())
SECTIONS = _sections()


def rows(title: str) -> list[Row]:
    """The rows of the one table of a section, by the heads of the columns."""
    lines = [line for line in SECTIONS[title].split("\n") if line.startswith("|")]
    head, _, *body = (re.split(r"(?<!\\)\|", line)[1:-1] for line in lines)
    return [
        {key.strip(): cell.strip() for key, cell in zip(head, row, strict=True)} for row in body
    ]


def words(text: str) -> list[str]:
    """What stands in backquotes."""
    return re.findall(r"`([^`]+)`", text)


def listed(title: str) -> list[str]:
    """What the first column of a section's table names, in order."""
    return [word for row in rows(title) for word in words(next(iter(row.values())))]


def site() -> dict[str, str | bytes]:
    """Everything the page has as an example, over the rest of a small site."""
    made: dict[str, str | bytes] = {
        "content/en/index.md": page(
            "Notice about a leak",
            "## What happened\n\nA list was copied.",
            date="2026-03-02 15:00",
        ),
        "content/ja/index.md": page("漏えいのお知らせ", "## 経緯\n\n名簿が複製されました。"),
        "content/en/updates/2026-03-02-first.md": page(
            "First notice", "We found a leak.", date="2026-03-02 15:00", summary="A leak."
        ),
        "content/ja/updates/2026-03-02-first.md": page(
            "最初のお知らせ", "漏えいを確認しました。", summary="漏えいです。"
        ),
        "content/en/updates/2026-04-22-correction.md": page(
            "Correction", "We correct it.", date="2026-04-22 11:00", summary="It was wrong."
        ),
        "content/files/chart.png": PNG,
        "content/files/records.csv": "item,records\n",
        "content/files/records-2.csv": "item,records\nname,1\n",
        "content/files/plan.txt": "A plan.\n",
    }
    for number, example in enumerate(EXAMPLES):
        if example.path:
            made[example.path] = example.text
            continue
        more = "\n" + example.text if example.kind == "yaml" else ""
        body = example.text if example.kind == "markdown" else "It was copied on 25 February."
        head = f"title: Example {number}\ndate: 2026-03-02 15:00{more.rstrip()}"
        made[f"content/en/example-{number}.md"] = f"---\n{head}\n---\n\n{body}"
    return made


# ------------------------------------------------------------------ what is listed


@pytest.mark.parametrize("title", LISTED)
def test_a_section_lists_what_the_program_accepts(title: str) -> None:
    named = listed(title)
    assert sorted(named) == sorted(set(named)), "each once"
    assert set(named) == set(LISTED[title])


def test_every_table_is_held_to_something() -> None:
    held = {*LISTED, "Limits", "Moments and texts", "Links", "Markdown"}
    assert {title for title, text in SECTIONS.items() if "\n|---" in text} == held


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("Hosts", config.HOSTS),
        ("Elements", ELEMENTS),
        ("Questions of every reader", QUESTIONS),
        ("Names that are taken", names.RESERVED),
    ],
)
def test_a_list_in_a_paragraph_is_what_the_program_knows(title: str, known: Iterable[str]) -> None:
    assert sorted(words(SECTIONS[title])) == sorted(known)


def test_the_table_of_front_matter_says_where_a_key_may_stand() -> None:
    where = {word: row["where"] for row in rows("Front matter") for word in words(row["key"])}
    updates = {key for key, place in where.items() if place == "updates"}
    assert updates == set(header.UPDATE_KEYS) - set(header.PAGE_KEYS)
    inherited = words(SECTIONS["Front matter"].rsplit("\n\n", 2)[-2])[:5]
    assert tuple(inherited) == header.AUTHORITATIVE_KEYS


def test_days_of_the_week_and_rules_of_holidays_are_named() -> None:
    days = SECTIONS["Hours"].partition("Days are ")[2].partition(";")[0]
    assert tuple(words(days)) == weekly.DAYS
    rule = next(row for row in rows("Hours") if row["key"] == "`on_holidays`")
    assert set(words(rule["what it says"])) == set(HolidayRule)


def test_a_channel_with_a_history_has_one_key() -> None:
    assert SECTIONS["Channels with a history"].strip().startswith("`values` is the only key")
    assert contacts.CHANNEL_KEYS == ("values",)


def test_the_other_keys_of_contacts_are_named() -> None:
    assert {contacts.CLOSURES, contacts.NOT_OURS} <= set(words(SECTIONS["Contacts"]))


def test_a_status_says_whether_there_is_a_value() -> None:
    without = {
        words(row["status"])[0] for row in rows("Status of a value") if row["value"] != "yes"
    }
    assert without == set(WITHOUT_VALUE)


def test_a_form_names_the_types_it_is_for() -> None:
    described = {
        form: set(words(row["for"]))
        for row in rows("Forms of facts")
        for form in words(row["form"])
    }
    known: dict[str, set[str]] = {form: set() for form in FORMS}
    for type_, forms in [*FORMS_OF.items(), ("as_of", AS_OF_FORMS)]:
        for form in {*forms, SAID}:
            known[form].add(str(type_))
    assert described == known


def test_the_forms_of_other_days_are_named() -> None:
    sentence = SECTIONS["Forms of facts"].strip().rpartition("\n\n")[2]
    assert tuple(words(sentence)) == DATE_FORMS


def test_the_keys_that_come_with_shared_hours_are_named() -> None:
    named = words(SECTIONS["Hours that are shared"])
    assert set(named) >= set(shared_hours.COME_ALONG)


def test_the_schemes_of_links_are_named() -> None:
    written = " ".join(row["write"] for row in rows("Links"))
    assert set(re.findall(r"`([a-z]+):", written)) == {*links.SCHEMES, "file"}


def test_limits_are_those_of_the_program() -> None:
    assert {row["limit"]: row["at most"] for row in rows("Limits")} == {
        name: str(limit) for name, limit in LIMITS.items()
    }


@pytest.mark.parametrize("title", WORDS)
def test_words_are_those_of_the_theme(title: str) -> None:
    for language in ("en", "ja"):
        strings = tomllib.loads((BUILT_IN / f"strings/{language}.toml").read_text("utf-8"))
        for row in rows(title):
            name = words(next(iter(row.values())))[0]
            expected = "" if name == Status.CONFIRMED else strings[WORDS[title] + name]
            assert row[language] == expected, name


# ------------------------------------------------------------------ what is required


def test_the_settings_that_are_required_say_so(tmp_path: Path) -> None:
    put(tmp_path, {"noticegen.yml": "theme: default\n"})
    found = read_config(tmp_path)
    assert not isinstance(found, Config)
    assert {f.code for f in found} == {Code.MISSING_FIELD}
    missing = {words(str(finding.message))[0] for finding in found}
    required = {
        words(row["key"])[0] for row in rows("Settings: keys") if row["default"] == "required"
    }
    assert missing == required


LEAST: tuple[tuple[str, str, Row], ...] = (
    ("Facts: keys", "a: {KEYS}", {
        "type": "number", "name": "A", "values": f"[{{from: {NOW}, value: 1}}]",
    }),
    ("Notes beside data",
     f"a: {{type: text, name: A, values: [{{from: {NOW}, value: A}}], "
     f"changes: [{{at: {NOW}, KEYS}}]}}",
     {"kind": "wording", "note": "A"}),
    ("Contacts: keys", "a: {mail: a@b.example, KEYS}", {"name": "A"}),
    ("Channels with a history", "a: {name: A, mail: {values: [{KEYS}]}}", {
        "value": "a@b.example",
    }),
    ("Hours", "a: {name: A, mail: a@b.example, hours: [{KEYS}]}", {
        "from": "2026-03-02", "weekly": '{mon: "9:00-18:00"}',
    }),
    ("Last days", "a: {name: A, mail: a@b.example, until: [{KEYS}]}", {"day": "2026-12-28"}),
    ("Closures", "a: {name: A, mail: a@b.example}\nclosures: {b: {KEYS}}", {
        "from": "2026-05-03", "to": "2026-05-06", "name": "A", "lines": "[a]",
    }),
    ("Numbers that are not ours", "not_ours: [{KEYS}]", {"phone": "050-0000-0199"}),
    ("Attachments: keys", "a: {file: a.txt, KEYS}", {"title": "A"}),
    ("Versions", "a: {title: A, values: [{KEYS}]}", {"file": "a.txt"}),
)  # fmt: skip
"""For a section, a file around its keys, and the keys that are enough."""


@pytest.mark.parametrize(("title", "around", "least"), LEAST, ids=[title for title, *_ in LEAST])
def test_what_is_required_says_so(title: str, around: str, least: Row) -> None:
    def codes(keys: Row) -> list[Code]:
        inside = ", ".join(f"{key}: {value}" for key, value in keys.items())
        text = around.replace("KEYS", inside) + "\n"
        when = moment(NOW)
        known = Moments(ZONE, {})
        if title in {"Attachments: keys", "Versions"}:
            _, found = files.read_files(text, "", ("en",), when, {"a.txt": None}, known)
        elif title in {"Facts: keys", "Notes beside data"}:
            _, found = facts.read_facts(text, "", ("en",), known)
        else:
            _, found = contacts.read_contacts(text, "", ("en",), ZONE, when, known)
        return [finding.code for finding in found]

    required = {words(row["key"])[0] for row in rows(title) if row["default"] == "required"}
    assert required == set(least)
    assert codes(least) == []
    for key in least:
        rest = {other: value for other, value in least.items() if other != key}
        assert Code.MISSING_FIELD in codes(rest), key


# ------------------------------------------------------------------ what is shown


@pytest.mark.parametrize("row", rows("Settings: keys"), ids=lambda row: str(row["key"]))
def test_the_example_of_a_setting_is_read(tmp_path: Path, row: Row) -> None:
    [key], [example] = words(row["key"]), words(row["example"])
    assert example.startswith(f"{key}: ")
    whole = next(example.text for example in EXAMPLES if example.path == "noticegen.yml")
    others = [line for line in whole.splitlines() if not line.startswith(f"{key}:")]
    put(tmp_path, {"noticegen.yml": "\n".join([*others, example]) + "\n"})
    read = read_config(tmp_path)
    assert isinstance(read, Config), [str(finding.message) for finding in read]


@pytest.mark.parametrize("row", rows("Front matter"), ids=lambda row: str(row["key"]))
def test_the_example_of_a_key_in_front_matter_is_read(row: Row) -> None:
    [key], [example] = words(row["key"]), words(row["example"])
    assert example.startswith(f"{key}: ")
    whole = {"title": "title: A", "summary": "summary: A", key: example}
    text = "---\n" + "\n".join(whole.values()) + "\n---\n\nText.\n"
    read = read_header(text.encode(), "a.md", "updates/2026-03-02-a", "en", 1000)
    assert read.header is not None
    assert read.findings == []


@pytest.mark.parametrize("row", rows("Types of facts"), ids=lambda row: str(row["type"]))
def test_the_example_of_a_type_is_a_value_of_it(row: Row) -> None:
    for value in words(row["a value is written as"]):
        fact = (
            f"{{type: {words(row['type'])[0]}, name: A, values: [{{from: {NOW}, value: {value}}}]}}"
        )
        read, found = facts.read_facts(f"a: {fact}\n", "a.yml", ("en",), Moments(ZONE, {}))
        assert found == []
        assert list(read) == ["a"]


def test_moments_and_days_are_read() -> None:
    written = {row["kind"]: words(row["written as"]) for row in rows("Moments and texts")}
    for text in written["moment"]:
        assert isinstance(moments.read_moment(text, Location(""), ZONE), datetime)
    for text in written["day"]:
        assert isinstance(moments.read_date(text, Location("")), date)


def test_telephone_numbers_and_times_are_read() -> None:
    phone = next(row for row in rows("Channels") if row["key"] == "`phone`")
    assert all(read_phone(text, "JP") for text in words(phone["written as"]))
    times = SECTIONS["Hours"].partition("Times are ")[2].partition(", within")[0]
    assert len(words(times)) == 3
    found: list[Code] = []
    for text in words(times):
        scalar = Scalar(text.strip('"'), Location(""))
        weekly.spans(scalar, lambda _at, code, _message, _hint: found.append(code))
    assert found == []


def test_every_example_is_part_of_a_site_without_errors(tmp_path: Path) -> None:
    assert {example.path for example in EXAMPLES} > {"noticegen.yml", *DATA}
    build_well(put(tmp_path, site()), as_of=AS_OF)


def test_the_examples_have_every_key_of_facts_contacts_and_files() -> None:
    shown = {example.path: example.text for example in EXAMPLES if example.path in DATA}
    used: set[str] = set()
    for text in shown.values():
        mapping = read_yaml(text, "")
        assert isinstance(mapping, Keys)
        used |= set(_keys(mapping))
    known = {key for title in LISTED for key in _of_data(title)}
    assert known - used == {"backdated", "corrects", "timezone"}


def _of_data(title: str) -> Iterable[str]:
    sections = ("Facts: keys", "Items of `values`", "Contacts: keys", "Hours", "Last days",
                "Closures", "Attachments: keys", "Versions")  # fmt: skip
    return map(str, LISTED[title]) if title in sections else ()


def _keys(node: yamlfile.Node) -> Iterator[str]:
    if isinstance(node, Keys):
        for key, value in node.entries:
            yield key.text
            yield from _keys(value)
    elif not isinstance(node, Scalar):
        for item in node.items:
            yield from _keys(item)


def written() -> list[Row]:
    """The rows of all tables that show what stands for a placeholder."""
    return [
        row for title in SECTIONS if title in SHOWING for row in rows(title) if row.get("write")
    ]


SHOWING = (
    "Parts of facts", "Forms of facts", "Parts of updates", "Parts of contacts",
    "Parts of closures",
)  # fmt: skip


def shown(project: Path) -> list[tuple[str, str, str]]:
    """Each placeholder of the page with what the program makes of it in English and Japanese."""
    asked = [words(row["write"])[0] for row in written()]
    body = "".join(f"\n\nRow {number}: {text}" for number, text in enumerate(asked))
    more = {
        "content/en/shown.md": page("Shown", body, date="2026-03-02 15:00"),
        "content/ja/shown.md": page("表示", body),
    }
    output = build_well(put(project, {**site(), **more}), as_of=AS_OF)
    columns = []
    for path in ("shown.html", "ja/shown.html"):
        html = (output / path).read_text("utf-8")
        found = re.findall(r"<p>Row \d+: (.*?)</p>", html)
        columns.append([re.sub("[\u00a0\u202f]", " ", unescape(_untagged(text))) for text in found])
    return list(zip(asked, *columns, strict=True))


def _untagged(html: str) -> str:
    return re.sub(r"<[^>]*>", "", html)


def test_what_stands_for_a_placeholder_is_what_the_program_makes(tmp_path: Path) -> None:
    described = [(words(row["write"])[0], row["en"], row["ja"]) for row in written()]
    assert described == shown(tmp_path)


# ------------------------------------------------------------------ links


def test_links_within_the_documents_lead_to_headings() -> None:
    def anchors(text: str) -> set[str]:
        headings = re.findall(r"^#{1,4} (.+)$", text, flags=re.M)
        return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in headings}

    here = anchors(PAGE)
    assert len(here) >= len(SECTIONS)
    for target in re.findall(r"\]\(#([^)]+)\)", PAGE):
        assert target in here, target
    others = anchors((ROOT / "docs/facts.md").read_text("utf-8"))
    for target in re.findall(r"\]\(facts\.md#([^)]+)\)", PAGE):
        assert target in others, target
