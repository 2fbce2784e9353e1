"""Public notes beside what is no page: read at their places, withheld, and shown everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from noticegen.build import prepare, read
from noticegen.changelog import NoteNews, entries, latest, with_printed
from noticegen.diagnostics import Exit, exit_code, in_order
from noticegen.model import NEVER, Site
from noticegen.notes import ChangeKind, Note
from noticegen.public import all_notes, moments, public
from sites import build_well, moment, page, put, said, settings

ONE, TWO, THREE, FOUR = (
    "2026-03-02 15:00",
    "2026-03-05 10:00",
    "2026-03-09 11:00",
    "2026-03-12 09:00",
)
BEFORE, LONG_AFTER = "2026-03-09 10:59", "2026-06-01 10:00"

FACTS = f"""\
people:
  type: number
  name: {{ja: 対象の人数, en: People affected}}
  unit: {{ja: 人, en: {{one: person, other: people}}}}
  values:
    - {{from: {ONE}, value: 912480}}
    - {{from: {FOUR}, value: 912455, change: correction, note: 数え直しました。}}
"""
CONTACTS = """\
hotline:
  name: {ja: お客さま窓口, en: Customer hotline}
  phone: 0800-000-0140
  region: JP
"""
FILES = """\
items:
  title: {ja: 項目別の件数, en: Records by item}
  file: items.csv
