"""Two versions of a text  ->  what was deleted and what was inserted, as a reader would mark it.

The smallest difference is not the best to read. First the paragraphs that correspond are found,
then the sentences in them, then their phrases, words and figures (`phrases`). What stays the same
between two changes has to be worth reading; otherwise the two are shown as one.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum, unique
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from noticegen.phrases import units


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
from which. In larger groups those are paired that stand at the same place."""


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
    """Between two stretches that stay, what was deleted, and then what was inserted."""
    settled = list(_joined(part for part in parts if part.before or part.after))
    # Changes that meet may come to nothing, and then what stays around them is one.
    while len(settled) != len(settled := list(_joined(settled))):
        pass
    for part in settled:
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

_UNLIKE = 0.4
"""What a feature without a counterpart counts against one that has one. Two texts correspond
where more than u / (1 + u) of them is alike: two sevenths."""

_JOIN = 0.4
"""How much of a further sentence has to be found in the other text, on top of that, to join it."""


class _Block(NamedTuple):
    """A range of texts that corresponds to a range of others."""

    i0: int
    i1: int
    j0: int
    j1: int


_Pair = tuple[Sequence[str], Sequence[str]]


def _counterparts(before: Sequence[str], after: Sequence[str], *, most: int) -> Iterator[_Pair]:
    """Which texts have become which, in order; one side is empty where there is no counterpart.

    Up to `most` texts on one side belong to one on the other.
    """
    shorter = min(len(before), len(after))
    start = 0
    while start < shorter and before[start] == after[start]:
        yield (before[start],), (after[start],)
        start += 1
    end = 0
    while end < shorter - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    looks = len(new) * sum(map(len, old)) + len(old) * sum(map(len, new))
    if not old or not new:
        yield from _apart(old, new)
    elif len(old) == len(new) == 1 and most > 1:
        yield old, new
    elif looks <= _MOST_LIKENING or len(old) == len(new) == 1:
        yield from _in_order(old, new, _likest(old, new, most))
    else:
        yield from _around_anchors(old, new, most)
    for text in before[len(before) - end :]:
        yield (text,), (text,)


def _apart(before: Sequence[str], after: Sequence[str]) -> Iterator[_Pair]:
    yield from (((text,), ()) for text in before)
    yield from (((), (text,)) for text in after)


def _in_order(
    before: Sequence[str], after: Sequence[str], blocks: Iterable[_Block]
) -> Iterator[_Pair]:
    i = j = 0
    for block in blocks:
        yield from _apart(before[i : block.i0], after[j : block.j0])
        yield before[block.i0 : block.i1], after[block.j0 : block.j1]
        i, j = block.i1, block.j1
    yield from _apart(before[i:], after[j:])


def _likest(before: Sequence[str], after: Sequence[str], most: int) -> list[_Block]:
    """The blocks, in order, that have the most in common."""
    old, new = [_features(text) for text in before], [_features(text) for text in after]
    shapes = [(1, 1)]
    shapes += [(1, n) for n in range(2, most + 1)] + [(n, 1) for n in range(2, most + 1)]
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    last: dict[tuple[int, int], _Block] = {}
    for i in range(1, len(before) + 1):
        for j in range(1, len(after) + 1):
            score = max(best[i - 1][j], best[i][j - 1])
            for p, q in shapes:
                if p > i or q > j:
                    continue
                likeness = best[i - p][j - q] + _likeness(old[i - p : i], new[j - q : j])
                if likeness > score:
                    score = likeness
                    last[i, j] = _Block(i - p, i, j - q, j)
            best[i][j] = score
    blocks = []
    i, j = len(before), len(after)
    while i and j:
        if block := last.get((i, j)):
            blocks.append(block)
            i, j = block.i0, block.j0
        elif best[i][j] == best[i - 1][j]:
            i -= 1
        else:
            j -= 1
    return blocks[::-1]


def _likeness(before: Sequence[Counter[str]], after: Sequence[Counter[str]]) -> float:
    """Positive where the texts with these features belong together."""
    old, new = sum(before, Counter()), sum(after, Counter())
    few, many = sorted((old, new), key=len)
    common = 2 * sum(min(count, many[feature]) for feature, count in few.items())
    joined = [features.total() for features in (before if len(before) > 1 else after)]
    further = sum(joined) - max(joined)
    return common - _UNLIKE * (old.total() + new.total() - common) - _JOIN * further


