"""What is live, scheduled, draft, missing and behind at a moment."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from build_site import SMALLEST, a_site, an_update, run
from misbehaving import HOST, behind_a_proxy, live
from noticegen.build import read
from noticegen.status import Status, status
from servers import free_port
from sites import build_well, moment, page, put, said, settings
from story import Story

ONE, TWO, THREE, FOUR = (
    "2026-03-02 15:00",
    "2026-03-05 10:00",
    "2026-03-09 11:00",
    "2026-03-12 09:00",
)
FILES = {
    "noticegen.yml": settings("ja", "en", more="banner: {ja: お知らせ}\n"),
    "content/ja/index.md": page(
        "home",
        f"a\n\n::: until {FOUR}\nb\n:::",
        date=ONE,
        changes=f"[{{at: {TWO}, kind: addition, note: n}}, {{at: {FOUR}, kind: wording, note: w}}]",
    ),
    "content/en/index.md": page("home en", "a"),
    "content/ja/faq.md": page(
        "faq", f'## t\n\n### q {{#q}}\n\na\n\n### r {{#r date="{FOUR}"}}\n\na', date=ONE
    ),
    "content/en/faq.md": page("faq en", "## t\n\n### q en {#q draft}\n\na"),
    "content/ja/updates/2026-03-09-u.md": page("u", "a", date=THREE, summary="s"),
    "content/ja/updates/draft-d.md": page("d", "a", draft="true", summary="s"),
}


def at(folder: Path, now: str) -> Status:
    sources = read(put(folder, FILES))
    assert sources.site, said(sources.findings)
    assert sources.config
    return status(sources.site, sources.config, moment(now))


def lines(state: Status) -> set[str]:
    return {f"{item.state} {item.name} {item.language}" for item in state.items}


def test_every_text_has_its_state(tmp_path: Path) -> None:
    assert lines(at(tmp_path, "2026-03-08 09:00")) == {
        "live index ja",
        "live index en",
        "live faq ja",
        "live faq en",
        "live faq#q ja",
        "draft faq#q en",
        "missing faq#q en",
        "scheduled faq#r ja",
        "missing faq#r en",
        "scheduled updates/2026-03-09-u ja",
        "missing updates/2026-03-09-u en",
        "draft updates/draft-d ja",
        "scheduled index: until ja",
        "scheduled index: changes ja",
        "behind index en",
        "missing noticegen.yml: banner en",
    }


def test_states_come_in_their_order(tmp_path: Path) -> None:
    order = ["live", "scheduled", "draft", "missing", "behind"]
    states = [str(item.state) for item in at(tmp_path, "2026-03-08 09:00").items]
    assert states == sorted(states, key=order.index)


def test_the_next_build_is_due_when_something_changes(tmp_path: Path) -> None:
    for now, later in ((ONE, TWO), (TWO, THREE), ("2026-03-09 10:59", THREE), (THREE, FOUR)):
        assert at(tmp_path, now).next_build == moment(later)
    assert at(tmp_path, FOUR).next_build is None


def test_what_is_scheduled_says_when(tmp_path: Path) -> None:
    [item] = [
        item
        for item in at(tmp_path, ONE).items
        if item.name == "updates/2026-03-09-u" and item.state == "scheduled"
    ]
    assert item.moment == moment(THREE)
    assert item.title == "u"


def test_before_the_notice_everything_is_scheduled(tmp_path: Path) -> None:
    state = at(tmp_path, "2026-03-01 09:00")
    assert "scheduled index ja" in lines(state)
    assert "live index ja" not in lines(state)
    assert state.next_build == moment(ONE)


FACTS = {
    "noticegen.yml": settings(
        "ja", "en", more="changes: [{at: 2026-03-12 12:00, kind: policy, note: n}]\n"
    ),
    "content/ja/index.md": page("home", "${people}", date=ONE),
    "content/en/index.md": page("home en", "${people}"),
    "content/facts.yml": f"""\
people:
  type: number
  name: {{ja: 人数}}
  unit: {{ja: 人, en: {{one: person, other: people}}}}
  values:
    - {{from: {ONE}, value: 912480}}
    - {{from: {FOUR}, value: 912455, change: correction, note: n}}
  changes:
    - {{at: {THREE}, kind: wording, note: n}}
    - {{at: 2026-03-12 10:00, kind: wording, note: n}}
