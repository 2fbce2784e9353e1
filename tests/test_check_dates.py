"""Weekdays, years of eras, deadlines, and days that move with the reader."""

from __future__ import annotations

import pytest

from checking import checked, in_home, in_update
from noticegen.check.days import days
from noticegen.check.quotations import quoted
from noticegen.check.sentences import sentence
from noticegen.diagnostics import Code, Severity
from sites import page

WRONG_WEEKDAYS = [
    ("ja", "会は2026年3月2日（火）です。", 3),
    ("ja", "会は２０２６年３月２日（火曜日）です。", 3),
    ("ja", "会は令和8年3月2日火曜日です。", 3),
    ("ja", "会は令和八年三月二日（火）です。", 3),
    ("ja", "会は2026年（令和8年）3月2日（火）です。", 3),
    ("ja", "会は3月2日（火・祝）です。", 3),
    ("ja", "会は2026/3/2（火）です。", 3),
    ("ja", "会は3/2(火)です。", 3),
    ("ja", "会はR8.3.2（火）です。", 3),
    ("ja", "会は火曜日（3月2日）です。", 3),
    ("ja", "会は（3月2日・火）です。", 4),
    ("ja", "3月19日（木）から21日（日）まで。", 11),
    ("ja", "3月31日（火）から2日（金）まで。", 11),
    ("en", "It was Tuesday 2 March 2026.", 8),
    ("en", "It was Tuesday, March 2.", 8),
    ("en", "It was Tues. the 2nd of March.", 8),
    ("en", "It was 2 March 2026 (a Tuesday).", 8),
    ("en", "It was 2 March, a Tuesday.", 8),
    ("en", "It was Tuesday 2026-03-02.", 8),
    ("en", "It was Tuesday afternoon, 2 March.", 8),
    ("en", "It was Thursday 2/3/2026.", 8),
    ("en", "From Thursday 18 to Saturday 21 March.", 6),
    ("en", "From Sunday 29 March to Tuesday 31 March and Tuesday 30 to Thursday 2 April.", 46),
    ("fr", "C’était le mardi 2 mars 2026.", 12),
    ("fr", "C’était le samedi 1er mars.", 12),
    ("fr", "C’était le 2 mars 2026 (mardi).", 12),
    ("fr", "C’était mardi soir, 2 mars.", 9),
    ("fr", "Du jeudi 18 au samedi 21 mars.", 4),
    ("de", "Es war Dienstag, der 2. März 2026.", 8),
    ("de", "Es war Dienstagabend, den 2.3.2026.", 8),
    ("de", "Es war der 2. März 2026 (Dienstag).", 12),
    ("de", "Es war Di., 02.03.2026.", 8),
    ("de", "Vom Donnerstag, dem 18., bis Samstag, den 21. März.", 5),
]

RIGHT_WEEKDAYS = [
    ("ja", "会は2026年3月2日（月）、21日（土）、31日（火）です。"),
    ("ja", "3月31日（火）から2日（木）まで。"),
    ("ja", "2025年11月8日（土）から2月19日（木）まで。"),
    ("ja", "2019年5月8日（水）に気づき、6月3日（月）に止めました。"),
    ("ja", "3月7日・8日（土・日）は休みます。"),
    ("ja", "3月4日（日本時間）に届きました。12月28日（日）からです。"),
    ("ja", "毎週火曜日、3月2日から行います。3月2日（火）とあるのは3月2日（月）の誤りです。"),
    ("ja", "> 3月2日（火）までにお支払いください。"),
    ("ja", "3月45日（火）、令和8年2月30日（火）。"),
    ("en", "On Monday 2 March 2026 and on Friday, 13 people came. Mon compte."),
    ("en", "On Monday 2/3/2026 or Tuesday 3/2/2026. On 27 February (Friday and later)."),
    ("en", "From Thursday 19 to Saturday 21 March; Sun and moon on 2 March."),
    ("fr", "Le lundi 2 mars, et du jeudi 19 au samedi 21 mars. Le 14 sur 20 mardi."),
    ("de", "Am Montag, dem 2. März 2026, und am Mittwoch um 13.40 Uhr, Version 2.6.0.14."),
]