"""

PLACES = {
    "content/facts.yml": (FACTS, "  "),
    "content/contacts.yml": (CONTACTS, "  "),
    "content/files.yml": (FILES, "  "),
    "noticegen.yml": (settings("ja", "en"), ""),
}
"""The files in which notes stand: what comes before `changes`, and how far that is indented."""


def base() -> dict[str, str | bytes]:
    """A site with one of each thing that a note can stand beside."""
    return {
        **{name: text for name, (text, _) in PLACES.items()},
        "content/files/items.csv": "items\n1\n",
        "content/ja/index.md": page(
            "お知らせ",
            "${people}。[件数](file:items)\n\n::: contacts\n:::",
            date=ONE,
        ),
        "content/en/index.md": page("Notice", "Text."),
        "content/ja/faq.md": page("質問", "## 題 {#t}\n\n### 問 {#q}\n\n答です。", date=ONE),
        "content/ja/updates/2026-03-02-first.md": page(
            "第一報", "${people}、${contact.hotline}です。", date=ONE, summary="はじめに。"
        ),
        "content/ja/updates/2026-03-09-second.md": page(
            "第二報", "続きです。", date=THREE, summary="続き。"
        ),
        "content/ja/updates/draft-next.md": page(
            "下書き", "まだ。", draft="true", summary="まだ。"
        ),
    }


def with_notes(*items: str, places: tuple[str, ...] = tuple(PLACES)) -> dict[str, str | bytes]:
    """The site with the same items of `changes` in these files."""
    files = base()
    for place in places:
        text, indent = PLACES[place]
        files[place] = f"{text}{indent}changes:\n" + "".join(f"{indent}  {i}\n" for i in items)
    return files


def an_item(
    when: str = f"at: {THREE}",
    kind: str = "wording",
    note: str = "{ja: 名称を変えました。, en: We renamed it.}",
) -> str:
    return f"- {{{when}, kind: {kind}, note: {note}}}"


Make = Callable[[Mapping[str, str | bytes]], Site]


@pytest.fixture
def site(tmp_path: Path) -> Make:
    def make(files: Mapping[str, str | bytes]) -> Site:
        sources = read(put(tmp_path, files))
        assert sources.findings == (), said(sources.findings)
        assert sources.site
        return sources.site

    return make


def by_place(whole: Site) -> dict[str, tuple[Note, ...]]:
    return {
        "content/facts.yml": whole.facts["people"].changes,
        "content/contacts.yml": whole.contacts.contacts[0].changes,
        "content/files.yml": whole.attachments["items"].changes,
        "noticegen.yml": whole.notes,
    }


# ------------------------------------------------------------------ reading


@pytest.mark.parametrize("place", PLACES)
def test_notes_are_read_the_same_wherever_they_stand(site: Make, place: str) -> None:
    items = (
        an_item(f"at: {FOUR}", "policy", "一つの文です。"),
        an_item("with: 2026-03-09-second", "correction"),
    )
    notes = by_place(site(with_notes(*items, places=(place,))))
    second, first = notes.pop(place)[::-1]
    assert set(notes.values()) == {()}
    assert (first.moment, first.with_update) == (moment(THREE), "2026-03-09-second")
    assert (first.kind, first.note.of("en")) == (ChangeKind.CORRECTION, "We renamed it.")
    assert (second.moment, second.with_update) == (moment(FOUR), None)
    assert (second.kind, second.note.of("en")) == (ChangeKind.POLICY, "一つの文です。")
    assert second.at.path == place
    assert second.at.line < first.at.line


@pytest.mark.parametrize("place", PLACES)
def test_a_note_with_a_draft_waits_for_it(site: Make, place: str) -> None:
    whole = site(with_notes(an_item("with: draft-next"), places=(place,)))
    assert [note.moment for note in all_notes(whole)] == [NEVER]


@pytest.mark.parametrize("place", PLACES)
def test_a_note_is_not_public_before_what_it_is_about(site: Make, place: str) -> None:
    files = with_notes(an_item("at: 2026-03-01 09:00"), places=(place,))
    assert [note.moment for note in all_notes(site(files))] == [moment(ONE)]


def test_a_note_in_several_lines_becomes_one(site: Make) -> None:
    item = f"- at: {THREE}\n    kind: wording\n    note: >\n      One\n      and two.\n"
    [note] = site(with_notes(item, places=("noticegen.yml",))).notes
    assert note.note.of("en") == "One and two."


WRONG = (Path(__file__).parent / "cases/notes-wrong.txt").read_text("utf-8")
"""Items, and what is said about each: findings after `!`, counted from the items, hints after
`?`."""


def report(folder: Path, files: Mapping[str, str | bytes], place: str) -> list[str]:
    """The findings as lines, their places counted from the items."""
    text, indent = PLACES[place]
    above, before = text.count("\n") + 1, len(indent) + 2
    lines = []
    for finding in in_order(read(put(folder, files)).findings):
        line, column = finding.at.line - above, finding.at.column - before
        assert finding.at.path == place
        lines.append(f"! {line}:{column} {finding.code} {finding.message}")
        lines += [f"? {finding.hint}"] if finding.hint else []
    return lines


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("case", WRONG.split("\n\n"))
def test_everything_wrong_with_a_note_is_said_at_its_place(
    tmp_path: Path, case: str, place: str
) -> None:
    lines = case.strip("\n").split("\n")
    items = [line for line in lines if not line.startswith(("! ", "? "))]
    wanted = [line for line in lines if line.startswith(("! ", "? "))]
    found = report(tmp_path, with_notes(*items, places=(place,)), place)
    assert sorted(found) == sorted(wanted)


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        ("content/facts.yml", "add a value with `status: withdrawn` to the fact"),
        (
            "content/files.yml",
            "take out the links to the file, with a `changes` item on those pages",
        ),
        ("noticegen.yml", "withdraw pages one by one, each in its own front matter"),
    ],
)
def test_only_contacts_are_withdrawn_by_a_note(tmp_path: Path, place: str, hint: str) -> None:
    files = with_notes(an_item(kind="withdrawal"), places=(place,))
    assert report(tmp_path, files, place) == [
        "! 1:32 NG210 `kind: withdrawal` cannot stand here",
        f"? {hint}",
    ]


def test_a_note_that_is_too_long_is_an_error(tmp_path: Path) -> None:
    place = "content/facts.yml"
    [message, _] = report(tmp_path, with_notes(an_item(note="あ" * 1001), places=(place,)), place)
    assert message == "! 1:47 NG215 `note` has 1001 characters; the limit is 1000"


def test_what_is_wrong_with_a_note_in_the_settings_is_wrong_usage(tmp_path: Path) -> None:
    findings = read(put(tmp_path, with_notes("- {}", places=("noticegen.yml",)))).findings
    assert exit_code(findings) is Exit.USAGE


def test_a_placeholder_in_a_note_is_checked(tmp_path: Path) -> None:
    items = (an_item(note='"${peple}"'), an_item(f"at: {FOUR}", note='"${people.previous}"'))
    result = prepare(read(put(tmp_path, with_notes(*items))), moment(LONG_AFTER))
    assert {f.at.path for f in result.findings} == set(PLACES)
    assert {str(f.message) for f in result.findings} == {"there is nothing called ${peple}"}


# ------------------------------------------------------------------ the gate


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(
    ("now", "is_there"), [(BEFORE, False), (THREE, True), ("2026-03-09 11:01", True)]
)
def test_a_note_is_public_from_its_moment_on(
    site: Make, place: str, now: str, is_there: bool
) -> None:
    shown = public(site(with_notes(an_item(), places=(place,))), moment(now))
    assert shown
    assert bool(by_place(shown.site)[place]) is is_there


@pytest.mark.parametrize("place", PLACES)
def test_the_moment_of_a_note_is_one_at_which_something_changes(site: Make, place: str) -> None:
    late = "2026-05-05 05:05"
    assert moment(late) in moments(site(with_notes(an_item(f"at: {late}"), places=(place,))))
    assert moment(late) not in moments(site(base()))


def test_a_note_about_a_file_is_withheld_with_the_file(site: Make) -> None:
    files = with_notes(an_item(), places=("content/files.yml",))
    files["content/ja/index.md"] = page("お知らせ", "本文です。", date=ONE)
    shown = public(site(files), moment(LONG_AFTER))
    assert shown
    assert list(all_notes(shown.site)) == []


def test_the_output_before_is_that_without_the_notes(tmp_path: Path) -> None:
    notes = (an_item(), an_item("with: draft-next"))
    texts = [
        {a.path: a.content for a in prepare(read(put(tmp_path, files)), moment(BEFORE)).artifacts}
        for files in (with_notes(*notes), base())
    ]
    assert texts[0]
    assert texts[0] == texts[1]


# ------------------------------------------------------------------ the changelog


def told(whole: Site, now: str = LONG_AFTER) -> list[str]:
    """The entries about notes, each in a line."""
    shown = public(whole, moment(now))
    assert shown
    return [
        f"{entry.moment:%m-%d} {entry.change_kind} {entry.page}#{entry.anchor or ''}"
        for entry in entries(shown)
        if isinstance(entry.news, NoteNews)
    ]


def test_every_note_is_an_entry(site: Make) -> None:
    whole = site(with_notes(an_item(f"at: {FOUR}", "addition"), an_item()))
    assert told(whole) == [
        f"{day} {kind} {target}"
        for day, kind in (("03-12", "addition"), ("03-09", "wording"))
        for target in ("index#", "numbers#people", "contact#hotline", "files#items")
    ]
    assert told(whole, BEFORE) == []


@pytest.mark.parametrize(
    ("place", "kind", "changed"),
    [
        ("content/facts.yml", "wording", ["index"]),
        ("content/facts.yml", "correction", ["index", "updates/2026-03-02-first"]),
        ("content/contacts.yml", "addition", ["index"]),
        ("content/contacts.yml", "correction", ["index", "updates/2026-03-02-first"]),
        ("content/files.yml", "correction", []),
        ("noticegen.yml", "wording", ["index"]),
    ],
)
def test_pages_that_print_it_say_that_it_changed(
    site: Make, place: str, kind: str, changed: list[str]
) -> None:
    whole = site(with_notes(an_item(f"at: {LONG_AFTER}", kind), places=(place,)))
    shown = public(whole, moment(LONG_AFTER))
    assert shown
    found = entries(shown)
    newest = with_printed(latest(found), found, shown)
    last = [page.name for page in shown.site.all_pages if newest[page.name, None] is found[0]]
    assert last == changed


# ------------------------------------------------------------------ what readers see


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = put(
        tmp_path_factory.mktemp("notes"),
        with_notes(
            an_item("with: 2026-03-09-second", note="{ja: 人数は${people}です。, en: Renamed.}"),
            an_item("with: 2026-03-09-second", note="{ja: 二度目です。}"),
            an_item(f"at: {LONG_AFTER}", note="まだ秘密です。"),
        )
        | {
            "content/en/updates/2026-03-09-second.md": page("Second", "More.", summary="More."),
        },
    )
    # Braces inside of YAML's need quotes.
    for place in PLACES:
        text = (project / place).read_text("utf-8")
        text = text.replace("人数は${people}です。", '"人数は${people}です。"')
        (project / place).write_text(text, "utf-8")
    return build_well(project, as_of="2026-05-01 10:00")


def html(output: Path, name: str) -> str:
    return (output / name).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "label", "kind", "note"),
    [
        ("numbers.html", "この項目の変更", "表現の変更", "人数は912,455人（訂正済み）です。"),
        ("contact.html", "この項目の変更", "表現の変更", "人数は912,455人（訂正済み）です。"),
        ("en/numbers.html", "Changes to this entry", "reworded", "Renamed."),
        ("en/contact.html", "Changes to this entry", "reworded", "Renamed."),
    ],
)
def test_the_pages_of_facts_and_contacts_show_their_notes(
    output: Path, name: str, label: str, kind: str, note: str
) -> None:
    text = html(output, name)
    assert text.count(f'<p class="label">{label}</p>') == 1
    assert f'</time> <span class="kind">{kind}</span> <span>{note}</span>' in text
    assert '<time datetime="2026-03-09T11:00:00+09:00">' in text


def test_a_note_in_another_language_is_marked(output: Path) -> None:
    assert '<span lang="ja">二度目です。</span>' in html(output, "en/numbers.html")
    assert '<p lang="ja">二度目です。</p>' in html(output, "en/changelog.html")


@pytest.mark.parametrize(
    ("name", "links"),
    [
        (
            "changelog.html",
            {
                "index.html": "Notice about a leak",
                "numbers.html#people": "対象の人数",
                "contact.html#hotline": "お客さま窓口",
                "files/items.csv": "項目別の件数",
            },
        ),
        (
            "en/changelog.html",
            {
                "index.html": "Notice about a leak",
                "numbers.html#people": "People affected",
                "contact.html#hotline": "Customer hotline",
                "../files/items.csv": "Records by item",
            },
        ),
    ],
)
def test_the_changelog_leads_to_what_a_note_is_about(
    output: Path, name: str, links: dict[str, str]
) -> None:
    text = html(output, name)
    kind, note = ("reworded", "Renamed.") if "en/" in name else ("表現の変更", "二度目です。")
    for href, title in links.items():
        line = f'<li><span class="kind">{kind}</span> <a href="{href}">{title}</a>'
        assert text.count(line) == 2
        assert f"{line}<p>{note}</p></li>" in text


def test_the_feeds_tell_of_every_note_once(output: Path) -> None:
    for folder in (output, output / "en"):
        items = json.loads(html(folder, "feed.json"))["items"]
        notes = [item for item in items if "/note/" in item["id"]]
        assert len({item["id"] for item in notes}) == len(notes) == 8
        assert {tuple(item["tags"]) for item in notes} == {("wording",)}
        assert all(item["id"] in html(folder, "feed.atom") for item in notes)
    assert "People affected" in {item["title"].partition(": ")[2] for item in notes}
    assert {item["content_text"] for item in notes} == {"Renamed.", "二度目です。"}


@pytest.mark.parametrize("name", ["notice.txt", "notice.html"])
def test_the_editions_show_the_notes_of_facts_and_contacts(output: Path, name: str) -> None:
    assert html(output, name).count("二度目です。") == 2
    assert html(output, f"en/{name}").count("Renamed.") == 2


def test_nothing_of_a_note_to_come_is_there(output: Path) -> None:
    for path in output.rglob("*"):
        assert path.is_dir() or "秘密" not in path.read_text("utf-8")


def test_the_data_hold_the_notes(output: Path) -> None:
    data = json.loads(html(output, "site.json"))
    listed = [data["changes"], data["facts"]["people"]["changes"]]
    listed.append(data["contacts"]["hotline"]["changes"])
    for notes in listed:
        assert [note["note"].get("en") for note in notes] == ["Renamed.", None]
        assert notes[0] | {"note": None} == {
            "at": "2026-03-09T11:00:00+09:00",
            "with": "2026-03-09-second",
            "kind": "wording",
            "note": None,
        }


# ------------------------------------------------------------------ a contact that was withdrawn


PRESS = f"""\
press:
  name: {{ja: 報道関係の方, en: Press}}
  region: JP
  phone: 050-0000-0106
  hours:
    - {{from: 2026-03-02, weekly: {{mon-sun: "9:00-21:00"}}}}
    - {{from: 2026-05-07, weekly: {{mon-fri: "9:00-18:00"}}}}
  until: 2026-12-28
  changes:
    - at: {THREE}
      kind: withdrawal
      note: {{ja: 別の会社の番号でした。, en: It was not ours.}}
