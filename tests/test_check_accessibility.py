"""Images, links and tables say what they are for to those who hear them."""

from __future__ import annotations

from pathlib import Path

from noticegen.build import prepare, read
from noticegen.diagnostics import Code, Diagnostic, Severity
from sites import PNG, moment, page, put, settings

NOW = "2026-04-10 12:00"
OURS = "https://www.some.example/notice/"
OTHER = "https://www.other.example/a/b"
HERE = "content/en/index.md"
SITE: dict[str, str | bytes] = {
    "noticegen.yml": settings("en"),
    "content/en/more.md": page("More", "Text.", date="2026-03-02 10:00"),
    "content/files/envelope.png": PNG,
    "content/files/scan-0412.png": PNG,
}


def findings(tmp_path: Path, code: Code, body: str, **files: str) -> list[Diagnostic]:
    """What a rule says of a notice with this body; nothing may be wrong besides."""
    home = page("Our letter", body, date="2026-03-02 10:00")
    found = prepare(
        read(put(tmp_path, {**SITE, HERE: home, **files})), moment(NOW), thorough=True
    ).findings
    assert not [f for f in found if f.severity is Severity.ERROR], found
    mine = [finding for finding in found if finding.code is code]
    assert {finding.severity for finding in mine} <= {Severity.WARNING}
    return mine


def places(found: list[Diagnostic]) -> list[tuple[int, int]]:
    """Lines and columns of findings."""
    return [(finding.at.line, finding.at.column) for finding in found]


def one_a_paragraph(form: str, texts: tuple[str, ...]) -> tuple[str, dict[int, str]]:
    """A body with each text in a paragraph after two wide letters, and the texts by line."""
    body = "\n\n".join(f"日本 {form.format(text)}" for text in texts)
    return body, {6 + 2 * number: text for number, text in enumerate(texts)}


# ------------------------------------------------------------------------------- images


POOR = (
    "image", "Image 3", "A picture", "the photo", "screenshot", "logo", "alt text", "画像",
    "写真1", "図", "参考画像", "スクリーンショット", "イメージ図", "Bild", "Das Foto",
    "Abbildung 2", "Symbolbild", "une image", "Photo", "capture d’écran", "IMG_2031.png",
    "DSC00412", "Screenshot 2026-03-01", "envelope.PNG", "スクリーンショット 2026-03-01",
    "our letter", "„Our letter“", "…",
)  # fmt: skip
SHOWS = (
    "The grey envelope of our letter", "Envelope", "Image of the envelope with a blue stripe",
    "図書カードの見本", "写真付きの証明書", "地図で示した、役所から駅までの道",
    "Bilderrahmen mit Logo", "Photo d’une carte orange", "Map of the three counters",
)  # fmt: skip


def test_the_text_of_an_image_says_what_it_shows(tmp_path: Path) -> None:
    body, lines = one_a_paragraph("![{}](../files/envelope.png)", (*POOR, *SHOWS))
    found = findings(tmp_path, Code.POOR_ALT_TEXT, body)
    assert [lines[f.at.line] for f in found] == list(POOR)
    assert {f.at.column for f in found} == {4}


def test_the_name_of_the_file_itself_is_found_where_a_program_gave_it(tmp_path: Path) -> None:
    body = "![scan 0412](../files/envelope.png)\n\n![Scan-0412](../files/scan-0412.png)"
    assert places(findings(tmp_path, Code.POOR_ALT_TEXT, body)) == [(6, 1), (8, 1)]


def test_the_title_of_a_question_is_a_title_too(tmp_path: Path) -> None:
    text = page(
        "Questions",
        "## Letters {#letters}\n\n### The letter {#letter}\n\n![The letter](../files/envelope.png)",
        date="2026-03-02 10:00",
    )
    found = findings(tmp_path, Code.POOR_ALT_TEXT, "Text.", **{"content/en/faq.md": text})
    assert [str(f.at) for f in found] == ["content/en/faq.md:10:1"]


# -------------------------------------------------------------------------------- links


