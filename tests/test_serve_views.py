"""What a preview shows, of which moment, and what it says about it."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from noticegen.diagnostics import Exit
from noticegen.report import translator
from noticegen.serve.answering import answer, asked, changes_page
from noticegen.serve.changes import changes
from noticegen.serve.overlay import SERVED_POLICY, Told, marked
from noticegen.serve.preparing import Made, Shown, make
from noticegen.serve.preview import Preview, Version
from noticegen.serve.site import site
from noticegen.serve.view import EVERYTHING, PUBLIC, View, folder, read_folder
from noticegen.serve.watch import Watch
from sites import moment, page, put, small_site
from story import Story

ZONE = ZoneInfo("Asia/Tokyo")
NOW = moment("2026-03-20 09:00")
ENGLISH = translator(())

WITHHELD = page("The report", "Kept back until then.", date="2026-04-01 10:00", summary="WITHHELD")
DRAFT = page("A draft", "Not yet.", draft="true", summary="DRAFTED")


def a_site(folder_: Path, **more: str) -> Path:
    return put(
        folder_,
        {
            **small_site(),
            "content/en/updates/2026-04-01-report.md": WITHHELD,
            "content/en/updates/draft-later.md": DRAFT,
            **more,
        },
    )


def shown_of(made: Made) -> Shown:
    assert made.shown is not None, made.findings
    return made.shown


# ------------------------------------------------------------------ addresses


@pytest.mark.parametrize(
    "view",
    [
        PUBLIC,
        EVERYTHING,
        View(moment("2026-05-07 09:00")),
        View(moment("2026-05-07 09:00:30")),
        View(moment("2026-05-07 09:00"), drafts=True),
    ],
    ids=folder,
)
def test_the_address_of_a_view_names_it(view: View) -> None:
    assert read_folder(folder(view), ZONE) == view


def test_a_time_without_an_offset_is_one_of_the_site() -> None:
    assert read_folder("@2026-05-07T09:00", ZONE) == View(moment("2026-05-07 09:00"))


@pytest.mark.parametrize(
    "name", ["now", "@", "@later", "@2026-05-07", "@2026-13-07T09:00", "@now+drafts", "@../x"]
)
def test_no_other_name_is_a_view(name: str) -> None:
    assert read_folder(name, ZONE) is None


def test_an_address_without_a_view_is_of_the_first_one() -> None:
    assert asked("/faq.html?x", EVERYTHING, ZONE) == (EVERYTHING, "faq.html")
    assert asked("/@now/ja/", EVERYTHING, ZONE) == (PUBLIC, "ja/")
    assert asked("/%E6%97%A5.html", PUBLIC, ZONE) == (PUBLIC, "日.html")
    for target in ("/@now", "/@later/x", "faq.html", "", "/%ff"):
        assert asked(target, PUBLIC, ZONE) is None


# ------------------------------------------------------------------ what is shown


def test_each_view_shows_what_is_public_in_it(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    report, draft = "updates/2026-04-01-report.html", "updates/draft-later.html"
    for view, wanted in (
        (PUBLIC, set()),
        (View(moment("2026-04-01 09:59:59")), set()),
        (View(moment("2026-04-01 10:00")), {report}),
        (View(moment("2026-03-21 10:00"), drafts=True), {draft}),
        (EVERYTHING, {report, draft}),
    ):
        files = shown_of(make(site, view, NOW)).files
        assert {path for path in (report, draft) if path in files} == wanted, view


def test_everything_is_as_of_the_last_moment_that_is_scheduled(tmp_path: Path) -> None:
    assert shown_of(make(a_site(tmp_path), EVERYTHING, NOW)).as_of == moment("2026-04-01 10:00")
    later = moment("2026-05-01 10:00")
    assert shown_of(make(tmp_path, EVERYTHING, later)).as_of == later


def test_what_has_not_changed_since_the_last_change_is_the_same(tmp_path: Path) -> None:
    """The moment of a view that moves is that of the last change, so that results can be kept."""
    site = a_site(tmp_path)
    first = shown_of(make(site, PUBLIC, NOW))
    later = shown_of(make(site, PUBLIC, moment("2026-03-31 23:59")))
    assert first.moment == later.moment < NOW
    assert first.files == later.files


def test_what_comes_with_a_draft_is_shown_with_it(tmp_path: Path) -> None:
    facts = """\
people:
  type: number
  name: {en: People, ja: 人数}
  values:
    - {from: 2026-03-02 15:00, value: 100}
    - {with: draft-later, value: 200, change: progress, note: {en: More., ja: 増えました。}}
