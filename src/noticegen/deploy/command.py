"""The host's own tool, which publishes a folder as a whole and knows by itself what changed."""

from __future__ import annotations

import shlex
from dataclasses import replace

from noticegen.deploy.built import Built
from noticegen.deploy.order import Phase, changes
from noticegen.deploy.purge import old_in_caches, purging
from noticegen.deploy.running import Command
from noticegen.deploy.there import Deployment, There
from noticegen.diagnostics import Code, NoticegenError, say
from noticegen.live import live_checkpoint
from noticegen.record.checkpoint import NAME as CHECKPOINT
from noticegen.targets import Target


def look(target: Target) -> There:
    """What readers are shown. Raises NoticegenError where nobody answers."""
    try:
        return There(live_checkpoint(target.url + CHECKPOINT))
    except NoticegenError as error:
        raise NoticegenError(
            replace(
                error.finding,
                code=Code.NOT_REACHED,
                hint=say("if nothing was ever published there, add --first"),
            )
        ) from error


def deployment(target: Target, built: Built, there: There) -> Deployment:
    """What has to be done so that what is built is what readers are shown."""
    found = changes(built.files, there.digests, {})
    command = Command(Phase.PUBLISH, tuple(shlex.split(target.to)))
    paths = old_in_caches(built, there, found)
    return Deployment(target, found, (command, *purging(target, paths)))
