"""The explanation of each code, from `codes.md`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

PAGE = Path(__file__).with_name("codes.md")

_HEADING = re.compile(r"^## (NG\d{3})[^\n]*$", re.MULTILINE)


def explanations() -> Mapping[str, str]:
    """What `codes.md` says, by code, each with its heading."""
    text = PAGE.read_text("utf-8")
    starts = [(match.group(1), match.start()) for match in _HEADING.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    return {
        code: text[start:end].removeprefix("## ").strip()
        for (code, start), end in zip(starts, ends, strict=True)
    }
