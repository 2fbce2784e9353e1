"""Japanese headings are broken between phrases, and nothing in them is lost."""

from __future__ import annotations

import re
from html import unescape

import pytest

from noticegen.phrases import phrases
from noticegen.render.headings import FITS, heading, with_breaks

LONG = "お客さま情報の漏えいに関するお詫びとお知らせ"


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def test_a_title_may_be_broken_where_a_phrase_ends() -> None:
    assert (
        heading(LONG, "ja")
        == "お客さま情報の<wbr/>漏えいに<wbr/>関する<wbr/>お詫びと<wbr/>お知らせ"
    )
    assert heading(LONG, "ja").text == LONG


@pytest.mark.parametrize("text", ["よくあるご質問", "a" * FITS, ""])
def test_what_fits_into_a_line_has_no_places_to_break_at(text: str) -> None:
    assert heading(text, "ja") == text


@pytest.mark.parametrize("language", ["en", "de", "fr", "zh-Hans", "ko"])
def test_other_languages_are_left_as_they_are(language: str) -> None:
    assert heading("A & B, which is longer than a line of it", language) == (
        "A &amp; B, which is longer than a line of it"
    )
    assert with_breaks(f"<h2>{LONG}</h2>", language) == f"<h2>{LONG}</h2>"


@pytest.mark.parametrize(
    "text",
    [
        "株式会社Ｂ＆Ｃの名簿と<b>について</b>お知らせします",
        "A & B の情報が漏えいした件数（912,455人）について",
        "&amp; という文字を含む、少し長い見出しについて",
        "𠮷野家と か\u3099 を含む、ほかより長い見出しについて",
    ],
)
def test_no_sign_is_lost_or_cut(text: str) -> None:
    html = heading(text, "ja")
    assert plain(html) == text
    assert "<b>" not in html
    assert "".join(phrases(text)) == text


def test_headings_of_a_body_are_broken_and_its_text_is_not() -> None:
    body = (
        f'<h2 id="a">{LONG}</h2>\n<p>{LONG}</p>\n'
        f'<h3 id="b"><del>{LONG}</del> &amp; <a href="x">{LONG}</a></h3>\n'
        f"<table><th>{LONG}</th></table>"
    )
    html = with_breaks(body, "ja")
    assert html.replace("<wbr/>", "") == body
    assert html.count("<wbr/>") == 4 * 3
    assert f"<p>{LONG}</p>" in html
    assert f"<th>{LONG}</th>" in html
    assert '<a href="x">お客さま情報の<wbr/>' in html


def test_a_title_without_an_end_in_sight_is_no_endless_work() -> None:
    text = "お詫びと" * 500
    assert heading(text, "ja").text == text
