"""A site whose record grows step by step, with salts and an origin that a test can repeat."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

from noticegen import recording
from noticegen.build import Checked, Prepared, check_site, merging, prepare, read
from noticegen.cli.record import told
from noticegen.diagnostics import Diagnostic, exit_code
from noticegen.model import Artifact
from noticegen.record.entry import Entry
from noticegen.record.log import Log
from noticegen.report import as_text, translator

TOKYO = ZoneInfo("Asia/Tokyo")
ORIGIN = "www.minato-learning.example/notice/5f0c2a1b"
ENGLISH = translator(["en"])

_MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
_ROW = re.compile(r"</(?:h[1-6]|p|li|tr|dt|dd|caption|figcaption|title|desc)>")


def at(text: str | datetime) -> datetime:
    """A moment; where it is written, one in Tokyo."""
    if isinstance(text, datetime):
        return text
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=TOKYO)


@dataclass
class Story:
    """A project, and how many salts it has used."""

    project: Path
    salts: int = 0
    said: list[str] = field(default_factory=list)

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Put files into the project; None takes one away."""
        for name, content in files.items():
            path = self.project / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    def edit(self, name: str, before: str, after: str) -> None:
        """Replace words in a file."""
        path = self.project / name
        text = path.read_text("utf-8")
        assert text.count(before) == 1, f"{before!r} stands {text.count(before)} times in {name}"
        path.write_text(text.replace(before, after), "utf-8")

    def salt(self) -> str:
        """The next salt: a test has to be able to guess it."""
        self.salts += 1
        return hashlib.sha256(str(self.salts).encode()).hexdigest()[:32]

    def record(self, moment: str | datetime) -> int:
        """Run `noticegen record`, and keep what it says; its exit code."""
        sources = merging(read(self.project))
        is_new = sources.config is not None and sources.config.record is None
        if is_new:
            sources = sources._replace(record=recording.empty(ORIGIN))
        checked = check_site(sources, at(moment), self.salt)
        findings = checked.findings if isinstance(checked, Checked) else checked
        self._keep(findings, sources.texts)
        if exit_code(findings):
            return exit_code(findings)
        assert isinstance(checked, Checked)
        assert checked.taken is not None
        assert sources.record is not None
        taken = checked.taken
        recording.put_down(
            taken.record, sources.record, len(taken.due), self.project, is_new=is_new
        )
        self.said += [ENGLISH(message) for message in told(taken, checked, is_new=is_new)]
        return 0

    def build(self, moment: str | datetime) -> Prepared:
        """Everything that `noticegen build` would write."""
        prepared = prepare(read(self.project), at(moment))
        self._keep(prepared.findings, prepared.texts)
        return prepared

    def public(self, moment: str) -> Log:
        """The public log."""
        record = read(self.project).record
        assert record is not None
        return record.public(at(moment))

    def public_of_branch(self) -> tuple[Entry, ...]:
        """The entries of the branch whose checkpoint stands in the record, after a merge."""
        record = merging(read(self.project)).record
        assert record is not None
        return record.sealed.entries

    def _keep(self, findings: tuple[Diagnostic, ...], texts: Mapping[str, str]) -> None:
        self.said += as_text(findings, texts, ENGLISH)


def pages(artifacts: tuple[Artifact, ...]) -> Mapping[str, str]:
    """What stands on every page, without what surrounds it."""
    return {
        artifact.path: "\n".join(_lines(artifact.content.decode()))
        for artifact in artifacts
        if artifact.path.endswith(".html")
        and not artifact.path.endswith(("notice.html", "404.html"))
    }


def _lines(html: str) -> Iterator[str]:
    match = _MAIN.search(html)
    main = match[0] if match else html
    main = re.sub(r"<(?:pre|svg).*?</(?:pre|svg)>", "", main, flags=re.DOTALL)
    main = re.sub(r"<del>", "[-", main).replace("</del>", "-]")
    main = re.sub(r"<ins>", "{+", main).replace("</ins>", "+}")
    for row in _ROW.split(main):
        text = " ".join(unescape(re.sub(r"<[^>]*>", "", row)).split())
        if text:
            yield text