"""


def withdrawn(help_: str = "本文です。", update: str = "本文です。") -> dict[str, str | bytes]:
    """A site with two lines, of which one is taken off, and the bodies of two pages."""
    return {
        **base(),
        "content/contacts.yml": CONTACTS + PRESS,
        "content/ja/help.md": page("ご案内", help_, date=ONE),
        "content/ja/updates/2026-03-02-first.md": page("第一報", update, date=ONE, summary="一。"),
    }


SENTENCE = "この窓口のご案内は、2026年3月9日に取り下げました。別の会社の番号でした。"


def test_a_withdrawn_contact_says_when_and_why_and_no_number(tmp_path: Path) -> None:
    project = put(tmp_path, withdrawn())
    before = build_well(project, as_of=BEFORE)
    assert "tel:+815000000106" in html(before, "contact.html")
    after = build_well(project, as_of=THREE)
    assert f'<h2 id="press">報道関係の方</h2>\n<p class="state">{SENTENCE}</p>' in html(
        after, "contact.html"
    )
    assert "We withdrew this contact on March 9, 2026. It was not ours." in html(
        after, "en/contact.html"
    )
    for path in after.rglob("*"):
        assert path.is_dir() or "050-0000-0106" not in path.read_text("utf-8"), path
    press = json.loads(html(after, "site.json"))["contacts"]["press"]
    assert (press["channels"], press["hours"], press["until"]) == ([], [], None)
    assert press["withdrawn"] == "2026-03-09T11:00:00+09:00"
    assert SENTENCE in html(after, "notice.txt")
    assert SENTENCE in html(after, "notice.html")
    line = '<span class="kind">取り下げ</span> <a href="contact.html#press">報道関係の方</a>'
    assert line in html(after, "changelog.html")


def test_an_older_update_keeps_the_number_without_a_link(tmp_path: Path) -> None:
    body = "${contact.press}と050-0000-0106。\n\n::: hours press\n:::\n\n::: contacts press\n:::"
    output = build_well(put(tmp_path, withdrawn(update=body)), as_of=THREE)
    text = html(output, "updates/2026-03-02-first.html")
    assert "tel:" not in text
    assert text.count('050-0000-0106 <span class="said">（2026年3月9日に取り下げ）</span>') == 2
    assert text.count(SENTENCE) == 2
    assert "最終更新" in text


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "${contact.press}です。",
            "`press` was withdrawn at 2026-03-09 11:00+09:00",
        ),
        (
            "050-0000-0106です。",
            "050-0000-0106 is a former number, and this text is read as of now",
        ),
        ("[電話](tel:05000000106)", "the link dials 05…06, which is no contact"),
    ],
)
def test_a_standing_page_names_no_withdrawn_number(tmp_path: Path, body: str, message: str) -> None:
    files = withdrawn(help_=body)
    for now in (BEFORE, THREE):
        # Said beforehand, too: nobody may be awake then.
        result = prepare(read(put(tmp_path, files)), moment(now))
        assert [str(f.message) for f in result.findings] == [message]


def test_the_name_of_a_withdrawn_contact_may_be_printed(tmp_path: Path) -> None:
    body = "${contact.press.name}の窓口は取り下げました。"
    build_well(put(tmp_path, withdrawn(help_=body)), as_of=THREE)


def test_a_withdrawn_number_may_be_named_as_not_ours(tmp_path: Path) -> None:
    others = "not_ours:\n  - {phone: 050-0000-0106, note: 他社の番号です。}\n"
    files = withdrawn() | {"content/contacts.yml": CONTACTS + PRESS + others}
    output = build_well(put(tmp_path, files), as_of=THREE)
    assert "050-0000-0106" in html(output, "contact.html")
