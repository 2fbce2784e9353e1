"""The record: its tree, its files, and that no single change to any of them goes unseen."""

from __future__ import annotations

import base64
import hashlib
import json
import random
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from build_site import SMALLEST, UPDATE, a_site, an_update, run
from noticegen.diagnostics import Code, exit_code
from noticegen.model import Artifact
from noticegen.record.checkpoint import Checkpoint, read_checkpoint
from noticegen.record.entry import EntryKind, read_entry
from noticegen.record.folder import entry_name, read_folder
from noticegen.record.merkle import EMPTY, leaf, root, roots
from noticegen.verify.folder import verify
from sites import ROOT
from story import ORIGIN, Story

# The reference tree of the Certificate Transparency log tests (RFC 6962): eight leaves, and the
# root over the first one, the first two, …
LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


def test_roots_are_those_of_rfc_6962() -> None:
    assert EMPTY.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    leaves = [leaf(bytes.fromhex(text)) for text in LEAVES]
    assert [digest.hex() for digest in roots(leaves)] == ROOTS


def recursive_root(leaves: list[bytes]) -> bytes:
    """The definition in RFC 6962, section 2.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    halves = recursive_root(leaves[:split]) + recursive_root(leaves[split:])
    return hashlib.sha256(b"\x01" + halves).digest()


def test_roots_of_all_sizes_up_to_65_are_those_of_the_definition() -> None:
    leaves = [leaf(str(number).encode()) for number in range(65)]
    for size in range(66):
        assert root(leaves[:size]) == recursive_root(leaves[:size])


def test_a_checkpoint_is_read_only_in_its_one_form() -> None:
    checkpoint = Checkpoint("firm.example/notice/1", 3, bytes(range(32)))
    text = checkpoint.as_text()
    assert text == f"firm.example/notice/1\n3\n{base64.b64encode(bytes(range(32))).decode()}\n"
    assert read_checkpoint(text) == checkpoint
    assert read_checkpoint(f"{text}\n— firm.example signature\n") == checkpoint
    for other in ("", text[:-5], text.replace("\n3\n", "\n03\n"), text.replace("/", " "), "a\n1\n"):
        assert read_checkpoint(other) is None


# ------------------------------------------------------------------ a record with some length

SIZES = 65


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Story, dict[int, str]]:
    """A record of 65 entries, and the checkpoint that was published at each of its sizes."""
    story = Story(a_site(tmp_path_factory.mktemp("grown") / "site"))
    published: dict[int, str] = {}

    def step(moment: str) -> None:
        assert story.record(moment) == 0
        made = {a.path: a.content for a in story.build(moment).artifacts}
        text = made["checkpoint"].decode()
        read = read_checkpoint(text)
        assert read is not None
        published[read.size] = text

    step("2026-03-02 16:00")
    for number in range(SIZES - 3):
        day, hour = divmod(number, 12)
        moment = f"2026-04-{day + 1:02} {hour + 8:02}:00"
        text = an_update(f"{number}件です。\n", title=f"お知らせ{number}", date=moment)
        story.write({f"content/ja/updates/{moment[:10]}-update-{number}.md": text})
        step(f"{moment[:-1]}5")
    return story, published


@pytest.mark.slow
def test_the_root_over_the_first_entries_is_the_checkpoint_published_at_that_size(
    grown: tuple[Story, dict[int, str]],
) -> None:
    story, published = grown
    log = story.public("2026-05-01 00:00")
    assert len(log.entries) == SIZES
    assert set(published) == set(range(3, SIZES + 1))
    for checkpoint in log.checkpoints():
        if checkpoint.size in published:
            assert checkpoint.as_text() == published[checkpoint.size]


# ------------------------------------------------------------------ mutations

MUTATIONS = 5000


def mutations(content: bytes, random_: random.Random, count: int) -> Iterator[bytes]:
    """Single changes of a file: a sign turned, taken out or put in, two lines exchanged, a cut."""
    while count:
        place = random_.randrange(len(content))
        kind = random_.randrange(5)
        if kind == 0:
            mutated = content[:place] + bytes([content[place] ^ 1 << random_.randrange(8)])
            mutated += content[place + 1 :]
        elif kind == 1:
            mutated = content[:place] + content[place + 1 :]
        elif kind == 2:
            mutated = content[:place] + random_.choice([b"0", b"a", b" ", b"\n"]) + content[place:]
        elif kind == 3:
            mutated = content[:place]
        else:
            lines = content.split(b"\n")
            first, second = random_.randrange(len(lines)), random_.randrange(len(lines))
            lines[first], lines[second] = lines[second], lines[first]
            mutated = b"\n".join(lines)
        if mutated != content:
            count -= 1
            yield mutated


@pytest.mark.slow
def test_every_single_mutation_of_the_folder_is_found_with_its_place(
    grown: tuple[Story, dict[int, str]], tmp_path: Path
) -> None:
    story, _ = grown
    folder = tmp_path / "record"
    shutil.copytree(story.project / "record", folder)
    assert read_folder(folder, ORIGIN).findings == ()
    files = [
        *sorted((folder / "entries").iterdir()),
        *sorted((folder / "texts").iterdir()),
        *[folder / "checkpoint"] * 8,
    ]
    random_ = random.Random(6962)
    for number in range(MUTATIONS):
        path = files[number % len(files)]
        content = path.read_bytes()
        [mutated] = mutations(content, random_, 1)
        path.write_bytes(mutated)
        found = read_folder(folder, ORIGIN).findings
        assert found, (path, mutated)
        assert exit_code(found) == 3
        place = path.relative_to(tmp_path).as_posix()
        assert any(finding.at.path == place for finding in found), (place, found)
        path.write_bytes(content)


@pytest.mark.slow
def test_entries_that_change_places_or_vanish_are_found(
    grown: tuple[Story, dict[int, str]], tmp_path: Path
) -> None:
    story, _ = grown
    folder = tmp_path / "record"
    shutil.copytree(story.project / "record", folder)
    entries = sorted((folder / "entries").iterdir())
    for number in range(0, len(entries), 4):
        path = entries[number]
        content = path.read_bytes()
        path.unlink()
        found = read_folder(folder, ORIGIN).findings
        assert {finding.code for finding in found} <= {Code.RECORD_CUT, Code.RECORD_EDITED}
        assert found
        # The same entry under another number, with a name that fits.
        entry = read_entry(content)
        assert entry is not None
        moved = entry._replace(number=(entry.number % len(entries)) + 1)
        other = folder / "entries" / entry_name(moved)
        other.write_bytes(moved.as_bytes())
        assert read_folder(folder, ORIGIN).findings
        other.unlink()
        # Edited, and named after the edit: only the root can tell.
        edited = entry._replace(kind=EntryKind.EVENT)
        other = folder / "entries" / entry_name(edited)
        other.write_bytes(edited.as_bytes())
        [finding] = read_folder(folder, ORIGIN).findings
        assert str(finding.at) == "record/checkpoint:3:1"
        other.unlink()
        path.write_bytes(content)
    assert read_folder(folder, ORIGIN).findings == ()


# ------------------------------------------------------------------ verify


@pytest.fixture(scope="module")
def output(grown: tuple[Story, dict[int, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is published of it."""
    folder = tmp_path_factory.mktemp("published") / "output"
    artifacts: tuple[Artifact, ...] = grown[0].build("2026-05-01 00:00").artifacts
    for artifact in artifacts:
        path = folder / artifact.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(artifact.content)
    return folder


