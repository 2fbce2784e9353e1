"""Whatever an editor, a desktop or version control does to the files, the preview ends in the
right page, without a restart."""

from __future__ import annotations

import mmap
import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from build_site import cannot
from noticegen.theme import BUILT_IN
from serving import PATIENCE, Serving, serving
from sites import page, put, small_site, tool

HOME = "content/en/index.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return put(tmp_path / "site", small_site())


def text(words: str) -> str:
    return page("Notice about a leak", words, date="2026-03-02 15:00")


def vim(file: Path, words: str, *, backup: str) -> None:
    """Save as vim does, which renames, copies or truncates as it is told."""
    script = [
        f"set nocompatible backupcopy={backup} writebackup",
        "normal G",
        f"normal Go{words}",
        "write",
        "quit",
    ]
    commands = [word for line in script for word in ("-c", line)]
    subprocess.run(
        [tool("vim.tiny", "vim"), "-N", "-u", "NONE", "-es", *commands, str(file)],
        check=True,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE,
    )


def saves(site: Path) -> dict[str, object]:
    """Ways to put `word` at the end of the notice."""
    file = site / HOME

    def sed(word: str) -> None:
        subprocess.run(["sed", "-i", f"$a {word}", str(file)], check=True)

    def renamed_over(word: str) -> None:
        new = file.with_name(".index.md.new")
        new.write_text(file.read_text() + f"\n{word}\n")
        new.replace(file)

    def backup_and_create(word: str) -> None:
        before = file.read_text()
        file.rename(file.with_name("index.md~"))
        file.write_text(before + f"\n{word}\n")

    def delete_and_create(word: str) -> None:
        before = file.read_text()
        file.unlink()
        time.sleep(0.05)
        file.write_text(before + f"\n{word}\n")

    def in_place(word: str) -> None:
        with file.open("a") as opened:
            opened.write(f"\n{word}\n")

    return {
        "vim renames": lambda word: vim(file, word, backup="no"),
        "vim copies": lambda word: vim(file, word, backup="yes"),
        "sed -i": sed,
        "rename over": renamed_over,
        "backup and create": backup_and_create,
        "delete and create": delete_and_create,
        "in place": in_place,
    }


def built(shown: Serving) -> int:
    """How often it said that it built, so far."""
    while not shown.lines.empty():
        shown.told.append(shown.lines.get())
    return sum(" built " in line for line in shown.told)


def test_every_way_of_saving_is_seen(site: Path) -> None:
    with serving(site, "--public") as shown:
        for number, (name, save) in enumerate(saves(site).items()):
            assert callable(save)
            save(f"SAVED-{number}")
            shown.until(f"SAVED-{number}"), name
        assert 'noticegen_findings"' not in shown.get("/").text


def test_a_file_of_the_same_size_and_time_is_seen(site: Path) -> None:
    file = site / HOME
    with serving(site, "--public") as shown:
        stat = file.stat()
        file.write_text(file.read_text().replace("A list was", "A bill was"))
        os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        assert file.stat().st_size == stat.st_size
        shown.until("A bill was")


def test_a_checkout_of_500_files_ends_in_the_right_page(site: Path) -> None:
    git = tool("git")

    def run(*words: str) -> None:
        identity = ["-c", "user.name=a", "-c", "user.email=a@some.example"]
        subprocess.run([git, *identity, *words], cwd=site, check=True, capture_output=True)

    for branch in ("one", "two"):
        for number in range(500):
            day = f"2026-03-{3 + number % 25:02}"
            update = page(
                f"Update {number} of {branch}", f"BRANCH-{branch}", date=f"{day} 09:00", summary="s"
            )
            put(site, {f"content/en/updates/{day}-u{number:03}.md": update})
        put(site, {HOME: text(f"BRANCH-{branch}")})
        run("init", "-q", ".") if branch == "one" else None
        run("checkout", "-q", "-b", branch)
        run("add", ".")
        run("commit", "-q", "-m", branch)
    with serving(site, "--public") as shown:
        shown.until("BRANCH-two")
        before = built(shown)
        run("checkout", "-q", "one")
        for path in ("/", "/updates/2026-03-03-u000.html", "/updates/2026-03-27-u499.html"):
            shown.until("BRANCH-one", path)
            assert "BRANCH-two" not in shown.get(path).text
        shown.hear(" built ")
        time.sleep(1)
        assert built(shown) - before <= 3


def test_the_content_folder_moved_away_and_back(site: Path) -> None:
    with serving(site, "--public") as shown:
        (site / "content").rename(site / "away")
        page_ = shown.until("there is no folder content/")
        assert "A list was copied" in page_, "the last good version stays up"
        put(site, {HOME.replace("content", "away"): text("CAME-BACK")})
        (site / "away").rename(site / "content")
        shown.until("CAME-BACK")
        shown.until("there is no folder content/", is_there=False)
        put(site, {HOME: text("EDITED-AFTER")})
        shown.until("EDITED-AFTER")


def test_a_folder_renamed_and_restored(site: Path) -> None:
    with serving(site, "--public") as shown:
        updates = site / "content/en/updates"
        updates.rename(site / "content/en/renamed")
        shown.until('noticegen_findings"')
        (site / "content/en/renamed").rename(updates)
        shown.until('noticegen_findings"', is_there=False)
        put(
            site,
            {
                "content/en/updates/2026-03-09-second.md": page(
                    "Second notice", "IN-THE-FOLDER", date="2026-03-09 11:00", summary="s"
                )
            },
        )
        shown.until("IN-THE-FOLDER", "/updates/2026-03-09-second.html")


