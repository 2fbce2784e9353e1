"""``noticegen deploy``"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

import click

from noticegen.build import OUTPUT
from noticegen.cli import terminal
from noticegen.config import Config, read_config
from noticegen.deploy.built import Built, read_built
from noticegen.deploy.deploying import Prepared, Progress, carry_out, prepare, prepare_rollback
from noticegen.deploy.order import Phase
from noticegen.deploy.running import Surroundings, as_script, environment
from noticegen.deploy.there import Deployment
from noticegen.diagnostics import (
    SETTINGS_FILE,
    Code,
    Diagnostic,
    Location,
    NoticegenError,
    exit_code,
    say,
)
from noticegen.targets import Target, Tool
from noticegen.write.listing import locked
from noticegen.write.places import places_of
from noticegen.yamlfile import did_you_mean


@click.command("deploy", short_help="Put what was built where readers find it.")
@click.argument("target", required=False)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(OUTPUT),
    show_default=True,
    help="The folder that was built.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would be done.")
@click.option("--print", "only_print", is_flag=True, help="Only print the commands.")
@click.option("--rollback", is_flag=True, help="Show the release before again (rsync).")
@click.option(
    "--first",
    is_flag=True,
    help="The first time: take over what is there, and do not ask the live site (command).",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or for programs.",
)  # fmt: skip
@click.pass_context
def command(
    ctx: click.Context,
    target: str | None,
    output: Path,
    dry_run: bool,
    only_print: bool,
    rollback: bool,
    first: bool,
    form: str,
) -> None:
    """Put what `noticegen build` made at TARGET, one of `targets` in noticegen.yml.

    What differs is found by content, uploaded in an order that leaves no dead link at any moment,
    and what was there before is deleted last. It may be run again at any time. Exit codes:
    0 done, 2 usage or settings, 3 the record there would not be extended, 4 the target cannot
    be reached or has something newer, 5 the upload stopped half-way.
    """
    findings: tuple[Diagnostic, ...] = ()
    try:
        config = read_config(terminal.project())
        if not isinstance(config, Config):
            terminal.show(config, {})
            ctx.exit(exit_code(config))
        chosen = _chosen(config, target)
        around = Surroundings(terminal.project(), environment({"RCLONE_ASK_PASSWORD": "false"}))
        if rollback:
            _hold_releases(chosen)
            prepared = prepare_rollback(chosen, around)
            findings = _done(prepared, around, dry_run, only_print, form)
        else:
            with locked(places_of(output)):
                built = read_built(output)
                if not isinstance(built, Built):
                    terminal.show(built, {})
                    ctx.exit(exit_code(built))
                now = datetime.now(timezone.utc)
                prepared = prepare(built, chosen, now, around, first=first)
                findings = _done(prepared, around, dry_run, only_print, form)
    except NoticegenError as error:
        findings = (error.finding,)
    except OSError as error:
        at, problem = Location(str(error.filename)), error.strerror or error
        findings = (
            Diagnostic(at, Code.SYSTEM, say("it cannot be read: {problem}", problem=problem)),
        )
    terminal.show(findings, {})
    ctx.exit(exit_code(findings))


def _chosen(config: Config, name: str | None) -> Target:
    known = {target.name: target for target in config.targets}
    if not known:
        raise NoticegenError(
            Diagnostic(
                Location(SETTINGS_FILE),
                Code.UNUSABLE_ARGUMENT,
                say("there are no `targets` here"),
                say("add them, as in targets: {{live: {{rclone: 'prod:bucket/notice'}}}}"),
            )
        )
    if name is None and len(known) == 1:
        return config.targets[0]
    if name is None or name not in known:
        raise NoticegenError(
            Diagnostic(
                Location("deploy"),
                Code.UNUSABLE_ARGUMENT,
                say("which target? there are {names}", names=", ".join(known))
                if name is None
                else say("there is no target `{name}`", name=name),
                say("give its name: noticegen deploy {name}", name=next(iter(known)))
                if name is None
                else did_you_mean(name, known),
            )
        )
    return known[name]


def _hold_releases(target: Target) -> None:
    if target.tool is Tool.RSYNC:
        return
    raise NoticegenError(
        Diagnostic(
            Location("--rollback"),
            Code.UNUSABLE_ARGUMENT,
            say("the target `{name}` keeps no releases", name=target.name),
            say("build an earlier state of the sources and deploy that, or use the host's own way"),
        )
    )


def _done(
    prepared: Prepared, around: Surroundings, dry_run: bool, only_print: bool, form: str
) -> tuple[Diagnostic, ...]:
    """Tell what there is to do and, unless only that was asked for, do it."""
    deployment = prepared.deployment
    if deployment is None:
        return prepared.findings
    if form == "json":
        terminal.out(json.dumps(_as_json(deployment), ensure_ascii=False, indent=2))
    if only_print:
        for line in as_script(deployment.commands):
            terminal.out(line)
    elif form == "text":
        _as_text(deployment, in_full=dry_run)
    if dry_run or only_print:
        return prepared.findings
    return (*prepared.findings, *carry_out(deployment, around, _showing()))


def _as_text(deployment: Deployment, *, in_full: bool) -> None:
    changes = deployment.changes
    if in_full:
        for upload in changes.uploads:
            sign = "+" if upload.is_new else "~"
            terminal.out(f"  {sign} {upload.phase:<9} {upload.file.path}")
        for path in changes.deletions:
            terminal.out(f"  - {Phase.DELETIONS:<9} {path}")
    new = sum(upload.is_new for upload in changes.uploads)
    terminal.say_out(
        "{target}: {new} new, {changed} changed, {gone} gone, {same} as they are",
        target=deployment.target.name,
        new=new,
        changed=len(changes.uploads) - new,
        gone=len(changes.deletions),
        same=changes.same,
    )


def _as_json(deployment: Deployment) -> dict[str, object]:
    changes = deployment.changes
    return {
        "target": deployment.target.name,
        "tool": str(deployment.target.tool),
        "url": deployment.target.url,
        "same": changes.same,
        "uploads": [
            {
                "phase": str(upload.phase),
                "path": upload.file.path,
                "sha256": upload.file.digest,
                "bytes": upload.file.size,
                "new": upload.is_new,
            }
            for upload in changes.uploads
        ],
        "deletions": list(changes.deletions),
        "commands": [
            {
                "phase": str(command.phase),
                "command": list(command.words),
                "files": len(command.files),
            }
            for command in deployment.commands
        ],
    }


def _showing() -> Callable[[Progress], None]:
    """Shows the progress: one line that changes on a terminal, and nothing in a pipe."""
    is_terminal = sys.stderr is not None and sys.stderr.isatty()

    def show(progress: Progress) -> None:
        if is_terminal:
            count = f" {progress.done}/{progress.files}" if progress.files else ""
            click.echo(f"\r\x1b[K{progress.phase}{count}", err=True, nl=False)

    return show
