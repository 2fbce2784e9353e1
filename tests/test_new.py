"""Skeletons build as they are, say what is left to fill in, and never take another file's place."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
import unicodedata
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_site import NOW, UPDATE, Ran, a_site, an_update, command, plain_environment, run, tree
from noticegen.build import prepare, read
from noticegen.diagnostics import SETTINGS_FILE, Code, Severity
from noticegen.skeletons import pages, words
from noticegen.skeletons.site import NewSite, new_site
from noticegen.sourcetext import nfc
from sites import put

BEGIN = "2026-03-02 15:00"
LATER = "2026-03-20 12:00"
SITE = NewSite("Minato Learning", ("ja", "en"), "Asia/Tokyo", "https://TODO.example/notice/", "1")


def new(folder: Path, *arguments: str, as_of: str = BEGIN) -> Ran:
    """Run ``noticegen new``."""
    return run(folder, "new", *arguments, "--as-of", as_of)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A new site in Japanese and English."""
    ran = new(
        tmp_path, "site", "--organization", "Minato", "--languages", "ja,en",
        "--timezone", "Asia/Tokyo",
    )  # fmt: skip
    assert (ran.code, ran.err) == (0, "")
    return tmp_path


def builds(project: Path, as_of: str = LATER) -> Ran:
    """Build it; everything that is found is something left to fill in."""
    ran = run(project, "build", "--as-of", as_of)
    assert ran.code == 0, ran.err
    assert set(re.findall(r" (?:error|warning) (NG\d+) ", ran.err)) <= {"NG401"}
    return ran


# ------------------------------------------------------------------ a new site


@pytest.mark.parametrize(
    "languages", ["ja", "en", "ja,en", "en,ja", "de,fr", "fr,ja,de", "en-GB,ja"]
)
def test_a_new_site_builds_and_finds_only_what_is_to_be_filled_in(
    tmp_path: Path, languages: str
) -> None:
    assert new(tmp_path, "site", "n", "--name", "Büro & Söhne", "--languages", languages).code == 0
    project = tmp_path / "n"
    ran = builds(project, BEGIN)
    assert (project / "output/index.html").is_file()
    assert ran.err.count("warning NG401") >= 10 * len(languages.split(","))
    assert run(project, "build", "--strict", "--as-of", BEGIN).code == 1


def test_nothing_is_recorded_while_something_is_left_to_fill_in(project: Path) -> None:
    """What is recorded stays for ever."""
    before = tree(project)
    ran = run(project, "record", "--as-of", LATER)
    assert (ran.code, ran.out) == (2, "")  # the address in the settings is among it
    assert "error NG401 left-over" in ran.err
    assert tree(project) == before


def test_a_draft_may_hold_what_is_left_to_fill_in(tmp_path: Path) -> None:
    """A draft is what is not finished; an urgent notice must not wait for it."""
    draft = an_update("要確認\n", date=None, title="未定", more="draft: true\n")
    site = a_site(tmp_path, {"content/ja/updates/draft-later.md": draft})
    ran = run(site, "build", "--strict", "--as-of", NOW)
    assert (ran.code, ran.err) == (0, "")
    assert run(site, "record", "--as-of", NOW).code == 0


def test_a_note_that_was_pasted_and_not_written_is_left_over(tmp_path: Path) -> None:
    """A report shows `note: …`; that must not be what readers are told for ever."""
    changes = "changes:\n  - at: 2026-03-02 16:00\n    kind: correction\n    note: …\n"
    facts = (
        "people:\n  type: number\n  name: 人数\n  values:\n"
        "    - {with: 2026-03-02-first-notice, value: 1}\n"
        "    - {from: 2026-03-02 16:00, value: 2, change: correction, note: ...}\n"
    )
    site = a_site(tmp_path, {UPDATE: an_update(more=changes), "content/facts.yml": facts})
    ran = run(site, "build", "--strict", "--as-of", NOW)
    assert ran.code == 1
    assert re.findall(r"(\S+): warning NG401", ran.err) == [
        "content/facts.yml:6:68",
        f"{UPDATE}:8:11",
    ]


def test_a_language_that_the_theme_lacks_is_told_of_at_once(tmp_path: Path) -> None:
    ran = new(tmp_path, "site", "--name", "x", "--languages", "ja,ar")
    assert ran.code == 0
    assert "no words in `ar`" in ran.out
    env = {"LC_ALL": None, "LANG": "ar_EG.UTF-8", "TZ": "UTC"}
    ran = run(tmp_path, "new", "site", "other", "--name", "x", env=env)
    assert "Languages: en; time zone: UTC." in ran.out


