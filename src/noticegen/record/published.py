"""The public log  ->  what everybody gets of it: `record.json` and `checkpoint`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from noticegen.model import Artifact
from noticegen.record.checkpoint import NAME
from noticegen.record.entry import Entry, Kept, written
from noticegen.record.log import Log
from noticegen.record.merkle import leaf

DATA = "record.json"


def artifacts(log: Log) -> Iterator[Artifact]:
    """The files of the record in the output."""
    yield Artifact(DATA, record_json(log).encode())
    yield Artifact(NAME, log.checkpoint.as_text().encode())


def record_json(log: Log) -> str:
    """Every entry with its salt and its text, one entry a line."""
    lines = ",\n".join(
        json.dumps(_entry(entry, log.texts[entry.digest]), ensure_ascii=False)
        for entry in log.entries
    )
    origin = json.dumps(log.origin)
    return f'{{"version": 1, "origin": {origin}, "entries": [\n{lines}\n]}}\n'


def _entry(entry: Entry, kept: Kept) -> dict[str, object]:
    return {
        "number": entry.number,
        "time": written(entry.moment),
        "kind": str(entry.kind),
        "subject": entry.subject,
        "digest": entry.digest,
        "leaf": leaf(entry.as_bytes()).hex(),
        "salt": kept.salt,
        "text": kept.text,
    }
