"""The rule over figures: one finding a place, the one that helps most.

A place that says what is no longer so is *stale*, whatever else it is; then comes one that is
*typed in a translation*, then a number that *differs* between two languages, then a *stray* one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from noticegen.check.figures.said import History
from noticegen.check.figures.translations import Differing, differing
from noticegen.check.figures.typed import SILENT, Referred, Typed, diagnostic, typed
from noticegen.check.figures.written import figures
from noticegen.check.scope import Scope
from noticegen.diagnostics import Code, Diagnostic


def figures_are_referred_to_and_agree(scope: Scope) -> Iterator[Diagnostic]:
    """Facts are referred to and not typed, and translations have the same numbers."""
    history = History(scope.public.site.facts, scope.config.zone, scope.public.named_moment, {})
    looked_at = [passage for passage in scope.passages if passage.role not in SILENT]
    written = [figures(passage.text, passage.language) for passage in looked_at]
    referred = Referred(looked_at)
    found: list[tuple[Typed, Diagnostic]] = [
        (one, diagnostic(one, referred, history))
        for passage, here in zip(looked_at, written, strict=True)
        for one in typed(passage, here, history)
    ]
    others = tuple(differing(scope, looked_at, written, history))
    firm = [one for one, finding in found if finding.code is not Code.STRAY_FIGURE]
    by_others, by_firm = _by_passage(others), _by_passage(firm)
    for one, finding in found:
        if finding.code is not Code.STRAY_FIGURE or not _overlaps(one, by_others):
            yield finding
    for other in others:
        if not _overlaps(other, by_firm):
            yield other.finding


_Placed = Typed | Differing


def _by_passage(found: Iterable[_Placed]) -> Mapping[int, Sequence[_Placed]]:
    grouped: dict[int, list[_Placed]] = {}
    for one in found:
        grouped.setdefault(id(one.passage), []).append(one)
    return grouped


def _overlaps(one: _Placed, others: Mapping[int, Sequence[_Placed]]) -> bool:
    return any(
        other.start < one.end and one.start < other.end for other in others.get(id(one.passage), ())
    )
