"""`_headers`, which Netlify and Cloudflare read alike, so that a site can be on both."""

from __future__ import annotations

from noticegen.hosts.domain import place
from noticegen.hosts.model import MADE_BY, ControlFile, Served
from noticegen.hosts.rules import AGREED, Rule, rules

NAME = "_headers"


def said(served: Served) -> tuple[Rule, ...]:
    """The rules of the file."""
    return rules(served, AGREED | {".html"})


def headers_file(served: Served) -> ControlFile:
    """The file; beside the output where the site does not have its host name for itself."""
    lines = [f"# {MADE_BY}"]
    for rule in said(served):
        lines += ["", rule.pattern.written(served.base)]
        lines += [f"  {name}: {value}" for name, value in rule.headers]
    return ControlFile(place(served), NAME, "\n".join(lines) + "\n")