"""
    body = page("Notice about a leak", "PEOPLE-${people}-", date="2026-03-02 15:00")
    site = a_site(tmp_path, **{"content/facts.yml": facts, "content/en/index.md": body})
    assert b"PEOPLE-100-" in shown_of(make(site, PUBLIC, NOW)).files["index.html"]
    assert b"PEOPLE-200-" in shown_of(make(site, EVERYTHING, NOW)).files["index.html"]


def test_a_draft_that_cannot_be_shown_is_left_out_and_told(tmp_path: Path) -> None:
    broken = page("A draft", "See [nothing](nothing.md).", draft="true", summary="DRAFTED")
    made = make(a_site(tmp_path, **{"content/en/updates/draft-later.md": broken}), EVERYTHING, NOW)
    shown = shown_of(made)
    assert made.without_drafts
    assert "updates/draft-later.html" not in shown.files
    assert "updates/2026-04-01-report.html" in shown.files
    assert [f.at.path for f in made.findings] == ["content/en/updates/draft-later.md"]
    told = Told(made.findings, made.texts, without_drafts=True)
    html = marked(shown.files["index.html"].decode(), "index.html", shown, told, ENGLISH).html
    assert "Shown without drafts, because with them the site cannot be made:" in html


def test_what_is_marked_on_a_page_is_about_it_alone(tmp_path: Path) -> None:
    shown = shown_of(make(a_site(tmp_path), EVERYTHING, NOW))

    def states(name: str, language: str) -> list[str]:
        return [f"{item.state} {item.language}" for item in shown.about(name, language)]

    assert states("updates/2026-04-01-report", "en") == ["scheduled en"]
    # In Japanese it is missing, and the English text that stands in for it is not public.
    assert states("updates/2026-04-01-report", "ja") == ["scheduled en", "missing ja"]
    assert states("updates/draft-later", "ja") == ["draft en"]
    assert states("updates/2026-03-02-first", "en") == []


def test_the_policy_lets_the_marks_through_and_nothing_else(tmp_path: Path) -> None:
    shown = shown_of(make(a_site(tmp_path), PUBLIC, NOW))
    html = marked(shown.files["index.html"].decode(), "index.html", shown, Told(), ENGLISH).html
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    held = {part.split()[0]: part.split()[1:] for part in policy.split("; ")}
    assert held["default-src"] == ["'none'"]
    assert held["script-src"] == [SERVED_POLICY["script-src"]]
    assert held["connect-src"] == ["'self'"]
    assert len(held["style-src"]) == 2
    assert not any("unsafe" in source for sources in held.values() for source in sources)


def test_a_snippet_stays_as_it_is(tmp_path: Path) -> None:
    shown = shown_of(make(a_site(tmp_path), PUBLIC, NOW))
    banner = shown.files["banner.html"].decode()
    assert marked(banner, "banner.html", shown, Told(), ENGLISH).html == banner


def test_what_authors_write_is_text_in_every_mark(tmp_path: Path) -> None:
    evil = page('"<script>alert(1)</script>', "Text.", draft="true", summary="s")
    site = a_site(tmp_path, **{"content/en/updates/draft-later.md": evil.replace('"<', "x<")})
    shown = shown_of(make(site, EVERYTHING, NOW))
    path = "updates/draft-later.html"
    html = marked(shown.files[path].decode(), path, shown, Told(), ENGLISH).html
    assert "<script>alert" not in html


# ------------------------------------------------------------------ what is kept ready


def test_views_are_kept_ready_up_to_a_number(tmp_path: Path) -> None:
    preview = Preview(a_site(tmp_path), lambda: NOW)
    first = preview.version(PUBLIC)
    for minute in range(30):
        preview.version(View(moment(f"2026-03-10 09:{minute:02}")))
    assert preview.version(PUBLIC) is first
    assert len(preview.refresh()) <= 8


def test_a_view_is_made_anew_when_a_moment_comes(tmp_path: Path) -> None:
    now = [NOW]
    preview = Preview(a_site(tmp_path), lambda: now[0])
    assert preview.version(PUBLIC).shown is not None
    wanted = (moment("2026-04-01 10:00") - NOW).total_seconds()
    assert preview.seconds_left() == wanted
    now[0] = moment("2026-04-01 10:00")
    preview.refresh()
    shown = preview.version(PUBLIC).shown
    assert shown is not None
    assert "updates/2026-04-01-report.html" in shown.files


def test_a_moment_that_passed_while_all_was_broken_is_not_waited_for(tmp_path: Path) -> None:
    now = [NOW]
    preview = Preview(a_site(tmp_path), lambda: now[0])
    preview.version(PUBLIC)
    put(tmp_path, {"content/en/index.md": page("Notice", "Text.", dat="2026-03-02 15:00")})
    now[0] = moment("2026-04-01 10:00")
    [version_] = preview.refresh()
    assert version_.told.is_kept
    assert preview.seconds_left() is None


# ------------------------------------------------------------------ what would change


def text_of(content: bytes) -> str:
    main = content.decode().partition("<main>")[2].partition("</main>")[0]
    return re.sub(r"<[^>]+>", " ", main).replace("&#x27;", "'")


def version(project: Path, now: datetime) -> Version:
    return Preview(project, lambda: now).version(PUBLIC)


def test_without_a_record_it_says_so(tmp_path: Path) -> None:
    site = a_site(tmp_path)
    page_ = changes_page(changes(site, NOW), version(site, NOW), ENGLISH)
    assert "No record is kept" in text_of(page_.content)


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A site whose record holds what is public, and what is scheduled."""
    story = Story(a_site(tmp_path))
    assert story.record("2026-03-20 08:00") == 0, story.said
    return tmp_path


