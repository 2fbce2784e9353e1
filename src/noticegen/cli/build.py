"""``noticegen build``"""

from __future__ import annotations

from pathlib import Path

import click

from noticegen.build import OUTPUT, Built, build, read
from noticegen.cli import terminal
from noticegen.diagnostics import NoticegenError
from noticegen.hosts.model import Place
from noticegen.public import next_moment
from noticegen.render.editions import robots


@click.command("build")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(OUTPUT),
    show_default=True,
    help="The folder to publish into.",
)
@terminal.as_of_option
@terminal.strict_option
@click.pass_context
def command(ctx: click.Context, output: Path, as_of: str | None, strict: bool) -> None:
    """Compile content/ into output/.

    On any error the old output stays as it was. Exit codes: 0 done, 1 content, 2 usage,
    settings or theme, 3 the public record, 4 surroundings (disk, permission, lock, foreign files).
    """
    project = terminal.project()
    try:
        sources = read(project)
        moment = terminal.moment(as_of, sources.config)
        built = build(sources, output, moment, strict=strict)
    except NoticegenError as error:
        terminal.show([error.finding], {})
        ctx.exit(error.finding.exit)
    terminal.show(built.findings, built.prepared.texts)
    if built.written:
        _summary(built, output, moment.isoformat(" ", "minutes"))
        due = next_moment(sources.site, moment) if sources.site else None
        if due:
            terminal.say_out(
                "The next build is due at {moment}.", moment=due.isoformat(" ", "minutes")
            )
    ctx.exit(built.exit(strict=strict))


def _summary(built: Built, output: Path, moment: str) -> None:
    written, config = built.written, built.prepared.config
    assert written is not None
    assert config is not None
    terminal.say_out(
        "{output}: {count} files as of {moment} ({new} new, {changed} changed, {gone} gone)",
        output=output,
        count=written.new + written.changed + written.same,
        moment=moment,
        new=written.new,
        changed=written.changed,
        gone=written.gone,
    )
    for path in sorted(file.path for file in built.prepared.control if file.place is Place.BESIDE):
        terminal.say_out("{path}: for the host, not published", path=path)
    for difference in built.prepared.differences:
        terminal.say_out(
            "{host}: {difference}", host=difference.host, difference=difference.message
        )
    if config.record is None:
        terminal.say_out(
            "No record is kept: nothing here proves later what this notice said. "
            "`noticegen record` begins one."
        )
    if not any(artifact.path == "robots.txt" for artifact in built.prepared.artifacts):
        terminal.say_out(
            "For robots.txt at the root of {host}: {line}",
            host=config.host,
            line=robots(config.url)[-1],
        )
