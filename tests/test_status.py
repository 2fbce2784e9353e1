"""What is live, scheduled, draft, missing and behind at a moment."""

from __future__ import annotations

from pathlib import Path

from noticegen.build import read
from noticegen.status import Status, status
from sites import moment, page, put, said, settings

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
