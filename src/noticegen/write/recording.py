"""A `Record`  ->  the folder `record/`, whole or not at all; and the line in `noticegen.yml`.

The new folder is staged beside the old one, synced, and exchanged for it. Where that is
impossible, files are put in place one by one, the checkpoint last, so that a run that was
interrupted shows.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from noticegen.diagnostics import SETTINGS_FILE, Code, Diagnostic, Location, NoticegenError, say
from noticegen.record.checkpoint import NAME
from noticegen.record.folder import FOLDER, LAST_RUN, PENDING, files_of
from noticegen.record.log import Record
from noticegen.write.exchange import CANNOT_EXCHANGE, exchange, make_folder, put, sync
from noticegen.write.places import clear, remove
from noticegen.yamlfile import Mapping, read_yaml

_ATTRIBUTES = b"# The bytes of these files are what counts: line ends stay as they are.\n* -text\n"


class LastRun(NamedTuple):
    """What the last run of `noticegen record` sealed."""

    before: int
    """How many entries were sealed before it."""
    from_pending: int
    """How many of those that it sealed had been pending."""

    def as_bytes(self) -> bytes:
        """The bytes of its file."""
        return f"sealed before: {self.before}\nfrom pending: {self.from_pending}\n".encode()


def read_last_run(project: Path) -> LastRun | None:
    """What the last run sealed; None where that was taken back, or nobody knows it."""
    path = project / FOLDER / LAST_RUN
    if not path.is_file():
        return None
    numbers = [line.partition(": ")[2] for line in path.read_text("utf-8").splitlines()]
    if len(numbers) != 2 or not all(number.isascii() and number.isdigit() for number in numbers):
        return None
    return LastRun(int(numbers[0]), int(numbers[1]))


def keep(record: Record, project: Path, last_run: LastRun | None) -> None:
    """Put a record in the place of what `project` holds.

    Raises NoticegenError where the surroundings do not let it; the old record stays then.
    """
    folder = project / FOLDER
    staging = project / f".{FOLDER}.new"
    files = dict(files_of(record))
    if last_run:
        files[LAST_RUN] = last_run.as_bytes()
    files[".gitattributes"] = _ATTRIBUTES
    for name in ("README.md",):
        if (folder / name).is_file():
            files[name] = (folder / name).read_bytes()
    try:
        _exchange(files, staging, folder)
    except OSError as error:
        raise _stop(error) from error


def _exchange(files: dict[str, bytes], staging: Path, folder: Path) -> None:
    try:
        remove(staging)
        _write(files, staging)
        sync(staging)
        try:
            exchange(staging, folder)
        except OSError as error:
            if error.errno not in CANNOT_EXCHANGE:
                raise
            _copy(files, folder)
    finally:
        clear(staging)


def drop(project: Path) -> None:
    """Take the folder away: its only run is taken back."""
    try:
        remove(project / FOLDER)
    except OSError as error:
        raise _stop(error) from error


def _write(files: dict[str, bytes], folder: Path) -> None:
    for name, content in files.items():
        target = folder / name
        make_folder(target.parent)
        put(target, content)


def _copy(files: dict[str, bytes], folder: Path) -> None:
    rest = {name: content for name, content in files.items() if name != NAME}
    _write(rest, folder)
    put(folder / NAME, files[NAME])
    for path in sorted((folder / PENDING).rglob("*.txt")):
        if path.relative_to(folder).as_posix() not in files:
            path.unlink()


def _stop(error: OSError) -> NoticegenError:
    return NoticegenError(
        Diagnostic(
            Location(FOLDER),
            Code.SYSTEM,
            say("it cannot be written: {problem}", problem=error.strerror or error),
            say("mend that and run the command again; the record is as it was"),
        )
    )


# ------------------------------------------------------------------ the line in noticegen.yml


def settings_with(project: Path, origin: str) -> str:
    """The text of `noticegen.yml` with the origin at its end; everything else stays as it is.

    Raises NoticegenError where a line at the end is no setting.
    """
    text = (project / SETTINGS_FILE).read_text("utf-8")
    named = f"{text.rstrip()}\nrecord: {origin}\n"
    read = read_yaml(named.removeprefix("\ufeff"), SETTINGS_FILE)
    is_named = isinstance(read, Mapping) and read.entries and read.entries[-1][0].text == "record"
    if is_named:
        return named
    raise NoticegenError(
        Diagnostic(
            Location(SETTINGS_FILE),
            Code.YAML_SYNTAX,
            say("a line at the end would be no setting, so the record cannot be named here"),
            say("write one `key: value` a line, without braces around them"),
        )
    )


def settings_without(project: Path) -> str:
    """The same without the line that names the record."""
    text = (project / SETTINGS_FILE).read_text("utf-8")
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith("record:"))


def keep_settings(project: Path, text: str) -> None:
    """Put `noticegen.yml` in place in one step."""
    path = project / SETTINGS_FILE
    temporary = path.with_name(f".{SETTINGS_FILE}.new")
    try:
        temporary.write_text(text, "utf-8", newline="")
        temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _stop(error) from error
