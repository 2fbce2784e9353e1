"""Published files carry nothing that readers should not be given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noticegen.attachments import Carried, Kind, MissingLibrary, Unreadable, carried
from noticegen.diagnostics import Code, Diagnostic, Location, Message, say


def files_carry_only_what_is_seen(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The metadata of a file names no person, no place, no path, no comment, no earlier state."""
    for name, content in sorted(files.items()):
        at = Location(f"content/files/{name}")
        try:
            for one in carried(name, content):
                yield Diagnostic(at, Code.METADATA, _carries(one), _way_out(one.kind))
        except MissingLibrary as missing:
            yield Diagnostic(
                at,
                Code.MISSING_EXTRA,
                say("looking into this file needs {library}", library=missing.library),
                say("pip install 'noticegen[attachments]'"),
            )
        except Unreadable as unreadable:
            yield Diagnostic(
                at,
                Code.METADATA,
                say("it cannot be looked into: {reason}", reason=unreadable.reason),
                say("save it in a form that can: PDF, DOCX, CSV, PNG or JPEG, without a password"),
            )


def _carries(one: Carried) -> Message:
    match one.kind:
        case Kind.PERSON:
            return say("it names a person, or a device of one: {field}", field=one.field)
        case Kind.PLACE:
            return say("it names a place: {field}", field=one.field)
        case Kind.PATH:
            return say("it names a folder or a server of somebody: {field}", field=one.field)
        case Kind.COMMENT:
            return say("it carries a comment: {field}", field=one.field)
        case Kind.REVISION:
            return say("it carries an earlier state of itself: {field}", field=one.field)
        case Kind.HIDDEN:
            return say("it carries what it does not show: {field}", field=one.field)
        case Kind.SCRIPT:
            return say("it carries a script: {field}", field=one.field)


def _way_out(kind: Kind) -> Message:
    if kind is Kind.REVISION:
        return say("accept or reject all changes, and save it as a new file")
    return say("take it out in the program that made the file, and save it again")
