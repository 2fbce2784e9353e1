"""A report about a live site  ->  a table for people, and JSON for programs."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import NamedTuple

from noticegen.diagnostics import Code, Exit, Message, say
from noticegen.record.log import Log
from noticegen.verify.answers import State
from noticegen.verify.report import Report
from noticegen.web import printable


class Row(NamedTuple):
    """A line of the table."""

    name: Message
    text: Message


def head(report: Report) -> Message:
    """What was compared with what."""
    return say(
        "{address} held against {what}", address=printable(report.address), what=report.against
    )


def rows(report: Report) -> Iterator[Row]:
    """One line a group; empty where nothing was compared."""
    if not report.files:
        return
    codes = {finding.code for finding in report.findings}
    good = report.built - len(report.not_as_built)
    yield Row(say("files"), say("{good} of {all} as they were built", good=good, all=report.built))
    yield Row(say("headers"), _headers(report))
    if not codes & {Code.SOFT_404, Code.LEADS_ELSEWHERE}:
        yield Row(
            say("addresses"),
            say("home pages, folders, and what is not there answer as they should"),
        )
    if report.caches:
        oldest, kept = round(report.caches.oldest), report.caches.kept
        yield Row(
            say("caches"),
            say("answers are up to {oldest} seconds old", oldest=oldest)
            if kept is None
            else say(
                "answers are up to {oldest} seconds old; browsers keep pages for {kept} seconds",
                oldest=oldest,
                kept=kept,
            ),
        )
    if Code.NOT_FINDABLE not in codes:
        yield Row(say("search"), say("nothing keeps it out of search engines"))
    if report.is_linked:
        yield Row(say("link"), say("the home page of the official site leads here"))
    yield from _record(report)
    if report.rounds > 1:
        yield Row(
            say("wait"),
            say("as built after {seconds} seconds", seconds=round(report.seconds))
            if report.is_settled
            else say("not as built after {seconds} seconds", seconds=round(report.seconds)),
        )


def _headers(report: Report) -> Message:
    if not report.faults:
        return say("all as they are meant, each once")
    if not report.senders:
        return say(
            "{count} not as they are meant; no host is told to send them", count=report.faults
        )
    return say("{count} not as they are meant", count=report.faults)


def _record(report: Report) -> Iterator[Row]:
    if report.log is None:
        if not any(finding.exit is Exit.RECORD for finding in report.findings):
            yield Row(say("record"), say("none is live: nothing proves what it said before"))
        return
    checkpoint = report.log.checkpoint
    yield Row(
        say("record"),
        say(
            "{origin}, {size} entries, root {root}",
            origin=printable(checkpoint.origin),
            size=checkpoint.size,
            root=base64.b64encode(checkpoint.root).decode(),
        ),
    )
    if report.since and report.ok:
        yield Row(
            say("since"),
            say("it begins with the {size} entries that were kept", size=report.since.size),
        )


def as_json(report: Report) -> dict[str, object]:
    """The same for programs; `docs/verify.md` says what each key means."""
    return {
        "version": 1,
        "url": report.address,
        "against": report.against,
        "ok": report.ok,
        "exit": int(report.exit),
        "files": {
            "built": report.built,
            "as_built": report.built - len(report.not_as_built) if report.files else 0,
            "different": [
                {
                    "path": each.path,
                    "url": each.url,
                    "state": each.state.value,
                    "status": each.status,
                    "sha256": each.sha256,
                }
                for each in report.files
                if each.state is not State.AS_BUILT
            ],
        },
        "headers": {"hosts": list(report.senders), "not_as_meant": report.faults},
        "caches": {
            "oldest_seconds": round(report.caches.oldest),
            "page_seconds": report.caches.kept,
            "clock_behind_seconds": None
            if report.caches.clock is None
            else round(report.caches.clock),
        }
        if report.caches
        else None,
        "record": record_as_json(report.log),
        "since": report.since.size if report.since else None,
        "linked": report.is_linked,
        "rounds": report.rounds,
        "seconds": round(report.seconds, 1),
        "settled": report.is_settled,
        "findings": [
            {
                "url": finding.at.path,
                "line": finding.at.line,
                "code": str(finding.code),
                "severity": finding.severity.value,
                "message": str(finding.message),
            }
            for finding in report.findings
        ],
    }


def record_as_json(log: Log | None) -> dict[str, object] | None:
    """By what a record is known."""
    if log is None:
        return None
    return {
        "origin": log.origin,
        "size": log.checkpoint.size,
        "root": base64.b64encode(log.checkpoint.root).decode(),
    }
