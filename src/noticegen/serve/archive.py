"""A view of a site  ->  one archive of static files with a watermark on every page.

For those who must approve a notice before it is public, and who have no preview of their own.
The same view at the same moment gives the same bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from noticegen.diagnostics import say
from noticegen.model import Artifact
from noticegen.render import SUMS, sums
from noticegen.report import Translate
from noticegen.serve.overlay import described, watermarked
from noticegen.serve.preparing import Shown

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The time of every file in the archive: the format knows no earlier one."""
_MODE = 0o100644 << 16


def archive(shown: Shown, translate: Translate) -> bytes:
    """A ZIP archive of the view: every page with its states and a watermark, and `noindex`."""
    files = dict(_files(shown, translate))
    files[SUMS] = sums(Artifact(path, content) for path, content in files.items()).content
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _EARLIEST)
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, content)
    return held.getvalue()


def _files(shown: Shown, translate: Translate) -> Iterator[tuple[str, bytes]]:
    """Pages and texts with their marks; everything else but the sums as it is."""
    line = translate(say("NOT PUBLISHED. {view}.", view=described(shown)))
    for path, content in shown.files.items():
        if path.endswith(".html"):
            yield path, watermarked(content.decode(), path, shown, translate).encode()
        elif path.endswith("notice.txt"):
            yield path, f"{line}\n\n".encode() + content
        elif path != SUMS:
            yield path, content
