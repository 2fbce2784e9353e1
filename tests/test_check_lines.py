"""Lines that have ended, without hours, or not free; addresses of mail that are no contact."""

from __future__ import annotations

import pytest

from checking import checked, in_home, in_update
from noticegen.check.lines import _one_slip
from noticegen.diagnostics import Code, Diagnostic
from sites import page

CONTACTS = """\
hotline:
  name: A
  phone: 0800-000-0140
  region: JP
  hours: [{from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}}]
  until: 2026-03-31
office:
  name: B
  phone: 050-0000-0160
  region: JP
  hours: [{from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}}]
desk:
  name: C
  mail:
    values:
      - {from: 2026-03-02 10:00, value: old@some.example}
      - {from: 2026-03-20 10:00, value: privacy@some.example, change: event, note: 変更}
"""
FREE = CONTACTS.replace("  phone: 0800", "  free: true\n  phone: 0800")
FILES = {"content/contacts.yml": CONTACTS}


def found(text: str, language: str, code: Code, contacts: str = CONTACTS) -> list[tuple[int, int]]:
    """The places of findings of `code` about a text of the home page."""
    return in_home(text, language, code, {"content/contacts.yml": contacts})


ENDED = [
    ("ja", "ご不明な点は${contact.hotline}へ。", 7),
    ("ja", "電話は${contact.hotline.phone}です。", 4),
    ("ja", "ご不明な点は0800-000-0140へ。", 7),
    ("ja", "::: contacts office hotline\n:::", 1),
    ("ja", "::: hours hotline\n:::", 1),
    ("en", "Please call ${contact.hotline}.", 13),
    ("de", "Rufen Sie ${contact.hotline} an.", 11),
    ("fr", "Appelez ${contact.hotline}.", 9),
]
NOT_ENDED = [
    ("ja", "${contact.hotline}の受付は3月31日に終了しました。${contact.office}へ。"),
    ("ja", "${contact.hotline.name}と${contact.hotline.until}。"),
    ("ja", "::: contacts\n:::\n\n::: contacts office\n:::"),
    ("en", "${contact.hotline} closed on 31 March."),
    ("de", "${contact.hotline} ist nicht mehr erreichbar."),
    ("fr", "La ligne ${contact.hotline} est fermée."),
]


@pytest.mark.parametrize(("language", "text", "column"), ENDED)
def test_readers_are_sent_to_a_line_that_has_ended(language: str, text: str, column: int) -> None:
    assert found(text, language, Code.ENDED_LINE) == [(6, column)]


@pytest.mark.parametrize(("language", "text"), NOT_ENDED)
def test_lines_that_answer_or_are_said_to_be_over(language: str, text: str) -> None:
    assert found(text, language, Code.ENDED_LINE) == []


def test_an_ended_line_may_stand_in_an_update_and_on_its_last_day() -> None:
    text = "${contact.hotline}へ。\n\n::: contacts hotline\n:::"
    home = {"content/ja/index.md": page("T", text, date="2026-03-02 10:00")}
    update = page("U", text, date="2026-03-16 10:00", summary="S")
    assert _of(Code.ENDED_LINE, {**FILES, "content/ja/updates/2026-03-16-u.md": update}) == []
    assert _of(Code.ENDED_LINE, {**FILES, **home}, as_of="2026-03-31 23:00") == []
    assert len(_of(Code.ENDED_LINE, {**FILES, **home}, as_of="2026-04-01 00:00")) == 2


def test_a_line_that_was_withdrawn_has_ended() -> None:
    withdrawn = CONTACTS.replace(
        "  until: 2026-03-31",
        "  changes: [{at: 2026-03-20 10:00, kind: withdrawal, note: 取り下げました。}]",
    )
    home = {"content/ja/index.md": page("T", "::: contacts hotline\n:::", date="2026-03-02 10:00")}
    [one] = _of(Code.ENDED_LINE, {"content/contacts.yml": withdrawn, **home})
    assert str(one.message) == "readers are sent to `hotline`, which was withdrawn"


