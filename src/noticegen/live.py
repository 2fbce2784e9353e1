"""What is published: the checkpoint of a live site, or one that somebody kept in a file."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from pathlib import Path

from noticegen.diagnostics import Code, Diagnostic, Location, NoticegenError, say
from noticegen.record.checkpoint import Checkpoint, read_checkpoint

_SECONDS = 10
_MOST_BYTES = 16 * 1024


def live_checkpoint(source: str) -> Checkpoint | None:
    """The checkpoint at an address or in a file; None where there is no such page.

    Raises NoticegenError where nobody answers, or what answers is no checkpoint.
    """
    if source.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
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
                say("give the file `checkpoint` of the published site with --live"),
            )
        )
    return read


def _fetched(address: str) -> bytes | None:
    request = urllib.request.Request(address, headers={"Cache-Control": "no-cache"})
    try:
        with urllib.request.urlopen(request, timeout=_SECONDS) as answer:
            content: bytes = answer.read(_MOST_BYTES)
            return content
    except urllib.error.HTTPError as error:
        if error.code in {404, 410}:
            return None
        raise _unreadable(address, f"HTTP {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", error)
        raise _unreadable(address, getattr(reason, "strerror", None) or str(reason)) from error


def _unreadable(source: str, problem: str) -> NoticegenError:
    return NoticegenError(
        Diagnostic(
            Location(source),
            Code.SYSTEM,
            say("the published checkpoint cannot be read: {problem}", problem=problem),
            say("give it as a file with --live checkpoint"),
        )
    )
