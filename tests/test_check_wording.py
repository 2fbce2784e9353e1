"""Words that a second pair of eyes would strike, in four languages, and questions left open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from noticegen.build import prepare, read
from noticegen.check import stock
from noticegen.diagnostics import Code, Diagnostic, Severity
from noticegen.elements import ELEMENTS, QUESTIONS
from noticegen.report import translator
from sites import moment, page, put, settings

NOW = "2026-04-10 12:00"
MINE = {
    Code.UNDATED_DENIAL, Code.HEDGE, Code.MINIMISING, Code.BOILERPLATE, Code.DONATE_INSTEAD,
    Code.UNANSWERED_QUESTION,
}  # fmt: skip
FACTS = """\
losses:
  name: losses
  type: number
  values:
    - {from: 2026-03-02 10:00, as_of: 2026-03-01, value: 0, status: confirmed}
customers:
  name: customers
  type: number
  unit: people
  values:
    - {from: 2026-03-02 10:00, value: 312, status: confirmed}
found_out:
  name: day of the discovery
  type: date
  values:
    - {from: 2026-03-02 10:00, value: 2026-02-27}
"""

# Each is a sentence of its own kind, with the words that are found in it.
FOUND: Mapping[str, Mapping[Code, tuple[tuple[str, str], ...]]] = {
    "en": {
        Code.UNDATED_DENIAL: (
            ("We have no evidence that the data has been misused.", "no evidence that"),
            ("There is no indication of fraud.", "no indication of"),
            ("To our knowledge, the file was never opened.", "To our knowledge"),
            ("At this time, we are not aware of any misuse.", "At this time"),
            ("Nobody has reported a loss.", "Nobody has reported"),
            ("There is nothing to suggest fraud.", "nothing to suggest"),
            ("It does not appear to have been shared.", "not appear to have been shared"),
            ("Your data has not been published.", "has not been published"),
            ("We have received no reports of identity theft.", "no reports of"),
            # A day that is not that of the denial: the sentence before tells of another.
            ("The list was copied on 3 March. We have no evidence of misuse.", "no evidence of"),
        ),
        Code.HEDGE: (
            ("Your address could possibly be among it.", "could possibly"),
            ("We are sorry for any harm, if any.", "if any"),
            (
                "We regret any concern this may have caused.",
                "any concern this may have caused",
            ),
            ("We cannot rule out that it was copied.", "cannot rule out"),
            ("Certain personal information was affected.", "Certain personal information"),
        ),
        Code.MINIMISING: (
            ("A small number of accounts was affected.", "A small number of"),
            ("It was a minor incident.", "a minor incident"),
            ("Only ${customers} were affected.", "Only ${customers} were"),
            ("Only 312 customers were affected.", "Only 312 customers"),
            ("The file contained only names.", "contained only names"),
            ("No sensitive data was taken.", "No sensitive data"),
            ("It is unlikely to cause harm.", "unlikely to cause"),
            ("Only email addresses and towns were exposed.", "Only email"),
        ),
        Code.BOILERPLATE: (
            ("We take this matter extremely seriously.", "take this matter extremely seriously"),
            ("Out of an abundance of caution, we write to you.", "Out of an abundance of caution"),
            ("Your privacy is important to us.", "privacy is important to us"),
            ("We apologise for any inconvenience.", "apologise for any inconvenience"),
            ("It was a sophisticated attack.", "sophisticated attack"),
            ("Lessons will be learned.", "Lessons will be learned"),
            ("We are committed to protecting your data.", "committed to protecting"),
        ),
        Code.DONATE_INSTEAD: (
            ("Unclaimed vouchers will be donated.", "donated"),
            ("Instead of a voucher we support a charity.", "support a charity"),
            ("In lieu of compensation we made a donation.", "donation"),
        ),
    },
    "ja": {
        Code.UNDATED_DENIAL: (
            ("不正に利用された事実は確認されておりません。", "不正に利用された"),
            ("現時点では、被害のご連絡は届いていません。", "現時点では"),
            ("情報の流出はございません。", "流出はございません"),
            ("二次被害は発生しておりません。", "被害は発生しておりません"),
            ("悪用された形跡は見つかっておらず、調査を続けます。", "悪用された形跡"),
            ("二次被害の報告は受けておりません。", "被害の報告は受けておりません"),
            ("外部に公開された事実は認められませんでした。", "公開された事実"),
            ("カード番号は漏えいしておりません。", "漏えいしておりません"),
            ("不正アクセスを3月2日に止めました。悪用は確認されておりません。", "悪用は確認"),
        ),
        Code.HEDGE: (
            ("住所の漏えいの可能性は否定できません。", "可能性は否定できません"),
            ("ご住所が含まれる可能性があるものと思われます。", "可能性があるものと思われ"),
            ("ご心配をおかけしたのであれば、申し訳なく思います。", "ご心配をおかけしたのであれば"),
            ("何らかの情報が閲覧されました。", "何らかの情報"),
        ),
        Code.MINIMISING: (
            ("対象は、ごく少数です。", "ごく少数"),
            ("わずか${customers}です。", "わずか$"),
            ("一部のお客さまの情報が漏えいしました。", "一部のお客さま"),
            ("漏えいした情報は、メールアドレスのみです。", "のみです"),
            ("影響は限定的です。", "限定的"),
            ("軽微な事案でした。", "軽微な事案"),
            ("悪用される可能性は極めて低いと考えます。", "可能性は極めて低い"),
            ("直ちに悪用されるものではありません。", "直ちに悪用されるものではありません"),
        ),
        Code.BOILERPLATE: (
            ("情報の管理に万全を期します。", "万全を期"),
            ("念のため、お知らせいたします。", "念のため"),
            ("再発防止に努めてまいります。", "再発防止に努め"),
            ("このたびの件を重く受け止めております。", "重く受け止め"),
            ("誠に遺憾に存じます。", "誠に遺憾"),
            ("ご理解とご協力をお願いいたします。", "ご理解とご協力を"),
            ("高度なサイバー攻撃を受けました。", "高度なサイバー"),
        ),
        Code.DONATE_INSTEAD: (
            ("お詫びの品に代えて、同額を基金に寄付します。", "寄付"),
            ("受け取られなかった商品券は、全額を寄附いたします。", "寄附"),
        ),
    },
    "fr": {
        Code.UNDATED_DENIAL: (
            ("Nous n’avons pas connaissance d’un usage frauduleux.", "n’avons pas connaissance"),
            ("Rien n’indique que vos données circulent.", "Rien n’indique"),
            ("Aucun signalement de fraude ne nous est parvenu.", "Aucun signalement"),
            ("À ce jour, personne n’a rien signalé.", "À ce jour"),
        ),
        Code.HEDGE: (
            ("Votre adresse pourrait éventuellement y figurer.", "pourrait éventuellement"),
            ("Il n’est pas exclu que des copies existent.", "Il n’est pas exclu que"),
            ("Certaines données personnelles sont concernées.", "Certaines données personnelles"),
            ("Nous regrettons les éventuels désagréments.", "éventuels désagréments"),
        ),
        Code.MINIMISING: (
            ("C’est un incident isolé.", "incident isolé"),
            ("Un petit nombre de clients est concerné.", "Un petit nombre de"),
            ("Seuls les noms ont été copiés.", "Seuls les noms"),
            ("Aucune donnée sensible n’est touchée.", "Aucune donnée sensible"),
            ("Le risque est très faible.", "risque est très faible"),
        ),
        Code.BOILERPLATE: (
            (
                "Nous prenons la sécurité de vos données très au sérieux.",
                "prenons la sécurité de vos données très au sérieux",
            ),
            ("Par mesure de précaution, changez-le.", "Par mesure de précaution"),
            ("Veuillez nous excuser pour la gêne.", "excuser pour la gêne"),
            ("Nous mettons tout en œuvre pour vous.", "mettons tout en œuvre"),
        ),
        Code.DONATE_INSTEAD: (
            ("Au lieu d’un bon, nous faisons un don à une école.", "faisons un don à"),
            ("Au lieu d’un bon, nous soutiendrons une œuvre.", "soutiendrons une œuvre"),
        ),
    },
    "de": {
        Code.UNDATED_DENIAL: (
            ("Es gibt keine Hinweise auf einen Missbrauch.", "keine Hinweise"),
            ("Nach derzeitigem Kenntnisstand ist niemand betroffen.", "Nach derzeitigem"),
            ("Die Daten wurden nicht veröffentlicht.", "wurden nicht veröffentlicht"),
            ("Bisher ist kein Schaden entstanden.", "Bisher"),
            ("Uns ist nicht bekannt, dass Daten verkauft wurden.", "nicht bekannt, dass"),
        ),
        Code.HEDGE: (
            ("Ihre Anschrift könnte möglicherweise dabei sein.", "könnte möglicherweise"),
            ("Das lässt sich nicht ausschließen.", "nicht ausschließen"),
            ("Wir bedauern etwaige Sorgen.", "etwaige Sorgen"),
            ("Bestimmte personenbezogene Daten sind betroffen.", "Bestimmte personenbezogene"),
        ),
        Code.MINIMISING: (
            ("Es ist ein bedauerlicher Einzelfall.", "ein bedauerlicher Einzelfall"),
            ("Nur ein kleiner Teil ist betroffen.", "Nur ein kleiner Teil"),
            ("Kopiert wurden nur Namen.", "nur Namen"),
            ("Das Risiko ist gering.", "Risiko ist gering"),
        ),
        Code.BOILERPLATE: (
            ("Wir nehmen den Schutz Ihrer Daten sehr ernst.", "nehmen den Schutz Ihrer"),
            ("Wir informieren Sie rein vorsorglich.", "rein vorsorglich"),
            ("Wir bitten um Ihr Verständnis.", "bitten um Ihr Verständnis"),
            ("Wir bedauern die Unannehmlichkeiten.", "bedauern die Unannehmlichkeiten"),
        ),
        Code.DONATE_INSTEAD: (
            ("Statt einer Entschädigung spenden wir die Summe.", "spenden"),
        ),
    },
}  # fmt: skip

GOOD: Mapping[str, tuple[str, ...]] = {
    "en": (
        "As of 8 March 2026, we have no evidence that the data has been misused.",
        "Our investigation ran up to 8 March. It found no evidence of misuse.",
        "By ${losses.as_of}, nobody has reported a loss.",
        "Up to ${found_out} we had found no sign of it.",
        "That you had no letter is no sign that you are not affected.",
        "A reader wrote: “You say there is no evidence, and a small number of us get calls.”",
        "We do not accept cards at present.",
        "Only customers who paid by card are affected.",
        "Only staff of the registry may open a record.",
        "Only two people have the key.",
        "The ticket is valid only until 3 May.",
        "If you have somebody else’s letter, send it back.",
        "We take no payments by phone.",
        "Take photographs of the letter.",
        "The name may be among it.",
        "We will not donate what comes back instead of the credit.",
        "Ask the foundation that runs the library; we support it.",
        "Your donation history is among the data, and the amount of each gift.",
        "Ask for a limited company’s number at the registry.",
        "Banks limit how much can be paid out a day.",
        "We are sorry. We should have told you sooner.",
        "The lock was changed as the key was missing.",
        "It takes about ten minutes to read a statement.",
        "A certain Monday in March was chosen.",
        "If any of your details are wrong, tell us.",
        "There is a limited number of appointments each day.",
        "The donation page was copied, and the amount of each gift.",
        "We took the server offline as a precaution.",
        "Take such calls seriously, and write the matter down.",
        "We are not aware who did it.",
    ),
    "ja": (
        "3月8日現在、不正に利用された事実は確認されておりません。",
        "2026年3月8日までの調査では、悪用された形跡は見つかっていません。",
        "調査は3月8日までの記録について行いました。悪用された形跡は見つかっていません。",
        "${losses.as_of}の時点で、被害のご連絡はいただいていません。",
        "${found_out}までに、流出は確認されていません。",
        "お客さまから「被害は確認されていないと言うが」とのお声をいただきました。",
        "ご本人であることを確認できていない場合は、お答えできません。",
        "一部の方にはまだお会いできておらず、文書をお届けしています。",
        "名簿の一部が持ち出されました。",
        "一部のお客さま（${customers}）の情報が漏えいしました。",
        "本物のページは、このアドレスから始まるものだけです。",
        "窓口の受付は、平日のみです。",
        "念のため、お手元の明細をご確認ください。",
        "お名前が漏えいした可能性があります。",
        "万一、届かないときは、お申し出ください。",
        "お返しいただいた分を、当社の名で寄付することはしません。",
        "寄付の履歴が、お詫びの対象に含まれます。",
        "カードの番号は、別のシステムで管理しています。",
        "診療への影響はありません。",
        "ご心配をおかけしておりますことを、深くお詫び申し上げます。",
        "点検の結果と、改めた点を、6月末までにここに書きます。",
        "五分ごとに内容を照らし合わせます。",
        "現時点では、お名前を公表できません。",
        "公開範囲の設定に誤りはありませんでした。",
        "原因はまだ特定できておりません。",
        "ご連絡がつかない一部のお客さまには、文書をお送りします。",
        "USBメモリは見つかっておりません。",
        "悪用されないよう、ご注意ください。",
    ),
    "fr": (
        "Au 8 mars 2026, aucun signalement de fraude ne nous est parvenu.",
        "Aucun chèque, aucun relevé d’identité bancaire.",
        "Vérifiez qu’aucun mandat inconnu n’apparaît sur votre compte.",
        "Seules les personnes inscrites en 2024 sont concernées.",
        "Pour l’instant, notre guichet n’accepte pas la carte.",
        "Le 3 mars, nous avons prévenu la CNIL.",
        "L’accepter ne vous prive d’aucun recours.",
        "La liste de vos dons et leur montant y figurent.",
        "Nous vous présentons nos excuses.",
        "Aucun mot de passe n’a été compromis.",
        "Le risque d’usurpation est élevé.",
        "Quelques minutes suffisent pour relire vos relevés.",
        "Il suffit d’appeler.",
        "Le fichier contient votre abonnement mais aucune validation.",
    ),
    "de": (
        "Stand 8. März 2026 gibt es keine Hinweise auf einen Missbrauch.",
        "Bis zum 8. März haben wir gesucht. Es gab keine Hinweise auf einen Missbrauch.",
        "Man musste nur die Adresse kennen.",
        "Sie müssen lediglich anrufen.",
        "Wer auf Rechnung bezahlt hat, ist nicht betroffen.",
        "Derzeit können wir keine Karten annehmen.",
        "Bitte nehmen Sie solche Anrufe ernst.",
        "Wer die Täter sind, ist uns nicht bekannt.",
        "Keine Anschriften, keine Beiträge.",
        "Die App zeigt Auszüge gar nicht an.",
        "Ihre Spenden und der Betrag stehen in der Liste.",
        "Nur Mitarbeitende des Archivs dürfen die Akte öffnen.",
        "Prüfen Sie Ihre Abrechnungen und lassen Sie die Karte sperren.",
        "Es tut uns leid, dass Ihre Daten abgeflossen sind.",
        "Eine Kundin schrieb: „Sie sagen, es gebe keine Hinweise.“",
    ),
}


def findings(project: Path, as_of: str = NOW) -> tuple[Diagnostic, ...]:
    """What these rules say of a project."""
    found = prepare(read(project), moment(as_of), thorough=True).findings
    assert not [f for f in found if f.severity is Severity.ERROR], found
    return tuple(finding for finding in found if finding.code in MINE)


def site(files: Mapping[str, str], *languages: str) -> dict[str, str | bytes]:
    """A site in these languages with these files."""
    used = languages or ("en",)
    home = page("Notice", "A list was copied.", date="2026-03-02 10:00")
    return {
        "noticegen.yml": settings(*used),
        f"content/{used[0]}/index.md": home,
        **files,
    }


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, tuple[Diagnostic, ...]]]:
    """By language: a page with all the sentences, one a paragraph, and what is said of it."""
    said = {}
    for language in FOUND:
        lines = [s for rows in FOUND[language].values() for s, _ in rows] + list(GOOD[language])
        text = page("Title", "\n\n".join(lines), date="2026-03-02 10:00")
        path = f"content/{language}/index.md"
        files = {"noticegen.yml": settings(language), path: text, "content/facts.yml": FACTS}
        said[language] = text, findings(put(tmp_path_factory.mktemp(language), files))
    return said


def at_line(found: tuple[Diagnostic, ...], line: int) -> list[Diagnostic]:
    return [finding for finding in found if finding.at.line == line]


@pytest.mark.parametrize(
    ("language", "code", "sentence", "words"),
    [
        (language, code, sentence, words)
        for language, rules in FOUND.items()
        for code, rows in rules.items()
        for sentence, words in rows
    ],
)
def test_words_are_found_at_their_place(
    language: str,
    code: Code,
    sentence: str,
    words: str,
    told: dict[str, tuple[str, tuple[Diagnostic, ...]]],
) -> None:
    text, found = told[language]
    line = text.split("\n").index(sentence) + 1
    here = at_line(found, line)
    assert [(f.code, f.severity) for f in here] == [(code, Severity.ADVICE)], here
    assert here[0].at.column == sentence.index(words) + 1


@pytest.mark.parametrize(
    ("language", "sentence"), [(lang, sentence) for lang in GOOD for sentence in GOOD[lang]]
)
def test_plain_facts_are_left_alone(
    language: str, sentence: str, told: dict[str, tuple[str, tuple[Diagnostic, ...]]]
) -> None:
    text, found = told[language]
    assert at_line(found, text.split("\n").index(sentence) + 1) == []


# ------------------------------------------------------------------- where a denial has its day


def denials(
    tmp_path: Path, body: str, path: str = "content/en/index.md", **header: str
) -> list[int]:
    """The lines at which a denial without its day is found."""
    files = {path: page("Title", body, date="2026-03-02 10:00", **header)}
    found = findings(put(tmp_path, site(files)))
    return [f.at.line for f in found if f.code is Code.UNDATED_DENIAL]


def test_a_heading_with_the_day_counts_for_what_stands_under_it(tmp_path: Path) -> None:
    body = (
        "## As of 8 March 2026\n\nThere is no evidence of misuse.\n\n## Later\n\nNo evidence of it."
    )
    assert denials(tmp_path, body) == [12]


def test_a_cell_has_the_day_of_its_row_or_of_a_header(tmp_path: Path) -> None:
    rows = (
        "| Day | Found |\n|---|---|\n| 8 March | no evidence of misuse |\n| later | no evidence |"
    )
    assert denials(tmp_path, rows) == [9]
    state = "| | As of 8 March 2026 |\n|---|---|\n| misuse | no evidence of it |"
    assert denials(tmp_path / "state", state) == []


def test_today_is_a_day_in_a_text_that_stays_as_it_was_said(tmp_path: Path) -> None:
    body = "As of today, we have no evidence of misuse."
    assert denials(tmp_path / "standing", body) == [6]
    update = "content/en/updates/2026-03-02-first.md"
    assert denials(tmp_path / "update", body, update, summary="News.") == []


def test_a_note_is_shown_beside_its_day(tmp_path: Path) -> None:
    note = "[{at: 2026-03-05 10:00, kind: addition, note: There was no evidence of misuse.}]"
    assert denials(tmp_path, "A list was copied.", changes=note) == []


def test_what_somebody_else_said_is_theirs(tmp_path: Path) -> None:
    body = "> We have no evidence of misuse, out of an abundance of caution.\n\n    no evidence"
    files = {"content/en/index.md": page("Title", body, date="2026-03-02 10:00")}
    assert findings(put(tmp_path, site(files))) == ()


@pytest.mark.parametrize(
    ("values", "lines"),
    [
        ("[{from: 2026-03-02 10:00, value: no evidence of misuse}]", [4]),
        ("[{from: 2026-03-02 10:00, as_of: 2026-03-01, value: no evidence of misuse}]", []),
        (
            "\n    - {from: 2026-03-02 10:00, value: no evidence of misuse}"
            "\n    - {from: 2026-03-09 10:00, value: two cases, change: event, note: New.}",
            [],
        ),
    ],
    ids=["no day", "as_of", "history"],
)
def test_the_value_of_a_fact_has_its_day_in_as_of(
    tmp_path: Path, values: str, lines: list[int]
) -> None:
    facts = f"misuse:\n  name: misuse\n  type: text\n  values: {values}\n"
    found = findings(put(tmp_path, site({"content/facts.yml": facts})))
    assert [f.at.line for f in found if f.code is Code.UNDATED_DENIAL] == lines


def test_a_title_and_a_summary_are_looked_at_too(tmp_path: Path) -> None:
    text = page("An isolated incident", "Text.", date="2026-03-02 10:00", summary="No sign of it.")
    found = findings(put(tmp_path, site({"content/en/index.md": text})))
    assert [(f.code, f.at.line, f.at.column) for f in found] == [
        (Code.MINIMISING, 2, 8),
        (Code.UNDATED_DENIAL, 4, 10),
    ]


def test_a_sentence_is_complained_about_once_a_rule(tmp_path: Path) -> None:
    body = "To our knowledge, there is no evidence and no sign of misuse. Nobody has reported any."
    assert denials(tmp_path, body) == [6, 6]


def test_a_language_without_a_file_is_left_alone(tmp_path: Path) -> None:
    text = page("Aviso", "No evidence.", date="2026-03-02 10:00")
    files = {"noticegen.yml": settings("it"), "content/it/index.md": text}
    found = prepare(read(put(tmp_path, files)), moment(NOW), thorough=True).findings
    assert [f for f in found if f.code in MINE] == []


def test_the_reason_is_told_in_the_language_of_the_terminal(tmp_path: Path) -> None:
    body = "この件を重く受け止めております。"
    files = {"content/ja/index.md": page("題", body, date="2026-03-02 10:00")}
    (finding,) = findings(put(tmp_path, site(files, "ja")))
    assert finding.hint is not None
    said = [
        translator([name])(text)
        for name in ("en", "ja")
        for text in (finding.message, finding.hint)
    ]
    assert said == [
        "“重く受け止め”: it stands in every notice, and tells nobody anything",
        "say what was done, by whom and when, or strike it",
        "「重く受け止め」：どのお知らせにもある言い方で、何も伝わりません",
        "だれが、いつ、何をしたかを書くか、削ってください",
    ]


# --------------------------------------------------------------------------- questions


def open_questions(project: Path) -> set[str]:
    """The questions that are said to have no answer; at the first line of the FAQ."""
    found = [f for f in findings(project) if f.code is Code.UNANSWERED_QUESTION]
    assert [(f.at.path, f.at.line, f.at.column) for f in found] in (
        [],
        [("content/en/faq.md", 1, 1)],
        [("content/ja/faq.md", 1, 1)],
    )
    return {str(line).partition(":")[0] for finding in found for line in finding.lines}


def faq(*questions: str, topic: str = "## Topic {#topic}") -> str:
    """The text of a FAQ with these headings."""
    body = "\n\n".join(f"### {question}\n\nAn answer." for question in questions)
    return page("Questions", f"{topic}\n\n{body}", date="2026-03-02 10:00")


def test_a_site_without_a_faq_is_asked_nothing(tmp_path: Path) -> None:
    assert open_questions(put(tmp_path, site({}))) == set()


def test_every_question_that_has_no_answer_is_listed_once(tmp_path: Path) -> None:
    files = {"content/en/faq.md": faq("Anything else? {#else}")}
    assert open_questions(put(tmp_path, site(files))) == set(QUESTIONS)


@pytest.mark.parametrize(
    ("heading", "answered"),
    [
        ("Am I affected? {#q}", {"affected"}),
        ("Something {#misuse}", {"misuse"}),
        ("Something {#am-i-affected}", {"affected"}),
        ("カード番号も漏えいしましたか {#q}", {"card-or-password"}),
        ("退会したいのですが、違約金はかかりますか {#q}", {"leave"}),
        ("Peut-on effacer mes données ? {#q}", {"affected", "erase"}),
        ("Wie konnte das passieren? {#q}", {"cause"}),
        ("Something {#q covers=\"compensation\"}", {"compensation"}),
        ("Something {#q answers=\"misuse who-has-it\"}", {"misuse", "who-has-it"}),
        # Words within other words are none.
        ("Is it a discard? {#q}", set()),
    ],
)  # fmt: skip
def test_an_answer_is_recognised(tmp_path: Path, heading: str, answered: set[str]) -> None:
    files = {"content/en/faq.md": faq(heading)}
    assert set(QUESTIONS) - open_questions(put(tmp_path, site(files))) == answered


def test_what_standing_pages_cover_is_answered(tmp_path: Path) -> None:
    body = '## It {#it covers="what_happened cause"}\n\nA list was copied.'
    answer = page(
        "Questions",
        '## Topic {#topic covers="followup_promise"}\n\n### One {#one}\n\n'
        '#### Part {#part covers="authority_notified"}\n\nText.',
        date="2026-03-02 10:00",
    )
    files = {
        "content/en/index.md": page("Notice", body, date="2026-03-02 10:00"),
        "content/en/scams.md": page("Beware of scams", "Text.", date="2026-03-02 10:00"),
        "content/en/faq.md": answer,
    }
    left = open_questions(put(tmp_path, site(files)))
    assert set(QUESTIONS) - left == {
        "what-happened", "cause", "what-next", "authorities", "suspicious-contact",
    }  # fmt: skip


def test_a_draft_answers_nothing_yet(tmp_path: Path) -> None:
    files = {"content/en/faq.md": faq("Anything else? {#else}", "Was it misused? {#misuse draft}")}
    assert "misuse" in open_questions(put(tmp_path, site(files)))


def test_a_translation_answers_too(tmp_path: Path) -> None:
    files = {
        "content/ja/faq.md": faq("そのほか {#q}", topic="## 分類 {#topic}"),
        "content/en/faq.md": page(
            "Questions", "## Topic {#topic}\n\n### Can you erase my data? {#q}\n\nYes."
        ),
    }
    assert "erase" not in open_questions(put(tmp_path, site(files, "ja", "en")))


def test_a_question_that_nobody_looks_for_is_named(tmp_path: Path) -> None:
    files = site({"content/en/faq.md": faq('One {#one answers="misus"}')})
    (finding,) = prepare(read(put(tmp_path, files)), moment(NOW)).findings
    assert (finding.code, finding.at.line) == (Code.HEADING_ATTRIBUTE, 8)
    assert str(finding.message).startswith("`answers` names `misus`")
    assert str(finding.hint) == "did you mean `misuse`?"


# --------------------------------------------------------------------------- the data


@pytest.mark.parametrize("language", stock.LANGUAGES)
def test_a_file_of_phrases_is_complete(language: str) -> None:
    """Every subject in every language, each entry with its reason in both languages of messages."""
    data = stock.read_data(f"{language}.yml")
    assert set(data) == {*stock.SUBJECTS, *stock.WHOLE_TEXTS}
    for subject in stock.SUBJECTS:
        entries = data[subject]
        assert isinstance(entries, tuple)
        for entry in entries:
            assert not isinstance(entry, str | tuple)
            assert set(entry) <= set(stock.ENTRY_KEYS)
        for phrase in stock.phrases(language, subject):
            for text in filter(None, (phrase.reason, phrase.instead)):
                assert set(text.texts) == {"en", "ja"}
                assert not re.search(r"[.。]$", text.texts["en"] + "\n" + text.texts["ja"], re.M)
            assert phrase.instead is None or phrase.instead.texts["ja"].endswith("ください")


def test_questions_are_those_that_answers_may_name() -> None:
    assert tuple(one.id for one in stock.asked()) == QUESTIONS
    for one in stock.asked():
        assert set(one.covers) <= set(ELEMENTS)
        assert set(one.asks.texts) == {"en", "ja"}
        assert one.asks.texts["en"].endswith("?")
