"""Every code has a smallest broken project that earns it.

Each folder in `broken/` is named after a code. It is laid over `broken/base`, a good site that
was built before, and holds

    project/       the broken files
    recorded.txt   when the good site was recorded, if it was
    removed.txt    files of the good site that are taken away, if any
    command.txt    the command, if it is not `build`
    expected.txt   the whole report

What git cannot keep (a lock that is held, a file without permissions, a mount) is made by a
function in `SETUPS`, named after the code.
"""

from __future__ import annotations

import fcntl
import os
import re
import shlex
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from build_site import NOW, Ran, an_update, bound_by_modes, build, mounting, run, tree
from misbehaving import Quirk, Reply, behind_a_proxy, live
from noticegen.diagnostics import Code
from noticegen.record.entry import EntryKind, read_entry
from noticegen.record.folder import entry_name
from story import Story

BROKEN = Path(__file__).parent / "broken"
CASES = sorted(path.name for path in BROKEN.iterdir() if path.name != "base")
BUILD = f"build --as-of '{NOW}'"

RECORD = [code for code in Code if Code.RECORD_MISSING <= code <= Code.NOT_AS_BUILT]
LIVE = [code for code in Code if Code.LIVE_DIFFERS <= code <= Code.NOT_LINKED]
HOTLINE = "content/ja/updates/2026-03-09-hotline.md"


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good site, built."""
    project = tmp_path_factory.mktemp("good") / "site"
    shutil.copytree(BROKEN / "base", project)
    ran = build(project, "--strict")
    assert (ran.code, ran.err) == (0, "")
    return project


def break_it(case: str, good: Path, tmp_path: Path) -> Path:
    """The good site with the broken files of `case` laid over it."""
    project = tmp_path / "site"
    shutil.copytree(good, project, symlinks=True)
    folder = BROKEN / case
    if (recorded := folder / "recorded.txt").exists():
        assert Story(project).record(recorded.read_text("utf-8").strip()) == 0
    removed = folder / "removed.txt"
    for name in removed.read_text("utf-8").split() if removed.exists() else ():
        (project / name).unlink()
    if (folder / "project").exists():
        shutil.copytree(folder / "project", project, symlinks=True, dirs_exist_ok=True)
    return project


@pytest.mark.parametrize("case", CASES)
def test_a_broken_project_earns_its_code(
    case: str, good: Path, tmp_path: Path, update_golden: bool
) -> None:
    """The report is exact, and what was published before stays as it was."""
    code = Code(case[:5])
    assert case == f"{code}-{code.label}"
    project = break_it(case, good, tmp_path)
    line = BROKEN / case / "command.txt"
    command = shlex.split(line.read_text("utf-8") if line.exists() else BUILD)
    expected = BROKEN / case / "expected.txt"

    with SETUPS.get(code, _as_it_is)(project) as before:
        if (address := project / ".live").exists():
            command = [word.replace("{live}", address.read_text("utf-8")) for word in command]
        output = tree(project / "output")
        # That files were copied is known only when they have been: strict comes too late.
        has_strict = command[0] in {"build", "check"} and code is not Code.COPIED
        strict = run(project, *command, "--strict", before=before) if has_strict else None
        assert tree(project / "output") == output
        ran = run(project, *command, before=before)

    report = _steady(ran.err)
    if update_golden:
        expected.write_text(report, "utf-8")
    assert report == expected.read_text("utf-8")
    assert f" {code} {code.label}: " in ran.err
    if f": warning {code}" in ran.err:
        assert ran.code == 0
        assert strict is None or strict.code == (3 if code in RECORD else 1)
    elif f": advice {code}" in ran.err:
        assert ran.code == 0
        assert strict is None or strict.code == 0
    else:
        assert ran.code == _exit(code, ran)
        assert strict is None or (strict.code, strict.err) == (ran.code, ran.err)
        assert tree(project / "output") == output


def _steady(report: str) -> str:
    """The report without what every change of the built-in theme moves."""
    report = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:…", report)
    report = re.sub(r"^(output/\S+\.html):\d+:\d+:", r"\1:…:", report, flags=re.MULTILINE)
    return re.sub(r"has \d+ bytes compressed", "has … bytes compressed", report)


def _exit(code: Code, ran: Ran) -> int:
    """The exit code that a code has by its family: 2 before 4 before 1 before 3 before 5."""
    if code in LIVE:
        return 5
    if code in RECORD:
        return 3
    if code is Code.OVER_BUDGET:
        return 1
    if code[2] in "15" or ran.err.startswith("noticegen.yml"):
        return 2
    if code is Code.INCOMPLETE:
        return 5
    return 4 if code[2] in "67" and code is not Code.HOST_LIMIT else 1


# ------------------------------------------------------------------- what git cannot keep


@contextmanager
def _as_it_is(_project: Path) -> Iterator[tuple[str, ...]]:
    yield ()


@contextmanager
def _same_name_in_capitals(project: Path) -> Iterator[tuple[str, ...]]:
    """Two files that are one on a Mac or on Windows, where this repository is read, too."""
    faq = project / "content/ja/faq.md"
    shutil.copy(faq, faq.with_name("FAQ.md"))
    yield ()


@contextmanager
def _home_of_many_words(project: Path) -> Iterator[tuple[str, ...]]:
    """A home page that does not compress to its budget."""
    kanji = (chr(0x4E00 + number * number * 7919 % 19997) for number in range(8000))
    with (project / "content/ja/index.md").open("a", encoding="utf-8") as home:
        home.write("\n" + "".join(kanji) + "\n")
    yield ()


@contextmanager
def _lock_of_another_build(project: Path) -> Iterator[tuple[str, ...]]:
    _something_new(project)
    with (project / ".output.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.truncate(0)
        os.pwrite(lock.fileno(), b"4711\n", 0)
        yield ()


@contextmanager
def _file_nobody_may_read(project: Path) -> Iterator[tuple[str, ...]]:
    _something_new(project).chmod(0o000)
    yield bound_by_modes()


@contextmanager
def _output_is_a_mount(project: Path) -> Iterator[tuple[str, ...]]:
    _something_new(project)
    yield mounting("mount --bind output output")


def _something_new(project: Path) -> Path:
    """An update that was not built yet."""
    update = project / HOTLINE
    text = an_update(title="窓口のお知らせ", date="2026-03-09 11:00")
    update.write_text(text, "utf-8")
    return update


@contextmanager
def _library_that_is_not_there(project: Path) -> Iterator[tuple[str, ...]]:
    """A module of the same name stands before the library, and says that it is missing."""
    folder = project / ".without"
    folder.mkdir()
    (folder / "pikepdf.py").write_text('raise ImportError("not installed")\n', "utf-8")
    yield ("env", f"PYTHONPATH={folder}")
    shutil.rmtree(folder)


def _entries(project: Path) -> list[Path]:
    return sorted((project / "record/entries").iterdir())


@contextmanager
def _record_is_gone(project: Path) -> Iterator[tuple[str, ...]]:
    shutil.rmtree(project / "record")
    yield ()


@contextmanager
def _entry_was_edited(project: Path) -> Iterator[tuple[str, ...]]:
    entry = _entries(project)[0]
    entry.write_text(entry.read_text("utf-8").replace("kind: publication", "kind: correction"))
    yield ()


@contextmanager
def _last_entry_was_cut(project: Path) -> Iterator[tuple[str, ...]]:
    entry = _entries(project)[-1]
    digest = entry.read_text("utf-8").rsplit("digest: ", 1)[1].strip()
    (project / f"record/texts/{digest}.txt").unlink()
    entry.unlink()
    yield ()


@contextmanager
def _another_branch_sealed_an_entry(project: Path) -> Iterator[tuple[str, ...]]:
    last = read_entry(_entries(project)[-1].read_bytes())
    assert last is not None
    other = last._replace(kind=EntryKind.CORRECTION)
    (project / "record/entries" / entry_name(other)).write_bytes(other.as_bytes())
    yield ()


@contextmanager
def _the_run_is_live(project: Path) -> Iterator[tuple[str, ...]]:
    shutil.copy(project / "record/checkpoint", project / "live.txt")
    yield ()


@contextmanager
def _page_was_edited(project: Path) -> Iterator[tuple[str, ...]]:
    with (project / "output/faq.html").open("a", encoding="utf-8") as page:
        page.write("<!-- -->")
    yield ()


@contextmanager
def _built_for_a_moment_to_come(project: Path) -> Iterator[tuple[str, ...]]:
    assert build(project, as_of="2150-01-01 00:00").code == 0
    yield ()


def _live(quirk: Quirk) -> Callable[[Path], AbstractContextManager[tuple[str, ...]]]:
    """What was built is live, on a server that does something to it."""

    @contextmanager
    def serving(project: Path) -> Iterator[tuple[str, ...]]:
        with live(project / "output", quirk) as server:
            (project / ".live").write_text(server.address, "utf-8")
            yield ()

    return serving


@contextmanager
def _nobody_answers(project: Path) -> Iterator[tuple[str, ...]]:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/notice/"
        (project / ".live").write_text(address, "utf-8")
        yield ()


@contextmanager
def _official_site_without_a_link(project: Path) -> Iterator[tuple[str, ...]]:
    def official(reply: Reply) -> Reply:
        is_home = reply.path == "/"
        return replace(reply, status=200, content=b"<h1>Minato</h1>") if is_home else reply

    with live(project / "output", official) as server:
        behind = behind_a_proxy(server, project)
        yield ("env", *(f"{name}={value}" for name, value in behind.items()))


def _home(change: Callable[[Reply], Reply]) -> Quirk:
    return lambda reply: change(reply) if reply.path == "index.html" else reply


SETUPS: Mapping[Code, Callable[[Path], AbstractContextManager[tuple[str, ...]]]] = {
    Code.MISSING_EXTRA: _library_that_is_not_there,
    Code.NAME_CLASH: _same_name_in_capitals,
    Code.OVER_BUDGET: _home_of_many_words,
    Code.LOCKED: _lock_of_another_build,
    Code.SYSTEM: _file_nobody_may_read,
    Code.COPIED: _output_is_a_mount,
    Code.RECORD_MISSING: _record_is_gone,
    Code.RECORD_EDITED: _entry_was_edited,
    Code.RECORD_CUT: _last_entry_was_cut,
    Code.RECORD_FORK: _another_branch_sealed_an_entry,
    Code.PUBLISHED_ALREADY: _the_run_is_live,
    Code.NOT_AS_BUILT: _page_was_edited,
    Code.OTHER_MOMENT: _built_for_a_moment_to_come,
    Code.NOBODY_ANSWERS: _nobody_answers,
    Code.LIVE_DIFFERS: _live(_home(lambda r: replace(r, status=404))),
    Code.REWRITTEN: _live(
        _home(lambda r: replace(r, content=r.content[:100], length=len(r.content)))
    ),
    Code.LIVE_HEADER: _live(lambda r: r.without("Referrer-Policy")),
    Code.LEADS_ELSEWHERE: _live(
        _home(lambda r: replace(r.adding("Location", "https://other.example/"), status=301))
    ),
    Code.SOFT_404: _live(lambda r: replace(r, status=200) if r.status == 404 else r),
    Code.NOT_FINDABLE: _live(_home(lambda r: r.adding("X-Robots-Tag", "noindex"))),
    Code.EDGES_DISAGREE: _live(
        lambda r: r.holding(b"") if r.path == "SHA256SUMS" and r.number in {2, 4} else r
    ),
    Code.OLD_COPIES: _live(_home(lambda r: r.adding("Age", "86400"))),
    Code.WRONG_ENCODING: _live(_home(lambda r: r.adding("Content-Encoding", "br"))),
    Code.SETS_COOKIE: _live(_home(lambda r: r.adding("Set-Cookie", "visitor=1"))),
    Code.NOT_LINKED: _official_site_without_a_link,
}
