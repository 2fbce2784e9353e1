"""`content/files.yml`  ->  attachments: titles, languages, and which file replaced which."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise

from noticegen import formats
from noticegen.diagnostics import Code, Diagnostic, say
from noticegen.load.notes import read_notes
from noticegen.load.when import Moments
from noticegen.model import Attachment, FileVersion
from noticegen.yamlfile import Fields, Scalar, did_you_mean, read_yaml, shown
from noticegen.yamlfile import Mapping as Keys

FILE_KEYS = ("title", "language", "file", "values", "changes")
VERSION_KEYS = ("from", "with", "file", "note")

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_files(
    text: str,
    path: str,
    languages: tuple[str, ...],
    notice: datetime,
    files: Mapping[str, object],
    moments: Moments,
) -> tuple[Mapping[str, Attachment], list[Diagnostic]]:
    """The attachments that `text` describes, and everything that is wrong with them.

    `notice` is the moment of the standing notice, `files` what lies in ``content/files``.
    """
    mapping = read_yaml(text, path)
    if isinstance(mapping, tuple):
        return {}, list(mapping)
    found: list[Diagnostic] = []
    attachments = {}
    for key, node in mapping.entries:
        if not isinstance(node, Keys):
            found.append(
                Diagnostic(
                    node.at,
                    Code.WRONG_TYPE,
                    say(
                        "`{key}` takes title, language and file; {text} stands here",
                        key=key.text,
                        text=shown(node),
                    ),
                    say("write {key}: {{title: …, file: report.pdf}}", key=key.text),
                )
            )
            continue
        fields = Fields(node, FILE_KEYS, found)
        if not _ID.fullmatch(key.text):
            fields.report(
                key.at,
                Code.FILE_NAME,
                say("“{name}” cannot be the id of a file", name=key.text),
                say("use small letters a–z, digits and hyphens, as in report-summary"),
            )
        attachment = _attachment(key, fields, languages, notice, files, moments)
        if attachment:
            attachments[attachment.id] = attachment
    _hold_names_apart(attachments, found)
    return attachments, found


def _attachment(
    key: Scalar,
    fields: Fields,
    languages: tuple[str, ...],
    notice: datetime,
    files: Mapping[str, object],
    moments: Moments,
) -> Attachment | None:
    title = fields.localized("title", languages, required=True)
    language = fields.scalar("language")
    if language and not formats.is_language(language.text):
        fields.report(
            language.at,
            Code.UNKNOWN_LANGUAGE,
            say("“{tag}” is no language tag", tag=language.text),
            say("write a tag such as ja or en"),
        )
    versions: list[FileVersion | None] = []
    if file := fields.scalar("file"):
        versions.append(_named(file, notice, None, fields, files))
    for number, node in enumerate(fields.listing("values")):
        if isinstance(node, Keys):
            inner = Fields(node, VERSION_KEYS, fields.found)
            versions.append(_version(inner, number, languages, notice, files, moments))
        else:
            fields.report(
                node.at,
                Code.WRONG_TYPE,
                say(
                    "`values` takes items with from or with, and file; {text} stands here",
                    text=shown(node),
                ),
                say("write - {{with: 2026-04-22-correction, file: data-2.csv, note: …}}"),
            )
            versions.append(None)
    if ("file" in fields) == ("values" in fields):
        fields.report(
            key.at,
            Code.FILE_VERSIONS,
            say("`{id}` needs either `file` or `values`", id=key.text),
            say("write file: report.pdf, or values: with one item for each version"),
        )
        versions.append(None)
    complete = sorted((v for v in versions if v), key=lambda version: version.moment)
    changes = read_notes(
        fields.listing("changes"),
        languages,
        moments,
        fields.found,
        since=complete[0].moment if complete else notice,
        withdrawal=say("take out the links to the file, with a `changes` item on those pages"),
    )
    fields.finish()
    for before, version in pairwise(complete):
        if version.moment == before.moment:
            fields.report(
                version.at,
                Code.FILE_VERSIONS,
                say("two versions of `{id}` begin at the same moment", id=key.text),
                say("give each its own"),
            )
    if title is None or not complete or len(complete) < len(versions):
        return None
    return Attachment(
        key.text,
        title,
        language.text if language else None,
        tuple(complete),
        key.at,
        changes,
    )


def _version(
    fields: Fields,
    number: int,
    languages: tuple[str, ...],
    notice: datetime,
    files: Mapping[str, object],
    moments: Moments,
) -> FileVersion | None:
    from_, with_ = fields.scalar("from"), fields.scalar("with")
    file = fields.scalar("file", required=True)
    note = fields.localized("note", languages, required=number > 0)
    fields.finish()
    if from_ and with_:
        fields.report(
            with_.at,
            Code.SAID_DIFFERENTLY,
            say("both `from` and `with` say when this became public"),
            say("keep one of them"),
        )
        return None
    moment: datetime | None = notice
    if from_:
        moment = moments.read(from_)
    elif with_:
        moment = moments.of_update(with_.text, with_.at)
    elif number:
        fields.report(
            fields.at,
            Code.MISSING_FIELD,
            say("the version says neither `from` nor `with`"),
            say("add `with: <update>`, or `from:` and the moment at which it became public"),
        )
        return None
    if moment is None or file is None:
        return None
    version = _named(file, moment, with_.text if with_ else None, fields, files)
    return version._replace(note=note) if version else None


def _named(
    file: Scalar,
    moment: datetime,
    with_update: str | None,
    fields: Fields,
    files: Mapping[str, object],
) -> FileVersion | None:
    if file.text not in files:
        fields.report(
            file.at,
            Code.NO_SUCH_FILE,
            say("there is no content/files/{name}", name=file.text),
            did_you_mean(file.text, files),
        )
        return None
    return FileVersion(moment, with_update, file.text, None, file.at)


def _hold_names_apart(attachments: Mapping[str, Attachment], found: list[Diagnostic]) -> None:
    """A name is never used again: somebody may have the older file under it."""
    seen: dict[str, str] = {}
    for attachment in attachments.values():
        for version in attachment.versions:
            if version.file in seen:
                found.append(
                    Diagnostic(
                        version.at,
                        Code.FILE_VERSIONS,
                        say(
                            "{name} is already a version of `{id}`",
                            name=version.file,
                            id=seen[version.file],
                        ),
                        say("give every version a file name of its own"),
                    )
                )
            seen.setdefault(version.file, attachment.id)
