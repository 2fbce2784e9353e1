"""A notice over ten days, step by step, with everything that its readers and authors see.

Each step is compared with a file in `golden/story/`: what the commands say, what came to the
log, and every page whose text changed. `pytest --update-golden` rewrites them, and the
difference is read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from noticegen.diagnostics import exit_code
from noticegen.model import Artifact
from noticegen.record.checkpoint import read_checkpoint
from noticegen.record.entry import written
from noticegen.record.log import Log
from story import Story, pages

GOLDEN = Path(__file__).parent / "golden" / "story"

SETTINGS = """\
title: {ja: お客さま情報の漏えいについて, en: About a leak of customer data}
organization: {ja: 株式会社みなと学習社, en: "Minato Learning Co., Ltd."}
url: https://www.minato-learning.example/notice/
official_site: https://www.minato-learning.example/
languages: [ja, en]
timezone: Asia/Tokyo
"""

INDEX = {
    "ja": """\
---
title: お客さま情報の漏えいに関するお詫び
date: 2026-03-02 15:00
summary: 当社のお客さまの名簿の一部が持ち出されました。
---

漏えいした登録は、${records}です。

お問い合わせは、${contact.hotline}にお願いいたします。
""",
    "en": """\
---
title: Apology for a leak of customer data
summary: Part of our customer list was taken.
---

${records} leaked.

Please call us at ${contact.hotline}.
""",
}

FIRST = {
    "ja": """\
---
title: 名簿の持ち出しについて
date: 2026-03-02 15:00
kind: notice
summary: 名簿の一部が持ち出されました。
---

漏えいした登録は、${records}です。調査を続けています。
""",
    "en": """\
---
title: Part of our list was taken
summary: Part of our customer list was taken.
---

${records} leaked. We are still investigating.
""",
}

FAQ = """\
---
title: よくあるご質問
date: 2026-03-02 15:00
---

## 対象 {#affected}

### 自分は対象ですか {#am-i-affected}

お手紙を差し上げた方が対象です。

### 退会しましたが、対象ですか {#former}

3年以内に退会された方も対象です。
"""

COMPENSATION = """\
---
title: 補償の方針
date: 2026-03-02 15:00
summary: この件についての補償の方針です。
---

金銭による補償は、予定しておりません。ご相談は専用窓口で承ります。
"""

FACTS = """\
records:
  type: number
  name: {ja: 漏えいした登録, en: Registrations that leaked}
  unit: {ja: 件, en: {one: registration, other: registrations}}
  values:
    - {with: 2026-03-02-first-notice, value: 480000, status: estimate}
"""

CONTACTS = """\
hotline:
  name: {ja: お客さま専用窓口, en: Customer hotline}
  phone: 0800-000-0104
  region: JP
  hours:
    - {from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}}
"""

THIRD = """\
---
title: 漏えいした件数について
date: 2026-03-05 11:00
summary: 漏えいした登録は${records}と分かりました。
---

漏えいした登録は、${records}と分かりました。
"""

POLICY = """\
---
title: 補償について
date: 2026-03-06 11:00
kind: policy
summary: 補償の方針を改めました。
---

対象の方に、図書カードをお送りします。
"""

REPORT = """\
---
title: 調査の結果について
date: 2026-03-11 10:00
summary: 調査の結果をお知らせします。
---

