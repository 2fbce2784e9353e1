"""What is not put at a target, what is said then, and what is never printed."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from build_site import (
    SMALLEST,
    UPDATE,
    Ran,
    a_site,
    an_update,
    build,
    command,
    plain_environment,
    run,
)
from noticegen.config import Config, read_config
from noticegen.deploy.ledger import NAME as LEDGER
from noticegen.deploy.order import Phase
from noticegen.hosts.model import served
from noticegen.model import Artifact
from serving import PATIENCE
from sites import ROOT, tool
from story import Story
from target_servers import S3, SECRET, WebDav, folder_files, s3, webdav
from test_deploy import AFTER, BEFORE, deploy, first, published, second, settings

HERE = "rclone: ':local:there'"
"""A target in the folder of the project."""


@pytest.fixture(autouse=True)
def _rclone() -> None:
    tool("rclone")


def there(site: Path) -> dict[str, bytes]:
    return folder_files(site / "there")


def refused(site: Path, code: int, said: str, *arguments: str) -> Ran:
    """It ends with `code` and says so, and nothing at the target changed."""
    before = there(site)
    ran = deploy(site, {}, *arguments)
    assert ran.code == code, ran.err
    assert said in ran.err
    assert there(site) == before
    return ran


# ------------------------------------------------------------------ the record


def recorded(folder: Path, more: str = "") -> Story:
    files = {"noticegen.yml": settings(HERE), UPDATE: SMALLEST[UPDATE] + more}
    story = Story(a_site(folder, files))
    assert story.record(BEFORE) == 0, story.said
    assert build(folder, as_of=BEFORE).code == 0
    return story


def test_a_record_is_never_made_shorter(tmp_path: Path) -> None:
    site = tmp_path / "site"
    story = recorded(site)
    (site / "content/ja/updates/2026-03-11-two.md").write_text(
        an_update(title="二", date="2026-03-11 15:00"), "utf-8"
    )
    assert story.record(AFTER) == 0, story.said
    assert build(site, as_of=AFTER).code == 0
    assert deploy(site, {}).code == 0
    assert build(site, as_of=BEFORE).code == 0
    refused(site, 3, "live/checkpoint: error NG614 record-cut: the record has ")


def test_another_record_is_not_put_over_it(tmp_path: Path) -> None:
    recorded(tmp_path / "one")
    assert deploy(tmp_path / "one", {}).code == 0
    recorded(tmp_path / "other", more=" 別の文です。\n")
    (tmp_path / "one/there").rename(tmp_path / "other/there")
    refused(tmp_path / "other", 3, "error NG615 record-fork: ")


def test_a_site_without_a_record_is_not_put_over_one_with_it(tmp_path: Path) -> None:
    recorded(tmp_path / "one")
    assert deploy(tmp_path / "one", {}).code == 0
    site = first(tmp_path / "other", HERE)
    (tmp_path / "one/there").rename(site / "there")
    refused(site, 3, "live/record.json: error NG611 record-missing: a record with ")


# ------------------------------------------------------------------ the output, and its moment


def test_an_older_build_is_not_put_over_a_newer_one(tmp_path: Path) -> None:
    site = second(tmp_path, HERE)
    assert deploy(site, {}).code == 0
    assert build(site, as_of=BEFORE).code == 0
    refused(site, 4, "a build for 2026-03-12 09:00+09:00 was put there, and this one is for")


def test_an_output_of_a_moment_to_come_stays_here(tmp_path: Path) -> None:
    site = first(tmp_path, HERE)
    assert build(site, as_of="2150-01-01 00:00").code == 0
    refused(site, 4, "which is still to come: it may hold what is not public yet")


def test_an_output_that_is_out_of_date_is_told(tmp_path: Path) -> None:
    site = second(tmp_path, HERE)
    assert build(site, as_of="2026-03-11 14:00").code == 0
    ran = deploy(site, {})
    assert ran.code == 0
    assert "warning NG715 other-moment: it was built for 2026-03-11 14:00+09:00" in ran.err


@pytest.mark.parametrize("file", ["index.html", "SHA256SUMS"])
def test_an_output_that_was_touched_stays_here(tmp_path: Path, file: str) -> None:
    site = first(tmp_path, HERE)
    with (site / "output" / file).open("a", encoding="utf-8") as page:
        page.write("\n")
    refused(site, 3, "NG624 not-as-built")


def test_a_control_file_that_was_touched_stays_here(tmp_path: Path) -> None:
    site = a_site(
        tmp_path,
        {"noticegen.yml": settings(HERE).replace("/notice/", "/") + "hosts: [netlify]\n"},
    )
    assert build(site).code == 0
    (site / "output/_headers").write_text("/*\n  X-Frame-Options: ALLOWALL\n", "utf-8")
    refused(site, 3, "its files are not those of the last build")


def test_an_output_whose_stamp_is_gone_stays_here(tmp_path: Path) -> None:
    site = first(tmp_path, HERE)
    (site / ".output.built").unlink()
    refused(site, 3, "nothing beside it says when it was built")


# ------------------------------------------------------------------ what is there already


def test_files_of_somebody_else_are_not_overwritten_unless_it_is_said(tmp_path: Path) -> None:
    site = first(tmp_path, HERE)
    (site / "there").mkdir()
    (site / "there/index.html").write_text("the corporate home page", "utf-8")
    (site / "there/about.html").write_text("about us", "utf-8")
    refused(site, 4, "there are files here that noticegen did not put there: index.html")
    assert deploy(site, {}, "--first").code == 0
    expected = {**folder_files(site / "output"), "about.html": b"about us"}
    assert published(there(site)) == expected


def test_what_somebody_changed_there_is_told_and_put_back(tmp_path: Path) -> None:
    site = first(tmp_path, HERE)
    assert deploy(site, {}).code == 0
    (site / "there/faq.html").write_text("?", "utf-8")
    (site / "there/index.html").write_text("hacked", "utf-8")
    ran = deploy(site, {})
    assert ran.code == 0
    assert "warning NG601 foreign-files: these files were changed there since" in ran.err
    assert "index.html" in ran.err
    expected = {**folder_files(site / "output"), "faq.html": b"?"}
    assert published(there(site)) == expected


def test_more_is_deleted_than_the_target_allows_only_when_that_is_said(tmp_path: Path) -> None:
    target = f"{HERE}, deletions: 1"
    site = first(tmp_path / "old", target)
    assert deploy(site, {}).code == 0
    new = second(tmp_path / "new", target)
    (site / "there").rename(new / "there")
    refused(new, 4, "it would delete 2 files, and may delete 1: files/letter.csv, ")


# ------------------------------------------------------------------ before anything is done


def test_a_dry_run_and_a_printed_script_change_nothing_and_the_script_does_it(
    tmp_path: Path,
) -> None:
    site = first(tmp_path, HERE)
    ran = deploy(site, {}, "--dry-run")
    assert ran.code == 0
    assert "  + assets    files/letter.csv\n" in ran.out
    count = len(folder_files(site / "output"))
    assert ran.out.endswith(f"live: {count} new, 0 changed, 0 gone, 0 as they are\n")
    ran = deploy(site, {}, "--print")
    assert not (site / "there").exists()
    (site / "deploy.sh").write_text(ran.out, "utf-8")
    subprocess.run(["sh", "deploy.sh"], cwd=site, check=True, capture_output=True)
    assert published(there(site)) == folder_files(site / "output")
    assert "0 new, 0 changed" in deploy(site, {}).out


def test_the_plan_for_programs_lists_every_file_in_its_phase(tmp_path: Path) -> None:
    site = first(tmp_path, HERE)
    ran = deploy(site, {}, "--dry-run", "--format", "json")
    told = json.loads(ran.out)
    assert told.keys() == {"version", "exit", "deployment", "findings", "live"}
    plan = told["deployment"]
    assert {item["path"] for item in plan["uploads"]} == folder_files(site / "output").keys()
    order = [phase.value for phase in Phase]
    phases = [order.index(item["phase"]) for item in plan["uploads"]]
    assert phases == sorted(phases)
    assert plan["uploads"][-1]["path"] == "index.html"
    assert [item["phase"] for item in plan["commands"]][0::len(plan["commands"]) - 1] == [
        "begin", "end",
    ]  # fmt: skip


def test_the_page_about_it_names_every_phase_and_every_key(tmp_path: Path) -> None:
    text = (ROOT / "docs/deploy.md").read_text("utf-8")
    assert {phase.value for phase in Phase} == set(
        re.findall(r"^\| `(\w+)` \|", text.partition("## For programs")[0], re.MULTILINE)
    ) | {"publish"}
    site = first(tmp_path, HERE)
    told = json.loads(deploy(site, {}, "--format", "json").out)

    def keys(value: object, name: str = "") -> Iterator[str]:
        if isinstance(value, dict):
            for key, inner in value.items():
                yield f"{name}{key}"
                if key not in {"live", "findings"}:
                    yield from keys(inner, f"{name}{key}.")
        if isinstance(value, list) and value:
            yield from keys(value[0], f"{name[:-1]}[].")

    documented = set(re.findall(r"`([\w.\[\]]+)`", text.partition("## For programs")[2]))
    assert set(keys(told)) <= documented


def test_which_target_is_asked_when_there_are_several(tmp_path: Path) -> None:
    site = first(tmp_path, HERE)
    text = (site / "noticegen.yml").read_text("utf-8")
    text = text.replace("targets: {", "targets: {other: {command: x}, ")
    (site / "noticegen.yml").write_text(text, "utf-8")
    ran = run(site, "deploy")
    assert ran.code == 2
    assert "which target? there are other, live" in ran.err
    ran = run(site, "deploy", "life")
    assert ran.code == 2
    assert "did you mean `live`?" in ran.err


# ------------------------------------------------------------------ credentials


@pytest.fixture
def dav(tmp_path: Path) -> Iterator[WebDav]:
    (tmp_path / "dav").mkdir()
    with webdav(tmp_path / "dav", password="another") as server:
        yield server


@pytest.mark.parametrize("more", [(), ("--print",), ("--format", "json")])
def test_a_wrong_password_changes_nothing_and_is_not_printed(
    dav: WebDav, tmp_path: Path, more: tuple[str, ...]
) -> None:
    site = first(tmp_path / "site", f"rclone: '{dav.remote}'")
    hidden = dav.env["RCLONE_CONFIG_DAV_PASS"]
    assert hidden
    ran = run(site, "deploy", "live", *more, env=dav.env, timeout=60)
    assert ran.code == 4
    assert "NG712" in ran.err + ran.out
    assert "401" in ran.err + ran.out or more
    for secret in (hidden, "another", SECRET):
        assert secret not in ran.out + ran.err
    assert not dav.files()


def test_what_a_tool_prints_is_shown_without_credentials(tmp_path: Path) -> None:
    secret = "s3cr3t-of-the-pipeline"
    site = first(tmp_path, "command: sh publish.sh")
    script = "env >&2; echo https://press:pw-in-a-url@host/ >&2; exit 1\n"
    (site / "publish.sh").write_text(script, "utf-8")
    env = {"NETLIFY_AUTH_TOKEN": secret, "AWS_SECRET_ACCESS_KEY": secret[::-1]}
    ran = run(site, "deploy", "live", "--first", env=env)
    assert ran.code == 5
    assert "NG716" in ran.err
    assert secret not in ran.err
    assert secret[::-1] not in ran.err
    assert "pw-in-a-url" not in ran.err
    assert "https://•••@host/" in ran.err


# ------------------------------------------------------------------ object storage


def test_a_bucket_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with s3(tmp_path) as server:
        assert isinstance(server, S3)
        site = first(tmp_path / "site", "rclone: 's3:another/notice'")
        ran = deploy(site, server.env)
        assert ran.code == 4
        assert "NG712 not-reached: nothing can be written at the target; nothing was" in ran.err
        assert "The specified bucket does not exist" in ran.err
        assert server.buckets() == ["site"]


def test_objects_carry_what_the_host_is_meant_to_say(tmp_path: Path) -> None:
    with s3(tmp_path) as server:
        assert isinstance(server, S3)
        site = first(tmp_path / "site", f"rclone: '{server.remote}'")
        ran = deploy(site, server.env)
        assert ran.code == 0, ran.err
        config = read_config(site)
        assert isinstance(config, Config)
        files = folder_files(site / "output")
        artifacts = [Artifact(path, content) for path, content in files.items()]
        for file in served(artifacts, config).files:
            headers = dict(server.ask("HEAD", f"/site/notice/{file.path}").getheaders())
            sent = {name.lower(): value for name, value in headers.items()}
            assert sent["content-type"] == file.media_type, file.path
            assert sent["cache-control"] == file.cache.value, file.path


# ------------------------------------------------------------------ the host's own tool


def test_the_tool_of_a_host_publishes_and_caches_are_told(tmp_path: Path) -> None:
    site = first(tmp_path, "command: 'cp -R output there', purge: 'tee purged.txt'")
    ran = deploy(site, {}, "--first")
    assert ran.code == 0, ran.err
    assert there(site) == folder_files(site / "output")
    purged = (site / "purged.txt").read_text("utf-8").splitlines()
    address = "https://www.minato-learning.example/notice/"
    assert sorted(purged) == sorted([address, *(address + path for path in there(site))])
    ran = deploy(site, {})
    assert ran.code == 4
    assert "if nothing was ever published there, add --first" in ran.err


# ------------------------------------------------------------------ interrupted, and on a terminal


def test_it_ends_with_the_tool_when_it_is_told_to(tmp_path: Path) -> None:
    site = first(tmp_path, "command: \"sh -c 'echo $$ > pid; exec sleep 60'\"")
    with subprocess.Popen(
        command("deploy", "live", "--first", "--no-verify"), cwd=site, env=plain_environment()
    ) as process:
        until = time.monotonic() + PATIENCE
        while not (site / "pid").is_file() or not (site / "pid").read_text():
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 143
    child = int((site / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_terminal_is_shown_the_phase_and_then_a_clean_line(tmp_path: Path) -> None:
    site = first(tmp_path, HERE)
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command("deploy", "live", "--no-verify"),
        cwd=site, env=plain_environment(), stdout=subprocess.DEVNULL, stderr=theirs,
    ) as process:  # fmt: skip
        os.close(theirs)
        said = b""
        while chunk := _read(ours):
            said += chunk
        assert process.wait(PATIENCE) == 0
    os.close(ours)
    assert re.search(rb"new \d+/\d+", said)
    assert said.endswith(b"\r\x1b[K")
    (site / "there" / LEDGER).unlink()
    assert deploy(site, {}, "--first").err == ""


def _read(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except OSError:  # Linux says EIO when the other end is closed
        return b""


# ------------------------------------------------------------------ settings


TARGETS: Mapping[str, tuple[str, str]] = {
    "nothing": ("live: {}", "needs one of rclone, rsync and command"),
    "two": ("live: {rclone: 'a:b', rsync: '/srv/x'}", "has rclone + rsync, and needs one of them"),
    "name": ("Live: {rclone: 'a:b'}", "“Live” cannot be the name of a target"),
    "no-remote": ("live: {rclone: bucket}", "write a remote and a path"),
    "option": ("live: {rclone: '-x:y'}", "write a remote and a path"),
    "relative": ("live: {rsync: 'host:notice'}", "write a server and a whole path"),
    "root": ("live: {rsync: 'host:/'}", "write a server and a whole path"),
    "shell": ("live: {rsync: 'host:/srv/$(id)'}", "write a server and a whole path"),
    "daemon": ("live: {rsync: 'rsync://host/notice'}", "write a server and a whole path"),
    "dash": ("live: {rsync: '-oProxyCommand=id:/srv/x'}", "write a server and a whole path"),
    "no-command": ("live: {command: ' '}", "`command` must be text"),
    "no-purge": ("live: {rclone: 'a:b', purge: ' '}", "`purge` must be text"),
    "url-bracket": ("live: {rclone: 'a:b', url: 'https://[x/'}", "write where readers find it"),
    "url-port": ("live: {rclone: 'a:b', url: 'https://x.example:y/'}", "write where readers find"),
    "url-blank": ("live: {rclone: 'a:b', url: 'https://x.example/a b/'}", "write where readers"),
    "quote": ('live: {command: "publish \'x"}', "a quotation mark without its other half"),
    "url": (
        "live: {rclone: 'a:b', url: 'http://www.firm.example/'}",
        "write where readers find it",
    ),
    "keep": ("live: {rsync: '/srv/x', keep: some}", "`keep` is “some”"),
    "key": ("live: {rclone: 'a:b', purges: x}", "did you mean `purge`?"),
    "secret": ("live: {command: 'publish --token=abc'}", "`command` holds a password or a key"),
    "password": ("live: {rclone: ':sftp,host=x,pass=abc:y'}", "`rclone` holds a password or a key"),
    "purge": ("live: {rclone: 'a:b', purge: 'curl https://u:p@x.example/'}", "`purge` holds"),
    "list": ("[live]", "`targets` must be keys and values"),
    "text": ("live: somewhere", "says nothing of where it is"),
}


@pytest.mark.parametrize("case", TARGETS)
def test_a_target_that_cannot_be_used_is_told_at_its_line(tmp_path: Path, case: str) -> None:
    text, said = TARGETS[case]
    written = text if text.startswith("[") else f"{{{text}}}"
    site = a_site(tmp_path, {"noticegen.yml": SMALLEST["noticegen.yml"] + f"targets: {written}\n"})
    ran = build(site)
    assert ran.code == 2
    assert re.match(r"noticegen\.yml:7:\d+: error ", ran.err)
    assert said in ran.err
