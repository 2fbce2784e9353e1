"""When the output was built, in a file beside it.

It is no part of the output, which is the same until something on the site changes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from noticegen.write.listing import digest
from noticegen.write.new import put_instead
from noticegen.write.places import places_of


class Stamp(NamedTuple):
    """What is known of a build besides its files."""

    moment: datetime
    """For which it was built."""
    due: datetime | None
    """When the next build is due."""
    files: str
    """Which files it is about: the digest of their list of digests."""


def files_digest(digests: Mapping[str, str]) -> str:
    """One digest for all files of an output, given the digest of each."""
    lines = (f"{digests[path]}  {path}\n" for path in sorted(digests))
    return digest("".join(lines).encode())


def put_stamp(output: Path, stamp: Stamp) -> None:
    """Write the stamp of a build beside its output. Raises NoticegenError."""
    text = json.dumps(
        {
            "moment": stamp.moment.isoformat(),
            "due": stamp.due.isoformat() if stamp.due else None,
            "files": stamp.files,
        }
    )
    place = places_of(output).stamp
    put_instead({place.name: f"{text}\n"}, place.parent)


def read_stamp(output: Path) -> Stamp | None:
    """The stamp beside an output; None where there is none that can be read. Raises OSError."""
    path = places_of(output).stamp
    if not path.is_file():
        return None
    try:
        read = json.loads(path.read_bytes())
        due = read["due"]
        return Stamp(
            datetime.fromisoformat(read["moment"]),
            datetime.fromisoformat(due) if due else None,
            str(read["files"]),
        )
    except (ValueError, KeyError, TypeError):
        return None
