"""Hours and closures as sentences in each language."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from build_site import a_site
from noticegen.build import read
from noticegen.config import Config
from noticegen.contacts import Contacts
from noticegen.opening import closure_in_words, hours_in_words
from noticegen.theme import Theme, read_theme

CONTACTS = """\
daily:
  name: A
  mail: a@some.example
  hours: [{from: 2026-03-02, weekly: {mon-sun: "9:00-21:00"}}]
also:
  name: A
  mail: a@some.example
  holidays: JP
  hours: [{from: 2026-03-02, weekly: {mon-sun: "9:00-21:00"}, on_holidays: open}]
office:
  name: A
  mail: a@some.example
  holidays: JP
  hours: [{from: 2026-03-02, weekly: {mon-fri: "9:00-18:00", sat: "9:30-17:00"}, on_holidays: closed}]
lunch:
  name: A
  mail: a@some.example
  holidays: JP
  hours:
    - {from: 2026-03-02, weekly: {mon-fri: "9:00-12:00, 13:00-18:00"}, on_holidays: "10:00-15:00"}
odd:
  name: A
  mail: a@some.example
  hours: [{from: 2026-03-02, weekly: {"mon, wed": "9:00-18:00", fri: "18:00-24:00"}}]
closures:
  week: {from: 2026-05-03, to: 2026-05-06, name: {ja: 臨時休業, en: Closed, de: Geschlossen, fr: Fermé}, lines: [daily]}
  one: {from: 2026-05-03, to: 2026-05-03, name: {ja: 臨時休業, en: Closed, de: Geschlossen, fr: Fermé}, lines: [daily]}
"""  # noqa: E501 -- an item of YAML stands in one line

SETTINGS = """\
title: T
organization: O
url: https://www.some.example/notice/
official_site: https://www.some.example/
languages: [ja, en, de, fr]
locales: {en: en-GB, de: de-CH}
timezone: Asia/Tokyo
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Contacts, Config, Theme]:
    project = tmp_path_factory.mktemp("site")
    sources = read(a_site(project, {"noticegen.yml": SETTINGS, "content/contacts.yml": CONTACTS}))
    assert sources.site is not None
    assert sources.config is not None
    theme = read_theme(Path(project), "default", sources.config.languages)
    assert isinstance(theme, Theme)
    return sources.site.contacts, sources.config, theme


@pytest.mark.parametrize(
    ("contact", "language", "sentence"),
    [
        ("daily", "ja", "毎日9時から21時まで"),
        ("daily", "en", "every day from 09:00 to 21:00"),
        ("daily", "de", "täglich 09:00 bis 21:00 Uhr"),
        ("daily", "fr", "tous les jours de 09:00 à 21:00"),
        ("also", "ja", "毎日9時から21時まで、祝日も同じ"),
        ("also", "en", "every day from 09:00 to 21:00; public holidays included"),
        (
            "office",
            "ja",
            "月曜日から金曜日は9時から18時まで、土曜日は9時30分から17時まで（日曜日、祝日は休み）",
        ),
        (
            "office",
            "en",
            "Monday to Friday from 09:00 to 18:00; Saturday from 09:30 to 17:00;"
            " closed on Sunday and public holidays",
        ),
        (
            "office",
            "de",
            "Montag bis Freitag 09:00 bis 18:00 Uhr; Samstag 09:30 bis 17:00 Uhr;"
            " geschlossen: Sonntag und Feiertage",
        ),
        (
            "office",
            "fr",
            "lundi à vendredi de 09:00 à 18:00 ; samedi de 09:30 à 17:00 ;"
            " fermé : dimanche et jours fériés",
        ),
        (
            "lunch",
            "ja",
            "月曜日から金曜日は9時から12時まで、13時から18時まで、祝日は10時から15時まで"
            "（土曜日、日曜日は休み）",
        ),
        (
            "lunch",
            "en",
            "Monday to Friday from 09:00 to 12:00 and 13:00 to 18:00;"
            " public holidays from 10:00 to 15:00; closed on Saturday and Sunday",
        ),
        (
            "odd",
            "en",
            "Monday and Wednesday from 09:00 to 18:00; Friday from 18:00 to 24:00;"
            " closed on Tuesday, Thursday, Saturday and Sunday",
        ),
    ],
)
def test_hours_are_a_sentence(
    site: tuple[Contacts, Config, Theme], contact: str, language: str, sentence: str
) -> None:
    contacts, config, theme = site
    [wanted] = [line for line in contacts.contacts if line.id == contact]
    words, locale = theme.strings[language], config.locales[language]
    assert hours_in_words(wanted, date(2026, 3, 10), words, locale) == sentence


def test_before_its_first_day_a_line_is_not_open_yet(
    site: tuple[Contacts, Config, Theme],
) -> None:
    contacts, config, theme = site
    words, locale = theme.strings["en"], config.locales["en"]
    assert hours_in_words(contacts.contacts[0], date(2026, 3, 1), words, locale) == "not open yet"


@pytest.mark.parametrize(
    ("closure", "language", "sentence"),
    [
        (0, "ja", "2026年5月3日(日)から2026年5月6日(水)まで：臨時休業"),
        (0, "en", "Closed from Sun, 3 May 2026 to Wed, 6 May 2026"),
        (0, "de", "Geschlossen von So., 3. Mai 2026 bis Mi., 6. Mai 2026"),
        (0, "fr", "Fermé du dim. 3 mai 2026 au mer. 6 mai 2026"),
        (1, "ja", "2026年5月3日(日)：臨時休業"),
        (1, "en", "Closed on Sun, 3 May 2026"),
    ],
)
def test_closures_are_a_sentence(
    site: tuple[Contacts, Config, Theme], closure: int, language: str, sentence: str
) -> None:
    contacts, config, theme = site
    found = contacts.closures[closure]
    words, locale = theme.strings[language], config.locales[language]
    assert closure_in_words(found, found.name.of(language), words, locale) == sentence
