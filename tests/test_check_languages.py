"""Passages in another language are marked; titles, names, units and purposes are translated."""

from __future__ import annotations

import pytest

from checking import checked, in_home
from noticegen.check.languages import language_of
from noticegen.diagnostics import Code, Diagnostic
from sites import page

UNMARKED = [
    ("de", "Sie lasen „Votre réservation sera annulée si vous ne payez pas“.", 12),
    ("de", "Sie lasen „We will cancel your booking if you do not pay“ und "
     "« Votre compte sera fermé si vous ne payez pas ».", 12),
    ("de", "> We will cancel your booking if you do not pay.", 3),
    ("en", "They read “お支払いが確認できていません。”.", 12),
    ("en", "Ihre Buchung wird storniert, wenn Sie nicht sofort bezahlen.", 1),
    ("fr", "Ils ont lu « Your account will be closed if you do not pay ».", 14),
    ("ja", "「Your account will be closed if you do not pay」という文面です。", 2),
    ("ja", "For questions in English, please call us and we will help you.", 1),
    ("ja", "- [x](site:contact) Votre compte sera fermé si vous ne payez pas.", 4),
    ("en", "| a |\n|---|\n| Wir haben Ihre Daten gelöscht und bitten um Entschuldigung |", 3),
]  # fmt: skip

MARKED_OR_NO_SENTENCE = [
    ("de", "Sie lasen „[Votre réservation sera annulée si vous ne payez pas]{lang=fr}“."),
    ("de", "::: lang en\n> We will cancel your booking if you do not pay.\n:::"),
    ("en", "> 株式会社みなと学習社 東京都みなと町一丁目"),
    ("en", "The Commission Nationale de l’Informatique et des Libertés was told on 2 March."),
    ("en", "See “Loi relative à l’informatique, aux fichiers et aux libertés” and “Guten Tag”."),
    ("en", "We know what was copied, and we will write it here. “Was that all?”, one asked."),
    ("fr", "Écrivez au « Information Commissioner’s Office, Wycliffe House, Water Lane »."),
    ("ja", "「Payment Card Industry Data Security Standard version 4」に沿っています。"),
    (
        "ja",
        "SHA-256 を照合し、TLS 1.3 と PCI DSS v4.0.1 に従います。「Have a nice day」と書きました。",
    ),
    ("de", "Die Adresse ist „8 quai du Port, 00000 Port-Exemple, Les Amis du Phare“."),
    ("de", "```\nWe will cancel your booking if you do not pay.\n```"),
]


@pytest.mark.parametrize(("language", "text", "column"), UNMARKED)
def test_a_passage_in_another_language_that_is_not_marked(
    language: str, text: str, column: int
) -> None:
    found = in_home(text, language, Code.UNMARKED_LANGUAGE)
    assert found
    assert found[0] == (8 if text.startswith("|") else 6, column)
    assert len(found) == (2 if "und «" in text else 1)


@pytest.mark.parametrize(("language", "text"), MARKED_OR_NO_SENTENCE)
def test_passages_that_are_marked_and_names_titles_and_addresses(language: str, text: str) -> None:
    assert in_home(text, language, Code.UNMARKED_LANGUAGE) == []


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (
            "> Votre compte sera fermé si vous ne payez pas.",
            "put `::: lang fr` before it and `:::` after it",
        ),
        (
            "Er las „Your account will be closed, if you do not pay“.",
            "write [Your account will be closed, …]{lang=en}",
        ),
        (
            "Your account will not open.",
            "put `::: lang en` before it and `:::` after it",
        ),
        ("- Your account will not open", "write [Your account will not open]{lang=en}"),
        ("Er las „Your account will not open“.", "write [Your account will not open]{lang=en}"),
    ],
)
def test_the_hint_says_which_mark(text: str, hint: str) -> None:
    files = {"content/de/index.md": page("T", text, date="2026-03-02 10:00")}
    [one] = [f for f in checked(files, "de") if f.code is Code.UNMARKED_LANGUAGE]
    assert str(one.hint) == hint


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("お支払いが確認できていません", "ja"), ("東京都港区芝公園四丁目二番八号", None),
        ("We will write to you", "en"), ("We will write", None),
        ("Wir schreiben Ihnen, wenn es nötig ist", "de"),
        ("Nous vous écrirons si c’est nécessaire", "fr"), ("one two three four five six", None),
    ],
)  # fmt: skip
def test_languages_are_told_apart(text: str, language: str | None) -> None:
    assert language_of(text) == language


