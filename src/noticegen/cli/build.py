"""``noticegen build``"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from noticegen.build import OUTPUT, Built, build, read
from noticegen.cli import terminal
from noticegen.diagnostics import NoticegenError, say
from noticegen.hosts.model import Place
from noticegen.public import next_moment
from noticegen.render.editions import robots
from noticegen.report import columns
from noticegen.weights import GZIP_LEVEL, Weight, weights


@click.command("build")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    default=Path(OUTPUT),
    show_default=True,
    help="The folder to publish into.",
)
@click.option("--stats", is_flag=True, help="Print what each page weighs.")
@terminal.as_of_option
@terminal.strict_option
@click.pass_context
def command(ctx: click.Context, output: Path, stats: bool, as_of: str | None, strict: bool) -> None:
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
        if stats:
            _stats(weights(built.prepared.artifacts))
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


def _stats(pages: Sequence[Weight]) -> None:
    """What each page weighs, and all of them: columns for people, tabs for programs."""
    size, compressed = (sum(weights) for weights in zip(*(page[1:] for page in pages), strict=True))
    if not terminal.is_for_people():
        for page in pages:
            _tabbed(page.size, page.compressed, page.budget or "", page.path)
        _tabbed(size, compressed, "", "total")
        return
    translate = terminal.translate()
    head = (
        say("bytes"),
        say("with gzip (level {level})", level=GZIP_LEVEL),
        say("at most"),
        say("page"),
    )
    rows = [tuple(map(translate, head))]
    for page in pages:
        budget = f"{page.budget:,}" if page.budget else ""
        rows.append((f"{page.size:,}", f"{page.compressed:,}", budget, page.path))
    total = translate(say("total of {count} pages", count=len(pages)))
    rows.append((f"{size:,}", f"{compressed:,}", "", total))
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)][:-1]
    for *numbers, name in rows:
        cells = zip(numbers, widths, strict=True)
        terminal.out("  ".join((*(" " * (wide - columns(one)) + one for one, wide in cells), name)))


def _tabbed(*cells: object) -> None:
    terminal.out("\t".join(map(str, cells)))