VAGUE = (
    "here", "Click here", "click **here**", "this page", "Link", "more", "Read more",
    "Details", "more information", "learn more »", "→", "こちら", "詳細", "詳しくはこちら",
    "「こちら」", "こちらをクリックしてください", "ここ", "続きを読む", "こちらのページ",
    "リンク", "下記をご覧ください", "hier", "mehr", "Hier klicken", "Mehr erfahren",
    "weiterlesen", "dieser Link", "ici", "Cliquez ici", "en savoir plus", "ce lien",
    "lire la suite", "https://www.other.example/a/b", "www.other.example/a",
)  # fmt: skip
LEADS = (
    "how to reach us", "What you can do here", "Hereford", "more questions",
    "the contact page", "お問い合わせ", "お問い合わせはこちらの窓口", "詳細な項目の一覧",
    "このページの見分け方", "ここ数年の件数", "Hierarchie", "mehr zum Brief", "Iciar",
    "la page de contact", "www.other.example", "other places",
    "https://www.some.example/notice/", "https://www.some.example/notice",
    "https://www.some.example/", "www.some.example/notice/",
)  # fmt: skip
"""The address of the site itself is one: readers recognise the true notice by it."""


def test_the_text_of_a_link_says_where_it_leads(tmp_path: Path) -> None:
    texts = [
        (t, "https://www.some.example/notice/" if "some." in t else OTHER) for t in (*VAGUE, *LEADS)
    ]
    lines = {6 + 2 * number: text for number, (text, _) in enumerate(texts)}
    body = "\n\n".join(f"日本 [{text}]({target})" for text, target in texts)
    found = findings(tmp_path, Code.LINK_TEXT, body)
    assert [lines[f.at.line] for f in found] == list(VAGUE)
    assert {f.at.column for f in found} == {4}


def test_one_text_for_two_targets_leaves_people_guessing(tmp_path: Path) -> None:
    body = "[Contact](more.md)\n\n[The notice](index.md) and [contact](https://www.other.example/)"
    (found,) = findings(tmp_path, Code.LINK_TEXT, body)
    assert places([found]) == [(8, 28)]
    assert str(found.message) == (
        "“contact” leads to https://www.other.example/ here, and to more.md in line 6"
    )


def test_one_text_for_one_target_may_stand_twice(tmp_path: Path) -> None:
    body = "[Contact](more.md), [contact](../en/more.md), ![Contact](../files/envelope.png)"
    assert findings(tmp_path, Code.LINK_TEXT, body) == []


def test_the_whole_faq_is_one_page(tmp_path: Path) -> None:
    text = page(
        "Questions",
        "## Letters {#letters}\n\n### One {#one}\n\n[The list](more.md)\n\n"
        "### Two {#two}\n\n[The list](index.md)",
        date="2026-03-02 10:00",
    )
    found = findings(tmp_path, Code.LINK_TEXT, "[The list](more.md)", **{"content/en/faq.md": text})
    assert [str(f.at) for f in found] == ["content/en/faq.md:14:1"]


# ------------------------------------------------------------------------------- tables


HEADERS = {
    "| | |": ("1, 2", 3),
    "| Data | |": ("2", 10),
    "|  | Data |": ("1", 4),
    "| – | ... |": ("1, 2", 3),
    "| # | ${found} |": None,
    "| 項目 | % |": None,
}


def test_a_column_has_a_header(tmp_path: Path) -> None:
    facts = (
        "found:\n  name: found\n  type: number\n  values: [{from: 2026-03-02 10:00, value: 2}]\n"
    )
    body = "\n\n".join(f"{header}\n|---|---|\n| name | yes |" for header in HEADERS)
    found = findings(tmp_path, Code.TABLE_HEADER, body, **{"content/facts.yml": facts})
    expected = [
        (6 + 4 * number, place[1], place[0])
        for number, place in enumerate(HEADERS.values())
        if place
    ]
    assert [(f.at.line, f.at.column, f.message.values["columns"]) for f in found] == expected
