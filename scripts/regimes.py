#!/usr/bin/env python3
"""Make the page about regimes from the data of `noticegen check`.

.venv/bin/python scripts/regimes.py     writes docs/regimes.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from noticegen.localized import Localized
from noticegen.regimes.model import Conflict, Level, Nature, Posting, Regime, Requirement
from noticegen.regimes.reading import conflicts, element_names, names, questions, regime

PAGE = Path(__file__).resolve().parent.parent / "docs" / "regimes.md"

_INTRODUCTION = """\
# Regimes: what laws ask a notice to contain

`noticegen check` holds the public site against the regimes in `noticegen.yml`, or against those
named with `--regime`, and says of each element whether it is found, not found, found and said to
be unknown, in need of an answer, where it should not be, or worth a thought. Several regimes make
one list, and what a single page cannot do for all of them is told.

**This is a check of contents for your information, and no legal advice.** It does not decide
whether a law applies to you, or whom you have to tell, when, and in which way, and it never says
that a notice is lawful. What is said here about a law is a short paraphrase in our own words. It
may be wrong or out of date, and the official text in its official language prevails. Have
somebody who knows the law read the notice.

How sure we are stands beside each element. *Verified* means that it was compared with one of the
sources under the table; what kind of text that was stands there, too, and a secondary source is
what others say about a law. *From knowledge* means that nobody compared it: the section is cited,
and has to be looked up before you rely on it. The day from which a list holds was compared for
Japan, Singapore, South Korea, California and HIPAA, and is from knowledge for the others. After
the day under *until*, `check` gives advice to compare a law anew (NG466).

An element is found where a heading of the authoritative language names it (`covers`, see
[content.md](content.md#elements)) and something stands under it, or where noticegen shows it
anyway: the organisation, the date, the list of updates, contacts. Only for what is found in
neither way are the words of headings without `covers` looked at, and the report says so. Plain
language stands in the list and has to be judged by a person.

This page is made from the data files in `src/noticegen/regimes/` by `scripts/regimes.py`.
"""


def page() -> str:
    """The whole page."""
    laws = [regime(name) for name in names()]
    parts = [
        _INTRODUCTION,
        "## The regimes\n",
        _table(
            ("regime", "name", "日本語", "in force from", "checked on", "until", "verified"),
            (_row(law) for law in laws),
        ),
        "## What each of them asks for\n",
        "M required · C required where the answer to a question is yes · R recommended · "
        "X should not be in a public notice\n",
        _matrix(laws),
        "## Questions\n",
        "`answers` in `noticegen.yml` holds `yes` or `no` to each: "
        "[content.md](content.md#answers).\n",
        _table(
            ("question", "in full", "日本語", "asked by"),
            ((f"`{id_}`", *_both(text), _asking(id_, laws)) for id_, text in questions().items()),
        ),
        "## What one page cannot do for several of them\n",
        *map(_conflict, conflicts()),
        *(_section(law) for law in laws),
    ]
    return "\n".join(parts)


def _conflict(conflict: Conflict) -> str:
    first, second = (", ".join(sorted(side)) for side in conflict.between)
    return f"- **{first}** with another of {second}: {conflict.text.of('en')}\n"


def _row(law: Regime) -> tuple[str, ...]:
    first = law.in_force_from.isoformat() if law.in_force_from else "practice"
    verified = f"{law.verified} of {len(law.requirements)}"
    days = (first, law.checked_on.isoformat(), law.until.isoformat())
    return (f"[{law.id}](#{law.id})", *_both(law.name), *days, verified)


_SIGNS = {
    Level.REQUIRED: "M",
    Level.CONDITIONAL: "C",
    Level.RECOMMENDED: "R",
    Level.PROHIBITED: "X",
}


def _matrix(laws: list[Regime]) -> str:
    rows = []
    for element in element_names():
        asked = [law.requirement(element) for law in laws]
        if any(asked):
            rows.append((f"`{element}`", *(_SIGNS[one.level] if one else "" for one in asked)))
    return _table(("element", *(law.id for law in laws)), rows)


def _section(law: Regime) -> str:
    lines = [f"## {law.id}\n", f"{law.name.of('en')} · {law.name.of('ja')}\n"]
    lines.append(f"{law.provision.of('en')}.\n")
    if law.nature is Nature.PRACTICE:
        lines.append("A practice and no law: for the style of a page.\n")
    if law.note:
        lines.append(f"{law.note.of('en')}\n")
    lines.append(
        _table(
            ("element", "", "provision", "what is asked", "日本語", "checked"),
            (_requirement(item) for item in law.requirements),
        )
    )
    if law.literal:
        headings = ", ".join(f"“{text}”" for text in law.literal.headings)
        lines.append(
            f"Fixed words ({law.literal.provision.of('en')}): the title “{law.literal.title}”, "
            f"the headings {headings}.\n"
        )
    lines.append(" ".join(_posting(law.posting)) + "\n")
    lines.append("Sources\n")
    lines += [f"- ({s.id}) {s.where}: {s.kind.replace('-', ' ')}" for s in law.sources]
    return "\n".join(lines) + "\n"


def _requirement(item: Requirement) -> tuple[str, ...]:
    sources = f" ({', '.join(item.sources)})" if item.sources else ""
    level = str(item.level) + (f": `{item.question}`" if item.question else "")
    asks = (item.asks.of("en"), item.asks.of("ja"))
    return (f"`{item.element}`", level, item.provision.of("en"), *asks, item.confidence + sources)


def _posting(posting: Posting) -> Iterator[str]:
    """When and how a page may stand in for telling people directly."""
    yield (
        "When a page may stand in for telling people directly: "
        f"{posting.when.of('en')} ({posting.basis.of('en')})."
    )
    if posting.min_days:
        kind = ", by guidance" if posting.is_guidance else ""
        yield f"At least {posting.min_days} days{kind}."
    if posting.place:
        yield f"Where: {posting.place.of('en')}."
    if posting.phone:
        yield f"Telephone: {posting.phone.of('en')}."
    if posting.more:
        yield f"Besides: {posting.more.of('en')}."


def _asking(question: str, laws: Iterable[Regime]) -> str:
    asking = {law.id for law in laws for r in law.requirements if r.question == question}
    return ", ".join(sorted(asking))


def _both(text: Localized) -> tuple[str, str]:
    return text.of("en"), text.of("ja")


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    names_ = list(header)
    lines = [names_, ["---"] * len(names_), *(list(row) for row in rows)]
    return "".join(f"| {' | '.join(cell or ' ' for cell in line)} |\n" for line in lines)


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
