"""`contacts.yml` becomes contacts, or findings that say where and what to do."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from datetime import date, datetime, timezone
from zoneinfo import ZoneInfo

import pytest

from build_site import an_update
from noticegen.contacts import (
    MIDNIGHT,
    ChannelKind,
    Contact,
    Contacts,
    HolidayRule,
    Span,
)
from noticegen.diagnostics import Diagnostic, in_order
from noticegen.load.contacts import read_contacts
from noticegen.load.header import Header, read_header
from noticegen.load.when import Moments
from noticegen.model import NEVER

TOKYO = ZoneInfo("Asia/Tokyo")
NOTICE = datetime(2026, 3, 2, 15, tzinfo=TOKYO)
PLACE = "content/contacts.yml"


def headers(dates: Mapping[str, str | None]) -> Mapping[str, Header]:
    """Updates by name, each of a moment; None makes a draft."""
    read = {}
    for slug, moment in dates.items():
        text = an_update(date=moment, more="" if moment else "draft: true\n")
        reading = read_header(text.encode(), f"{slug}.md", f"updates/{slug}", "ja", 10_000)
        assert reading.header is not None
        read[slug] = reading.header
    return read


UPDATES = headers(
    {
        "2026-03-03-second": "2026-03-03 10:00",
        "2026-03-19-report": "2026-03-19 11:00",
        "2026-04-22-correction": "2026-04-22 10:00",
        "draft-longer": None,
    }
)


def read(
    text: str,
    *,
    updates: Mapping[str, Header] = UPDATES,
    languages: tuple[str, ...] = ("ja", "en"),
    zone: ZoneInfo = TOKYO,
) -> tuple[Contacts, tuple[Diagnostic, ...]]:
    """What `text` holds, and the findings in order, those of its moments among them."""
    moments = Moments(zone, updates)
    contacts, found = read_contacts(text, PLACE, languages, zone, NOTICE, moments)
    return contacts, in_order([*found, *moments.found])


def good(text: str) -> Contacts:
    contacts, found = read(textwrap.dedent(text))
    assert found == ()
    return contacts


def report(text: str) -> list[str]:
    """The findings as lines: place, code and message after `!`, the hint after `?`."""
    lines = []
    for finding in read(text)[1]:
        place = f"{finding.at.line}:{finding.at.column}"
        lines.append(f"! {place} {finding.code} {finding.message}")
        lines += [f"? {finding.hint}"] if finding.hint else []
    return lines


def a_contact(lines: str) -> Contact:
    """The contact of a file that holds one with these lines beside its name."""
    return good("a:\n  name: A\n" + textwrap.indent(textwrap.dedent(lines), "  ")).contacts[0]


EXAMPLE = """\
hotline:
  name: {ja: お客さま専用窓口, en: Customer hotline}
  purpose: {ja: お客さま情報について, en: About your data}
  phone: 0800-000-0140
  region: JP
  free: true
  languages: [ja]
  timezone: Asia/Tokyo
  holidays: JP
  hours:
    - {from: 2026-03-02, weekly: {mon-sun: "9:00-21:00"}, on_holidays: open}
    - from: 2026-05-07
      weekly: {mon-fri: "9:00-18:00", sat: "9:00-17:00"}
      on_holidays: closed
      with: 2026-04-22-correction
  until: 2026-12-28
press:
  name: {ja: 報道関係の方, en: Press}
  with: 2026-03-03-second
  region: JP
  phone:
    values:
      - {from: 2026-03-03 10:00, value: 050-0000-0160}
      - with: 2026-03-19-report
        value: 050-0000-0161
        change: correction
        note: {ja: 番号の誤りを訂正しました。, en: The number was wrong.}
closures:
  may-holidays:
    from: 2026-05-03
    to: 2026-05-06
    name: {ja: 臨時休業, en: Closed}
    lines: [hotline]
    with: 2026-04-22-correction
not_ours:
  - {phone: 0800-000-0104, note: {ja: 第2報に誤って記載した番号です。, en: A misprint.}}
