"""``noticegen status``"""

from __future__ import annotations

import json
from datetime import datetime

import click

from noticegen.build import Checked, Sources, check_site, read
from noticegen.cli import terminal
from noticegen.diagnostics import NoticegenError, exit_code
from noticegen.record.taking import Taken
from noticegen.status import State, Status, status


@click.command("status", short_help="Say what is live, what is scheduled, and what is missing.")
@terminal.as_of_option
@click.option("--next", "only_next", is_flag=True, help="Only say when the next build is due.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="For people or for programs.",
)  # fmt: skip
@click.pass_context
def command(ctx: click.Context, as_of: str | None, only_next: bool, form: str) -> None:
    """Say what is live, scheduled, draft, missing, behind and unrecorded."""
    try:
        sources = read(terminal.project())
        moment = terminal.moment(as_of, sources.config)
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


def _as_text(state: Status, groups: list[State]) -> None:
    terminal.say_out("As of {moment}", moment=state.moment.isoformat(" ", "minutes"))
    for group in groups:
        items = [item for item in state.items if item.state is group]
        terminal.out("")
        terminal.out(f"{group} ({len(items)})")
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
