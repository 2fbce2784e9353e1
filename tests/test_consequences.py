"""One mistake gives one error: what cannot be found because of it is not reported as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site import SMALLEST, UPDATE, a_site, an_update, build

SECOND = "content/ja/updates/2026-03-09-second.md"
FACTS = """\
people:
  type: number
  name: 人数
  values:
    - {with: 2026-03-02-first-notice, value: 12}
    - {with: 2026-03-09-second, value: 14, change: progress, note: 調べ終えました。}
"""
CONTACTS = """\
hotline:
  name: 窓口
  purpose: この件について
  phone: 0800-000-0140
  region: JP
  free: true
  hours:
    - {from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}}
"""
FILES = """\
report:
  title: 報告書
  file: report.txt
"""
SITE = {
    "content/facts.yml": FACTS,
    "content/contacts.yml": CONTACTS,
    "content/files.yml": FILES,
    "content/files/report.txt": "a\n",
    UPDATE: an_update(
        "${people}に[報告書](file:report)を送ります。${contact.hotline}か0800-000-0140、"
        "[電話](tel:0800-000-0140)。${update.2026-03-09-second}も。\n\n"
        "::: facts people\n:::\n\n::: contacts hotline\n:::\n"
    ),
    SECOND: an_update(
        "[はじめのお知らせ](2026-03-02-first-notice.md)を訂正します。\n",
        date="2026-03-09 11:00",
        title="二つ目",
        more="corrects: [2026-03-02-first-notice]\n",
    ),
    "content/ja/index.md": SMALLEST["content/ja/index.md"]
    + "\n[二つ目](updates/2026-03-09-second.md)\n",
}
NOW = "2026-03-09 12:00"


def findings(folder: Path) -> list[str]:
    ran = build(folder, as_of=NOW)
    return [
        line.split(":")[0] + line[line.find(" error ") :][:12]
        for line in ran.err.splitlines()
        if " error " in line
    ]


def test_the_site_of_these_tests_is_whole(tmp_path: Path) -> None:
    assert build(a_site(tmp_path, SITE), "--strict", as_of=NOW).err == ""


@pytest.mark.parametrize(
    ("path", "old", "new", "code"),
    [
        ("content/facts.yml", "  type: number", "   type: number", "NG205"),
        ("content/facts.yml", "people:", "people：", "NG205"),
        ("content/facts.yml", "value: 12", "value: twelve", "NG248"),
        ("content/facts.yml", "{with: 2026-03-02-first-notice, ", "{", "NG202"),
        ("content/contacts.yml", "  phone:", "   phone:", "NG205"),
        ("content/contacts.yml", "  region: JP\n", "", "NG254"),
        ("content/files.yml", "  file:", "   file:", "NG205"),
        (SECOND, "二つ目", "二つ目: 人数", "NG205"),
        (SECOND, "2026-03-09 11:00", "2026/03/09 11:00", "NG211"),
        (SECOND, "2026-03-09 11:00", "2026-03-08 11:00", "NG204"),
        (UPDATE, "date:", "   date:", "NG205"),
    ],
)
def test_what_cannot_be_read_is_reported_once(
    tmp_path: Path, path: str, old: str, new: str, code: str
) -> None:
    text = SITE[path]
    assert old in text
    site = a_site(tmp_path, {**SITE, path: text.replace(old, new, 1)})
    assert findings(site) == [f"{path} error {code}"[: len(path) + 12]]


def test_a_second_mistake_is_reported_all_the_same(tmp_path: Path) -> None:
    site = a_site(
        tmp_path,
        {
            **SITE,
            "content/facts.yml": FACTS.replace("value: 12", "value: twelve"),
            UPDATE: an_update("${people}、${peeple}、[文書](no.md)\n"),
        },
    )
    assert findings(site) == [
        "content/facts.yml error NG248",
        f"{UPDATE} error NG242",
        f"{UPDATE} error NG303",
    ]


def test_a_draft_that_cannot_be_read_hides_nothing(tmp_path: Path) -> None:
    """What is wrong with a draft is a warning, and stops nothing; a link to it has to."""
    site = a_site(
        tmp_path,
        {**SITE, SECOND: SITE[SECOND].replace("corrects:", "draft: true\nkind: x\ncorrects:")},
    )
    assert "content/ja/index.md error" in " ".join(findings(site))