@pytest.mark.slow
def test_a_published_folder_is_verified_and_extends_what_was_kept(
    output: Path, grown: tuple[Story, dict[int, str]], tmp_path: Path
) -> None:
    for size, text in grown[1].items():
        kept = read_checkpoint(text)
        verified = verify(output, kept)
        assert verified.findings == (), size
    assert verified.log is not None
    assert len(verified.log.entries) == SIZES
    other = Checkpoint(ORIGIN, 5, bytes(32))
    [finding] = verify(output, other).findings
    assert finding.code is Code.RECORD_FORK
    [finding] = verify(output, Checkpoint(ORIGIN, 99, bytes(32))).findings
    assert finding.code is Code.RECORD_CUT
    [finding] = verify(output, Checkpoint("other.example/1", 1, bytes(32))).findings
    assert finding.code is Code.RECORD_FOREIGN


@pytest.mark.slow
def test_every_single_mutation_of_a_published_folder_is_found_with_its_place(
    output: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "output"
    shutil.copytree(output, folder)
    names = ["record.json", "checkpoint", "SHA256SUMS", "index.html"]
    random_ = random.Random(2026)
    for number in range(300):
        path = folder / names[number % len(names)]
        content = path.read_bytes()
        [mutated] = mutations(content, random_, 1)
        path.write_bytes(mutated)
        found = verify(folder, None).findings
        assert exit_code(found) == 3, (path, mutated)
        named = {finding.at.path for finding in found}
        # A changed line of the sums names a file that is not there, or not so.
        assert path.name in named or path.name == "SHA256SUMS"
        path.write_bytes(content)


@pytest.mark.slow
def test_an_entry_that_was_changed_in_the_data_is_named_with_its_line(
    output: Path, tmp_path: Path
) -> None:
    """Also where somebody made new sums."""
    folder = tmp_path / "output"
    shutil.copytree(output, folder)
    path = folder / "record.json"
    document = json.loads(path.read_text("utf-8"))
    lines = path.read_text("utf-8").splitlines(keepends=True)
    for key, value in (
        ("text", "x"), ("salt", "0" * 32), ("digest", "0" * 64), ("leaf", "0" * 64),
        ("number", 8), ("time", "2026-03-02T06:00:01Z"), ("kind", "event"), ("subject", "site"),
    ):  # fmt: skip
        item = {**document["entries"][6], key: value}
        ending = ",\n"
        path.write_text(
            "".join([*lines[:7], json.dumps(item, ensure_ascii=False) + ending, *lines[8:]]),
            "utf-8",
        )
        sums = folder / "SHA256SUMS"
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        sums.write_text(
            re.sub("[0-9a-f]{64}(?=  record.json)", digest, sums.read_text("utf-8")), "utf-8"
        )
        found = verify(folder, None).findings
        assert [str(finding.at) for finding in found] == ["record.json:8:1"], key


@pytest.mark.slow
def test_the_program_on_the_page_of_the_record_checks_it(
    output: Path, grown: tuple[Story, dict[int, str]], tmp_path: Path
) -> None:
    page = (output / "record.html").read_text("utf-8")
    match = re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)
    assert match is not None
    program = unescape(match[1])
    for name in ("record.json", "checkpoint"):
        shutil.copy(output / name, tmp_path / name)
    (tmp_path / "kept").write_text(grown[1][7], "utf-8")

    def ran(*kept: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-c", program, *kept],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    assert ran().stdout == f"ok: checkpoint {SIZES}\n"
    assert ran("kept").stdout == f"ok: checkpoint {SIZES}\nok: kept 7\n"
    (tmp_path / "kept").write_text(grown[1][8].replace("\n8\n", "\n7\n"), "utf-8")
    assert "kept is another one" in ran("kept").stderr
    data = tmp_path / "record.json"
    data.write_text(data.read_text("utf-8").replace("ご心配", "御心配", 1), "utf-8")
    assert "text of entry" in ran().stderr


# ------------------------------------------------------------------ the command line


def test_recording_building_and_verifying_as_commands(tmp_path: Path) -> None:
    project = a_site(tmp_path / "site")
    now = ("--as-of", "2026-03-02 16:00")
    began = run(project, "record", *now)
    assert (began.code, began.err) == (0, "")
    assert "3 entries" in began.out
    assert "record: www.minato-learning.example/notice/" in (project / "noticegen.yml").read_text(
        "utf-8"
    )
    again = run(project, "record", *now)
    assert again.out.startswith("Nothing is new.\n")
    built = run(project, "build", "--strict", *now)
    assert (built.code, built.err) == (0, "")
    assert "No record is kept" not in built.out
    verified = run(project, "verify", "output", "--since", "record/checkpoint")
    assert (verified.code, verified.err) == (0, "")
    data = json.loads(run(project, "verify", "output", "--format", "json").out)
    assert (data["ok"], data["record"]["size"]) == (True, 3)
    assert json.loads(run(project, "verify", "record", "--format", "json").out)["ok"]
    checked = run(project, "check", *now)
    assert (checked.code, checked.out) == (0, "Nothing is wrong.\n")
    assert not list(project.glob(".record*"))


def test_status_names_what_is_not_in_the_record(tmp_path: Path) -> None:
    project = a_site(tmp_path / "site")
    now = ("--as-of", "2026-03-02 16:00")
    assert "unrecorded" not in run(project, "status", *now).out
    assert "unrecorded" not in json.loads(run(project, "status", "--format", "json", *now).out)
    assert run(project, "record", *now).code == 0
    assert "unrecorded (0)\n" in run(project, "status", *now).out

    news = project / "content/ja/updates/2026-03-04-news.md"
    news.write_text(an_update(title="続報", date="2026-03-04 10:00"), "utf-8")
    told = run(project, "status", *now)
    assert told.code == 0
    assert "unrecorded (1)\n" in told.out
    assert "  ja  2026-03-04 10:00+09:00  page ja/updates/2026-03-04-news  続報\n" in told.out

    update = project / UPDATE
    update.write_text(an_update("別の文です。\n"), "utf-8")
    told = run(project, "status", *now)
    assert "unrecorded (" not in told.out
    assert "when `noticegen check` finds nothing wrong" in told.out


def test_the_last_run_is_taken_back_where_nobody_saw_it(tmp_path: Path) -> None:
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    shutil.copy(story.project / "record/checkpoint", tmp_path / "live")
    before = (story.project / "record/checkpoint").read_bytes()
    story.write(
        {
            "content/ja/updates/2026-03-09-hotline.md": an_update(
                title="窓口", date="2026-03-09 11:00"
            )
        }
    )
    assert story.record("2026-03-09 12:00") == 0
    undone = run(story.project, "record", "--undo", "--live", str(tmp_path / "live"))
    assert (undone.code, undone.err) == (0, "")
    assert (story.project / "record/checkpoint").read_bytes() == before
    refused = run(story.project, "record", "--undo", "--live", str(tmp_path / "live"))
    assert (refused.code, "NG623" in refused.err) == (3, True)


def test_the_first_run_is_taken_back_with_its_line(tmp_path: Path) -> None:
    story = Story(a_site(tmp_path / "site"))
    settings = (story.project / "noticegen.yml").read_text("utf-8")
    assert story.record("2026-03-02 16:00") == 0
    (tmp_path / "live").write_text(Checkpoint(ORIGIN, 0, EMPTY).as_text())
    undone = run(story.project, "record", "--undo", "--live", str(tmp_path / "live"))
    assert (undone.code, undone.err) == (0, "")
    assert not (story.project / "record").exists()
    assert (story.project / "noticegen.yml").read_text("utf-8") == settings


def test_the_live_checkpoint_is_asked_for_over_the_network(tmp_path: Path) -> None:
    """A site that was never published has none; what is live cannot be taken back."""
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    live = tmp_path / "live"
    live.mkdir()
    handler = partial(SimpleHTTPRequestHandler, directory=str(live))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/checkpoint"
        undo = ("record", "--undo", "--live", address)
        (live / "checkpoint").write_text("nothing of the kind\n", "utf-8")
        other = run(story.project, *undo)
        shutil.copy(story.project / "record/checkpoint", live / "checkpoint")
        refused = run(story.project, *undo)
        (live / "checkpoint").unlink()
        undone = run(story.project, *undo)
        server.shutdown()
    gone = run(a_site(tmp_path / "site"), *undo)
    assert (other.code, "is no checkpoint" in other.err) == (3, True)
    assert (refused.code, "NG623" in refused.err) == (3, True)
    assert (undone.code, undone.err) == (0, "")
    assert not (story.project / "record").exists()
    assert (gone.code, gone.out) == (0, "No record is kept: there is nothing to take back.\n")


def test_nobody_who_answers_is_told_with_the_way_on(tmp_path: Path) -> None:
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}/checkpoint"
        ran = run(story.project, "record", "--undo", "--live", address)
    assert ran.code == 4
    assert "the published checkpoint cannot be read: Connection refused" in ran.err
    assert (story.project / "record").is_dir()


