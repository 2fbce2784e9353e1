"""A document  ->  plain text that reads well aloud and in a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.token import Token

from noticegen.markdown.document import Document
from noticegen.markdown.showing import Mark, Showing


def to_plain(document: Document, showing: Showing) -> str:
    """The body as plain text: a blank line between blocks, one paragraph a line."""
    return _Plain(showing).text(document.tokens)


class _Plain:
    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        self._unmarked = list(showing.marks)
        self._links: list[str] = []

    def text(self, tokens: Sequence[Token]) -> str:
        lines: list[str] = []
        indent: list[str] = []
        """One entry a container: what stands before its next line."""
        numbers: list[int] = []
        row: list[str] = []
        tight = False
        for token in tokens:
            match token.type:
                case "bullet_list_open":
                    numbers.append(-1)
                case "ordered_list_open":
                    numbers.append(int(token.attrs.get("start", 1)))
                case "bullet_list_close" | "ordered_list_close":
                    numbers.pop()
                    if not numbers:
                        _blank(lines)
                case "list_item_open":
                    indent.append("- " if numbers[-1] < 0 else f"{numbers[-1]}. ")
                    numbers[-1] += numbers[-1] >= 0
                case "footnote_open":
                    indent.append(f"[{token.meta['id'] + 1}] ")
                case "blockquote_open":
                    indent.append("> ")
                case "dd_open":
                    indent.append("  ")
                case "list_item_close" | "footnote_close" | "blockquote_close" | "dd_close":
                    indent.pop()
                    if token.type in {"blockquote_close", "dd_close"}:
                        _blank(lines)
                case "footnote_block_open":
                    _blank(lines)
                    lines.append(self._showing.words["notes"])
                case "paragraph_open":
                    tight = token.hidden
                case "inline":
                    text = self._inline(token.children or [])
                    if row:
                        row.append(text)
                    else:
                        self._put(lines, indent, text)
                case "heading_close":
                    _blank(lines)
                case "heading_open":
                    _blank(lines)
                    indent.append("#" * (int(token.tag[1]) + self._showing.heading_shift) + " ")
                case "paragraph_close" if not tight and not numbers:
                    _blank(lines)
                case "dt_close" | "table_open":
                    pass
                case "tr_open":
                    row = [""]
                case "tr_close":
                    self._put(lines, indent, " | ".join(row[1:]))
                    row = []
                case "table_close" | "dl_close" | "footnote_block_close":
                    _blank(lines)
                case "fence" | "code_block":
                    for line in token.content.rstrip("\n").split("\n"):
                        self._put(lines, indent, "    " + line)
                    _blank(lines)
                case "hr":
                    lines.extend(["----", ""])
            if token.type == "heading_close":
                indent.pop()
        return "\n".join(lines).strip("\n") + "\n"

    @staticmethod
    def _put(lines: list[str], indent: list[str], text: str) -> None:
        for part in text.split("\n"):
            lines.append("".join(indent) + part)
            for level, mark in enumerate(indent):
                if mark not in {"> ", "  "}:
                    indent[level] = " " * len(mark)

    def _inline(self, children: Sequence[Token]) -> str:
        parts: list[str] = []
        for token in children:
            match token.type:
                case "text":
                    parts.append(self._text(token.content))
                case "code_inline":
                    parts.append(token.content)
                case "softbreak":
                    parts.append(" ")
                case "hardbreak":
                    parts.append("\n")
                case "link_open":
                    self._links.append(self._showing.href(str(token.attrs["href"])))
                    parts.append("")
                case "link_close":
                    href = self._links.pop()
                    text = "".join(parts)
                    shown = href.removeprefix("mailto:").removeprefix("tel:")
                    if href and not text.endswith(shown):
                        parts.append(f" <{shown}>")
                case "image":
                    parts.append(f"[{self._inline(token.children or [])}]")
                case "ruby":
                    parts.append(f"{token.content}（{token.meta['reading']}）")
                case "placeholder":
                    parts.append(self._showing.placeholder(token.content).text)
                case "footnote_ref":
                    parts.append(f"[{token.meta['id'] + 1}]")
        return "".join(parts)

    def _text(self, text: str) -> str:
        for mark in self._unmarked:
            before, found, after = text.partition(mark.after)
            if found:
                self._unmarked.remove(mark)
                return self._text(before) + self._marked(mark) + self._text(after)
        return text

    def _marked(self, mark: Mark) -> str:
        words = self._showing.words
        old = f"{words['before_change']}{mark.before}; " if mark.before else ""
        return f"[{old}{words['after_change']}{mark.after}]"


def _blank(lines: list[str]) -> None:
    if lines and lines[-1]:
        lines.append("")
