"""A body in markdown  ->  a `Document`: CommonMark, tables, footnotes, definition lists,
heading attributes, ruby and directives.

What the parser would drop in silence (a note nobody refers to, a table cell too many, text
too deep in lists) and what must not be published (HTML, comments) is reported with its place.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin

from noticegen.diagnostics import Code, Diagnostic, Location, Message, Severity, say
from noticegen.markdown import emphasis
from noticegen.markdown.directives import SCHEDULED, directive
from noticegen.markdown.document import Block, Document, Heading, Link, Placeholder
from noticegen.markdown.html import html_pieces
from noticegen.markdown.inline import finish, visible_text
from noticegen.markdown.limits import BLOCK_DEPTH, TABLE_ROWS, Problem, limits
from noticegen.markdown.placeholders import MOST, STAND_IN, Mask
from noticegen.markdown.plain import plain_pieces

_NESTING = {"bullet_list_open", "ordered_list_open", "blockquote_open", "dl_open", "directive_open"}
_ATTRIBUTES = re.compile(r"(?<!\\)\{((?:#|[a-z]+(?:=|\s|\}))[^{}]*)\}\s*$")
_NOT_IN_ALT = {"link_open", "image", "footnote_ref"}
_LANGUAGE = re.compile(r"[!-~ ]*")
"""What stands after the marks of a code block names its language, or is shown above it; letters
beyond ASCII are most likely text that was swallowed by marks meant as an ornament."""
_BEFORE_HEADING = re.compile(r"(?:[\s>]|(?:[-+*:~]|\d{1,9}[.)])(?=\s)|\[\^[^\]]*\]:)*#*")
"""The marks of lists, quotations and notes, and those of the heading itself."""
_PIPE = re.compile(r"(?<!\\)\|")
_ATTRIBUTE = re.compile(
    r'\s*(?:#(?P<id>[^\s"=]+)|(?P<key>[a-z_]+)(?:=(?:"(?P<q>[^"]*)"|(?P<bare>[^\s"]+)))?)'
)
_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LOOKS_LIKE = (
    (re.compile(r"#{1,6}[^\s#]"), say("a heading needs a space after the `#`")),
    (re.compile(r"＃+"), say("a heading is written with the half-width `#` and a space")),
    (re.compile(r"-(?=[\u3040-\u9fff])"), say("a list item needs a space after the `-`")),
    (
        re.compile(r"・\s*(?=\S)"),
        say("write a list item as `- `; lines that begin with ・ run together"),
    ),
    (
        re.compile(r"[0-9０-９]{1,2}[．）](?=\S)"),
        say("write a numbered item as `1. `, with a half-width full stop"),
    ),
)
_MAY_LOOK_LIKE = re.compile(r"^[#＃\-・0-9０-９]", re.MULTILINE)
_LEFT_OVER = re.compile(
    r"(?<![A-Za-z0-9_])(?:TODO|FIXME|XXX|TBD)(?![A-Za-z0-9_])|要確認|[Ll]orem ipsum|[〇○]{2,}"
)


def parse(text: str, path: str, *, first_line: int = 1, top_level: int = 2) -> Document:
    """Read the body that begins on `first_line` of the file at `path`.

    `top_level` is the heading level at which the body begins: 2 for a page, 4 for an answer.
    """
    mask = Mask(text)
    places = _Places(text, mask, path, first_line)
    too_much = [places.finding(problem) for problem in limits(mask.text)]
    if mask.too_many is not None:
        too_much.append(
            Diagnostic(
                places.original(mask.too_many),
                Code.TOO_LONG,
                say("there are more than {limit} placeholders in this text", limit=MOST),
                say("split the text"),
            )
        )
    if too_much:
        return Document(text, path, first_line, top_level, (), (), (), (), (), (), tuple(too_much))
    env: dict[str, Any] = {"problems": [], "footnote_definitions": []}
    tokens = _PARSER.parse(mask.text, env)
    walk = _Walk(tokens, env, mask, places)
    headings = tuple(walk.headings(top_level))
    findings = [places.finding(problem) for problem in env["problems"]]
    findings += [
        Diagnostic(
            places.original(offset),
            Code.UNKNOWN_PLACEHOLDER,
            say("`${{` is not closed"),
            say("close it with `}}`, or write `\\${{` where the signs themselves are meant"),
        )
        for offset in mask.unclosed
    ]
    return Document(
        text,
        path,
        first_line,
        top_level,
        html_pieces(tokens),
        plain_pieces(tokens),
        headings,
        tuple(walk.links),
        tuple(walk.placeholders),
        tuple(walk.blocks),
        (*findings, *walk.found),
    )


def without_lines(document: Document, ranges: list[tuple[int, int]]) -> Document:
    """The same body with the lines of these blocks (first and last, from 0) left out.

    They become empty lines, so that every place in the rest stays right.
    """
    if not ranges:
        return document
    lines = document.text.split("\n")
    for first, last in ranges:
        lines[first : last + 1] = [""] * (last + 1 - first)
    return parse(
        "\n".join(lines),
        document.path,
        first_line=document.first_line,
        top_level=document.top_level,
    )


def left_over(text: str) -> str | None:
    """A word that its author meant to replace: TODO, 要確認, 〇〇."""
    match = _LEFT_OVER.search(text)
    return match.group() if match else None


def left_over_finding(word: str, at: Location) -> Diagnostic:
    """The warning about such a word."""
    return Diagnostic(
        at,
        Code.LEFT_OVER,
        say("“{word}” was left in", word=word),
        say("replace it with what readers are to be told"),
        Severity.WARNING,
    )


def _remember_offset(rule: Callable[[StateInline, bool], bool], kinds: tuple[str, ...]) -> Any:
    """The same inline rule, which also notes in its token where it began and ended."""

    def remembering(state: StateInline, silent: bool) -> bool:
        start, count = state.pos, len(state.tokens)
        matched = rule(state, silent)
        if matched and not silent:
            for token in state.tokens[count:]:
                if token.type in kinds:
                    token.meta = {**token.meta, "offset": start, "end": state.pos}
                    break
        return matched

    return remembering


def _heading_attributes(state: StateCore) -> None:
    """Core rule between blocks and text: take ``{#id key="value"}`` off the ends of headings."""
    for index, token in enumerate(state.tokens):
        if token.type == "heading_open":
            inline = state.tokens[index + 1]
            if match := _ATTRIBUTES.search(inline.content):
                token.meta = {"attributes": match.group(1)}
                inline.content = inline.content[: match.start()].rstrip()


def _footnote_definitions(state: StateCore) -> None:
    """Core rule before the notes are moved to the end: keep which there are, and where."""
    depth = 0
    for token in state.tokens:
        if token.type == "footnote_reference_open":
            depth += 1
            state.env["footnote_definitions"].append(
                (token.meta["label"], (token.map or [0])[0], depth > 1)
            )
        elif token.type == "footnote_reference_close":
            depth -= 1


class _Parser(MarkdownIt):
    """Every target becomes a link as it was written, to be judged with its place later."""

    def validateLink(self, url: str) -> bool:  # noqa: ARG002
        return True

    def normalizeLink(self, url: str) -> str:
        return url


def _table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:
    """The rule for tables, which also notes in each row and cell where it is written."""
    count = len(state.tokens)
    if not table(state, start_line, end_line, silent):
        return False
    cells: list[tuple[int, str]] = []
    for token in state.tokens[count:]:
        if token.type == "tr_open":
            line = (token.map or [start_line])[0]
            begin = state.bMarks[line] + state.tShift[line]
            column = begin - (state.src.rfind("\n", 0, begin) + 1)
            cells = _cells(state.src[begin : state.eMarks[line]], column)
            token.meta = {"cells": len(cells)}
            cells.reverse()
        elif token.type == "inline" and cells:
            token.meta = {"cell": cells.pop()}
    return True


def _parser() -> MarkdownIt:
    md = _Parser("commonmark", {"maxNesting": 100, "store_labels": True}).enable("table")
    md.use(footnote_plugin, inline=False).use(deflist_plugin)
    md.block.ruler.before(
        "fence", "directive", directive, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    md.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    md.inline.ruler.at("emphasis", emphasis.tokenize)
    for name, kinds in (
        ("link", ("link_open",)),
        ("autolink", ("link_open",)),
        ("image", ("image",)),
        ("html_inline", ("html_inline",)),
        ("backticks", ("code_inline",)),
        ("footnote_ref", ("footnote_ref",)),
    ):
        [rule] = [r.fn for r in md.inline.ruler.__rules__ if r.name == name]
        md.inline.ruler.at(name, _remember_offset(rule, kinds))
    md.core.ruler.before("inline", "heading_attributes", _heading_attributes)
    md.core.ruler.before("footnote_tail", "footnote_definitions", _footnote_definitions)
    md.disable("text_join")  # `inline.finish` joins, after it has seen what was escaped
    return md


_PARSER = _parser()


class _Places:
    """Turns lines and offsets of a masked body into places in the file."""

    def __init__(self, text: str, mask: Mask, path: str, first_line: int) -> None:
        self._text = text
        self._mask = mask
        self._path = path
        self._first_line = first_line
        self.lines = mask.text.split("\n")
        self._columns: dict[int, list[int]] = {}

    def at(self, line: int, column: int) -> Location:
        """`line` from 0, `column` from 1, both in the masked text."""
        if self._mask.names and line < len(self.lines):
            if line not in self._columns:
                self._columns[line] = self._mask.original_columns(self.lines[line])
            columns = self._columns[line]
            column = columns[min(column, len(columns)) - 1] + 1
        return Location(self._path, self._first_line + line, column)

    def original(self, offset: int) -> Location:
        """The place of an offset in the text as it was written."""
        line = bisect_right(self._line_starts, offset) - 1
        return Location(self._path, self._first_line + line, offset - self._line_starts[line] + 1)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *(match.end() for match in re.finditer("\n", self._text))]

    def finding(self, problem: Problem) -> Diagnostic:
        line, column, code, message, hint = problem
        return Diagnostic(self.at(line, column), code, message, hint)


class _InlinePlaces:
    """Turns offsets in the content of one paragraph, heading or cell into places.

    Most paragraphs have nothing to place, so the work is done when the first place is asked for.
    """

    def __init__(self, places: _Places, inline: Token, first: int, *, is_heading: bool) -> None:
        self._places = places
        self._content = inline.content
        self._cell: tuple[int, str] | None = inline.meta.get("cell")
        self._first = first
        self._is_heading = is_heading

    @cached_property
    def _starts(self) -> list[tuple[int, int]]:
        """Of each line of the content: its offset there, and the column at which it stands."""
        starts = []
        offset = 0
        for number, part in enumerate(self._content.split("\n")):
            lines = self._places.lines
            line = lines[self._first + number] if self._first + number < len(lines) else ""
            if self._is_heading:  # attributes may follow, and say the same
                marks = _BEFORE_HEADING.match(line)
                start = line.find(part.strip(), marks.end() if marks else 0)
            else:  # marks of lists and quotations stand before it, and nothing after it
                start = line.rfind(part.strip())
            starts.append((offset, max(start - (len(part) - len(part.lstrip())), 0)))
            offset += len(part) + 1
        return starts

    def __call__(self, offset: int) -> Location:
        if self._cell:
            column, raw = self._cell
            return self._places.at(self._first, column + _before_unescaping(raw, offset) + 1)
        number = bisect_right(self._starts, offset, key=lambda start: start[0]) - 1
        begin, column = self._starts[number]
        return self._places.at(self._first + number, column + offset - begin + 1)


class _Walk:
    """One pass over the tokens: finishes paragraphs and collects what the document tells."""

    def __init__(
        self, tokens: list[Token], env: dict[str, Any], mask: Mask, places: _Places
    ) -> None:
        self.found: list[Diagnostic] = []
        self.links: list[Link] = []
        self.placeholders: list[Placeholder] = []
        self.blocks: list[Block] = []
        self._mask = mask
        self._places = places
        self._headings: list[tuple[Token, Token, Callable[[int], Location]]] = []
        self._labels: set[str] = set()
        self._notes: set[str] = set()
        self._has_left_overs = left_over(mask.text) is not None
        self._walk(tokens)
        self._report_unused(env)

    def _note(
        self, at: Location, code: Code, message: Message, hint: Message | None = None
    ) -> None:
        self.found.append(Diagnostic(at, code, message, hint))

    def _walk(self, tokens: list[Token]) -> None:
        lines = [0]
        depth = 0
        columns = 0
        for index, token in enumerate(tokens):
            if token.map:
                lines[-1] = token.map[0]
            if token.nesting == 1:
                lines.append(lines[-1])
                if token.type in _NESTING:
                    depth += 1
                    if depth == BLOCK_DEPTH + 1:
                        self._too_deep(lines[-1])
                if token.type == "directive_open" and token.info in SCHEDULED:
                    self._block(token)
                if token.type == "table_open":
                    columns = self._table(tokens, index)
                if token.type == "tr_open":
                    self._row(lines[-1], token.meta["cells"], columns)
            elif token.nesting == -1:
                lines.pop()
                depth -= token.type.replace("_close", "_open") in _NESTING
            elif token.type == "inline":
                self._inline(tokens[index - 1], token, lines[-1])
            elif token.type == "html_block":
                self._html(token.content, self._places.at(lines[-1], 1))
            elif token.type in {"fence", "code_block"}:
                token.content = self._mask.unmask(token.content)
                token.info = self._mask.unmask(token.info).strip()
                if token.info and not _LANGUAGE.fullmatch(token.info):
                    self._not_a_language(token, lines[-1])

    def _inline(self, opening: Token, inline: Token, line: int) -> None:
        is_heading = opening.type == "heading_open"
        place = _InlinePlaces(self._places, inline, line, is_heading=is_heading)

        def report(offset: int, code: Code, message: Message, hint: Message) -> None:
            self._note(place(offset), code, message, hint)

        inline.children = finish(inline.children or [], inline.content, self._mask, report)
        if opening.type == "heading_open":
            self._headings.append((opening, inline, place))
        elif opening.type == "paragraph_open":
            self._looks_like_markup(inline, place)
        if self._has_left_overs and (word := left_over(inline.content)):
            self.found.append(left_over_finding(word, place(inline.content.find(word))))
        stand_ins = {
            match.group(): match.start()
            for match in (STAND_IN.finditer(inline.content) if self._mask.names else ())
        }
        self._collect(inline.children, stand_ins, place)

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
                    self._note(
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
                self._note(
                    at,
                    Code.PLACEHOLDER_PLACE,
                    say("a placeholder stands in the target or title of a link"),
                    say("write the target out; placeholders work in visible text"),
                )
        is_image = token.type == "image"
        if is_image and not text.strip():
            self._note(
                at,
                Code.NO_ALT_TEXT,
                say("the image has no text for those who do not see it"),
                say("write what it shows between the brackets: ![…](…)"),
            )
        if not STAND_IN.search(target):  # or it was reported, and leads nowhere
            self.links.append(Link(target, text, at, is_image))

    def _html(self, content: str, at: Location) -> None:
        if content.lstrip().startswith("<!--"):
            self._note(
                at,
                Code.COMMENT,
                say("a comment stands in published text"),
                say("delete it; notes for colleagues belong into the version control"),
            )
        else:
            self._note(
                at,
                Code.RAW_HTML,
                say("HTML is not allowed in published text"),
                say("write it in markdown, or `\\<` where the sign itself is meant"),
            )

    def _not_a_language(self, token: Token, line: int) -> None:
        self._note(
            self._places.at(line, self._places.lines[line].find(token.markup) + 1),
            Code.STRAY_MARKS,
            say("the words after {marks} would not be shown", marks=token.markup),
            say("write them on the next line; only a language may stand there, as in ```json"),
        )

    def _too_deep(self, line: int) -> None:
        self._note(
            self._places.at(line, 1),
            Code.TOO_DEEP,
            say("lists and quotations nest more than {limit} levels deep", limit=BLOCK_DEPTH),
            say("bring this part up"),
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
            self._note(
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
            self._note(
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
                if pattern.match(line):
                    self.found.append(
                        Diagnostic(
                            place(offset),
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
            self._note(at, Code.UNUSED_DEFINITION, message, hint)
        references = env.get("references", {})
        for label, data in references.items():
            if label not in self._labels:
                at = self._places.at((data.get("map") or [0])[0], 1)
                self._note(
                    at,
                    Code.UNUSED_DEFINITION,
                    say("the line would vanish: it defines a link that nothing uses"),
                    say("use it as [{label}], or write `\\[` if it is text", label=label.lower()),
                )
        for data in env.get("duplicate_refs", []):
            self._note(
                self._places.at((data.get("map") or [0])[0], 1),
                Code.UNUSED_DEFINITION,
                say("the link [{label}] is defined twice", label=data["label"].lower()),
                say("delete this line"),
            )

    def headings(self, top_level: int) -> Iterator[Heading]:
        """The headings with their ids, held to the order of levels."""
        taken = set()
        read = []
        for opening, inline, place in self._headings:
            id_, attributes = self._attributes(opening)
            if id_ and id_ in taken:
                self._note(
                    place(0),
                    Code.HEADING_ATTRIBUTE,
                    say("the id `{id}` stands twice on this page", id=id_),
                    say("give this heading another id"),
                )
            taken.add(id_)
            read.append((opening, inline, place, id_, attributes))
        previous = top_level - 1
        numbers: dict[str, int] = {}
        for opening, inline, place, id_, attributes in read:
            level = int(opening.tag[1])
            if level < top_level or level > previous + 1:
                self._note(
                    place(0),
                    Code.HEADING_LEVEL,
                    say(
                        "a heading of level {level} stands where level {wanted} is the deepest",
                        level=level,
                        wanted=previous + 1,
                    )
                    if level > previous + 1
                    else say(
                        "a heading of level {level}; the text begins at level {wanted}",
                        level=level,
                        wanted=top_level,
                    ),
                    say("use {marks}", marks="#" * max(min(level, previous + 1), top_level)),
                )
            previous = max(level, top_level)
            text = visible_text(inline.children or [])
            final = id_ or _automatic_id(text, taken, numbers)
            taken.add(final)
            opening.meta = {**opening.meta, "id": final, "explicit": bool(id_)}
            yield Heading(
                level=level,
                text=text,
                line=(opening.map or [0])[0],
                at=place(0),
                is_nested=opening.level > 0,
                id=final,
                explicit_id=bool(id_),
                attributes=attributes,
            )

    def _attributes(self, opening: Token) -> tuple[str, dict[str, tuple[str, Location]]]:
        written = opening.meta.get("attributes", "")
        line = (opening.map or [0])[0]
        column = self._places.lines[line].rfind("{") + 1
        id_ = ""
        attributes: dict[str, tuple[str, Location]] = {}
        position = 0
        if STAND_IN.search(written):
            self._note(
                self._places.at(line, column),
                Code.PLACEHOLDER_PLACE,
                say("a placeholder stands in the attributes of a heading"),
                say("write the value out"),
            )
            return "", {}
        while position < len(written.rstrip()):
            position += len(written[position:]) - len(written[position:].lstrip())
            match = _ATTRIBUTE.match(written, position)
            at = self._places.at(line, column + 1 + position)
            if not match:
                self._note(
                    at,
                    Code.HEADING_ATTRIBUTE,
                    say("“{text}” is no attribute", text=written[position : position + 20]),
                    say('write them as {{#id key="value"}}'),
                )
                break
            if match["id"] is not None:
                id_ = match["id"]
                if not _ID.fullmatch(id_):
                    self._note(
                        at,
                        Code.HEADING_ATTRIBUTE,
                        say("“{id}” is no id", id=id_),
                        say("use small letters, digits and hyphens, beginning with a letter"),
                    )
            elif match["key"] in attributes:
                self._note(
                    at, Code.HEADING_ATTRIBUTE, say("`{key}` stands twice", key=match["key"])
                )
            else:
                value = match["q"] if match["q"] is not None else match["bare"]
                attributes[match["key"]] = ("true" if value is None else value, at)
            position = match.end()
        return id_, attributes


def _cells(row: str, column: int) -> list[tuple[int, str]]:
    """The cells of a row as they are written, each with its column (from 0).

    GitHub Flavored Markdown: escaped pipes do not part cells, pipes at the ends make none.
    """
    start = len(row) - len(row.lstrip())
    ends = [match.start() for match in _PIPE.finditer(row.rstrip())] + [len(row.rstrip())]
    cells = []
    for end in ends:
        raw = row[start:end]
        cells.append((column + start + len(raw) - len(raw.lstrip()), raw.strip(), raw))
        start = end + 1
    if cells and cells[0][2] == "":
        cells.pop(0)
    if cells and cells[-1][2] == "":
        cells.pop()
    return [(at, text) for at, text, _ in cells]


def _before_unescaping(raw: str, offset: int) -> int:
    """The offset in a cell as it is written, of one in its text, where ``\\|`` is one sign."""
    position = 0
    for _ in range(offset):
        position += 2 if raw.startswith("\\|", position) else 1
    return position


def _automatic_id(text: str, taken: set[str], numbers: dict[str, int]) -> str:
    """An id made of the heading's words, the same as long as no equal heading comes before it.

    `numbers` keeps how often each was wanted.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    words = "".join(c if c.isalnum() else " " for c in plain).split()
    base = "-".join(words)[:60] or "section"
    candidate, number = base, numbers.get(base, 1)
    while candidate in taken:
        number += 1
        candidate = f"{base}-{number}"
    numbers[base] = number
    return candidate
