"""Bodies in markdown, as text: `cases/markdown.md` holds what is written and what comes of it.

A case is a title, a line with a full stop, the body, a full stop, the result, a full stop. Under
`# places` the result is what is reported; under `# plain text` the text; else the HTML.
"""

from __future__ import annotations

import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from noticegen.diagnostics import Severity
from noticegen.load.pages import Desk, hold_attributes
from noticegen.load.when import Moments
from noticegen.markdown.html import occurs, to_html
from noticegen.markdown.limits import TABLE_ROWS
from noticegen.markdown.parse import parse
from noticegen.markdown.plain import to_plain
from noticegen.markdown.showing import Mark, Showing, Shown

CASES = Path(__file__).parent / "cases" / "markdown.md"

WORDS = {
    "notes": "Notes",
    "table": "Table",
    "back_to_text": "Back",
    "before_change": "before: ",
    "after_change": "after: ",
    "added_text": "added: ",
}


def showing(*marks: Mark, id_prefix: str = "", heading_shift: int = 0) -> Showing:
    """Surroundings that leave addresses as they are and show placeholders in angles."""
    return Showing(
        href=lambda target: target,
        placeholder=lambda name: Shown(f"‹{name}›"),
        phone=lambda text: Shown(text, href=f"tel:{text}"),
        file=lambda target: f" ‹file {target}›",
        about=lambda ids: f"‹about {ids}›\n",
        directive=lambda name, content: f"<{name}>{content}</{name}>",
        words=WORDS,
        id_prefix=id_prefix,
        heading_shift=heading_shift,
        marks=marks,
    )


def shown_as(section: str, body: str) -> str:
    """What becomes of a body, in the terms of a section of the cases."""
    document = parse(body, "a.md")
    if section == "places":
        return (
            "\n".join(
                f"{f.at.line}:{f.at.column} {f.severity} {f.code.label}" for f in document.findings
            )
            or "nothing"
        )
    assert [str(f.message) for f in document.findings if f.severity is Severity.ERROR] == []
    show = to_plain if section == "plain text" else to_html
    return show(document, showing()).rstrip("\n")


def cases() -> list[tuple[str, str, str, str]]:
    """Section, title, body and result of every case."""
    section, found = "", []
    lines = iter(CASES.read_text("utf-8").split("\n"))

    def part() -> str:
        taken = []
        for line in lines:
            if line == ".":
                break
            taken.append(line)
        return "\n".join(taken)

    for line in lines:
        if line.startswith("# "):
            section = line.removeprefix("# ")
        elif line:
            assert next(lines) == ".", f"after the title “{line}” comes a full stop"
            found.append((section, line, part(), part()))
    return found


ALL = cases()


@pytest.mark.parametrize(
    ("section", "body", "result"),
    [(section, body, result) for section, _, body, result in ALL],
    ids=[f"{section}: {title}" for section, title, _, _ in ALL],
)
def test_a_body_becomes_what_its_case_says(section: str, body: str, result: str) -> None:
    assert shown_as(section, body) == result


def test_every_case_has_a_title_of_its_own() -> None:
    titles = [(section, title) for section, title, _, _ in ALL]
    assert sorted(set(titles)) == sorted(titles)


def test_lines_are_counted_from_where_the_body_begins() -> None:
    [finding] = parse("a\n\nあ<br>", "content/ja/index.md", first_line=7).findings
    assert str(finding.at) == "content/ja/index.md:9:2"


def test_an_answer_begins_at_its_own_heading_level() -> None:
    assert not parse("#### a", "faq.md", top_level=4).findings
    [finding] = parse("### a", "faq.md", top_level=4).findings
    assert str(finding.message) == "a heading of level 3; the text begins at level 4"


def test_ids_get_a_prefix_and_headings_another_level() -> None:
    html = to_html(parse("## a {#b}\n\n### c", "a.md"), showing(id_prefix="p_", heading_shift=2))
    assert html == '<h4 id="p_b">a</h4>\n<h5 id="p_c">c</h5>\n'


def test_a_heading_knows_what_its_author_said_about_it() -> None:
    document = parse('a\n\n## **b** ${c} {#d covers="e f" draft}\n\n- ### g', "a.md", first_line=5)
    first, nested = document.headings
    assert (first.level, first.text, first.id, first.line) == (2, "b ${c}", "d", 2)
    assert {key: value for key, (value, _) in first.attributes.items()} == {
        "covers": "e f",
        "draft": "true",
    }
    assert str(first.at) == "a.md:7:4"
    assert nested.is_nested
    assert not nested.explicit_id
    assert document.ids == {"d"}