def is_of_one_alphabet(text: str) -> bool:
    """Whether its letters are not of two alphabets that look alike, which is an error (NG311)."""
    scripts = {unicodedata.name(sign, "").partition(" ")[0] for sign in text}
    return len(scripts & {"LATIN", "GREEK", "CYRILLIC"}) <= 1


@settings(max_examples=25, deadline=None)
@given(
    name=st.text(
        st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" ${}:#'\"*_<&｜《[-"),
        min_size=1,
        max_size=40,
    ).filter(
        lambda text: text.strip() == text and not words_left_over(text) and is_of_one_alphabet(text)
    ),
    second=st.integers(min_value=1_500_000_000, max_value=4_000_000_000),
    zone=st.sampled_from(["Asia/Tokyo", "Europe/London", "America/St_Johns", "UTC"]),
)
def test_a_site_builds_whatever_the_organisation_is_called_and_whenever_it_begins(
    name: str, second: int, zone: str
) -> None:
    moment = pages.begun(datetime.fromtimestamp(second, ZoneInfo(zone)))
    site = SITE._replace(organization=name, timezone=zone)
    with tempfile.TemporaryDirectory() as folder:
        project = put(Path(folder), {**new_site(site, moment)})
        sources = read(project)
        assert sources.config is not None
        found = prepare(sources, moment).findings
        if "${" not in name:
            assert {(f.code, f.severity) for f in found} == {(Code.LEFT_OVER, Severity.WARNING)}
            # Some signs have no composed form of their own (Unicode, composition exclusions).
            assert sources.config.organization.texts["ja"] == nfc(name)


def words_left_over(text: str) -> bool:
    """Whether the name itself has a word such as TODO in it."""
    return re.search(r"TODO|FIXME|XXX|TBD|要確認|[Ll]orem ipsum|[〇○]{2}", text) is not None


def test_the_filled_in_site_passes_a_strict_build(project: Path) -> None:
    for path in project.rglob("*"):
        if path.suffix in {".md", ".yml"} and ".git" not in str(path.relative_to(project)):
            text = path.read_text("utf-8")
            path.write_text(re.sub(r"TODO|要確認", "Known", text), "utf-8")
    ran = run(project, "build", "--strict", "--as-of", BEGIN)
    assert (ran.code, ran.err) == (0, "")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_what_the_settings_offer_can_be_taken_as_it_is(tmp_path: Path, language: str) -> None:
    assert new(tmp_path, "site", "--name", "x", "--languages", language).code == 0
    path = tmp_path / "noticegen.yml"
    head, mark, offered = path.read_text("utf-8").partition("#\n# genuine:\n")
    path.write_text(head + re.sub(r"(?m)^# ", "", mark.removeprefix("#\n") + offered), "utf-8")
    ran = builds(tmp_path)
    assert ran.code == 0, ran.err
    html = (tmp_path / "output/genuine.html").read_text("utf-8")
    assert 'id="genuine_never"' in html
    assert 'id="genuine_report"' in html


def test_a_new_site_says_that_its_repository_is_private(project: Path, tmp_path: Path) -> None:
    for name in ("noticegen.yml", ".github/workflows/notice.yml", ".gitlab-ci.yml"):
        assert re.search("rivate|非公開", (project / name).read_text("utf-8")), name
    ran = new(tmp_path, "site", "other", "--name", "x")
    assert "Keep the repository private" in ran.out


def test_the_recipes_build_strictly_and_the_output_is_not_committed(project: Path) -> None:
    for name in (".github/workflows/notice.yml", ".gitlab-ci.yml"):
        text = (project / name).read_text("utf-8")
        assert "noticegen build --strict" in text
        assert "3-59/10 * * * *" in text
        assert re.search(r"pipx? install noticegen==\d", text)
    assert "/output/" in (project / ".gitignore").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ((), [".github/workflows/notice.yml", ".gitlab-ci.yml"]),
        (("--ci", "github"), [".github/workflows/notice.yml"]),
        (("--ci", "gitlab"), [".gitlab-ci.yml"]),
        (("--ci", "gitlab", "--ci", "github"), [".github/workflows/notice.yml", ".gitlab-ci.yml"]),
        (("--ci", "none"), []),
    ],
)
def test_the_recipes_that_are_asked_for_are_written(
    tmp_path: Path, options: tuple[str, ...], written: list[str]
) -> None:
    assert new(tmp_path, "site", "--name", "x", "--languages", "en", *options).code == 0
    assert [path for path in tree(tmp_path) if path.endswith(("notice.yml", "-ci.yml"))] == written


