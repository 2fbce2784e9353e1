"""Compressed siblings: `index.html.gz` beside `index.html`, for servers that send them as they are.

The only user of brotli. The same bytes give the same siblings, whatever else is in the site, so
that an upload by content leaves alone what did not change.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Sequence
from functools import partial

import brotli

from noticegen.headers import media_type
from noticegen.hosts.model import INDEX, Encoding, Host
from noticegen.model import Artifact
from noticegen.parallel import mapped

SMALLEST = 1024
"""Bytes below which a sibling is not worth a file: an answer fits one packet anyway."""

_GAIN = 0.05
"""The part of a file that has to be saved."""

_PACKED = ("application/json", "application/feed+json", "image/svg+xml")
_PACKED_ENDS = ("+xml", "/xml")
"""Types that are texts without being called so. All others are compressed in themselves."""

_BEST, _QUICK = 11, 9
"""Brotli's quality for home pages, which everybody loads, and for all else: measured in
docs/decisions/0011-hosts.md."""

_WINDOWS = range(16, 23)
"""Logarithms of brotli's windows. A window larger than the file costs time and saves nothing."""


def encodings(hosts: Iterable[Host]) -> tuple[Encoding, ...]:
    """What the hosts send together."""
    wanted = {encoding for host in hosts for encoding in host.SIBLINGS}
    return tuple(encoding for encoding in Encoding if encoding in wanted)


def siblings(artifacts: Sequence[Artifact], wanted: tuple[Encoding, ...]) -> tuple[Artifact, ...]:
    """The compressed siblings of those artifacts that are worth one."""
    if not wanted:
        return ()
    worth = [artifact for artifact in artifacts if _is_worth(artifact)]
    return tuple(one for made in mapped(partial(_siblings, wanted), worth) for one in made)


def _is_worth(artifact: Artifact) -> bool:
    kind = media_type(artifact.path).partition(";")[0]
    is_text = kind.startswith("text/") or kind in _PACKED or kind.endswith(_PACKED_ENDS)
    return is_text and len(artifact.content) >= SMALLEST


def _siblings(wanted: tuple[Encoding, ...], artifact: Artifact) -> list[Artifact]:
    made = (Artifact(artifact.path + one.ending, _packed(artifact, one)) for one in wanted)
    most = len(artifact.content) * (1 - _GAIN)
    return [one for one in made if len(one.content) <= most]


def _packed(artifact: Artifact, encoding: Encoding) -> bytes:
    if encoding is Encoding.GZIP:
        packed = io.BytesIO()
        # Without a name and a time, and with a header that does not depend on the system.
        with gzip.GzipFile("", "wb", 9, packed, mtime=0) as file:
            file.write(artifact.content)
        return packed.getvalue()
    window = (len(artifact.content) - 1).bit_length()
    compressed: bytes = brotli.compress(
        artifact.content,
        mode=brotli.MODE_TEXT,
        quality=_BEST if artifact.path.rpartition("/")[2] == INDEX else _QUICK,
        lgwin=max(_WINDOWS[0], min(window, _WINDOWS[-1])),
    )
    return compressed


def unpacks_to(packed: bytes, encoding: Encoding, content: bytes) -> bool:
    """Whether a sibling is `content` compressed; no more than that is ever unpacked."""
    try:
        if encoding is Encoding.GZIP:
            member = zlib.decompressobj(wbits=31)
            found = member.decompress(packed, len(content) + 1)
            return found == content and member.eof and not member.unused_data
        stream = brotli.Decompressor()
        found = stream.process(packed, output_buffer_limit=len(content) + 1)
        return found == content and bool(stream.is_finished())
    except (zlib.error, brotli.error):
        return False
