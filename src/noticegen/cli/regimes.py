"""The regimes and the merged list in a terminal, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from noticegen.check.covered import Found, Way
from noticegen.check.merged import Asked, Item, Judged, State
from noticegen.cli import terminal
from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, say
from noticegen.localized import Localized
from noticegen.regimes.model import Level, Regime, SourceKind
from noticegen.regimes.reading import element_names, names, regime
from noticegen.report import columns
from noticegen.yamlfile import did_you_mean

STATES = {
    State.FOUND: say("found"),
    State.NOT_FOUND: say("not found"),
    State.SAYS_UNKNOWN: say("found, says unknown"),
    State.NEEDS_ANSWER: say("needs an answer"),
    State.SHOULD_NOT_BE_HERE: say("should not be here"),
    State.ADVICE: say("advice"),
}
LEVELS = {
    Level.REQUIRED: say("required"),
    Level.CONDITIONAL: say("conditional"),
    Level.RECOMMENDED: say("recommended"),
    Level.PROHIBITED: say("prohibited"),
}
KINDS = {
    SourceKind.OFFICIAL: say("official text"),
    SourceKind.OFFICIAL_MIRROR: say("official mirror"),
    SourceKind.TEXT_COPY: say("copy of the text"),
    SourceKind.SECONDARY: say("secondary source"),
    SourceKind.PRESS: say("press"),
}


def hold_known(wanted: Iterable[str]) -> None:
    """Raise NoticegenError where there is no regime of a name."""
    for name in wanted:
        if name not in names():
            raise NoticegenError(
                Diagnostic(
                    Location("--regime"),
                    Code.UNUSABLE_ARGUMENT,
                    say("there is no regime `{name}`", name=name),
                    did_you_mean(name, names()),
                )
            )


# ------------------------------------------------------------------------------ what there is


def show_all(form: str) -> None:
    """Print what regimes there are: JSON where `form` says so, lines for people otherwise."""
    laws = [regime(name) for name in names()]
    if form == "json":
        listed = [_law(law) for law in laws]
        terminal.out(json.dumps({"version": 1, "regimes": listed}, ensure_ascii=False, indent=2))
        return
    for law in laws:
        terminal.out(f"{law.id}  {_text(law.name)}")
        terminal.out(f"    {_text(law.provision)}")
        terminal.out(f"    {_validity(law)}")
        terminal.out(f"    {_confidence(law)}")
        if law.note:
            terminal.out(f"    {_text(law.note)}")
    terminal.out("")
    terminal.say_out("A check of contents for your information: no legal advice.")


def _validity(law: Regime) -> str:
    translate = terminal.translate()
    checked = say(
        "checked on {day}, taken to be right until {until}",
        day=law.checked_on.isoformat(),
        until=law.until.isoformat(),
    )
    if law.in_force_from is None:
        return translate(say("a practice; {checked}", checked=checked))
    first = law.in_force_from.isoformat()
    return translate(say("in force from {day}; {checked}", day=first, checked=checked))


def _confidence(law: Regime) -> str:
    translate = terminal.translate()
    if not law.kinds:
        return translate(say("from knowledge: no element was compared with a source"))
    kinds = [translate(KINDS[kind]) for kind in law.kinds]
    return translate(
        say(
            "{verified} of {count} elements compared with a source ({kinds})",
            verified=law.verified,
            count=len(law.requirements),
            kinds=_joined(kinds),
        )
    )


def _law(law: Regime) -> dict[str, object]:
    first = law.in_force_from
    return {
        "id": law.id,
        "name": _text(law.name),
        "provision": _text(law.provision),
        "nature": str(law.nature),
        "in_force_from": first.isoformat() if first else None,
        "checked_on": law.checked_on.isoformat(),
        "until": law.until.isoformat(),
        "elements": len(law.requirements),
        "verified": law.verified,
        "sources": [str(kind) for kind in law.kinds],
    }


# ------------------------------------------------------------------------------ the merged list


def show(judged: Judged) -> None:
    """Print the whole list, a line an element, and what one page cannot do for all regimes."""
    translate = terminal.translate()
    rows = [
        (
            f"{_text(element_names()[item.element])} ({item.element})",
            translate(STATES[item.state]),
            _place(item.found),
            " | ".join(map(_asked, item.asked)),
        )
        for item in judged.items
    ]
    header = tuple(
        map(translate, (say("Element"), say("State"), say("Place"), say("Asked for by")))
    )
    for line in _aligned([header, *rows]):
        terminal.out(line)
    if judged.not_asked:
        terminal.out("")
        named = _joined(_text(element_names()[element]) for element in judged.not_asked)
        terminal.say_out("Not asked for, by your answers: {elements}", elements=named)
    for conflict, among in judged.conflicts:
        terminal.out("")
        terminal.say_out("Conflict ({regimes})", regimes=", ".join(sorted(among)))
        terminal.out(f"  {_text(conflict.text)}")
    terminal.out("")
    terminal.say_out("A check of contents for your information: no legal advice.")
    terminal.out("")


def as_json(judged: Judged) -> dict[str, object]:
    """The same for programs; ids, states and levels are the same in every language."""
    return {
        "chosen": [law.id for law in judged.regimes],
        "elements": [_item(item) for item in judged.items],
        "not_asked": list(judged.not_asked),
        "conflicts": [
            {"id": conflict.id, "between": sorted(among), "text": _text(conflict.text)}
            for conflict, among in judged.conflicts
        ],
    }


def _item(item: Item) -> dict[str, object]:
    return {
        "element": item.element,
        "name": _text(element_names()[item.element]),
        "state": str(item.state),
        "found": [
            {
                "path": place.at.path,
                "line": place.at.line,
                "column": place.at.column,
                "by": str(place.way),
                "says_unknown": place.unknown,
            }
            for place in item.found
        ],
        "asked_by": [
            {
                "regime": one.regime.id,
                "level": str(one.level),
                "provision": _text(one.requirement.provision),
                "asks": _text(one.requirement.asks),
                "question": one.requirement.question,
                "confidence": str(one.requirement.confidence),
            }
            for one in item.asked
        ],
    }


def _asked(one: Asked) -> str:
    level = terminal.translate()(LEVELS[one.level])
    return f"{one.regime.id} {level}, {_text(one.requirement.provision)}"


def _place(found: Sequence[Found]) -> str:
    """The first place, how many more there are, and whether words alone led to it."""
    if not found:
        return "-"
    translate = terminal.translate()
    place = str(found[0].at)
    if found[0].way is Way.WORDS:
        place = translate(say("{place}, by its words", place=place))
    if len(found) > 1:
        place = translate(say("{place} and {count} more", place=place, count=len(found) - 1))
    return place


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """The cells below one another, the last column as long as it is."""
    widths = [max(columns(row[index]) for row in rows) for index in range(len(rows[0]) - 1)]
    for *cells, last in rows:
        padded = (
            cell + " " * (width - columns(cell)) for cell, width in zip(cells, widths, strict=True)
        )
        yield "  ".join((*padded, last))


def _text(text: Localized) -> str:
    return text.of(terminal.told_in())


def _joined(words: Iterable[str]) -> str:
    return ("、" if terminal.told_in() == "ja" else ", ").join(words)
