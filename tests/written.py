"""Tables in the documentation that a test writes: figures that are measured, not remembered."""

from __future__ import annotations

import re
from pathlib import Path


def holds_part(page: Path, name: str, text: str, *, update: bool) -> None:
    """The part of `page` between the comments that name it is `text`; `update` makes it so."""
    whole = page.read_text("utf-8")
    part = re.compile(
        rf"(<!-- {name}: written by [^>]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL
    )
    wanted, count = part.subn(lambda found: found[1] + text + found[2], whole)
    assert count == 1, f"{page.name} has {count} parts named {name}"
    if update:
        page.write_text(wanted, "utf-8")
        return
    assert wanted == whole, f"{page.name}: {name} is not what it is now; run with --update-golden"


def table(head: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    """A table in markdown; columns of figures are those whose head ends with a blank."""
    rule = tuple("---:" if cell.endswith(" ") else "---" for cell in head)
    lines = (tuple(cell.strip() for cell in head), rule, *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
