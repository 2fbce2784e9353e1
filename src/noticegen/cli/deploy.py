"""``noticegen deploy``"""

from __future__ import annotations

import json
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import NamedTuple

import click

from noticegen.build import OUTPUT
from noticegen.cli import terminal
from noticegen.cli.look import Telling, show
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
    Exit,
    Location,
    NoticegenError,
    exit_code,
    say,
)
from noticegen.targets import Target, Tool
from noticegen.verify.built import as_built
from noticegen.verify.live import verify_listed, verify_live
from noticegen.verify.report import Report
from noticegen.verify.shown import as_json
from noticegen.web import Web
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
    "--wait", type=click.FloatRange(0, 86400), metavar="SECONDS", default=60, show_default=True,
    help="How long to wait until readers are shown it everywhere.",
)  # fmt: skip
@click.option("--no-verify", is_flag=True, help="Do not look at the live site afterwards.")
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
    wait: float,
    no_verify: bool,
    form: str,
) -> None:
    """Put what `noticegen build` made at TARGET, one of `targets` in noticegen.yml.

    What differs is found by content, uploaded in an order that leaves no dead link at any moment,
    and what was there before is deleted last. Then the live site is held against what was built.
    It may be run again at any time. Exit codes: 0 done, 2 usage or settings, 3 the record there
    would not be extended, 4 the target cannot be reached or has something newer, 5 the upload
    stopped half-way, or the live site is not as it was built.
    """
    wanted = _Wanted(output, dry_run, only_print, rollback, first, None if no_verify else wait)
    try:
        config = read_config(terminal.project())
        if not isinstance(config, Config):
            terminal.show(config, {})
            ctx.exit(exit_code(config))
        outcome = _outcome(config, _chosen(config, target), wanted, form)
    except NoticegenError as error:
        outcome = _Outcome(None, (error.finding,))
    except OSError as error:
        problem = say("it cannot be read: {problem}", problem=error.strerror or error)
        finding = Diagnostic(Location(str(error.filename)), Code.SYSTEM, problem)
        outcome = _Outcome(None, (finding,))
    if form == "json" and not only_print:
        terminal.out(json.dumps(_as_json(outcome), ensure_ascii=False, indent=2))
    else:
        terminal.show(outcome.findings, {})
        if outcome.live:
            show(outcome.live)
    ctx.exit(outcome.exit)


class _Wanted(NamedTuple):
    """What the options say."""

    output: Path
    dry_run: bool
    only_print: bool
    rollback: bool
    first: bool
    wait: float | None
    """Seconds; None where nobody is to look at the live site."""


class _Outcome(NamedTuple):
    """What came of it."""

    deployment: Deployment | None
    findings: tuple[Diagnostic, ...]
    live: Report | None = None
    """The look at the live site, where it came to that."""

    @property
    def exit(self) -> Exit:
        return exit_code(self.findings) or (self.live.exit if self.live else Exit.DONE)


def _outcome(config: Config, target: Target, wanted: _Wanted, form: str) -> _Outcome:
    around = Surroundings(terminal.project(), environment({"RCLONE_ASK_PASSWORD": "false"}))
    if wanted.rollback:
        _hold_releases(target)
        return _carried_out(prepare_rollback(target, around), around, config, wanted, form)
    with locked(places_of(wanted.output)):
        built = read_built(wanted.output)
        if not isinstance(built, Built):
            return _Outcome(None, built)
        now = datetime.now(timezone.utc)
        prepared = prepare(built, target, now, around, first=wanted.first)
        return _carried_out(prepared, around, config, wanted, form)


def _carried_out(
    prepared: Prepared, around: Surroundings, config: Config, wanted: _Wanted, form: str
) -> _Outcome:
    """Tell what there is to do and, unless only that was asked for, do it."""
    deployment, findings = prepared
    if deployment is None:
        return _Outcome(None, findings)
    if wanted.only_print:
        for line in as_script(deployment.commands):
            terminal.out(line)
    elif form == "text":
        _as_text(deployment, in_full=wanted.dry_run)
    if wanted.dry_run or wanted.only_print:
        return _Outcome(deployment, findings)
    showing = _Showing()
    try:
        findings += carry_out(deployment, around, showing)
    finally:
        showing.end()
    if exit_code(findings) or wanted.wait is None:
        return _Outcome(deployment, findings)
    return _Outcome(deployment, findings, _live(deployment.target, config, wanted))


def _live(target: Target, config: Config, wanted: _Wanted) -> Report:
    """What readers are shown now; after going back, held against what the site itself lists."""
    told = Telling()
    with Web() as web:
        wait = wanted.wait or 0
        if wanted.rollback:
            report = verify_listed(target.url, web, wait=wait, told=told)
        else:
            site = as_built(wanted.output, config, target.url)
            report = verify_live(site, web, wait=wait, told=told)
    told.end()
    return report


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


def _as_json(outcome: _Outcome) -> dict[str, object]:
    return {
        "version": 1,
        "exit": int(outcome.exit),
        "deployment": _deployment_as_json(outcome.deployment) if outcome.deployment else None,
        "findings": [
            {
                "path": finding.at.path,
                "code": str(finding.code),
                "severity": str(finding.severity),
                "message": str(finding.message),
                "hint": str(finding.hint) if finding.hint else None,
            }
            for finding in outcome.findings
        ],
        "live": as_json(outcome.live) if outcome.live else None,
    }


def _deployment_as_json(deployment: Deployment) -> dict[str, object]:
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


class _Showing:
    """Shows the progress: one line that changes on a terminal, and nothing in a pipe."""

    def __init__(self) -> None:
        self._is_on = sys.stderr is not None and sys.stderr.isatty()

    def __call__(self, progress: Progress) -> None:
        """Show how far it is."""
        count = f" {progress.done}/{progress.files}" if progress.files else ""
        self._put(f"{progress.phase}{count}")

    def end(self) -> None:
        """Take the line away."""
        self._put("")

    def _put(self, text: str) -> None:
        if self._is_on:
            click.echo(f"\r\x1b[K{text}", err=True, nl=False)
