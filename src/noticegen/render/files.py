"""Attachments  ->  what stands beside a link: title, type, size, language, digest, versions."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from noticegen import formats
from noticegen.links import Target, ToAttachment, ToFile
from noticegen.model import Attachment
from noticegen.views import FileView, VersionView
from noticegen.wording import Wording

_TYPES = {"application/pdf": "PDF", "text/csv": "CSV", "text/plain": "TXT"}


@dataclass(frozen=True)
class ShownFiles:
    """The bytes of the public attachments, and what is said of them."""

    contents: Mapping[str, bytes]
    attachments: Mapping[str, Attachment]

    def behind(
        self,
        target: Target,
        moment: datetime,
        wording: Wording,
        locate: Callable[[str], str],
    ) -> FileView:
        """What stands behind a link in a text of `moment`."""
        attachment = self._attachment(target)
        if isinstance(target, ToFile):
            name = target.name
        else:
            assert attachment is not None, "the checks let no unknown file through"
            version = attachment.version(moment)
            assert version is not None, "the checks let no link to a later file through"
            name = version.file
        content = self.contents[name]
        details = [_type(name), formats.file_size(len(content), wording.locale)]
        if attachment and attachment.language:
            details.append(formats.language_name(attachment.language, wording.locale))
        digest = hashlib.sha256(content).hexdigest()
        older, newer = _others(attachment, name, wording, locate)
        text = f" ({', '.join(details)}, SHA-256 {digest})"
        if newer:
            text += f" ({newer.text} <{newer.href}>)"
        return FileView(tuple(details), digest, older, newer, text)

    def _attachment(self, target: Target) -> Attachment | None:
        if isinstance(target, ToAttachment):
            return self.attachments[target.id]
        for attachment in self.attachments.values():
            if isinstance(target, ToFile) and target.name in {v.file for v in attachment.versions}:
                return attachment
        return None


def _others(
    attachment: Attachment | None, name: str, wording: Wording, locate: Callable[[str], str]
) -> tuple[tuple[VersionView, ...], VersionView | None]:
    """The versions before this one, and the newest, where this one is superseded."""
    if attachment is None:
        return (), None
    names = [version.file for version in attachment.versions]
    place = names.index(name)
    older = tuple(
        VersionView(
            wording.words["older_version"].format(
                name=before.file.rsplit("/", 1)[-1],
                when=wording.day(after.moment),
                note=wording.of(after.note, after.moment) if after.note else "",
            ),
            locate(f"files/{before.file}"),
        )
        for before, after in zip(
            attachment.versions[:place], attachment.versions[1 : place + 1], strict=True
        )
    )
    newest = attachment.versions[-1]
    if newest.file == name:
        return older, None
    text = wording.words["superseded"].format(
        when=wording.day(attachment.versions[place + 1].moment),
        name=newest.file.rsplit("/", 1)[-1],
    )
    return older, VersionView(text, locate(f"files/{newest.file}"))


def _type(name: str) -> str:
    """The type of a file in a word: PDF, CSV, PNG."""
    media, _ = mimetypes.guess_type(name, strict=True)
    return _TYPES.get(media or "", name.rsplit(".", 1)[-1].upper())
