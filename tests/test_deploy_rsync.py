"""Releases on a server over SSH: whole ones, a link that is switched, and the way back."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from build_site import Ran, a_site, an_update, build, run, tree
from sites import tool
from story import Story
from target_servers import Wire, folder_files, ssh_server, wire
from test_deploy import AFTER, BEFORE, dead, deploy, first, second, settings


class Host:
    """A server over SSH, behind a wire that can be cut."""

    def __init__(self, folder: Path, wire_: Wire, key: Path) -> None:
        words = [
            tool("ssh"), "-F", "none", "-i", str(key), "-p", str(wire_.server_address[1]),
            "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no",
            "-o", f"UserKnownHostsFile={folder}/known", "-o", "LogLevel=ERROR",
        ]  # fmt: skip
        self.env = {"RSYNC_RSH": shlex.join(words)}
        self.wire = wire_

    def restore(self) -> None:
        """A wire that carries everything."""
        self.wire.carried, self.wire.left = 0, 10**12


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    tool("rsync")
    folder = tmp_path_factory.mktemp("ssh")
    with ssh_server(folder) as (port, key), wire(port) as cut:
        yield Host(folder, cut, key)


def shown(place: Path) -> dict[str, bytes]:
    """What readers are shown."""
    return folder_files(place / "current")


def releases(place: Path) -> list[str]:
    return sorted(path.name for path in (place / "releases").iterdir() if path.is_dir())


def test_a_release_is_put_beside_the_old_one_and_the_link_is_switched(
    host: Host, tmp_path: Path
) -> None:
    host.restore()
    place = tmp_path / "srv"
    target = f"rsync: '127.0.0.1:{place}', keep: 2"
    old, new = first(tmp_path / "old", target), second(tmp_path / "new", target)
    ran = deploy(old, host.env)
    assert ran.code == 0, ran.err
    assert shown(place) == folder_files(old / "output")
    (before,) = releases(place)
    assert (place / "current").readlink() == Path("releases") / before
    ran = deploy(new, host.env)
    assert ran.code == 0, ran.err
    assert shown(place) == folder_files(new / "output")
    assert len(releases(place)) == 2
    same = "updates/2026-03-03-one.html" not in shown(place)
    assert same
    # What did not change is the same file on the disk, and not a copy.
    robots = next(
        path
        for path, content in folder_files(old / "output").items()
        if (new / "output" / path).is_file() and (new / "output" / path).read_bytes() == content
    )
    assert (place / "current" / robots).stat().st_nlink == 2
    again = deploy(new, host.env)
    assert (again.code, again.out.splitlines()[0][:6]) == (0, "live: ")
    assert len(releases(place)) == 2


def test_old_releases_go_and_what_is_not_ours_stays(tmp_path: Path) -> None:
    place = tmp_path / "srv"
    target = f"rsync: {place}, keep: 2"
    site = first(tmp_path / "site", target)
    (place / "releases/by-hand").mkdir(parents=True)
    for hour in range(9, 13):
        assert build(site, as_of=f"2026-03-10 {hour:02}:00").code == 0
        with (site / "content/ja/index.md").open("a", encoding="utf-8") as page:
            page.write(f"\n{hour}時\n")
        assert build(site, as_of=f"2026-03-10 {hour:02}:30").code == 0
        ran = deploy(site, {})
        assert ran.code == 0, ran.err
    ours = [name for name in releases(place) if name != "by-hand"]
    assert len(ours) == 2
    assert (place / "releases/by-hand").is_dir()
    assert shown(place) == folder_files(site / "output")


@pytest.mark.slow
def test_a_wire_that_is_cut_anywhere_leaves_a_whole_site(host: Host, tmp_path: Path) -> None:
    """As many cuts as there are files to carry, spread over all bytes that go to the server."""
    place = tmp_path / "srv"
    target = f"rsync: '127.0.0.1:{place}'"
    old, new = first(tmp_path / "old", target), second(tmp_path / "new", target)
    host.restore()
    assert deploy(old, host.env).code == 0
    before, wanted = folder_files(old / "output"), folder_files(new / "output")
    release = (place / "current").readlink()
    host.restore()
    assert deploy(new, host.env, "--dry-run").code == 0
    looking = host.wire.carried
    host.restore()
    assert deploy(new, host.env).code == 0
    everything = host.wire.carried
    newest = (place / "current").readlink()
    codes = set()
    cuts = sum(before.get(path) != content for path, content in wanted.items())
    for number in range(cuts):
        (place / "current").unlink()
        (place / "current").symlink_to(release)
        for left in (place / newest, place / f"{newest}.json", place / f"{newest}.part"):
            run_rm(left)
        host.restore()
        host.wire.left = looking // 2 + (everything - looking // 2) * number // cuts
        ran = deploy(new, host.env)
        codes.add(ran.code)
        seen = shown(place)
        assert not dead(seen)
        assert seen in (before, wanted)
        assert seen == wanted if ran.code == 0 else ran.code in {4, 5}, ran.err
        host.restore()
        assert deploy(new, host.env).code == 0
        assert shown(place) == wanted
    assert codes >= {4, 5}


def run_rm(path: Path) -> None:
    if path.is_dir():
        for inner in path.iterdir():
            run_rm(inner)
        path.rmdir()
    else:
        path.unlink(missing_ok=True)


def test_what_somebody_changed_there_is_told_and_the_next_release_is_as_built(
    tmp_path: Path,
) -> None:
    place = tmp_path / "srv"
    site = first(tmp_path / "site", f"rsync: {place}")
    assert deploy(site, {}).code == 0
    for text in ("hacked", "hacked again"):
        (place / "current/index.html").write_text(text, "utf-8")
        ran = deploy(site, {})
        assert ran.code == 0, ran.err
        assert "warning NG601 foreign-files: these files were changed there since" in ran.err
        assert shown(place) == folder_files(site / "output")
    assert len(releases(place)) == 2
    assert "0 new, 0 changed, 0 gone" in deploy(site, {}).out


def test_a_release_whose_list_is_lost_gets_one(tmp_path: Path) -> None:
    place = tmp_path / "srv"
    site = first(tmp_path / "site", f"rsync: {place}")
    assert deploy(site, {}).code == 0
    (release,) = releases(place)
    listing = place / f"releases/{release}.json"
    text = listing.read_text("utf-8")
    for left in ("", text[:200]):
        listing.write_text(left, "utf-8")
        assert deploy(site, {}).code == 0
        assert releases(place) == [release]
        assert listing.read_text("utf-8") == text


def test_an_upload_that_was_given_up_is_taken_away(tmp_path: Path) -> None:
    place = tmp_path / "srv"
    (place / "releases/by-hand.part").mkdir(parents=True)
    (place / "releases/20260309T000000Z-0123456789ab.part").mkdir()
    site = first(tmp_path / "site", f"rsync: {place}")
    assert deploy(site, {}).code == 0
    assert [name for name in releases(place) if name.endswith(".part")] == ["by-hand.part"]


def test_a_list_that_arrives_in_part_is_not_taken(tmp_path: Path) -> None:
    """A shell at the other end goes on with its script when the line is cut."""
    place = tmp_path / "srv"
    site = first(tmp_path / "site", f"rsync: {place}")
    told = json.loads(run(site, "deploy", "live", "--dry-run", "--format", "json").out)
    words = {item["phase"]: item["command"] for item in told["deployment"]["commands"]}
    assert deploy(site, {}).code == 0
    text = (place / f"releases/{releases(place)[0]}.json").read_bytes()
    before = tree(place)
    cut = subprocess.run(words["end"], cwd=site, input=text[:100], check=False)
    assert cut.returncode != 0
    for left in (place / "releases").glob("*.new"):
        left.unlink()
    assert tree(place) == before


# ------------------------------------------------------------------ the way back


def recorded(folder: Path, target: str) -> Story:
    story = Story(a_site(folder, {"noticegen.yml": settings(target)}))
    assert story.record(BEFORE) == 0, story.said
    assert build(folder, as_of=BEFORE).code == 0
    return story


def rolled_back(site: Path, env: Mapping[str, str | None] = {}) -> Ran:
    return deploy(site, env, "--rollback")


def test_one_goes_back_to_a_release_with_the_same_record_and_no_further(
    host: Host, tmp_path: Path
) -> None:
    host.restore()
    place, site = tmp_path / "srv", tmp_path / "site"
    target = f"rsync: '127.0.0.1:{place}'"
    story = recorded(site, target)
    assert rolled_back(site, host.env).code == 4
    assert deploy(site, host.env).code == 0
    assert "NG717" in rolled_back(site, host.env).err
    # An entry more, and after it a build with another look.
    update = "content/ja/updates/2026-03-11-two.md"
    a_site(site, {"noticegen.yml": (site / "noticegen.yml").read_text("utf-8")})
    (site / update).write_text(an_update(title="二", date="2026-03-11 15:00"), "utf-8")
    assert story.record(AFTER) == 0, story.said
    assert build(site, as_of=AFTER).code == 0
    assert deploy(site, host.env).code == 0
    good = shown(place)
    style = site / "themes/plain/style.css"
    style.parent.mkdir(parents=True)
    style.write_text("body{color:red}\n", "utf-8")
    with (site / "noticegen.yml").open("a", encoding="utf-8") as file:
        file.write("theme: plain\n")
    assert build(site, as_of="2026-03-12 10:00").code == 0
    assert deploy(site, host.env).code == 0
    assert shown(place) != good
    ran = rolled_back(site, host.env)
    assert ran.code == 0, ran.err
    assert shown(place) == good
    ran = rolled_back(site, host.env)
    assert ran.code == 3
    assert "NG614" in ran.err
    assert shown(place) == good


def test_a_target_without_releases_has_no_way_back(tmp_path: Path) -> None:
    site = a_site(tmp_path, {"noticegen.yml": settings("rclone: ':local:there'")})
    ran = rolled_back(site)
    assert ran.code == 2
    assert "keeps no releases" in ran.err


def test_what_noticegen_did_not_put_there_is_not_replaced(tmp_path: Path) -> None:
    place = tmp_path / "srv"
    (place / "current").mkdir(parents=True)
    site = first(tmp_path / "site", f"rsync: {place}")
    ran = deploy(site, {})
    assert ran.code == 4
    assert "NG601" in ran.err
    (place / "current").rmdir()
    (place / "elsewhere").mkdir()
    (place / "current").symlink_to("elsewhere")
    ran = deploy(site, {})
    assert ran.code == 4
    assert "it leads to elsewhere" in ran.err
    assert not (place / "releases").exists()


def test_a_server_that_does_not_let_us_in_is_told_and_nothing_is_asked(
    host: Host, tmp_path: Path
) -> None:
    host.restore()
    site = first(tmp_path / "site", f"rsync: '127.0.0.1:{tmp_path}/srv'")
    for words, said in (
        ("-o IdentitiesOnly=yes -o IdentityFile=none", "Permission denied"),
        ("-p 1", "Connection refused"),
    ):
        rsh = shlex.split(host.env["RSYNC_RSH"])
        key = rsh.index("-i")
        plain = [*rsh[:1], *shlex.split(words), *rsh[1:key], *rsh[key + 2 :]]
        ran = deploy(site, {"RSYNC_RSH": shlex.join(plain)})
        assert ran.code == 4
        assert "NG712 not-reached: the target cannot be read; nothing was changed" in ran.err
        assert said in ran.err
    assert not (tmp_path / "srv").exists()


def test_a_folder_that_cannot_be_made_is_told(host: Host, tmp_path: Path) -> None:
    host.restore()
    (tmp_path / "file").touch()
    site = first(tmp_path / "site", f"rsync: '127.0.0.1:{tmp_path}/file'")
    ran = deploy(site, host.env)
    assert ran.code == 4
    assert "nothing can be written at the target; nothing was changed" in ran.err


def test_the_script_that_is_printed_does_the_same(tmp_path: Path) -> None:
    place = tmp_path / "srv"
    site = first(tmp_path / "site", f"rsync: {place}")
    printed = run(site, "deploy", "live", "--print")
    assert printed.code == 0
    assert not place.exists()
    (site / "deploy.sh").write_text(printed.out, "utf-8")
    assert os.spawnvp(os.P_WAIT, "sh", ["sh", "-c", f"cd {site} && sh deploy.sh"]) == 0
    assert shown(place) == folder_files(site / "output")
    assert "0 new, 0 changed" in deploy(site, {}).out