def _of(code: Code, files: dict[str, str], as_of: str = "2026-04-10 12:00") -> list[Diagnostic]:
    return [finding for finding in checked(files, "ja", as_of=as_of) if finding.code is code]


def test_a_telephone_line_has_hours() -> None:
    contacts = (
        "a:\n  name: A\n  phone: 050-0000-0160\n  region: JP\n"
        "b:\n  name: B\n  mail: b@some.example\n"
        "c:\n  name: C\n  phone: 050-0000-0161\n  region: JP\n  until: 2026-03-31\n"
        "d:\n  name: D\n  phone: 050-0000-0162\n  region: JP\n"
        '  hours: [{from: 2026-03-02, weekly: {mon-sun: "0:00-24:00"}}]\n'
        "e:\n  name: E\n  fax: 050-0000-0163\n  region: JP\n"
    )
    [one] = _of(Code.LINE_WITHOUT_HOURS, {"content/contacts.yml": contacts})
    assert (one.at.path, one.at.line, one.at.column) == ("content/contacts.yml", 1, 1)


NOT_FREE = [
    ("ja", "電話　${contact.office}（通話料無料）", 22),
    ("ja", "フリーダイヤルは${contact.office}です。", 1),
    ("ja", "${contact.office}（無料）", 19),
    ("ja", "050-0000-0160まで無料でお電話ください。", 16),
    ("en", "Call ${contact.office} toll-free.", 24),
    ("en", "Call ${contact.office}, free of charge from landlines.", 25),
    ("en", "Calls are free: ${contact.office}.", 1),
    ("fr", "Un numéro vert : ${contact.office}.", 4),
    ("fr", "Appelez gratuitement ${contact.office}.", 9),
    ("de", "Sie erreichen uns kostenlos unter ${contact.office}.", 19),
    ("de", "Unsere kostenlose Hotline: ${contact.office}", 8),
]
FREE_OR_NO_CALL = [
    ("ja", "${contact.hotline}（通話料無料）と${contact.office}（有料）です。"),
    ("ja", "${contact.office}（通話料無料ではありません）。詐欺の電話は「通話料無料」と言います。"),
    ("ja", "カードの再発行は無料です。${contact.office}へ。フリーダイヤルもあります。"[:29]),
    ("ja", "通話料無料です。"),
    ("en", "Feel free to call ${contact.office}. The form is free of charge."),
    ("en", "Calls to ${contact.office} are not free of charge."),
    ("en", "You get twelve months free of charge. Write to us or come by; ${contact.office}."),
    ("fr", "Le changement est gratuit dans nos agences. Appelez ${contact.office}."),
    ("fr", "L’appel au ${contact.office} n’est pas gratuit."),
    ("de", "Das Sperren ist kostenlos. Rufen Sie ${contact.office} an."),
    ("de", "Der Anruf unter ${contact.office} ist nicht kostenlos."),
]


@pytest.mark.parametrize(("language", "text", "column"), NOT_FREE)
def test_a_line_that_is_offered_as_free_and_is_not(language: str, text: str, column: int) -> None:
    assert found(text, language, Code.NOT_FREE, FREE) == [(6, column)]


@pytest.mark.parametrize(("language", "text"), FREE_OR_NO_CALL)
def test_lines_that_are_free_and_other_things_that_are(language: str, text: str) -> None:
    assert found(text, language, Code.NOT_FREE, FREE) == []


@pytest.mark.parametrize(
    ("language", "text", "column"),
    [
        ("en", "You can call us free of charge.", 9),
        ("fr", "Vous pouvez nous appeler gratuitement.", 26),
        ("de", "Sie erreichen uns kostenlos.", 19),
    ],
)
def test_calls_are_not_free_if_no_line_is(language: str, text: str, column: int) -> None:
    assert found(text, language, Code.NOT_FREE) == [(6, column)]
    assert found(text, language, Code.NOT_FREE, FREE) == []
    assert found("A new card is free of charge.", "en", Code.NOT_FREE) == []