def test_where_all_is_recorded_nothing_would_change(recorded: Path) -> None:
    found = changes(recorded, NOW)
    assert (found.now, found.later, found.findings) == ((), (), ())
    text = text_of(changes_page(found, version(recorded, NOW), ENGLISH).content)
    assert "Nothing: everything is in the record as it is." in text


def test_a_change_with_a_note_is_listed_with_old_and_new_words(recorded: Path) -> None:
    note = "\nchanges:\n  - at: 2026-03-20 08:30\n    kind: correction\n    note: It was a copy.\n"
    text = (recorded / "content/en/index.md").read_text()
    text = text.replace("\nsummary", f"{note}summary", 1).replace("A list was", "Two lists were")
    put(recorded, {"content/en/index.md": text})
    found = changes(recorded, NOW)
    assert [changed.subject for changed in found.now] == ["page en/index"]
    shown_ = text_of(changes_page(found, version(recorded, NOW), ENGLISH).content)
    assert "correction page en/index Notice about a leak" in shown_
    assert "[-A list was-]{+Two lists were+}" in shown_


def test_a_silent_change_is_told_over_the_page_and_in_the_list(recorded: Path) -> None:
    text = (recorded / "content/en/index.md").read_text()
    put(recorded, {"content/en/index.md": text.replace("A list was copied. See", "It was. See")})
    made = make(recorded, PUBLIC, NOW)
    shown = shown_of(made)
    assert b"It was. See" in shown.files["index.html"], "the author sees what was written"
    assert {finding.exit for finding in made.findings} == {Exit.RECORD}
    told = Told(made.findings, made.texts)
    html = marked(shown.files["index.html"].decode(), "index.html", shown, told, ENGLISH).html
    assert "This would stop a build:" in html
    assert "NG616" in html
    listed = text_of(changes_page(changes(recorded, NOW), version(recorded, NOW), ENGLISH).content)
    assert "Without a public word" in listed
    assert "NG616" in listed
    assert make(recorded, EVERYTHING, NOW).findings == (), "the record is of what is public now"


def test_what_is_scheduled_otherwise_than_recorded_is_listed(recorded: Path) -> None:
    put(recorded, {"content/en/updates/2026-04-01-report.md": WITHHELD.replace("Kept", "Held")})
    found = changes(recorded, NOW)
    assert found.now == ()
    assert [changed.subject for changed in found.later] == ["page en/updates/2026-04-01-report"]


def test_while_something_is_broken_the_list_says_what(recorded: Path) -> None:
    put(recorded, {"content/en/index.md": page("Notice", "Text.", dat="2026-03-02 15:00")})
    found = changes(recorded, NOW)
    shown_ = text_of(changes_page(found, version(recorded, NOW), ENGLISH).content)
    assert "NG208" in shown_


def test_an_address_that_leads_nowhere_answers_with_the_page_for_it(tmp_path: Path) -> None:
    got = answer("nothing", version(a_site(tmp_path), NOW), ENGLISH)
    assert got.status == 404
    assert b"some.example/notice/" not in got.content


def test_what_cannot_be_read_is_told_in_the_list(tmp_path: Path) -> None:
    project = a_site(tmp_path)
    preview = Preview(project, lambda: NOW)
    served = site(project, preview, PUBLIC, Watch(project, poll=True), lambda: NOW, ENGLISH)
    assert served.answer("/").status == 200
    # No mode of a file stops whoever runs as root; this one cannot be read by anybody.
    (project / "noticegen.yml").unlink()
    (project / "noticegen.yml").symlink_to("/proc/self/mem")
    got = served.answer("/@changes")
    assert got.status == 200
    assert "NG603" in text_of(got.content)
