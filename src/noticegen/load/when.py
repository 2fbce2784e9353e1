"""Words for moments  ->  moments: dates, and `with <update>` for the moment of an update."""

from __future__ import annotations

from collections.abc import Container, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from noticegen.diagnostics import Code, Diagnostic, Location, say
from noticegen.load.header import Header
from noticegen.load.items import When
from noticegen.model import NEVER
from noticegen.moments import read_moment
from noticegen.yamlfile import Scalar, did_you_mean

_WITH = "with "


class Moments:
    """Knows when every update becomes public; what cannot be resolved gathers in `found`."""

    def __init__(
        self,
        zone: ZoneInfo,
        updates: Mapping[str, Header],
        drafts: datetime = NEVER,
        *,
        unread: Container[str] = (),
    ) -> None:
        self.found: list[Diagnostic] = []
        self.drafts = drafts
        """The moment that drafts are taken to become public at."""
        self._zone = zone
        self._updates = updates
        self._unread = unread
        self._of_update: dict[str, datetime | None] = {}
        self._under_way: list[str] = []

    def read(self, scalar: Scalar) -> datetime | None:
        """A moment, or ``with <update>``; None where it was reported."""
        if scalar.text.startswith(_WITH):
            return self.of_update(scalar.text.removeprefix(_WITH).strip(), scalar.at)
        moment = read_moment(scalar.text, scalar.at, self._zone)
        if isinstance(moment, Diagnostic):
            self.found.append(moment)
            return None
        return moment

    def of_item(self, when: When) -> datetime | None:
        """What `at` or `with` of an item of `changes` says."""
        scalar = when.scalar
        return self.of_update(scalar.text, scalar.at) if when.is_with else self.read(scalar)

    def read_either(self, scalar: Scalar) -> datetime | None:
        """A moment, or the bare name of an update."""
        if scalar.text in self._updates:
            return self.of_update(scalar.text, scalar.at)
        return self.read(scalar)

    def of_update(self, slug: str, at: Location) -> datetime | None:
        """The moment of the update `slug`, named at the place `at`."""
        if slug in self._of_update:
            return self._of_update[slug]
        header = self._updates.get(slug)
        if header is None and slug in self._unread:
            return None  # it is there, and what is wrong with it was reported already
        if header is None:
            self.found.append(
                Diagnostic(
                    at,
                    Code.UNKNOWN_UPDATE,
                    say("there is no update `{name}`", name=slug),
                    did_you_mean(slug, self._updates),
                )
            )
            return None
        if slug in self._under_way:
            self.found.append(self._circle(self._under_way[self._under_way.index(slug) :]))
            return None
        self._under_way.append(slug)
        moment = self.drafts if header.is_draft else self.read(header.date) if header.date else None
        self._under_way.pop()
        self._of_update[slug] = moment
        return moment

    def _circle(self, slugs: list[str]) -> Diagnostic:
        """The finding about updates that wait for each other; the same, whichever was asked for."""
        first = slugs.index(min(slugs))
        names = [*slugs[first:], *slugs[:first], slugs[first]]
        date = self._updates[names[-2]].date
        assert date is not None, "an update that waits for another says so in its date"
        return Diagnostic(
            date.at,
            Code.CIRCLE,
            say("the moments wait for each other: {names}", names=" → ".join(names)),
            say("give one of them a date and a time"),
        )
