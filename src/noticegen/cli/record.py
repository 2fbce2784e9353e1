"""``noticegen record``"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

import click

from noticegen import recording
from noticegen.build import Checked, Sources, check_site, merging, read
from noticegen.cli import terminal
from noticegen.diagnostics import (
    Code,
    Diagnostic,
    Message,
    NoticegenError,
    Severity,
    exit_code,
    say,
)
from noticegen.live import live_checkpoint
from noticegen.record.canonical import title_in
from noticegen.record.checkpoint import NAME
from noticegen.record.entry import Entry, Kept
from noticegen.record.log import Record
from noticegen.record.taking import Taken


@click.command("record", short_help="Put what is public on record; changes then need a note.")
@terminal.as_of_option
@click.option("--undo", is_flag=True, help="Take back what the last run sealed.")
@click.option(
    "--live",
    metavar="CHECKPOINT",
    help="With --undo: the published checkpoint, as a file or an address. "
    "Without it, it is fetched from the site's own address.",
)
@click.pass_context
def command(ctx: click.Context, as_of: str | None, undo: bool, live: str | None) -> None:
    """Record what is public and what is scheduled, so that later changes need a note.

    It writes record/ and, the first time, the line `record:` in noticegen.yml. Commit both.
    Nothing is recorded while a TODO is left. Exit codes: 0 done, 1 content, 2 settings,
    3 the record does not fit, 4 surroundings.
    """
    try:
        sources = merging(read(terminal.project()))
        moment = terminal.moment(as_of, sources.config)
        findings = _undo(sources, live) if undo else _take_down(sources, moment)
    except NoticegenError as error:
        terminal.show([error.finding], {})
        ctx.exit(error.finding.exit)
    terminal.show(findings, sources.texts)
    ctx.exit(exit_code(findings))


def _take_down(sources: Sources, moment: datetime) -> tuple[Diagnostic, ...]:
    config = sources.config
    is_new = config is not None and config.record is None and sources.record is None
    if is_new and not exit_code(sources.findings):
        assert config is not None
        sources = sources._replace(record=recording.empty(recording.new_origin(config)))
    before = sources.record
    checked = check_site(sources, moment, recording.new_salt)
    if not isinstance(checked, Checked):
        return checked
    findings = tuple(map(_to_be_filled_in_first, checked.findings))
    if exit_code(findings) or checked.taken is None or before is None:
        return findings
    taken = checked.taken
    if is_new or taken.due or taken.new or taken.record.pending != before.pending:
        recording.put_down(taken.record, before, len(taken.due), sources.project, is_new=is_new)
    for message in told(taken, checked, is_new=is_new):
        terminal.out(terminal.translate()(message))
    return checked.findings


def _to_be_filled_in_first(finding: Diagnostic) -> Diagnostic:
    """What is sealed stays for ever; a word that was only left in must not be."""
    if finding.code is not Code.LEFT_OVER:
        return finding
    return replace(finding, severity=Severity.ERROR)


def told(taken: Taken, checked: Checked, *, is_new: bool) -> Iterator[Message]:
    """What a run says that it took down."""
    log = taken.record.sealed
    sealed = log.entries[len(log.entries) - len(taken.new) - len(taken.due) :]
    due, new = sealed[: len(taken.due)], sealed[len(taken.due) :]
    for title, entries, texts in (
        (say("Sealed, as it was scheduled:"), due, log.texts),
        (say("New:"), new, log.texts),
        (say("Scheduled:"), taken.rescheduled, taken.record.texts),
    ):
        if entries:
            yield title
            yield from (_line(entry, texts, checked) for entry in entries)
    if not sealed and not taken.rescheduled:
        yield say("Nothing is new.")
    yield say(
        "The record {origin} has {size} entries; the root is {root}.",
        origin=log.origin,
        size=len(log.entries),
        root=base64.b64encode(log.checkpoint.root).decode(),
    )
    if is_new:
        yield say("noticegen.yml names it from now on: commit that file and record/.")
    elif sealed or taken.rescheduled:
        yield say("Commit record/.")


def _line(entry: Entry, texts: Mapping[str, Kept], checked: Checked) -> Message:
    number = str(entry.number or "")
    when = entry.moment.astimezone(checked.config.zone).strftime("%Y-%m-%d %H:%M")
    title = title_in(texts[entry.digest].text, checked.public.languages[0])
    line = f"  {number:>4}  {when}  {entry.kind:<11}  {entry.subject}  {title}".rstrip()
    return Message("{line}", {"line": line})


def _undo(sources: Sources, live: str | None) -> tuple[Diagnostic, ...]:
    record: Record | None = sources.record
    if sources.config is None or record is None:
        if not exit_code(sources.findings):
            terminal.say_out("No record is kept: there is nothing to take back.")
        return sources.findings
    known = live_checkpoint(live or sources.config.url + NAME)
    undone = recording.undo(record, known, sources.project)
    terminal.say_out("Taken back:")
    for entry in undone.entries:
        terminal.out(f"  {entry.number:>4}  {entry.kind:<11}  {entry.subject}")
    if undone.record is None:
        terminal.say_out("No record is kept any more; noticegen.yml does not name one.")
    return ()
