"""Sites made from a seed, with and without what is withheld at a moment.

A generated site is a value: what it says, and when each part of it becomes public. It writes
its own sources, either whole or as its authors would have written them if nothing withheld had
been there yet. That deleting knows only moments and files; it shares no code with the gate.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from noticegen.build import Prepared, prepare, read
from sites import put, settings

ZONE = ZoneInfo("Asia/Tokyo")
DRAFT = "draft"
"""In place of a moment: never. It is later than every moment, which begins with a digit."""
NOTICE = "2026-03-02 15:00"
"""The moment of every standing notice."""

Texts = Mapping[str, str]
"""A text by language."""


def a_moment(text: str) -> datetime:
    """The moment that is written so."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def shifted(text: str, seconds: int) -> datetime:
    """A moment some seconds after (or before) one that is written so."""
    return a_moment(text) + timedelta(seconds=seconds)


# ------------------------------------------------------------------ what a site is made of


@dataclass(frozen=True, kw_only=True)
class Said:
    """When something becomes public, and how its author wrote that."""

    when: str
    update: str | None = None
    """The update that it comes with."""

    def key(self, key: str) -> str:
        """``from: 2026-…`` or ``with: 2026-…-slug``."""
        return f"with: {self.update}" if self.update else f"{key}: {self.when}"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some lines of a body: always there, or from or until a moment."""

    lines: Mapping[str, tuple[str, ...]]
    kind: str = ""
    said: Said = field(default_factory=lambda: Said(when=NOTICE))

    def is_hidden(self, moment: str) -> bool:
        """Whether readers do not see it."""
        if self.kind == "from":
            return self.said.when > moment
        return self.kind == "until" and self.said.when <= moment

    def text(self, language: str, moment: str | None) -> str:
        """The lines as an author writes them; at a moment, without its end that is to come."""
        body = "\n\n".join(self.lines[language])
        if not self.kind or (moment is not None and self.said.when > moment):
            return body
        when = f"with={self.said.update}" if self.said.update else self.said.when
        return f"::: {self.kind} {when}\n{body}\n:::"


@dataclass(frozen=True, kw_only=True)
class Note:
    """An item of `changes`, in every language; beside facts and the like, all of them in one."""

    said: Said
    kind: str
    note: Texts
    question: str = ""
    after: Texts = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class APage:
    """A page, an update or a question, in two languages or one."""

    name: str
    said: Said
    titles: Texts
    summaries: Texts
    parts: tuple[Part, ...]
    translated: Said | None
    """None where there is no translation."""
    notes: tuple[Note, ...] = ()
    keys: tuple[str, ...] = ()
    """More lines of its front matter."""
    topic: int = 0

    @property
    def withdrawn(self) -> str:
        """When it is withdrawn."""
        moments = [note.said.when for note in self.notes if note.kind == "withdrawal"]
        return min(moments, default=DRAFT)


@dataclass(frozen=True, kw_only=True)
class Item:
    """An item of YAML: its lines without its moment, and the moment."""

    said: Said
    lines: tuple[str, ...]
    value: str = ""
    has_as_of: bool = False


@dataclass(frozen=True, kw_only=True)
class AFact:
    """A fact of facts.yml."""

    id: str
    type: str
    head: tuple[str, ...]
    values: tuple[Item, ...]
    replaced: str = DRAFT
    """When another fact takes its place."""
    notes: tuple[Note, ...] = ()

    @property
    def first(self) -> str:
        """When it becomes public."""
        return self.values[0].said.when


@dataclass(frozen=True, kw_only=True)
class ALine:
    """A contact of contacts.yml."""

    id: str
    said: Said
    has_own_moment: bool
    head: tuple[str, ...]
    kind: str
    values: tuple[Item, ...]
    hours: tuple[Item, ...] = ()
    ends: tuple[Item, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def first(self) -> str:
        """When it becomes public."""
        return max(self.said.when, self.values[0].said.when)


@dataclass(frozen=True, kw_only=True)
class AClosure:
    """Days on which lines are closed."""

    id: str
    said: Said
    lines: tuple[str, ...]
    contacts: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AFile:
    """An attachment of files.yml, or a plain file where `id` is empty."""

    id: str
    title: Texts
    versions: tuple[tuple[Said, str], ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Generated:
    """A whole site."""

    languages: tuple[str, str]
    pages: tuple[APage, ...]
    """The notice first, then further standing pages."""
    updates: tuple[APage, ...]
    faq: APage | None
    questions: tuple[APage, ...]
    topics: tuple[Texts, ...]
    facts: tuple[AFact, ...]
    lines: tuple[ALine, ...]
    closures: tuple[AClosure, ...]
    not_ours: tuple[Item, ...]
    files: tuple[AFile, ...]
    notes: tuple[Note, ...]
    """Of the settings."""

    def sources(self, moment: str | None = None) -> dict[str, str | bytes]:
        """Its files; with a moment, without everything that is withheld then."""
        return _Writer(self, moment).files()

    @property
    def moments(self) -> tuple[str, ...]:
        """Every moment at which something of it becomes public, or may end."""
        found = {NOTICE}
        for page in (*self.pages, *self.updates, *self.questions, *((self.faq,) * 1)):
            if page:
                found |= {page.said.when, *(note.said.when for note in page.notes)}
                found |= {part.said.when for part in page.parts}
                found |= {page.translated.when} if page.translated else set()
        things: tuple[AFact | ALine, ...] = (*self.facts, *self.lines)
        for thing in things:
            found |= {value.said.when for value in thing.values}
        for line in self.lines:
            found |= {line.said.when, *(item.said.when for item in (*line.hours, *line.ends))}
        found |= {closure.said.when for closure in self.closures}
        found |= {item.said.when for item in self.not_ours}
        found |= {said.when for file in self.files for said, _ in file.versions}
        noted = (*things, *self.files, self)
        found |= {note.said.when for thing in noted for note in thing.notes}
        return tuple(sorted(found - {DRAFT}))


def prepared(sources: Mapping[str, str | bytes], moment: datetime) -> Prepared:
    """Everything up to the first write, for these files."""
    with tempfile.TemporaryDirectory() as folder:
        return prepare(read(put(Path(folder), sources)), moment)


# ------------------------------------------------------------------ writing, and deleting


def quoted(text: str) -> str:
    """A text as YAML, whatever stands in it."""
    return json.dumps(text, ensure_ascii=False)


def localized(texts: Texts) -> str:
    """A text in several languages as YAML."""
    return "{" + ", ".join(f"{tag}: {quoted(text)}" for tag, text in texts.items()) + "}"


@dataclass(frozen=True)
class _Writer:
    site: Generated
    moment: str | None

    def is_public(self, *when: str) -> bool:
        return self.moment is None or all(one <= self.moment for one in when)

    def files(self) -> dict[str, str | bytes]:
        site = self.site
        made: dict[str, str | bytes] = {
            "noticegen.yml": settings(*site.languages, more=self._changes(site.notes, ""))
        }
        for page in (*site.pages, *site.updates):
            for language in self._languages(page, page.said.when):
                made[f"content/{language}/{page.name}.md"] = self._page(page, language)
        if site.faq and self.is_public(site.faq.said.when):
            for language in self._languages(site.faq, site.faq.said.when):
                made[f"content/{language}/faq.md"] = self._faq(site.faq, language)
        if facts := "".join(self._facts()):
            made["content/facts.yml"] = facts
        if contacts := "".join(self._contacts()):
            made["content/contacts.yml"] = contacts
        linked = "\n".join(text for text in made.values() if isinstance(text, str))
        attachments = ""
        for file in site.files:
            versions = [v for v in file.versions if self.is_public(v[0].when)]
            names = [name for _, name in versions]
            is_linked = f"(file:{file.id})" in linked or any(
                f"files/{name})" in linked for name in names
            )
            if self.moment is not None and not is_linked:
                continue
            made |= {f"content/files/{name}": f"name\n{name}\n" for name in names}
            if file.id and versions:
                attachments += self._attachment(file, versions)
        if attachments:
            made["content/files.yml"] = attachments
        return made

    def _languages(self, page: APage, when: str) -> Iterator[str]:
        first, second = self.site.languages
        if self.is_public(when):
            yield first
            if page.translated and self.is_public(page.translated.when):
                yield second

    def _page(self, page: APage, language: str) -> str:
        is_first = language == self.site.languages[0]
        lines = [f"title: {quoted(page.titles[language])}"]
        if page.summaries:
            lines.append(f"summary: {quoted(page.summaries[language])}")
        if is_first and page.said.when == DRAFT:
            lines.append("draft: true")
        elif is_first:
            at = page.said
            lines.append(f"date: with {at.update}" if at.update else f"date: {at.when}")
        elif page.translated and page.translated.when == DRAFT:
            lines.append("draft: true")
        elif page.translated and page.translated.when != page.said.when:
            said = page.translated
            lines.append(f"translated: with {said.update}" if said.update else "translated: ")
            lines[-1] += "" if said.update else said.when
        lines += page.keys if is_first else ()
        lines += self._notes(page.notes, language)
        return "---\n" + "\n".join(lines) + "\n---\n\n" + self._body(page, language)

    def _body(self, page: APage, language: str) -> str:
        if self.moment is not None and page.withdrawn <= self.moment:
            return ""
        shown = [p for p in page.parts if self.moment is None or not p.is_hidden(self.moment)]
        return "".join(f"{part.text(language, self.moment)}\n\n" for part in shown)

    def _notes(self, notes: tuple[Note, ...], language: str) -> list[str]:
        lines = []
        for note in notes:
            if not self.is_public(note.said.when):
                continue
            keys = [
                note.said.key("at"),
                f"kind: {note.kind}",
                f"note: {quoted(note.note[language])}",
            ]
            keys += [f"question: {note.question}"] if note.question else []
            if note.after:
                keys.append(f"after: {quoted(note.after[language])}")
            lines.append("  - {" + ", ".join(keys) + "}")
        return ["changes:", *lines] if lines else []

    def _faq(self, faq: APage, language: str) -> str:
        first = language == self.site.languages[0]
        shown = [
            question
            for question in self.site.questions
            if language in set(self._languages(question, question.said.when))
        ]
        notes = tuple(note for question in shown for note in question.notes)
        head = self._page(replace(faq, notes=(*faq.notes, *notes)), language)
        text = ""
        for index, topic in enumerate(self.site.topics):
            mine = [question for question in shown if question.topic == index]
            if mine:
                text += f"## {topic[language]} {{#topic-{index}}}\n\n"
            for question in mine:
                keys = [f"#{question.name}"]
                said = question.said if first else question.translated
                assert said is not None
                if said.when == DRAFT:
                    keys.append("draft")
                elif first and said.update:
                    keys.append(f'with="{said.update}"')
                elif said.when != (faq.said.when if first else question.said.when):
                    keys.append(f'{"date" if first else "translated"}="{said.when}"')
                text += f"### {question.titles[language]} {{{' '.join(keys)}}}\n\n"
                text += self._body(question, language)
        return head + text

    def _items(self, items: tuple[Item, ...], indent: str, key: str = "from") -> str:
        text = ""
        for item in items:
            if self.is_public(item.said.when):
                keys = [item.said.key(key), *item.lines] if key else [*item.lines]
                text += f"{indent}- {{{', '.join(keys)}}}\n"
        return text

    def _facts(self) -> Iterator[str]:
        for fact in self.site.facts:
            if values := self._items(fact.values, "    "):
                head = "".join(f"  {line}\n" for line in fact.head)
                yield f"{fact.id}:\n  type: {fact.type}\n{head}  values:\n{values}"
                yield self._changes(fact.notes, "  ")

    def _contacts(self) -> Iterator[str]:
        known = [line.id for line in self.site.lines if self.is_public(line.first)]
        for line in self.site.lines:
            if line.id not in known:
                continue
            text = f"{line.id}:\n" + "".join(f"  {one}\n" for one in line.head)
            text += f"  {line.said.key('from')}\n" if line.has_own_moment else ""
            values = self._items(line.values[1:], "      ")
            one = ", ".join(
                [line.values[0].said.key("from")] * (line.values[0].said != line.said)
                + [line.values[0].lines[0]]
            )
            text += f"  {line.kind}:\n    values:\n      - {{{one}}}\n{values}"
            for key, items in (("hours", line.hours), ("until", line.ends)):
                announced = "".join(
                    f"    - {{{', '.join([*item.lines, *_with(item.said)])}}}\n"
                    for item in items
                    if self.is_public(item.said.when)
                )
                text += f"  {key}:\n{announced}" if announced else ""
            yield text + self._changes(line.notes, "  ")
        closures = ""
        for closure in self.site.closures:
            closed = [id_ for id_ in closure.contacts if id_ in known]
            if closed and self.is_public(closure.said.when):
                keys = [*closure.lines, f"lines: [{', '.join(closed)}]", *_with(closure.said)]
                closures += f"  {closure.id}: {{{', '.join(keys)}}}\n"
        yield f"closures:\n{closures}" if closures else ""
        others = "".join(
            f"  - {{{', '.join([*item.lines, *_with(item.said)])}}}\n"
            for item in self.site.not_ours
            if self.is_public(item.said.when)
        )
        yield f"not_ours:\n{others}" if others else ""

    def _attachment(self, file: AFile, versions: list[tuple[Said, str]]) -> str:
        text = f"{file.id}:\n  title: {localized(file.title)}\n  values:\n"
        for number, (said, name) in enumerate(versions):
            note = f", note: {localized(_NEW_FILE)}" if number else ""
            text += f"    - {{{said.key('from')}, file: {name}{note}}}\n"
        return text + self._changes(file.notes, "  ")

    def _changes(self, notes: tuple[Note, ...], indent: str) -> str:
        """`changes` beside what is no page."""
        items = "".join(
            f"{indent}  - {{{said}, kind: {note.kind}, note: {localized(note.note)}}}\n"
            for note in notes
            if self.is_public(note.said.when) and (said := note.said.key("at"))
        )
        return f"{indent}changes:\n{items}" if items else ""


def _with(said: Said) -> list[str]:
    """What stands beside a day of effect: the announcement, where it is not with the notice."""
    return [f"with: {said.update}"] if said.update else []


_NEW_FILE = {"ja": "数え方の説明を加えました。", "en": "We added how we counted."}


# ------------------------------------------------------------------ ordinary words

TITLES: Mapping[str, tuple[str, ...]] = {
    "ja": (
        "お知らせ", "調査の状況について", "第2報", "お客さま情報についてのお知らせ",
        "調査の状況について（続き）", "お詫びの品について", "対象の方の人数について",
        "窓口の受付時間について", "再発の防止について", "ご質問への回答について",
    ),
    "en": (
        "Update", "Second notice", "Update on the investigation", "Customer data",
        "Update on the investigation, continued", "A gift to say sorry",
        "How many people are affected", "Hours of the hotline", "What we change",
        "Answers to your questions",
    ),
}  # fmt: skip
QUESTIONS: Mapping[str, tuple[str, ...]] = {
    "ja": ("自分は対象ですか", "何をすればよいですか", "いつ分かりますか", "お知らせはありますか"),
    "en": (
        "Am I affected?",
        "What should I do?",
        "When will you know?",
        "Will there be an update?",
    ),
}
SENTENCES: Mapping[str, tuple[str, ...]] = {
    "ja": (
        "調査を続けています。",
        "お客さまにご心配とご迷惑をおかけし、深くお詫び申し上げます。",
        "外部の専門家とともに、持ち出しの経緯と対象の範囲を調べています。",
        "2026年3月9日に、調査の状況についてお知らせしました。",
        "2026年3月2日（月）から、お電話でのお問い合わせを受け付けています。",
        "受付番号は12345から始まります。",
        "次のお知らせは、分かりしだい掲載します。",
        "第2報「調査の状況について」でお知らせしたとおり、原因を調べています。",
        "当社をかたる不審な電話やメールにご注意ください。**パスワードをお伝えにならないでください。**",
        "窓口の受付時間は、月曜日から金曜日は9時から18時まで、土曜日は9時から17時までです。",
    ),
    "en": (
        "We are still investigating.",
        "We are deeply sorry for the worry and the trouble that this has caused our customers.",
        "Together with outside experts, we are finding out how the data was taken, and whose.",
        "On 9 March 2026 we published an update on the investigation.",
        "Since Monday, 2 March 2026, you have been able to call us about your data.",
        "Reference numbers begin with 12345.",
        "We will publish the next update as soon as we know more.",
        "As our second notice, Update on the investigation, says, we are looking for the cause.",
        "Beware of calls in our name, and **never tell anybody your password** on the phone.",
        "The hotline is open Monday to Friday from 9:00 to 18:00, and on Saturday until 17:00.",
    ),
}
AROUND: Mapping[str, tuple[str, ...]] = {
    "ja": (
        "{name}は{it}です。",
        "本日までに分かったことは、次のとおりです。{name}：{it}",
        "{it}（{name}）",
    ),
    "en": (
        "{name}: {it}.",
        "This is what we know so far about {name}, and it is {it}.",
        "It is {it}.",
    ),
}
LINKED = {"ja": "こちらをご覧ください", "en": "read more"}
NOTES: Mapping[str, tuple[str, ...]] = {
    "ja": ("数え直した結果が出ました。", "重複していた分を除きました。", "表現を改めました。"),
    "en": (
        "We have counted again.",
        "We removed what was counted twice.",
        "We wrote it more clearly.",
    ),
}
AFTER = {"ja": "封筒の色は白です。", "en": "The envelope is white."}

_DAYS = ("03", "05", "06", "09", "12", "13", "16", "19", "24", "27")


# ------------------------------------------------------------------ making one


def generated(seed: int) -> Generated:
    """The site of this seed."""
    return _Maker(random.Random(seed)).site()


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.languages = rng.choice((("ja", "en"), ("ja", "en"), ("en", "ja")))
        self.updates: list[APage] = []
        self.facts: list[AFact] = []
        self.lines: list[ALine] = []
        self.closures: list[AClosure] = []
        self.files: list[AFile] = []
        self.faq_links: list[tuple[str, str]] = []
        self.used: dict[str, list[str]] = {"ja": [], "en": []}
        hours = ("00:00", "09:00", "10:00", "11:00", "15:00", "23:59")
        days = sorted(rng.sample(_DAYS, rng.randint(3, 6)))
        self.moments = [NOTICE, *(f"2026-03-{day} {rng.choice(hours)}" for day in days)]

    def site(self) -> Generated:
        rng = self.rng
        slugs = self._slugs()
        self._make_facts(slugs)
        self._make_lines(slugs)
        self._make_files(slugs)
        for slug, said in slugs:
            self.updates.append(self._update(slug, said))
        notice = Said(when=NOTICE)
        pages = [self._page("index", notice, self._home_titles())]
        for name in rng.sample(("help", "data", "gift"), rng.randint(0, 2)):
            pages.append(self._page(name, self._some_moment(slugs), self._titles()))
        faq, questions, topics = self._faq(slugs)
        not_ours = self._not_ours(slugs)
        self.facts = [
            replace(fact, notes=self._data_notes(fact.first, slugs)) for fact in self.facts
        ]
        self.lines = [
            replace(line, notes=self._data_notes(line.first, slugs)) for line in self.lines
        ]
        self.files = [
            replace(file, notes=self._data_notes(file.versions[0][0].when, slugs))
            if file.id
            else file
            for file in self.files
        ]
        return Generated(
            languages=self.languages,
            pages=tuple(pages),
            updates=tuple(self.updates),
            faq=faq,
            questions=questions,
            topics=topics,
            facts=tuple(self.facts),
            lines=tuple(self.lines),
            closures=tuple(self.closures),
            not_ours=not_ours,
            files=tuple(self.files),
            notes=self._data_notes(NOTICE, slugs),
        )

    # -------------------------------------------------------------- moments

    def _slugs(self) -> list[tuple[str, Said]]:
        """The updates: each at a moment of its own, one with another, and drafts."""
        rng = self.rng
        dated = [self.moments[0], *rng.sample(self.moments[1:], rng.randint(2, 3))]
        found = [
            (f"{when[:10]}-{word}", Said(when=when))
            for when, word in zip(
                sorted(dated), ("first-notice", "second", "status", "data"), strict=False
            )
        ]
        if rng.random() < 0.3:
            slug, said = rng.choice(found)
            found.append((f"{said.when[:10]}-more", Said(when=said.when, update=slug)))
        if rng.random() < 0.5:
            found.append(("draft-next", Said(when=DRAFT)))
        return found

    def _some_moment(self, slugs: list[tuple[str, Said]], *, may_be_draft: bool = True) -> Said:
        """A moment that is written out, or that of an update."""
        rng = self.rng
        if may_be_draft and rng.random() < 0.1:
            return Said(when=DRAFT)
        if rng.random() < 0.5:
            slug, said = rng.choice([one for one in slugs if one[1].when != DRAFT])
            return Said(when=said.when, update=slug)
        return Said(when=rng.choice(self.moments))

    def _history(self, slugs: list[tuple[str, Said]], most: int) -> list[Said]:
        """Several moments, one after the other, each different; a draft may be the last."""
        found = {said.when: said for said in (self._some_moment(slugs) for _ in range(most))}
        history = [found[when] for when in sorted(found)]
        drafts = [slug for slug, said in slugs if said.when == DRAFT]
        plain = [said for said in history if said.when != DRAFT]
        if not plain:
            return [self._some_moment(slugs, may_be_draft=False)]
        if drafts and len(plain) < len(history):
            return [*plain, Said(when=DRAFT, update=drafts[0])]
        return plain

    # -------------------------------------------------------------- facts

    def _make_facts(self, slugs: list[tuple[str, Said]]) -> None:
        rng = self.rng
        kinds = ["number", "number", "date", "time", "moment", "duration", "money", "text"]
        rng.shuffle(kinds)
        for number, kind in enumerate(kinds[: rng.randint(3, 8)]):
            self.facts.append(self._fact(f"{kind}_{number}", kind, self._history(slugs, 3)))
        if rng.random() < 0.5:
            self._make_sum(self._history(slugs, 3))
        if rng.random() < 0.5:
            self._make_replacement(slugs)

    def _fact(self, id_: str, kind: str, history: list[Said]) -> AFact:
        rng = self.rng
        head = [f"name: {localized(self._fact_name(kind))}"]
        if kind == "number":
            head.append("unit: {ja: 件, en: {one: record, other: records}}")
        if rng.random() < 0.3:
            head.append(f"meaning: {localized(self._sentences())}")
        values: list[Item] = []
        for said in history:
            value = self._value(kind, said.when)
            values.append(self._item(said, value, values, f"value: {value}"))
        return AFact(id=id_, type=kind, head=tuple(head), values=tuple(values))

    def _fact_name(self, kind: str) -> Texts:
        words = {
            "number": {"ja": "漏えいした登録の件数", "en": "records that leaked"},
            "date": {"ja": "お手紙の発送を終える日", "en": "last day on which letters are posted"},
            "time": {"ja": "受付を終える時刻", "en": "when the desk closes"},
            "moment": {"ja": "持ち出しに気づいた時", "en": "when we noticed"},
            "duration": {"ja": "お返事までの期間", "en": "time until we answer"},
            "money": {"ja": "お1人にお送りする金額", "en": "amount for each person"},
            "text": {"ja": "持ち出しの時期", "en": "when the data was taken"},
        }[kind]
        return words if self.rng.random() < 0.8 else {self.languages[0]: words[self.languages[0]]}

    def _item(self, said: Said, value: str, before: list[Item], *lines: str) -> Item:
        rng = self.rng
        more = list(lines)
        has_as_of = rng.random() < 0.4
        if has_as_of:
            more.append("as_of: 2026-03-01")
        if rng.random() < 0.2:
            more.append("status: estimate")
        if before:
            change = rng.choice(("correction", "correction", "progress", "policy", "event"))
            more.append(f"change: {change}")
            wrong = rng.choice(before).said
            if change == "correction" and said.when != DRAFT and rng.random() < 0.3:
                more.append(f"corrects: {wrong.update or wrong.when}")
            more.append(f"note: {localized(self._notes(said.when))}")
        return Item(said=said, lines=tuple(more), value=value, has_as_of=has_as_of)

    def _notes(self, when: str) -> Texts:
        """What a public note says, at times of what is public at its moment."""
        return {
            language: self.rng.choice(NOTES[language])
            + self._mention(language, when, is_dated=True)
            for language in ("ja", "en")
        }

    def _value(self, kind: str, when: str) -> str:
        rng = self.rng
        match kind:
            case "number":
                return rng.choice(("25", "480000", "912480", "603118", "20000", "150000", "0.5"))
            case "date":
                return rng.choice(("2026-03-09", "2026-03-27", "2026-04-30"))
            case "time":
                return rng.choice(("18:00", "9:30"))
            case "moment":
                return rng.choice(("2026-03-01 23:10", "2026-02-28T08:00+09:00"))
            case "duration":
                return rng.choice(("P14D", "P12M", "P1Y6M"))
            case "money":
                return rng.choice(("{JPY: 1000}", "{JPY: 250000}", "{JPY: 500, EUR: 3.5}"))
        texts = {"ja": "2025年10月から2026年1月まで", "en": "between October 2025 and January 2026"}
        return localized({
            language: text + self._mention(language, when, is_dated=True)
            for language, text in texts.items()
        })  # fmt: skip

    def _make_sum(self, history: list[Said]) -> None:
        """Parts and their total, which change together."""
        rng = self.rng
        steps: list[tuple[Said, str, int, int]] = []
        for said in history:
            change = rng.choice(("correction", "progress"))
            steps.append((said, change, rng.randint(400, 90_000), rng.randint(400, 90_000)))

        def values(of: Callable[[int, int], int]) -> tuple[Item, ...]:
            items = []
            for number, (said, change, one, other) in enumerate(steps):
                lines = [f"value: {of(one, other)}"]
                if number:
                    lines += [f"change: {change}", f"note: {localized(self._notes(said.when))}"]
                items.append(Item(said=said, lines=tuple(lines), value=str(of(one, other))))
            return tuple(items)

        unit = "unit: {ja: 人, en: {one: person, other: people}}"
        names: tuple[tuple[str, Texts, Callable[[int, int], int], str], ...] = (
            ("children", {"ja": "お子さま", "en": "children"}, lambda one, _: one, ""),
            ("guardians", {"ja": "保護者さま", "en": "guardians"}, lambda _, other: other, ""),
            (
                "people",
                {"ja": "対象の人数", "en": "people affected"},
                lambda one, other: one + other,
                "sum: [children, guardians]",
            ),
        )
        for id_, name, of, sum_ in names:
            head = [f"name: {localized(name)}", unit, *([sum_] if sum_ else [])]
            self.facts.append(AFact(id=id_, type="number", head=tuple(head), values=values(of)))

    def _make_replacement(self, slugs: list[tuple[str, Said]]) -> None:
        """A fact that takes the place of another from its second moment on."""
        later = Said(when=self.moments[-1])
        history = [said for said in self._history(slugs, 2) if said.when < later.when]
        if not history:
            return
        old = self._fact("counted_before", "number", history)
        if self.rng.random() < 0.2 and any(said.when == DRAFT for _, said in slugs):
            later = Said(when=DRAFT, update="draft-next")
        item = Item(said=later, lines=("value: 77123", "replaces: counted_before"), value="77123")
        names = {"ja": "対象の世帯数", "en": "households affected"}
        new = AFact(
            id="counted_now", type="number", head=(f"name: {localized(names)}",), values=(item,)
        )
        self.facts += [replace(old, replaced=later.when), new]

    # -------------------------------------------------------------- contacts

    def _make_lines(self, slugs: list[tuple[str, Said]]) -> None:
        rng = self.rng
        number = 0
        for id_ in rng.sample(("hotline", "office", "press", "email"), rng.randint(1, 4)):
            own = Said(when=NOTICE)
            has_own = id_ != "hotline" and rng.random() < 0.6
            if has_own:
                own = self._some_moment(slugs)
                if own.when == DRAFT:
                    own = Said(when=DRAFT, update="draft-next")
                    has_own = any(said.when == DRAFT for _, said in slugs)
                    own = own if has_own else Said(when=NOTICE)
            kind = "mail" if id_ == "email" else "phone"
            later = [said for said in self._history(slugs, 2) if said.when > own.when]
            values: list[Item] = []
            for said in (own, *later[: rng.randint(0, 2)]):
                number += 1
                text = (
                    f"help-{number}@some.example" if kind == "mail" else f"050-0000-01{number:02}"
                )
                lines = [f"value: {text}"]
                if values:
                    lines += ["change: correction", f"note: {localized(self._notes(said.when))}"]
                values.append(Item(said=said, lines=tuple(lines), value=text))
            names = {
                "hotline": {"ja": "お客さま専用窓口", "en": "Customer hotline"},
                "office": {"ja": "お客さま相談室", "en": "Customer relations office"},
                "press": {"ja": "報道関係の方", "en": "Press"},
                "email": {"ja": "メール", "en": "E-mail"},
            }[id_]
            head = [f"name: {localized(names)}"]
            head += ["region: JP"] if kind == "phone" else []
            head += [f"purpose: {localized(self._sentences())}"] if rng.random() < 0.4 else []
            has_hours = kind == "phone" and rng.random() < 0.8
            has_holidays = has_hours and rng.random() < 0.4
            head += ["holidays: JP"] if has_holidays else []
            self.lines.append(
                ALine(
                    id=id_,
                    said=own,
                    has_own_moment=has_own,
                    head=tuple(head),
                    kind=kind,
                    values=tuple(values),
                    hours=self._hours(own, slugs, has_holidays=has_holidays) if has_hours else (),
                    ends=self._ends(own, slugs),
                )
            )
        ids = [line.id for line in self.lines]
        for id_ in rng.sample(("spring-days", "move"), rng.randint(0, 2)):
            name = {"ja": "臨時休業", "en": "Closed"}
            self.closures.append(
                AClosure(
                    id=id_,
                    said=self._announcement(Said(when=NOTICE), slugs),
                    lines=("from: 2026-03-20", "to: 2026-03-22", f"name: {localized(name)}"),
                    contacts=tuple(rng.sample(ids, rng.randint(1, len(ids)))),
                )
            )

    def _announcement(self, own: Said, slugs: list[tuple[str, Said]]) -> Said:
        """With the line itself, or with an update."""
        if self.rng.random() < 0.4:
            return replace(own, update=None)
        slug, said = self.rng.choice(slugs)
        return Said(when=said.when, update=slug)

    def _hours(
        self, own: Said, slugs: list[tuple[str, Said]], *, has_holidays: bool
    ) -> tuple[Item, ...]:
        on_holidays = ("on_holidays: closed",) if has_holidays else ()
        weeks = (
            'weekly: {mon-sun: "9:00-21:00"}',
            'weekly: {mon-fri: "9:00-18:00", sat: "9:00-17:00"}',
            'weekly: {mon-fri: "10:00-12:00, 13:00-17:00"}',
        )
        items = [
            Item(said=replace(own, update=None), lines=("from: 2026-03-02", weeks[0], *on_holidays))
        ]
        for day in self.rng.sample(("2026-03-16", "2026-04-01", "2026-05-07"), 2):
            said = self._announcement(own, slugs)
            week = self.rng.choice(weeks)
            items.append(Item(said=said, lines=(f"from: {day}", week, *on_holidays)))
        return tuple(items)

    def _ends(self, own: Said, slugs: list[tuple[str, Said]]) -> tuple[Item, ...]:
        if self.rng.random() < 0.6:
            return ()
        said = self._announcement(own, slugs)
        return (Item(said=said, lines=("day: 2026-12-28",)),)

    def _not_ours(self, slugs: list[tuple[str, Said]]) -> tuple[Item, ...]:
        note = {"ja": "当社の番号ではありません。", "en": "This number is not ours."}
        return tuple(
            Item(
                said=self._announcement(Said(when=NOTICE), slugs),
                lines=(f"phone: 050-0000-019{number}", f"note: {localized(note)}"),
            )
            for number in range(self.rng.randint(0, 2))
        )

    # -------------------------------------------------------------- files

    def _make_files(self, slugs: list[tuple[str, Said]]) -> None:
        rng = self.rng
        title = {"ja": "登録の種類ごとの件数", "en": "Records by kind"}
        for id_ in rng.sample(("data", "table"), rng.randint(0, 2)):
            history = [said for said in self._history(slugs, 3) if said.when != DRAFT]
            versions = tuple((said, f"{id_}-{n}.csv") for n, said in enumerate(history, start=1))
            self.files.append(AFile(id=id_, title=title, versions=versions))
        always = Said(when=NOTICE)
        for name in rng.sample(("plan.csv", "list.csv"), rng.randint(0, 2)):
            self.files.append(AFile(id="", title=title, versions=((always, name),)))

    # -------------------------------------------------------------- texts

    def _sentences(self) -> Texts:
        return {language: self.rng.choice(SENTENCES[language]) for language in ("ja", "en")}

    def _mention(self, language: str, when: str, *, is_dated: bool) -> str:
        """A sentence that prints what is public at a moment, or nothing."""
        if self.rng.random() < 0.5:
            return ""
        known = list(self._placeholders(when, is_dated=is_dated))
        if not known:
            return ""
        it = "${" + self.rng.choice(known) + "}"
        name = {"ja": "件数", "en": "the count"}[language]
        return self.rng.choice(AROUND[language]).format(name=name, it=it)

    def _placeholders(self, when: str, *, is_dated: bool) -> Iterator[str]:
        for fact in self.facts:
            if fact.first > when:
                continue
            yield f"{fact.id}.name"
            if fact.replaced != DRAFT and (not is_dated or fact.replaced <= when):
                yield f"{fact.id}@{_iso(fact.first)}"
                continue
            yield from self._of_fact(fact, when)
        for line in self.lines:
            if line.first <= when:
                yield f"contact.{line.id}"
                yield f"contact.{line.id}.name"
                if any(item.said.when <= when for item in line.hours):
                    yield f"contact.{line.id}.hours"
                if len([v for v in line.values if v.said.when <= when]) > 1:
                    yield f"contact.{line.id}.previous"
        for closure in self.closures:
            firsts = [line.first for line in self.lines if line.id in closure.contacts]
            if max(closure.said.when, min(firsts)) <= when:
                yield f"closure.{closure.id}"
        for update in self.updates:
            if update.said.when <= when:
                slug = update.name.removeprefix("updates/")
                yield from (f"update.{slug}", f"update.{slug}.date", f"update.{slug}.title")

    def _of_fact(self, fact: AFact, when: str) -> Iterator[str]:
        yield from (fact.id, f"{fact.id}.value", f"{fact.id}:said", f"{fact.id}@{_iso(fact.first)}")
        if fact.type in {"number", "money"}:
            yield f"{fact.id}:compact"
        if fact.type == "date":
            yield from (f"{fact.id}:{form}" for form in ("day", "weekday", "month"))
        if fact.values[0].has_as_of and all(value.has_as_of for value in fact.values):
            yield f"{fact.id}.as_of"
        if len([value for value in fact.values if value.said.when <= when]) > 1:
            yield f"{fact.id}.previous"

    def _link(self, name: str, when: str, language: str) -> str:
        """A link to something that is public at a moment, or nothing."""
        up = "../" if name.startswith("updates/") else ""
        targets = [f"{up}{u.name}.md" for u in self.updates if u.said.when <= when]
        targets += [f"file:{f.id}" for f in self.files if f.id and f.versions[0][0].when <= when]
        targets += [f"../{up}files/{f.versions[0][1]}" for f in self.files if not f.id]
        targets += [f"{up}faq.md#{id_}" for id_, first in self.faq_links if first <= when]
        if not targets or self.rng.random() < 0.5:
            return ""
        return f"[{LINKED[language]}]({self.rng.choice(targets)})"

    def _part(self, name: str, said: Said, *, is_dated: bool, kind: str = "", of: str = "") -> Part:
        """Lines that say only what is public when they are: `of` is the page's own moment."""
        when = max(said.when, of) if kind == "from" else of or said.when
        lines: dict[str, tuple[str, ...]] = {}
        for language in ("ja", "en"):
            found = [self.rng.choice(SENTENCES[language]) for _ in range(self.rng.randint(1, 2))]
            found.append(self._mention(language, when, is_dated=is_dated))
            found.append(self._link(name, when, language))
            lines[language] = tuple(line for line in found if line)
        return Part(lines=lines, kind=kind, said=said)

    def _directive(self, when: str, *, is_dated: bool) -> Iterator[Part]:
        """Facts, contacts or hours that are public at a moment."""
        rng = self.rng
        known = [
            f"::: facts {fact.id}\n:::"
            for fact in self.facts
            if fact.first <= when
            and (fact.replaced == DRAFT or (is_dated and when < fact.replaced))
        ]
        for line in self.lines:
            if line.first <= when:
                known.append(f"::: contacts {line.id}\n:::")
                if any(item.said.when <= when for item in line.hours):
                    known.append(f"::: hours {line.id}\n:::")
        known += ["::: important\n" + SENTENCES["ja"][0] + "\n:::"]
        if rng.random() < 0.4:
            text = rng.choice(known)
            yield Part(lines={"ja": (text,), "en": (text,)})

    def _home_titles(self) -> Texts:
        return {"ja": "漏えいについてのお詫び", "en": "Our apology for the leak"}

    def _titles(self, *, is_draft: bool = False) -> Texts:
        """Titles that no other page has; a draft may have one that is used."""
        found = {}
        for language in ("ja", "en"):
            used = self.used[language]
            if is_draft and used and self.rng.random() < 0.5:
                found[language] = self.rng.choice(used)
                continue
            free = [title for title in TITLES[language] if title not in used]
            found[language] = self.rng.choice(free)
            used.append(found[language])
        return found

    def _translation(self, said: Said) -> Said | None:
        rng = self.rng
        roll = rng.random()
        if said.when == DRAFT or roll < 0.5:
            return said
        if roll < 0.6:
            return None
        if roll < 0.7:
            return Said(when=DRAFT)
        later = [moment for moment in self.moments if moment >= said.when]
        return Said(when=rng.choice(later))

    def _page_notes(self, said: Said, *, question: str = "", may_withdraw: bool) -> list[Note]:
        rng = self.rng
        notes = []
        later = [moment for moment in self.moments if moment > said.when]
        for when in rng.sample(later, min(len(later), rng.choice((0, 0, 1, 2)))):
            at = Said(when=when)
            updates = [u for u in self.updates if u.said.when == when and not u.said.update]
            if updates and rng.random() < 0.6:
                at = Said(when=when, update=updates[0].name.removeprefix("updates/"))
            kind = rng.choice(("addition", "wording", "correction", "policy"))
            if may_withdraw and rng.random() < 0.15:
                kind = "withdrawal"
            notes.append(Note(said=at, kind=kind, note=self._notes(when), question=question))
        return notes

    def _data_notes(self, first: str, slugs: list[tuple[str, Said]]) -> tuple[Note, ...]:
        """Notes beside something that is public from its first moment on."""
        notes = []
        for _ in range(self.rng.choice((0, 0, 1, 2))):
            said = self._some_moment(slugs, may_be_draft=False)
            drafts = [slug for slug, other in slugs if other.when == DRAFT]
            if drafts and self.rng.random() < 0.2:
                said = Said(when=DRAFT, update=drafts[0])
            if said.when >= first:
                kind = self.rng.choice(("addition", "wording", "correction", "policy"))
                notes.append(Note(said=said, kind=kind, note=self._notes(said.when)))
        return tuple(notes)

    def _page(self, name: str, said: Said, titles: Texts) -> APage:
        rng = self.rng
        of = said.when
        parts = [self._part(name, said, is_dated=False)]
        parts += self._directive(of, is_dated=False)
        for kind in rng.sample(("from", "until", "from"), rng.randint(0, 3)):
            # What a public update announces, or a moment of its own.
            when = self._some_moment(
                [(u.name[8:], u.said) for u in self.updates], may_be_draft=False
            )
            parts.append(self._part(name, when, is_dated=False, kind=kind, of=of))
        notes = self._page_notes(said, may_withdraw=name != "index")
        if not any(note.kind == "withdrawal" for note in notes) and notes:
            notes[0] = replace(notes[0], after=AFTER)
            parts.append(Part(lines={language: (text,) for language, text in AFTER.items()}))
        return APage(
            name=name,
            said=said,
            titles=titles,
            summaries=self._summaries(of, is_dated=False) if rng.random() < 0.5 else {},
            parts=tuple(parts),
            translated=self._translation(said),
            notes=tuple(notes),
        )

    def _summaries(self, when: str, *, is_dated: bool) -> Texts:
        return {
            language: self.rng.choice(SENTENCES[language]).replace("*", "")
            + self._mention(language, when, is_dated=is_dated)
            for language in ("ja", "en")
        }

    def _update(self, slug: str, said: Said) -> APage:
        rng = self.rng
        name = f"updates/{slug}"
        parts = [self._part(name, said, is_dated=True), *self._directive(said.when, is_dated=True)]
        keys = []
        if rng.random() < 0.2:
            keys.append("kind: correction")
        known = [f.id for f in self.facts if f.first <= said.when]
        if known and rng.random() < 0.3:
            keys.append(f"about: {rng.choice(known)}")
        earlier = [
            u.name.removeprefix("updates/") for u in self.updates if u.said.when <= said.when
        ]
        if earlier and rng.random() < 0.3:
            keys.append(f"corrects: {rng.choice(earlier)}")
        return APage(
            name=name,
            said=said,
            titles=self._titles(is_draft=said.when == DRAFT),
            summaries=self._summaries(said.when, is_dated=True),
            parts=tuple(parts),
            translated=self._translation(said),
            notes=tuple(self._page_notes(said, may_withdraw=True)),
            keys=tuple(keys),
        )

    def _faq(
        self, slugs: list[tuple[str, Said]]
    ) -> tuple[APage | None, tuple[APage, ...], tuple[Texts, ...]]:
        rng = self.rng
        if rng.random() < 0.15:
            return None, (), ()
        own = Said(when=NOTICE) if rng.random() < 0.8 else Said(when=self.moments[1])
        faq = APage(
            name="faq",
            said=own,
            titles={"ja": "よくあるご質問", "en": "Questions and answers"},
            summaries={},
            parts=(),
            translated=own,
            notes=tuple(self._page_notes(own, may_withdraw=False)),
        )
        questions = []
        for number in range(rng.randint(1, 4)):
            said = own if number == 0 else self._question_moment(own, slugs)
            parts = [self._part("faq", said, is_dated=False)]
            parts += self._directive(said.when, is_dated=False)
            if rng.random() < 0.3:
                when = Said(when=rng.choice(self.moments))
                kind = rng.choice(("from", "until"))
                parts.append(self._part("faq", when, is_dated=False, kind=kind, of=said.when))
            id_ = f"q-{number}"
            translated = own if number == 0 else self._translation(replace(said, update=None))
            questions.append(
                APage(
                    name=id_,
                    said=said,
                    titles={lang: QUESTIONS[lang][number] for lang in ("ja", "en")},
                    summaries={},
                    parts=tuple(parts),
                    translated=translated,
                    notes=tuple(self._page_notes(said, question=id_, may_withdraw=number > 0)),
                    topic=0 if number < 2 else 1,
                )
            )
            self.faq_links.append((id_, said.when))
        topics: tuple[Texts, ...] = (
            {"ja": "対象の方", "en": "Who is affected"},
            {"ja": "今後について", "en": "What comes next"},
        )
        return faq, tuple(questions), topics

    def _question_moment(self, own: Said, slugs: list[tuple[str, Said]]) -> Said:
        said = self._some_moment(slugs)
        return said if said.when > own.when else own


def _iso(moment: str) -> str:
    return moment.replace(" ", "T")