"""


def test_a_whole_file_is_read() -> None:
    contacts = good(EXAMPLE)
    hotline, press = contacts.contacts
    assert (hotline.id, hotline.name.of("en"), hotline.at) == (
        "hotline",
        "Customer hotline",
        (PLACE, 1, 1),
    )
    assert hotline.purpose is not None
    assert hotline.purpose.of("ja") == "お客さま情報について"
    assert (hotline.region, hotline.is_free, hotline.languages) == ("JP", True, ("ja",))
    assert (hotline.zone.key, hotline.holidays) == ("Asia/Tokyo", ("JP",))
    assert (hotline.published, hotline.with_update) == (NOTICE, None)
    assert hotline.until == date(2026, 12, 28)
    first, second = hotline.periods
    assert (first.first, first.announced, first.with_update) == (date(2026, 3, 2), NOTICE, None)
    assert first.weekly == ((Span(540, 1260),),) * 7
    assert first.on_holidays is HolidayRule.OPEN
    assert second.with_update == "2026-04-22-correction"
    assert second.announced == datetime(2026, 4, 22, 10, tzinfo=TOKYO)
    assert second.weekly == (*((Span(540, 1080),),) * 5, (Span(540, 1020),), ())
    assert second.on_holidays is HolidayRule.CLOSED
    [channel] = hotline.channels
    [value] = channel.values
    assert (channel.kind, value.text.of("en"), value.e164) == (
        ChannelKind.PHONE,
        "0800-000-0140",
        "+818000000140",
    )
    assert (value.moment, value.change, value.note) == (NOTICE, None, None)

    assert press.published == datetime(2026, 3, 3, 10, tzinfo=TOKYO)
    assert press.with_update == "2026-03-03-second"
    [channel] = press.channels
    older, newer = channel.values
    assert (older.moment, older.with_update, older.change) == (press.published, None, None)
    assert (newer.with_update, newer.change) == ("2026-03-19-report", "correction")
    assert newer.note is not None
    assert newer.note.of("en") == "The number was wrong."
    assert newer.at == (PLACE, 24, 9)

    [closure] = contacts.closures
    assert (closure.id, closure.first, closure.last) == (
        "may-holidays",
        date(2026, 5, 3),
        date(2026, 5, 6),
    )
    assert (closure.lines, closure.with_update) == (("hotline",), "2026-04-22-correction")
    [other] = contacts.not_ours
    assert (other.written, other.e164) == ("0800-000-0104", "+818000000104")
    assert (other.published, other.at.line) == (NOTICE, 36)


def test_an_empty_file_holds_nothing() -> None:
    assert good("# nothing yet\n") == Contacts((), (), ())


def test_channels_stand_in_the_order_in_which_they_were_written() -> None:
    contact = a_contact("""
        form: https://www.firm.example/contact?about=data
        post: {ja: "〒100-0000\\n東京都", en: "Tokyo\\nJapan"}
        mail: help@firm.example
        phone: "+81 3-0000-0000"
        fax: "+81 3-0000-0001"
    """)
    assert [channel.kind for channel in contact.channels] == [
        "form", "post", "mail", "phone", "fax",
    ]  # fmt: skip
    texts = [channel.values[0].text.of("en") for channel in contact.channels]
    assert texts[:3] == [
        "https://www.firm.example/contact?about=data",
        "Tokyo\nJapan",
        "help@firm.example",
    ]
    assert [channel.values[0].e164 for channel in contact.channels] == [
        None, None, None, "+81300000000", "+81300000001",
    ]  # fmt: skip


def test_a_text_missing_in_a_language_is_that_of_the_authoritative_one() -> None:
    contact = a_contact("purpose: {ja: 用件}\nform: {ja: https://www.firm.example/ja}")
    assert contact.purpose is not None
    assert contact.purpose.of("en") == "用件"
    assert contact.channels[0].values[0].text.of("en") == "https://www.firm.example/ja"


def test_the_first_value_becomes_public_with_its_contact() -> None:
    contact = a_contact("""
        with: 2026-03-03-second
        mail: {values: [{value: a@firm.example}]}
        post: Tokyo
    """)
    for channel in contact.channels:
        assert channel.values[0].moment == contact.published
        assert channel.values[0].with_update == "2026-03-03-second"


def test_values_are_put_in_order_of_their_moments() -> None:
    contact = a_contact("""
        mail:
          values:
            - {with: 2026-03-19-report, value: new@firm.example, change: policy, note: New.}
            - {from: 2026-03-02 16:00, value: old@firm.example}
    """)
    assert [value.text.of("ja") for value in contact.channels[0].values] == [
        "old@firm.example",
        "new@firm.example",
    ]


def test_the_value_of_a_draft_comes_last_and_never() -> None:
    contact = a_contact("""
        mail:
          values:
            - {value: old@firm.example}
            - {with: draft-longer, value: new@firm.example, change: policy, note: New.}
        hours:
          - {from: 2026-03-02, weekly: {mon: closed}}
          - {from: 2026-03-02, weekly: {mon: closed}, with: draft-longer}
        until: [2026-12-28, {day: 2027-03-31, with: draft-longer}]
    """)
    assert contact.channels[0].values[-1].moment == NEVER
    assert [period.announced for period in contact.periods] == [NOTICE, NEVER]
    assert [end.day.year for end in contact.ends] == [2026, 2027]


@pytest.mark.parametrize(
    ("weekly", "days"),
    [
        ('mon-fri: "9:00-10:00"', "mtwtf--"),
        ('mon-sun: "9:00-10:00"', "mtwtfss"),
        ('sat-sun: "9:00-10:00"', "-----ss"),
        ('"mon, wed": "9:00-10:00"', "m-w----"),
        ('"mon-tue, sat": "9:00-10:00"', "mt---s-"),
        ('sun-thu: "9:00-10:00"', "mtwt--s"),
        ('fri-mon: "9:00-10:00"', "m---fss"),
        ('wed: "9:00-10:00", thu: closed', "--w----"),
        ('wed-wed: "9:00-10:00"', "--w----"),
    ],
)
def test_days_of_the_week_are_read(weekly: str, days: str) -> None:
    contact = a_contact(f"mail: a@b.example\nhours: {{from: 2026-03-02, weekly: {{{weekly}}}}}")
    shown = "".join(
        letter if spans else "-"
        for letter, spans in zip("mtwtfss", contact.periods[0].weekly, strict=True)
    )
    assert shown == days


@pytest.mark.parametrize(
    ("times", "spans"),
    [
        ("9:00-21:00", ((540, 1260),)),
        ("09:00-9:01", ((540, 541),)),
        ("9:00 - 21:00", ((540, 1260),)),
        ("13:00-18:00, 9:00-12:00", ((540, 720), (780, 1080))),
        ("9:00-12:00,12:00-13:00", ((540, 720), (720, 780))),
        ("0:00-24:00", ((0, MIDNIGHT),)),
        ("closed", ()),
    ],
)
def test_times_are_read_in_order(times: str, spans: tuple[tuple[int, int], ...]) -> None:
    contact = a_contact(
        f'mail: a@b.example\nhours: {{from: 2026-03-02, weekly: {{mon: "{times}"}}}}'
    )
    assert contact.periods[0].weekly[0] == spans


def test_a_contact_has_the_hours_of_the_one_it_names() -> None:
    """With what belongs to them, and also through a third one."""
    contacts = good(
        """
        third: {name: C, mail: c@b.example, hours: other}
        other: {name: B, mail: b@b.example, hours: hotline}
        hotline:
          name: A
          mail: a@b.example
          timezone: UTC
          holidays: JP
          hours:
            - {from: 2026-03-02, weekly: {mon: "9:00-10:00"}, on_holidays: closed}
            - from: 2026-05-07
              weekly: {mon: "9:00-11:00"}
              on_holidays: closed
              with: 2026-04-22-correction
          until: {day: 2026-12-28, with: 2026-04-22-correction}
        """
    )
    third, other, hotline = contacts.contacts
    for contact in (third, other):
        assert contact.zone == ZoneInfo("UTC")
        assert contact.holidays == ("JP",)
        assert contact.periods == hotline.periods
        assert contact.ends == hotline.ends
    assert [contact.name.of("ja") for contact in contacts.contacts] == ["C", "B", "A"]


def test_holidays_have_hours_of_their_own_when_they_say_so() -> None:
    contact = a_contact("""
        mail: a@b.example
        holidays: [CH-LU, DE]
        hours: {from: 2026-03-02, weekly: {mon: closed}, on_holidays: "10:00-11:00, 12:00-13:00"}
    """)
    assert contact.holidays == ("CH-LU", "DE")
    assert contact.periods[0].on_holidays == (Span(600, 660), Span(720, 780))


def test_a_period_is_announced_with_its_contact_and_a_closure_with_the_notice() -> None:
    contacts = good("""
        a:
          name: A
          from: 2026-03-09 12:00
          mail: a@b.example
          hours: {from: 2026-03-02, weekly: {mon: closed}}
        closures:
          c: {from: 2026-03-05, to: 2026-03-05, name: C, lines: a}
    """)
    assert contacts.contacts[0].periods[0].announced == datetime(2026, 3, 9, 12, tzinfo=TOKYO)
    assert contacts.closures[0].announced == NOTICE


def test_a_longer_end_is_announced_with_its_update() -> None:
    contact = a_contact("""
        mail: a@b.example
        until:
          - {day: 2027-03-31, with: 2026-04-22-correction}
          - 2026-12-28
    """)
    assert [(str(end.day), end.with_update) for end in contact.ends] == [
        ("2026-12-28", None),
        ("2027-03-31", "2026-04-22-correction"),
    ]
    assert contact.until == date(2027, 3, 31)


def test_a_misprinted_number_need_not_be_one_that_anybody_can_have() -> None:
    [other] = good("not_ours: [{phone: 0800-000, note: Cut off in print.}]").not_ours
    assert (other.written, other.e164) == ("0800-000", None)


def test_a_former_number_may_be_named_as_not_ours_and_a_current_one_may_not() -> None:
    assert report(f"{EXAMPLE}  - {{phone: 050-0000-0160}}\n") == []
    assert report(f"{EXAMPLE}  - {{phone: 050-0000-0161}}\n") == [
        "! 37:13 NG252 050-0000-0161 is the number of `press`",
        "? delete it here, or give `press` its new number",
    ]


def test_a_number_of_others_may_be_of_another_country() -> None:
    text = f"{EXAMPLE}  - {{phone: 044 668 18 00, region: CH, note: N.}}\n"
    assert good(text).not_ours[-1].e164 == "+41446681800"


# ------------------------------------------------------------------ what is wrong

WRONG = """\
a: yes
! 1:4 NG209 `a` takes keys such as name, phone; “yes” stands here
? write it as {name: …, phone: …}

