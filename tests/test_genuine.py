"""Is this genuine? What every page and one page of its own say of it, and who answers for that."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
import segno

from build_site import a_site, build
from noticegen.build import prepare
from noticegen.build import read as read_site
from noticegen.config import Config, config_of
from noticegen.diagnostics import Code, Diagnostic
from noticegen.qrcode import MARGIN, qr_code
from noticegen.record.entry import EntryKind
from sites import (
    ROOT,
    SAMPLE_MOMENT,
    build_well,
    built,
    copy_of_sample,
    moment,
    page,
    put,
    settings,
)
from story import Story, pages

NEVER = "当社から先にお電話を差し上げることはありません。"
LETTERS = "お手紙にも、このアドレスを記載しています。"
CONTACTS = """\
hotline:
  name: 窓口
  phone: 0800-000-0140
  region: JP
  hours: [{from: 2026-03-02, weekly: {mon-fri: "9:00-17:00"}}]
later:
  name: 次の窓口
  from: 2027-01-04 10:00
  mail: later@some.example
"""
HOST = "www.some.example"


def genuine(never: str = NEVER, letters: str = LETTERS, report: str = "hotline") -> str:
    return f"genuine:\n  never: {never}\n  letters: {letters}\n  report: {report}\n"


def a_notice(more: str = "", *languages: str, **files: str) -> dict[str, str | bytes]:
    first, *others = languages or ("ja",)
    texts: dict[str, str | bytes] = {
        "noticegen.yml": settings(first, *others, more=more),
        f"content/{first}/index.md": page("お知らせ", "本文です。", date="2026-03-02 15:00"),
        "content/contacts.yml": CONTACTS,
    }
    return texts | {name.replace("__", "/") + ".md": text for name, text in files.items()}


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", html))


def block(html: str) -> str:
    match = re.search(r'<section class="genuine".*?</section>', html, re.DOTALL)
    return match[0] if match else ""


# ------------------------------------------------------------------ settings


def read(more: str, *languages: str) -> Config | tuple[Diagnostic, ...]:
    return config_of(settings(*languages, more=more))


def test_it_is_read_and_what_lacks_a_language_is_listed() -> None:
    config = read(
        genuine(never="{ja: しません。}", letters="{ja: あります。, en: It has.}"), "ja", "en"
    )
    assert isinstance(config, Config)
    said = config.genuine
    assert said.never
    assert said.letters
    assert said.report
    assert (said.never.of("en"), said.letters.of("en")) == ("しません。", "It has.")
    assert said.report.text == "hotline"
    assert config.untranslated == (("genuine.never", "en"),)


def test_nothing_need_be_said() -> None:
    config = read("", "ja")
    assert isinstance(config, Config)
    assert config.genuine == (None, None, None)


@pytest.mark.parametrize(
    ("more", "code", "at", "hint"),
    [
        ("genuine: {nevr: x}\n", Code.UNKNOWN_KEY, (7, 11), "did you mean `never`?"),
        ("genuine: never\n", Code.WRONG_TYPE, (7, 10), "write it as genuine: {never: …"),
        ("genuine: {report: [a]}\n", Code.WRONG_TYPE, (7, 19), "write `report: …`"),
        ("genuine: {never: {en: x}}\n", Code.MISSING_FIELD, (7, 18), "add a line `ja: …`"),
    ],
)
def test_what_is_wrong_is_told_at_its_place(
    more: str, code: Code, at: tuple[int, int], hint: str
) -> None:
    found = read(more, "ja")
    assert isinstance(found, tuple)
    first = found[0]
    assert (first.code, (first.at.line, first.at.column)) == (code, at)
    assert str(first.hint).startswith(hint)


@pytest.mark.parametrize(
    ("said", "code", "message"),
    [
        ({"report": "hotlin"}, Code.UNKNOWN_PLACEHOLDER, "there is no contact `hotlin`"),
        ({"report": "later"}, Code.LINK_TO_WITHHELD, "`later` is not public"),
        ({"never": "050-0000-0199にはかけません。"}, Code.STRAY_PHONE, "`genuine.never`: "),
        ({"letters": "050-0000-0199です。"}, Code.STRAY_PHONE, "`genuine.letters`: "),
    ],
)
def test_it_is_held_to_contacts(
    tmp_path: Path, said: dict[str, str], code: Code, message: str
) -> None:
    result = built(put(tmp_path, a_notice(genuine(**said))))
    assert result.written is None
    [finding] = [f for f in result.findings if f.code is code]
    assert finding.at.path == "noticegen.yml"
    assert str(finding.message).startswith(message)
    if "report" in said:
        assert (finding.at.line, finding.at.column) == (10, 11)
    if code is Code.UNKNOWN_PLACEHOLDER:
        assert str(finding.hint) == "did you mean `hotline`?"


@pytest.mark.parametrize(
    ("more", "over"),
    [
        ("changes: [{at: 2026-05-01 10:00, kind: withdrawal, note: 終えました。}]", "05-01 10:00"),
        ("until: 2026-04-30", "05-01 00:00"),
    ],
    ids=["withdrawn", "ended"],
)
def test_nobody_is_sent_to_a_contact_that_is_over(tmp_path: Path, more: str, over: str) -> None:
    line = CONTACTS.replace("  region: JP\n", f"  region: JP\n  {more}\n")
    files = {**a_notice(genuine()), "content/contacts.yml": line}
    project = put(tmp_path, files)
    for as_of, is_shown in (("2026-04-30 23:59", True), (f"2026-{over}", False)):
        html = (build_well(project, as_of=as_of) / "genuine.html").read_text("utf-8")
        assert ('id="genuine_report"' in html) == is_shown
        text = (project / "output/notice.txt").read_text("utf-8")
        assert ("## 偽のサイトや連絡に気づいたら" in text) == is_shown
        findings = prepare(read_site(project), moment(as_of), thorough=True).findings
        told = [(f.at.line, f.at.column) for f in findings if f.code is Code.ENDED_LINE]
        assert told == ([] if is_shown else [(10, 11)])


def test_personal_data_in_it_stops_a_build(tmp_path: Path) -> None:
    put(tmp_path, a_notice(genuine(never='"マイナンバー：123456789018"')))
    codes = {finding.code for finding in built(tmp_path).findings}
    assert Code.MY_NUMBER in codes


# ------------------------------------------------------------------ pages


def test_every_page_says_it_in_short_and_one_says_all_of_it(tmp_path: Path) -> None:
    output = build_well(put(tmp_path, a_notice(genuine())))
    for name in ("index.html", "changelog.html", "contact.html", "notice.html"):
        html = (output / name).read_text("utf-8")
        short = block(html)
        assert f"https://<strong>{HOST}</strong>/notice/" in short
        assert f'<a href="https://{HOST}/">' in short
        assert NEVER in short
        assert LETTERS in short
        more = "#page_genuine" if name == "notice.html" else "genuine.html"
        assert f'<a href="{more}">' in short
    own = (output / "genuine.html").read_text("utf-8")
    assert block(own) == ""
    main = own.partition("<main")[2].partition("</main>")[0]
    assert "<h1>この<wbr/>ページは<wbr/>本物ですか</h1>" in main
    assert f"https://<strong>{HOST}</strong>/notice/" in main
    assert f"「{HOST}」" in main
    for text in (NEVER, LETTERS, "0800-000-0140", "9時から17時"):
        assert text in main
    assert "記録" not in main
    assert 'href="genuine.html" aria-current="page">このページは本物ですか</a>' in own
    assert (output / "index.html").read_text("utf-8").count(">このページは本物ですか</a>") == 1


def test_without_settings_it_says_the_address(tmp_path: Path) -> None:
    output = build_well(put(tmp_path, a_notice()))
    own = (output / "genuine.html").read_text("utf-8")
    assert HOST in text_of(own.partition("<main")[2])
    assert 'id="genuine_never"' not in own
    assert 'id="genuine_report"' not in own
    assert block((output / "index.html").read_text("utf-8")).count("</p>") == 3


def test_a_page_of_the_author_keeps_its_address_and_comes_after_what_is_made(
    tmp_path: Path,
) -> None:
    links = page(
        "お知らせ", "[作った](site:genuine)・[書いた](genuine.md#letter)", date="2026-03-02 15:00"
    )
    own = page("本物ですか", "## お手紙 {#letter}\n\n白い封筒です。", date="2026-03-02 15:00")
    files = a_notice(genuine(), content__ja__index=links, content__ja__genuine=own)
    output = build_well(put(tmp_path, files))
    html = (output / "genuine.html").read_text("utf-8")
    main = html.partition("<main")[2].partition("</main>")[0]
    assert main.count("<h1") == 1
    assert "<h1>本物ですか</h1>" in main
    assert main.index('id="genuine_address"') < main.index('id="letter"')
    home = (output / "index.html").read_text("utf-8")
    assert '<a href="genuine.html">作った</a>・<a href="genuine.html#letter">書いた</a>' in home
    navigation = home.partition('<nav class="pages"')[2].partition("</nav>")[0]
    assert navigation.count('href="genuine.html"') == 1
    whole = (output / "notice.html").read_text("utf-8")
    made, written = 'id="page_genuine_genuine_address"', 'id="page_genuine_letter"'
    assert whole.count('id="page_genuine"') == 1
    assert whole.index('id="page_genuine"') < whole.index(made) < whole.index(written)


def test_what_is_made_is_in_the_readers_language_where_the_page_is_not(tmp_path: Path) -> None:
    own = page("本物ですか", "白い封筒です。", date="2026-03-02 15:00")
    english = page("Notice", "Text.")
    said = genuine("{ja: しません。}", "{ja: あります。, en: It has.}")
    files = a_notice(said, "ja", "en", content__ja__genuine=own, content__en__index=english)
    output = build_well(put(tmp_path, files))
    html = (output / "en/genuine.html").read_text("utf-8")
    assert '<h2 id="genuine_address">Check the address</h2>' in html
    assert '<p lang="ja">しません。</p>' in html
    assert "<p>It has.</p>" in html
    whole = (output / "en/notice.html").read_text("utf-8")
    section = whole[whole.index('id="page_genuine"') :]
    assert re.search(r'<div class="text" lang="ja">\s*<div lang="en">\s*<section', section)
    assert '<p lang="ja">しません。</p>' in block(whole)


@pytest.mark.parametrize("has_page", [True, False])
def test_the_plain_text_says_it_once(tmp_path: Path, has_page: bool) -> None:
    own = page("本物ですか", "白い封筒です。", date="2026-03-02 15:00")
    extra = {"content__ja__genuine": own} if has_page else {}
    text = (build_well(put(tmp_path, a_notice(genuine(), **extra))) / "notice.txt").read_text(
        "utf-8"
    )
    assert text.count("## アドレスを確かめる") == 1
    for said in (NEVER, LETTERS, f"「{HOST}」"):
        assert text.count(said) == 1
    heading = "本物ですか" if has_page else "このページは本物ですか"
    assert text.index(f"\n{heading}\n") < text.index("## アドレスを確かめる")
    part = text[text.index("## 偽のサイトや連絡に気づいたら") :]
    assert part.index("0800-000-0140") < len(part) / 2
    if has_page:
        assert text.index("## 偽のサイト") < text.index("白い封筒です。")


def test_words_that_every_page_says_are_no_leak_of_a_draft(tmp_path: Path) -> None:
    draft = page("下書き", NEVER + LETTERS, date="2027-03-02 15:00", summary="あ")
    name = "content__ja__updates__2027-03-02-later"
    assert built(put(tmp_path, a_notice(genuine(), **{name: draft}))).written


# ------------------------------------------------------------------ the record


def test_the_record_can_be_checked_from_there(tmp_path: Path) -> None:
    story = Story(a_site(tmp_path))
    assert story.record("2026-03-02 16:00") == 0
    shown = pages(story.build("2026-03-02 16:00").artifacts)["genuine.html"]
    assert "後から書き換えていないことを確かめる\n" in shown
    assert build(tmp_path, as_of="2026-03-02 16:00").code == 0
    html = (tmp_path / "output/genuine.html").read_text("utf-8")
    assert 'href="record.html#how-to-check"' in html


def test_it_is_a_statement_of_the_site_that_nobody_changes_silently(tmp_path: Path) -> None:
    """And a record that began without it goes on as it is."""
    story = Story(a_site(tmp_path, {"content/contacts.yml": CONTACTS}))
    assert story.record("2026-03-02 16:00") == 0
    log = story.public("2026-03-02 16:00")
    assert "genuine" not in log.text(log.newest["site"])
    began = (tmp_path / "noticegen.yml").read_text("utf-8")

    story.write({"noticegen.yml": began + genuine()})
    [silent] = [f for f in story.build("2026-03-03 10:00").findings if f.exit == 3]
    assert (silent.code, silent.at.path) == (Code.SILENT_CHANGE, "noticegen.yml")
    assert NEVER in "\n".join(map(str, silent.lines))

    note = "changes:\n  - {at: 2026-03-03 10:00, kind: addition, note: 見分け方を加えました。}\n"
    told = began + genuine() + note
    story.write({"noticegen.yml": told})
    assert story.record("2026-03-03 10:05") == 0
    log = story.public("2026-03-03 10:05")
    assert log.newest["site"].kind is EntryKind.ADDITION
    assert "genuine:\n  never:\n    ja: " in log.text(log.newest["site"])

    for before, after in ((NEVER, "何もしません。"), (LETTERS, "手紙は出しません。")):
        story.write({"noticegen.yml": told.replace(before, after)})
        assert Code.SILENT_CHANGE in {f.code for f in story.build("2026-03-04 10:00").findings}
    story.write({"noticegen.yml": told.replace("  report: hotline\n", "")})
    assert Code.SILENT_CHANGE in {f.code for f in story.build("2026-03-04 10:00").findings}

    changed = told.replace(NEVER, "何もしません。") + note.partition("\n")[2].replace(
        "addition", "correction"
    ).replace("03-03", "03-05")
    story.write({"noticegen.yml": changed})
    assert story.record("2026-03-05 10:05") == 0
    for as_of, said in (
        ("2026-03-02 17:00", ""),
        ("2026-03-04 10:00", NEVER),
        ("2026-03-06 10:00", "何もしません。"),
    ):
        prepared = story.build(as_of)
        shown = pages(prepared.artifacts)["genuine.html"]
        assert [text for text in (NEVER, "何もしません。") if text in shown] == [said][: len(said)]
        assert ("0800-000-0140" in shown) == bool(said)


def test_another_language_of_it_is_a_translation(tmp_path: Path) -> None:
    site = a_site(tmp_path, {"content/contacts.yml": CONTACTS})
    story = Story(site)
    config = (site / "noticegen.yml").read_text("utf-8").replace("[ja]", "[ja, en]")
    story.write({"noticegen.yml": config + genuine("{ja: しません。}")})
    assert story.record("2026-03-02 16:00") == 0
    story.edit("noticegen.yml", "{ja: しません。}", "{ja: しません。, en: Never.}")
    assert story.record("2026-03-03 10:00") == 0
    log = story.public("2026-03-03 10:00")
    assert log.newest["site"].kind is EntryKind.TRANSLATION


# ------------------------------------------------------------------ the QR code


def drawn(path: str, side: int) -> list[list[int]]:
    """The modules that a path draws."""
    rows = [[0] * side for _ in range(side)]
    x = y = 0
    steps = re.findall(r"m(-?\d+) (-?\d+)h(\d+)", path)
    assert "".join(f"m{a} {b}h{c}" for a, b, c in steps) == path
    for right, down, length in steps:
        x, y = x + int(right), y + int(down)
        for _ in range(int(length)):
            assert rows[y][x] == 0, "nothing is drawn twice"
            rows[y][x] = 1
            x += 1
    return rows


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/",
        "https://www.minato-learning.example/notice/",
        "https://www.a-rather-long-name-of-a-company.example/about/incident-2026/notice/",
    ],
)
def test_the_path_is_the_code_of_the_address(url: str) -> None:
    code = qr_code(url)
    expected = segno.make_qr(url, error="m")
    assert drawn(code.path, code.side) == [list(row) for row in expected.matrix]
    assert expected.error in {"M", "Q", "H"}
    left, top, width, height = map(float, code.box.split())
    assert (left, top + 0.5) == (-MARGIN, -MARGIN)
    assert MARGIN == 4  # ISO/IEC 18004, 9.1: the quiet zone of QR Code
    assert width == height == code.side + 2 * MARGIN


def test_a_build_makes_the_code_once(tmp_path: Path) -> None:
    qr_code.cache_clear()
    build_well(put(tmp_path, a_notice(genuine(), "ja", "en")))
    assert qr_code.cache_info()[:2] == (0, 1), "nobody asks twice"


def test_it_weighs_little(tmp_path: Path) -> None:
    """It stands on every page."""
    output = build_well(copy_of_sample(tmp_path))

    def weight(html: str) -> int:
        return len(gzip.compress(html.encode(), 9, mtime=0))

    for name in ("index.html", "en/index.html", "changelog.html", "en/faq.html"):
        html = (output / name).read_text("utf-8")
        own = block(html)
        drawing = re.search(r"<svg class=\"qr\".*?</svg>", own)
        assert drawing
        without = html.replace(drawing[0], "")
        assert weight(html) - weight(without) <= 480, name
        assert weight(without) - weight(html.replace(own, "")) <= 350, name


# ------------------------------------------------------------------ the sample


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_sample_says_nothing_twice_on_that_page(tmp_path: Path, language: str) -> None:
    output = build_well(copy_of_sample(tmp_path), as_of=SAMPLE_MOMENT)
    folder = "" if language == "ja" else f"{language}/"
    html = (output / f"{folder}genuine.html").read_text("utf-8")
    main = html.partition("<main")[2].partition("</main>")[0]
    said = [text_of(text) for text in re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", main)]
    sentences = [s for text in said for s in re.split(r"(?<=。)|(?<=\.) ", text) if len(s) > 8]
    assert len(sentences) > 12
    assert len(sentences) == len(set(sentences))
    config = (ROOT / "noticegen.yml").read_text("utf-8")
    assert "genuine:\n" in config
