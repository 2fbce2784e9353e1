"""``noticegen status``"""

from __future__ import annotations

import json
from datetime import datetime

import click

from noticegen.build import Checked, Sources, check_site, prepare, read
from noticegen.cli import terminal
from noticegen.diagnostics import (
    Code,
    Diagnostic,
    Exit,
    Location,
    NoticegenError,
    exit_code,
    say,
)
from noticegen.live import ahead, is_live
from noticegen.record.taking import Taken
from noticegen.status import State, Status, status
from noticegen.web import Web


@click.command("status", short_help="Say what is live, what is scheduled, and what is missing.")
@terminal.as_of_option
@click.option("--next", "only_next", is_flag=True, help="Only say when the next build is due.")
@click.option(
    "--live",
    is_flag=True,
    help="With --next: look at the live site, and say `now` unless it shows what is due.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or for programs.",
)  # fmt: skip
@click.pass_context
def command(ctx: click.Context, as_of: str | None, only_next: bool, live: bool, form: str) -> None:
    """Say what is live, scheduled, draft, missing, behind and unrecorded.

    `--next --live` is for a job that wakes up from time to time: it prints `now` where a build
    would change what readers are shown, else when the next build is due, or `-`. It ends with 3
    where the live record does not go on to the one that is here.
    """
    try:
        if live and not only_next:
            raise NoticegenError(_live_without_next())
        sources = read(terminal.project())
        moment = terminal.moment(as_of, sources.config)
        if live:
            ctx.exit(_next_live(sources, moment, form))
    except NoticegenError as error:
        terminal.show([error.finding], {})
        ctx.exit(error.finding.exit)
    code = exit_code(sources.findings)
    if code:
        terminal.show(sources.findings, sources.texts)
    if sources.config is None or sources.site is None:
        ctx.exit(code)
    taken = None if only_next or code else _taken(sources, moment)
    groups = [group for group in State if taken or group is not State.UNRECORDED]
    state = status(sources.site, sources.config, moment, taken)
    if form == "json":
        terminal.out(json.dumps(_as_json(state, only_next, groups), ensure_ascii=False, indent=2))
    elif only_next:
        terminal.out(state.next_build.isoformat() if state.next_build else "-")
    else:
        _as_text(state, groups)
        if sources.record and taken is None:
            terminal.say_out(
                "What is unrecorded can be said when `noticegen check` finds nothing wrong."
            )
    ctx.exit(code)


def _next_live(sources: Sources, moment: datetime, form: str) -> Exit:
    """Say when the next build is due for what readers are shown now."""
    prepared = prepare(sources, moment)
    code = exit_code(prepared.findings)
    if code or sources.config is None or sources.site is None:
        terminal.show(prepared.findings, prepared.texts)
        return code
    url = sources.config.url
    with Web() as web:
        is_due = not is_live(prepared.artifacts, url, web)
    found = ahead(prepared.artifacts, url) if is_due else ()
    if found:
        terminal.show(found, {})
        return exit_code(found)
    state = status(sources.site, sources.config, moment)
    if form == "json":
        shown = _as_json(state, True, []) | {"due": is_due}
        terminal.out(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        later = state.next_build.isoformat() if state.next_build else "-"
        terminal.out("now" if is_due else later)
    return Exit.DONE


def _live_without_next() -> Diagnostic:
    return Diagnostic(
        Location("--live"),
        Code.UNUSABLE_ARGUMENT,
        say("it goes with --next alone"),
        say("`noticegen verify` says what is live"),
    )


def _taken(sources: Sources, moment: datetime) -> Taken | None:
    """What `noticegen record` would take down; None without a record, or while something is
    wrong that it would stop at."""
    if sources.record is None:
        return None
    checked = check_site(sources, moment)
    if not isinstance(checked, Checked) or exit_code(checked.findings):
        return None
    return checked.taken


def _as_json(state: Status, only_next: bool, groups: list[State]) -> dict[str, object]:
    due = state.next_build.isoformat() if state.next_build else None
    if only_next:
        return {"as_of": state.moment.isoformat(), "next_build": due}
    return {
        "as_of": state.moment.isoformat(),
        "next_build": due,
        **{
            group: [
                {
                    "name": item.name,
                    "language": item.language,
                    "title": item.title,
                    "moment": item.moment.isoformat() if item.moment else None,
                }
                for item in state.items
                if item.state is group
            ]
            for group in groups
        },
    }


_SAID = {
    State.LIVE: say("live"),
    State.SCHEDULED: say("scheduled"),
    State.DRAFT: say("draft"),
    State.MISSING: say("missing"),
    State.BEHIND: say("behind"),
    State.UNRECORDED: say("unrecorded"),
    State.DEADLINE: say("deadline"),
}


def _as_text(state: Status, groups: list[State]) -> None:
    terminal.say_out("As of {moment}", moment=state.moment.isoformat(" ", "minutes"))
    for group in groups:
        items = [item for item in state.items if item.state is group]
        terminal.out("")
        terminal.say_out("{state} ({count})", state=_SAID[group], count=len(items))
        for item in items:
            moment = item.moment.isoformat(" ", "minutes") if item.moment else ""
            terminal.out(f"  {item.language}  {moment:<22}  {item.name}  {item.title}".rstrip())
    terminal.out("")
    if state.next_build:
        terminal.say_out(
            "The next build is due at {moment}.", moment=state.next_build.isoformat(" ", "minutes")
        )
    else:
        terminal.say_out("Nothing is scheduled.")
