"""`_headers`, which Netlify and Cloudflare read alike, so that a site can be on both."""

from __future__ import annotations

from collections.abc import Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts.domain import place
from noticegen.hosts.model import MADE_BY, ControlFile, Served
from noticegen.hosts.rules import AGREED, Rule, rules

NAME = "_headers"


def said(served: Served) -> tuple[Rule, ...]:
    """The rules of the file."""
    return rules(served, AGREED | {".html"})


def cannot(served: Served) -> Iterator[Message]:
    """What no host that reads the file can do: tell what is there from what is not."""
    endings = {rule.pattern.after for rule in said(served) if "Content-Type" in dict(rule.headers)}
    named = sorted(ending for ending in endings if ending and ending.startswith("."))
    if named:
        yield say(
            "gives the page for what is not there the media type of the ending that was asked "
            "for: {endings}",
            endings=", ".join(named),
        )


def written(served: Served) -> ControlFile:
    """The file; beside the output where the site does not have its host name for itself."""
    lines = [f"# {MADE_BY}"]
    for rule in said(served):
        lines += ["", rule.pattern.written(served.base)]
        lines += [f"  {name}: {value}" for name, value in rule.headers]
    return ControlFile(place(served), NAME, "\n".join(lines) + "\n")