@pytest.mark.parametrize(("language", "text", "column"), WRONG_WEEKDAYS)
def test_a_weekday_that_is_not_that_of_its_date(language: str, text: str, column: int) -> None:
    assert in_home(text, language, Code.WEEKDAY_MISMATCH) == [(6, column)]


@pytest.mark.parametrize(("language", "text"), RIGHT_WEEKDAYS)
def test_weekdays_that_are_right_or_not_ours(language: str, text: str) -> None:
    assert in_home(text, language, Code.WEEKDAY_MISMATCH) == []


def test_a_wrong_weekday_stops_a_build_and_says_both() -> None:
    text = page("T", "3月2日（火）です。", date="2026-03-02 10:00")
    [found] = checked({"content/ja/index.md": text}, "ja")
    assert found.severity is Severity.ERROR
    assert str(found.message) == "says 3月2日（火）, but 2026-03-02 is a Monday"


@pytest.mark.parametrize("as_of", ["2026-04-10 12:00", "2027-01-05 12:00", "2029-06-01 12:00"])
def test_no_weekday_becomes_wrong_by_the_passing_of_time(as_of: str) -> None:
    """A year that is left out is that of the page, however long it has been online."""
    text = "3月2日（月）に公表し、4月9日（金）に閉じます。"  # the second is of 2027
    found = in_home(text, "ja", Code.WEEKDAY_MISMATCH, as_of=as_of)
    assert found == ([(6, 13)] if as_of.startswith("2026") else [])


def test_the_year_of_a_heading_holds_for_what_stands_below() -> None:
    text = "## 2019年の経過 {#past}\n\n6月3日（月）に止めました。"
    assert in_home(text, "ja", Code.WEEKDAY_MISMATCH) == []


def test_a_correction_may_name_the_wrong_weekday() -> None:
    text = "| 誤 | 正 |\n|---|---|\n| 3月2日（火） | 3月2日（月） |"
    assert in_update(text, "ja", Code.WEEKDAY_MISMATCH) == [(9, 3)]
    assert in_update(text, "ja", Code.WEEKDAY_MISMATCH, kind="correction") == []


WRONG_ERAS = [
    ("ja", "調査は2025年（令和8年）に始めました。", 4),
    ("ja", "調査は令和8年（2025年）に始めました。", 4),
    ("ja", "調査は令和８年度（２０２５年度）に始めました。", 4),
    ("ja", "調査は2025年3月（令和8年3月）に始めました。", 4),
    ("ja", "調査は令和八年（二〇二五年）に始めました。", 4),
    ("ja", "調査は令和元年（2018年）に始めました。", 4),
    ("ja", "調査は2025（R8）年に始めました。", 4),
    ("ja", "調査はR8（2025）年に始めました。", 4),
    ("ja", "調査は平成33年に始めました。", 4),
    ("ja", "調査は昭和65年に始めました。", 4),
    ("ja", "調査は平成31年6月に始めました。", 4),
    ("en", "It began in Heisei 30 (2019).", 13),
    ("en", "It began in 2019 (Heisei 30).", 13),
]

RIGHT_ERAS = [
    ("ja", "令和8年（2026年）、2019年（平成31年・令和元年）、昭和64年（1989年）です。"),
    ("ja", "昭和100年（2025年）、明治150年の催し、平成31年度、平成31年4月、大正15年です。"),
    ("ja", "規程には「平成33年3月31日まで」とあります。令和時代（2019年から）の話です。"),
    ("ja", "> 平成33年（2019年）です。"),
    ("en", "Reiwa 8 (2026), R8 (2026) and model R8 (500) are right."),
]


