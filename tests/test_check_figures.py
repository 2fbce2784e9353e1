"""Typed figures, values that are no longer so, and numbers that languages do not share."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticegen.build import Checked, check_site, prepare, read
from noticegen.check.figures.written import figures
from noticegen.diagnostics import OF_CHECK, Code
from sites import moment, page, put, settings

NOW = "2026-04-10 12:00"
LANGUAGES = ("ja", "en", "fr", "de")
FACTS = """\
people:
  type: number
  name: {ja: 対象の人数, en: People affected, fr: Personnes concernées, de: Betroffene}
  unit:
    ja: 人
    en: {one: person, other: people}
    fr: {one: personne, many: de personnes, other: personnes}
    de: {one: Person, other: Personen}
  values:
    - {from: 2026-03-02 10:00, value: 15600, status: estimate}
    - from: 2026-03-16 10:00
      value: 16482
      change: progress
      note: {ja: 増えました。, en: More., fr: Plus., de: Mehr.}
records:
  type: number
  name: {ja: 登録, en: Records, fr: Fiches, de: Datensätze}
  unit: {ja: 件, en: records, fr: fiches, de: Datensätze}
  values:
    - {from: 2026-03-02 10:00, value: 480000, status: estimate}
    - from: 2026-03-16 10:00
      value: 7603118
      change: progress
      note: {ja: 増えました。, en: More., fr: Plus., de: Mehr.}
letters:
  type: number
  name: {ja: お手紙, en: Letters, fr: Courriers, de: Briefe}
  unit: {ja: 通, en: letters, fr: courriers, de: Briefe}
  values: [{from: 2026-03-02 10:00, value: 3}]
countries:
  type: number
  name: {ja: 国, en: Countries concerned, fr: Pays concernés, de: Betroffene Länder}
  values: [{from: 2026-03-02 10:00, value: 7}]
share:
  type: number
  name: {ja: 割合, en: Share, fr: Part, de: Anteil}
  unit: {ja: "%", en: "%", fr: "%", de: "%"}
  values: [{from: 2026-03-02 10:00, value: 2.5}]
gift:
  type: money
  name: {ja: お詫びの品, en: Gift, fr: Bon, de: Gutschein}
  values:
    - {from: 2026-03-02 10:00, value: {EUR: 10, JPY: 1000}}
    - from: 2026-03-16 10:00
      value: {EUR: 12.50, JPY: 1500}
      change: policy
      note: {ja: 改めました。, en: Changed., fr: Changé., de: Geändert.}
deadline:
  type: date
  name: {ja: 期限, en: Last day, fr: Date limite, de: Letzter Tag}
  values:
    - {from: 2026-03-02 10:00, value: 2026-09-30}
    - from: 2026-03-16 10:00
      value: 2026-12-28
      change: policy
      note: {ja: 延ばしました。, en: Later., fr: Plus tard., de: Später.}
stopped:
  type: moment
  name: {ja: 停止, en: Stopped, fr: Arrêt, de: Abgeschaltet}
  values: [{from: 2026-03-02 10:00, value: 2026-02-27 18:40}]
watch:
  type: duration
  name: {ja: 見守り, en: Monitoring, fr: Surveillance, de: Überwachung}
  values: [{from: 2026-03-02 10:00, value: P24M}]
misuse:
  type: text
  name: {ja: 悪用, en: Misuse, fr: Usage, de: Missbrauch}
  values:
    - from: 2026-03-02 10:00
      value:
        ja: 悪用された事実は確認されていません
        en: the data has not been misused
        fr: aucun usage frauduleux ne nous a été signalé
        de: ein Missbrauch ist uns nicht bekannt
    - from: 2026-03-16 10:00
      value: {ja: 悪用が確認されました, en: the data was sold, fr: oui, de: ja}
      change: event
      note: {ja: 分かりました。, en: We know., fr: Su., de: Bekannt.}
