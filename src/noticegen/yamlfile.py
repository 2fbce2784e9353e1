"""YAML text  ->  values that know where they were written. The only user of the YAML library.

The schema decides the type, never the spelling: every scalar is text until somebody asks
for something else, so that `0120` stays a telephone number and `no` stays Norwegian.
Aliases, tags, merge keys, duplicate keys and a second document are refused here.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Keyed
from dataclasses import dataclass

import yaml
from yaml import events

from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.localized import Localized


@dataclass(frozen=True, slots=True)
class Scalar:
    """Text, and whether it was quoted."""

    text: str
    at: Location
    quoted: bool = False

    @property
    def says_nothing(self) -> bool:
        """An empty value or ``~``: YAML's ways of writing nothing."""
        return not self.quoted and self.text in {"", "~"}


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence."""

    items: tuple[Node, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order in which they were written."""

    entries: tuple[tuple[Scalar, Node], ...]
    at: Location
    flow: bool = False
    """Written in one line between braces."""


Node = Scalar | Listing | Mapping

Plain = str | tuple["Plain", ...] | Keyed[str, "Plain"]
"""What a node says, without its places."""

_UNQUOTED = re.compile(
    r"(?![-?:,\[\]{}#&*!|>'\"%@`~ ])(?:(?!: | #)[^\x00-\x1f\x7f-\x9f\u2028\u2029])+(?<![: ])"
)
"""Text that YAML reads as itself without quotes."""

_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEPTH = 12


class _Refused(Exception):
    def __init__(self, finding: Diagnostic) -> None:
        self.finding = finding


def read_yaml(text: str, path: str, *, first_line: int = 1) -> Mapping | tuple[Diagnostic, ...]:
    """The mapping that `text` holds, or every reason why it is none.

    `first_line` is the line of the file on which `text` begins.
    """
    offset = first_line - 1
    try:
        stream = _events(text)
        found: list[Diagnostic] = []
        node = _compose(stream, path, offset, found)
    except yaml.YAMLError as error:
        return (_syntax(error, text, path, offset),)
    except _Refused as refused:
        return (refused.finding,)
    if found:
        return tuple(found)
    if node is None:
        return Mapping((), Location(path, first_line, 1))
    if not isinstance(node, Mapping):
        return (
            Diagnostic(
                node.at,
                Code.YAML_SYNTAX,
                say("here stands {text}, where keys and values are wanted", text=shown(node)),
                say("write one `key: value` a line"),
            ),
        )
    return node


def _events(text: str) -> Iterator[events.Event]:
    iterator: Iterator[events.Event] = yaml.parse(text, Loader=_Loader)
    return iterator


def _compose(
    stream: Iterator[events.Event], path: str, offset: int, found: list[Diagnostic]
) -> Node | None:
    root: Node | None = None
    for event in stream:
        if isinstance(event, events.DocumentStartEvent):
            if root is not None:
                raise _Refused(
                    Diagnostic(
                        _place(event, path, offset),
                        Code.YAML_FEATURE,
                        say("a second YAML document starts here"),
                        say("keep one document; remove this `---`"),
                    )
                )
        elif isinstance(event, events.NodeEvent):
            root = _node(event, stream, path, offset, found, 1)
    return root


