"""``noticegen preview``"""

from __future__ import annotations

import zipfile
from pathlib import Path

import click

from noticegen.build import read
from noticegen.cli import terminal
from noticegen.cli.viewing import view, view_options
from noticegen.diagnostics import Code, Diagnostic, Exit, Location, NoticegenError, exit_code, say
from noticegen.serve.archive import archive
from noticegen.serve.overlay import described
from noticegen.serve.preparing import looked_at, make
from noticegen.write.new import put_instead


@click.command("preview")
@click.option(
    "--zip", "target", type=click.Path(path_type=Path, dir_okay=False), required=True,
    metavar="FILE", help="The archive to write.",
)  # fmt: skip
@view_options
@click.pass_context
def command(
    ctx: click.Context, target: Path, as_of: str | None, is_public: bool, drafts: bool
) -> None:
    """Pack a preview into one archive of static files, for those who must approve it.

    Every page carries a watermark, and what is not public is marked. Without options everything
    is in it: what is scheduled, and drafts. Exit codes: 0 done, 1 content, 2 usage, settings or
    theme, 4 it cannot be written.
    """
    project = terminal.project()
    try:
        config = read(project).config
        now = terminal.moment(None, config)
        made = looked_at(make(project, view(as_of, is_public, drafts, config), now))
        terminal.show(made.findings, made.texts)
        code = exit_code(finding for finding in made.findings if finding.exit is not Exit.RECORD)
        if made.shown is None or code:
            ctx.exit(code)
        if target.exists() and not zipfile.is_zipfile(target):
            raise NoticegenError(
                Diagnostic(
                    Location(str(target)),
                    Code.FILE_EXISTS,
                    say("there is a file of this name that is no archive"),
                    say("choose another name"),
                )
            )
        content = archive(made.shown, terminal.translate())
        put_instead({target.name: content}, target.parent)
    except NoticegenError as error:
        terminal.show([error.finding], {})
        ctx.exit(error.finding.exit)
    terminal.say_out(
        "{file}: {count} files. {view}.",
        file=target,
        count=len(made.shown.files),
        view=described(made.shown),
    )
