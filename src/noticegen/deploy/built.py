"""The output as it lies there: all of it, exactly as it was built, with its moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from noticegen.deploy.order import OutputFile
from noticegen.diagnostics import Code, Diagnostic, Location, Severity, say
from noticegen.record.log import Log
from noticegen.verify.folder import verify
from noticegen.write.listing import present
from noticegen.write.stamp import Stamp, files_digest, read_stamp


class Built(NamedTuple):
    """An output that is whole."""

    output: Path
    files: tuple[OutputFile, ...]
    """Everything that is published, also what a host is told and compressed siblings."""
    log: Log | None
    stamp: Stamp

    @property
    def digests(self) -> Mapping[str, str]:
        """The digest of each file."""
        return {file.path: file.digest for file in self.files}


def read_built(output: Path) -> Built | tuple[Diagnostic, ...]:
    """What was built in `output`, or why it cannot be published.

    Raises NoticegenError where there is no output, OSError where it cannot be read.
    """
    verified = verify(output, None)
    if verified.findings:
        return verified.findings
    digests = dict(present(output))
    stamp = read_stamp(output)
    if stamp is None or stamp.files != files_digest(digests):
        return (
            Diagnostic(
                Location(output.as_posix()),
                Code.NOT_AS_BUILT,
                say("nothing beside it says when it was built")
                if stamp is None
                else say("its files are not those of the last build"),
                say("run `noticegen build`, and deploy what it gives"),
            ),
        )
    files = tuple(
        OutputFile(path, digests[path], (output / path).stat().st_size) for path in sorted(digests)
    )
    return Built(output, files, verified.log, stamp)


def of_its_moment(built: Built, now: datetime) -> tuple[Diagnostic, ...]:
    """What is wrong with publishing the output at `now`."""
    stamp = built.stamp
    at = Location(built.output.as_posix())
    if stamp.moment > now:
        return (
            Diagnostic(
                at,
                Code.OTHER_MOMENT,
                say(
                    "it was built for {moment}, which is still to come: it may hold what is not "
                    "public yet",
                    moment=stamp.moment.isoformat(" ", "minutes"),
                ),
                say("run `noticegen build` without --as-of, and deploy what it gives"),
            ),
        )
    if stamp.due and stamp.due <= now:
        return (
            Diagnostic(
                at,
                Code.OTHER_MOMENT,
                say(
                    "it was built for {moment}, and since {due} another build has been due",
                    moment=stamp.moment.isoformat(" ", "minutes"),
                    due=stamp.due.isoformat(" ", "minutes"),
                ),
                say("run `noticegen build`, and deploy what it gives"),
                Severity.WARNING,
            ),
        )
    return ()