a: {}
! 1:1 NG252 `a` names no way to reach anybody
? add one of phone, fax, mail, post, form
! 1:4 NG202 `name` is missing
? add a line `name: …`

a: {name: A}
! 1:1 NG252 `a` names no way to reach anybody
? add one of phone, fax, mail, post, form

a: {mail: a@b.example}
! 1:4 NG202 `name` is missing
? add a line `name: …`

A_b: {name: A, mail: a@b.example}
! 1:1 NG252 “A_b” cannot be an id here
? use small letters a–z, digits and hyphens, as in english-hotline

not_our: [{phone: 0800-000-0104}]
! 1:1 NG252 “not_our” cannot be an id here
? did you mean `not_ours`?

closure: {c: {}}
! 1:1 NG252 “closure” cannot be an id here
? did you mean `closures`?

a: {name: A, mail: a@b.example, hour: {from: 2026-03-02, weekly: {mon: closed}}}
! 1:33 NG208 `hour` is not a key that is known here
? did you mean `hours`?

a: {name: A, mail: a@b.example, free: maybe}
! 1:39 NG209 `free` is “maybe”
? write `true` or `false`

a: {name: A, mail: a@b.example, languages: [ja, jp, ja]}
! 1:49 NG103 “jp” is not a language tag
? did you mean `ja`?
! 1:53 NG210 `ja` stands twice