def test_a_free_line_without_a_number_is_none_if_no_line_is_free() -> None:
    assert found("フリーダイヤルを設けました。", "ja", Code.NOT_FREE) == [(6, 1)]
    assert found("フリーダイヤルを設けました。", "ja", Code.NOT_FREE, FREE) == []
    assert found("通話料は無料です。", "ja", Code.NOT_FREE, "") == []
    update = in_update("フリーダイヤルを設けました。", "ja", Code.NOT_FREE)
    assert update == []  # no line at all: whose it would be is not known


def test_the_name_of_a_line_says_what_it_costs() -> None:
    contacts = CONTACTS.replace("name: B", "name: フリーダイヤル")
    [one] = _of(Code.NOT_FREE, {"content/contacts.yml": contacts})
    assert (one.at.line, one.at.column) == (8, 9)
    named = contacts.replace("name: フリーダイヤル", "name: フリーダイヤル\n  free: true")
    assert _of(Code.NOT_FREE, {"content/contacts.yml": named}) == []


STRAY = [
    ("en", "Write to pirvacy@some.example today.", 10),
    ("en", "Write to help (at) some.example.", 10),
    ("en", "Write to help [at] some [dot] example.", 10),
    ("en", "Write to help@old.example.", 10),
    ("en", "Write to old@some.example.", 10),
    ("en", "Write [to us](mailto:help@some.example).", 7),
    ("ja", "宛先は、help@some.example です。", 5),
    ("ja", "宛先は、ｈｅｌｐ＠ｓｏｍｅ．ｅｘａｍｐｌｅ です。", 5),
    ("ja", "宛先はhelp＠some.exampleです。", 4),
    ("ja", "宛先はhelp（アットマーク）some.exampleです。", 4),
    ("ja", "宛先はhelp★some.exampleです。", 4),
    ("fr", "Écrivez à contact [arobase] some.example.", 11),
    ("de", "Schreiben Sie an hilfe (ät) some.example.", 18),
]
NO_STRAY = [
    ("en", "Write to privacy@some.example or Privacy@Some.Example."),
    ("en", "Write to privacy (at) some.example, or [here](mailto:privacy@some.example?subject=x)."),
    ("en", "The sender was `support@other.example`. Follow @us at https://a@b.example/x."),
    ("en", "Write to jane.doe@some.example."),  # a person's address is another rule's
    ("en", "We met (at) noon, five (at) most. 3 @ 5 each."),
    ("en", "```\nhelp@some.example\n```"),
]


@pytest.mark.parametrize(("language", "text", "column"), STRAY)
def test_a_mail_address_that_is_no_contact(language: str, text: str, column: int) -> None:
    assert found(text, language, Code.STRAY_MAIL) == [(6, column)]


@pytest.mark.parametrize(("language", "text"), NO_STRAY)
def test_mail_addresses_that_are_contacts_or_meant_to_be_known(language: str, text: str) -> None:
    assert found(text, language, Code.STRAY_MAIL) == []


def test_the_report_hides_the_name_and_says_what_was_meant() -> None:
    home = page("T", "pirvacy@some.exampleへ。", date="2026-03-02 10:00")
    [one] = _of(Code.STRAY_MAIL, {**FILES, "content/ja/index.md": home})
    assert str(one.message) == "p…@some.example looks like a mail address and is no contact"
    assert str(one.hint) == "write ${contact.…}; `privacy@some.example` is nearly the same"


def test_a_former_address_may_stand_in_an_update() -> None:
    update = page("U", "old@some.exampleへ。", date="2026-03-16 10:00", summary="S")
    files = {**FILES, "content/ja/updates/2026-03-16-u.md": update}
    assert _of(Code.STRAY_MAIL, files) == []


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [("privacy@a", "pirvacy@a", True), ("privacy@a", "privcy@a", True), ("info@a", "help@a", False),
     ("info@a", "info@abc", False), ("", "a", False)],
)  # fmt: skip
def test_a_slip_of_the_fingers(one: str, other: str, *, is_slip: bool) -> None:
    assert _one_slip(one, other) is is_slip
