"""What every answer says besides its content, on any host: one constant set.

The page's own `<meta>` policy carries what depends on its bytes (the hash of the style), so that
page and policy cannot part; what stands here never changes from build to build.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

POLICY: Mapping[str, str] = MappingProxyType(
    {
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "script-src": "'none'",
        "object-src": "'none'",
    }
)
"""Content Security Policy Level 3, by directive. Several policies hold all at once, so this one
can only add to that of the page."""

_REFUSED = (
    "accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "fullscreen",
    "geolocation", "gyroscope", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "publickey-credentials-get", "screen-wake-lock", "usb",
    "xr-spatial-tracking",
)  # fmt: skip
"""What a notice never asks a browser for (Permissions Policy)."""


def headers(policy: Mapping[str, str] = POLICY) -> tuple[tuple[str, str], ...]:
    """The headers of every answer, names and values."""
    return (
        ("Content-Security-Policy", written(policy)),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "no-referrer"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Permissions-Policy", ", ".join(f"{name}=()" for name in _REFUSED)),
    )


def written(policy: Mapping[str, str]) -> str:
    """A policy as it stands in a header or in a `<meta>`."""
    return "; ".join(f"{directive} {sources}" for directive, sources in policy.items())


_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".html": "text/html; charset=utf-8",
        ".txt": "text/plain; charset=utf-8",
        ".atom": "application/atom+xml; charset=utf-8",
        ".json": "application/json",
        ".xml": "application/xml; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".pdf": "application/pdf",
        ".png": "image/png",
        ".jpg": "image/jpeg",
        ".jpeg": "image/jpeg",
        ".gif": "image/gif",
        ".webp": "image/webp",
        ".avif": "image/avif",
        ".svg": "image/svg+xml",
        ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".odt": "application/vnd.oasis.opendocument.text",
        ".ods": "application/vnd.oasis.opendocument.spreadsheet",
        ".zip": "application/zip",
    }
)
"""Media types registered with IANA, by the ending of a name."""

_PLAIN_NAMES = frozenset({"SHA256SUMS", "checkpoint", "checkpoint.sig"})


def media_type(path: str) -> str:
    """The media type of what is published at `path`."""
    name = path.rpartition("/")[2].lower()
    if path in _PLAIN_NAMES:
        return _TYPES[".txt"]
    if path.endswith("feed.json"):
        return "application/feed+json"
    dot, ending = name.rpartition(".")[1:]
    return _TYPES.get(dot + ending, "application/octet-stream")
