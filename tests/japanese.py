"""What Japanese written for people is held to: docs/decisions/0014-messages.md."""

from __future__ import annotations

import re
from pathlib import Path

DECISION = Path(__file__).parents[1] / "docs" / "decisions" / "0014-messages.md"

KANA_OR_KANJI = "ぁ-んァ-ヶー一-龠々"
_LATIN = "A-Za-z`$#@"

_WAYS = (
    re.compile(f"[\"'“][^\"'”{_LATIN}]*[{KANA_OR_KANJI}][^\"'“”]*[\"'”]"),
    re.compile("[０-９Ａ-Ｚａ-ｚ]"),
    re.compile(f"[{KANA_OR_KANJI}][{_LATIN}]|[{_LATIN}][{KANA_OR_KANJI}]"),
    re.compile(f"[{KANA_OR_KANJI}、。] [{KANA_OR_KANJI}]"),
)
_IMPOLITE = re.compile("なさい|下さい|(?<!一)致し|出来ま")


def is_set_otherwise(text: str) -> bool:
    """Whether quotations are not in brackets, letters are full-width, or spaces stand wrongly.

    A space stands between Japanese and Latin letters, and none between Japanese words.
    """
    return any(way.search(text) for way in _WAYS)


def asks_otherwise(text: str) -> bool:
    """Whether a request or a verb is written in another way than the rest."""
    return bool(_IMPOLITE.search(text))


def avoided_words() -> tuple[str, ...]:
    """The words that the decision is against."""
    text = DECISION.read_text("utf-8")
    rows = re.findall(r"^\| [^|]+ \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE)
    return tuple(word for row in rows[1:] for word in re.findall(r"[^、 ]+", row) if word != "—")
