"""Which of the sites that the sources hold is looked at: as of which moment, drafts or not."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from noticegen.diagnostics import Diagnostic, Location
from noticegen.moments import read_moment

SIGN = "@"
"""Addresses of the preview's own begin with it; no page of a site can be named so."""

_PUBLIC, _EVERYTHING, _DRAFTS = "now", "all", "+drafts"


class View(NamedTuple):
    """What is looked at."""

    at: datetime | None = None
    """The moment. Without one: now, or with drafts the last moment that anything is scheduled
    for."""
    drafts: bool = False


PUBLIC = View()
"""As the public sees it now."""

EVERYTHING = View(drafts=True)
"""With all that is scheduled, and with drafts."""


def folder(view: View) -> str:
    """The folder below which a view is served: `@now`, `@all`, `@2026-05-07T09:00+09:00`."""
    if view.at is None:
        return SIGN + (_EVERYTHING if view.drafts else _PUBLIC)
    precision = "seconds" if view.at.second else "minutes"
    return SIGN + view.at.isoformat("T", precision) + (_DRAFTS if view.drafts else "")


def read_folder(name: str, zone: ZoneInfo) -> View | None:
    """The view that a folder is named for; None where there is no such view.

    A time without an offset is one of `zone`.
    """
    named = name.removeprefix(SIGN)
    if named == name:
        return None
    if named in (_PUBLIC, _EVERYTHING):
        return EVERYTHING if named == _EVERYTHING else PUBLIC
    moment = read_moment(named.removesuffix(_DRAFTS), Location(name), zone)
    return None if isinstance(moment, Diagnostic) else View(moment, named.endswith(_DRAFTS))
