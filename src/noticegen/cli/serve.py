"""``noticegen serve``"""

from __future__ import annotations

import errno
import gc
import socket
import webbrowser
from datetime import datetime
from pathlib import Path

import click

from noticegen.build import read
from noticegen.cli import terminal
from noticegen.cli.viewing import view, view_options
from noticegen.config import Config
from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, say
from noticegen.serve.overlay import described
from noticegen.serve.preview import Preview, Version
from noticegen.serve.server import LOOPBACK, Listening, Site, listen
from noticegen.serve.site import site, told
from noticegen.serve.watch import Watch

PORT = 8000
_EVERYWHERE = ("0.0.0.0", "::")
_TRIED = 20
"""How many ports are tried, from the default one on."""


@click.command("serve")
@click.option("--port", type=click.IntRange(0, 65535), help="Default: 8000, or the next free one.")
@click.option("--bind", metavar="ADDRESS", help="Listen there instead of on this machine alone.")
@click.option(
    "--allow-host", "allowed", metavar="NAME", multiple=True,
    help="With --bind: also answer to this host name.",
)  # fmt: skip
@view_options
@click.option("--poll", is_flag=True, help="Look at every file instead of waiting for events.")
@click.option("--open", "in_browser", is_flag=True, help="Open the browser.")
@click.pass_context
def command(
    ctx: click.Context,
    port: int | None,
    bind: str | None,
    allowed: tuple[str, ...],
    as_of: str | None,
    is_public: bool,
    drafts: bool,
    poll: bool,
    in_browser: bool,
) -> None:
    """Preview the site on this machine alone, and reload it while you write.

    Without options everything is shown: what is scheduled and what is a draft, each with a mark.
    Nothing is written, and Ctrl-C ends it. Exit codes: 2 usage or settings, 4 the port cannot be
    opened, 130 ended by Ctrl-C.
    """
    project = terminal.project()
    # Unlike other commands, this one lives long enough to let go of what it made.
    gc.enable()
    try:
        config = _settings(project)
        first = view(as_of, is_public, drafts, config)

        def clock() -> datetime:
            return terminal.moment(None, config)

        preview = Preview(project, clock)
        watch = Watch(project, poll=poll)
        shown = site(project, preview, first, watch, clock, terminal.translate())
        listening = _listen(port, bind, allowed, shown)
        # Made before there are threads, so that the work is done on all cores.
        version = preview.version(first)
        gc.freeze()
        with watch:
            listening.serve()
            _announce(listening, port, bind, version, watch)
            if in_browser:
                webbrowser.open(_address(listening, bind))
            _follow(preview, watch)
    except NoticegenError as error:
        terminal.show([error.finding], {})
        ctx.exit(error.finding.exit)


def _settings(project: Path) -> Config | None:
    """The settings; None where they have to be mended first, which the preview will say.

    Raises NoticegenError where this is the folder of no site.
    """
    sources = read(project)
    for finding in sources.findings:
        if finding.code is Code.NO_SETTINGS:
            raise NoticegenError(finding)
    return sources.config


def _listen(port: int | None, bind: str | None, allowed: tuple[str, ...], shown: Site) -> Listening:
    """Open the port. Raises NoticegenError where that cannot be."""
    addresses = LOOPBACK if bind is None else (bind,)
    wanted = PORT if port is None else port
    for tried in range(wanted, wanted + (_TRIED if port is None else 1)):
        try:
            return listen(addresses, tried, shown, allowed)
        except OSError as error:
            problem = error
            if error.errno != errno.EADDRINUSE:
                break
    in_use = problem.errno == errno.EADDRINUSE
    raise NoticegenError(
        Diagnostic(
            Location("--port" if in_use or bind is None else "--bind"),
            Code.SYSTEM,
            say("port {port} is in use", port=wanted)
            if in_use
            else say(
                "{address} cannot be opened: {problem}",
                address=f"{addresses[0]} {wanted}",
                problem=problem.strerror or problem,
            ),
            say("take a free one: --port {port}", port=_free(addresses))
            if in_use
            else say("choose another with --port or --bind"),
        )
    )


def _free(addresses: tuple[str, ...]) -> int:
    """A port that nobody uses at the moment."""
    with socket.socket(socket.AF_INET6 if ":" in addresses[0] else socket.AF_INET) as probe:
        probe.bind((addresses[0], 0))
        return int(probe.getsockname()[1])


def _address(listening: Listening, bind: str | None) -> str:
    host = "localhost" if bind is None or bind in _EVERYWHERE else bind
    return f"http://{f'[{host}]' if ':' in host else host}:{listening.port}/"


def _announce(
    listening: Listening, port: int | None, bind: str | None, version: Version, watch: Watch
) -> None:
    terminal.show(version.told.findings, version.told.texts)
    if bind is not None and bind not in LOOPBACK:
        terminal.err(
            terminal.translate()(
                say(
                    "warning: all who reach {address} see drafts and what is under embargo",
                    address=bind,
                )
            )
        )
    if port is None and listening.port != PORT:
        terminal.say_out("Port {port} is in use.", port=PORT)
    terminal.say_out("Preview: {address}", address=_address(listening, bind))
    if version.shown:
        terminal.out(terminal.translate()(described(version.shown)))
    _tell(version, watch)


def _follow(preview: Preview, watch: Watch) -> None:
    """Make everything anew whenever the content changes or a moment comes, until interrupted."""
    was_native = watch.is_native
    while True:
        watch.wait(preview.seconds_left())
        if was_native and not watch.is_native:
            was_native = False
            terminal.say_out(
                "No events of the file system arrive here: every file is looked at all the time."
            )
        for version in preview.refresh()[:1]:
            terminal.show(version.told.findings, version.told.texts)
            _tell(version, watch)


def _tell(version: Version, watch: Watch) -> None:
    terminal.out(terminal.translate()(told(version, watch)))
