"""Emphasis that works beside Japanese, Chinese and Korean text.

CommonMark decides by the neighbours of ``**`` whether it opens or closes, and counts every
bracket and full stop as punctuation, so that ``**「重要」**です`` stays as it is typed. The
public "CJK-friendly emphasis" amendment (tats-u/markdown-cjk-friendly, specification.md)
lets only punctuation that is *not* CJK count, and lets a CJK character stand for a space.
"""

from __future__ import annotations

import unicodedata

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter


def is_wide(character: str) -> bool:
    """A character of Chinese, Japanese or Korean text, punctuation included."""
    return character > "\u10ff" and unicodedata.east_asian_width(character) in "WFH"


def _is_punctuation(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)


def flanking(before: str, after: str) -> tuple[bool, bool]:
    """Whether a run of ``*`` between these two characters is left- and right-flanking."""
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    wide_before, wide_after = is_wide(before), is_wide(after)
    punct_before = _is_punctuation(before) and not wide_before
    punct_after = _is_punctuation(after) and not wide_after
    left = not space_after and (not punct_after or space_before or punct_before or wide_before)
    right = not space_before and (not punct_before or space_after or punct_after or wide_after)
    return left, right


def tokenize(state: StateInline, silent: bool) -> bool:
    """The inline rule: each mark becomes a text token, and a delimiter for the pairing to come."""
    start = state.pos
    marker = state.src[start]
    if silent or marker not in "*_":
        return False
    end = start
    while end < state.posMax and state.src[end] == marker:
        end += 1
    before = character_before(state.src, start)
    after = state.src[end] if end < state.posMax else " "
    left, right = flanking(before, after)
    if marker == "*":
        can_open, can_close = left, right
    else:
        can_open = left and (not right or _is_punctuation(before))
        can_close = right and (not left or _is_punctuation(after))
    for _ in range(end - start):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(
            Delimiter(
                marker=ord(marker),
                length=end - start,
                token=len(state.tokens) - 1,
                end=-1,
                open=can_open,
                close=can_close,
            )
        )
    state.pos = end
    return True


def character_before(text: str, position: int) -> str:
    """The character before; a variation selector belongs to the one it follows."""
    while position > 0:
        position -= 1
        character = text[position]
        if not ("\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"):
            return character
    return " "