@pytest.mark.parametrize(("language", "text", "column"), WRONG_ERAS)
def test_a_year_of_an_era_that_is_another_one_or_none(
    language: str, text: str, column: int
) -> None:
    assert in_home(text, language, Code.ERA_MISMATCH) == [(6, column)]


@pytest.mark.parametrize(("language", "text"), RIGHT_ERAS)
def test_years_of_eras_that_are_right_or_not_ours(language: str, text: str) -> None:
    assert in_home(text, language, Code.ERA_MISMATCH) == []


FACTS = """\
deadline:
  type: date
  name: 期限
  values: [{from: 2026-03-02 10:00, value: 2026-03-31}]
noon:
  type: moment
  name: 時刻
  values: [{from: 2026-03-02 10:00, value: 2026-04-10 11:00}]
later:
  type: date
  name: 先の期限
  values: [{from: 2026-03-02 10:00, value: 2026-04-10}]
people:
  type: number
  name: 人数
  values: [{from: 2026-03-02 10:00, value: 5}]
"""

PASSED = [
    ("ja", "2026年3月31日までにお申し出ください。", 1),
    ("ja", "お申し出は３月３１日（火）までにお願いします。", 6),
    ("ja", "届かない方は、3月31日の正午までに、お電話をお願いいたします。", 8),
    ("ja", "窓口は、3月31日まで受け付けています。", 5),
    ("ja", "申込みの期限は3月31日です。", 5),
    ("ja", "締切：2026年3月31日", 1),
    ("ja", "お申し込みは3月31日で締め切ります。", 7),
    ("ja", "受付期間：3月9日から3月31日まで", 12),
    ("ja", "3月末までにお申し出ください。", 1),
    ("ja", "3月31日まで、臨時の窓口を開いています。", 1),
    ("ja", "3月31日必着でお送りください。", 1),
    ("ja", "| 期限 |\n|---|\n| 3月31日（火）まで |", 3),
    ("ja", "お申し出は${deadline}までにお願いします。", 6),
    ("ja", "お申し出は${deadline}（${deadline:weekday}）までにお願いします。", 6),
    ("ja", "お申し出は${noon}までにお願いします。", 6),
    ("ja", "3月2日にお送りした案内のとおり、3月31日までにお申し出ください。", 18),
    ("en", "Please call us by 31 March 2026.", 16),
    ("en", "You can claim until Tuesday, March 31.", 15),
    ("en", "Send us the receipt no later than noon on 31 March.", 21),
    ("en", "The form is open through 31 March 2026.", 18),
    ("en", "Closing date: 31 March 2026", 1),
    ("en", "The deadline to enroll is 31 March 2026.", 5),
    ("en", "Claims must be received by 31 March 2026.", 25),
    ("en", "If you want it, enroll by 31 March 2026.", 24),
    ("en", "Please call by ${deadline:weekday} ${deadline}.", 13),
    ("fr", "Adressez votre demande avant le 31 mars 2026.", 24),
    ("fr", "Vous pouvez demander jusqu’au mardi 31 mars.", 22),
    ("fr", "Date limite : 31 mars 2026", 1),
    ("fr", "D’ici au 31 mars, changez de mot de passe.", 1),
    ("de", "Schicken Sie den Beleg bis zum 31. März 2026.", 24),
    ("de", "Der Antrag kann bis Dienstag, den 31. März, gestellt werden.", 17),
    ("de", "Einsendeschluss: 31.03.2026", 1),
    ("de", "Die Frist endet am 31. März 2026.", 5),
    ("de", "Bis zum 31.03.2026 nehmen wir Anträge an.", 1),
]

