"""A document  ->  HTML that is well-formed XML, too, so that it can be checked as such."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.token import Token

from noticegen.markdown.document import Document
from noticegen.markdown.inline import visible_text
from noticegen.markdown.showing import Mark, Showing

_PLAIN_TAGS = {
    "paragraph": "p", "bullet_list": "ul", "list_item": "li", "blockquote": "blockquote",
    "table": "table", "thead": "thead", "tbody": "tbody", "tr": "tr",
    "dl": "dl", "dt": "dt", "dd": "dd", "strong": "strong", "em": "em",
}  # fmt: skip


def to_html(document: Document, showing: Showing) -> str:
    """The body as HTML, ready to stand inside the theme's template."""
    return _Html(showing).blocks(document.tokens)


class _Html:
    def __init__(self, showing: Showing) -> None:
        self._showing = showing
        self._unmarked = list(showing.marks)

    def blocks(self, tokens: Sequence[Token]) -> str:
        parts: list[str] = []
        index = 0
        while index < len(tokens):
            token = tokens[index]
            if token.type == "directive_open":
                end = _closing(tokens, index)
                inner = self.blocks(tokens[index + 1 : end])
                transparent = token.info in {"from", "until"}
                parts.append(inner if transparent else self._showing.directive(token.info, inner))
                index = end
            elif token.type == "inline":
                parts.append(self.inline(token.children or []))
            else:
                parts.append(self._block(token))
            index += 1
        return "".join(parts)

    def _block(self, token: Token) -> str:
        kind, _, side = token.type.rpartition("_")
        if token.hidden:
            return ""
        if kind in _PLAIN_TAGS:
            return self._plain(kind, side)
        match token.type:
            case "heading_open":
                return f'<{self._level(token)} id="{self._id(token.meta["id"])}">'
            case "heading_close":
                return f"</{self._level(token)}>\n"
            case "ordered_list_open":
                start = token.attrs.get("start")
                return f'<ol start="{start}">\n' if start is not None else "<ol>\n"
            case "ordered_list_close":
                return "</ol>\n"
            case "th_open" | "td_open":
                return f"<{token.tag}{_alignment(token)}>"
            case "th_close" | "td_close":
                return f"</{token.tag}>\n"
            case "hr":
                return "<hr/>\n"
            case "fence" | "code_block":
                return self._code(token)
            case "footnote_block_open":
                return f'<div class="notes">\n<p>{escape(self._showing.words["notes"])}</p>\n<ol>\n'
            case "footnote_block_close":
                return "</ol>\n</div>\n"
            case "footnote_open":
                return f'<li id="{self._id("note_")}{token.meta["id"] + 1}">'
            case "footnote_close":
                return "</li>\n"
            case "footnote_anchor":
                return self._back_to_text(token)
        raise ValueError(f"no HTML is known for {token.type}")

    def _plain(self, kind: str, side: str) -> str:
        tag = _PLAIN_TAGS[kind]
        if kind == "table":
            label = escape(self._showing.words["table"])
            return (
                f'<div class="wide" role="group" aria-label="{label}" tabindex="0">\n<table>\n'
                if side == "open"
                else "</table>\n</div>\n"
            )
        return f"<{tag}>" if side == "open" else f"</{tag}>\n"

    def _level(self, token: Token) -> str:
        return f"h{min(6, int(token.tag[1]) + self._showing.heading_shift)}"

    def _id(self, name: str) -> str:
        return escape(self._showing.id_prefix + name)

    def _code(self, token: Token) -> str:
        language = token.info.split(maxsplit=1)[0] if token.info.strip() else ""
        attribute = f' class="language-{escape(language)}"' if language else ""
        return f'<pre tabindex="0"><code{attribute}>{escape(token.content, quote=False)}</code></pre>\n'

    def _back_to_text(self, token: Token) -> str:
        target = self._id(_reference_id(token))
        label = escape(self._showing.words["back_to_text"])
        return f' <a href="#{target}" role="doc-backlink" aria-label="{label}">↩</a>'

    def inline(self, children: Sequence[Token]) -> str:
        return "".join(self._inline(token) for token in children)

    def _inline(self, token: Token) -> str:
        match token.type:
            case "text":
                return self._text(token.content)
            case "softbreak":
                return "\n"
            case "hardbreak":
                return "<br/>\n"
            case "strong_open" | "em_open":
                return f"<{token.tag}>"
            case "strong_close" | "em_close":
                return f"</{token.tag}>"
            case "code_inline":
                return f"<code>{escape(token.content, quote=False)}</code>"
            case "link_open":
                return f'<a href="{self._href(str(token.attrs["href"]))}"{_title(token)}>'
            case "link_close":
                return "</a>"
            case "image":
                alt = escape(self._alt(token.children or []))
                return f'<img src="{self._href(str(token.attrs["src"]))}" alt="{alt}"{_title(token)}/>'
            case "ruby":
                reading = escape(token.meta["reading"])
                return f"<ruby>{escape(token.content)}<rp>（</rp><rt>{reading}</rt><rp>）</rp></ruby>"
            case "placeholder":
                shown = self._showing.placeholder(token.content)
                text = escape(shown.text, quote=False)
                return f'<a href="{escape(shown.href)}">{text}</a>' if shown.href else text
            case "footnote_ref":
                number = token.meta["id"] + 1
                return (
                    f'<sup><a href="#{self._id("note_")}{number}" role="doc-noteref"'
                    f' id="{self._id(_reference_id(token))}">{number}</a></sup>'
                )
        raise ValueError(f"no HTML is known for {token.type}")

    def _href(self, target: str) -> str:
        return escape(normalizeLink(self._showing.href(target)))

    def _alt(self, children: Sequence[Token]) -> str:
        return "".join(
            self._showing.placeholder(token.content).text
            if token.type == "placeholder"
            else visible_text([token])
            for token in children
        )

    def _text(self, text: str) -> str:
        for mark in self._unmarked:
            before, found, after = text.partition(mark.after)
            if found:
                self._unmarked.remove(mark)
                return self._text(before) + self._marked(mark) + self._text(after)
        return escape(text, quote=False)

    def _marked(self, mark: Mark) -> str:
        words = self._showing.words
        new = (
            f'<ins><span class="said">{escape(words["after_change"])}</span>'
            f"{escape(mark.after, quote=False)}</ins>"
        )
        if not mark.before:
            return new
        return (
            f'<del><span class="said">{escape(words["before_change"])}</span>'
            f"{escape(mark.before, quote=False)}</del> {new}"
        )


def _closing(tokens: Sequence[Token], index: int) -> int:
    level = tokens[index].level
    for position in range(index + 1, len(tokens)):
        token = tokens[position]
        if token.type == "directive_close" and token.level == level:
            return position
    raise ValueError("a directive without an end")


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
