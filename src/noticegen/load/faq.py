"""`faq.md` in all languages  ->  topics and questions, each with its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from noticegen.diagnostics import Code, Location, say
from noticegen.load.header import Header
from noticegen.load.pages import (
    Desk,
    hold_after,
    hold_attributes,
    read_page,
    scheduled,
)
from noticegen.markdown.document import Document, Heading
from noticegen.markdown.parse import parse
from noticegen.model import Faq, Page, Question, Text, Topic, TopicTitle
from noticegen.yamlfile import Scalar, did_you_mean

_TOPIC, _QUESTION = 2, 3
_HEADING_CODES = {Code.HEADING_ATTRIBUTE, Code.HEADING_LEVEL}

QUESTION_KEYS = ("date", "with", "translated", "follows", "draft", "backdated", "answers")
"""What a question may say in its braces, besides what any heading may."""


class _Answer(NamedTuple):
    heading: Heading
    document: Document


class _Topic(NamedTuple):
    heading: Heading
    intro: Document
    answers: tuple[_Answer, ...]


def read_faq(headers: Mapping[str, Header], desk: Desk) -> Faq | None:
    """The FAQ, from its headers by language."""
    outlines = {language: _outline(header, desk) for language, header in headers.items()}
    page = read_page({lang: _intro_only(header) for lang, header in headers.items()}, desk)
    if page is None:
        return None
    first = desk.languages[0]
    known = [answer.heading.id for topic in outlines[first] for answer in topic.answers]
    for language, header in headers.items():
        _hold_question_changes(header, outlines[language], known, desk)
        if language != first:
            _hold_structure(outlines[language], outlines[first], known, desk)
    topics = tuple(_topic(index, outlines, page, desk) for index in range(len(outlines[first])))
    return Faq(name=page.name, versions=page.versions, backdated=page.backdated, topics=topics)


def _intro_only(header: Header) -> Header:
    """The header with the part of its body that stands before the first topic."""
    whole = header.document
    lines = whole.text.split("\n")
    first = next(
        (h.line for h in whole.headings if h.level == _TOPIC and not h.is_nested), len(lines)
    )
    intro = parse("\n".join(lines[:first]), header.path, first_line=whole.first_line)
    return replace(header, document=intro)


def _outline(header: Header, desk: Desk) -> tuple[_Topic, ...]:
    whole = header.document
    lines = whole.text.split("\n")
    marks = [h for h in whole.headings if h.level in (_TOPIC, _QUESTION) and not h.is_nested]
    for heading in whole.headings:
        if heading.is_nested and heading.level in (_TOPIC, _QUESTION):
            desk.report(
                heading.at,
                Code.FAQ_STRUCTURE,
                say("a question or a topic stands inside a block, a list or a quotation"),
                say('begin it at the margin; what comes later gets {{#id date="…"}}'),
            )
    heading_lines = {heading.at.line for heading in marks}
    desk.found.extend(
        finding
        for finding in whole.findings
        if finding.code in _HEADING_CODES or finding.at.line in heading_lines or not whole.html
    )

    def part(index: int) -> Document:
        start = marks[index].line + 1
        end = marks[index + 1].line if index + 1 < len(marks) else len(lines)
        document = parse(
            "\n".join(lines[start:end]),
            header.path,
            first_line=whole.first_line + start,
            top_level=_QUESTION + 1,
        )
        desk.found.extend(f for f in document.findings if f.code is not Code.HEADING_LEVEL)
        for heading in document.headings:
            hold_attributes(heading, (), desk)
        return document

    topics: list[_Topic] = []
    for index, heading in enumerate(marks):
        if heading.level == _TOPIC:
            hold_attributes(heading, (), desk)
            topics.append(_Topic(heading, part(index), ()))
            _hold_intro(topics[-1], desk)
        elif topics:
            _hold_question(heading, desk)
            last = topics[-1]
            answer = _Answer(heading, part(index))
            topics[-1] = _Topic(last.heading, last.intro, (*last.answers, answer))
    for topic in topics:
        if not topic.answers:
            desk.report(
                topic.heading.at,
                Code.FAQ_STRUCTURE,
                say("the topic “{title}” has no question", title=topic.heading.text),
                say("write a question as `### … {{#id}}` under it, or delete it"),
            )
    if not marks and not desk.found:
        desk.report(
            Location(header.path, whole.first_line, 1),
            Code.FAQ_STRUCTURE,
            say("there is no topic and no question"),
            say("write `## topic` and under it `### question {{#id}}`"),
        )
    return tuple(topics)


def _hold_intro(topic: _Topic, desk: Desk) -> None:
    for block in topic.intro.blocks:
        desk.report(
            block.at,
            Code.SCHEDULED_BLOCK,
            say("`::: {kind}` stands before the first question of a topic", kind=block.kind),
            say("put it into an answer, or before the first topic"),
        )


def _hold_question(heading: Heading, desk: Desk) -> None:
    hold_attributes(heading, QUESTION_KEYS, desk)
    if not heading.explicit_id:
        desk.report(
            heading.at,
            Code.QUESTION_ID,
            say("the question has no id"),
            say("add one that stays for ever: ### {title} {{#am-i-affected}}", title=heading.text),
        )


def _hold_question_changes(
    header: Header, topics: tuple[_Topic, ...], known: list[str], desk: Desk
) -> None:
    documents = {a.heading.id: a.document for topic in topics for a in topic.answers}
    for raw in header.changes:
        if not raw.question:
            continue
        if raw.question.text not in known:
            desk.report(
                raw.question.at,
                Code.QUESTION_ID,
                say("there is no question `{id}`", id=raw.question.text),
                did_you_mean(raw.question.text, known),
            )
        else:
            hold_after(raw, header.changes, documents.get(raw.question.text), desk)


def _hold_structure(
    translated: tuple[_Topic, ...], original: tuple[_Topic, ...], known: list[str], desk: Desk
) -> None:
    """A translation has the questions of the authoritative FAQ, under the same topics."""
    topic_of = {a.heading.id: index for index, t in enumerate(original) for a in t.answers}
    used: dict[int, str] = {}
    for topic in translated:
        indices = set()
        for answer in topic.answers:
            id_ = answer.heading.id
            if id_ in topic_of:
                indices.add(topic_of[id_])
            elif answer.heading.explicit_id:
                desk.report(
                    answer.heading.at,
                    Code.QUESTION_ID,
                    say("the authoritative FAQ has no question `{id}`", id=id_),
                    did_you_mean(id_, known),
                )
        if len(indices) > 1 or any(index in used for index in indices):
            desk.report(
                topic.heading.at,
                Code.FAQ_STRUCTURE,
                say(
                    "the questions under “{title}” are not sorted as in the authoritative FAQ",
                    title=topic.heading.text,
                ),
                say("keep each question under the same topic in every language"),
            )
        for index in indices:
            used[index] = topic.heading.text


def _topic(index: int, outlines: Mapping[str, tuple[_Topic, ...]], page: Page, desk: Desk) -> Topic:
    original = outlines[desk.languages[0]][index]
    ids = {answer.heading.id for answer in original.answers}
    titles = []
    for version in page.versions:
        for topic in outlines[version.language]:
            if ids & {answer.heading.id for answer in topic.answers}:
                titles.append(_title(topic, version.language))
                break
    questions = []
    for answer in original.answers:
        question = _question(answer.heading.id, outlines, page, desk)
        if question:
            questions.append(question)
    return Topic(
        tuple(titles) or (_title(original, desk.languages[0]),),
        tuple(questions),
    )


def _title(topic: _Topic, language: str) -> TopicTitle:
    heading = topic.heading
    return TopicTitle(language, heading.text, heading.id, topic.intro, _named(heading, "covers"))


def _named(heading: Heading, key: str) -> tuple[str, ...]:
    """The names in an attribute of a heading."""
    return tuple(heading.attributes.get(key, ("", None))[0].split())


def _question(
    id_: str, outlines: Mapping[str, tuple[_Topic, ...]], page: Page, desk: Desk
) -> Question | None:
    answers: list[Text] = []
    published: datetime | None = None
    backdated: str | None = None
    for version in page.versions:
        found = next(
            (a for t in outlines[version.language] for a in t.answers if a.heading.id == id_), None
        )
        if found is None:
            continue
        is_first = version is page.versions[0]
        moment = _moment(found.heading, version.published, is_first, published, desk)
        if moment is None:
            return None
        if is_first:
            published = moment
            backdated = found.heading.attributes.get("backdated", (None, None))[0]
        if found.document.is_empty and not _is_withdrawn(id_, page):
            desk.report(
                found.heading.at,
                Code.EMPTY_PAGE,
                say("the question has no answer"),
                say("write it, or give the question `draft`"),
            )
        follows = found.heading.attributes.get("follows")
        answers.append(
            Text(
                language=version.language,
                title=found.heading.text,
                document=found.document,
                published=moment,
                follows=desk.moments.read_either(Scalar(*follows)) if follows else None,
                scheduled=scheduled(found.document, desk),
                at=found.heading.at,
                about=_named(found.heading, "about"),
                covers=_named(found.heading, "covers"),
                answers=_named(found.heading, "answers"),
            )
        )
    return Question(id=id_, answers=tuple(answers), backdated=backdated) if answers else None


def _is_withdrawn(id_: str, page: Page) -> bool:
    return any(
        change.question == id_ and change.kind.value == "withdrawal"
        for version in page.versions
        for change in version.changes
    )


def _moment(
    heading: Heading,
    page_moment: datetime,
    is_first: bool,
    original: datetime | None,
    desk: Desk,
) -> datetime | None:
    """When this answer became public in this language."""
    written = heading.attributes
    allowed = ("date", "with") if is_first else ("translated", "follows")
    for key in ("date", "with", "translated", "follows"):
        if key in written and key not in allowed:
            desk.report(
                written[key][1],
                Code.SAID_DIFFERENTLY,
                say("`{key}` does not belong into this language of the FAQ", key=key),
                say(
                    "delete it; `date` and `with` stand in the authoritative one, "
                    "`translated` and `follows` in translations"
                ),
            )
    draft = written.get("draft")
    if draft and draft[0] not in {"true", "false"}:
        desk.report(
            draft[1],
            Code.WRONG_TYPE,
            say("`draft` is “{text}”", text=draft[0]),
            say("write `draft`"),
        )
    if draft and draft[0] == "true":
        return max(desk.moments.drafts, page_moment)
    moments = [page_moment, original or page_moment]
    for key in allowed[:2]:
        if key in written and key != "follows":
            text, at = written[key]
            moment = (
                desk.moments.of_update(text, at)
                if key == "with"
                else desk.moments.read(Scalar(text, at))
            )
            if moment is None:
                return None
            moments.append(moment)
    return max(moments)
