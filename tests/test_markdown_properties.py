"""Whatever an author types: nothing is lost, nothing hangs, and what comes out is sound.

Two kinds of bodies are made. *Whole* ones are put together from well-formed pieces, and each
word in them is unique, so that it can be looked for. *Wild* ones are signs in a heap: what of
them a reader should see is told by an oracle that knows no more than the grammar of markup.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from extent import extent
from noticegen.diagnostics import Code, Severity
from noticegen.markdown.document import Document
from noticegen.markdown.html import to_html
from noticegen.markdown.parse import parse, without_lines
from noticegen.markdown.plain import to_plain
from noticegen.markdown.showing import Showing, Shown
from noticegen.sourcetext import nfc

QUICK = settings(
    max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
SLOW = settings(QUICK, max_examples=extent(2500, 800))

# ------------------------------------------------------------------ whole bodies

WORD = "\0"
"""Stands for the next unique word while a body is put together."""

FLAVOURS = (
    "w{}x",
    "甲{}乙",
    "テ{}ス",
    "고{}객",
    "👪{}🏽",
    "葛\U000e0100{}𠮷",
    "（{}）",
    "「{}。」",
    "É{}ß",
)

WORDS = st.lists(st.sampled_from((WORD, f"{WORD} {WORD}", f"{WORD}、{WORD}。")), max_size=3).map(
    lambda words: "".join([WORD, *words])
)


def _wrapped(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    return st.one_of(
        inner.map(lambda text: f"**{text}**"),
        inner.map(lambda text: f"*{text}*"),
        inner.map(lambda text: f"[{text}](https://com.example/{WORD})"),
        inner.map(lambda text: f'[{text}](../{WORD}.md "{WORD}")'),
        inner.map(lambda text: f"[{text}][reference]"),
    )


PLAIN_INLINE = st.one_of(
    WORDS,
    st.sampled_from(
        (
            f"`{WORD}`",
            f"`` {WORD} ` {WORD} ``",
            f"｜{WORD}《{WORD}》",
            "${update.name}",
            f"\\${{{WORD}}}",
            "&amp;",
            "&#x3042;",
            f"\\*{WORD}\\*",
            f"![{WORD}](../files/{WORD}.png)",
            f'![{WORD}](../files/a.png "{WORD}")',
            f"<https://com.example/{WORD}>",
            f"{WORD}[^note]",
            f"{WORD} < {WORD} & {WORD} > 1",
        )
    ),
)
INLINE = st.lists(
    st.one_of(PLAIN_INLINE, _wrapped(WORDS), _wrapped(WORDS.map(lambda text: f"**{text}**"))),
    min_size=1,
    max_size=4,
).map(lambda parts: f"{WORD} " + " ".join(parts))
PARAGRAPH = st.lists(INLINE, min_size=1, max_size=3).flatmap(
    lambda lines: st.sampled_from(("\n", "\\\n", "  \n")).map(lambda end: end.join(lines))
)


def _indented(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join([first + lines[0], *(rest + line if line else "" for line in lines[1:])])


def _list(marks: Callable[[int], str], items: list[str], *, loose: bool) -> str:
    done = [
        _indented(item, marks(number), " " * len(marks(number)))
        for number, item in enumerate(items, start=1)
    ]
    return ("\n\n" if loose else "\n").join(done)


def _containers(inner: SearchStrategy[str]) -> SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3)
    return st.one_of(
        st.builds(
            lambda items, loose: _list(lambda _: "- ", items, loose=loose), several, st.booleans()
        ),
        st.builds(
            lambda items, loose: _list(lambda n: f"{n}. ", items, loose=loose),
            several,
            st.booleans(),
        ),
        inner.map(lambda text: "\n".join("> " + line for line in text.split("\n"))),
        inner.map(lambda text: _indented(f"{WORD}\n\n{text}", "- ", "  ")),
        inner.map(lambda text: f"{WORD}\n" + _indented(text, ": ", "  ")),
    )


def _table(rows: list[list[str]]) -> str:
    width = len(rows[0])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---:|" * width, *lines[1:]])


TABLE = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(PLAIN_INLINE, min_size=width, max_size=width), min_size=1, max_size=4
    ).map(_table)
)
LEAF = st.one_of(
    PARAGRAPH,
    TABLE,
    st.just(f"```text\n{WORD} {WORD}\n\n  {WORD} ${{{WORD}}}\n```"),
    st.just(f"{WORD}\n\n    {WORD}\n    {WORD}\n\n{WORD}"),
    st.just(f"{WORD}\n\n---\n\n{WORD}"),
)
BLOCK = st.recursive(LEAF, _containers, max_leaves=4)
MARGIN = st.one_of(
    BLOCK,
    BLOCK.map(lambda text: f"::: important\n{text}\n:::"),
    BLOCK.map(lambda text: f":::: steps\n\n{text}\n\n::: important\n{WORD}\n:::\n\n::::"),
    BLOCK.map(lambda text: f"::: from 2026-03-09 11:00\n{text}\n:::"),
    INLINE.map(lambda text: f"## {text} ##"),
    st.just(f'## {WORD} {{#first covers="apology"}}\n\n### {WORD}'),
    st.just(f"{WORD}\n---"),
)


def _finished(blocks: list[str]) -> str:
    """The blocks with the definitions they need, and with a word of its own in every gap."""
    unique = []
    text_so_far = "\n\n".join(
        block
        for number, block in enumerate(blocks)
        if "{#first" not in block or not any("{#first" in other for other in blocks[:number])
    )
    if "[^note]" in text_so_far:
        text_so_far += f"\n\n[^note]: {WORD}\n\n    {WORD}"
    if "][reference]" in text_so_far:
        text_so_far += f'\n\n[reference]: https://com.example/{WORD} "{WORD}"'
    pieces = text_so_far.split(WORD)
    for number in range(len(pieces) - 1):
        unique.append(FLAVOURS[number % len(FLAVOURS)].format(number))
    return "".join(piece + word for piece, word in zip(pieces, [*unique, ""], strict=True))


WHOLE = st.lists(MARGIN, min_size=1, max_size=5).map(_finished)
_WORD_IN_TEXT = re.compile(
    "|".join(re.escape(flavour).replace(r"\{\}", r"\d+") for flavour in FLAVOURS)
)


def words_of(text: str) -> Counter[str]:
    """The unique words of a whole body."""
    return Counter(_WORD_IN_TEXT.findall(text))


# ------------------------------------------------------------------ wild bodies

_SIGNS = (
    "a b c あ 漢 字 カ 。 「 」 ： 葛\U000e0100 𠮷 👪 한 é １ "
    "# ## ### - + * ** *** _ __ ` `` ``` ~~~ ~ > | |-|-| |-| --- === : :: ::: [ ] ( ) ! [^1] [^1]: "
    "[x] [x]: [x][ ][x] {#id} { } {a ${a} ${ $ \\ \\\\ \\| & &amp; &#x41; &#0; ; < </ <a> <!-- --> "
    '<https://a.b> ](a) ](<a b> "c") ![ 1. 2) 10. ｜ 《 》 ｜漢《か》 = " \' / . , %41'
)
PIECES = _SIGNS.split(" ")
WILD = st.lists(
    st.one_of(
        st.sampled_from(PIECES),
        st.sampled_from(
            (
                "\n::: important\n",
                "\n::: from 2026-03-09 11:00\n",
                "\n:::\n",
                "\n",
                "\n\n",
                " ",
                "  ",
                "    ",
                "\t",
                "\n- ",
                "\n> ",
                "\n: ",
                "\n[^1]: ",
                "　",
            )
        ),
        st.sampled_from(
            (
                "|a|b|\n|-|-|\n|c|d|\n",
                "\n\n[x]: a 'b'\n\n",
                "\n\n[^1]: a\n\n",
                "[x]",
                "[^1]",
                "a\n: b\n",
                "- |a|b|\n  |-|-|\n  |c|",
                "> |a|b|\n> |-|-|\n> |c|",
                "\n    ::: steps\n",
                "```漢 字\n",
                "\n```\n",
            )
        ),
    ),
    max_size=25,
).map(lambda parts: nfc("".join(parts)).strip("\n"))
DAMAGED = st.builds(
    lambda text, cuts: _damaged(text, cuts),
    WHOLE,
    st.lists(
        st.tuples(st.integers(0, 400), st.sampled_from(["", *PIECES, "\n"])), min_size=1, max_size=4
    ),
)


def _damaged(text: str, cuts: list[tuple[int, str]]) -> str:
    for place, piece in cuts:
        cut = place % (len(text) + 1)
        text = text[:cut] + piece + text[cut + 1 :]
    return nfc(text)


_LEADING = r"(?m)^(?:[ \t>]|[-+*:~](?=[ \t])|\d{1,9}[.)](?=\s|$)|\[\^[^\]\s]+\]:)*"
_LABEL = r"(?:\\.|[^\[\]\\])*"
NOT_SHOWN = tuple(
    re.compile(pattern)
    for pattern in (
        # what the grammar takes for itself, in the order in which it is taken away
        _LEADING + r"(?:`{3,}|~{3,})[^\S\n]*[A-Za-z0-9+#._-]+[^\S\n]*$",  # the language of code
        _LEADING + r":{3,}[ \t]*(?:important|steps)[ \t]*$",
        _LEADING + r":{3,}[ \t]*(?:from|until)\b.*$",
        r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]*);",
        r"(?m)\{(?:#|[a-z])[^{}\n]*\}[ \t#]*$",  # attributes of headings
        r"(?<=\])\[" + _LABEL + r"\]",  # [text][label]
        r"\[\^[^\]\s]*\]:?",  # notes
        r"\[" + _LABEL + r"\]:",  # [label]: target
        _LEADING,
    )
)


def visible(source: str) -> Counter[str]:
    """The signs of a source that a reader has to see: letters, digits, everything not ASCII."""
    for pattern in NOT_SHOWN:
        source = pattern.sub(" ", source)
    return signs(source)


def signs(text: str) -> Counter[str]:
    """Everything but white space, marks of ruby, and the ASCII signs that may be markup."""
    return Counter(
        c
        for c in unicodedata.normalize("NFC", text)
        if not c.isspace() and c not in "｜《》" and (c.isalnum() or not c.isascii())
    )


# ------------------------------------------------------------------ showing


class Shower:
    """Shows documents in surroundings that add no letter of their own."""

    def __init__(self) -> None:
        self.targets: list[str] = []

    def _href(self, target: str) -> str:
        self.targets.append(target)
        return "#"

    @property
    def showing(self) -> Showing:
        return Showing(
            href=self._href,
            placeholder=lambda name: Shown("${" + name + "}"),
            phone=Shown,
            file=lambda _: "",
            about=lambda _: "",
            directive=lambda _, content: f"<section>{content}</section>",
            words=dict.fromkeys(("notes", "table", "back_to_text"), "-"),
        )


def as_html(document: Document) -> str:
    return to_html(document, Shower().showing)


def shown(document: Document) -> str:
    """Everything that a page shows of a document: its text, addresses, titles and languages."""
    shower = Shower()
    root = ElementTree.fromstring(f"<root>{to_html(document, shower.showing)}</root>")
    return "\n".join([*_texts(root), *shower.targets])


def _texts(element: ElementTree.Element) -> Iterator[str]:
    yield from (element.get(name, "") for name in ("alt", "title"))
    if element.get("role") != "doc-noteref":
        yield element.text or ""
        for child in element:
            yield from _texts(child)
    yield element.tail or ""


def is_sound(document: Document) -> bool:
    return not any(finding.severity is Severity.ERROR for finding in document.findings)


# ------------------------------------------------------------------ the properties


def hold_no_word_is_lost(text: str) -> None:
    document = parse(text, "a.md")
    errors = {f.code for f in document.findings if f.severity is Severity.ERROR}
    assert errors <= {Code.TOO_DEEP}, "a whole body is well-formed"
    assume(not errors)
    assert not words_of(text) - words_of(shown(document))
    unseen_in_plain_text = words_of(" ".join(_TARGETS.findall(text)))
    plain = to_plain(document, Shower().showing)
    assert not words_of(text) - words_of(plain) - unseen_in_plain_text


def hold_no_sign_is_lost(text: str) -> None:
    document = parse(text, "a.md")
    assume(is_sound(document))
    assert not visible(text) - signs(shown(document))


def hold_the_html_is_sound(text: str) -> None:
    document = parse(text, "a.md")
    to_plain(document, Shower().showing)
    html = as_html(document)
    if not is_sound(document):
        return
    for element in ElementTree.fromstring(f"<root>{html}</root>").iter():
        assert element.tag in ELEMENTS
        assert set(element.keys()) <= ATTRIBUTES


ELEMENTS = {
    "root", "section", "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "hr",
    "blockquote", "pre", "code", "table", "thead", "tbody", "tr", "th", "td", "div", "br", "sup",
    "strong", "em", "a", "img", "ruby", "rp", "rt",
}  # fmt: skip
ATTRIBUTES = {
    "id", "href", "src", "alt", "title", "class", "start", "scope", "role", "tabindex", "aria-label"
}  # fmt: skip
"""Neither `style` nor anything that begins with `on`."""
_TARGETS = re.compile(r'\([^()"]*(?:"[^"]*")?\)|\[reference\]:.*')


@QUICK
@given(WHOLE)
def test_no_word_of_a_well_formed_body_is_lost(text: str) -> None:
    hold_no_word_is_lost(text)


@QUICK
@given(WILD)
def test_no_sign_of_a_wild_body_is_lost(text: str) -> None:
    hold_no_sign_is_lost(text)


@pytest.mark.slow
@QUICK
@given(DAMAGED)
def test_no_sign_of_a_damaged_body_is_lost(text: str) -> None:
    hold_no_sign_is_lost(text)


@QUICK
@given(st.one_of(WHOLE, WILD, DAMAGED))
def test_html_is_well_formed_and_has_no_script_style_or_handler(text: str) -> None:
    hold_the_html_is_sound(text)


@pytest.mark.slow
@SLOW
@given(WHOLE)
def test_no_word_of_many_well_formed_bodies_is_lost(text: str) -> None:
    hold_no_word_is_lost(text)


@pytest.mark.slow
@SLOW
@given(WILD)
def test_no_sign_of_many_wild_bodies_is_lost(text: str) -> None:
    hold_no_sign_is_lost(text)


@pytest.mark.slow
@SLOW
@given(DAMAGED)
def test_no_sign_of_many_damaged_bodies_is_lost(text: str) -> None:
    hold_no_sign_is_lost(text)


@pytest.mark.slow
@SLOW
@given(st.one_of(WHOLE, WILD, DAMAGED))
def test_html_of_many_bodies_is_well_formed(text: str) -> None:
    hold_the_html_is_sound(text)


@QUICK
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_at_all_makes_reading_fail(text: str) -> None:
    document = parse(text, "a.md")
    assert all(finding.at.line >= 1 and finding.at.column >= 1 for finding in document.findings)
    if is_sound(document):
        as_html(document)


@QUICK
@given(st.one_of(WHOLE, WILD, DAMAGED))
def test_every_finding_stands_inside_the_text(text: str) -> None:
    lines = text.split("\n")
    for finding in parse(text, "a.md").findings:
        assert 1 <= finding.at.line <= len(lines)
        assert 1 <= finding.at.column <= len(lines[finding.at.line - 1]) + 1


@pytest.mark.slow
@QUICK
@given(st.lists(st.one_of(WHOLE, st.just("text")), max_size=2), WHOLE, st.lists(WHOLE, max_size=2))
def test_hiding_a_block_equals_deleting_its_lines(
    before: list[str], hidden: str, after: list[str]
) -> None:
    around = [part for part in (*before, *after) if "::: from" not in part and "[^" not in part]
    assume("::: from" not in hidden and "[reference]" not in "".join(around))
    head = "\n\n".join(around[: len(before)])
    tail = "\n\n".join(around[len(before) :])
    block = f"::: from 2026-03-09 11:00\n{hidden}\n:::"
    document = parse(f"{head}\n\n{block}\n\n{tail}", "a.md")
    [scheduled] = document.blocks
    shown_without = without_lines(document, [(scheduled.first_line, scheduled.last_line)])
    assert as_html(shown_without) == as_html(parse(f"{head}\n\n{tail}", "a.md"))


@pytest.mark.parametrize(
    "text",
    [
        "${ " * 300_000,
        ("${a} " * 3000 + "\n") * 60,
        (" ** a" * 3000 + "\n") * 60,
        ("[a](b) " * 2500 + "\n") * 50,
        "## a\n" * 100_000,
        "## a" + " " * 19_000 + "b\n",
        "あ\n" * 200_000,
        "> " * 500 + "a",
        "- " * 9000,
        "[" * 50_000,
        "![" * 20_000,
        "[a]: b\n" * 50_000,
        "[^1]: a\n\n" + "[^1]" * 4000,
        "::: important\n" * 20_000,
        "｜a《" * 6000,
    ],
    ids=lambda text: text[:8].strip(),
)
@pytest.mark.slow
def test_a_large_body_is_read_to_its_end(text: str) -> None:
    """Each takes a few seconds; what grows with the square of its length would take minutes."""
    assert parse(text[: 1024 * 1024], "a.md").first_line == 1