def test_no_recipe_and_one_cannot_both_be_asked_for(tmp_path: Path) -> None:
    ran = new(tmp_path, "site", "--name", "x", "--ci", "none", "--ci", "github")
    assert (ran.code, ran.out) == (2, "")
    assert "--ci: error NG111" in ran.err
    assert tree(tmp_path) == {}


def test_a_site_without_a_name_is_wrong_usage_where_nobody_can_be_asked(tmp_path: Path) -> None:
    ran = new(tmp_path, "site")
    assert ran.code == 2
    assert "the name of the organisation is missing" in ran.err
    assert tree(tmp_path) == {}


def test_in_a_terminal_the_name_is_asked_for_and_nothing_else(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    os.write(ours, "Büro & Söhne\n".encode())
    done = subprocess.run(
        command("new", "site", "--as-of", BEGIN),
        cwd=tmp_path,
        env=plain_environment(),
        stdin=theirs,
        capture_output=True,
        timeout=20,
        check=False,
    )
    os.close(ours)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b": Wrote ") == 1
    text = (tmp_path / SETTINGS_FILE).read_text("utf-8")
    assert 'organization: "Büro & Söhne"\n' in text


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--languages", "ja,english"), "NG103"),
        (("--languages", "ja,ja"), "NG210"),
        (("--timezone", "Tokyo"), "NG104"),
        (("--url", "http://www.minato.example/"), "NG102"),
        (("--name", "  "), "NG111"),
    ],
)
def test_an_option_that_cannot_be_is_wrong_usage_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    ran = new(tmp_path, "site", "--organization", "Minato", *arguments)
    assert (ran.code, re.findall(r"error (NG\d+)", ran.err)) == (2, [code])
    assert tree(tmp_path) == {}


def test_the_language_and_the_zone_come_from_the_terminal(tmp_path: Path) -> None:
    env = {"LC_ALL": None, "LANG": "ja_JP.UTF-8", "TZ": "Asia/Tokyo"}
    ran = run(tmp_path, "new", "site", "--name", "みなと", "--as-of", BEGIN, env=env)
    assert "言語：ja、タイムゾーン：Asia/Tokyo。" in ran.out
    assert (tmp_path / "content/ja/index.md").is_file()
    assert "要確認" in (tmp_path / "content/ja/index.md").read_text("utf-8")


def test_an_address_that_is_known_is_not_marked(tmp_path: Path) -> None:
    new(tmp_path, "site", "--name", "x", "--url", "https://www.minato.example/notice/")
    text = (tmp_path / SETTINGS_FILE).read_text("utf-8")
    assert "url: https://www.minato.example/notice/\n" in text
    assert "official_site: https://www.minato.example/\n" in text


# ------------------------------------------------------------------ nothing is written over


@pytest.mark.parametrize("name", [SETTINGS_FILE, ".gitignore", "content/en/faq.md"])
def test_a_site_is_not_begun_over_another_file(tmp_path: Path, name: str) -> None:
    put(tmp_path, {name: "mine"})
    before = tree(tmp_path)
    ran = new(tmp_path, "site", "--name", "x", "--languages", "en")
    assert ran.code == 4
    assert ran.err.startswith(f"{name}: error NG605 file-exists: ")
    assert tree(tmp_path) == before


