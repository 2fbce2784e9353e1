"""A document as HTML that is well-formed XML, too, so that it can be checked as such.

`html_pieces` turns tokens into pieces once; `to_html` fills them for one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from noticegen.markdown.document import Document
from noticegen.markdown.inline import visible_text
from noticegen.markdown.pieces import Hole, Piece, Pieces, joined
from noticegen.markdown.showing import Mark, Showing

LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]*")
"""The name of a language of code, or nothing; anything else is shown above the code."""

_TAG = re.compile(r"(<[^>]*>)")

_FIXED = {
    "paragraph_open": "<p>", "paragraph_close": "</p>\n",
    "bullet_list_open": "<ul>", "bullet_list_close": "</ul>\n",
    "ordered_list_close": "</ol>\n",
    "list_item_open": "<li>", "list_item_close": "</li>\n",
    "blockquote_open": "<blockquote>", "blockquote_close": "</blockquote>\n",
    "table_close": "</table>\n</div>\n",
    "thead_open": "<thead>", "thead_close": "</thead>\n",
    "tbody_open": "<tbody>", "tbody_close": "</tbody>\n",
    "tr_open": "<tr>", "tr_close": "</tr>\n", "th_close": "</th>\n", "td_close": "</td>\n",
    "dl_open": "<dl>", "dl_close": "</dl>\n",
    "dt_open": "<dt>", "dt_close": "</dt>\n", "dd_open": "<dd>", "dd_close": "</dd>\n",
    "strong_open": "<strong>", "strong_close": "</strong>", "em_open": "<em>", "em_close": "</em>",
    "link_close": "</a>", "softbreak": "\n", "hardbreak": "<br/>\n", "hr": "<hr/>\n",
    "footnote_block_close": "</ol>\n</div>\n", "footnote_close": "</li>\n",
}  # fmt: skip


def html_pieces(tokens: Sequence[Token]) -> Pieces:
    """The body as HTML with holes."""
    return joined(_blocks(tokens))


def to_html(document: Document, showing: Showing) -> str:
    """The body as HTML, ready to stand inside the theme's template."""
    parts: list[str] = []
    opened: list[tuple[str, int]] = []
    for piece in document.html:
        if isinstance(piece, str):
            parts.append(piece)
            continue
        kind, value, number = piece
        if kind == "directive":
            opened.append((value, len(parts)))
        elif kind == "end":
            name, start = opened.pop()
            inner = "".join(parts[start:])
            parts[start:] = [showing.directive(name, inner)]
        elif kind == "href":
            parts.append(escape(normalizeLink(showing.href(value))))
        elif kind == "id":
            parts.append(escape(showing.id_prefix + value))
        elif kind == "note":
            parts.append(escape(showing.id_prefix + showing.note_prefix + value))
        elif kind == "level":
            parts.append(str(min(6, number + showing.heading_shift)))
        elif kind == "word":
            parts.append(escape(showing.words[value]))
        elif kind == "alt":
            parts.append(escape(showing.placeholder(value).text))
        else:
            shown = showing.placeholder(value)
            text = escape(shown.text, quote=False)
            parts.append(f'<a href="{escape(shown.href)}">{text}</a>' if shown.href else text)
    html = "".join(parts)
    return _marked(html, showing) if showing.marks else html


def occurs(phrase: str, document: Document) -> bool:
    """Whether `phrase` stands in the visible text, in one piece between marks."""
    wanted = escape(phrase, quote=False)
    return any(
        _find(wanted, text) >= 0
        for piece in document.html
        if isinstance(piece, str)
        for is_text, text in _texts(piece)
        if is_text
    )


def _find(wanted: str, text: str) -> int:
    """Where `wanted` stands in a piece of prose, but not inside ``&amp;``; -1 for nowhere."""
    start = text.find(wanted)
    while start >= 0:
        entity = text.rfind("&", 0, start)
        if entity < 0 or ";" in text[entity:start]:
            return start
        start = text.find(wanted, start + 1)
    return -1


def _texts(html: str) -> Iterator[tuple[bool, str]]:
    """The pieces of HTML between tags, and the tags: (is prose, piece). Code is not prose."""
    is_code = False
    for index, piece in enumerate(_TAG.split(html)):
        if index % 2:
            is_code = piece.startswith("<code") or (is_code and not piece.startswith("</code"))
        yield index % 2 == 0 and not is_code, piece


def _marked(html: str, showing: Showing) -> str:
    """The HTML with `<del>` and `<ins>` where changes put their phrases; each is marked once."""
    segments = list(_texts(html))
    for mark in showing.marks:
        wanted = escape(mark.after, quote=False)
        for index, (is_text, text) in enumerate(segments):
            if is_text and (start := _find(wanted, text)) >= 0:
                before, after = text[:start], text[start + len(wanted) :]
                marked = _mark(mark, wanted, showing)
                segments[index : index + 1] = [(True, before), (False, marked), (True, after)]
                break
    return "".join(text for _, text in segments)