"""


CODES = {Code.STRAY_FIGURE, Code.STALE_VALUE, Code.NUMBERS_DIFFER, Code.TYPED_IN_TRANSLATION}


def found(folder: Path, files: dict[str, str], first: str = "ja", facts: str = FACTS) -> list[str]:
    """What `check` says of figures on a site whose authoritative language is `first`."""
    languages = (first, *(language for language in LANGUAGES if language != first))
    project: dict[str, str | bytes] = {
        "noticegen.yml": settings(*languages),
        "content/facts.yml": facts,
        f"content/{first}/index.md": page("t", "x", date="2026-03-02 10:00"),
        **files,
    }
    checked = check_site(read(put(folder, project)), moment(NOW), thorough=True)
    findings = checked.findings if isinstance(checked, Checked) else checked
    assert {finding.code for finding in findings} <= OF_CHECK, findings
    return [f"{f.at.line}:{f.at.column} {f.code}" for f in findings if f.code in CODES]


def on_home(folder: Path, language: str, text: str) -> list[str]:
    """The same, of a text that stands on the home page from line 6 on."""
    home = page("t", text, date="2026-03-02 10:00")
    return found(folder, {f"content/{language}/index.md": home}, language)


@pytest.mark.parametrize(
    ("language", "text", "column"),
    [
        # the value of a fact, in every form
        ("ja", "対象は16,482人です。", 4),
        ("ja", "対象は１６，４８２人です。", 4),
        ("ja", "対象は1万6482人です。", 4),
        ("ja", "対象は一万六千四百八十二人です。", 4),
        ("ja", "対象は約760万件です。", 5),
        ("ja", "数えると16482でした。", 5),
        ("ja", "3通のお手紙を見ました。", 1),
        ("ja", "割合は2.5%です。", 4),
        ("ja", "割合は2.5％です。", 4),
        ("ja", "割合は２．５パーセントです。", 4),
        ("en", "It was 16,482 people.", 8),
        ("en", "It was 16 482 of them.", 8),
        ("en", "Sixteen thousand four hundred and eighty-two people", 1),
        ("en", "All 16,482 affected people", 5),
        ("en", "All 16,482 of these people", 5),
        ("en", "About 7.6 million records", 7),
        ("en", "Only three letters came back.", 6),
        ("en", "People in 7 countries", 11),
        ("en", "It is 2.5 percent.", 7),
        ("en", "It is 2.5%.", 7),
        ("fr", "Il s’agit de 16 482 personnes.", 14),
        ("fr", "Seize mille quatre cent quatre-vingt-deux personnes", 1),
        ("fr", "Environ 7,6 millions de fiches", 9),
        ("fr", "Il y a trois courriers.", 8),
        ("de", "Das sind 16.482 Personen.", 10),
        ("de", "Das sind 16'482.", 10),
        ("de", "Sechzehntausendvierhundertzweiundachtzig Personen", 1),
        ("de", "Rund 7,6 Mio. Datensätze", 6),
        ("de", "In sieben betroffenen Ländern", 4),
        # a count in the unit of a fact
        ("ja", "このうち37名の方です。", 5),
        ("ja", "五十二人の方です。", 1),
        ("en", "Some 37 people wrote.", 6),
        ("en", "Some thirty-seven people wrote.", 6),
        ("fr", "En tout, 37 personnes", 10),
        ("de", "Insgesamt 37 Personen", 11),
        # money
        ("ja", "五百円をお送りします。", 1),
        ("ja", "３万円をお送りします。", 1),
        ("ja", "￥500をお送りします。", 1),
        ("ja", "1500円をお送りします。", 1),
        ("en", "We pay £25 each.", 8),
        ("en", "We pay €12.50 each.", 8),
        ("en", "We pay $2.5m in all.", 8),
        ("en", "We pay 25 dollars each.", 8),
        ("en", "We pay USD 25 each.", 8),
        ("en", "We pay twenty-five pounds each.", 8),
        ("fr", "Nous versons 15 €.", 14),
        ("fr", "Nous versons quinze euros.", 14),
        ("fr", "Nous versons 1,2 million d’euros.", 14),
        ("de", "Sie erhalten 20,- Euro.", 14),
        ("de", "Sie erhalten CHF 20.-", 14),
        ("de", "Sie erhalten zwanzig Franken.", 14),
        # days, moments and durations
        ("ja", "12月28日までです。", 1),
        ("ja", "令和8年12月28日までです。", 1),
        ("ja", "十二月二十八日までです。", 1),
        ("ja", "2026/12/28までです。", 1),
        ("en", "Ask by 28 December.", 8),
        ("en", "Ask by December 28th, 2026.", 8),
        ("en", "Ask by 2026-12-28.", 8),
        ("fr", "Avant le 28 décembre 2026.", 10),
        ("fr", "Avant le 28/12/2026.", 10),
        ("de", "Bis zum 28. Dezember.", 9),
        ("de", "Bis zum 28.12.2026.", 9),
        ("ja", "2月27日（金）18時40分に止めました。", 1),
        ("ja", "2月27日 午後6時40分に止めました。", 1),
        ("en", "Stopped on 27 February at 6.40 pm.", 12),
        ("de", "Am 27. Februar um 18.40 Uhr.", 4),
        ("ja", "24か月続けます。", 1),
        ("ja", "2年間続けます。", 1),
        ("en", "For 24 months.", 5),
        ("en", "For twenty-four months.", 5),
        ("fr", "Pendant 24 mois.", 9),
        ("de", "Für 24 Monate.", 5),
    ],
)
def test_a_figure_that_is_typed_is_stray(
    language: str, text: str, column: int, tmp_path: Path
) -> None:
    assert on_home(tmp_path, language, text) == [f"6:{column} NG406"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "対象は${people}です。"),
        ("ja", "弁護士2人と、専門家二人が調べています。"),
        ("ja", "お一人につき1通です。3回確かめました。"),
        ("ja", "30人に1人、10人以上の会社、1人あたり"),
        ("ja", "従業員約1,200人、弁護士5人、1,000人を超える場合、1日あたり300件"),
        ("ja", "版は16.482.1です。VX-16482、第16482号"),
        ("ja", "`16482`と入力します。"),
        ("ja", "「手数料3,000円を払え」という連絡は詐欺です。"),
        ("ja", "7時から、7階で。"),
        ("ja", "2月27日に止めました。2年前のことです。"),
        ("ja", "2026年、2019年度、平成31年"),
        ("ja", "円グラフ、一部の方、十分な説明"),
        ("en", "Three people read every file, twice, and two of our lawyers."),
        ("en", "A team of about 40 people; 500 people per hour, 20 people at a time."),
        ("fr", "Une équipe de 40 personnes, 500 personnes par heure."),
        ("de", "Ein Team von rund 40 Personen, 500 Personen pro Stunde."),
        ("en", "See section 7.3, room 7, version 3.0, and call at 7 am."),
        ("en", "Model CW-16482, case HT-2026-16482."),
        ("en", "For two years it was so; 24 hours a day."),
        ("en", "They wrote: “Send $500 or else.”"),
        ("en", "In 7 days, and 3 of them."),
        ("en", "In 2025 we had 2 shops."),
        ("fr", "Trois personnes lisent tout. Article 7, 3 kilomètres."),
        ("fr", "Le message disait : « Payez 500 € »."),
        ("de", "Drei Personen lesen alles. § 7, 3 Kilometer, Raum 7."),
        ("de", "Im Jahr 2025, um 7 Uhr."),
        ("de", "Vor 24 Monaten, Version 16.482.1"),
    ],
)
def test_what_is_no_figure_of_the_incident_is_left_alone(
    language: str, text: str, tmp_path: Path
) -> None:
    assert on_home(tmp_path, language, text) == []


def test_a_small_value_is_nobody_else_s_number(tmp_path: Path) -> None:
    """Two facts count people; which of the many twos is one of them, nobody can say."""
    facts = FACTS + FACTS.split("records:")[0].replace("people:", "staff:").replace("15600", "2")
    facts = facts.replace("16482", "2", 1)
    home = page("t", "2人で、二人で、2名で。", date="2026-03-02 10:00")
    assert found(tmp_path, {"content/ja/index.md": home}, facts=facts) == []


@pytest.mark.parametrize(
    ("language", "text", "column"),
    [
        ("ja", "対象は15,600人です。", 4),
        ("ja", "対象は約48万件です。", 5),
        ("ja", "9月30日までです。", 1),
        ("ja", "1,000円です。", 1),
        ("ja", "現在、悪用された事実は確認されておりません。", 4),
        ("ja", "4月1日の時点で、悪用された事実は、確認されていません。", 10),
        ("en", "It was 15,600 people.", 8),
        ("en", "It was fifteen thousand six hundred.", 8),
        ("en", "As we said: the data hasn't been misused.", 13),
        ("en", "The data has not been misused.", 1),
        ("fr", "Aucun usage frauduleux ne nous a été signalé.", 1),
        ("fr", "Vous recevez 10 €.", 14),
        ("de", "Ein Missbrauch ist uns nicht bekannt.", 1),
        ("de", "Das sind 480 000.", 10),
    ],
)
def test_what_is_no_longer_so_is_stale_on_a_page_that_stands(
    language: str, text: str, column: int, tmp_path: Path
) -> None:
    assert on_home(tmp_path, language, text) == [f"6:{column} NG407"]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ja", "3月2日の時点で、悪用された事実は確認されていませんでした。"),
        ("ja", "「悪用された事実は確認されていません」とお知らせしましたが、誤りでした。"),
        ("en", "On 2 March we wrote that the data has not been misused."),
        ("en", "We wrote “the data has not been misused”, and were wrong."),
        ("de", "Am 2. März hieß es: ein Missbrauch ist uns nicht bekannt."),
        ("fr", "Le 2 mars, aucun usage frauduleux ne nous a été signalé."),
    ],
)
def test_words_of_then_beside_their_day_or_quoted_are_history(
    language: str, text: str, tmp_path: Path
) -> None:
    assert on_home(tmp_path, language, text) == []


def test_a_past_figure_beside_its_day_is_typed_and_not_stale(tmp_path: Path) -> None:
    assert on_home(tmp_path, "en", "On 2 March it was 15,600.") == ["6:19 NG406"]


@pytest.mark.parametrize(
    ("day", "code"),
    [("2026-03-10", "NG406"), ("2026-03-16", "NG406"), ("2026-03-20", "NG407")],
)
def test_a_dated_text_is_stale_only_if_it_was_written_later(
    day: str, code: str, tmp_path: Path
) -> None:
    """The update that brings a new value names the old one."""
    update = page("u", "It was 15,600.", date=f"{day} 10:00", summary="s")
    files = {f"content/en/updates/{day}-u.md": update}
    assert found(tmp_path, files, "en") == [f"7:8 {code}"]


@pytest.mark.parametrize(
    ("path", "text", "place"),
    [
        ("content/en/index.md", page("16,482 people", "x", date="2026-03-02 10:00"), "2:8"),
        (
            "content/en/index.md",
            page("t", "x", date="2026-03-02 10:00", summary="16,482 people"),
            "4:10",
        ),
        ("content/en/index.md", page("t", "| a | b |\n|---|---|\n| x | 16,482 |",
                                     date="2026-03-02 10:00"), "8:7"),
        ("content/en/index.md", page("t", "a\n\n- ü 16,482\n", date="2026-03-02 10:00"), "8:5"),
        ("content/en/index.md", page("t", "> ü 16,482", date="2026-03-02 10:00"), "6:5"),
        ("content/en/faq.md", page("q", "## T {#t}\n\n### Are we 16,482? {#q}\n\nYes.",
                                   date="2026-03-02 10:00"), "8:12"),
        ("content/en/gift.md", page("g", "::: compensation\nwho\n: All.\n\nwhat\n: £25\n\nhow\n"
                                    ": Post.\n\nuntil\n: Ask.\n\nnot_waived\n: All.\n:::",
                                    date="2026-03-02 10:00"), "11:3"),
    ],
)  # fmt: skip
def test_every_place_is_looked_at(path: str, text: str, place: str, tmp_path: Path) -> None:
    assert found(tmp_path, {path: text}, "en") == [f"{place} NG406"]


def test_a_draft_is_looked_at_too(tmp_path: Path) -> None:
    draft = page("u", "It was 16,482.", summary="s", draft="true")
    files = {
        "noticegen.yml": settings("en"),
        "content/facts.yml": FACTS,
        "content/en/index.md": page("t", "x", date="2026-03-02 10:00"),
        "content/en/updates/draft-x.md": draft,
    }
    findings = prepare(read(put(tmp_path, files)), moment(NOW), thorough=True).findings
    assert [str(f.at) for f in findings if f.code is Code.STRAY_FIGURE] == [
        "content/en/updates/draft-x.md:7:8"
    ]


def test_what_was_said_before_and_code_are_not_looked_at(tmp_path: Path) -> None:
    change = "\n  - {at: 2026-03-20 10:00, kind: correction, note: n, before: 16481, after: number}"
    text = page("t", "A number.\n\n```\n16482\n```", date="2026-03-02 10:00", changes=change)
    assert found(tmp_path, {"content/en/index.md": text}, "en") == []


# ------------------------------------------------------------------ two languages


def in_two(folder: Path, first: str, one: str, second: str, other: str) -> list[str]:
    """What is said of an update in two languages, each body from its own line 7 or 6 on."""
    return found(
        folder,
        {
            f"content/{first}/updates/2026-03-20-u.md": page(
                "u", one, date="2026-03-20 10:00", summary="s"
            ),
            f"content/{second}/updates/2026-03-20-u.md": page("v", other, summary="s"),
        },
        first,
    )


@pytest.mark.parametrize(
    ("first", "one", "second", "other", "column"),
    [
        ("ja", "対象は${people}です。", "en", "It was 16,482 people.", 8),
        ("en", "For ${watch}.", "de", "24 Monate lang.", 1),
        ("en", "By ${deadline}.", "fr", "Avant le 28 décembre.", 10),
        ("de", "Sie erhalten ${gift}.", "en", "You receive €12.50 or 1,500 yen.", 13),
    ],
)
def test_a_fact_that_is_typed_in_one_language_alone(
    first: str, one: str, second: str, other: str, column: int, tmp_path: Path
) -> None:
    here = in_two(tmp_path, first, one, second, other)
    assert here[0] == f"6:{column} NG431"


def test_it_is_reported_where_it_is_typed(tmp_path: Path) -> None:
    assert in_two(tmp_path, "ja", "対象は16,482人です。", "en", "It was ${people}.") == [
        "7:4 NG431"
    ]


def test_what_both_refer_to_and_one_types_again_is_stray(tmp_path: Path) -> None:
    text = "It was ${people}; 16,482 in all."
    assert in_two(tmp_path, "ja", "対象は${people}です。", "en", text) == ["6:19 NG406"]


def test_stale_comes_before_everything(tmp_path: Path) -> None:
    """It is typed where the other language refers, and differs from what that prints, too."""
    here = in_two(tmp_path, "ja", "対象は${people}です。", "en", "It was 15,600 people.")
    assert here == ["6:8 NG407"]


def test_a_number_that_differs_is_no_stray_one_besides(tmp_path: Path) -> None:
    here = in_two(tmp_path, "ja", "対象は${people}です。", "en", "It was 16,428 people.")
    assert here == ["6:8 NG408"]


@pytest.mark.parametrize(
    ("first", "one", "second", "other", "place"),
    [
        ("ja", "14日のうちに", "en", "Within 40 days", "6:8"),
        ("ja", "三週間かかりました。", "en", "It took two weeks.", "6:9"),
        ("ja", "午後6時まで", "en", "Until 8 pm", "6:7"),
        ("ja", "4月末まで", "en", "By the end of June", "6:15"),
        ("ja", "令和7年に", "en", "In 2026", "6:4"),
        ("ja", "3月4日に", "en", "On 3 April", "6:4"),
        ("ja", "2026年3月4日に", "en", "On 4 March 2025", "6:4"),
        ("ja", "約7割", "en", "About 30 percent", "6:7"),
        ("ja", "760万冊", "en", "7.5 million books", "6:1"),
        ("en", "There are 17 servers.", "fr", "Il y a plusieurs serveurs.", "6:1"),
        ("en", "There are several.", "de", "Es sind 17.", "6:9"),
        ("en", "For 12 months.", "de", "Zwei Jahre lang.", "6:1"),
        ("en", "412,926 rows", "de", "412'962 Zeilen", "6:1"),
        ("fr", "Vingt et un agents", "de", "Zwanzig Angestellte", "6:1"),
        ("de", "Um 14 Uhr.", "fr", "À 15 h.", "6:3"),
        ("de", "Am 4. März.", "fr", "Le 5 mars.", "6:4"),
        ("en", "It was ${people}.", "ja", "多数です。", "6:1"),
        ("en", "It was many.", "ja", "対象は${people}です。", "6:4"),
    ],
)
def test_numbers_that_differ_are_reported_at_the_translation(
    first: str, one: str, second: str, other: str, place: str, tmp_path: Path
) -> None:
    assert in_two(tmp_path, first, one, second, other) == [f"{place} NG408"]


@pytest.mark.parametrize(
    ("first", "one", "second", "other"),
    [
        ("ja", "126万8,391冊のうち約2万冊、1.6％", "en",
         "1,268,391 books, about twenty thousand, 1.6%"),
        ("ja", "テープ１２６本、三本は二回、五年前", "en",
         "Of 126 tapes, three were read twice, five years ago"),
        ("ja", "令和8年3月4日（水）午後6時30分", "en", "On Wednesday 4 March 2026 at 6.30 pm"),
        ("ja", "2026年3月4日の18時", "de", "Am 4. März 2026 um 18 Uhr"),
        ("ja", "3月4日から8日まで", "fr", "Du 4 au 8 mars"),
        ("ja", "平日の9時から17時30分まで", "en", "Weekdays, 9 am to 5.30 pm"),
        ("ja", "48時間のうちに。10日余りで。", "en", "Within two days. In two weeks."),
        ("ja", "三分の二が、7割が、半数が", "en", "Two thirds, 70 percent, half of them"),
        ("ja", "両方とも、毎週、第三者が", "en", "Both, every 7 days, a third party"),
        ("ja", "二つの見張りが二回目に", "en", "The two monitors, the second time"),
        ("ja", "2階の会議室", "en", "A room on the first floor"),
        ("ja", "長形3号の封筒を1通", "en", "A long envelope"),
        ("ja", "一つの、最初の、零時", "en", "A, the first, midnight"),
        ("ja", "5月に。", "en", "In May. You may ask."),
        ("ja", "126万8,391冊です。", "en", "About 1.27 million books."),
        ("ja", "約${records:compact}です。", "en", "About ${records.value}."),
        ("ja", "${people.previous}から", "en", "From ${people@2026-03-03T10:00}"),
        ("ja", "${stopped}に。${stopped.name}", "en", "At ${stopped:time} on ${stopped:date}."),
        ("ja", "${watch}、${watch}", "en", "For ${watch}."),
        ("en", "One in three, a dozen, twice", "fr", "Un sur trois, douze, deux fois"),
        ("en", "Fourteen days, four fifths", "fr", "Quinze jours, quatre cinquièmes"),
        ("en", "80 or 97 rooms in 3 wings", "fr",
         "Quatre-vingts ou quatre-vingt-dix-sept chambres dans trois ailes"),
        ("en", "A new card, 20 percent", "fr", "Une carte neuve, vingt pour cent"),
        ("fr", "Deux tiers, la moitié, 4,7 Go", "de", "Zwei Drittel, die Hälfte, 4,7 GB"),
        ("fr", "Le 1er mars à 10 h 30", "de", "Am 1. März um 10.30 Uhr"),
        ("de", "Beide, die dritte, dreistellig, in acht nehmen", "en",
         "Both, the third, with 3 digits, look out"),
        ("de", "hundertzweiundzwanzig, 3,5 Mio.", "en", "122 and 3.5 million"),
        ("de", "Seit Mai 2019, 2.500 Stück", "en", "Since May 2019, 2,500 pieces"),
        ("de", "Täglich rund um die Uhr, 24 Stunden", "en", "Every day, around the clock"),
    ],
)  # fmt: skip
def test_right_translations_do_not_differ(
    first: str, one: str, second: str, other: str, tmp_path: Path
) -> None:
    found_here = [one for one in in_two(tmp_path, first, one, second, other) if "408" in one]
    assert found_here == []


def test_numbers_are_compared_question_by_question(tmp_path: Path) -> None:
    body = "## T {{#t}}\n\n### A {{#a}}\n\n{}\n\n### B {{#b}}\n\n{}\n"
    files = {
        "content/en/faq.md": page(
            "q", body.format("14 days.", "3 years."), date="2026-03-02 10:00"
        ),
        "content/de/faq.md": page("q", body.format("3 Tage.", "14 Jahre.")),
    }
    assert found(tmp_path, files, "en") == ["9:1 NG408", "13:1 NG408"]


def test_what_is_left_out_is_one_finding_a_passage(tmp_path: Path) -> None:
    one, other = "First.\n\nIn 17 rooms on 23 floors.", "Erstens.\n\nÜberall."
    assert in_two(tmp_path, "en", one, "de", other) == ["8:1 NG408"]


def test_a_translation_that_is_behind_is_not_compared(tmp_path: Path) -> None:
    change = "\n  - {at: 2026-03-25 10:00, kind: addition, note: More., after: 17}"
    files = {
        "content/en/index.md": page("t", "17 rooms.", date="2026-03-02 10:00", changes=change),
        "content/de/index.md": page("t", "Einige."),
    }
    assert found(tmp_path, files, "en") == []


def test_notes_are_each_language_s_own(tmp_path: Path) -> None:
    change = "\n  - {{at: 2026-03-25 10:00, kind: addition, note: {}}}"
    files = {
        "content/en/index.md": page(
            "t", "x", date="2026-03-02 10:00", changes=change.format("19.")
        ),
        "content/de/index.md": page("t", "x", changes=change.format("Mehr.")),
    }
    assert found(tmp_path, files, "en") == []


def test_texts_of_facts_are_compared_too(tmp_path: Path) -> None:
    facts = FACTS.replace(
        "  unit: {ja: 通", "  meaning: {ja: 19通を除く。, en: Without 91.}\n  unit: {ja: 通"
    )
    assert found(tmp_path, {}, facts=facts)[0].endswith("NG408")


def test_a_language_without_words_is_read_by_its_digits() -> None:
    here = figures("Son 16.482 personas, 15 €.", "es")
    assert [int(number.value) for number in here.numbers] == [16482, 15]
    assert [one.currencies for one in here.sums] == [("EUR",)]


def test_what_tells_who_somebody_is_counts_nothing_and_is_repeated_by_no_report(
    tmp_path: Path,
) -> None:
    card = "4111 1111 1111 1111"
    files = {
        "content/en/index.md": page("t", f"Card {card}, 14 days.", date="2026-03-02 10:00"),
        "content/de/index.md": page("t", "Die Karte."),
    }
    put(tmp_path, {"noticegen.yml": settings("en", "de"), **files})
    findings = prepare(read(tmp_path), moment(NOW), thorough=True).findings
    [differs] = [finding for finding in findings if finding.code is Code.NUMBERS_DIFFER]
    assert "14" in str(differs.message)
    assert "1111" not in " ".join(str(finding.message) for finding in findings)
