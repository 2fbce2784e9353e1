"""A document as plain text that reads well aloud and in a terminal.

`plain_pieces` turns tokens into pieces once; `to_plain` fills them for one edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from noticegen.markdown.directives import LISTING
from noticegen.markdown.document import Document
from noticegen.markdown.html import LANGUAGE, is_file
from noticegen.markdown.inline import visible_text
from noticegen.markdown.pieces import Hole, Piece, Pieces, joined
from noticegen.markdown.placeholders import FIRST_STAND_IN, STAND_IN, split_plain
from noticegen.markdown.showing import Showing, across_lines, said_plainly

_LISTS = {"bullet_list_open", "ordered_list_open"}
_ENDS_WITH_BLANK = {
    "blockquote_close", "dd_close", "heading_close", "table_close", "dl_close",
    "footnote_block_close",
}  # fmt: skip


def plain_pieces(tokens: Sequence[Token]) -> Pieces:
    """The body as plain text with holes: a blank line between blocks, one paragraph a line."""
    return joined(_Lines().blocks(tokens))


def to_plain(document: Document, showing: Showing) -> str:
    """The body as plain text."""
    parts: list[str] = []
    for piece in document.plain:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece.kind == "address":
            # The address of a link, unless the text of the link ends with it already.
            shown = showing.href(piece.value).removeprefix("mailto:").removeprefix("tel:")
            if shown and not "".join(parts[-3:]).endswith(shown):
                parts.append(f" <{shown}>")
        elif piece.kind == "placeholder":
            parts.append(said_plainly(showing.placeholder(piece.value)))
        elif piece.kind == "word":
            parts.append(showing.words[piece.value])
        elif piece.kind == "file":
            parts.append(showing.file(piece.value))
        elif piece.kind == "about":
            parts.append(showing.about(piece.value))
        elif piece.kind == "directive":
            parts.append(showing.directive(piece.value, ""))
        else:
            parts.append("#" * (piece.number + showing.heading_shift))
    text = "".join(parts)
    marked: list[str] = []
    for mark in showing.marks:
        words = showing.words
        after = "".join(
            said_plainly(showing.placeholder(piece)) if is_placeholder else piece
            for is_placeholder, piece in split_plain(mark.after)
        )
        old = f"{words['before_change']}{mark.before}; " if mark.before else ""
        label = words["after_change" if mark.before else "added_text"]
        # A stand-in keeps what is marked from being marked again.
        if found := re.search(across_lines(after), text):
            stand_in = chr(FIRST_STAND_IN + len(marked))
            text = text[: found.start()] + stand_in + text[found.end() :]
            marked.append(f"[{old}{label}{found.group()}]")
    text = STAND_IN.sub(lambda match: marked[ord(match[0]) - FIRST_STAND_IN], text)
    return text.strip("\n") + "\n"


class _Lines:
    """Lays the blocks out in lines; `indent` has one entry a container."""

    def __init__(self) -> None:
        self._indent: list[str] = []
        self._is_blank = True

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Piece]:
        numbers: list[int] = []
        cells = 0
        is_tight = False
        for token in tokens:
            kind = token.type
            if kind in _LISTS:
                start = int(token.attrs.get("start", 1)) if kind == "ordered_list_open" else -1
                numbers.append(start)
            elif kind in {"bullet_list_close", "ordered_list_close"}:
                numbers.pop()
                if not numbers:
                    yield from self._blank()
            elif kind == "list_item_open":
                self._indent.append("- " if numbers[-1] < 0 else f"{numbers[-1]}. ")
                numbers[-1] += numbers[-1] >= 0
            elif kind == "footnote_open":
                self._indent.append(f"[{token.meta['id'] + 1}] ")
            elif kind == "blockquote_open":
                self._indent.append("> ")
            elif kind == "dd_open":
                self._indent.append("  ")
            elif kind in {"list_item_close", "footnote_close", "blockquote_close", "dd_close"}:
                self._indent.pop()
            elif kind == "footnote_block_open":
                yield from self._blank()
                yield Hole("word", "notes")
                yield from self._end()
            elif kind == "paragraph_open":
                is_tight = token.hidden
            elif kind == "paragraph_close" and not is_tight and not numbers:
                yield from self._blank()
            elif kind == "heading_open":
                yield from self._blank()
                yield Hole("marks", number=int(token.tag[1]))
                yield " "
            elif kind == "tr_open":
                yield from self._begin()
                cells = 0
            elif kind in {"th_open", "td_open"}:
                if cells:
                    yield " | "
                cells += 1
            elif kind == "tr_close":
                yield from self._end()
                cells = 0
            elif kind == "inline":
                if not cells:
                    yield from self._begin()
                yield from self._inline(token.children or ())
                if not cells:
                    yield from self._end()
            elif kind in {"fence", "code_block"}:
                if not LANGUAGE.fullmatch(token.info):
                    yield from self._begin()
                    yield token.info
                    yield from self._end()
                for line in token.content.rstrip("\n").split("\n"):
                    yield from self._begin()
                    yield f"    {line}"
                    yield from self._end()
                yield from self._blank()
            elif kind == "directive_open" and token.info in LISTING:
                yield Hole("directive", f"{token.info} {token.meta['argument']}".rstrip())
                self._is_blank = False
                yield from self._blank()
            elif kind == "section_end":
                yield from self._blank()
                yield Hole("about", token.info)
            elif kind == "hr":
                yield "----"
                yield from self._end()
                yield from self._blank()
            if kind in _ENDS_WITH_BLANK:
                yield from self._blank()

    def _begin(self) -> Iterator[Piece]:
        """What stands before a line; a mark is shown once, and its width is kept after that."""
        yield "".join(self._indent)
        for level, mark in enumerate(self._indent):
            if mark not in {"> ", "  "}:
                self._indent[level] = " " * len(mark)

    def _end(self) -> Iterator[Piece]:
        yield "\n"
        self._is_blank = False

    def _blank(self) -> Iterator[Piece]:
        if not self._is_blank:
            yield "\n"
            self._is_blank = True

    def _inline(self, children: Sequence[Token]) -> Iterator[Piece]:
        targets: list[str] = []
        for token in children:
            match token.type:
                case "text" | "code_inline" | "html_inline":
                    yield token.content
                case "softbreak":
                    yield " "
                case "hardbreak":
                    yield "\n"
                    yield from self._begin()
                case "link_open":
                    targets.append(str(token.attrs["href"]))
                case "link_close":
                    yield Hole("address", target := targets.pop())
                    if is_file(target):
                        yield Hole("file", target)
                case "image":
                    yield "["
                    for child in token.children or ():
                        if child.type == "placeholder":
                            yield Hole("placeholder", child.content)
                        else:
                            yield visible_text([child])
                    yield "]"
                case "ruby":
                    yield f"{token.content}（{token.meta['reading']}）"
                case "placeholder":
                    yield Hole("placeholder", token.content)
                case "word":
                    yield Hole("word", token.content)
                case "footnote_ref":
                    yield f"[{token.meta['id'] + 1}]"
