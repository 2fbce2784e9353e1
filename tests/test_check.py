"""What texts say of facts, contacts and files holds, or is named at its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site import NOW, a_site, an_update
from noticegen.build import prepare, read
from noticegen.diagnostics import in_order
from sites import moment

FACTS = """\
records:
  type: number
  name: 登録の件数
  unit: 件
  values: [{with: 2026-03-02-first-notice, value: 480000}]
people:
  type: number
  name: 対象の人数
  unit: 人
  values:
    - {with: 2026-03-05-second, value: 912480, replaces: records}
later:
  type: number
  name: 後の数
  values: [{from: 2026-04-01 10:00, value: 55555}]
deadline:
  type: date
  name: 期限
  values: [{with: 2026-03-02-first-notice, value: 2026-12-28}]
"""
CONTACTS = """\
hotline:
  name: お客さま専用窓口
  region: JP
  phone:
    values:
      - {from: 2026-03-02 15:00, value: 0800-000-0104}
      - {from: 2026-03-03 10:00, value: 0800-000-0140, change: correction, note: 番号の誤りです。}
  mail: customers@minato-learning.example
press:
  name: 報道関係の方
  phone: 050-0000-0160
  region: JP
  hours: [{from: 2026-03-02, weekly: {mon-fri: "9:30-18:00"}}]
  until: 2026-12-28
night:
  name: 夜間の窓口
  phone: 050-0000-0170
  region: JP
  with: draft-night
closures:
  may: {from: 2026-05-03, to: 2026-05-06, name: 臨時休業, lines: [press]}
  june: {from: 2026-06-03, to: 2026-06-06, name: 臨時休業, lines: [press], with: draft-night}
not_ours:
  - {phone: 050-0000-0199, note: 当社をかたる者の番号です。}
"""
FILES = """\
items:
  title: 項目別の件数
  values:
    - {file: items-1.csv}
    - {from: 2026-04-01 10:00, file: items-2.csv, note: 改めました。}
late:
  title: 後の表
  values: [{from: 2026-03-05 11:00, file: late.csv}]