def test_a_folder_that_is_new_is_watched(site: Path) -> None:
    for language in ("en", "ja"):
        shutil.rmtree(site / "content" / language / "updates")
    with serving(site, "--public") as shown:
        file = "content/en/updates/2026-03-09-second.md"
        put(site, {file: page("Second", "FIRST-SAVE", date="2026-03-09 11:00", summary="s")})
        shown.until("FIRST-SAVE", "/updates/2026-03-09-second.html")
        put(site, {file: page("Second", "SECOND-SAVE", date="2026-03-09 11:00", summary="s")})
        shown.until("SECOND-SAVE", "/updates/2026-03-09-second.html")


def test_settings_and_theme_are_watched_and_make_everything_anew(site: Path) -> None:
    with serving(site, "--public") as shown:
        settings = (site / "noticegen.yml").read_text()
        put(site, {"noticegen.yml": settings.replace("Example Works", "Other Works")})
        for path in ("/", "/updates/2026-03-02-first.html"):
            shown.until("Other Works", path)
        colours = (BUILT_IN / "colours.css").read_text("utf-8")
        put(site, {"themes/default/colours.css": colours.replace("#fff;", "#fed;")})
        for path in ("/", "/updates/2026-03-02-first.html"):
            shown.until("#fed", path)


def test_what_editors_leave_and_the_output_make_nothing_anew(site: Path) -> None:
    with serving(site, "--public") as shown:
        before = built(shown)
        for name in (".index.md.swp", "index.md~", "4913", "#index.md#", "index.md.tmp"):
            put(site, {f"content/en/{name}": "leftover"})
        for number in range(20):
            put(site, {f"output/{number}.html": "old", f".output.new/{number}": "x"})
        (site / HOME).touch()
        # At once: a file that is written over is empty for a moment, and may be seen so.
        for content in ((site / HOME).read_text(), text("AFTERWARDS")):
            put(site.parent, {"saved": content})
            (site.parent / "saved").replace(site / HOME)
        shown.until("AFTERWARDS")
        shown.hear(" built ")
        assert built(shown) - before == 1


def test_a_broken_file_keeps_the_last_good_page_and_says_why(site: Path) -> None:
    with serving(site, "--public") as shown:
        good = (site / HOME).read_text()
        put(site, {HOME: good.replace("date:", "dat:")})
        page_ = shown.until('noticegen_findings"')
        assert "A list was copied" in page_
        assert "content/en/index.md:3:1: error NG208" in page_
        assert "dat: 2026-03-02 15:00" in page_, "with the line itself"
        assert "did you mean `date`?" in page_
        shown.hear("content/en/index.md:3:1: error NG208")
        put(site, {HOME: good})
        shown.until('noticegen_findings"', is_there=False)


def test_a_site_that_was_never_good_is_shown_as_soon_as_it_is(site: Path) -> None:
    good = (site / HOME).read_text()
    put(site, {HOME: good.replace("date:", "dat:")})
    with serving(site, "--public") as shown:
        got = shown.get("/any.html")
        assert got.status == 500
        assert "error NG208" in got.text
        put(site, {HOME: good})
        shown.until("A list was copied")


# ------------------------------------------------------------------ without events


def test_polling_can_be_asked_for(site: Path) -> None:
    with serving(site, "--public", "--poll") as shown:
        assert "looking at every file" in shown.told[-1]
        put(site, {HOME: text("POLLED")})
        shown.until("POLLED")


def test_where_no_events_arrive_it_notices_and_says_so(site: Path) -> None:
    """What is written through a mapping of a file makes no event, as on a network mount."""
    file = site / HOME
    file.write_text(text("BEFORE"))
    with (
        file.open("r+b") as opened,
        mmap.mmap(opened.fileno(), 0) as mapped,
        serving(site, "--public") as shown,
    ):
        assert "native events" in shown.told[-1]
        at = mapped.find(b"BEFORE")
        mapped[at : at + 6] = b"UNSEEN"
        mapped.flush()
        shown.until("UNSEEN")
        shown.hear("No events of the file system arrive here")
        assert "looking at every file" in shown.hear(" built ")
        mapped[at : at + 6] = b"POLLED"
        mapped.flush()
        shown.until("POLLED")


def test_at_the_limit_of_watches_it_polls_and_says_so(site: Path) -> None:
    """`user.max_inotify_watches` is of the user namespace, in which it can be set to two."""
    unshare = shutil.which("unshare")
    before = ["unshare", "--user", "--map-root-user", "sh", "-euc"]
    script = 'echo 2 > /proc/sys/user/max_inotify_watches; exec "$@"'
    if (
        unshare is None
        or subprocess.run(
            [*before, script, "sh", "true"], check=False, capture_output=True
        ).returncode
    ):
        cannot("limiting watches needs `unshare` and the right to make a namespace")
    with serving(site, "--public", before=[*before, script, "sh"]) as shown:
        assert re.search("looking at every file", "".join(shown.told)), shown.told
        put(site, {HOME: text("POLLED")})
        shown.until("POLLED")
