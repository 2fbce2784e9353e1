"""The explanation of each code, from `codes.md` or the same page in another language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from noticegen.catalogue import spoken

PAGE = Path(__file__).with_name("codes.md")

_HEADING = re.compile(r"^## (NG\d{3})[^\n]*$", re.MULTILINE)


def page_in(languages: Iterable[str]) -> Path:
    """The page in the first of `languages` (as in the environment) that there is one in.

    That is `codes.ja.md` for ``ja`` and ``ja_JP``, and `codes.md` where there is none.
    """
    name = spoken(languages, lambda name: _translation(name).is_file())
    return _translation(name) if name else PAGE


def explanations(page: Path = PAGE) -> Mapping[str, str]:
    """What a page says, by code, each with its heading. Raises OSError."""
    text = page.read_text("utf-8")
    starts = [(match.group(1), match.start()) for match in _HEADING.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    return {
        code: text[start:end].removeprefix("## ").strip()
        for (code, start), end in zip(starts, ends, strict=True)
    }


def _translation(language: str) -> Path:
    return PAGE.with_suffix(f".{language}.md")