原因は、権限の管理の不備でした。
"""


@dataclass(frozen=True)
class Step:
    """Something that happens, and whether it is recorded, built, and let through."""

    name: str
    moment: str
    do: Callable[[Story], None]
    records: bool = True
    refused: bool = False


def _publish(story: Story) -> None:
    texts: dict[str, str | bytes | None] = {
        "noticegen.yml": SETTINGS,
        "content/facts.yml": FACTS,
        "content/contacts.yml": CONTACTS,
        "content/ja/faq.md": FAQ,
        "content/ja/compensation.md": COMPENSATION,
    }
    for language in ("ja", "en"):
        texts[f"content/{language}/index.md"] = INDEX[language]
        texts[f"content/{language}/updates/2026-03-02-first-notice.md"] = FIRST[language]
    story.write(texts)


def _phone(story: Story) -> None:
    story.edit(
        "content/contacts.yml",
        "  phone: 0800-000-0104\n",
        "  phone:\n    values:\n      - {value: 0800-000-0104}\n"
        "      - from: 2026-03-03 10:00\n        value: 0800-000-0140\n        change: correction\n"
        "        note: {ja: 末尾の2桁に誤りがありました。, en: The last two digits were wrong.}\n",
    )


def _count(story: Story) -> None:
    story.write({"content/ja/updates/2026-03-05-count.md": THIRD})
    story.edit(
        "content/facts.yml",
        "value: 480000, status: estimate}\n",
        "value: 480000, status: estimate}\n"
        "    - with: 2026-03-05-count\n      value: 603118\n      change: progress\n"
        "      note: {ja: 端末を調べました。, en: We examined the computer.}\n",
    )


def _policy(story: Story) -> None:
    story.write({"content/ja/updates/2026-03-06-policy.md": POLICY})
    story.edit(
        "content/ja/compensation.md",
        "---\n\n金銭による補償は、予定しておりません。",
        "changes:\n  - with: 2026-03-06-policy\n    kind: policy\n"
        "    note: 対象の方に図書カードをお送りすることにしました。\n---\n\n"
        "対象の方お1人につき1,000円分の図書カードをお送りします。",
    )


def _silent(story: Story) -> None:
    story.edit("content/ja/faq.md", "3年以内に", "5年以内に")


def _put_back(story: Story) -> None:
    story.edit("content/ja/faq.md", "5年以内に", "3年以内に")


def _delete(story: Story) -> None:
    _put_back(story)
    story.write({"content/ja/compensation.md": None})


def _withdraw(story: Story) -> None:
    story.write(
        {
            "content/ja/compensation.md": "---\ntitle: 補償の方針\ndate: 2026-03-02 15:00\n"
            "changes:\n  - with: 2026-03-06-policy\n    kind: policy\n"
            "    note: 対象の方に図書カードをお送りすることにしました。\n"
            "  - at: 2026-03-07 12:00\n    kind: withdrawal\n"
            "    note: 補償の内容を見直しています。決まりしだいお知らせします。\n---\n"
        }
    )


def _translate(story: Story) -> None:
    story.write(
        {
            "content/en/updates/2026-03-05-count.md": "---\ntitle: How many registrations leaked\n"
            "translated: 2026-03-08 10:00\nsummary: ${records} leaked.\n---\n\n${records} leaked.\n"
        }
    )


def _schedule(story: Story) -> None:
    story.write({"content/ja/updates/2026-03-11-report.md": REPORT})
    story.edit(
        "content/ja/index.md",
        "お問い合わせは、",
        "::: from with=2026-03-11-report\n調査の結果は、"
        "[お知らせ](updates/2026-03-11-report.md)をご覧ください。\n:::\n\nお問い合わせは、",
    )


def _reschedule(story: Story) -> None:
    story.edit(
        "content/ja/updates/2026-03-11-report.md", "不備でした。", "不備と、点検の不足でした。"
    )


def _nothing(_story: Story) -> None:
    """Nobody is awake."""


def _thursday(story: Story) -> None:
    story.edit("content/ja/updates/2026-03-11-report.md", "点検の不足でした", "監督の不足でした")


def _thursday_note(story: Story) -> None:
    story.edit(
        "content/ja/updates/2026-03-11-report.md",
        "---\n\n",
        "changes:\n  - at: 2026-03-12 09:30\n    kind: correction\n"
        "    note: 原因の説明に誤りがありました。\n"
        "    before: 点検の不足でした\n    after: 監督の不足でした\n---\n\n",
    )


STEPS = (
    Step("01-published", "2026-03-02 15:05", _publish),
    Step("02-phone-corrected", "2026-03-03 10:05", _phone),
    Step("03-better-count", "2026-03-05 11:05", _count),
    Step("04-policy-changed", "2026-03-06 11:05", _policy),
    Step("05-silent-edit-refused", "2026-03-06 18:00", _silent, refused=True),
    Step("06-deletion-refused", "2026-03-06 18:10", _delete, refused=True),
    Step("07-withdrawn", "2026-03-07 12:05", _withdraw),
    Step("08-translated-later", "2026-03-08 10:05", _translate),
    Step("09-monday-scheduled", "2026-03-09 17:00", _schedule),
    Step("10-tuesday-edited", "2026-03-10 17:00", _reschedule),
    Step("11-wednesday-public", "2026-03-11 10:00", _nothing, records=False),
    Step("12-thursday-edit-refused", "2026-03-12 09:25", _thursday, refused=True),
    Step("13-thursday-with-a-note", "2026-03-12 09:35", _thursday_note),
)


@dataclass(frozen=True)
class Told:
    """What one step showed."""

    step: Step
    text: str
    """All of it, as the golden file has it."""
    artifacts: tuple[Artifact, ...]
    log: Log


@dataclass(frozen=True)
class Ended:
    """The whole story, and the project at its end."""

    story: Story
    told: tuple[Told, ...]


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> Ended:
    """The story, played once."""
    story = Story(tmp_path_factory.mktemp("story") / "site")
    story.project.mkdir()
    told: list[Told] = []
    shown: dict[str, str] = {}
    known = 0
    for step in STEPS:
        step.do(story)
        story.said = []
        code = 0
        if step.records:
            story.said.append("$ noticegen record")
            code = story.record(step.moment)
        story.said.append("$ noticegen build")
        prepared = story.build(step.moment)
        code = code or exit_code(prepared.findings)
        log = story.public(step.moment)
        now = dict(pages(prepared.artifacts)) or shown
        lines = [*story.said, f"exit {code}", "", "--- log"]
        for entry in log.entries[known:]:
            lines.append(
                f"{entry.number} {written(entry.moment)} {entry.kind} {entry.subject} "
                f"{entry.digest[:16]}"
            )
        for path in sorted(now):
            if now[path] != shown.get(path):
                lines += ["", f"--- {path}", now[path]]
        lines += ["", *(f"--- {path} is gone" for path in sorted(shown.keys() - now.keys()))]
        known, shown = len(log.entries), now
        text = "\n".join(lines).rstrip() + "\n"
        told.append(Told(step, text, prepared.artifacts, log))
    return Ended(story, tuple(told))


@pytest.mark.parametrize("number", range(len(STEPS)), ids=[step.name for step in STEPS])
def test_each_step_shows_what_the_golden_text_says(
    number: int, ended: Ended, update_golden: bool
) -> None:
    told = ended.told[number]
    path = GOLDEN / f"{told.step.name}.txt"
    if update_golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told.text, "utf-8")
    assert told.text == path.read_text("utf-8")


def test_refused_steps_and_only_those_end_with_3(ended: Ended) -> None:
    codes = {
        told.step.name: [line for line in told.text.splitlines() if line.startswith("exit ")]
        for told in ended.told
    }
    assert codes == {step.name: ["exit 3" if step.refused else "exit 0"] for step in STEPS}


def test_each_published_log_extends_the_one_before(ended: Ended) -> None:
    published = []
    for told in ended.told:
        files = {artifact.path: artifact.content for artifact in told.artifacts}
        if files:
            checkpoint = read_checkpoint(files["checkpoint"].decode())
            assert checkpoint == told.log.checkpoint
            published.append(checkpoint)
    assert len(published) == len(STEPS) - sum(step.refused for step in STEPS)
    last = list(ended.told[-1].log.checkpoints())
    for earlier in published:
        assert earlier in last


def test_what_was_scheduled_got_the_number_and_the_bytes_that_it_has_once_sealed(
    ended: Ended,
) -> None:
    """On Wednesday nobody ran `noticegen record`; on Thursday somebody did."""
    wednesday, thursday = ended.told[10].log, ended.told[12].log
    assert thursday.entries[: len(wednesday.entries)] == wednesday.entries
    assert len(wednesday.entries) > len(ended.told[9].log.entries)


@pytest.mark.slow
@pytest.mark.parametrize(
    "number",
    [number for number, step in enumerate(STEPS) if not step.refused],
    ids=[step.name for step in STEPS if not step.refused],
)
def test_as_of_each_earlier_step_its_texts_are_there_again(number: int, ended: Ended) -> None:
    told = ended.told[number]
    again = ended.story.build(told.step.moment)
    assert exit_code(again.findings) == 0
    said = "の時点の内容を表示しています", "This is the site as it stood on"
    before, after = pages(told.artifacts), pages(again.artifacts)
    assert after.keys() == before.keys()
    for path, text in before.items():
        lines = [line for line in after[path].split("\n") if not any(word in line for word in said)]
        assert lines == text.split("\n"), path
    if number < len(STEPS) - 1:
        assert any(word in after["index.html"] for word in said)
    files, files_again = (
        {a.path: a.content for a in made} for made in (told.artifacts, again.artifacts)
    )
    for name in ("record.json", "checkpoint", "site.json"):
        assert files_again[name] == files[name], name