def _node(
    event: events.Event,
    stream: Iterator[events.Event],
    path: str,
    offset: int,
    found: list[Diagnostic],
    depth: int,
) -> Node:
    at = _place(event, path, offset)
    _refuse_features(event, at)
    if depth > DEPTH:
        raise _Refused(
            Diagnostic(at, Code.TOO_DEEP, say("nested more than {limit} levels deep", limit=DEPTH))
        )
    if isinstance(event, events.ScalarEvent):
        return Scalar(event.value, at, quoted=event.style not in (None, ""))
    if isinstance(event, events.SequenceStartEvent):
        items = []
        for item in stream:
            if isinstance(item, events.SequenceEndEvent):
                break
            items.append(_node(item, stream, path, offset, found, depth + 1))
        return Listing(tuple(items), at)
    flow = bool(getattr(event, "flow_style", False))
    entries: list[tuple[Scalar, Node]] = []
    seen: dict[str, Location] = {}
    for item in stream:
        if isinstance(item, events.MappingEndEvent):
            break
        key = _node(item, stream, path, offset, found, depth + 1)
        value = _node(next(stream), stream, path, offset, found, depth + 1)
        if not isinstance(key, Scalar):
            raise _Refused(
                Diagnostic(
                    key.at,
                    Code.YAML_SYNTAX,
                    say("a key is a list or a mapping"),
                    say("put the text in quotes; a placeholder such as ${{…}} needs them here"),
                )
            )
        if key.text == "<<" and not key.quoted:
            raise _Refused(
                Diagnostic(
                    key.at,
                    Code.YAML_FEATURE,
                    say("merge keys are not allowed"),
                    say("write the values out"),
                )
            )
        if key.text in seen:
            found.append(
                Diagnostic(
                    key.at,
                    Code.DUPLICATE_KEY,
                    say(
                        "`{key}` stands here and in line {line}",
                        key=key.text,
                        line=seen[key.text].line,
                    ),
                    say("keep one of them"),
                )
            )
        seen.setdefault(key.text, key.at)
        entries.append((key, value))
    return Mapping(tuple(entries), at, flow)


def _refuse_features(event: events.Event, at: Location) -> None:
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    if anchor:
        message = say("aliases are not allowed (`&{name}` or `*{name}`)", name=anchor)
        hint = say("write the value out, or put the text in quotes")
    elif tag:
        message = say("tags are not allowed (`{name}`)", name=tag)
        hint = say("write the value without it; types are known from the key")
    else:
        return
    raise _Refused(Diagnostic(at, Code.YAML_FEATURE, message, hint))


def _place(event: events.Event, path: str, offset: int) -> Location:
    mark = event.start_mark
    assert mark is not None, "every event of the parser has a place"
    return Location(path, mark.line + 1 + offset, mark.column + 1)


def _syntax(error: yaml.YAMLError, text: str, path: str, offset: int) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1) if mark else 0
    column = mark.column if mark else 0
    problem, hint = _reason(error, lines, line, column, offset)
    return Diagnostic(
        Location(path, line + 1 + offset, column + 1),
        Code.YAML_SYNTAX,
        say("YAML cannot be read here: {problem}", problem=problem),
        hint,
    )


def _reason(
    error: yaml.YAMLError, lines: list[str], line: int, column: int, offset: int
) -> tuple[Message | str, Message]:
    """What an author sees there, and what to do; in the library's words where nothing fits."""
    problem = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", "") or "")
    opened = getattr(error, "context_mark", None)
    before = lines[: line + 1]
    if any("\t" in _margin(part) for part in before):
        return say("a tab stands at the beginning of a line"), say(
            "indent with spaces; YAML does not take tabs"
        )
    if "quoted scalar" in context and opened:
        return say(
            "the quotation mark of line {line} is never closed", line=opened.line + 1 + offset
        ), say("close it at the end of the text")
    above = next((n for n in range(line - 1, -1, -1) if lines[n].strip()), line)
    for number in (line, above):
        shown = number + 1 + offset
        if _WIDE_COLON.match(lines[number]):
            return say("line {line} has a full-width `：`", line=shown), say(
                "write a half-width `:` and a space"
            )
        if _NO_SPACE.match(lines[number]):
            return say("line {line} has a `:` without a space after it", line=shown), say(
                "put a space after the `:`"
            )
    key, _, _ = lines[line].partition(":")
    if column <= len(key) and _KEY.fullmatch(key) and _key_at(key) != _key_at(lines[above]):
        return say(
            "line {line} begins in another column than line {above}",
            line=line + 1 + offset,
            above=above + 1 + offset,
        ), say("let keys that belong together begin in the same column")
    if "mapping values" in problem:
        return say("one colon too many"), say("a `: ` inside a text needs quotes around the text")
    if (quoted := _QUOTED.match(lines[line])) and column >= quoted.end():
        return say("the quoted text ends before this place"), say(
            "let the quotation marks stand around the whole text, and write “ ” ‘ ’ or 「」 inside"
        )
    if "flow" in context:
        return problem, (
            say("quote the placeholder: inside {{…}} and […] its braces are read as YAML")
            if "${" in lines[line]
            else say("inside {{…}} and […] a text with a comma needs quotes, and each one its end")
        )
    if lines[line].lstrip().startswith(("*", "&", "!", "%", "@", "`")):
        return problem, say("put the text in quotes")
    return problem, say(
        "compare with the lines above; quote texts that hold signs such as : # {{ ["
    )


