"""The gate: nothing that is withheld passes, and everything else does."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from noticegen.build import Prepared, prepare, read
from noticegen.diagnostics import Severity
from noticegen.model import NEVER, Page, Site
from noticegen.public import (
    PublicSite,
    changes_of,
    fragments,
    is_behind,
    moments,
    public,
    texts,
    withdrawal_of,
)

SETTINGS = """\
title: Notice
organization: Example
url: https://www.some.example/notice/
official_site: https://www.some.example/
languages: [ja, en]
timezone: Asia/Tokyo
"""
ONE, TWO, THREE, FOUR = (
    "2026-03-02 15:00",
    "2026-03-05 10:00",
    "2026-03-09 11:00",
    "2026-03-12 09:00",
)
"""The notice, and three moments after it."""


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Asia/Tokyo"))


def a_file(title: str, body: str = "text\n", **keys: str) -> str:
    header = "".join(f"{key}: {value}\n" for key, value in keys.items())
    return f"---\ntitle: {title}\n{header}---\n\n{body}"


def update(title: str, body: str = "text\n", **keys: str) -> str:
    return a_file(title, body, **{"summary": "s", **keys})


HOME = {"ja/index.md": a_file("home", date=ONE), "en/index.md": a_file("home en")}


def written(folder: Path, files: Mapping[str, str]) -> Path:
    everything = {"noticegen.yml": SETTINGS, **{f"content/{k}": v for k, v in files.items()}}
    for name, content in everything.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Callable[[Mapping[str, str]], Site]:
    """Makes a site of a home page in two languages and more files."""

    def make(files: Mapping[str, str]) -> Site:
        sources = read(written(tmp_path, {**HOME, **files}))
        errors = [f for f in sources.findings if f.severity is Severity.ERROR]
        assert errors == [], errors
        assert sources.site
        return sources.site

    return make


Make = Callable[[Mapping[str, str]], Site]


def shown(site: Site, moment: str) -> PublicSite:
    gate = public(site, at(moment))
    assert gate is not None
    return gate


def names(site: Site, moment: str) -> list[str]:
    return [page.name for page in shown(site, moment).site.all_pages]


def the_page(site: Site, name: str, moment: str) -> Page:
    page = shown(site, moment).page(name)
    assert page is not None
    return page


def before(moment: str) -> str:
    """A minute before."""
    return at(moment).replace(minute=59, hour=at(moment).hour - 1).strftime("%Y-%m-%d %H:%M")


def after(moment: str) -> str:
    """A minute after."""
    return at(moment).replace(minute=1).strftime("%Y-%m-%d %H:%M")


# ------------------------------------------------------------------ what is let through


def test_nothing_is_public_before_the_notice_is(site: Make) -> None:
    whole = site({})
    assert public(whole, at(before(ONE))) is None
    assert names(whole, ONE) == ["index"]


def test_a_page_is_public_from_its_moment_on(site: Make) -> None:
    whole = site({"ja/help.md": a_file("help", date=THREE)})
    assert names(whole, before(THREE)) == ["index"]
    assert names(whole, THREE) == ["index", "help"]
    assert names(whole, after(THREE)) == ["index", "help"]


def test_an_update_is_public_from_its_moment_on(site: Make) -> None:
    whole = site({"ja/updates/2026-03-09-a.md": update("a", date=THREE)})
    assert names(whole, before(THREE)) == ["index"]
    assert names(whole, THREE) == ["index", "updates/2026-03-09-a"]


def test_a_draft_is_never_public(site: Make) -> None:
    whole = site(
        {
            "ja/updates/draft-a.md": update("a", draft="true"),
            "ja/updates/2026-03-05-b.md": update("b", date=TWO, draft="true"),
            "ja/help.md": a_file("help", draft="true"),
        }
    )
    assert names(whole, "2199-12-31 23:59") == ["index"]


def test_a_translation_is_public_from_its_own_moment_on(site: Make) -> None:
    whole = site(
        {
            "ja/help.md": a_file("help", date=TWO),
            "en/help.md": a_file("help en", translated=THREE),
        }
    )
    assert [v.language for v in the_page(whole, "help", TWO).versions] == ["ja"]
    assert [v.language for v in the_page(whole, "help", before(THREE)).versions] == ["ja"]
    assert [v.language for v in the_page(whole, "help", THREE).versions] == ["ja", "en"]


def test_a_draft_of_a_translation_is_missing(site: Make) -> None:
    whole = site(
        {"ja/help.md": a_file("help", date=TWO), "en/help.md": a_file("help en", draft="true")}
    )
    assert [v.language for v in the_page(whole, "help", FOUR).versions] == ["ja"]


def test_a_translation_without_a_moment_comes_with_its_page(site: Make) -> None:
    whole = site({"ja/help.md": a_file("help", date=TWO), "en/help.md": a_file("help en")})
    assert [v.language for v in the_page(whole, "help", TWO).versions] == ["ja", "en"]


FAQ = f"""\
## topic {{#topic}}

