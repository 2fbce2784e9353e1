"""The preview and the watch  ->  what a server asks for: answers, news, and the badge."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from noticegen.diagnostics import Message, NoticegenError, say
from noticegen.report import Translate
from noticegen.serve.answering import Answer, answer, asked, changes_page
from noticegen.serve.changes import Changes, changes
from noticegen.serve.overlay import CHANGES
from noticegen.serve.preview import Preview, Version
from noticegen.serve.server import Site
from noticegen.serve.view import View
from noticegen.serve.watch import Watch

_UTC = ZoneInfo("UTC")


def site(
    project: Path,
    preview: Preview,
    first: View,
    watch: Watch,
    clock: Callable[[], datetime],
    translate: Translate,
) -> Site:
    """What is served of `preview`; addresses that name no view mean the `first` one."""

    def version_of(target: str) -> tuple[Version, str]:
        version = preview.version(first)
        zone = version.shown.config.zone if version.shown else _UTC
        wanted = asked(target, first, zone)
        if wanted is None:
            return version, target.lstrip("/") or "/"
        return preview.version(wanted.view), wanted.path

    def answer_to(target: str) -> Answer:
        if target.partition("?")[0] == CHANGES:
            try:
                found = changes(project, clock())
            except NoticegenError as error:
                found = Changes((), (), True, (error.finding,))
            return changes_page(found, preview.version(first), translate)
        version, path = version_of(target)
        return answer(path, version, translate)

    def badge(target: str) -> str:
        return translate(told(version_of(target)[0], watch))

    return Site(answer_to, preview.wait, badge)


def told(version: Version, watch: Watch) -> Message:
    """The line about a making: "42 files, native events, built 12:03:04 in 38 ms"."""
    errors = sum(f.blocks() for f in version.told.findings)
    return say(
        "{count} files, {way}, built {time} in {milliseconds} ms{errors}",
        count=watch.count,
        way=say("native events") if watch.is_native else say("looking at every file"),
        time=f"{version.made:%H:%M:%S}",
        milliseconds=round(version.seconds * 1000),
        errors=say(", errors: {count}", count=errors) if errors else "",
    )