"""
SITE = {
    "content/facts.yml": FACTS,
    "content/contacts.yml": CONTACTS,
    "content/files.yml": FILES,
    "content/files/items-1.csv": "a,1\n",
    "content/files/items-2.csv": "a,2\n",
    "content/files/late.csv": "a,3\n",
    "content/ja/updates/2026-03-05-second.md": an_update(
        date="2026-03-05 11:00", title="二つ目のお知らせ"
    ),
    "content/ja/updates/draft-night.md": an_update(
        date=None, title="夜間の窓口について", more="draft: true\n"
    ),
}

INDEX = "content/ja/index.md"
FIRST = "content/ja/updates/2026-03-02-first-notice.md"
SECOND = "content/ja/updates/2026-03-05-second.md"


def standing(body: str, title: str = "お客さま情報の漏えいについて", more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: 2026-03-02 15:00\n{more}---\n\n{body}\n"


def report(folder: Path, files: dict[str, str]) -> list[str]:
    """The findings of a build as lines: place, code and message."""
    sources = read(a_site(folder, {**SITE, **files}))
    findings = in_order(prepare(sources, moment(NOW)).findings)
    return [f"{f.at} {f.code} {f.message}" for f in findings]


def hint(folder: Path, files: dict[str, str]) -> str:
    sources = read(a_site(folder, {**SITE, **files}))
    [finding] = prepare(sources, moment(NOW)).findings
    return str(finding.hint)


def test_the_site_of_these_tests_is_in_order(tmp_path: Path) -> None:
    assert report(tmp_path, {}) == []


WELL = [
    "${people}です。**${people}**です。",
    "${people.value}、${people.name}、${people:compact}、${people:said}",
    "${records@2026-03-02-first-notice}、${records@2026-03-04T10:00}、${records.name}",
    "${deadline:date}、${deadline:day}、${deadline:weekday}、${deadline:month}",
    "${contact.hotline}、${contact.hotline.name}、${contact.hotline.previous}、${contact.hotline.mail}",
    "${contact.press.hours}、${contact.press.hours@2026-05-07}、${closure.may}",
    "${contact.press.from@2026-05-07}、${contact.press.from@2026-02-01:weekday}",
    "${contact.press.until:day}、${closure.may.from}、${closure.may.to:month}",
    "${update.2026-03-02-first-notice.date:day}",
    "0800-000-0140、+81 800-000-0140、050-0000-0199、[電話](tel:+818000000140)",
    "[表](file:items)、[数](site:numbers)、[窓口](site:contact)",
    "::: facts people\n:::\n\n::: contacts hotline press\n:::\n\n::: hours press\n:::",
    '## 人数 {#n about="people"}\n\n人数の節です。',
    "`${people}`と\\${people}はそのままです。",
]


@pytest.mark.parametrize("body", WELL)
def test_a_standing_page_may_say(tmp_path: Path, body: str) -> None:
    assert report(tmp_path, {INDEX: standing(body)}) == []


WRONG = [
    ("${peple}", "7:1 NG242 there is nothing called ${peple}"),
    ("${people.vale}", "7:1 NG242 a fact has no part `.vale`"),
    ("${people:compct}", "7:1 NG242 there is no form `:compct`"),
    ("${people:weekday}", "7:1 NG242 `:weekday` is no form of a fact of type number"),
    ("${deadline:time}", "7:1 NG242 `:time` is no form of a fact of type date"),
    ("${people.name:compact}", "7:1 NG242 a name has no other moments and forms"),
    (
        "${people@2026-03-02-first-notice}",
        "7:1 NG250 `people` had no public value at 2026-03-02 15:00+09:00;"
        " its first is from 2026-03-05 11:00+09:00",
    ),
    ("${people@2026-03-05-secnd}", "7:1 NG242 there is no update `2026-03-05-secnd`"),
    (
        "${people@draft-night}",
        "7:1 NG305 ${people@draft-night} is a draft, and this text is public",
    ),
    (
        "${people@2026-03-20T10:00}",
        "7:1 NG305 ${people@2026-03-20T10:00} is not public before 2026-03-20 10:00+09:00",
    ),
    (
        "${records}",
        "7:1 NG250 `records` was replaced by `people` at 2026-03-05 11:00+09:00"
        " and has no current value",
    ),
    ("${people.previous}", "7:1 NG250 `people` had no earlier value at that moment"),
    ("${people.as_of}", "7:1 NG250 the value of `people` does not say of when it is"),
    ("${later}", "7:1 NG305 ${later} is not public before 2026-04-01 10:00+09:00"),
    ("${contact.hotlin}", "7:1 NG242 there is no contact `hotlin`"),
    ("${contact.night}", "7:1 NG305 ${contact.night} is a draft, and this text is public"),
    ("${contact.hotline.nam}", "7:1 NG242 a contact has no part `.nam`"),
    ("${contact.hotline.fax}", "7:1 NG250 `hotline` has no fax"),
    ("${contact.hotline.hours}", "7:1 NG250 `hotline` has no public hours"),
    ("${contact.press.hours@2026-02-30}", "7:1 NG242 there is no 2026-02-30 in the calendar"),
    ("${contact.press@2026-05-07}", "7:1 NG242 only hours can be asked for another day"),
    ("${contact.press.previous}", "7:1 NG250 `press` had no earlier number at that moment"),
    ("${contact.hotline.from@2026-05-07}", "7:1 NG250 `hotline` has no public hours"),
    ("${contact.press.from@2026-02-30}", "7:1 NG242 there is no 2026-02-30 in the calendar"),
    (
        "${contact.press.from:day}",
        "7:1 NG242 `.from` does not say the first day of which hours",
    ),
    ("${contact.press.until@2026-05-07}", "7:1 NG242 only hours can be asked for another day"),
    ("${contact.press.until:time}", "7:1 NG242 `:time` is no form of a day"),
    ("${contact.press.hours:day}", "7:1 NG242 `:day` stands behind what is no day"),
    ("${contact.press:day}", "7:1 NG242 `:day` stands behind what is no day"),
    ("${closure.may:day}", "7:1 NG242 `:day` stands behind what is no day"),
    ("${closure.may.from:days}", "7:1 NG242 `:days` is no form of a day"),
    ("${closure.may.until}", "7:1 NG242 a closure has no part `.until`"),
    ("${closure.june.from}", "7:1 NG305 ${closure.june} is a draft, and this text is public"),
    (
        "${update.2026-03-02-first-notice.title:day}",
        "7:1 NG242 `:day` stands behind what is no day",
    ),
    ("${update.2026-03-02-first-notice.date:dy}", "7:1 NG242 `:dy` is no form of a day"),
    ("${closure.mai}", "7:1 NG242 there is no closure `mai`"),
    ("${closure.june}", "7:1 NG305 ${closure.june} is a draft, and this text is public"),
    (
        "0120-000-000へ",
        "7:1 NG402 01…00 looks like a telephone number and is no contact",
    ),
    (
        "050-0000-0170へ",
        "7:1 NG402 05…70 looks like a telephone number and is no contact",
    ),
    (
        "0800-000-0104へ",
        "7:1 NG403 0800-000-0104 is a former number, and this text is read as of now",
    ),
    ("[電話](tel:0120000000)", "7:1 NG402 the link dials 01…00, which is no contact"),
    ("`0120-000-000`", "7:2 NG402 01…00 looks like a telephone number and is no contact"),
    ("[表](file:itms)", "7:1 NG307 content/files.yml has no file `itms`"),
    (
        "[表](../files/items-2.csv)",
        "7:1 NG305 items-2.csv is not public before 2026-04-01 10:00+09:00",
    ),
    ("::: facts peple\n:::", "7:1 NG247 there is no fact `peple`"),
    ("::: facts records\n:::", "7:1 NG250 `records` was replaced and has no current value"),
    ("::: contacts hotlin\n:::", "7:1 NG242 there is no contact `hotlin`"),
    ("::: hours\n:::", "7:1 NG233 `::: hours` names no contact, or several"),
    ("::: hours hotline\n:::", "7:1 NG250 `hotline` has no public hours"),
    ('## 人数 {#n about="peple"}\n\n節です。', "7:11 NG247 there is no fact `peple`"),
    (
        "::: compensation\nwho\n: 対象の方\n\nwhere\n: どこか\n:::",
        "7:1 NG233 `::: compensation` does not say what, how, until, not_waived",
    ),
]


@pytest.mark.parametrize(("body", "wanted"), WRONG)
def test_a_standing_page_may_not_say(tmp_path: Path, body: str, wanted: str) -> None:
    assert f"{INDEX}:{wanted}" in report(
        tmp_path, {INDEX: standing(body).replace("\n\n", "\n\n\n", 1)}
    )


def test_a_part_of_compensation_that_is_not_known_is_named(tmp_path: Path) -> None:
    found = report(tmp_path, {INDEX: standing("::: compensation\nwhere\n: どこか\n:::")})
    assert f"{INDEX}:7:1 NG233 `::: compensation` has no further part “where”" in found


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("0800-000-0104へ。", []),
        ("0800-000-0140へ。", []),
        ("${records}です。", []),
        (
            "${people}です。",
            [
                f"{FIRST}:7:1 NG250 `people` had no public value at 2026-03-02 15:00+09:00;"
                " its first is from 2026-03-05 11:00+09:00"
            ],
        ),
        (
            "${records@2026-03-05-second}です。",
            [
                f"{FIRST}:7:1 NG250 `@2026-03-05-second` lies after 2026-03-02 15:00+09:00,"
                " for which this text speaks"
            ],
        ),
        (
            "[表](file:late)",
            [
                f"{FIRST}:7:1 NG250 file:late was first published at 2026-03-05 11:00+09:00,"
                " after this text"
            ],
        ),
    ],
)
def test_an_update_speaks_for_its_own_moment(tmp_path: Path, body: str, wanted: list[str]) -> None:
    assert report(tmp_path, {FIRST: an_update(f"{body}\n")}) == wanted


def test_placeholders_in_titles_summaries_and_notes_are_looked_at(tmp_path: Path) -> None:
    files = {
        FIRST: an_update(
            title='"${tittle}"',
            summary='"${sumary}"',
            more='changes: [{at: 2026-03-04 10:00, kind: wording, note: "${people}"}]\n',
        )
    }
    assert report(tmp_path, files) == [
        f"{FIRST}:2:8 NG242 there is nothing called ${{sumary}}",
        f"{FIRST}:2:8 NG242 there is nothing called ${{tittle}}",
        f"{FIRST}:5:11 NG250 `people` had no public value at 2026-03-04 10:00+09:00;"
        " its first is from 2026-03-05 11:00+09:00",
    ]


def test_what_an_update_is_about_has_to_be_there_then(tmp_path: Path) -> None:
    assert report(
        tmp_path, {FIRST: an_update(more="about: [records, people, recrds, later]\n")}
    ) == [
        f"{FIRST}:5:18 NG250 `people` had no public value at 2026-03-02 15:00+09:00",
        f"{FIRST}:5:26 NG247 there is no fact `recrds`",
        f"{FIRST}:5:34 NG250 `later` had no public value at 2026-03-02 15:00+09:00",
        f"{FIRST}:5:34 NG305 the fact `later` is not public before 2026-04-01 10:00+09:00",
    ]


def test_a_number_in_the_settings_is_looked_at(tmp_path: Path) -> None:
    settings = a_site(tmp_path / "x").joinpath("noticegen.yml").read_text("utf-8")
    found = report(tmp_path, {"noticegen.yml": settings + "address: 東京都 電話0120-000-000\n"})
    assert found == [
        "noticegen.yml NG402 `address`: 01…00 looks like a telephone number and is no contact"
    ]


def test_without_contacts_and_facts_their_pages_are_not_there(tmp_path: Path) -> None:
    files: dict[str, str] = {name: "" for name in SITE if name.endswith(".yml")}
    found = report(tmp_path, {**files, INDEX: standing("[数](site:numbers)[窓口](site:contact)")})
    assert found == [
        f"{INDEX}:6:1 NG303 there is no page site:numbers yet",
        f"{INDEX}:6:18 NG303 there is no page site:contact yet",
    ]


# ------------------------------------------------------------------ sums

PARTS = """\
all:
  type: number
  name: 全体
  sum: [some, others]
  values:
    - {{from: 2026-03-02 15:00, value: {all}}}
    - {{from: 2026-03-05 15:00, value: {all_2}, change: progress, note: n}}
