"""Two versions of a text  ->  what was deleted and what was inserted, as a reader would mark it.

The smallest difference is not the best to read. First the paragraphs that correspond are found,
then the sentences in them, then their phrases, words and figures (`phrases`). What stays the same
between two changes has to be worth reading; otherwise the two are shown as one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum, unique
from itertools import groupby
from typing import NamedTuple


@unique
class Change(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    DELETED = "deleted"
    INSERTED = "inserted"


class Piece(NamedTuple):
    """A stretch of text, never empty, and what became of it."""

    change: Change
    text: str


_MOST_BY_WORD = 200_000
"""Characters, before and after together, of sentences that changed. Where more did, each of them
is shown as a whole: comparing these by words takes about two seconds."""

_MOST_BY_SENTENCE = 4_000_000
"""Characters of a paragraph, before and after, above which its sentences are not compared."""

_MOST_CELLS = 60_000
"""The product of the units of two sentences above which they are shown as wholes."""

_MOST_LIKENING = 200_000
"""Characters that may be looked at to find which of a group of sentences, or paragraphs, come
from which. In larger groups those are paired that begin alike, or end alike."""


def difference(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of one paragraph: same and deleted ones are `before`, same and inserted ones
    `after`.

    No two neighbours are of one kind, and what was deleted stands before what came in its place.
    Two empty texts have no pieces.
    """
    stretches = _stretches(before, after)
    return _pieces(stretches, by_word=_is_short([stretches]))


def paragraphs(before: Sequence[str], after: Sequence[str]) -> tuple[tuple[Piece, ...], ...]:
    """The pieces of each paragraph, in the order of reading.

    A paragraph that changed is compared with the one that it comes from. One that was deleted
    stands where it stood, before any that came in its place.
    """
    pairs = [
        _stretches("".join(old), "".join(new)) for old, new in _counterparts(before, after, most=1)
    ]
    by_word = _is_short(pairs)
    return tuple(_pieces(stretches, by_word=by_word) for stretches in pairs)


class _Stretch(NamedTuple):
    """Text that is the same in both versions, or differs; one side may be empty."""

    before: str
    after: str

    @property
    def same(self) -> bool:
        return self.before == self.after


def _stretches(before: str, after: str) -> list[_Stretch]:
    """The sentences of a paragraph with those that they have become."""
    if before == after or not before or not after:
        return [_Stretch(before, after)]
    if len(before) + len(after) > _MOST_BY_SENTENCE:
        return [_Stretch(before, ""), _Stretch("", after)]
    return [
        _Stretch("".join(old), "".join(new))
        for old, new in _counterparts(_sentences(before), _sentences(after), most=_MOST_JOINED)
    ]


def _is_short(texts: Iterable[Iterable[_Stretch]]) -> bool:
    """Whether there is time to compare by words."""
    changed = (
        len(stretch.before) + len(stretch.after)
        for stretches in texts
        for stretch in stretches
        if stretch.before and stretch.after and not stretch.same
    )
    return sum(changed) <= _MOST_BY_WORD


def _pieces(stretches: Iterable[_Stretch], *, by_word: bool) -> tuple[Piece, ...]:
    parts: list[_Stretch] = []
    for stretch in stretches:
        if stretch.same or not stretch.before or not stretch.after:
            parts.append(stretch)
        else:
            parts.extend(_by_word(*stretch) if by_word else _as_wholes(*stretch))
    return tuple(_as_pieces(_without_crumbs(list(_joined(parts)))))


_CRUMB = re.compile(r"[\W_]*")


def _without_crumbs(parts: list[_Stretch]) -> Iterator[_Stretch]:
    """The parts, with signs and white space that stay between two changes as part of these."""
    for index, part in enumerate(parts):
        inside = 0 < index < len(parts) - 1
        if part.same and inside and _CRUMB.fullmatch(part.before):
            yield _Stretch(part.before, "")
            yield _Stretch("", part.after)
        else:
            yield part