_KEY = re.compile(r" *(?:- +)?[A-Za-z0-9_]+ *")
_WIDE_COLON = re.compile(r" *(?:- +)?[A-Za-z0-9_]+\s*：")
_QUOTED = re.compile(r""" *(?:- +)?[A-Za-z0-9_]+: +["']""")
_NO_SPACE = re.compile(r" *(?:- +)?[A-Za-z0-9_]+:[^\s/]")


def _margin(line: str) -> str:
    """The blanks at the beginning of a line."""
    return line[: len(line) - len(line.lstrip())]


def _key_at(line: str) -> int:
    """The column in which the key of a line begins; the dash of an item stands before it."""
    return len(line) - len(line.lstrip(" -"))


def plain(node: Node) -> Plain:
    """What a node says."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return tuple(plain(item) for item in node.items)
    return {key.text: plain(value) for key, value in node.entries}


def to_yaml(keys: Keyed[str, Plain], indent: str = "") -> str:
    """Keys and values, one a line, in their order; `read_yaml` reads the same back.

    The same value gives the same text. Empty lists and mappings are left out.
    """
    lines = []
    for key, value in keys.items():
        if isinstance(value, str):
            lines.append(f"{indent}{key}: {_scalar(value)}\n")
        elif isinstance(value, tuple) and value:
            lines.append(f"{indent}{key}:\n")
            lines += [_item(item, indent) for item in value]
        elif value:
            assert not isinstance(value, tuple)
            lines.append(f"{indent}{key}:\n{to_yaml(value, indent + '  ')}")
    return "".join(lines)


def _item(value: Plain, indent: str) -> str:
    if isinstance(value, str):
        return f"{indent}- {_scalar(value)}\n"
    assert not isinstance(value, tuple), "no list stands directly in another one"
    return f"{indent}- {to_yaml(value, indent + '  ').removeprefix(indent + '  ')}"


def _scalar(text: str) -> str:
    return text if _UNQUOTED.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def shown(node: Node) -> Message:
    """A short form of a value for messages."""
    if isinstance(node, Scalar):
        text = node.text if len(node.text) <= 40 else node.text[:39] + "…"
        return say("“{text}”", text=text) if text else say("nothing")
    return say("a list") if isinstance(node, Listing) else say("keys and values")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be."""
    matches = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return matches[0] if matches else None


def did_you_mean(word: str, known: Iterable[str]) -> Message:
    """A hint with the nearest known word, or with all of them."""
    names = sorted(known)
    best = nearest(word, names)
    if best:
        return say("did you mean `{name}`?", name=best)
    if names:
        return say("known here: {names}", names=", ".join(names))
    return say("none is known here")