def test_two_branches_are_found_and_one_is_taken_down_after_the_other(tmp_path: Path) -> None:
    """As version control merges them: all files of both, and one of the two checkpoints."""
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    other = Story(tmp_path / "other", salts=100)
    shutil.copytree(story.project, other.project)
    ours, theirs = (
        "content/ja/updates/2026-03-09-ours.md",
        "content/ja/updates/2026-03-08-theirs.md",
    )
    story.write({ours: an_update(title="一", date="2026-03-09 11:00")})
    other.write({theirs: an_update(title="二", date="2026-03-08 11:00")})
    assert story.record("2026-03-09 12:00") == 0
    assert other.record("2026-03-09 12:05") == 0
    story.write({theirs: (other.project / theirs).read_bytes()})
    for kind in ("entries", "texts"):
        for path in (other.project / "record" / kind).iterdir():
            shutil.copy(path, story.project / "record" / kind / path.name)
    built = run(story.project, "build", "--as-of", "2026-03-09 13:00")
    assert (built.code, "NG615" in built.err) == (3, True)
    before = story.public_of_branch()
    assert story.record("2026-03-09 13:00") == 0
    log = story.public("2026-03-09 13:00")
    assert log.entries[: len(before)] == before
    assert [entry.subject for entry in log.entries[len(before) :]] == [
        "page ja/updates/2026-03-08-theirs"
    ]
    assert exit_code(story.build("2026-03-09 13:00").findings) == 0


