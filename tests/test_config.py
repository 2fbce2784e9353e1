"""`noticegen.yml` becomes settings, or every reason why it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticegen.config import HOSTS, Config, read_config
from noticegen.diagnostics import Code, Diagnostic, Exit, exit_code

DESIGN = """\
title:
  ja: お客さま情報の漏えいに関するお詫びとお知らせ
  en: Apology and notice about a leak of customer data
organization: {ja: 株式会社みなと学習社, en: "Minato Learning Co., Ltd."}
url: https://www.minato-learning.example/notice/
official_site: https://www.minato-learning.example/
languages: [ja, en]
locales: {en: en-GB}
timezone: Asia/Tokyo
theme: default
representative: {ja: 代表取締役社長 青木 直子, en: Naoko Aoki (President)}
address: {ja: 東京都港区, en: "Minato, Tokyo"}
banner: 重要なお知らせ
security_contact: mailto:security@minato-learning.example
regimes: [jp-appi, jp-custom, eu-gdpr]
keep_until: 2031-03-31
hosts: [netlify, nginx]
hsts: false
limits: {update_bytes: 2000000}
accept:
  - {rule: NG401, at: content/ja/updates/x.md, reason: reviewed, by: Aoki, on: 2026-04-08}
answers: {has_dpo: no, substitute_notice: "yes"}
"""


def config_of(tmp_path: Path, text: str) -> Config | tuple[Diagnostic, ...]:
    (tmp_path / "noticegen.yml").write_text(text, "utf-8")
    return read_config(tmp_path)


def codes(result: Config | tuple[Diagnostic, ...]) -> list[tuple[Code, int]]:
    assert not isinstance(result, Config)
    return [(finding.code, finding.at.line) for finding in result]


def test_every_setting_is_read(tmp_path: Path) -> None:
    config = config_of(tmp_path, DESIGN)
    assert isinstance(config, Config)
    assert config.title.of("en") == "Apology and notice about a leak of customer data"
    assert config.languages == ("ja", "en")
    assert config.authoritative == "ja"
    assert config.locales == {"ja": "ja", "en": "en-GB"}
    assert config.zone.key == "Asia/Tokyo"
    assert config.banner is not None
    assert config.banner.of("en") == "重要なお知らせ"
    assert config.keep_until is not None
    assert config.keep_until.isoformat() == "2031-03-31"
    assert config.hosts == ("netlify", "nginx")
    assert config.regimes == ("jp-appi", "jp-custom", "eu-gdpr")
    assert config.answers == {"substitute_notice": True, "has_dpo": False}
    assert config.update_bytes == 2_000_000
    assert config.accept[0].acceptance.reason == "reviewed"
    assert config.accept[0].rule is Code.LEFT_OVER
    assert config.host == "www.minato-learning.example"


def test_a_missing_language_falls_back_and_is_listed(tmp_path: Path) -> None:
    text = DESIGN.replace("  en: Apology and notice about a leak of customer data\n", "")
    config = config_of(tmp_path, text)
    assert isinstance(config, Config)
    assert config.title.of("en").startswith("お客さま")
    assert config.untranslated == (("title", "en"),)


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("https://www.minato-learning.example/notice/", "www.minato.example/", "NG102", 5),
        ("https://www.minato-learning.example/notice/", "http://m.example/", "NG102", 5),
        ("https://www.minato-learning.example/notice/", "https://m.example/n", "NG102", 5),
        ("https://www.minato-learning.example/notice/", "https://m.example/?a=/", "NG102", 5),
        ("https://www.minato-learning.example/notice/", "https://u@m.example/", "NG102", 5),
        ("https://www.minato-learning.example/notice/", "javascript:alert(1)/", "NG102", 5),
        ("https://www.minato-learning.example/notice/", "https://日本.example/", "NG102", 5),
        ("[ja, en]", "[ja, jp]", "NG103", 7),
        ("[ja, en]", "[]", "NG209", 7),
        ("{en: en-GB}", "{en: de-CH}", "NG103", 8),
        ("{en: en-GB}", "{eng: en-GB}", "NG208", 8),
        ("Asia/Tokyo", "JST", "NG104", 9),
        ("theme: default", "theme: ../x", "NG501", 10),
        ("mailto:security", "security", "NG102", 14),
        ("jp-custom", "jp-costum", "NG210", 15),
        ("2031-03-31", "2031-02-30", "NG211", 16),
        ("netlify", "netlfy", "NG210", 17),
        ("hsts: false", "hsts: yes", "NG209", 18),
        ("2000000", "many", "NG209", 19),
        ("on: 2026-04-08", "on: yesterday", "NG211", 21),
        ("has_dpo: no", "has_dop: no", "NG208", 22),
        ("has_dpo: no", "has_dpo: false", "NG209", 22),
        ('{has_dpo: no, substitute_notice: "yes"}', "no", "NG209", 22),
        ("theme: default", "them: default", "NG208", 10),
    ],
)
def test_a_wrong_setting_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, code: str, line: int
) -> None:
    assert old in DESIGN
    found = codes(config_of(tmp_path, DESIGN.replace(old, new, 1)))
    assert (Code(code), line) in found


def test_all_faults_are_reported_together_and_end_with_2(tmp_path: Path) -> None:
    text = (
        DESIGN.replace("Asia/Tokyo", "JST").replace("netlify", "x").replace("[ja, en]", "[ja, jp]")
    )
    result = config_of(tmp_path, text)
    assert not isinstance(result, Config)
    assert {finding.code for finding in result} >= {
        Code.UNKNOWN_TIMEZONE,
        Code.UNKNOWN_VALUE,
        Code.UNKNOWN_LANGUAGE,
    }
    assert exit_code(result) is Exit.USAGE


def test_every_required_setting_is_asked_for(tmp_path: Path) -> None:
    result = config_of(tmp_path, "theme: default\n")
    assert not isinstance(result, Config)
    missing = {str(f.message).split("`")[1] for f in result if f.code is Code.MISSING_FIELD}
    assert missing == {"title", "organization", "url", "official_site", "languages", "timezone"}


def test_every_host_of_the_design_is_known() -> None:
    assert len(HOSTS) == len(set(HOSTS)) == 11