class Fields:
    """Takes one mapping apart by its schema, and collects what does not fit.

    `known` is the schema: no other key can be asked for, and `finish` reports the others.
    """

    def __init__(self, mapping: Mapping, known: Iterable[str], found: list[Diagnostic]) -> None:
        self.at = mapping.at
        self._known = frozenset(known)
        self._flow = mapping.flow
        self._nodes = {key.text: (key, node) for key, node in mapping.entries}
        self._asked: set[str] = set()
        self.found = found

    def __contains__(self, key: str) -> bool:
        return key in self._nodes

    def keys(self) -> Iterator[Scalar]:
        """The keys as written."""
        return (key for key, _ in self._nodes.values())

    def node(self, key: str, *, required: bool = False) -> Node | None:
        """The value under `key`; a missing or empty one is reported where it is required."""
        assert key in self._known, f"`{key}` is not in the schema"
        self._asked.add(key)
        if key not in self._nodes:
            if required:
                self.report(
                    self.at,
                    Code.MISSING_FIELD,
                    say("`{key}` is missing", key=key),
                    say("add a line `{key}: …`", key=key),
                )
            return None
        return self._nodes[key][1]

    def place(self, key: str) -> Location:
        """Where the value of `key` stands, or the mapping, where there is none."""
        return self._nodes[key][1].at if key in self._nodes else self.at

    def scalar(self, key: str, *, required: bool = False) -> Scalar | None:
        """A scalar that says something."""
        node = self.node(key, required=required)
        if node is None:
            return None
        if not isinstance(node, Scalar) or node.says_nothing or not node.text.strip():
            self.report(
                node.at,
                Code.WRONG_TYPE,
                say("`{key}` must be text, and {text} stands here", key=key, text=shown(node)),
                say("write `{key}: …` with the text in quotes", key=key),
            )
            return None
        return node

    def flag(self, key: str) -> bool | None:
        """``true`` or ``false``, or None where the key is missing."""
        scalar = self.scalar(key)
        if scalar is None:
            return None
        if scalar.quoted or scalar.text not in {"true", "false"}:
            self.report(
                scalar.at,
                Code.WRONG_TYPE,
                say("`{key}` is {text}", key=key, text=shown(scalar)),
                say("write `true` or `false`"),
            )
            return None
        return scalar.text == "true"

    def listing(self, key: str) -> tuple[Node, ...]:
        """The items of a list; a single value counts as a list of one."""
        node = self.node(key)
        if node is None:
            return ()
        return node.items if isinstance(node, Listing) else (node,)

    def words(self, key: str) -> tuple[Scalar, ...]:
        """A list of scalars."""
        words = []
        for node in self.listing(key):
            if isinstance(node, Scalar) and not node.says_nothing:
                words.append(node)
            else:
                self.report(
                    node.at,
                    Code.WRONG_TYPE,
                    say("`{key}` takes words, and {text} stands here", key=key, text=shown(node)),
                )
        return tuple(words)

    def localized(
        self, key: str, languages: tuple[str, ...], *, required: bool = False
    ) -> Localized | None:
        """One text for all languages, or one a language with the authoritative one among them."""
        node = self.node(key, required=required)
        if node is None or not languages:
            return None
        if isinstance(node, Scalar):
            scalar = self.scalar(key)
            return (
                Localized(dict.fromkeys(languages, scalar.text), languages[0]) if scalar else None
            )
        if not isinstance(node, Mapping):
            self.report(
                node.at,
                Code.WRONG_TYPE,
                say("`{key}` must be text, and {text} stands here", key=key, text=shown(node)),
                say("write one text, or one a language: {{ja: …, en: …}}"),
            )
            return None
        inner = Fields(node, languages, self.found)
        texts = {
            language: scalar.text
            for language in languages
            if (scalar := inner.scalar(language, required=language == languages[0]))
        }
        inner.finish()
        return Localized(texts, languages[0]) if languages[0] in texts else None

    def report(
        self, at: Location, code: Code, message: Message, hint: Message | None = None
    ) -> None:
        """Note a finding."""
        self.found.append(Diagnostic(at, code, message, hint))

    def finish(self) -> None:
        """Report every key that the schema does not know."""
        assert self._asked == self._known, "what may be written and is not read would be lost"
        for text, (key, node) in self._nodes.items():
            if text in self._known:
                continue
            cut_text = self._flow and isinstance(node, Scalar) and node.says_nothing
            self.report(
                key.at,
                Code.UNKNOWN_KEY,
                say("`{key}` is not a key that is known here", key=text),
                say("a comma inside {{…}} ends a text; put the whole text in quotes")
                if cut_text
                else did_you_mean(text, self._known),
            )
