"""A new question in `faq.md`: the lines, and where in the file they belong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from noticegen.markdown.document import Heading
from noticegen.skeletons.pages import written
from noticegen.skeletons.words import filled, quoted, word

_TOPIC, _QUESTION = 2, 3


class Topic(NamedTuple):
    """A topic of an FAQ in one language, as its headings show it."""

    id: str
    title: str
    questions: frozenset[str]
    end: int
    """The line of the body before which the next topic begins, from 0."""


@dataclass(frozen=True, slots=True)
class OldFaq:
    """An `faq.md` that is there."""

    text: str
    """The whole file, as it is on disk."""
    body_line: int
    """The line of the file on which the body begins, from 1."""
    headings: tuple[Heading, ...]

    @property
    def topics(self) -> tuple[Topic, ...]:
        """Its topics in their order."""
        marks = [h for h in self.headings if h.level in (_TOPIC, _QUESTION) and not h.is_nested]
        starts = [index for index, heading in enumerate(marks) if heading.level == _TOPIC]
        found = []
        for start, following in zip(starts, [*starts[1:], len(marks)], strict=True):
            last = following == len(marks)
            end = len(self.text) if last else marks[following].line
            questions = frozenset(heading.id for heading in marks[start + 1 : following])
            found.append(Topic(marks[start].id, marks[start].text, questions, end))
        return tuple(found)

    @property
    def ids(self) -> frozenset[str]:
        """The ids that are in use."""
        return frozenset(heading.id for heading in self.headings)


class NewQuestion(NamedTuple):
    """What is known of a question before it is written."""

    id: str
    moment: datetime
    topic: str | None
    """The id or the title of its topic in the authoritative language; None for the first."""


def chosen_topic(faq: OldFaq, topic: str | None) -> Topic | None:
    """The topic that is meant, if there is one."""
    if topic is None:
        return next(iter(faq.topics), None)
    return next((known for known in faq.topics if topic in (known.id, known.title)), None)


def new_question(
    question: NewQuestion, old: Mapping[str, OldFaq], languages: Sequence[str], timezone: str
) -> Mapping[str, str]:
    """The files with the question in them, by their paths; `old` has those that are there."""
    first = languages[0]
    date = written(question.moment, timezone)
    meant = chosen_topic(old[first], question.topic) if first in old else None
    files = {}
    for language in languages:
        path = f"content/{language}/faq.md"
        if language not in old:
            own = f"date: {date}\n" if language == first else ""
            files[path] = _new_faq(language, own, _lines(question, language, attribute=""))
            continue
        faq = old[language]
        attribute = f' date="{date}"' if language == first else ""
        lines = _lines(question, language, attribute=attribute)
        topic = meant if language == first else _same_topic(faq, meant)
        if topic is None:
            lines = f"## {word('topic_title', language)}\n\n{lines}"
        files[path] = _put(lines, faq, topic)
    return files


def _same_topic(faq: OldFaq, meant: Topic | None) -> Topic | None:
    """The topic of a translation that has questions of the one that is meant."""
    return next((t for t in faq.topics if meant and t.questions & meant.questions), None)


def _lines(question: NewQuestion, language: str, *, attribute: str) -> str:
    title = word("question_title", language, id=question.id)
    return f"### {title} {{#{question.id}{attribute}}}\n\n{filled('answer.md', language)}"


def _new_faq(language: str, date: str, lines: str) -> str:
    title, summary = word("faq_title", language), word("faq_summary", language)
    return (
        f"---\ntitle: {quoted(title)}\n{date}summary: {quoted(summary)}\n---\n\n"
        f"## {word('topic_title', language)}\n\n{lines}"
    )


def _put(lines: str, faq: OldFaq, topic: Topic | None) -> str:
    """The text of the file with `lines` at the end of the topic, or of the file."""
    newline = "\r\n" if "\r\n" in faq.text else "\n"
    all_lines = [f"{line}\n" for line in f"{faq.text.rstrip()}{newline}".split("\n")[:-1]]
    cut = min(faq.body_line - 1 + topic.end, len(all_lines)) if topic else len(all_lines)
    before, after = "".join(all_lines[:cut]).rstrip(), "".join(all_lines[cut:])
    middle = lines.replace("\n", newline)
    return f"{before}{newline * 2}{middle}{newline if after else ''}{after}"