def test_a_link_is_not_written_through(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("", "utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / SETTINGS_FILE).symlink_to(outside)
    assert new(tmp_path, "site", "site", "--name", "x").code == 4
    assert outside.read_text("utf-8") == ""


def test_what_was_written_is_taken_back_where_the_rest_cannot_be(tmp_path: Path) -> None:
    put(tmp_path, {"content/en": "a file where a folder should be"})
    before = tree(tmp_path)
    ran = new(tmp_path, "site", "--name", "x", "--languages", "en")
    assert ran.code == 4
    after = tree(tmp_path)
    assert {path: after[path] for path in before} == before
    assert not any((tmp_path / path).is_file() for path in after.keys() - before.keys())


@pytest.mark.parametrize("what", ["update", "correction"])
def test_an_update_is_not_written_over_another(project: Path, what: str) -> None:
    words_ = ("update", "correction") if what == "update" else ("correction", "index")
    assert new(project, *words_, as_of=NOW).code == 0
    (project / "content/ja/updates/2026-03-10-correction.md").unlink()
    before = tree(project)
    ran = new(project, *words_, as_of=NOW)
    assert ran.code == 4
    assert ran.err.startswith("content/en/updates/2026-03-10-correction.md: error NG605")
    assert tree(project) == before


# ------------------------------------------------------------------ updates


def test_an_update_is_begun_in_every_language_and_builds(project: Path) -> None:
    assert new(project, "update", "second", "--title", "続報: 人数", as_of=NOW).code == 0
    ja = (project / "content/ja/updates/2026-03-10-second.md").read_text("utf-8")
    en = (project / "content/en/updates/2026-03-10-second.md").read_text("utf-8")
    assert 'title: "続報: 人数"\ndate: 2026-03-10 09:00\nkind: update\n' in ja
    assert not re.search("^(date|kind):", en, re.MULTILINE)
    builds(project)


def test_an_update_becomes_public_with_the_next_minute(project: Path) -> None:
    ran = new(project, "update", "second", as_of="2026-03-09 23:59:30")
    assert "Wrote content/ja/updates/2026-03-10-second.md" in ran.out
    assert "It becomes public at 2026-03-10 00:00+09:00." in ran.out
    text = (project / "content/ja/updates/2026-03-10-second.md").read_text("utf-8")
    assert "date: 2026-03-10 00:00\n" in text


def test_the_date_and_the_kinds_of_an_update_can_be_given(project: Path) -> None:
    given_ = ("--date", "2026-04-01 10:00", "--kind", "policy", "--kind", "final")
    assert new(project, "update", "end", *given_).code == 0
    text = (project / "content/ja/updates/2026-04-01-end.md").read_text("utf-8")
    assert "date: 2026-04-01 10:00\nkind: [policy, final]\n" in text
    builds(project, "2026-04-02 09:00")


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("update", "Second Notice"), "NG111"),
        (("update", "x", "--date", "tomorrow"), "NG106"),
        (("correction", "2026-03-02-first-notise"), "NG111"),
        (("correction", "faq#am-i-afected"), "NG111"),
        (("correction", "index#what-happened"), "NG111"),
        (("correction", "index", "--slug", "Ä"), "NG111"),
        (("question", "Who?"), "NG111"),
        (("question", "am-i-affected"), "NG111"),
        (("question", "who", "--topic", "chek"), "NG111"),
    ],
)
def test_an_argument_that_cannot_be_is_wrong_usage_and_says_what_can(
    project: Path, arguments: tuple[str, ...], code: str
) -> None:
    before = tree(project)
    ran = new(project, *arguments)
    assert (ran.code, re.findall(r"error (NG\d+)", ran.err)) == (2, [code])
    assert "hint: " in ran.err or arguments[1] == "index#what-happened"
    assert tree(project) == before


def test_outside_of_a_site_there_is_nothing_to_add_to(tmp_path: Path) -> None:
    for arguments in (("update", "x"), ("correction", "index"), ("question", "x")):
        ran = new(tmp_path, *arguments)
        assert ran.code == 2
        assert "noticegen new site FOLDER" in ran.err


def test_an_hour_that_the_clock_shows_twice_is_written_with_its_offset() -> None:
    moment = datetime(2026, 10, 25, 0, 30, tzinfo=timezone.utc).astimezone(
        ZoneInfo("Europe/London")
    )
    assert pages.written(moment, "Europe/London") == "2026-10-25T01:30+01:00"
    assert pages.written(moment, "UTC") == "2026-10-25 01:30"


# ------------------------------------------------------------------ corrections


@pytest.mark.parametrize(
    ("page", "corrects", "file"),
    [
        ("2026-03-02-first-notice", "2026-03-02-first-notice", "updates/2026-03-02-first-notice"),
        ("index", "index", "index"),
        ("faq#am-i-affected", "faq#am-i-affected", "faq"),
    ],
)
def test_a_correction_names_what_it_corrects_and_prints_the_lines_for_it(
    project: Path, page: str, corrects: str, file: str
) -> None:
    ran = new(project, "correction", page, as_of=NOW)
    assert (ran.code, ran.err) == (0, "")
    text = (project / "content/ja/updates/2026-03-10-correction.md").read_text("utf-8")
    assert f'kind: correction\ncorrects: ["{corrects}"]\n' in text
    for language in ("ja", "en"):
        assert f"correct them in content/{language}/{file}.md and add there:" in ran.out
    assert "      - with: 2026-03-10-correction\n        kind: correction\n" in ran.out
    assert ("        question: am-i-affected\n" in ran.out) == page.startswith("faq#")
    builds(project)


def test_the_lines_for_the_corrected_page_can_be_pasted(project: Path) -> None:
    ran = new(project, "correction", "index", as_of=NOW)
    lines = [line[4:] for line in ran.out.split("\n") if line.startswith("    ")]
    half = len(lines) // 2
    for language, mine in (("ja", lines[:half]), ("en", lines[half:])):
        page = project / f"content/{language}/index.md"
        text = page.read_text("utf-8")
        after = re.search('after: "(.*)"', "\n".join(mine))
        assert after
        text = text.replace("\n---\n", "\n" + "\n".join(mine) + "\n---\n", 1)
        page.write_text(f"{text}\n{after[1]}\n", "utf-8")
    builds(project)


