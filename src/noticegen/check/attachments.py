"""Published files carry nothing that readers should not be given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noticegen.attachments import MissingLibrary, Unreadable, carried
from noticegen.diagnostics import Code, Diagnostic, Location, say


def files_carry_only_what_is_seen(files: Mapping[str, bytes]) -> Iterator[Diagnostic]:
    """The metadata of a file names no person, no place, no path, no comment, no earlier state."""
    for name, content in sorted(files.items()):
        at = Location(f"content/files/{name}")
        try:
            found = carried(name, content)
        except MissingLibrary as missing:
            yield Diagnostic(
                at,
                Code.MISSING_EXTRA,
                say("looking into this file needs {library}", library=missing.library),
                say("pip install 'noticegen[attachments]'"),
            )
            continue
        if isinstance(found, Unreadable):
            yield Diagnostic(
                at,
                Code.METADATA,
                say("it cannot be looked into: {reason}", reason=found.reason),
                say("save it in a form that can: PDF, DOCX, CSV, PNG or JPEG, without a password"),
            )
            continue
        for one in found:
            yield Diagnostic(
                at,
                Code.METADATA,
                say("it carries a {kind}: {field}", kind=one.kind, field=one.field),
                say("take it out in the program that made the file, and save it again"),
            )
