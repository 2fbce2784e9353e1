"""The command line: one module a command. The only user of click.

A command's module is imported when it runs, so that ``--help`` and ``--version`` are quick.
"""

from __future__ import annotations

import gc
import importlib
import os
import signal
import sys
from types import FrameType

import click

COMMANDS = (
    "new", "serve", "build", "check", "status", "record", "deploy", "verify", "preview",
    "explain",
)  # fmt: skip


class _Interrupted(KeyboardInterrupt):
    """SIGTERM, which ends a command as Ctrl-C does: staging is removed on the way out."""


class _Commands(click.Group):
    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"noticegen.cli.{name}").command
        return command


def _version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        from importlib.metadata import version

        click.echo(f"noticegen {version('noticegen')}")
        ctx.exit()


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, callback=_version, expose_value=False, is_eager=True,
    help="Show the version and exit.",
)  # fmt: skip
def _noticegen() -> None:
    """Compile dated markdown into a public notice about a data breach.

    Begin with: noticegen new site FOLDER --organization NAME
    """


def main() -> None:
    """Run the command line, and end with its exit code."""
    # A command is one short run that lets go of little before its end.
    gc.disable()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a sign must not stop a notice from going out.
            stream.reconfigure(errors="backslashreplace")
    signal.signal(signal.SIGTERM, _terminated)
    try:
        code = _noticegen.main(prog_name="noticegen", standalone_mode=False)
    except click.exceptions.Abort as error:
        code = 143 if isinstance(error.__cause__, _Interrupted) else 130
    except _Interrupted:
        code = 143
    except KeyboardInterrupt:
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except BrokenPipeError:
        code = 0
    _end(code if isinstance(code, int) else 0)


def _terminated(_number: int, _frame: FrameType | None) -> None:
    raise _Interrupted


def _end(code: int) -> None:
    """Flush what is left; a reader who has gone (``| head``) is no error."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
    except BrokenPipeError:
        code = code or 0
    # Everything is written and flushed; taking the interpreter apart would only cost time.
    os._exit(code)