def _joined(parts: Iterable[_Stretch]) -> Iterator[_Stretch]:
    for _, run in groupby(parts, key=lambda part: part.same):
        both = list(run)
        yield _Stretch("".join(part.before for part in both), "".join(part.after for part in both))


def _as_pieces(parts: Iterable[_Stretch]) -> Iterator[Piece]:
    # Joined once more: changes that meet may come to nothing, as where a sentence returns.
    for part in _joined(list(_joined(parts))):
        if part.same:
            if part.before:
                yield Piece(Change.SAME, part.before)
            continue
        if part.before:
            yield Piece(Change.DELETED, part.before)
        if part.after:
            yield Piece(Change.INSERTED, part.after)


# ------------------------------------------------------------------ sentences

_SENTENCE_END = re.compile(
    # What stands in brackets belongs to the sentence around it.
    r"「[^「」]{0,1000}」|『[^『』]{0,1000}』|（[^（）]{0,1000}）|“[^“”]{0,1000}”"
    r"|\([^()]{0,1000}\)"
    r"|(?P<ja>[。！？]+[」』）”]*\s*)"
    r"|(?P<en>[.!?…]+[\"'”’)\]]*\s+)(?=[\"'“‘(\[¿¡«„]*[^\W_a-zß-ÿ])"
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:[^\W\d_]|[0-9]{1,2}|mrs?|ms|dr|prof|st|nos?|nr|art|abs|co|ltd|inc|corp|vs|bzw|ca|inkl"
    r"|tel|approx|jan|feb|mar|apr|aug|sept?|oct|nov|dec))\Z",
    re.IGNORECASE,
)
"""What a full stop may follow without an end: in German, that of `4. April`, too."""


def _sentences(text: str) -> list[str]:
    """The sentences, each with the white space that follows it."""
    found = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        is_end = match["ja"] or (
            match["en"]
            and not _ABBREVIATION.search(text[max(start, match.start() - 8) : match.start()])
        )
        if is_end:
            found.append(text[start : match.end()])
            start = match.end()
    return [*found, text[start:]] if start < len(text) else found


# ------------------------------------------------------------------ which comes from which

_MOST_JOINED = 3
"""As many sentences may have become one, or come of one."""

_UNLIKE = 0.3
"""What a feature that has no counterpart takes from the likeness that one with a counterpart gives.
Two texts correspond where at least 2u / (1 + 2u) of both is alike: three eighths."""

_JOIN = 0.3
"""How much of a further sentence has to be found in the other text, beyond that, to join it."""


def _counterparts(
    before: Sequence[str], after: Sequence[str], *, most: int
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Which texts have become which, in order; one side is empty where there is no counterpart.

    Up to `most` texts on one side belong to one on the other.
    """
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        yield before[start : start + 1], after[start : start + 1]
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    yield from _likest(
        before[start : len(before) - end], after[start : len(after) - end], most=most
    )
    for text in before[len(before) - end :]:
        yield (text,), (text,)


def _likest(
    before: Sequence[str], after: Sequence[str], *, most: int
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    looks = sum(map(len, before)) * len(after) + sum(map(len, after)) * len(before)
    if before and after and looks > _MOST_LIKENING:
        if len(before) == len(after) == 1:
            yield before, after
            return
        for key in _KEYS:
            if anchors := _anchors([key(text) for text in before], [key(text) for text in after]):
                yield from _between(before, after, anchors, most=most)
                return
        blocks = []
    else:
        blocks = _blocks(
            [_features(text) for text in before], [_features(text) for text in after], most
        )
    i = j = 0
    for block in blocks:
        yield from _unpaired(before[i : block.i0], after[j : block.j0])
        yield before[block.i0 : block.i1], after[block.j0 : block.j1]
        i, j = block.i1, block.j1
    yield from _unpaired(before[i:], after[j:])