def test_conflict_marks_in_the_checkpoint_are_a_fork(tmp_path: Path) -> None:
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    path = story.project / "record/checkpoint"
    text = path.read_text("utf-8")
    path.write_text(f"<<<<<<< HEAD\n{text}=======\n{text}>>>>>>> other\n", "utf-8")
    built = run(story.project, "build", "--as-of", "2026-03-02 17:00")
    assert (built.code, "record/checkpoint:1:1: error NG615" in built.err) == (3, True)


# ------------------------------------------------------------------ what is no change

INDEX = "content/ja/index.md"
FACT = """\
people:
  type: number
  name: 対象の人数
  unit: 人
  backdated: これまで本文に書いていた数です。
  values:
    - {from: 2026-03-02 15:00, value: 912480}
"""


@pytest.mark.parametrize(
    "files",
    [
        pytest.param({INDEX: SMALLEST[INDEX].replace("\n", "\r\n").encode()}, id="line ends"),
        pytest.param({INDEX: SMALLEST[INDEX] + "\n\n\n"}, id="empty lines"),
        pytest.param(
            {INDEX: SMALLEST[INDEX].replace("ご心配を", "ご心配を\n")}, id="lines broken elsewhere"
        ),
        pytest.param({INDEX: SMALLEST[INDEX].replace("ご", "こ\u3099")}, id="composed otherwise"),
        pytest.param(
            {
                INDEX: SMALLEST[INDEX]
                .replace("---\n\n", 'summary: ""\n---\n\n')
                .replace('summary: ""\n', "")
            },
            id="the same",
        ),
        pytest.param({"themes/own/style.css": "body { margin: 0 }\n"}, id="another theme"),
    ],
)
def test_the_same_in_another_form_is_no_change(
    files: dict[str, str | bytes | None], tmp_path: Path
) -> None:
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    if "themes/own/style.css" in files:
        settings = (story.project / "noticegen.yml").read_text("utf-8")
        files = {**files, "noticegen.yml": settings + "theme: own\n"}
    story.write(files)
    story.said = []
    assert story.record("2026-03-02 17:00") == 0
    assert story.said[0] == "Nothing is new."