def _mark(mark: Mark, wanted: str, showing: Showing) -> str:
    label = showing.words["after_change" if mark.before else "added_text"]
    new = f'<ins><span class="said">{escape(label)}</span>{wanted}</ins>'
    if not mark.before:
        return new
    return (
        f'<del><span class="said">{escape(showing.words["before_change"])}</span>'
        f"{escape(mark.before, quote=False)}</del> {new}"
    )


def _blocks(tokens: Sequence[Token]) -> Iterator[Piece]:
    for token in tokens:
        kind = token.type
        if kind == "inline":
            yield from _inline(token.children or ())
        elif token.hidden:
            continue
        elif kind in _FIXED:
            yield _FIXED[kind]
        else:
            yield from _block(token)


def _block(token: Token) -> Iterator[Piece]:
    match token.type:
        case "heading_open":
            yield "<h"
            yield Hole("level", number=int(token.tag[1]))
            yield ' id="'
            # Ids made from words may be the same in two answers; those that authors give are not.
            yield Hole("id" if token.meta["explicit"] else "note", token.meta["id"])
            yield '">'
        case "heading_close":
            yield "</h"
            yield Hole("level", number=int(token.tag[1]))
            yield ">\n"
        case "ordered_list_open":
            start = token.attrs.get("start")
            yield f'<ol start="{start}">' if start is not None else "<ol>"
        case "table_open":
            yield '<div class="wide" role="group" aria-label="'
            yield Hole("word", "table")
            yield '" tabindex="0">\n<table>'
        case "th_open" | "td_open":
            yield f"<{token.tag}{_alignment(token)}>"
        case "fence" | "code_block":
            yield _code(token)
        case "footnote_block_open":
            yield '<div class="notes">\n<p>'
            yield Hole("word", "notes")
            yield "</p>\n<ol>\n"
        case "footnote_open":
            yield '<li id="'
            yield Hole("note", f"note_{token.meta['id'] + 1}")
            yield '">'
        case "footnote_anchor":
            yield ' <a href="#'
            yield Hole("note", _reference_id(token))
            yield '" role="doc-backlink" aria-label="'
            yield Hole("word", "back_to_text")
            yield '">↩</a>'
        case "directive_open":
            if token.info not in {"from", "until"}:
                yield Hole("directive", token.info)
        case "directive_close":
            if token.info not in {"from", "until"}:
                yield Hole("end")
        case "html_block":
            yield escape(token.content, quote=False)
        case kind:
            raise ValueError(f"no HTML is known for {kind}")


def _inline(children: Sequence[Token]) -> Iterator[Piece]:
    for token in children:
        kind = token.type
        if kind == "text" or kind == "html_inline":
            yield escape(token.content, quote=False)
        elif kind in _FIXED:
            yield _FIXED[kind]
        elif kind == "code_inline":
            yield f"<code>{escape(token.content, quote=False)}</code>"
        elif kind == "link_open":
            yield '<a href="'
            yield Hole("href", str(token.attrs["href"]))
            yield f'"{_title(token)}>'
        elif kind == "image":
            yield '<img src="'
            yield Hole("href", str(token.attrs["src"]))
            yield '" alt="'
            for child in token.children or ():
                if child.type == "placeholder":
                    yield Hole("alt", child.content)
                else:
                    yield escape(visible_text([child]))
            yield f'"{_title(token)}/>'
        elif kind == "ruby":
            reading = escape(token.meta["reading"])
            yield f"<ruby>{escape(token.content)}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
        elif kind == "placeholder":
            yield Hole("placeholder", token.content)
        elif kind == "footnote_ref":
            number = token.meta["id"] + 1
            yield '<sup><a href="#'
            yield Hole("note", f"note_{number}")
            yield '" role="doc-noteref" id="'
            yield Hole("note", _reference_id(token))
            yield f'">{number}</a></sup>'
        else:
            raise ValueError(f"no HTML is known for {kind}")


def _code(token: Token) -> str:
    caption, attribute = "", f' class="language-{escape(token.info)}"' if token.info else ""
    if not LANGUAGE.fullmatch(token.info):
        caption = f'<p class="label">{escape(token.info)}</p>\n'
    content = escape(token.content, quote=False)
    return f'{caption}<pre tabindex="0"><code{attribute}>{content}</code></pre>\n'


def _reference_id(token: Token) -> str:
    """Each place that refers to a note has an id of its own."""
    again = f"_{token.meta['subId'] + 1}" if token.meta["subId"] else ""
    return f"note_{token.meta['id'] + 1}_from{again}"


def _alignment(token: Token) -> str:
    scope = ' scope="col"' if token.type == "th_open" else ""
    side = str(token.attrs.get("style", "")).removeprefix("text-align:")
    return scope + (f' class="{side}"' if side else "")


def _title(token: Token) -> str:
    title = token.attrs.get("title")
    return f' title="{escape(str(title))}"' if title else ""
