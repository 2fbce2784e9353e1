"""What regimes ask for is held against what a site says, and no verdict is given."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from build_site import NOW, SMALLEST, UPDATE, a_site, an_update, run
from noticegen.build import Sources, prepare, read, shown_at
from noticegen.check.covered import Way
from noticegen.check.merged import Item, Judged, State, judge
from noticegen.check.regimes import what_regimes_ask
from noticegen.check.scope import Scope
from noticegen.diagnostics import JUDGED, OF_CHECK, Code, Diagnostic, Severity, in_order
from noticegen.model import NEVER
from noticegen.public import moments
from noticegen.regimes.reading import names, regime
from sites import ROOT, SAMPLE_MOMENT, moment, page

HOME = "content/ja/index.md"
EN = "content/en/index.md"
GOLDEN = Path(__file__).parent / "golden"
NOTHING: Mapping[str, str] = {}


def settings(*regimes: str, languages: str = "ja", more: str = "", **answers: str) -> str:
    """The settings of a site that is held against regimes."""
    text = SMALLEST["noticegen.yml"].replace("[ja]", f"[{languages}]")
    chosen = f"regimes: [{', '.join(regimes)}]\n" if regimes else ""
    said = f"answers: {{{', '.join(f'{k}: {v}' for k, v in answers.items())}}}\n" if answers else ""
    return text + chosen + said + more


def home(*covers: str, body: str = "ご心配をおかけしております。", title: str = "お知らせ") -> str:
    """A home page with one section that covers elements."""
    heading = f'## お知らせ {{covers="{" ".join(covers)}"}}' if covers else "## その他"
    return page(title, f"{heading}\n\n{body}", date="2026-03-02 15:00")


def everything(*laws: str, but: Iterable[str] = ()) -> list[str]:
    """All the elements that these laws ask for, in the order of their lists."""
    wanted = [
        item.element
        for law in laws
        for item in regime(law).requirements
        if item.level != "prohibited" and item.element not in but
    ]
    return list(dict.fromkeys(wanted))


def found(folder: Path, files: Mapping[str, str | None], at: str = NOW) -> list[Diagnostic]:
    """What regimes have to say about a site; no theme is needed for that."""
    sources = read(a_site(folder, files))
    shown = shown_at(sources, moment(at))
    assert sources.site is not None, sources.findings
    assert shown is not None
    assert not [f for f in sources.findings if f.severity is Severity.ERROR], sources.findings
    scope = Scope(sources.site, *shown, sources.texts, ())
    return list(in_order(what_regimes_ask(scope)))


def judged(folder: Path, files: Mapping[str, str], at: str = NOW) -> Judged:
    """The merged list of a site."""
    shown = shown_at(read(a_site(folder, files)), moment(at))
    assert shown is not None
    return judge(*shown)


def item(list_: Judged, element: str) -> Item:
    return next(item for item in list_.items if item.element == element)


def about(findings: Iterable[Diagnostic], code: Code) -> list[str]:
    """The elements, or else the messages, that findings of a code are about."""
    texts = [str(finding.message) for finding in findings if finding.code is code]
    return [match[1] if (match := re.search(r"\(`(\w+)`\)", text)) else text for text in texts]


# ------------------------------------------------------------------ found and not found


def test_without_regimes_nothing_is_asked(tmp_path: Path) -> None:
    assert found(tmp_path, {}) == []


def test_a_build_does_not_ask(tmp_path: Path) -> None:
    site = a_site(tmp_path, {"noticegen.yml": settings("jp-appi")})
    assert prepare(read(site), moment(NOW)).findings == ()


def test_what_no_section_covers_is_not_found(tmp_path: Path) -> None:
    covers = everything("jp-appi", but=["cause"])
    files = {"noticegen.yml": settings("jp-appi"), HOME: home(*covers)}
    [finding] = found(tmp_path, files)
    assert (finding.code, finding.severity) == (Code.NOT_FOUND, Severity.WARNING)
    assert (finding.at.path, finding.at.line) == (HOME, 0)
    assert "jp-appi (Rule 10 with 8(1)(iv))" in str(finding.message)
    assert [str(line) for line in finding.lines] == ["jp-appi: what caused it"]


@pytest.mark.parametrize("law", names())
def test_a_site_that_covers_everything_is_free_of_warnings(tmp_path: Path, law: str) -> None:
    more = "address: 東京都港区\n"
    files = {"noticegen.yml": settings(law, more=more), HOME: home(*everything(law))}
    told = [f for f in found(tmp_path, files) if f.severity is Severity.WARNING]
    days = regime(law).posting.min_days
    expected = [Code.NEEDS_ANSWER] if days else []
    if law == "us-ca":
        expected = [Code.PRESCRIBED_WORDS, *expected]
    assert [finding.code for finding in told] == expected


def test_one_line_names_every_regime_that_asks(tmp_path: Path) -> None:
    chosen = ("uk-gdpr", "eu-gdpr")
    covers = everything(*chosen, but=["likely_consequences"])
    [finding] = found(tmp_path, {"noticegen.yml": settings(*chosen), HOME: home(*covers)})
    assert "uk-gdpr (Art. 33(3)(c) with 34(2)), eu-gdpr (Art. 33(3)(c)" in str(finding.message)
    assert len(finding.lines) == 2


def test_a_heading_with_nothing_under_it_covers_nothing(tmp_path: Path) -> None:
    covers = everything("jp-appi", but=["cause"])
    text = home(*covers) + '\n## 原因 {covers="cause"}\n\n## 対応\n\n止めました。\n'
    files = {"noticegen.yml": settings("jp-appi"), HOME: text}
    assert about(found(tmp_path, files), Code.NOT_FOUND) == ["cause"]
    whole = text.replace('"cause"}\n', '"cause"}\n\n### 詳しく\n\n設定の誤りです。\n')
    assert found(tmp_path, files | {HOME: whole}) == []


def test_updates_questions_and_topics_count(tmp_path: Path) -> None:
    covers = everything("jp-appi", but=["cause", "secondary_damage", "data_categories"])
    faq = page(
        "質問",
        '## 情報 {covers="data_categories"}\n\n### 悪用は {#misuse covers="secondary_damage"}\n\n'
        "確認していません。",
        date="2026-03-02 15:00",
    )
    files = {
        "noticegen.yml": settings("jp-appi"),
        HOME: home(*covers),
        UPDATE: an_update('## 原因 {covers="cause"}\n\n設定の誤りです。\n'),
        "content/ja/faq.md": faq,
    }
    assert found(tmp_path, files) == []
    list_ = judged(tmp_path, files)
    assert item(list_, "secondary_damage").found[0].at[:2] == ("content/ja/faq.md", 8)
    assert item(list_, "data_categories").found[0].at[:2] == ("content/ja/faq.md", 6)


def test_what_is_not_public_is_not_found_unless_it_will_be(tmp_path: Path) -> None:
    covers = everything("jp-appi", but=["cause"])
    later = an_update(
        '## 原因 {covers="cause"}\n\n設定です。\n', title="続報", date="2026-04-01 15:00"
    )
    files = {
        "noticegen.yml": settings("jp-appi"),
        HOME: home(*covers),
        "content/ja/updates/2026-04-01-cause.md": later,
    }
    assert about(found(tmp_path, files), Code.NOT_FOUND) == ["cause"]
    assert found(tmp_path, files, "2026-04-01 15:00") == []


# ------------------------------------------------------------------ what needs no heading

LINE = """\
hotline:
  name: 窓口
  phone: 0800-000-0140
  region: JP
  free: true
  hours: [{from: 2026-03-02, weekly: {mon-sun: "9:00-21:00"}}]
  until: 2026-05-31
