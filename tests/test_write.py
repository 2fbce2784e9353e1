from __future__ import annotations

import fcntl
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from build_site import mounting
from noticegen.diagnostics import Code, Exit, NoticegenError, Severity
from noticegen.model import Artifact
from noticegen.write import Written, write
from noticegen.write.listing import digest
from sites import digests

FIRST = {
    "index.html": "<p>one</p>",
    "en/index.html": "<p>one in English</p>",
    "updates/a.html": "<p>a</p>",
    "feed.atom": "<feed/>",
    "files/deep/down/table.csv": "1,2",
}
SECOND = {
    "index.html": "<p>two</p>",
    "en/index.html": "<p>one in English</p>",
    "updates/b.html": "<p>b</p>",
    "feed.atom": "<feed/>",
    "files/deep/down/table.csv": "1,2",
}


def artifacts(files: dict[str, str]) -> tuple[Artifact, ...]:
    return tuple(Artifact(path, text.encode()) for path, text in files.items())


def holds(output: Path, files: dict[str, str]) -> bool:
    return digests(output) == {path: digest(text.encode()) for path, text in files.items()}


def beside(output: Path) -> set[str]:
    return {path.name for path in output.parent.iterdir()} - {output.name}


def refused(files: dict[str, str], output: Path) -> NoticegenError:
    with pytest.raises(NoticegenError) as caught:
        write(artifacts(files), output)
    return caught.value


def test_the_first_output_is_made_with_its_parents(tmp_path: Path) -> None:
    output = tmp_path / "site" / "public"
    assert write(artifacts(FIRST), output) == Written(5, 0, 0, 0, None)
    assert holds(output, FIRST)
    assert beside(output) == {".public.files", ".public.lock"}


