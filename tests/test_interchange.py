"""Findings for other programs: JSON, SARIF 2.1.0, annotations of GitHub Actions."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from build_site import NOW, SMALLEST, UPDATE, Ran, a_site, an_update, run

STRAY = an_update("お問い合わせは 0120-000-141 まで。\n")
ACCEPTED = "accept: [{rule: NG402, at: " + UPDATE + ", reason: 旧番号, by: 青木, on: 2026-03-09}]\n"


NOTICE = SMALLEST["content/ja/index.md"].replace(
    "ご心配を",
    '## お知らせ {covers="what_happened occurrence_period data_categories likely_consequences '
    'measures_taken recommended_steps authority_notified followup_promise contact_point"}\n\n'
    "ご心配を",
)
REGIMES = "regimes: [eu-gdpr]\nanswers: {credentials_involved: no}\n"
"""One question is left without an answer: a warning about the settings as a whole."""


def checked(folder: Path, form: str, more: str = "", *arguments: str) -> Ran:
    settings = SMALLEST["noticegen.yml"] + REGIMES + more
    files = {UPDATE: STRAY, "content/ja/index.md": NOTICE, "noticegen.yml": settings}
    site = a_site(folder, files)
    return run(site, "check", "--as-of", NOW, "--format", form, *arguments)


def document(ran: Ran) -> dict[str, Any]:
    assert ran.err == ""
    read: dict[str, Any] = json.loads(ran.out)
    return read


def test_json_has_every_finding_with_its_place(tmp_path: Path) -> None:
    ran = checked(tmp_path, "json")
    told = document(ran)
    assert (ran.code, told["exit"]) == (1, 1)
    stray, regimes = told["findings"]
    assert stray.keys() == regimes.keys()
    assert {key: stray[key] for key in ("path", "line", "column", "code", "label", "severity")} == {
        "path": UPDATE, "line": 7, "column": 9, "code": "NG402", "label": "stray-phone",
        "severity": "error",
    }  # fmt: skip
    assert (regimes["path"], regimes["line"], regimes["severity"]) == (
        "noticegen.yml",
        0,
        "warning",
    )
    assert stray["accepted"] is None


def test_json_says_what_was_accepted_and_by_whom(tmp_path: Path) -> None:
    ran = checked(tmp_path, "json", ACCEPTED)
    told = document(ran)
    assert (ran.code, told["exit"]) == (0, 0)
    assert told["findings"][0]["accepted"] == {"reason": "旧番号", "by": "青木", "on": "2026-03-09"}


def test_sarif_is_a_log_of_one_run(tmp_path: Path) -> None:
    log = document(checked(tmp_path, "sarif"))
    assert log["version"] == "2.1.0"
    assert "sarif-schema-2.1.0" in log["$schema"]
    (run_,) = log["runs"]
    rules = run_["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["NG402", "NG462"]
    for result in run_["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    stray, regimes = run_["results"]
    assert (stray["level"], regimes["level"]) == ("error", "warning")
    place = stray["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == UPDATE
    assert place["region"] == {"startLine": 7, "startColumn": 9}
    # A finding about a file as a whole has no region; line 0 is none.
    assert "region" not in regimes["locations"][0]["physicalLocation"]
    assert run_["columnKind"] == "unicodeCodePoints"


def test_sarif_suppresses_what_was_accepted(tmp_path: Path) -> None:
    log = document(checked(tmp_path, "sarif", ACCEPTED))
    suppressed = [result.get("suppressions") for result in log["runs"][0]["results"]]
    assert suppressed == [
        [{"kind": "external", "justification": "青木, 2026-03-09: 旧番号"}],
        None,
    ]


def test_github_shows_findings_at_their_lines(tmp_path: Path) -> None:
    ran = checked(tmp_path, "github")
    assert (ran.code, ran.err) == (1, "")
    stray, regimes = ran.out.splitlines()
    assert stray.startswith(f"::error file={UPDATE},line=7,col=9,title=NG402 stray-phone::01…41 ")
    assert "%0A" in stray
    assert regimes.startswith("::warning file=noticegen.yml,title=NG462 needs-answer::")
    ran = checked(tmp_path, "github", ACCEPTED)
    assert ran.out.startswith(f"::notice file={UPDATE},line=7,col=9,")


@pytest.mark.parametrize("form", ["json", "sarif", "github"])
def test_strict_and_good_sites_end_as_in_text(tmp_path: Path, form: str) -> None:
    assert checked(tmp_path / "warned", form, ACCEPTED, "--strict").code == 1
    site = a_site(tmp_path / "good")
    ran = run(site, "check", "--as-of", NOW, "--format", form)
    assert (ran.code, ran.err) == (0, "")
    assert "NG" not in ran.out