a: {name: A, mail: a@b.example, timezone: Tokyo}
! 1:43 NG104 there is no time zone “Tokyo”
? write it as in Asia/Tokyo or Europe/Zurich

a: {name: A, mail: a@b.example, purpose: {en: About}}
! 1:42 NG202 `ja` is missing
? add a line `ja: …`

a: {name: A, mail: a@b.example, purpose: {ja: 用件, fr: À propos}}
! 1:51 NG208 `fr` is not a key that is known here
? known here: en, ja

a: {name: A, mail: a@b.example, with: 2026-03-03-secnd}
! 1:39 NG224 there is no update `2026-03-03-secnd`
? did you mean `2026-03-03-second`?

a: {name: A, mail: a@b.example, with: 2026-03-03-second, from: 2026-03-03 10:00}
! 1:39 NG223 both `from` and `with` say when this became public
? keep one of them

a: {name: A, mail: a@b.example, from: 2026-03-03}
! 1:39 NG211 2026-03-03 is a day without a time
? add the time at which it becomes public: 2026-03-03 10:00

a: {name: A, phone: 0800-000-0140}
! 1:21 NG254 “0800-000-0140” has no country code, and no `region` says it
? add `region: JP` (or another country) to the contact

a: {name: A, phone: 0800-000-0140, region: jp}
! 1:44 NG252 there is no country “jp”
? did you mean `JP`?