deadline:
  type: date
  name: {{ja: 期限, en: Deadline}}
  values:
    - {{from: {ONE}, value: 2026-03-20}}
    - {{from: {FOUR}, value: 2026-03-31, change: policy, note: n}}
answer_by:
  type: moment
  name: {{ja: 回答, en: Answer}}
  values:
    - {{from: {ONE}, value: 2026-03-15 17:00}}
""",
    "content/contacts.yml": f"""\
hotline:
  name: {{ja: 窓口, en: Hotline}}
  phone: {{values: [{{value: 0800-000-0140}}, {{from: {FOUR}, value: 0800-000-0141, note: n}}]}}
  region: JP
  hours:
    - {{from: 2026-03-02, weekly: {{mon-sun: "9:00-21:00"}}}}
    - {{from: 2026-03-16, weekly: {{mon-fri: "9:00-18:00"}}}}
  until: 2026-12-28
  changes: [{{at: 2026-03-12 11:00, kind: addition, note: n}}]
desk:
  name: {{ja: 相談室, en: Desk}}
  from: {FOUR}
  mail: desk@some.example
  changes: [{{at: {ONE}, kind: addition, note: n}}]
press:
  name: {{ja: 報道, en: Press}}
  phone: 050-0000-0106
  region: JP
  hours:
    - {{from: 2026-03-02, weekly: {{mon-sun: "9:00-21:00"}}}}
    - {{from: 2026-03-17, weekly: {{mon-fri: "9:00-18:00"}}}}
  until: 2026-12-27
  changes: [{{at: 2026-03-12 13:00, kind: withdrawal, note: n}}]
closures:
  spring: {{from: 2026-03-18, to: 2026-03-19, name: {{ja: 休み, en: Closed}}, lines: [hotline]}}
