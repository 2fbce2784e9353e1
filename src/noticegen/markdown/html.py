"""A document as HTML that is well-formed XML, too, so that it can be checked as such.

`html_pieces` turns tokens into pieces once; `to_html` fills them for one page.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from itertools import pairwise

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from noticegen.markdown.directives import PLAIN
from noticegen.markdown.document import Document
from noticegen.markdown.inline import visible_text
from noticegen.markdown.pieces import Hole, Piece, Pieces, joined
from noticegen.markdown.placeholders import FIRST_STAND_IN, STAND_IN, split_plain
from noticegen.markdown.showing import Mark, Showing, Shown, across_lines, said_plainly
from noticegen.phones import digits_aloud

LANGUAGE = re.compile(r"[A-Za-z0-9+#._-]*")
"""The name of a language of code, or nothing; anything else is shown above the code."""

_TAG = re.compile(r"(<[^>]*>)")
_FILE = re.compile(r"file:|(?:\.\.?/)*files/")
_PLACEHOLDERS = ("placeholder", "linked")

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
    "softbreak": "\n", "hardbreak": "<br/>\n", "hr": "<hr/>\n",
    "footnote_block_close": "</ol>\n</div>\n", "footnote_close": "</li>\n",
}  # fmt: skip


def html_pieces(tokens: Sequence[Token]) -> Pieces:
    """The body as HTML with holes."""
    return joined(_blocks(tokens))


def to_html(document: Document, showing: Showing) -> str:
    """The body as HTML, ready to stand inside the theme's template."""
    parts: list[str] = []
    filled: list[str] = []
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
        elif kind == "src":
            parts.append(escape(showing.picture(normalizeLink(showing.href(value)))))
        elif kind == "id":
            parts.append(escape(showing.id_prefix + value))
        elif kind == "note":
            parts.append(escape(showing.id_prefix + showing.note_prefix + value))
        elif kind == "level":
            parts.append(str(min(6, number + showing.heading_shift)))
        elif kind == "word":
            parts.append(escape(showing.words[value]))
        elif kind == "alt":
            parts.append(escape(said_plainly(showing.placeholder(value))))
        elif kind == "file":
            parts.append(showing.file(value))
        elif kind == "about":
            parts.append(showing.about(value))
        else:
            # Marks are set around figures before these are: they are filled at the very end.
            parts.append(chr(FIRST_STAND_IN + len(filled)))
            shown = showing.placeholder(value)
            filled.append(placeholder_html(shown, showing.words, is_linked=kind == "linked"))
    html = "".join(parts)
    if showing.marks or document.phones or '<a href="tel:' in html:
        html = _over_text(html, document, showing)
    if not filled:
        return html
    return STAND_IN.sub(lambda match: filled[ord(match[0]) - FIRST_STAND_IN], html)


def filled_pieces(document: Document, text: Callable[[str], str]) -> Pieces:
    """The body with `text` in place of its placeholders, and with all other holes.

    Two bodies for which these are equal are shown alike wherever they stand: outside of code it
    makes no difference to readers where lines are broken.
    """
    filled = joined(
        escape(text(piece.value), quote=False)
        if isinstance(piece, Hole) and piece.kind in {"placeholder", "linked", "alt"}
        else piece
        for piece in document.html
    )
    return tuple(
        piece.replace("\n", " ") if isinstance(piece, str) and "<pre" not in piece else piece
        for piece in filled
    )


def placeholder_html(shown: Shown, words: Mapping[str, str], *, is_linked: bool = False) -> str:
    """What stands for a placeholder, with `words` of its language; no links inside of a link."""
    lang = f' lang="{escape(shown.language)}"' if shown.language else ""
    text = escape(shown.text, quote=False)
    text = f"<span{lang}>{text}</span>" if lang else text
    if shown.href and not is_linked:
        name = f' aria-label="{escape(shown.name)}"' if shown.name else ""
        text = f'<a href="{escape(shown.href)}"{name}>{text}</a>'
    if shown.behind:
        text += f' <span class="said">{escape(shown.behind, quote=False)}</span>'
    if not shown.before:
        return text
    before = escape(shown.before, quote=False)
    before = f"<span{lang}>{before}</span>" if lang else before
    how = escape(shown.how, quote=False)
    if shown.how_href and not is_linked:
        how = f'<a href="{escape(shown.how_href)}">{how}</a>'
    return (
        f'<del><span class="said">{escape(words["before_change"])}</span>'
        f"{before}</del> "
        f'<ins><span class="said">{escape(words["after_change"])}</span>{text}</ins>'
        f' <span class="said">{how}</span>'
    )


def occurs(phrase: str, document: Document) -> bool:
    """Whether `phrase` stands in the visible text; placeholders as they were written."""
    html = "".join(
        piece
        if isinstance(piece, str)
        else escape(f"${{{piece.value}}}", quote=False)
        if piece.kind in _PLACEHOLDERS
        else "<>"
        for piece in document.html
    )
    # Where the author broke a line, readers see a blank.
    wanted = escape(phrase, quote=False).replace("\n", " ")
    texts = (text.replace("\n", " ") for is_text, text in _texts(html) if is_text)
    return any(_find(wanted, text) >= 0 for text in texts)


def _find(wanted: str, text: str) -> int:
    """Where `wanted` stands in a piece of prose, but not inside ``&amp;``; -1 for nowhere."""
    start = text.find(wanted)
    while start >= 0 and _in_entity(text, start):
        start = text.find(wanted, start + 1)
    return start