def test_a_late_translation_is_an_addition(tmp_path: Path) -> None:
    settings = SMALLEST["noticegen.yml"].replace("[ja]", "[ja, en]")
    story = Story(a_site(tmp_path / "site", {"noticegen.yml": settings}))
    assert story.record("2026-03-02 16:00") == 0
    story.write(
        {"content/en/index.md": "---\ntitle: Notice\ntranslated: 2026-03-05 10:00\n---\n\nSorry.\n"}
    )
    assert story.record("2026-03-05 10:05") == 0
    last = story.public("2026-03-05 10:05").entries[-1]
    assert (last.kind, last.subject) == (EntryKind.TRANSLATION, "page en/index")


def test_a_figure_that_becomes_a_placeholder_is_no_change(tmp_path: Path) -> None:
    text = SMALLEST[INDEX] + "\n対象は912,480人です。\n"
    story = Story(a_site(tmp_path / "site", {INDEX: text}))
    assert story.record("2026-03-02 16:00") == 0
    story.write({INDEX: text.replace("912,480人", "${people}"), "content/facts.yml": FACT})
    assert exit_code(story.build("2026-03-03 10:00").findings) == 0
    assert story.record("2026-03-03 10:00") == 0
    kinds = [entry.kind for entry in story.public("2026-03-03 10:00").entries[3:]]
    assert kinds == [EntryKind.PUBLICATION, EntryKind.FORM]


