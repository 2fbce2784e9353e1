"""A site with every construct of the markdown and every state of a page or question."""

# ruff: noqa: E501 -- a line of content is not broken for the sake of the code around it

from __future__ import annotations

import base64
import struct
import zlib

from sites import page


def _picture(width: int, height: int) -> bytes:
    """A PNG in two colours, wider than a phone."""
    rows = b"".join(
        b"\0" + bytes([40, 120, 200] * (width // 2) + [230, 230, 230] * (width - width // 2))
        for _ in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


DOT = base64.b64encode(_picture(2, 2)).decode()

SETTINGS = """\
title:
  ja: 顧客情報の漏えいに関するお知らせ
  en: Notice about a leak of the data of customers
  fr: Avis sur une fuite de données
  de: Mitteilung über ein Datenleck
organization: {ja: 株式会社れい, en: The Example Company, fr: La société Exemplaire, de: Beispiel für Züge AG}
url: https://www.some.example/notice/
official_site: https://www.some.example/
languages: [ja, en, fr, de]
locales: {de: de-CH}
timezone: Asia/Tokyo
representative: {ja: 代表取締役 のぐち, en: The President, fr: Le président délégué, de: Die Präsidentin}
address: {ja: 東京都のどこか, en: Somewhere in the middle of Tokyo, fr: Quelque part à Tokyo, de: Straße 1}
keep_until: 2031-03-31
changes:
  - {at: 2026-03-06 10:00, kind: policy, note: {ja: 掲載の期限を延ばしました。, en: We keep this longer.}}
"""

_EVERYTHING_JA = """\
## 経緯 {#what covers="what_happened"}

｜漏洩《ろうえい》を確認しました。**「重要」**です。*斜体*と`コード`、改行の\\
あと。${update.2026-03-02-first}をご覧ください。脚注[^a]と、もう一度[^a]、別の脚注[^b]。

対象の人数は${people}（${people.as_of}）です。窓口は[0800-000-0140](tel:08000000140)、
電話は0800-000-0140、または${contact.hotline}です。受付は${contact.hotline.hours}、${closure.may}。

### 小見出し

#### さらに小さい見出し

##### もっと小さい見出し

> 引用の中の文です。

::: lang fr
> Votre compte a été bloqué à cause d’un problème.
:::

件名は「[Accès bloqué]{lang=fr}」でした。

- 一つ目
- 二つ目
   1. 中の一
   2. 中の二

3. 三から始まる
4. 四です

---

項目
: 一つ目の説明です。
: 二つ目の説明です。

| とても長い見出しの列です | 数の列です | 中央の列です | もう一つの列です | さらに一つの列です |
|---|---:|:---:|---|---|
| とても長い値がここに入ります | 912,455 | 中 | ほかの値です | `code_in_a_cell` |
| 短い | 1 | 央 | [リンク](faq.md#one) | ほかの値です |

```python
a_very_long_line_of_code_that_does_not_fit_on_a_phone = "これはとても長い行です、折り返しません" * 2
```

![青と灰色の図](../files/chart.png "図の題")

::: important
**ご注意ください。** 当社からお電話することはありません。
:::

::: steps
1. 一つ目にすること
2. 二つ目にすること
:::

::: facts
:::

::: contacts
:::

::: hours hotline
:::

::: compensation
who
: 対象の方です。

what
: ${gift}の図書カードです。

how
: お手紙でお送りします。

until
: ${deadline}までです。

not_waived
: 損害賠償を請求する権利は失われません。
:::

## 窓口のこと {#desk about="gift"}

窓口の節です。

::: from with=2026-03-09-second
後から見えるようになった文です。
:::

::: until 2030-01-01 00:00
まだ見えている文です。
:::

[変更の一覧](site:changelog)、[外のサイト](https://www.some.example/ほか)、[資料](../files/report.txt)、[件数の表](file:items)。

[^a]: 一つ目の脚注です。
[^b]: 二つ目の脚注です。

    二つ目の段落です。
"""

_EVERYTHING_EN = """\
## What happened {#what}

We found the leak. **Important** and *emphasised* and `code`. See ${update.2026-03-02-first}.
A note[^a].

The number of people is ${people}. Ring the hotline: [0800-000-0140](tel:08000000140) or ${contact.hotline},
${contact.hotline.hours}. [All about ${people}](site:numbers).

| The kind of data | The number |
|---|---:|
| Names of the customers | 912,455 |

![A chart with the numbers](../files/chart.png)

::: important
**Beware** of the callers.
:::

::: steps
1. Read the letter.
2. Keep the letter.
:::

[The questions](faq.md#one) and [the changes](site:changelog). AVeryLongWordWithoutAnyPlaceWhereItCouldBeBrokenInTwoOrThreePartsAtAll and
https://www.some.example/a/very/long/address/that/does/not/fit/on/a/phone/and/has/no/spaces/in/it/at/all.

[^a]: The text of the note.
"""

_CHANGES_JA = """
  - at: 2026-03-05 10:00
    kind: addition
    note: 窓口を書き加えました。
  - with: 2026-03-11-correction
    kind: correction
    note: 人数を訂正しました。
    before: 人数は${people.previous}
    after: 人数は${people}"""

_CHANGES_EN = """
  - with: 2026-03-11-correction
    kind: correction
    note: We corrected the number of people.
    before: people is ${people.previous}
    after: people is ${people}"""

_FAQ_CHANGES_JA = """
  - with: 2026-03-11-correction
    kind: correction
    question: one
    note: 期限を訂正しました。
    before: 6月30日
    after: 7月31日
  - with: 2026-03-11-correction
    kind: withdrawal
    question: gone
    note: この答えは誤りでした。"""

_FAQ_CHANGES_DE = """
  - at: 2026-03-12 10:00
    kind: wording
    question: one
    note: Wir haben die Antwort für Sie gekürzt.
    after: bis zum 31. Juli für alle"""


_FACTS = """\
records:
  type: number
  name: {ja: 登録の件数, en: Records, fr: Enregistrements de clients, de: Datensätze der Kunden}
  unit: {ja: 件, en: {one: record, other: records}, fr: {one: enregistrement, other: enregistrements}, de: {one: Datensatz, other: Datensätze}}
  values:
    - {with: 2026-03-02-first, value: 480000, status: estimate, as_of: 2026-03-01}
    - {from: 2026-03-05 10:00, value: 603118, change: progress, note: {ja: 調べ終えた分を加えました。, en: We have finished counting.}}
people:
  type: number
  name: {ja: 対象の人数, en: People affected, de: Betroffene Menschen}
  unit: {ja: 人, en: {one: person, other: people}}
  meaning: {ja: 重複を除いた人数です。, en: "Individuals, after removing duplicates."}
  values:
    - {with: 2026-03-09-second, value: 912480, as_of: 2026-03-08, replaces: records}
    - {with: 2026-03-11-correction, value: 912455, as_of: 2026-03-08, change: correction, note: {ja: 二重に数えていました。, en: Some people were counted twice.}}
  changes:
    - {with: 2026-03-11-correction, kind: wording, note: {ja: 名称を短くしました。, en: The name is shorter now., de: Der Name ist jetzt kürzer.}}
    - {at: 2026-03-12 10:00, kind: addition, note: {ja: 説明を加えました。}}
gift:
  type: money
  name: {ja: お詫びの品, en: The gift}
  values:
    - {with: 2026-03-02-first, status: undecided}
    - {with: 2026-03-09-second, value: {JPY: 1000}, change: policy, note: {ja: 図書カードをお送りします。, en: We send a book token.}}
deadline:
  type: date
  name: {ja: お申し出の期限, en: The last day to ask}
  values:
    - {with: 2026-03-02-first, value: 2027-12-28}
"""

_CONTACTS = """\
hotline:
  name: {ja: お客さま専用窓口, en: Customer hotline}
  purpose: {ja: お客さまの情報について, en: About your data}
  phone: 0800-000-0140
  mail: customers@some.example
  region: JP
  free: true
  languages: [ja, en]
  holidays: JP
  hours:
    - {from: 2026-03-02, weekly: {mon-sun: "9:00-21:00"}, on_holidays: open}
    - {from: 2026-05-07, weekly: {mon-fri: "9:00-12:00, 13:00-18:00", sat: "9:00-17:00"}, on_holidays: closed, with: 2026-03-09-second}
  until: 2027-12-28
  changes:
    - {with: 2026-03-09-second, kind: addition, note: {ja: 英語でも承ります。, en: We now answer in English.}}
press:
  name: {ja: 報道関係の方, en: The press}
  region: JP
  phone:
    values:
      - {from: 2026-03-02 15:00, value: 050-0000-0106}
      - {from: 2026-03-03 10:00, value: 050-0000-0160, change: correction, note: {ja: 番号の誤りを訂正しました。, en: The number was wrong.}}
swiss:
  name: {de: Auskunft für die Schweiz, ja: スイスの窓口}
  phone: +41 44 000 00 00
  timezone: Europe/Zurich
  holidays: [CH-ZH]
  hours:
    - {from: 2026-03-02, weekly: {mon-fri: "9:00-17:00"}, on_holidays: "10:00-12:00"}
agency:
  name: {ja: 広報の代理店, en: The agency}
  region: JP
  phone: 050-0000-0107
  changes:
    - {at: 2026-03-12 11:00, kind: withdrawal, note: {ja: 契約を終えました。, en: The contract has ended.}}
closures:
  may: {from: 2026-05-03, to: 2026-05-06, name: {ja: 臨時休業, en: Closed}, lines: [hotline]}
not_ours:
  - {phone: 050-0000-0199, note: {ja: 当社をかたる者の番号です。, en: Used by people who are not us.}}
"""

_FILES = """\
items:
  title: {ja: 項目別の件数, en: Records by item}
  language: ja
  values:
    - {file: items-1.csv}
    - {with: 2026-03-09-second, file: items-2.csv, note: {ja: 件数を改めました。, en: New counts.}}
  changes:
    - {at: 2026-03-12 10:00, kind: wording, note: {ja: 題名を改めました。, en: The title is another.}}
"""


def files() -> dict[str, str | bytes]:
    """The files of the site."""
    ja, en, fr, de = (f"content/{language}/" for language in ("ja", "en", "fr", "de"))
    return {
        "noticegen.yml": SETTINGS,
        "content/files/chart.png": _picture(900, 200),
        "content/files/report.txt": "資料\n".encode(),
        "content/files/items-1.csv": "項目,件数\n氏名,1\n".encode(),
        "content/files/items-2.csv": "項目,件数\n氏名,2\n".encode(),
        "content/facts.yml": _FACTS,
        "content/contacts.yml": _CONTACTS,
        "content/files.yml": _FILES,
        # Authoritative and English have everything; French is behind; German is missing.
        f"{ja}index.md": page(
            "顧客情報の漏えいに関するお知らせ",
            _EVERYTHING_JA,
            date="2026-03-02 15:00",
            summary="漏えいが分かりました。",
            changes=_CHANGES_JA,
        ),
        f"{en}index.md": page(
            "Notice about a leak of the data of customers",
            _EVERYTHING_EN,
            summary="The leak of the data was found.",
            changes=_CHANGES_EN,
        ),
        f"{fr}index.md": page(
            "Avis sur une fuite de données",
            "## Ce qui s’est passé {#what}\n\nUne fuite a été constatée. 912 480 personnes concernées.",
            translated="2026-03-03 09:00",
            summary="Une fuite a été constatée.",
        ),
        f"{ja}faq.md": page(
            "よくあるご質問と答え",
            "はじめにお読みください。\n\n"
            "## 期限について {#deadlines}\n\nこの節の前置きです[^n]。\n\n[^n]: 前置きの脚注です。\n\n"
            "### いつまでですか {#one}\n\n期限は7月31日です[^q]。\n\n[^q]: 答えの脚注です。\n\n"
            "### 取り下げた質問ですか {#gone}\n\n誤った答えです。\n\n"
            '### 後から加えた質問ですか {#late with="2026-03-09-second"}\n\n| 表の題です | 値です |\n|---|---|\n| あ | い |\n\n'
            "## そのほかのこと {#other}\n\n"
            '### さかのぼって載せた質問ですか {#back date="2026-03-03 09:00" backdated="書き忘れていました。"}\n\n答えです。',
            date="2026-03-02 15:00",
            changes=_FAQ_CHANGES_JA,
        ),
        f"{en}faq.md": page(
            "The questions and the answers",
            "Read this with care.\n\n## The deadlines {#the-deadlines}\n\n"
            "### Until when is the office open? {#one}\n\nUntil the 30th of June.\n\n"
            "### Was this withdrawn? {#gone}\n\nThis was the wrong answer.\n\n"
            '### Was this added later? {#late translated="2026-03-10 09:00"}\n\nYes, with the second notice.',
        ),
        f"{de}faq.md": page(
            "Fragen für alle Betroffenen",
            "## Fristen für Gesuche {#fristen}\n\n### Bis wann läuft die Frist? {#one}\n\n"
            "Sie läuft bis zum 31. Juli für alle.",
            changes=_FAQ_CHANGES_DE,
        ),
        f"{ja}compensation.md": page(
            "補償のことについて",
            "## 品について {#gift}\n\n図書カードをお送りします。[変わったこと](index.md#what)も。",
            date="2026-03-09 11:00",
        ),
        f"{de}compensation.md": page(
            "Was wir für Sie tun",
            "## Gutschein für Bücher {#gift}\n\nWir schicken Ihnen einen Gutschein für Bücher.",
            translated="2026-03-10 11:00",
        ),
        f"{ja}updates/2026-03-02-first.md": page(
            "最初のお知らせです",
            "## 分かったこと {#facts}\n\n漏えいを確認しました。対象は${records:compact}です。[質問](../faq.md#late)\n\n"
            "[件数の表](file:items)をご覧ください。報道の窓口は050-0000-0106です。",
            date="2026-03-02 15:00",
            kind="notice",
            summary="漏えいを確認しました。対象は${records}です。",
            about="[gift]",
        ),
        f"{en}updates/2026-03-02-first.md": page(
            "The first notice",
            "## What we know {#facts}\n\nWe found the leak of ${records}. See [the question](../faq.md#late).",
            summary="The leak was found.",
        ),
        f"{fr}updates/2026-03-02-first.md": page(
            "Première communication",
            "## Ce que nous savons déjà {#facts}\n\nUne fuite a été constatée.",
            summary="Une fuite a été constatée.",
            translated="2026-03-03 09:00",
        ),
        # One language only, with a table and a question's link that stand in elsewhere.
        f"{ja}updates/2026-03-09-second.md": page(
            "二つ目のお知らせです",
            "## 進みぐあい {#progress}\n\n| 項目の名です | 数です |\n|---|---:|\n| 氏名など | ${people.value} |\n\n**${people}**です。"
            "[補償のこと](../compensation.md#gift)と[質問](../faq.md#back)もご覧ください。",
            date="2026-03-09 11:00",
            kind="[update, policy]",
            summary="進みぐあいのお知らせです。",
            changes="\n  - {at: 2026-03-10 08:00, kind: wording, note: 言い回しを改めました。}",
        ),
        f"{ja}updates/2026-03-11-correction.md": page(
            "人数の訂正について",
            "人数と期限を訂正します。",
            date="2026-03-11 10:00",
            kind="correction",
            summary="人数を訂正します。",
            corrects="[index, faq#one, 2026-03-09-second]",
        ),
        f"{en}updates/2026-03-11-correction.md": page(
            "Correction of the number", "We correct the number.", summary="The number was wrong."
        ),
        f"{ja}updates/2026-03-13-withdrawn.md": page(
            "取り下げたお知らせです",
            "",
            date="2026-03-13 10:00",
            summary="取り下げる前の要約です。",
            changes="\n  - {at: 2026-03-14 09:00, kind: withdrawal, note: このお知らせは誤りでした。}",
        ),
        f"{ja}updates/2026-03-16-late.md": page(
            "さかのぼって載せたお知らせ",
            "載せるのを忘れていました。",
            date="2026-03-16 10:00",
            kind="final",
            backdated="掲載を忘れていました。",
            summary="遅れて載せました。",
        ),
        f"{ja}updates/2026-12-31-embargoed.md": page(
            "まだ見えないお知らせ", "まだです。", date="2026-12-31 10:00", summary="まだです。"
        ),
    }


def single() -> dict[str, str | bytes]:
    """A site in one language at the root of its host."""
    return {
        "noticegen.yml": """\
title: Notice about the data of customers
organization: The Example Company
url: https://notice.org.example/
official_site: https://www.some.example/
languages: [en]
timezone: Europe/London
security_contact: mailto:security@org.example
""",
        "content/en/index.md": page(
            "Notice about the data of customers",
            "## What happened\n\nThe list was copied.",
            date="2026-03-02 15:00",
            summary="The list was copied.",
        ),
        "content/en/updates/2026-03-02-first.md": page(
            "The first notice", "The list.", date="2026-03-02 15:00", summary="The list."
        ),
    }


def single_changed() -> dict[str, str | bytes]:
    """The home page of that site, corrected with a note."""
    return {
        "content/en/index.md": page(
            "Notice about the data of customers",
            "## What happened\n\nThe list was copied on 27 February.",
            date="2026-03-02 15:00",
            summary="The list was copied.",
            changes="[{at: 2026-03-03 11:00, kind: addition, note: The day is known now.}]",
        )
    }
