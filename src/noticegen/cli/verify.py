"""``noticegen verify``"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import click
from click.core import ParameterSource

from noticegen.build import OUTPUT
from noticegen.cli import terminal
from noticegen.cli.look import Telling, show
from noticegen.config import Config, read_config
from noticegen.diagnostics import (
    SETTINGS_FILE,
    Code,
    Diagnostic,
    Exit,
    Location,
    Message,
    NoticegenError,
    exit_code,
    say,
)
from noticegen.live import live_checkpoint
from noticegen.record.checkpoint import Checkpoint
from noticegen.verify.built import as_built
from noticegen.verify.folder import Verified, verify
from noticegen.verify.live import verify_listed, verify_live
from noticegen.verify.report import Report
from noticegen.verify.shown import as_json, record_as_json
from noticegen.web import Web, unusable


@click.command("verify", short_help="Say whether what is published is what was built.")
@click.argument("where", metavar="[FOLDER|URL]", required=False)
@click.option(
    "--since",
    metavar="CHECKPOINT",
    help="A checkpoint that was kept earlier, a file or an address: the record has to begin with "
    "it.",
)
@click.option(
    "--wait", type=click.FloatRange(0, 86400), metavar="SECONDS",
    help="Look at a live site again and again, until it is as built or this time is over.",
)  # fmt: skip
@click.option(
    "--output", type=click.Path(path_type=Path), default=Path(OUTPUT), show_default=True,
    help="The folder that a live site is held against.",
)  # fmt: skip
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or for programs.",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context,
    where: str | None,
    since: str | None,
    wait: float | None,
    output: Path,
    form: str,
) -> None:
    """Hold what is published against what was built.

    FOLDER is a published site, or record/: its files are held against their sums and record. URL
    is a live site: it is held against output/ where the command is run in the folder of its site,
    and against what it lists itself anywhere else. Without either, it is the `url` of
    noticegen.yml.

    Exit codes: 0 all is as it was built, 2 usage, 3 the record does not go on from the one that is
    known, or a folder is not as it was built, 4 it cannot be read, or nobody answers, 5 the live
    site is not as it was built.
    """
    is_named = ctx.get_parameter_source("output") is ParameterSource.COMMANDLINE
    try:
        if is_named and not output.is_dir():
            raise _unusable("--output", say("there is no folder {name}", name=output))
        if where is not None and "://" not in where:
            ctx.exit(_folder(Path(where), since, wait, form))
        ctx.exit(_live(where, since, wait or 0, output, form))
    except NoticegenError as error:
        terminal.show([error.finding], {})
        ctx.exit(error.finding.exit)
    except OSError as error:
        finding = Diagnostic(
            Location(str(error.filename)),
            Code.SYSTEM,
            say("it cannot be read: {problem}", problem=error.strerror or error),
        )
        terminal.show([finding], {})
        ctx.exit(finding.exit)


# ------------------------------------------------------------------ a live site


def _live(where: str | None, since: str | None, wait: float, output: Path, form: str) -> Exit:
    project = terminal.project()
    config = None
    if where is None or ((project / SETTINGS_FILE).is_file() and output.is_dir()):
        read = read_config(project)
        if not isinstance(read, Config):
            terminal.show(read, {})
            return exit_code(read)
        config = read
    address = where or (config.url if config else "")
    if unusable(address):
        raise _unusable(
            "URL", say("a live site is asked for with https://, and without a password")
        )
    kept = live_checkpoint(since) if since else None
    with Web() as web:
        report = _report(address, config, kept, wait, output, web)
    if report is None:
        return Exit.RECORD
    if form == "json":
        terminal.out(json.dumps(as_json(report), ensure_ascii=False, indent=2))
    else:
        show(report)
    return report.exit


def _report(
    address: str,
    config: Config | None,
    since: Checkpoint | None,
    wait: float,
    output: Path,
    web: Web,
) -> Report | None:
    """None where the folder itself is not as it was built, which is told."""
    told = Telling()
    if config is None or not output.is_dir():
        report = verify_listed(address, web, since=since, wait=wait, told=told)
    else:
        found = verify(output, None).findings
        if found:
            terminal.show(found, {})
            return None
        site = as_built(output, config, address)
        report = verify_live(site, web, since=since, wait=wait, told=told)
    told.end()
    return report


# ------------------------------------------------------------------ a folder


def _folder(folder: Path, since: str | None, wait: float | None, form: str) -> Exit:
    if wait is not None:
        raise _unusable("--wait", say("{folder} is a folder, and does not change", folder=folder))
    verified = verify(folder, live_checkpoint(since) if since else None)
    if form == "json":
        terminal.out(json.dumps(_folder_as_json(verified), ensure_ascii=False, indent=2))
    else:
        terminal.show(verified.findings, {})
        _as_text(verified, folder)
    return exit_code(verified.findings)


def _unusable(place: str, message: Message) -> NoticegenError:
    return NoticegenError(Diagnostic(Location(place), Code.UNUSABLE_ARGUMENT, message))


def _as_text(verified: Verified, folder: Path) -> None:
    if verified.findings:
        return
    if verified.files:
        terminal.say_out(
            "{folder}: {count} files, all as they were built.", folder=folder, count=verified.files
        )
    if verified.log is None:
        terminal.say_out("No record is published here: nothing proves what it said before.")
        return
    checkpoint = verified.log.checkpoint
    terminal.say_out(
        "The record {origin} has {size} entries; the root is {root}.",
        origin=checkpoint.origin,
        size=checkpoint.size,
        root=base64.b64encode(checkpoint.root).decode(),
    )
    if verified.since:
        terminal.say_out(
            "It begins with the {size} entries of the checkpoint that was kept.",
            size=verified.since.size,
        )


def _folder_as_json(verified: Verified) -> dict[str, object]:
    return {
        "ok": not verified.findings,
        "files": verified.files,
        "record": record_as_json(verified.log),
        "since": verified.since.size if verified.since else None,
        "findings": [
            {
                "path": finding.at.path,
                "line": finding.at.line,
                "code": str(finding.code),
                "message": str(finding.message),
            }
            for finding in verified.findings
        ],
    }