"""


def test_settings_contacts_and_generated_pages_are_enough(tmp_path: Path) -> None:
    files = {
        "noticegen.yml": settings("jp-custom", "us-hipaa", substitute_notice="yes"),
        "content/contacts.yml": LINE,
        HOME: home("cause"),
    }
    list_ = judged(tmp_path, files)
    for element in (
        "entity_identity", "notice_date", "update_history", "contact_point", "toll_free_phone",
    ):  # fmt: skip
        assert item(list_, element).state is State.FOUND, element
        assert item(list_, element).found[0].way is Way.MADE, element
    ended = judged(tmp_path, files, "2026-06-01 00:00")
    assert item(ended, "contact_point").state is State.NOT_FOUND
    assert item(ended, "toll_free_phone").state is State.NOT_FOUND
    charged = LINE.replace("free: true", "free: false")
    list_ = judged(tmp_path, files | {"content/contacts.yml": charged})
    assert item(list_, "contact_point").state is State.FOUND
    assert item(list_, "toll_free_phone").state is State.NOT_FOUND


def test_an_address_in_the_settings_is_the_organisations_own(tmp_path: Path) -> None:
    bare = {"noticegen.yml": settings("au-ndb")}
    assert item(judged(tmp_path, bare), "entity_contact").state is State.NOT_FOUND
    with_address = {"noticegen.yml": settings("au-ndb", more="address: 東京都港区\n")}
    assert item(judged(tmp_path, with_address), "entity_contact").state is State.FOUND


@pytest.mark.parametrize(
    ("title", "state"), [("漏えいに関するお詫びとお知らせ", State.FOUND), ("その件", State.ADVICE)]
)
def test_a_title_shows_what_the_page_is(tmp_path: Path, title: str, state: State) -> None:
    files = {"noticegen.yml": settings("jp-custom"), HOME: home("cause", title=title)}
    assert item(judged(tmp_path, files), "notice_title").state is state


# ------------------------------------------------------------------ words of headings


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("ja", "原因について"),
        ("en", "The Cause"),
        ("de", "Ursache"),
        ("fr", "La cause"),
        ("ko", "사고 원인"),
    ],
)
def test_words_of_a_heading_are_the_last_resort_and_told(
    tmp_path: Path, language: str, heading: str
) -> None:
    covers = everything("jp-appi", but=["cause"])
    text = home(*covers) + f"\n## {heading}\n\nx\n"
    files: dict[str, str | None] = {
        "noticegen.yml": settings("jp-appi", languages=language),
        f"content/{language}/index.md": text,
        f"content/{language}/updates/2026-03-02-first-notice.md": an_update(),
    }
    if language != "ja":
        files |= {HOME: None, UPDATE: None}
    [finding] = found(tmp_path, files)
    assert (finding.code, finding.severity) == (Code.REGIME_ADVICE, Severity.ADVICE)
    assert (finding.at.path, finding.at.line) == (f"content/{language}/index.md", 10)
    assert "by the words of this heading alone" in str(finding.message)


@pytest.mark.parametrize("heading", ["Because of this", "その他", "causes célèbres"])
def test_other_words_are_no_sign(tmp_path: Path, heading: str) -> None:
    files = {
        "noticegen.yml": settings("jp-appi", languages="en"),
        EN: page("Notice", f"## {heading}\n\nx", date="2026-03-02 15:00"),
        HOME: None,
        UPDATE: None,
        "content/en/updates/2026-03-02-first-notice.md": an_update(),
    }
    shown = shown_at(read(a_site(tmp_path, files)), moment(NOW))
    assert shown is not None
    assert item(judge(*shown), "cause").state is State.NOT_FOUND


def test_a_heading_that_says_what_it_covers_is_not_read_for_words(tmp_path: Path) -> None:
    text = home("apology") + '\n## 原因 {covers="what_happened"}\n\nx\n'
    list_ = judged(tmp_path, {"noticegen.yml": settings("jp-appi"), HOME: text})
    assert item(list_, "cause").state is State.NOT_FOUND


# ------------------------------------------------------------------ not known yet


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("原因は調査中です。", State.SAYS_UNKNOWN),
        ("原因はまだ判明していません。", State.SAYS_UNKNOWN),
        ("設定の誤りです。", State.FOUND),
        ("ご不明な点はお問い合わせください。", State.FOUND),
    ],
)
def test_a_section_may_say_that_it_is_not_known_yet(
    tmp_path: Path, text: str, state: State
) -> None:
    covers = everything("jp-appi", but=["cause"])
    whole = home(*covers) + f'\n## 原因 {{covers="cause"}}\n\n{text}\n'
    files = {"noticegen.yml": settings("jp-appi"), HOME: whole}
    assert item(judged(tmp_path, files), "cause").state is state
    told = found(tmp_path, files)
    assert [(f.code, f.at.line) for f in told] == (
        [(Code.REGIME_ADVICE, 10)] if state is State.SAYS_UNKNOWN else []
    )


def test_what_is_known_elsewhere_is_known(tmp_path: Path) -> None:
    covers = everything("jp-appi", but=["cause"])
    files = {
        "noticegen.yml": settings("jp-appi"),
        HOME: home(*covers) + '\n## 原因 {covers="cause"}\n\n調査中です。\n',
        UPDATE: an_update('## 原因 {covers="cause"}\n\n設定の誤りです。\n'),
    }
    assert item(judged(tmp_path, files), "cause").state is State.FOUND


# ------------------------------------------------------------------ questions


@pytest.mark.parametrize(
    ("answer", "code"),
    [(None, Code.NEEDS_ANSWER), ("yes", Code.NOT_FOUND), ("no", None)],
)
def test_a_condition_is_asked_for_and_the_answer_counts(
    tmp_path: Path, answer: str | None, code: Code | None
) -> None:
    covers = everything("eu-gdpr", but=["dpo_contact"])
    answers = {"has_dpo": answer} if answer else {}
    files = {"noticegen.yml": settings("eu-gdpr", **answers), HOME: home(*covers)}
    assert [finding.code for finding in found(tmp_path, files)] == ([code] if code else [])
    list_ = judged(tmp_path, files)
    assert list_.not_asked == (("dpo_contact",) if answer == "no" else ())


def test_one_question_is_asked_once_for_several_regimes(tmp_path: Path) -> None:
    chosen = ("eu-gdpr", "uk-gdpr")
    covers = everything(*chosen, but=["dpo_contact"])
    [finding] = found(tmp_path, {"noticegen.yml": settings(*chosen), HOME: home(*covers)})
    assert (finding.code, finding.at.path) == (Code.NEEDS_ANSWER, "noticegen.yml")
    assert [str(line).partition(":")[0] for line in finding.lines] == ["eu-gdpr", "uk-gdpr"]
    assert "answers: {has_dpo: …}" in str(finding.hint)


def test_a_recommendation_may_hang_on_an_answer(tmp_path: Path) -> None:
    covers = everything("uk-gdpr", but=["credential_reset_advice"])
    files = {"noticegen.yml": settings("uk-gdpr"), HOME: home(*covers)}
    assert about(found(tmp_path, files), Code.REGIME_ADVICE) == ["credential_reset_advice"]
    no = settings("uk-gdpr", credentials_involved="no")
    assert found(tmp_path, files | {"noticegen.yml": no}) == []


# ------------------------------------------------------------------ what should not be here


def test_a_section_that_a_regime_does_not_want_is_named(tmp_path: Path) -> None:
    covers = everything("jp-appi")
    whole = home(*covers) + '\n## 対象の方 {covers="other_individuals_identity"}\n\n一覧です。\n'
    [finding] = found(tmp_path, {"noticegen.yml": settings("jp-appi"), HOME: whole})
    assert (finding.code, finding.at.line) == (Code.SHOULD_NOT_BE_HERE, 10)


@pytest.mark.parametrize(("word", "lines"), [("유출", []), ("노출", [7, 8])])
def test_a_leak_is_not_called_an_exposure_in_korean(
    tmp_path: Path, word: str, lines: list[int]
) -> None:
    chosen = settings("kr-pipa", languages="ja, ko", substitute_notice="no")
    files = {
        "noticegen.yml": chosen,
        HOME: home(*everything("kr-pipa"), body="노출"),
        "content/ko/index.md": page("안내", f"이름이 {word}되었습니다.\n주소도 {word}되었습니다."),
    }
    told = [f for f in found(tmp_path, files) if f.code is Code.SHOULD_NOT_BE_HERE]
    assert [(f.at.path, f.at.line) for f in told] == [
        ("content/ko/index.md", line - 2) for line in lines
    ]


# ------------------------------------------------------------------ prescribed words

TITLE = "Notice of Data Breach"
HEADINGS = (
    "What Happened", "What Information Was Involved", "What We Are Doing", "What You Can Do",
    "For More Information",
)  # fmt: skip


def in_english(title: str = TITLE, headings: Iterable[str] = HEADINGS) -> str:
    covers = " ".join(everything("us-ca"))
    body = "\n\n".join(f'## {heading} {{covers="{covers}"}}\n\nx' for heading in headings)
    return page(title, body)


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (in_english(), []),
        (in_english("Notice of data breach"), [TITLE]),
        (in_english(headings=[*HEADINGS[:4], "More Information"]), ["For More Information"]),
        (in_english("Notice", ["Other"]), [TITLE, *HEADINGS]),
    ],
)
def test_california_has_its_title_and_headings_in_its_words(
    tmp_path: Path, text: str, missing: list[str]
) -> None:
    no = {"state_numbers_exposed": "no", "source_of_state_numbers": "no"}
    files = {
        "noticegen.yml": settings(
            "us-ca", languages="ja, en", more="address: 東京都港区\n", substitute_notice="no", **no
        ),
        HOME: home(*everything("us-ca")),
        EN: text,
    }
    told = found(tmp_path, files)
    assert {finding.code for finding in told} == ({Code.PRESCRIBED_WORDS} if missing else set())
    assert {finding.at.path for finding in told} <= {EN}
    named = [match[1] for f in told if (match := re.search("“(.*)”", str(f.message)))]
    assert sorted(named) == sorted(missing)
    state = item(judged(tmp_path, files), "required_headings").state
    assert state is (State.NOT_FOUND if set(missing) & set(HEADINGS) else State.FOUND)


# ------------------------------------------------------------------ how long it stands


@pytest.mark.parametrize(
    ("law", "until", "answer", "codes"),
    [
        ("us-hipaa", "2026-05-30", "yes", [Code.POSTED_TOO_SHORT]),
        ("us-hipaa", "2026-05-31", "yes", []),
        ("us-hipaa", None, "yes", [Code.POSTED_TOO_SHORT]),
        ("us-hipaa", "2026-05-30", "no", []),
        ("us-hipaa", "2026-05-30", None, [Code.NEEDS_ANSWER]),
        ("us-hipaa", "2026-05-31", None, []),
        ("au-ndb", "2026-08-31", "yes", [Code.POSTED_TOO_SHORT]),
        ("au-ndb", "2026-09-01", "yes", []),
        ("jp-appi", None, "yes", []),
    ],
)
def test_a_page_that_stands_in_for_letters_stands_long_enough(
    tmp_path: Path, law: str, until: str | None, answer: str | None, codes: list[Code]
) -> None:
    more = "address: 東京都港区\n" + (f"keep_until: {until}\n" if until else "")
    answers = {"substitute_notice": answer} if answer else {}
    files = {
        "noticegen.yml": settings(law, more=more, **answers),
        HOME: home(*everything(law)),
    }
    told = found(tmp_path, files)
    assert [finding.code for finding in told] == codes
    assert all(finding.at.path == "noticegen.yml" for finding in told)


@pytest.mark.parametrize(("day", "count"), [("2026-05-30", 1), ("2026-05-31", 0)])
def test_a_free_line_is_answered_long_enough(tmp_path: Path, day: str, count: int) -> None:
    more = "keep_until: 2031-03-31\n"
    files = {
        "noticegen.yml": settings("us-hipaa", more=more, substitute_notice="yes"),
        HOME: home(*everything("us-hipaa")),
        "content/contacts.yml": LINE.replace("2026-05-31", day),
    }
    told = found(tmp_path, files)
    assert [(f.code, f.at.path) for f in told] == [
        (Code.POSTED_TOO_SHORT, "content/contacts.yml")
    ] * count


# ------------------------------------------------------------------ advice


def test_what_is_recommended_is_advice_and_ends_nothing(tmp_path: Path) -> None:
    covers = everything("jp-custom", but=["compensation"])
    files = {"noticegen.yml": settings("jp-custom"), HOME: home(*covers)}
    [finding] = found(tmp_path, files)
    assert (finding.code, finding.severity) == (Code.REGIME_ADVICE, Severity.ADVICE)
    assert run(tmp_path, "check", "--strict", "--as-of", NOW).code == 0


def test_a_translation_covers_what_the_authoritative_text_covers(tmp_path: Path) -> None:
    covers = everything("eu-gdpr")
    files = {
        "noticegen.yml": settings("eu-gdpr", languages="ja, en"),
        HOME: home(*covers),
        EN: page("Notice", f'## All {{covers="{" ".join(covers)}"}}\n\nWe are sorry.'),
    }
    assert found(tmp_path, files) == []
    without = files[EN].replace("likely_consequences ", "")
    [finding] = found(tmp_path, files | {EN: without})
    assert (finding.code, finding.at.path) == (Code.REGIME_ADVICE, EN)
    assert "`likely_consequences`" in str(finding.message)


def test_data_that_may_be_out_of_date_are_told(tmp_path: Path) -> None:
    files = {"noticegen.yml": settings("jp-appi"), HOME: home(*everything("jp-appi"))}
    assert found(tmp_path, files, "2027-10-09 23:59") == []
    [finding] = found(tmp_path, files, "2027-10-10 00:00")
    assert (finding.code, finding.at.path) == (Code.REGIME_ADVICE, "noticegen.yml")
    assert "2026-10-09" in str(finding.message)


def test_a_list_that_holds_only_from_later_on_is_told(tmp_path: Path) -> None:
    chosen = settings("kr-pipa", substitute_notice="no")
    files = {"noticegen.yml": chosen, HOME: home(*everything("kr-pipa"))}
    [finding] = found(tmp_path, files)
    assert "the list of kr-pipa holds from 2026-09-11" in str(finding.message)
    later = files[HOME].replace("2026-03-02", "2026-09-11")
    update = {UPDATE: an_update(date="2026-03-02 15:00")}
    assert found(tmp_path, files | {HOME: later} | update, "2026-09-12 09:00") == []


def test_what_one_page_cannot_do_for_two_regimes_is_told(tmp_path: Path) -> None:
    chosen = settings("sg-pdpa", "eu-gdpr", has_dpo="no")
    files = {"noticegen.yml": chosen, HOME: home(*everything("sg-pdpa", "eu-gdpr"))}
    [finding] = found(tmp_path, files)
    assert "for eu-gdpr, sg-pdpa together" in str(finding.message)
    assert finding.severity is Severity.ADVICE
    alone = settings("sg-pdpa")
    assert found(tmp_path, files | {"noticegen.yml": alone}) == []


def test_nothing_says_that_a_notice_is_lawful(tmp_path: Path) -> None:
    site = a_site(tmp_path, {"noticegen.yml": settings(), HOME: home(*everything(*names()))})
    chosen = [word for name in names() for word in ("--regime", name)]
    for locale in ("C.UTF-8", "ja_JP.UTF-8"):
        first = f"import os; os.environ['LC_ALL'] = '{locale}'"
        ran = run(site, "check", "--as-of", NOW, *chosen, first=first)
        said = ran.out + ran.err
        assert not re.search(r"complian|lawful|合法|適法|適合", said, re.IGNORECASE)
        assert re.search("no legal advice|法的な助言ではありません", said)


# ------------------------------------------------------------------ accepted


def test_what_is_missing_can_be_accepted_and_an_acceptance_of_nothing_is_told(
    tmp_path: Path,
) -> None:
    assert OF_CHECK <= JUDGED
    accept = (
        "accept: [{rule: not-found, at: content/ja/index.md, reason: 別の文書に書く, by: 青木, "
        "on: 2026-03-09}]\n"
    )
    covers = everything("jp-appi", but=["cause"])
    files = {"noticegen.yml": settings("jp-appi", more=accept), HOME: home(*covers)}
    ran = run(a_site(tmp_path, files), "check", "--strict", "--as-of", NOW)
    assert ran.code == 0
    assert "accepted NG461 not-found" in ran.err
    assert run(tmp_path, "build", "--strict", "--as-of", NOW).code == 0
    a_site(tmp_path, {**files, HOME: home(*everything("jp-appi"))})
    assert "NG114" in run(tmp_path, "check", "--as-of", NOW).err
    assert run(tmp_path, "build", "--strict", "--as-of", NOW).code == 0


# ------------------------------------------------------------------ the command


def test_regimes_can_be_named_on_the_command_line(tmp_path: Path) -> None:
    site = a_site(tmp_path, {"noticegen.yml": settings("jp-custom"), HOME: home("cause")})
    ran = run(site, "check", "--as-of", NOW, "--regime", "sg-pdpa")
    assert ran.code == 0
    assert "sg-pdpa" in ran.err
    assert "jp-custom" not in ran.out + ran.err
    assert run(site, "check", "--as-of", NOW, "--regime", "sg-pdpa", "--strict").code == 1


def test_a_regime_that_nobody_knows_ends_with_2(tmp_path: Path) -> None:
    ran = run(a_site(tmp_path), "check", "--regime", "eu-gpdr")
    assert ran.code == 2
    assert "NG111" in ran.err
    assert "did you mean `eu-gdpr`?" in ran.err


def in_both_languages(project: Path, *arguments: str) -> str:
    """What a command says to readers of English and to readers of Japanese."""
    texts = []
    for locale in ("C.UTF-8", "ja_JP.UTF-8"):
        ran = run(project, *arguments, first=f"import os; os.environ['LC_ALL'] = '{locale}'")
        lines = [line.rstrip() for line in (ran.out + ran.err).split("\n")]
        texts.append(f"$ LANG={locale} noticegen {' '.join(arguments)}\n" + "\n".join(lines))
    return "\n".join(texts)


def compared(name: str, text: str, update_golden: bool) -> None:
    path = GOLDEN / name
    if update_golden:
        path.write_text(text, "utf-8")
    assert text == path.read_text("utf-8")


def test_list_shows_what_regimes_there_are(tmp_path: Path, update_golden: bool) -> None:
    """In a folder without a site, too."""
    text = in_both_languages(tmp_path, "check", "--regime", "list")
    compared("regimes.list.txt", text, update_golden)
    listed = json.loads(run(tmp_path, "check", "--regime", "list", "--format", "json").out)
    assert [law["id"] for law in listed["regimes"]] == list(names())


def test_the_merged_list_reads_well(tmp_path: Path, update_golden: bool) -> None:
    """Every state and a conflict, in both languages; read it, when it changes."""
    text = home("what_happened", "data_categories", "other_individuals_identity", "measures_taken")
    more = '\n## 原因 {covers="cause"}\n\n調査中です。\n\n## お問い合わせ\n\n窓口まで。\n'
    files = {"noticegen.yml": settings(has_dpo="no"), HOME: text + more}
    laws = ("--regime", "jp-appi", "--regime", "eu-gdpr", "--regime", "sg-pdpa")
    site = a_site(tmp_path, files)
    said = in_both_languages(site, "check", "--as-of", NOW, *laws)
    compared("regimes.merged.txt", said, update_golden)
    told = json.loads(run(site, "check", "--as-of", NOW, "--format", "json", *laws).out)["regimes"]
    states = {one["element"]: one["state"] for one in told["elements"]}
    assert set(states.values()) == set(State)
    assert told["chosen"] == ["jp-appi", "eu-gdpr", "sg-pdpa"]
    assert told["not_asked"] == ["dpo_contact"]
    assert [conflict["id"] for conflict in told["conflicts"]] == ["directed-to-withhold"]


def test_without_a_regime_on_the_command_line_json_has_no_list(tmp_path: Path) -> None:
    site = a_site(tmp_path, {"noticegen.yml": settings("jp-appi")})
    told = json.loads(run(site, "check", "--as-of", NOW, "--format", "json").out)
    assert "regimes" not in told


# ------------------------------------------------------------------ the sample


def test_the_sample_is_free_of_warnings_about_its_regimes_at_its_moments() -> None:
    sources = read(ROOT)
    assert sources.config is not None
    assert sources.config.regimes == ("jp-appi", "jp-custom", "eu-gdpr")
    assert sources.site is not None
    for at in moments(sources.site):
        told = about_regimes(sources, at) if at < NEVER else []
        assert [f for f in told if f.severity is not Severity.ADVICE] == [], at
    assert about_regimes(sources, moment(SAMPLE_MOMENT)) == []


def about_regimes(sources: Sources, at: datetime) -> list[Diagnostic]:
    """What regimes have to say about the sample at a moment."""
    shown = shown_at(sources, at)
    assert sources.site is not None
    assert shown is not None
    return list(what_regimes_ask(Scope(sources.site, *shown, sources.texts, ())))
