"""What noticegen put at a target, kept at the target: its files, and the moment of the build.

Only what stands here is ever deleted, and an older build is told by it from a newer one. It
names nothing that is not public.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from noticegen.deploy.order import OutputFile

NAME = ".noticegen.json"
"""Its name at the target, where there is no place beside the published folder."""


class Ledger(NamedTuple):
    """What noticegen put at a target."""

    moment: datetime
    """The moment of the newest build that was put there, or was begun to be."""
    is_complete: bool
    files: Mapping[str, frozenset[str]]
    """For each path the digests that it may have."""

    def as_text(self) -> str:
        """The text of the file, one path a line."""
        lines = ",\n".join(
            f"{json.dumps(path, ensure_ascii=False)}: {json.dumps(sorted(self.files[path]))}"
            for path in sorted(self.files)
        )
        head = json.dumps(
            {"noticegen": 1, "moment": self.moment.isoformat(), "complete": self.is_complete}
        )
        return f'{head[:-1]}, "files": {{\n{lines}\n}}}}\n'


def read_ledger(text: str) -> Ledger | None:
    """The ledger that a text holds; None where it has another form."""
    try:
        read = json.loads(text)
        files = {str(path): frozenset(map(str, shas)) for path, shas in read["files"].items()}
        if read["noticegen"] != 1:
            return None
        return Ledger(datetime.fromisoformat(read["moment"]), bool(read["complete"]), files)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def begun(built: Iterable[OutputFile], moment: datetime, known: Ledger | None) -> Ledger:
    """The ledger for the time of an upload: what was there, and what is going to be."""
    files: dict[str, set[str]] = {file.path: {file.digest} for file in built}
    for path, digests in known.files.items() if known else ():
        files.setdefault(path, set()).update(digests)
    return Ledger(moment, False, {path: frozenset(digests) for path, digests in files.items()})


def ended(built: Iterable[OutputFile], moment: datetime) -> Ledger:
    """The ledger of an upload that is complete."""
    return Ledger(moment, True, {file.path: frozenset({file.digest}) for file in built})