def _in_entity(text: str, position: int) -> bool:
    entity = text.rfind("&", 0, position)
    return entity >= 0 and ";" not in text[entity:position]


def _texts(html: str) -> Iterator[tuple[bool, str]]:
    """The pieces of HTML between tags, and the tags: (is prose, piece). Code is not prose."""
    is_code = False
    for index, piece in enumerate(_TAG.split(html)):
        if index % 2:
            is_code = piece.startswith("<code") or (is_code and not piece.startswith("</code"))
        yield index % 2 == 0 and not is_code, piece


def _over_text(html: str, document: Document, showing: Showing) -> str:
    """The HTML with what is found in its prose: `<del>` and `<ins>` where changes put their
    phrases, each once, and telephone numbers as links.
    """
    placeholders = [
        piece.value
        for piece in document.html
        if isinstance(piece, Hole) and piece.kind in _PLACEHOLDERS
    ]
    segments = list(_texts(html))
    for mark in showing.marks:
        wanted = _pattern(mark.after, placeholders)
        for index, (is_text, text) in enumerate(segments):
            found = wanted.finditer(text) if is_text else ()
            match = next((match for match in found if not _in_entity(text, match.start())), None)
            if match:
                before, after = text[: match.start()], text[match.end() :]
                marked = _mark(mark, match.group(), showing)
                segments[index : index + 1] = [(True, before), (False, marked), (True, after)]
                break
    if document.phones:
        segments = list(_with_phones(segments, document, showing))
    _name_typed_links(segments)
    return "".join(text for _, text in segments)


def _pattern(phrase: str, placeholders: list[str]) -> re.Pattern[str]:
    """What to look for: the phrase, with the stand-ins of the placeholders that it names."""
    parts = []
    for is_placeholder, piece in split_plain(phrase):
        if is_placeholder:
            stand_ins = "".join(
                chr(FIRST_STAND_IN + index)
                for index, name in enumerate(placeholders)
                if name == piece
            )
            parts.append(f"[{stand_ins}]" if stand_ins else "(?!)")
        else:
            parts.append(across_lines(escape(piece, quote=False)))
    return re.compile("".join(parts))


def _with_phones(
    segments: list[tuple[bool, str]], document: Document, showing: Showing
) -> Iterator[tuple[bool, str]]:
    """The segments with a link around every telephone number that is not part of a link yet."""
    written = sorted({phone.text for phone in document.phones}, key=len, reverse=True)
    wanted = re.compile("|".join(re.escape(escape(text, quote=False)) for text in written))

    def linked(match: re.Match[str]) -> str:
        return placeholder_html(showing.phone(unescape(match.group())), showing.words)

    depth = 0
    for is_text, text in segments:
        if text.startswith("<a "):
            depth += 1
        elif text.startswith("</a"):
            depth -= 1
        yield is_text, wanted.sub(linked, text) if is_text and not depth else text


def _name_typed_links(segments: list[tuple[bool, str]]) -> None:
    """A number that its author made a link is read digit by digit, as all others are."""
    for index, ((_, tag), (is_text, text)) in enumerate(pairwise(segments)):
        is_number = is_text and _NUMBER.fullmatch(text)
        if is_number and tag.startswith('<a href="tel:') and "aria-label" not in tag:
            segments[index] = (False, f'{tag[:-1]} aria-label="{digits_aloud(text)}">')


_NUMBER = re.compile(r"[+0-9(][0-9 ()./-]+[0-9]")


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
            if token.info == "lang":
                yield f'<div lang="{escape(token.meta["argument"])}">\n'
            elif token.info not in PLAIN:
                yield Hole("directive", f"{token.info} {token.meta['argument']}".rstrip())
        case "directive_close":
            if token.info == "lang":
                yield "</div>\n"
            elif token.info not in PLAIN:
                yield Hole("end")
        case "section_end":
            yield Hole("about", token.info)
        case "html_block":
            yield escape(token.content, quote=False)
        case kind:
            raise ValueError(f"no HTML is known for {kind}")


def _inline(children: Sequence[Token]) -> Iterator[Piece]:
    links: list[str] = []
    for token in children:
        kind = token.type
        if kind == "text" or kind == "html_inline":
            yield escape(token.content, quote=False)
        elif kind == "link_close":
            yield "</a>"
            if is_file(target := links.pop()):
                yield Hole("file", target)
        elif kind in _FIXED:
            yield _FIXED[kind]
        elif kind == "code_inline":
            yield f"<code>{escape(token.content, quote=False)}</code>"
        elif kind == "link_open":
            links.append(str(token.attrs["href"]))
            yield '<a href="'
            yield Hole("href", links[-1])
            yield f'"{_title(token)}>'
        elif kind == "image":
            yield '<img src="'
            yield Hole("src", str(token.attrs["src"]))
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
            yield Hole("linked" if links else "placeholder", token.content)
        elif kind == "span_open":
            yield f'<span lang="{escape(str(token.attrs["lang"]))}">'
        elif kind == "span_close":
            yield "</span>"
        elif kind == "word":
            yield Hole("word", token.content)
        elif kind == "footnote_ref":
            number = token.meta["id"] + 1
            yield '<sup><a href="#'
            yield Hole("note", f"note_{number}")
            yield '" role="doc-noteref" id="'
            yield Hole("note", _reference_id(token))
            yield f'">{number}</a></sup>'
        else:
            raise ValueError(f"no HTML is known for {kind}")


def is_file(target: str) -> bool:
    """Whether a link leads to an attachment, so that its size and digest stand beside it."""
    return _FILE.match(target) is not None


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
