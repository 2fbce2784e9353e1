"""Text  ->  the units a reader takes in at once: phrases, words, figures, signs. The only user of
`budoux`.

Japanese has no spaces. `budoux` finds its phrases (*bunsetsu*): a word with the particles that
follow it. It is imported inside the function that needs it: that takes about 75 ms, and most
builds compare no texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from budoux.parser import Parser

_DIGIT = "0-9０-９"
_HYPHEN = r"[-‐‑–−－ー]"
_JAPANESE = (
    "々〆〇ぁ-ゖゝ-ゟァ-ヺーヽ-ヿㇰ-ㇿｦ-ﾟ㐀-䶿一-鿿豈-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_LETTER = rf"[^\W{_DIGIT}_{_JAPANESE}]"
_WORD_PART = rf"(?:[{_DIGIT}]|{_LETTER})"

_FIGURE = "|".join(
    (
        # A telephone number, which begins with a plus or a zero.
        rf"(?:[+＋][{_DIGIT}]{{1,3}}|[0０][{_DIGIT}]{{1,4}})"
        rf"(?:(?:{_HYPHEN}|[ \u3000])[{_DIGIT}]{{2,4}}){{2,4}}(?![{_DIGIT}])",
        # A date, perhaps with a time.
        rf"[{_DIGIT}]{{4}}({_HYPHEN})[{_DIGIT}]{{1,2}}\2[{_DIGIT}]{{1,2}}(?![{_DIGIT}])"
        rf"(?:T[{_DIGIT}:：]+)?",
        # A number in groups of three with spaces between, as in French.
        rf"[{_DIGIT}]{{1,3}}(?: [{_DIGIT}]{{3}})+(?![{_DIGIT}])",
        # A time, or a number with its separators: thin spaces and apostrophes are such, too.
        rf"[{_DIGIT}]+(?:[.,:/'’．，：／\u00a0\u2009\u202f][{_DIGIT}]+)*",
    )
)
_ENDING = rf"(?:(?:st|nd|rd|th|er|re|e|ème|h[{_DIGIT}]{{2}}|h)(?!{_WORD_PART}))?"
"""What changes with a figure: `2nd`, `1er`, `18h30`."""

_UNIT = re.compile(
    rf"(?P<figure>(?:{_FIGURE}){_ENDING})"
    r"|(?P<address>https?://[!-~]*[A-Za-z0-9/]|[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]*[A-Za-z0-9])"
    rf"|(?P<word>{_LETTER}{_WORD_PART}*(?:[-'’_‑]{_WORD_PART}+)*)"
    rf"|(?P<japanese>[{_JAPANESE}]+)"
    r"|(?P<space>\s+)"
    # Two dots or dashes are one sign; two brackets are two.
    r"|(?P<sign>(?P<dot>[.…‥―─—-])(?P=dot)*|.)",
    re.DOTALL,
)
_COUNTER = re.compile(
    r"[十百千万億兆]*"
    r"(?:[かカヵヶケ箇](?:月|所|国|年)|週|日|時|分|秒|年|月|パーセント|ポイント|種類"
    r"|[人名件社回円度台通枚個本冊歳才戸部点号条項版校店倍割種行章頁票口機位])?"
    r"(?:間|目|分(?!の))?"
)
"""What a figure counts. To a reader of `912,480人` the figure changes, and not the `人`."""


def units(text: str) -> list[str]:
    """The units of a text, which joined are the text.

    Phrases of Japanese, words of other scripts, figures with their separators, what Japanese
    figures count, signs one by one, and stretches of white space. No unit ends between a sign
    and what combines with it.
    """
    joined = _joined(text)
    cuts = {*_cuts(_shadow(text, joined)), len(text)} - joined
    return [text[start:end] for start, end in pairwise(sorted(cuts))]


def phrases(text: str) -> list[str]:
    """The phrases of a Japanese text, which joined are the text: where a line may end."""
    cuts = sorted({0, *_phrase_cuts(text), len(text)} - _joined(text)) if text else []
    return [text[start:end] for start, end in pairwise(cuts)]


def _cuts(text: str) -> Iterator[int]:
    """Where units begin."""
    phrases: set[int] | None = None
    counted = False
    for match in _UNIT.finditer(text):
        start, end = match.span()
        yield start
        if match.lastgroup == "japanese":
            if phrases is None:
                phrases = set(_phrase_cuts(text))
            if counted and (counter := _COUNTER.match(text, start, end)):
                start = counter.end()
                yield start
            yield from (cut for cut in range(start + 1, end) if cut in phrases)
        counted = match.lastgroup == "figure"


_MASKED = re.compile(f"[{_DIGIT}][{_DIGIT}.,:．，：]*")


def _phrase_cuts(text: str) -> Iterator[int]:
    """Where phrases of Japanese begin.

    The parser looks at every sign around a place. It gets a one for each figure, so that another
    figure does not move the phrases after it.
    """
    places = list(range(len(text)))
    for match in reversed(list(_MASKED.finditer(text))):
        places[match.start() : match.end()] = [match.start()]
    at = 0
    for phrase in _parser().parse(_MASKED.sub("1", text)):
        yield places[at]
        at += len(phrase)


@lru_cache(maxsize=1)
def _parser() -> Parser:
    import budoux  # here for the reason that the module gives

    return budoux.load_default_japanese_parser()


def _shadow(text: str, joined: set[int]) -> str:
    """The text with the sign before in place of all that combines with it.

    So an accent counts as a letter after a letter, and as a bracket after a bracket.
    """
    if not joined:
        return text
    signs = list(text)
    for index in sorted(joined):
        signs[index] = signs[index - 1]
    return "".join(signs)


def _joined(text: str) -> set[int]:
    """The places of signs that belong to the one before them, so that nobody sees two."""
    if text.isascii() and "\r" not in text:
        return set()
    joined = set()
    flags = 0
    for index, (before, sign) in enumerate(pairwise(text), start=1):
        # The letters that make flags come in twos.
        flags = flags + 1 if _is_flag(before) else 0
        if _combine(before, sign) or (flags % 2 and _is_flag(sign)):
            joined.add(index)
    return joined


def _is_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _combine(before: str, sign: str) -> bool:
    if before == "\u200d":  # it joins pictures; what else it may stand before is rare
        return True
    if sign < "\u0300":
        return before == "\r" and sign == "\n"
    if sign in _COMBINING or unicodedata.category(sign) in _MARKS:
        return True
    # Vowels and ends of Korean syllables; what is above the base plane, should it stand in halves.
    return (
        "\u1160" <= sign <= "\u11ff"
        or "\ud7b0" <= sign <= "\ud7fb"
        or ("\ud800" <= before <= "\udbff" and "\udc00" <= sign <= "\udfff")
    )


_MARKS = frozenset({"Mn", "Mc", "Me"})
_COMBINING = frozenset(
    # Joiners, and the marks of kana in half width.
    "\u200c\u200d\uff9e\uff9f"
    # Colours of skin, and the letters behind the black flag.
    + "".join(map(chr, (*range(0x1F3FB, 0x1F400), *range(0xE0020, 0xE0080))))
)
"""What combines though its category does not tell."""