some:
  type: number
  name: 一部
  values:
    - {{from: 2026-03-02 15:00, value: {some}}}
    - {{from: 2026-03-05 15:00, value: {some_2}, change: progress, note: n}}
others:
  type: number
  name: 残り
  values:
    - {{from: {others_from}, value: 40}}
"""
GOOD = {"all": 100, "all_2": 150, "some": 60, "some_2": 110, "others_from": "2026-03-02 15:00"}


def sums(folder: Path, more: str = "", **values: object) -> list[str]:
    files = {name: "" for name in SITE if name.endswith((".md", "contacts.yml", "files.yml"))}
    folder.mkdir(exist_ok=True)
    text = PARTS.format(**{**GOOD, **values}) + more
    sources = read(a_site(folder, {**dict.fromkeys(files), "content/facts.yml": text}))
    return [f"{f.at} {f.code} {f.message}" for f in prepare(sources, moment(NOW)).findings]


def test_a_sum_adds_up_at_every_moment(tmp_path: Path) -> None:
    assert sums(tmp_path / "a") == []
    assert sums(tmp_path / "b", all_2=149) == [
        "content/facts.yml:7:7 NG251 `all` is 149, and its parts add up to 150"
        " at 2026-03-05 15:00+09:00"
    ]
    assert sums(tmp_path / "c", some=59) == [
        "content/facts.yml:6:7 NG251 `all` is 100, and its parts add up to 99"
        " at 2026-03-02 15:00+09:00"
    ]


def test_a_sum_is_held_to_corrected_values(tmp_path: Path) -> None:
    """What was wrong then is not held against what is right now."""
    correction = "    - {from: 2026-03-06 15:00, value: 30, change: correction, note: n}\n"
    [*found] = sums(tmp_path, more=correction)
    assert [line.split(" and ")[1] for line in found] == [
        "its parts add up to 90 at 2026-03-02 15:00+09:00",
        "its parts add up to 140 at 2026-03-05 15:00+09:00",
        "its parts add up to 140 at 2026-03-06 15:00+09:00",
    ]


def test_the_parts_of_a_sum_are_public_with_it(tmp_path: Path) -> None:
    assert sums(tmp_path, others_from="2026-03-04 15:00") == [
        "content/facts.yml:6:7 NG251 `all` is a sum, and its part `others` has no public value"
        " at 2026-03-02 15:00+09:00"
    ]


def test_a_former_number_gets_the_current_one_beside_it_in_an_update(tmp_path: Path) -> None:
    sources = read(a_site(tmp_path, {**SITE, FIRST: an_update("0800-000-0104へ。\n")}))
    prepared = prepare(sources, moment(NOW))
    [page] = [a for a in prepared.artifacts if a.path == "updates/2026-03-02-first-notice.html"]
    text = page.content.decode()
    assert "0800-000-0104 <span" in text
    assert "現在は0800-000-0140です" in text
    assert "tel:+818000000104" not in text


def test_the_hint_of_a_replaced_fact_says_what_to_print(tmp_path: Path) -> None:
    assert hint(tmp_path, {INDEX: standing("${records}")}) == (
        "print ${people}, or name the update whose value you mean: ${records@…}"
    )