NOT_PASSED = [
    ("ja", "2026年4月10日までにお申し出ください。4月30日まで受け付けます。"),
    ("ja", "お申し出は${later}までにお願いします。${people}まで受け付けます。"),
    ("ja", "3月31日までに、全員へお知らせしました。"),
    ("ja", "3月31日までにお申し出くださった方に、お送りします。"),
    ("ja", "3月31日までにお申し込みが完了した方に、お送りします。"),
    ("ja", "3月31日までの調査で分かった件数を公表します。"),
    ("ja", "3月31日まで遡って調べます。4月末まで受け付けます。"),
    ("ja", "3月31日までに届かない場合は、お電話ください。"),
    ("ja", "3月31日までに12台を回収しています。"),
    ("ja", "お申し出の受付は、${deadline}（${deadline:weekday}）に終了しました。"),
    ("ja", "受付は3月31日までで締め切っています。"),
    ("ja", "3月4日までに確認した文面は、次のとおりです。"),
    ("ja", "2025年11月8日から2026年2月19日までに、ご予約ください。"),
    ("ja", "| 対象 |\n|---|\n| 3月2日から3月31日まで |"),
    ("ja", "> 3月31日までにお支払いください。"),
    ("ja", "12月28日までにお申し出ください。"),
    ("en", "You could claim until 31 March. By 31 March we had written to everybody."),
    ("en", "Please call by 11 April. Cards issued before 31 March 2026 must be replaced."),
    ("en", "If you reported it before 1 April 2024, please call. The shop is at 31 March Road."),
    ("fr", "Vous pouviez demander jusqu’au 31 mars. Écrivez-nous avant le 1er mai."),
    ("fr", "Les cartes créées avant le 31 mars 2026 doivent être changées."),
    (
        "de",
        "Anträge konnten bis zum 31. März gestellt werden. Die Frist ist am 31. März abgelaufen.",
    ),
    ("de", "Wer bis zum 31. März 2026 bestellt hat, sollte seine Karte prüfen."),
    ("de", "Die bis zum 31. März 2026 gespeicherten Daten werden gelöscht."),
    ("de", "Schicken Sie den Beleg bis zum 30. April. Das Skript lief bis zum 31. März."),
]


@pytest.mark.parametrize(("language", "text", "column"), PASSED)
def test_a_deadline_that_is_over_and_told_as_still_to_come(
    language: str, text: str, column: int
) -> None:
    line = 8 if text.startswith("|") else 6
    files = {"content/facts.yml": FACTS} if "${" in text else {}
    assert in_home(text, language, Code.PASSED_DEADLINE, files) == [(line, column)]


@pytest.mark.parametrize(("language", "text"), NOT_PASSED)
def test_deadlines_to_come_and_days_that_are_no_deadline(language: str, text: str) -> None:
    files = {"content/facts.yml": FACTS} if "${" in text else {}
    assert in_home(text, language, Code.PASSED_DEADLINE, files) == []


def test_an_update_may_name_a_deadline_that_has_passed_since() -> None:
    text = "2026年3月31日までにお申し出ください。"
    assert in_update(text, "ja", Code.PASSED_DEADLINE) == []


def test_a_deadline_may_be_the_end_of_a_closure_or_a_line() -> None:
    contacts = """\
hotline:
  name: 窓口
  phone: 0800-000-0140
  region: JP
  hours: [{from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}}]
  until: 2026-03-31
closures:
  may: {from: 2026-03-20, to: 2026-03-22, name: 休業, lines: [hotline]}
"""
    files = {"content/contacts.yml": contacts}
    for name in ("contact.hotline.until", "closure.may.to"):
        text = f"お電話は${{{name}}}までにお願いします。"
        assert in_home(text, "ja", Code.PASSED_DEADLINE, files) == [(6, 5)]


RELATIVE = [
    ("ja", "本日、被害届を提出しました。", 1),
    ("ja", "被害届は昨日受理されました。", 5),
    ("ja", "今日から受け付けます。", 1),
    ("ja", "来週にはお知らせします。", 1),
    ("ja", "本日、調べました。3月2日の記録です。", 1),
    ("en", "We closed it yesterday.", 14),
    ("en", "Today, we closed it.", 1),
    ("en", "We will say more next week.", 18),
    ("fr", "Hier soir, nous avons fermé le site.", 1),
    ("fr", "Le site est fermé depuis aujourd’hui.", 26),
    ("de", "Wir haben gestern Anzeige erstattet.", 11),
    ("de", "Ab morgen gilt das neue Passwort.", 4),
    ("de", "Heute früh ging die Meldung ein.", 1),
]