def test_another_site_takes_the_place_of_the_first(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    assert write(artifacts(SECOND), output) == Written(
        new=1, changed=1, gone=1, same=3, copied=None
    )
    assert holds(output, SECOND)
    assert beside(output) == {".output.files", ".output.lock"}


def test_an_empty_folder_is_a_place_for_a_first_output(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    write(artifacts(FIRST), output)
    assert holds(output, FIRST)


def test_the_same_site_again_touches_nothing(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    before = _stamps(tmp_path)
    assert write(artifacts(FIRST), output) == Written(0, 0, 0, 5, None)
    assert _stamps(tmp_path) == before


def _stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in (folder, *folder.rglob("*"))
        if not path.name.endswith(".lock")
    }


def test_an_unchanged_file_keeps_its_time(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    for path in FIRST:
        os.utime(output / path, ns=(1_000_000_001, 2_000_000_003))
    write(artifacts(SECOND), output)
    kept = {path for path in SECOND if (output / path).stat().st_mtime_ns == 2_000_000_003}
    assert kept == {"en/index.html", "feed.atom", "files/deep/down/table.csv"}


@pytest.mark.parametrize("name", ["notes.txt", "updates/mine.html", ".env", "en/deep/er/x"])
def test_a_file_of_somebody_else_is_kept_and_named(tmp_path: Path, name: str) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    (output / name).parent.mkdir(parents=True, exist_ok=True)
    (output / name).write_text("mine", "utf-8")
    error = refused(SECOND, output)
    assert error.finding.code is Code.FOREIGN_FILES
    assert error.finding.exit is Exit.SURROUNDINGS
    assert f"output/{name}" in str(error)
    assert (output / name).read_text("utf-8") == "mine"
    (output / name).unlink()
    assert holds(output, FIRST)


def test_a_link_of_somebody_else_is_kept_and_named(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    (tmp_path / "elsewhere").mkdir()
    (output / "linked").symlink_to(tmp_path / "elsewhere")
    assert "output/linked" in str(refused(SECOND, output))
    assert (output / "linked").is_symlink()


def test_a_folder_that_noticegen_never_wrote_is_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.mkdir()
    (output / "holiday.jpg").write_bytes(b"picture")
    assert "output/holiday.jpg" in str(refused(FIRST, output))
    assert digests(output).keys() == {"holiday.jpg"}


def test_a_file_in_the_place_of_the_output_is_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "output"
    output.write_text("mine", "utf-8")
    refused(FIRST, output)
    assert output.read_text("utf-8") == "mine"


def test_an_edited_file_is_refused_as_edited(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    (output / "index.html").write_text("<p>quick fix</p>", "utf-8")
    error = refused(SECOND, output)
    assert "changed since noticegen wrote them: output/index.html" in str(error)
    assert (output / "index.html").read_text("utf-8") == "<p>quick fix</p>"


def test_a_file_that_was_deleted_is_written_again(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    (output / "index.html").unlink()
    assert write(artifacts(FIRST), output).new == 1
    assert holds(output, FIRST)


def test_what_belongs_to_version_control_is_carried_along(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    (output / ".git" / "refs").mkdir(parents=True)
    (output / ".git" / "HEAD").write_text("ref: refs/heads/pages\n", "utf-8")
    (output / ".git" / "hook").write_text("#!/bin/sh\n", "utf-8")
    (output / ".git" / "hook").chmod(0o755)
    (output / ".gitignore").write_text("*.bak\n", "utf-8")
    (output / ".gitkeep").touch()
    write(artifacts(SECOND), output)
    assert (output / ".git" / "HEAD").read_text("utf-8") == "ref: refs/heads/pages\n"
    assert os.access(output / ".git" / "hook", os.X_OK)
    assert (output / ".git" / "refs").is_dir()
    assert (output / ".gitignore").read_text("utf-8") == "*.bak\n"
    for name in (".git", ".gitignore", ".gitkeep"):
        kept = output / name
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    assert holds(output, SECOND)


def test_a_name_like_git_deeper_down_is_somebody_elses(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    (output / "en" / ".gitignore").write_text("x", "utf-8")
    assert "output/en/.gitignore" in str(refused(SECOND, output))


def test_modes_do_not_depend_on_who_builds(tmp_path: Path) -> None:
    output = tmp_path / "output"
    old = os.umask(0o077)
    try:
        write(artifacts(FIRST), output)
        write(artifacts(SECOND), output)
    finally:
        os.umask(old)
    assert _modes(output) == {0o755, 0o644}


def _modes(output: Path) -> set[int]:
    for path in (output, *output.rglob("*")):
        assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path
    return {stat.S_IMODE(path.stat().st_mode) for path in (output, *output.rglob("*"))}


def test_an_output_that_is_a_link_is_switched_to_another_release(tmp_path: Path) -> None:
    (tmp_path / "releases" / "first").mkdir(parents=True)
    output = tmp_path / "current"
    output.symlink_to("releases/first")
    write(artifacts(FIRST), output)
    first = output.readlink()
    write(artifacts(SECOND), output)
    second = output.readlink()
    assert output.is_symlink()
    assert not second.is_absolute()
    assert second != first
    assert holds(output, SECOND)
    assert holds(tmp_path / first, FIRST), "the old release stays, to go back to"
    write(artifacts(FIRST), output)
    assert output.readlink() == first
    assert holds(output, FIRST)


def test_a_release_that_a_kill_left_half_made_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "releases" / "first").mkdir(parents=True)
    output = tmp_path / "current"
    output.symlink_to("releases/first")
    write(artifacts(FIRST), output)
    write(artifacts(SECOND), output)
    release = tmp_path / output.readlink()
    write(artifacts(FIRST), output)
    (release / "index.html").unlink()
    (release / "half").touch()
    write(artifacts(SECOND), output)
    assert holds(output, SECOND)


def test_a_second_build_at_the_same_time_is_turned_away(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    with (tmp_path / ".output.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        error = refused(SECOND, output)
    assert error.finding.code is Code.LOCKED
    assert str(os.getpid()) in str(error)
    assert holds(output, FIRST)
    write(artifacts(SECOND), output)
    assert holds(output, SECOND)


@pytest.mark.parametrize(
    "exchanged", [False, True], ids=["before-the-exchange", "after-the-exchange"]
)
def test_a_build_that_was_killed_around_the_exchange_leaves_nothing_unclaimed(
    tmp_path: Path, exchanged: bool
) -> None:
    output, copy = tmp_path / "output", tmp_path / "copy"
    write(artifacts(FIRST), output)
    listing = tmp_path / ".output.files"
    of_first = listing.read_text("utf-8")
    shutil.copytree(output, copy)
    write(artifacts(SECOND), output)
    # As the process leaves it: both sites are listed, and the other one lies in staging.
    both = sorted({*of_first.splitlines(), *listing.read_text("utf-8").splitlines()})
    listing.write_text("".join(f"{line}\n" for line in both), "utf-8")
    shown, staged = (output, copy) if exchanged else (copy, output)
    shown.rename(tmp_path / "shown")
    staged.rename(tmp_path / ".output.new")
    (tmp_path / "shown").rename(output)
    assert holds(output, SECOND if exchanged else FIRST)
    third = {**SECOND, "index.html": "<p>three</p>"}
    write(artifacts(third), output)
    assert holds(output, third)
    assert beside(output) == {".output.files", ".output.lock"}
    assert len(listing.read_text("utf-8").splitlines()) == len(third)


def test_a_lost_list_does_not_hide_what_is_edited(tmp_path: Path) -> None:
    output = tmp_path / "output"
    write(artifacts(FIRST), output)
    (tmp_path / ".output.files").unlink()
    assert write(artifacts(FIRST), output).same == 5, "the same bytes are claimed again"
    (tmp_path / ".output.files").unlink()
    assert "output/index.html" in str(refused(SECOND, output))


COPYING = """
import os, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_write import FIRST, SECOND, artifacts, holds, _modes
from noticegen.write import write
os.umask(0o077)
output = Path("output")
for files in (FIRST, SECOND):
    written = write(artifacts(files), output)
    assert holds(output, files), files
    print(written.copied.code, written.copied.severity, written.new, written.changed, written.gone)
    output.chmod(0o755)
    _modes(output)
assert not (output / ".noticegen-staging").exists()
assert not Path(".output.new").exists()
os.utime(output / "feed.atom", ns=(5, 7))
write(artifacts(FIRST), output)
assert (output / "feed.atom").stat().st_mtime_ns == 7
(output / "mine").touch()
try:
    write(artifacts(SECOND), output)
except Exception as error:
    print(error.finding.code)
assert (output / "mine").exists()
"""


@pytest.mark.parametrize("mount", ["-t tmpfs none output", "--bind output output"])
def test_a_mount_point_is_filled_file_by_file_and_says_so(tmp_path: Path, mount: str) -> None:
    script = COPYING.format(tests=str(Path(__file__).parent))
    (tmp_path / "output").mkdir()
    done = subprocess.run(
        [*mounting(f"mount {mount}"), sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    warning = f"{Code.COPIED} {Severity.WARNING}"
    assert done.stdout.splitlines() == [
        f"{warning} 5 0 0",
        f"{warning} 1 1 1",
        str(Code.FOREIGN_FILES),
    ]


def test_a_full_disk_leaves_the_old_output_and_names_the_reason(tmp_path: Path) -> None:
    script = f"""
import sys
from pathlib import Path
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_write import FIRST, artifacts, beside, holds
from noticegen.diagnostics import NoticegenError
from noticegen.write import write
output = Path("small/output")
write(artifacts(FIRST), output)
try:
    write(artifacts({{"index.html": "x" * 3_000_000}}), output)
except NoticegenError as error:
    print(error.finding.code, error.finding.message)
assert holds(output, FIRST)
assert beside(output) == {{".output.files", ".output.lock"}}
"""
    (tmp_path / "small").mkdir()
    done = subprocess.run(
        [*mounting("mount -t tmpfs -o size=1m none small"), sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"{Code.SYSTEM} no space left")
