"""Public notes about changes to what is no page: a fact, a contact, a file, the site itself.

A name, a unit or a title is typed once and has no moment of its own; the note beside it says when
and why it became another.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from noticegen.diagnostics import Location
from noticegen.localized import Localized


class ChangeKind(StrEnum):
    """What a public note about a change says it was."""

    CORRECTION = "correction"
    ADDITION = "addition"
    WORDING = "wording"
    POLICY = "policy"
    WITHDRAWAL = "withdrawal"


class Note(NamedTuple):
    """A public note about a change, in one language or several."""

    moment: datetime
    """When it became public: with what it is about, or later."""
    with_update: str | None
    kind: ChangeKind
    note: Localized
    at: Location


Notes = tuple[Note, ...]
"""In order of their moments."""


def withdrawal_in(notes: Notes) -> Note | None:
    """The note that withdraws what it stands beside, if there is one."""
    return next((note for note in notes if note.kind is ChangeKind.WITHDRAWAL), None)


def public_notes(notes: Notes, moment: datetime) -> Notes:
    """The gate: the notes that are public at `moment`."""
    return tuple(note for note in notes if note.moment <= moment)
