"""The net: whatever slips past the gate stops the build, and is named without being said."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import generated_sites
from extent import extent
from noticegen import build as building
from noticegen.build import Prepared, prepare, read
from noticegen.diagnostics import Code
from noticegen.leaks.figures import figures
from noticegen.leaks.stretches import squeezed, stretches, views, visible
from noticegen.model import Site
from noticegen.public import PublicSite, moments, public
from sites import ROOT, copy_of_sample, moment, page, put, said, settings, small_site
from story import Story

NOW, LATER = "2026-05-31 10:00", "2026-06-01 10:00"
WITH = "2026-06-01-zirconium"

# Whatever is said in these words is withheld. No public text has them.
SECRET = re.compile(r"zirconium|ジルコニウム|777|0800-000-0177|0800-000-0178|80008000017[78]")


def a_site() -> dict[str, str | bytes]:
    """A site on which something of every kind is public, and something of every kind is not."""
    return {
        "noticegen.yml": settings("en", "ja", more=_notes("The notice", "")),
        "content/en/index.md": page(
            "Notice about a leak",
            """
A list of customers was copied: ${records}. Call ${contact.hotline}.
[The list of items](file:items), and [how to check](../files/check.csv).

::: from 2026-06-01 10:00
The block about zirconium appears once the report is there. [More](../files/zirconium-more.csv)
:::
""",
            date="2026-03-02 15:00",
            changes="\n  - at: 2026-03-09 10:00\n    kind: wording\n    note: We wrote it clearly."
            "\n  - at: 2026-06-01 10:00\n    kind: wording\n    note: We now name zirconium here.",
        ),
        "content/ja/index.md": page("漏えいのお知らせ", "名簿が複製されました。"),
        "content/en/help.md": page("Help for customers", "Text.", date="2026-03-02 15:00"),
        "content/ja/help.md": page(
            "ジルコニウムについてのお客さまへのご案内",
            "ジルコニウムの取り扱いについて、くわしくご案内いたします。",
            translated=LATER,
        ),
        "content/en/zirconium-help.md": page(
            "Help about zirconium alloys", "What zirconium alloys are used for.", date=LATER
        ),
        "content/en/faq.md": page(
            "Questions and answers",
            f"""
## Who {{#people}}

### Who is affected? {{#who}}

Customers.

### Is it about zirconium alloys? {{#zirconium date="{LATER}"}}

The answer about zirconium alloys is no.
""",
            date="2026-03-02 15:00",
        ),
        "content/ja/faq.md": page(
            "よくあるご質問",
            f"""
## 対象 {{#people}}

### ジルコニウムについて対象となるのはどなたですか {{#who translated="{LATER}"}}

ジルコニウムをお使いになったお客さまが対象です。
""",
        ),
        "content/en/updates/2026-03-02-first.md": page(
            "First notice", "We found it.", date="2026-03-02 15:00", summary="It was found."
        ),
        f"content/en/updates/{WITH}.md": page(
            "Report about zirconium alloys",
            "Everything about the zirconium alloys stands in this report.",
            date=LATER,
            summary="The report about zirconium alloys.",
        ),
        "content/en/updates/draft-zirconium.md": page(
            "Draft about zirconium alloys",
            "Everything about the zirconium alloys stands in this draft.",
            draft="true",
            summary="The draft about zirconium alloys.",
        ),
        "content/facts.yml": f"""\
records:
  type: number
  name: {{en: Records copied, ja: 件数}}
  unit: {{en: {{one: record, other: records}}, ja: 件}}
  values:
    - {{from: 2026-03-02 15:00, value: 912480}}
    - {{with: {WITH}, value: 777123, change: progress, note: Zirconium records counted in full.}}
{_notes("The figure")}secret_one:
  type: text
  name: {{en: Kind of zirconium alloy, ja: ジルコニウム合金の種類}}
  values:
    - {{with: {WITH}, value: {{en: An alloy of zirconium and tin, ja: ジルコニウムとすずの合金}}}}
""",
        "content/contacts.yml": f"""\