_FEATURE = re.compile(r"[0-9０-９.,:]+|[^\W\u3005-\uffef]+|[\u3005-\uffef]")


def _features(text: str) -> Counter[str]:
    """What a text can be known by: words, weighed by their letters, and pairs of Japanese signs.

    Pairs of hiragana count least, for they are mostly grammar.
    """
    features: Counter[str] = Counter()
    signs = ""
    for match in _FEATURE.finditer(text):
        word = match.group()
        if len(word) == 1 and word >= "\u3005":
            if not _HIRAGANA.fullmatch(pair := signs[-1:] + word):
                features[pair] += 2
            else:
                features[pair] += 1
            signs = word
        else:
            signs = ""
            features[word] += 2 if word[0].isdigit() else min(len(word), 8)
    return features


_HIRAGANA = re.compile("[ぁ-ゖー]+")


def _around_anchors(before: Sequence[str], after: Sequence[str], most: int) -> Iterator[_Pair]:
    """The counterparts in groups that are too large to compare each text with each other.

    Texts are paired that one thing tells from all others of their group, and between these pairs
    the groups are smaller. Where there are none, nothing corresponds.
    """
    for key in _KEYS:
        anchors = _anchors(list(map(key, before)), list(map(key, after)))
        if not anchors:
            continue
        i = j = 0
        for at_i, at_j in anchors:
            yield from _counterparts(before[i:at_i], after[j:at_j], most=most)
            yield before[at_i : at_i + 1], after[at_j : at_j + 1]
            i, j = at_i + 1, at_j + 1
        yield from _counterparts(before[i:], after[j:], most=most)
        return
    yield from _apart(before, after)


_KEYS: tuple[Callable[[str], str], ...] = (
    str.strip,
    lambda text: re.sub(r"[0-9０-９.,]+", "0", text.strip()),
    lambda text: text.strip()[:16],
    lambda text: text.strip()[-16:],
)


def _anchors(before: list[str], after: list[str]) -> list[tuple[int, int]]:
    """The longest row of pairs, in order, of what stands once in each."""
    old, new = Counter(before), Counter(after)
    places = {key: j for j, key in enumerate(after) if new[key] == 1}
    tails: list[int] = []  # the smallest end of a row of each length
    ends: list[int] = []  # the index of the pair that has that end
    pairs: list[tuple[int, int]] = []
    links: list[int] = []
    for i, key in enumerate(before):
        if old[key] != 1 or key not in places:
            continue
        j = places[key]
        length = bisect_left(tails, j)
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [len(pairs)]
        links.append(ends[length - 1] if length else -1)
        pairs.append((i, j))
    row = []
    index = ends[-1] if ends else -1
    while index >= 0:
        row.append(pairs[index])
        index = links[index]
    return row[::-1]


# ------------------------------------------------------------------ words

_WORTH_READING = 20
"""What has to stay the same between two changes, in quarters of a hiragana, to be shown so."""

_WORTH_SHARE = 0.25
"""And as a share of the smaller one of the two changes."""

_LEAST_SHARE = 0.16
"""The share of two sentences that has to be the same for one change in them to be marked."""

_SHARE_PER_CHANGE = 0.08
"""What has to be the same in addition for each further one, up to a half."""


def _as_wholes(before: str, after: str) -> list[_Stretch]:
    """The sentences as changed, without the white space behind that both have."""
    kept = 0
    while kept < min(len(before), len(after)) and before[-1 - kept] == after[-1 - kept]:
        if not before[-1 - kept].isspace():
            break
        kept += 1
    end = before[len(before) - kept :]
    return [
        _Stretch(before[: len(before) - kept], ""),
        _Stretch("", after[: len(after) - kept]),
        _Stretch(end, end),
    ]