a: {name: A, phone: 0800-000-0140, region: XX}
! 1:44 NG252 there is no country “XX”
? write its two letters from ISO 3166, as in JP

a: {name: A, phone: 0800-0, region: JP}
! 1:21 NG254 “0800-0” is no telephone number of JP
? compare it with its source, digit by digit, and `region` too

a: {name: A, fax: +81}
! 1:19 NG254 “+81” is no telephone number
? compare it with its source, digit by digit

a: {name: A, phone: [0800-000-0140], region: JP}
! 1:21 NG209 `phone` must be text, and a list stands here
? write `phone: …` with the text in quotes

a: {name: A, mail: help@firm}
! 1:20 NG252 `mail` says “help@firm”, which is no address
? write one address, as in help@firm.example

a: {name: A, mail: {ja: a@b.example, en: a at b}}
! 1:20 NG252 `mail` says “a at b”, which is no address
? write one address, as in help@firm.example

a: {name: A, form: http://firm.example/}
! 1:20 NG252 `form` says “http://firm.example/”, which is not https
? write a full address, as in https://www.firm.example/contact

a: {name: A, form: https://user:secret@firm.example/}
! 1:20 NG252 `form` has a user's name before the host
? write a full address, as in https://www.firm.example/contact

a: {name: A, form: https://firm.example:x/}
! 1:20 NG252 `form` says “https://firm.example:x/”, which is no address
? write a full address, as in https://www.firm.example/contact

a: {name: A, form: https://firm/}
! 1:20 NG252 `form` says “https://firm/”, which is no address
? write a full address, as in https://www.firm.example/contact

a: {name: A, mail: {values: []}}
! 1:29 NG202 `mail` of `a` has no values
? add an item: - {value: …}

a: {name: A, mail: {values: [a@b.example]}}
! 1:30 NG209 `values` takes keys such as with, value; “a@b.example” stands here
? write it as {with: …, value: …}

a: {name: A, mail: {values: [{value: a@b.example}, {value: c@b.example}]}}
! 1:52 NG202 the value says neither `from` nor `with`
? add `with: <update>`, or `from:` and the moment at which it became public

a: {name: A, mail: {values: [{value: a@b.example},
  {from: 2026-03-09 10:00, value: c@b.example}]}}
! 2:3 NG252 the value does not say why it came after another
? add change: correction, progress, measure, policy or event
! 2:3 NG252 the value has no `note` for readers
? add note: with a sentence on what changed and why

a: {name: A, mail: {values: [{value: a@b.example, change: policy}],
  value: a@b.example}}
! 1:30 NG252 the first value of `mail` has a `change`
? delete it, or add the value that it changed
! 2:3 NG208 `value` is not a key that is known here
? did you mean `values`?

a: {name: A, mail: {values: [{value: a@b.example},
  {from: 2026-03-02 15:00, value: c@b.example, change: corection, note: N}]}}
! 2:3 NG252 `a` has two values of `mail` from 2026-03-02 15:00+09:00
? give each a moment of its own, or keep one
! 2:56 NG210 `change` says “corection”
? did you mean `correction`?

a: {name: A, mail: a@b.example, holidays: [UK, GB-XX, Mars, JP, JP]}
! 1:44 NG253 there is no list of holidays “UK”
? did you mean `GB`?
! 1:48 NG253 there is no list of holidays “GB-XX”
? known here: GB, GB-ENG, GB-NIR, GB-SCT, GB-WLS
! 1:55 NG253 there is no list of holidays “Mars”
? write a country or a part of one by ISO 3166, as in JP or CH-LU
! 1:65 NG210 `JP` stands twice

a: {name: A, mail: a@b.example, holidays: JP,
  hours: {from: 2026-03-02, weekly: {mon: closed}}}
! 2:10 NG253 `holidays` is set, and these hours do not say what holds on them
? add on_holidays: open, closed, or times such as "10:00-15:00"

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: closed}, on_holidays: closed}}
! 2:65 NG253 `on_holidays` says “closed”, and no `holidays` say where
? add `holidays: JP` (or another place) to the contact

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: closed}, on_holidays: shut}}
! 2:65 NG253 `on_holidays` says “shut”
? write open, closed, or times such as "10:00-15:00"

