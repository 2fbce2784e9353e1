"""What commands share: where the site is, the moment, the language of messages, printing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from datetime import datetime, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from noticegen import catalogue
from noticegen.config import Config
from noticegen.diagnostics import Code, Diagnostic, Location, Message, NoticegenError, say
from noticegen.moments import read_moment
from noticegen.report import Translate, as_text, columns, translator

LATEST_EPOCH = int(datetime(2200, 1, 1, tzinfo=timezone.utc).timestamp())

as_of_option = click.option(
    "--as-of",
    metavar="TIME",
    help="Take this moment instead of now: 2026-05-07 09:00, in the site's zone.",
)
strict_option = click.option("--strict", is_flag=True, help="Let warnings fail, too.")


def moment(as_of: str | None, config: Config | None, option: str = "--as-of") -> datetime:
    """The one moment of this run: what `option` says, else SOURCE_DATE_EPOCH, else the clock.

    It is given in the zone of the site. Raises NoticegenError where an option or variable
    holds no moment.
    """
    zone = config.zone if config else ZoneInfo("UTC")
    if as_of is not None:
        read = read_moment(as_of.strip(), Location(option), zone)
        if isinstance(read, Diagnostic):
            raise NoticegenError(Diagnostic(read.at, Code.UNUSABLE_MOMENT, read.message, read.hint))
        return read
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None or epoch == "":
        return datetime.now(zone).replace(microsecond=0)
    if not epoch.isascii() or not epoch.isdigit() or int(epoch) >= LATEST_EPOCH:
        raise NoticegenError(
            Diagnostic(
                Location("SOURCE_DATE_EPOCH"),
                Code.UNUSABLE_MOMENT,
                say("SOURCE_DATE_EPOCH says “{text}”", text=epoch[:40]),
                say("give whole seconds since 1970-01-01, before the year 2200, or unset it"),
            )
        )
    return datetime.fromtimestamp(int(epoch), zone)


def translate() -> Translate:
    """Messages in the language of the terminal (LANGUAGE, LC_ALL, LC_MESSAGES, LANG)."""
    return translator(languages())


def told_in() -> str:
    """The language in which messages are told: `ja`, `en`."""
    return catalogue.told_in(languages())


def languages() -> list[str]:
    """The languages of the terminal, the first one preferred: `ja_JP`, `ja`, `C`."""
    return [name.partition(".")[0] for name in _locales()]


def language() -> str:
    """The first of these languages, without its region: `ja`; `C` where there is none."""
    return re.split(r"[._@-]", _locales()[0])[0]


def _locales() -> list[str]:
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((os.environ[name] for name in names if os.environ.get(name)), "en").split(":")


def show(findings: Iterable[Diagnostic], sources: Mapping[str, str]) -> None:
    """Print findings on standard error."""
    is_plain = bool(os.environ.get("NO_COLOR")) or not _is_terminal()
    for line in as_text(findings, sources, translate()):
        err(line if is_plain else _coloured(line))


def say_out(text: str, **values: object) -> None:
    """Print a translated line on standard output."""
    out(translate()(Message(text, values)))


def table(rows: Iterable[tuple[str, str]]) -> None:
    """Print aligned lines of a name and a text on standard output."""
    listed = list(rows)
    width = max((columns(name) for name, _ in listed), default=0)
    for name, text in listed:
        out(f"  {name}{' ' * (width - columns(name))}  {text}")


def out(line: str) -> None:
    """A line on standard output, if anybody still reads it."""
    _write(line, is_error=False)


def err(line: str) -> None:
    """A line on standard error."""
    _write(line, is_error=True)


def _write(line: str, *, is_error: bool) -> None:
    try:
        click.echo(line, err=is_error)
    except BrokenPipeError:
        stream = sys.stderr if is_error else sys.stdout
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def is_for_people() -> bool:
    """Whether standard output is a terminal, and no pipe or file."""
    return sys.stdout is not None and sys.stdout.isatty()


def _is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()


def _coloured(line: str) -> str:
    if ": error NG" in line:
        place, _, rest = line.partition(": error ")
        return (
            f"{click.style(place, bold=True)}: {click.style('error', fg='red', bold=True)} {rest}"
        )
    if ": warning NG" in line:
        place, _, rest = line.partition(": warning ")
        word = click.style("warning", fg="yellow", bold=True)
        return f"{click.style(place, bold=True)}: {word} {rest}"
    if line.lstrip().startswith("| ") and line.endswith("^"):
        return click.style(line, fg="red")
    if line.startswith("    hint: "):
        return click.style(line, fg="cyan")
    return line


def project() -> Path:
    """The folder of the site: where the command is run."""
    return Path()