def _by_word(before: str, after: str) -> list[_Stretch]:
    """What changed in sentences that correspond, by phrases and words."""
    old, new = units(before), units(after)
    blocks = _changes(old, new)
    if blocks is None:
        return _as_wholes(before, after)
    blocks = _merged(old, new, list(_slid(old, new, _merged(old, new, blocks))))
    blocks = _merged(old, new, list(_closed(old, new, blocks)))
    if not _is_worth_marking(old, new, blocks):
        return _as_wholes(before, after)
    parts = []
    i = 0
    for block in blocks:
        parts.append(_Stretch(*["".join(old[i : block.i0])] * 2))
        parts.append(_Stretch("".join(old[block.i0 : block.i1]), ""))
        parts.append(_Stretch("", "".join(new[block.j0 : block.j1])))
        i = block.i1
    parts.append(_Stretch(*["".join(old[i:])] * 2))
    return [part for part in parts if part.before or part.after]


def _changes(old: Sequence[str], new: Sequence[str]) -> list[_Block] | None:
    """The ranges of units that changed; None where there are too many to compare.

    Of all ways to align the two, the one that leaves most the same, where each stretch of
    sameness between two changes costs what makes it worth reading.
    """
    shorter = min(len(old), len(new))
    start = 0
    while start < shorter and old[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and old[-1 - end] == new[-1 - end]:
        end += 1
    i1, j1 = len(old) - end, len(new) - end
    if (i1 - start) * (j1 - start) > _MOST_CELLS:
        return None
    blocks = []
    i, j = start, start
    for at_i, at_j, length in _islands(old[start:i1], new[start:j1]):
        blocks.append(_Block(i, start + at_i, j, start + at_j))
        i, j = start + at_i + length, start + at_j + length
    blocks.append(_Block(i, i1, j, j1))
    return blocks


def _islands(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Where, in both, and for how many units the two are the same."""
    weights = [_weight(unit) for unit in old]
    wide = len(new) + 1
    nothing = -1 << 30
    # Best sums at each place: after a change, and after a unit that is the same.
    changed = [[0] * wide]
    same = [[nothing] * wide]
    for unit, weight in zip(old, weights, strict=True):
        above, above_same = changed[-1], same[-1]
        row, row_same = [0] * wide, [nothing] * wide
        left = 0
        left_same = nothing
        for j, other in enumerate(new, start=1):
            if unit == other:
                run, begun = above_same[j - 1], above[j - 1] - _WORTH_READING
                left_after = weight + (run if run >= begun else begun)
            else:
                left_after = nothing
            best = max(above[j], left, above_same[j], left_same)
            row[j] = left = best
            row_same[j] = left_same = left_after
        changed.append(row)
        same.append(row_same)
    islands: list[tuple[int, int, int]] = []
    i, j, in_run = len(old), len(new), False
    if same[i][j] > changed[i][j]:
        in_run = True
    length = 0
    while i and j:
        if in_run:
            i, j, length = i - 1, j - 1, length + 1
            if same[i][j] < changed[i][j] - _WORTH_READING:
                islands.append((i, j, length))
                in_run, length = False, 0
        elif changed[i][j] == same[i - 1][j]:
            i, in_run = i - 1, True
        elif changed[i][j] == same[i][j - 1]:
            j, in_run = j - 1, True
        elif changed[i][j] == changed[i - 1][j]:
            i -= 1
        else:
            j -= 1
    if in_run:
        islands.append((i, j, length))
    return islands[::-1]


@lru_cache(maxsize=4096)
def _weight(unit: str) -> int:
    """How much a unit has to say: a kanji twice what a kana has, a figure as much as a kanji, a
    word as its letters but two, and signs and white space next to nothing."""
    if unit[0].isdigit():
        return 8
    if _CRUMB.fullmatch(unit):
        return 1
    if _FEATURE.match(unit) and unit[0] < "\u3005":
        return 4 * min(max(len(unit) - 2, 1), 8)
    return sum(4 if _HIRAGANA.match(sign) else 8 for sign in unit)


def _weigh(units: Iterable[str]) -> int:
    return sum(map(_weight, units))


def _merged(old: Sequence[str], new: Sequence[str], blocks: Iterable[_Block]) -> list[_Block]:
    """The changes, those joined between which too little is left the same."""
    merged: list[_Block] = []
    for block in blocks:
        merged.append(block)
        while len(merged) > 1 and not _is_worth_reading(old, new, merged[-2], merged[-1]):
            last = merged.pop()
            merged[-1] = _Block(merged[-1].i0, last.i1, merged[-1].j0, last.j1)
    return merged


def _is_worth_reading(
    old: Sequence[str], new: Sequence[str], before: _Block, after: _Block
) -> bool:
    """Whether what stays the same between two changes is worth it."""
    island = _weigh(old[before.i1 : after.i0])
    least = min(_size(old, new, before), _size(old, new, after))
    return island >= max(_WORTH_READING, _WORTH_SHARE * least)


def _size(old: Sequence[str], new: Sequence[str], block: _Block) -> int:
    return max(_weigh(old[block.i0 : block.i1]), _weigh(new[block.j0 : block.j1]))


def _is_worth_marking(old: Sequence[str], new: Sequence[str], blocks: Sequence[_Block]) -> bool:
    """Whether enough of two sentences is the same."""
    deleted = sum(_weigh(old[block.i0 : block.i1]) for block in blocks)
    inserted = sum(_weigh(new[block.j0 : block.j1]) for block in blocks)
    same = _weigh(old) - deleted
    share = same / max(same + max(deleted, inserted), 1)
    return share >= min(_LEAST_SHARE + _SHARE_PER_CHANGE * (len(blocks) - 1), 0.5)


def _slid(old: Sequence[str], new: Sequence[str], blocks: Sequence[_Block]) -> Iterator[_Block]:
    """The changes, each that only deletes or only inserts where it reads best.

    Of `氏名、{住所、}電話番号` and `氏名{、住所}、電話番号` the first is how one would say it.
    """
    for index, block in enumerate(blocks):
        if block.i0 < block.i1 and block.j0 < block.j1:
            yield block
            continue
        text, start, end = (
            (old, block.i0, block.i1) if block.i0 < block.i1 else (new, block.j0, block.j1)
        )
        room_left = block.i0 - (blocks[index - 1].i1 if index else 0)
        room_right = (blocks[index + 1].i0 if index + 1 < len(blocks) else len(old)) - block.i1
        shifts = [0]
        while (
            -shifts[-1] < room_left and text[start + shifts[-1] - 1] == text[end + shifts[-1] - 1]
        ):
            shifts.append(shifts[-1] - 1)
        shifts.reverse()
        while shifts[-1] < room_right and text[start + shifts[-1]] == text[end + shifts[-1]]:
            shifts.append(shifts[-1] + 1)
        best = max(shifts, key=lambda by: _reads_well(text, start + by, end + by))
        yield _Block(*(place + best for place in block))


def _reads_well(text: Sequence[str], start: int, end: int) -> int:
    """How well a range can be taken out of a text."""
    before = text[start - 1][-1] if start else "。"
    score = 0
    if before in "。！？.!?":
        score += 3
    elif _CRUMB.fullmatch(before) and before not in _CLOSING:
        score += 2
    if not any(_open(text[start:end])):
        score += 4
    return score


_CLOSING = {
    "（": "）",
    "「": "」",
    "『": "』",
    "(": ")",
    "[": "]",
    "【": "】",
    "“": "”",
    "„": "“",
    "«": "»",
}


def _open(units: Iterable[str]) -> tuple[int, int]:
    """How many brackets a range closes that it does not open, and opens that it does not close."""
    closed = 0
    waiting: list[str] = []
    for unit in units:
        if waiting and unit == waiting[-1]:
            waiting.pop()
        elif unit in _CLOSING:
            waiting.append(_CLOSING[unit])
        elif unit in _CLOSING.values():
            closed += 1
    return closed, len(waiting)


def _closed(old: Sequence[str], new: Sequence[str], blocks: Sequence[_Block]) -> Iterator[_Block]:
    """The changes, each that has one of a pair of brackets with the other beside it."""
    least = 0
    for index, (i0, i1, j0, j1) in enumerate(blocks):
        most = blocks[index + 1].i0 if index + 1 < len(blocks) else len(old)
        while (
            i0 > least
            and old[i0 - 1] in _CLOSING
            and (_open(old[i0:i1])[0] or _open(new[j0:j1])[0])
        ):
            i0, j0 = i0 - 1, j0 - 1
        while (
            i1 < most
            and old[i1] in _CLOSING.values()
            and (_open(old[i0:i1])[1] or _open(new[j0:j1])[1])
        ):
            i1, j1 = i1 + 1, j1 + 1
        yield _Block(i0, i1, j0, j1)
        least = i1
