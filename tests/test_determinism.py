"""Output is a function of the sources and the moment: of nothing else."""

from __future__ import annotations

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from build_site import plain_environment
from sites import ROOT, SAMPLE_MOMENT, build_well, copy_of_sample, put, small_site, tree

# A stand-in for another file system: it hands out the names of a folder in another order, to
# noticegen and to the standard library alike.
SHUFFLED = """
import os, random, sys
chance = random.Random(int(sys.argv.pop(1)))
umask = int(sys.argv.pop(1), 8)
os.umask(umask)
class Entries:
    def __init__(self, entries): self.entries = iter(entries)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
    def __iter__(self): return self
    def __next__(self): return next(self.entries)
scandir, listdir = os.scandir, os.listdir
def shuffled(names):
    names = list(names)
    chance.shuffle(names)
    return names
def shuffled_scandir(path="."):
    with scandir(path) as entries:
        return Entries(shuffled(entries))
os.scandir = shuffled_scandir
os.listdir = lambda path=".": shuffled(listdir(path))
from noticegen.cli import main
main()
"""

EPOCH = str(
    int(datetime.fromisoformat(SAMPLE_MOMENT).replace(tzinfo=ZoneInfo("Asia/Tokyo")).timestamp())
)


def build_elsewhere(
    project: Path, seed: int, umask: str, environment: Mapping[str, str | None], *arguments: str
) -> dict[str, tuple[int, bytes]]:
    """Build in a process of its own; returns modes and bytes of files and folders."""
    done = subprocess.run(
        [sys.executable, "-c", SHUFFLED, str(seed), umask, "build", *arguments],
        cwd=project,
        env=plain_environment(environment),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return modes_and_bytes(project / "output")


def modes_and_bytes(output: Path) -> dict[str, tuple[int, bytes]]:
    return {
        path.relative_to(output).as_posix(): (
            stat.S_IMODE(path.stat().st_mode),
            b"" if path.is_dir() else path.read_bytes(),
        )
        for path in (output, *output.rglob("*"))
    }


AS_OF = ("--as-of", SAMPLE_MOMENT)

SURROUNDINGS: Mapping[str, tuple[int, str, Mapping[str, str | None], tuple[str, ...]]] = {
    "utc": (1, "022", {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}, AS_OF),
    "honolulu": (
        2,
        "077",
        {"TZ": "Pacific/Honolulu", "LC_ALL": None, "LANG": "de_DE.UTF-8", "PYTHONHASHSEED": "1"},
        AS_OF,
    ),
    "ascii": (3, "027", {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONHASHSEED": "7"}, AS_OF),
    "japanese": (4, "022", {"LANGUAGE": "ja", "LC_ALL": "ja_JP.UTF-8", "TZ": "Asia/Tokyo"}, AS_OF),
    "epoch": (5, "077", {"SOURCE_DATE_EPOCH": EPOCH, "TZ": "America/New_York"}, ()),
    "epoch-and-option": (6, "022", {"SOURCE_DATE_EPOCH": "1"}, AS_OF),
    "one-core": (7, "022", {"TMPDIR": "/nonexistent", "HOME": "/nonexistent"}, AS_OF),
}


@pytest.mark.slow
def test_the_same_sources_give_the_same_bytes_and_modes_everywhere(tmp_path: Path) -> None:
    built = {}
    for name, (seed, umask, environment, arguments) in SURROUNDINGS.items():
        folder = tmp_path / name / "in a folder" / "お知らせ"
        folder.mkdir(parents=True)
        project = copy_of_sample(folder)
        built[name] = build_elsewhere(project, seed, umask, environment, *arguments)
    expected = built.pop("utc")
    assert len(expected) > 20
    for name, found in built.items():
        differing = {p for p in expected.keys() | found.keys() if expected.get(p) != found.get(p)}
        assert not differing, (name, differing)


def test_the_stand_in_does_change_the_order_of_listings(tmp_path: Path) -> None:
    put(tmp_path, {f"{number}.txt": "" for number in range(20)})
    script = SHUFFLED.replace(
        "from noticegen.cli import main\nmain()",
        "print(os.listdir('.'), [e.name for e in os.scandir('.')], list(os.walk('.')))",
    )
    said = {
        subprocess.check_output([sys.executable, "-c", script, seed, "022"], cwd=tmp_path)
        for seed in ("1", "2")
    }
    assert len(said) == 2


def test_forms_of_the_same_text_give_the_same_output(tmp_path: Path) -> None:
    """A byte order mark, the line ends of Windows and times of files change nothing."""
    plain = put(tmp_path / "plain", small_site())
    changed = put(tmp_path / "changed", small_site())
    for number, path in enumerate(sorted(changed.rglob("*.md"))):
        mark = b"\xef\xbb\xbf" if number % 2 else b""
        path.write_bytes(mark + path.read_bytes().replace(b"\n", b"\r\n"))
        os.utime(path, (number, number))
    assert tree(build_well(plain)) == tree(build_well(changed))


def test_the_moment_matters_only_where_something_becomes_public(tmp_path: Path) -> None:
    project = put(tmp_path, small_site())
    first = tree(build_well(project, tmp_path / "first", "2026-03-10 00:00"))
    later = tree(build_well(project, tmp_path / "later", "2031-01-01 00:00"))
    assert first == later


def test_a_rebuild_of_unchanged_sources_touches_no_file(tmp_path: Path) -> None:
    output = build_well(put(tmp_path, small_site()))
    before = {path: path.stat().st_mtime_ns for path in (output, *output.rglob("*"))}
    inode = output.stat().st_ino
    build_well(tmp_path)
    assert {path: path.stat().st_mtime_ns for path in (output, *output.rglob("*"))} == before
    assert output.stat().st_ino == inode


def test_a_changed_page_changes_only_what_shows_it(tmp_path: Path) -> None:
    files = small_site()
    output = build_well(put(tmp_path, files))
    for path in output.rglob("*.html"):
        os.utime(path, ns=(3, 4))
    before = tree(output)
    name = "content/en/updates/2026-03-09-second.md"
    text = str(files[name]).replace("We know more.", "We know much more.")
    put(tmp_path, {name: text})
    after = tree(build_well(tmp_path))
    assert after.keys() == before.keys()
    # The update is shown in both languages, for want of a translation.
    assert {path for path in after if after[path] != before[path]} == {
        "SHA256SUMS",
        "ja/notice.html",
        "ja/notice.txt",
        "ja/updates/2026-03-09-second.html",
        "notice.html",
        "notice.txt",
        "updates/2026-03-09-second.html",
    }
    kept = {path for path in after if (output / path).stat().st_mtime_ns == 4}
    assert "index.html" in kept
    assert "updates/2026-03-02-first.html" in kept
    assert "notice.html" not in kept


def test_a_deleted_page_leaves_no_trace(tmp_path: Path) -> None:
    files = small_site()
    put(tmp_path / "with", files)
    build_well(tmp_path / "with")
    (tmp_path / "with" / "content/en/updates/2026-03-09-second.md").unlink()
    del files["content/en/updates/2026-03-09-second.md"]
    without = build_well(put(tmp_path / "without", files))
    assert tree(build_well(tmp_path / "with")) == tree(without)


def test_the_output_says_nothing_of_the_machine(tmp_path: Path) -> None:
    """A short name of it may stand by chance among the compressed bytes of an attachment, which
    is published as it is, and in notice.html as base64."""
    project = copy_of_sample(tmp_path)
    output = build_well(project)
    for path, content in tree(output).items():
        for place in (str(tmp_path), str(ROOT), "noticegen/src"):
            assert place.encode() not in content, (path, place)
        if path.startswith("files/"):
            assert content == (project / "content" / path).read_bytes()
        else:
            text = re.sub(rb"data:image/png;base64,[\w+/=]+", b"", content)
            assert os.uname().nodename.encode() not in text, path


def test_a_copy_of_the_project_builds_the_same(tmp_path: Path) -> None:
    put(tmp_path / "one", small_site())
    shutil.copytree(tmp_path / "one", tmp_path / "two")
    assert tree(build_well(tmp_path / "one")) == tree(build_well(tmp_path / "two"))