def test_what_looks_like_a_placeholder_of_the_same_value_is_held_to_what_it_prints(
    tmp_path: Path,
) -> None:
    text = SMALLEST[INDEX] + "\n対象は912,481人です。\n"
    story = Story(a_site(tmp_path / "site", {INDEX: text}))
    assert story.record("2026-03-02 16:00") == 0
    story.write({INDEX: text.replace("912,481人", "${people}"), "content/facts.yml": FACT})
    [finding] = [f for f in story.build("2026-03-03 10:00").findings if f.exit == 3 and f.lines]
    assert finding.code is Code.SILENT_CHANGE


def test_a_note_to_come_excuses_no_change_that_is_public_already(tmp_path: Path) -> None:
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    changed = SMALLEST[INDEX].replace(
        "---\n\nご心配",
        "changes:\n  - at: 2026-03-09 10:00\n    kind: correction\n    note: 改めました。\n"
        "---\n\nお詫び",
    )
    story.write({INDEX: changed})
    assert exit_code(story.build("2026-03-03 10:00").findings) == 3
    assert Code.SILENT_CHANGE in {f.code for f in story.build("2026-03-03 10:00").findings}


def test_a_note_cannot_be_put_to_a_value_that_had_none(tmp_path: Path) -> None:
    story = Story(a_site(tmp_path / "site", {"content/facts.yml": FACT}))
    assert story.record("2026-03-02 16:00") == 0
    story.write({"content/facts.yml": FACT.replace("912480}", "912480, note: 概算です。}")})
    findings = story.build("2026-03-03 10:00").findings
    assert [f.code for f in findings if f.exit == 3] == [Code.PAST_REWRITTEN]


