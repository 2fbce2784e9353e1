"""What all items of `changes` have in common, wherever they stand: a moment and a kind.

Moments are still words here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.markdown.leftovers import left_over, left_over_finding
from noticegen.notes import ChangeKind
from noticegen.yamlfile import Fields, Mapping, Node, Scalar, did_you_mean, shown

NOTE_CHARACTERS = 1000

NOTE_KEYS = ("at", "with", "kind", "note")
"""What every item of `changes` may say."""


class When(NamedTuple):
    """What `at` or `with` says."""

    scalar: Scalar
    is_with: bool
    """Whether it is the name of an update."""

    @property
    def update(self) -> str | None:
        """The update that is named."""
        return self.scalar.text if self.is_with else None


def items(nodes: Iterable[Node], known: Iterable[str], found: list[Diagnostic]) -> Iterator[Fields]:
    """The items of `changes` that are keys and values; others are reported."""
    for node in nodes:
        if isinstance(node, Mapping):
            yield Fields(node, known, found)
            continue
        found.append(
            Diagnostic(
                node.at,
                Code.WRONG_TYPE,
                say(
                    "`changes` takes items with at or with, kind and note; {text} stands here",
                    text=shown(node),
                ),
                say("write - {{at: 2026-04-22 10:00, kind: correction, note: …}}"),
            )
        )


def read_when(fields: Fields) -> When | None:
    """What `at` or `with` says; both, or neither, is reported."""
    at, with_ = fields.scalar("at"), fields.scalar("with")
    if at and with_:
        fields.report(
            with_.at,
            Code.SAID_DIFFERENTLY,
            say("both `at` and `with` say when this became public"),
            say("keep one of them"),
        )
        return None
    if with_:
        return When(with_, True)
    if at:
        return When(at, False)
    if "at" not in fields and "with" not in fields:
        fields.report(
            fields.at,
            Code.MISSING_FIELD,
            say("the item says neither `at` nor `with`"),
            say("add `with: <update>`, or `at:` and the moment at which it became public"),
        )
    return None


def read_kind(fields: Fields) -> ChangeKind | None:
    """The word under `kind`."""
    kind = fields.scalar("kind", required=True)
    if kind is None:
        return None
    if kind.text not in set(map(str, ChangeKind)):
        fields.report(
            kind.at,
            Code.UNKNOWN_VALUE,
            say("there is no kind “{kind}” of change", kind=kind.text),
            did_you_mean(kind.text, ChangeKind),
        )
        return None
    return ChangeKind(kind.text)


def hold_plain(text: str, key: str, limit: int, at: Location, found: list[Diagnostic]) -> None:
    """Report a text for readers that is too long, or that still has a word of its skeleton."""
    if len(text) > limit:
        found.append(
            Diagnostic(
                at,
                Code.TOO_LONG,
                say(
                    "`{key}` has {length} characters; the limit is {limit}",
                    key=key,
                    length=len(text),
                    limit=limit,
                ),
                say("shorten it; details belong into the text"),
            )
        )
    if word := left_over(text):
        found.append(left_over_finding(word, at))