NOT_RELATIVE = [
    ("ja", "本日（2026年3月2日）、3月2日（本日）、本日3月2日です。"),
    ("ja", "本日${later}、お知らせします。"),
    ("ja", "「本日中に手続きを」というメールです。今日の社会では、昨日今日の話ではありません。"),
    ("ja", "> 本日18時までにお送りください。"),
    ("ja", "```\n本日\n```"),
    ("ja", "明日香村の窓口です。"),
    ("en", "As of today, 12 March 2026, it is open. Yesterday (11 March) it was not."),
    ("en", "One said “I got it today”. The paper USA Today and today's thieves. To this day."),
    ("en", "Call your bank today. The crew meets this weekend."),
    (
        "fr",
        "Aujourd’hui, 12 mars, le site est ouvert. Le monde d’aujourd’hui n’est pas celui d’hier.",
    ),
    ("fr", "Appelez votre banque aujourd’hui."),
    ("de", "Heute, am 12. März, ist es offen. Von heute auf morgen geht das nicht."),
    (
        "de",
        "Er schrieb: „Ich habe gestern gelöscht.“ Am Morgen, am Montag morgen. Rufen Sie heute an.",
    ),
]


@pytest.mark.parametrize(("language", "text", "column"), RELATIVE)
def test_a_day_that_moves_with_the_reader(language: str, text: str, column: int) -> None:
    assert in_home(text, language, Code.RELATIVE_DAY) == [(6, column)]
    assert in_update(text, language, Code.RELATIVE_DAY) == [(7, column)]


@pytest.mark.parametrize(("language", "text"), NOT_RELATIVE)
def test_days_beside_their_dates_and_words_of_others(language: str, text: str) -> None:
    files = {"content/facts.yml": FACTS} if "${" in text else {}
    assert in_home(text, language, Code.RELATIVE_DAY, files) == []


def test_a_relative_day_is_found_in_summaries_titles_and_notes() -> None:
    update = page(
        "昨日のこと", "3月15日のことです。", date="2026-03-16 10:00", summary="昨日のことです。",
        changes='[{at: 2026-03-17 10:00, kind: addition, note: 明日お知らせします。}]',
    )  # fmt: skip
    found = checked({"content/ja/updates/2026-03-16-u.md": update}, "ja")
    assert [(f.at.line, f.code) for f in found] == [
        (2, Code.RELATIVE_DAY), (4, Code.RELATIVE_DAY), (5, Code.RELATIVE_DAY),
    ]  # fmt: skip
    assert {f.severity for f in found} == {Severity.WARNING}


@pytest.mark.parametrize("text", ["3月2日", "2 March"])
def test_days_of_other_languages_are_not_looked_for(text: str) -> None:
    assert days(text, "it") == ()


def test_quotations_nest_and_open_ones_quote_nothing() -> None:
    assert quoted("「前の『後』です」と") == ((1, 8), (4, 5))
    assert quoted("„eins“ und »zwei« “three” « quatre »") == ((1, 5), (12, 16), (19, 24), (27, 35))
    assert quoted("don’t ‘quote’ it’s “open") == ((7, 12),)


def test_sentences_end_at_full_stops_but_not_at_those_of_dates() -> None:
    text = "Am 3. April kam er. Am 4. Mai ging er 2026. Er kam nicht."
    assert [text[slice(*sentence(text, at, at + 1))].strip() for at in (4, 24, 50)] == [
        "Am 3. April kam er.", "Am 4. Mai ging er 2026.", "Er kam nicht.",
    ]  # fmt: skip