hotline:
  name: {{en: Customer hotline, ja: お客さま窓口}}
  phone:
    values:
      - {{value: 0800-000-0140}}
      - with: {WITH}
        value: 0800-000-0177
        change: event
        note: The zirconium hotline takes over.
  region: JP
  hours:
    - {{from: 2026-03-02, weekly: {{mon-fri: "9:00-18:00"}}}}
    - {{from: 2026-06-03, weekly: {{mon-sun: "7:07-17:17"}}, with: {WITH}}}
  until: {{day: 2026-07-17, with: {WITH}}}
{_notes("The hotline")}zirconium-desk:
  name: {{en: Desk for zirconium questions, ja: ジルコニウムのご相談窓口}}
  with: {WITH}
  phone: 0800-000-0178
  region: JP
closures:
  zirconium-days:
    from: 2026-06-05
    to: 2026-06-07
    name: {{en: Closed for the zirconium fair, ja: ジルコニウム展示会のため休業}}
    lines: [hotline]
    with: {WITH}
not_ours:
  - phone: 0800-000-0104
    note: Printed in error in a newspaper.
  - phone: 0800-000-0179
    note: A number of zirconium swindlers.
    with: {WITH}
""",
        "content/files.yml": f"""\
items:
  title: {{en: List of items, ja: 項目の一覧}}
  values:
    - {{file: items.csv}}
    - {{with: {WITH}, file: zirconium-items.csv, note: The zirconium items were added.}}
{_notes("The list")}""",
        "content/files/items.csv": "item\nname\n",
        "content/files/check.csv": "item\nname\n",
        "content/files/zirconium-items.csv": "item\nzirconium\n",
        "content/files/zirconium-more.csv": "item\nzirconium\n",
    }


def _notes(what: str, indent: str = "  ") -> str:
    """Two notes beside what is no page: a public one, and one that is to come."""
    return (
        f"{indent}changes:\n"
        f"{indent}  - {{at: 2026-03-09 10:00, kind: wording, note: {what} has another name.}}\n"
        f"{indent}  - {{with: {WITH}, kind: wording, note: {what} is named after zirconium.}}\n"
    )


# ------------------------------------------------------------------ the gate, bypassed

Leak = Callable[[PublicSite, PublicSite, Site], PublicSite]
"""What may be seen now, what may be seen later, and all  ->  a gate with a hole."""


def with_site(now: PublicSite, later: PublicSite, **parts: Any) -> PublicSite:
    site = replace(now.site, **parts)
    known = {page.name: page for page in site.all_pages}
    return now._replace(site=site, numbers=later.numbers, pages=known)


def home(now: PublicSite, later: PublicSite, **parts: Any) -> PublicSite:
    first, *others = now.site.home.versions
    shown = replace(now.site.home, versions=(replace(first, **parts), *others))
    return with_site(now, later, home=shown)


def contacts(now: PublicSite, later: PublicSite, **parts: Any) -> PublicSite:
    return with_site(now, later, contacts=now.site.contacts._replace(**parts))


def hotline(now: PublicSite, later: PublicSite, *parts: str) -> PublicSite:
    """The hotline with some of its parts as they will be."""
    to_be = next(c for c in later.site.contacts.contacts if c.id == "hotline")
    [one] = now.site.contacts.contacts
    leaking = {part: getattr(to_be, part) for part in parts}
    return contacts(now, later, contacts=(replace(one, **leaking),))


def of_home(part: str) -> Leak:
    def leak(now: PublicSite, later: PublicSite, _: Site) -> PublicSite:
        leaking = home(now, later, **{part: getattr(later.site.home.authoritative, part)})
        return leaking._replace(site=replace(leaking.site, files=later.site.files))

    return leak


def fact(id_: str) -> Leak:
    return lambda now, later, _: with_site(
        now, later, facts={**now.site.facts, id_: later.site.facts[id_]}
    )


HOLES: Mapping[str, tuple[str, Leak]] = {
    "an update": (
        f"content/en/updates/{WITH}.md",
        lambda now, later, _: with_site(now, later, updates=later.site.updates),
    ),
    "a draft": (
        "content/en/updates/draft-zirconium.md",
        lambda now, later, whole: with_site(
            now,
            later,
            updates=(
                *now.site.updates,
                *(as_if_public(one) for one in whole.updates if "draft" in one.name),
            ),
        ),
    ),
    "a page": (
        "content/en/zirconium-help.md",
        lambda now, later, _: with_site(now, later, pages=later.site.pages),
    ),
    "a translation": (
        "content/ja/help.md",
        lambda now, later, _: with_site(
            now, later, pages=tuple(one for one in later.site.pages if one.name == "help")
        ),
    ),
    "a question": (
        "content/en/faq.md",
        lambda now, later, _: with_site(now, later, faq=without_ja(later)),
    ),
    "an answer": (
        "content/ja/faq.md",
        lambda now, later, _: with_site(now, later, faq=only_who(later)),
    ),
    "a note": ("content/en/index.md", of_home("changes")),
    "a block": ("content/en/index.md", of_home("document")),
    "a fact": ("content/facts.yml", fact("secret_one")),
    "a value": ("content/facts.yml", fact("records")),
    "a note about a fact": (
        "content/facts.yml",
        lambda now, later, _: with_site(
            now,
            later,
            facts={
                id_: replace(one, changes=later.site.facts[id_].changes)
                for id_, one in now.site.facts.items()
            },
        ),
    ),
    "a note about a contact": (
        "content/contacts.yml",
        lambda now, later, _: hotline(now, later, "changes"),
    ),
    "a note about a file": (
        "content/files.yml",
        lambda now, later, _: with_site(
            now,
            later,
            attachments={
                id_: one._replace(changes=later.site.attachments[id_].changes)
                for id_, one in now.site.attachments.items()
            },
        ),
    ),
    "a note about the site": (
        "noticegen.yml",
        lambda now, later, _: with_site(now, later, notes=later.site.notes),
    ),
    "a contact": (
        "content/contacts.yml",
        lambda now, later, _: contacts(
            now,
            later,
            contacts=(
                *now.site.contacts.contacts,
                *(c for c in later.site.contacts.contacts if c.id != "hotline"),
            ),
        ),
    ),
    "a number": ("content/contacts.yml", lambda now, later, _: hotline(now, later, "channels")),
    "hours": ("content/contacts.yml", lambda now, later, _: hotline(now, later, "periods")),
    "a last day": ("content/contacts.yml", lambda now, later, _: hotline(now, later, "ends")),
    "a closure": (
        "content/contacts.yml",
        lambda now, later, _: contacts(now, later, closures=later.site.contacts.closures),
    ),
    "a number that is not ours": (
        "content/contacts.yml",
        lambda now, later, _: contacts(now, later, not_ours=later.site.contacts.not_ours),
    ),
    "a file": (
        "content/files/zirconium-more.csv",
        lambda now, later, _: with_site(now, later, files=later.site.files),
    ),
    "a version of a file": (
        "content/files.yml",
        lambda now, later, _: with_site(
            now, later, files=later.site.files, attachments=later.site.attachments
        ),
    ),
}


def as_if_public(draft: Any) -> Any:
    """A draft with the moment of something public; its own is one that no page can show."""
    versions = tuple(replace(one, published=moment(NOW)) for one in draft.versions)
    return replace(draft, versions=versions)


def without_ja(later: PublicSite) -> Any:
    """The questions as they will be, with the translation as it is."""
    faq = later.site.faq
    assert faq
    topics = tuple(
        topic._replace(
            questions=tuple(replace(q, answers=q.answers[:1]) for q in topic.questions),
        )
        for topic in faq.topics
    )
    return replace(faq, topics=topics)


def only_who(later: PublicSite) -> Any:
    """The questions as they are, with the translation as it will be."""
    faq = later.site.faq
    assert faq
    topics = tuple(
        topic._replace(questions=tuple(q for q in topic.questions if q.id == "who"))
        for topic in faq.topics
    )
    return replace(faq, topics=topics)


def bypass(monkeypatch: pytest.MonkeyPatch, leak: Leak) -> None:
    """Let the gate of builds leak at NOW."""

    def leaking(site: Site, at: Any) -> PublicSite | None:
        shown, later = public(site, at), public(site, moment(LATER))
        if at != moment(NOW) or shown is None or later is None:
            return shown
        return leak(shown, later, site)

    monkeypatch.setattr(building, "public", leaking)


def prepared(project: Path, at: str) -> Prepared:
    return prepare(read(project), moment(at))


def leaks_of(result: Prepared) -> list[tuple[str, str]]:
    """Where something leaks, and what is said of it."""
    return [
        (str(finding.at), str(finding.message))
        for finding in result.findings
        if finding.code is Code.LEAK
    ]


def test_the_site_here_is_good_at_both_moments(tmp_path: Path) -> None:
    project = put(tmp_path, a_site())
    for at in (NOW, LATER):
        result = prepared(project, at)
        assert result.artifacts, said(result.findings)
        text = "".join(f"{a.path}\n{a.content.decode()}" for a in result.artifacts)
        text = re.sub(r"[0-9a-f]{64}|sha256-\S+|(?s:<style>.*?</style>)", "", text)
        assert bool(SECRET.search(text)) is (at == LATER)


@pytest.mark.slow
@pytest.mark.parametrize("what", HOLES)
def test_a_hole_in_the_gate_stops_the_build(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, leak = HOLES[what]
    bypass(monkeypatch, leak)
    result = prepared(put(tmp_path, a_site()), NOW)
    assert result.artifacts == ()
    found = leaks_of(result)
    assert found, said(result.findings)
    assert {finding.code for finding in result.findings if finding.severity == "error"} == {
        Code.LEAK
    }
    for where, message in found:
        assert where.startswith("output/")
        named = message.replace(WITH, "").replace("draft-zirconium", "")
        assert not SECRET.search(re.sub(r"content/\S+", "", named)), message
    sources = {re.findall(r"(?:content/|noticegen\.yml)[^: ]*", message)[0] for _, message in found}
    assert source in sources, found


THEMES = {
    "words": ("The zirconium alloys stands in this report.", "there are words"),
    "an address": (f"updates/{WITH}.html", "there is the name"),
    "a figure": ("777,123 people", "there is a figure"),
    "a figure in kanji": ("七十七万七千百二十三人", "there is a figure"),
    "a figure in myriads": ("77万7123人", "there is a figure"),
    "a number": ("0800-000-0178", "there are words"),
    "a dialled number": ("+818000000178", "there are words"),
    "a file": ("files/zirconium-more.csv", "there is the name"),
    "a question": ("faq.html#zirconium", "there is the name"),
}


@pytest.mark.slow
@pytest.mark.parametrize("what", THEMES)
def test_what_a_theme_has_typed_is_found(what: str, tmp_path: Path) -> None:
    text, kind = THEMES[what]
    files = a_site()
    report = files[f"content/en/updates/{WITH}.md"]
    assert isinstance(report, str)
    files[f"content/en/updates/{WITH}.md"] = report.replace("Everything about the", "The")
    files["noticegen.yml"] = settings("en", "ja", more="theme: own\n")
    files["themes/own/banner.html"] = f"<p>{text}</p>\n"
    assert prepared(put(tmp_path, files), LATER).artifacts
    found = leaks_of(prepared(tmp_path, NOW))
    assert found
    for where, message in found:
        assert re.fullmatch(r"output/(ja/)?banner\.html", where)
        assert message.startswith(kind)
        because = "no public page links" if what == "a file" else "before 2026-06-01 10:00+09:00"
        assert because in message


# ------------------------------------------------------------------ all that a theme can reach

REACHES = """\
{% macro reach(value, depth) -%}
{%- if value is string or value is number or value is none or value is boolean %}{{ value }}
{%- elif value is mapping %}{% if depth %}{% for key in value %}{{ key }}
{{ reach(value[key], depth - 1) }}{% endfor %}{% endif %}
{%- elif value is iterable %}{% if depth %}{% for one in value %}{{ reach(one, depth - 1) }}
{% endfor %}{% endif %}{{ value }}
{%- else %}{{ value }}{% endif %}
{%- endmacro %}
"""


def test_a_theme_that_prints_all_it_can_reach_reaches_nothing_withheld(tmp_path: Path) -> None:
    """Every value that a template is given, whole: tuples in tuples say all that they hold."""
    files = a_site()
    files["noticegen.yml"] = settings("en", "ja", more="theme: own\n")
    built_in = ROOT / "src/noticegen/themes/default"
    given = {
        "home": "newest",
        "update": "neighbours",
        "faq": "topics",
        "changelog": "events",
        "numbers": "facts",
        "contact": "contacts, not_ours",
        "page": "",
    }
    for name, more in given.items():
        template = (built_in / f"{name}.html").read_text("utf-8")
        # The interface words are the same everywhere, and the home page has a budget.
        words = "" if name == "home" else "t"
        values = ", ".join(filter(None, ["site", "page", words, more]))
        everything = f"<pre>{{{{ reach([{values}], 9) }}}}</pre>"
        block = re.search(r"\{%-? block main -?%\}", template)
        assert block, name
        printing = template[: block.end()] + REACHES + everything + template[block.end() :]
        files[f"themes/own/{name}.html"] = printing
    project = put(tmp_path, files)
    result = prepared(project, NOW)
    everything = "".join(
        artifact.content.decode() for artifact in result.artifacts if ".html" in artifact.path
    )
    assert "Customer hotline" in everything, said(result.findings)
    assert everything.count("<pre>") > 10
    everything = re.sub(r"[0-9a-f]{64}|sha256-\S+|(?s:<style>.*?</style>)", "", everything)
    assert not SECRET.search(everything)


# ------------------------------------------------------------------ no false alarms


@pytest.mark.slow
def test_the_sample_raises_no_alarm_at_any_moment(tmp_path: Path) -> None:
    sources = read(copy_of_sample(tmp_path))
    assert sources.site
    for at in moments(sources.site):
        result = prepare(sources, at)
        assert leaks_of(result) == [], at


def hold_no_alarm(seed: int) -> None:
    """Nor any other error, or the net had nothing to look at."""
    site = generated_sites.generated(seed)
    at = site.moments[seed % len(site.moments)]
    result = generated_sites.prepared(site.sources(), generated_sites.a_moment(at))
    assert result.artifacts, f"seed {seed}, {at}: {said(result.findings)}"


def hold_withheld_equals_deleted(seed: int) -> None:
    """The output is that of the sources from which everything withheld was deleted."""
    site = generated_sites.generated(seed)
    at = site.moments[seed % len(site.moments)]
    when = generated_sites.a_moment(at)
    whole = generated_sites.prepared(site.sources(), when)
    rest = generated_sites.prepared(site.sources(at), when)
    assert whole.artifacts, f"seed {seed}, {at}: {said(whole.findings)}"
    assert rest.artifacts, f"seed {seed}, {at}: {said(rest.findings)}"
    assert {a.path: a.content for a in whole.artifacts} == {
        a.path: a.content for a in rest.artifacts
    }, f"seed {seed}, {at}"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_withholding_equals_deleting(seed: int) -> None:
    hold_withheld_equals_deleted(seed)


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, extent(200, 80), 20))
def test_withholding_equals_deleting_on_200_sites_without_alarm(first: int) -> None:
    for seed in range(first, first + 20):
        hold_withheld_equals_deleted(seed)


def test_generated_sites_withhold_something_of_every_kind() -> None:
    """The property says nothing about what no site has."""
    kinds = {"noticegen.yml", "facts.yml", "contacts.yml", "files.yml"}
    kinds |= {"updates/", "faq.md", "index.md", "files/"}
    seen = set()
    for seed in range(40):
        site = generated_sites.generated(seed)
        at = site.moments[0]
        whole, rest = site.sources(), site.sources(at)
        for name, content in whole.items():
            if rest.get(name) != content:
                seen |= {kind for kind in kinds if kind in name}
    assert seen == kinds


# ------------------------------------------------------------------ figures and stretches


@pytest.mark.parametrize(
    "text",
    [
        "912480", "912,480", "912.480", "912 480", "912\u00a0480", "912\u202f480", "912'480",
        "912’480", "912,480.5", "912.480,50", "９１２４８０", "９１２，４８０", "91万2480",
        "91万2,480", "９１万２４８０", "九十一万二千四百八十", "9,12,480", "٩١٢٬٤٨٠", "٩١٢٤٨٠",
        "¥912,480", "912480人", "of 912,480 people", "十二日に九十一万二千四百八十人",
    ],
)  # fmt: skip
def test_a_figure_is_found_in_every_written_form(text: str) -> None:
    assert "912480" in figures(text)


@pytest.mark.parametrize("text", ["1912480", "912480 7".replace(" ", ""), "1,912,480", "9124.80"])
def test_another_figure_is_another(text: str) -> None:
    assert "912480" not in figures(text)


def test_short_figures_are_none() -> None:
    assert figures("1,234 and 9999 and 00123") == set()


def test_a_long_line_is_looked_for_in_pieces() -> None:
    line = squeezed("The block about zirconium appears once the report is there, and not before.")
    pieces = list(stretches(line))
    assert len(pieces) > 1
    assert all(24 <= len(piece) < 48 for piece in pieces)
    assert "".join(pieces) == line[: sum(map(len, pieces))]


def test_short_texts_say_nothing_by_themselves() -> None:
    assert list(stretches("Contact")) == []
    assert list(stretches("2026-03-02,15:00")) == []
    assert list(stretches("お問い合わせ窓口")) == ["お問い合わせ窓口"]


def test_text_is_seen_through_markup() -> None:
    assert (
        squeezed(visible("<p>zirc<strong>oni</strong>um</p><p>next</p>")) == "\nzirconium\nnext\n"
    )


@pytest.mark.parametrize(
    "raw",
    [
        'a "zirconium" & alloys > 1',
        "a &quot;zirconium&quot; &amp; alloys &gt; 1",
        r'{"text":"a \"zirconium\" \u0026 alloys \u003e 1"}',
        r'{"text":"a \u0022\u007Airconium\"\t\u0026\nalloys\u00a0\u003e 1"}',
    ],
)
def test_text_is_seen_through_the_escapes_of_html_and_json(raw: str) -> None:
    assert 'a"zirconium"&alloys>1' in "".join(views(raw)[1].split())


def test_a_sentence_that_is_public_elsewhere_may_be_broken_in_other_places(tmp_path: Path) -> None:
    """Its lines end at one word in the page, at another in the block, at a third in notice.txt."""
    words = "The number of customers may still rise as we go on and find out more about it."
    files = {
        "noticegen.yml": settings("en"),
        "content/en/index.md": page(
            "Notice",
            f"Text.\n\n::: until 2026-03-04 10:00\n{words}\n:::",
            date="2026-03-02 15:00",
        ),
        "content/en/updates/2026-03-02-first.md": page(
            "First notice",
            f"A list was copied. {words}".replace(" may still", "\nmay still"),
            date="2026-03-02 15:00",
            summary="A list was copied.",
        ),
    }
    prepared = prepare(read(put(tmp_path, files)), moment("2026-03-05 10:00"))
    assert said(prepared.findings) == ""


def test_what_a_record_keeps_may_be_seen_with_links_and_in_other_lines(tmp_path: Path) -> None:
    """A block that is over stands on the page about the change, without its markup."""
    words = "Until Wednesday we answer\nyour calls [about this loss](faq.md#who) until midnight."
    files = {
        **small_site(),
        "content/en/index.md": page(
            "Notice",
            f"Text.\n\n::: until with=2026-03-09-second\n{words}\n:::",
            date="2026-03-02 15:00",
        ),
    }
    story = Story(put(tmp_path, files))
    assert story.record("2026-03-03 10:00") == 0, story.said
    prepared = story.build("2026-03-10 10:00")
    assert said(prepared.findings) == ""
    changed = [a for a in prepared.artifacts if a.path.startswith("changes/")]
    assert any(b"about this loss" in artifact.content for artifact in changed)