def test_an_attribute_has_a_place_after_japanese_text_and_placeholders() -> None:
    [heading] = parse('## 漢字${abc} {#d covers="e"}', "a.md").headings
    assert [str(at) for _, at in heading.attributes.values()] == ["a.md:1:17"]


def test_words_in_braces_after_a_heading_are_reported_where_nobody_knows_them() -> None:
    """They are taken for attributes, and would not be seen."""
    desk = Desk(("ja",), Moments(ZoneInfo("Asia/Tokyo"), {}), [])
    [heading] = parse("## a {#b remark}", "a.md").headings
    hold_attributes(heading, (), desk)
    assert [str(finding.at) for finding in desk.found] == ["a.md:1:10"]


def test_links_and_placeholders_have_their_places() -> None:
    body = "あ[い](a.md)う${b} <https://com.example/>\n\n- ${b} ![え${c}](../files/d.png)\n"
    document = parse(body, "a.md")
    assert [(link.target, link.text, str(link.at), link.is_image) for link in document.links] == [
        ("a.md", "い", "a.md:1:2", False),
        ("https://com.example/", "https://com.example/", "a.md:1:17", False),
        ("../files/d.png", "え${c}", "a.md:3:8", True),
    ]
    assert [(p.name, str(p.at)) for p in document.placeholders] == [
        ("b", "a.md:1:12"),
        ("b", "a.md:3:3"),
        ("c", "a.md:3:11"),
    ]


def test_placeholders_in_a_table_have_their_places() -> None:
    document = parse("| a \\| ${b} | ${b} |\n|---|---|\n| c | あ${d} |", "a.md")
    assert [str(p.at) for p in document.placeholders] == ["a.md:1:8", "a.md:1:15", "a.md:3:8"]


def test_a_scheduled_block_knows_its_lines_and_its_moment() -> None:
    [block] = parse("a\n\n::: until with=2026-03-09-hotline\nb\n\nc\n:::\n", "a.md").blocks
    assert (block.kind, block.argument) == ("until", "with=2026-03-09-hotline")
    assert (block.first_line, block.last_line, str(block.at)) == (2, 6, "a.md:3:1")


def test_a_change_is_marked_with_what_it_said_before() -> None:
    document = parse("対象は**912,455人**です。912,455人", "a.md")
    mark = Mark("912,455人", "912,480人")
    assert to_html(document, showing(mark)) == (
        '<p>対象は<strong><del><span class="said">before: </span>912,480人</del> '
        '<ins><span class="said">after: </span>912,455人</ins></strong>です。912,455人</p>\n'
    )
    assert "[before: 912,480人; after: 912,455人]" in to_plain(document, showing(mark))


def test_a_change_is_found_across_the_line_breaks_of_its_author() -> None:
    document = parse("- It was all of\n  our customers.", "a.md")
    mark = Mark("all of our customers", "some")
    assert occurs(mark.after, document)
    assert "all of\nour customers</ins>" in to_html(document, showing(mark))
    assert re.search(r"; after: all of\s+our customers\]", to_plain(document, showing(mark)))


def test_an_addition_is_marked_without_a_before() -> None:
    document = parse("a & b", "a.md")
    assert to_html(document, showing(Mark("a & b", ""))) == (
        '<p><ins><span class="said">added: </span>a &amp; b</ins></p>\n'
    )
    assert to_plain(document, showing(Mark("a & b", ""))).startswith("[added: a & b]")


@pytest.mark.parametrize(
    ("phrase", "stands_there"),
    [("a & b", True), ("b", True), ("c", False), ("p", False), ("d", False), ("a & b c", False)],
)
def test_a_phrase_occurs_in_prose_and_not_in_tags_or_code(phrase: str, stands_there: bool) -> None:
    assert occurs(phrase, parse("a & b **x** `c`\n\n[y](d)", "a.md")) is stands_there


def test_a_table_may_not_have_too_many_rows() -> None:
    body = "| a |\n|---|\n" + "| b |\n" * (TABLE_ROWS + 1)
    [finding] = parse(body, "a.md").findings
    assert str(finding.message) == f"the table has {TABLE_ROWS + 1} rows; the limit is {TABLE_ROWS}"


def test_a_line_may_not_be_too_long() -> None:
    [finding] = parse("a\n" + "あ" * 20_001, "a.md").findings
    assert (finding.code.label, str(finding.at)) == ("too-long", "a.md:2:20001")


def test_a_change_is_not_marked_inside_an_entity() -> None:
    html = to_html(parse("a & amp", "a.md"), showing(Mark("amp", "")))
    assert html == '<p>a &amp; <ins><span class="said">added: </span>amp</ins></p>\n'


def test_nothing_is_nothing() -> None:
    assert parse("", "a.md").is_empty
    assert parse(" \n\n", "a.md").is_empty
    assert not parse("a", "a.md").is_empty
