"""What is published: whether it is what a build would give, and the checkpoint of its record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from noticegen.diagnostics import Code, Diagnostic, Line, Location, NoticegenError, say
from noticegen.hosts.model import INDEX
from noticegen.model import Artifact
from noticegen.record.checkpoint import NAME, Checkpoint, read_checkpoint
from noticegen.record.published import DATA
from noticegen.render import SUMS
from noticegen.verify.record import grown, published
from noticegen.web import Ask, Unanswered, Web, encoded, printable

_MOST_BYTES = 16 * 1024
_FRESH = (("Cache-Control", "no-cache"),)
"""What is live, not what a cache remembers."""


def is_live(artifacts: Iterable[Artifact], url: str, web: Web) -> bool:
    """Whether these artifacts are what readers are shown at `url`; False where nobody answers.

    Only two kinds of files are asked for: the sums, which know every other file by its digest,
    and the home pages, which are put in place last, so that an upload that stopped half-way is
    not taken for a whole one. `verify` looks at everything.
    """
    asked = [each for each in artifacts if each.path.rpartition("/")[2] in {SUMS, INDEX}]
    return all(_answers(each, url.rstrip("/"), web) for each in asked)


def ahead(artifacts: Iterable[Artifact], url: str) -> tuple[Diagnostic, ...]:
    """Why these artifacts must not take the place of what is live at `url`: its record knows more.

    So a job that began with older sources does not take back what another one published since.
    Nothing where there is no record, and where nobody answers with a checkpoint.
    """
    files = {each.path: each.content for each in artifacts}
    log, _ = published(files.get(DATA), files.get(NAME))
    if log is None:
        return ()
    address = f"{url.rstrip('/')}/{NAME}"
    try:
        since = live_checkpoint(address)
    except NoticegenError:
        return ()
    found = grown(log, since) if since else ()
    hint = say("take the newest sources; bring back the record that was published")
    return tuple(replace(finding, at=Location(address), hint=hint) for finding in found)


def _answers(artifact: Artifact, url: str, web: Web) -> bool:
    most = len(artifact.content) + 1
    answer = web.ask(Ask(f"{url}/{encoded(artifact.path)}", _FRESH, most))
    if isinstance(answer, Unanswered):
        return False
    return answer.status == 200 and answer.content == artifact.content


def live_checkpoint(source: str) -> Checkpoint | None:
    """The checkpoint at an address or in a file; None where there is no such page.

    Raises NoticegenError where nobody answers, or what answers is no checkpoint.
    """
    if source.startswith(("https://", "http://")):
        text = _fetched(source)
    else:
        try:
            text = Path(source).read_bytes()
        except OSError as error:
            raise _unreadable(source, error.strerror or str(error)) from error
    if text is None:
        return None
    read = read_checkpoint(text.decode("utf-8", "replace"))
    if read is None:
        raise NoticegenError(
            Diagnostic(
                Location(source),
                Code.RECORD_EDITED,
                say("what is there is no checkpoint"),
                say("name the file `checkpoint` of the published site"),
            )
        )
    return read


def _fetched(address: str) -> bytes | None:
    ask = Ask(address, _FRESH, _MOST_BYTES)
    with Web() as web:
        answer = web.ask(ask)
    if isinstance(answer, Unanswered):
        raise _unreadable(address, answer.problem)
    if answer.status in {404, 410}:
        return None
    if leads := answer.values("location"):
        raise _unreadable(address, say("it leads to {other}", other=printable(leads[0])))
    if answer.status != 200:
        raise _unreadable(address, f"HTTP {answer.status}")
    return answer.content


def _unreadable(source: str, problem: Line) -> NoticegenError:
    return NoticegenError(
        Diagnostic(
            Location(source),
            Code.SYSTEM,
            say("the published checkpoint cannot be read: {problem}", problem=problem),
            say("save the published file `checkpoint`, and name that file instead"),
        )
    )