a: {name: A, mail: a@b.example, hours: [daily]}
! 1:41 NG209 `hours` takes keys such as from, weekly; “daily” stands here
? write it as {from: …, weekly: …}

a: {name: A, mail: a@b.example, hours: daily}
! 1:40 NG252 there is no contact `daily`
? write hours as {from: …, weekly: …}, or the id of a contact that has some

hotline: {name: A, mail: a@b.example, hours: {from: 2026-03-02, weekly: {mon: closed}}}
other: {name: B, mail: b@b.example, hours: hotlin}
! 2:44 NG252 there is no contact `hotlin`
? did you mean `hotline`?

a: {name: A, mail: a@b.example, hours: a}
b: {name: B, mail: b@b.example, hours: c}
c: {name: C, mail: c@b.example, hours: b}
! 1:40 NG225 the hours lead back to themselves: a → a
? write the hours of one of them out
! 2:40 NG225 the hours lead back to themselves: c → b → c
? write the hours of one of them out
! 3:40 NG225 the hours lead back to themselves: b → c → b
? write the hours of one of them out

a: {name: A, mail: a@b.example, hours: b}
b: {name: B, mail: b@b.example}
! 1:40 NG253 `b` has no hours that could be shared
? add `hours:` to it, or name another contact

a: {name: A, mail: a@b.example, hours: b}
b: {name: B, mail: b@b.example, hours: {from: 2026-03-02, weekly: {mon: open}}}
! 2:73 NG253 “open” names no times
? write it as in 9:00-18:00 or 9:00-12:00, 13:00-18:00

a: {name: A, mail: a@b.example, hours: b, timezone: UTC, holidays: JP, until: 2026-12-28}
b: {name: B, mail: b@b.example, hours: {from: 2026-03-02, weekly: {mon: closed}}}
! 1:53 NG223 `timezone` stands beside `hours: b`, which says it
? delete `timezone`, or write the hours out
! 1:68 NG223 `holidays` stands beside `hours: b`, which says it
? delete `holidays`, or write the hours out
! 1:79 NG223 `until` stands beside `hours: b`, which says it
? delete `until`, or write the hours out

a: {name: A, mail: a@b.example, hours: {from: March, weekly: daily}}
! 1:47 NG211 “March” is not a day
? write it as 2031-03-31
! 1:62 NG253 `weekly` takes days with their times, and “daily” stands here
? write weekly: {mon-fri: "9:00-18:00", sat: "9:00-12:00"}