intro

### one {{#one}}

answer

### two {{#two date="{THREE}"}}

::: until {FOUR}
soon
:::

answer

## later {{#later}}

### three {{#three date="{FOUR}"}}

answer

### four {{#four draft}}

answer
"""
FAQ_EN = f"""\
## topic en

### one en {{#one translated="{TWO}"}}

answer

### two en {{#two translated="{FOUR}"}}

answer
"""


def questions(site: Site, moment: str) -> list[tuple[str, list[str]]]:
    faq = shown(site, moment).site.faq
    assert faq
    return [(q.id, [a.language for a in q.answers]) for q in faq.questions]


def test_questions_and_their_translations_are_public_from_their_own_moments_on(site: Make) -> None:
    whole = site({"ja/faq.md": a_file("faq", FAQ, date=ONE), "en/faq.md": a_file("faq en", FAQ_EN)})
    assert questions(whole, ONE) == [("one", ["ja"])]
    assert questions(whole, TWO) == [("one", ["ja", "en"])]
    assert questions(whole, before(THREE)) == [("one", ["ja", "en"])]
    assert questions(whole, THREE) == [("one", ["ja", "en"]), ("two", ["ja"])]
    assert questions(whole, FOUR) == [
        ("one", ["ja", "en"]),
        ("two", ["ja", "en"]),
        ("three", ["ja"]),
    ]


def test_a_topic_is_public_with_its_first_question_and_named_where_one_is(site: Make) -> None:
    whole = site({"ja/faq.md": a_file("faq", FAQ, date=ONE), "en/faq.md": a_file("faq en", FAQ_EN)})

    def topics(moment: str) -> list[list[str]]:
        faq = shown(whole, moment).site.faq
        assert faq
        return [[title.title for title in topic.titles] for topic in faq.topics]

    assert topics(ONE) == [["topic"]]
    assert topics(TWO) == [["topic", "topic en"]]
    assert topics(FOUR) == [["topic", "topic en"], ["later"]]


def test_a_change_is_public_from_its_moment_on(site: Make) -> None:
    whole = site(
        {
            "ja/help.md": a_file(
                "help", date=ONE, changes=f"[{{at: {THREE}, kind: wording, note: n}}]"
            )
        }
    )
    assert changes_of(the_page(whole, "help", before(THREE)), "ja") == ()
    [change] = changes_of(the_page(whole, "help", THREE), "ja")
    assert change.note == "n"
    assert changes_of(the_page(whole, "help", THREE), "en") == ()


def test_what_comes_with_an_update_is_withheld_with_it(site: Make) -> None:
    whole = site(
        {
            "ja/help.md": a_file(
                "help",
                "a\n\n::: from with=2026-03-09-a\nb\n:::\n",
                date=ONE,
                changes="[{with: 2026-03-09-a, kind: wording, note: n},"
                " {with: draft-b, kind: wording, note: never}]",
            ),
            "ja/late.md": a_file("late", date="with 2026-03-09-a"),
            "ja/updates/2026-03-09-a.md": update("a", date=THREE),
            "ja/updates/draft-b.md": update("b", draft="true"),
        }
    )
    assert names(whole, before(THREE)) == ["index", "help"]
    assert changes_of(the_page(whole, "help", before(THREE)), "ja") == ()
    assert "b" not in the_page(whole, "help", before(THREE)).authoritative.document.text
    assert names(whole, THREE) == ["index", "help", "late", "updates/2026-03-09-a"]
    assert [c.note for c in changes_of(the_page(whole, "help", THREE), "ja")] == ["n"]
    assert "b" in the_page(whole, "help", THREE).authoritative.document.text


def test_a_note_about_a_question_is_withheld_with_the_question(site: Make) -> None:
    changes = f"[{{at: {TWO}, kind: wording, note: n, question: two}}]"
    whole = site({"ja/faq.md": a_file("faq", FAQ, date=ONE, changes=changes)})
    assert changes_of(the_page(whole, "faq", TWO), "ja", "two") == ()
    assert len(changes_of(the_page(whole, "faq", THREE), "ja", "two")) == 1


def test_a_note_about_an_answer_is_withheld_with_the_translation_of_the_answer(site: Make) -> None:
    changes = f"[{{at: {ONE}, kind: wording, note: n, question: one}}]"
    whole = site(
        {
            "ja/faq.md": a_file("faq", FAQ, date=ONE),
            "en/faq.md": a_file("faq en", FAQ_EN, changes=changes),
        }
    )
    assert changes_of(the_page(whole, "faq", ONE), "en", "one") == ()
    assert len(changes_of(the_page(whole, "faq", TWO), "en", "one")) == 1


@pytest.mark.parametrize(
    ("moment", "has_from", "has_until"),
    [
        (before(THREE), False, True),
        (THREE, True, False),
        (after(THREE), True, False),
    ],
)
def test_a_block_is_public_from_or_until_its_moment(
    site: Make, moment: str, has_from: bool, has_until: bool
) -> None:
    body = f"a\n\n::: from {THREE}\nlater\n:::\n\n::: until {THREE}\nsooner\n:::\n"
    page = the_page(site({"ja/help.md": a_file("help", body, date=ONE)}), "help", moment)
    text = page.authoritative.document.text
    assert ("later" in text, "sooner" in text) == (has_from, has_until)


def test_a_block_may_not_stand_where_nobody_would_hide_it(tmp_path: Path) -> None:
    body = f"## a\n\n::: from {THREE}\nsecret\n:::\n\n### b {{#b}}\n\nc\n"
    sources = read(written(tmp_path, {**HOME, "ja/faq.md": a_file("faq", body, date=ONE)}))
    assert [(str(f.at), f.code.label) for f in sources.findings] == [
        ("content/ja/faq.md:8:1", "scheduled-block")
    ]


def test_a_question_may_not_stand_inside_a_block(tmp_path: Path) -> None:
    body = f"## a\n\n### b {{#b}}\n\nc\n\n::: from {THREE}\n### d {{#d}}\n\ne\n:::\n"
    sources = read(written(tmp_path, {**HOME, "ja/faq.md": a_file("faq", body, date=ONE)}))
    assert ("content/ja/faq.md:13:5", "faq-structure") in [
        (str(f.at), f.code.label) for f in sources.findings
    ]


def test_every_moment_at_which_something_changes_is_known(site: Make) -> None:
    whole = site(
        {
            "ja/faq.md": a_file("faq", FAQ, date=ONE),
            "en/faq.md": a_file("faq en", FAQ_EN),
            "ja/updates/draft-b.md": update("b", draft="true"),
        }
    )
    assert [moment.strftime("%Y-%m-%d %H:%M") for moment in moments(whole)] == [
        ONE,
        TWO,
        THREE,
        FOUR,
    ]
    assert NEVER not in moments(whole)


# ------------------------------------------------------------------ numbers


def numbers(site: Site, moment: str) -> dict[str, int]:
    return {
        name.removeprefix("updates/"): number
        for name, number in shown(site, moment).numbers.items()
    }


def test_updates_are_numbered_in_the_order_of_their_moments(site: Make) -> None:
    whole = site(
        {
            "ja/updates/2026-03-09-a.md": update("a", date=THREE),
            "ja/updates/2026-03-02-z.md": update("z", date=ONE),
            "ja/updates/2026-03-12-b.md": update("b", date=FOUR),
        }
    )
    assert numbers(whole, THREE) == {"2026-03-02-z": 1, "2026-03-09-a": 2}
    assert numbers(whole, FOUR) == {"2026-03-02-z": 1, "2026-03-09-a": 2, "2026-03-12-b": 3}


def test_updates_of_one_moment_are_numbered_by_their_names(site: Make) -> None:
    whole = site(
        {f"ja/updates/2026-03-09-{name}.md": update(name, date=THREE) for name in ("b", "a", "c")}
    )
    assert numbers(whole, THREE) == {"2026-03-09-a": 1, "2026-03-09-b": 2, "2026-03-09-c": 3}


@pytest.mark.parametrize(
    ("keys", "is_numbered"),
    [
        ({}, True),
        ({"number": "false"}, False),
        ({"kind": "correction"}, False),
        ({"kind": "[correction, policy]"}, True),
        ({"kind": "correction", "number": "true"}, True),
        ({"kind": "final"}, True),
    ],
)
def test_a_mere_correction_has_no_number(
    site: Make, keys: dict[str, str], is_numbered: bool
) -> None:
    whole = site(
        {
            "ja/updates/2026-03-05-a.md": update("a", date=TWO, **keys),
            "ja/updates/2026-03-09-b.md": update("b", date=THREE),
        }
    )
    expected = {"2026-03-05-a": 1, "2026-03-09-b": 2} if is_numbered else {"2026-03-09-b": 1}
    assert numbers(whole, FOUR) == expected


def test_an_update_that_is_withdrawn_keeps_its_number(site: Make) -> None:
    changes = f"[{{at: {THREE}, kind: withdrawal, note: n}}]"
    whole = site(
        {
            "ja/updates/2026-03-05-a.md": update("a", date=TWO, changes=changes),
            "ja/updates/2026-03-09-b.md": update("b", date=THREE),
        }
    )
    assert numbers(whole, FOUR) == {"2026-03-05-a": 1, "2026-03-09-b": 2}


# ------------------------------------------------------------------ behind


CHANGED = f"[{{at: {THREE}, kind: addition, note: n}}]"


@pytest.mark.parametrize(
    ("english", "is_it"),
    [
        ({}, True),
        ({"translated": FOUR}, False),
        ({"translated": THREE}, False),
        ({"translated": TWO}, True),
        ({"follows": THREE}, False),
        ({"follows": TWO}, True),
        ({"follows": "2026-03-09-a"}, False),
        ({"changes": f"[{{at: {FOUR}, kind: addition, note: n}}]"}, False),
        ({"changes": f"[{{at: {TWO}, kind: wording, note: n}}]"}, True),
        ({"translated": FOUR, "follows": TWO}, True),
    ],
)
def test_a_translation_is_behind_what_it_does_not_follow(
    site: Make, english: dict[str, str], is_it: bool
) -> None:
    whole = site(
        {
            "ja/help.md": a_file("help", date=ONE, changes=CHANGED),
            "en/help.md": a_file("help en", **english),
            "ja/updates/2026-03-09-a.md": update("a", date=THREE),
        }
    )
    page = the_page(whole, "help", after(FOUR))
    japanese, other = page.versions
    assert is_behind(page, other) is is_it
    assert not is_behind(page, japanese)


def test_no_translation_is_behind_a_change_that_is_not_public(site: Make) -> None:
    whole = site(
        {"ja/help.md": a_file("help", date=ONE, changes=CHANGED), "en/help.md": a_file("help en")}
    )
    page = the_page(whole, "help", before(THREE))
    assert not is_behind(page, page.versions[1])
    page = the_page(whole, "help", THREE)
    assert is_behind(page, page.versions[1])


def test_answers_are_behind_one_by_one(site: Make) -> None:
    changes = f"[{{at: {FOUR}, kind: addition, note: n, question: one}}]"
    whole = site(
        {
            "ja/faq.md": a_file("faq", FAQ, date=ONE, changes=changes),
            "en/faq.md": a_file("faq en", FAQ_EN),
        }
    )
    faq = shown(whole, after(FOUR)).site.faq
    assert faq
    behind = {
        question.id: is_behind(faq, answer, question.id)
        for question in faq.questions
        if (answer := question.answer("en"))
    }
    assert behind == {"one": True, "two": False}
    assert not is_behind(faq, faq.versions[1])


# ------------------------------------------------------------------ withdrawn


def test_a_withdrawn_page_keeps_its_title_and_the_reason(site: Make) -> None:
    whole = site(
        {
            "ja/help.md": a_file(
                "help",
                "gone [a](../files/a.txt)\n",
                date=ONE,
                summary="gone",
                changes=f"[{{at: {THREE}, kind: withdrawal, note: why}}]",
            ),
            "en/help.md": a_file("help en", "gone\n"),
            "files/a.txt": "a",
        }
    )
    assert the_page(whole, "help", before(THREE)).withdrawal is None
    assert list(shown(whole, before(THREE)).site.files) == ["a.txt"]
    page = the_page(whole, "help", THREE)
    assert page.withdrawal
    assert page.withdrawal.note == "why"
    assert [(v.title, v.summary, v.document.text) for v in page.versions] == [
        ("help", "", ""),
        ("help en", "", ""),
    ]
    assert list(shown(whole, THREE).site.files) == []


def test_a_withdrawn_question_keeps_its_heading_and_id(site: Make) -> None:
    changes = f"[{{at: {THREE}, kind: withdrawal, note: why, question: one}}]"
    whole = site({"ja/faq.md": a_file("faq", FAQ, date=ONE, changes=changes)})
    page = the_page(whole, "faq", THREE)
    faq = shown(whole, THREE).site.faq
    assert faq
    one = faq.questions[0]
    assert (one.id, one.answers[0].title, one.answers[0].document.text) == ("one", "one", "")
    assert withdrawal_of(page, "one")
    assert page.withdrawal is None
    assert "one" in fragments(page, "ja")


# ------------------------------------------------------------------ files and fragments


def test_only_files_that_a_public_text_links_to_are_public(site: Make) -> None:
    body = f"![a](../files/a.png)\n\n::: from {THREE}\n[b](../files/b.pdf)\n:::\n"
    whole = site(
        {
            "ja/help.md": a_file("help", body, date=ONE),
            "ja/updates/2026-03-12-a.md": update("a", "[c](../../files/d/c.pdf)\n", date=FOUR),
            "en/help.md": a_file("help en", "[e](../files/e.pdf)\n", translated=FOUR),
            **{f"files/{name}": "x" for name in ("a.png", "b.pdf", "d/c.pdf", "e.pdf", "f.pdf")},
        }
    )
    assert list(shown(whole, ONE).site.files) == ["a.png"]
    assert list(shown(whole, THREE).site.files) == ["a.png", "b.pdf"]
    assert list(shown(whole, FOUR).site.files) == ["a.png", "b.pdf", "d/c.pdf", "e.pdf"]


def test_fragments_are_those_that_readers_of_a_language_see(site: Make) -> None:
    whole = site({"ja/faq.md": a_file("faq", FAQ, date=ONE), "en/faq.md": a_file("faq en", FAQ_EN)})
    assert fragments(the_page(whole, "faq", ONE), "ja") == {"topic", "one"}
    assert {"one", "two", "three"} <= fragments(the_page(whole, "faq", FOUR), "en")


def test_texts_are_all_texts_of_a_page(site: Make) -> None:
    whole = site({"ja/faq.md": a_file("faq", FAQ, date=ONE)})
    found = [document.text.strip() for _, document in texts(the_page(whole, "faq", THREE))]
    assert [text.split("\n")[0] for text in found] == ["", "intro", "answer", f"::: until {FOUR}"]


# ------------------------------------------------------------------ the property

MOMENTS = (ONE, TWO, THREE, FOUR, "2026-03-20 10:00")
DRAFT = "draft"


@dataclass(frozen=True)
class Part:
    """Something with a moment of its own: a translation, a note, a question, a block."""

    when: str
    kind: str = ""


@dataclass(frozen=True)
class A:
    """A page, an update or a question, with what belongs to it."""

    when: str
    english: str | None
    changes: tuple[Part, ...]
    blocks: tuple[Part, ...]
    is_correction: bool
    has_file: bool


WHEN = st.sampled_from((*MOMENTS, DRAFT))
DATED = st.sampled_from(MOMENTS)
THING = st.builds(
    A,
    when=WHEN,
    english=st.one_of(st.none(), WHEN),
    changes=st.lists(
        st.builds(Part, DATED, st.sampled_from(("addition", "wording", "withdrawal", "with"))),
        max_size=2,
    ).map(tuple),
    blocks=st.lists(st.builds(Part, DATED, st.sampled_from(("from", "until"))), max_size=2).map(
        tuple
    ),
    is_correction=st.booleans(),
    has_file=st.booleans(),
)


@dataclass(frozen=True)
class Everything:
    """A site: its home, a further page, updates, and questions."""

    home: A
    page: A
    updates: tuple[A, ...]
    questions: tuple[A, ...]


SITES = st.builds(
    Everything,
    home=THING,
    page=THING,
    updates=st.lists(THING, max_size=3).map(tuple),
    questions=st.lists(THING, max_size=3).map(tuple),
)


def sources(everything: Everything, moment: str | None) -> dict[str, str]:
    """The files of a site; with a moment, without all that is withheld then."""

    def withheld(*whens: str) -> bool:
        return moment is not None and any(when == DRAFT or when > moment for when in whens)

    def body(name: str, language: str, thing: A, *, may_schedule: bool) -> str:
        lines = [f"text of {name} in {language}", ""]
        if thing.has_file:
            up = "../../" if "/" in name else "../"
            lines += [f"[file]({up}files/{name.replace('/', '-')}.txt)", ""]
        for number, block in enumerate(thing.blocks if may_schedule else ()):
            is_hidden = moment is not None and (
                block.when > moment if block.kind == "from" else block.when <= moment
            )
            if not is_hidden:
                up = "../../" if "/" in name else "../"
                file = f"{name.replace('/', '-')}-{language}-{number}.txt"
                lines += [
                    f"::: {block.kind} {block.when}",
                    f"block {number} of {name} [file]({up}files/{file})",
                    ":::",
                    "",
                ]
        return "\n".join(lines)

    def changes(name: str, language: str, thing: A, question: str = "") -> list[str]:
        found = []
        for number, change in enumerate(thing.changes):
            when, kind = change.when, change.kind
            if kind == "with":
                kind = "addition"
                if everything.updates and not question:
                    updated = everything.updates[0]
                    if withheld(updated.when):
                        continue
                    said = f"with: {slug(0, updated)}"
                else:
                    said = f"at: {when}"
            else:
                said = f"at: {when}"
            if said.startswith("at:") and withheld(when):
                continue
            of = f", question: {question}" if question else ""
            found.append(
                f"  - {{{said}, kind: {kind}, note: change {number} of {name} {language}{of}}}"
            )
        return found

    def slug(number: int, thing: A) -> str:
        return f"draft-u{number}" if thing.when == DRAFT else f"{thing.when[:10]}-u{number}"

    def page(name: str, thing: A, made: dict[str, str], *, is_home: bool = False) -> None:
        when = ONE if is_home else thing.when
        if withheld(when):
            return
        is_update = name.startswith("updates/")
        for language in ("ja", "en"):
            if language == "en" and (thing.english is None or withheld(thing.english)):
                continue
            keys = [f"title: {name} {language}", "summary: s"]
            if language == "ja":
                keys.append("draft: true" if when == DRAFT else f"date: {when}")
                if is_update and thing.is_correction:
                    keys.append("kind: correction")
            elif thing.english == DRAFT:
                keys.append("draft: true")
            else:
                keys.append(f"translated: {thing.english}")
            notes = changes(name, language, thing)
            keys += ["changes:", *notes] if notes else []
            text = body(name, language, thing, may_schedule=not is_update)
            made[f"{language}/{name}.md"] = "---\n" + "\n".join(keys) + "\n---\n\n" + text

    def faq(made: dict[str, str]) -> None:
        every = (A(ONE, ONE, (), (), is_correction=False, has_file=False), *everything.questions)
        for language in ("ja", "en"):
            keys = [f"title: faq {language}"] + (["date: " + ONE] if language == "ja" else [])
            notes: list[str] = []
            text = ""
            for number, thing in enumerate(every):
                name = f"q{number}"
                own = thing.when if language == "ja" else thing.english
                if own is None or withheld(thing.when, own):
                    continue
                topic = f"## topic {number // 2} {language}\n\n"
                topic = "" if topic in text else topic
                key = {"ja": "date", "en": "translated"}[language]
                said = "draft" if own == DRAFT else f'{key}="{own}"' if number else ""
                text += (
                    f"{topic}### question {number} {language} {{#{name} {said}}}\n\n"
                    + body(name, language, thing, may_schedule=True)
                    + "\n"
                )
                notes += changes(name, language, thing, name)
            keys += ["changes:", *notes] if notes else []
            made[f"{language}/faq.md"] = "---\n" + "\n".join(keys) + "\n---\n\n" + text

    made: dict[str, str] = {}
    page("index", everything.home, made, is_home=True)
    page("help", everything.page, made)
    for number, thing in enumerate(everything.updates):
        page(f"updates/{slug(number, thing)}", thing, made)
    faq(made)
    linked = {
        part.partition(")")[0].removeprefix("../").removeprefix("../")
        for text in made.values()
        for part in text.split("[file](")[1:]
    }
    return {**made, **{name: f"content of {name}\n" for name in linked}}


def prepared(files: Mapping[str, str], moment: str) -> Prepared:
    with tempfile.TemporaryDirectory() as folder:
        return prepare(read(written(Path(folder), files)), at(moment))


def hold_withheld_equals_deleted(everything: Everything, moment: str) -> None:
    whole = prepared(sources(everything, None), moment)
    rest = prepared(sources(everything, moment), moment)
    for one in (whole, rest):
        errors = [f"{f.at} {f.message}" for f in one.findings if f.severity is Severity.ERROR]
        assert errors == []
    kept = {artifact.path: artifact.content for artifact in rest.artifacts}
    assert kept
    for artifact in whole.artifacts:
        assert artifact.content == kept.pop(artifact.path, None), artifact.path
    assert kept == {}


FEW = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@pytest.mark.slow
@FEW
@given(SITES, DATED)
def test_withholding_equals_deleting(everything: Everything, moment: str) -> None:
    hold_withheld_equals_deleted(everything, moment)


@pytest.mark.slow
@settings(FEW, max_examples=150)
@given(SITES, st.sampled_from((*MOMENTS, *map(before, MOMENTS[1:]), *map(after, MOMENTS))))
def test_withholding_equals_deleting_on_many_sites(everything: Everything, moment: str) -> None:
    hold_withheld_equals_deleted(everything, moment)
