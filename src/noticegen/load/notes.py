"""`changes` of a fact, a contact, a file and of the site  ->  public notes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from noticegen.diagnostics import Code, Diagnostic, Location, Message, say
from noticegen.load.items import (
    NOTE_CHARACTERS,
    NOTE_KEYS,
    hold_plain,
    items,
    read_kind,
    read_when,
)
from noticegen.load.when import Moments
from noticegen.localized import Localized
from noticegen.notes import ChangeKind, Note, Notes
from noticegen.yamlfile import Fields, Mapping, Node, Scalar


def read_notes(
    nodes: Iterable[Node],
    languages: tuple[str, ...],
    moments: Moments,
    found: list[Diagnostic],
    *,
    since: datetime,
    withdrawal: Message | None,
) -> Notes:
    """The notes that stand under `changes`, in order of their moments.

    `since` is when what they are about became public: no note is public before it. `withdrawal`
    is what to do in place of `kind: withdrawal`; None where that may stand. What is wrong gathers
    in `found`, and moments that cannot be resolved in `moments`.
    """
    notes = []
    for fields in items(nodes, NOTE_KEYS, found):
        when, kind = read_when(fields), read_kind(fields)
        note = _text(fields, languages)
        fields.finish()
        if kind is ChangeKind.WITHDRAWAL and withdrawal:
            fields.report(
                fields.place("kind"),
                Code.UNKNOWN_VALUE,
                say("`kind: withdrawal` cannot stand here"),
                withdrawal,
            )
            continue
        moment = moments.of_item(when) if when else None
        if when and moment and kind and note:
            notes.append(Note(max(moment, since), when.update, kind, note, fields.at))
    return tuple(sorted(notes, key=lambda note: note.moment))


def _text(fields: Fields, languages: tuple[str, ...]) -> Localized | None:
    """A plain text, or one a language, in one line each."""
    note = fields.localized("note", languages, required=True)
    for text, at in _written(fields):
        hold_plain(text, "note", NOTE_CHARACTERS, at, fields.found)
    if note is None:
        return None
    texts = {language: " ".join(text.split()) for language, text in note.texts.items()}
    return Localized(texts, note.authoritative)


def _written(fields: Fields) -> Iterable[tuple[str, Location]]:
    """The texts under `note`, each with its place."""
    node = fields.node("note")
    if isinstance(node, Scalar):
        yield node.text, node.at
    elif isinstance(node, Mapping):
        yield from ((text.text, text.at) for _, text in node.entries if isinstance(text, Scalar))
