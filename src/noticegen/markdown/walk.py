"""One pass over the tokens of a body: what it holds, and what would be lost or must not stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from markdown_it.token import Token

from noticegen.diagnostics import Code, Diagnostic, Location, Message, Severity, say
from noticegen.markdown.directives import LISTING, SCHEDULED, SLOTS
from noticegen.markdown.document import Block, Directive, Link, Phone, Placeholder, Prose
from noticegen.markdown.headings import WrittenHeading
from noticegen.markdown.inline import finish, visible_text
from noticegen.markdown.leftovers import left_over, left_over_finding
from noticegen.markdown.limits import BLOCK_DEPTH, TABLE_ROWS
from noticegen.markdown.placeholders import STAND_IN, Mask
from noticegen.markdown.places import InlinePlaces, Places
from noticegen.phones import phone_like

_NESTING = {"bullet_list_open", "ordered_list_open", "blockquote_open", "dl_open", "directive_open"}
_NOT_IN_ALT = {"link_open", "image", "footnote_ref"}
_ROLES = {
    "heading_open": "heading", "th_open": "header", "td_open": "cell", "dt_open": "term",
}  # fmt: skip
_LANGUAGE = re.compile(r"[!-~ ]*")
"""What stands after the marks of a code block names its language, or is shown above it; letters
beyond ASCII are most likely text that was swallowed by marks meant as an ornament."""
_LOOKS_LIKE = (
    (re.compile(r"#{1,6}[^\s#]"), say("a heading needs a space after the `#`")),
    (re.compile(r"＃+"), say("a heading is written with the half-width `#` and a space")),
    (re.compile(r"-(?=[\u3040-\u9fff])"), say("a list item needs a space after the `-`")),
    (re.compile(r"：{3,}"), say("a block begins and ends with the half-width `:::`")),
    (
        re.compile(r".*?(＄[{｛]|\$｛)"),
        say("write the placeholder with half-width signs: ${{…}}"),
    ),
    (
        re.compile(r"・\s*(?=\S)"),
        say("write a list item as `- `; lines that begin with ・ run together"),
    ),
    (
        re.compile(r"[0-9０-９]{1,2}[．）](?=\S)"),
        say("write a numbered item as `1. `, with a half-width full stop"),
    ),
)
_MAY_LOOK_LIKE = re.compile(r"^[#＃\-・0-9０-９：]|＄[{｛]|\$｛", re.MULTILINE)


class Walk:
    """One pass over the tokens: finishes paragraphs and collects what the document tells."""

    def __init__(
        self, tokens: list[Token], env: dict[str, Any], mask: Mask, places: Places
    ) -> None:
        self.found: list[Diagnostic] = []
        self.links: list[Link] = []
        self.placeholders: list[Placeholder] = []
        self.blocks: list[Block] = []
        self.directives: list[Directive] = []
        self.phones: list[Phone] = []
        self.prose: list[Prose] = []
        self._foreign = 0
        """How many `lang` blocks are open."""
        self._slots: dict[str, Location] | None = None
        """What the `compensation` block under way has said so far."""
        self._mask = mask
        self._places = places
        self.headings: list[WrittenHeading] = []
        self._labels: set[str] = set()
        self._notes: set[str] = set()
        self._has_left_overs = left_over(mask.text) is not None
        self._walk(tokens)
        self._report_unused(env)

    def note(self, at: Location, code: Code, message: Message, hint: Message | None = None) -> None:
        """Keep a finding."""
        self.found.append(Diagnostic(at, code, message, hint))

    def _walk(self, tokens: list[Token]) -> None:
        lines = [0]
        depth = 0
        quotations = 0
        columns = 0
        for index, token in enumerate(tokens):
            if token.map:
                lines[-1] = token.map[0]
            if token.nesting == 1:
                lines.append(lines[-1])
                quotations += token.type == "blockquote_open"
                if token.type in _NESTING:
                    depth += 1
                    if depth == BLOCK_DEPTH + 1:
                        self._too_deep(lines[-1])
                if token.type == "directive_open":
                    self._directive(token)
                if token.type == "table_open":
                    columns = self._table(tokens, index)
                if token.type == "tr_open":
                    self._row(lines[-1], token.meta["cells"], columns)
            elif token.nesting == -1:
                lines.pop()
                self._foreign -= token.type == "directive_close" and token.info == "lang"
                quotations -= token.type == "blockquote_close"
                if token.type == "directive_close" and token.info == "compensation":
                    self._end_of_compensation(lines[-1])
                depth -= token.type.replace("_close", "_open") in _NESTING
            elif token.type == "inline":
                self._inline(tokens[index - 1], token, lines[-1])
                role = "quotation" if quotations else "paragraph"
                self._prose(_ROLES.get(tokens[index - 1].type, role), token, lines[-1])
            elif token.type == "html_block":
                self._html(token.content, self._places.at(lines[-1], 1))
            elif token.type in {"fence", "code_block"}:
                token.content = self._mask.unmask(token.content)
                token.info = self._mask.unmask(token.info).strip()
                at = self._places.at(lines[-1], 1)
                self.phones += [Phone(found.text, at) for found in phone_like(token.content)]
                last = lines[-1] + token.content.count("\n")
                self.prose.append(Prose(token.content, "code", lines[-1], last, 0))
                if token.info and not _LANGUAGE.fullmatch(token.info):
                    self._not_a_language(token, lines[-1])

    def _inline(self, opening: Token, inline: Token, line: int) -> None:
        is_heading = opening.type == "heading_open"
        place = InlinePlaces(self._places, inline, line, is_heading=is_heading)

        def report(offset: int, code: Code, message: Message, hint: Message) -> None:
            self.note(place(offset), code, message, hint)

        inline.children = finish(inline.children or [], inline.content, self._mask, report)
        if opening.type == "dt_open" and self._slots is not None:
            self._slot(inline, place(0))
        self._phones(inline, place)
        if opening.type == "heading_open":
            self.headings.append((opening, inline, place))
        elif opening.type == "paragraph_open":
            self._looks_like_markup(inline, place)
        if self._has_left_overs and (word := left_over(inline.content)):
            self.found.append(left_over_finding(word, place(inline.content.find(word))))
        stand_ins = {
            match.group(): match.start()
            for match in (STAND_IN.finditer(inline.content) if self._mask.names else ())
        }
        self._collect(inline.children, stand_ins, place)

    def _prose(self, role: str, inline: Token, line: int) -> None:
        """Keep the text as readers see it."""
        text = visible_text(inline.children or [])
        column = inline.meta["cell"][0] if "cell" in inline.meta else 0
        last = line + inline.content.count("\n")
        marked = _marked(inline.children or [])
        if self._foreign:
            marked = ((0, len(text)),)
        self.prose.append(Prose(text, role, line, last, column, marked))

    def _collect(
        self,
        children: list[Token],
        stand_ins: Mapping[str, int],
        place: Callable[[int], Location],
        base: int = 0,
    ) -> None:
        """Keep links, placeholders and notes; `base` is where the text of an image begins."""
        for index, token in enumerate(children):
            kind = token.type
            if kind == "html_inline":
                self._html(token.content, place(base + token.meta["offset"]))
            elif kind == "placeholder":
                at = place(stand_ins[token.meta["stand_in"]])
                self.placeholders.append(Placeholder(token.content, at))
            elif kind == "link_open":
                inside = []
                end = index + 1
                while children[end].type != "link_close":
                    inside.append(children[end])
                    end += 1
                self._link(token, "href", visible_text(inside), place(base + token.meta["offset"]))
            elif kind == "image":
                alt = token.children or []
                start = base + token.meta["offset"]
                if any(child.type in _NOT_IN_ALT for child in alt):
                    self.note(
                        place(start),
                        Code.STRAY_MARKS,
                        say("a link, an image or a note stands in the text of an image"),
                        say("write plain text between the brackets, and the link after the image"),
                    )
                self._collect(alt, stand_ins, place, start + len("!["))
                self._link(token, "src", visible_text(alt), place(start))
            elif kind == "footnote_ref":
                self._notes.add(token.meta["label"])

    def _link(self, token: Token, attribute: str, text: str, at: Location) -> None:
        if label := token.meta.get("label"):
            self._labels.add(label)
        target = str(token.attrs.get(attribute, ""))
        for name in (attribute, "title"):
            value = str(token.attrs.get(name, ""))
            if STAND_IN.search(value):
                token.attrs[name] = self._mask.unmask(value)
                self.note(
                    at,
                    Code.PLACEHOLDER_PLACE,
                    say("a placeholder stands in the target or title of a link"),
                    say("write the target out; placeholders work in visible text"),
                )
        is_image = token.type == "image"
        if is_image and not text.strip():
            self.note(
                at,
                Code.NO_ALT_TEXT,
                say("the image has no text for those who do not see it"),
                say("write what it shows between the brackets: ![…](…)"),
            )
        if not STAND_IN.search(target):  # or it was reported, and leads nowhere
            self.links.append(Link(target, text, at, is_image))

    def _html(self, content: str, at: Location) -> None:
        if content.lstrip().startswith("<!--"):
            self.note(
                at,
                Code.COMMENT,
                say("a comment stands in published text"),
                say("delete it; notes for colleagues belong into the version control"),
            )
        else:
            self.note(
                at,
                Code.RAW_HTML,
                say("HTML is not allowed in published text"),
                say("write it in markdown, or `\\<` where the sign itself is meant"),
            )

    def _not_a_language(self, token: Token, line: int) -> None:
        self.note(
            self._places.at(line, self._places.lines[line].find(token.markup) + 1),
            Code.STRAY_MARKS,
            say("the words after {marks} would not be shown", marks=token.markup),
            say("write them on the next line; only a language may stand there, as in ```json"),
        )

    def _too_deep(self, line: int) -> None:
        self.note(
            self._places.at(line, 1),
            Code.TOO_DEEP,
            say("lists and quotations nest more than {limit} levels deep", limit=BLOCK_DEPTH),
            say("bring this part up"),
        )

    def _phones(self, inline: Token, place: Callable[[int], Location]) -> None:
        """Keep what looks like a telephone number; marks may stand in the midst of one."""
        for found in phone_like(visible_text(inline.children or [])):
            offset = max(inline.content.find(found.text), 0)
            self.phones.append(Phone(found.text, place(offset)))

    def _directive(self, token: Token) -> None:
        line = (token.map or [0])[0]
        self._foreign += token.info == "lang"
        if token.info in LISTING:
            ids = tuple(self._mask.unmask(token.meta["argument"]).split())
            self.directives.append(Directive(token.info, ids, self._places.at(line, 1)))
            token.meta["argument"] = " ".join(ids)
        elif token.info == "compensation":
            self._slots = {}
        elif token.info in SCHEDULED:
            self._block(token)

    def _slot(self, term: Token, at: Location) -> None:
        """A term of the list in a `compensation` block: the word for it is the theme's."""
        assert self._slots is not None
        name = term.content.strip()
        if name not in SLOTS or name in self._slots:
            self.note(
                at,
                Code.DIRECTIVE,
                say("`::: compensation` has no further part “{name}”", name=name),
                say("its parts are {names}", names=", ".join(SLOTS)),
            )
        self._slots[name] = at
        term.children = [Token("word", "", 0, content=f"slot_{name}")] if name in SLOTS else []

    def _end_of_compensation(self, line: int) -> None:
        missing = [name for name in SLOTS if name not in (self._slots or ())]
        self._slots = None
        if missing:
            self.note(
                self._places.at(line, 1),
                Code.DIRECTIVE,
                say("`::: compensation` does not say {names}", names=", ".join(missing)),
                say("add the word in a line of its own, and under it `: ` with the text"),
            )

    def _block(self, token: Token) -> None:
        first, last = token.map or [0, 0]
        self.blocks.append(
            Block(
                token.info,
                self._mask.unmask(token.meta["argument"]),
                first,
                last,
                self._places.at(first, 1),
            )
        )

    def _table(self, tokens: list[Token], index: int) -> int:
        """Hold a table to its limits; gives back how many columns it has."""
        first, last = tokens[index].map or [0, 0]
        if last - first - 2 > TABLE_ROWS:
            self.note(
                self._places.at(first, 1),
                Code.TABLE_SHAPE,
                say(
                    "the table has {count} rows; the limit is {limit}",
                    count=last - first - 2,
                    limit=TABLE_ROWS,
                ),
                say("split the table, or attach it as a file"),
            )
        header = next(token for token in tokens[index:] if token.type == "tr_open")
        return int(header.meta["cells"])

    def _row(self, line: int, cells: int, columns: int) -> None:
        if cells > columns:
            self.note(
                self._places.at(line, 1),
                Code.TABLE_SHAPE,
                say(
                    "the row has {cells} cells, the table {columns} columns; "
                    "the rest would be lost",
                    cells=cells,
                    columns=columns,
                ),
                say("take a cell away, or write `\\|` where the sign itself is meant"),
            )

    def _looks_like_markup(self, inline: Token, place: Callable[[int], Location]) -> None:
        if not _MAY_LOOK_LIKE.search(inline.content):
            return
        offset = 0
        for line in inline.content.split("\n"):
            for pattern, hint in _LOOKS_LIKE:
                if match := pattern.match(line):
                    self.found.append(
                        Diagnostic(
                            place(offset + max(0, match.start(match.lastindex or 0))),
                            Code.LOOKS_LIKE_MARKUP,
                            say("this line looks like markup, and would be shown as it is typed"),
                            hint,
                            Severity.WARNING,
                        )
                    )
            offset += len(line) + 1

    def _report_unused(self, env: dict[str, Any]) -> None:
        seen: set[str] = set()
        for label, line, nested in env["footnote_definitions"]:
            at = self._places.at(line, 1)
            if nested:
                message = say("the note [^{label}] stands inside another note", label=label)
            elif label in seen:
                message = say("the note [^{label}] is written twice", label=label)
            elif label not in self._notes:
                message = say("nothing refers to the note [^{label}]", label=label)
            else:
                seen.add(label)
                continue
            seen.add(label)
            hint = say("refer to it with [^{label}], or delete it", label=label)
            self.note(at, Code.UNUSED_DEFINITION, message, hint)
        references = env.get("references", {})
        for label, data in references.items():
            if label not in self._labels:
                at = self._places.at((data.get("map") or [0])[0], 1)
                self.note(
                    at,
                    Code.UNUSED_DEFINITION,
                    say("the line would vanish: it defines a link that nothing uses"),
                    say("use it as [{label}], or write `\\[` if it is text", label=label.lower()),
                )
        for data in env.get("duplicate_refs", []):
            self.note(
                self._places.at((data.get("map") or [0])[0], 1),
                Code.UNUSED_DEFINITION,
                say("the link [{label}] is defined twice", label=data["label"].lower()),
                say("delete this line"),
            )


def _marked(children: list[Token]) -> tuple[tuple[int, int], ...]:
    """Where the visible text is marked as being in another language."""
    opened: list[int] = []
    found = []
    at = 0
    for token in children:
        if token.type == "span_open":
            opened.append(at)
        elif token.type == "span_close":
            found.append((opened.pop(), at))
        at += len(visible_text([token]))
    return tuple(found)