@pytest.mark.parametrize(
    "title", ["*x* [y](z) <b> & `c`", "人数は${affected_people.name}", "あ" * 200]
)
def test_a_correction_builds_whatever_the_page_is_called(project: Path, title: str) -> None:
    page = project / "content/ja/updates/2026-03-02-first-notice.md"
    text = re.sub(
        "title: .*", f"title: {words.quoted(title)}".replace("\\", r"\\"), page.read_text()
    )
    page.write_text(text, "utf-8")
    assert new(project, "correction", "2026-03-02-first-notice", as_of=NOW).code == 0
    builds(project)


# ------------------------------------------------------------------ questions


def test_a_question_is_added_to_its_topic_and_nothing_else_changes(project: Path) -> None:
    faqs = [project / f"content/{language}/faq.md" for language in ("ja", "en")]
    before = [faq.read_text("utf-8") for faq in faqs]
    assert new(project, "question", "deadline", as_of=NOW).code == 0
    assert new(project, "question", "later", "--topic", "what-to-do", as_of=NOW).code == 0
    builds(project)
    for faq, old in zip(faqs, before, strict=True):
        text = faq.read_text("utf-8")
        order = re.findall(r"\{#([a-z-]+)", text)
        assert order == [
            "check", "am-i-affected", "deadline", "what-to-do", "suspicious-contact", "later",
        ]  # fmt: skip
        lines = iter(text.split("\n"))
        assert all(line in lines for line in old.split("\n"))
    assert '{#deadline date="2026-03-10 09:00"}' in faqs[0].read_text("utf-8")
    assert "{#deadline}" in faqs[1].read_text("utf-8")


def test_the_first_question_makes_the_page(tmp_path: Path) -> None:
    project = a_site(tmp_path)
    assert new(project, "question", "who", as_of=NOW).code == 0
    assert "{#who}" in (project / "content/ja/faq.md").read_text("utf-8")
    builds(project)


def test_a_question_is_added_where_a_translation_has_no_page_yet(project: Path) -> None:
    (project / "content/en/faq.md").unlink()
    (project / "content/en/index.md").write_text("---\ntitle: x\n---\n\nx\n", "utf-8")
    assert new(project, "question", "deadline", as_of=NOW).code == 0
    builds(project)


def test_a_question_is_added_where_a_translation_has_no_such_topic(project: Path) -> None:
    faq = project / "content/en/faq.md"
    text = faq.read_text("utf-8")
    faq.write_text(re.sub(r"## What you can do.*", "", text, flags=re.DOTALL), "utf-8")
    assert new(project, "question", "later", "--topic", "what-to-do", as_of=NOW).code == 0
    builds(project)


def test_the_line_ends_and_the_mode_of_a_page_stay(project: Path) -> None:
    faq = project / "content/ja/faq.md"
    faq.write_bytes(faq.read_bytes().replace(b"\n", b"\r\n"))
    faq.chmod(0o640)
    assert new(project, "question", "deadline", as_of=NOW).code == 0
    assert re.search(rb"(?<!\r)\n", faq.read_bytes()) is None
    assert faq.stat().st_mode & 0o777 == 0o640
    builds(project)


# ------------------------------------------------------------------ what is marked


def test_a_word_left_in_yaml_is_found_at_its_place(tmp_path: Path) -> None:
    contacts = '# TODO\nhotline:\n  name: 窓口  # TODO\n  mail: "TODO@a.example"\n'
    project = a_site(tmp_path, {"content/contacts.yml": contacts})
    ran = run(project, "build", "--as-of", NOW)
    assert re.findall(r"^\S+: warning NG401", ran.err, re.MULTILINE) == [
        "content/contacts.yml:4:10: warning NG401"
    ]
    assert run(project, "build", "--strict", "--as-of", NOW).code == 1


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_texts_of_both_languages_have_the_same_parts(language: str) -> None:
    folder = Path(words.__file__).parent
    files = {path.name for path in (folder / language).iterdir()}
    assert files == {path.name for path in (folder / "en").iterdir()}
    part = re.compile(r"^#+ .*?(\{.*\})|^(:::.*)|(%\{\w+\})", re.MULTILINE)
    for name in files:
        texts = ((folder / known / name).read_text("utf-8") for known in (language, "en"))
        mine, english = map(part.findall, texts)
        assert mine == english, name
