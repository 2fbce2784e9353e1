"""Programs that a deployment runs: what they print, and that they end with it."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from build_site import command, plain_environment
from noticegen.deploy.order import Phase
from noticegen.deploy.rclone import heard
from noticegen.deploy.running import HIDDEN, Command, Surroundings
from noticegen.diagnostics import NoticegenError
from serving import PATIENCE
from test_deploy import deploy, first

KEY = "-----BEGIN KEY-----\nMIIEvQIBADANBgkqh\nkiG9w0BAQEFAASCB\n-----END KEY-----"


def around(folder: Path, **secrets: str) -> Surroundings:
    return Surroundings(folder, {"PATH": os.environ["PATH"], **secrets})


def sh(script: str, given: str = "") -> Command:
    return Command(Phase.PUBLISH, ("sh", "-c", script), given)


# ------------------------------------------------------------------ what they print


def test_what_is_done_is_heard_on_both_streams_and_what_is_asked_on_one(tmp_path: Path) -> None:
    script = "echo result; echo reason >&2; exit 3"
    ran = around(tmp_path).run(sh(script))
    assert (ran.code, sorted(ran.said), ran.out) == (3, ["reason", "result"], b"")
    ran = around(tmp_path).ask(sh(script))
    assert (ran.code, ran.said, ran.out) == (3, ("reason",), b"result\n")


def test_a_program_that_reads_nothing_of_what_it_is_given_is_no_error(tmp_path: Path) -> None:
    assert around(tmp_path).run(sh("exit 0", "line\n" * 100_000)).code == 0


def test_a_key_of_several_lines_is_hidden_line_by_line(tmp_path: Path) -> None:
    ran = around(tmp_path, RCLONE_CONFIG_PROD_KEY_PEM=KEY).run(sh("env"))
    assert not [line for line in KEY.splitlines() for said in ran.said if line in said]


def test_a_credential_is_hidden_in_what_a_log_in_json_says(tmp_path: Path) -> None:
    line = r'{"level":"error","msg":"user \"press\": a\u0026b\"c-secret was refused"}'
    (tmp_path / "log").write_text(f"{line}\n", "utf-8")
    ran = around(tmp_path, PASSWORD='a&b"c-secret').run(
        sh("cat log"), lambda said: heard(said).said
    )
    assert ran.said == (f'user "press": {HIDDEN} was refused',)


def test_what_moves_the_cursor_is_taken_out(tmp_path: Path) -> None:
    assert around(tmp_path).run(sh(r"printf 'a\033[2Jb\n'")).said == ("a [2Jb",)


def test_a_program_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoticegenError, match="`publisher` is not installed"):
        around(tmp_path).run(Command(Phase.PUBLISH, ("publisher",)))


def test_a_tool_that_says_its_reason_on_standard_output_is_shown(tmp_path: Path) -> None:
    site = first(tmp_path, "command: \"sh -c 'echo the bucket is full; exit 1'\"")
    ran = deploy(site, {}, "--first")
    assert ran.code == 5
    assert "the bucket is full" in ran.err


# ------------------------------------------------------------------ how they end


def test_what_a_program_left_in_the_background_is_not_waited_for(tmp_path: Path) -> None:
    begun = time.monotonic()
    ran = around(tmp_path).run(sh("sleep 60 & echo $! > pid; echo done"))
    os.kill(int((tmp_path / "pid").read_text()), signal.SIGKILL)
    assert (ran.code, ran.said) == (0, ("done",))
    assert time.monotonic() - begun < PATIENCE


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_what_a_program_started_itself_ends_with_us(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    """As with `npx`, which starts the tool that it was asked for."""
    script = "sleep 60 & echo $! > pid.new; mv pid.new pid; wait; true"
    site = first(tmp_path, f"command: \"sh -c '{script}'\"")
    with subprocess.Popen(
        command("deploy", "live", "--first", "--no-verify"), cwd=site, env=plain_environment()
    ) as process:
        until = time.monotonic() + PATIENCE
        while not (site / "pid").is_file():
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(number)
        assert process.wait(PATIENCE) == code
    child = (site / "pid").read_text()
    until = time.monotonic() + PATIENCE
    while _runs(child):
        assert time.monotonic() < until
        time.sleep(0.02)


def _runs(pid: str) -> bool:
    """Whether a process is there; one that has ended and that nobody asked about yet is not."""
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return False
    if sys.platform != "linux":
        return True
    try:
        return Path("/proc", pid, "stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_a_second_deployment_is_refused_while_the_first_one_runs(tmp_path: Path) -> None:
    site = first(tmp_path, "command: 'touch published'")
    with (site / ".output.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        ran = deploy(site, {}, "--first")
    assert ran.code == 4
    assert "NG602 locked: another build or deployment is at work here (pid " in ran.err
    assert not (site / "published").exists()