""",
}


def of_facts(folder: Path, now: str) -> Status:
    sources = read(put(folder, FACTS))
    assert sources.site, said(sources.findings)
    assert sources.config
    return status(sources.site, sources.config, moment(now))


def due(state: Status) -> dict[str, str]:
    """What is scheduled or has an end, and when."""
    return {
        f"{item.state} {item.name}": item.moment.isoformat(" ", "minutes")[:16]
        for item in state.items
        if item.moment and item.moment > state.moment
    }


def test_values_numbers_hours_closures_and_deadlines_have_their_states(tmp_path: Path) -> None:
    assert due(of_facts(tmp_path, "2026-03-10 09:00")) == {
        "scheduled facts.yml: people": FOUR,
        "scheduled facts.yml: deadline": FOUR,
        "scheduled contacts.yml: hotline: phone": FOUR,
        "scheduled contacts.yml: desk": FOUR,
        "scheduled facts.yml: people: changes": "2026-03-12 10:00",
        "scheduled contacts.yml: hotline: changes": "2026-03-12 11:00",
        "scheduled noticegen.yml: changes": "2026-03-12 12:00",
        "scheduled contacts.yml: press: changes": "2026-03-12 13:00",
        "scheduled contacts.yml: hotline: hours from 2026-03-16": "2026-03-16 00:00",
        "scheduled contacts.yml: closures: spring: from 2026-03-18": "2026-03-18 00:00",
        "deadline facts.yml: answer_by": "2026-03-15 17:00",
        "deadline facts.yml: deadline": "2026-03-21 00:00",
        "deadline contacts.yml: hotline: until": "2026-12-29 00:00",
    }


def test_a_fact_that_has_no_name_in_a_language_is_missing_there(tmp_path: Path) -> None:
    assert "missing facts.yml: people en" in lines(of_facts(tmp_path, "2026-03-10 09:00"))


def test_the_next_build_is_due_for_values_hours_closures_and_deadlines(tmp_path: Path) -> None:
    found, now = [], "2026-03-10 09:00"
    while (following := of_facts(tmp_path, now).next_build) is not None:
        now = following.isoformat(" ", "minutes")[:16]
        found.append(now)
    assert found == [
        FOUR,
        *(f"2026-03-12 {hour}:00" for hour in range(10, 14)),
        "2026-03-15 17:00",
        "2026-03-16 00:00",
        "2026-03-18 00:00",
        "2026-03-20 00:00",
        "2026-04-01 00:00",
        "2026-12-29 00:00",
    ]


# ------------------------------------------------------------------ what is live


def due_live(project: Path, now: str, env: Mapping[str, str]) -> str:
    """What `status --next --live` says."""
    ran = run(project, "status", "--next", "--live", "--as-of", now, env=env)
    assert (ran.code, ran.err) == (0, "")
    return ran.out.strip()


def test_what_is_due_is_asked_of_the_live_site(tmp_path: Path) -> None:
    """A run that is late, or the first after many that failed, finds what they left undone."""
    project = put(tmp_path / "site", FILES)
    settings_file = project / "noticegen.yml"
    text = settings_file.read_text("utf-8")
    settings_file.write_text(text.replace("www.some.example", HOST), "utf-8")
    output = build_well(project, as_of="2026-03-08 09:00")
    with live(output) as server:
        env = behind_a_proxy(server, tmp_path)
        assert due_live(project, "2026-03-08 12:00", env) == "2026-03-09T11:00:00+09:00"
        assert len(server.asked) == 3
        for late in (THREE, FOUR, "2027-03-12 09:00"):
            assert due_live(project, late, env) == "now"
        words = ("status", "--next", "--live", "--format", "json", "--as-of", THREE)
        told = json.loads(run(project, *words, env=env).out)
        assert (told["due"], told["next_build"]) == (True, "2026-03-12T09:00:00+09:00")
        build_well(project, as_of=FOUR)
        assert due_live(project, "2027-03-12 09:00", env) == "-"


def test_an_upload_that_stopped_is_due_again(tmp_path: Path) -> None:
    """The home page is put in place last, after the sums of the site."""
    project = put(tmp_path / "site", FILES)
    settings_file = project / "noticegen.yml"
    text = settings_file.read_text("utf-8")
    settings_file.write_text(text.replace("www.some.example", HOST), "utf-8")
    output = build_well(project, as_of=THREE)
    for path in ("en/index.html", "index.html", "SHA256SUMS"):
        there = tmp_path / path.replace("/", "-")
        shutil.copytree(output, there)
        (there / path).write_bytes(b"what was there before\n")
        with live(there) as server:
            assert due_live(project, THREE, behind_a_proxy(server, tmp_path)) == "now"
    nobody = {"https_proxy": f"http://127.0.0.1:{free_port()}"}
    assert due_live(project, THREE, nobody) == "now"


def test_what_cannot_be_built_is_not_due(tmp_path: Path) -> None:
    project = put(tmp_path, {**FILES, "content/ja/faq.md": "---\n"})
    ran = run(project, "status", "--next", "--live", "--as-of", THREE)
    assert (ran.code, ran.out) == (1, "")
    assert "content/ja/faq.md:1:1: error" in ran.err
    ran = run(put(tmp_path, FILES), "status", "--live")
    assert (ran.code, ran.out) == (2, "")


def test_older_sources_do_not_take_back_what_is_live(tmp_path: Path) -> None:
    """A job may wait while another one publishes something newer."""
    url = f"https://{HOST}/notice/"
    text = SMALLEST["noticegen.yml"]
    story = Story(
        a_site(tmp_path / "site", {"noticegen.yml": re.sub("(?m)^url: .*", f"url: {url}", text)})
    )
    assert story.record("2026-03-02 16:00") == 0
    older = shutil.copytree(story.project, tmp_path / "older")
    story.write(
        {"content/ja/updates/2026-03-09-u.md": an_update(title="二", date="2026-03-09 11:00")}
    )
    assert story.record("2026-03-09 12:00") == 0
    output = build_well(story.project, as_of="2026-03-10 09:00")
    with live(output) as server:
        env = behind_a_proxy(server, tmp_path)
        words = ("status", "--next", "--live", "--as-of", "2026-03-10 09:00")
        ran = run(older, *words, env=env)
        assert (ran.code, ran.out) == (3, "")
        assert f"{url}checkpoint: error NG614" in ran.err
        assert due_live(story.project, "2026-03-10 09:00", env) == "-"
