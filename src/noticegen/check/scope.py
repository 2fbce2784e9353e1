"""What rules look at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from noticegen.check.passages import Passage
from noticegen.config import Config
from noticegen.diagnostics import Code, Message, say
from noticegen.model import NEVER, Page, Site
from noticegen.public import PublicSite


class Scope(NamedTuple):
    """A public site, and the whole one behind it."""

    whole: Site
    public: PublicSite
    config: Config
    sources: Mapping[str, str]
    """The files that were read, by their paths."""
    passages: tuple[Passage, ...]
    """Every text that readers see."""

    def withheld(self, name: str) -> Page | None:
        """The page of this name, if it exists and is not public."""
        if self.public.page(name):
            return None
        return next((page for page in self.whole.all_pages if page.name == name), None)


def not_public(what: str | Message, moment: datetime) -> tuple[Code, Message, Message]:
    """The finding about a public text that leads to something withheld."""
    message = (
        say("{what} is a draft, and this text is public", what=what)
        if moment == NEVER
        else say(
            "{what} is not public before {moment}",
            what=what,
            moment=moment.isoformat(" ", "minutes"),
        )
    )
    return Code.LINK_TO_WITHHELD, message, say("take this out until then, or schedule it, too")
