"""``noticegen verify``"""

from __future__ import annotations

import base64
import json
from pathlib import Path

import click

from noticegen.cli import terminal
from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, exit_code, say
from noticegen.live import live_checkpoint
from noticegen.verify.folder import Verified, verify


@click.command("verify", short_help="Say whether a published folder is as it was built.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--since",
    metavar="CHECKPOINT",
    help="A checkpoint that was kept earlier: the record has to begin with it.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or for programs.",
)  # fmt: skip
@click.pass_context
def command(ctx: click.Context, folder: Path, since: str | None, form: str) -> None:
    """Hold the files of FOLDER (a published site, or record/) against their sums and record.

    Exit codes: 0 all is as it was built, 3 something is not, 4 it cannot be read.
    """
    try:
        kept = live_checkpoint(since) if since else None
        verified = verify(folder, kept)
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
    if form == "json":
        terminal.out(json.dumps(_as_json(verified), ensure_ascii=False, indent=2))
    else:
        terminal.show(verified.findings, {})
        _as_text(verified, folder)
    ctx.exit(exit_code(verified.findings))


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


def _as_json(verified: Verified) -> dict[str, object]:
    checkpoint = verified.log.checkpoint if verified.log else None
    return {
        "ok": not verified.findings,
        "files": verified.files,
        "record": {
            "origin": checkpoint.origin,
            "size": checkpoint.size,
            "root": base64.b64encode(checkpoint.root).decode(),
        }
        if checkpoint
        else None,
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
