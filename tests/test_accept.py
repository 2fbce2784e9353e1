"""What somebody looked at and accepted is shown with the reason, and stops nothing any more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_site import NOW, SMALLEST, UPDATE, a_site, an_update, build, run
from noticegen.config import Config, config_of
from noticegen.diagnostics import JUDGED, Code
from sites import ROOT

SETTINGS = SMALLEST["noticegen.yml"]
STRAY = an_update("お問い合わせは 0120-000-141 まで。\n")


def accepting(rule: str, at: str) -> str:
    item = f"{{rule: {rule}, at: {at}, reason: 旧番号の案内として残す, by: 青木, on: 2026-03-09}}"
    return f"{SETTINGS}accept:\n  - {item}\n"


def a_site_with(folder: Path, rule: str, at: str = UPDATE, text: str = STRAY) -> Path:
    return a_site(folder, {UPDATE: text, "noticegen.yml": accepting(rule, at)})


@pytest.mark.parametrize("rule", ["NG402", "stray-phone"])
def test_what_was_accepted_lets_the_build_go_on_and_is_shown(tmp_path: Path, rule: str) -> None:
    ran = build(a_site_with(tmp_path, rule), "--strict")
    assert ran.code == 0, ran.err
    assert f"{UPDATE}:7:9: accepted NG402 stray-phone: " in ran.err
    assert "    青木, 2026-03-09: 旧番号の案内として残す\n" in ran.err
    assert "hint:" not in ran.err
    assert ran.err.endswith("errors: 0, warnings: 0, accepted: 1\n")


def test_another_file_is_not_accepted_with_it(tmp_path: Path) -> None:
    ran = build(a_site_with(tmp_path, "NG402", "content/ja/index.md"))
    assert ran.code == 1
    assert "error NG402" in ran.err
    assert not (tmp_path / "output").exists()


def test_an_acceptance_of_nothing_is_told_and_strict_minds(tmp_path: Path) -> None:
    site = a_site_with(tmp_path, "NG402", text=an_update())
    ran = run(site, "check", "--as-of", NOW)
    assert ran.code == 0
    assert "noticegen.yml:8:5: warning NG114 nothing-accepted: nothing of NG402 is found" in ran.err
    assert run(site, "check", "--as-of", NOW, "--strict").code == 1
    assert build(site, "--strict").code == 0, "it does not look for everything"


def test_a_word_that_looks_left_in_can_be_recorded_once_it_is_accepted(tmp_path: Path) -> None:
    text = an_update("受付の際は「要確認」と書かれた封筒をお使いください。\n")
    site = a_site(tmp_path, {UPDATE: text})
    assert run(site, "record", "--as-of", NOW).code == 1
    a_site_with(site, "NG401", text=text)
    ran = run(site, "record", "--as-of", NOW)
    assert ran.code == 0, ran.err
    assert "accepted NG401" in ran.err


@pytest.mark.parametrize("code", sorted(set(Code) - JUDGED))
def test_what_is_no_matter_of_judgement_cannot_be_accepted(code: Code) -> None:
    found = config_of(accepting(code, UPDATE))
    assert not isinstance(found, Config)
    (finding,) = found
    assert (finding.code, finding.at.line) == (Code.NOT_ACCEPTABLE, 8)
    assert code in str(finding.message)


def test_a_rule_that_nobody_knows_is_named(tmp_path: Path) -> None:
    ran = build(a_site_with(tmp_path, "stray-fone"))
    assert ran.code == 2
    assert "NG210" in ran.err
    assert "stray-phone" in ran.err


def test_the_reference_lists_what_can_be_accepted() -> None:
    paragraph = next(
        paragraph
        for paragraph in (ROOT / "docs/content.md").read_text("utf-8").split("\n\n")
        if paragraph.startswith("Only what is a matter of judgement")
    )
    listed = re.findall(r"`(NG\d+)`(?:–`(NG\d+)`)?", paragraph)
    codes = {code for first, last in listed for code in Code if first <= code <= (last or first)}
    assert codes == JUDGED
