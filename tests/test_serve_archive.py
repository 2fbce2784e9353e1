"""One archive for those who must approve: what it shows is marked, and it is the same each time."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from build_site import run
from sites import page, put, small_site

AS_OF = ("--as-of", "2026-03-20 09:00")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    draft = page("A draft", "Not yet.", draft="true", summary="DRAFTED")
    return put(tmp_path, {**small_site(), "content/en/updates/draft-later.md": draft})


def packed(site: Path, *arguments: str) -> dict[str, bytes]:
    ran = run(site, "preview", "--zip", "approval.zip", *arguments)
    assert ran.code == 0, ran.err
    with zipfile.ZipFile(site / "approval.zip") as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_every_page_has_a_watermark_and_no_script(site: Path) -> None:
    files = packed(site, *AS_OF)
    pages = {name for name in files if name.endswith(".html") and "banner" not in name}
    assert {"index.html", "ja/index.html", "404.html", "notice.html", "faq.html"} <= pages
    for name in pages:
        text = files[name].decode()
        assert "NOT PUBLISHED" in text, name
        assert "Not published. As the public sees it at 2026-03-20 09:00." in text, name
        assert '<meta name="robots" content="noindex"/>' in text, name
        assert "<script" not in text, name
        assert "article:published_time" not in text, "nothing is published"
        assert "/@" not in text, name
    assert files["notice.txt"].startswith(b"NOT PUBLISHED. As the public sees it")


def test_drafts_are_in_it_where_they_are_asked_for_and_say_so(site: Path) -> None:
    assert "updates/draft-later.html" not in packed(site, *AS_OF)
    draft = packed(site, *AS_OF, "--drafts")["updates/draft-later.html"].decode()
    assert "Draft, never published as it is: updates/draft-later" in draft
    assert "updates/draft-later.html" in packed(site), "without options, everything is in it"


def test_the_sums_are_those_of_the_archive(site: Path) -> None:
    files = packed(site, *AS_OF)
    lines = files.pop("SHA256SUMS").decode().splitlines()
    assert lines == [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)]


def test_the_same_view_gives_the_same_bytes(site: Path) -> None:
    packed(site, *AS_OF, "--drafts")
    first = (site / "approval.zip").read_bytes()
    packed(site, *AS_OF, "--drafts")
    assert (site / "approval.zip").read_bytes() == first
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_file_that_is_no_archive_is_not_written_over(site: Path) -> None:
    (site / "approval.zip").write_text("the plan of the week")
    ran = run(site, "preview", "--zip", "approval.zip")
    assert ran.code == 4
    assert "NG605" in ran.err
    assert (site / "approval.zip").read_text() == "the plan of the week"


def test_what_cannot_be_built_is_not_packed(site: Path) -> None:
    put(site, {"content/en/index.md": page("Notice", "Text.", dat="2026-03-02 15:00")})
    ran = run(site, "preview", "--zip", "approval.zip")
    assert ran.code == 1
    assert "NG208" in ran.err
    assert not (site / "approval.zip").exists()


def test_a_folder_that_cannot_be_written_is_named(site: Path) -> None:
    put(site, {"index.md": "a file"})
    ran = run(site, "preview", "--zip", "index.md/approval.zip", *AS_OF)
    assert ran.code == 4
    assert "approval.zip" in ran.err


def test_public_stands_alone(site: Path) -> None:
    ran = run(site, "preview", "--zip", "a.zip", "--public", "--drafts")
    assert ran.code == 2
    assert "--public stands alone" in ran.err
