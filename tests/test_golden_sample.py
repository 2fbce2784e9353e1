"""The sample site as readers get it at four moments, byte for byte, and its record beside it.

`pytest tests/test_golden_sample.py --update-golden` rewrites `golden/sample/`, and the
difference is reviewed like code: it is what the public will see. So that it can be read, what
stands on every page alike (the style, and its digest in the page's own policy) is kept once in
`style.css`, and of pictures, documents and the files in `record/` only the digest.
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from noticegen.build import read
from noticegen.diagnostics import exit_code
from noticegen.model import Artifact
from noticegen.record.checkpoint import read_checkpoint
from noticegen.record.merkle import leaf, root
from sites import copy_of_sample, tree
from story import Story

GOLDEN = Path(__file__).parent / "golden" / "sample"

MOMENTS = {
    "1-first-day": ("2026-03-02-first-notice", timedelta(hours=1)),
    "2-after-the-telephone-correction": ("2026-03-09-investigation", timedelta(hours=1)),
    "3-after-the-gift": ("2026-04-08-gift", timedelta(hours=1)),
    "4-a-second-after-the-embargo": ("2027-03-31-one-year-report", timedelta(seconds=1)),
}
"""The update that each moment comes after, and by how much."""

RECORD = "record.txt"
"""The digest of each file in `record/`; what they say stands in `record.json`."""

_STYLE = re.compile(rb"<style>(.*?)</style>", re.DOTALL)


@dataclass(frozen=True)
class Stage:
    """The site and its record at one of the moments."""

    files: Mapping[str, bytes]
    """What is published, as it is kept in `golden/`."""
    record: Mapping[str, bytes]
    """The folder `record/`."""
    artifacts: Mapping[str, bytes]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Stage]:
    """The sample at each moment, one after the other, recorded as it would have been."""
    story = Story(copy_of_sample(tmp_path_factory.mktemp("sample") / "site"))
    found = {}
    for name, moment in _moments(story).items():
        assert story.record(moment) == 0, "\n".join(story.said)
        prepared = story.build(moment)
        assert not exit_code(prepared.findings, strict=True), "\n".join(story.said)
        found[name] = Stage(
            _as_kept(prepared.artifacts),
            tree(story.project / "record"),
            {artifact.path: artifact.content for artifact in prepared.artifacts},
        )
    return found


def _moments(story: Story) -> Mapping[str, datetime]:
    site = read(story.project).site
    assert site is not None
    published = {update.name: update.published for update in site.updates}
    return {
        name: published[f"updates/{update}"] + later for name, (update, later) in MOMENTS.items()
    }


def _digests(files: Mapping[str, bytes]) -> bytes:
    lines = (f"{hashlib.sha256(content).hexdigest()}  {path}\n" for path, content in files.items())
    return "".join(lines).encode()


def _as_kept(artifacts: tuple[Artifact, ...]) -> Mapping[str, bytes]:
    kept: dict[str, bytes] = {}
    for artifact in artifacts:
        path, content = artifact.path, artifact.content
        if path.endswith(".html") and (match := _STYLE.search(content)):
            style = match[1]
            digest = base64.b64encode(hashlib.sha256(style).digest())
            name = "style.css" if not path.endswith("notice.html") else "style-of-notice.css"
            assert kept.setdefault(name, style) == style, f"{path} has a style of its own"
            content = content.replace(style, b"").replace(digest, b"")
        elif path.endswith((".pdf", ".png")):
            content = hashlib.sha256(content).hexdigest().encode() + b"\n"
        kept[path] = content
    return kept


@pytest.mark.slow
@pytest.mark.parametrize("name", MOMENTS)
def test_the_sample_at_each_moment_is_what_was_reviewed(
    name: str, stages: Mapping[str, Stage], update_golden: bool
) -> None:
    stage, folder = stages[name], GOLDEN / name
    files = {**stage.files, RECORD: _digests(stage.record)}
    if update_golden:
        shutil.rmtree(folder, ignore_errors=True)
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
    expected = tree(folder)
    assert sorted(files) == sorted(expected)
    assert [path for path in files if files[path] != expected[path]] == []


@pytest.mark.slow
def test_each_record_begins_with_the_one_before(stages: Mapping[str, Stage]) -> None:
    sealed = [
        [content for path, content in stage.record.items() if path.startswith("entries/")]
        for stage in stages.values()
    ]
    for stage, entries in zip(stages.values(), sealed, strict=True):
        checkpoint = read_checkpoint(stage.artifacts["checkpoint"].decode())
        assert checkpoint is not None
        assert checkpoint.size == len(entries)
        assert checkpoint.root == root([leaf(entry) for entry in entries])
    for before, after in pairwise(sealed):
        assert len(before) < len(after)
        assert after[: len(before)] == before
