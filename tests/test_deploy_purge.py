"""What caches in front of a target are told, also after a run that stopped."""

from __future__ import annotations

from pathlib import Path

from build_site import run
from target_servers import folder_files
from test_deploy import ONE, deploy, first, second

ADDRESS = "https://www.minato-learning.example/notice/"
PURGE = "purge: 'sh purge.sh'"


def tells(site: Path, *, code: int = 0) -> None:
    """Let the command that is given the addresses keep them, and end with `code`."""
    (site / "purge.sh").write_text(f"cat > told; exit {code}\n", "utf-8")
    (site / "told").unlink(missing_ok=True)


def changed(site: Path, target: str) -> None:
    """The second site in the place of the first."""
    (site / ONE).unlink()
    (site / "content/files/letter.csv").unlink()
    second(site, target)


def told(site: Path) -> list[str]:
    return (site / "told").read_text("utf-8").splitlines() if (site / "told").exists() else []


def addresses(*paths: str) -> list[str]:
    return [ADDRESS + path for path in paths]


def every_address(site: Path) -> list[str]:
    return sorted([ADDRESS, *addresses(*folder_files(site / "output"))])


def test_each_address_that_changed_is_told_once(tmp_path: Path) -> None:
    site = first(tmp_path, f"rclone: ':local:there', {PURGE}")
    tells(site)
    assert deploy(site, {}).code == 0
    assert sorted(told(site)) == every_address(site)
    before = folder_files(site / "output")
    changed(tmp_path, f"rclone: ':local:there', {PURGE}")
    after = folder_files(site / "output")
    tells(site)
    assert deploy(site, {}).code == 0
    differ = [path for path in before.keys() | after if before.get(path) != after.get(path)]
    assert sorted(told(site)) == sorted([ADDRESS, *addresses(*differ)])
    tells(site)
    assert deploy(site, {}).code == 0
    assert told(site) == []


def test_after_an_upload_that_stopped_caches_are_told_everything(tmp_path: Path) -> None:
    """What the run before had uploaded is not uploaded again, and nobody was told of it."""
    site = first(tmp_path, f"rclone: ':local:there', {PURGE}")
    tells(site)
    assert deploy(site, {}).code == 0
    changed(tmp_path, f"rclone: ':local:there', {PURGE}")
    (site / "there/index.html").unlink()
    (site / "there/index.html").mkdir()  # which a file cannot take the place of
    tells(site)
    ran = deploy(site, {})
    assert ran.code == 5, ran.err
    assert told(site) == []
    (site / "there/index.html").rmdir()
    assert deploy(site, {}).code == 0
    assert set(every_address(site)) <= set(told(site))
    assert f"{ADDRESS}files/letter.csv" in told(site)  # which is not there any more


def test_caches_that_could_not_be_told_are_told_by_the_next_run(tmp_path: Path) -> None:
    for target in ("rclone: ':local:there'", f"rsync: {tmp_path}/srv"):
        site = first(tmp_path / target[:5], f"{target}, {PURGE}")
        tells(site, code=1)
        ran = deploy(site, {})
        assert ran.code == 5
        assert "it stopped in the phase purge: readers are shown the new site" in ran.err
        tells(site)
        ran = deploy(site, {})
        assert ran.code == 0, ran.err
        assert sorted(told(site)) == every_address(site)
        tells(site)
        assert deploy(site, {}).code == 0
        assert told(site) == []


def test_caches_are_told_what_going_back_changes(tmp_path: Path) -> None:
    target = f"rsync: {tmp_path}/srv, {PURGE}"
    site = first(tmp_path / "site", target)
    before = folder_files(site / "output")
    tells(site)
    assert deploy(site, {}).code == 0
    changed(tmp_path / "site", target)
    after = folder_files(site / "output")
    assert deploy(site, {}).code == 0
    tells(site, code=1)
    ran = deploy(site, {}, "--rollback")
    assert ran.code == 5
    assert "readers are shown the earlier release, and caches could not be told" in ran.err
    assert folder_files(tmp_path / "srv/current") == before
    differ = [path for path in before.keys() | after if before.get(path) != after.get(path)]
    assert sorted(told(site)) == sorted([ADDRESS, *addresses(*differ)])


def test_a_command_that_is_not_installed_is_told_before_anything_is_done(tmp_path: Path) -> None:
    site = first(tmp_path, "rclone: ':local:there', purge: 'cdn-purge --all'")
    ran = run(site, "deploy", "live", "--no-verify")
    assert ran.code == 4
    assert "NG711 no-tool: `cdn-purge` is not installed" in ran.err
    assert not (site / "there").exists()
