"""The plan and the theme  ->  every artifact of the site, as bytes. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from noticegen.config import Config
from noticegen.model import Artifact
from noticegen.plan import Plan, PlannedPage, Template
from noticegen.qrcode import qr_code
from noticegen.record.published import artifacts as published
from noticegen.render.data import site_json
from noticegen.render.editions import editions, for_the_root, not_found
from noticegen.render.files import ShownFiles
from noticegen.render.listings import feeds, sitemap_of
from noticegen.render.pages import page_html
from noticegen.render.reader import Reader
from noticegen.render.sharing import sharing
from noticegen.render.surroundings import Surroundings, without_bodies, without_summaries
from noticegen.steps import ANEW, Steps, once, shared
from noticegen.theme import Theme

SUMS = "SHA256SUMS"


def artifacts(
    plan: Plan, config: Config, theme: Theme, files: Mapping[str, bytes], steps: Steps = ANEW
) -> tuple[Artifact, ...]:
    """Everything that is published, in order of path.

    `files` holds the bytes of the public attachments. Raises theme.RenderingError.
    """
    shown_files = ShownFiles(files, plan.public.site.attachments)
    code = qr_code(config.url)  # here, before copies of this process render the pages

    def surroundings(name: str, seen: Plan) -> tuple[Surroundings, dict[str, Reader]]:
        around = shared(steps, name, Surroundings(seen, config, theme, files))
        languages = plan.public.languages
        readers = (Reader(tag, around.plan, config, theme, shown_files, code) for tag in languages)
        return around, {reader.language: reader for reader in readers}

    # The home page and the feeds show the summaries of other pages; everything else does not.
    listed, readers_of_lists = surroundings("around lists", without_bodies(plan, steps))
    around, readers = surroundings("around pages", without_summaries(listed.plan, steps))

    def page_of(page: PlannedPage) -> _Summed:
        of_its_kind = readers_of_lists if page.template is Template.HOME else readers
        reader = of_its_kind[page.language]
        html = page_html(page, reader, sharing(page, reader))
        return _summed(Artifact(page.route, html.encode()))

    def all_feeds(_: Surroundings) -> list[_Summed]:
        return [_summed(feed) for reader in readers_of_lists.values() for feed in feeds(reader)]

    def data(_: Surroundings) -> _Summed:
        return _summed(site_json(tuple(readers.values())))

    made = steps.each(
        "page",
        page_of,
        plan.pages,
        name=lambda page: page.route,
        inputs=lambda page: (page, listed if page.template is Template.HOME else around),
    )
    made += once(steps, "feeds", all_feeds, listed)
    made.append(once(steps, "data", data, around))
    rest: list[Artifact] = []
    for reader in readers.values():
        rest += editions(reader, plan, around, steps)
    rest += [Artifact(f"files/{name}", content) for name, content in files.items()]
    rest.append(sitemap_of(plan, config.url))
    rest.append(not_found(tuple(readers.values())))
    rest += for_the_root(readers[plan.public.languages[0]], plan.public.moment)
    rest += published(plan.log) if plan.log else ()
    made += map(_summed, rest)
    made.append(_summed(_sums(made)))
    return tuple(sorted((one.artifact for one in made), key=lambda artifact: artifact.path))


class _Summed(NamedTuple):
    """An artifact and its digest."""

    artifact: Artifact
    sum: str


def _summed(artifact: Artifact) -> _Summed:
    return _Summed(artifact, hashlib.sha256(artifact.content).hexdigest())


def sums(artifacts: Iterable[Artifact]) -> Artifact:
    """The digests of everything else, in the form that ``sha256sum -c`` reads."""
    return _sums(map(_summed, artifacts))


def _sums(made: Iterable[_Summed]) -> Artifact:
    lines = sorted((one.artifact.path, one.sum) for one in made)
    return Artifact(SUMS, "".join(f"{digest}  {path}\n" for path, digest in lines).encode())
