"""``noticegen check``"""

from __future__ import annotations

import click

from noticegen.build import prepare, read
from noticegen.cli import terminal
from noticegen.diagnostics import NoticegenError, exit_code


@click.command("check")
@terminal.as_of_option
@terminal.strict_option
@click.pass_context
def command(ctx: click.Context, as_of: str | None, strict: bool) -> None:
    """Say everything that is wrong, and write nothing.

    The same rules as in `build`, the public record among them. Exit codes: 0 nothing is wrong,
    1 content, 2 usage, settings or theme, 3 the public record, 4 surroundings.
    """
    try:
        sources = read(terminal.project())
        moment = terminal.moment(as_of, sources.config)
        prepared = prepare(sources, moment, strict=strict)
    except NoticegenError as error:
        terminal.show([error.finding], {})
        ctx.exit(error.finding.exit)
    terminal.show(prepared.findings, prepared.texts)
    if not prepared.findings:
        terminal.say_out("Nothing is wrong.")
    ctx.exit(exit_code(prepared.findings, strict=strict))