a: {name: A, mail: a@b.example, hours: {weekly: {}}}
! 1:40 NG202 `from` is missing
? add a line `from: …`
! 1:49 NG253 `weekly` takes days with their times, and keys and values stands here
? write weekly: {mon-fri: "9:00-18:00", sat: "9:00-12:00"}

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {Mon: "9:00-10:00", tue-: "9:00-10:00"}}}
! 2:38 NG253 “Mon” names no days of the week
? write mon, tue, wed, thu, fri, sat or sun, as in mon-fri or "mon, wed"
! 2:57 NG253 “tue-” names no days of the week
? write mon, tue, wed, thu, fri, sat or sun, as in mon-fri or "mon, wed"

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon, wed: "9:00-10:00"}}}
! 2:38 NG253 `mon` has no times
? write times such as "9:00-18:00", or closed; days with a comma need quotes

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon-wed: closed, tue-thu: closed}}}
! 2:55 NG253 `tue` stands in `weekly` twice, here in `tue-thu`
? name each day once
! 2:55 NG253 `wed` stands in `weekly` twice, here in `tue-thu`
? name each day once

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {"mon, mon": closed}}}
! 2:38 NG253 `mon` stands in `weekly` twice, here in `mon, mon`
? name each day once

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: ["9:00-10:00"]}}}
! 2:43 NG253 a list stands here, where times are wanted
? write them in one text: "9:00-12:00, 13:00-18:00"

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "9:00-12:00, 11:59-13:00"}}}
! 2:43 NG253 9:00-12:00 and 11:59-13:00 overlap
? write them as one, or correct a time

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "22:00-2:00"}}}
! 2:43 NG253 “22:00-2:00” ends before it begins
? split it at midnight: 22:00-24:00 here, 0:00-2:00 on the day after

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "22:00-0:00"}}}
! 2:43 NG253 “22:00-0:00” ends before it begins
? write 22:00-24:00

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "0:00-0:00"}}}
! 2:43 NG253 “0:00-0:00” ends when it begins
? write 0:00-24:00 for the whole day, or correct a time

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "24:00-24:00"}}}
! 2:43 NG253 “24:00-24:00” ends when it begins
? write 0:00-24:00 for the whole day, or correct a time

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "9:60-25:00"}}}
! 2:43 NG253 there is no time “9:60-25:00”
? hours go from 0 to 23, minutes from 00 to 59; a day may end at 24:00

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "9-18"}}}
! 2:43 NG253 “9-18” names no times
? write it as 9:00-18:00

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: 9時〜18時30分}}}
! 2:43 NG253 “9時〜18時30分” names no times
? write it as 9:00-18:30

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: 9am-5pm}}}
! 2:43 NG253 “9am-5pm” names no times
? write it as in 9:00-18:00 or 9:00-12:00, 13:00-18:00

a: {name: A, mail: a@b.example,
  hours: {from: 2026-03-02, weekly: {mon: "9:00-12:00,"}}}
! 2:43 NG253 “” names no times
? write it as in 9:00-18:00 or 9:00-12:00, 13:00-18:00

a: {name: A, mail: a@b.example, hours: [{from: 2026-03-02, weekly: {mon: closed}},
  {from: 2026-03-02, weekly: {tue: closed}}]}
! 2:3 NG253 two items of `hours` begin on 2026-03-02, announced together
? keep one, or say with which update the other was announced: `with: …`

a: {name: A, mail: a@b.example, until: soon}
! 1:40 NG211 “soon” is not a day
? write it as 2031-03-31

a: {name: A, mail: a@b.example, until: [2026-12-28, 2026-12-29]}
! 1:53 NG253 `until` names two days, announced together
? keep one, or say with which update the other was announced: `with: …`

a: {name: A, mail: a@b.example, until: {with: 2026-03-03-second}}
! 1:40 NG202 `day` is missing
? add a line `day: …`

a: {name: A, mail: a@b.example, until: 2025-12-28,
  hours: {from: 2026-03-02, weekly: {mon: closed}}}
! 1:40 NG253 `until` is before 2026-03-02, when the hours begin
? correct one of the two days

closures: none
! 1:11 NG209 `closures` takes an id for each closure, and “none” stands here
? write it as new-year: {from: …, to: …, name: …, lines: […]}

a: {name: A, mail: a@b.example}
closures: {May: {from: 2026-05-03}}
! 2:12 NG252 “May” cannot be an id here
? use small letters a–z, digits and hyphens, as in new-year

a: {name: A, mail: a@b.example}
closures: {may: 2026-05-03}
! 2:17 NG209 `may` takes keys such as from, to, name, lines; “2026-05-03” stands here
? write it as {from: …, to: …, name: …, lines: …}

