"""Cloudflare Workers static assets (developers.cloudflare.com/workers/static-assets).

Limits are constants of wrangler. What both rules of a file say about one address is joined with a
comma, as tried with its local runtime.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticegen.diagnostics import Message, say
from noticegen.hosts import headers_file
from noticegen.hosts.domain import place, published, under_a_path
from noticegen.hosts.model import (
    CONTROL_NAMES,
    MADE_BY,
    MEBIBYTE,
    ControlFile,
    Encoding,
    Fault,
    Place,
    Served,
    as_json,
)

NAME = "cloudflare"
SIBLINGS: tuple[Encoding, ...] = ()

RULES = 100
LINE = 2000
"""Characters."""
COUNT = 20_000
SIZE = 25 * MEBIBYTE

COMPATIBILITY_DATE = "2025-09-01"


_ASSETS_IGNORE = "\n".join((f"# {MADE_BY}", ".git", *CONTROL_NAMES, ""))
"""What does not go up, wherever it lies: wrangler would show all but the two that it reads."""


def control_files(served: Served) -> Iterator[ControlFile]:
    """What tells the host how to serve."""
    yield headers_file.written(served)
    yield ControlFile(place(served), ".assetsignore", _ASSETS_IGNORE)
    yield ControlFile(place(served), "_redirects", _redirects(served))
    yield ControlFile(Place.BESIDE, "wrangler.jsonc", f"// {MADE_BY}\n{as_json(_worker(served))}")


def _redirects(served: Served) -> str:
    """Home pages at the addresses of their folders, which nothing else leads to.

    With `html_handling` switched on, each address that ends in ``.html`` would redirect to one
    without it, and the addresses in feeds, in the record and on paper would not be those that
    are served. Switched off, a folder shows nothing: hence a rewrite (200) for each. wrangler
    takes ``/ /index.html`` since January 2026 (workers-sdk#11904).
    """
    lines = [f"# {MADE_BY}"]
    for file in served.files:
        if file.folder is not None:
            folder = served.base + file.folder
            lines.append(f"{folder} {served.base}{file.path} 200")
            if folder != "/":
                lines.append(f"{folder.removesuffix('/')} {folder} 302")
    return "\n".join(lines) + "\n"


def _worker(served: Served) -> dict[str, object]:
    return {
        "name": re.sub(r"[^a-z0-9]+", "-", served.host.lower()).strip("-")[:63],
        "compatibility_date": COMPATIBILITY_DATE,
        "assets": {
            "directory": f"../../{published(served)}",
            "html_handling": "none",
            "not_found_handling": "404-page",
        },
    }


def faults(served: Served) -> Iterator[Fault]:
    """Limits of the host that the site does not keep."""
    if len(served.uploaded) > COUNT:
        yield Fault(
            say(
                "{number} files, and Cloudflare takes {limit}",
                number=len(served.uploaded),
                limit=COUNT,
            ),
        )
    for file in served.uploaded:
        if file.size > SIZE:
            yield Fault(
                say(
                    "{path} has {size} bytes, and Cloudflare takes {limit} in a file",
                    path=file.path,
                    size=file.size,
                    limit=SIZE,
                ),
                say("make the file smaller, or take another host"),
                file.path,
            )
    if len(headers_file.said(served)) > RULES:
        yield Fault(
            say(
                "_headers has {number} rules, and Cloudflare takes {limit}",
                number=len(headers_file.said(served)),
                limit=RULES,
            ),
            say("publish in fewer languages here, or take another host"),
        )
    for number, line in enumerate(headers_file.written(served).text.splitlines(), 1):
        if len(line) > LINE:
            yield Fault(
                say(
                    "line {number} of _headers has {length} characters, "
                    "and Cloudflare takes {limit}",
                    number=number,
                    length=len(line),
                    limit=LINE,
                ),
            )


def cannot(served: Served) -> Iterator[Message]:
    """What differs on this host, or is left to whoever runs it."""
    yield say("needs wrangler of January 2026 or later, and Workers rather than Pages")
    yield say(
        "changes pages on their way where Email Address Obfuscation or Web Analytics is on: "
        "switch both off, or SHA256SUMS does not hold"
    )
    yield from headers_file.cannot(served)
    if not served.is_at_root:
        yield under_a_path(served, ".assetsignore, _headers, _redirects")