def test_a_note_that_gets_another_language_is_taken_down(tmp_path: Path) -> None:
    settings = SMALLEST["noticegen.yml"].replace("[ja]", "[ja, en]")
    fact = FACT.replace("912480}", "912480, note: {ja: 概算です。}}")
    files = {"noticegen.yml": settings, "content/facts.yml": fact}
    story = Story(a_site(tmp_path / "site", files))
    assert story.record("2026-03-02 16:00") == 0
    story.write({"content/facts.yml": fact.replace("概算です。}", "概算です。, en: An estimate.}")})
    assert story.record("2026-03-03 10:00") == 0
    last = story.public("2026-03-03 10:00").entries[-1]
    assert (last.kind, last.subject) == (EntryKind.TRANSLATION, "fact people")


def test_a_killed_folder_is_never_half_written(tmp_path: Path) -> None:
    """What is staged beside the record and never exchanged is passed over by the next run."""
    story = Story(a_site(tmp_path / "site"))
    assert story.record("2026-03-02 16:00") == 0
    staging = story.project / ".record.new"
    staging.mkdir()
    (staging / "checkpoint").write_text("half")
    assert story.record("2026-03-02 17:00") == 0
    story.write(
        {"content/ja/updates/2026-03-09-a.md": an_update(title="一", date="2026-03-09 11:00")}
    )
    assert story.record("2026-03-09 12:00") == 0
    assert not staging.exists()


def test_the_page_about_the_record_names_its_files_and_runs_its_commands(tmp_path: Path) -> None:
    text = (ROOT / "docs/record.md").read_text("utf-8")
    project = a_site(tmp_path / "site")
    later = project / "content/ja/updates/2026-03-04-news.md"
    later.write_text(an_update(title="続報", date="2026-03-04 10:00"), "utf-8")
    now = {"SOURCE_DATE_EPOCH": "1772438400"}  # 2026-03-02 17:00 in Tokyo
    commands = re.findall(r"^\$ noticegen (.+)$", text, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["record", "verify", "verify"]
    assert run(project, *commands[0].split(), env=now).code == 0
    assert run(project, "build", "--strict", env=now).code == 0
    shutil.copy(project / "output/checkpoint", project / "kept-checkpoint")
    for command in commands[1:]:
        assert run(project, *command.split()).code == 0
    table = text.partition("| In `record/` |")[2].partition("\n\n")[0]
    named = {name.rstrip("/") for name in re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)}
    there = {path.name for path in (project / "record").iterdir()}
    assert there - {".gitattributes"} == named


# ------------------------------------------------------------------ public holidays

DESK = """\
hotline:
  name: {ja: お客さま専用窓口}
  phone: 0800-000-0140
  region: JP
  free: true
  holidays: JP
  hours:
    - {from: 2026-03-02, weekly: {mon-fri: "9:00-18:00"}, on_holidays: closed}
"""


def test_a_further_year_of_public_holidays_is_shown_when_it_was_taken_down(tmp_path: Path) -> None:
    """Design, section 2: `record` fixes them up to the end of the next calendar year."""
    story = Story(a_site(tmp_path / "site", {"content/contacts.yml": DESK}))
    assert story.record("2026-03-02 16:00") == 0

    def last_year(moment: str) -> str:
        prepared = story.build(moment)
        assert not [f for f in prepared.findings if f.code is Code.NOT_RECORDED]
        contact = next(a for a in prepared.artifacts if a.path == "contact.html")
        years: list[str] = re.findall(r"20\d\d年", contact.content.decode())
        return max(years)

    assert last_year("2026-03-02 16:00") == "2027年"
    assert last_year("2027-01-05 09:00") == "2027年"
    assert story.record("2027-01-05 09:00") == 0
    newest = story.public("2027-01-05 09:00").entries[-1]
    assert (newest.kind, newest.subject) == (EntryKind.HOLIDAYS, "contact hotline")
    assert last_year("2027-01-05 09:00") == "2028年"
    assert story.record("2027-01-06 09:00") == 0
    assert story.public("2027-01-06 09:00").entries[-1] == newest