a: {name: A, mail: a@b.example}
closures: {may: {from: 2026-05-03, to: 2026-05-02, name: C, lines: [b, a, a]}}
! 2:40 NG253 says to 2026-05-02, but from 2026-05-03
? correct one of the two days
! 2:69 NG252 there is no contact `b`
? known here: a
! 2:75 NG210 `a` stands twice

a: {name: A, mail: a@b.example}
closures: {may: {from: 2026-05-03, name: C}}
! 2:17 NG202 `to` is missing
? add a line `to: …`
! 2:17 NG202 the closure `may` names no lines
? add lines: and the ids of the contacts that are closed

a: {name: A, mail: a@b.example}
closures: {may: {from: 2026-05-03, to: 2026-05-03, name: C, lines: []}}
! 2:68 NG202 the closure `may` names no lines
? add lines: and the ids of the contacts that are closed

not_ours: [0800-000-0104]
! 1:12 NG209 `not_ours` takes keys such as phone, note; “0800-000-0104” stands here
? write it as {phone: …, note: …}

not_ours: [{note: N}, {phone: none, notes: N}]
! 1:12 NG202 `phone` is missing
? add a line `phone: …`
! 1:31 NG254 “none” is no telephone number
? write the digits as they were printed
! 1:37 NG208 `notes` is not a key that is known here
? did you mean `note`?

- a
! 1:1 NG205 here stands a list, where keys and values are wanted
? write one `key: value` a line

a: {name: A
! 2:1 NG205 YAML cannot be read here: did not find expected ',' or '}'
? inside {…} and […] a text with a comma needs quotes, and each one its end

hotline:
  name: 窓口
  phone: 0800-000-0140
  timezone: Asia/Tokio
  hours:
    - {from: 2026-13-01, weekly: {mon: "9:00-25:00"}, with: 2026-04-22-corection}
closures:
  may: {from: 2026-05-03, to: 2026-05-06, name: 休業, lines: [hotlin]}
! 3:10 NG254 “0800-000-0140” has no country code, and no `region` says it
? add `region: JP` (or another country) to the contact
! 4:13 NG104 there is no time zone “Asia/Tokio”
? write it as in Asia/Tokyo or Europe/Zurich
! 6:14 NG211 “2026-13-01” is not a day
? write it as 2031-03-31
! 6:40 NG253 there is no time “9:00-25:00”
? hours go from 0 to 23, minutes from 00 to 59; a day may end at 24:00
! 6:61 NG224 there is no update `2026-04-22-corection`
? did you mean `2026-04-22-correction`?
! 8:61 NG252 there is no contact `hotlin`
? did you mean `hotline`?
"""
"""Files, and what is said about each: findings after `!`, hints after `?`."""


@pytest.mark.parametrize("case", WRONG.split("\n\n"))
def test_everything_wrong_is_said_at_once_with_its_place(case: str) -> None:
    lines = case.strip("\n").split("\n")
    text = "".join(f"{line}\n" for line in lines if not line.startswith(("! ", "? ")))
    assert report(text) == [line for line in lines if line.startswith(("! ", "? "))]


def test_the_place_of_the_first_character_and_after_wide_ones_is_right() -> None:
    assert report("é: {}\n")[0].startswith("! 1:1 ")
    assert report("a: {name: 窓口の名前, mail: 住所}\n")[0].startswith("! 1:24 ")


def test_a_wrong_part_does_not_take_its_contact_away() -> None:
    """Texts that name it would be reported as well otherwise, and nothing is wrong there."""
    contacts, found = read(
        "a: {name: A, mail: a@b.example, hours: {from: 2026-03-02, weekly: {mon: 9}}}"
    )
    assert len(found) == 1
    assert [contact.id for contact in contacts.contacts] == ["a"]


def test_what_cannot_be_resolved_stays_withheld() -> None:
    contacts, found = read("a: {name: A, mail: a@b.example, with: no-such-update}")
    assert len(found) == 1
    assert contacts.contacts[0].published == NEVER


def test_a_site_in_one_language_may_name_it() -> None:
    contacts, found = read("a: {name: {ja: A}, mail: a@b.example}", languages=("ja",))
    assert found == ()
    assert contacts.contacts[0].published.astimezone(timezone.utc).hour == 6