FACTS = """\
people:
  type: number
  name: {en: People affected, de: People affected}
  unit:
    en: {one: person, other: people}
    de: {one: Person, other: people}
  values: [{from: 2026-03-02 10:00, value: 5}]
"""
CONTACTS = """\
press:
  name: Press office
  purpose: {en: Questions of the press, de: Fragen der Presse}
  mail: press@some.example
vpn:
  name: VPN Hotline
  purpose: {en: About your data, de: About your data}
  mail: vpn@some.example
some:
  name: Example Works
  mail: works@some.example
"""
BOTH = {
    "content/en/index.md": page("Notice about a leak", "- 1", date="2026-03-02 10:00"),
    "content/de/index.md": page("Mitteilung", "- 1"),
}


def left(files: dict[str, str], *languages: str) -> list[str]:
    """The places of what was left untranslated, with the texts."""
    found: tuple[Diagnostic, ...] = checked({**BOTH, **files}, *(languages or ("en", "de")))
    return [f"{f.at} {f.message.values['text']}" for f in found if f.code is Code.INTERFACE_WORD]


def test_names_units_and_purposes_that_were_left() -> None:
    assert left({"content/facts.yml": FACTS, "content/contacts.yml": CONTACTS}) == [
        "content/contacts.yml:2:9 Press office",
        "content/contacts.yml:7:38 About your data",
        "content/facts.yml:3:35 People affected",
        "content/facts.yml:6:30 people",
    ]


def test_titles_of_pages_and_questions_that_were_left() -> None:
    faq = "## {} {{#you}}\n\n### {} {{#me}}\n\n- 1"
    files = {
        "content/en/faq.md": page(
            "Questions and answers", faq.format("You", "Am I affected?"), date="2026-03-02 10:00"
        ),
        "content/de/faq.md": page("Questions and answers", faq.format("Sie", "Am I affected?")),
    }
    assert left(files) == [
        "content/de/faq.md:2:8 Questions and answers",
        "content/de/faq.md:7:5 Am I affected?",
    ]


def test_japanese_that_was_left_in_english() -> None:
    contacts = "a:\n  name: 専用窓口\n  mail: a@some.example\n"
    files = {"content/ja/index.md": page("お知らせ", "- 1"), "content/contacts.yml": contacts}
    assert left(files, "en", "ja") == ["content/contacts.yml:2:9 専用窓口"]
    english = {**files, "content/contacts.yml": contacts.replace("専用窓口", "Helpline")}
    assert left(english, "en", "ja") == ["content/contacts.yml:2:9 Helpline"]


def test_words_of_both_languages_brands_and_single_languages_are_left_alone() -> None:
    contacts = (
        "a:\n  name: Hotline\n  mail: a@some.example\n"
        "b:\n  name: Cradlewatch Pro\n  mail: b@some.example\n"
        "c:\n  name: {en: Support, de: Support}\n  mail: c@some.example\n"
    )
    assert left({"content/contacts.yml": contacts}) == []
    alone = {"content/contacts.yml": contacts.replace("Hotline", "Press office")}
    codes = {
        f.code for f in checked({"content/en/index.md": BOTH["content/en/index.md"], **alone}, "en")
    }
    assert Code.INTERFACE_WORD not in codes
