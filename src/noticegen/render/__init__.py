"""The plan and the theme  ->  every artifact of the site, as bytes. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from noticegen.config import Config
from noticegen.model import Artifact
from noticegen.parallel import mapped
from noticegen.plan import Plan, PlannedPage
from noticegen.record.published import artifacts as published
from noticegen.render.data import site_json
from noticegen.render.editions import editions, for_the_root, not_found
from noticegen.render.files import ShownFiles
from noticegen.render.listings import feeds, sitemap_of
from noticegen.render.pages import page_html
from noticegen.render.reader import Reader
from noticegen.theme import Theme

SUMS = "SHA256SUMS"


def artifacts(
    plan: Plan, config: Config, theme: Theme, files: Mapping[str, bytes]
) -> tuple[Artifact, ...]:
    """Everything that is published, in order of path.

    `files` holds the bytes of the public attachments. Raises theme.RenderingError.
    """
    shown_files = ShownFiles(files, plan.public.site.attachments)
    readers = tuple(
        Reader(language, plan, config, theme, shown_files) for language in plan.public.languages
    )
    made: list[Artifact] = []
    by_language = {reader.language: reader for reader in readers}

    def page_of(page: PlannedPage) -> Artifact:
        return Artifact(page.route, page_html(page, by_language[page.language]).encode())

    made += mapped(page_of, plan.pages)
    for reader in readers:
        made += feeds(reader)
        made += editions(reader, files)
    made += [Artifact(f"files/{name}", content) for name, content in files.items()]
    made.append(sitemap_of(plan, config.url))
    made.append(not_found(readers))
    made.append(site_json(readers))
    made += for_the_root(readers[0], plan.public.moment)
    made += published(plan.log) if plan.log else ()
    made.append(sums(made))
    return tuple(sorted(made, key=lambda artifact: artifact.path))


def sums(made: Iterable[Artifact]) -> Artifact:
    """The digests of everything else, in the form that ``sha256sum -c`` reads."""
    lines = sorted(
        (artifact.path, hashlib.sha256(artifact.content).hexdigest()) for artifact in made
    )
    return Artifact(SUMS, "".join(f"{digest}  {path}\n" for path, digest in lines).encode())
