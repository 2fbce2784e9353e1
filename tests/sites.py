"""Small sites on disk, builds of them, and the tools of the system that some tests need."""

from __future__ import annotations

import base64
import hashlib
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from build_site import cannot
from noticegen.build import Built, build, read
from noticegen.diagnostics import Diagnostic

ROOT = Path(__file__).resolve().parents[1]
"""The repository, which is the sample site, too."""

SAMPLE_MOMENT = "2026-11-23 12:00"
"""The sample site as it is tested: its last update is still to come."""

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEklEQVR42mP8z8BQz0AEYBwVAgAyiQMD"
    "aJ3HOAAAAABJRU5ErkJggg=="
)
"""A picture that a browser shows."""

SETTINGS = """\
title: {title}
organization: Example Works
url: https://www.some.example/notice/
official_site: https://www.some.example/
languages: [{languages}]
timezone: Asia/Tokyo
"""


def settings(*languages: str, title: str = "Notice about a leak", more: str = "") -> str:
    """The text of a noticegen.yml."""
    return SETTINGS.format(title=title, languages=", ".join(languages)) + more


def page(title: str, body: str, **header: str) -> str:
    """The text of a content file; the values of `header` are YAML."""
    lines = [f"title: {title}", *(f"{key}: {value}" for key, value in header.items())]
    return "---\n" + "\n".join(lines) + f"\n---\n\n{body.strip()}\n"


def put(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `folder`; parents are made."""
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def small_site() -> dict[str, str | bytes]:
    """A notice with two updates and questions, in two languages."""
    return {
        "noticegen.yml": settings("en", "ja"),
        "content/en/index.md": page(
            "Notice about a leak",
            "## What happened {#what}\n\nA list was copied. See [questions](faq.md#who).",
            date="2026-03-02 15:00",
            summary="A list was copied.",
        ),
        "content/ja/index.md": page(
            "漏えいのお知らせ",
            "## 経緯 {#what}\n\n名簿が複製されました。",
            summary="名簿が複製されました。",
        ),
        "content/en/faq.md": page(
            "Questions and answers",
            "## Who {#people}\n\n### Who is affected? {#who}\n\nCustomers.",
            date="2026-03-02 15:00",
        ),
        "content/en/updates/2026-03-02-first.md": page(
            "First notice", "We found a leak.", date="2026-03-02 15:00", summary="A leak was found."
        ),
        "content/ja/updates/2026-03-02-first.md": page(
            "第一のお知らせ", "漏えいを確認しました。", summary="漏えいを確認しました。"
        ),
        "content/en/updates/2026-03-09-second.md": page(
            "Second notice", "We know more.", date="2026-03-09 11:00", summary="More is known."
        ),
    }


def moment(text: str) -> datetime:
    """A moment in the zone of the sites here."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def built(project: Path, output: Path | None = None, as_of: str = SAMPLE_MOMENT) -> Built:
    """Build the site in `project`, into its output folder if none is given."""
    return build(read(project), output or project / "output", moment(as_of))


def build_well(project: Path, output: Path | None = None, as_of: str = SAMPLE_MOMENT) -> Path:
    """The same, for a site that has no errors; returns the output folder."""
    result = built(project, output, as_of)
    assert result.written is not None, said(result.findings)
    return output or project / "output"


def said(findings: tuple[Diagnostic, ...]) -> str:
    """Findings as text, for the message of a failed test."""
    return "\n".join(f"{f.at} {f.code} {f.message}" for f in findings)


def tree(folder: Path) -> dict[str, bytes]:
    """Every file below `folder`, by its path there."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def digests(folder: Path) -> dict[str, str]:
    """The SHA-256 of every file below `folder`."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in tree(folder).items()}


def copy_of_sample(folder: Path) -> Path:
    """The sources of the sample site, in a folder of their own."""
    for name in ("content", "themes"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "noticegen.yml", folder / "noticegen.yml")
    return folder


def tool(*names: str) -> str:
    """The path of the first of these programs that is installed."""
    path = next((path for name in names if (path := shutil.which(name))), None)
    if path is None:
        cannot(f"{' or '.join(names)} is not installed (see .ci/debian-packages.txt)")
    return path
