"""Names of files that become addresses: what may be one, and what to write instead."""

from __future__ import annotations

import re
import unicodedata

from noticegen.diagnostics import Message, say

PAGE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
UPDATE = re.compile(r"(\d{4}-\d{2}-\d{2})-([a-z0-9]+(?:-[a-z0-9]+)*)", re.ASCII)
DRAFT = re.compile(r"draft-[a-z0-9]+(?:-[a-z0-9]+)*")

RESERVED = frozenset({
    "404", "banner", "changelog", "changes", "checkpoint", "contact", "feed", "files", "notice",
    "numbers", "record", "robots", "site", "sitemap", "updates", "well-known", "assets",
    "sha256sums",
})  # fmt: skip
"""Names of pages, files and folders that noticegen makes itself."""

WINDOWS = frozenset(
    {"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10)}
)
"""Device names, which cannot be files on Windows (Microsoft, "Naming Files, Paths")."""

IGNORED = re.compile(
    r"\.[^/]*\.sw[a-p]|.*~|#.*#|\.#.*|4913|\.DS_Store|Thumbs\.db|desktop\.ini|\.gitkeep"
    r"|\.gitignore|\.gitattributes|.*\.bak|.*\.orig|.*\.tmp"
)
"""What editors, desktops and version control leave behind."""

SIBLING = re.compile(r"\.(?:gz|br|zst)$", re.IGNORECASE)
"""Endings of compressed siblings, which stand beside what they are sent for."""

SECRET = re.compile(
    r"\.env(?:\..*)?|\.git|\.svn|\.hg|\.ssh|\.aws|\.npmrc|\.netrc|id_[a-z0-9]+(?:\.pub)?"
    r"|.*\.(?:key|pem|p12|pfx|kdbx|jks|ppk)",
    re.IGNORECASE,
)
"""What must never be published."""


def fault(name: str, languages: tuple[str, ...]) -> Message | None:
    """Why `name` cannot be the name of a standing page, or None if it can."""
    if name.lower() in RESERVED or name in languages:
        return say("“{name}” is a name that noticegen uses itself", name=name)
    if name.lower().split(".")[0] in WINDOWS:
        return say("“{name}” cannot be a file name on Windows", name=name)
    if not PAGE.fullmatch(name):
        return say("“{name}” has more than small letters a–z, digits and single hyphens", name=name)
    return None


def proposal(name: str, fallback: str = "page") -> str:
    """A name near `name` that can be one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    date = re.match(r"\d{4}-\d{2}-\d{2}", name)
    if date and len(words) <= 3:
        words.append(fallback)
    proposed = "-".join(words) or fallback
    return proposed + "-page" if proposed in RESERVED | WINDOWS else proposed
